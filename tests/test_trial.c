#include "core/clock.h"
#include "forms/trial.h"
#include "tests/check.h"
#include <string.h>

/* The case files of the folder tests/expr: EXPRESSION TAB CONTEXT TAB RESULT, as zaoce form eval
 * reads and prints them; CONTEXT may be empty, RESULT is !error for what is refused. The clock
 * stands at 2026-11-23 18:42 +08:00. expressions.tsv is not among them: it goes through whole forms
 * (tests/test_expr.c). */

static void check_line(struct zc_str line, const struct zc_clock *clock, const char *file,
                       size_t number)
{
    struct zc_str expr, context, want = line, input;
    struct zc_buf out = { 0 };
    struct zc_err err = { 0 };

    if (!zc_str_cut(&want, '\t', &expr) || !zc_str_cut(&want, '\t', &context)) {
        zc_checkf(false, "%s:%zu has three columns", file, number);
        return;
    }
    input = zc_str_head(line, expr.len + 1 + context.len);
    if (!zc_trial_line(input, clock, &out, &err)) {
        zc_buf_reset(&out);
        zc_buf_text(&out, "!error");
    }
    zc_checkf(zc_str_eq(zc_buf_str(&out), want), "%s:%zu %.*s = %.*s, not %.*s %s", file, number,
              ZC_ARG(zc_str_head(expr, 120)), ZC_ARG(zc_str_head(want, 80)),
              ZC_ARG(zc_str_head(zc_buf_str(&out), 80)), err.msg);
    zc_buf_release(&out);
}

static void check_file(const char *path, const struct zc_clock *clock)
{
    struct zc_buf text = { 0 };
    struct zc_str rest, line;
    size_t number = 0;
    FILE *file = fopen(path, "r");

    if (!file) {
        zc_checkf(false, "%s can be read", path);
        return;
    }
    for (size_t got = 1; got > 0; text.len += got)
        got = fread(zc_buf_room(&text, 1 << 16), 1, 1 << 16, file);
    fclose(file);
    for (rest = zc_buf_str(&text); zc_str_cut(&rest, '\n', &line);) {
        number++;
        if (line.len > 0 && line.ptr[0] != '#')
            check_line(line, clock, path, number);
    }
    zc_buf_release(&text);
}

/* What is too large to stand in a file: `open` n times, `inner`, `close` n times. */
static const struct {
    const char *name, *open, *inner, *close, *after;
    size_t n;
    const char *want;
} hostile[] = {
    { "10,000 brackets", "(", "1", ")", "", 10000, "!error" },
    { "10,000 open brackets", "(", "", "", "", 10000, "!error" },
    { "10,000 calls in calls", "not(", "1", ")", "", 10000, "!error" },
    { "10,000 predicates in predicates", "a[", "1", "]", "", 10000, "!error" },
    { "10,000 predicates in a row", "", "a", "[1]", "", 10000, "!error" },
    { "10,001 operands", "1 + ", "1", "", "", 10000, "!error" },
    { "4,900 operands", "1 + ", "1", "", "", 4900, "4901" },
    { "10,001 steps of a path", "./", ".", "", "", 10000, "!error" },
    { "10,000 arguments", "", "max(1", ",1", ")", 10000, "!error" },
    { "60,000 signs", "-", "1", "", "", 60000, "1" },
    { "100,000 signs", "-", "1", "", "", 100000, "!error" },
    { "a text of 60,000 bytes", "", "string-length('", "x", "')", 60000, "60000" },
    { "a text of 1 MB", "", "'", "x", "'", 1 << 20, "!error" },
    { "an open text of 1 MB", "", "'", "x", "", 1 << 20, "!error" },
    { "a number of 1 MB", "", "1", "0", "", 1 << 20, "!error" },
    { "a name of 1 MB", "", "a", "b", "", 1 << 20, "!error" },
    { "1 MB of blanks", " ", "1", "", "", 1 << 20, "!error" },
    { "a pattern of 10,000 bytes", "", "regex('a', '", "a", "')", 10000, "!error" },
    { "a pattern of 250 brackets", "", "regex('a', '", "(", "')", 250, "!error" },
    { "an answer of 1 MB", "", "string-length(a)\t{\"data\":{\"a\":\"", "x", "\"}}", 1 << 20,
      "1048576" },
    { "an answer of 1 MB, doubled", "", "concat(a, a)\t{\"data\":{\"a\":\"", "x", "\"}}", 1 << 20,
      "!error" },
    { "100,000 arrays in arrays", "", "1\t{\"data\":", "[", "}", 100000, "!error" },
    { "10,000 groups in groups", "", "1\t{\"data\":", "{\"a\":", "1}", 10000, "!error" },
    { "1,000,000 steps over rows", "", "count(//x[//x[//x[. = 1]]])\t{\"data\":{\"r\":[{\"x\":1}",
      ",{\"x\":1}", "]}}", 300, "!error" },
    { "concat of itself by rows", "",
      "string-length(concat(r/x, r/x, r/x))\t{\"data\":{\"r\":[{\"x\":\"0123456789\"}",
      ",{\"x\":\"0123456789\"}", "]}}", 10000, "!error" },
};

static void check_hostile(const struct zc_clock *clock)
{
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct zc_buf line = { 0 }, out = { 0 };
        struct zc_err err = { 0 };
        for (size_t n = 0; n < hostile[i].n; n++)
            zc_buf_text(&line, hostile[i].open);
        zc_buf_text(&line, hostile[i].inner);
        for (size_t n = 0; n < hostile[i].n; n++)
            zc_buf_text(&line, hostile[i].close);
        zc_buf_text(&line, hostile[i].after);
        bool ok = zc_trial_line(zc_buf_str(&line), clock, &out, &err);
        zc_checkf(
            ok ? zc_str_is(zc_buf_str(&out), hostile[i].want) : !strcmp(hostile[i].want, "!error"),
            "%s: %.*s %s", hostile[i].name, ZC_ARG(zc_str_head(zc_buf_str(&out), 80)), err.msg);
        zc_buf_release(&line);
        zc_buf_release(&out);
    }
}

int main(int argc, char **argv)
{
    struct zc_clock clock;
    struct zc_err err = { 0 };

    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    for (int i = 1; i < argc; i++)
        check_file(argv[i], &clock);
    check_hostile(&clock);
    return zc_check_done();
}

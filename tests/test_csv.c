#include "core/csv.h"
#include "tests/check.h"
#include <string.h>

/* Rows as text: cells parted by '|', rows ended by the line number in brackets. */
static bool show_row(void *ctx, const struct zc_csv_row *row)
{
    struct zc_buf *out = ctx;
    for (size_t i = 0; i < row->ncells; i++) {
        zc_buf_text(out, i ? "|" : "");
        zc_buf_add(out, row->cells[i]);
    }
    zc_buf_printf(out, "[%zu]", row->line);
    return true;
}

static const struct {
    const char *name, *in, *out;
} cases[] = {
    { "plain", "a,b\nc,d\n", "a|b[1]c|d[2]" },
    { "no line end at the end", "a,b", "a|b[1]" },
    { "CRLF counts as one line", "a\r\nb\r\n\r\nc", "a[1]b[2]c[4]" },
    { "CR alone", "a\rb\r\rc", "a[1]b[2]c[4]" },
    { "blanks are kept", " a ,\t b\n", " a |\t b[1]" },
    { "quotes double", "\"a\"\"b\",c\n", "a\"b|c[1]" },
    { "line break inside quotes", "\"a\nb\",c\nd\n", "a\nb|c[1]d[3]" },
    { "CRLF inside quotes is one line", "\"a\r\nb\"\r\nd\n", "a\r\nb[1]d[3]" },
    { "blank lines pass but count", "a\n\n\nb\n", "a[1]b[4]" },
    { "a line of commas is a row", ",,\n", "||[1]" },
    { "a quote inside an unquoted cell is text", "a\"b,c\n", "a\"b|c[1]" },
};

static const struct {
    const char *name, *cell, *out;
} put_cases[] = {
    { "plain", "ab", "ab" },
    { "comma", "a,b", "\"a,b\"" },
    { "quote", "a\"b", "\"a\"\"b\"" },
    { "leading blank", " a", "\" a\"" },
    { "line end", "a\nb", "\"a\nb\"" },
    { "inner blank", "a b", "a b" },
    { "empty", "", "" },
};

/* Row by row through the spans: the same cells on the same lines as in one go. */
static bool reads_alike(struct zc_str bytes)
{
    struct zc_buf whole = { 0 }, parts = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    bool closed = true, ok = zc_csv_read(bytes, ',', show_row, &whole, NULL, &err);
    size_t line = 1, lines, len;
    for (struct zc_str rest = bytes; (len = zc_csv_span(rest, ',', &lines, &closed)) > 0;
         rest = zc_str_from(rest, len), line += lines) {
        struct zc_str cells[32], row = zc_str_head(rest, len);
        size_t n = 0;
        while (row.len > 0 && strchr("\r\n", row.ptr[row.len - 1]) && closed)
            row.len--;
        if (!closed || !zc_csv_line(row, ',', &arena, 32, cells, &n, &err))
            break;
        if (n > 0)
            show_row(&parts, &(struct zc_csv_row){ line, n, cells });
    }
    ok = ok == closed && (!ok || zc_str_eq(zc_buf_str(&whole), zc_buf_str(&parts)));
    zc_buf_release(&whole);
    zc_buf_release(&parts);
    zc_arena_release(&arena);
    return ok;
}

/* Every text of up to seven of these signs. */
static void check_spans(void)
{
    static const char signs[] = { 'a', ',', '"', '\r', '\n' };
    enum { LONGEST = 7, SIGNS = sizeof signs };
    size_t differ = 0, count = 1;
    for (size_t len = 0; len <= LONGEST; len++, count *= SIGNS) {
        for (size_t i = 0; i < count; i++) {
            char text[LONGEST];
            for (size_t k = 0, rest = i; k < len; k++, rest /= SIGNS)
                text[k] = signs[rest % SIGNS];
            differ += !reads_alike((struct zc_str){ text, len });
        }
    }
    zc_checkf(differ == 0, "spans cut where the reader cuts (%zu texts differ)", differ);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zc_buf out = { 0 };
        struct zc_err err = { 0 };
        bool ok = zc_csv_read(zc_str_of(cases[i].in), ',', show_row, &out, NULL, &err);
        zc_check(cases[i].name, ok && zc_str_is(zc_buf_str(&out), cases[i].out));
        zc_buf_release(&out);
    }
    for (size_t i = 0; i < sizeof put_cases / sizeof put_cases[0]; i++) {
        struct zc_buf out = { 0 };
        zc_csv_put(&out, zc_str_of(put_cases[i].cell));
        zc_checkf(zc_str_is(zc_buf_str(&out), put_cases[i].out), "put: %s", put_cases[i].name);
        zc_buf_release(&out);
    }
    struct zc_err err = { 0 };
    struct zc_buf out = { 0 };
    zc_check("an open quote is named with its line",
             !zc_csv_read(ZC_STR("a,b\n\"c,d\ne\n"), ',', show_row, &out, NULL, &err) &&
                 err.code == ZC_E_INPUT && strstr(err.msg, "2"));
    zc_buf_release(&out);

    struct zc_arena arena = { 0 };
    struct zc_str cells[4];
    size_t n;
    err = (struct zc_err){ 0 };
    zc_check("a line with quotes",
             zc_csv_line(ZC_STR("a,\"b,\"\"c\",,d"), ',', &arena, 4, cells, &n, &err) && n == 4 &&
                 zc_str_is(cells[1], "b,\"c") && cells[2].len == 0);
    zc_check("a line without", zc_csv_line(ZC_STR("a, b,,d"), ',', &arena, 4, cells, &n, &err) &&
                                   n == 4 && zc_str_is(cells[1], " b"));
    zc_check("too many cells", !zc_csv_line(ZC_STR("a,b,c,d,e"), ',', &arena, 4, cells, &n, &err) &&
                                   err.code == ZC_E_LIMIT);
    zc_check("too many quoted cells",
             !zc_csv_line(ZC_STR("a,b,c,\"d\",e"), ',', &arena, 4, cells, &n, &err));
    zc_arena_release(&arena);
    check_spans();
    return zc_check_done();
}

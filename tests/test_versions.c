#include "forms/fill.h"
#include "tests/check.h"
#include <string.h>

/* Records made with one version of a form are read and changed with another (MERGE.md 7.9). A case
 * is the sheet, the record as field=value pairs parted by ';' and sorted by field, answers that
 * are given then, and what is expected: values as the form shows them, fields it does not know,
 * and the writes. */

static const struct {
    const char *name, *survey, *record, *answers, *shown, *other, *writes;
} cases[] = {
    { "the same names", "text,a,A,\n", "a=1", "a=2", "a=2", "", "a=2" },
    { "an earlier name is read", "text,b,B,a\n", "a=1", "", "b=1", "", "" },
    { "and written under the new one only when it changes", "text,b,B,a\n", "a=1", "b=2", "b=2", "",
      "b=2" },
    { "the new name wins", "text,b,B,a\n", "a=1;b=2", "", "b=2", "", "" },
    { "also with an empty answer", "text,b,B,a\n", "a=1;b=", "", "b=", "", "" },
    { "several earlier names", "text,c,C,a b\n", "b=2", "", "c=2", "", "" },
    { "a name in use today is not taken for an earlier one", "text,a,A,\ntext,b,B,a\n", "a=1", "",
      "a=1;b=", "", "" },
    { "what the form does not know stays", "text,a,A,\n", "a=1;old=x", "a=2", "a=2", "old=x",
      "a=2" },
    { "in a row too", "begin_repeat,r,R,\ntext,x,X,\nend_repeat,,,\n",
      "r/i000000000001/old=y;r/i000000000001/x=1", "", "r/i000000000001/x=1",
      "r/i000000000001/old=y", "" },
    { "an earlier name of a repeat", "begin_repeat,r,R,p\ntext,x,X,\nend_repeat,,,\n",
      "p/i000000000001/x=1", "r/i000000000001/x=2", "r/i000000000001/x=2", "",
      "r/i000000000001/x=2" },
    { "its new name wins, row by row", "begin_repeat,r,R,p\ntext,x,X,\nend_repeat,,,\n",
      "p/i000000000001/x=1;p/i000000000002/x=3;r/i000000000001/x=2", "",
      "r/i000000000001/x=2;r/i000000000002/x=3", "", "" },
    { "a number where a text was", "integer,a,A,\n", "a=many", "", "a=many", "", "" },
};

struct sheet {
    struct zc_str survey;
};

static bool read_sheet(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                       struct zc_err *err)
{
    const struct sheet *sheet = ctx;

    (void)err;
    *found = zc_str_is(path, "survey.csv");
    if (*found) {
        zc_buf_text(out, "type,name,label,was\n");
        zc_buf_add(out, sheet->survey);
    }
    return true;
}

static void make_state(struct zc_state *state, const char *record, struct zc_arena *arena)
{
    struct zc_str rest = zc_str_of(record), part, name;
    struct zc_field *fields = ZC_NEW(arena, struct zc_field, rest.len + 1);

    *state = (struct zc_state){ .fields = fields };
    while (zc_str_cut(&rest, ';', &part)) {
        struct zc_str *value = ZC_NEW(arena, struct zc_str, 1);
        zc_str_cut(&part, '=', &name);
        *value = part;
        fields[state->nfields++] = (struct zc_field){ name, 1, false, value };
    }
}

static void answer(struct zc_fill *fill, const char *answers)
{
    struct zc_str rest = zc_str_of(answers), part, name;
    struct zc_err err = { 0 };

    while (rest.len && zc_str_cut(&rest, ';', &part)) {
        zc_str_cut(&part, '=', &name);
        struct zc_node *node = zc_fill_node(fill, name);
        if (!node || !zc_fill_set(fill, node, part, &err))
            zc_checkf(false, "cannot set %.*s", ZC_ARG(name));
    }
}

static bool shows(const struct zc_fill *fill, const char *wanted)
{
    struct zc_str rest = zc_str_of(wanted), part, name;
    bool ok = true;

    while (zc_str_cut(&rest, ';', &part)) {
        zc_str_cut(&part, '=', &name);
        const struct zc_node *node = zc_fill_node(fill, name);
        ok = ok && node && zc_str_eq(node->value, part);
    }
    return ok;
}

static bool pairs_are(const struct zc_pair *pairs, size_t n, const char *wanted)
{
    struct zc_buf text = { 0 };

    for (size_t i = 0; i < n; i++)
        zc_buf_printf(&text, "%s%.*s=%.*s", i ? ";" : "", ZC_ARG(pairs[i].name),
                      ZC_ARG(pairs[i].value));
    bool same = zc_str_is(zc_buf_str(&text), wanted);
    zc_buf_release(&text);
    return same;
}

static void run(size_t at, const struct zc_clock *clock)
{
    struct sheet sheet = { zc_str_of(cases[at].survey) };
    struct zc_source source = { .ctx = &sheet, .read = read_sheet };
    struct zc_findings findings = { 0 };
    struct zc_fill_env env = { .clock = clock };
    struct zc_arena arena = { 0 };
    struct zc_form *form = zc_form_load(&source, (struct zc_str){ 0 }, NULL, &findings);
    const struct zc_pair *pairs;
    struct zc_state state;
    size_t n;

    make_state(&state, cases[at].record, &arena);
    if (!zc_checkf(form != NULL, "%s: the form loads", cases[at].name))
        return;
    struct zc_fill *fill = zc_fill_open(form, &state, &env);
    zc_fill_reopen(fill, &state); /* a fill that is used again knows no more and no less */
    answer(fill, cases[at].answers);
    zc_checkf(shows(fill, cases[at].shown), "%s: what it shows", cases[at].name);
    zc_fill_other(fill, &pairs, &n);
    zc_checkf(pairs_are(pairs, n, cases[at].other), "%s: other fields", cases[at].name);
    zc_fill_writes(fill, false, &arena, &pairs, &n);
    zc_checkf(pairs_are(pairs, n, cases[at].writes), "%s: what is written", cases[at].name);
    zc_fill_free(fill);
    zc_form_free(form);
    zc_findings_release(&findings);
    zc_arena_release(&arena);
}

static struct zc_str last_saved(void *ctx, struct zc_str field)
{
    (void)ctx;
    return zc_str_is(field, "a") ? ZC_STR("of the last one") : (struct zc_str){ 0 };
}

/* ${last-saved#name}: what the program says of the record before. */
static void last_record(const struct zc_clock *clock)
{
    struct sheet sheet = { ZC_STR("text,a,A,\ntext,b,${last-saved#a}!,\n") };
    struct zc_source source = { .ctx = &sheet, .read = read_sheet };
    struct zc_findings findings = { 0 };
    struct zc_fill_env env = { .clock = clock, .last_saved = last_saved };
    struct zc_arena arena = { 0 };
    struct zc_form *form = zc_form_load(&source, (struct zc_str){ 0 }, NULL, &findings);

    if (zc_check("a form that reads the last record loads", form != NULL)) {
        struct zc_fill *fill = zc_fill_new(form, &env);
        struct zc_node *b = zc_fill_node(fill, ZC_STR("b"));
        zc_check("its label shows that answer",
                 zc_str_is(zc_fill_label(fill, b, &arena), "of the last one!"));
        zc_fill_free(fill);
    }
    zc_form_free(form);
    zc_findings_release(&findings);
    zc_arena_release(&arena);
}

int main(void)
{
    struct zc_clock clock;
    struct zc_err err = { 0 };

    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        run(i, &clock);
    last_record(&clock);
    return zc_check_done();
}

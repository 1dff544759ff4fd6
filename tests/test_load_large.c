#include "forms/fill.h"
#include "tests/check.h"
#include <string.h>

/* Forms that are too large on purpose: they load in bounded memory or are refused by name. */

struct sheets {
    struct zc_buf survey, choices, list;
};

static bool read_sheet(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                       struct zc_err *err)
{
    const struct sheets *sheets = ctx;
    const struct zc_buf *sheet = zc_str_is(path, "survey.csv")    ? &sheets->survey
                                 : zc_str_is(path, "choices.csv") ? &sheets->choices
                                 : zc_str_is(path, "list.csv")    ? &sheets->list
                                                                  : NULL;

    (void)err;
    *found = sheet && sheet->len;
    if (*found)
        zc_buf_add(out, zc_buf_str(sheet));
    return true;
}

/* Loads and lets go of the sheets. */
static struct zc_form *load(struct sheets *sheets, struct zc_findings *findings)
{
    struct zc_source source = { .ctx = sheets, .read = read_sheet };
    struct zc_form *form = zc_form_load(&source, (struct zc_str){ 0 }, NULL, findings);

    zc_buf_release(&sheets->survey);
    zc_buf_release(&sheets->choices);
    zc_buf_release(&sheets->list);
    return form;
}

static bool has_finding(const struct zc_findings *findings, const char *words)
{
    for (uint32_t i = 0; i < findings->n; i++)
        if (strstr(findings->all[i].what.en, words))
            return true;
    return false;
}

static void million_choices(void)
{
    struct sheets sheets = { 0 };
    struct zc_findings findings = { 0 };

    zc_buf_text(&sheets.survey, "type,name,label\nselect_one l,a,A\nselect_multiple l,b,B\n");
    zc_buf_text(&sheets.choices, "list_name,name,label\n");
    for (unsigned i = 0; i < 999999; i++)
        zc_buf_printf(&sheets.choices, "l,%u,L\n", i);
    zc_buf_text(&sheets.choices, "l,77,again\n");
    struct zc_form *form = load(&sheets, &findings);
    zc_check("1,000,000 choices: the one that stands twice is found",
             !form && findings.n == 1 && has_finding(&findings, "has '77' already"));
    zc_findings_release(&findings);
}

static void million_rows(void)
{
    struct sheets sheets = { 0 };
    struct zc_findings findings = { 0 };
    struct zc_fill_env env = { 0 };
    struct zc_err err = { 0 };
    struct zc_clock clock;

    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    env.clock = &clock;
    zc_buf_text(&sheets.survey, "type,name,label\nselect_one_from_file list.csv,a,A\n");
    zc_buf_text(&sheets.list, "name,label\n");
    for (unsigned i = 0; i < 1000000; i++)
        zc_buf_printf(&sheets.list, "%u,L\n", i);
    struct zc_form *form = load(&sheets, &findings);
    if (zc_check("a list of 1,000,000 rows loads", form != NULL)) {
        struct zc_fill *fill = zc_fill_new(form, &env);
        struct zc_node *node = zc_fill_node(fill, ZC_STR("a"));
        zc_check("in less than 200 bytes a row", form->arena.bytes < 200000000);
        zc_check("and its last row is a choice", zc_fill_set(fill, node, ZC_STR("999999"), &err));
        zc_check("and what it lacks is none", !zc_fill_set(fill, node, ZC_STR("1000000"), &err));
        zc_fill_free(fill);
    }
    zc_form_free(form);
    zc_findings_release(&findings);
}

static void too_much(void)
{
    static const struct {
        const char *name, *sheet, *row, *words;
        unsigned rows;
    } cases[] = {
        { "6,000 questions", "survey", "text,q%u,Q,\n", "more than 5000 questions", 6000 },
        { "100 groups in each other", "survey", "begin_group,g%u,G,\n", "nest deeper than 50",
          100 },
        { "5,000 lists", "choices", "l%u,1,One,\n", "more than 2000 lists", 5000 },
        { "${} in 1,000 labels", "choices", "l,%u,${a},\n", "at most 500 choices", 1000 },
        { "20,000 rows without a type", "survey", ",q%u,Q,\n", "a type is missing", 20000 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sheets sheets = { 0 };
        struct zc_findings findings = { 0 };
        struct zc_buf *sheet = cases[i].sheet[0] == 's' ? &sheets.survey : &sheets.choices;

        zc_buf_text(&sheets.survey, "type,name,label,more\ntext,a,A,\n");
        zc_buf_text(&sheets.choices, "list_name,name,label,more\n");
        for (unsigned row = 0; row < cases[i].rows; row++)
            zc_buf_printf(sheet, cases[i].row, row);
        struct zc_form *form = load(&sheets, &findings);
        zc_checkf(!form && has_finding(&findings, cases[i].words), "%s", cases[i].name);
        zc_form_free(form);
        zc_findings_release(&findings);
    }
}

/* A chain of calculations as long as a form may be, closed to a ring. */
static void long_cycle(void)
{
    struct sheets sheets = { 0 };
    struct zc_findings findings = { 0 };
    enum { LINKS = 4000 };

    zc_buf_text(&sheets.survey, "type,name,label,calculation\n");
    for (unsigned i = 0; i < LINKS; i++)
        zc_buf_printf(&sheets.survey, "calculate,q%u,,${q%u} + 1\n", i, (i + 1) % LINKS);
    struct zc_form *form = load(&sheets, &findings);
    zc_check("a ring of 4,000 calculations", !form && has_finding(&findings, "in a circle"));
    zc_form_free(form);
    zc_findings_release(&findings);
}

static size_t count_rows(const struct zc_fill *fill, const char *repeat)
{
    size_t n = 0;

    for (const struct zc_node *node = zc_fill_root(fill)->first; node; node = node->next)
        n += zc_str_is(node->q->name, repeat);
    return n;
}

static void many_rows(void)
{
    struct sheets sheets = { 0 };
    struct zc_findings findings = { 0 };
    struct zc_fill_env env = { 0 };
    struct zc_err err = { 0 };
    struct zc_clock clock;

    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    env.clock = &clock;
    zc_buf_text(&sheets.survey, "type,name,label,repeat_count\ninteger,n,N,\n"
                                "begin_repeat,r,R,${n}\ntext,a,A,\nbegin_repeat,s,S,${n}\n"
                                "text,b,B,\nend_repeat,,,\nend_repeat,,,\n");
    struct zc_form *form = load(&sheets, &findings);
    if (zc_check("a form with a row count", form != NULL)) {
        struct zc_fill *fill = zc_fill_new(form, &env);
        struct zc_node *n = zc_fill_node(fill, ZC_STR("n"));
        zc_check("10^9 rows are asked for", zc_fill_set(fill, n, ZC_STR("1000000000"), &err));
        zc_check("1,000 are made", count_rows(fill, "r") == 1000);
        zc_check("and 10 again", zc_fill_set(fill, n, ZC_STR("10"), &err));
        zc_fill_free(fill);
    }
    zc_form_free(form);
    zc_findings_release(&findings);
}

int main(void)
{
    zc_lang_set(ZC_LANG_EN);
    million_choices();
    million_rows();
    too_much();
    long_cycle();
    many_rows();
    return zc_check_done();
}

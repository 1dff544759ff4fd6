#include "core/clock.h"
#include "forms/fill.h"
#include "tests/check.h"
#include <stdlib.h>

/* Expressions through the whole engine: each case is the calculation of a form with the questions
 * a b c (text), n (integer), d (date), s (select several of x y z), a group g with h, and a repeat
 * r with v. Case file: EXPRESSION TAB ANSWERS TAB RESULT, where ANSWERS are name=value parted by
 * ';' (r=1,2 makes two rows) and RESULT is a text, or !error when the form must be refused.
 * The clock stands at 2026-11-23 18:42 +08:00. */

static const char head[] = "type,name,label,calculation\n"
                           "text,a,a,\ntext,b,b,\ntext,c,c,\ninteger,n,n,\ndate,d,d,\n"
                           "select_multiple l,s,s,\n"
                           "begin_group,g,g,\ntext,h,h,\nend_group,,,\n"
                           "begin_repeat,r,r,\ntext,v,v,\nend_repeat,,,\n"
                           "calculate,result,,";
static const char choices[] = "list_name,name,label,k\nl,x,甲,1\nl,y,乙,2\nl,z,丙,3\n";

struct sheets {
    struct zc_buf survey;
};

static bool read_sheet(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                       struct zc_err *err)
{
    struct sheets *sheets = ctx;
    (void)err;
    *found = zc_str_is(path, "survey.csv") || zc_str_is(path, "choices.csv");
    if (zc_str_is(path, "survey.csv"))
        zc_buf_add(out, zc_buf_str(&sheets->survey));
    else if (*found)
        zc_buf_text(out, choices);
    return true;
}

static bool list_sheets(void *ctx, bool (*each)(void *each_ctx, struct zc_str path), void *each_ctx,
                        struct zc_err *err)
{
    (void)ctx, (void)err;
    return each(each_ctx, ZC_STR("choices.csv")) && each(each_ctx, ZC_STR("survey.csv"));
}

static void put_quoted(struct zc_buf *out, struct zc_str text)
{
    zc_buf_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            zc_buf_char(out, '"');
        zc_buf_char(out, text.ptr[i]);
    }
    zc_buf_text(out, "\"\n");
}

static void answer(struct zc_fill *fill, struct zc_str answers)
{
    struct zc_str part, name, value;
    struct zc_err err = { 0 };
    while (zc_str_cut(&answers, ';', &part)) {
        zc_str_cut(&part, '=', &name);
        if (!zc_str_is(name, "r")) {
            struct zc_node *node = zc_fill_node(fill, name);
            if (node)
                zc_fill_set(fill, node, part, &err);
            continue;
        }
        struct zc_node *root = zc_fill_root(fill), *row = root->first;
        while (row && row->q->type != ZC_TYPE_REPEAT)
            row = row->next;
        const struct zc_question *repeat = row ? row->q : NULL;
        for (bool first = true; repeat && zc_str_cut(&part, ',', &value); first = false) {
            if (!first)
                row = zc_fill_add_row(fill, root, repeat, &err);
            if (row)
                zc_fill_set(fill, row->first, value, &err);
        }
    }
}

/* `survey`: the rows before the calculation. */
static void check_in(const char *survey, struct zc_str line, const char *file, size_t number)
{
    struct zc_str expr, answers, rest = line;
    struct sheets sheets = { 0 };
    struct zc_findings findings = { 0 };
    struct zc_source source = { &sheets, ZC_STR("case"), read_sheet, list_sheets };
    struct zc_form_context context = { 0 };
    struct zc_clock clock;
    struct zc_err err = { 0 };
    if (!zc_str_cut(&rest, '\t', &expr) || !zc_str_cut(&rest, '\t', &answers))
        return;
    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    zc_buf_text(&sheets.survey, survey);
    put_quoted(&sheets.survey, expr);
    struct zc_form *form = zc_form_load(&source, (struct zc_str){ 0 }, &context, &findings);
    if (!form) {
        struct zc_buf why = { 0 };
        for (uint32_t i = 0; i < findings.n; i++)
            if (!findings.all[i].warning)
                zc_finding_print(&findings.all[i], &why);
        zc_checkf(zc_str_is(rest, "!error"), "%s:%zu %.*s: %s", file, number, ZC_ARG(expr),
                  why.len ? zc_buf_cstr(&why) : "");
        zc_buf_release(&why);
    } else {
        struct zc_fill_env env = { .clock = &clock };
        struct zc_fill *fill = zc_fill_new(form, &env);
        answer(fill, answers);
        struct zc_node *node = zc_fill_node(fill, ZC_STR("result"));
        struct zc_str value = node ? node->value : ZC_STR("no node");
        zc_checkf(zc_str_eq(value, rest), "%s:%zu %.*s [%.*s] = %.*s", file, number, ZC_ARG(expr),
                  ZC_ARG(answers), ZC_ARG(value));
        zc_fill_free(fill);
    }
    zc_form_free(form);
    zc_findings_release(&findings);
    zc_buf_release(&sheets.survey);
}

static void check_line(struct zc_str line, const char *file, size_t number)
{
    check_in(head, line, file, number);
}

static void check_file(const char *path)
{
    struct zc_buf text = { 0 };
    struct zc_str rest, line;
    size_t number = 0;
    FILE *file = fopen(path, "r");
    if (!zc_check(path, file != NULL))
        return;
    char *room = zc_buf_room(&text, 1 << 20);
    text.len = fread(room, 1, 1 << 20, file);
    fclose(file);
    for (rest = zc_buf_str(&text); zc_str_cut(&rest, '\n', &line);) {
        number++;
        if (line.len > 0 && line.ptr[0] != '#')
            check_line(line, path, number);
    }
    zc_buf_release(&text);
}

/* The language that the person has chosen, where the form has it. */
static void check_languages(void)
{
    static const char survey[] = "type,name,label::中文 (zh),label::English (en),calculation\n"
                                 "text,a,甲,A,\ncalculate,result,,,";
    zc_lang_set(ZC_LANG_EN);
    check_in(survey, ZC_STR("format-date('2024-03-05', '%a %b')\t\tTue Mar"), "in English", 1);
    zc_lang_set(ZC_LANG_ZH);
    check_in(survey, ZC_STR("format-date('2024-03-05', '%a %b')\t\t周二 3月"), "in Chinese", 1);
}

static void check_hostile(void)
{
    struct zc_buf line = { 0 };
    for (int i = 0; i < 10000; i++)
        zc_buf_char(&line, '(');
    zc_buf_text(&line, "1\t\t!error");
    check_line(zc_buf_str(&line), "10,000 brackets", 1);
    zc_buf_reset(&line);
    for (int i = 0; i < 20000; i++)
        zc_buf_text(&line, "1+");
    zc_buf_text(&line, "1\t\t!error");
    check_line(zc_buf_str(&line), "20,000 operands", 1);
    zc_buf_release(&line);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        check_file(argv[i]);
    check_languages();
    check_hostile();
    return zc_check_done();
}

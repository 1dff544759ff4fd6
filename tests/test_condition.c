#include "forms/fill.h"
#include "tests/check.h"
#include "tui/condition.h"
#include <string.h>

/* Conditions of a filter: the engine decides what a record fulfils. A case is a list of answers
 * (field=value parted by ';'), a condition as it is stored (\t as '|', further lines behind '/'),
 * and whether all of it holds. */

static struct zc_pack *pack;
static struct zc_form *form;
static struct zc_clock clock_now;
static struct zc_arena arena;
static struct zc_subjects subjects;

static const struct {
    const char *name, *answers, *lines;
    bool holds;
} cases[] = {
    { "no condition: every record", "staff=4", "", true },
    { "a number that is enough", "staff=5", "ge|staff|5", true },
    { "a number that is not", "staff=4", "ge|staff|5", false },
    { "a long number is no text", "staff=10", "ge|staff|9", true },
    { "no number is neither more nor less", "", "ge|staff|0", false },
    { "nor less", "", "le|staff|9", false },
    { "one of several numbers", "staff=8", "is|staff|5|8", true },
    { "all conditions hold", "staff=8;m_full=3", "ge|staff|5/ge|m_full|3", true },
    { "one of them does not", "staff=8;m_full=2", "ge|staff|5/ge|m_full|3", false },
    { "a choice", "op_status=2", "is|op_status|2", true },
    { "one of several choices", "op_status=2", "is|op_status|1|2", true },
    { "none of several choices", "op_status=2", "not|op_status|1|2", false },
    { "a field that is empty is none of them", "", "not|op_status|1", true },
    { "a community is its street's", "street=630103001;community=630103001004",
      "under|community|630103001", true },
    { "and no other street's", "street=630103001;community=630103001004",
      "under|community|630103002", false },
    { "an industry belongs to its division", "industry=6210", "under|industry|62", true },
    { "and to its section, whose letter it does not begin with", "industry=6210",
      "under|industry|H", true },
    { "but to no other section", "industry=6210", "under|industry|A", false },
    { "a part of a text", "name=西宁乙乙餐饮管理有限公司", "has|name|乙乙", true },
    { "the start of a text", "name=西宁乙乙餐饮管理有限公司", "under|name|西宁", true },
    { "a part is no start", "name=西宁乙乙餐饮管理有限公司", "under|name|乙乙", false },
    { "a quote in the text", "name=西宁O'乙乙\"餐饮\"店", "has|name|O'乙乙\"餐", true },
    { "another text with a quote", "name=西宁O乙乙餐饮店", "has|name|O'乙乙\"餐", false },
    { "a text is no expression", "name=西宁乙乙餐饮店", "has|name|') or true() or ('", false },
    { "empty", "", "empty|staff", true },
    { "not empty", "staff=0", "empty|staff", false },
    { "filled", "staff=0", "filled|staff", true },
    { "a day and later", "visited=2026-11-20", "ge|visited|2026-11-19", true },
    { "the day itself", "visited=2026-11-19", "ge|visited|2026-11-19", true },
    { "a day before", "visited=2026-11-18", "ge|visited|2026-11-19", false },
    { "no day is not before", "", "le|visited|2026-11-19", false },
    { "today is the day it is asked", "visited=2026-11-23", "is|visited|今", true },
    { "yesterday is not today", "visited=2026-11-22", "is|visited|今", false },
    { "three days ago", "visited=2026-11-20", "is|visited|-3", true },
    { "a status", "", "is|_status|draft|returned", true },
    { "another status", "", "is|_status|submitted", false },
    { "the group", "", "is|_group|1", true },
    { "a calculated field", "uscc=916300007104492841", "is|code_mark|bad-check", true },
    { "an expression of the survey", "staff=8", "where|many|${staff} >= 5 and ${_status} = 'draft'",
      true },
};

/* Whether the record fulfils all conditions; -1 when one is no expression. */
static int fulfils(const struct zc_fill *fill, const struct zc_conditions *conditions)
{
    struct zc_state state = { .form = form->id, .status = ZC_STATUS_DRAFT, .group = ZC_STR("1") };
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    int all = 1;
    for (uint32_t i = 0; i < conditions->n && all >= 0; i++) {
        const struct zc_condition *c = &conditions->all[i];
        bool truth = false;
        zc_buf_reset(&text);
        zc_condition_expr(c, zc_subjects_find(&subjects, c->field), &clock_now, &text);
        const struct zc_expr *where = zc_form_where(form, zc_buf_str(&text), &arena, &err);
        if (!where || !zc_fill_where(fill, where, &state, &truth, &err))
            all = -1;
        else
            all &= truth;
    }
    if (all < 0)
        printf("# %s: %s\n", zc_buf_cstr(&text), err.msg);
    zc_buf_release(&text);
    return all;
}

static void read_lines(const char *lines, struct zc_conditions *out)
{
    struct zc_buf text = { 0 };
    zc_buf_text(&text, lines);
    for (size_t i = 0; i < text.len; i++)
        text.ptr[i] = text.ptr[i] == '|' ? '\t' : text.ptr[i] == '/' ? '\n' : text.ptr[i];
    zc_conditions_parse(zc_buf_str(&text), out);
    zc_buf_release(&text);
}

static void play(size_t at)
{
    struct zc_fill_env env = { .clock = &clock_now };
    struct zc_fill *fill = zc_fill_new(form, &env);
    struct zc_conditions conditions = { 0 };
    struct zc_str rest = zc_str_of(cases[at].answers), answer, field;
    struct zc_err err = { 0 };
    /* Whatever is asked of a unit is asked of one that is met in business. */
    zc_fill_set(fill, zc_fill_node(fill, ZC_STR("visit")), ZC_STR("1"), &err);
    zc_fill_set(fill, zc_fill_node(fill, ZC_STR("op_status")), ZC_STR("1"), &err);
    if (strstr(cases[at].name, "empty is none"))
        zc_fill_set(fill, zc_fill_node(fill, ZC_STR("op_status")), (struct zc_str){ 0 }, &err);
    while (zc_str_cut(&rest, ';', &answer) && answer.len > 0) {
        zc_str_cut(&answer, '=', &field);
        if (!zc_fill_set(fill, zc_fill_node(fill, field), answer, &err))
            printf("# %s\n", err.msg);
    }
    read_lines(cases[at].lines, &conditions);
    zc_check(cases[at].name, fulfils(fill, &conditions) == (int)cases[at].holds);
    zc_conditions_release(&conditions);
    zc_fill_free(fill);
}

/* Every operator of every field makes an expression that the form takes. */
static void every_operator(void)
{
    unsigned refused = 0, made = 0;
    for (uint32_t i = 0; i < subjects.n; i++) {
        enum zc_condition_op ops[ZC_COND_OPS];
        unsigned n = zc_subject_ops(&subjects.all[i], ops);
        for (unsigned o = 0; o < n; o++) {
            struct zc_str value = subjects.all[i].kind == ZC_SUBJECT_NUMBER ? ZC_STR("5")
                                  : subjects.all[i].kind == ZC_SUBJECT_DAY  ? ZC_STR("今")
                                                                            : ZC_STR("1");
            struct zc_condition c = { ops[o], subjects.all[i].field, 1, &value };
            struct zc_buf text = { 0 };
            struct zc_err err = { 0 };
            zc_condition_expr(&c, &subjects.all[i], &clock_now, &text);
            bool ok = zc_form_where(form, zc_buf_str(&text), &arena, &err) != NULL;
            if (!ok)
                printf("# %s: %s\n", zc_buf_cstr(&text), err.msg);
            made++;
            refused += !ok;
            zc_buf_release(&text);
        }
    }
    zc_checkf(refused == 0 && made > 100, "%u conditions, %u of them no expression", made, refused);
}

static const struct {
    const char *name, *field, *typed, *values; /* values parted by blanks; NULL: refused */
} typings[] = {
    { "one number", "staff", "5", "5" },
    { "full-width digits", "staff", "１２", "12" },
    { "two numbers", "staff", "5、8", "5 8" },
    { "two texts by a bar, blanks cut", "name", " 甲甲 | 乙乙 ", "甲甲 乙乙" },
    { "letters are no number", "staff", "五", NULL },
    { "nothing", "staff", " 、", NULL },
    { "a day", "visited", "2026-11-3", "2026-11-03" },
    { "today stays a word", "visited", "今", "今" },
    { "three days ago", "visited", "-3", "-3" },
    { "no day", "visited", "2026-13-01", NULL },
};

static void type(size_t at)
{
    const struct zc_subject *subject = zc_subjects_find(&subjects, zc_str_of(typings[at].field));
    const struct zc_str *values;
    uint32_t n;
    struct zc_err err = { 0 };
    struct zc_buf got = { 0 };
    bool ok = zc_subject_read(subject, zc_str_of(typings[at].typed), &clock_now, &arena, &values,
                              &n, &err);
    for (uint32_t i = 0; ok && i < n; i++)
        zc_buf_printf(&got, "%s%.*s", i ? " " : "", ZC_ARG(values[i]));
    zc_checkf(typings[at].values ? ok && zc_str_is(zc_buf_str(&got), typings[at].values)
                                 : !ok && err.code == ZC_E_INPUT,
              "typed: %s", typings[at].name);
    zc_buf_release(&got);
}

static void stored(void)
{
    struct zc_conditions conditions = { 0 }, again = { 0 };
    struct zc_buf first = { 0 }, second = { 0 };
    read_lines("ge|staff|5/is|op_status|1|2/empty|phone/frobs|staff|1/ge|staff/empty|a|b/",
               &conditions);
    zc_conditions_print(&conditions, &first);
    zc_conditions_parse(zc_buf_str(&first), &again);
    zc_conditions_print(&again, &second);
    zc_check("stored conditions read back; lines that are none are left out",
             conditions.n == 3 && zc_str_eq(zc_buf_str(&first), zc_buf_str(&second)));
    zc_conditions_remove(&again, 1);
    zc_check("one is taken out", again.n == 2 && again.all[1].op == ZC_COND_EMPTY);
    zc_conditions_release(&conditions);
    zc_conditions_release(&again);
    zc_buf_release(&first);
    zc_buf_release(&second);
}

int main(int argc, char **argv)
{
    struct zc_source source = zc_source_folder(argc > 1 ? argv[1] : "forms/liangxin");
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock_now, &err);
    pack = zc_pack_load(&source, &findings);
    form = pack ? zc_pack_form(pack, ZC_STR("ent")) : NULL;
    if (zc_check("the pack loads", form != NULL)) {
        zc_subjects_init(&subjects, form, pack);
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            play(i);
        for (size_t i = 0; i < sizeof typings / sizeof typings[0]; i++)
            type(i);
        every_operator();
        stored();
    }
    zc_subjects_release(&subjects);
    zc_arena_release(&arena);
    zc_findings_release(&findings);
    zc_pack_free(pack);
    return zc_check_done();
}

#include "forms/fill.h"
#include "tests/check.h"
#include <string.h>

/* Filling in: what typing becomes, what is taken over from the last record, and that the pairs of
 * an unsaved form bring everything back. */

static const char survey[] =
    "type,name,label,constraint,choice_filter,role,use,appearance,relevant,calculation,required\n"
    "select_one town,town,Town,,,,carry,,,,yes\n"
    "select_one place,place,Place,,town = ${town},,carry,,,,\n"
    "integer,age,Age,. < 150,,,carry,,,,\n"
    "text,why,Why,,,,carry,,${age} > 99,,\n"
    "calculate,double,Double,,,,,,,${age} * 2,\n"
    "date,day,Day,,,,,,,,\n"
    "text,code,Code,,,code,own,,,,\n"
    "text,again,Again,. = ${code},,,own,code,,,\n"
    "text,line,Line,string-length(.) >= 2 and string-length() < 61,,,,,,,\n"
    "text,open,Open,string-length(.) <= 9 or . = 'x',,,,,,,\n"
    "begin_repeat,rows,Rows,,,,,,,,\n"
    "text,cell,Cell,,,,,,,,\n"
    "end_repeat,,,,,,,,,,\n";
static const char choices[] = "list_name,name,label,town\n"
                              "town,a,A,\ntown,b,B,\n"
                              "place,a1,A1,a\nplace,b1,B1,b\n";

static bool read_memory(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                        struct zc_err *err)
{
    (void)ctx, (void)err;
    *found = zc_str_ends(path, ZC_STR("survey.csv")) || zc_str_ends(path, ZC_STR("choices.csv"));
    if (*found)
        zc_buf_text(out, zc_str_ends(path, ZC_STR("survey.csv")) ? survey : choices);
    return true;
}

static struct zc_clock now;
static struct zc_form *form;
static struct zc_arena arena;

static struct zc_fill *new_fill(void)
{
    struct zc_fill_env env = { .clock = &now };
    return zc_fill_new(form, &env);
}

static struct zc_node *at(struct zc_fill *fill, const char *path)
{
    return zc_fill_node(fill, zc_str_of(path));
}

static bool holds(struct zc_fill *fill, const char *path, const char *value)
{
    struct zc_node *node = at(fill, path);
    return node && zc_str_is(node->value, value);
}

static bool type_in(struct zc_fill *fill, const char *path, const char *text)
{
    struct zc_err err = { 0 };
    return zc_fill_set(fill, at(fill, path), zc_str_of(text), &err);
}

static void typed_answers(void)
{
    static const struct {
        const char *name, *field, *text, *value; /* value NULL: refused */
    } cases[] = {
        { "a day in eight digits", "day", "20170512", "2017-05-12" },
        { "without zeros", "day", "2017-5-12", "2017-05-12" },
        { "in six digits", "day", "170512", "2017-05-12" },
        { "of the last century when it lies ahead", "day", "870512", "1987-05-12" },
        { "six digits that are a month elsewhere", "day", "201112", "2020-11-12" },
        { "today", "day", "今", "2026-11-23" },
        { "yesterday", "day", "昨", "2026-11-22" },
        { "three days ago", "day", "-3", "2026-11-20" },
        { "three days ago with an input method", "day", "－３", "2026-11-20" },
        { "full-width digits", "day", "２０１７－５－１２", "2017-05-12" },
        { "a day that is none", "day", "170230", NULL },
        { "full-width number", "age", "４２", "42" },
        { "a code in lower case", "code", "91630103ma758h0qbl", "91630103MA758H0QBL" },
        { "a code in full width, with blanks", "code", "９１６３ 0103-MA", "91630103MA" },
        { "another text that looks like a code", "again", "ma-1", "MA1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zc_fill *fill = new_fill();
        bool set = type_in(fill, cases[i].field, cases[i].text);
        zc_checkf(set == (cases[i].value != NULL) &&
                      (!set || holds(fill, cases[i].field, cases[i].value)),
                  "%s", cases[i].name);
        zc_fill_free(fill);
    }
}

static bool carry(struct zc_fill *fill, const char *path, const char *value)
{
    return zc_fill_carry(fill, at(fill, path), zc_str_of(value));
}

static void carried_answers(void)
{
    struct zc_fill *fill = new_fill();
    zc_check("a value is taken over", carry(fill, "town", "a") && holds(fill, "town", "a"));
    zc_check("and marked", at(fill, "town")->carried);
    zc_check("one that the choice filter lets pass", carry(fill, "place", "a1"));
    zc_check("one that it does not is left out", !carry(fill, "place", "b1"));
    zc_check("and the value before stays", holds(fill, "place", "a1"));
    zc_check("one that the constraint refuses is left out",
             !carry(fill, "age", "150") && holds(fill, "age", ""));
    zc_check("one that is no answer of the type too", !carry(fill, "age", "old"));
    zc_check("what depends on it is computed",
             carry(fill, "age", "21") && holds(fill, "double", "42"));
    zc_check("a computed one is not taken over", !carry(fill, "double", "1"));
    zc_check("one that does not apply waits",
             carry(fill, "why", "x") && !zc_fill_is_shown(fill, at(fill, "why")));
    zc_check("a refusal is nobody's to take over", !carry(fill, "town", "拒答"));
    zc_check("an answer ends the mark", type_in(fill, "town", "a") && !at(fill, "town")->carried);
    zc_check("another one too", type_in(fill, "age", "22") && !at(fill, "age")->carried);
    zc_fill_free(fill);
}

static void unsaved_form(void)
{
    struct zc_fill *fill = new_fill(), *again = new_fill();
    struct zc_err err = { 0 };
    const struct zc_pair *pairs;
    size_t n;
    carry(fill, "town", "a");
    carry(fill, "age", "120");
    type_in(fill, "why", "kept");
    type_in(fill, "age", "7");
    struct zc_node *rows = zc_fill_root(fill), *last;
    const struct zc_question *repeat = zc_form_question(form, ZC_STR("rows"), NULL);
    zc_fill_add_row(fill, rows, repeat, &err);
    struct zc_node *row = zc_fill_add_row(fill, rows, repeat, &err);
    zc_fill_set(fill, row->first, ZC_STR("in the third row"), &err);
    zc_fill_answers(fill, &arena, &pairs, &n);
    zc_fill_restore(again, pairs, n);
    zc_check("answers come back", holds(again, "age", "7"));
    zc_check("also one that does not apply",
             !zc_fill_is_shown(again, at(again, "why")) && holds(again, "why", "kept"));
    zc_check("marks too", at(again, "town")->carried && !at(again, "age")->carried);
    size_t nrows = 0;
    last = NULL;
    for (struct zc_node *node = zc_fill_root(again)->first; node; node = node->next) {
        if (node->q->type == ZC_TYPE_REPEAT) {
            nrows++;
            last = node;
        }
    }
    zc_check("rows that hold nothing too", nrows == 3);
    zc_check("in their order", last && zc_str_is(last->first->value, "in the third row"));
    zc_fill_free(fill);
    zc_fill_free(again);
}

int main(void)
{
    struct zc_source source = { .name = ZC_LIT("memory"), .read = read_memory };
    struct zc_findings findings = { 0 };
    struct zc_form_context context = { 0 };
    struct zc_err err = { 0 };
    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &now, &err);
    form = zc_form_load(&source, (struct zc_str){ 0 }, &context, &findings);
    if (zc_check("the form loads", form != NULL)) {
        zc_check("a bound of the constraint is seen",
                 zc_form_question(form, ZC_STR("line"), NULL)->max_chars == 60);
        zc_check("one that only may hold is none",
                 zc_form_question(form, ZC_STR("open"), NULL)->max_chars == 0);
        typed_answers();
        carried_answers();
        unsaved_form();
    }
    zc_form_free(form);
    zc_findings_release(&findings);
    zc_arena_release(&arena);
    return zc_check_done();
}

#include "tui/condition.h"
#include "core/number.h"
#include "core/state.h"
#include "forms/answer.h"
#include "forms/fill.h"
#include <assert.h>
#include <string.h>

static const char *const names[] = {
    [ZC_COND_IS] = "is",       [ZC_COND_NOT] = "not",       [ZC_COND_UNDER] = "under",
    [ZC_COND_HAS] = "has",     [ZC_COND_GE] = "ge",         [ZC_COND_LE] = "le",
    [ZC_COND_EMPTY] = "empty", [ZC_COND_FILLED] = "filled", [ZC_COND_WHERE] = "where",
};
static_assert(sizeof names / sizeof names[0] == ZC_COND_OPS, "every operator has a name");

/* Subjects */

static struct zc_list *word_list(struct zc_arena *arena)
{
    static const struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label") };
    struct zc_list *list = zc_list_new((struct zc_str){ 0 }, cols, 2, arena);
    list->value_col = 0;
    list->label_col = 1;
    return list;
}

static void add_word(struct zc_list *list, struct zc_str value, struct zc_str label,
                     struct zc_arena *arena)
{
    struct zc_str cells[] = { value, label };
    zc_list_add(list, cells, 2, arena);
}

static struct zc_list *status_list(struct zc_arena *arena)
{
    struct zc_list *list = word_list(arena);
    for (int i = 0; i < ZC_STATUS_VOID; i++) /* void records are in no ledger */
        add_word(list, zc_str_of(zc_status_name((enum zc_status)i)),
                 zc_str_of(zc_text_get(zc_status_label((enum zc_status)i))), arena);
    return list;
}

static struct zc_list *group_list(const struct zc_pack *pack, struct zc_arena *arena)
{
    struct zc_list *list = word_list(arena);
    for (uint32_t i = 0; i < pack->ngroups; i++)
        add_word(list, zc_arena_printf(arena, "%u", pack->groups[i].number),
                 zc_pack_group_name(&pack->groups[i]), arena);
    return list;
}

static struct zc_list *yes_no_list(struct zc_arena *arena)
{
    struct zc_list *list = word_list(arena);
    add_word(list, ZC_STR("yes"), zc_str_of(ZC_T("是", "yes")), arena);
    add_word(list, ZC_STR("no"), zc_str_of(ZC_T("否", "no")), arena);
    return list;
}

static uint32_t add_common(struct zc_subjects *subjects, struct zc_subject *out)
{
    const struct zc_subject common[] = {
        { ZC_SUBJECT_CHOICE, ZC_STR("_status"), zc_str_of(ZC_T("状态", "status")), subjects->status,
          false, false },
        { ZC_SUBJECT_CHOICE, ZC_STR("_group"), zc_str_of(ZC_T("小组", "group")), subjects->group,
          false, false },
        { ZC_SUBJECT_TEXT, ZC_STR("_by"), zc_str_of(ZC_T("登记人", "registered by")), NULL, false,
          false },
        { ZC_SUBJECT_TEXT, ZC_STR("_last_by"), zc_str_of(ZC_T("最后改动人", "last changed by")),
          NULL, false, false },
        { ZC_SUBJECT_DAY, ZC_STR("_created"), zc_str_of(ZC_T("开始登记日期", "day begun")), NULL,
          false, false },
        { ZC_SUBJECT_DAY, ZC_STR("_submitted"), zc_str_of(ZC_T("登记日期", "day registered")), NULL,
          false, false },
        { ZC_SUBJECT_DAY, ZC_STR("_changed"), zc_str_of(ZC_T("改动日期", "day changed")), NULL,
          false, false },
        { ZC_SUBJECT_CHOICE, ZC_STR("_seed"), zc_str_of(ZC_T("来自底册", "from a base list")),
          subjects->yes_no, false, false },
        { ZC_SUBJECT_NUMBER, ZC_STR("_warnings"),
          zc_str_of(ZC_T("写了原因的提醒", "kept warnings")), NULL, false, false },
    };
    memcpy(out, common, sizeof common);
    return sizeof common / sizeof common[0];
}

static enum zc_subject_kind kind_of(const struct zc_question *q)
{
    if (q->list)
        return ZC_SUBJECT_CHOICE;
    if (q->type == ZC_TYPE_INTEGER || q->type == ZC_TYPE_DECIMAL || q->type == ZC_TYPE_RANGE)
        return ZC_SUBJECT_NUMBER;
    return q->type == ZC_TYPE_DATE ? ZC_SUBJECT_DAY : ZC_SUBJECT_TEXT;
}

void zc_subjects_init(struct zc_subjects *subjects, const struct zc_form *form,
                      const struct zc_pack *pack)
{
    enum { COMMON = 16 };
    struct zc_arena *arena = &subjects->arena;
    *subjects = (struct zc_subjects){ 0 };
    struct zc_subject *all = ZC_NEW(arena, struct zc_subject, form->nquestions + COMMON);
    subjects->status = status_list(arena);
    subjects->group = group_list(pack, arena);
    subjects->yes_no = yes_no_list(arena);
    subjects->all = all;
    subjects->n = add_common(subjects, all);
    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (q->repeat || !zc_type_has_answer(q->type) || (q->use & ZC_USE_SECRET))
            continue;
        all[subjects->n++] = (struct zc_subject){
            .kind = kind_of(q),
            .field = q->field,
            .label = zc_question_label(form, q, zc_form_lang(form), arena),
            .list = q->list,
            .several = q->type == ZC_TYPE_SELECT_MULTIPLE || q->type == ZC_TYPE_RANK,
            .tree = q->list && zc_list_col(q->list, ZC_STR("parent")) >= 0,
        };
    }
}

void zc_subjects_release(struct zc_subjects *subjects)
{
    zc_list_release(subjects->status);
    zc_list_release(subjects->group);
    zc_list_release(subjects->yes_no);
    zc_arena_release(&subjects->arena);
    *subjects = (struct zc_subjects){ 0 };
}

const struct zc_subject *zc_subjects_find(const struct zc_subjects *subjects, struct zc_str field)
{
    for (uint32_t i = 0; i < subjects->n; i++) {
        if (zc_str_eq(subjects->all[i].field, field))
            return &subjects->all[i];
    }
    return NULL;
}

unsigned zc_subject_ops(const struct zc_subject *subject,
                        enum zc_condition_op out[static ZC_COND_OPS])
{
    static const enum zc_condition_op ops[][4] = {
        [ZC_SUBJECT_TEXT] = { ZC_COND_HAS, ZC_COND_UNDER, ZC_COND_IS, ZC_COND_NOT },
        [ZC_SUBJECT_NUMBER] = { ZC_COND_GE, ZC_COND_LE, ZC_COND_IS, ZC_COND_NOT },
        [ZC_SUBJECT_DAY] = { ZC_COND_GE, ZC_COND_LE, ZC_COND_IS, ZC_COND_NOT },
        [ZC_SUBJECT_CHOICE] = { ZC_COND_IS, ZC_COND_NOT, ZC_COND_UNDER, ZC_COND_OPS },
    };
    unsigned n = 0;
    for (unsigned i = 0; i < 4; i++) {
        enum zc_condition_op op = ops[subject->kind][i];
        if (op != ZC_COND_OPS &&
            (op != ZC_COND_UNDER || subject->kind == ZC_SUBJECT_TEXT || subject->tree))
            out[n++] = op;
    }
    out[n++] = ZC_COND_EMPTY;
    out[n++] = ZC_COND_FILLED;
    return n;
}

/* Values */

/* 今 and 昨, in full-width or not, are kept as words. */
static bool is_relative(struct zc_str text)
{
    return zc_str_starts(text, ZC_STR("今")) || zc_str_starts(text, ZC_STR("昨")) ||
           zc_str_starts(text, ZC_STR("-"));
}

static bool read_as(enum zc_type type, struct zc_str text, const struct zc_clock *clock,
                    struct zc_arena *arena, struct zc_str *out, struct zc_err *err)
{
    struct zc_question q = { .type = type };
    return zc_answer_read(&q, text, clock, arena, out, err);
}

static bool read_value(const struct zc_subject *subject, struct zc_str text,
                       const struct zc_clock *clock, struct zc_arena *arena, struct zc_str *out,
                       struct zc_err *err)
{
    if (subject->kind == ZC_SUBJECT_NUMBER)
        return read_as(ZC_TYPE_DECIMAL, text, clock, arena, out, err);
    if (subject->kind != ZC_SUBJECT_DAY) {
        *out = zc_arena_copy(arena, text);
        return true;
    }
    if (!read_as(ZC_TYPE_DATE, text, clock, arena, out, err))
        return false;
    if (is_relative(text))
        *out = zc_arena_copy(arena, text);
    return true;
}

/* Takes the next value off the front: 、 and | part them. */
static bool cut_value(struct zc_str *rest, struct zc_str *value)
{
    struct zc_str comma = ZC_STR("、");
    size_t at = zc_str_find(*rest, comma), bar = zc_str_find(*rest, ZC_STR("|"));
    if (rest->len == 0)
        return false;
    size_t end = at < bar ? at : bar, sign = at < bar ? comma.len : 1;
    *value = end == SIZE_MAX ? *rest : zc_str_head(*rest, end);
    *rest = end == SIZE_MAX ? (struct zc_str){ 0 } : zc_str_from(*rest, end + sign);
    return true;
}

bool zc_subject_read(const struct zc_subject *subject, struct zc_str typed,
                     const struct zc_clock *clock, struct zc_arena *arena,
                     const struct zc_str **values, uint32_t *n, struct zc_err *err)
{
    struct zc_str *all = ZC_NEW(arena, struct zc_str, ZC_CONDITION_VALUES), value;
    *n = 0;
    *values = all;
    while (cut_value(&typed, &value)) {
        value = zc_str_trim(value);
        if (value.len == 0)
            continue;
        if (*n == ZC_CONDITION_VALUES)
            return zc_fail(err, ZC_E_LIMIT, ZC_T("一个条件最多%d个值", "at most %d values"),
                           ZC_CONDITION_VALUES);
        if (!read_value(subject, value, clock, arena, &all[*n], err))
            return false;
        ++*n;
    }
    return *n > 0 || zc_fail(err, ZC_E_INPUT, ZC_T("请写一个值", "a value is needed"));
}

/* Lists of conditions */

void zc_conditions_release(struct zc_conditions *conditions)
{
    zc_arena_release(&conditions->arena);
    *conditions = (struct zc_conditions){ 0 };
}

void zc_conditions_put(struct zc_conditions *conditions, uint32_t at, const struct zc_str *values,
                       uint32_t n)
{
    struct zc_condition *condition = &conditions->all[at];
    struct zc_str *copy = ZC_NEW(&conditions->arena, struct zc_str, n + 1);
    for (uint32_t i = 0; i < n; i++)
        copy[i] = zc_arena_copy(&conditions->arena, values[i]);
    condition->values = copy;
    condition->nvalues = n;
}

bool zc_conditions_add(struct zc_conditions *conditions, const struct zc_condition *condition)
{
    if (conditions->n == ZC_CONDITIONS_MAX)
        return false;
    uint32_t at = conditions->n++;
    conditions->all[at].op = condition->op;
    conditions->all[at].field = zc_arena_copy(&conditions->arena, condition->field);
    zc_conditions_put(conditions, at, condition->values, condition->nvalues);
    return true;
}

void zc_conditions_remove(struct zc_conditions *conditions, uint32_t at)
{
    conditions->n--;
    memmove(&conditions->all[at], &conditions->all[at + 1],
            (conditions->n - at) * sizeof conditions->all[0]);
}

void zc_conditions_print(const struct zc_conditions *conditions, struct zc_buf *out)
{
    for (uint32_t i = 0; i < conditions->n; i++) {
        const struct zc_condition *c = &conditions->all[i];
        zc_buf_printf(out, "%s\t%.*s", names[c->op], ZC_ARG(c->field));
        for (uint32_t v = 0; v < c->nvalues; v++)
            zc_buf_printf(out, "\t%.*s", ZC_ARG(c->values[v]));
        zc_buf_char(out, '\n');
    }
}

static bool op_of(struct zc_str word, enum zc_condition_op *op)
{
    for (int i = 0; i < ZC_COND_OPS; i++) {
        if (zc_str_is(word, names[i])) {
            *op = (enum zc_condition_op)i;
            return true;
        }
    }
    return false;
}

static bool takes_values(enum zc_condition_op op)
{
    return op != ZC_COND_EMPTY && op != ZC_COND_FILLED;
}

void zc_conditions_parse(struct zc_str text, struct zc_conditions *out)
{
    struct zc_str line, word, values[ZC_CONDITION_VALUES];
    while (zc_str_cut(&text, '\n', &line)) {
        struct zc_condition c = { .values = values };
        if (!zc_str_cut(&line, '\t', &word) || !op_of(word, &c.op) ||
            !zc_str_cut(&line, '\t', &c.field))
            continue;
        while (c.nvalues < ZC_CONDITION_VALUES && zc_str_cut(&line, '\t', &word))
            values[c.nvalues++] = word;
        if (takes_values(c.op) == (c.nvalues > 0))
            zc_conditions_add(out, &c);
    }
}

/* Expressions */

/* A text as the language writes it; one with both kinds of quotes is put together. */
static void add_text(struct zc_str text, struct zc_buf *out)
{
    struct zc_str part;
    if (zc_str_find(text, ZC_STR("'")) == SIZE_MAX) {
        zc_buf_printf(out, "'%.*s'", ZC_ARG(text));
        return;
    }
    zc_buf_text(out, "concat(''");
    for (bool first = true; zc_str_cut(&text, '\'', &part); first = false)
        zc_buf_printf(out, "%s, '%.*s'", first ? "" : ", \"'\"", ZC_ARG(part));
    zc_buf_char(out, ')');
}

static void add_value(const struct zc_subject *subject, struct zc_str value,
                      const struct zc_clock *clock, struct zc_buf *out)
{
    struct zc_arena arena = { 0 };
    struct zc_str day;
    struct zc_err err = { 0 };
    double number;
    if (subject->kind == ZC_SUBJECT_DAY && read_as(ZC_TYPE_DATE, value, clock, &arena, &day, &err))
        value = day;
    if (subject->kind == ZC_SUBJECT_NUMBER && zc_number_parse(value, &number))
        zc_buf_add(out, value);
    else
        add_text(value, out);
    zc_arena_release(&arena);
}

/* Codes below another one mostly begin with it; where they do not (a section of letters above
 * codes of digits) those of the next level stand in its place. */
static void add_below(const struct zc_subject *subject, struct zc_str value, struct zc_buf *out)
{
    const struct zc_list *list = subject->list;
    int parent = list ? zc_list_col(list, ZC_STR("parent")) : -1;
    zc_buf_printf(out, "starts-with(${%.*s}, ", ZC_ARG(subject->field));
    add_text(value, out);
    zc_buf_char(out, ')');
    for (uint32_t row = parent < 0 ? 0 : zc_list_find(list, parent, value, 0);
         parent >= 0 && row < list->nrows; row = zc_list_find(list, parent, value, row + 1)) {
        struct zc_str child = zc_choice_value(list, row);
        if (zc_str_starts(child, value))
            continue;
        zc_buf_printf(out, " or starts-with(${%.*s}, ", ZC_ARG(subject->field));
        add_text(child, out);
        zc_buf_char(out, ')');
    }
}

static void add_one(const struct zc_condition *c, const struct zc_subject *subject,
                    struct zc_str value, const struct zc_clock *clock, struct zc_buf *out)
{
    const char *call = subject->several && c->op != ZC_COND_HAS ? "selected" : "contains";
    switch (c->op) {
    case ZC_COND_UNDER:
        add_below(subject, value, out);
        return;
    case ZC_COND_GE:
    case ZC_COND_LE:
        zc_buf_printf(out, "${%.*s} %s ", ZC_ARG(c->field), c->op == ZC_COND_GE ? ">=" : "<=");
        add_value(subject, value, clock, out);
        return;
    case ZC_COND_HAS:
        break;
    default:
        if (subject->several)
            break;
        zc_buf_printf(out, "${%.*s} = ", ZC_ARG(c->field));
        add_value(subject, value, clock, out);
        return;
    }
    zc_buf_printf(out, "%s(${%.*s}, ", call, ZC_ARG(c->field));
    add_text(value, out);
    zc_buf_char(out, ')');
}

void zc_condition_expr(const struct zc_condition *c, const struct zc_subject *subject,
                       const struct zc_clock *clock, struct zc_buf *out)
{
    if (c->op == ZC_COND_WHERE) {
        zc_buf_add(out, c->values[0]);
        return;
    }
    if (!takes_values(c->op)) {
        zc_buf_printf(out, "${%.*s} %s ''", ZC_ARG(c->field), c->op == ZC_COND_EMPTY ? "=" : "!=");
        return;
    }
    zc_buf_text(out, c->op == ZC_COND_NOT ? "not(" : "(");
    for (uint32_t i = 0; i < c->nvalues; i++) {
        zc_buf_text(out, i > 0 ? " or " : "");
        add_one(c, subject, c->values[i], clock, out);
    }
    zc_buf_char(out, ')');
}

/* Words */

const char *zc_condition_op_label(enum zc_condition_op op, const struct zc_subject *subject)
{
    bool text = subject && subject->kind == ZC_SUBJECT_TEXT;
    switch (op) {
    case ZC_COND_IS:
        return ZC_T("是", "is");
    case ZC_COND_NOT:
        return ZC_T("不是", "is not");
    case ZC_COND_UNDER:
        return text ? ZC_T("开头是", "begins") : ZC_T("属于", "within");
    case ZC_COND_HAS:
        return ZC_T("含有", "has");
    case ZC_COND_GE:
        return subject && subject->kind == ZC_SUBJECT_DAY ? ZC_T("不早于", "from")
                                                          : ZC_T("至少", "at least");
    case ZC_COND_LE:
        return subject && subject->kind == ZC_SUBJECT_DAY ? ZC_T("不晚于", "until")
                                                          : ZC_T("至多", "at most");
    case ZC_COND_EMPTY:
        return ZC_T("未填", "is empty");
    case ZC_COND_FILLED:
        return ZC_T("已填", "is filled");
    case ZC_COND_WHERE:
    case ZC_COND_OPS:
        break;
    }
    return ZC_T("方案的条件", "of the survey");
}

void zc_condition_values(const struct zc_condition *c, const struct zc_subject *subject,
                         unsigned lang, struct zc_buf *out)
{
    for (uint32_t i = 0; i < c->nvalues && c->op != ZC_COND_WHERE; i++) {
        const struct zc_list *list = subject ? subject->list : NULL;
        uint32_t row = list ? zc_list_find(list, list->value_col, c->values[i], 0) : 0;
        if (i > 0)
            zc_buf_char(out, ' ');
        zc_buf_add(out,
                   list && row < list->nrows ? zc_choice_label(list, row, lang) : c->values[i]);
    }
}

void zc_conditions_describe(const struct zc_conditions *conditions,
                            const struct zc_subjects *subjects, unsigned lang, struct zc_buf *out)
{
    for (uint32_t i = 0; i < conditions->n; i++) {
        const struct zc_condition *c = &conditions->all[i];
        const struct zc_subject *subject = zc_subjects_find(subjects, c->field);
        struct zc_str label = subject ? subject->label : c->field;
        zc_buf_printf(out, "%s%.*s", i > 0 ? ZC_T("；", "; ") : "", ZC_ARG(label));
        if (c->op == ZC_COND_WHERE)
            continue;
        zc_buf_printf(out, " %s", zc_condition_op_label(c->op, subject));
        zc_buf_text(out, c->nvalues > 0 ? " " : "");
        zc_condition_values(c, subject, lang, out);
    }
}

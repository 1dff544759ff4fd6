#include "core/alloc.h"
#include "core/file_name.h"
#include "core/id.h"
#include "forms/answer.h"
#include "forms/fill_impl.h"
#include "forms/list_rows.h"

/* What is wrong with an answer, and what keeps a record from being finished. Computed when it is
 * looked at: nothing else depends on it. Source: XLSFORM.md 6.4, 6.11. */

bool zc_issue_is_hard(enum zc_issue issue)
{
    return issue != ZC_ISSUE_NONE && issue != ZC_ISSUE_WARNING;
}

static bool choice_exists(const struct zc_list *list, struct zc_str value)
{
    struct zc_rid root;

    if (!list->records)
        return zc_list_find(list, list->value_col, value, 0) < list->nrows;
    /* Records of other forms may not have come yet: a link to one is good by its shape. */
    enum zc_record_kind kind = zc_list_look(list, value, &root);
    return kind != ZC_RECORD_NONE && kind != ZC_RECORD_OTHER;
}

static bool choices_exist(const struct zc_question *q, struct zc_str value, struct zc_err *err)
{
    struct zc_str rest = value, word;

    if (q->type == ZC_TYPE_SELECT_ONE) {
        if (choice_exists(q->list, value))
            return true;
        return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不在选项内", "'%.*s' is none of the choices"),
                       ZC_ARG(value));
    }
    while (zc_str_word(&rest, &word))
        if (!choice_exists(q->list, word))
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("“%.*s”不在选项内", "'%.*s' is none of the choices"), ZC_ARG(word));
    return true;
}

/* True if the stored value is an answer of the type as it stands. */
static bool type_is_good(const struct zc_fill *fill, const struct zc_node *node, struct zc_err *err)
{
    const struct zc_question *q = node->q;
    struct zc_str read;
    bool ok;

    if (q->type == ZC_TYPE_CALCULATE || q->type == ZC_TYPE_HIDDEN)
        return true;
    if (q->type == ZC_TYPE_TEXT && !(q->look & (ZC_LOOK_PARTIAL_DATE | ZC_LOOK_NUMBERS)))
        return true;
    if (q->choices_of) /* what is not offered reads as empty */
        return true;
    if (q->list)
        return choices_exist(q, node->value, err);
    if (q->type == ZC_TYPE_FILE)
        return zc_file_name_is(node->value) ||
               zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不是文件名", "'%.*s' is no name of a file"),
                       ZC_ARG(node->value));
    fill->scratch->depth++;
    ok = zc_answer_read(q, node->value, fill->env.clock, &fill->scratch->arena, &read, err);
    if (--fill->scratch->depth == 0)
        zc_arena_reset(&fill->scratch->arena);
    return ok;
}

/* A link to a record that was made void stays, and somebody is to look at it. */
static bool leads_to_void(const struct zc_node *node, struct zc_str *which)
{
    struct zc_str rest = node->value, word;
    struct zc_rid root;

    if (!node->q->list || !node->q->list->rows || node->missing)
        return false;
    while (zc_str_word(&rest, &word))
        if (zc_list_look(node->q->list, word, &root) == ZC_RECORD_VOID) {
            *which = word;
            return true;
        }
    return false;
}

static struct zc_str message_or(const struct zc_fill *fill, const struct zc_template *texts,
                                const struct zc_node *node, const char *otherwise,
                                struct zc_arena *arena)
{
    struct zc_str text = zc_fill_template(fill, texts, node, arena);

    return text.len ? text : zc_str_of(otherwise);
}

static enum zc_issue issue_of(const struct zc_fill *fill, const struct zc_node *node,
                              struct zc_err *err)
{
    const struct zc_question *q = node->q;
    bool answerable = zc_type_has_answer(q->type);

    if (!node->relevant || (!answerable && q->type != ZC_TYPE_NOTE))
        return ZC_ISSUE_NONE;
    if (!node->value.len && zc_fill_is_required(fill, node))
        return ZC_ISSUE_REQUIRED;
    if (node->missing)
        return zc_cell_of(node)->why.len ? ZC_ISSUE_NONE : ZC_ISSUE_WARNING;
    if (node->value.len && !type_is_good(fill, node, err))
        return ZC_ISSUE_TYPE;
    if (node->value.len && q->constraint &&
        !zc_fill_eval_truth(fill, q->constraint, node, &node->value, NULL, true))
        return ZC_ISSUE_CONSTRAINT;
    struct zc_str word;
    if (!zc_cell_of(node)->why.len && leads_to_void(node, &word))
        return ZC_ISSUE_WARNING;
    /* A soft rule is asked of an empty answer too: "nobody is linked" is one of them. */
    if (q->warning && !zc_cell_of(node)->why.len &&
        !zc_fill_eval_truth(fill, q->warning, node, &node->value, NULL, true))
        return ZC_ISSUE_WARNING;
    return ZC_ISSUE_NONE;
}

static struct zc_str message_of(const struct zc_fill *fill, const struct zc_node *node,
                                enum zc_issue issue, const struct zc_err *err,
                                struct zc_arena *arena)
{
    const struct zc_question *q = node->q;
    struct zc_str word;

    switch (issue) {
    case ZC_ISSUE_REQUIRED:
        return message_or(fill, q->required_message, node, ZC_T("必填，未填", "must be answered"),
                          arena);
    case ZC_ISSUE_CONSTRAINT:
        return message_or(fill, q->constraint_message, node,
                          ZC_T("不符合这一项的规则", "breaks the rule of this question"), arena);
    case ZC_ISSUE_TYPE:
        return zc_arena_copy(arena, zc_str_of(err->msg));
    case ZC_ISSUE_WARNING:
        if (node->missing)
            return zc_str_of(ZC_T("请写明为什么没有回答", "say why there is no answer"));
        if (leads_to_void(node, &word))
            return zc_arena_printf(
                arena, ZC_T("%.*s，请改选，或写明原因", "%.*s: choose another, or give a reason"),
                ZC_ARG(zc_list_record_label(q->list, word, arena)));
        return message_or(
            fill, q->warning_message, node,
            ZC_T("请核对；确认无误请写明原因", "check it, or give a reason to keep it"), arena);
    case ZC_ISSUE_NONE:
        break;
    }
    return (struct zc_str){ 0 };
}

enum zc_issue zc_fill_issue(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_str *message, struct zc_arena *arena)
{
    struct zc_err err; /* filled where the issue is one of type */
    enum zc_issue issue = issue_of(fill, node, &err);

    if (message)
        *message = message_of(fill, node, issue, &err, arena);
    return issue;
}

enum zc_issue zc_fill_issue_of(const struct zc_fill *fill, const struct zc_node *node,
                               struct zc_str value, struct zc_str *message, struct zc_arena *arena)
{
    struct zc_cell other = *zc_cell_of((struct zc_node *)(uintptr_t)node);

    other.node.value = value;
    other.node.missing = node->q->required_cell && zc_answer_is_missing(value);
    other.why = (struct zc_str){ 0 };
    return zc_fill_issue(fill, &other.node, message, arena);
}

struct points {
    struct zc_point *all;
    size_t n, cap;
};

static void count_node(const struct zc_fill *fill, const struct zc_cell *cell,
                       struct zc_fill_check *out)
{
    if (!zc_type_has_answer(cell->node.q->type) || !zc_fill_is_shown(fill, &cell->node))
        return;
    out->nshown++;
    out->nanswered += cell->node.value.len != 0;
}

static void check_node(const struct zc_fill *fill, struct zc_cell *cell, struct zc_arena *arena,
                       struct points *points, struct zc_fill_check *out)
{
    struct zc_point point = { .node = &cell->node };

    point.issue = zc_fill_issue(fill, &cell->node, &point.message, arena);
    if (point.issue == ZC_ISSUE_NONE)
        return;
    out->nhard += zc_issue_is_hard(point.issue);
    out->nsoft += point.issue == ZC_ISSUE_WARNING;
    points->all = zc_grow(points->all, points->n, &points->cap, sizeof *points->all);
    points->all[points->n++] = point;
}

static void sort_points(const struct points *points, struct zc_arena *arena,
                        struct zc_fill_check *out)
{
    struct zc_point *sorted = ZC_NEW(arena, struct zc_point, points->n);

    for (int hard = 1; hard >= 0; hard--)
        for (size_t i = 0; i < points->n; i++)
            if (zc_issue_is_hard(points->all[i].issue) == (hard == 1))
                sorted[out->npoints++] = points->all[i];
    out->points = sorted;
}

void zc_fill_check(const struct zc_fill *fill, struct zc_arena *arena, struct zc_fill_check *out)
{
    struct points points = { 0 };

    *out = (struct zc_fill_check){ 0 };
    for (struct zc_cell *cell = fill->root, *next; cell; cell = next) {
        next = zc_fill_walk(cell);
        /* A row without an answer is not there (MERGE.md 6.3): it asks for nothing. */
        if (!cell->node.relevant ||
            (cell->node.q->type == ZC_TYPE_REPEAT && zc_row_is_empty(cell))) {
            next = zc_fill_walk_over(cell);
            continue;
        }
        count_node(fill, cell, out);
        check_node(fill, cell, arena, &points, out);
    }
    sort_points(&points, arena, out);
    zc_free(points.all);
}

#include "core/alloc.h"
#include "forms/answer.h"
#include "forms/fill_impl.h"

/* Answers and rows as a person gives them, and what a node is at this moment. */

const struct zc_form *zc_fill_form(const struct zc_fill *fill)
{
    return fill->form;
}

struct zc_node *zc_fill_root(const struct zc_fill *fill)
{
    return &fill->root->node;
}

struct zc_node *zc_fill_node(const struct zc_fill *fill, struct zc_str path)
{
    struct zc_str system;
    struct zc_cell *cell = zc_fill_locate((struct zc_fill *)(uintptr_t)fill, path, false, &system);

    return cell && !system.len ? &cell->node : NULL;
}

static void fire_triggers(struct zc_fill *fill, const struct zc_cell *cell);

/* Takes a changed answer: everything that depends on it is computed again. */
static void assign(struct zc_fill *fill, struct zc_cell *cell, struct zc_str value)
{
    cell->answer = zc_arena_copy(&fill->arena, value);
    zc_fill_refresh_value(fill, cell);
    zc_fill_mark(fill, cell->node.q);
    zc_fill_settle(fill);
}

static bool is_under(const struct zc_node *node, const struct zc_node *ancestor)
{
    while (node && node != ancestor)
        node = node->parent;
    return node != NULL;
}

/* The nearest node above that also holds the question: inside a repeat only the same row's
 * trigger counts. */
static const struct zc_node *common_place(const struct zc_node *node, const struct zc_question *q)
{
    for (node = node->parent; node && node->parent; node = node->parent)
        for (const struct zc_question *up = q; up; up = up->parent)
            if (up == node->q)
                return node;
    return node;
}

static void fire(struct zc_fill *fill, struct zc_cell *cell)
{
    const struct zc_question *q = cell->node.q;
    struct zc_str value = { 0 };

    if (q->calculation)
        value = zc_fill_eval_answer(fill, q->calculation, &cell->node, &fill->arena);
    if (zc_str_eq(value, cell->answer))
        return;
    assign(fill, cell, value);
    fire_triggers(fill, cell);
}

/* Assigns what the answer triggers (XLSFORM.md 6.7). In one wave a question is assigned once:
 * two that trigger each other come to rest. */
static void fire_triggers(struct zc_fill *fill, const struct zc_cell *cell)
{
    const struct zc_edges *fires = &cell->node.q->fires;

    for (uint32_t e = 0; e < fires->n; e++) {
        const struct zc_question *q = fill->form->questions[fires->to[e]];
        if (fill->fired[q->index])
            continue;
        const struct zc_node *place = common_place(&cell->node, q);
        fill->fired[q->index] = 1;
        for (struct zc_cell *other = fill->same[q->index].first; other; other = other->next_same)
            if (is_under(&other->node, place))
                fire(fill, other);
    }
}

static bool read_answer(struct zc_fill *fill, struct zc_node *node, struct zc_str text,
                        struct zc_str *out, struct zc_err *err)
{
    const struct zc_question *q = node->q;

    if (!zc_type_has_answer(q->type) || q->type == ZC_TYPE_CALCULATE)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”由程序计算，不能填写", "'%.*s' is computed by the program"),
                       ZC_ARG(q->name));
    if (!zc_answer_read(q, text, fill->env.clock, &fill->scratch->arena, out, err))
        return false;
    if (!out->len || !zc_type_is_select(q->type) ||
        (q->required_cell && zc_answer_is_missing(*out)))
        return true;
    return zc_fill_read_choices(fill, node, *out, &fill->scratch->arena, out, err);
}

bool zc_fill_set(struct zc_fill *fill, struct zc_node *node, struct zc_str text, struct zc_err *err)
{
    struct zc_cell *cell = zc_cell_of(node);
    struct zc_str value;
    bool ok, was_missing = node->missing;

    fill->scratch->depth++;
    ok = read_answer(fill, node, text, &value, err);
    if (ok) {
        node->asked = true;
        node->carried = false;
        if (!zc_str_eq(value, cell->answer)) {
            assign(fill, cell, value);
            if (was_missing && !node->missing) /* it said why there was no answer */
                cell->why = (struct zc_str){ 0 };
            fire_triggers(fill, cell);
            if (node->q->fires.n)
                memset(fill->fired, 0, fill->form->nquestions);
        }
    }
    if (--fill->scratch->depth == 0)
        zc_arena_reset(&fill->scratch->arena);
    return ok;
}

void zc_fill_put(struct zc_fill *fill, struct zc_node *node, struct zc_str value)
{
    struct zc_cell *cell = zc_cell_of(node);

    if (zc_type_has_answer(node->q->type) && !zc_str_eq(value, cell->answer))
        assign(fill, cell, value);
}

bool zc_fill_carry(struct zc_fill *fill, struct zc_node *node, struct zc_str value)
{
    struct zc_cell *cell = zc_cell_of(node);
    struct zc_str before = cell->answer;

    if (!value.len || !zc_type_has_answer(node->q->type) || zc_fill_is_readonly(fill, node))
        return false;
    assign(fill, cell, value);
    enum zc_issue issue = zc_fill_issue(fill, node, NULL, NULL);
    if (!zc_str_eq(node->value, value) || node->missing || issue == ZC_ISSUE_TYPE ||
        issue == ZC_ISSUE_CONSTRAINT) {
        assign(fill, cell, before);
        return false;
    }
    node->carried = true;
    return true;
}

bool zc_fill_takes_rows(const struct zc_fill *fill, const struct zc_node *parent,
                        const struct zc_question *repeat)
{
    const struct zc_range *range = zc_fill_range(zc_cell_of(parent), repeat);
    struct zc_node beside = zc_fill_beside_rows(parent, repeat);

    return range && !range->counted && range->open && !zc_fill_is_locked(fill, &beside);
}

struct zc_node *zc_fill_add_row(struct zc_fill *fill, struct zc_node *parent,
                                const struct zc_question *repeat, struct zc_err *err)
{
    struct zc_cell *cell = zc_cell_of(parent);
    struct zc_range *range = zc_fill_range(cell, repeat);

    if (!zc_fill_takes_rows(fill, parent, repeat)) {
        zc_fail(err, ZC_E_INPUT, ZC_T("这里不能加行", "no row can be added here"));
        return NULL;
    }
    if (range->nrows >= ZC_FORM_MAX_ROWS || fill->nrows >= ZC_FORM_MAX_ALL_ROWS) {
        zc_fail(err, ZC_E_LIMIT,
                ZC_T("最多%d行，整张表最多%d行", "at most %d rows, and %d in the whole form"),
                ZC_FORM_MAX_ROWS, ZC_FORM_MAX_ALL_ROWS);
        return NULL;
    }
    struct zc_cell *row = zc_fill_new_row(fill, cell, repeat);
    zc_fill_mark_rows(fill, repeat);
    zc_fill_mark(fill, repeat);
    zc_fill_settle(fill);
    return &row->node;
}

void zc_fill_take_row(struct zc_fill *fill, struct zc_cell *row)
{
    if (row->stored) {
        fill->removed =
            zc_grow(fill->removed, fill->nremoved, &fill->removed_cap, sizeof *fill->removed);
        fill->removed[fill->nremoved++] = zc_fill_path(&row->node, &fill->arena);
    }
    zc_fill_drop_row(fill, row);
}

bool zc_fill_remove_row(struct zc_fill *fill, struct zc_node *row, struct zc_err *err)
{
    const struct zc_question *repeat = row->q;

    if (repeat->type != ZC_TYPE_REPEAT || repeat->repeat_count)
        return zc_fail(
            err, ZC_E_INPUT,
            ZC_T("行数由别的回答决定，不能删", "other answers decide the number of rows"));
    if (zc_fill_is_locked(fill, row))
        return zc_fail(err, ZC_E_INPUT, ZC_T("只读，不能删", "read-only, it cannot be removed"));
    zc_fill_take_row(fill, zc_cell_of(row));
    zc_fill_number_nodes(fill);
    zc_fill_mark_rows(fill, repeat);
    zc_fill_mark(fill, repeat);
    zc_fill_settle(fill);
    return true;
}

bool zc_fill_is_shown(const struct zc_fill *fill, const struct zc_node *node)
{
    const struct zc_question *q = node->q;

    if (!node->relevant || q->type == ZC_TYPE_ROOT)
        return false;
    /* A labelled calculate shows its result. */
    return zc_type_is_shown(q->type) ||
           (q->type == ZC_TYPE_CALCULATE && zc_template_in(fill->form, q->label, fill->lang));
}

bool zc_fill_is_locked(const struct zc_fill *fill, const struct zc_node *node)
{
    for (; node; node = node->parent)
        if (node->q->readonly &&
            zc_fill_eval_truth(fill, node->q->readonly, node, NULL, NULL, false))
            return true;
    return false;
}

bool zc_fill_is_readonly(const struct zc_fill *fill, const struct zc_node *node)
{
    const struct zc_question *q = node->q;

    if (!zc_type_has_answer(q->type) || q->type == ZC_TYPE_CALCULATE ||
        (q->calculation && !q->ntriggers && !q->editable))
        return true;
    return zc_fill_is_locked(fill, node);
}

bool zc_fill_is_required(const struct zc_fill *fill, const struct zc_node *node)
{
    return node->relevant && node->q->required &&
           zc_fill_eval_truth(fill, node->q->required, node, NULL, NULL, false);
}

struct zc_str zc_fill_why(const struct zc_fill *fill, const struct zc_node *node)
{
    (void)fill;
    return zc_cell_of(node)->why;
}

void zc_fill_set_why(struct zc_fill *fill, struct zc_node *node, struct zc_str reason)
{
    zc_cell_of(node)->why = zc_arena_copy(&fill->arena, reason);
    fill->tick++;
}

struct zc_str zc_fill_note(const struct zc_fill *fill, const struct zc_node *node)
{
    (void)fill;
    return zc_cell_of(node)->note;
}

void zc_fill_set_note(struct zc_fill *fill, struct zc_node *node, struct zc_str note)
{
    zc_cell_of(node)->note = zc_arena_copy(&fill->arena, note);
    fill->tick++;
}

struct zc_str zc_fill_ask(const struct zc_fill *fill, const struct zc_node *node)
{
    (void)fill;
    return zc_cell_of(node)->ask;
}

struct zc_str zc_fill_reply(const struct zc_fill *fill, const struct zc_node *node)
{
    (void)fill;
    return zc_cell_of(node)->reply;
}

bool zc_fill_is_challenged(const struct zc_fill *fill, const struct zc_node *node)
{
    const struct zc_cell *cell = zc_cell_of(node);

    (void)fill;
    return cell->ask.len && !cell->reply.len && zc_str_eq(cell->answer, cell->base);
}

void zc_fill_set_reply(struct zc_fill *fill, struct zc_node *node, struct zc_str reply)
{
    zc_cell_of(node)->reply = zc_arena_copy(&fill->arena, reply);
    fill->tick++;
}

void zc_fill_set_lang(struct zc_fill *fill, unsigned lang)
{
    lang = lang < fill->form->nlangs ? lang : 0;
    if (lang == fill->lang)
        return;
    fill->lang = lang;
    fill->english = zc_lang_is(fill->form->langs[lang], ZC_LANG_EN);
    zc_fill_compute_again(fill); /* jr:choice-name() and jr:itext() read otherwise now */
}

uint64_t zc_fill_tick(const struct zc_fill *fill)
{
    return fill->tick;
}

struct zc_node *zc_fill_next(const struct zc_fill *fill, const struct zc_node *node)
{
    struct zc_cell *cell = zc_fill_walk(node ? zc_cell_of(node) : fill->root);

    while (cell && !zc_fill_is_shown(fill, &cell->node))
        cell = cell->node.relevant ? zc_fill_walk(cell) : zc_fill_walk_over(cell);
    return cell ? &cell->node : NULL;
}

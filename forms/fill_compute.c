#include "forms/answer.h"
#include "forms/fill_impl.h"
#include <math.h>

/* Recomputing (XLSFORM.md 6.2): relevance, calculations, numbers of rows and the offered part of
 * an answer, in evaluation order. Edges of the graph lead to later ranks, so one pass over what is
 * pending reaches the fixed point. */

static bool ask_rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct zc_fill *fill = ctx;

    return fill->env.rule && fill->env.rule(fill->env.ctx, name, value);
}

static uint64_t ask_known(void *ctx, struct zc_str role, struct zc_str value)
{
    const struct zc_fill *fill = ctx;

    return fill->env.known ? fill->env.known(fill->env.ctx, role, value) : 0;
}

static uint64_t ask_finished(void *ctx, struct zc_str form, struct zc_str worker,
                             struct zc_str area, struct zc_str from)
{
    const struct zc_fill *fill = ctx;

    return fill->env.finished ? fill->env.finished(fill->env.ctx, form, worker, area, from) : 0;
}

static struct zc_str ask_before(void *ctx, const struct zc_node *node)
{
    (void)ctx;
    return node->q->type == ZC_TYPE_PSEUDO ? node->value : zc_cell_of(node)->base;
}

static struct zc_str ask_last_saved(void *ctx, const struct zc_question *q)
{
    const struct zc_fill *fill = ctx;

    return fill->env.last_saved && !q->repeat ? fill->env.last_saved(fill->env.ctx, q->field)
                                              : (struct zc_str){ 0 };
}

/* Without periods both days are today. */
static void ask_period(void *ctx, int64_t *first, int64_t *last)
{
    const struct zc_fill *fill = ctx;

    *first = *last = fill->env.clock ? zc_clock_today(fill->env.clock) : 0;
    if (fill->env.period)
        fill->env.period(fill->env.ctx, first, last);
}

/* Without a source of chance the clock has to do: it differs from record to record. */
static uint64_t ask_random(void *ctx)
{
    const struct zc_fill *fill = ctx;

    if (fill->env.random)
        return fill->env.random(fill->env.ctx);
    uint64_t x = (uint64_t)zc_clock_ms(fill->env.clock) + fill->tick * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

void zc_fill_expr_env(const struct zc_fill *fill, const struct zc_node *node,
                      struct zc_expr_env *out)
{
    *out = (struct zc_expr_env){
        .here = node ? node : &fill->root->node,
        .root = &fill->root->node,
        .clock = fill->env.clock,
        .lang = fill->lang,
        .ctx = (void *)(uintptr_t)fill,
        .rule = ask_rule,
        .known = ask_known,
        .finished = ask_finished,
        .before = ask_before,
        .choice_label = zc_fill_choice_label,
        .asked = fill->env.asked,
        .period = ask_period,
        .random = ask_random,
        .last_saved = ask_last_saved,
        .english = fill->english,
    };
}

/* Begins and ends a use of the scratch memory; it is given back when nobody is in it. */
static void enter(const struct zc_fill *fill)
{
    fill->scratch->depth++;
}

static void leave(const struct zc_fill *fill)
{
    if (--fill->scratch->depth == 0)
        zc_arena_reset(&fill->scratch->arena);
}

struct zc_str zc_fill_result(const struct zc_value *value, struct zc_arena *arena)
{
    if (value->kind == ZC_VALUE_NUMBER && isnan(value->number))
        return (struct zc_str){ 0 };
    return zc_value_text(value, arena);
}

struct zc_str zc_fill_eval_text(const struct zc_fill *fill, const struct zc_expr *expr,
                                const struct zc_node *here, struct zc_arena *arena)
{
    struct zc_expr_env env;
    struct zc_value value;
    struct zc_str text = { 0 };

    zc_fill_expr_env(fill, here, &env);
    enter(fill);
    if (zc_expr_eval(expr, &env, &fill->scratch->arena, &value, &fill->scratch->err))
        text = zc_arena_copy(arena, zc_fill_result(&value, &fill->scratch->arena));
    leave(fill);
    return text;
}

bool zc_fill_eval_in(const struct zc_fill *fill, const struct zc_expr *expr,
                     const struct zc_expr_env *env, bool otherwise)
{
    struct zc_value value;
    bool truth = otherwise;

    enter(fill);
    if (zc_expr_eval(expr, env, &fill->scratch->arena, &value, &fill->scratch->err))
        truth = zc_value_truth(&value);
    leave(fill);
    return truth;
}

bool zc_fill_eval_truth(const struct zc_fill *fill, const struct zc_expr *expr,
                        const struct zc_node *here, const struct zc_str *self,
                        const struct zc_place *item, bool otherwise)
{
    struct zc_expr_env env;

    zc_fill_expr_env(fill, here, &env);
    env.item = item;
    if (self) {
        env.self = *self;
        env.has_self = true;
    }
    return zc_fill_eval_in(fill, expr, &env, otherwise);
}

static void mark_dependants(struct zc_fill *fill, const struct zc_question *q)
{
    const struct zc_edges *edges = &q->dependants;

    for (uint32_t i = 0; i < edges->n; i++) {
        uint32_t rank = fill->form->rank[edges->to[i]];
        fill->npending += !fill->pending[rank];
        fill->pending[rank] = 1;
        if (rank < fill->first_pending)
            fill->first_pending = rank;
    }
}

void zc_fill_mark(struct zc_fill *fill, const struct zc_question *q)
{
    if (!fill->changed[q->index])
        fill->changes[fill->nchanged++] = q->index;
    fill->changed[q->index] = 1;
    mark_dependants(fill, q);
}

static bool is_inside(const struct zc_question *q, const struct zc_question *group)
{
    while (q && q != group)
        q = q->parent;
    return q != NULL;
}

/* Rows came or went: every node-set that reaches into the repeat is another one. The answers in
 * the other rows did not change, so their one-time results stay. */
void zc_fill_mark_rows(struct zc_fill *fill, const struct zc_question *repeat)
{
    const struct zc_form *form = fill->form;

    for (uint32_t i = repeat->index; i < form->nquestions && is_inside(form->questions[i], repeat);
         i++)
        mark_dependants(fill, form->questions[i]);
}

/* A one-time result (today(), random(), once() …) is made when the question is new, when what
 * it reads changed in this wave, or when it becomes relevant for the first time. */
static bool calculation_is_due(const struct zc_fill *fill, const struct zc_cell *cell, bool appears)
{
    const struct zc_question *q = cell->node.q;

    if (!q->kept || cell->fresh)
        return true;
    if (fill->loading)
        return false;
    const struct zc_expr_reads *reads = zc_expr_reads(q->calculation);
    for (uint32_t i = 0; i < reads->nquestions; i++)
        if (reads->questions[i] != q && reads->questions[i]->index < fill->form->nquestions &&
            fill->changed[reads->questions[i]->index])
            return true;
    return appears && !cell->answer.len;
}

void zc_fill_refresh_value(struct zc_fill *fill, struct zc_cell *cell)
{
    struct zc_node *node = &cell->node;

    node->value = cell->answer;
    const struct zc_question *q = node->q;
    if (cell->answer.len && (q->choices_of || (q->choice_filter && q->list && !q->list->records)))
        node->value = zc_fill_filtered(fill, cell, &fill->arena);
    else if (cell->answer.len && q->list && q->list->rows)
        node->value = zc_fill_rooted(cell, &fill->arena);
    node->missing = node->q->required_cell && zc_answer_is_missing(node->value);
}

static void keep_text(struct zc_fill *fill, struct zc_str text, struct zc_str *out)
{
    if (!zc_str_eq(text, *out))
        *out = zc_arena_copy(&fill->arena, text);
}

/* What somebody typed over a calculation stays until the result is another one. */
static void calculate(struct zc_fill *fill, struct zc_cell *cell, bool due)
{
    struct zc_node *node = &cell->node;

    if (!due && !(node->q->editable && fill->loading))
        return;
    enter(fill);
    struct zc_str text = zc_fill_eval_text(fill, node->q->calculation, node, &fill->scratch->arena);
    bool moved = !node->q->editable || cell->fresh || !zc_str_eq(text, cell->calculated);
    if (node->q->editable)
        keep_text(fill, text, &cell->calculated);
    if (due && moved)
        keep_text(fill, text, &cell->answer);
    leave(fill);
}

static bool refresh_node(struct zc_fill *fill, struct zc_cell *cell)
{
    struct zc_node *node = &cell->node;
    const struct zc_question *q = node->q;
    bool was = node->relevant;
    struct zc_str old = node->value;

    node->own_relevant =
        !q->relevant || zc_fill_eval_truth(fill, q->relevant, node, NULL, NULL, true);
    node->relevant =
        node->own_relevant && !node->surplus && (!node->parent || node->parent->relevant);
    if (q->calculation && !q->ntriggers && node->relevant)
        calculate(fill, cell, calculation_is_due(fill, cell, !was));
    if (zc_type_has_answer(q->type))
        zc_fill_refresh_value(fill, cell);
    return was != node->relevant || !zc_str_eq(old, node->value);
}

struct zc_node zc_fill_beside_rows(const struct zc_node *parent, const struct zc_question *repeat)
{
    return (struct zc_node){ .q = repeat,
                             .parent = (struct zc_node *)(uintptr_t)parent,
                             .relevant = true,
                             .own_relevant = true,
                             .order = parent->order };
}

static uint32_t wanted_rows(struct zc_fill *fill, struct zc_cell *parent,
                            const struct zc_question *repeat)
{
    struct zc_node here = zc_fill_beside_rows(&parent->node, repeat);
    struct zc_expr_env env;
    struct zc_value value;
    struct zc_err err = { 0 };
    double count = 0;

    zc_fill_expr_env(fill, &here, &env);
    enter(fill);
    if (zc_expr_eval(repeat->repeat_count, &env, &fill->scratch->arena, &value, &err))
        count = zc_value_number(&value, fill->env.clock);
    leave(fill);
    if (!(count > 0))
        return 0;
    return count < ZC_FORM_MAX_ROWS ? (uint32_t)count : ZC_FORM_MAX_ROWS;
}

/* Too few rows are added; surplus ones are hidden and come back when the count rises (D14). */
static bool refresh_count(struct zc_fill *fill, struct zc_cell *parent, struct zc_range *range)
{
    uint32_t at = 0, before = range->count;

    range->count = wanted_rows(fill, parent, range->q);
    while (range->nrows < range->count && fill->nrows < ZC_FORM_MAX_ALL_ROWS)
        zc_fill_new_row(fill, parent, range->q);
    for (struct zc_node *node = parent->node.first; node; node = node->next)
        if (node->q == range->q)
            node->surplus = at++ >= range->count;
    return range->count != before;
}

static bool refresh_ranges(struct zc_fill *fill, const struct zc_question *repeat)
{
    bool changed = false;

    for (struct zc_cell *parent = fill->same[repeat->parent->index].first; parent;
         parent = parent->next_same) {
        struct zc_range *range = zc_fill_range(parent, repeat);
        struct zc_node here = zc_fill_beside_rows(&parent->node, repeat);
        range->open = parent->node.relevant &&
                      (!repeat->relevant ||
                       zc_fill_eval_truth(fill, repeat->relevant, &here, NULL, NULL, true));
        if (range->counted && refresh_count(fill, parent, range))
            changed = true;
    }
    if (changed) {
        zc_fill_number_nodes(fill);
        zc_fill_mark_rows(fill, repeat);
    }
    return changed;
}

static void refresh_question(struct zc_fill *fill, const struct zc_question *q)
{
    bool changed = false;

    if (q->type == ZC_TYPE_REPEAT)
        changed = refresh_ranges(fill, q);
    for (struct zc_cell *cell = fill->same[q->index].first; cell; cell = cell->next_same)
        changed |= refresh_node(fill, cell);
    if (changed)
        zc_fill_mark(fill, q);
}

static void end_wave(struct zc_fill *fill)
{
    while (fill->nchanged)
        fill->changed[fill->changes[--fill->nchanged]] = 0;
    for (struct zc_cell *cell = fill->has_fresh ? fill->root : NULL; cell;
         cell = zc_fill_walk(cell))
        cell->fresh = false;
    fill->has_fresh = false;
    fill->npending = 0;
    fill->first_pending = fill->form->nquestions;
    fill->tick++;
}

/* Edges lead to later ranks, so that one pass does it. Only where a repeat counts its own rows do
 * some lead back; then each pass may bring one more row. */
static void settle_pending(struct zc_fill *fill)
{
    enum { MAX_PASSES = ZC_FORM_MAX_ROWS + 2 };
    const struct zc_form *form = fill->form;

    for (unsigned pass = 0; fill->npending && pass < MAX_PASSES; pass++) {
        uint32_t rank = fill->first_pending;
        fill->first_pending = form->nquestions;
        for (; fill->npending && rank < form->nquestions; rank++) {
            if (!fill->pending[rank])
                continue;
            fill->pending[rank] = 0;
            fill->npending--;
            refresh_question(fill, form->questions[form->order[rank]]);
        }
        if (!form->counts_itself)
            return;
    }
    if (fill->npending) /* a count that never comes to rest */
        memset(fill->pending, 0, form->nquestions);
}

void zc_fill_settle(struct zc_fill *fill)
{
    settle_pending(fill);
    end_wave(fill);
}

void zc_fill_compute_all(struct zc_fill *fill)
{
    const struct zc_form *form = fill->form;

    for (uint32_t rank = 0; rank < form->nquestions; rank++) {
        fill->npending -= fill->pending[rank];
        fill->pending[rank] = 0;
        refresh_question(fill, form->questions[form->order[rank]]);
    }
    if (form->counts_itself)
        settle_pending(fill);
    else
        memset(fill->pending, 0, form->nquestions);
    end_wave(fill);
}

void zc_fill_compute_again(struct zc_fill *fill)
{
    fill->loading = true;
    zc_fill_compute_all(fill);
    fill->loading = false;
}

#include "core/alloc.h"
#include "core/date.h"
#include "forms/fill_impl.h"

/* The life of a fill: a new record with its defaults (XLSFORM.md 6.1), an existing one from its
 * state (MERGE.md 7.9: fields are matched by name). */

static struct zc_fill *make_fill(const struct zc_form *form, const struct zc_fill_env *env)
{
    struct zc_fill *fill = zc_alloc_zeroed(1, sizeof *fill);

    fill->form = form;
    fill->env = *env;
    fill->scratch = zc_alloc_zeroed(1, sizeof *fill->scratch);
    fill->scratch->orders = ZC_NEW(&fill->scratch->kept, const uint32_t *, form->nquestions);
    fill->lang = zc_form_lang(form);
    fill->english = zc_lang_is(form->langs[fill->lang], ZC_LANG_EN);
    fill->same = ZC_NEW(&fill->frame, struct zc_same, form->nquestions + ZC_PSEUDO_COUNT);
    fill->pending = ZC_NEW(&fill->frame, uint8_t, form->nquestions);
    fill->changed = ZC_NEW(&fill->frame, uint8_t, form->nquestions);
    fill->changes = ZC_NEW(&fill->frame, uint32_t, form->nquestions);
    fill->fired = ZC_NEW(&fill->frame, uint8_t, form->nquestions);
    return fill;
}

void zc_fill_free(struct zc_fill *fill)
{
    if (!fill)
        return;
    zc_arena_release(&fill->scratch->arena);
    zc_arena_release(&fill->scratch->kept);
    zc_free(fill->scratch);
    zc_free(fill->other);
    zc_free(fill->removed);
    zc_arena_release(&fill->arena);
    zc_arena_release(&fill->frame);
    zc_free(fill);
}

struct zc_str zc_fill_now(const struct zc_fill *fill, enum zc_type type, struct zc_arena *arena)
{
    char text[ZC_DATETIME_TEXT];
    struct zc_moment moment = zc_clock_moment(fill->env.clock);
    size_t len = type == ZC_TYPE_TODAY ? zc_date_print(zc_date_of_days(zc_moment_day(moment)), text)
                                       : zc_moment_print(moment, true, text);

    return zc_arena_copy(arena, (struct zc_str){ text, len });
}

static struct zc_str first_value(struct zc_fill *fill, const struct zc_question *q)
{
    switch (q->type) {
    case ZC_TYPE_START:
    case ZC_TYPE_END:
    case ZC_TYPE_TODAY:
        return zc_fill_now(fill, q->type, &fill->arena);
    case ZC_TYPE_USERNAME:
        return zc_arena_copy(&fill->arena, fill->env.person);
    case ZC_TYPE_DEVICEID:
        return zc_arena_copy(&fill->arena, fill->env.device);
    default:
        return q->default_text;
    }
}

/* Static defaults and metadata first: dynamic ones may read them. */
static void set_defaults(struct zc_fill *fill, struct zc_cell *from)
{
    struct zc_cell *end = zc_fill_walk_over(from);

    for (struct zc_cell *cell = from; cell != end; cell = zc_fill_walk(cell)) {
        cell->answer = first_value(fill, cell->node.q);
        zc_fill_refresh_value(fill, cell);
    }
    for (struct zc_cell *cell = from; cell != end; cell = zc_fill_walk(cell))
        if (cell->node.q->default_expr) {
            cell->answer =
                zc_fill_eval_answer(fill, cell->node.q->default_expr, &cell->node, &fill->arena);
            zc_fill_refresh_value(fill, cell);
        }
}

static void remember_start(struct zc_cell *from)
{
    const struct zc_cell *end = zc_fill_walk_over(from);

    for (struct zc_cell *cell = from; cell != end; cell = zc_fill_walk(cell))
        cell->start = cell->answer;
}

struct zc_cell *zc_fill_new_row(struct zc_fill *fill, struct zc_cell *parent,
                                const struct zc_question *repeat)
{
    bool before = fill->make_fresh;

    fill->make_fresh = true;
    struct zc_cell *row = zc_fill_make_row(fill, parent, repeat, (struct zc_str){ 0 }, false);
    fill->make_fresh = before;
    zc_fill_number_nodes(fill);
    set_defaults(fill, row);
    remember_start(row);
    return row;
}

struct zc_fill *zc_fill_new(const struct zc_form *form, const struct zc_fill_env *env)
{
    struct zc_fill *fill = make_fill(form, env);

    fill->is_new = fill->make_fresh = true;
    zc_fill_make_root(fill, true);
    zc_fill_set_id(fill);
    fill->make_fresh = false;
    set_defaults(fill, fill->root);
    zc_fill_compute_all(fill);
    remember_start(fill->root);
    return fill;
}

static void add_other(struct zc_fill *fill, struct zc_str name, struct zc_str value)
{
    fill->other = zc_grow(fill->other, fill->nother, &fill->other_cap, sizeof *fill->other);
    fill->other[fill->nother++] =
        (struct zc_pair){ zc_arena_copy(&fill->arena, name), zc_arena_copy(&fill->arena, value) };
}

/* What the state has under an earlier name counts only where the new name has nothing. */
static bool is_outdated(const struct zc_fill *fill, const struct zc_cell *cell, struct zc_str name,
                        const struct zc_state *state)
{
    struct zc_str path = zc_fill_path(&cell->node, &fill->scratch->arena);
    bool outdated = !zc_str_eq(path, name) && zc_state_field(state, path) != NULL;

    zc_arena_reset(&fill->scratch->arena);
    return outdated;
}

static void read_said(struct zc_fill *fill, struct zc_cell *cell, struct zc_str system,
                      struct zc_str value)
{
    value = zc_arena_copy(&fill->arena, value);
    if (zc_str_is(system, "_why"))
        cell->why = cell->base_why = value;
    else if (zc_str_is(system, "_note"))
        cell->note = cell->base_note = value;
    else if (zc_str_is(system, "_ask"))
        cell->ask = value;
    else if (zc_str_is(system, "_answer"))
        cell->reply = cell->base_reply = value;
}

static void read_field(struct zc_fill *fill, const struct zc_field *field,
                       const struct zc_state *state)
{
    struct zc_str value = field->values[0], system;
    struct zc_cell *cell;

    if (field->gone || zc_str_is(zc_field_last(field->name), "_deleted"))
        return;
    /* A lone empty value in a row makes no row; a cleared field needs no reading at all. */
    cell = zc_fill_locate(fill, field->name, value.len != 0, &system);
    if (system.len) {
        if (cell)
            read_said(fill, cell, system, value);
    } else if (!cell || !zc_type_has_answer(cell->node.q->type)) {
        if (value.len && !zc_field_is_system(field->name))
            add_other(fill, field->name, value);
    } else if (!is_outdated(fill, cell, field->name, state)) {
        /* What of it is offered shows when everything is computed. */
        cell->answer = cell->base = cell->node.value = zc_arena_copy(&fill->arena, value);
    }
}

static void mark_stored_rows(struct zc_fill *fill)
{
    for (struct zc_cell *cell = fill->root; cell; cell = zc_fill_walk(cell))
        cell->stored = cell->node.q->type == ZC_TYPE_REPEAT;
}

static void read_state(struct zc_fill *fill, const struct zc_state *state)
{
    zc_fill_set_pseudo(fill, state);
    for (uint32_t i = 0; i < state->nfields; i++)
        read_field(fill, &state->fields[i], state);
    mark_stored_rows(fill);
    zc_fill_number_nodes(fill);
    zc_fill_compute_again(fill);
    remember_start(fill->root);
}

struct zc_fill *zc_fill_open(const struct zc_form *form, const struct zc_state *state,
                             const struct zc_fill_env *env)
{
    struct zc_fill *fill = make_fill(form, env);

    zc_fill_make_root(fill, false);
    read_state(fill, state);
    return fill;
}

void zc_fill_reopen(struct zc_fill *fill, const struct zc_state *state)
{
    zc_fill_clear(fill);
    fill->is_new = fill->has_fresh = false;
    fill->nother = fill->nremoved = 0;
    read_state(fill, state);
}

/* Rows that nobody touched give way to those of the draft. */
static void drop_first_rows(struct zc_fill *fill)
{
    for (struct zc_cell *cell = fill->root, *next; cell; cell = next) {
        next = zc_fill_walk(cell);
        if (cell->node.q->type == ZC_TYPE_REPEAT && !cell->stored && zc_row_is_empty(cell)) {
            next = zc_fill_walk_over(cell);
            zc_fill_drop_row(fill, cell);
        }
    }
}

static void restore_pair(struct zc_fill *fill, const struct zc_pair *pair)
{
    static const struct zc_str row = ZC_LIT("/_row");
    bool is_row = zc_str_ends(pair->name, row);
    struct zc_str system, path = zc_str_head(pair->name, pair->name.len - (is_row ? row.len : 0));
    struct zc_cell *cell = zc_fill_locate(fill, path, true, &system);

    if (!cell)
        return;
    struct zc_str value = zc_arena_copy(&fill->arena, pair->value);
    if (zc_str_is(system, "_why"))
        cell->why = value;
    else if (zc_str_is(system, "_note"))
        cell->note = value;
    else if (zc_str_is(system, "_answer"))
        cell->reply = value;
    else if (zc_str_is(system, "_deleted") && cell->node.q->type == ZC_TYPE_REPEAT)
        zc_fill_take_row(fill, cell);
    else if (zc_str_is(system, "_carried"))
        cell->node.carried = true;
    else if (!system.len && zc_type_has_answer(cell->node.q->type))
        cell->answer = value;
    if (!zc_str_eq(cell->answer, cell->start))
        cell->node.asked = true;
}

void zc_fill_restore(struct zc_fill *fill, const struct zc_pair *answers, size_t n)
{
    drop_first_rows(fill);
    for (size_t i = 0; i < n; i++)
        restore_pair(fill, &answers[i]);
    for (struct zc_cell *cell = fill->root; cell; cell = zc_fill_walk(cell))
        zc_fill_refresh_value(fill, cell);
    zc_fill_number_nodes(fill);
    zc_fill_compute_again(fill);
}

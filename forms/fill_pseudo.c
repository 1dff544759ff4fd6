#include "core/id.h"
#include "forms/fill_impl.h"

/* The names that every record has in expressions (DOMAIN.md 14.6), and conditions over them. */

/* RFC 3339 begins with the date. */
static struct zc_str date_of(struct zc_str at)
{
    return zc_str_head(at, at.len < 10 ? at.len : 10);
}

/* Soft rules that somebody kept with a reason. */
static struct zc_str count_kept(const struct zc_state *state, struct zc_arena *arena)
{
    unsigned n = 0;

    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        n += !field->gone && field->values[0].len &&
             zc_str_starts(zc_field_last(field->name), ZC_STR("_why:"));
    }
    return n ? zc_arena_printf(arena, "%u", n) : ZC_STR("0");
}

static struct zc_str pseudo_value(const struct zc_state *state, enum zc_pseudo pseudo,
                                  struct zc_arena *arena)
{
    char rid[ZC_RID_TEXT + 1];
    struct zc_buf flags = { 0 };
    struct zc_str text;

    switch (pseudo) {
    case ZC_PSEUDO_ID:
        zc_rid_print(state->rid, rid);
        return zc_str_of(zc_arena_cstr(arena, zc_str_of(rid)));
    case ZC_PSEUDO_FORM:
        return state->form;
    case ZC_PSEUDO_STATUS:
        return zc_str_of(zc_status_name(state->status));
    case ZC_PSEUDO_FLAGS:
        zc_flags_print(state->flags, &flags);
        text = zc_arena_copy(arena, zc_buf_str(&flags));
        zc_buf_release(&flags);
        return text;
    case ZC_PSEUDO_GROUP:
        return state->group;
    case ZC_PSEUDO_BY:
        return state->by;
    case ZC_PSEUDO_LAST_BY:
        return state->last_by;
    case ZC_PSEUDO_CREATED:
        return date_of(state->created);
    case ZC_PSEUDO_SUBMITTED:
        return date_of(state->submitted);
    case ZC_PSEUDO_CHANGED:
        return date_of(state->changed);
    case ZC_PSEUDO_SEED:
        return state->seed ? ZC_STR("yes") : ZC_STR("no");
    case ZC_PSEUDO_WARNINGS:
        return count_kept(state, arena);
    case ZC_PSEUDO_DEV:
        return state->dev;
    case ZC_PSEUDO_COUNT:
        break;
    }
    return (struct zc_str){ 0 };
}

static void set_pseudo(const struct zc_fill *fill, const struct zc_state *state,
                       struct zc_arena *arena)
{
    for (unsigned i = 0; i < ZC_PSEUDO_COUNT; i++) {
        struct zc_str value = pseudo_value(state, (enum zc_pseudo)i, arena);
        fill->pseudo[i]->node.value = value.len ? zc_arena_copy(arena, value) : value;
    }
}

void zc_fill_set_pseudo(struct zc_fill *fill, const struct zc_state *state)
{
    set_pseudo(fill, state, &fill->arena);
    fill->has_pseudo = true;
}

void zc_fill_set_id(const struct zc_fill *fill)
{
    fill->pseudo[ZC_PSEUDO_ID]->node.value = fill->env.id;
}

bool zc_fill_where(const struct zc_fill *fill, const struct zc_expr *where,
                   const struct zc_state *state, bool *truth, struct zc_err *err)
{
    struct zc_expr_env env;
    struct zc_value value;
    bool ok;

    fill->scratch->depth++;
    /* A record that was opened from its state has these values already. */
    if (!fill->has_pseudo && state)
        set_pseudo(fill, state, &fill->scratch->arena);
    zc_fill_expr_env(fill, NULL, &env);
    ok = zc_expr_eval(where, &env, &fill->scratch->arena, &value, err);
    if (ok)
        *truth = zc_value_truth(&value);
    for (unsigned i = 0; i < ZC_PSEUDO_COUNT && !fill->has_pseudo; i++)
        fill->pseudo[i]->node.value = (struct zc_str){ 0 };
    if (!fill->has_pseudo)
        zc_fill_set_id(fill);
    if (--fill->scratch->depth == 0)
        zc_arena_reset(&fill->scratch->arena);
    return ok;
}

static struct zc_str column_of(const struct zc_fill *fill, struct zc_str name)
{
    const struct zc_question *pseudo = zc_names_pseudo(fill->form, name);
    const struct zc_question *q = pseudo ? pseudo : zc_names_field(fill->form, NULL, name, NULL);
    const struct zc_cell *cell = q ? fill->same[q->index].first : NULL;

    return cell && cell->node.relevant ? cell->node.value : (struct zc_str){ 0 };
}

void zc_fill_record_cells(const struct zc_fill *fill, const struct zc_list *list,
                          struct zc_str *cells, struct zc_arena *arena)
{
    for (uint32_t i = 0; i < list->ncols; i++) {
        struct zc_str cell = zc_str_is(list->cols[i], "name")    ? column_of(fill, ZC_STR("_id"))
                             : zc_str_is(list->cols[i], "label") ? zc_fill_title(fill, arena)
                                                                 : column_of(fill, list->cols[i]);
        cells[i] = cell.len ? zc_arena_copy(arena, cell) : cell;
    }
}

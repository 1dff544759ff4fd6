#include "forms/expr_check_impl.h"

void *zc_checker_grow(struct zc_checker *c, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 8;
    void *more = zc_arena_alloc(c->arena, *cap, size);
    if (items)
        memcpy(more, items, n * size);
    return more;
}

void zc_checker_read(struct zc_checker *c, const struct zc_question *q)
{
    c->work += c->nreads;
    for (uint32_t i = 0; i < c->nreads && c->work <= ZC_CHECKER_MAX_WORK; i++)
        if (c->reads[i] == q)
            return;
    c->reads = zc_checker_grow(c, c->reads, c->nreads, &c->reads_cap, sizeof(struct zc_question *));
    c->reads[c->nreads++] = q;
}

void zc_spots_add(struct zc_checker *c, struct zc_spots *spots, struct zc_spot spot)
{
    c->work += spots->n;
    if (c->work > ZC_CHECKER_MAX_WORK) /* check_ast() ends it */
        return;
    for (uint32_t i = 0; i < spots->n; i++)
        if (!memcmp(&spots->all[i], &spot, sizeof spot))
            return;
    spots->all = zc_checker_grow(c, spots->all, spots->n, &spots->cap, sizeof spot);
    spots->all[spots->n++] = spot;
}

struct zc_spot zc_spot_node(const struct zc_question *q)
{
    struct zc_spot spot;

    memset(&spot, 0, sizeof spot); /* padding is compared */
    spot.q = q;
    spot.kind = q ? ZC_PLACE_NODE : ZC_PLACE_DOC;
    return spot;
}

struct zc_spot zc_spot_list(enum zc_place_kind kind, const struct zc_list *list, int col)
{
    struct zc_spot spot = zc_spot_node(NULL);

    spot.kind = kind;
    spot.list = list;
    spot.col = col;
    return spot;
}

static bool fits(const struct zc_step *step, struct zc_str name)
{
    return !step->name.len ||
           (zc_str_is(step->name, "*") ? name.len > 0 : zc_str_eq(step->name, name));
}

static void child_spots(struct zc_checker *c, struct zc_spot from, const struct zc_step *step,
                        struct zc_spots *out)
{
    switch (from.kind) {
    case ZC_PLACE_DOC:
        if (c->root && fits(step, c->root->name))
            zc_spots_add(c, out, zc_spot_node(c->root));
        break;
    case ZC_PLACE_NODE:
        for (const struct zc_question *q = from.q->first; q; q = q->next) {
            if (!fits(step, q->name))
                continue;
            if (q->type == ZC_TYPE_REPEAT)
                zc_checker_read(c, q); /* rows come and go */
            zc_spots_add(c, out, zc_spot_node(q));
        }
        break;
    case ZC_PLACE_LIST_DOC:
        if (fits(step, ZC_STR("root")))
            zc_spots_add(c, out, zc_spot_list(ZC_PLACE_LIST_ROOT, from.list, 0));
        break;
    case ZC_PLACE_LIST_ROOT:
        if (fits(step, ZC_STR("item")))
            zc_spots_add(c, out, zc_spot_list(ZC_PLACE_LIST_ITEM, from.list, 0));
        break;
    case ZC_PLACE_LIST_ITEM:
        for (uint32_t i = 0; i < from.list->ncols; i++)
            if (fits(step, from.list->cols[i]))
                zc_spots_add(c, out, zc_spot_list(ZC_PLACE_LIST_CELL, from.list, (int)i));
        break;
    case ZC_PLACE_LIST_CELL:
        break;
    }
}

static bool parent_spot(struct zc_spot from, struct zc_spot *out)
{
    switch (from.kind) {
    case ZC_PLACE_NODE:
        *out = zc_spot_node(from.q->parent);
        return true;
    case ZC_PLACE_LIST_CELL:
    case ZC_PLACE_LIST_ITEM:
    case ZC_PLACE_LIST_ROOT:
        *out = zc_spot_list((enum zc_place_kind)(from.kind - 1), from.list, 0);
        return true;
    default:
        return false;
    }
}
_Static_assert(ZC_PLACE_LIST_CELL - 1 == ZC_PLACE_LIST_ITEM &&
                   ZC_PLACE_LIST_ITEM - 1 == ZC_PLACE_LIST_ROOT &&
                   ZC_PLACE_LIST_ROOT - 1 == ZC_PLACE_LIST_DOC,
               "parent_spot counts down");

static struct zc_str spot_name(struct zc_spot spot)
{
    switch (spot.kind) {
    case ZC_PLACE_NODE:
        return spot.q->name;
    case ZC_PLACE_LIST_ROOT:
        return ZC_STR("root");
    case ZC_PLACE_LIST_ITEM:
        return ZC_STR("item");
    case ZC_PLACE_LIST_CELL:
        return spot.list->cols[spot.col];
    default:
        return (struct zc_str){ 0 };
    }
}

void zc_spots_step(struct zc_checker *c, struct zc_spot from, const struct zc_step *step,
                   struct zc_spots *out)
{
    static const struct zc_step any = { .axis = ZC_AXIS_CHILD };
    struct zc_spots all = { 0 };
    struct zc_spot up;

    switch (step->axis) {
    case ZC_AXIS_CHILD:
        child_spots(c, from, step, out);
        return;
    case ZC_AXIS_SELF:
    case ZC_AXIS_DESCENDANT_OR_SELF:
    case ZC_AXIS_ANCESTOR_OR_SELF:
        zc_spots_add(c, &all, from);
        break;
    default:
        break;
    }
    if (step->axis == ZC_AXIS_DESCENDANT || step->axis == ZC_AXIS_DESCENDANT_OR_SELF) {
        child_spots(c, from, &any, &all);
        for (uint32_t i = 0; i < all.n; i++)
            child_spots(c, all.all[i], &any, &all);
    } else if (step->axis == ZC_AXIS_FOLLOWING_SIBLING || step->axis == ZC_AXIS_PRECEDING_SIBLING) {
        if (parent_spot(from, &up))
            child_spots(c, up, step, &all);
    } else if (step->axis != ZC_AXIS_SELF) {
        for (up = from; parent_spot(up, &up);) {
            zc_spots_add(c, &all, up);
            if (step->axis == ZC_AXIS_PARENT)
                break;
        }
    }
    for (uint32_t i = 0; i < all.n; i++)
        if (fits(step, spot_name(all.all[i])))
            zc_spots_add(c, out, all.all[i]);
}

#include "forms/expr_impl.h"
#include "forms/list_rows.h"
#include <stdlib.h>

/* Paths at run time: steps along axes, predicates, routes of ${name}. Node-sets are kept in
 * document order without doubles. */

enum { FIRST_PLACES = 8, FEW_PLACES = 16 };

static void push_place(struct zc_eval *ev, struct zc_places *places, struct zc_place place)
{
    if (places->n == places->cap) {
        uint32_t cap = places->cap ? places->cap * 2 : FIRST_PLACES;
        struct zc_place *more = ZC_NEW(ev->arena, struct zc_place, cap);
        if (places->n)
            memcpy(more, places->all, places->n * sizeof *more);
        places->all = more;
        places->cap = cap;
    }
    places->all[places->n++] = place;
}

bool zc_places_add(struct zc_eval *ev, struct zc_places *places, struct zc_place place)
{
    if (!zc_eval_spend(ev, 1))
        return false;
    push_place(ev, places, place);
    return true;
}

struct zc_place zc_place_of_node(const struct zc_node *node)
{
    return (struct zc_place){ .kind = ZC_PLACE_NODE, .node = node };
}

static int order_of(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const void *left, const void *right)
{
    const struct zc_place *a = left, *b = right;
    int order = (a->kind >= ZC_PLACE_LIST_DOC) - (b->kind >= ZC_PLACE_LIST_DOC);

    if (order)
        return order;
    if (a->kind < ZC_PLACE_LIST_DOC) { /* the document stands before its nodes */
        order = (a->kind == ZC_PLACE_NODE) - (b->kind == ZC_PLACE_NODE);
        return order || !a->node || !b->node ? order : order_of(a->node->order, b->node->order);
    }
    if (a->list != b->list)
        return zc_str_cmp(a->list->name, b->list->name);
    /* Document and root of a list stand before its rows, a row before its cells. */
    int deep = (a->kind >= ZC_PLACE_LIST_ITEM) - (b->kind >= ZC_PLACE_LIST_ITEM);
    if (!deep && a->kind >= ZC_PLACE_LIST_ITEM && a->row != b->row)
        return a->list->rows
                   ? zc_rid_cmp(zc_list_row_id(a->list, a->row), zc_list_row_id(b->list, b->row))
                   : order_of(a->row, b->row);
    order = deep ? deep : (int)a->kind - (int)b->kind;
    return order ? order : order_of(a->col, b->col);
}

void zc_places_sort(struct zc_places *places)
{
    bool sorted = true;
    uint32_t kept = 0;

    for (uint32_t i = 1; i < places->n && sorted; i++)
        sorted = compare_places(&places->all[i - 1], &places->all[i]) < 0;
    if (sorted)
        return;
    qsort(places->all, places->n, sizeof places->all[0], compare_places);
    for (uint32_t i = 0; i < places->n; i++)
        if (!kept || compare_places(&places->all[kept - 1], &places->all[i]) != 0)
            places->all[kept++] = places->all[i];
    places->n = kept;
}

/* The document above the root, which it names. */
static struct zc_place document(const struct zc_eval *ev)
{
    return (struct zc_place){ .kind = ZC_PLACE_DOC, .node = ev->env->root };
}

/* Axes */

struct walk {
    struct zc_eval *ev;
    const struct zc_focus *focus; /* for keys of look-ups */
    const struct zc_step *step;
    struct zc_places *out;
    bool looked_up; /* the first predicate was answered by a hash */
};

static bool fits(const struct walk *walk, struct zc_str name)
{
    struct zc_str wanted = walk->step->name;

    return !wanted.len || (zc_str_is(wanted, "*") ? name.len > 0 : zc_str_eq(wanted, name));
}

static struct zc_str place_name(struct zc_place place)
{
    switch (place.kind) {
    case ZC_PLACE_NODE:
        return place.node->q->name;
    case ZC_PLACE_LIST_ROOT:
        return ZC_STR("root");
    case ZC_PLACE_LIST_ITEM:
        return ZC_STR("item");
    case ZC_PLACE_LIST_CELL:
        return place.list->cols[place.col];
    default:
        return (struct zc_str){ 0 };
    }
}

static bool add_if_fits(struct walk *walk, struct zc_place place)
{
    if (walk->step->name.len && !fits(walk, place_name(place)))
        return true;
    return zc_places_add(walk->ev, walk->out, place);
}

/* Rows of a list bring steps of their own, once: a filter over a large list is no attack. */
static void grant_rows(struct zc_eval *ev, uint32_t nrows)
{
    if (nrows <= ev->rows_granted)
        return;
    ev->steps_left += (nrows - ev->rows_granted) * ZC_EXPR_STEPS_PER_ROW;
    ev->rows_granted = nrows;
}

/* Records that are read on demand (forms/list_rows.h) */

static bool too_many(struct walk *walk, const struct zc_list *list)
{
    return zc_fail(walk->ev->err, ZC_E_LIMIT,
                   ZC_T("“%.*s”的记录超过%d条，这里要写成“列 = 值”，列是有索引的",
                        "'%.*s' has more than %d records: an equality with a column that has an "
                        "index is wanted here"),
                   ZC_ARG(list->name), ZC_ROWS_FEW);
}

static bool add_rows(struct walk *walk, struct zc_place root, const uint32_t *rows, uint32_t n)
{
    grant_rows(walk->ev, n);
    root.kind = ZC_PLACE_LIST_ITEM;
    for (uint32_t i = 0; i < n; i++) {
        root.row = rows[i];
        if (!zc_places_add(walk->ev, walk->out, root))
            return false;
    }
    return true;
}

/* One text of the key after another: a node-set equals what any of its nodes equals. */
static bool look_up_records(struct walk *walk, struct zc_place root, bool *usable)
{
    const struct zc_step *step = walk->step;
    int col = zc_list_col(root.list, step->key_col);
    struct zc_value key;
    const uint32_t *rows;
    uint32_t n;

    if (!zc_eval_ast(walk->ev, step->key, walk->focus, &key))
        return false;
    *usable = col >= 0 && ((key.kind == ZC_VALUE_TEXT && !key.date) || key.kind == ZC_VALUE_NODES);
    if (!*usable)
        return true;
    walk->looked_up = true;
    for (uint32_t i = 0; i < (key.kind == ZC_VALUE_NODES ? key.nplaces : 1); i++) {
        struct zc_str text =
            key.kind == ZC_VALUE_NODES ? zc_place_text(walk->ev, key.places[i]) : key.text;
        if (!zc_list_match(root.list, col, text, step->key_word, &rows, &n))
            return too_many(walk, root.list);
        if (!add_rows(walk, root, rows, n))
            return false;
    }
    zc_places_sort(walk->out); /* rows come by their ids: positions count so */
    return true;
}

static bool walk_records(struct walk *walk, struct zc_place root)
{
    bool usable = false;
    const uint32_t *rows;
    uint32_t n;

    if (walk->step->key && !look_up_records(walk, root, &usable))
        return false;
    if (usable)
        return true;
    return zc_list_all(root.list, &rows, &n) ? add_rows(walk, root, rows, n)
                                             : too_many(walk, root.list);
}

/* The rows whose key column has the key's text. False in *usable: the key is a number, a date
 * or several nodes, which compare otherwise than by text. */
static bool look_up(struct walk *walk, struct zc_place root, bool *usable)
{
    struct zc_value key;
    int col = zc_list_col(root.list, walk->step->key_col);

    if (!zc_eval_ast(walk->ev, walk->step->key, walk->focus, &key))
        return false;
    *usable = (key.kind == ZC_VALUE_TEXT && !key.date) ||
              (key.kind == ZC_VALUE_NODES && key.nplaces <= 1);
    if (!*usable)
        return true;
    walk->looked_up = true;
    if (key.kind == ZC_VALUE_NODES && !key.nplaces)
        return true; /* an empty node-set equals nothing (D12) */
    struct zc_str text = zc_eval_text(walk->ev, &key);
    for (uint32_t row = zc_list_find(root.list, col, text, 0); row < root.list->nrows;
         row = zc_list_find(root.list, col, text, row + 1)) {
        root.kind = ZC_PLACE_LIST_ITEM;
        root.row = row;
        if (!zc_places_add(walk->ev, walk->out, root))
            return false;
    }
    return true;
}

static bool walk_items(struct walk *walk, struct zc_place root)
{
    bool usable = false;

    if (!fits(walk, ZC_STR("item")))
        return true;
    if (root.list->rows)
        return walk_records(walk, root);
    grant_rows(walk->ev, root.list->nrows);
    if (walk->step->key && !walk->step->key_word && !look_up(walk, root, &usable))
        return false;
    if (usable)
        return true;
    root.kind = ZC_PLACE_LIST_ITEM;
    for (root.row = 0; root.row < root.list->nrows; root.row++)
        if (!zc_places_add(walk->ev, walk->out, root))
            return false;
    return true;
}

static bool walk_cells(struct walk *walk, struct zc_place item)
{
    item.kind = ZC_PLACE_LIST_CELL;
    for (item.col = 0; item.col < item.list->ncols; item.col++)
        if (!add_if_fits(walk, item))
            return false;
    return true;
}

static bool walk_children(struct walk *walk, struct zc_place from)
{
    switch (from.kind) {
    case ZC_PLACE_NODE:
        for (const struct zc_node *node = from.node->first; node; node = node->next)
            if (!node->surplus && !add_if_fits(walk, zc_place_of_node(node)))
                return false;
        return true;
    case ZC_PLACE_DOC:
        return !walk->ev->env->root || add_if_fits(walk, zc_place_of_node(walk->ev->env->root));
    case ZC_PLACE_LIST_DOC:
        from.kind = ZC_PLACE_LIST_ROOT;
        return add_if_fits(walk, from);
    case ZC_PLACE_LIST_ROOT:
        return walk_items(walk, from);
    case ZC_PLACE_LIST_ITEM:
        return walk_cells(walk, from);
    default:
        return true;
    }
}

static bool parent_of(struct zc_place *place)
{
    switch (place->kind) {
    case ZC_PLACE_NODE:
        if (place->node->parent)
            place->node = place->node->parent;
        else
            place->kind = ZC_PLACE_DOC;
        return true;
    case ZC_PLACE_LIST_CELL:
        place->col = 0;
        place->kind = ZC_PLACE_LIST_ITEM;
        return true;
    case ZC_PLACE_LIST_ITEM:
        place->row = 0;
        place->kind = ZC_PLACE_LIST_ROOT;
        return true;
    case ZC_PLACE_LIST_ROOT:
        place->kind = ZC_PLACE_LIST_DOC;
        return true;
    default:
        return false;
    }
}

static bool walk_descendants(struct walk *walk, struct zc_place from)
{
    static const struct zc_step any = { .axis = ZC_AXIS_CHILD };
    struct zc_places children = { 0 };
    struct walk inner = { walk->ev, walk->focus, &any, &children, false };

    if (!walk_children(&inner, from))
        return false;
    for (uint32_t i = 0; i < children.n; i++)
        if (!add_if_fits(walk, children.all[i]) || !walk_descendants(walk, children.all[i]))
            return false;
    return true;
}

/* Nearest first, as positions on these axes count. */
static bool walk_ancestors(struct walk *walk, struct zc_place from)
{
    while (parent_of(&from)) {
        if (!add_if_fits(walk, from))
            return false;
        if (walk->step->axis == ZC_AXIS_PARENT)
            break;
    }
    return true;
}

static bool walk_siblings(struct walk *walk, struct zc_place from)
{
    bool after = walk->step->axis == ZC_AXIS_FOLLOWING_SIBLING;

    if (from.kind == ZC_PLACE_NODE) {
        for (const struct zc_node *node = from.node;
             (node = after ? node->next : node->prev) != NULL;)
            if (!node->surplus && !add_if_fits(walk, zc_place_of_node(node)))
                return false;
        return true;
    }
    uint32_t *at = from.kind == ZC_PLACE_LIST_ITEM ? &from.row : &from.col;
    uint32_t n = from.kind == ZC_PLACE_LIST_CELL ? from.list->ncols
                 : from.kind == ZC_PLACE_LIST_ITEM && !from.list->rows
                     ? from.list->nrows /* else nobody knows what lies beside */
                     : 0;
    while (after ? ++*at < n : n && (*at)-- > 0)
        if (!add_if_fits(walk, from))
            return false;
    return true;
}

static bool walk_axis(struct walk *walk, struct zc_place from)
{
    switch (walk->step->axis) {
    case ZC_AXIS_CHILD:
        return walk_children(walk, from);
    case ZC_AXIS_SELF:
        return add_if_fits(walk, from);
    case ZC_AXIS_DESCENDANT_OR_SELF:
        return add_if_fits(walk, from) && walk_descendants(walk, from);
    case ZC_AXIS_DESCENDANT:
        return walk_descendants(walk, from);
    case ZC_AXIS_ANCESTOR_OR_SELF:
        return add_if_fits(walk, from) && walk_ancestors(walk, from);
    case ZC_AXIS_PARENT:
    case ZC_AXIS_ANCESTOR:
        return walk_ancestors(walk, from);
    default:
        return walk_siblings(walk, from);
    }
}

/* Predicates and steps */

static bool filter(struct zc_eval *ev, const struct zc_ast *test, struct zc_places *places,
                   struct zc_arena *scratch)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < places->n; i++) {
        struct zc_focus focus = { places->all[i], i + 1, places->n };
        struct zc_value value;
        if (!zc_eval_ast(ev, test, &focus, &value))
            return false;
        bool keep = value.kind == ZC_VALUE_NUMBER ? value.number == focus.position
                                                  : zc_eval_truth(ev, &value);
        if (keep)
            places->all[kept++] = places->all[i];
        zc_arena_reset(scratch);
    }
    places->n = kept;
    return true;
}

/* A test leaves nothing behind but its truth: over many places each uses the same memory. */
bool zc_eval_filter(struct zc_eval *ev, const struct zc_ast *test, struct zc_places *places)
{
    struct zc_arena scratch = { 0 }, *arena = ev->arena;

    if (places->n > FEW_PLACES)
        ev->arena = &scratch;
    bool ok = filter(ev, test, places, &scratch);
    ev->arena = arena;
    zc_arena_release(&scratch);
    return ok;
}

/* One step from all places of *at; positions count anew for each of them. */
static bool take_step(struct zc_eval *ev, const struct zc_step *step, const struct zc_focus *focus,
                      struct zc_places *at)
{
    struct zc_places next = { 0 };

    for (uint32_t i = 0; i < at->n; i++) {
        struct zc_places found = { 0 };
        struct walk walk = { ev, focus, step, &found, false };
        if (!walk_axis(&walk, at->all[i]))
            return false;
        for (uint32_t t = walk.looked_up && step->key_alone; t < step->tests.n; t++)
            if (!zc_eval_filter(ev, step->tests.all[t], &found))
                return false;
        if (at->n == 1) {
            next = found;
            break;
        }
        for (uint32_t f = 0; f < found.n; f++)
            push_place(ev, &next, found.all[f]); /* paid when it was found */
    }
    zc_places_sort(&next);
    *at = next;
    return true;
}

static bool begin_path(struct zc_eval *ev, const struct zc_path *path, const struct zc_focus *focus,
                       struct zc_places *at)
{
    struct zc_value base;

    if (path->start == ZC_START_FOCUS)
        return zc_places_add(ev, at, focus->place);
    if (path->start == ZC_START_DOCUMENT)
        return zc_places_add(ev, at, document(ev));
    if (!zc_eval_ast(ev, path->base, focus, &base))
        return false;
    if (base.kind != ZC_VALUE_NODES)
        return zc_fail(ev->err, ZC_E_INPUT,
                       ZC_T("路径只能接在题目或列表后面", "a path can only follow nodes"));
    for (uint32_t i = 0; i < base.nplaces; i++)
        if (!zc_places_add(ev, at, base.places[i]))
            return false;
    for (uint32_t i = 0; i < path->filters.n; i++)
        if (!zc_eval_filter(ev, path->filters.all[i], at))
            return false;
    return true;
}

bool zc_eval_path(struct zc_eval *ev, const struct zc_path *path, const struct zc_focus *focus,
                  struct zc_value *out)
{
    struct zc_places at = { 0 };

    if (!begin_path(ev, path, focus, &at))
        return false;
    for (uint32_t i = 0; i < path->nsteps; i++)
        if (!take_step(ev, &path->steps[i], focus, &at))
            return false;
    return zc_give_nodes(out, &at);
}

/* Routes of ${name} */

static bool walk_route(struct zc_eval *ev, const struct zc_route *route, uint32_t level,
                       const struct zc_node *from, const uint32_t *rows, struct zc_places *out)
{
    uint32_t row = 0;

    if (level == route->depth)
        return zc_places_add(ev, out, zc_place_of_node(from));
    for (const struct zc_node *node = from->first; node; node = node->next) {
        if (node->q != route->way[level] || node->surplus)
            continue;
        row++;
        if (rows && rows[level] && rows[level] != row)
            continue;
        if (!walk_route(ev, route, level + 1, node, rows, out))
            return false;
        /* Only repeats stand several times side by side. */
        if (node->q->type != ZC_TYPE_REPEAT || (rows && rows[level]))
            break;
    }
    return true;
}

bool zc_eval_route(struct zc_eval *ev, const struct zc_route *route, const struct zc_node *from,
                   const uint32_t *rows, struct zc_value *out)
{
    struct zc_places places = { 0 };

    while (from && from->q != route->from)
        from = from->parent;
    if (!from)
        from = ev->env->root;
    if (from && !walk_route(ev, route, 0, from, rows, &places))
        return false;
    return zc_give_nodes(out, &places);
}

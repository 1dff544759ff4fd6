#include "core/id.h"
#include "forms/fill_impl.h"

/* The tree of nodes: groups and questions are there from the beginning, rows of repeats come
 * and go. Sources: XLSFORM.md 2 (stored names), 6.1, 6.8. */

static void link_same(struct zc_fill *fill, struct zc_cell *cell)
{
    struct zc_same *same = &fill->same[cell->node.q->index];

    cell->prev_same = same->last;
    *(same->last ? &same->last->next_same : &same->first) = cell;
    same->last = cell;
}

static void unlink_same(struct zc_fill *fill, struct zc_cell *cell)
{
    struct zc_same *same = &fill->same[cell->node.q->index];

    *(cell->prev_same ? &cell->prev_same->next_same : &same->first) = cell->next_same;
    *(cell->next_same ? &cell->next_same->prev_same : &same->last) = cell->prev_same;
}

static void link_child(struct zc_node *parent, struct zc_node *after, struct zc_node *node)
{
    node->parent = parent;
    node->prev = after;
    node->next = after ? after->next : parent->first;
    *(node->prev ? &node->prev->next : &parent->first) = node;
    *(node->next ? &node->next->prev : &parent->last) = node;
}

static struct zc_cell *make_cell(struct zc_fill *fill, const struct zc_question *q,
                                 struct zc_cell *parent, struct zc_node *after)
{
    bool in_row = q->repeat || q->type == ZC_TYPE_REPEAT;
    struct zc_cell *cell = ZC_NEW(in_row ? &fill->arena : &fill->frame, struct zc_cell, 1);

    cell->node.q = q;
    if (!in_row)
        fill->fixed[fill->nfixed++] = cell;
    cell->node.relevant = cell->node.own_relevant = true;
    cell->fresh = fill->make_fresh;
    fill->has_fresh |= cell->fresh;
    if (parent)
        link_child(&parent->node, after, &cell->node);
    link_same(fill, cell);
    return cell;
}

static void make_children(struct zc_fill *fill, struct zc_cell *cell, bool first_rows)
{
    struct zc_range **tail = &cell->ranges;

    for (const struct zc_question *q = cell->node.q->first; q; q = q->next) {
        if (q->type != ZC_TYPE_REPEAT) {
            struct zc_cell *child = make_cell(fill, q, cell, cell->node.last);
            if (q->first)
                make_children(fill, child, first_rows);
            continue;
        }
        *tail = ZC_NEW(cell->node.q->repeat || cell->node.q->type == ZC_TYPE_REPEAT ? &fill->arena
                                                                                    : &fill->frame,
                       struct zc_range, 1);
        (*tail)->q = q;
        (*tail)->open = true;
        (*tail)->counted = q->repeat_count != NULL;
        tail = &(*tail)->next;
        if (first_rows && !q->repeat_count)
            zc_fill_make_row(fill, cell, q, (struct zc_str){ 0 }, true);
    }
}

void zc_fill_make_root(struct zc_fill *fill, bool first_rows)
{
    const struct zc_form *form = fill->form;
    const struct zc_names *names = form->names;

    fill->fixed =
        ZC_NEW(&fill->frame, struct zc_cell *, form->nquestions + (size_t)ZC_PSEUDO_COUNT);
    fill->root = make_cell(fill, form->questions[0], NULL, NULL);
    make_children(fill, fill->root, first_rows);
    for (unsigned i = 0; i < ZC_PSEUDO_COUNT; i++)
        fill->pseudo[i] = make_cell(fill, names->pseudo[i], fill->root, fill->root->node.last);
    zc_fill_number_nodes(fill);
}

static void clear_ranges(struct zc_cell *cell)
{
    for (struct zc_range *range = cell->ranges; range; range = range->next) {
        range->nrows = range->count = 0;
        range->open = true;
    }
}

void zc_fill_clear(struct zc_fill *fill)
{
    memset(fill->same, 0, (fill->form->nquestions + ZC_PSEUDO_COUNT) * sizeof *fill->same);
    /* Parents stand before their children: each links itself in behind its brothers. */
    for (uint32_t i = 0; i < fill->nfixed; i++) {
        struct zc_cell *cell = fill->fixed[i];
        struct zc_node *parent = cell->node.parent;
        const struct zc_question *q = cell->node.q;
        struct zc_range *ranges = cell->ranges;
        memset(cell, 0, sizeof *cell);
        cell->node.q = q;
        cell->node.relevant = cell->node.own_relevant = true;
        cell->ranges = ranges;
        clear_ranges(cell);
        if (parent)
            link_child(parent, parent->last, &cell->node);
        link_same(fill, cell);
    }
    fill->nrows = 0;
    zc_arena_reset(&fill->arena);
}

struct zc_range *zc_fill_range(const struct zc_cell *parent, const struct zc_question *repeat)
{
    struct zc_range *range = parent->ranges;

    while (range && range->q != repeat)
        range = range->next;
    return range;
}

/* Names of rows rise with the time at which they were made, so that rows stay in that order
 * when they are read from a state, which knows fields by name only. */
static struct zc_str new_item(struct zc_fill *fill)
{
    uint64_t ms = (uint64_t)zc_clock_ms(fill->env.clock) & 0xfffffffffff;
    uint64_t noise = fill->env.random ? fill->env.random(fill->env.ctx) : 0;
    uint64_t id = ms << 20 | (noise & 0xfffff);
    uint8_t bytes[8];
    char text[ZC_ITEM_TEXT + 1];

    if (id <= fill->last_item)
        id = fill->last_item + 16; /* the text keeps 60 of 64 bits */
    fill->last_item = id;
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(id >> (56 - 8 * i));
    zc_item_make(bytes, text);
    return zc_arena_copy(&fill->arena, zc_str_of(text));
}

/* Behind the last row, else behind what stands before the repeat in the form. */
static struct zc_node *place_of_row(const struct zc_cell *parent, const struct zc_question *repeat)
{
    struct zc_node *node = parent->node.last;

    while (node && node->q->index > repeat->index)
        node = node->prev;
    return node;
}

struct zc_cell *zc_fill_make_row(struct zc_fill *fill, struct zc_cell *parent,
                                 const struct zc_question *repeat, struct zc_str item,
                                 bool first_rows)
{
    struct zc_range *range = zc_fill_range(parent, repeat);
    struct zc_cell *row = make_cell(fill, repeat, parent, place_of_row(parent, repeat));

    row->node.item = item.len ? zc_arena_copy(&fill->arena, item) : new_item(fill);
    range->nrows++;
    fill->nrows++;
    make_children(fill, row, first_rows);
    return row;
}

void zc_fill_drop_row(struct zc_fill *fill, struct zc_cell *row)
{
    struct zc_node *node = &row->node, *parent = node->parent;
    struct zc_cell *end = zc_fill_walk_over(row);

    for (struct zc_cell *cell = row; cell != end; cell = zc_fill_walk(cell)) {
        unlink_same(fill, cell);
        fill->nrows -= cell->node.q->type == ZC_TYPE_REPEAT;
    }
    zc_fill_range(zc_cell_of(parent), node->q)->nrows--;
    *(node->prev ? &node->prev->next : &parent->first) = node->next;
    *(node->next ? &node->next->prev : &parent->last) = node->prev;
}

struct zc_cell *zc_fill_walk_over(const struct zc_cell *cell)
{
    const struct zc_node *node = &cell->node;

    while (node && (!node->next || node->next->q->type == ZC_TYPE_PSEUDO))
        node = node->parent;
    return node ? zc_cell_of(node->next) : NULL;
}

struct zc_cell *zc_fill_walk(const struct zc_cell *cell)
{
    const struct zc_node *first = cell->node.first;

    if (first && first->q->type != ZC_TYPE_PSEUDO)
        return zc_cell_of(first);
    return zc_fill_walk_over(cell);
}

void zc_fill_number_nodes(struct zc_fill *fill)
{
    uint32_t order = 0;

    for (struct zc_cell *cell = fill->root; cell; cell = zc_fill_walk(cell))
        cell->node.order = order++;
    for (unsigned i = 0; i < ZC_PSEUDO_COUNT; i++)
        fill->pseudo[i]->node.order = order++;
}

struct zc_cell *zc_fill_under(struct zc_cell *from, const struct zc_question *q)
{
    struct zc_cell *parent = q->parent == from->node.q ? from : NULL;

    if (q == from->node.q)
        return from;
    if (!parent && q->parent)
        parent = zc_fill_under(from, q->parent);
    for (struct zc_node *node = parent ? parent->node.first : NULL; node; node = node->next)
        if (node->q == q)
            return zc_cell_of(node);
    return NULL;
}

static struct zc_cell *find_row(struct zc_cell *parent, const struct zc_question *repeat,
                                struct zc_str item)
{
    for (struct zc_node *node = parent->node.first; node; node = node->next)
        if (node->q == repeat && zc_str_eq(node->item, item))
            return zc_cell_of(node);
    return NULL;
}

/* Goes down REPEAT/ITEM/ as often as it stands in the path; *rest is what is left. */
static struct zc_cell *go_down(struct zc_fill *fill, struct zc_str path, bool make,
                               struct zc_str *rest)
{
    struct zc_cell *row = fill->root;
    size_t slash;

    while (row && (slash = zc_str_find(path, ZC_STR("/"))) != SIZE_MAX) {
        const struct zc_question *here = row == fill->root ? NULL : row->node.q;
        const struct zc_question *repeat =
            zc_names_field(fill->form, here, zc_str_head(path, slash), NULL);
        struct zc_str item = zc_str_from(path, slash + 1);
        size_t end = zc_str_find(item, ZC_STR("/"));
        item = zc_str_head(item, end == SIZE_MAX ? item.len : end);
        if (!repeat || repeat->type != ZC_TYPE_REPEAT || !zc_item_is(item))
            return NULL;
        struct zc_cell *parent = zc_fill_under(row, repeat->parent);
        row = find_row(parent, repeat, item);
        if (!row && make) {
            row = zc_fill_make_row(fill, parent, repeat, item, false);
            zc_fill_mark_rows(fill, repeat);
        }
        path = zc_str_from(path, slash + 1 + item.len + (end != SIZE_MAX));
    }
    *rest = path;
    return row;
}

struct zc_cell *zc_fill_locate(struct zc_fill *fill, struct zc_str path, bool make,
                               struct zc_str *system)
{
    struct zc_str last = zc_field_last(path), name;
    bool is_system = zc_str_starts(last, ZC_STR("_"));
    size_t colon = is_system ? zc_str_find(last, ZC_STR(":")) : SIZE_MAX;
    struct zc_cell *row;

    *system = (struct zc_str){ 0 };
    /* Rows are made for answers only: a note on a field of a row that is gone makes none. */
    row = go_down(fill, path, make && !is_system, &name);
    if (!row || (!name.len && !is_system))
        return row;
    if (is_system) {
        *system = zc_str_head(name, colon == SIZE_MAX ? name.len : colon);
        if (colon == SIZE_MAX)
            return row;
        name = zc_str_from(name, colon + 1);
    }
    const struct zc_question *here = row == fill->root ? NULL : row->node.q;
    const struct zc_question *q = zc_names_field(fill->form, here, name, NULL);
    if (q && !here && q->type != ZC_TYPE_REPEAT) /* outside repeats each stands once */
        return fill->same[q->index].first;
    return q && q->type != ZC_TYPE_REPEAT ? zc_fill_under(row, q) : NULL;
}

static void put_prefix(const struct zc_node *node, struct zc_buf *out)
{
    if (!node)
        return;
    put_prefix(node->parent, out);
    if (node->q->type == ZC_TYPE_REPEAT)
        zc_buf_printf(out, "%.*s/%.*s/", ZC_ARG(node->q->field), ZC_ARG(node->item));
}

struct zc_str zc_fill_prefix(const struct zc_node *node, struct zc_arena *arena)
{
    struct zc_buf out = { 0 };
    struct zc_str prefix = { 0 };

    if (node->q->repeat || node->q->type == ZC_TYPE_REPEAT) {
        put_prefix(node->q->type == ZC_TYPE_REPEAT ? node : node->parent, &out);
        prefix = zc_arena_copy(arena, zc_buf_str(&out));
    }
    zc_buf_release(&out);
    return prefix;
}

struct zc_str zc_fill_path(const struct zc_node *node, struct zc_arena *arena)
{
    struct zc_str prefix = zc_fill_prefix(node, arena);

    if (node->q->type == ZC_TYPE_REPEAT)
        return zc_str_head(prefix, prefix.len - 1);
    return prefix.len ? zc_arena_printf(arena, "%.*s%.*s", ZC_ARG(prefix), ZC_ARG(node->q->field))
                      : node->q->field;
}

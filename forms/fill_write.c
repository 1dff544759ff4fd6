#include "core/alloc.h"
#include "forms/fill_impl.h"

/* What a fill leaves behind: the writes of a revision (MERGE.md 6.3, 6.5, 7), the pairs of an
 * unsaved form, calculated results. */

struct pairs {
    struct zc_arena *arena;
    struct zc_pair *all;
    size_t n, cap;
};

static void add(struct pairs *pairs, struct zc_str name, struct zc_str value)
{
    pairs->all = zc_grow(pairs->all, pairs->n, &pairs->cap, sizeof *pairs->all);
    pairs->all[pairs->n++] = (struct zc_pair){ name, zc_arena_copy(pairs->arena, value) };
}

static void add_said(struct pairs *pairs, const struct zc_cell *cell, const char *system,
                     struct zc_str text)
{
    struct zc_str prefix = zc_fill_prefix(&cell->node, pairs->arena);

    add(pairs,
        zc_arena_printf(pairs->arena, "%.*s%s:%.*s", ZC_ARG(prefix), system,
                        ZC_ARG(cell->node.q->field)),
        text);
}

static int by_name(const void *a, const void *b)
{
    return zc_str_cmp(((const struct zc_pair *)a)->name, ((const struct zc_pair *)b)->name);
}

static void hand_over(struct pairs *pairs, const struct zc_pair **out, size_t *n)
{
    struct zc_pair *all = ZC_NEW(pairs->arena, struct zc_pair, pairs->n);

    if (pairs->n) {
        memcpy(all, pairs->all, pairs->n * sizeof *all);
        qsort(all, pairs->n, sizeof *all, by_name);
    }
    zc_free(pairs->all);
    *out = all;
    *n = pairs->n;
}

/* Nobody gave it: empty, calculated, or as the form itself put it there. */
static bool is_untouched(const struct zc_cell *cell)
{
    const struct zc_question *q = cell->node.q;

    if (!cell->answer.len || !q->kept || q->type == ZC_TYPE_CALCULATE)
        return true;
    return !cell->node.asked && !cell->base.len &&
           (q->calculation || zc_str_eq(cell->answer, cell->start));
}

bool zc_row_is_empty(const struct zc_cell *row)
{
    const struct zc_cell *end = zc_fill_walk_over(row);

    for (const struct zc_cell *cell = row; cell != end; cell = zc_fill_walk(cell))
        if (!is_untouched(cell))
            return false;
    return true;
}

/* The value to be written. Until the record is finished, nothing is written over an answer that
 * is not relevant now; finishing clears it (DOMAIN.md 6). */
static bool value_to_write(const struct zc_cell *cell, bool finish, struct zc_str *value)
{
    /* A link that reads as the root of its duplicate is not changed by that. */
    bool links = cell->node.q->list && cell->node.q->list->rows;

    if (cell->node.relevant)
        *value = finish && !links ? cell->node.value : cell->answer;
    else if (finish)
        *value = (struct zc_str){ 0 };
    else
        return false;
    return !zc_str_eq(*value, cell->base);
}

static void write_row(struct pairs *pairs, const struct zc_cell *row, bool finish, bool *skip)
{
    struct zc_str path;

    *skip = !row->stored && zc_row_is_empty(row);
    if (!row->node.surplus || !finish)
        return;
    /* Rows beyond repeat_count are kept while the form is open and go when it is finished. */
    *skip = true;
    if (row->stored) {
        path = zc_fill_path(&row->node, pairs->arena);
        add(pairs, zc_arena_printf(pairs->arena, "%.*s/_deleted", ZC_ARG(path)), ZC_STR("1"));
    }
}

/* What stands as the reply to a question that was met by another answer. It is data, so it has one
 * spelling. */
static const struct zc_str mended = ZC_LIT("已改");

static void write_reply(struct pairs *pairs, const struct zc_cell *cell, bool changed)
{
    bool by_that = changed && cell->ask.len && !cell->reply.len;
    struct zc_str reply = by_that ? mended : cell->reply;

    if (!zc_str_eq(reply, cell->base_reply))
        add_said(pairs, cell, "_answer", reply);
}

static void write_answer(struct pairs *pairs, const struct zc_cell *cell, bool finish)
{
    struct zc_str value;
    bool changed = cell->node.q->kept && cell->node.q->type != ZC_TYPE_END &&
                   value_to_write(cell, finish, &value);

    if (changed)
        add(pairs, zc_fill_path(&cell->node, pairs->arena), value);
    write_reply(pairs, cell, changed);
    if (!zc_str_eq(cell->why, cell->base_why))
        add_said(pairs, cell, "_why", cell->why);
    if (!zc_str_eq(cell->note, cell->base_note))
        add_said(pairs, cell, "_note", cell->note);
}

static void write_removed(struct pairs *pairs, const struct zc_fill *fill)
{
    for (size_t i = 0; i < fill->nremoved; i++)
        add(pairs, zc_arena_printf(pairs->arena, "%.*s/_deleted", ZC_ARG(fill->removed[i])),
            ZC_STR("1"));
}

/* `end` is the moment of saving; alone it is no difference. */
static void write_end(struct zc_fill *fill, struct pairs *pairs)
{
    for (struct zc_cell *cell = fill->root; cell; cell = zc_fill_walk(cell))
        if (cell->node.q->type == ZC_TYPE_END) {
            cell->answer = zc_fill_now(fill, ZC_TYPE_END, &fill->arena);
            zc_fill_refresh_value(fill, cell);
            zc_fill_mark(fill, cell->node.q);
            if (!zc_str_eq(cell->answer, cell->base))
                add(pairs, zc_fill_path(&cell->node, pairs->arena), cell->answer);
        }
    zc_fill_settle(fill);
}

void zc_fill_writes(struct zc_fill *fill, bool finish, struct zc_arena *arena,
                    const struct zc_pair **writes, size_t *n)
{
    struct pairs pairs = { .arena = arena };

    for (struct zc_cell *cell = fill->root, *next; cell; cell = next) {
        bool skip = false;
        next = zc_fill_walk(cell);
        if (cell->node.q->type == ZC_TYPE_REPEAT)
            write_row(&pairs, cell, finish, &skip);
        if (skip)
            next = zc_fill_walk_over(cell);
        else
            write_answer(&pairs, cell, finish);
    }
    write_removed(&pairs, fill);
    if (pairs.n)
        write_end(fill, &pairs);
    hand_over(&pairs, writes, n);
}

void zc_fill_answers(const struct zc_fill *fill, struct zc_arena *arena,
                     const struct zc_pair **answers, size_t *n)
{
    struct pairs pairs = { .arena = arena };

    for (const struct zc_cell *cell = fill->root; cell; cell = zc_fill_walk(cell)) {
        if (cell->node.q->kept && (cell->answer.len || cell->start.len))
            add(&pairs, zc_fill_path(&cell->node, arena), cell->answer);
        if (cell->node.q->type == ZC_TYPE_REPEAT)
            add(&pairs,
                zc_arena_printf(arena, "%.*s/_row", ZC_ARG(zc_fill_path(&cell->node, arena))),
                ZC_STR("1"));
        if (cell->node.carried)
            add_said(&pairs, cell, "_carried", ZC_STR("1"));
        if (cell->why.len || cell->base_why.len)
            add_said(&pairs, cell, "_why", cell->why);
        if (cell->note.len || cell->base_note.len)
            add_said(&pairs, cell, "_note", cell->note);
        if (cell->reply.len || cell->base_reply.len)
            add_said(&pairs, cell, "_answer", cell->reply);
    }
    write_removed(&pairs, fill);
    hand_over(&pairs, answers, n);
}

void zc_fill_other(const struct zc_fill *fill, const struct zc_pair **pairs, size_t *n)
{
    *pairs = fill->other;
    *n = fill->nother;
}

void zc_fill_calculated(const struct zc_fill *fill, struct zc_arena *arena,
                        const struct zc_pair **out, size_t *n)
{
    struct pairs pairs = { .arena = arena };

    for (const struct zc_cell *cell = fill->root; cell; cell = zc_fill_walk(cell))
        if (zc_type_has_answer(cell->node.q->type) && !cell->node.q->kept && cell->node.relevant &&
            cell->node.value.len)
            add(&pairs, zc_fill_path(&cell->node, arena), cell->node.value);
    hand_over(&pairs, out, n);
}

#include "forms/fill_merge.h"

/* Marks say something by being there (zc_fill_answers); an answer that is not there is empty. */
static bool is_mark(struct zc_str name)
{
    struct zc_str field = zc_field_last(name);
    return zc_str_starts(field, ZC_STR("_carried:")) || zc_str_is(field, "_row") ||
           zc_str_is(field, "_deleted");
}

/* False for an answer in a row that is not among these: to name it would make the row again. */
static bool has_row_of(struct zc_answers answers, struct zc_str name, struct zc_arena *arena)
{
    struct zc_str row = zc_str_head(name, name.len - zc_field_last(name).len);
    return row.len == 0 ||
           zc_pairs_find(answers.pairs, answers.n, zc_arena_printf(arena, "%.*s_row", ZC_ARG(row)));
}

static const struct zc_pair *first_of(struct zc_answers *list, struct zc_str name)
{
    const struct zc_pair *pair =
        list->n > 0 && zc_str_eq(list->pairs[0].name, name) ? list->pairs : NULL;
    if (pair) {
        list->pairs++;
        list->n--;
    }
    return pair;
}

static bool are_same(const struct zc_pair *a, const struct zc_pair *b, bool mark)
{
    if (mark)
        return !a == !b;
    return zc_str_eq(a ? a->value : (struct zc_str){ 0 }, b ? b->value : (struct zc_str){ 0 });
}

static void add(struct zc_answers *list, struct zc_pair *room, const struct zc_pair *pair)
{
    room[list->n++] = *pair;
    list->pairs = room;
}

struct zc_answers zc_answers_merge(struct zc_answers base, struct zc_answers ours,
                                   struct zc_answers theirs, struct zc_arena *arena,
                                   struct zc_answers *clashes)
{
    struct zc_pair *room = ZC_NEW(arena, struct zc_pair, base.n + ours.n + theirs.n + 1),
                   *clash_room = ZC_NEW(arena, struct zc_pair, base.n + ours.n + 1);
    struct zc_answers merged = { room, 0 }, unlike = { clash_room, 0 }, all_ours = ours,
                      all_theirs = theirs;
    while (base.n + ours.n + theirs.n > 0) {
        const struct zc_answers *lists[] = { &base, &ours, &theirs };
        struct zc_str name = { 0 };
        for (int i = 0; i < 3; i++)
            if (lists[i]->n > 0 && (!name.ptr || zc_str_cmp(lists[i]->pairs[0].name, name) < 0))
                name = lists[i]->pairs[0].name;
        const struct zc_pair *was = first_of(&base, name), *mine = first_of(&ours, name),
                             *other = first_of(&theirs, name);
        bool mark = is_mark(name), changed = !are_same(was, mine, mark);
        bool clash = changed && !are_same(was, other, mark) && !are_same(mine, other, mark);
        const struct zc_pair *taken = changed && !clash ? mine : other;
        if (taken)
            add(&merged, room, taken);
        else if (!mark && has_row_of(all_ours, name, arena) && has_row_of(all_theirs, name, arena))
            add(&merged, room, &(struct zc_pair){ name, { 0 } });
        if (clash && !mark)
            add(&unlike, clash_room,
                &(struct zc_pair){ name, mine ? mine->value : (struct zc_str){ 0 } });
    }
    if (clashes)
        *clashes = unlike;
    return merged;
}

struct zc_answers zc_answers_copy(struct zc_answers answers, struct zc_arena *arena)
{
    struct zc_pair *pairs = ZC_NEW(arena, struct zc_pair, answers.n + 1);
    for (size_t i = 0; i < answers.n; i++)
        pairs[i] = (struct zc_pair){ zc_arena_copy(arena, answers.pairs[i].name),
                                     zc_arena_copy(arena, answers.pairs[i].value) };
    return (struct zc_answers){ pairs, answers.n };
}

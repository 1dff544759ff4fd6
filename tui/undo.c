#include "tui/undo.h"
#include "core/alloc.h"
#include <string.h>

static void drop_steps(struct zc_undo *undo, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        zc_arena_release(&undo->steps[i].arena);
    memmove(undo->steps + from, undo->steps + from + n, (undo->n - from - n) * sizeof *undo->steps);
    undo->n -= n;
}

void zc_undo_release(struct zc_undo *undo)
{
    if (undo->n)
        drop_steps(undo, 0, undo->n);
    zc_free(undo->steps);
    *undo = (struct zc_undo){ 0 };
}

static void push(struct zc_undo *undo, const struct zc_entry *entry, struct zc_str field)
{
    undo->steps = zc_grow(undo->steps, undo->n, &undo->cap, sizeof *undo->steps);
    struct zc_undo_step *step = &undo->steps[undo->n++];
    *step = (struct zc_undo_step){ 0 };
    zc_fill_answers(entry->fill, &step->arena, &step->answers, &step->n);
    step->field = zc_arena_copy(&step->arena, field);
    undo->at = undo->n - 1;
}

void zc_undo_begin(struct zc_undo *undo, const struct zc_entry *entry)
{
    zc_undo_release(undo);
    push(undo, entry, (struct zc_str){ 0 });
}

static bool is_same(const struct zc_undo_step *a, const struct zc_undo_step *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++)
        same = zc_str_eq(a->answers[i].name, b->answers[i].name) &&
               zc_str_eq(a->answers[i].value, b->answers[i].value);
    return same;
}

void zc_undo_add(struct zc_undo *undo, const struct zc_entry *entry, struct zc_str field)
{
    enum { MOST_BYTES = 16 * 1024 * 1024 };
    size_t now = undo->at, bytes = 0;
    push(undo, entry, field);
    if (is_same(&undo->steps[now], &undo->steps[undo->n - 1])) {
        drop_steps(undo, undo->n - 1, 1);
        undo->at = now;
        return;
    }
    drop_steps(undo, now + 1, undo->n - now - 2); /* what could be redone */
    for (size_t i = 0; i < undo->n; i++)
        bytes += undo->steps[i].arena.bytes;
    while (undo->n > 2 && bytes > MOST_BYTES) {
        bytes -= undo->steps[0].arena.bytes;
        drop_steps(undo, 0, 1);
    }
    undo->at = undo->n - 1;
}

bool zc_undo_go(struct zc_undo *undo, struct zc_entry *entry, int direction, struct zc_str *field)
{
    if (direction < 0 ? undo->at == 0 : undo->at + 1 >= undo->n)
        return false;
    /* What changed on the way back is what the later of the two steps changed. */
    *field = undo->steps[direction < 0 ? undo->at : undo->at + 1].field;
    undo->at += direction < 0 ? (size_t)-1 : 1;
    zc_entry_rewind(entry, undo->steps[undo->at].answers, undo->steps[undo->at].n);
    return true;
}

void zc_undo_take_in(struct zc_undo *undo, struct zc_answers base, struct zc_answers theirs)
{
    for (size_t i = 0; i < undo->n; i++) {
        struct zc_undo_step *step = &undo->steps[i];
        struct zc_answers mine = { step->answers, step->n };
        struct zc_arena work = { 0 }, arena = { 0 };
        struct zc_answers all =
            zc_answers_copy(zc_answers_merge(base, mine, theirs, &work, NULL), &arena);
        step->field = zc_arena_copy(&arena, step->field);
        step->answers = all.pairs;
        step->n = all.n;
        zc_arena_release(&work);
        zc_arena_release(&step->arena);
        step->arena = arena;
    }
}

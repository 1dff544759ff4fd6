#include "core/history.h"
#include "core/fold_impl.h"
#include <string.h>

static bool is_parent(const struct zc_rev *rev, const struct zc_rev *of)
{
    for (uint32_t i = 0; i < of->nparents; i++)
        if (zc_revid_cmp(&of->parents[i], &rev->id) == 0)
            return true;
    return false;
}

/* Different values of the live entries within a set. */
static uint32_t values_within(const struct fold *fold, const struct fold_register *reg,
                              const uint64_t *within, struct zc_arena *arena,
                              const struct zc_str **out)
{
    uint32_t *live = ZC_NEW(arena, uint32_t, reg->nentries + 1), n = 0;
    uint32_t nlive = fold_live(fold, reg, within, live);
    struct zc_str *values = ZC_NEW(arena, struct zc_str, nlive + 1);
    for (uint32_t i = 0; i < nlive; i++) {
        struct zc_str value = reg->entries[live[i]].value;
        bool seen = false;
        for (uint32_t k = 0; k < n && !seen; k++)
            seen = zc_str_eq(values[k], value);
        if (!seen)
            values[n++] = value;
    }
    *out = values;
    return n;
}

void zc_history_make(const struct zc_rev *revs, size_t n, struct zc_arena *arena,
                     struct zc_history *out)
{
    struct fold *fold = ZC_NEW(arena, struct fold, 1);
    struct zc_step *steps = ZC_NEW(arena, struct zc_step, n + 1);
    struct zc_change **changes = ZC_NEW(arena, struct zc_change *, n + 1);
    fold_begin(fold, revs, n, arena);
    *out = (struct zc_history){ fold->n, fold->too_long, steps, fold };
    for (uint32_t i = 0; i < fold->n; i++) {
        steps[i].rev = fold_rev(fold, i);
        steps[i].side = i > 0 && !is_parent(steps[i - 1].rev, steps[i].rev);
        changes[i] = ZC_NEW(arena, struct zc_change, steps[i].rev->nwrites + 1);
        steps[i].changes = changes[i];
    }
    for (uint32_t r = 0; r < fold->nregisters; r++) { /* by name, so changes are too */
        const struct fold_register *reg = &fold->registers[r];
        for (uint32_t e = 0; e < reg->nentries; e++) {
            uint32_t at = reg->entries[e].at;
            struct zc_change *change = &changes[at][steps[at].nchanges++];
            change->field = reg->name;
            change->after = reg->entries[e].value;
            change->nbefore =
                values_within(fold, reg, fold_ancestors(fold, at), arena, &change->before);
        }
    }
}

void zc_history_state(const struct zc_history *history, uint32_t step, struct zc_arena *arena,
                      struct zc_state *out)
{
    const struct fold *fold = history->fold;
    uint32_t last = history->too_long ? fold->n - 1 : step; /* then zc_fold says that it is */
    struct zc_rev *revs = ZC_NEW(arena, struct zc_rev, last + 1);
    size_t n = 0;
    for (uint32_t i = 0; i <= last; i++)
        if (history->too_long || i == step || fold_is_ancestor(fold, step, i))
            revs[n++] = *fold_rev(fold, i);
    zc_fold(revs, n, arena, out);
}

/* Partings */

/* Keeps in `set` what the step stood on; the step itself was made apart. */
static void meet(const struct fold *fold, uint64_t *set, uint32_t step)
{
    const uint64_t *above = fold_ancestors(fold, step);
    for (uint32_t w = 0; w < fold->words; w++)
        set[w] &= above[w];
}

static uint64_t *whole_set(const struct fold *fold, struct zc_arena *arena)
{
    uint64_t *set = ZC_NEW(arena, uint64_t, fold->words + 1);
    memset(set, 0xff, fold->words * sizeof *set);
    return set;
}

void zc_history_parting(const struct zc_history *history, struct zc_str field,
                        struct zc_arena *arena, struct zc_parting *out)
{
    const struct fold *fold = history->fold;
    const struct fold_register *reg = fold_find(fold, field);
    *out = (struct zc_parting){ .common = ZC_NO_STEP };
    if (!reg)
        return;
    uint64_t *common = whole_set(fold, arena);
    struct zc_side *sides = ZC_NEW(arena, struct zc_side, reg->nlive + 1);
    for (uint32_t i = reg->nlive; i-- > 0;) { /* the highest stands first in `live` */
        const struct fold_entry *entry = &reg->entries[reg->live[i]];
        sides[out->nsides++] = (struct zc_side){ entry->value, entry->at };
        meet(fold, common, entry->at);
    }
    out->sides = sides;
    out->nbefore = values_within(fold, reg, common, arena, &out->before);
    for (uint32_t i = 0; i < fold->n; i++)
        if (fold_set_has(common, i))
            out->common = i;
}

static bool is_split(const struct fold_register *reg)
{
    if (reg->system || reg->gone)
        return false;
    for (uint32_t i = 1; i < reg->nlive; i++)
        if (!zc_str_eq(reg->entries[reg->live[i]].value, reg->entries[reg->live[0]].value))
            return true;
    return false;
}

void zc_history_taken(const struct zc_history *history, struct zc_arena *arena,
                      const struct zc_taken **out, size_t *n)
{
    const struct fold *fold = history->fold;
    uint64_t *common = whole_set(fold, arena);
    struct zc_taken *taken = ZC_NEW(arena, struct zc_taken, fold->nregisters + 1);
    bool any = false;
    *out = taken;
    *n = 0;
    for (uint32_t r = 0; r < fold->nregisters; r++) {
        const struct fold_register *reg = &fold->registers[r];
        for (uint32_t i = 0; is_split(reg) && i < reg->nlive; i++) {
            meet(fold, common, reg->entries[reg->live[i]].at);
            any = true;
        }
    }
    for (uint32_t r = 0; any && r < fold->nregisters; r++) {
        const struct fold_register *reg = &fold->registers[r];
        const struct fold_entry *now = reg->nlive ? &reg->entries[reg->live[0]] : NULL;
        const struct zc_str *before;
        if (reg->system || reg->gone || !now || is_split(reg) || fold_set_has(common, now->at))
            continue;
        uint32_t nbefore = values_within(fold, reg, common, arena, &before);
        struct zc_str was = nbefore ? before[0] : (struct zc_str){ 0 };
        if (!zc_str_eq(was, now->value))
            taken[(*n)++] = (struct zc_taken){ reg->name, now->value, was, now->at };
    }
}

#include "core/dup_set.h"
#include "core/alloc.h"
#include "core/arena.h"
#include <assert.h>
#include <string.h>

struct member {
    uint64_t key;
    uint32_t unit;
};
struct zc_dup_set {
    const struct zc_gazetteer *places;
    int worst;
    struct zc_unit *units;
    size_t n, cap;
    struct zc_arena names;
    int kind;               /* of keys that are walked */
    struct member *members; /* sorted by key; NULL: not yet */
    size_t nmembers, at;
};

struct zc_dup_set *zc_dup_set_new(const struct zc_gazetteer *places, int worst)
{
    struct zc_dup_set *set = zc_alloc_zeroed(1, sizeof *set);
    set->places = places;
    set->worst = worst;
    return set;
}

void zc_dup_set_free(struct zc_dup_set *set)
{
    if (!set)
        return;
    zc_free(set->units);
    zc_free(set->members);
    zc_arena_release(&set->names);
    zc_free(set);
}

void zc_dup_set_add(struct zc_dup_set *set, const struct zc_unit *unit)
{
    set->units = zc_grow(set->units, set->n, &set->cap, sizeof *set->units);
    set->units[set->n] = *unit;
    set->units[set->n++].name = zc_arena_copy(&set->names, unit->name);
}

uint32_t zc_dup_set_count(const struct zc_dup_set *set)
{
    return (uint32_t)set->n;
}

double zc_dup_set_done(const struct zc_dup_set *set)
{
    double inside = set->nmembers ? (double)set->at / (double)set->nmembers : 0;
    return set->kind < ZC_UNIT_KEYS ? ((double)set->kind + inside) / ZC_UNIT_KEYS : 1;
}

/* By key, 16 bits at a time from the lowest; members with one key stay in the order of the units.
 */
static void sort_by_key(struct member *members, size_t n)
{
    enum { DIGIT = 16, VALUES = 1 << DIGIT };
    struct member *other = zc_alloc(n + 1, sizeof *other), *from = members, *to = other;
    size_t *start = zc_alloc(VALUES, sizeof *start);
    for (int shift = 0; shift < ZC_UNIT_KEY_BITS; shift += DIGIT) {
        size_t sum = 0;
        memset(start, 0, VALUES * sizeof *start);
        for (size_t i = 0; i < n; i++)
            start[from[i].key >> shift & (VALUES - 1)]++;
        for (size_t v = 0; v < VALUES; v++) {
            size_t count = start[v];
            start[v] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; i++)
            to[start[from[i].key >> shift & (VALUES - 1)]++] = from[i];
        struct member *swap = from;
        from = to;
        to = swap;
    }
    static_assert(ZC_UNIT_KEY_BITS % (2 * DIGIT) == DIGIT, "an odd number of passes");
    memcpy(members, other, n * sizeof *members);
    zc_free(other);
    zc_free(start);
}

/* A whole name meets whole names, and the names that have no brackets. */
static uint64_t key_in(const struct zc_unit *unit, int kind)
{
    uint64_t key = unit->keys[kind];
    return key || kind != ZC_UNIT_NAME_WHOLE ? key : unit->keys[ZC_UNIT_NAME];
}

static void sort_members(struct zc_dup_set *set)
{
    set->members = zc_alloc(set->n + 1, sizeof *set->members);
    set->nmembers = set->at = 0;
    for (size_t i = 0; i < set->n; i++) {
        uint64_t key = key_in(&set->units[i], set->kind);
        if (key)
            set->members[set->nmembers++] = (struct member){ key, (uint32_t)i };
    }
    sort_by_key(set->members, set->nmembers);
}

/* Compared before, under an earlier kind of key. */
static bool met(const struct zc_unit *a, const struct zc_unit *b, int kind)
{
    for (int k = 0; k < kind; k++) {
        if (a->keys[k] && a->keys[k] == b->keys[k])
            return true;
    }
    return false;
}

static void compare(struct zc_dup_set *set, uint32_t a, uint32_t b, zc_dup_fn each, void *ctx)
{
    struct zc_dup dup;
    const struct zc_unit *left = &set->units[a], *right = &set->units[b];
    if (!met(left, right, set->kind) && zc_dup_compare(set->places, left, right, set->worst, &dup))
        each(ctx, a, b, &dup);
}

/* The units with one key; gives how many pairs that were. A key that says nothing is taken from
 * its units, so that they can meet under another. */
static size_t walk_block(struct zc_dup_set *set, zc_dup_fn each, void *ctx)
{
    const struct member *block = set->members + set->at;
    size_t n = 1;
    while (set->at + n < set->nmembers && block[n].key == block[0].key)
        n++;
    set->at += n;
    for (size_t i = 0; i < n; i++) {
        if (n > ZC_DUP_BLOCK_MAX)
            set->units[block[i].unit].keys[set->kind] = 0;
        for (size_t k = 0; k < i && n <= ZC_DUP_BLOCK_MAX; k++)
            compare(set, block[k].unit, block[i].unit, each, ctx);
    }
    return n;
}

bool zc_dup_set_step(struct zc_dup_set *set, zc_dup_fn each, void *ctx)
{
    enum { WORK = 4000 };
    if (set->kind == ZC_UNIT_KEYS)
        return false;
    if (!set->members) {
        sort_members(set);
        return true;
    }
    for (size_t work = 0; work < WORK && set->at < set->nmembers;)
        work += walk_block(set, each, ctx);
    if (set->at == set->nmembers) {
        zc_free(set->members);
        set->members = NULL;
        set->nmembers = set->at = 0;
        set->kind++;
    }
    return set->kind < ZC_UNIT_KEYS;
}

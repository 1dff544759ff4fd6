#pragma once
#include "core/fold.h"

/* Private to fold.c, fold_system.c and history.c: the graph of a record's revisions and its
 * registers. */

/* A write that counts. Register entries stand in the order of their revision. */
struct fold_entry {
    uint32_t at; /* index into fold->order */
    struct zc_str value;
};

/* One field: all its counting writes, and which of them are live. */
struct fold_register {
    struct zc_str name;
    bool system, gone;
    uint32_t nentries, nlive;
    struct fold_entry *entries;
    uint32_t *live; /* indexes into entries, the highest first */
};

struct fold {
    struct zc_arena *arena;
    const struct zc_rev *revs;
    uint32_t n, words;
    uint32_t *order;        /* revisions by (gen, id): parents stand first */
    uint32_t *gen;          /* by place in order */
    uint64_t *ancestors;    /* n bit sets of `words` words, by place in order */
    bool partial, too_long; /* too long: no ancestors, no registers */
    bool *has_child;        /* by place in order */
    uint32_t nregisters;
    struct fold_register *registers; /* by name */
};

static inline const struct zc_rev *fold_rev(const struct fold *fold, uint32_t at)
{
    return &fold->revs[fold->order[at]];
}

/* A set of places in the order: bits in `words` words. */
static inline bool fold_set_has(const uint64_t *set, uint32_t at)
{
    return set[at / 64] >> at % 64 & 1;
}

static inline const uint64_t *fold_ancestors(const struct fold *fold, uint32_t of)
{
    return fold->ancestors + (size_t)of * fold->words;
}

static inline bool fold_is_ancestor(const struct fold *fold, uint32_t of, uint32_t at)
{
    return fold_set_has(fold_ancestors(fold, of), at);
}

/* Order, ancestors and registers of the revisions of one record. */
void fold_begin(struct fold *fold, const struct zc_rev *revs, size_t n, struct zc_arena *arena);
/* Those entries of `reg` within a set (NULL: all) that nobody in it dominates, the highest first;
 * `out` has room for all entries. */
uint32_t fold_live(const struct fold *fold, const struct fold_register *reg, const uint64_t *within,
                   uint32_t *out);

struct fold_register *fold_find(const struct fold *fold, struct zc_str name);

/* Reads the system fields (MERGE.md 6): status, deleted, items, links, flags. Marks the
 * registers of deleted items as gone. */
void fold_read_system(struct fold *fold, struct zc_state *out);

#pragma once
#include "core/fold.h"

/* Private to fold.c and fold_system.c: the graph of a record's revisions and its registers. */

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
    uint32_t *order;     /* revisions by (gen, id): parents stand first */
    uint32_t *gen;       /* by place in order */
    uint64_t *ancestors; /* n bit sets of `words` words, by place in order */
    bool partial;
    bool *has_child; /* by place in order */
    uint32_t nregisters;
    struct fold_register *registers; /* by name */
};

static inline const struct zc_rev *fold_rev(const struct fold *fold, uint32_t at)
{
    return &fold->revs[fold->order[at]];
}

static inline bool fold_is_ancestor(const struct fold *fold, uint32_t of, uint32_t at)
{
    return fold->ancestors[(size_t)of * fold->words + at / 64] >> at % 64 & 1;
}

struct fold_register *fold_find(const struct fold *fold, struct zc_str name);

/* Reads the system fields (MERGE.md 6): status, deleted, items, links, flags. Marks the
 * registers of deleted items as gone. */
void fold_read_system(struct fold *fold, struct zc_state *out);

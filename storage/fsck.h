#pragma once
#include "storage/record.h"

/* Checking a store (check): every id recomputed, every value valid, every record folded and
 * compared with its state, views and counters compared with the states, modes of the files. */

struct zc_fsck {
    uint64_t records, revisions;
    uint64_t bad_ids, bad_values; /* damaged: only files or backups can help */
    uint64_t bad_states, bad_views, bad_counts, bad_names; /* rebuildable */
    uint64_t open_modes;                                   /* files others may read */
};
/* `say` gets one line per finding, at most 100 (may be NULL). `progress` returns false to stop. */
bool zc_fsck_run(struct zc_store *store, bool (*progress)(void *ctx, uint64_t done, uint64_t total),
                 void (*say)(void *ctx, struct zc_str line), void *ctx, struct zc_fsck *out,
                 struct zc_err *err);

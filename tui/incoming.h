#pragma once
#include "core/arena.h"
#include "tui/intake_job.h"

/* Files that wait to be taken in (来件): in a folder and in the folders right below it, what looks
 * like an exchange file, an edited ledger or a list. Told by the first bytes, not by the name; what
 * a file really is, and whether it is whole, the preview says. */

enum { ZC_INCOMING_MOST = 500 };
struct zc_incoming {
    struct zc_str path, name; /* name with the folder below: zaoce/g1-….zc1.csv */
    enum zc_intake_kind kind;
    uint64_t bytes;
    int64_t written_ms; /* since 1970 */
    bool marked;
};
/* Newest first, in `arena`. A folder that cannot be read has none. */
struct zc_incoming *zc_incoming_find(const char *folder, struct zc_arena *arena, size_t *n);

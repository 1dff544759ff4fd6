#pragma once
#include "storage/record.h"

/* Changes that have not arrived (缺号): for each device the running numbers `.n` of its revisions
 * should have no gap up to the highest one seen. A gap is a hint that a file was forgotten on a
 * stick, no more: a file with a part of the records leaves gaps, clones use a number twice.
 * Source: MERGE.md 12. */

struct zc_gap {
    uint64_t first, last;        /* missing numbers, both included */
    struct zc_str before, after; /* `.at` of the numbers around it; before empty: none */
};
struct zc_device {
    struct zc_str dev;
    unsigned group;     /* of its first revision here; 0: none said */
    uint64_t revisions; /* with a number, each number once */
    uint64_t highest;   /* number */
    uint64_t missing;   /* numbers below it that are not here */
    struct zc_str last; /* `.at` of the highest */
    uint32_t ngaps;
    const struct zc_gap *gaps; /* ascending */
};
/* All devices by group and name, in `arena`. One pass over the revisions; 16 bytes each meanwhile.
 */
bool zc_gaps_find(struct zc_txn *txn, struct zc_arena *arena, const struct zc_device **out,
                  size_t *n, struct zc_err *err);

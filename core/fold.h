#pragma once
#include "core/state.h"

/* The merge fold: a pure function from the revisions of one record to its state. The order of
 * `revs`, repeats of a file, clocks and devices have no influence. Source: MERGE.md 5.3.
 *
 * Cost: n · (parents + writes · live) · n/64 words for n revisions; n is 3 to 6 for nearly all
 * records. Above ZC_FOLD_MAX revisions nothing is folded and ZC_FLAG_LONG is set (form, heads
 * and counts are still right). */

enum { ZC_FOLD_MAX = 10000 };

/* `revs`: all revisions of one record in any order, each once, at least one. The state borrows
 * the texts of `revs`; everything else lies in `arena`. */
void zc_fold(const struct zc_rev *revs, size_t n, struct zc_arena *arena, struct zc_state *out);

/* The same revisions ordered by (gen, id), as exchange files and histories list them:
 * `order[i]` is an index into `revs`. */
void zc_fold_order(const struct zc_rev *revs, size_t n, struct zc_arena *arena, uint32_t *order);

#pragma once
#include "core/state.h"

/* The judge of the fast fold: a second, slow one straight from the definitions of MERGE.md 5.1
 * and 6, with sets of revisions as rows of booleans and no clever order. At most
 * SLOW_MAX revisions. */

enum { SLOW_MAX = 64 };

struct slow_fold;
struct slow_fold *slow_fold_new(const struct zc_rev *revs, size_t n, struct zc_arena *arena);

/* Does the write of `field` in revision `at` count? */
bool slow_counts(const struct slow_fold *fold, size_t at, struct zc_str field);
/* live(field, S) as booleans by index into revs. */
void slow_live(const struct slow_fold *fold, struct zc_str field, bool out[SLOW_MAX]);
bool slow_is_ancestor(const struct slow_fold *fold, size_t of, size_t at);
/* The state shown; NULL-terminated explanation in `why` when it differs from `state`. */
bool slow_agrees(const struct slow_fold *fold, const struct zc_state *state, char why[200]);

#pragma once
#include "core/fold.h"

/* The history of a record (历史): its revisions by (gen, id), and what each of them changed. The
 * same rules as the fold: a write that changed nothing is no change, the values before are those
 * that stood in the history of that revision alone. Clocks decide nothing. Source: MERGE.md 5 and
 * 13.
 *
 * A step is on a side line (旁支) when the step listed before it is none of its parents: somebody
 * worked apart from what stands above. */

enum { ZC_NO_STEP = UINT32_MAX };

struct zc_change {
    struct zc_str field, after; /* empty: cleared */
    uint32_t nbefore;           /* 0: there was none; several: they were in conflict */
    const struct zc_str *before;
};
struct zc_step {
    const struct zc_rev *rev;
    bool side;
    uint32_t nchanges;
    const struct zc_change *changes; /* by field */
};

struct fold;
struct zc_history {
    uint32_t n;
    bool too_long; /* more than ZC_FOLD_MAX: steps without changes, and nothing below answers */
    const struct zc_step *steps;
    const struct fold *fold; /* private */
};

/* `revs` as for zc_fold; they are borrowed, everything else lies in `arena`. */
void zc_history_make(const struct zc_rev *revs, size_t n, struct zc_arena *arena,
                     struct zc_history *out);

/* The state as it was when this step had been made: it and all it stood on. */
void zc_history_state(const struct zc_history *history, uint32_t step, struct zc_arena *arena,
                      struct zc_state *out);

/* Where the live values of a field come from, and what stood before they parted: the values at
 * the nearest common ancestors of the steps that wrote them. */
struct zc_side {
    struct zc_str value;
    uint32_t step;
};
struct zc_parting {
    uint32_t nsides; /* by step; the same value may stand twice */
    const struct zc_side *sides;
    uint32_t nbefore;
    const struct zc_str *before;
    uint32_t common; /* newest step that all sides stood on; ZC_NO_STEP: none */
};
void zc_history_parting(const struct zc_history *history, struct zc_str field,
                        struct zc_arena *arena, struct zc_parting *out);

/* Data fields without conflict that were changed since the sides of the conflicts of this record
 * parted: the merge took the changed side by itself. By field. None without a conflict. */
struct zc_taken {
    struct zc_str field, value, before; /* before: empty where there was none */
    uint32_t step;
};
void zc_history_taken(const struct zc_history *history, struct zc_arena *arena,
                      const struct zc_taken **out, size_t *n);

#pragma once
#include "core/rev.h"

/* Two people, or two windows, filled in the same unsaved form from the same beginning
 * (合并未存的表): what either of them changed, in one list of answers. Not the merge of records:
 * that is the fold of their revisions (core/fold.h); here nothing was saved yet, and both are at
 * hand.
 *
 *   base     addr=人民街1号              ours   addr=人民街1号 staff=8
 *   theirs   addr=人民街1号 phone=…      merged addr=人民街1号 phone=… staff=8
 *
 * A question that both answered differently is a clash: theirs stands in the merged list, ours is
 * told to the caller, who still has it on the screen. */

/* As zc_fill_answers gives them: sorted by name, marks of rows and carried answers among them. */
struct zc_answers {
    const struct zc_pair *pairs;
    size_t n;
};

/* All lists in `arena`, texts borrowed. `clashes` (may be NULL): ours, where theirs stands; a mark
 * is none. */
struct zc_answers zc_answers_merge(struct zc_answers base, struct zc_answers ours,
                                   struct zc_answers theirs, struct zc_arena *arena,
                                   struct zc_answers *clashes);
/* In `arena`, texts copied. */
struct zc_answers zc_answers_copy(struct zc_answers answers, struct zc_arena *arena);

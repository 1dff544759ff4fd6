#pragma once
#include "core/rev.h"
#include "storage/store.h"

/* Unsaved forms (未存): what somebody typed and has not saved. Local, never exported, offered at
 * the next start. Every accepted field is one durable commit; the field still being typed is
 * written at most 2 s after the last key.
 *
 * The same form may stand in two windows. Every write counts up `seq`, and a write that does not
 * name the number it read last is refused with ZC_E_CONFLICT: nobody writes over what he has not
 * seen. */

struct zc_draft {
    struct zc_rid rid; /* of the record, or the id a new record will get */
    bool is_new;
    struct zc_str form, person;
    struct zc_str at; /* RFC 3339, of the last write */
    uint32_t nparents, nanswers;
    const struct zc_revid *parents; /* heads of the state on which the form was opened */
    const struct zc_pair *answers;  /* zc_fill_answers: stored paths and values */
    struct zc_str cursor;           /* stored path of the field that had the cursor */
    struct zc_str typing;           /* text in that field that was not accepted yet */
    bool has_typing;
    uint64_t seq; /* of the last write that was read or made; 0: there was none */
};

/* The number in the store is draft->seq + 1 afterwards. */
bool zc_draft_put(struct zc_txn *txn, const struct zc_draft *draft, struct zc_err *err);
/* Only rid, cursor, typing, time and number: the two-second journal. The draft must exist. */
bool zc_draft_put_typing(struct zc_txn *txn, const struct zc_draft *draft, struct zc_err *err);
/* Fails with ZC_E_CONFLICT where the last write of the unsaved form is another one than `seq`: it
 * was written elsewhere, or, with `gone` (may be NULL) set, finished or thrown away there. */
bool zc_draft_is_as_read(struct zc_txn *txn, struct zc_rid rid, uint64_t seq, bool *gone,
                         struct zc_err *err);
bool zc_draft_get(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                  struct zc_draft *out, bool *found, struct zc_err *err);
bool zc_draft_delete(struct zc_txn *txn, struct zc_rid rid, struct zc_err *err);
/* All drafts, newest first, in `arena`. `person` empty: everybody's. */
bool zc_draft_list(struct zc_txn *txn, struct zc_str person, struct zc_arena *arena,
                   struct zc_draft **out, size_t *n, struct zc_err *err);

#pragma once
#include "core/rev.h"
#include "storage/store.h"

/* What people did last on this laptop (最近操作), so that they can undo it (tui/review.h): acts,
 * each of one or more revisions. Local, in the transaction that makes the revision; the last
 * ZC_ACT_LOG_KEPT acts of all people together are kept. */

enum { ZC_ACT_LOG_KEPT = 50 };

struct zc_act_rev {
    struct zc_rid rid;
    struct zc_revid id;
};
/* Adds a revision to act *act; 0 begins a new one and sets *act. */
bool zc_act_log_add(struct zc_txn *txn, struct zc_str person, const struct zc_rev *rev,
                    uint64_t *act, struct zc_err *err);
/* Revisions of the last act of a person, in the order they were made, in `arena`; *n = 0: none.
 * What an import wrote that has been undone (storage/restore.h) is passed over. */
void zc_act_log_last(struct zc_txn *txn, struct zc_str person, struct zc_arena *arena,
                     struct zc_act_rev **out, size_t *n);
/* Takes revisions off the log: they are undone. */
bool zc_act_log_drop(struct zc_txn *txn, const struct zc_act_rev *revs, size_t n,
                     struct zc_err *err);

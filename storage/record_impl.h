#pragma once
#include "storage/record.h"
#include "storage/store_impl.h"

/* Private to storage/: the steps of zc_record_refresh, for those who fill a whole store. */

/* Folds what `rev` has of the record. */
bool zc_record_fold(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                    struct zc_state *out, struct zc_err *err);
/* zc_record_refresh that also tells how many data fields are in conflict. */
bool zc_record_refresh_count(struct zc_txn *txn, struct zc_rid rid, uint32_t *nconflicts,
                             struct zc_err *err);
/* State and links alone: views, counters and the flags of other records are left to
 * zc_record_settle and to the caller. */
bool zc_record_put_bare(struct zc_txn *txn, const struct zc_state *state, struct zc_err *err);
/* Sets the flags that depend on other records, whose states must be there, and whether it is
 * hidden. */
bool zc_record_settle(struct zc_txn *txn, struct zc_rid rid, struct zc_err *err);

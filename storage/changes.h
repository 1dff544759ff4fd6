#pragma once
#include "core/id.h"
#include "storage/store.h"

/* What changed lately (近来改动): the records that each of the last commits touched, under the
 * number that zc_txn_number had after it. Kept in the store, so that a commit of another process
 * is seen as well: whoever keeps something that was made of records asks here what of it is old,
 * and makes nothing else anew.
 *
 * A commit that touches many records, or changes how records stand to each other (links between
 * duplicates, a rebuild), is noted as a change of everything. Local, never exported. */

enum {
    ZC_CHANGES_KEPT = 64, /* commits */
    ZC_CHANGES_MOST = 64  /* records of one commit */
};

/* Calls `each` for the records that changed after the transaction number `number`; a record may
 * come several times. False: it is not known which, everything may have changed. */
bool zc_changes_since(struct zc_txn *txn, uint64_t number,
                      void (*each)(void *ctx, struct zc_rid rid), void *ctx);
/* Private to storage/: notes what the transaction touched under its number. */
bool zc_changes_note(struct zc_txn *txn, uint64_t number, const struct zc_rid *rids, size_t n,
                     bool all, struct zc_err *err);

#pragma once
#include "core/rev.h"
#include "storage/store.h"

/* Revisions on disk: database `rev`, key rid 16 + revision id 20, value packed (field names as
 * numbers of database `name`, names inside repeats inline). Clustered by record: a fold reads
 * neighbours. Revisions are only ever added. */

/* *fresh tells whether it was unknown; a known one is not written again. Does not fold: see
 * zc_record_refresh. The revision must be verified (core/rev.h). */
bool zc_revs_put(struct zc_txn *txn, const struct zc_rev *rev, bool *fresh, struct zc_err *err);
/* The same, quicker while revisions come in the order of an exchange file into an empty store. */
bool zc_revs_append(struct zc_txn *txn, const struct zc_rev *rev, bool *fresh, struct zc_err *err);
bool zc_revs_has(struct zc_txn *txn, struct zc_rid rid, const struct zc_revid *id);
/* All revisions of a record, copied into `arena`, ascending by id; *n = 0: not in the store. */
bool zc_revs_load(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                  struct zc_rev **revs, size_t *n, struct zc_err *err);
/* The same in a read transaction without copying: texts live until it ends. */
bool zc_revs_borrow(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                    struct zc_rev **revs, size_t *n, struct zc_err *err);
/* Place of a revision among those that zc_revs_load gave; SIZE_MAX: it is not there. */
size_t zc_revs_place(const struct zc_rev *revs, size_t n, const struct zc_revid *id);
/* First record with an id above `after` (kind 0: from the start). False at the end, which in a
 * damaged store may come early: */
bool zc_revs_next(struct zc_txn *txn, struct zc_rid after, struct zc_rid *out);
/* `n` revisions were met on such a walk. Fails when the store holds another number of them. */
bool zc_revs_are_all(struct zc_txn *txn, uint64_t n, struct zc_err *err);

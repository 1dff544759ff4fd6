#pragma once
#include "core/fold.h"
#include "storage/revs.h"

/* Records (记录): their folded state on disk, kept in step with `rev` in the same transaction,
 * together with views, counters and the flags that depend on other records (dangling,
 * dup-of-deleted, dup-edited, hidden). */

/* State of a record, in `arena` (texts copied). *found = false: not in the store. */
bool zc_record_get(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                   struct zc_state *out, bool *found, struct zc_err *err);
/* After new revisions of a record were put: folds, writes state, views, counters, and those of
 * the records linked to it. */
bool zc_record_refresh(struct zc_txn *txn, struct zc_rid rid, struct zc_err *err);
/* Put and refresh for one revision made here. */
bool zc_record_add(struct zc_txn *txn, const struct zc_rev *rev, struct zc_err *err);
/* Visible: not deleted and not hidden behind another record (MERGE.md 6.4). */
bool zc_record_is_visible(struct zc_txn *txn, const struct zc_state *state);
/* The record that stands for it: itself, or the end of its links. */
struct zc_rid zc_record_root(struct zc_txn *txn, struct zc_rid rid);
/* Records hidden behind this one, ascending, in `arena`. */
bool zc_record_dups(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                    struct zc_rid **out, size_t *n, struct zc_err *err);
/* Visible records of a form whose key field has a live value that equals `key` in normal form
 * (zc_key_normal). Up to `max` ids. `field` need not be the form's key: a field with a sorted
 * view is looked up in that view, any other by a scan of the form's records. */
bool zc_record_by_key(struct zc_txn *txn, struct zc_str form, struct zc_str field,
                      struct zc_str key, struct zc_rid *out, size_t max, size_t *n,
                      struct zc_err *err);
/* True if a live value of the field equals `key` in normal form. */
bool zc_record_has_key(const struct zc_state *state, struct zc_str field, struct zc_str key,
                       struct zc_arena *arena);
/* Full-width ASCII to ASCII, blanks out, upper case (MERGE.md 10). */
struct zc_str zc_key_normal(struct zc_str key, struct zc_arena *arena);
/* A rid by what people type: a full rid, or a unique end of it (编号, at least 5 characters).
 * ZC_E_INPUT names the candidates' number when none or several fit. */
bool zc_record_find(struct zc_txn *txn, struct zc_str text, struct zc_rid *out, struct zc_err *err);
/* Rebuilds state, views and counters from `rev`, in batches of their own transactions. `stop`
 * (may be NULL) is asked between batches. */
bool zc_store_rebuild(struct zc_store *store,
                      bool (*stop)(void *ctx, uint64_t done, uint64_t total), void *ctx,
                      struct zc_err *err);

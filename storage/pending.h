#pragma once
#include "storage/record.h"

/* Rows of edited ledgers (改过的台账行) as revisions, and those that wait for their base.
 * Source: MERGE.md 9.4.
 *
 * A row was made from certain heads of its record. With all of these and what lies above them in
 * the store it becomes a revision on these heads: its writes are the cells that differ from what
 * the record was then, and are nothing that a spreadsheet makes of an untouched cell. The revision
 * names no person and no time, so whoever imports that ledger makes the very same one. Without
 * them the row waits, locally, and is tried again after every import. */

struct zc_ledger_row {
    uint32_t line; /* in the file; 0: it waited */
    struct zc_rid rid;
    struct zc_str
        base; /* head prefixes as in `_rev`, ascending, joined by '.', without the check */
    uint32_t ncells;
    const struct zc_pair *cells; /* by field; values with LF line ends */
};

/* The caller knows forms, this room knows records: what an edited cell is to be as a stored value,
 * the caller says. A function of form, base and cell alone, so that the revision stays the same on
 * every laptop. */
struct zc_ledger_judge {
    void *ctx;
    /* `edits` (*n of them, by field, in `arena`): each value is changed in place. Cells that are
     * not taken are removed; gives how many, and has told of them itself. */
    size_t (*judge)(void *ctx, const struct zc_ledger_row *row, const struct zc_state *base,
                    struct zc_pair *edits, size_t *n, struct zc_arena *arena);
};

enum zc_row_outcome {
    ZC_ROW_UNTOUCHED, /* nothing to do */
    ZC_ROW_EDITED,    /* *rev is the revision; perhaps known already */
    ZC_ROW_LEFT,      /* edited, but no cell of it was taken */
    ZC_ROW_WAITS      /* the base is not here */
};
/* In `arena`. `judge` NULL: every cell is a value as it stands. Fails with ZC_E_INPUT or
 * ZC_E_LIMIT when an edited cell can be no value. */
bool zc_ledger_row_derive(struct zc_txn *txn, const struct zc_ledger_row *row,
                          const struct zc_ledger_judge *judge, struct zc_arena *arena,
                          enum zc_row_outcome *outcome, struct zc_rev *rev, struct zc_err *err);
/* Keeps a row that waits; the same row once. */
bool zc_pending_put(struct zc_txn *txn, const struct zc_ledger_row *row, struct zc_err *err);
/* Calls `each` for every waiting row, in an order that depends on the rows alone. */
bool zc_pending_each(struct zc_txn *txn, bool (*each)(void *ctx, const struct zc_ledger_row *row),
                     void *ctx, struct zc_err *err);
uint64_t zc_pending_count(struct zc_txn *txn);
/* After an import: rows whose base has come become revisions and go. *settled (may be NULL)
 * counts them. One transaction of its own, none when nothing waits. */
bool zc_pending_retry(struct zc_store *store, const struct zc_ledger_judge *judge,
                      uint64_t *settled, struct zc_err *err);

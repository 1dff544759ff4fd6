#pragma once
#include "storage/import_list.h"
#include "storage/pending.h"
#include "storage/table_file.h"

/* Taking back edited ledgers (改过的台账): tables for people that this program gave out and that a
 * spreadsheet re-sorted, re-encoded, cut, spoiled and people edited. Source: MERGE.md 9.2 to 9.4.
 *
 * Columns are known by `[field]` in the header or by a plain ASCII name; what has no such name, or
 * one that stands twice, is no data. Each row carries `_id` and `_rev`, which say from which state
 * it was made. Rows are matched against that state, never against the record of today. A missing
 * row or column says nothing. */

/* Is it such a table? It has the columns `_id` and `_rev`. */
bool zc_ledger_table_is(const struct zc_table_file *table);
/* For zc_table_known: headers that name a field or system column. */
bool zc_ledger_header_known(struct zc_str header);
/* The data field that a header names, empty when it names none. */
struct zc_str zc_ledger_header_field(struct zc_str header);
/* The `_id` cell of a row, empty when it has none. In `arena`. */
struct zc_str zc_ledger_row_id(const struct zc_table_file *table, const struct zc_table_row *row,
                               struct zc_arena *arena);

struct zc_backup_point; /* backup.h */

struct zc_import_ledger_options {
    bool dry_run;
    size_t batch;                        /* rows a batch; 0: 5,000 */
    struct zc_str person, at, path;      /* for the audit log */
    struct zc_backup_point *backup;      /* set before something is written; NULL: no backup */
    const struct zc_ledger_judge *judge; /* borrowed; NULL: cells are values as they stand */
    void *ctx;                           /* for notice */
    void (*notice)(void *ctx, const struct zc_list_notice *notice);
};
struct zc_import_ledger_report {
    uint64_t changed, same, conflict, dup, refused; /* records */
    uint64_t waiting; /* of the refused: kept until their base comes */
    uint64_t revisions;
    uint32_t nignored;
    const uint32_t *ignored; /* columns without a name, or with one that stands twice */
};

struct zc_import_ledger;
/* `table` is borrowed. Rows without `_id` are passed over: they are a list's. */
struct zc_import_ledger *zc_import_ledger_open(struct zc_store *store,
                                               const struct zc_table_file *table,
                                               const struct zc_import_ledger_options *options,
                                               struct zc_err *err);
bool zc_import_ledger_step(struct zc_import_ledger *import, bool *done, struct zc_err *err);
void zc_import_ledger_progress(const struct zc_import_ledger *import, uint64_t *done,
                               uint64_t *total);
const struct zc_import_ledger_report *
zc_import_ledger_report(const struct zc_import_ledger *import);
void zc_import_ledger_free(struct zc_import_ledger *import); /* NULL is fine */

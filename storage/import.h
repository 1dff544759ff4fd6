#pragma once
#include "storage/encoding.h"
#include "storage/record.h"

/* Taking exchange files in (导入). A job in slices: stoppable between batches, safe to repeat; a
 * damaged or cut-off file is taken as far as it goes. A batch is read and proved first, then one
 * transaction: revisions, states, views, counters (MERGE.md 8.2). Known revisions are not written
 * again. A large file into a store without records goes the way of storage/building.h.
 *
 * Memory: one batch, and 35 bytes for each record of the file (twice that while the lists grow). */

struct zc_backup_point; /* backup.h */

struct zc_import_options {
    bool dry_run;                   /* nothing is written; conflicts and duplicates are those that
                                       would be (of a record that two batches share: by its later
                                       part; duplicates: of records that are in the store) */
    size_t batch;                   /* lines a batch where somebody waits for a key; 0: as below */
    struct zc_str person, at;       /* for the audit log */
    struct zc_backup_point *backup; /* set before something is written; NULL: no backup */
};

/* Counts as CLI.md 3 defines them: records, but `damaged` lines and `revisions`. */
struct zc_import_report {
    uint64_t new_records, changed, same, conflict, dup, damaged;
    uint64_t revisions;     /* new revisions stored */
    bool complete;          /* an end line fits */
    uint64_t first_damaged; /* line number, 0: none */
    char first_reason[512];
};

struct zc_import;
/* Opens the file. Fails when it is no exchange file, or one of a newer program. */
struct zc_import *zc_import_open(struct zc_store *store, const char *path,
                                 const struct zc_import_options *options, struct zc_err *err);
/* One batch: 20,000 lines while an empty store is filled (four times `batch`), else 5,000; fewer
 * of very long ones. *done when finished. On failure what is in stays in. */
bool zc_import_step(struct zc_import *import, bool *done, struct zc_err *err);
/* Bytes of the file; total 0: not known (a pipe). */
void zc_import_progress(const struct zc_import *import, uint64_t *done, uint64_t *total);
/* Complete when the import is done; until then counts of lines only. */
const struct zc_import_report *zc_import_report(const struct zc_import *import);
/* Stopped on the way: what is in stays in and is usable. */
void zc_import_free(struct zc_import *import);

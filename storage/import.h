#pragma once
#include "storage/encoding.h"
#include "storage/record.h"

/* Taking exchange files in (导入). A job in slices: stoppable between batches, safe to repeat; a
 * damaged or cut-off file is taken as far as it goes. A batch is one transaction: revisions,
 * states, views, counters (MERGE.md 8.2). Known revisions are not written again. */

struct zc_import_options {
    bool dry_run;
    struct zc_str person, at; /* for the audit log */
};

/* Counts as CLI.md 3 defines them: records, but `damaged` lines and `revisions`. */
struct zc_import_report {
    uint64_t new_records, changed, same, conflict, damaged;
    uint64_t revisions;     /* new revisions stored */
    bool complete;          /* an end line fits */
    uint64_t first_damaged; /* line number, 0: none */
    char first_reason[256];
};

struct zc_import;
/* Reads the file. Fails when it is no exchange file, or one of a newer program. */
struct zc_import *zc_import_open(struct zc_store *store, const char *path,
                                 const struct zc_import_options *options, struct zc_err *err);
/* One batch: 50,000 revisions into a store without records, else 5,000. *done when finished. On
 * failure what is in stays in. */
bool zc_import_step(struct zc_import *import, bool *done, struct zc_err *err);
void zc_import_progress(const struct zc_import *import, uint64_t *done, uint64_t *total);
const struct zc_import_report *zc_import_report(const struct zc_import *import);
void zc_import_free(struct zc_import *import);

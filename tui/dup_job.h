#pragma once
#include "storage/dup_scan.h"
#include "tui/job.h"
#include "tui/survey.h"

/* Comparing all records of the ledger with each other (比对) as a job; nothing is written. */

struct zc_dup_job {
    struct zc_job job;
    struct zc_dup_scan *scan; /* its pairs are there when the job is done */
};
/* Pairs up to tier `worst` (core/dup.h). */
struct zc_dup_job *zc_dup_job_new(struct zc_survey *survey, int worst);
/* The job as one of these, NULL: another, or none. */
struct zc_dup_job *zc_dup_job_of(struct zc_job *job);

/* How many pairs there are, for home, which compares nothing: noted in this store whenever a
 * comparison has ended or a pair was decided. Where nothing can be written it stays as it was. */
void zc_dup_note_count(struct zc_store *store, size_t n);
/* False: nobody has compared yet. */
bool zc_dup_last_count(struct zc_txn *txn, uint64_t *n);

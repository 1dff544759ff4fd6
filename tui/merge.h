#pragma once
#include "tui/dup_job.h"
#include "tui/intake_job.h"

/* Merging several files (合并) as one job: each is taken in by an intake job of its own, a file
 * that cannot be read never stops the others; then the ledger is compared for pairs that may be one
 * unit, so that home counts them. As a dry run it is the preview. What became of
 * each file is kept until the job is freed. Before its first batch that writes something the store
 * is backed up: the merge of all files can be undone as one (tui/safety.h). */

enum { ZC_MERGE_NOTICES = 1000 }; /* kept of one file */
struct zc_merge_file {
    struct zc_str path, name;
    uint64_t bytes;
    bool begun, done;  /* done: read to its end */
    struct zc_err err; /* why it was not taken, code ZC_OK: it was */
    enum zc_intake_kind kind;
    struct zc_intake_counts counts;
    bool complete; /* exchange files */
    uint64_t first_damaged;
    struct zc_str reason; /* of the first damaged line */
    size_t nnotices, nmore;
    struct zc_list_notice *notices; /* by line; texts in the arena of the merge */
};
struct zc_merge {
    struct zc_job job;
    struct zc_survey *survey;
    bool dry_run;
    size_t n, at; /* at: the file in work */
    struct zc_merge_file *files;
    struct zc_intake_options options;
    struct zc_backup_point backup; /* of all files together */
    struct zc_intake_job *now;
    struct zc_dup_job *pairs; /* behind the last file, where something came in; else NULL, */
    bool compared;            /* to its end */
    struct zc_arena arena;
};

struct zc_merge *zc_merge_new(struct zc_survey *survey, const struct zc_form *form, bool dry_run);
/* Before the first slice. */
void zc_merge_add(struct zc_merge *merge, struct zc_str path, uint64_t bytes);
/* The merge of a job, NULL: it is something else. */
struct zc_merge *zc_merge_of(struct zc_job *job);
/* Over all files. */
void zc_merge_sum(const struct zc_merge *merge, struct zc_intake_counts *out);
/* Pairs of the whole ledger that may be one unit; false: it was not compared, or not to the end. */
bool zc_merge_pairs(const struct zc_merge *merge, size_t *n);
uint64_t zc_merge_records(const struct zc_intake_counts *counts);

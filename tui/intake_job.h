#pragma once
#include "storage/backup.h"
#include "tui/job.h"
#include "tui/ledger_judge.h"
#include "tui/list_reader.h"

/* Taking in one file of any kind (导入一个文件) as a job: an exchange file, an edited ledger with
 * the rows that people added to it, a list from outside. What it is, its first bytes and its header
 * say. Commands and screens take files in through this alone.
 *
 * Safe to stop and to repeat: batches that are in stay in, doing it again completes them. After a
 * file that was taken in, rows of edited ledgers that waited for it are tried again. */

enum zc_intake_kind { ZC_INTAKE_EXCHANGE, ZC_INTAKE_TABLE, ZC_INTAKE_LIST };
const char *zc_intake_kind_name(enum zc_intake_kind kind); /* "exchange", "table", "list" */

struct zc_intake_options {
    bool dry_run; /* counts what would happen, changes nothing */
    bool accept;  /* lists: differences become edits of the person, not proposals */
    size_t batch; /* lines a batch where somebody waits for a key; 0: the usual ones */
    struct zc_backup_point *backup; /* set before the first batch that writes; NULL: no backup */
    struct zc_list_options list;
};
/* Records as CLI.md 3 counts them; `damaged` are lines of an exchange file. */
struct zc_intake_counts {
    uint64_t new_records, changed, same, conflict, refused, damaged;
};
struct zc_intake_job {
    struct zc_job job;
    enum zc_intake_kind kind;
    struct zc_intake_counts counts;
    bool complete;                /* exchange files: an end line fits */
    uint64_t first_damaged;       /* line, 0: none */
    char first_reason[512];       /* of that line */
    uint64_t settled;             /* waiting rows that this file brought the base of */
    size_t nleft;                 /* edited cells of a ledger that were not simply taken */
    uint32_t ncalculated;         /* columns of an edited ledger that the form calculates */
    uint32_t nignored;            /* others of it that name no field, or one that stands twice */
    struct zc_str ignored;        /* the headers of these, with a comma between */
    bool has_list;                /* rows of a list were read: `reader` knows columns */
    struct zc_list_reader reader; /* of tables and lists: table, columns, notices in order */
    /* Inside. */
    struct zc_survey *survey;
    struct zc_intake_options options;
    struct zc_ledger_checker checker;
    struct zc_str path, at; /* in `arena` */
    int stage;
    struct zc_import *exchange;
    struct zc_import_ledger *ledger;
    struct zc_import_list *list;
    struct zc_arena arena;
};

/* Opens the file; a table is read as a whole. The form of options->list is borrowed. NULL on
 * failure, with the name of the file in the message. */
struct zc_intake_job *zc_intake_job_open(struct zc_survey *survey, const char *path,
                                         const struct zc_intake_options *options,
                                         struct zc_err *err);

#pragma once
#include "storage/export.h"
#include "tui/survey.h"

/* Giving out (导出): what the export command and the export screen do in the same way. Exchange
 * files for other laptops, tables for people; which records; the name that a file gets by itself;
 * the number of the export, and what counts as not exported afterwards. */

enum zc_give_kind { ZC_GIVE_EXCHANGE, ZC_GIVE_TABLE };
enum zc_give_range {
    ZC_GIVE_ALL,
    ZC_GIVE_CHANGES, /* records with a revision made here since an export of all changes */
    ZC_GIVE_SOME     /* those of `some` */
};
struct zc_give {
    enum zc_give_kind kind;
    enum zc_give_range range;
    const struct zc_form *form; /* NULL: every form; exchange files only */
    bool no_drafts;             /* drafts stay here */
    bool gb18030, mask_phone;   /* tables; a masked column is not read back */
    bool labels;                /* tables: choices in words instead of codes */
    const struct zc_rid *some;  /* ascending */
    size_t nsome;
    struct zc_export_watch watch;
};
/* Writes the file, reads it back, and then, when every change made here was in it, counts anew
 * what is not exported. Into a file ("-": standard output) or not at all. */
bool zc_give_out(struct zc_survey *survey, const struct zc_give *give, const char *path,
                 struct zc_export_report *report, struct zc_err *err);

/* SURVEY-gN-DATE-TIME-NUMBER with its ending, e.g. czq2026-g1-20261123-1842-0007.zc1.csv.
 * Number 0: without one, but with the second. */
void zc_give_out_name(const struct zc_survey *survey, enum zc_give_kind kind, uint64_t number,
                      struct zc_buf *out);
/* The number of this export, taken for good. */
bool zc_give_out_number(struct zc_survey *survey, uint64_t *number, struct zc_err *err);

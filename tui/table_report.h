#pragma once
#include "tui/report.h"
#include "tui/tally.h"

/* The reports that a survey defines itself (tables of forms/pack_reports.h) as reports of
 * tui/report.h, so that screen, page, CSV and command show them like all others.
 *
 * Rows are measures, or the keys of a level or an expression with a total of its own. A table that
 * compares has, beside each figure, that of the end of the period before and the change, or the
 * change alone where the rows are places. A past period, or a day, is counted from the records as
 * they were then; the ledger cannot list those, so such figures open nothing. */

/* When: `period` 0: the running one; with `day` (since 1970, 0: none) as of that day. */
struct zc_table_when {
    int period;
    int64_t day;
};
/* Counts tables of one report. */
struct zc_table_count;
struct zc_table_count *zc_table_count_new(struct zc_survey *survey,
                                          const struct zc_pack_table *const *tables,
                                          uint32_t ntables, const struct zc_table_when *when);
void zc_table_count_free(struct zc_table_count *count); /* NULL is fine */
bool zc_table_count_step(struct zc_table_count *count, int ms, bool *done, struct zc_err *err);
void zc_table_count_progress(const struct zc_table_count *count, uint64_t *read, uint64_t *all);

/* One of the tables, when they are counted. */
void zc_table_report(const struct zc_table_count *count, uint32_t table, struct zc_report *out);

/* The table by `REPORT.LINE`; NULL: there is none. */
const struct zc_pack_table *zc_table_find(const struct zc_pack *pack, struct zc_str name);

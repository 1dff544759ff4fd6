#pragma once
#include "tui/report.h"
#include "tui/seed_count.h"

/* Reports about the base lists, made of a count (tui/seed_count.h): 底册 says what became of each
 * list, 名单比对 what one list has and another lacks. Both have a line for each list, then for what
 * no named list has and for all. Units linked to another or void have columns of their own, so a
 * line adds up to the rows that the list brought.
 *
 * While the count is not complete the figures are unknown, with the reason. */

bool zc_seed_report_is(int kind);
/* `kind` is ZC_REPORT_SEEDS or ZC_REPORT_LISTS; daily: each answer of the visit instead of how it
 * ends. */
void zc_seed_report_make(const struct zc_seed_count *count, const struct zc_report_facts *facts,
                         const struct zc_report_ask *ask, struct zc_report *out);

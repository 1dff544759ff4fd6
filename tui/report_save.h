#pragma once
#include "tui/report.h"
#include "tui/sites.h"

/* Writes a report into ~/zaoce/out: a page to print, or a table for spreadsheet programs, named
 * SURVEY-gN-DATE-TIME-REPORT.txt and .csv. Whole or not at all. `shown` gets the path as people
 * know it. `world` NULL: this machine. */
enum zc_report_file { ZC_REPORT_TXT, ZC_REPORT_CSV };
bool zc_report_save(const struct zc_report *report, enum zc_report_file file,
                    const struct zc_survey *survey, const struct zc_world *world,
                    struct zc_buf *shown, struct zc_err *err);

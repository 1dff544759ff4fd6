#pragma once
#include "tui/report.h"

/* A report on paper and for other programs. */

/* A page of plain text, 80 columns, signs as the program is set: heading, table (what does not fit
 * beside follows below), notes, and what each figure means. */
void zc_report_page(const struct zc_report *report, struct zc_str survey, struct zc_buf *out);
/* One line of names, one a row: `row,label,` and a column each. Shares as 92.5, what is not known
 * stays empty. UTF-8, LF. Names are stable; labels are in the current language. */
void zc_report_csv(const struct zc_report *report, struct zc_buf *out);
/* The same for spreadsheet programs: with a mark in front, CRLF. */
void zc_report_sheet(const struct zc_report *report, struct zc_buf *out);

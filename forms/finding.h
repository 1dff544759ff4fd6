#pragma once
#include "forms/form.h"

/* Findings (问题清单) of the loader and the lint: made here, read through forms/form.h. Both
 * languages are kept, so that a report can be shown again in the other one. */

/* Adds a finding; both formats take the same arguments in the same order. */
__attribute__((format(printf, 6, 8), format(printf, 7, 8))) void
zc_finding_add(struct zc_findings *findings, bool warning, struct zc_str file, uint32_t row,
               struct zc_str column, const char *zh, const char *en, ...);
/* Adds a finding whose texts are ready. They are copied. */
void zc_finding_put(struct zc_findings *findings, bool warning, struct zc_str file, uint32_t row,
                    struct zc_str column, struct zc_text what);
/* The first error as one message: "the survey pack has 3 errors: …". Always false. */
bool zc_findings_fail(const struct zc_findings *findings, struct zc_err *err);
/* Puts the findings in file and row order, errors and warnings mixed. */
void zc_findings_sort(struct zc_findings *findings);

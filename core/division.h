#pragma once
#include "core/str.h"

/* Names of the administrative divisions above the survey's own (行政区划): provinces, and the
 * cities and districts of the survey's province. Source: core/data/divisions.csv (GB/T 2260).
 * Streets and communities are data of the survey pack.
 *
 * Codes have 2, 4 or 6 digits, e.g. 63 青海省, 6301 西宁市, 630103 城中区. A credit code may
 * carry a code that has since been abolished: an unknown code is never an error. */

struct zc_division {
    const char *code, *name;
};

/* Exactly this code, NULL if the table has not got it. */
const struct zc_division *zc_division_find(struct zc_str code);
/* Appends the names from the province down as far as the table knows them: 630103 gives
 * 青海省西宁市城中区, 440300 (city of a province whose cities it lacks) gives 广东省. `code` of
 * 6 or more digits or fewer; a trailing 00 stands for nothing. Appends nothing if the province is
 * unknown. */
void zc_division_path(struct zc_str code, struct zc_buf *out);
/* All of them, by code. */
const struct zc_division *zc_division_all(size_t *n);

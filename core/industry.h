#pragma once
#include "core/str.h"

/* Industries by GB/T 4754-2017 (国民经济行业分类), without amendment 1 of 2019: a well-formed code
 * that the table lacks is worth a warning, no more. Source: core/data/gbt4754-2017.csv.
 *
 * A section (门类) is a letter, a division (大类) 2 digits, a group (中类) 3, a class (小类) 4;
 * e.g. F 批发和零售业 › 52 零售业 › 521 综合零售 › 5211 百货零售. */

struct zc_industry {
    const char *code, *name, *parent; /* parent "": a section */
    const char *section;              /* its letter */
};

/* Exactly this code, NULL if the table has not got it. */
const struct zc_industry *zc_industry_find(struct zc_str code);
/* Letter of the section that a code of 1 to 4 characters belongs to, 0 if none. Also for classes
 * that the table lacks, by their division. */
char zc_industry_section(struct zc_str code);
/* Appends the path as people read it: "F 批发和零售业 › 52 零售业 › 521 综合零售". */
void zc_industry_path(const struct zc_industry *industry, struct zc_buf *out);
/* All of them, by code: digits before letters. */
const struct zc_industry *zc_industry_all(size_t *n);

/* How a code lies to a blank-parted list of sections and beginnings of codes ("M N 85 703"):
 * within one of them; partly, when the code is too short to tell ("70"); or outside. */
enum zc_industry_fit { ZC_INDUSTRY_OUT, ZC_INDUSTRY_PARTLY, ZC_INDUSTRY_IN };
enum zc_industry_fit zc_industry_in(struct zc_str code, struct zc_str list);

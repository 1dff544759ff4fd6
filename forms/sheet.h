#pragma once
#include "core/arena.h"
#include "forms/finding.h"

/* A sheet (工作表): survey.csv, choices.csv or settings.csv as rows of cells under known
 * columns. Headers match exactly, else in lower case with blank runs turned to '_', else by an
 * alias; `label::中文 (zh)` is the column `label` in that language. Source: XLSFORM.md 2.
 *
 * All cells are trimmed, "smart" quotes become plain ones; with `clean` runs of blanks become
 * one. Wholly blank rows are passed over. Everything lies in the arena given. */

struct zc_sheet_spec {
    const char *name, *aliases; /* aliases parted by '|', NULL: none */
    bool translated;            /* may carry ::LANGUAGE */
    bool ignored;               /* known to other tools; no warning, never read here */
};

struct zc_sheet_col {
    struct zc_str header; /* as it stands in the file */
    int spec;             /* index into the specs, -1: unknown */
    struct zc_str lang;   /* language of a translated column; empty: none given */
};
struct zc_sheet_row {
    uint32_t row; /* as a spreadsheet counts: the header is 1 */
    const struct zc_str *cells;
};
struct zc_sheet {
    struct zc_str file; /* path in the pack, for findings */
    const struct zc_sheet_spec *specs;
    uint32_t ncols, nrows;
    struct zc_sheet_col *cols;
    struct zc_sheet_row *rows;
};

/* Reads the bytes of a file. Bad UTF-8, two headers for one column and rows beyond the limits
 * are findings; false when nothing can be made of the file. */
bool zc_sheet_read(struct zc_str file, struct zc_str bytes, const struct zc_sheet_spec *specs,
                   size_t nspecs, bool clean, struct zc_arena *arena, struct zc_findings *findings,
                   struct zc_sheet *out);

/* First column of a spec (without regard to language), -1: the sheet lacks it. */
int zc_sheet_col(const struct zc_sheet *sheet, int spec);
/* Cell of the untranslated column of a spec; empty when there is no such column. */
struct zc_str zc_sheet_cell(const struct zc_sheet *sheet, const struct zc_sheet_row *row, int spec);
/* yes/Yes/YES/true/True/TRUE/true() and the same for no; false for anything else. */
bool zc_sheet_truth(struct zc_str cell, bool *truth);

#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "tests/laws/dice.h"

/* A spreadsheet and the people in front of it: opens a table for people as CSV, spoils cells that
 * nobody touches (MERGE.md 9.5, written down here a second time, as what is made and not as what is
 * recognised), sorts, cuts, edits, saves in other encodings. */

struct sheet {
    struct zc_arena arena;
    size_t nrows, ncols;  /* row 0 is the header */
    struct zc_str *cells; /* row by row */
};

bool sheet_open(struct zc_str bytes, struct sheet *out, struct zc_err *err);
void sheet_release(struct sheet *sheet);
struct zc_str *sheet_cell(const struct sheet *sheet, size_t row, size_t col);
/* Column of a field, `label [name]` or the name itself; ncols: not there. */
size_t sheet_column(const struct sheet *sheet, const char *name);
/* A column with data in it that people may edit; ncols: none is left. */
size_t sheet_data_column(const struct sheet *sheet, struct dice *dice);

/* Each untouched cell may be changed into what a spreadsheet makes of it. */
void sheet_spoil(struct sheet *sheet, struct dice *dice);
void sheet_shuffle_rows(struct sheet *sheet, struct dice *dice);
/* Another order, columns dropped (never `_id` and `_rev`), one of the people's own added. */
void sheet_change_columns(struct sheet *sheet, struct dice *dice);
void sheet_set(struct sheet *sheet, size_t row, size_t col, struct zc_str value);
/* Row doubled at the end. */
void sheet_copy_row(struct sheet *sheet, size_t row);
/* Saves with a separator, quoting, line ends and an encoding of its own choice; GB18030 loses what
 * GBK lacks to '?'. */
bool sheet_save(const struct sheet *sheet, struct dice *dice, struct zc_buf *out,
                struct zc_err *err);

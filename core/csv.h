#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* The one door to libcsv: bytes in memory to rows and back, no files.
 *
 * Dialect: RFC 4180, any of LF, CRLF, CR ends a row, quotes double inside quotes, line
 * breaks may stand inside quotes. Blanks at the ends of a cell are kept. What is not strictly
 * right (a quote inside an unquoted cell) reads as text, as spreadsheets do.
 *
 * Source of the quoting rule on writing: MERGE.md 8.1, so that the same cells give the
 * same bytes everywhere. */

enum {
    ZC_CSV_MAX_CELLS = 65536,        /* more in one row: ZC_E_LIMIT */
    ZC_CSV_MAX_ROW = 4 * 1024 * 1024 /* bytes of cells in one row: ZC_E_LIMIT */
};

struct zc_csv_row {
    size_t line; /* physical line on which the row begins, from 1 */
    size_t ncells;
    const struct zc_str *cells; /* borrowed until the callback returns */
};

/* False stops the reading; the callee says why in its own context. */
typedef bool (*zc_csv_row_fn)(void *ctx, const struct zc_csv_row *row);

/* Reads all rows of `bytes`. Rows without any cell (blank lines) are passed over, but count
 * as lines. The bytes need not be UTF-8 (cells of GB18030 may be cut before conversion: no
 * trail byte is a comma, quote or line end). *stopped (may be NULL) tells whether `fn` ended
 * it. Fails with ZC_E_LIMIT when a row passes a limit, ZC_E_INPUT when a quote is never
 * closed and the rest of the file would be one cell. */
bool zc_csv_read(struct zc_str bytes, char sep, zc_csv_row_fn fn, void *ctx, bool *stopped,
                 struct zc_err *err);

/* One row without its line end as cells, at most `max` of them. Cells without quotes are views
 * into `line`, the others lie in `arena`.
 * Fails with ZC_E_LIMIT beyond `max`, with ZC_E_INPUT on an unclosed quote. */
bool zc_csv_line(struct zc_str line, char sep, struct zc_arena *arena, size_t max,
                 struct zc_str *cells, size_t *ncells, struct zc_err *err);

/* Where rows lie, without looking at their cells: bytes of the first row of `bytes` with its line
 * end, cut where zc_csv_read cuts. A blank line is a row here. *lines (may be NULL) counts the
 * physical lines in it, *closed (may be NULL) is false when a quote is still open at the end.
 * 0 at the end of the bytes. */
size_t zc_csv_span(struct zc_str bytes, char sep, size_t *lines, bool *closed);

/* Appends one cell: quoted only if it contains comma, quote, CR or LF, or begins or ends with
 * a space or tab; quotes double. The caller writes the commas and the line end. */
void zc_csv_put(struct zc_buf *out, struct zc_str cell);

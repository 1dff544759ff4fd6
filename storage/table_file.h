#pragma once
#include "core/arena.h"
#include "storage/encoding.h"

/* A table of an office (名单, 台账): any CSV that a register, a spreadsheet or a colleague made, as
 * data rows under one header. Source: DOMAIN.md 9.1.
 *
 * Title rows above the header and, below it, empty rows, totals (合计), signature lines (填表人：)
 * and repeated headers are passed over and counted, but never a row with the id of a record. Rows
 * are not kept: only where they lie, 16 bytes a row; zc_table_file_cells cuts one when it is asked
 * for.
 *
 * The separator (comma, tab, semicolon, full-width comma) and the header row are those with which
 * most columns are known to the caller. */

enum {
    ZC_TABLE_FILE_COLUMNS = 4096,
    ZC_TABLE_FILE_HEADER_ROWS = 10 /* the header is one of the first rows */
};

struct zc_table_row {
    size_t at; /* in the text */
    uint32_t len, line;
};
struct zc_table_file {
    struct zc_buf text; /* UTF-8 */
    enum zc_encoding encoding;
    char sep;
    uint32_t ncolumns, nknown, header_line;
    const struct zc_str *header; /* as in the file, blanks and line breaks taken out */
    uint32_t ntitles, nskipped;  /* rows above the header; rows below it that are no data */
    bool cut;                    /* the last row has no line end */
    size_t nrows, cap;
    struct zc_table_row *rows;
    struct zc_arena arena;
};

/* What the caller knows of headers; `header` without blanks and line breaks. */
struct zc_table_known {
    void *ctx;
    bool (*is_known)(void *ctx, struct zc_str header);
};

/* Reads a file. `encoding` AUTO guesses. Fails naming the file when it is no CSV, when no encoding
 * fits, when no row has three known columns (or only known ones), and with the line when a quote
 * is never closed or a row is too large. */
bool zc_table_file_open(const char *path, enum zc_encoding encoding,
                        const struct zc_table_known *known, struct zc_table_file *out,
                        struct zc_err *err);
void zc_table_file_release(struct zc_table_file *table);

/* The cells of a data row, as many as the header has: missing ones are empty. Blanks are not cut.
 * Valid as long as table and arena. Fails, without naming the line, when a cell with something in
 * it lies beyond the header (a comma inside a cell shifted the others) or when the file ends in
 * the middle of the row (no line end, fewer cells than the header). */
bool zc_table_file_cells(const struct zc_table_file *table, const struct zc_table_row *row,
                         struct zc_arena *arena, const struct zc_str **cells, struct zc_err *err);

/* Without blanks (also U+3000), tabs and line breaks, as headers are compared. In `arena`. */
struct zc_str zc_table_bare(struct zc_str cell, struct zc_arena *arena);

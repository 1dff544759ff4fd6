#include "core/csv.h"
#include "core/alloc.h"
#include <csv.h>
#include <string.h>

/* Without this libcsv cuts the outer blanks of unquoted cells. */
static int never_blank(unsigned char c)
{
    (void)c;
    return 0;
}

struct reading {
    zc_csv_row_fn fn;
    void *ctx;
    struct zc_buf bytes; /* the cells of the row that is being read */
    size_t *ends;        /* end offset of each cell in `bytes` */
    struct zc_str *cells;
    size_t ncells, cap, cells_cap;
    size_t line, row_line; /* physical lines, from 1 */
    bool after_cr, stopped, too_large;
};

static void take_cell(void *cell, size_t len, void *ctx)
{
    struct reading *reading = ctx;
    if (reading->stopped || reading->too_large)
        return;
    if (reading->ncells >= ZC_CSV_MAX_CELLS || len > ZC_CSV_MAX_ROW - reading->bytes.len) {
        reading->too_large = true;
        return;
    }
    /* Line ends inside a quoted cell move the count of physical lines on. */
    for (size_t i = 0; i < len; i++) {
        char c = ((const char *)cell)[i], next = i + 1 < len ? ((const char *)cell)[i + 1] : 0;
        reading->line += c == '\n' || (c == '\r' && next != '\n');
    }
    zc_buf_bytes(&reading->bytes, cell, len);
    reading->ends = zc_grow(reading->ends, reading->ncells, &reading->cap, sizeof *reading->ends);
    reading->ends[reading->ncells++] = reading->bytes.len;
    reading->after_cr = false;
}

static void take_row(int terminator, void *ctx)
{
    struct reading *reading = ctx;
    if (reading->stopped || reading->too_large)
        return;
    if (reading->ncells == 0 && terminator == CSV_LF && reading->after_cr) {
        reading->after_cr = false; /* the second half of CRLF */
        return;
    }
    if (reading->ncells > 0) {
        if (reading->cells_cap < reading->ncells) {
            reading->cells_cap = reading->cap;
            reading->cells = zc_realloc(reading->cells, reading->cells_cap, sizeof *reading->cells);
        }
        const char *bytes = zc_buf_cstr(&reading->bytes); /* also of a row of empty cells */
        for (size_t i = 0, from = 0; i < reading->ncells; from = reading->ends[i++])
            reading->cells[i] = (struct zc_str){ bytes + from, reading->ends[i] - from };
        struct zc_csv_row row = { reading->row_line, reading->ncells, reading->cells };
        reading->stopped = !reading->fn(reading->ctx, &row);
    }
    reading->ncells = 0;
    zc_buf_reset(&reading->bytes);
    reading->row_line = ++reading->line;
    reading->after_cr = terminator == CSV_CR;
}

/* libcsv gathers a cell until its end: a quote that is never closed must not gather a whole
 * file. So the bytes go in by pieces, and the parser's own buffer is looked at between. */
enum { PIECE = 64 * 1024 };

bool zc_csv_read(struct zc_str bytes, char sep, zc_csv_row_fn fn, void *ctx, bool *stopped,
                 struct zc_err *err)
{
    struct csv_parser parser;
    struct reading reading = { .fn = fn, .ctx = ctx, .line = 1, .row_line = 1 };
    bool ok = true;
    if (csv_init(&parser, CSV_REPALL_NL) != 0)
        return zc_fail(err, ZC_E_SYSTEM, ZC_T("CSV 读取器无法启动", "cannot start the CSV reader"));
    csv_set_delim(&parser, (unsigned char)sep);
    csv_set_space_func(&parser, never_blank);
    csv_set_blk_size(&parser, 4096);
    while (bytes.len && !reading.stopped && !reading.too_large) {
        struct zc_str piece = zc_str_head(bytes, PIECE);
        csv_parse(&parser, piece.ptr, piece.len, take_cell, take_row, &reading);
        bytes = zc_str_from(bytes, piece.len);
        if (parser.entry_pos > ZC_CSV_MAX_ROW)
            reading.too_large = true;
    }
    if (!reading.stopped && !reading.too_large) {
        bool open_quote = parser.quoted && parser.pstate == 2; /* inside a quoted cell */
        if (open_quote)
            ok = zc_fail(err, ZC_E_INPUT,
                         ZC_T("第%zu行：引号没有结束，请补上引号",
                              "line %zu: the quote is never closed, add the closing quote"),
                         reading.row_line);
        else
            csv_fini(&parser, take_cell, take_row, &reading);
    }
    if (reading.too_large)
        ok = zc_fail(err, ZC_E_LIMIT,
                     ZC_T("第%zu行：这一行太长（超过%d格或%d字节），请检查引号",
                          "line %zu: the row is too large (over %d cells or %d bytes), check the "
                          "quotes"),
                     reading.row_line, ZC_CSV_MAX_CELLS, ZC_CSV_MAX_ROW);
    if (stopped)
        *stopped = reading.stopped;
    csv_free(&parser);
    zc_buf_release(&reading.bytes);
    zc_free(reading.ends);
    zc_free(reading.cells);
    return ok;
}

struct line_copy {
    struct zc_arena *arena;
    struct zc_str *cells;
    size_t max, *ncells;
    bool too_many;
};

static bool copy_row(void *ctx, const struct zc_csv_row *row)
{
    struct line_copy *copy = ctx;
    copy->too_many = row->ncells > copy->max;
    for (size_t i = 0; i < row->ncells && !copy->too_many; i++)
        copy->cells[i] = zc_arena_copy(copy->arena, row->cells[i]);
    *copy->ncells = row->ncells;
    return false;
}

bool zc_csv_line(struct zc_str line, char sep, struct zc_arena *arena, size_t max,
                 struct zc_str *cells, size_t *ncells, struct zc_err *err)
{
    *ncells = 0;
    if (line.len == 0)
        return true;
    /* Fast path: libcsv stays the judge of everything with a quote or a line end in it. */
    if (!memchr(line.ptr, '"', line.len) && !memchr(line.ptr, '\r', line.len) &&
        !memchr(line.ptr, '\n', line.len)) {
        const char *from = line.ptr, *end = line.ptr + line.len;
        for (;;) {
            const char *comma = memchr(from, sep, (size_t)(end - from));
            const char *to = comma ? comma : end;
            if (*ncells == max)
                goto too_many;
            cells[(*ncells)++] = (struct zc_str){ from, (size_t)(to - from) };
            if (!comma)
                return true;
            from = comma + 1;
        }
    }
    struct line_copy copy = { arena, cells, max, ncells, false };
    if (!zc_csv_read(line, sep, copy_row, &copy, NULL, err))
        return false;
    if (!copy.too_many)
        return true;
too_many:
    return zc_fail(err, ZC_E_LIMIT, ZC_T("一行超过%zu格", "more than %zu cells in one line"), max);
}

/* The states of libcsv: a quote opens a cell only at its beginning, and inside a quoted cell it
 * closes it only before a separator or a line end. */
size_t zc_csv_span(struct zc_str bytes, char sep, size_t *lines, bool *closed)
{
    enum { CELL_BEGINS, PLAIN, QUOTED, QUOTE_SEEN } state = CELL_BEGINS;
    size_t at = 0, count = 0;
    for (; at < bytes.len; at++) {
        char c = bytes.ptr[at];
        bool line_end = c == '\n' || c == '\r';
        bool crlf = c == '\r' && at + 1 < bytes.len && bytes.ptr[at + 1] == '\n';
        count += line_end && !crlf;
        if (state == QUOTED) {
            if (c == '"')
                state = QUOTE_SEEN;
        } else if (line_end) {
            at += 1 + crlf;
            count += crlf;
            state = CELL_BEGINS;
            break;
        } else if (c == sep) {
            state = CELL_BEGINS;
        } else if (state == QUOTE_SEEN || (state == CELL_BEGINS && c == '"')) {
            state = QUOTED;
        } else {
            state = PLAIN;
        }
    }
    if (lines)
        *lines = count;
    if (closed)
        *closed = state != QUOTED;
    return at;
}

void zc_csv_put(struct zc_buf *out, struct zc_str cell)
{
    bool quote = false;
    for (size_t i = 0; i < cell.len && !quote; i++)
        quote =
            cell.ptr[i] == ',' || cell.ptr[i] == '"' || cell.ptr[i] == '\r' || cell.ptr[i] == '\n';
    if (cell.len && !quote) {
        char first = cell.ptr[0], last = cell.ptr[cell.len - 1];
        quote = first == ' ' || first == '\t' || last == ' ' || last == '\t';
    }
    if (!quote) {
        zc_buf_add(out, cell);
        return;
    }
    zc_buf_char(out, '"');
    for (const char *end = cell.ptr + cell.len; cell.ptr < end;) {
        const char *at = memchr(cell.ptr, '"', (size_t)(end - cell.ptr));
        size_t len = at ? (size_t)(at - cell.ptr) + 1 : (size_t)(end - cell.ptr);
        zc_buf_bytes(out, cell.ptr, len);
        if (at)
            zc_buf_char(out, '"');
        cell.ptr += len;
    }
    zc_buf_char(out, '"');
}

#include "storage/table_file.h"
#include "core/alloc.h"
#include "core/csv.h"
#include "core/id.h"
#include "core/utf8.h"
#include <string.h>

/* Full-width commas part the cells of some files. They become a sign that no text has, so that the
 * plain commas in the same file stay text. */
enum { WIDE_COMMA = 0x1F };
static const char wide_comma[] = "\xEF\xBC\x8C";

struct zc_str zc_table_bare(struct zc_str cell, struct zc_arena *arena)
{
    char *out = ZC_NEW(arena, char, cell.len + 1);
    struct zc_str rest = cell;
    size_t n = 0;
    uint32_t cp;
    while (zc_utf8_next(&rest, &cp)) {
        if (cp != ' ' && cp != '\t' && cp != '\r' && cp != '\n' && cp != 0x3000 && cp != 0xA0 &&
            cp != 0xFEFF)
            n += zc_utf8_put(cp, out + n);
    }
    return (struct zc_str){ out, n };
}

static struct zc_str without_line_end(struct zc_str row)
{
    if (row.len > 0 && row.ptr[row.len - 1] == '\n')
        row.len--;
    if (row.len > 0 && row.ptr[row.len - 1] == '\r')
        row.len--;
    return row;
}

/* One row as cells in `arena`. */
static bool cut_row(struct zc_str row, char sep, struct zc_arena *arena, struct zc_str **cells,
                    size_t *n, struct zc_err *err)
{
    size_t most = 1;
    row = without_line_end(row);
    for (size_t i = 0; i < row.len; i++)
        most += row.ptr[i] == sep;
    if (most > ZC_CSV_MAX_CELLS)
        return zc_fail(err, ZC_E_LIMIT, ZC_T("一行超过%d格", "more than %d cells in one row"),
                       ZC_CSV_MAX_CELLS);
    *cells = ZC_NEW(arena, struct zc_str, most);
    return zc_csv_line(row, sep, arena, most, *cells, n, err);
}

/* The row at `at` of the text; false at its end. */
static bool next_row(const struct zc_table_file *table, struct zc_table_row *row, size_t *lines,
                     bool *closed)
{
    struct zc_str rest = zc_str_from(zc_buf_str(&table->text), row->at + row->len);
    size_t len = zc_csv_span(rest, table->sep, lines, closed);
    row->at += row->len;
    row->len = (uint32_t)len;
    return len > 0;
}

static struct zc_str row_text(const struct zc_table_file *table, const struct zc_table_row *row)
{
    return zc_str_head(zc_str_from(zc_buf_str(&table->text), row->at), row->len);
}

/* Header */

struct guess {
    char sep;
    uint32_t known, named, line, titles;
    struct zc_table_row row;
};

static void count_known(const struct zc_str *cells, size_t n, const struct zc_table_known *known,
                        struct zc_arena *arena, struct guess *guess)
{
    for (size_t i = 0; i < n; i++) {
        struct zc_str bare = zc_table_bare(cells[i], arena);
        guess->named += bare.len > 0;
        guess->known += bare.len > 0 && known->is_known(known->ctx, bare);
    }
}

/* The first of the first rows that has three known columns, or only known ones. */
static struct guess guess_header(struct zc_table_file *table, char sep,
                                 const struct zc_table_known *known)
{
    struct zc_table_row row = { 0 };
    struct zc_arena arena = { 0 };
    struct guess best = { .sep = sep };
    size_t line = 1, lines;
    table->sep = sep;
    for (uint32_t i = 0; i < ZC_TABLE_FILE_HEADER_ROWS && next_row(table, &row, &lines, NULL);
         i++) {
        struct guess guess = { .sep = sep, .line = (uint32_t)line, .titles = i, .row = row };
        struct zc_err err = { 0 };
        struct zc_str *cells;
        size_t n = 0;
        zc_arena_reset(&arena);
        if (row.len <= ZC_CSV_MAX_ROW &&
            cut_row(row_text(table, &row), sep, &arena, &cells, &n, &err))
            count_known(cells, n, known, &arena, &guess);
        if (guess.known >= 3 || (guess.known > 0 && guess.known == guess.named)) {
            best = guess;
            break;
        }
        line += lines;
    }
    zc_arena_release(&arena);
    return best;
}

static void part_at_wide_commas(struct zc_buf *text)
{
    size_t to = 0;
    for (size_t i = 0; i < text->len; to++) {
        bool wide = text->len - i >= 3 && memcmp(text->ptr + i, wide_comma, 3) == 0;
        text->ptr[to] = wide ? WIDE_COMMA : text->ptr[i];
        i += wide ? 3 : 1;
    }
    text->len = to;
}

static bool take_header(struct zc_table_file *table, const struct guess *guess, struct zc_err *err)
{
    struct zc_str *cells;
    size_t n;
    if (!cut_row(row_text(table, &guess->row), table->sep, &table->arena, &cells, &n, err))
        return false;
    if (n > ZC_TABLE_FILE_COLUMNS)
        return zc_fail(err, ZC_E_LIMIT,
                       ZC_T("第%u行：列太多（%zu，最多%d）", "line %u: %zu columns, at most %d"),
                       guess->line, n, ZC_TABLE_FILE_COLUMNS);
    for (size_t i = 0; i < n; i++)
        cells[i] = zc_table_bare(cells[i], &table->arena);
    table->header = cells;
    table->ncolumns = (uint32_t)n;
    table->nknown = guess->known;
    table->header_line = guess->line;
    table->ntitles = guess->titles;
    return true;
}

static bool find_header(struct zc_table_file *table, const struct zc_table_known *known,
                        struct guess *best, struct zc_err *err)
{
    static const char seps[] = { ',', '\t', ';' };
    *best = (struct guess){ 0 };
    for (size_t i = 0; i < sizeof seps; i++) {
        struct guess guess = guess_header(table, seps[i], known);
        if (guess.known > best->known)
            *best = guess;
    }
    if (best->known == 0 &&
        zc_str_find(zc_buf_str(&table->text), ZC_STR("\xEF\xBC\x8C")) != SIZE_MAX) {
        part_at_wide_commas(&table->text);
        *best = guess_header(table, WIDE_COMMA, known);
    }
    table->sep = best->sep;
    if (best->known > 0)
        return take_header(table, best, err);
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("前%d行里没有认得的表头（至少要有三列的名称认得）；请用 --map "
                        "说明各列，或把表头改成登记表的题目",
                        "none of the first %d rows is a header with three known columns; name the "
                        "columns with --map, or give them the labels of the form"),
                   ZC_TABLE_FILE_HEADER_ROWS);
}

/* Rows that are no data. A unit's name may begin with such a word: only a cell that is the word,
 * alone or with a colon behind it, counts. And a row with the id of a record is that record's,
 * whatever its cells say: an edit of it must not vanish. */

static bool is_word(struct zc_str cell, const char *const *words, bool with_colon)
{
    for (; *words; words++) {
        struct zc_str rest = zc_str_of(*words);
        if (!zc_str_starts(cell, rest))
            continue;
        rest = zc_str_from(cell, rest.len);
        if ((rest.len == 0 && !with_colon) || zc_str_starts(rest, ZC_STR("：")) ||
            zc_str_starts(rest, ZC_STR(":")))
            return true;
    }
    return false;
}

static bool is_no_data(const struct zc_table_file *table, const struct zc_str *cells, size_t n,
                       struct zc_arena *arena)
{
    static const char *const totals[] = { "合计", "小计", "总计", "共计", NULL };
    static const char *const foot[] = { "填表人",   "审核人", "填报单位",   "填报日期", "填报人",
                                        "制表人",   "负责人", "单位负责人", "注",       "备注",
                                        "填表说明", "说明",   NULL };
    struct zc_str first = { 0 };
    struct zc_rid rid;
    bool header = n > 0;
    for (size_t i = 0; i < n; i++) {
        struct zc_str bare = zc_table_bare(cells[i], arena);
        if (zc_rid_parse(bare, &rid))
            return false;
        header = header && i < table->ncolumns && zc_str_eq(bare, table->header[i]);
        if (first.len == 0)
            first = bare;
    }
    return first.len == 0 || header || is_word(first, totals, false) || is_word(first, foot, true);
}

static bool fail_row(struct zc_str row, size_t line, bool closed, struct zc_err *err)
{
    if (!closed)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("第%zu行：引号没有结束，请补上引号",
                            "line %zu: the quote is never closed, add the closing quote"),
                       line);
    return zc_fail(err, ZC_E_LIMIT,
                   ZC_T("第%zu行：这一行太长（%zu字节，最多%d），请检查引号",
                        "line %zu: the row is too large (%zu bytes, at most %d), check the quotes"),
                   line, row.len, ZC_CSV_MAX_ROW);
}

static bool find_rows(struct zc_table_file *table, const struct guess *header, struct zc_err *err)
{
    struct zc_table_row row = { 0 };
    struct zc_arena arena = { 0 };
    size_t line = 1, lines;
    bool closed, ok = true;
    while (ok && next_row(table, &row, &lines, &closed)) {
        struct zc_str text = row_text(table, &row), *cells;
        size_t n = 0;
        row.line = (uint32_t)line;
        if (!closed || text.len > ZC_CSV_MAX_ROW) {
            ok = fail_row(text, line, closed, err);
        } else if (row.at > header->row.at) {
            zc_arena_reset(&arena);
            ok = cut_row(text, table->sep, &arena, &cells, &n, err) ||
                 zc_fail_in(err, ZC_T("第%zu行", "line %zu"), line);
            bool data = ok && !is_no_data(table, cells, n, &arena);
            table->nskipped += ok && !data && n > 0;
            table->cut =
                text.len > 0 && text.ptr[text.len - 1] != '\n' && text.ptr[text.len - 1] != '\r';
            if (data) {
                table->rows = zc_grow(table->rows, table->nrows, &table->cap, sizeof *table->rows);
                table->rows[table->nrows++] = row;
            }
        }
        line += lines;
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_table_file_open(const char *path, enum zc_encoding encoding,
                        const struct zc_table_known *known, struct zc_table_file *out,
                        struct zc_err *err)
{
    struct zc_buf bytes = { 0 };
    struct guess header;
    *out = (struct zc_table_file){ 0 };
    bool ok = zc_file_read(path, &bytes, err);
    if (ok)
        ok = (zc_encoding_decode(zc_buf_str(&bytes), encoding, &out->text, &out->encoding, err) &&
              find_header(out, known, &header, err) && find_rows(out, &header, err)) ||
             zc_fail_in(err, "%s", path);
    zc_buf_release(&bytes);
    if (!ok)
        zc_table_file_release(out);
    return ok;
}

void zc_table_file_release(struct zc_table_file *table)
{
    zc_buf_release(&table->text);
    zc_free(table->rows);
    zc_arena_release(&table->arena);
    *table = (struct zc_table_file){ 0 };
}

bool zc_table_file_cells(const struct zc_table_file *table, const struct zc_table_row *row,
                         struct zc_arena *arena, const struct zc_str **cells, struct zc_err *err)
{
    struct zc_str *all, *out;
    size_t n = 0;
    bool last = row == &table->rows[table->nrows - 1];
    if (!cut_row(row_text(table, row), table->sep, arena, &all, &n, err))
        return false;
    if (table->cut && last && n < table->ncolumns)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("文件在这一行中间断了（%zu格，表头%u格）；请向对方再要一份完整的",
                            "the file ends in the middle of this row (%zu cells, the header has "
                            "%u); ask for the whole file"),
                       n, table->ncolumns);
    for (size_t i = table->ncolumns; i < n; i++) {
        if (zc_table_bare(all[i], arena).len > 0)
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("这一行有%zu格，表头只有%u格；格里的逗号要用引号括起来",
                                "the row has %zu cells, the header only %u; put a cell with a "
                                "comma in quotes"),
                           n, table->ncolumns);
    }
    out = ZC_NEW(arena, struct zc_str, table->ncolumns + 1);
    if (n > 0)
        memcpy(out, all, (n < table->ncolumns ? n : table->ncolumns) * sizeof *out);
    *cells = out;
    return true;
}

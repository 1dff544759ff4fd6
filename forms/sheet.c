#include "forms/sheet.h"
#include "core/alloc.h"
#include "core/csv.h"
#include "core/utf8.h"

enum { MAX_ROWS = 1000000, MAX_COLS = 1000 };

struct reading {
    struct zc_sheet *sheet;
    struct zc_findings *findings;
    struct zc_arena *arena;
    size_t nspecs, cap;
    uint32_t breaks; /* line ends inside cells so far: a spreadsheet does not count them */
    bool clean, header_seen, failed;
};

static const struct {
    const char *smart;
    char plain;
} quotes[] = { { "‘", '\'' }, { "’", '\'' }, { "“", '"' }, { "”", '"' } };

static bool put_quote(struct zc_str *rest, struct zc_buf *out)
{
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
        if (zc_str_starts(*rest, zc_str_of(quotes[i].smart))) {
            zc_buf_char(out, quotes[i].plain);
            *rest = zc_str_from(*rest, strlen(quotes[i].smart));
            return true;
        }
    return false;
}

static struct zc_str tidy_cell(struct reading *reading, struct zc_str cell)
{
    struct zc_str rest = zc_str_trim(cell);
    struct zc_buf out = { 0 };

    /* Nearly all cells need nothing: no blank runs, no quotes of this kind (E2 80 98 …). */
    if (!memchr(rest.ptr ? rest.ptr : "", '\xe2', rest.len) &&
        (!reading->clean || zc_str_find(rest, ZC_STR("  ")) == SIZE_MAX))
        return zc_arena_copy(reading->arena, rest);
    while (rest.len) {
        if (put_quote(&rest, &out))
            continue;
        bool again = rest.ptr[0] == ' ' && out.len && out.ptr[out.len - 1] == ' ';
        if (!again || !reading->clean)
            zc_buf_char(&out, rest.ptr[0]);
        rest = zc_str_from(rest, 1);
    }
    struct zc_str tidy = zc_arena_copy(reading->arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return tidy;
}

/* "Read Only" → "read_only". */
static struct zc_str plain_header(struct zc_str header, struct zc_arena *arena)
{
    char *out = zc_arena_alloc(arena, header.len + 1, 1);
    size_t len = 0;

    for (size_t i = 0; i < header.len; i++) {
        char c = header.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            c = '_';
        if (c != '_' || !len || out[len - 1] != '_' || header.ptr[i] == '_')
            out[len++] = c;
    }
    return (struct zc_str){ out, len };
}

static bool spec_is(const struct zc_sheet_spec *spec, struct zc_str word)
{
    struct zc_str rest = zc_str_of(spec->aliases), alias;

    if (zc_str_is(word, spec->name))
        return true;
    while (zc_str_cut(&rest, '|', &alias))
        if (zc_str_eq(alias, word))
            return true;
    return false;
}

static int find_spec(const struct reading *reading, struct zc_str header)
{
    struct zc_str plain = plain_header(header, reading->arena);

    for (size_t i = 0; i < reading->nspecs; i++)
        if (spec_is(&reading->sheet->specs[i], header) || spec_is(&reading->sheet->specs[i], plain))
            return (int)i;
    return -1;
}

/* Splits `label::中文 (zh)`; a single ':' counts only where the sheet uses no '::'. */
static void read_header(const struct reading *reading, struct zc_str header, bool doubled,
                        struct zc_sheet_col *col)
{
    struct zc_str sep = doubled ? ZC_STR("::") : ZC_STR(":");
    size_t at = zc_str_find(header, sep);

    *col = (struct zc_sheet_col){ .header = header, .spec = find_spec(reading, header) };
    if (col->spec >= 0 || at == SIZE_MAX)
        return;
    int spec = find_spec(reading, zc_str_trim(zc_str_head(header, at)));
    if (spec >= 0 && reading->sheet->specs[spec].translated) {
        col->spec = spec;
        col->lang = zc_str_trim(zc_str_from(header, at + sep.len));
    }
}

static void check_headers(const struct reading *reading)
{
    const struct zc_sheet *sheet = reading->sheet;

    for (uint32_t i = 0; i < sheet->ncols; i++)
        for (uint32_t j = 0; j < i; j++) {
            const struct zc_sheet_col *a = &sheet->cols[i], *b = &sheet->cols[j];
            if ((a->spec < 0 && a->header.len && zc_str_eq(a->header, b->header)) ||
                (a->spec >= 0 && a->spec == b->spec && zc_str_eq(a->lang, b->lang)))
                zc_finding_add(reading->findings, false, sheet->file, 1, a->header,
                               "与“%.*s”是同一列，请删去一列",
                               "is the same column as '%.*s': remove one", ZC_ARG(b->header));
        }
}

static bool read_headers(struct reading *reading, const struct zc_csv_row *row)
{
    struct zc_sheet *sheet = reading->sheet;
    bool doubled = false;

    if (row->ncells > MAX_COLS) {
        zc_finding_add(reading->findings, false, sheet->file, 1, (struct zc_str){ 0 }, "列数超过%d",
                       "has more than %d columns", MAX_COLS);
        reading->failed = true;
        return false;
    }
    sheet->ncols = (uint32_t)row->ncells;
    sheet->cols = ZC_NEW(reading->arena, struct zc_sheet_col, row->ncells);
    for (uint32_t i = 0; i < sheet->ncols; i++)
        doubled |= zc_str_find(row->cells[i], ZC_STR("::")) != SIZE_MAX;
    for (uint32_t i = 0; i < sheet->ncols; i++)
        read_header(reading, tidy_cell(reading, row->cells[i]), doubled, &sheet->cols[i]);
    check_headers(reading);
    return true;
}

static uint32_t line_breaks(struct zc_str cell)
{
    uint32_t n = 0;

    for (size_t i = 0; i < cell.len; i++)
        n += cell.ptr[i] == '\n' ||
             (cell.ptr[i] == '\r' && (i + 1 == cell.len || cell.ptr[i + 1] != '\n'));
    return n;
}

static void add_row(struct reading *reading, const struct zc_csv_row *row, uint32_t number)
{
    struct zc_sheet *sheet = reading->sheet;
    struct zc_str *cells = ZC_NEW(reading->arena, struct zc_str, sheet->ncols);
    bool blank = true;

    for (uint32_t i = 0; i < sheet->ncols && i < row->ncells; i++) {
        cells[i] = tidy_cell(reading, row->cells[i]);
        blank &= !cells[i].len;
    }
    for (size_t i = sheet->ncols; i < row->ncells; i++)
        if (zc_str_trim(row->cells[i]).len)
            zc_finding_add(reading->findings, true, sheet->file, number, (struct zc_str){ 0 },
                           "第%zu格超出表头，未读取", "cell %zu has no header, not read", i + 1);
    if (blank)
        return;
    sheet->rows = zc_grow(sheet->rows, sheet->nrows, &reading->cap, sizeof *sheet->rows);
    sheet->rows[sheet->nrows++] = (struct zc_sheet_row){ number, cells };
}

static bool on_row(void *ctx, const struct zc_csv_row *row)
{
    struct reading *reading = ctx;
    uint32_t number = (uint32_t)row->line - reading->breaks;

    for (size_t i = 0; i < row->ncells; i++)
        reading->breaks += line_breaks(row->cells[i]);
    if (!reading->header_seen) {
        reading->header_seen = true;
        return read_headers(reading, row);
    }
    if (reading->sheet->nrows >= MAX_ROWS) {
        zc_finding_add(reading->findings, false, reading->sheet->file, number, (struct zc_str){ 0 },
                       "行数超过%d", "has more than %d rows", MAX_ROWS);
        reading->failed = true;
        return false;
    }
    add_row(reading, row, number);
    return true;
}

static bool check_utf8(struct zc_str file, struct zc_str bytes, struct zc_findings *findings)
{
    size_t good = zc_utf8_valid_len(bytes);
    const char *nul = memchr(bytes.ptr ? bytes.ptr : "", '\0', good);
    uint32_t line = 1;

    if (nul) /* a workbook or a file in UTF-16, not a sheet */
        good = (size_t)(nul - bytes.ptr);

    if (good == bytes.len)
        return true;
    for (size_t i = 0; i < good; i++)
        line += bytes.ptr[i] == '\n';
    zc_finding_add(findings, false, file, 0, (struct zc_str){ 0 },
                   "第%u行有不是 UTF-8 的字节，请把文件另存为 UTF-8 的 CSV",
                   "line %u has bytes that are not UTF-8: save the file as CSV in UTF-8", line);
    return false;
}

bool zc_sheet_read(struct zc_str file, struct zc_str bytes, const struct zc_sheet_spec *specs,
                   size_t nspecs, bool clean, struct zc_arena *arena, struct zc_findings *findings,
                   struct zc_sheet *out)
{
    struct reading reading = { out, findings, arena, nspecs, 0, 0, clean, false, false };
    struct zc_err err = { 0 };

    *out = (struct zc_sheet){ .file = file, .specs = specs };
    if (zc_str_starts(bytes, ZC_STR("\xef\xbb\xbf")))
        bytes = zc_str_from(bytes, 3);
    if (!check_utf8(file, bytes, findings))
        return false;
    bool ok = zc_csv_read(bytes, ',', on_row, &reading, NULL, &err) && !reading.failed;
    if (!ok && !reading.failed)
        zc_finding_put(findings, false, file, 0, (struct zc_str){ 0 },
                       (struct zc_text){ err.msg, err.msg });
    struct zc_sheet_row *rows = ZC_NEW(arena, struct zc_sheet_row, out->nrows);
    if (out->nrows)
        memcpy(rows, out->rows, out->nrows * sizeof *rows);
    zc_free(out->rows);
    out->rows = rows;
    return ok;
}

int zc_sheet_col(const struct zc_sheet *sheet, int spec)
{
    for (uint32_t i = 0; i < sheet->ncols; i++)
        if (sheet->cols[i].spec == spec)
            return (int)i;
    return -1;
}

struct zc_str zc_sheet_cell(const struct zc_sheet *sheet, const struct zc_sheet_row *row, int spec)
{
    int col = zc_sheet_col(sheet, spec);

    return col < 0 ? (struct zc_str){ 0 } : row->cells[col];
}

bool zc_sheet_truth(struct zc_str cell, bool *truth)
{
    static const char yes[] = "yes Yes YES true True TRUE true()";
    static const char no[] = "no No NO false False FALSE false()";

    *truth = zc_str_has_word(zc_str_of(yes), cell);
    return *truth || zc_str_has_word(zc_str_of(no), cell);
}

#include "tests/laws/spreadsheet.h"
#include "core/csv.h"
#include "core/utf8.h"
#include "storage/encoding.h"
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CELLS = 4096 };

static bool take_row(void *ctx, const struct zc_csv_row *row)
{
    struct sheet *sheet = ctx;
    if (sheet->nrows == 0)
        sheet->ncols = row->ncells;
    if ((sheet->nrows + 2) * (sheet->ncols + 1) > MAX_CELLS) /* room to copy a row, add a column */
        return false;
    for (size_t i = 0; i < sheet->ncols && i < row->ncells; i++)
        *sheet_cell(sheet, sheet->nrows, i) = zc_arena_copy(&sheet->arena, row->cells[i]);
    sheet->nrows++;
    return true;
}

bool sheet_open(struct zc_str bytes, struct sheet *out, struct zc_err *err)
{
    bool stopped;
    *out = (struct sheet){ 0 };
    out->cells = ZC_NEW(&out->arena, struct zc_str, MAX_CELLS);
    if (zc_str_starts(bytes, ZC_STR("\xEF\xBB\xBF")))
        bytes = zc_str_from(bytes, 3);
    return zc_csv_read(bytes, ',', take_row, out, &stopped, err) &&
           (!stopped || zc_fail(err, ZC_E_LIMIT, "the sheet of the test is too small"));
}

void sheet_release(struct sheet *sheet)
{
    zc_arena_release(&sheet->arena);
}

struct zc_str *sheet_cell(const struct sheet *sheet, size_t row, size_t col)
{
    return &sheet->cells[row * sheet->ncols + col];
}

size_t sheet_column(const struct sheet *sheet, const char *name)
{
    char bracket[64];
    snprintf(bracket, sizeof bracket, " [%s]", name);
    for (size_t i = 0; i < sheet->ncols; i++) {
        struct zc_str header = *sheet_cell(sheet, 0, i);
        if (zc_str_is(header, name) || zc_str_ends(header, zc_str_of(bracket)))
            return i;
    }
    return sheet->ncols;
}

static bool is_data(struct zc_str header)
{
    return zc_str_ends(header, ZC_STR("]")) && zc_str_find(header, ZC_STR("[_")) == SIZE_MAX;
}

size_t sheet_data_column(const struct sheet *sheet, struct dice *dice)
{
    size_t first = dice_roll(dice, sheet->ncols);
    for (size_t i = 0; i < sheet->ncols; i++) {
        size_t col = (first + i) % sheet->ncols;
        if (is_data(*sheet_cell(sheet, 0, col)))
            return col;
    }
    return sheet->ncols;
}

/* What becomes of untouched cells. Each gives false when it does not apply. */

static bool is_digits(struct zc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    return text.len > 0;
}

static struct zc_str scientific(struct zc_str digits, int keep, bool drop_zeros,
                                struct zc_arena *arena)
{
    char text[64];
    snprintf(text, sizeof text, "%.*E", keep - 1, strtod(zc_arena_cstr(arena, digits), NULL));
    char *e = strchr(text, 'E'), *last = e;
    while (drop_zeros && (last[-1] == '0' || last[-1] == '.') && memchr(text, '.', last - text))
        last--;
    return zc_arena_printf(arena, "%.*s%s", (int)(last - text), text, e);
}

static bool trims(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                  struct zc_str *out)
{
    (void)dice, (void)arena;
    *out = zc_str_trim(value);
    return out->len < value.len && out->len > 0;
}

static bool reads_number(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                         struct zc_str *out)
{
    if (!is_digits(value))
        return false;
    while (value.len > 1 && value.ptr[0] == '0')
        value = zc_str_from(value, 1);
    *out = value;
    unsigned way = dice_roll(dice, 3);
    if (value.len >= 12 && way == 0)
        *out = scientific(value, 6, true, arena);
    else if (value.len > 15 && way == 1)
        *out = scientific(value, 15, true, arena);
    else if (value.len > 15)
        *out = zc_arena_printf(arena, "%.15s%0*d", zc_arena_cstr(arena, value), (int)value.len - 15,
                               0);
    return true;
}

static bool reads_exponent(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                           struct zc_str *out)
{
    struct zc_str mantissa, rest = value;
    char e = zc_str_find(value, ZC_STR("E")) != SIZE_MAX ? 'E' : 'e';
    (void)dice;
    if (!zc_str_cut(&rest, e, &mantissa) || !is_digits(mantissa) || !is_digits(rest))
        return false;
    *out = scientific(value, 3, false, arena);
    return true;
}

static bool reads_day(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                      struct zc_str *out)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct zc_str month, day = value;
    uint64_t m, d;
    char sep = zc_str_find(value, ZC_STR("/")) != SIZE_MAX ? '/' : '-';
    if (!zc_str_cut(&day, sep, &month) || !zc_str_to_u64(month, &m) || !zc_str_to_u64(day, &d) ||
        m < 1 || m > 12 || d < 1 || d > (m == 2 ? 28 : 30))
        return false;
    switch (dice_roll(dice, 3)) {
    case 0:
        *out = zc_arena_printf(arena, "%u月%u日", (unsigned)m, (unsigned)d);
        break;
    case 1:
        *out = zc_arena_printf(arena, "%u/%u", (unsigned)m, (unsigned)d);
        break;
    default:
        *out = zc_arena_printf(arena, "%u-%s", (unsigned)d, months[m - 1]);
    }
    return true;
}

static bool reads_decimal(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                          struct zc_str *out)
{
    struct zc_str whole, part = zc_str_starts(value, ZC_STR("-")) ? zc_str_from(value, 1) : value;
    (void)dice, (void)arena;
    if (!zc_str_cut(&part, '.', &whole) || !is_digits(whole) || !is_digits(part))
        return false;
    *out = value;
    while (out->ptr[out->len - 1] == '0')
        out->len--;
    out->len -= out->ptr[out->len - 1] == '.';
    return true;
}

static bool reads_date(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                       struct zc_str *out)
{
    static const char *const shapes[] = { "%u/%u/%u", "%u-%u-%u", "%u/%02u/%02u", "%u年%u月%u日" };
    unsigned y, m, d;
    char text[64];
    if (value.len != 10 || sscanf(zc_arena_cstr(arena, value), "%4u-%2u-%2u", &y, &m, &d) != 3)
        return false;
    snprintf(text, sizeof text, shapes[dice_roll(dice, 4)], y, m, d);
    *out = zc_arena_copy(arena, zc_str_of(text));
    return true;
}

static bool reads_truth(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                        struct zc_str *out)
{
    (void)dice, (void)arena;
    bool yes = value.len == 4 && strncasecmp(value.ptr, "true", 4) == 0;
    bool no = value.len == 5 && strncasecmp(value.ptr, "false", 5) == 0;
    *out = yes ? ZC_STR("TRUE") : ZC_STR("FALSE");
    return yes || no;
}

/* Characters that GBK lacks. */
static bool loses_characters(struct dice *dice, struct zc_str value, struct zc_arena *arena,
                             struct zc_str *out)
{
    iconv_t cd = iconv_open("GBK", "UTF-8");
    struct zc_buf text = { 0 };
    struct zc_str rest = value;
    bool lost = false;
    uint32_t cp;
    while (cd != (iconv_t)-1 && rest.len > 0) {
        struct zc_str before = rest;
        if (!zc_utf8_next(&rest, &cp))
            break;
        char room[8], *to = room, *in = (char *)before.ptr;
        size_t left = before.len - rest.len, space = sizeof room;
        if (iconv(cd, &in, &left, &to, &space) != (size_t)-1) {
            zc_buf_add(&text, zc_str_head(before, before.len - rest.len));
            continue;
        }
        lost = true;
        zc_buf_text(&text, cp > 0xFFFF && dice_roll(dice, 2) ? "??" : "?");
    }
    *out = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    if (cd != (iconv_t)-1)
        iconv_close(cd);
    return lost;
}

void sheet_spoil(struct sheet *sheet, struct dice *dice)
{
    static bool (*const ways[])(struct dice *, struct zc_str, struct zc_arena *,
                                struct zc_str *) = {
        trims,         reads_number, reads_exponent, reads_day,
        reads_decimal, reads_date,   reads_truth,    loses_characters,
    };
    for (size_t row = 1; row < sheet->nrows; row++) {
        for (size_t col = 0; col < sheet->ncols; col++) {
            struct zc_str *cell = sheet_cell(sheet, row, col), out;
            if (!is_data(*sheet_cell(sheet, 0, col)) || cell->len == 0 || cell->ptr[0] == '\'' ||
                dice_once_in(dice, 4))
                continue;
            for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
                if (!ways[i](dice, *cell, &sheet->arena, &out))
                    continue;
                *cell = out;
                break; /* one rule a cell */
            }
        }
    }
}

void sheet_shuffle_rows(struct sheet *sheet, struct dice *dice)
{
    for (size_t i = sheet->nrows; i > 2; i--) {
        size_t with = 1 + dice_roll(dice, i - 1);
        for (size_t col = 0; col < sheet->ncols; col++) {
            struct zc_str cell = *sheet_cell(sheet, i - 1, col);
            *sheet_cell(sheet, i - 1, col) = *sheet_cell(sheet, with, col);
            *sheet_cell(sheet, with, col) = cell;
        }
    }
}

void sheet_change_columns(struct sheet *sheet, struct dice *dice)
{
    struct zc_str *cells = ZC_NEW(&sheet->arena, struct zc_str, MAX_CELLS);
    size_t *from = ZC_NEW(&sheet->arena, size_t, sheet->ncols + 1), n = 0;
    size_t own = sheet->ncols; /* of the people themselves */
    for (size_t col = 0; col < sheet->ncols; col++) {
        struct zc_str header = *sheet_cell(sheet, 0, col);
        bool needed = zc_str_is(header, "_id") || zc_str_is(header, "_rev");
        if (needed || !dice_once_in(dice, 5))
            from[n++] = col;
    }
    from[n++] = own;
    for (size_t i = n; i > 1; i--) {
        size_t with = dice_roll(dice, i), col = from[i - 1];
        from[i - 1] = from[with];
        from[with] = col;
    }
    for (size_t row = 0; row < sheet->nrows; row++)
        for (size_t col = 0; col < n; col++)
            cells[row * n + col] = from[col] < own ? *sheet_cell(sheet, row, from[col])
                                   : row == 0      ? ZC_STR("我的记号")
                                                   : ZC_STR("√");
    sheet->cells = cells;
    sheet->ncols = n;
}

void sheet_set(struct sheet *sheet, size_t row, size_t col, struct zc_str value)
{
    *sheet_cell(sheet, row, col) = zc_arena_copy(&sheet->arena, value);
}

void sheet_copy_row(struct sheet *sheet, size_t row)
{
    for (size_t col = 0; col < sheet->ncols; col++)
        *sheet_cell(sheet, sheet->nrows, col) = *sheet_cell(sheet, row, col);
    sheet->nrows++;
}

static void put_cell(struct zc_str cell, char sep, bool quoted, bool crlf, struct zc_buf *out)
{
    bool special = quoted || zc_str_trim(cell).len < cell.len;
    for (size_t i = 0; i < cell.len; i++)
        special |=
            cell.ptr[i] == sep || cell.ptr[i] == '"' || cell.ptr[i] == '\n' || cell.ptr[i] == '\r';
    if (!special) {
        zc_buf_add(out, cell);
        return;
    }
    zc_buf_char(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"' || (crlf && cell.ptr[i] == '\n'))
            zc_buf_char(out, cell.ptr[i] == '"' ? '"' : '\r');
        zc_buf_char(out, cell.ptr[i]);
    }
    zc_buf_char(out, '"');
}

bool sheet_save(const struct sheet *sheet, struct dice *dice, struct zc_buf *out,
                struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    char sep = ",\t;"[dice_roll(dice, 3)];
    bool quoted = dice_once_in(dice, 3), crlf = !dice_once_in(dice, 3), gb = dice_roll(dice, 2);
    if (dice_once_in(dice, 4)) /* a title above the header */
        zc_buf_text(&text, "街道台账（内部）\n");
    for (size_t row = 0; row < sheet->nrows; row++) {
        for (size_t col = 0; col < sheet->ncols; col++) {
            struct zc_str cell = *sheet_cell(sheet, row, col), lost;
            if (gb && loses_characters(dice, cell, &arena, &lost))
                cell = lost;
            if (col > 0)
                zc_buf_char(&text, sep);
            put_cell(cell, sep, quoted, crlf, &text);
        }
        zc_buf_text(&text, crlf ? "\r\n" : "\n");
    }
    bool ok = true;
    if (gb)
        ok = zc_encoding_to_gb18030(zc_buf_str(&text), out, err);
    else {
        zc_buf_text(out, dice_roll(dice, 2) ? "\xEF\xBB\xBF" : "");
        zc_buf_add(out, zc_buf_str(&text));
    }
    zc_buf_release(&text);
    zc_arena_release(&arena);
    return ok;
}

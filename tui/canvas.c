#include "tui/canvas.h"
#include "core/alloc.h"
#include "core/number.h"
#include "core/text.h"
#include "tui/glyph.h"
#include <stdio.h>
#include <string.h>

static struct zc_cell *cell_at(const struct zc_canvas *canvas, int row, int col)
{
    return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

static void set_blank(struct zc_cell *cell, enum zc_style style)
{
    *cell = (struct zc_cell){ .text = " ", .len = 1, .cols = 1, .style = (uint8_t)style };
}

void zc_canvas_resize(struct zc_canvas *canvas, int rows, int cols)
{
    canvas->rows = rows;
    canvas->cols = cols;
    canvas->cells = zc_realloc(canvas->cells, (size_t)rows * (size_t)cols, sizeof *canvas->cells);
    zc_canvas_clear(canvas);
}

void zc_canvas_release(struct zc_canvas *canvas)
{
    zc_free(canvas->cells);
    *canvas = (struct zc_canvas){ 0 };
}

void zc_canvas_clear(struct zc_canvas *canvas)
{
    for (int i = 0; i < canvas->rows * canvas->cols; i++)
        set_blank(&canvas->cells[i], ZC_STYLE_NORMAL);
    canvas->left = 0;
    canvas->right = canvas->cols;
    canvas->cursor_row = canvas->cursor_col = 0;
}

void zc_canvas_cursor(struct zc_canvas *canvas, int row, int col)
{
    canvas->cursor_row = row < canvas->rows ? row : canvas->rows - 1;
    canvas->cursor_col = col < canvas->cols ? col : canvas->cols - 1;
}

/* Frees a cell for something new: the other half of a wide character becomes a blank. */
static void take_cell(struct zc_canvas *canvas, int row, int col)
{
    struct zc_cell *cell = cell_at(canvas, row, col);
    if (cell->cols == 0 && col > 0)
        set_blank(cell_at(canvas, row, col - 1), cell->style);
    if (cell->cols == 2 && col + 1 < canvas->cols)
        set_blank(cell_at(canvas, row, col + 1), cell->style);
}

static void set_cell(struct zc_canvas *canvas, int row, int col, enum zc_style style,
                     const struct zc_cluster *cluster)
{
    struct zc_cell *cell = cell_at(canvas, row, col);
    size_t len = cluster->text.len <= ZC_CELL_BYTES ? cluster->text.len : 0;
    take_cell(canvas, row, col);
    if (cluster->cols == 2) {
        take_cell(canvas, row, col + 1);
        *cell_at(canvas, row, col + 1) = (struct zc_cell){ .style = (uint8_t)style };
    }
    memcpy(cell->text, cluster->text.ptr, len);
    cell->len = (uint8_t)len;
    cell->cols = (uint8_t)cluster->cols;
    cell->style = (uint8_t)style;
}

int zc_canvas_put(struct zc_canvas *canvas, int row, int col, enum zc_style style,
                  struct zc_str text)
{
    struct zc_cluster cluster;
    struct zc_buf shown = { 0 };
    if (row < 0 || row >= canvas->rows)
        return col;
    if (!zc_text_is_plain(text)) {
        zc_text_show(text, &shown);
        text = zc_buf_str(&shown);
    }
    bool ascii = zc_glyph_is_ascii();
    while (col < canvas->right && zc_text_next(&text, &cluster)) {
        const char *narrow = ascii ? zc_glyph_narrow(cluster.text) : NULL;
        if (narrow)
            cluster.text = zc_str_of(narrow);
        if (cluster.cols == 0)
            continue;
        if (col + (int)cluster.cols > canvas->right)
            break;
        if (col >= canvas->left)
            set_cell(canvas, row, col, style, &cluster);
        col += (int)cluster.cols;
    }
    zc_buf_release(&shown);
    return col;
}

int zc_canvas_text(struct zc_canvas *canvas, int row, int col, enum zc_style style,
                   const char *text)
{
    return zc_canvas_put(canvas, row, col, style, zc_str_of(text));
}

int zc_canvas_printf(struct zc_canvas *canvas, int row, int col, enum zc_style style,
                     const char *fmt, ...)
{
    char text[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return zc_canvas_text(canvas, row, col, style, text);
}

void zc_canvas_fit(struct zc_canvas *canvas, int row, int col, int cols, enum zc_style style,
                   struct zc_str text, bool right)
{
    struct zc_buf shown = { 0 }, fit = { 0 };
    if (cols <= 0)
        return;
    zc_text_show(text, &shown);
    zc_text_fit(zc_buf_str(&shown), (unsigned)cols, right, &fit);
    zc_canvas_put(canvas, row, col, style, zc_buf_str(&fit));
    zc_buf_release(&shown);
    zc_buf_release(&fit);
}

void zc_canvas_put_right(struct zc_canvas *canvas, int row, int end, enum zc_style style,
                         struct zc_str text)
{
    int cols = (int)zc_text_cols(text);
    zc_canvas_put(canvas, row, end > cols ? end - cols : 0, style, text);
}

void zc_canvas_number(struct zc_canvas *canvas, int row, int end, enum zc_style style, uint64_t n)
{
    struct zc_buf out = { 0 };
    zc_number_group(n, &out);
    zc_canvas_put_right(canvas, row, end, style, zc_buf_str(&out));
    zc_buf_release(&out);
}

void zc_canvas_blank(struct zc_canvas *canvas, int row, int col, int rows, int cols,
                     enum zc_style style)
{
    for (int r = row; r < row + rows && r < canvas->rows; r++) {
        for (int c = col; c < col + cols && c < canvas->right; c++) {
            take_cell(canvas, r, c);
            set_blank(cell_at(canvas, r, c), style);
        }
    }
}

void zc_canvas_style(struct zc_canvas *canvas, int row, int col, int cols, enum zc_style style)
{
    for (int c = col; c < col + cols && c < canvas->cols && row < canvas->rows; c++)
        cell_at(canvas, row, c)->style = (uint8_t)style;
}

static void put_run(struct zc_canvas *canvas, int row, int col, int cols, enum zc_glyph glyph)
{
    for (int c = col; c < col + cols; c++)
        zc_canvas_text(canvas, row, c, ZC_STYLE_NORMAL, zc_glyph(glyph));
}

void zc_canvas_rule(struct zc_canvas *canvas, int row)
{
    put_run(canvas, row, 0, canvas->cols, ZC_GLYPH_H);
}

void zc_canvas_rule_in(struct zc_canvas *canvas, int row, int col, int cols)
{
    put_run(canvas, row, col, cols, ZC_GLYPH_H);
    zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_LT));
    zc_canvas_text(canvas, row, col + cols - 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_RT));
}

/* "─ text ─" inside a border. */
static void put_in_border(struct zc_canvas *canvas, int row, int col, int cols, struct zc_str text)
{
    int right = canvas->right;
    if (text.len == 0 || cols < 6)
        return;
    canvas->right = col + cols - 2 < right ? col + cols - 2 : right;
    int end = zc_canvas_text(canvas, row, col + 2, ZC_STYLE_NORMAL, " ");
    end = zc_canvas_put(canvas, row, end, ZC_STYLE_STRONG, text);
    zc_canvas_text(canvas, row, end, ZC_STYLE_NORMAL, " ");
    canvas->right = right;
}

void zc_canvas_box(struct zc_canvas *canvas, int row, int col, int rows, int cols,
                   struct zc_str title, struct zc_str keys)
{
    zc_canvas_blank(canvas, row, col, rows, cols, ZC_STYLE_NORMAL);
    put_run(canvas, row, col, cols, ZC_GLYPH_H);
    put_run(canvas, row + rows - 1, col, cols, ZC_GLYPH_H);
    for (int r = row + 1; r < row + rows - 1; r++) {
        zc_canvas_text(canvas, r, col, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_V));
        zc_canvas_text(canvas, r, col + cols - 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_V));
    }
    zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_TL));
    zc_canvas_text(canvas, row, col + cols - 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_TR));
    zc_canvas_text(canvas, row + rows - 1, col, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_BL));
    zc_canvas_text(canvas, row + rows - 1, col + cols - 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_BR));
    put_in_border(canvas, row, col, cols, title);
    put_in_border(canvas, row + rows - 1, col, cols, keys);
}

void zc_canvas_row(const struct zc_canvas *canvas, int row, struct zc_buf *out)
{
    size_t start = out->len;
    for (int col = 0; col < canvas->cols; col++) {
        const struct zc_cell *cell = cell_at(canvas, row, col);
        zc_buf_bytes(out, cell->text, cell->len);
    }
    while (out->len > start && out->ptr[out->len - 1] == ' ')
        out->len--;
}

bool zc_canvas_row_is_whole(const struct zc_canvas *canvas, int row)
{
    int col = 0;
    while (col < canvas->cols) {
        const struct zc_cell *cell = cell_at(canvas, row, col);
        struct zc_str text = { cell->text, cell->len };
        if (cell->cols == 0 || zc_text_cols(text) != cell->cols)
            return false;
        for (int half = 1; half < cell->cols; half++) {
            if (col + half >= canvas->cols || cell_at(canvas, row, col + half)->cols != 0)
                return false;
        }
        col += cell->cols;
    }
    return col == canvas->cols;
}

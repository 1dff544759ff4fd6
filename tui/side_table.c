#include "tui/side_table.h"
#include "core/text.h"
#include "tui/frame.h"

enum { FIRST_ROW = 4, MARGIN = 4, TAKE = 11 };

static bool is_narrow(int cols)
{
    return cols < 80;
}

/* Rows of the pane: each value with a second row where there is room, and the words. */
static int pane_rows(const struct zc_side_table *table, int rows)
{
    int most = rows >= 24 ? 7 : 5;
    int want = (int)table->ncells * (rows >= 24 ? 2 : 1) + 1;
    return want < most ? want : most;
}

static int list_rows(const struct zc_side_table *table, int rows)
{
    int height = rows - 5 - 1 - pane_rows(table, rows) - FIRST_ROW;
    return height > 1 ? height : 1;
}

void zc_side_table_fit(struct zc_side_table *table, int rows)
{
    uint32_t height = (uint32_t)list_rows(table, rows);
    if (table->focus >= table->n)
        table->focus = table->n ? table->n - 1 : 0;
    if (table->top > table->focus)
        table->top = table->focus;
    if (table->focus >= table->top + height)
        table->top = table->focus - height + 1;
}

/* Columns of the parts of a row: label, cells side by side (none in a narrow window), taking. */
struct layout {
    int label_cols, cell, cell_cols, take;
};

static struct layout layout_of(const struct zc_side_table *table, int cols)
{
    struct layout at = { .take = table->takes ? cols - TAKE : cols };
    if (is_narrow(cols)) {
        at.label_cols = at.take - MARGIN - 1;
        return at;
    }
    at.label_cols = cols >= 120 ? 24 : 16;
    at.cell = MARGIN + at.label_cols + 1;
    at.cell_cols = (at.take - at.cell) / (int)table->ncells - 1;
    return at;
}

static void draw_row(const struct zc_side_table *table, const struct layout *at,
                     struct zc_canvas *canvas, int row, const struct zc_side_row *data)
{
    zc_canvas_text(canvas, row, 2, data->style, zc_glyph(data->sign));
    zc_canvas_fit(canvas, row, MARGIN, at->label_cols, ZC_STYLE_NORMAL, data->label, false);
    for (unsigned i = 0; at->cell_cols > 0 && i < table->ncells; i++)
        zc_canvas_fit(canvas, row, at->cell + (int)i * (at->cell_cols + 1), at->cell_cols,
                      ZC_STYLE_NORMAL, data->cells[i], false);
    if (table->takes)
        zc_canvas_fit(canvas, row, at->take, TAKE - 1, data->style, data->take, false);
}

static void draw_heads(const struct zc_side_table *table, const struct layout *at,
                       struct zc_canvas *canvas)
{
    zc_canvas_text(canvas, FIRST_ROW - 2, MARGIN, ZC_STYLE_STRONG, ZC_T("项目", "field"));
    for (unsigned i = 0; at->cell_cols > 0 && i < table->ncells; i++)
        zc_canvas_fit(canvas, FIRST_ROW - 2, at->cell + (int)i * (at->cell_cols + 1), at->cell_cols,
                      ZC_STYLE_STRONG, table->heads[i], false);
    if (table->takes)
        zc_canvas_put(canvas, FIRST_ROW - 2, at->take, ZC_STYLE_STRONG,
                      table->take_head.len ? table->take_head : zc_str_of(ZC_T("取", "take")));
    zc_canvas_rule(canvas, FIRST_ROW - 1);
}

/* Above row `end`, in as many rows as they need and as there are. Gives how many. */
static int draw_words(const struct zc_side_table *table, struct zc_canvas *canvas, int end,
                      int most)
{
    enum { MOST = 2 };
    struct zc_str rest = table->words, line;
    int need = 0, cols = canvas->cols - 3;
    while (need < MOST && need < most && zc_text_wrap(&rest, (unsigned)cols, &line))
        need++;
    rest = table->words;
    for (int i = 0; i < need; i++) {
        if (i + 1 < need)
            zc_text_wrap(&rest, (unsigned)cols, &line);
        else
            line = rest;
        zc_canvas_fit(canvas, end - need + i, 2, cols, ZC_STYLE_DIM, line, false);
    }
    return need;
}

/* The values of the focused row in full, one below the other. */
static void draw_pane(const struct zc_side_table *table, struct zc_canvas *canvas, int row,
                      int rows)
{
    const struct zc_side_row *data = &table->rows[table->focus];
    int head = 0, end = row + rows;
    for (unsigned i = 0; i < table->ncells; i++) {
        int cols = (int)zc_text_cols(table->heads[i]);
        head = cols > head ? cols : head;
    }
    end -= draw_words(table, canvas, end, rows - (int)table->ncells);
    for (unsigned i = 0; i < table->ncells && row < end; i++) {
        int left = end - row - (int)(table->ncells - 1 - i); /* a row for each that follows */
        zc_canvas_put(canvas, row, 2, ZC_STYLE_STRONG, table->heads[i]);
        int used =
            zc_frame_lines(canvas, row, head + 4, left, canvas->cols - head - 5, data->cells[i]);
        row += used > 0 ? used : 1;
    }
}

void zc_side_table_draw(const struct zc_side_table *table, struct zc_canvas *canvas)
{
    struct layout at = layout_of(table, canvas->cols);
    int height = list_rows(table, canvas->rows);
    draw_heads(table, &at, canvas);
    for (int i = 0; i < height && table->top + (uint32_t)i < table->n; i++) {
        uint32_t line = table->top + (uint32_t)i;
        int row = FIRST_ROW + i;
        draw_row(table, &at, canvas, row, &table->rows[line]);
        if (line != table->focus)
            continue;
        zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, 0);
    }
    zc_canvas_rule(canvas, FIRST_ROW + height);
    if (table->focus < table->n)
        draw_pane(table, canvas, FIRST_ROW + height + 1,
                  canvas->rows - 5 - (FIRST_ROW + height + 1));
    zc_canvas_rule(canvas, canvas->rows - 5);
}

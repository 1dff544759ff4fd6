#pragma once
#include "core/str.h"
#include <stdarg.h>

/* The cell grid that screens draw into: characters with their marks, width 0, 1 or 2, style. No
 * terminal is needed, so tests read it as text. Rules (UX.md 9.1): writing over one half of a wide
 * character blanks its other half; a wide character that does not fit at the edge is not drawn.
 * All text passes core/text.h: what is hidden in data shows, no control byte gets through. Where
 * signs are ASCII (tui/glyph.h) those in data and sentences are so too. */

enum zc_style {
    ZC_STYLE_NORMAL,
    ZC_STYLE_TITLE, /* title bar, focused row: reverse */
    ZC_STYLE_EDIT,  /* field being edited */
    ZC_STYLE_GOOD,
    ZC_STYLE_WARN,
    ZC_STYLE_ERROR,
    ZC_STYLE_INFO,
    ZC_STYLE_CONFLICT,
    ZC_STYLE_DIM, /* inactive, hints */
    ZC_STYLE_STRONG,
    ZC_STYLE_HEAT1, /* cells of a heat table, little to much; always with sign and number */
    ZC_STYLE_HEAT2,
    ZC_STYLE_HEAT3,
    ZC_STYLE_HEAT4,
    ZC_STYLE_COUNT
};

enum { ZC_CELL_BYTES = 30 };
struct zc_cell {
    char text[ZC_CELL_BYTES]; /* UTF-8 of one cluster, no NUL; right half of a wide one: empty */
    uint8_t len;
    uint8_t cols; /* 1 or 2; 0: the right half of the cell before */
    uint8_t style;
    uint8_t spare;
};

struct zc_canvas {
    int rows, cols;
    struct zc_cell *cells;
    int cursor_row, cursor_col; /* where the hardware cursor stands after painting */
    int left, right;            /* clip: columns [left, right) may be drawn */
};

void zc_canvas_resize(struct zc_canvas *canvas, int rows, int cols); /* also the first size */
void zc_canvas_release(struct zc_canvas *canvas);
void zc_canvas_clear(struct zc_canvas *canvas);
void zc_canvas_cursor(struct zc_canvas *canvas, int row, int col);

/* Draws from a column on, at most up to the clip; gives the column behind. */
int zc_canvas_put(struct zc_canvas *canvas, int row, int col, enum zc_style style,
                  struct zc_str text);
int zc_canvas_text(struct zc_canvas *canvas, int row, int col, enum zc_style style,
                   const char *text);
__attribute__((format(printf, 5, 6))) int zc_canvas_printf(struct zc_canvas *canvas, int row,
                                                           int col, enum zc_style style,
                                                           const char *fmt, ...);
/* Exactly `cols` columns: cut with an ellipsis or padded. */
void zc_canvas_fit(struct zc_canvas *canvas, int row, int col, int cols, enum zc_style style,
                   struct zc_str text, bool right);
/* Ends at column `end` (exclusive). */
void zc_canvas_put_right(struct zc_canvas *canvas, int row, int end, enum zc_style style,
                         struct zc_str text);
/* A number with commas between thousands, ending at `end`: 12,846. */
void zc_canvas_number(struct zc_canvas *canvas, int row, int end, enum zc_style style, uint64_t n);
void zc_canvas_blank(struct zc_canvas *canvas, int row, int col, int rows, int cols,
                     enum zc_style style);
/* Changes the style of what stands there. */
void zc_canvas_style(struct zc_canvas *canvas, int row, int col, int cols, enum zc_style style);
void zc_canvas_rule(struct zc_canvas *canvas, int row);
/* A rule from border to border of a box. */
void zc_canvas_rule_in(struct zc_canvas *canvas, int row, int col, int cols);
/* A box with blank inside; title in the top border, keys in the bottom border. */
void zc_canvas_box(struct zc_canvas *canvas, int row, int col, int rows, int cols,
                   struct zc_str title, struct zc_str keys);
/* The text of a row, trailing blanks cut. */
void zc_canvas_row(const struct zc_canvas *canvas, int row, struct zc_buf *out);
/* True if the row has exactly the columns of the grid and no half characters. */
bool zc_canvas_row_is_whole(const struct zc_canvas *canvas, int row);

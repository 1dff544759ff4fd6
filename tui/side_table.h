#pragma once
#include "tui/canvas.h"
#include "tui/glyph.h"

/* Values side by side (对照): a table of fields with two or three values each, and below it the
 * focused field in full. The conflict screen chooses in it, the comparison of two versions only
 * looks. In narrow windows the table keeps the fields and what was taken; the values stand below
 * each other under it (UX.md S8). */

enum { ZC_SIDE_CELLS = 3 };
struct zc_side_row {
    enum zc_glyph sign;
    enum zc_style style; /* of sign and taking */
    struct zc_str label;
    struct zc_str cells[ZC_SIDE_CELLS];
    struct zc_str take; /* "2 乙", "?" */
};
struct zc_side_table {
    struct zc_str heads[ZC_SIDE_CELLS];
    unsigned ncells;
    bool takes;              /* a last column: what is taken, */
    struct zc_str take_head; /* or what this says; empty: 取 */
    uint32_t n, focus, top;
    const struct zc_side_row *rows;
    struct zc_str words; /* about the focused field or all, under its values; may be empty */
};

/* Puts `top` so that the focus shows in a window with `rows` rows. */
void zc_side_table_fit(struct zc_side_table *table, int rows);
/* Draws heads, rule and rows from row 2 on, the pane above row `rows - 5`; the cursor stands on
 * the focused row. */
void zc_side_table_draw(const struct zc_side_table *table, struct zc_canvas *canvas);

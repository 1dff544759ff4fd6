#pragma once
#include "tui/canvas.h"
#include "tui/report.h"

/* Drawing a report into rows of a canvas: the screen shows it so, and a printed page is the same
 * drawing on a canvas of its own. */

struct zc_report_frame {
    int top, height; /* rows of the canvas: two of heading, then rows of the report */
    uint32_t first_row, first_column;
    bool focused; /* marks the cell below */
    uint32_t row, column;
};
/* Gives the number of columns that fit from the first on, the days not counted. */
uint32_t zc_report_draw(const struct zc_report *report, struct zc_canvas *canvas,
                        const struct zc_report_frame *frame);
/* How many columns fit from the first one on, so that somebody can scroll. */
uint32_t zc_report_fit(const struct zc_report *report, int cols, uint32_t first_column);

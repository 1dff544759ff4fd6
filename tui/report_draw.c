#include "tui/report_draw.h"
#include "core/text.h"
#include "tui/glyph.h"

enum { LABEL = 2, GAP = 2, HEAD_ROWS = 2 };

static bool is_heat(const struct zc_report *report)
{
    return report->kind->look == ZC_LOOK_HEAT;
}

static bool is_bars(const struct zc_report *report)
{
    return report->kind->look == ZC_LOOK_BARS && !report->ask.daily;
}

/* How wide */

static int label_cols(const struct zc_report *report, int cols)
{
    int most = cols < 80 ? 12 : 24, widest = 8;
    for (uint32_t r = 0; r < report->nrows; r++) {
        int own = (int)zc_text_cols(report->rows[r].label);
        widest = own > widest ? own : widest;
    }
    return widest < most ? widest : most;
}

/* With the gap in front, and the sign of a shade. Days stand close, so that twenty fit. */
static int column_cols(const struct zc_report *report, uint32_t column)
{
    int sign = is_heat(report) && column + 1 < report->ncolumns;
    int figures = report->columns[column].cols + sign;
    int label = (int)zc_text_cols(report->columns[column].label);
    return (label > figures ? label : figures) + (is_heat(report) && report->ask.daily ? 1 : GAP);
}

uint32_t zc_report_fit(const struct zc_report *report, int cols, uint32_t first_column)
{
    int left = cols - LABEL - label_cols(report, cols) - 1;
    uint32_t n = 0;
    while (first_column + n < report->ncolumns) {
        left -= column_cols(report, first_column + n);
        if (left < 0 && n > 0)
            break;
        n++;
    }
    return n;
}

/* Table and heat table */

static void draw_head(const struct zc_report *report, struct zc_canvas *canvas,
                      const struct zc_report_frame *frame, uint32_t ncolumns)
{
    int at = LABEL + label_cols(report, canvas->cols);
    if (frame->first_column > 0)
        zc_canvas_text(canvas, frame->top, LABEL, ZC_STYLE_DIM, zc_glyph(ZC_GLYPH_ELLIPSIS));
    for (uint32_t c = frame->first_column; c < frame->first_column + ncolumns; c++) {
        at += column_cols(report, c);
        zc_canvas_put_right(canvas, frame->top, at, ZC_STYLE_STRONG, report->columns[c].label);
    }
    if (frame->first_column + ncolumns < report->ncolumns)
        zc_canvas_text(canvas, frame->top, canvas->cols - 1, ZC_STYLE_DIM,
                       zc_glyph(ZC_GLYPH_CRUMB));
    zc_canvas_rule(canvas, frame->top + 1);
}

static void draw_figure(const struct zc_report *report, struct zc_canvas *canvas, int row, int end,
                        const struct zc_figure *figure, bool shaded)
{
    struct zc_buf text = { 0 };
    unsigned shade = shaded ? zc_report_shade(report, figure) : 0;
    enum zc_style style = figure->kind == ZC_FIGURE_UNKNOWN ? ZC_STYLE_DIM : ZC_STYLE_NORMAL;
    if (shade > 0) {
        style = (enum zc_style)(ZC_STYLE_HEAT1 + shade - 1);
        zc_buf_text(&text, zc_glyph_heat(shade));
    }
    if (shaded && shade == 0 && figure->kind == ZC_FIGURE_COUNT)
        zc_buf_text(&text,
                    zc_glyph(ZC_GLYPH_OFF)); /* none: a stroke, so that full cells stand out */
    else
        zc_figure_print(figure, zc_glyph(ZC_GLYPH_UNKNOWN), &text);
    zc_canvas_put_right(canvas, row, end, style, zc_buf_str(&text));
    zc_buf_release(&text);
}

/* Each row has its own scale: it shows when, the numbers show how much. */
static void draw_days(const struct zc_report *report, struct zc_canvas *canvas, int row, int col,
                      const uint64_t *days)
{
    uint64_t most = 1;
    for (uint32_t i = 0; i < report->ndays; i++)
        most = days[i] > most ? days[i] : most;
    for (uint32_t i = 0; i < report->ndays; i++)
        col = zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL,
                             zc_glyph_spark((unsigned)(days[i] * 7 / most)));
}

static void draw_cells(const struct zc_report *report, struct zc_canvas *canvas,
                       const struct zc_report_frame *frame, int row, uint32_t at, uint32_t ncolumns)
{
    const struct zc_report_row *data = &report->rows[at];
    int end = LABEL + label_cols(report, canvas->cols);
    for (uint32_t c = frame->first_column; c < frame->first_column + ncolumns; c++) {
        int cols = column_cols(report, c);
        bool shaded = is_heat(report) && data->kind != ZC_ROW_TOTAL && c + 1 < report->ncolumns;
        end += cols;
        draw_figure(report, canvas, row, end, &data->cells[c], shaded);
        if (frame->focused && at == frame->row && c == frame->column)
            zc_canvas_style(canvas, row, end - cols + 1, cols - 1, ZC_STYLE_TITLE);
    }
    bool all = ncolumns == report->ncolumns;
    if (all && data->days && !is_heat(report) && end + GAP + (int)report->ndays < canvas->cols)
        draw_days(report, canvas, row, end + GAP, data->days);
}

/* Bars: a common scale from 0 to the largest number of a place; never full below the target. */

struct bars {
    int col, cols; /* of the bars */
    uint64_t scale;
};

static uint64_t number_of(const struct zc_figure *figure)
{
    return figure->kind == ZC_FIGURE_COUNT ? figure->n : 0;
}

static struct bars bars_of(const struct zc_report *report, const struct zc_canvas *canvas)
{
    struct bars bars = { .col = LABEL + label_cols(report, canvas->cols) + 1, .scale = 1 };
    bars.cols = canvas->cols - bars.col - 1;
    for (uint32_t c = 0; c < report->ncolumns; c++)
        bars.cols -= column_cols(report, c);
    for (uint32_t r = 0; r + 1 < report->nrows; r++) {
        for (uint32_t c = 0; c < 2; c++) {
            uint64_t n = number_of(&report->rows[r].cells[c]);
            bars.scale = n > bars.scale ? n : bars.scale;
        }
    }
    return bars;
}

static int place_on(const struct bars *bars, uint64_t n)
{
    return (int)(n * (uint64_t)bars->cols / bars->scale);
}

static void draw_bar(const struct bars *bars, struct zc_canvas *canvas, int row,
                     const struct zc_report_row *data)
{
    uint64_t done = number_of(&data->cells[0]), target = number_of(&data->cells[1]);
    bool aims = data->cells[1].kind == ZC_FIGURE_COUNT;
    int filled = place_on(bars, done), mark = place_on(bars, target);
    mark = mark < bars->cols ? mark : bars->cols - 1;
    if (aims && done < target && filled >= mark)
        filled = mark;
    for (int i = 0; i < filled; i++)
        zc_canvas_text(canvas, row, bars->col + i, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_BAR));
    if (aims && target > 0 && done < target)
        zc_canvas_text(canvas, row, bars->col + mark, ZC_STYLE_DIM, zc_glyph(ZC_GLYPH_TARGET));
}

static void draw_scale(const struct bars *bars, struct zc_canvas *canvas, int row)
{
    zc_canvas_text(canvas, row, bars->col, ZC_STYLE_DIM, "0");
    zc_canvas_number(canvas, row, bars->col + bars->cols / 2, ZC_STYLE_DIM, bars->scale / 2);
    zc_canvas_number(canvas, row, bars->col + bars->cols, ZC_STYLE_DIM, bars->scale);
}

static void draw_bars_head(const struct zc_report *report, struct zc_canvas *canvas, int row,
                           const struct bars *bars)
{
    int end = bars->col + bars->cols;
    draw_scale(bars, canvas, row);
    for (uint32_t c = 0; c < report->ncolumns; c++) {
        end += column_cols(report, c);
        zc_canvas_put_right(canvas, row, end, ZC_STYLE_STRONG, report->columns[c].label);
    }
    zc_canvas_rule(canvas, row + 1);
}

static void draw_bars_row(const struct zc_report *report, struct zc_canvas *canvas,
                          const struct zc_report_frame *frame, int row, uint32_t at,
                          const struct bars *bars)
{
    const struct zc_report_row *data = &report->rows[at];
    int end = bars->col + bars->cols;
    if (data->kind != ZC_ROW_TOTAL)
        draw_bar(bars, canvas, row, data);
    for (uint32_t c = 0; c < report->ncolumns; c++) {
        int cols = column_cols(report, c);
        end += cols;
        draw_figure(report, canvas, row, end, &data->cells[c], false);
        if (frame->focused && at == frame->row && c == frame->column)
            zc_canvas_style(canvas, row, end - cols + 1, cols - 1, ZC_STYLE_TITLE);
    }
}

uint32_t zc_report_draw(const struct zc_report *report, struct zc_canvas *canvas,
                        const struct zc_report_frame *frame)
{
    struct bars bars = bars_of(report, canvas);
    bool with_bars = is_bars(report);
    uint32_t ncolumns =
        with_bars ? report->ncolumns : zc_report_fit(report, canvas->cols, frame->first_column);
    if (with_bars)
        draw_bars_head(report, canvas, frame->top, &bars);
    else
        draw_head(report, canvas, frame, ncolumns);
    for (int i = 0; i + HEAD_ROWS < frame->height; i++) {
        uint32_t at = frame->first_row + (uint32_t)i;
        int row = frame->top + HEAD_ROWS + i;
        if (at >= report->nrows)
            break;
        enum zc_style style =
            report->rows[at].kind == ZC_ROW_TOTAL ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL;
        zc_canvas_fit(canvas, row, LABEL, label_cols(report, canvas->cols), style,
                      report->rows[at].label, false);
        if (with_bars)
            draw_bars_row(report, canvas, frame, row, at, &bars);
        else
            draw_cells(report, canvas, frame, row, at, ncolumns);
        if (frame->focused && at == frame->row) {
            zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
            zc_canvas_cursor(canvas, row, 0);
        }
    }
    return ncolumns;
}

#include "tui/report_print.h"
#include "core/csv.h"
#include "core/text.h"
#include "tui/glyph.h"
#include "tui/report_draw.h"

enum { PAGE_COLS = 80, HEAD_ROWS = 2 };

static void add_rows(const struct zc_canvas *canvas, struct zc_buf *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        zc_canvas_row(canvas, row, out);
        zc_buf_char(out, '\n');
    }
}

static void add_tables(const struct zc_report *report, struct zc_buf *out)
{
    struct zc_canvas canvas = { 0 };
    struct zc_report_frame frame = { .height = (int)report->nrows + HEAD_ROWS };
    zc_canvas_resize(&canvas, frame.height, PAGE_COLS);
    do {
        zc_canvas_clear(&canvas);
        frame.first_column += zc_report_draw(report, &canvas, &frame);
        add_rows(&canvas, out);
        zc_buf_char(out, '\n');
    } while (frame.first_column < report->ncolumns);
    zc_canvas_release(&canvas);
}

/* `head` in a column of its own, the text beside it, line by line. */
static void add_wrapped(const char *head, unsigned cols, struct zc_str text, struct zc_buf *out)
{
    struct zc_str line;
    while (zc_text_wrap(&text, PAGE_COLS - 4 - cols, &line)) {
        zc_buf_text(out, "  ");
        zc_text_fit(zc_str_of(head), cols, false, out);
        zc_buf_printf(out, "%.*s\n", ZC_ARG(line));
        head = "";
    }
}

static unsigned label_cols(const struct zc_report_measure *measure, unsigned cols)
{
    enum { MOST = 24 };
    unsigned own = measure ? zc_text_cols(zc_str_of(zc_text_get(measure->label))) + 2 : 0;
    return own > MOST ? MOST : own > cols ? own : cols;
}

static void add_definition(const struct zc_report_measure *measure, unsigned cols,
                           struct zc_buf *out)
{
    if (measure)
        add_wrapped(zc_text_get(measure->label), cols, zc_str_of(zc_text_get(measure->definition)),
                    out);
}

static void add_definitions(const struct zc_report *report, struct zc_buf *out)
{
    const struct zc_report_measure *before = NULL;
    unsigned cols = 10;
    for (uint32_t c = 0; c < report->ncolumns; c++)
        cols = label_cols(report->columns[c].measure, cols);
    for (uint32_t r = 0; r < report->nrows; r++)
        cols = label_cols(report->rows[r].measure, cols);
    zc_buf_text(out, ZC_T("口径\n", "What the figures are\n"));
    for (uint32_t c = 0; c < report->ncolumns; c++) { /* one beside its change is told once */
        if (report->columns[c].measure != before)
            add_definition(report->columns[c].measure, cols, out);
        before = report->columns[c].measure;
    }
    for (uint32_t r = 0; r < report->nrows; r++)
        add_definition(report->rows[r].measure, cols, out);
}

/* Signs of sentences are ASCII where the program is set so. */
static void add_signs(struct zc_str text, struct zc_buf *out)
{
    struct zc_cluster one;
    while (zc_text_next(&text, &one)) {
        const char *narrow = zc_glyph_is_ascii() ? zc_glyph_narrow(one.text) : NULL;
        if (narrow)
            zc_buf_text(out, narrow);
        else
            zc_buf_add(out, one.text);
    }
}

void zc_report_page(const struct zc_report *report, struct zc_str survey, struct zc_buf *out)
{
    struct zc_buf text = { 0 };
    zc_buf_printf(&text, "%.*s  %s\n%.*s  %.*s\n\n", ZC_ARG(survey),
                  zc_text_get(report->kind->title), ZC_ARG(report->title), ZC_ARG(report->when));
    add_tables(report, &text);
    for (uint32_t i = 0; i < report->nnotes; i++)
        add_wrapped(i == 0 ? ZC_T("说明", "Notes") : "", 10, report->notes[i], &text);
    zc_buf_char(&text, '\n');
    add_definitions(report, &text);
    add_signs(zc_buf_str(&text), out);
    zc_buf_release(&text);
}

static void add_csv(const struct zc_report *report, const char *end, struct zc_buf *out)
{
    zc_buf_text(out, "row,label");
    for (uint32_t c = 0; c < report->ncolumns; c++) {
        zc_buf_char(out, ',');
        zc_csv_put(out, report->columns[c].name);
    }
    zc_buf_text(out, end);
    for (uint32_t r = 0; r < report->nrows; r++) {
        const struct zc_report_row *row = &report->rows[r];
        zc_csv_put(out, row->name);
        zc_buf_char(out, ',');
        zc_csv_put(out, row->label);
        for (uint32_t c = 0; c < report->ncolumns; c++) {
            zc_buf_char(out, ',');
            zc_figure_plain(&row->cells[c], out);
        }
        zc_buf_text(out, end);
    }
}

void zc_report_csv(const struct zc_report *report, struct zc_buf *out)
{
    add_csv(report, "\n", out);
}

void zc_report_sheet(const struct zc_report *report, struct zc_buf *out)
{
    zc_buf_text(out, "\xEF\xBB\xBF");
    add_csv(report, "\r\n", out);
}

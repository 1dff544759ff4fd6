#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/popup_filter_impl.h"
#include "tui/screens.h"

const struct zc_subject *zc_filter_subject(const struct zc_filter_popup *filter,
                                           const struct zc_condition *condition)
{
    return zc_subjects_find(&filter->view->subjects, condition->field);
}

static void draw_condition(const struct zc_filter_popup *filter, struct zc_canvas *canvas, int row,
                           int col, int end, uint32_t at)
{
    enum { LABEL = 18, OP = 10 };
    const struct zc_condition *c = &filter->view->conditions.all[at];
    const struct zc_subject *subject = zc_filter_subject(filter, c);
    struct zc_buf values = { 0 };
    zc_condition_values(c, subject, zc_form_lang(filter->view->form), &values);
    zc_canvas_printf(canvas, row, col + 4, ZC_STYLE_NORMAL, "%u", at + 1);
    if (c->op == ZC_COND_WHERE) {
        zc_canvas_fit(canvas, row, col + 7, end - col - 7, ZC_STYLE_NORMAL, c->field, false);
    } else {
        int text = col + 7 + LABEL + 1 + OP + 1;
        zc_canvas_fit(canvas, row, col + 7, LABEL, ZC_STYLE_NORMAL,
                      subject ? subject->label : c->field, false);
        zc_canvas_fit(canvas, row, col + 7 + LABEL + 1, OP, ZC_STYLE_NORMAL,
                      zc_str_of(zc_condition_op_label(c->op, subject)), false);
        zc_canvas_fit(canvas, row, text, end - text, ZC_STYLE_NORMAL, zc_buf_str(&values), false);
    }
    zc_buf_release(&values);
}

/* The first condition that left nothing; 0: none did. */
static uint32_t emptied_by(const struct zc_ledger_view *view)
{
    for (uint32_t i = 0; i < view->conditions.n; i++) {
        if (view->left[i] == 0)
            return i + 1;
    }
    return 0;
}

void zc_filter_describe_hits(const struct zc_ledger_view *view, struct zc_buf *out)
{
    uint32_t by = emptied_by(view);
    zc_buf_printf(out, ZC_T("命中 %llu 条 / %llu 条", "%llu of %llu records fit"),
                  (unsigned long long)view->count, (unsigned long long)view->total);
    if (view->query || !view->ready)
        zc_buf_text(out, ZC_T("  正在数…", "  counting…"));
    else if (view->count == 0 && by == 1 && view->total > 0)
        zc_buf_text(out, ZC_T("：条件 1 没有一条符合", ": condition 1 fits none"));
    else if (view->count == 0 && by > 1)
        zc_buf_printf(
            out, ZC_T("：条件 %u 去掉了剩下的 %llu 条", ": condition %u removed the last %llu"), by,
            (unsigned long long)view->left[by - 2]);
}

static int draw_views(const struct zc_filter_popup *filter, struct zc_canvas *canvas, int row,
                      int col, int end)
{
    int at = zc_canvas_text(canvas, row, col + 3, ZC_STYLE_NORMAL, ZC_T("常用：", "views:"));
    int first = at, lines = 1;
    for (unsigned i = 0; i < ZC_SAVED_VIEWS; i++) {
        struct zc_str name = filter->views[i].name;
        int cols = (int)zc_text_cols(name) + 3;
        if (name.len == 0)
            continue;
        if (at + cols > end && lines < 3) {
            at = first;
            row++;
            lines++;
        }
        zc_canvas_printf(canvas, row, at + 1, ZC_STYLE_NORMAL, "%u", i + 1);
        int room = end - at - 3;
        zc_canvas_fit(canvas, row, at + 3, cols - 3 < room ? cols - 3 : room, ZC_STYLE_NORMAL, name,
                      false);
        at += cols;
    }
    return lines;
}

void zc_filter_popup_draw(const void *state, struct zc_canvas *canvas)
{
    enum { BELOW = 8, NARROW = 80 };
    const struct zc_filter_popup *filter = state;
    uint32_t n = filter->view->conditions.n, lines = n + 1, top = 0;
    int most = canvas->rows - 2 - BELOW - 1;
    if ((int)lines > most)
        lines = (uint32_t)most;
    if (filter->focus >= lines)
        top = filter->focus - lines + 1;
    int cols = canvas->cols < NARROW ? canvas->cols : 74, rows = (int)lines + BELOW + 1;
    int row = (canvas->rows - 1 - rows) / 2, col = (canvas->cols - cols) / 2, end = col + cols - 2;
    struct zc_buf text = { 0 };
    zc_frame_popup_keys(zc_popup_filter.bindings, &text);
    zc_canvas_box(canvas, row, col, rows, cols,
                  zc_str_of(ZC_T("筛选 (条件同时满足)", "filter (all must hold)")),
                  zc_buf_str(&text));
    for (uint32_t i = 0; i < lines; i++) {
        int at = row + 2 + (int)i;
        if (top + i < n)
            draw_condition(filter, canvas, at, col, end, top + i);
        else
            zc_canvas_printf(canvas, at, col + 4, ZC_STYLE_NORMAL, "%s %s", zc_glyph(ZC_GLYPH_ADD),
                             ZC_T("加条件…", "add a condition…"));
        if (top + i != filter->focus)
            continue;
        zc_canvas_text(canvas, at, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, at, col + 1, cols - 2, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, at, col + 2);
    }
    int rule = row + 2 + (int)lines;
    zc_canvas_rule_in(canvas, rule, col, cols);
    zc_buf_reset(&text);
    zc_filter_describe_hits(filter->view, &text);
    zc_canvas_fit(canvas, rule + 1, col + 3, end - col - 3, ZC_STYLE_NORMAL, zc_buf_str(&text),
                  false);
    draw_views(filter, canvas, rule + 2, col, end);
    zc_buf_release(&text);
}

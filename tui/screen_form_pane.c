#include "tui/glyph.h"
#include "tui/screen_form_impl.h"
#include <stdio.h>

/* The two panes of the form screen on terminals of 160 columns and more: the sections with what is
 * still open on the left, the last record and the note on the right (UX.md 7). */

static void draw_bar(struct zc_canvas *canvas, int col, int first, int last)
{
    for (int row = first; row <= last; row++)
        zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_V));
}

static void draw_totals(const struct zc_form_screen *form, struct zc_canvas *canvas, int row)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    uint32_t missing = 0;
    int64_t seconds = (zc_clock_ms(&form->survey->clock) - form->opened_ms) / 1000;
    zc_fill_check(form->entry->fill, &arena, &check);
    for (uint32_t i = 0; i < check.npoints; i++)
        missing += check.points[i].issue == ZC_ISSUE_REQUIRED;
    zc_canvas_printf(canvas, row, 2, ZC_STYLE_NORMAL, ZC_T("必填缺 %u", "still empty %u"), missing);
    zc_canvas_printf(canvas, row + 1, 2, ZC_STYLE_NORMAL,
                     ZC_T("错误 %u  存疑 %u", "wrong %u  doubtful %u"), check.nhard - missing,
                     check.nsoft);
    zc_canvas_printf(canvas, row + 2, 2, ZC_STYLE_NORMAL,
                     ZC_T("用时 %lld 分 %lld 秒", "%lld min %lld s"), (long long)(seconds / 60),
                     (long long)(seconds % 60));
    zc_arena_release(&arena);
}

void zc_form_draw_outline(const struct zc_form_screen *form, struct zc_canvas *canvas)
{
    const struct zc_form_view *view = &form->view;
    struct zc_arena arena = { 0 };
    int row = 3, last = canvas->rows - 8;
    for (uint32_t i = 0; i < view->nsections && row <= last; i++) {
        const struct zc_section *section = &view->sections[i];
        char count[32];
        enum zc_style style;
        if (i == view->section && !form->done)
            zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_text(canvas, row, 2, ZC_STYLE_NORMAL,
                       zc_glyph(zc_form_mark_glyph(zc_section_mark(section), &style)));
        zc_canvas_printf(canvas, row, 4, i == view->section ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL,
                         "%u %.*s", i + 1, ZC_ARG(zc_section_label(view, i, &arena)));
        snprintf(count, sizeof count, "%u/%u", section->nanswered, section->nquestions);
        zc_canvas_put_right(canvas, row++, ZC_FORM_OUTLINE_COLS - 1, ZC_STYLE_NORMAL,
                            zc_str_of(count));
    }
    if (row + 4 <= last)
        draw_totals(form, canvas, row + 1);
    draw_bar(canvas, ZC_FORM_OUTLINE_COLS, 3, last);
    zc_arena_release(&arena);
}

/* The last record */

static int draw_last_answers(const struct zc_form_screen *form, struct zc_canvas *canvas, int row,
                             int col, int last)
{
    const struct zc_form_view *view = &form->view;
    const struct zc_section *section = &view->sections[view->section];
    const struct zc_fill *before = form->previous.fill;
    for (uint32_t i = 0; i < section->nlines && row < last; i++) {
        const struct zc_form_line *line = &view->lines[section->first + i];
        struct zc_arena arena = { 0 };
        const struct zc_node *there =
            line->kind == ZC_LINE_QUESTION ? zc_previous_node(&form->previous, line->node) : NULL;
        if (there) {
            zc_canvas_fit(canvas, row, col, 14, ZC_STYLE_DIM, zc_fill_label(before, there, &arena),
                          false);
            zc_canvas_fit(canvas, row++, col + 15, ZC_FORM_HELPER_COLS - 17, ZC_STYLE_NORMAL,
                          zc_fill_shown(before, there, &arena), false);
        }
        zc_arena_release(&arena);
    }
    return row;
}

void zc_form_draw_helper(const struct zc_form_screen *form, struct zc_canvas *canvas)
{
    const struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    int col = canvas->cols - ZC_FORM_HELPER_COLS + 1, row = 3, last = canvas->rows - 8;
    if (form->previous.found && form->view.section < form->view.nsections) {
        zc_canvas_printf(canvas, row, col, ZC_STYLE_STRONG, "%s %s", ZC_T("上一份", "last"),
                         form->previous.number);
        zc_canvas_fit(canvas, row + 1, col, ZC_FORM_HELPER_COLS - 2, ZC_STYLE_NORMAL,
                      zc_fill_title(form->previous.fill, &arena), false);
        row = draw_last_answers(form, canvas, row + 2, col, last - 4) + 1;
    }
    if (node) {
        struct zc_str note = zc_fill_note(form->entry->fill, node);
        struct zc_str why = zc_fill_why(form->entry->fill, node);
        struct zc_str asked = zc_form_challenge(form, node, &arena);
        zc_canvas_text(canvas, row, col, ZC_STYLE_STRONG,
                       asked.len ? ZC_T("本项质疑 (F8 答复)", "question (F8 replies)")
                                 : ZC_T("本项备注 (F8)", "note (F8)"));
        struct zc_str said = asked.len ? asked : why.len ? why : note;
        zc_form_draw_wrapped(canvas, row + 1, col, ZC_FORM_HELPER_COLS - 2, 3, ZC_STYLE_NORMAL,
                             said.len ? said : zc_str_of(ZC_T("(无)", "(none)")));
    }
    draw_bar(canvas, canvas->cols - ZC_FORM_HELPER_COLS - 1, 3, last);
    zc_arena_release(&arena);
}

#include "tui/form_view.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screens.h"
#include <stdio.h>

/* The completion check (完成前检查, S4e): what must be mended and what is to be checked, each with
 * a digit that jumps there. */

struct points {
    struct zc_fill_check check;
    const struct zc_entry *entry;
    struct zc_form_view view; /* for the numbers of the fields */
    uint32_t focus, top;
    struct zc_arena arena;
};

enum {
    POINTS_UP = 1,
    POINTS_DOWN,
    POINTS_GO,
    POINTS_DRAFT,
    POINTS_DOUBT,
    POINTS_CLOSE,
    POINTS_FIRST
};

static bool points_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct points *points = state;
    (void)app, (void)err;
    points->entry = args;
    zc_form_view_init(&points->view, (struct zc_entry *)(uintptr_t)args);
    zc_fill_check(points->entry->fill, &points->arena, &points->check);
    return true;
}

/* "2.8": section and number, as the form screen shows them; false for a field without one. */
static bool number_of(const struct points *points, const struct zc_node *node, char out[24])
{
    const struct zc_form_view *view = &points->view;
    for (uint32_t s = 0; s < view->nsections; s++) {
        for (uint32_t i = 0; i < view->sections[s].nlines; i++) {
            const struct zc_form_line *line = &view->lines[view->sections[s].first + i];
            if (line->node == node && line->kind == ZC_LINE_QUESTION && line->number > 0)
                return snprintf(out, 24, "%u.%u", s + 1, line->number) > 0;
        }
    }
    return false;
}

static void draw_point(const struct points *points, struct zc_canvas *canvas, int row, int col,
                       int cols, uint32_t at)
{
    const struct zc_point *point = &points->check.points[at];
    struct zc_arena arena = { 0 };
    bool hard = zc_issue_is_hard(point->issue);
    char number[24] = "";
    number_of(points, point->node, number);
    zc_canvas_text(canvas, row, col + 3, hard ? ZC_STYLE_ERROR : ZC_STYLE_WARN,
                   zc_glyph(hard ? ZC_GLYPH_HARD : ZC_GLYPH_DOUBT));
    if (at < 9)
        zc_canvas_printf(canvas, row, col + 5, ZC_STYLE_NORMAL, "%u", at + 1);
    zc_canvas_fit(canvas, row, col + 7, 5, ZC_STYLE_NORMAL, zc_str_of(number), false);
    zc_canvas_fit(canvas, row, col + 13, 18, ZC_STYLE_NORMAL,
                  zc_fill_label(points->entry->fill, point->node, &arena), false);
    zc_canvas_fit(canvas, row, col + 32, cols - 34, ZC_STYLE_NORMAL, point->message, false);
    if (at == points->focus) {
        zc_canvas_text(canvas, row, col + 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, col + 1, cols - 2, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, col + 1);
    }
    zc_arena_release(&arena);
}

static void points_draw(const void *state, struct zc_canvas *canvas)
{
    const struct points *points = state;
    struct zc_buf keys = { 0 };
    int cols = canvas->cols < 80 ? canvas->cols : 74, most = canvas->rows - 9;
    int shown = (int)points->check.npoints < most ? (int)points->check.npoints : most;
    int row = (canvas->rows - 6 - shown) / 2, col = (canvas->cols - cols) / 2;
    uint32_t first = points->focus >= (uint32_t)shown ? points->focus - (uint32_t)shown + 1 : 0;
    zc_frame_popup_keys(zc_popup_points.bindings, &keys);
    zc_canvas_box(canvas, row, col, shown + 4, cols,
                  zc_str_of(ZC_T("完成前检查", "before finishing")), zc_buf_str(&keys));
    zc_canvas_printf(canvas, row + 1, col + 2, ZC_STYLE_STRONG,
                     ZC_T("必须改 %u   请核对 %u（改好，或到该项按 F8 写原因）",
                          "to mend %u   to check %u (mend, or F8 there for a reason)"),
                     points->check.nhard, points->check.nsoft);
    for (int i = 0; i < shown; i++)
        draw_point(points, canvas, row + 2 + i, col, cols, first + (uint32_t)i);
    zc_buf_release(&keys);
}

static enum zc_next points_act(void *state, struct zc_app *app, int action)
{
    struct points *points = state;
    int result = 0;
    if (action == POINTS_UP) {
        points->focus -= points->focus > 0;
        return ZC_NEXT_STAY;
    }
    if (action == POINTS_DOWN) {
        points->focus += points->focus + 1 < points->check.npoints;
        return ZC_NEXT_STAY;
    }
    if (action >= POINTS_FIRST && (uint32_t)(action - POINTS_FIRST) >= points->check.npoints)
        return ZC_NEXT_STAY;
    if (action == POINTS_GO)
        result = (int)points->focus + 1;
    else if (action >= POINTS_FIRST)
        result = action - POINTS_FIRST + 1;
    else if (action == POINTS_DRAFT)
        result = ZC_POINTS_DRAFT;
    else if (action == POINTS_DOUBT)
        result = ZC_POINTS_DOUBT;
    zc_app_result(app, result, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static void points_leave(void *state)
{
    struct points *points = state;
    zc_form_view_release(&points->view);
    zc_arena_release(&points->arena);
}

static const struct zc_binding points_bindings[] = {
    { ZC_KEY_ENTER, POINTS_GO, { "到该项", "go there" } },
    { ZC_KEY_UP, POINTS_UP, { 0 } },
    { ZC_KEY_DOWN, POINTS_DOWN, { "选", "choose" } },
    { ZC_KEY_F2, POINTS_DRAFT, { "存草稿", "draft" } },
    { ZC_KEY_F8, POINTS_DOUBT, { "存疑", "doubt" } },
    { ZC_KEY_ESC, POINTS_CLOSE, { "继续填", "go on" } },
    { '1', POINTS_FIRST, { 0 } },
    { '2', POINTS_FIRST + 1, { 0 } },
    { '3', POINTS_FIRST + 2, { 0 } },
    { '4', POINTS_FIRST + 3, { 0 } },
    { '5', POINTS_FIRST + 4, { 0 } },
    { '6', POINTS_FIRST + 5, { 0 } },
    { '7', POINTS_FIRST + 6, { 0 } },
    { '8', POINTS_FIRST + 7, { 0 } },
    { '9', POINTS_FIRST + 8, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_points = {
    .name = "points",
    .title = { "完成前检查", "before finishing" },
    .state_size = sizeof(struct points),
    .bindings = points_bindings,
    .popup = true,
    .enter = points_enter,
    .draw = points_draw,
    .act = points_act,
    .leave = points_leave,
};

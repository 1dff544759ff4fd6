#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/ledger_view.h"
#include "tui/screens.h"
#include <string.h>

/* The columns of the ledger (列): which ones, how wide, in which order. Enter keeps them as a local
 * setting. */

struct columns {
    const struct zc_ledger_view *view;
    struct zc_survey *survey;
    struct zc_ledger_column *all;
    uint32_t n, focus, top;
    int height;
    struct zc_arena arena;
};

enum {
    COLUMNS_UP = 1,
    COLUMNS_DOWN,
    COLUMNS_PGUP,
    COLUMNS_PGDN,
    COLUMNS_SHOW,
    COLUMNS_NARROW,
    COLUMNS_WIDE,
    COLUMNS_LEFT,
    COLUMNS_RIGHT,
    COLUMNS_USUAL,
    COLUMNS_TAKE,
    COLUMNS_CLOSE
};
enum { NARROWEST = 3, WIDEST = 60 };

static bool columns_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct columns *columns = state;
    (void)err;
    columns->view = args;
    columns->survey = app->survey;
    columns->all =
        zc_ledger_columns_new(app->survey, columns->view->form, &columns->arena, &columns->n);
    columns->height = 10;
    return true;
}

static void columns_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct columns *columns = state;
    uint32_t height;
    (void)app, (void)cols;
    columns->height = rows - 8;
    if (columns->height > (int)columns->n)
        columns->height = (int)columns->n;
    height = (uint32_t)columns->height;
    if (columns->focus < columns->top)
        columns->top = columns->focus;
    if (columns->focus >= columns->top + height)
        columns->top = columns->focus - height + 1;
}

static const char *remark(const struct zc_ledger_column *column)
{
    if (zc_ledger_column_is_fixed(column))
        return ZC_T("固定在左", "at the left");
    if (column->right)
        return ZC_T("右对齐", "to the right");
    return column->q && column->q->list ? ZC_T("显示名称", "its label") : "";
}

static void columns_draw(const void *state, struct zc_canvas *canvas)
{
    enum { NARROW = 80, LABEL = 28 };
    const struct columns *columns = state;
    int cols = canvas->cols < NARROW ? canvas->cols : 66, rows = columns->height + 4;
    int row = (canvas->rows - 1 - rows) / 2, col = (canvas->cols - cols) / 2;
    struct zc_buf keys = { 0 };
    zc_frame_popup_keys(zc_popup_columns.bindings, &keys);
    zc_canvas_box(canvas, row, col, rows, cols, zc_str_of(ZC_T("列", "columns")),
                  zc_buf_str(&keys));
    for (uint32_t i = 0; i < (uint32_t)columns->height && columns->top + i < columns->n; i++) {
        const struct zc_ledger_column *column = &columns->all[columns->top + i];
        int at = row + 2 + (int)i;
        zc_canvas_printf(canvas, at, col + 4, ZC_STYLE_NORMAL, "[%s]",
                         column->shown ? zc_glyph(ZC_GLYPH_DONE) : " ");
        zc_canvas_fit(canvas, at, col + 8, LABEL, ZC_STYLE_NORMAL, column->label, false);
        if (!column->main) /* the name takes what is left */
            zc_canvas_number(canvas, at, col + 8 + LABEL + 4, ZC_STYLE_NORMAL, column->cols);
        zc_canvas_text(canvas, at, col + 8 + LABEL + 6, ZC_STYLE_DIM, remark(column));
        if (columns->top + i != columns->focus)
            continue;
        zc_canvas_text(canvas, at, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, at, col + 1, cols - 2, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, at, col + 2);
    }
    zc_buf_release(&keys);
}

static void move_focus(struct columns *columns, int by)
{
    int64_t to = (int64_t)columns->focus + by, last = (int64_t)columns->n - 1;
    columns->focus = (uint32_t)(to < 0 ? 0 : to > last ? last : to);
}

static void resize_column(struct zc_ledger_column *column, int by)
{
    int cols = (int)column->cols + by;
    if (!column->main && cols >= NARROWEST && cols <= WIDEST)
        column->cols = (unsigned)cols;
}

static void shift(struct columns *columns, int by)
{
    if (zc_ledger_columns_move(columns->all, columns->n, columns->focus, by))
        move_focus(columns, by);
}

static enum zc_next take(struct columns *columns, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (!zc_ledger_columns_save(columns->survey, columns->view->form, columns->all, columns->n,
                                &err)) {
        zc_app_fail(app, &err);
        return ZC_NEXT_STAY;
    }
    zc_app_result(app, 1, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next columns_act(void *state, struct zc_app *app, int action)
{
    struct columns *columns = state;
    struct zc_ledger_column *column = &columns->all[columns->focus];
    switch (action) {
    case COLUMNS_UP:
    case COLUMNS_DOWN:
        move_focus(columns, action == COLUMNS_UP ? -1 : 1);
        break;
    case COLUMNS_PGUP:
    case COLUMNS_PGDN:
        move_focus(columns, action == COLUMNS_PGUP ? -columns->height : columns->height);
        break;
    case COLUMNS_SHOW:
        column->shown = column->main || !column->shown;
        break;
    case COLUMNS_NARROW:
    case COLUMNS_WIDE:
        resize_column(column, action == COLUMNS_NARROW ? -1 : 1);
        break;
    case COLUMNS_LEFT:
    case COLUMNS_RIGHT:
        shift(columns, action == COLUMNS_LEFT ? -1 : 1);
        break;
    case COLUMNS_USUAL:
        columns->all = zc_ledger_columns_usual(columns->view->form, &columns->arena, &columns->n);
        break;
    case COLUMNS_TAKE:
        return take(columns, app);
    default:
        zc_app_result(app, 0, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static void columns_leave(void *state)
{
    struct columns *columns = state;
    zc_arena_release(&columns->arena);
}

static const struct zc_binding columns_bindings[] = {
    { ' ', COLUMNS_SHOW, { "显示", "use" } },
    { ZC_KEY_LEFT, COLUMNS_NARROW, { 0 } },
    { ZC_KEY_RIGHT, COLUMNS_WIDE, { "改宽", "wide" } },
    { '+', COLUMNS_RIGHT, { "移位", "move" } },
    { '-', COLUMNS_LEFT, { 0 } },
    { ZC_KEY_DELETE, COLUMNS_USUAL, { "复原", "undo" } },
    { ZC_KEY_ENTER, COLUMNS_TAKE, { "确定", "ok" } },
    { ZC_KEY_F2, COLUMNS_TAKE, { 0 } },
    { ZC_KEY_ESC, COLUMNS_CLOSE, { "取消", "back" } },
    { ZC_KEY_UP, COLUMNS_UP, { 0 } },
    { ZC_KEY_DOWN, COLUMNS_DOWN, { 0 } },
    { ZC_KEY_PGUP, COLUMNS_PGUP, { 0 } },
    { ZC_KEY_PGDN, COLUMNS_PGDN, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_columns = {
    .name = "columns",
    .title = { "列", "columns" },
    .state_size = sizeof(struct columns),
    .bindings = columns_bindings,
    .popup = true,
    .enter = columns_enter,
    .update = columns_update,
    .draw = columns_draw,
    .act = columns_act,
    .leave = columns_leave,
};

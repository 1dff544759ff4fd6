#include "core/text.h"
#include "tui/frame.h"
#include "tui/popup.h"

/* Waits for one key, whatever it does elsewhere. */

struct press {
    struct zc_buf title, text;
};

enum { PRESS_LEAVE = 1 };

static bool press_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct press *press = state;
    const struct zc_page *ask = args;
    (void)app, (void)err;
    zc_buf_add(&press->title, ask->title);
    zc_buf_add(&press->text, ask->text);
    return true;
}

static void press_draw(const void *state, struct zc_canvas *canvas)
{
    enum { COLS = 60, ROWS = 6 };
    const struct press *press = state;
    struct zc_buf keys = { 0 };
    int row = (canvas->rows - 1 - ROWS) / 2, col = (canvas->cols - COLS) / 2;
    zc_frame_popup_keys(zc_popup_key.bindings, &keys);
    zc_canvas_box(canvas, row, col, ROWS, COLS, zc_buf_str(&press->title), zc_buf_str(&keys));
    zc_frame_lines(canvas, row + 1, col + 2, ROWS - 2, COLS - 4, zc_buf_str(&press->text));
    zc_canvas_cursor(canvas, row + 1, col + 2);
    zc_buf_release(&keys);
}

static enum zc_next press_act(void *state, struct zc_app *app, int action)
{
    (void)state, (void)action;
    zc_app_result(app, 0, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next press_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    (void)state, (void)text;
    zc_app_result(app, key, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static void press_leave(void *state)
{
    struct press *press = state;
    zc_buf_release(&press->title);
    zc_buf_release(&press->text);
}

static const struct zc_binding press_bindings[] = {
    { ZC_KEY_ESC, PRESS_LEAVE, { "不改", "leave it" } },
    { 0 },
};
const struct zc_screen_ops zc_popup_key = {
    .name = "press",
    .title = { "按一个键", "press a key" },
    .state_size = sizeof(struct press),
    .bindings = press_bindings,
    .popup = true,
    .raw = true,
    .enter = press_enter,
    .draw = press_draw,
    .act = press_act,
    .key = press_key,
    .leave = press_leave,
};

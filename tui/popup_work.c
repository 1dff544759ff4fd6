#include "tui/popup_work.h"
#include "tui/frame.h"

struct work {
    struct zc_app *app;
    struct zc_buf title;
};
enum { WORK_STOP = 1, WORK_HIDE };

static bool work_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct work *work = state;
    (void)err;
    work->app = app;
    zc_buf_add(&work->title, *(const struct zc_str *)args);
    return true;
}

static void work_draw(const void *state, struct zc_canvas *canvas)
{
    enum { COLS = 64, ROWS = ZC_JOB_ROWS + 2 };
    const struct work *work = state;
    struct zc_buf keys = { 0 };
    int cols = canvas->cols < 80 ? canvas->cols : COLS, col = (canvas->cols - cols) / 2;
    int row = (canvas->rows - 1 - ROWS) / 2;
    zc_frame_popup_keys(zc_popup_work.bindings, &keys);
    zc_canvas_box(canvas, row, col, ROWS, cols, zc_buf_str(&work->title), zc_buf_str(&keys));
    if (work->app->job && work->app->job->ops->draw)
        work->app->job->ops->draw(work->app->job, canvas, row + 2, col + 3, cols - 6);
    zc_canvas_cursor(canvas, row + 2, col + 3);
    zc_buf_release(&keys);
}

static enum zc_next work_act(void *state, struct zc_app *app, int action)
{
    (void)state;
    zc_app_result(app, 0, (struct zc_str){ 0 });
    if (action != WORK_STOP || !zc_app_is_working(app))
        return ZC_NEXT_BACK;
    zc_app_stop(app); /* which puts this popup away */
    return ZC_NEXT_STAY;
}

static enum zc_next work_ended(void *state, struct zc_app *app)
{
    (void)state;
    zc_app_result(app, 1, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static void work_leave(void *state)
{
    struct work *work = state;
    zc_buf_release(&work->title);
}

static const struct zc_binding work_bindings[] = {
    { ZC_KEY_ESC, WORK_STOP, { "停止", "stop" } },
    { ZC_KEY_ENTER, WORK_HIDE, { "转到后台", "go on" } },
    { 0 },
};
const struct zc_screen_ops zc_popup_work = {
    .name = "work",
    .title = { "进度", "progress" },
    .state_size = sizeof(struct work),
    .bindings = work_bindings,
    .popup = true,
    .enter = work_enter,
    .draw = work_draw,
    .act = work_act,
    .job_ended = work_ended,
    .leave = work_leave,
};

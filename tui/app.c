#include "tui/app.h"
#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/popup.h"
#include "tui/settings_apply.h"
#include "tui/survey.h"
#include <stdio.h>
#include <string.h>

void zc_app_init(struct zc_app *app, int rows, int cols)
{
    *app = (struct zc_app){ .machine = { zc_lang_get(), zc_glyph_is_ascii() } };
    zc_canvas_resize(&app->canvas, rows, cols);
}

static struct zc_app_screen *top(struct zc_app *app)
{
    return app->depth ? &app->stack[app->depth - 1] : NULL;
}

/* Another screen is shown. */
static void drop_message(struct zc_app *app)
{
    if (!app->said)
        zc_buf_reset(&app->message);
}

static void pop(struct zc_app *app)
{
    struct zc_app_screen *screen = top(app);
    if (!screen->ops->popup)
        drop_message(app);
    if (screen->ops->leave)
        screen->ops->leave(screen->state);
    zc_free(screen->state);
    *screen = (struct zc_app_screen){ 0 };
    app->depth--;
}

void zc_app_release(struct zc_app *app)
{
    zc_app_drop(app); /* before a screen closes the store that it works on */
    while (app->depth > 0)
        pop(app);
    zc_canvas_release(&app->canvas);
    zc_buf_release(&app->result_text);
    zc_buf_release(&app->message);
    zc_buf_release(&app->log);
}

bool zc_app_push(struct zc_app *app, const struct zc_screen_ops *ops, const void *args)
{
    struct zc_err err = { 0 };
    if (app->depth == ZC_APP_DEPTH) {
        zc_app_say(app, ZC_SAY_PROBLEM, "%s",
                   ZC_T("打开的界面太多，请先返回", "too many screens are open; go back first"));
        return false;
    }
    if (!ops->popup)
        drop_message(app);
    app->stack[app->depth++] = (struct zc_app_screen){ ops, zc_alloc_zeroed(1, ops->state_size) };
    if (!ops->enter || ops->enter(top(app)->state, app, args, &err))
        return true;
    pop(app);
    zc_app_fail(app, &err);
    return false;
}

void zc_app_result(struct zc_app *app, int result, struct zc_str text)
{
    app->result = result;
    zc_buf_reset(&app->result_text);
    zc_buf_add(&app->result_text, text);
}

/* Messages */

static void drop_old_lines(struct zc_buf *log)
{
    enum { MOST = ZC_APP_LOG * 200 };
    struct zc_str rest = zc_buf_str(log), line;
    if (log->len <= MOST || !zc_str_cut(&rest, '\n', &line))
        return;
    memmove(log->ptr, rest.ptr, rest.len);
    log->len = rest.len;
}

static void note(struct zc_app *app, const char *text)
{
    char at[ZC_DATETIME_TEXT];
    if (app->survey) {
        zc_moment_print(zc_clock_moment(&app->survey->clock), false, at);
        zc_buf_printf(&app->log, "%.5s ", at + 11);
    }
    zc_buf_printf(&app->log, "%s\n", text);
    drop_old_lines(&app->log);
}

static bool is_heard(const struct zc_app *app, enum zc_level level)
{
    unsigned bell = app->settings.chosen[ZC_SET_BELL];
    return (bell >= ZC_BELL_PROBLEMS && level == ZC_SAY_PROBLEM) ||
           (bell >= ZC_BELL_SAVES && level == ZC_SAY_DONE);
}

void zc_app_say(struct zc_app *app, enum zc_level level, const char *fmt, ...)
{
    enum { SECONDS = 5 };
    char text[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    app->level = level;
    app->sticky = level == ZC_SAY_PROBLEM || level == ZC_SAY_DOUBT;
    app->message_ticks = SECONDS;
    app->said = true;
    zc_buf_reset(&app->message);
    zc_buf_text(&app->message, text);
    note(app, text);
    app->ring |= is_heard(app, level);
}

void zc_app_fail(struct zc_app *app, const struct zc_err *err)
{
    zc_app_say(app, ZC_SAY_PROBLEM, "%s", err->msg);
}

static void age_message(struct zc_app *app, bool key)
{
    if (key ? app->sticky : !app->sticky && --app->message_ticks <= 0) {
        zc_buf_reset(&app->message);
        app->sticky = false;
    }
}

void zc_app_ask(struct zc_app *app, const struct zc_dialog *dialog)
{
    zc_app_push(app, &zc_popup_dialog, dialog);
}

/* What comes next */

static void go(struct zc_app *app, enum zc_next next);

/* All messages, the newest first. */
static void show_messages(struct zc_app *app)
{
    struct zc_page page = { .title = zc_str_of(ZC_T("消息记录", "Messages")) };
    struct zc_buf text = { 0 };
    struct zc_str log = zc_buf_str(&app->log);
    for (size_t end = log.len; end > 0;) {
        size_t start = end - 1;
        while (start > 0 && log.ptr[start - 1] != '\n')
            start--;
        zc_buf_add(&text, (struct zc_str){ log.ptr + start, end - start });
        end = start;
    }
    if (text.len == 0)
        zc_buf_text(&text, ZC_T("还没有消息", "no message yet"));
    page.text = zc_buf_str(&text);
    zc_app_push(app, &zc_popup_page, &page);
    zc_buf_release(&text);
}

static void act_everywhere(struct zc_app *app, int act)
{
    if (act == ZC_EVERYWHERE_MESSAGES)
        show_messages(app);
    else if (act == ZC_EVERYWHERE_KEYS)
        zc_popup_show_keys(app);
    else if (app->on_settings)
        app->on_settings(app);
}

/* The screen below goes on: with the act that the menu chose, or with what was left behind. */
static void resume(struct zc_app *app)
{
    struct zc_app_screen *screen = top(app);
    int pending = app->pending;
    app->pending = 0;
    if (!screen)
        return;
    if (pending < 0)
        act_everywhere(app, pending);
    else if (pending)
        go(app, screen->ops->act(screen->state, app, pending));
    else if (screen->ops->resume)
        go(app, screen->ops->resume(screen->state, app));
}

static void go(struct zc_app *app, enum zc_next next)
{
    switch (next) {
    case ZC_NEXT_STAY:
        break;
    case ZC_NEXT_BACK:
        pop(app);
        app->quit = app->depth == 0;
        resume(app);
        break;
    case ZC_NEXT_HOME:
        while (app->depth > app->home + 1)
            pop(app);
        zc_app_result(app, ZC_RESULT_LEFT, (struct zc_str){ 0 });
        resume(app);
        break;
    case ZC_NEXT_QUIT:
        app->quit = true;
        break;
    }
}

/* Jobs */

bool zc_app_is_working(const struct zc_app *app)
{
    return app->job && app->job->state == ZC_JOB_RUNNING;
}

bool zc_app_begin(struct zc_app *app, struct zc_job *job)
{
    if (zc_app_is_working(app)) {
        zc_job_free(job);
        zc_app_say(
            app, ZC_SAY_PROBLEM, "%s",
            ZC_T("还有一项任务没有做完，请等它完成", "another task is running; wait for it"));
        return false;
    }
    zc_job_free(app->job);
    app->job = job;
    app->tick_ms = zc_job_now();
    return true;
}

static void end_job(struct zc_app *app)
{
    struct zc_app_screen *screen = top(app);
    if (app->job->ops->ended)
        app->job->ops->ended(app->job, app);
    if (screen && screen->ops->job_ended)
        go(app, screen->ops->job_ended(screen->state, app));
}

bool zc_app_work(struct zc_app *app, int slice_ms)
{
    bool did = false;
    if (zc_app_is_working(app) && !zc_job_slice(app->job, slice_ms))
        end_job(app);
    for (unsigned i = 0; i < app->depth; i++) {
        const struct zc_screen_ops *ops = app->stack[i].ops;
        did |= ops->idle && ops->idle(app->stack[i].state, app);
    }
    return did || zc_app_is_working(app);
}

void zc_app_stop(struct zc_app *app)
{
    if (!zc_app_is_working(app))
        return;
    app->job->state = ZC_JOB_STOPPED;
    end_job(app);
}

void zc_app_drop(struct zc_app *app)
{
    zc_job_free(app->job);
    app->job = NULL;
}

/* Keys */

static const struct zc_binding *find_binding(const struct zc_screen_ops *ops, int key)
{
    int alias = zc_key_alias(key);
    for (const struct zc_binding *b = ops->bindings; b && b->key; b++) {
        if (b->key == key)
            return b;
    }
    for (const struct zc_binding *b = ops->bindings; alias != key && b && b->key; b++) {
        if (b->key == alias)
            return b;
    }
    /* Esc and F3 are one act; a screen that names one has both. */
    if (alias == ZC_KEY_F3)
        return find_binding(ops, ZC_KEY_ESC);
    return NULL;
}

/* False when some screen could not put on disk what was typed into it. */
static bool save_all(struct zc_app *app)
{
    bool ok = true;
    for (unsigned i = 0; i < app->depth; i++) {
        const struct zc_screen_ops *ops = app->stack[i].ops;
        if (ops->save && !ops->save(app->stack[i].state, app))
            ok = false;
    }
    return ok;
}

/* Home from everywhere; from home to the screen below it, or out. */
static void go_home(struct zc_app *app)
{
    if (!save_all(app))
        return; /* the screen says why; its own way back asks */
    go(app, app->depth > app->home + 1 ? ZC_NEXT_HOME
            : app->home > 0            ? ZC_NEXT_BACK
                                       : ZC_NEXT_QUIT);
}

/* Keys that mean the same everywhere. True when it was one. */
static bool global_key(struct zc_app *app, int key)
{
    struct zc_app_screen screen = *top(app);
    switch (zc_key_alias(key)) {
    case ZC_KEY_F1:
        zc_app_push(app, &zc_popup_help, &screen);
        return true;
    case ZC_KEY_F9:
        zc_app_push(app, &zc_popup_menu, &screen);
        return true;
    case ZC_KEY_F10:
        go_home(app);
        return true;
    case ZC_KEY_CTRL('N'):
        if (app->on_new)
            app->on_new(app);
        return app->on_new != NULL;
    default:
        return false;
    }
}

static bool is_small(const struct zc_app *app)
{
    return app->canvas.rows < ZC_FRAME_MIN_ROWS || app->canvas.cols < ZC_FRAME_MIN_COLS;
}

static void tick(struct zc_app *app)
{
    enum { MINUTE = 60 };
    struct zc_app_screen *screen = top(app);
    age_message(app, false);
    if (screen->ops->tick)
        screen->ops->tick(screen->state, app);
    if (++app->ticks < MINUTE)
        return;
    app->ticks = 0;
    if (app->on_minute)
        app->on_minute(app);
}

void zc_app_key(struct zc_app *app, int key, struct zc_str text)
{
    struct zc_app_screen *screen = top(app);
    if (!screen || app->quit)
        return;
    if (key == ZC_KEY_GONE) {
        app->gone = true;
        save_all(app);
        app->quit = true;
        return;
    }
    if (key == ZC_KEY_TICK) {
        tick(app);
        return;
    }
    if (key == ZC_KEY_NONE || key == ZC_KEY_RESIZE || is_small(app))
        return;
    age_message(app, true);
    app->said = false;
    app->key = key;
    const struct zc_screen_ops *ops = screen->ops;
    if (ops->raw && zc_key_alias(key) != ZC_KEY_ESC) {
        go(app, ops->key(screen->state, app, key, text));
        return;
    }
    bool typing = ops->key && ops->typing && ops->typing(screen->state);
    if (!typing && key > 0xFF00 && key <= 0xFF5E) /* an input method's digits and signs */
        key -= 0xFEE0;
    if (!typing || !zc_key_is_text(key)) /* a key of somebody's own, where it has no other act */
        key = find_binding(ops, key) ? key : zc_key_map_to(&app->settings.keys, key);
    const struct zc_binding *binding =
        typing && (zc_key_is_text(key) || key == ZC_KEY_PASTE) ? NULL : find_binding(ops, key);
    if (binding)
        go(app, ops->act(screen->state, app, binding->action));
    else if (typing && (zc_key_is_text(key) || key == ZC_KEY_PASTE))
        go(app, ops->key(screen->state, app, key, text));
    else if (!global_key(app, key) && ops->key)
        go(app, ops->key(screen->state, app, zc_key_alias(key), text));
}

/* Painting */

void zc_app_resize(struct zc_app *app, int rows, int cols)
{
    if (rows != app->canvas.rows || cols != app->canvas.cols)
        zc_canvas_resize(&app->canvas, rows > 0 ? rows : 1, cols > 0 ? cols : 1);
}

static void draw_message(struct zc_app *app, const struct zc_screen_ops *ops)
{
    static const struct {
        enum zc_glyph glyph;
        enum zc_style style;
    } looks[] = {
        [ZC_SAY_DONE] = { ZC_GLYPH_DONE, ZC_STYLE_GOOD },
        [ZC_SAY_PROBLEM] = { ZC_GLYPH_ERROR, ZC_STYLE_ERROR },
        [ZC_SAY_DOUBT] = { ZC_GLYPH_DOUBT, ZC_STYLE_WARN },
        [ZC_SAY_INFO] = { ZC_GLYPH_OPEN, ZC_STYLE_NORMAL },
    };
    int row = app->canvas.rows - (ops->message_up ? ops->message_up : 3);
    unsigned cols = (unsigned)app->canvas.cols - 4;
    struct zc_str rest = zc_buf_str(&app->message), first = { 0 };
    if (rest.len == 0)
        return;
    /* A sentence of two lines takes the row of the hint above. */
    bool two = zc_text_cols(rest) > cols && zc_text_wrap(&rest, cols, &first);
    int top_row = two ? row - 1 : row;
    zc_canvas_blank(&app->canvas, top_row, 0, two ? 2 : 1, app->canvas.cols, ZC_STYLE_NORMAL);
    zc_canvas_text(&app->canvas, top_row, 1, looks[app->level].style,
                   zc_glyph(looks[app->level].glyph));
    zc_canvas_put(&app->canvas, top_row, 3, ZC_STYLE_NORMAL, first);
    zc_canvas_fit(&app->canvas, row, 3, (int)cols, ZC_STYLE_NORMAL, rest, false);
}

void zc_app_paint(struct zc_app *app)
{
    struct zc_canvas *canvas = &app->canvas;
    unsigned base = app->depth;
    zc_canvas_clear(canvas);
    if (app->depth == 0)
        return;
    if (is_small(app)) {
        zc_frame_too_small(canvas);
        return;
    }
    do
        base--;
    while (base > 0 && app->stack[base].ops->popup);
    for (unsigned i = base; i < app->depth; i++) {
        const struct zc_app_screen *screen = &app->stack[i];
        if (screen->ops->update)
            screen->ops->update(screen->state, app, canvas->rows, canvas->cols);
        if (i == base) /* keys of the screen that gets them */
            zc_frame_keys(canvas, top(app)->ops->bindings, top(app)->ops->popup);
        screen->ops->draw(screen->state, canvas);
        if (i == base) /* never over a popup: a large one reaches its row */
            draw_message(app, screen->ops);
    }
}

/* The loop */

static void paint_now(struct zc_app *app)
{
    zc_app_paint(app);
    zc_term_paint(app->term, &app->canvas);
    if (app->ring)
        zc_term_ring(app->term);
    app->ring = false;
}

static bool is_escape(int key)
{
    return key == ZC_KEY_GONE || zc_key_alias(key) == ZC_KEY_F3 || zc_key_alias(key) == ZC_KEY_ESC;
}

bool zc_app_working(struct zc_app *app, const char *what, uint64_t done, uint64_t total)
{
    enum { PAINT_MS = 100 };
    struct zc_buf paste = { 0 };
    int64_t now = zc_job_now();
    bool go_on = true;
    if (!app->term || total == 0 || now - app->working_ms < PAINT_MS)
        return true;
    app->working_ms = now;
    zc_app_say(app, ZC_SAY_INFO, "%s  %llu/%llu  %llu%%", what, (unsigned long long)done,
               (unsigned long long)total, (unsigned long long)(done * 100 / total));
    paint_now(app);
    while (go_on && zc_term_has_input(app->term))
        go_on = !is_escape(zc_term_read(app->term, 0, &paste));
    zc_buf_release(&paste);
    return go_on;
}

/* The next key; the job and searches of screens get the time until it comes. A tick once a second,
 * and ZC_KEY_NONE once in a while and at their end, so that progress is painted. */
static int wait_key(struct zc_app *app, struct zc_buf *paste)
{
    enum { TICK_MS = 1000, PAINT_MS = 150 };
    int64_t begin = zc_job_now(), now = begin;
    bool did = false, more = true;
    while (more && now - begin < PAINT_MS) {
        int key = zc_term_read(app->term, 0, paste);
        if (key != ZC_KEY_TICK)
            return key;
        did |= zc_app_is_working(app); /* its end is painted as well */
        more = zc_app_work(app, ZC_SLICE_MS);
        did |= more;
        now = zc_job_now();
    }
    if (!did) {
        app->tick_ms = now;
        return zc_term_read(app->term, TICK_MS, paste);
    }
    if (now - app->tick_ms < TICK_MS)
        return ZC_KEY_NONE;
    app->tick_ms = now;
    return ZC_KEY_TICK;
}

void zc_app_run(struct zc_app *app, struct zc_term *term)
{
    struct zc_buf paste = { 0 };
    int rows, cols;
    app->term = term;
    zc_settings_apply(app);
    while (!app->quit && app->depth > 0) {
        zc_term_size(term, &rows, &cols);
        zc_app_resize(app, rows, cols);
        paint_now(app);
        do {
            int key = wait_key(app, &paste);
            if (key == ZC_KEY_CTRL('L'))
                zc_term_repaint(term);
            else
                zc_app_key(app, key, zc_buf_str(&paste));
            if (key == ZC_KEY_RESIZE)
                break;
        } while (!app->quit && zc_term_has_input(term));
    }
    app->term = NULL;
    zc_buf_release(&paste);
}

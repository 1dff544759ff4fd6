#include "core/text.h"
#include "storage/backup.h"
#include "tui/glyph.h"
#include "tui/screens.h"
#include "tui/today.h"

/* The evening (今天): what was done today, what of it is open; then a backup, and the export for
 * the leader. */

struct evening {
    struct zc_survey *survey;
    struct zc_today today;
    bool only_open;
    size_t nshown, *shown; /* of today's items */
    size_t focus, top;
    int height;
};

enum {
    EVENING_UP = 1,
    EVENING_DOWN,
    EVENING_OPEN,
    EVENING_LEFT,
    EVENING_UNSAVED,
    EVENING_BACKUP,
    EVENING_EXPORT,
    EVENING_BACK
};

static bool evening_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct evening *evening = state;
    (void)args;
    evening->survey = app->survey;
    return zc_today_load(app->survey, &evening->today, err);
}

static void evening_leave(void *state)
{
    struct evening *evening = state;
    zc_today_release(&evening->today);
}

static bool is_left(const struct zc_today_item *item)
{
    return item->conflict || item->hard + item->soft > 0;
}

static void evening_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct evening *evening = state;
    struct zc_err err = { 0 };
    (void)cols;
    zc_today_release(&evening->today);
    if (!zc_today_load(app->survey, &evening->today, &err))
        zc_app_fail(app, &err);
    evening->shown = ZC_NEW(&evening->today.arena, size_t, evening->today.n + 1);
    evening->nshown = 0;
    for (size_t i = 0; i < evening->today.n; i++)
        if (!evening->only_open || is_left(&evening->today.items[i]))
            evening->shown[evening->nshown++] = i;
    evening->height = rows - 11;
    if (evening->focus >= evening->nshown)
        evening->focus = evening->nshown ? evening->nshown - 1 : 0;
    if (evening->focus < evening->top)
        evening->top = evening->focus;
    if (evening->focus >= evening->top + (size_t)evening->height)
        evening->top = evening->focus - (size_t)evening->height + 1;
}

/* Drawing */

static void draw_figures(const struct evening *evening, struct zc_canvas *canvas)
{
    const struct zc_today *today = &evening->today;
    zc_canvas_printf(canvas, 1, 1, ZC_STYLE_NORMAL,
                     ZC_T("今天：单位 %llu 家，交了 %llu 家；门 %llu 个",
                          "today: %llu units, %llu finished; %llu doors"),
                     (unsigned long long)today->units, (unsigned long long)today->finished,
                     (unsigned long long)today->doors);
    zc_canvas_printf(canvas, 2, 1, today->open + today->unsaved > 0 ? ZC_STYLE_WARN : ZC_STYLE_GOOD,
                     ZC_T("没了结：%llu 条有问题，%llu 份没存的表",
                          "left: %llu records with open points, %llu unsaved forms"),
                     (unsigned long long)today->open, (unsigned long long)today->unsaved);
    int col = zc_canvas_printf(canvas, 3, 1, today->unexported > 0 ? ZC_STYLE_WARN : ZC_STYLE_GOOD,
                               today->unexported > 0
                                   ? ZC_T("未导出改动 %llu", "%llu changes not exported")
                                   : ZC_T("都已导出", "everything is exported"),
                               (unsigned long long)today->unexported);
    zc_canvas_printf(canvas, 3, col + 3, today->backup.len > 0 ? ZC_STYLE_NORMAL : ZC_STYLE_WARN,
                     "%s%.*s",
                     today->backup.len > 0 ? ZC_T("最近备份 ", "last backup ")
                                           : ZC_T("还没有备份", "no backup yet"),
                     ZC_ARG(today->backup));
    zc_canvas_rule(canvas, 4);
}

static void draw_item(const struct evening *evening, struct zc_canvas *canvas, int row, size_t at)
{
    const struct zc_today_item *item = &evening->today.items[evening->shown[at]];
    bool wide = canvas->cols >= 80;
    int state = canvas->cols - 9, points = state - 13, form = wide ? points - 15 : points;
    struct zc_buf text = { 0 };
    zc_canvas_fit(canvas, row, 2, 6, ZC_STYLE_DIM, item->at, false);
    zc_canvas_fit(canvas, row, 8, form - 9, ZC_STYLE_NORMAL, item->title, false);
    if (wide)
        zc_canvas_fit(canvas, row, form, points - form - 1, ZC_STYLE_DIM, item->form, false);
    if (item->conflict)
        zc_buf_printf(&text, "%s %s", zc_glyph(ZC_GLYPH_CONFLICT), ZC_T("冲突", "conflict"));
    else if (item->hard > 0)
        zc_buf_printf(&text, ZC_T("%s 必改 %u", "%s %u to mend"), zc_glyph(ZC_GLYPH_HARD),
                      item->hard);
    else if (item->soft > 0)
        zc_buf_printf(&text, ZC_T("%s 待说明 %u", "%s %u reasons"), zc_glyph(ZC_GLYPH_DOUBT),
                      item->soft);
    zc_canvas_fit(canvas, row, points, state - points - 1,
                  item->hard > 0 ? ZC_STYLE_ERROR : ZC_STYLE_WARN, zc_buf_str(&text), false);
    zc_canvas_fit(canvas, row, state, 8, ZC_STYLE_NORMAL,
                  zc_str_of(zc_text_get(zc_status_label(item->status))), false);
    zc_buf_release(&text);
    if (at != evening->focus)
        return;
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
    zc_canvas_cursor(canvas, row, 0);
}

static void evening_draw(const void *state, struct zc_canvas *canvas)
{
    const struct evening *evening = state;
    zc_screens_title(canvas, evening->survey, ZC_T("今天", "today"), (struct zc_str){ 0 });
    draw_figures(evening, canvas);
    for (size_t i = evening->top; i < evening->nshown && i < evening->top + (size_t)evening->height;
         i++)
        draw_item(evening, canvas, 5 + (int)(i - evening->top), i);
    if (evening->nshown == 0) {
        zc_canvas_text(canvas, 6, 3, ZC_STYLE_NORMAL,
                       evening->only_open ? ZC_T("今天的都了结了。按 o 看全部。",
                                                 "nothing of today is open; o shows all")
                                          : ZC_T("今天还没有登记。", "nothing was done today yet"));
        zc_canvas_cursor(canvas, 6, 3);
    }
    zc_canvas_rule(canvas, canvas->rows - 5);
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM,
                  zc_str_of(ZC_T("收工：了结有问题的和没存的，b 备份，x 导出给组长。",
                                 "to end the day: settle what is open, b backs up, x exports for "
                                 "the leader")),
                  false);
}

/* Keys */

static void open_item(const struct evening *evening, struct zc_app *app)
{
    if (evening->nshown == 0)
        return;
    const struct zc_today_item *item = &evening->today.items[evening->shown[evening->focus]];
    if (item->hard + item->soft > 0) {
        struct zc_form_args args = { .rid = item->rid };
        zc_app_push(app, &zc_screen_form, &args);
    } else {
        struct zc_record_args args = { .rid = item->rid };
        zc_app_push(app, &zc_screen_record, &args);
    }
}

static void back_up(struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_backup_report report = { 0 };
    struct zc_err err = { 0 };
    if (!zc_backup_make(app->survey->store, zc_survey_now(app->survey, &arena), &report, &err))
        zc_app_fail(app, &err);
    else
        zc_app_say(app, ZC_SAY_DONE, "%s",
                   report.made
                       ? ZC_T("已备份到本机", "backed up on this machine")
                       : ZC_T("上次备份以后没有改动", "nothing changed since the last one"));
    zc_arena_release(&arena);
}

static enum zc_next evening_act(void *state, struct zc_app *app, int action)
{
    struct evening *evening = state;
    switch (action) {
    case EVENING_UP:
        evening->focus -= evening->focus > 0;
        break;
    case EVENING_DOWN:
        evening->focus += evening->focus + 1 < evening->nshown;
        break;
    case EVENING_OPEN:
        open_item(evening, app);
        break;
    case EVENING_LEFT:
        evening->only_open = !evening->only_open;
        break;
    case EVENING_UNSAVED:
        if (!zc_screens_open_unsaved(app))
            zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有未存的表", "there is no unsaved form"));
        break;
    case EVENING_BACKUP:
        back_up(app);
        break;
    case EVENING_EXPORT:
        zc_app_push(app, &zc_screen_export, NULL);
        break;
    case EVENING_BACK:
        return ZC_NEXT_BACK;
    default:
        break;
    }
    return ZC_NEXT_STAY;
}

static void evening_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(out, ZC_T("收工前看一遍：今天你登记、走过的都在这里，最近的在前。有问题的先了结"
                          "（o 只看这些，Enter 打开），没存的表按 1 接着填，然后按 b 备份、按 x "
                          "导出交给组长。\n",
                          "Before the day ends: what you registered and walked today, the newest "
                          "first. Settle what is open (o shows only that, Enter opens it), go on "
                          "with unsaved forms by 1, then back up with b and export for the leader "
                          "with x.\n"));
}

static const struct zc_binding evening_bindings[] = {
    { ZC_KEY_ENTER, EVENING_OPEN, { "打开", "open" } },
    { 'o', EVENING_LEFT, { "没了结", "open" } },
    { '1', EVENING_UNSAVED, { "未存的表", "unsaved" } },
    { 'b', EVENING_BACKUP, { "备份", "back up" } },
    { 'x', EVENING_EXPORT, { "导出", "export" } },
    { ZC_KEY_DOWN, EVENING_DOWN, { "下一条", "down" } },
    { ZC_KEY_UP, EVENING_UP, { 0 } },
    { ZC_KEY_TAB, EVENING_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, EVENING_UP, { 0 } },
    { ZC_KEY_ESC, EVENING_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_today = {
    .name = "today",
    .title = { "今天", "today" },
    .state_size = sizeof(struct evening),
    .bindings = evening_bindings,
    .enter = evening_enter,
    .update = evening_update,
    .draw = evening_draw,
    .act = evening_act,
    .help = evening_help,
    .leave = evening_leave,
};

#include "core/text.h"
#include "tui/dashboard.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/ledger_view.h"
#include "tui/screens.h"
#include <stdio.h>

struct home {
    struct zc_survey *survey;
    struct zc_dashboard dash;
    uint32_t focus, todo; /* row of the table; item of the list */
    bool in_todo;         /* the list has the focus */
    bool failed;
};

enum {
    HOME_UP = 1,
    HOME_DOWN,
    HOME_OPEN,
    HOME_NEW,
    HOME_LEDGER,
    HOME_DRAFTS,
    HOME_RETURNED,
    HOME_PENDING,
    HOME_CHECK,
    HOME_WALK,
    HOME_ASSIGN,
    HOME_TODAY,
    HOME_CONFLICTS,
    HOME_DUPS,
    HOME_UNEXPORTED,
    HOME_ASKED,
    HOME_ANSWERED,
    HOME_LEFT,
    HOME_RIGHT,
    HOME_REGION,
    HOME_EXPORT,
    HOME_IMPORT,
    HOME_REPORT,
    HOME_SETTINGS,
    HOME_STAY
};

/* What is to be done: a digit each, in the order of the digits. */
static const struct {
    struct zc_text label;
    int action;
} todo[] = {
    { { "1 未存的表", "1 unsaved" }, HOME_DRAFTS },
    { { "2 处理退回", "2 returned" }, HOME_RETURNED },
    { { "3 待我核实", "3 to check" }, HOME_PENDING },
    { { "4 冲突待定", "4 conflicts" }, HOME_CONFLICTS },
    { { "5 疑似重复", "5 duplicates" }, HOME_DUPS },
    { { "6 未导出改动", "6 to export" }, HOME_UNEXPORTED },
    { { "7 答复质疑", "7 to reply" }, HOME_ASKED },
    { { "8 质疑已答", "8 replies" }, HOME_ANSWERED },
};
enum { TODO = sizeof todo / sizeof todo[0], TODO_COLS = 3, TODO_ALWAYS = 6 };

static bool is_leader(const struct home *home)
{
    return home->survey->person.role >= ZC_RANK_LEADER;
}

/* Questions of checkers have a row of their own while there are any: a worker sees those about his
 * records, a leader all that are open and what was replied. */
static uint32_t todo_count(const struct home *home)
{
    const struct zc_dashboard *dash = &home->dash;
    bool leads = is_leader(home);
    bool any = leads ? dash->asked + dash->answered > 0 : dash->asked_own > 0;
    return !any ? TODO_ALWAYS : leads ? TODO : TODO - 1;
}

/* A low window has no place for it beside the table: then its items come into view with the focus,
 * and the keys work all the same. */
static int todo_rows(const struct home *home, int rows)
{
    enum { LOW = 17 };
    if (rows < LOW)
        return TODO_ALWAYS / TODO_COLS;
    return (int)(todo_count(home) + TODO_COLS - 1) / TODO_COLS;
}

static const char *todo_label(const struct home *home, int i)
{
    if (todo[i].action == HOME_PENDING && !is_leader(home))
        return ZC_T("3 等待核实", "3 unchecked");
    if (todo[i].action == HOME_ASKED && is_leader(home))
        return ZC_T("7 质疑待答", "7 questions");
    return zc_text_get(todo[i].label);
}

/* The forms that key 1 opens, and those that somebody else left on this machine. */
static void say_unsaved(struct zc_app *app, const struct zc_dashboard *dash)
{
    struct zc_buf others = { 0 };
    if (dash->unsaved_others > 0)
        zc_buf_printf(&others,
                      dash->unsaved > 0
                          ? ZC_T("；另有 %llu 份是%.*s的", "; %llu more by %.*s")
                          : ZC_T("没有你的未存的表；有 %llu 份是%.*s的，换成本人再继续",
                                 "no unsaved form is yours; %llu by %.*s, who can go on with it"),
                      (unsigned long long)dash->unsaved_others, ZC_ARG(dash->unsaved_by));
    if (dash->unsaved > 0)
        zc_app_say(app, ZC_SAY_DOUBT,
                   ZC_T("有 %llu 份未存的表，没有丢失内容。按 1 继续填写%s",
                        "%llu unsaved forms, nothing is lost; press 1 to go on%s"),
                   (unsigned long long)dash->unsaved, zc_buf_cstr(&others));
    else
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   others.len ? zc_buf_cstr(&others)
                              : ZC_T("没有未存的表", "there is no unsaved form"));
    zc_buf_release(&others);
}

static bool home_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct home *home = state;
    (void)args;
    home->survey = app->survey;
    if (!zc_dashboard_load(home->survey, &home->dash, err))
        return false;
    if (home->dash.unsaved + home->dash.unsaved_others > 0)
        say_unsaved(app, &home->dash);
    return true;
}

static void home_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct home *home = state;
    struct zc_err err = { 0 };
    (void)rows, (void)cols;
    zc_dashboard_release(&home->dash);
    home->failed = !zc_dashboard_load(home->survey, &home->dash, &err);
    if (home->failed)
        zc_app_fail(app, &err);
    if (home->focus >= home->dash.nrows)
        home->focus = home->dash.nrows ? home->dash.nrows - 1 : 0;
    if (home->todo >= todo_count(home)) /* the last question is gone */
        home->todo = todo_count(home) - 1;
}

static void put_number(struct zc_canvas *canvas, int row, int end, uint64_t n, bool dash)
{
    if (n == 0 && dash)
        zc_canvas_put_right(canvas, row, end, ZC_STYLE_NORMAL, ZC_STR("-"));
    else
        zc_canvas_number(canvas, row, end, ZC_STYLE_NORMAL, n);
}

/* The bar never shows full below 100 %. */
static void put_bar(struct zc_canvas *canvas, int row, int col, int cols,
                    const struct zc_dash_row *dash)
{
    uint64_t full = (uint64_t)cols;
    uint64_t filled = dash->target ? dash->registered * full / dash->target : 0;
    if (filled >= full)
        filled = dash->registered >= dash->target ? full : full - 1;
    for (uint64_t i = 0; i < full; i++)
        zc_canvas_text(canvas, row, col + (int)i, ZC_STYLE_NORMAL,
                       zc_glyph(i < filled ? ZC_GLYPH_BAR : ZC_GLYPH_REST));
}

static void draw_row(struct zc_canvas *canvas, int row, const struct zc_dash_row *dash)
{
    char percent[16] = "";
    bool wide = canvas->cols >= 80;
    zc_canvas_fit(canvas, row, 2, 9, ZC_STYLE_NORMAL, dash->label, false);
    if (dash->has_target) {
        put_number(canvas, row, 17, dash->target, false);
        snprintf(percent, sizeof percent, "%llu%%",
                 (unsigned long long)(dash->target ? dash->registered * 100 / dash->target : 0));
    } else {
        zc_canvas_put_right(canvas, row, 17, ZC_STYLE_DIM, zc_str_of(ZC_T("未设", "unset")));
    }
    put_number(canvas, row, 24, dash->registered, false);
    if (wide && dash->has_target)
        put_bar(canvas, row, 27, 18, dash);
    int at = wide ? 50 : 29;
    zc_canvas_put_right(canvas, row, at, ZC_STYLE_NORMAL, zc_str_of(percent));
    put_number(canvas, row, at + 7, dash->pending, true);
    put_number(canvas, row, at + 13, dash->returned, true);
    put_number(canvas, row, at + 20, dash->conflicts, true);
    put_number(canvas, row, at + 27, dash->today, true);
}

static void draw_head(struct zc_canvas *canvas, int row, bool by_group)
{
    bool wide = canvas->cols >= 80;
    int at = wide ? 50 : 29;
    static const struct {
        int end;
        struct zc_text text;
    } heads[] = { { 7, { "待核", "check" } },
                  { 13, { "退回", "back" } },
                  { 20, { "冲突", "confl" } },
                  { 27, { "今日", "today" } } };
    zc_canvas_text(canvas, row, 2, ZC_STYLE_STRONG,
                   by_group ? ZC_T("小组", "group") : ZC_T("社区", "place"));
    zc_canvas_put_right(canvas, row, 17, ZC_STYLE_STRONG, zc_str_of(ZC_T("应查", "target")));
    zc_canvas_put_right(canvas, row, 24, ZC_STYLE_STRONG, zc_str_of(ZC_T("已登", "done")));
    if (wide)
        zc_canvas_text(canvas, row, 27, ZC_STYLE_STRONG, ZC_T("已登 / 应查", "done / target"));
    zc_canvas_put_right(canvas, row, at, ZC_STYLE_STRONG, zc_str_of(ZC_T("进度", "%")));
    for (size_t i = 0; i < 4; i++)
        zc_canvas_put_right(canvas, row, at + heads[i].end, ZC_STYLE_STRONG,
                            zc_str_of(zc_text_get(heads[i].text)));
}

/* 11-29 */
static const char *day_text(int64_t day, char text[ZC_DATE_TEXT])
{
    zc_date_print(zc_date_of_days(day), text);
    return text + 5;
}

static void draw_period(const struct home *home, struct zc_canvas *canvas)
{
    enum { BAR = 20 };
    const struct zc_dashboard *dash = &home->dash;
    char end[ZC_DATE_TEXT];
    if (dash->period == 0)
        return;
    int col = zc_canvas_printf(canvas, 1, 1, ZC_STYLE_NORMAL, ZC_T("第 %d 轮  ", "period %d  "),
                               dash->period);
    for (int i = 0; canvas->cols >= 80 && i < BAR; i++)
        col = zc_canvas_text(
            canvas, 1, col, ZC_STYLE_NORMAL,
            zc_glyph(i * dash->period_days < dash->day * BAR ? ZC_GLYPH_BAR : ZC_GLYPH_REST));
    zc_canvas_printf(
        canvas, 1, col + (canvas->cols >= 80 ? 2 : 0), ZC_STYLE_NORMAL,
        ZC_T("第 %d/%d 天  小结截止 %s(还有 %d 天)", "day %d/%d  report due %s (%d days left)"),
        dash->day, dash->period_days, day_text(dash->period_end, end),
        dash->period_days - dash->day);
}

/* What is assigned to whoever works here. */
static void draw_tasks(const struct zc_dashboard *dash, struct zc_canvas *canvas)
{
    struct zc_buf text = { 0 };
    if (dash->tasks == 0)
        return;
    zc_buf_printf(&text, ZC_T("我的任务 %zu 项 %llu/%llu", "%zu tasks %llu/%llu"), dash->tasks,
                  (unsigned long long)dash->tasks_done, (unsigned long long)dash->tasks_target);
    if (dash->tasks_overdue > 0)
        zc_buf_printf(&text, ZC_T(" 超期 %zu", " %zu overdue"), dash->tasks_overdue);
    zc_canvas_put_right(canvas, 1, canvas->cols - 1,
                        dash->tasks_overdue > 0 ? ZC_STYLE_ERROR : ZC_STYLE_NORMAL,
                        zc_buf_str(&text));
    zc_buf_release(&text);
}

/* The last days as a line, their mean, the best of them, and where it leads. */
static void draw_days(const struct zc_dashboard *dash, struct zc_canvas *canvas, int row)
{
    uint64_t most = 0, sum = 0;
    int best = 0;
    int64_t end;
    char text[ZC_DATE_TEXT];
    int col = zc_canvas_text(canvas, row, 1, ZC_STYLE_NORMAL, ZC_T("近 14 天  ", "14 days  "));
    for (int i = 0; i < ZC_DASH_DAYS; i++) {
        best = dash->days[i] > most ? i : best;
        most = dash->days[i] > most ? dash->days[i] : most;
        sum += dash->days[i];
    }
    for (int i = 0; i < ZC_DASH_DAYS; i++)
        col = zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL,
                             zc_glyph_spark((unsigned)(most ? dash->days[i] * 7 / most : 0)));
    double mean = (double)sum / ZC_DASH_DAYS;
    col = zc_canvas_printf(canvas, row, col + 2, ZC_STYLE_NORMAL, ZC_T("日均 %.*f", "%.*f a day"),
                           mean < 10 && sum > 0, mean);
    if (most > 0)
        col = zc_canvas_printf(canvas, row, col + 2, ZC_STYLE_NORMAL,
                               ZC_T("最高 %llu(%s)", "most %llu (%s)"), (unsigned long long)most,
                               day_text(dash->today - (ZC_DASH_DAYS - 1 - best), text));
    if (canvas->cols >= 80 && zc_dashboard_end(dash, &end))
        zc_canvas_printf(canvas, row, col + 2, ZC_STYLE_NORMAL, ZC_T("预计完成 %s", "done by %s"),
                         day_text(end, text));
}

/* "✓ 今天 18:30 已自动备份到本机" */
static void draw_backup(const struct zc_dashboard *dash, struct zc_canvas *canvas, int row)
{
    char today[ZC_DATE_TEXT];
    struct zc_str at = dash->backup_at;
    if (at.len < 16)
        return;
    zc_date_print(zc_date_of_days(dash->today), today);
    bool is_today = zc_str_starts(at, zc_str_of(today));
    struct zc_str day =
        is_today ? zc_str_of(ZC_T("今天", "today")) : zc_str_head(zc_str_from(at, 5), 5);
    zc_canvas_printf(
        canvas, row, 1, ZC_STYLE_DIM,
        ZC_T("%s %.*s %.*s 已自动备份到本机", "%s %.*s %.*s: backed up on this machine"),
        zc_glyph(ZC_GLYPH_DONE), ZC_ARG(day), ZC_ARG(zc_str_head(zc_str_from(at, 11), 5)));
}

/* An empty store without numbers to reach says how it gets them. */
static bool draw_no_target(const struct zc_dashboard *dash, struct zc_canvas *canvas, int row)
{
    if (dash->total.has_target || dash->total.registered > 0)
        return false;
    zc_canvas_text(canvas, row, 1, ZC_STYLE_DIM,
                   ZC_T("还没有目标数，按 m 导入应查名单；登记可以先开始。",
                        "no targets yet: m takes a list in; registering can begin"));
    return true;
}

static void draw_todo(const struct home *home, struct zc_canvas *canvas, int row)
{
    const struct zc_dashboard *dash = &home->dash;
    const uint64_t counts[TODO] = { dash->unsaved,
                                    dash->returned,
                                    dash->pending,
                                    dash->conflicts,
                                    dash->dups,
                                    dash->unexported,
                                    is_leader(home) ? dash->asked : dash->asked_own,
                                    dash->answered };
    bool wide = canvas->cols >= 80;
    int left = wide ? 12 : 2, width = wide ? 21 : 19;
    if (wide)
        zc_canvas_text(canvas, row, 1, ZC_STYLE_STRONG, ZC_T("我的待办", "to do"));
    int shown = todo_rows(home, canvas->rows), focused = (int)home->todo / TODO_COLS;
    int skip = home->in_todo && focused >= shown ? focused - shown + 1 : 0;
    for (int i = 0; i < (int)todo_count(home); i++) {
        int at = row + i / TODO_COLS - skip, col = left + i % TODO_COLS * width, end;
        if (at < row || at >= row + shown)
            continue;
        const char *label = todo_label(home, i);
        if (todo[i].action == HOME_DUPS && !dash->has_dups) /* nobody has compared yet */
            end = zc_canvas_printf(canvas, at, col, ZC_STYLE_NORMAL, "%s ?", label);
        else
            end = zc_canvas_printf(canvas, at, col, ZC_STYLE_NORMAL, "%s %llu", label,
                                   (unsigned long long)counts[i]);
        if (!home->in_todo || home->todo != (uint32_t)i)
            continue;
        zc_canvas_text(canvas, at, col - 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, at, col, end - col, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, at, col - 1);
    }
}

static void home_draw(const void *state, struct zc_canvas *canvas)
{
    const struct home *home = state;
    const struct zc_dashboard *dash = &home->dash;
    char right[120];
    int bottom = canvas->rows - 5, fit = bottom - 3 - 5 - todo_rows(home, canvas->rows), row = 5;
    uint32_t first = 0;
    snprintf(right, sizeof right,
             canvas->cols >= 80 ? ZC_T("草稿%llu 退回%llu 待核%llu 冲突%llu",
                                       "draft %llu back %llu check %llu conflict %llu")
                                : ZC_T("草%llu 退%llu 核%llu 冲%llu", "d%llu b%llu c%llu x%llu"),
             (unsigned long long)dash->drafts, (unsigned long long)dash->returned,
             (unsigned long long)dash->pending, (unsigned long long)dash->conflicts);
    zc_screens_title(canvas, home->survey, ZC_T("首页", "home"), zc_str_of(right));
    draw_period(home, canvas);
    draw_tasks(dash, canvas);
    zc_canvas_rule(canvas, 2);
    draw_head(canvas, 3, zc_survey_group(home->survey) == 9);
    zc_canvas_rule(canvas, 4);
    if (fit > 0 && home->focus >= (uint32_t)fit)
        first = home->focus - (uint32_t)fit + 1;
    for (uint32_t i = first; i < dash->nrows && row < 5 + fit; i++, row++) {
        draw_row(canvas, row, &dash->rows[i]);
        if (i == home->focus && !home->in_todo) {
            zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
            zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
            zc_canvas_cursor(canvas, row, 0);
        }
    }
    zc_canvas_rule(canvas, row);
    struct zc_dash_row total = dash->total;
    total.label = zc_str_of(ZC_T("合计", "total"));
    draw_row(canvas, row + 1, &total);
    draw_todo(home, canvas, bottom - 1 - todo_rows(home, canvas->rows));
    draw_days(dash, canvas, bottom - 1);
    zc_canvas_rule(canvas, bottom);
    if (!draw_no_target(dash, canvas, bottom + 1))
        draw_backup(dash, canvas, bottom + 1);
}

static void open_ledger(struct zc_app *app, const char *queue, const char *label)
{
    struct zc_ledger_filter filter = { .queue = zc_str_of(queue), .label = zc_str_of(label) };
    zc_app_push(app, &zc_screen_ledger, &filter);
}

/* A worker's own ones; a leader sees all. */
static void open_asked(const struct home *home, struct zc_app *app)
{
    struct zc_ledger_filter filter = { .queue = ZC_STR("asked"),
                                       .label = zc_str_of(ZC_T("质疑待答", "to reply")) };
    struct zc_buf own = { 0 };
    if (!is_leader(home)) {
        zc_buf_printf(&own, "is\t_by\t%.*s\n", ZC_ARG(home->survey->person.name));
        filter.conditions = zc_buf_str(&own);
    }
    zc_app_push(app, &zc_screen_ledger, &filter);
    zc_buf_release(&own);
}

static void open_row(struct zc_app *app, const struct zc_dash_row *row)
{
    struct zc_ledger_filter filter = { .group = row->group,
                                       .area = row->area,
                                       .label = row->label };
    zc_app_push(app, &zc_screen_ledger, &filter);
}

/* In the table and in the list of what is to be done. */
static void move(struct home *home, int action)
{
    uint32_t *at = home->in_todo ? &home->todo : &home->focus;
    uint32_t n = home->in_todo ? todo_count(home) : home->dash.nrows;
    uint32_t by = home->in_todo && (action == HOME_UP || action == HOME_DOWN) ? TODO_COLS : 1;
    if ((action == HOME_LEFT || action == HOME_RIGHT) && !home->in_todo)
        return;
    if (action == HOME_UP || action == HOME_LEFT)
        *at -= *at >= by ? by : 0;
    else
        *at += *at + by < n ? by : 0;
}

static enum zc_next home_act(void *state, struct zc_app *app, int action)
{
    struct home *home = state;
    if (action == HOME_OPEN && home->in_todo)
        action = todo[home->todo].action;
    switch (action) {
    case HOME_UP:
    case HOME_DOWN:
    case HOME_LEFT:
    case HOME_RIGHT:
        move(home, action);
        break;
    case HOME_REGION:
        home->in_todo = !home->in_todo;
        break;
    case HOME_OPEN:
        if (home->focus < home->dash.nrows)
            open_row(app, &home->dash.rows[home->focus]);
        break;
    case HOME_NEW:
        zc_screens_new(app);
        break;
    case HOME_LEDGER:
        open_ledger(app, "", "");
        break;
    case HOME_DRAFTS:
        if (!zc_screens_open_unsaved(app))
            say_unsaved(app, &home->dash);
        break;
    case HOME_RETURNED:
        open_ledger(app, "returned", ZC_T("退回", "returned"));
        break;
    case HOME_PENDING:
        if (is_leader(home))
            zc_app_push(app, &zc_screen_check, NULL);
        else
            open_ledger(app, "submitted", ZC_T("待核", "to check"));
        break;
    case HOME_CHECK:
        zc_app_push(app, &zc_screen_check, NULL);
        break;
    case HOME_WALK:
        zc_app_push(app, &zc_screen_route, NULL);
        break;
    case HOME_ASSIGN:
        zc_app_push(app, &zc_screen_assign, NULL);
        break;
    case HOME_TODAY:
        zc_app_push(app, &zc_screen_today, NULL);
        break;
    case HOME_CONFLICTS:
        zc_app_push(app, &zc_screen_conflict, NULL);
        break;
    case HOME_DUPS:
        zc_app_push(app, &zc_screen_dup, NULL);
        break;
    case HOME_ASKED:
        open_asked(home, app);
        break;
    case HOME_ANSWERED:
        open_ledger(app, "answered", ZC_T("质疑已答", "replies"));
        break;
    case HOME_UNEXPORTED:
    case HOME_EXPORT:
        zc_app_push(app, &zc_screen_export, NULL);
        break;
    case HOME_IMPORT:
        zc_app_push(app, &zc_screen_import, NULL);
        break;
    case HOME_REPORT:
        zc_app_push(app, &zc_screen_report, NULL);
        break;
    case HOME_SETTINGS:
        app->on_settings(app);
        break;
    default:
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   app->home > 0 ? ZC_T("按 F10 换调查库或人员", "F10 changes store or person")
                                 : ZC_T("再按 F10 退出", "press F10 to quit"));
    }
    return ZC_NEXT_STAY;
}

static void home_leave(void *state)
{
    struct home *home = state;
    zc_dashboard_release(&home->dash);
}

static const struct zc_binding home_bindings[] = {
    { 'n', HOME_NEW, { "新登记", "new" } },
    { 'l', HOME_LEDGER, { "台账", "ledger" } },
    { 'w', HOME_WALK, { "走访", "walk" } },
    { 'v', HOME_CHECK, { "核实", "check" } },
    { 'm', HOME_IMPORT, { "合并", "merge" } },
    { 'x', HOME_EXPORT, { "导出", "export" } },
    { 'r', HOME_REPORT, { "报表", "reports" } },
    { 'a', HOME_ASSIGN, { "任务", "tasks" } },
    { 't', HOME_TODAY, { "今天", "today" } },
    { 's', HOME_SETTINGS, { "设置", "settings" } },
    { ZC_KEY_ENTER, HOME_OPEN, { "看该行", "open row" } },
    { ZC_KEY_F6, HOME_REGION, { "下区", "region" } },
    { '1', HOME_DRAFTS, { "未存的表", "unsaved" } },
    { '2', HOME_RETURNED, { "退回", "returned" } },
    { '3', HOME_PENDING, { "待核", "to check" } },
    { '4', HOME_CONFLICTS, { "冲突", "conflict" } },
    { 'c', HOME_CONFLICTS, { 0 } },
    { '5', HOME_DUPS, { "疑似重复", "dups" } },
    { 'd', HOME_DUPS, { 0 } },
    { '6', HOME_UNEXPORTED, { "未导出", "unsent" } },
    { '7', HOME_ASKED, { "质疑", "asked" } },
    { '8', HOME_ANSWERED, { "已答", "replies" } },
    { ZC_KEY_UP, HOME_UP, { 0 } },
    { ZC_KEY_DOWN, HOME_DOWN, { 0 } },
    { ZC_KEY_LEFT, HOME_LEFT, { 0 } },
    { ZC_KEY_RIGHT, HOME_RIGHT, { 0 } },
    { ZC_KEY_ESC, HOME_STAY, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_screen_home = {
    .name = "home",
    .title = { "首页", "home" },
    .state_size = sizeof(struct home),
    .bindings = home_bindings,
    .enter = home_enter,
    .update = home_update,
    .draw = home_draw,
    .act = home_act,
    .leave = home_leave,
};

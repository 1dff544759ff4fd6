#include "core/text.h"
#include "tui/assignment.h"
#include "tui/glyph.h"
#include "tui/ledger_view.h"
#include "tui/screens.h"

/* Assignments (责任到人): everybody sees his own and those of the others, how far they are, and who
 * else works on the same; leaders and above set them. */

struct assign {
    struct zc_survey *survey;
    bool mine;
    size_t n;
    struct zc_assignment *all;
    size_t focus, top;
    int height;
    struct zc_arena arena;
};

enum {
    ASSIGN_UP = 1,
    ASSIGN_DOWN,
    ASSIGN_OPEN,
    ASSIGN_MINE,
    ASSIGN_NEW,
    ASSIGN_EDIT,
    ASSIGN_CONFLICT,
    ASSIGN_BACK
};

static bool assign_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct assign *assign = state;
    (void)args, (void)err;
    assign->survey = app->survey;
    assign->mine = app->survey->person.role < ZC_RANK_LEADER;
    return true;
}

static void assign_leave(void *state)
{
    struct assign *assign = state;
    zc_arena_release(&assign->arena);
}

static void assign_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct assign *assign = state;
    struct zc_err err = { 0 };
    struct zc_str whom = assign->mine ? app->survey->person.name : (struct zc_str){ 0 };
    (void)cols;
    zc_arena_reset(&assign->arena);
    if (!zc_assignment_list(app->survey, whom, &assign->arena, &assign->all, &assign->n, &err))
        zc_app_fail(app, &err);
    assign->height = rows - 10;
    if (assign->focus >= assign->n)
        assign->focus = assign->n ? assign->n - 1 : 0;
    if (assign->focus < assign->top)
        assign->top = assign->focus;
    if (assign->focus >= assign->top + (size_t)assign->height)
        assign->top = assign->focus - (size_t)assign->height + 1;
}

/* Drawing */

/* Where the columns begin; the bar takes what is left. */
static struct layout {
    int worker, place, what, bar, figures, due, state;
} layout_of(const struct zc_canvas *canvas)
{
    bool wide = canvas->cols >= 80;
    int end = canvas->cols - 1, state = wide ? end - 14 : end - 10;
    return (struct layout){ .worker = 2,
                            .place = 11,
                            .what = wide ? 24 : 21,
                            .bar = wide ? 35 : 30,
                            .figures = state - (wide ? 9 : 7),
                            .due = state - (wide ? 7 : 6),
                            .state = state };
}

static void draw_bar(struct zc_canvas *canvas, int row, int from, int to,
                     const struct zc_assignment *one)
{
    uint64_t cols = to > from ? (uint64_t)(to - from) : 0;
    uint64_t filled = one->target ? one->done * cols / one->target : 0;
    if (filled >= cols && cols > 0)
        filled = one->done >= one->target ? cols : cols - 1;
    for (uint64_t i = 0; i < cols; i++)
        zc_canvas_text(canvas, row, from + (int)i, ZC_STYLE_NORMAL,
                       zc_glyph(i < filled ? ZC_GLYPH_BAR : ZC_GLYPH_REST));
}

static const char *state_of(const struct zc_assignment *one, enum zc_glyph *glyph,
                            enum zc_style *style)
{
    *glyph = ZC_GLYPH_OPEN;
    *style = ZC_STYLE_NORMAL;
    if (one->conflict) {
        *glyph = ZC_GLYPH_CONFLICT, *style = ZC_STYLE_CONFLICT;
        return ZC_T("冲突", "conflict");
    }
    if (one->overdue) {
        *glyph = ZC_GLYPH_ERROR, *style = ZC_STYLE_ERROR;
        return ZC_T("超期", "late");
    }
    if (one->shared || one->others.len > 0) {
        *glyph = ZC_GLYPH_SIMILAR, *style = ZC_STYLE_WARN;
        return ZC_T("另有人做", "others too");
    }
    if (one->done >= one->target) {
        *glyph = ZC_GLYPH_DONE, *style = ZC_STYLE_GOOD;
        return ZC_T("完成", "done");
    }
    return ZC_T("在做", "open");
}

static void draw_one(const struct assign *assign, struct zc_canvas *canvas, int row, size_t at)
{
    const struct zc_assignment *one = &assign->all[at];
    struct layout x = layout_of(canvas);
    struct zc_buf text = { 0 };
    enum zc_glyph glyph;
    enum zc_style style;
    const char *state = state_of(one, &glyph, &style);
    zc_canvas_fit(canvas, row, x.worker, x.place - x.worker - 1, ZC_STYLE_NORMAL, one->worker,
                  false);
    zc_canvas_fit(canvas, row, x.place, x.what - x.place - 1, ZC_STYLE_NORMAL, one->place, false);
    zc_canvas_fit(canvas, row, x.what, x.bar - x.what - 1, ZC_STYLE_NORMAL, one->what, false);
    zc_buf_printf(&text, "%llu/%llu", (unsigned long long)one->done,
                  (unsigned long long)one->target);
    zc_canvas_put_right(canvas, row, x.figures, ZC_STYLE_NORMAL, zc_buf_str(&text));
    draw_bar(canvas, row, x.bar, x.figures - 9, one);
    zc_canvas_fit(canvas, row, x.due, 6, ZC_STYLE_NORMAL, zc_str_from(one->due, 5), false);
    zc_buf_reset(&text);
    zc_buf_printf(&text, "%s %s", zc_glyph(glyph), state);
    zc_canvas_fit(canvas, row, x.state, canvas->cols - x.state, style, zc_buf_str(&text), false);
    zc_buf_release(&text);
    if (at != assign->focus)
        return;
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
    zc_canvas_cursor(canvas, row, 0);
}

static void draw_head(const struct assign *assign, struct zc_canvas *canvas)
{
    struct layout x = layout_of(canvas);
    uint64_t done = 0, target = 0;
    for (size_t i = 0; i < assign->n; i++) {
        done += assign->all[i].done < assign->all[i].target ? assign->all[i].done
                                                            : assign->all[i].target;
        target += assign->all[i].target;
    }
    zc_canvas_printf(canvas, 1, 1, ZC_STYLE_NORMAL, "%s  %zu",
                     assign->mine ? ZC_T("我的任务", "mine") : ZC_T("全部任务", "everybody's"),
                     assign->n);
    struct zc_buf right = { 0 };
    zc_buf_printf(&right, ZC_T("完成 %llu / %llu", "%llu of %llu done"), (unsigned long long)done,
                  (unsigned long long)target);
    zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_NORMAL, zc_buf_str(&right));
    zc_buf_release(&right);
    zc_canvas_rule(canvas, 2);
    zc_canvas_text(canvas, 3, x.worker, ZC_STYLE_STRONG, ZC_T("责任人", "worker"));
    zc_canvas_text(canvas, 3, x.place, ZC_STYLE_STRONG, ZC_T("社区", "community"));
    zc_canvas_text(canvas, 3, x.what, ZC_STYLE_STRONG, ZC_T("表", "form"));
    zc_canvas_put_right(canvas, 3, x.figures, ZC_STYLE_STRONG,
                        zc_str_of(ZC_T("完成/任务", "done")));
    zc_canvas_text(canvas, 3, x.due, ZC_STYLE_STRONG, ZC_T("到期", "due"));
    zc_canvas_text(canvas, 3, x.state, ZC_STYLE_STRONG, ZC_T("状态", "state"));
    zc_canvas_rule(canvas, 4);
}

static void draw_hint(const struct assign *assign, struct zc_canvas *canvas)
{
    const struct zc_assignment *one = assign->n ? &assign->all[assign->focus] : NULL;
    struct zc_buf text = { 0 };
    if (one && one->conflict)
        zc_buf_text(&text, ZC_T("两边分派得不一样，组长按 c 裁定。",
                                "two set it differently: a leader decides it with c. "));
    if (one && one->others.len > 0)
        zc_buf_printf(&text,
                      ZC_T("同一社区同一张表，还有人做完：%.*s", "also finished there: %.*s"),
                      ZC_ARG(one->others));
    else if (one && one->shared)
        zc_buf_text(&text, ZC_T("同一社区同一张表也分给了别人",
                                "the same work is assigned to somebody else too"));
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_WARN, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

static void assign_draw(const void *state, struct zc_canvas *canvas)
{
    const struct assign *assign = state;
    zc_screens_title(canvas, assign->survey, ZC_T("责任到人", "assignments"), (struct zc_str){ 0 });
    draw_head(assign, canvas);
    for (size_t i = assign->top; i < assign->n && i < assign->top + (size_t)assign->height; i++)
        draw_one(assign, canvas, 5 + (int)(i - assign->top), i);
    if (assign->n == 0) {
        zc_canvas_text(canvas, 6, 3, ZC_STYLE_NORMAL,
                       assign->mine ? ZC_T("没有分派给你的任务。按 m 看全部。",
                                           "nothing is assigned to you; m shows everybody's")
                                    : ZC_T("还没有任务。组长按 n 分派。",
                                           "nothing is assigned; a leader sets it with n"));
        zc_canvas_cursor(canvas, 6, 3);
    }
    zc_canvas_rule(canvas, canvas->rows - 5);
    draw_hint(assign, canvas);
}

/* Keys */

/* What this person finished there, in the ledger. */
static void open_records(const struct assign *assign, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    const struct zc_assignment *one = assign->n ? &assign->all[assign->focus] : NULL;
    if (one && zc_pack_form(app->survey->pack, one->form)) {
        struct zc_ledger_filter filter = {
            .form = one->form,
            .area = one->community,
            .label = zc_arena_printf(&arena, "%.*s %.*s", ZC_ARG(one->worker), ZC_ARG(one->place)),
            .conditions = zc_arena_printf(&arena, "is\t_by\t%.*s", ZC_ARG(one->worker))
        };
        zc_app_push(app, &zc_screen_ledger, &filter);
    }
    zc_arena_release(&arena);
}

static bool may_set(struct zc_app *app)
{
    bool may = app->survey->person.role >= ZC_RANK_LEADER;
    if (!may)
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("任务由组长分派", "assignments are set by a leader"));
    return may;
}

static void set_new(struct zc_app *app)
{
    struct zc_form_args args = { .form = zc_assignment_form(app->survey->pack) };
    if (!args.form)
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("本调查没有分派任务的表", "this survey has no form for assignments"));
    else if (may_set(app))
        zc_app_push(app, &zc_screen_form, &args);
}

static enum zc_next assign_act(void *state, struct zc_app *app, int action)
{
    struct assign *assign = state;
    struct zc_form_args form = { .rid = assign->n ? assign->all[assign->focus].rid
                                                  : (struct zc_rid){ 0 } };
    switch (action) {
    case ASSIGN_UP:
        assign->focus -= assign->focus > 0;
        break;
    case ASSIGN_DOWN:
        assign->focus += assign->focus + 1 < assign->n;
        break;
    case ASSIGN_OPEN:
        open_records(assign, app);
        break;
    case ASSIGN_MINE:
        assign->mine = !assign->mine;
        break;
    case ASSIGN_NEW:
        set_new(app);
        break;
    case ASSIGN_EDIT:
        if (assign->n > 0 && may_set(app))
            zc_app_push(app, &zc_screen_form, &form);
        break;
    case ASSIGN_CONFLICT:
        if (assign->n > 0 && assign->all[assign->focus].conflict)
            zc_app_push(app, &zc_screen_conflict, &form.rid);
        else
            zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("这一项没有冲突", "there is no conflict here"));
        break;
    case ASSIGN_BACK:
        return ZC_NEXT_BACK;
    default:
        break;
    }
    return ZC_NEXT_STAY;
}

static void assign_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(out,
                ZC_T("谁在哪个社区、哪张表要做多少、到哪天。“完成”是数出来的：这个人在那里"
                     "登记并交了的，从开始那天算起，门是走过的。同一社区同一张表还有别人做完"
                     "的，或也分给了别人，都标出来，免得两人登了同一家；两个组长分派得不一样"
                     "的是冲突。组长按 n 分派，e 修改，c 裁定。m 换我的和全部。Enter 看明细。\n",
                     "Who is to do how much of which form in which community by when. What is "
                     "done is counted: what this person registered and finished there since "
                     "the first day, of doors those walked. Where somebody else finished the "
                     "same, or has it assigned too, the line says so; what two leaders set "
                     "differently is a conflict. Leaders set with n, change with e, decide "
                     "with c. m turns between mine and everybody's. Enter shows the "
                     "records.\n"));
}

static const struct zc_binding assign_bindings[] = {
    { ZC_KEY_ENTER, ASSIGN_OPEN, { "看明细", "records" } },
    { 'm', ASSIGN_MINE, { "我的全部", "mine/all" } },
    { 'n', ASSIGN_NEW, { "分派", "set new" } },
    { 'e', ASSIGN_EDIT, { "修改", "change" } },
    { 'c', ASSIGN_CONFLICT, { "裁定", "decide" } },
    { ZC_KEY_DOWN, ASSIGN_DOWN, { "下一项", "down" } },
    { ZC_KEY_UP, ASSIGN_UP, { 0 } },
    { ZC_KEY_TAB, ASSIGN_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, ASSIGN_UP, { 0 } },
    { ZC_KEY_ESC, ASSIGN_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_assign = {
    .name = "tasks",
    .title = { "责任到人", "assignments" },
    .state_size = sizeof(struct assign),
    .bindings = assign_bindings,
    .enter = assign_enter,
    .update = assign_update,
    .draw = assign_draw,
    .act = assign_act,
    .help = assign_help,
    .leave = assign_leave,
};

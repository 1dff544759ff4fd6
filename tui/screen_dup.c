#include "tui/dup_job.h"
#include "tui/dup_view.h"
#include "tui/popup.h"
#include "tui/review.h"
#include "tui/screen_join.h"
#include "tui/screens.h"
#include "tui/side_table.h"
#include <stdio.h>

/* The screen of pairs that may be one unit (疑似重复, S9): the ledger is compared first, as a job;
 * then pair after pair stands side by side, with what speaks for it and against it. Everybody may
 * look; leaders and above decide. */

struct dup {
    struct zc_app *app;
    struct zc_dup_view view;
    struct zc_side_table table; /* made anew by every update */
    struct zc_arena arena;
    bool comparing;
    char compared[12];    /* when, "11-23 18:42"; empty: not yet */
    uint64_t done, total; /* of the comparison */
    enum { DUP_ASKED_NOTHING, DUP_ASKED_KEEP, DUP_ASKED_JOIN, DUP_ASKED_QUESTION } asked;
    struct zc_err unread;
};

enum {
    DUP_UP = 1,
    DUP_DOWN,
    DUP_LINK,
    DUP_DISTINCT,
    DUP_LATER,
    DUP_OPEN_A,
    DUP_OPEN_B,
    DUP_NEXT,
    DUP_PREV,
    DUP_PLACE_A,
    DUP_PLACE_B,
    DUP_QUESTION,
    DUP_UNDO,
    DUP_BACK
};

/* Comparing */

static void compare(struct dup *dup)
{
    struct zc_dup_job *job = zc_dup_job_new(dup->view.survey, ZC_DUP_OFFERED);
    dup->comparing = zc_app_begin(dup->app, &job->job);
}

/* Whether the job of the app is ours: another screen may have begun one since. */
static struct zc_dup_job *our_job(const struct dup *dup)
{
    return dup->comparing ? zc_dup_job_of(dup->app->job) : NULL;
}

static void look_at_job(struct dup *dup)
{
    struct zc_dup_job *job = our_job(dup);
    if (!job || job->job.state == ZC_JOB_RUNNING)
        return;
    struct zc_err err = { 0 };
    if (job->job.state == ZC_JOB_DONE) {
        struct zc_arena arena = { 0 };
        struct zc_str now = zc_survey_now(dup->view.survey, &arena); /* 2026-11-23T18:42… */
        snprintf(dup->compared, sizeof dup->compared, "%.5s %.5s", now.ptr + 5, now.ptr + 11);
        zc_arena_release(&arena);
        if (!zc_dup_view_take(&dup->view, zc_dup_scan_pairs(job->scan), &err))
            zc_app_fail(dup->app, &err);
    } else if (job->job.state == ZC_JOB_FAILED) {
        zc_app_fail(dup->app, &job->job.err);
    }
    zc_app_drop(dup->app);
    dup->comparing = false;
}

static bool dup_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct dup *dup = state;
    (void)args, (void)err;
    dup->app = app;
    zc_dup_view_init(&dup->view, app->survey);
    compare(dup);
    return true;
}

static void dup_leave(void *state)
{
    struct dup *dup = state;
    if (our_job(dup))
        zc_app_drop(dup->app);
    zc_dup_view_release(&dup->view);
    zc_arena_release(&dup->arena);
}

/* The table */

static struct zc_str likeness_text(const struct zc_dup_row *row, struct zc_arena *arena)
{
    switch (row->likeness) {
    case ZC_LIKE_SAME:
        return zc_str_of(ZC_T("同", "same"));
    case ZC_LIKE_ALIKE:
        return zc_arena_printf(arena, "%.2f", row->share);
    case ZC_LIKE_HOUSE:
        return zc_str_of(ZC_T("门牌同", "house"));
    case ZC_LIKE_OTHER:
        if (row->numbers)
            return zc_arena_printf(arena, "%s %llu", ZC_T("差", "by"),
                                   (unsigned long long)row->apart);
        return zc_str_of(ZC_T("不同", "other"));
    default:
        return ZC_STR("-");
    }
}

static struct zc_str head_of(const struct dup *dup, unsigned side, struct zc_arena *arena)
{
    char number[6];
    zc_rid_number(dup->view.sides[side].state.rid, number);
    return zc_arena_printf(arena, "%c %s", 'A' + (int)side, number);
}

static struct zc_str evidence(const struct zc_dup_pair *pair, struct zc_arena *arena)
{
    struct zc_buf text = { 0 };
    zc_buf_text(&text, ZC_T("判断依据：", "because: "));
    if (pair->dup.signs)
        zc_dup_words(&pair->dup, &text);
    else
        zc_buf_text(&text, ZC_T("已并入的那一条和两边都像", "both look like the record that was "
                                                            "linked"));
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return copy;
}

static void make_table(struct dup *dup, int rows)
{
    const struct zc_dup_view *view = &dup->view;
    struct zc_arena *arena = &dup->arena;
    uint32_t top = dup->table.top;
    zc_arena_reset(arena);
    struct zc_side_row *out = ZC_NEW(arena, struct zc_side_row, view->nrows + 1);
    for (uint32_t i = 0; i < view->nrows; i++) {
        const struct zc_dup_row *row = &view->rows[i];
        bool same = row->likeness == ZC_LIKE_SAME, one = row->likeness == ZC_LIKE_ONE;
        out[i] = (struct zc_side_row){
            .sign = same  ? ZC_GLYPH_CARRIED
                    : one ? ZC_GLYPH_OPEN
                          : ZC_GLYPH_SIMILAR,
            .style = same  ? ZC_STYLE_GOOD
                     : one ? ZC_STYLE_DIM
                           : ZC_STYLE_WARN,
            .label = row->label,
            .cells = { row->values[0], row->values[1] },
            .take = likeness_text(row, arena),
        };
    }
    dup->table = (struct zc_side_table){
        .ncells = 2,
        .takes = true,
        .take_head = zc_str_of(ZC_T("相似", "alike")),
        .n = view->nrows,
        .focus = view->focus,
        .top = top,
        .rows = out,
    };
    for (unsigned side = 0; side < 2 && view->open; side++)
        dup->table.heads[side] = head_of(dup, side, arena);
    if (view->open)
        dup->table.words = evidence(zc_dup_view_pair(view), arena);
    zc_side_table_fit(&dup->table, rows);
}

static void dup_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct dup *dup = state;
    (void)app, (void)cols;
    struct zc_dup_job *job = our_job(dup);
    if (job)
        zc_dup_scan_progress(job->scan, &dup->done, &dup->total);
    dup->unread = (struct zc_err){ 0 };
    if (dup->asked == DUP_ASKED_NOTHING)
        zc_dup_view_refresh(&dup->view, &dup->unread);
    make_table(dup, rows);
}

/* Drawing */

static void draw_title(const struct dup *dup, struct zc_canvas *canvas)
{
    const struct zc_dup_view *view = &dup->view;
    const struct zc_dup_pair *pair = zc_dup_view_pair(view);
    struct zc_buf place = { 0 }, right = { 0 };
    struct zc_dup_cluster group;
    zc_buf_text(&place, ZC_T("疑似重复", "duplicates"));
    if (pair) {
        zc_dup_view_cluster(view, &group);
        zc_buf_printf(&place, ZC_T("  第 %zu/%zu 组", "  group %zu/%zu"), group.at, group.total);
        if (group.pairs > 1)
            zc_buf_printf(&right, ZC_T("第 %zu/%zu 对  ", "pair %zu/%zu  "), group.pair,
                          group.pairs);
        if (group.records > 2)
            zc_buf_printf(&place, ZC_T("，本组 %zu 条", ", %zu records"), group.records);
        if (pair->dup.signs)
            zc_buf_printf(&right, ZC_T("相似 %.2f", "alike %.2f"), pair->dup.score);
    }
    zc_screens_title(canvas, view->survey, zc_buf_cstr(&place), zc_buf_str(&right));
    zc_buf_release(&place);
    zc_buf_release(&right);
}

/* "A 1K2QD 城中区老马牛肉面馆   B …": whom the values belong to. */
static void draw_sides(const struct dup *dup, struct zc_canvas *canvas)
{
    struct zc_arena arena = { 0 };
    int half = (canvas->cols - 2) / 2;
    for (unsigned side = 0; side < 2; side++) {
        struct zc_str heading = zc_dossier_heading(&dup->view.sides[side], &arena);
        struct zc_str text = zc_arena_printf(&arena, "%c %.*s", 'A' + (int)side, ZC_ARG(heading));
        zc_canvas_fit(canvas, 1, 1 + (int)side * half, half - 1, ZC_STYLE_NORMAL, text, false);
    }
    zc_arena_release(&arena);
}

static void draw_nothing(const struct dup *dup, struct zc_canvas *canvas)
{
    const int row = 5, col = 4;
    if (dup->unread.code != ZC_OK)
        zc_canvas_printf(canvas, row, col, ZC_STYLE_ERROR, "%s %s", zc_glyph(ZC_GLYPH_ERROR),
                         dup->unread.msg);
    else if (dup->comparing)
        zc_canvas_printf(canvas, row, col, ZC_STYLE_NORMAL,
                         ZC_T("比对中 %llu/%llu", "comparing %llu of %llu"),
                         (unsigned long long)dup->done, (unsigned long long)dup->total);
    else if (dup->compared[0])
        zc_canvas_printf(canvas, row, col, ZC_STYLE_NORMAL,
                         dup->view.decided > 0
                             ? ZC_T("都处理完了（%s 比对）。Esc 返回。",
                                    "all are decided (compared %s); Esc goes "
                                    "back")
                             : ZC_T("没有疑似重复（%s 比对）。Esc 返回。",
                                    "there are no duplicates (compared %s); Esc goes back"),
                         dup->compared);
    else
        zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL,
                       ZC_T("还没有比对：另一件事还在做，做完再来。",
                            "not compared: other work goes on; come again when it is done"));
}

static void dup_draw(const void *state, struct zc_canvas *canvas)
{
    const struct dup *dup = state;
    draw_title(dup, canvas);
    zc_canvas_cursor(canvas, 5, 4);
    zc_side_table_draw(&dup->table, canvas);
    if (!dup->view.open) {
        draw_nothing(dup, canvas);
        return;
    }
    draw_sides(dup, canvas);
    zc_join_draw_place(&dup->view.merge, canvas);
}

/* Keys */

static const char *answer_text(struct zc_str head, const char *fmt, struct zc_arena *arena)
{
    return zc_arena_cstr(arena, zc_arena_printf(arena, fmt, ZC_ARG(head)));
}

/* Which of the two stays: the one registered first stands first among the answers. */
static void ask_link(struct dup *dup)
{
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    if (!zc_dup_view_may(&dup->view, &err)) {
        zc_app_fail(dup->app, &err);
        return;
    }
    unsigned elder = zc_dup_view_elder(&dup->view);
    struct zc_str first = head_of(dup, elder, &arena), second = head_of(dup, 1 - elder, &arena);
    struct zc_dialog dialog = {
        .title = zc_str_of(ZC_T("是同一家：合成一条", "one unit: link them")),
        .text = zc_str_of(ZC_T("留哪一条？它没有填的项从另一条补上，两边不同的项接着逐项定；"
                               "另一条并入它，历史都保留，可以拆开。",
                               "Which one stays? What it lacks is filled in from the other; where "
                               "they differ you choose field by field. The other is linked to it, "
                               "with its history, and can be unlinked.")),
        .answers = { answer_text(first, ZC_T("留 %.*s（先登记）", "keep %.*s (the first one)"),
                                 &arena),
                     answer_text(second, ZC_T("留 %.*s", "keep %.*s"), &arena) },
    };
    dup->asked = DUP_ASKED_KEEP;
    zc_app_ask(dup->app, &dialog);
    zc_arena_release(&arena);
}

static void link_pair(struct dup *dup)
{
    struct zc_err err = { 0 };
    uint32_t n = 0;
    if (!zc_dup_view_link(&dup->view, &n, &err))
        zc_app_fail(dup->app, &err);
    else
        zc_app_say(dup->app, ZC_SAY_DONE,
                   ZC_T("已合成一条，取了另一条 %u 项；还有 %zu 对。^Z 撤销",
                        "linked, %u fields taken from the other; %zu pairs left. ^Z undoes it"),
                   n, dup->view.pairs.n);
}

/* Where the two differ somebody chooses first. */
static void begin_link(struct dup *dup, int answer)
{
    struct zc_err err = { 0 };
    unsigned elder = zc_dup_view_elder(&dup->view);
    if (!zc_dup_view_begin(&dup->view, answer == 1 ? elder : 1 - elder, &err)) {
        zc_app_fail(dup->app, &err);
    } else if (dup->view.merge.n == 0) {
        link_pair(dup);
    } else {
        dup->asked = DUP_ASKED_JOIN;
        zc_app_push(dup->app, &zc_screen_join, &dup->view.merge);
    }
}

static void ask_question(struct dup *dup)
{
    struct zc_err err = { 0 };
    struct zc_prompt prompt = {
        .title = zc_str_of(ZC_T("留言问对方组", "ask the other group")),
        .text = zc_str_of(ZC_T("问什么？写进两条记录的备注，随导出带到对方组",
                               "What is to be asked? It is noted on both records and travels with "
                               "the next export")),
        .needed = true,
    };
    if (!zc_dup_view_may_ask(&dup->view, &err)) {
        zc_app_fail(dup->app, &err);
        return;
    }
    dup->asked = DUP_ASKED_QUESTION;
    zc_app_push(dup->app, &zc_popup_prompt, &prompt);
}

static void put_question(struct dup *dup, struct zc_str text)
{
    struct zc_err err = { 0 };
    if (!zc_dup_view_ask(&dup->view, text, &err))
        zc_app_fail(dup->app, &err);
    else
        zc_app_say(dup->app, ZC_SAY_DONE, "%s",
                   ZC_T("已记在两条的备注里，导出后对方组看得到。^Z 撤销",
                        "noted on both records; the other group sees it after an export. ^Z "
                        "undoes it"));
}

static void make_distinct(struct dup *dup)
{
    struct zc_err err = { 0 };
    if (!zc_dup_view_distinct(&dup->view, &err))
        zc_app_fail(dup->app, &err);
    else
        zc_app_say(
            dup->app, ZC_SAY_DONE,
            ZC_T("记住了，不是同一家；还有 %zu 对", "noted that they are two; %zu pairs left"),
            dup->view.pairs.n);
}

static void undo(struct dup *dup)
{
    struct zc_err err = { 0 };
    if (!zc_dup_view_undo(&dup->view, &err))
        zc_app_fail(dup->app, &err);
    else
        zc_app_say(dup->app, ZC_SAY_DONE, "%s",
                   ZC_T("已撤销，这一对和原来一样", "undone, the pair is as it was"));
}

static void turn(struct dup *dup, int by)
{
    struct zc_err err = { 0 };
    if (!zc_dup_view_turn(&dup->view, by, &err))
        zc_app_fail(dup->app, &err);
}

static void take_place(struct dup *dup, unsigned side)
{
    if (dup->view.merge.places_differ)
        zc_dup_merge_take_place(&dup->view.merge, side);
    else
        zc_app_say(dup->app, ZC_SAY_INFO, "%s", ZC_T("两条属地相同", "both lie in the same place"));
}

static void open_side(struct dup *dup, unsigned side)
{
    if (!dup->view.open)
        return;
    struct zc_record_args args = { .rid = dup->view.sides[side].state.rid };
    zc_app_push(dup->app, &zc_screen_record, &args);
}

static enum zc_next dup_act(void *state, struct zc_app *app, int action)
{
    struct dup *dup = state;
    (void)app;
    switch (action) {
    case DUP_UP:
        dup->view.focus -= dup->view.focus > 0;
        break;
    case DUP_DOWN:
        dup->view.focus += dup->view.focus + 1 < dup->view.nrows;
        break;
    case DUP_LINK:
        ask_link(dup);
        break;
    case DUP_DISTINCT:
        make_distinct(dup);
        break;
    case DUP_OPEN_A:
    case DUP_OPEN_B:
        open_side(dup, action == DUP_OPEN_B);
        break;
    case DUP_PLACE_A:
    case DUP_PLACE_B:
        take_place(dup, action == DUP_PLACE_B);
        break;
    case DUP_QUESTION:
        ask_question(dup);
        break;
    case DUP_LATER:
    case DUP_NEXT:
    case DUP_PREV:
        turn(dup, action == DUP_PREV ? -1 : 1);
        break;
    case DUP_UNDO:
        undo(dup);
        break;
    case DUP_BACK:
        return ZC_NEXT_BACK;
    default:
        break;
    }
    return ZC_NEXT_STAY;
}

static enum zc_next dup_job_ended(void *state, struct zc_app *app)
{
    (void)app;
    look_at_job(state);
    return ZC_NEXT_STAY;
}

/* The job may have ended while another screen stood above. */
static enum zc_next dup_resume(void *state, struct zc_app *app)
{
    struct dup *dup = state;
    int asked = dup->asked, answer = app->result;
    dup->asked = DUP_ASKED_NOTHING;
    app->result = 0;
    look_at_job(dup);
    if (answer < 1)
        return ZC_NEXT_STAY;
    if (asked == DUP_ASKED_KEEP)
        begin_link(dup, answer);
    else if (asked == DUP_ASKED_JOIN)
        link_pair(dup);
    else if (asked == DUP_ASKED_QUESTION)
        put_question(dup, zc_buf_str(&app->result_text));
    return ZC_NEXT_STAY;
}

static void dup_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(
        out,
        ZC_T(
            "两条像是同一家：并排看各项和判断依据，由组长以上判断。按 1 合成一条，"
            "先选留哪一条，再逐项定两边不同的；按 2 记住“不是同一家”，以后各处都不再提示。"
            "属地不同时按 ← → 选合并后归哪边。拿不准按 F8 留言问对方组。"
            "三条以上互相像的是一组，] [ 先走完本组。"
            "都不删除任何内容。^Z 撤销刚才的判断。每次进来都重新比对。\n",
            "Two records that look like one unit, side by side, and why. A leader "
            "decides: 1 links them, after choosing which stays and whose values it has; "
            "2 notes that they are two, here and wherever it arrives. Where the two lie in "
            "different streets the arrows left and right choose where it belongs. F8 asks "
            "the other group. More than two that look alike are one group; ] and [ walk "
            "it first. Nothing is deleted. ^Z takes back what was done last. The ledger is compared whenever this screen opens.\n"));
}

static const struct zc_binding dup_bindings[] = {
    { '1', DUP_LINK, { "同一家", "same" } },
    { '2', DUP_DISTINCT, { "不是", "not same" } },
    { '3', DUP_LATER, { "以后再说", "later" } },
    { '4', DUP_OPEN_A, { "打开A", "open A" } },
    { '5', DUP_OPEN_B, { "打开B", "open B" } },
    { ']', DUP_NEXT, { "下一对", "next" } },
    { '[', DUP_PREV, { "上一对", "previous" } },
    { ZC_KEY_F8, DUP_QUESTION, { "留言问组", "ask" } },
    { ZC_KEY_CTRL('Z'), DUP_UNDO, { "撤销", "undo" } },
    { ZC_KEY_LEFT, DUP_PLACE_A, { "归A", "to A" } },
    { ZC_KEY_RIGHT, DUP_PLACE_B, { "归B", "to B" } },
    { ZC_KEY_DOWN, DUP_DOWN, { "下一项", "down" } },
    { ZC_KEY_UP, DUP_UP, { 0 } },
    { ZC_KEY_TAB, DUP_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, DUP_UP, { 0 } },
    { ZC_KEY_ESC, DUP_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_dup = {
    .name = "dup",
    .title = { "疑似重复", "duplicates" },
    .state_size = sizeof(struct dup),
    .bindings = dup_bindings,
    .enter = dup_enter,
    .update = dup_update,
    .draw = dup_draw,
    .act = dup_act,
    .job_ended = dup_job_ended,
    .resume = dup_resume,
    .help = dup_help,
    .leave = dup_leave,
};

#include "core/text.h"
#include "tui/challenge_prompt.h"
#include "tui/popup.h"
#include "tui/screen_record_impl.h"
#include <stdio.h>

/* The record screen (查看, S5): content, history, notes, review and links of one record. It is read
 * anew whenever records changed, also by another program on the same store. */

enum {
    RECORD_OPEN = 1,
    RECORD_TAB,
    RECORD_TAB_BACK,
    RECORD_UP,
    RECORD_DOWN,
    RECORD_PGUP,
    RECORD_PGDN,
    RECORD_FIRST,
    RECORD_LAST,
    RECORD_NEXT,
    RECORD_PREV,
    RECORD_COMPARE,
    RECORD_WRITE_BACK,
    RECORD_REVEAL,
    RECORD_NOTE,
    RECORD_CHALLENGE,
    RECORD_ACTS,
    RECORD_CONFLICT,
    RECORD_BACK,
    RECORD_TAB_1 /* and the four after it */
};

/* A step whose content does not fit its id was damaged on disk: said once, and in the log. */
static void say_damage(struct zc_record_screen *record, struct zc_app *app)
{
    const struct zc_dossier *dossier = &record->view.dossier;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    char rid[ZC_RID_TEXT + 1];
    if (dossier->damaged == ZC_NO_STEP)
        return;
    zc_rid_print(record->rid, rid);
    bool logged =
        zc_store_may_write(record->survey->store, &err) &&
        zc_audit_add(record->survey->store, zc_survey_now(record->survey, &arena),
                     record->survey->person.name, ZC_STR("damaged"), zc_str_of(rid), &err);
    zc_app_say(app, ZC_SAY_PROBLEM,
               logged ? ZC_T("历史第 %u 版校验不符，内容以现行版为准，已记日志",
                             "version %u of the history fails its check; what stands now counts; "
                             "it is in the log")
                      : ZC_T("历史第 %u 版校验不符，内容以现行版为准",
                             "version %u of the history fails its check; what stands now counts"),
               dossier->damaged + 1);
    zc_arena_release(&arena);
}

static void load(struct zc_record_screen *record, struct zc_app *app)
{
    record->unread = (struct zc_err){ 0 };
    record->marked = ZC_NO_STEP;
    record->loaded =
        zc_record_view_load(&record->view, record->survey, record->rid, &record->unread);
    if (record->loaded)
        say_damage(record, app);
}

/* Another record in the same screen. */
static void turn_to(struct zc_record_screen *record, struct zc_app *app, struct zc_rid rid)
{
    record->rid = rid;
    record->seconds = 0;
    for (unsigned i = 0; i < ZC_TAB_COUNT; i++)
        record->focus[i] = record->top[i] = 0;
    load(record, app);
}

static bool record_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct zc_record_screen *record = state;
    const struct zc_record_args *ask = args;
    record->survey = app->survey;
    record->list = ask->list;
    turn_to(record, app, ask->rid);
    *err = record->unread;
    return record->loaded;
}

static void record_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct zc_record_screen *record = state;
    bool asking = record->waiting != ZC_RECORD_WAITS_NOT; /* the answer is about what is shown */
    if (!record->loaded ||
        (!asking && zc_survey_moved_on(record->survey, record->view.dossier.number)))
        load(record, app);
    zc_record_lay(record, rows, cols);
}

/* The list below goes along. A record that dropped out of it (passed, returned) left its place to
 * the next one. */
static void neighbour(struct zc_record_screen *record, struct zc_app *app, int by)
{
    struct zc_ledger_view *list = record->list;
    const struct zc_ledger_row *row;
    struct zc_err err = { 0 };
    unsigned height = (unsigned)(app->canvas.rows - 9);
    if (!list) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("不是从列表打开的，没有上下条", "it was not opened from a list"));
        return;
    }
    bool ok = zc_ledger_view_load(list, height, &err);
    row = ok ? zc_ledger_view_row(list) : NULL;
    if (row && (by < 0 || zc_rid_eq(row->rid, record->rid))) {
        zc_ledger_view_move(list, by);
        ok = zc_ledger_view_load(list, height, &err);
        row = ok ? zc_ledger_view_row(list) : NULL;
    }
    if (!ok)
        zc_app_fail(app, &err);
    else if (!row || zc_rid_eq(row->rid, record->rid))
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   by < 0 ? ZC_T("已是第一条", "this is the first")
                          : ZC_T("已是最后一条", "this is the last"));
    else
        turn_to(record, app, row->rid);
}

static void move(struct zc_record_screen *record, int64_t by)
{
    uint32_t n = zc_record_lines(record);
    int64_t to = (int64_t)record->focus[record->tab] + by, last = n ? (int64_t)n - 1 : 0;
    record->focus[record->tab] = (uint32_t)(to < 0 ? 0 : to > last ? last : to);
}

static void show_tab(struct zc_record_screen *record, int tab)
{
    record->tab = (enum zc_record_tab)((tab + ZC_TAB_COUNT) % ZC_TAB_COUNT);
}

/* Acts of 核实 */

static void ask_act(struct zc_record_screen *record, struct zc_app *app)
{
    const struct zc_record_view *view = &record->view;
    struct zc_arena arena = { 0 };
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("核实", "review")) };
    if (view->nmay == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%.*s", ZC_ARG(view->acts[0].why));
        return;
    }
    dialog.text = zc_arena_printf(
        &arena, "%.*s\n%s%s", ZC_ARG(zc_dossier_heading(&view->dossier, &arena)),
        ZC_T("现在：", "now: "), zc_text_get(zc_status_label(view->dossier.state.status)));
    for (uint32_t i = 0; i < view->nmay && i < ZC_DIALOG_MAX; i++)
        dialog.answers[i] = zc_text_get(zc_act_label(view->acts[i].act));
    record->waiting = ZC_RECORD_WAITS_ACT;
    zc_app_ask(app, &dialog);
    zc_arena_release(&arena);
}

static void do_act(struct zc_record_screen *record, struct zc_app *app, struct zc_str reason,
                   struct zc_rid other)
{
    struct zc_review what = { record->act, reason, other };
    struct zc_err err = { 0 };
    char number[6];
    zc_rid_number(record->rid, number);
    if (!zc_review_act(record->survey, &record->view.dossier.state, &what, &err))
        zc_app_fail(app, &err);
    else
        zc_app_say(app, ZC_SAY_DONE, ZC_T("已%s %s", "done: %s %s"),
                   zc_text_get(zc_act_label(record->act)), number);
}

static void begin_act(struct zc_record_screen *record, struct zc_app *app, enum zc_act act)
{
    struct zc_prompt prompt = { .title = zc_str_of(zc_text_get(zc_act_label(act))),
                                .needed = true };
    record->act = act;
    if (act == ZC_ACT_LINK) {
        prompt.text = zc_str_of(ZC_T("保留的是哪一条？写它的编号。本条藏到它后面，拆开可恢复。",
                                     "Which record stays? Type its number. This one hides behind "
                                     "it and can be unlinked."));
        record->waiting = ZC_RECORD_WAITS_OTHER;
    } else if (zc_act_needs_reason(act)) {
        prompt.text = act == ZC_ACT_VOID
                          ? zc_str_of(ZC_T("原因：误登、不属对象等。登重了请用“并入”。",
                                           "Why: registered by mistake, not to be surveyed … For "
                                           "a duplicate use 'link'."))
                          : zc_str_of(ZC_T("原因，写给录入的人看", "the reason, for whoever typed "
                                                                   "it"));
        record->waiting = ZC_RECORD_WAITS_REASON;
    } else {
        do_act(record, app, (struct zc_str){ 0 }, (struct zc_rid){ 0 });
        return;
    }
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void link_to(struct zc_record_screen *record, struct zc_app *app, struct zc_str number)
{
    struct zc_err err = { 0 };
    struct zc_rid other;
    if (!zc_survey_find(record->survey, number, &other, &err))
        zc_app_fail(app, &err);
    else
        do_act(record, app, (struct zc_str){ 0 }, other);
}

/* Opening */

static void open_form(struct zc_record_screen *record, struct zc_app *app)
{
    struct zc_form_args args = { .rid = record->rid };
    zc_app_push(app, &zc_screen_form, &args);
}

static void open_focused(struct zc_record_screen *record, struct zc_app *app)
{
    const struct zc_record_view *view = &record->view;
    uint32_t focus = record->focus[record->tab];
    if (record->tab == ZC_TAB_REVIEW) {
        ask_act(record, app);
    } else if (record->tab == ZC_TAB_LINKS && focus < view->nlinks) {
        struct zc_record_args args = { .rid = view->links[focus].rid };
        zc_app_push(app, &zc_screen_record, &args);
    } else if (record->tab == ZC_TAB_NOTES && focus < view->nnotes) {
        struct zc_page page = { view->notes[focus].label, view->notes[focus].text };
        zc_app_push(app, &zc_popup_page, &page);
    } else {
        open_form(record, app);
    }
}

static void open_conflict(struct zc_record_screen *record, struct zc_app *app)
{
    if (record->view.dossier.state.nconflicts > 0)
        zc_app_push(app, &zc_screen_conflict, &record->rid);
    else
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("本条没有冲突", "no field of this record is in conflict"));
}

/* Versions */

/* The step under the cursor; ZC_NO_STEP with a word about it where there is none. */
static uint32_t focused_step(struct zc_record_screen *record, struct zc_app *app)
{
    if (record->tab == ZC_TAB_HISTORY && record->view.nevents > 0 &&
        !record->view.dossier.history.too_long)
        return record->view.events[record->focus[ZC_TAB_HISTORY]].step;
    zc_app_say(app, ZC_SAY_INFO, "%s",
               ZC_T("先按 2 看历史，选一版", "press 2 for the history and choose a version first"));
    return ZC_NO_STEP;
}

/* The first d marks a version, the second compares: with that one, or on the same line with what
 * stands now. */
static void compare(struct zc_record_screen *record, struct zc_app *app)
{
    uint32_t step = focused_step(record, app), marked = record->marked;
    if (step == ZC_NO_STEP)
        return;
    if (marked == ZC_NO_STEP) {
        record->marked = step;
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("已选这一版。到另一版再按 d 比较；在本行再按 d 与现在比",
                        "chosen; d on another version compares, d here again compares with now"));
        return;
    }
    struct zc_compare_args args = { &record->view, marked < step ? marked : step,
                                    marked == step  ? ZC_NO_STEP
                                    : marked < step ? step
                                                    : marked };
    record->marked = ZC_NO_STEP;
    zc_app_push(app, &zc_screen_compare, &args);
}

static void ask_back(struct zc_record_screen *record, struct zc_app *app)
{
    const struct zc_pair *writes;
    struct zc_arena arena = { 0 };
    uint32_t step = focused_step(record, app);
    size_t n = 0;
    if (step == ZC_NO_STEP)
        return;
    zc_record_view_back(&record->view, step, &arena, &writes, &n);
    const struct zc_step *then = &record->view.dossier.history.steps[step];
    struct zc_dialog dialog = {
        .title = zc_str_of(ZC_T("回到该版", "back to this version")),
        .text = zc_arena_printf(
            &arena,
            ZC_T("把 %.*s %.*s 那一版的 %zu 项写成新的一版。现在的值留在历史里，随时可改回。",
                 "Of the version of %.*s %.*s, %zu values are written as a new version. What "
                 "stands now stays in the history."),
            ZC_ARG(zc_step_when(then, &arena)),
            ZC_ARG(zc_dossier_who(&record->view.dossier, then, &arena)), n),
        .answers = { ZC_T("返回", "go back"), ZC_T("写回", "write them back") },
        .safe = 1,
    };
    if (n == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("这一版与现在相同", "this version is what stands now"));
    } else {
        record->step = step;
        record->waiting = ZC_RECORD_WAITS_BACK;
        zc_app_ask(app, &dialog);
    }
    zc_arena_release(&arena);
}

static void write_back(struct zc_record_screen *record, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (!zc_record_view_write_back(&record->view, record->step, &err))
        zc_app_fail(app, &err);
    else
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("已写成新的一版", "written as a new version"));
}

/* Masked values, notes */

static void reveal(struct zc_record_screen *record, struct zc_app *app)
{
    enum { SECONDS = 10 };
    struct zc_err err = { 0 };
    if (!zc_record_view_has_masked(&record->view)) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("本条没有打码的号码", "nothing is masked in this record"));
    } else if (!zc_record_view_reveal(&record->view, &err)) {
        zc_app_fail(app, &err);
    } else {
        record->seconds = SECONDS;
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("已记入日志", "this is in the log"));
    }
}

static void record_tick(void *state, struct zc_app *app)
{
    struct zc_record_screen *record = state;
    (void)app;
    if (record->seconds > 0 && --record->seconds == 0)
        zc_record_view_cover(&record->view);
}

static void ask_note(struct zc_record_screen *record, struct zc_app *app)
{
    struct zc_err err = { 0 };
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("备注", "note")),
                                .text = zc_str_of(ZC_T("写给以后看这条记录的人",
                                                       "for whoever reads this record later")),
                                .needed = true };
    if (!zc_survey_may_edit(record->survey, &record->view.dossier.state, NULL, 0, &err) ||
        !zc_store_may_write(record->survey->store, &err)) {
        zc_app_fail(app, &err);
        return;
    }
    record->waiting = ZC_RECORD_WAITS_NOTE;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void add_note(struct zc_record_screen *record, struct zc_app *app, struct zc_str text)
{
    struct zc_err err = { 0 };
    if (!zc_record_view_note(&record->view, text, &err))
        zc_app_fail(app, &err);
    else
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("备注已写入", "the note is written"));
}

/* Questions about a field: that of the focused line of the history or the notes, else one that is
 * chosen from those of the content. */

static struct zc_str focused_field(const struct zc_record_screen *record)
{
    const struct zc_record_view *view = &record->view;
    uint32_t at = record->focus[record->tab];
    if (record->tab == ZC_TAB_HISTORY && at < view->nevents)
        return view->events[at].field;
    if (record->tab == ZC_TAB_NOTES && at < view->nnotes)
        return view->notes[at].field;
    return (struct zc_str){ 0 };
}

static void choose_field(struct zc_record_screen *record, struct zc_app *app)
{
    const struct zc_record_view *view = &record->view;
    const struct zc_str cols[] = { ZC_STR("name"), ZC_STR("label") };
    zc_arena_reset(&record->offered);
    struct zc_list *list = zc_list_new(ZC_STR("fields"), cols, 2, &record->offered);
    uint32_t *rows = ZC_NEW(&record->offered, uint32_t, (size_t)view->nitems + 1), n = 0;
    list->value_col = 0;
    list->label_col = 1;
    for (uint32_t i = 0; i < view->nitems; i++) {
        const struct zc_question *q =
            view->dossier.form ? zc_form_field(view->dossier.form, view->items[i].field) : NULL;
        struct zc_str cells[2] = { view->items[i].field, view->items[i].label };
        if (!q || !q->kept) /* computed: nobody answered it */
            continue;
        zc_list_add(list, cells, 2, &record->offered);
        rows[n] = n;
        n++;
    }
    struct zc_pick_args args = { .title = zc_str_of(ZC_T("质疑哪一项", "which field to ask about")),
                                 .list = list,
                                 .rows = rows,
                                 .n = n };
    record->waiting = ZC_RECORD_WAITS_FIELD;
    if (!zc_app_push(app, &zc_popup_pick, &args))
        record->waiting = ZC_RECORD_WAITS_NOT;
}

static void ask_about(struct zc_record_screen *record, struct zc_app *app, struct zc_str field)
{
    const struct zc_dossier *dossier = &record->view.dossier;
    struct zc_arena arena = { 0 };
    zc_buf_reset(&record->field);
    zc_buf_add(&record->field, field);
    if (zc_challenge_prompt(app, &dossier->state, zc_buf_str(&record->field),
                            zc_dossier_label(dossier, field, &arena)))
        record->waiting = ZC_RECORD_WAITS_CHALLENGE;
    zc_arena_release(&arena);
}

static void ask_field(struct zc_record_screen *record, struct zc_app *app)
{
    struct zc_str field = focused_field(record);
    struct zc_err err = { 0 };
    if (!zc_challenge_may_ask(record->survey, &record->view.dossier.state, &err))
        zc_app_fail(app, &err);
    else if (field.len > 0)
        ask_about(record, app, field);
    else
        choose_field(record, app);
}

static void put_challenge(struct zc_record_screen *record, struct zc_app *app, struct zc_str text)
{
    struct zc_err err = { 0 };
    bool ok = zc_challenge_ask(record->survey, &record->view.dossier.state,
                               zc_buf_str(&record->field), text, &err);
    zc_challenge_said(app, ok, text, &err);
}

static enum zc_next record_act(void *state, struct zc_app *app, int action)
{
    struct zc_record_screen *record = state;
    int page = zc_record_body(app->canvas.rows) - 1;
    if (action == RECORD_BACK)
        return ZC_NEXT_BACK;
    if (action == RECORD_NEXT || action == RECORD_PREV)
        neighbour(record, app, action == RECORD_NEXT ? 1 : -1);
    else if (!record->loaded)
        return ZC_NEXT_STAY;
    else if (action >= RECORD_TAB_1)
        show_tab(record, action - RECORD_TAB_1);
    else if (action == RECORD_TAB || action == RECORD_TAB_BACK)
        show_tab(record, (int)record->tab + (action == RECORD_TAB ? 1 : -1));
    else if (action == RECORD_UP || action == RECORD_DOWN)
        move(record, action == RECORD_DOWN ? 1 : -1);
    else if (action == RECORD_PGUP || action == RECORD_PGDN)
        move(record, action == RECORD_PGDN ? page : -page);
    else if (action == RECORD_FIRST || action == RECORD_LAST)
        move(record, action == RECORD_LAST ? INT32_MAX : -INT32_MAX);
    else if (action == RECORD_OPEN)
        open_focused(record, app);
    else if (action == RECORD_COMPARE)
        compare(record, app);
    else if (action == RECORD_WRITE_BACK)
        ask_back(record, app);
    else if (action == RECORD_REVEAL)
        reveal(record, app);
    else if (action == RECORD_NOTE)
        ask_note(record, app);
    else if (action == RECORD_CHALLENGE)
        ask_field(record, app);
    else if (action == RECORD_ACTS)
        ask_act(record, app);
    else if (action == RECORD_CONFLICT)
        open_conflict(record, app);
    return ZC_NEXT_STAY;
}

static enum zc_next record_resume(void *state, struct zc_app *app)
{
    struct zc_record_screen *record = state;
    enum zc_record_waiting waiting = record->waiting;
    struct zc_str text = zc_buf_str(&app->result_text);
    int result = app->result;
    record->waiting = ZC_RECORD_WAITS_NOT;
    app->result = 0;
    if (result <= 0)
        return ZC_NEXT_STAY;
    if (waiting == ZC_RECORD_WAITS_ACT && (uint32_t)result <= record->view.nmay)
        begin_act(record, app, record->view.acts[result - 1].act);
    else if (waiting == ZC_RECORD_WAITS_REASON)
        do_act(record, app, text, (struct zc_rid){ 0 });
    else if (waiting == ZC_RECORD_WAITS_OTHER)
        link_to(record, app, text);
    else if (waiting == ZC_RECORD_WAITS_FIELD)
        ask_about(record, app, text);
    else if (waiting == ZC_RECORD_WAITS_CHALLENGE)
        put_challenge(record, app, text);
    else if (waiting == ZC_RECORD_WAITS_NOTE)
        add_note(record, app, text);
    else if (waiting == ZC_RECORD_WAITS_BACK && result == 2)
        write_back(record, app);
    return ZC_NEXT_STAY;
}

static void record_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(out,
                ZC_T("这条记录的内容、历史、备注、核实和关联。电话等号码打码，按 p 显示 10 秒，"
                     "查看会记入日志。历史只增不减：回到旧版也是写成新的一版。\n",
                     "Content, history, notes, review and links of this record. Numbers of persons "
                     "are masked; p shows them for 10 s, which goes into the log. Nothing of the "
                     "history is ever removed: going back to a version writes a new one.\n"));
}

static void record_leave(void *state)
{
    struct zc_record_screen *record = state;
    zc_record_view_release(&record->view);
    zc_arena_release(&record->layout);
    zc_arena_release(&record->offered);
    zc_buf_release(&record->field);
}

static const struct zc_binding record_bindings[] = {
    { ZC_KEY_ENTER, RECORD_OPEN, { "打开", "open" } },
    { ZC_KEY_TAB, RECORD_TAB, { "换页", "next tab" } },
    { 'd', RECORD_COMPARE, { "比较两版", "compare" } },
    { 'b', RECORD_WRITE_BACK, { "回到该版", "go back" } },
    { 'p', RECORD_REVEAL, { "显示号码", "reveal" } },
    { ZC_KEY_RIGHT, RECORD_NEXT, { "下一条", "next" } },
    { ZC_KEY_LEFT, RECORD_PREV, { "上一条", "previous" } },
    { 'c', RECORD_CONFLICT, { "冲突", "conflict" } },
    { ZC_KEY_F4, RECORD_ACTS, { "办理核实", "review" } },
    { ZC_KEY_F8, RECORD_NOTE, { "写备注", "add note" } },
    { 'a', RECORD_CHALLENGE, { "质疑", "ask" } },
    { '1', RECORD_TAB_1, { "内容", "content" } },
    { '2', RECORD_TAB_1 + 1, { "历史", "history" } },
    { '3', RECORD_TAB_1 + 2, { "备注", "notes" } },
    { '4', RECORD_TAB_1 + 3, { "核实", "review" } },
    { '5', RECORD_TAB_1 + 4, { "关联", "links" } },
    { ZC_KEY_BACKTAB, RECORD_TAB_BACK, { 0 } },
    { ZC_KEY_UP, RECORD_UP, { 0 } },
    { ZC_KEY_DOWN, RECORD_DOWN, { 0 } },
    { ZC_KEY_PGUP, RECORD_PGUP, { 0 } },
    { ZC_KEY_PGDN, RECORD_PGDN, { 0 } },
    { ZC_KEY_CTRL_HOME, RECORD_FIRST, { 0 } },
    { ZC_KEY_HOME, RECORD_FIRST, { 0 } },
    { ZC_KEY_CTRL_END, RECORD_LAST, { 0 } },
    { ZC_KEY_END, RECORD_LAST, { 0 } },
    { ZC_KEY_ESC, RECORD_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_record = {
    .name = "record",
    .title = { "查看", "record" },
    .state_size = sizeof(struct zc_record_screen),
    .bindings = record_bindings,
    .enter = record_enter,
    .update = record_update,
    .draw = zc_record_draw,
    .act = record_act,
    .tick = record_tick,
    .resume = record_resume,
    .help = record_help,
    .leave = record_leave,
};

#include "core/text.h"
#include "core/utf8.h"
#include "forms/node.h"
#include "tui/challenge_prompt.h"
#include "tui/popup.h"
#include "tui/screen_check_impl.h"
#include <stdio.h>

/* The check screen (核实, S10): one record after the other, question by question. What is typed
 * below the list is what was found, and why the record goes back. */

enum {
    CHECK_UP = 1,
    CHECK_DOWN,
    CHECK_PGUP,
    CHECK_PGDN,
    CHECK_ENTER,
    CHECK_AGREES,
    CHECK_DIFFERS,
    CHECK_UNKNOWN,
    CHECK_ALL_AGREE,
    CHECK_CORRECT,
    CHECK_GONE,
    CHECK_MISSED,
    CHECK_CHALLENGE,
    CHECK_PASS,
    CHECK_RETURN,
    CHECK_NEXT,
    CHECK_PREV,
    CHECK_OFFER,
    CHECK_REGION,
    CHECK_REVEAL,
    CHECK_SAMPLE,
    CHECK_RATES,
    CHECK_UNDO,
    CHECK_BACK
};

static void begin_value(struct check_screen *check)
{
    const struct zc_check_item *item = zc_check_view_item(&check->view);
    zc_edit_set(&check->value, item ? item->second : (struct zc_str){ 0 });
}

/* Another record, or the same one read anew: the fields begin with what was kept. */
static void begin_record(struct check_screen *check)
{
    check->shown = check->view.dossier.state.rid;
    check->region = CHECK_IN_LIST;
    check->top = 0;
    check->seconds = 0;
    zc_edit_set(&check->reason, check->view.reason);
    check->reason.fresh = false;
    begin_value(check);
}

static void focus_on(struct check_screen *check, uint32_t item)
{
    if (item >= check->view.nitems)
        return;
    check->view.focus = item;
    begin_value(check);
}

/* To the next question without a result; in a blind check its field is open at once. */
static void go_to_open(struct check_screen *check)
{
    struct zc_check_view *view = &check->view;
    check->region = CHECK_IN_LIST;
    for (uint32_t i = 1; i <= view->nitems; i++) {
        uint32_t at = (view->focus + i) % view->nitems;
        if (view->items[at].verdict != ZC_CHECK_OPEN)
            continue;
        focus_on(check, at);
        check->region = view->blind ? CHECK_IN_VALUE : CHECK_IN_LIST;
        return;
    }
    begin_value(check);
}

static bool check_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct check_screen *check = state;
    const struct zc_check_args *chosen = args;
    bool ok = zc_check_view_open(&check->view, app->survey, chosen ? chosen->rids : NULL,
                                 chosen ? chosen->n : 0, err);
    if (ok)
        begin_record(check);
    return ok;
}

static void check_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct check_screen *check = state;
    struct zc_check_view *view = &check->view;
    uint32_t height = check->height = (uint32_t)check_list_rows(rows);
    (void)app, (void)cols;
    if (check->asking == CHECK_ASKS_NOTHING) {
        check->unread = (struct zc_err){ 0 };
        zc_check_view_refresh(view, &check->unread);
    }
    if (!zc_rid_eq(view->dossier.state.rid, check->shown))
        begin_record(check);
    if (check->top > view->focus)
        check->top = view->focus;
    if (view->focus >= check->top + height)
        check->top = view->focus - height + 1;
}

static void check_screen_draw(const void *state, struct zc_canvas *canvas)
{
    check_draw(state, canvas);
}

/* Results */

/* What stands in the field of what was found; false when it can be no answer. */
static bool take_value(struct check_screen *check, struct zc_app *app, bool entered)
{
    const struct zc_check_item *item = zc_check_view_item(&check->view);
    struct zc_str text = zc_edit_text(&check->value);
    struct zc_err err = { 0 };
    bool told = text.len > 0 || (check->view.blind && entered); /* there is none */
    if (!item || !told || (item->verdict == ZC_CHECK_DIFFERS && zc_str_eq(text, item->second)))
        return true;
    if (zc_check_view_found(&check->view, text, &err))
        return true;
    zc_app_fail(app, &err);
    return false;
}

static bool keep_reason(struct check_screen *check, struct zc_app *app)
{
    struct zc_err err = { 0 };
    bool ok = zc_check_view_set_reason(&check->view, zc_edit_text(&check->reason), &err);
    if (!ok)
        zc_app_fail(app, &err);
    return ok;
}

/* Leaves the field that is typed in; what it holds stays. */
static bool leave_field(struct check_screen *check, struct zc_app *app)
{
    bool ok = check->region != CHECK_IN_VALUE || take_value(check, app, false);
    if (check->region == CHECK_IN_REASON)
        keep_reason(check, app);
    check->region = CHECK_IN_LIST;
    return ok;
}

static void say(struct check_screen *check, struct zc_app *app, enum zc_check_verdict verdict)
{
    struct zc_err err = { 0 };
    if (!zc_check_view_say(&check->view, verdict, &err)) {
        zc_app_fail(app, &err);
    } else if (verdict == ZC_CHECK_DIFFERS) {
        check->region = CHECK_IN_VALUE;
        begin_value(check);
    } else {
        go_to_open(check);
        check->region = CHECK_IN_LIST;
    }
}

/* Of what stands on the screen, so that nothing passes that nobody saw; what is left open after
 * that comes into view. */
static void say_all_agree(struct check_screen *check, struct zc_app *app)
{
    struct zc_check_view *view = &check->view;
    struct zc_err err = { 0 };
    if (!zc_check_view_all_agree(view, check->top, check->height, &err)) {
        zc_app_fail(app, &err);
        return;
    }
    go_to_open(check);
    uint32_t last = view->nitems > check->height ? view->nitems - check->height : 0;
    check->top = view->focus < last ? view->focus : last;
}

static void enter(struct check_screen *check, struct zc_app *app)
{
    const struct zc_check_item *item = zc_check_view_item(&check->view);
    if (check->region == CHECK_IN_REASON) {
        leave_field(check, app);
    } else if (check->region == CHECK_IN_VALUE) {
        if (take_value(check, app, true))
            go_to_open(check);
    } else if (item && zc_check_view_hides(&check->view, item)) {
        check->region = CHECK_IN_VALUE;
        begin_value(check);
    } else {
        focus_on(check, check->view.focus + 1);
    }
}

static void correct(struct check_screen *check, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (!leave_field(check, app))
        return;
    if (zc_check_view_correct(&check->view, &err)) {
        zc_app_say(app, ZC_SAY_DONE, "%s",
                   ZC_T("已当场代改，写成新的一版", "corrected, written as a new version"));
        go_to_open(check);
        check->region = CHECK_IN_LIST;
    } else {
        zc_app_fail(app, &err);
    }
}

/* Finishing */

static void say_finished(struct zc_app *app, struct zc_rid rid, const char *what)
{
    char number[6];
    zc_rid_number(rid, number);
    zc_app_say(app, ZC_SAY_DONE, ZC_T("%s %s。^Z 撤销", "%s %s; ^Z undoes it"), number, what);
}

/* In a sample results may be kept without passing or returning. */
static void ask_note(struct check_screen *check, struct zc_app *app, const struct zc_err *why)
{
    struct zc_dialog dialog = {
        .title = zc_str_of(ZC_T("不能通过", "it cannot pass")),
        .text = zc_str_of(why->msg),
        .answers = { ZC_T("只记结果，登记不变", "keep the results, leave the record as it is"),
                     ZC_T("写意见退回，由登记人改", "return it to its worker"),
                     ZC_T("再核一下", "look again") },
    };
    check->asking = CHECK_ASKS_NOTE;
    zc_app_ask(app, &dialog);
}

static void pass(struct check_screen *check, struct zc_app *app)
{
    struct zc_check_view *view = &check->view;
    struct zc_rid rid = view->dossier.state.rid;
    struct zc_err err = { 0 };
    if (!leave_field(check, app))
        return;
    bool open = zc_check_view_count(view, ZC_CHECK_OPEN) > 0;
    if (zc_check_view_pass(view, &err)) {
        say_finished(app, rid, ZC_T("通过", "passed"));
        begin_record(check);
    } else if (view->source == ZC_CHECK_SAMPLE && view->nitems > 0 && !open) {
        ask_note(check, app, &err);
    } else {
        zc_app_fail(app, &err);
    }
}

/* F8: asks for the reason, then returns. */
static void give_back(struct check_screen *check, struct zc_app *app)
{
    struct zc_rid rid = check->view.dossier.state.rid;
    struct zc_err err = { 0 };
    if (check->view.nitems == 0 || !leave_field(check, app))
        return;
    if (!zc_store_may_write(check->view.survey->store, &err)) {
        zc_app_fail(app, &err);
        return;
    }
    if (zc_str_trim(zc_edit_text(&check->reason)).len == 0) {
        bool may =
            zc_review_may(check->view.survey, &check->view.dossier.state, ZC_ACT_RETURN, &err);
        check->region = may ? CHECK_IN_REASON : CHECK_IN_LIST;
        if (!may)
            zc_app_fail(app, &err);
    } else if (!keep_reason(check, app)) {
        check->region = CHECK_IN_REASON;
    } else if (zc_check_view_return(&check->view, &err)) {
        say_finished(app, rid, ZC_T("已退回", "returned"));
        begin_record(check);
    } else {
        zc_app_fail(app, &err);
    }
}

static void note(struct check_screen *check, struct zc_app *app, bool found)
{
    struct zc_rid rid = check->view.dossier.state.rid;
    struct zc_err err = { 0 };
    if (zc_check_view_note(&check->view, found, &err)) {
        say_finished(app, rid,
                     found ? ZC_T("已记下结果", "results kept")
                           : ZC_T("记为没有找到", "kept as not found"));
        begin_record(check);
    } else {
        zc_app_fail(app, &err);
    }
}

static void ask_gone(struct check_screen *check, struct zc_app *app)
{
    struct zc_dialog dialog = {
        .title = zc_str_of(ZC_T("没有找到这一家", "this unit was not found")),
        .text = zc_str_of(ZC_T("记入虚报率，登记不变。", "It counts as a false one; the record "
                                                         "stays as it is.")),
        .answers = { ZC_T("返回", "back"), ZC_T("记为没有找到", "keep it as not found") },
        .safe = 1,
    };
    if (check->view.nitems == 0)
        return;
    check->asking = CHECK_ASKS_GONE;
    zc_app_ask(app, &dialog);
}

/* The unit on the screen was met by a re-walk and registered only then. */
static void put_missed(const struct check_screen *check, struct zc_app *app)
{
    const struct zc_check_view *view = &check->view;
    struct zc_rid rid = view->dossier.state.rid;
    struct zc_arena arena = { 0 };
    struct zc_batch batch;
    struct zc_err err = { 0 };
    if (view->source == ZC_CHECK_SAMPLE)
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("样本里的都是登记过的；漏登的先登记，再从台账选中核实，按 n",
                        "what is in the sample is registered; register the unit, choose it in the "
                        "ledger, then n"));
    else if (zc_batch_load(view->survey, &arena, &batch, &err) &&
             zc_recheck_put_found(view->survey, rid, batch.name, '3', &err))
        say_finished(app, rid, ZC_T("记为漏登", "kept as missed"));
    else
        zc_app_fail(app, &err);
    zc_arena_release(&arena);
}

/* In a field what was typed since it was kept; else what was done last. */
static void undo(struct check_screen *check, struct zc_app *app)
{
    struct zc_err err = { 0 };
    struct zc_rid rid;
    char number[6];
    if (check->region == CHECK_IN_VALUE) {
        begin_value(check);
    } else if (check->region == CHECK_IN_REASON) {
        zc_edit_set(&check->reason, check->view.reason);
        check->reason.fresh = false;
    } else if (zc_check_view_undo(&check->view, &rid, &err)) {
        zc_rid_number(rid, number);
        zc_app_say(app, ZC_SAY_DONE, "%s%s", ZC_T("已撤销：", "undone: "), number);
        begin_record(check);
    } else {
        zc_app_fail(app, &err);
    }
}

static void ask_challenge(struct check_screen *check, struct zc_app *app)
{
    const struct zc_check_item *item = zc_check_view_item(&check->view);
    if (item && leave_field(check, app) &&
        zc_challenge_prompt(app, &check->view.dossier.state, item->field, item->label))
        check->asking = CHECK_ASKS_CHALLENGE;
}

static void put_challenge(struct check_screen *check, struct zc_app *app, struct zc_str text)
{
    struct zc_err err = { 0 };
    bool ok = zc_check_view_ask(&check->view, text, &err);
    zc_challenge_said(app, ok, text, &err);
    begin_value(check);
}

static void turn(struct check_screen *check, struct zc_app *app, int by)
{
    struct zc_err err = { 0 };
    leave_field(check, app);
    if (!zc_check_view_turn(&check->view, by, &err))
        zc_app_fail(app, &err);
    begin_record(check);
}

static void open_sampling(struct check_screen *check, struct zc_app *app)
{
    leave_field(check, app);
    check->asking = CHECK_ASKS_RULE;
    if (!zc_app_push(app, &zc_popup_sampling, &check->view))
        check->asking = CHECK_ASKS_NOTHING;
}

static void reveal(struct check_screen *check, struct zc_app *app)
{
    enum { SECONDS = 10 };
    struct zc_err err = { 0 };
    if (check->view.nitems == 0)
        return;
    if (!zc_dossier_reveal(&check->view.dossier, &err))
        zc_app_fail(app, &err);
    else
        check->seconds = SECONDS;
}

/* Keys */

static void move(struct check_screen *check, struct zc_app *app, int by)
{
    struct zc_check_view *view = &check->view;
    int64_t to = (int64_t)view->focus + by;
    if (view->nitems == 0 || !leave_field(check, app))
        return;
    focus_on(check, to < 0 ? 0 : to >= view->nitems ? view->nitems - 1 : (uint32_t)to);
}

static void next_region(struct check_screen *check, struct zc_app *app)
{
    enum check_region next = check->region == CHECK_IN_LIST    ? CHECK_IN_VALUE
                             : check->region == CHECK_IN_VALUE ? CHECK_IN_REASON
                                                               : CHECK_IN_LIST;
    if (leave_field(check, app))
        check->region = next;
    if (next == CHECK_IN_VALUE)
        begin_value(check);
}

static enum zc_next act_without_record(struct check_screen *check, struct zc_app *app, int action)
{
    if (action == CHECK_BACK)
        return ZC_NEXT_BACK;
    if (action == CHECK_SAMPLE || action == CHECK_AGREES)
        open_sampling(check, app);
    else if (action == CHECK_RATES || action == CHECK_DIFFERS)
        check_show_rates(check, app);
    else if (action == CHECK_UNDO)
        undo(check, app);
    else if (action == CHECK_NEXT || action == CHECK_PREV)
        turn(check, app, action == CHECK_NEXT ? 1 : -1);
    return ZC_NEXT_STAY;
}

static enum zc_next check_act(void *state, struct zc_app *app, int action)
{
    enum { PAGE = 8 };
    struct check_screen *check = state;
    if (check->view.nitems == 0)
        return act_without_record(check, app, action);
    switch (action) {
    case CHECK_UP:
    case CHECK_DOWN:
        move(check, app, action == CHECK_DOWN ? 1 : -1);
        break;
    case CHECK_PGUP:
    case CHECK_PGDN:
        move(check, app, action == CHECK_PGDN ? PAGE : -PAGE);
        break;
    case CHECK_ENTER:
        enter(check, app);
        break;
    case CHECK_AGREES:
        say(check, app, ZC_CHECK_AGREES);
        break;
    case CHECK_DIFFERS:
        say(check, app, ZC_CHECK_DIFFERS);
        break;
    case CHECK_UNKNOWN:
        say(check, app, ZC_CHECK_UNKNOWN);
        break;
    case CHECK_ALL_AGREE:
        say_all_agree(check, app);
        break;
    case CHECK_CORRECT:
        correct(check, app);
        break;
    case CHECK_GONE:
        ask_gone(check, app);
        break;
    case CHECK_MISSED:
        put_missed(check, app);
        break;
    case CHECK_CHALLENGE:
        ask_challenge(check, app);
        break;
    case CHECK_PASS:
        pass(check, app);
        break;
    case CHECK_RETURN:
        give_back(check, app);
        break;
    case CHECK_NEXT:
    case CHECK_PREV:
        turn(check, app, action == CHECK_NEXT ? 1 : -1);
        break;
    case CHECK_OFFER:
        check_offer(check, app);
        break;
    case CHECK_REGION:
        next_region(check, app);
        break;
    case CHECK_REVEAL:
        reveal(check, app);
        break;
    case CHECK_SAMPLE:
        open_sampling(check, app);
        break;
    case CHECK_UNDO:
        undo(check, app);
        break;
    case CHECK_RATES:
        check_show_rates(check, app);
        break;
    default:
        if (check->region == CHECK_IN_LIST)
            return ZC_NEXT_BACK;
        leave_field(check, app);
    }
    return ZC_NEXT_STAY;
}

static bool check_typing(const void *state)
{
    const struct check_screen *check = state;
    return check->region != CHECK_IN_LIST;
}

/* A digit in the empty reason puts a phrase in, also in full width. */
static bool put_phrase(struct check_screen *check, int key)
{
    int digit = key >= 0xFF11 ? key - 0xFF11 : key - '1';
    if (check->region != CHECK_IN_REASON || zc_edit_text(&check->reason).len > 0 || digit < 0 ||
        digit >= CHECK_PHRASES)
        return false;
    zc_edit_insert(&check->reason, zc_str_of(check_phrase((unsigned)digit)));
    return true;
}

static enum zc_next check_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct check_screen *check = state;
    struct zc_edit *edit = check->region == CHECK_IN_VALUE ? &check->value : &check->reason;
    (void)app;
    if (check->region == CHECK_IN_LIST)
        return ZC_NEXT_STAY;
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(edit, text);
    else if (!put_phrase(check, key))
        zc_edit_key(edit, key);
    return ZC_NEXT_STAY;
}

static enum zc_next check_resume(void *state, struct zc_app *app)
{
    struct check_screen *check = state;
    struct zc_err err = { 0 };
    enum check_asking asking = check->asking;
    struct zc_str text = zc_buf_str(&app->result_text);
    int result = app->result;
    check->asking = CHECK_ASKS_NOTHING;
    app->result = 0;
    if (asking == CHECK_ASKS_WAY && result == 1 && !zc_check_view_set_way(&check->view, text, &err))
        zc_app_fail(app, &err);
    if (asking == CHECK_ASKS_CHOICE && result == 1)
        zc_edit_set(&check->value, text);
    if (asking == CHECK_ASKS_CHALLENGE && result == 1)
        put_challenge(check, app, text);
    if (asking == CHECK_ASKS_NOTE && result == 1)
        note(check, app, true);
    if (asking == CHECK_ASKS_NOTE && result == 2)
        give_back(check, app);
    if (asking == CHECK_ASKS_GONE && result == 2)
        note(check, app, false);
    if (asking == CHECK_ASKS_RULE)
        begin_record(check);
    return ZC_NEXT_STAY;
}

static void check_tick(void *state, struct zc_app *app)
{
    struct check_screen *check = state;
    if (check->seconds > 0 && --check->seconds == 0)
        check->view.dossier.revealed = false;
    if (check->region == CHECK_IN_REASON)
        keep_reason(check, app);
}

static bool check_save(void *state, struct zc_app *app)
{
    struct check_screen *check = state;
    struct zc_err err = { 0 };
    if (check->view.nitems == 0 || zc_store_is_readonly(check->view.survey->store))
        return true;
    if (check->region == CHECK_IN_VALUE)
        take_value(check, app, false);
    if (zc_check_view_set_reason(&check->view, zc_edit_text(&check->reason), &err))
        return true;
    zc_app_fail(app, &err);
    return false;
}

static void check_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(
        out,
        ZC_T(
            "逐项核对登记值：1 一致，2 不一致并填核实到的值，3 问不到；先标出不对的，"
            "5 把屏上其余未核的都记为一致。全部一致才能按 F2 通过；"
            "有不一致的按 F8 写意见退回，由登记人改，或按 4 当场代改；"
            "只想问登记人一句的，按 a 质疑该项，记录不退回。结果随时存盘，中途离开不丢。"
            "盲核时先填后看登记值。按 g 抽样，同一种子抽出的总是同一批。\n",
            "Each question is compared with what is registered: 1 agrees, 2 differs (type what you "
            "found), 3 could not be found out; 5 says that all others on the screen agree. F2 passes a record where everything agrees; F8 "
            "returns it with a reason, or 4 corrects it on the spot; a asks its worker about a "
            "field without returning the record. Results are kept at once. In "
            "a blind check you type first and see the registered value then. g draws a sample; the "
            "same seed always draws the same records.\n"));
}

static void check_leave(void *state)
{
    struct check_screen *check = state;
    zc_check_view_release(&check->view);
    zc_edit_release(&check->value);
    zc_edit_release(&check->reason);
    zc_fill_free(check->choices);
    zc_arena_release(&check->offered);
}

static const struct zc_binding check_bindings[] = {
    { '1', CHECK_AGREES, { "一致", "agrees" } },
    { '2', CHECK_DIFFERS, { "不一致", "differs" } },
    { '3', CHECK_UNKNOWN, { "问不到", "unknown" } },
    { '5', CHECK_ALL_AGREE, { "本屏一致", "all seen" } },
    { ZC_KEY_F2, CHECK_PASS, { "通过", "pass" } },
    { ZC_KEY_F8, CHECK_RETURN, { "退回", "return" } },
    { ']', CHECK_NEXT, { "下一条", "next" } },
    { '4', CHECK_CORRECT, { "当场代改", "correct" } },
    { 'g', CHECK_SAMPLE, { "抽样", "sample" } },
    { '0', CHECK_GONE, { "没找到", "gone" } },
    { 'a', CHECK_CHALLENGE, { "质疑", "ask" } },
    { 'n', CHECK_MISSED, { "漏登", "missed" } },
    { 'p', CHECK_REVEAL, { "显示号码", "reveal" } },
    { 'r', CHECK_RATES, { "差错率", "rates" } },
    { '[', CHECK_PREV, { "上一条", "previous" } },
    { ZC_KEY_F4, CHECK_OFFER, { "方式选项", "choices" } },
    { ZC_KEY_CTRL('Z'), CHECK_UNDO, { "撤销", "undo" } },
    { ZC_KEY_F6, CHECK_REGION, { "改为", "found" } },
    { ZC_KEY_ENTER, CHECK_ENTER, { "下一项", "down" } },
    { ZC_KEY_TAB, CHECK_ENTER, { 0 } },
    { ZC_KEY_F5, CHECK_CORRECT, { 0 } },
    { ZC_KEY_DOWN, CHECK_DOWN, { 0 } },
    { ZC_KEY_UP, CHECK_UP, { 0 } },
    { ZC_KEY_BACKTAB, CHECK_UP, { 0 } },
    { ZC_KEY_PGUP, CHECK_PGUP, { 0 } },
    { ZC_KEY_PGDN, CHECK_PGDN, { 0 } },
    { ZC_KEY_ESC, CHECK_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_check = {
    .name = "check",
    .title = { "核实", "check" },
    .state_size = sizeof(struct check_screen),
    .bindings = check_bindings,
    .enter = check_enter,
    .update = check_update,
    .draw = check_screen_draw,
    .act = check_act,
    .key = check_key,
    .typing = check_typing,
    .tick = check_tick,
    .resume = check_resume,
    .help = check_help,
    .save = check_save,
    .leave = check_leave,
};

#include "tui/job.h"
#include "tui/popup.h"
#include "tui/screen_ledger_impl.h"

/* Review acts in the ledger (核实): on the marked records, else on the focused one. */

static const enum zc_act offered[] = { ZC_ACT_SUBMIT, ZC_ACT_PASS, ZC_ACT_RETURN, ZC_ACT_UNLOCK,
                                       ZC_ACT_VOID };

static bool needs_reason(enum zc_act act)
{
    return act == ZC_ACT_RETURN || act == ZC_ACT_UNLOCK || act == ZC_ACT_VOID;
}

/* Which records: taken when the question is asked, so that the answer is about the same ones. */
static void choose_records(struct zc_ledger_screen *ledger)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(&ledger->view);
    ledger->batch.rids.n = 0;
    for (size_t i = 0; i < ledger->marks.n; i++)
        zc_rid_list_add(&ledger->batch.rids, ledger->marks.rids[i]);
    if (ledger->marks.n == 0 && row)
        zc_rid_list_add(&ledger->batch.rids, row->rid);
}

/* An act is offered when it can be done to one of the first so many records; the others are told
 * about when it is done. */
static bool may_any(struct zc_ledger_screen *ledger, enum zc_act act, struct zc_err *err)
{
    enum { LOOKED_AT = 100 };
    const struct zc_rid_list *rids = &ledger->batch.rids;
    struct zc_arena arena = { 0 };
    bool may = false;
    for (size_t i = 0; i < rids->n && i < LOOKED_AT && !may; i++) {
        struct zc_state state;
        *err = (struct zc_err){ 0 };
        zc_arena_reset(&arena);
        may = zc_survey_state(ledger->view.survey, rids->rids[i], &arena, &state, err) &&
              zc_review_may(ledger->view.survey, &state, act, err);
    }
    zc_arena_release(&arena);
    return may;
}

void zc_ledger_review_ask(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("核实", "review")) };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    int n = 0;
    if (ledger->batch.on) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("上一批还没有办完", "the last batch is not done"));
        return;
    }
    choose_records(ledger);
    for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++) {
        if (!may_any(ledger, offered[i], &err))
            continue;
        ledger->acts[n] = offered[i];
        dialog.answers[n++] = zc_text_get(zc_act_label(offered[i]));
    }
    if (ledger->batch.rids.n == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有记录可办", "there is no record here"));
    } else if (n == 0) {
        zc_app_fail(app, &err);
    } else {
        dialog.text = zc_arena_printf(
            &arena, ZC_T("对 %zu 条记录：", "%zu record(s) are concerned:"), ledger->batch.rids.n);
        ledger->asked = ZC_LEDGER_ASKED_ACT;
        zc_app_ask(app, &dialog);
    }
    zc_arena_release(&arena);
}

static void begin(struct zc_ledger_screen *ledger, struct zc_str reason)
{
    struct zc_ledger_batch *batch = &ledger->batch;
    zc_buf_reset(&batch->reason);
    zc_buf_add(&batch->reason, reason);
    batch->on = true;
    batch->at = batch->done = batch->refused.n = 0;
    batch->why = (struct zc_err){ 0 };
}

static void ask_reason(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_prompt prompt = {
        .title = zc_str_of(zc_text_get(zc_act_label(ledger->batch.act))),
        .text = zc_arena_printf(&arena, ZC_T("%zu 条记录。原因：", "%zu record(s). Why?"),
                                ledger->batch.rids.n),
        .needed = true,
    };
    ledger->asked = ZC_LEDGER_ASKED_REASON;
    zc_app_push(app, &zc_popup_prompt, &prompt);
    zc_arena_release(&arena);
}

void zc_ledger_review_answer(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    enum zc_ledger_asked asked = ledger->asked;
    ledger->asked = ZC_LEDGER_ASKED_NOTHING;
    if (app->result < 1)
        return;
    if (asked == ZC_LEDGER_ASKED_REASON) {
        begin(ledger, zc_buf_str(&app->result_text));
        return;
    }
    ledger->batch.act = ledger->acts[app->result - 1];
    if (needs_reason(ledger->batch.act))
        ask_reason(ledger, app);
    else
        begin(ledger, (struct zc_str){ 0 });
}

static void do_one(struct zc_ledger_screen *ledger, struct zc_rid rid)
{
    struct zc_ledger_batch *batch = &ledger->batch;
    struct zc_review what = { .act = batch->act, .reason = zc_buf_str(&batch->reason) };
    struct zc_survey *survey = ledger->view.survey;
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    if (zc_survey_state(survey, rid, &arena, &state, &err) &&
        zc_review_act(survey, &state, &what, &err)) {
        batch->done++;
    } else {
        if (batch->refused.n == 0)
            batch->why = err;
        zc_rid_list_add(&batch->refused, rid);
    }
    zc_arena_release(&arena);
}

static void say_end(const struct zc_ledger_batch *batch, struct zc_app *app)
{
    const char *act = zc_text_get(zc_act_label(batch->act));
    size_t left = batch->rids.n - batch->at;
    char number[6];
    if (batch->refused.n > 0) {
        zc_rid_number(batch->refused.rids[0], number);
        zc_app_say(app, ZC_SAY_DOUBT,
                   ZC_T("%s：办了 %zu 条，%zu 条没有办（标记还在）。%s：%s",
                        "%s: done for %zu, not for %zu (still marked). %s: %s"),
                   act, batch->done, batch->refused.n + left, number, batch->why.msg);
    } else if (left > 0) {
        zc_app_say(app, ZC_SAY_DOUBT,
                   ZC_T("%s：办了 %zu 条后停下，%zu 条没有办（标记还在）",
                        "%s: stopped after %zu, %zu not done (still marked)"),
                   act, batch->done, left);
    } else {
        zc_app_say(app, ZC_SAY_DONE, ZC_T("%s：办了 %zu 条", "%s: done for %zu"), act, batch->done);
    }
}

/* What was done loses its mark. */
void zc_ledger_batch_end(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_ledger_batch *batch = &ledger->batch;
    bool marked = ledger->marks.n > 0;
    batch->on = false;
    say_end(batch, app);
    for (; batch->at < batch->rids.n; batch->at++)
        zc_rid_list_add(&batch->refused, batch->rids.rids[batch->at]);
    if (!marked)
        return;
    struct zc_rid_list old = ledger->marks;
    ledger->marks = batch->refused;
    batch->refused = old;
    zc_rid_list_order(&ledger->marks);
}

bool zc_ledger_batch_step(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_ledger_batch *batch = &ledger->batch;
    int64_t end = zc_job_now() + ZC_SLICE_MS;
    if (!batch->on)
        return false;
    do {
        if (batch->at < batch->rids.n)
            do_one(ledger, batch->rids.rids[batch->at++]);
    } while (batch->at < batch->rids.n && zc_job_now() < end);
    if (batch->at == batch->rids.n)
        zc_ledger_batch_end(ledger, app);
    return true;
}

void zc_ledger_batch_release(struct zc_ledger_batch *batch)
{
    zc_buf_release(&batch->reason);
    zc_rid_list_release(&batch->rids);
    zc_rid_list_release(&batch->refused);
    *batch = (struct zc_ledger_batch){ 0 };
}

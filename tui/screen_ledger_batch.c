#include "tui/job.h"
#include "tui/popup.h"
#include "tui/screen_ledger_impl.h"

/* Review acts (核实) and notes (备注) in the ledger: on the marked records, else on the focused
 * one. */

/* The answer behind the acts: one after the other, question by question. */
static const enum zc_act one_by_one = ZC_ACT_COUNT;

static const enum zc_act offered[] = { ZC_ACT_SUBMIT, ZC_ACT_PASS, ZC_ACT_RETURN, ZC_ACT_UNLOCK,
                                       ZC_ACT_VOID };

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

/* Takes the records that the question is about; false when there is nothing to ask. */
static bool prepare(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    if (ledger->batch.on) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("上一批还没有办完", "the last batch is not done"));
        return false;
    }
    choose_records(ledger);
    if (ledger->batch.rids.n == 0)
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有记录可办", "there is no record here"));
    return ledger->batch.rids.n > 0;
}

void zc_ledger_review_ask(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("核实", "review")) };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    bool checks = false;
    int n = 0;
    if (!prepare(ledger, app))
        return;
    for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++) {
        if (!may_any(ledger, offered[i], &err))
            continue;
        checks |= offered[i] == ZC_ACT_PASS || offered[i] == ZC_ACT_RETURN;
        ledger->acts[n] = offered[i];
        dialog.answers[n++] = zc_text_get(zc_act_label(offered[i]));
    }
    if (checks) {
        ledger->acts[n] = one_by_one;
        dialog.answers[n++] = ZC_T("逐项核对", "check one by one");
    }
    if (n == 0) {
        zc_app_fail(app, &err);
    } else {
        dialog.text = zc_arena_printf(
            &arena, ZC_T("对 %zu 条记录：", "%zu record(s) are concerned:"), ledger->batch.rids.n);
        ledger->asked = ZC_LEDGER_ASKED_ACT;
        zc_app_ask(app, &dialog);
    }
    zc_arena_release(&arena);
}

static void begin(struct zc_ledger_screen *ledger, struct zc_str text)
{
    struct zc_ledger_batch *batch = &ledger->batch;
    zc_buf_reset(&batch->text);
    zc_buf_add(&batch->text, text);
    batch->on = true;
    batch->at = batch->done = batch->refused.n = 0;
    batch->number = 0;
    batch->why = (struct zc_err){ 0 };
}

static void ask_text(struct zc_ledger_screen *ledger, struct zc_app *app, const char *title,
                     const char *question, enum zc_ledger_asked asked)
{
    struct zc_arena arena = { 0 };
    struct zc_prompt prompt = { .title = zc_str_of(title),
                                .text = zc_arena_printf(&arena,
                                                        ZC_T("%zu 条记录。%s", "%zu record(s). %s"),
                                                        ledger->batch.rids.n, question),
                                .needed = true };
    ledger->asked = asked;
    zc_app_push(app, &zc_popup_prompt, &prompt);
    zc_arena_release(&arena);
}

void zc_ledger_note_ask(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    if (prepare(ledger, app))
        ask_text(ledger, app, ZC_T("备注", "note"), ZC_T("写什么？", "What is to be noted?"),
                 ZC_LEDGER_ASKED_NOTE);
}

void zc_ledger_batch_answer(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_ledger_batch *batch = &ledger->batch;
    enum zc_ledger_asked asked = ledger->asked;
    ledger->asked = ZC_LEDGER_ASKED_NOTHING;
    if (app->result < 1)
        return;
    batch->note = asked == ZC_LEDGER_ASKED_NOTE;
    if (asked == ZC_LEDGER_ASKED_ACT)
        batch->act = ledger->acts[app->result - 1];
    if (asked == ZC_LEDGER_ASKED_ACT && batch->act == one_by_one) {
        struct zc_check_args args = { batch->rids.rids, batch->rids.n };
        zc_app_push(app, &zc_screen_check, &args);
        return;
    }
    if (asked != ZC_LEDGER_ASKED_ACT)
        begin(ledger, zc_buf_str(&app->result_text));
    else if (zc_act_needs_reason(batch->act))
        ask_text(ledger, app, zc_text_get(zc_act_label(batch->act)), ZC_T("原因：", "Why?"),
                 ZC_LEDGER_ASKED_REASON);
    else
        begin(ledger, (struct zc_str){ 0 });
}

static bool review_one(struct zc_ledger_screen *ledger, struct zc_rid rid, struct zc_err *err)
{
    struct zc_review what = { .act = ledger->batch.act, .reason = zc_buf_str(&ledger->batch.text) };
    struct zc_survey *survey = ledger->view.survey;
    struct zc_arena arena = { 0 };
    struct zc_state state;
    bool ok = zc_survey_state(survey, rid, &arena, &state, err) &&
              zc_review_act(survey, &state, &what, err);
    zc_arena_release(&arena);
    return ok;
}

static bool note_one(struct zc_ledger_screen *ledger, struct zc_rid rid, struct zc_err *err)
{
    struct zc_record_view record = { 0 };
    bool ok = zc_record_view_load(&record, ledger->view.survey, rid, err) &&
              zc_record_view_note(&record, zc_buf_str(&ledger->batch.text), err);
    zc_record_view_release(&record);
    return ok;
}

static void do_one(struct zc_ledger_screen *ledger, struct zc_rid rid)
{
    struct zc_ledger_batch *batch = &ledger->batch;
    struct zc_err err = { 0 };
    if (batch->note ? note_one(ledger, rid, &err) : review_one(ledger, rid, &err)) {
        batch->done++;
        return;
    }
    if (batch->refused.n == 0)
        batch->why = err;
    zc_rid_list_add(&batch->refused, rid);
}

static void say_end(const struct zc_ledger_batch *batch, struct zc_app *app)
{
    const char *act = batch->note ? ZC_T("备注", "note") : zc_text_get(zc_act_label(batch->act));
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
        zc_app_say(app, ZC_SAY_DONE,
                   ZC_T("%s：办了 %zu 条。^Z 撤销", "%s: done for %zu; ^Z undoes it"), act,
                   batch->done);
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
    zc_survey_go_on_with_act(ledger->view.survey, batch->number);
    do {
        if (batch->at < batch->rids.n)
            do_one(ledger, batch->rids.rids[batch->at++]);
    } while (batch->at < batch->rids.n && zc_job_now() < end);
    batch->number = ledger->view.survey->act;
    zc_survey_each_act(ledger->view.survey);
    if (batch->at == batch->rids.n)
        zc_ledger_batch_end(ledger, app);
    return true;
}

/* Undo */

void zc_ledger_undo(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_survey *survey = ledger->view.survey;
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs;
    struct zc_err err = { 0 };
    size_t n;
    if (zc_review_last_act(survey, &arena, &revs, &n, &err) &&
        zc_review_undo(survey, revs, n, &err)) {
        ledger->batch.number = 0;
        zc_app_say(app, ZC_SAY_DONE, ZC_T("已撤销：%zu 条", "undone: %zu record(s)"), n);
    } else {
        zc_app_fail(app, &err);
    }
    zc_arena_release(&arena);
}

void zc_ledger_undo_ask(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_survey *survey = ledger->view.survey;
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs;
    struct zc_err err = { 0 };
    char number[6];
    size_t n;
    if (ledger->batch.on) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("这一批还没有办完", "the batch is not done"));
    } else if (!zc_review_last_act(survey, &arena, &revs, &n, &err) ||
               !zc_review_may_undo(survey, revs, n, &err)) {
        zc_app_fail(app, &err);
    } else if (ledger->batch.number != 0 && ledger->batch.number == survey->act) {
        zc_ledger_undo(ledger, app);
    } else {
        zc_rid_number(revs[0].rid, number);
        struct zc_dialog dialog = {
            .title = zc_str_of(ZC_T("撤销", "undo")),
            .text =
                zc_arena_printf(&arena,
                                ZC_T("你最近的一次操作改了 %zu 条记录（%s%s），撤销它吗？",
                                     "What you did last changed %zu record(s) (%s%s). Undo it?"),
                                n, number, n > 1 ? " …" : ""),
            .answers = { ZC_T("不撤销", "no"), ZC_T("撤销", "undo it") },
            .safe = 1,
        };
        ledger->asked = ZC_LEDGER_ASKED_UNDO;
        zc_app_ask(app, &dialog);
    }
    zc_arena_release(&arena);
}

void zc_ledger_batch_release(struct zc_ledger_batch *batch)
{
    zc_buf_release(&batch->text);
    zc_rid_list_release(&batch->rids);
    zc_rid_list_release(&batch->refused);
    *batch = (struct zc_ledger_batch){ 0 };
}

#include "core/json.h"
#include "tui/challenge.h"
#include "tui/cmd.h"
#include "tui/record_print.h"
#include "tui/review.h"
#include <stdio.h>
#include <string.h>

/* Commands that settle what needs a person: review, conflicts. */

/* One act on one record: the state is read, then acted upon, as somebody who looks and decides. */
static bool act_on(struct zc_survey *survey, struct zc_str id, const struct zc_review *what,
                   struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state shown;
    struct zc_rid rid;
    bool ok = zc_survey_find(survey, id, &rid, err) &&
              zc_survey_state(survey, rid, &arena, &shown, err) &&
              zc_review_act(survey, &shown, what, err);
    zc_arena_release(&arena);
    return ok;
}

/* The act on every named record; those that cannot be are told, the others are done. */
static int act_on_all(const struct zc_cmd_env *env, struct zc_survey *survey,
                      const struct zc_review *what, int n, char **ids)
{
    int done = 0;
    zc_survey_one_act(survey);
    for (int i = 0; i < n; i++) {
        struct zc_err err = { 0 };
        if (act_on(survey, zc_str_of(ids[i]), what, &err)) {
            zc_cmd_say(env, "%s  %s", ids[i], zc_text_get(zc_act_label(what->act)));
            done++;
        } else {
            zc_fail_in(&err, "%s", ids[i]);
            zc_cmd_fail(&err);
        }
    }
    return done == n ? ZC_EXIT_DONE : done > 0 ? ZC_EXIT_ATTENTION : ZC_EXIT_FAILED;
}

/* The last act of the person at work; the ids of its records are printed. */
static bool undo_last(struct zc_survey *survey, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs;
    char rid[ZC_RID_TEXT + 1], before[ZC_RID_TEXT + 1] = "";
    size_t n = 0;
    bool ok =
        zc_review_last_act(survey, &arena, &revs, &n, err) && zc_review_undo(survey, revs, n, err);
    for (size_t i = 0; ok && i < n; i++) {
        zc_rid_print(revs[i].rid, rid);
        if (strcmp(rid, before) != 0)
            puts(rid);
        memcpy(before, rid, sizeof rid);
    }
    zc_arena_release(&arena);
    return ok;
}

/* review undo [N]: the last acts, the newest first, as far as they can be. */
static int undo_acts(const struct zc_cmd_env *env, const char *number)
{
    struct zc_err err = { 0 };
    uint64_t wanted = 1, done = 0;
    if (number && (!zc_str_to_u64(zc_str_of(number), &wanted) || wanted == 0))
        return zc_cmd_usage(ZC_T("“%s”不是次数", "'%s' is no number of acts"), number);
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    while (survey && done < wanted && undo_last(survey, &err))
        done++;
    zc_survey_close(survey);
    if (done < wanted)
        zc_cmd_fail(&err);
    return done == wanted ? ZC_EXIT_DONE : done > 0 ? ZC_EXIT_ATTENTION : ZC_EXIT_FAILED;
}

/* review ask|answer ID FIELD TEXT */
static int ask_or_answer(const struct zc_cmd_env *env, char **argv)
{
    bool asks = !strcmp(argv[1], "ask");
    struct zc_str field = zc_str_of(argv[3]), text = zc_str_of(argv[4]);
    struct zc_arena arena = { 0 };
    struct zc_state shown;
    struct zc_err err = { 0 };
    struct zc_rid rid;
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    bool ok = survey && zc_survey_find(survey, zc_str_of(argv[2]), &rid, &err) &&
              zc_survey_state(survey, rid, &arena, &shown, &err) &&
              (asks ? zc_challenge_ask(survey, &shown, field, text, &err)
                    : zc_challenge_answer(survey, &shown, field, text, &err));
    if (ok)
        zc_cmd_say(env, "%s  %s  %s", argv[2], argv[3],
                   !asks          ? ZC_T("已答复", "answered")
                   : text.len > 0 ? ZC_T("已提出质疑", "asked")
                                  : ZC_T("已撤回质疑", "withdrawn"));
    zc_survey_close(survey);
    zc_arena_release(&arena);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

/* review: without an act, what waits for a person of this role. */
static int list_waiting(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_err err = { 0 };
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    if (!survey)
        return zc_cmd_fail(&err);
    enum zc_rank rank = survey->person.role;
    zc_survey_close(survey);
    return zc_cmd_list_statuses(env, argc, argv, zc_review_waiting(rank));
}

int zc_cmd_review(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_review what = { 0 };
    struct zc_err err = { 0 };
    const char *reason, *into;
    if (argc < 2 || argv[1][0] == '-')
        return list_waiting(env, argc, argv);
    if (!strcmp(argv[1], "sample"))
        return zc_cmd_review_sample(env, argc - 1, argv + 1);
    if (!strcmp(argv[1], "rates"))
        return zc_cmd_review_rates(env, argc - 1, argv + 1);
    static const struct {
        const char *word;
        char found;
    } walked[] = { { "found", '1' }, { "gone", '2' }, { "missed", '3' } };
    for (size_t i = 0; i < sizeof walked / sizeof walked[0]; i++) {
        if (!strcmp(argv[1], walked[i].word))
            return zc_cmd_review_found(env, walked[i].found, argc - 1, argv + 1);
    }
    reason = zc_opt_value(&argc, argv, "--reason");
    into = zc_opt_value(&argc, argv, "--into");
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (!strcmp(argv[1], "undo") && argc <= 3)
        return undo_acts(env, argc == 3 ? argv[2] : NULL);
    if ((!strcmp(argv[1], "ask") || !strcmp(argv[1], "answer")) && argc == 5)
        return ask_or_answer(env, argv);
    if (!zc_act_parse(zc_str_of(argv[1]), &what.act) || what.act >= ZC_ACT_LINK || argc < 3)
        return zc_cmd_usage(ZC_T(
            "用法：zaoce review submit|pass|return|unlock|void|take-back 编号… [--reason 原因] | "
            "ask|answer 编号 字段 文字 | undo [次数] | sample | rates | found|gone|missed 编号…",
            "usage: zaoce review submit|pass|return|unlock|void|take-back ID… [--reason TEXT] | "
            "ask|answer ID FIELD TEXT | undo [N] | sample | rates | found|gone|missed ID…"));
    what.reason = zc_str_of(reason);
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    int status = ZC_EXIT_FAILED;
    if (!survey || (into && !zc_survey_find(survey, zc_str_of(into), &what.other, &err)))
        zc_cmd_fail(&err);
    else
        status = act_on_all(env, survey, &what, argc - 2, argv + 2);
    zc_survey_close(survey);
    return status;
}

/* conflicts */

struct conflicts {
    struct zc_survey *survey;
    enum zc_print how;
    struct zc_arena arena;
    struct zc_buf line;
    uint64_t n;
};

static void print_conflict(struct conflicts *all, const struct zc_state *state,
                           const struct zc_field *field)
{
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(state->rid, rid);
    zc_buf_reset(&all->line);
    if (all->how == ZC_PRINT_JSON) {
        zc_buf_printf(&all->line, "{\"_id\":\"%s\",\"field\":", rid);
        zc_json_put(&all->line, field->name);
        zc_buf_text(&all->line, ",\"values\":[");
        for (uint32_t v = 0; v < field->nvalues; v++) {
            zc_buf_text(&all->line, v ? "," : "");
            zc_json_put(&all->line, field->values[v]);
        }
        zc_buf_text(&all->line, "]}");
    } else {
        zc_print_cell(&all->line, all->how, zc_str_of(rid), true);
        zc_print_cell(&all->line, all->how, field->name, false);
        for (uint32_t v = 0; v < field->nvalues; v++)
            zc_print_cell(&all->line, all->how, field->values[v], false);
    }
    zc_print_text(zc_buf_str(&all->line));
    putchar('\n');
    all->n++;
}

static bool list_of_form(struct conflicts *all, struct zc_txn *txn, struct zc_str form,
                         struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_QUEUE, .form = form, .arg = ZC_STR("conflict") };
    struct zc_view *view = zc_view_open(txn, &spec, err);
    struct zc_state state;
    struct zc_rid rid;
    bool found, ok = view != NULL;
    for (bool more = ok && zc_view_first(view, &rid); ok && more; more = zc_view_next(view, &rid)) {
        zc_arena_reset(&all->arena);
        ok = zc_record_get(txn, rid, &all->arena, &state, &found, err);
        for (uint32_t i = 0; ok && i < state.nfields; i++)
            if (zc_field_in_conflict(&state.fields[i]))
                print_conflict(all, &state, &state.fields[i]);
    }
    zc_view_close(view);
    return ok;
}

static int list_conflicts(const struct zc_cmd_env *env, enum zc_print how)
{
    struct conflicts all = { .how = how };
    struct zc_err err = { 0 };
    all.survey = zc_survey_open(env->store, true, &env->clock, &err);
    struct zc_txn *txn = all.survey ? zc_txn_begin(all.survey->store, ZC_TXN_READ, &err) : NULL;
    bool ok = txn != NULL;
    if (ok && how == ZC_PRINT_CSV)
        puts("_id,field,value,other");
    for (uint32_t i = 0; ok && i < all.survey->pack->nforms; i++)
        ok = list_of_form(&all, txn, all.survey->pack->forms[i]->id, &err);
    zc_txn_abort(txn);
    zc_survey_close(all.survey);
    zc_buf_release(&all.line);
    zc_arena_release(&all.arena);
    return !ok ? zc_cmd_fail(&err) : all.n > 0 ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
}

static bool stands(const struct zc_state *shown, struct zc_str name, struct zc_str value)
{
    const struct zc_field *field = zc_state_field(shown, name);
    for (uint32_t v = 0; field && v < field->nvalues; v++) {
        if (zc_str_eq(field->values[v], value))
            return true;
    }
    return false;
}

/* A value that none of the sides has may be a slip of the finger: it needs a reason. */
static bool decide(struct zc_survey *survey, struct zc_str id, struct zc_str field,
                   struct zc_str value, struct zc_str reason, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state shown;
    struct zc_rid rid;
    struct zc_str stored;
    bool ok = zc_survey_find(survey, id, &rid, err) &&
              zc_survey_state(survey, rid, &arena, &shown, err) &&
              zc_review_read(survey, &shown, field, value, &arena, &stored, err) &&
              (reason.len > 0 || stands(&shown, field, stored) ||
               zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是冲突的各方之一；确实要定为它，请加 --reason 原因",
                            "'%.*s' is none of the values in conflict; to decide for it "
                            "all the same give --reason TEXT"),
                       ZC_ARG(value))) &&
              zc_review_decide(survey, &shown, field, value, reason, err);
    zc_arena_release(&arena);
    return ok;
}

int zc_cmd_conflicts(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *reason = zc_opt_value(&argc, argv, "--reason");
    enum zc_print how = zc_print_option(&argc, argv);
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc == 1)
        return list_conflicts(env, how);
    if (argc != 5 || strcmp(argv[1], "take") != 0)
        return zc_cmd_usage(ZC_T("用法：zaoce conflicts take 编号 字段 值 [--reason 原因]",
                                 "usage: zaoce conflicts take ID FIELD VALUE [--reason TEXT]"));
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    bool ok = survey && decide(survey, zc_str_of(argv[2]), zc_str_of(argv[3]), zc_str_of(argv[4]),
                               zc_str_of(reason), &err);
    if (ok)
        zc_cmd_say(env, "%s  %s = %s", argv[2], argv[3], argv[4]);
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

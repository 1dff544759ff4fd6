#include "core/json.h"
#include "tui/cmd.h"
#include "tui/dup_job.h"
#include "tui/record_print.h"
#include "tui/review.h"
#include <stdio.h>
#include <string.h>

/* dups: candidates for duplicates, of the ledger or of one record, and what a person decides about
 * a pair. */

struct list {
    struct zc_survey *survey;
    struct zc_txn *txn;
    enum zc_print how;
    struct zc_arena arena;
    struct zc_buf line, words;
};

static struct zc_str name_of(struct list *list, struct zc_rid rid)
{
    struct zc_err err = { 0 };
    struct zc_state state;
    bool found = false;
    if (!zc_record_get(list->txn, rid, &list->arena, &state, &found, &err) || !found)
        return (struct zc_str){ 0 };
    const struct zc_form *form = zc_pack_form(list->survey->pack, state.form);
    const struct zc_question *name = form ? form->by_role[ZC_ROLE_NAME] : NULL;
    return name ? zc_state_value(&state, name->field) : (struct zc_str){ 0 };
}

static void put_json(struct list *list, const struct zc_dup_pair *pair, const char *a,
                     const char *b)
{
    zc_buf_printf(&list->line,
                  "{\"id_a\":\"%s\",\"id_b\":\"%s\",\"tier\":%d,\"score\":%.2f,\"evidence\":", a, b,
                  pair->dup.tier, pair->dup.score);
    zc_json_put(&list->line, zc_buf_str(&list->words));
    if (pair->cluster > 0)
        zc_buf_printf(&list->line, ",\"cluster\":%u", pair->cluster);
    zc_buf_char(&list->line, '}');
}

/* People see the names; the columns of CSV are fixed. */
static void put_cells(struct list *list, const struct zc_dup_pair *pair, const char *a,
                      const char *b)
{
    char tier[12], score[12];
    snprintf(tier, sizeof tier, "%d", pair->dup.tier);
    snprintf(score, sizeof score, "%.2f", pair->dup.score);
    const struct zc_str cells[] = { zc_str_of(a), zc_str_of(b), zc_str_of(tier), zc_str_of(score),
                                    zc_buf_str(&list->words) };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        zc_print_cell(&list->line, list->how, cells[i], i == 0);
    if (list->how != ZC_PRINT_TEXT)
        return;
    zc_print_cell(&list->line, list->how, name_of(list, pair->a), false);
    zc_print_cell(&list->line, list->how, name_of(list, pair->b), false);
}

static void print_pair(struct list *list, const struct zc_dup_pair *pair)
{
    char a[ZC_RID_TEXT + 1], b[ZC_RID_TEXT + 1];
    zc_rid_print(pair->a, a);
    zc_rid_print(pair->b, b);
    zc_arena_reset(&list->arena);
    zc_buf_reset(&list->line);
    zc_buf_reset(&list->words);
    zc_dup_words(&pair->dup, &list->words);
    if (list->how == ZC_PRINT_JSON)
        put_json(list, pair, a, b);
    else
        put_cells(list, pair, a, b);
    zc_print_text(zc_buf_str(&list->line));
    putchar('\n');
}

static bool print_pairs(struct list *list, const struct zc_dup_list *pairs, struct zc_err *err)
{
    if (!(list->txn = zc_txn_begin(list->survey->store, ZC_TXN_READ, err)))
        return false;
    if (list->how == ZC_PRINT_CSV)
        puts("id_a,id_b,tier,score,evidence");
    for (size_t i = 0; i < pairs->n; i++)
        print_pair(list, &pairs->all[i]);
    zc_txn_abort(list->txn);
    zc_buf_release(&list->line);
    zc_buf_release(&list->words);
    zc_arena_release(&list->arena);
    return true;
}

static bool find_of_record(struct zc_survey *survey, const char *id, int worst,
                           struct zc_dup_list *out, struct zc_err *err)
{
    struct zc_rid rid;
    struct zc_txn *txn = zc_survey_find(survey, zc_str_of(id), &rid, err)
                             ? zc_txn_begin(survey->store, ZC_TXN_READ, err)
                             : NULL;
    bool ok = txn && zc_dup_of_record(txn, rid, worst, out, err);
    zc_txn_abort(txn);
    zc_dup_list_sort(out);
    return ok;
}

/* `id` NULL: of the whole ledger. */
static int list_dups(const struct zc_cmd_env *env, const char *id, int worst, enum zc_print how)
{
    struct list list = { .how = how };
    struct zc_dup_list of_record = { 0 };
    struct zc_dup_job *job = NULL;
    struct zc_err err = { 0 };
    const struct zc_dup_list *pairs = &of_record;
    bool ok = (list.survey = zc_survey_open(env->store, true, &env->clock, &err)) != NULL;
    if (ok && id) {
        ok = find_of_record(list.survey, id, worst, &of_record, &err);
    } else if (ok) {
        job = zc_dup_job_new(list.survey, worst);
        ok = zc_job_run(&job->job, ZC_T("比对", "comparing"), env->quiet, &err);
        pairs = zc_dup_scan_pairs(job->scan);
    }
    ok = ok && print_pairs(&list, pairs, &err);
    int status = !ok ? ZC_EXIT_FAILED : pairs->n > 0 ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
    zc_job_free(job ? &job->job : NULL);
    zc_dup_list_release(&of_record);
    zc_survey_close(list.survey);
    return ok ? status : zc_cmd_fail(&err);
}

static bool decide(struct zc_survey *survey, const char *id, struct zc_review *what,
                   const char *other, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state shown;
    struct zc_rid rid;
    bool ok = (!other || zc_survey_find(survey, zc_str_of(other), &what->other, err)) &&
              zc_survey_find(survey, zc_str_of(id), &rid, err) &&
              zc_survey_state(survey, rid, &arena, &shown, err) &&
              zc_review_act(survey, &shown, what, err);
    zc_arena_release(&arena);
    return ok;
}

static int run_act(const struct zc_cmd_env *env, struct zc_review *what, const char *id,
                   const char *other)
{
    struct zc_err err = { 0 };
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    bool ok = survey && decide(survey, id, what, other, &err);
    if (ok)
        zc_cmd_say(env, "%s  %s", id, zc_text_get(zc_act_label(what->act)));
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

int zc_cmd_dups(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *reason = zc_opt_value(&argc, argv, "--reason");
    const char *tier = zc_opt_value(&argc, argv, "--tier");
    enum zc_print how = zc_print_option(&argc, argv);
    struct zc_review what = { .reason = zc_str_of(reason) };
    uint64_t worst = ZC_DUP_OFFERED;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (tier && (!zc_str_to_u64(zc_str_of(tier), &worst) || worst >= ZC_DUP_TIERS))
        return zc_cmd_usage(ZC_T("--tier“%s”应为0到%d", "--tier is 0 to %2$d, not '%1$s'"), tier,
                            ZC_DUP_TIERS - 1);
    bool act = argc > 1 && zc_act_parse(zc_str_of(argv[1]), &what.act) && what.act >= ZC_ACT_LINK;
    if (!act && argc <= 2)
        return list_dups(env, argc == 2 ? argv[1] : NULL, (int)worst, how);
    if (!act || argc != (what.act == ZC_ACT_UNLINK ? 3 : 4))
        return zc_cmd_usage(ZC_T(
            "用法：zaoce dups [编号] | link 编号 保留的编号 | unlink 编号 | distinct 编号 编号",
            "usage: zaoce dups [ID] | link ID SURVIVOR | unlink ID | distinct ID ID"));
    return run_act(env, &what, argv[2], argc == 4 ? argv[3] : NULL);
}

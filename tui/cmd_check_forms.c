#include "tui/cmd.h"
#include "tui/survey.h"
#include <stdio.h>

/* check --forms: every visible record is put through its form as it is today. One line for each
 * that has a problem, tab separated: id, field, message, and how many more there are. */

struct pass {
    struct zc_survey *survey;
    struct zc_fill *fill; /* of the record before, used again */
    struct zc_arena record, check;
    uint64_t records, problems;
};

/* Nobody says of a draft or of an unvisited seed that it is complete. */
static bool is_problem(const struct zc_state *state, const struct zc_point *point)
{
    bool open = state->status == ZC_STATUS_DRAFT || state->status == ZC_STATUS_SEED;

    return !open || (point->issue != ZC_ISSUE_REQUIRED && point->issue != ZC_ISSUE_WARNING);
}

static void print_problem(const struct zc_state *state, const struct zc_point *point, uint32_t more,
                          struct zc_arena *arena)
{
    char rid[ZC_RID_TEXT + 1];

    zc_rid_print(state->rid, rid);
    printf("%s\t", rid);
    zc_print_text(zc_fill_path(point->node, arena));
    putchar('\t');
    zc_print_text(point->message);
    if (more)
        printf("\t+%u", more);
    putchar('\n');
}

static void check_record(struct pass *pass, const struct zc_state *state)
{
    const struct zc_point *first = NULL;
    struct zc_fill_check check;
    uint32_t n = 0;

    pass->fill = zc_survey_refill(pass->survey, pass->fill, state);
    if (!pass->fill)
        return;
    zc_arena_reset(&pass->check);
    zc_fill_check(pass->fill, &pass->check, &check);
    for (uint32_t i = 0; i < check.npoints; i++)
        if (is_problem(state, &check.points[i]) && n++ == 0)
            first = &check.points[i];
    pass->records++;
    pass->problems += first != NULL;
    if (first)
        print_problem(state, first, n - 1, &pass->check);
}

static bool check_form(struct pass *pass, struct zc_txn *txn, const struct zc_form *form,
                       struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL, .form = form->id };
    struct zc_view *view = zc_view_open(txn, &spec, err);
    struct zc_state state;
    struct zc_rid rid;
    bool ok = view != NULL, found;

    for (bool more = ok && zc_view_first(view, &rid); ok && more; more = zc_view_next(view, &rid)) {
        zc_arena_reset(&pass->record);
        ok = zc_record_get(txn, rid, &pass->record, &state, &found, err);
        if (ok && found)
            check_record(pass, &state);
    }
    zc_view_close(view);
    return ok;
}

int zc_cmd_check_forms(const struct zc_cmd_env *env)
{
    struct zc_err err = { 0 };
    struct pass pass = { .survey = zc_survey_open(env->store, true, &env->clock, &err) };
    struct zc_txn *txn = pass.survey ? zc_txn_begin(pass.survey->store, ZC_TXN_READ, &err) : NULL;
    bool ok = txn != NULL;

    for (uint32_t i = 0; ok && i < pass.survey->pack->nforms; i++)
        ok = check_form(&pass, txn, pass.survey->pack->forms[i], &err);
    zc_txn_abort(txn);
    if (ok)
        printf("records=%llu problems=%llu\n", (unsigned long long)pass.records,
               (unsigned long long)pass.problems);
    zc_fill_free(pass.fill);
    zc_survey_close(pass.survey);
    zc_arena_release(&pass.record);
    zc_arena_release(&pass.check);
    if (!ok)
        return zc_cmd_fail(&err);
    return pass.problems ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
}

#include "tui/give_out.h"
#include "core/alloc.h"
#include "core/text.h"
#include "forms/intake.h"
#include "storage/revs.h"
#include <stdlib.h>
#include <string.h>

/* Which records */

struct rids {
    struct zc_rid *all; /* ascending */
    size_t n, cap;
};
struct giving {
    struct zc_survey *survey;
    const struct zc_give *give;
    bool chosen; /* only those of `rids` */
    struct rids rids;
    struct zc_rid rid; /* of `fill` */
    struct zc_fill *fill;
    struct zc_rid worded; /* of `intake` */
    struct zc_intake *intake;
};

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

static bool keep(void *ctx, const struct zc_state *state)
{
    const struct giving *g = ctx;
    if (g->give->no_drafts && state->status == ZC_STATUS_DRAFT)
        return false;
    return !g->chosen || (g->rids.n > 0 && bsearch(&state->rid, g->rids.all, g->rids.n,
                                                   sizeof state->rid, cmp_rid) != NULL);
}

/* Made by this store, behind what has been given. As long as nothing has, all is news: a restored
 * store is a new device, and may hold what it made as the one before and never gave. */
static bool is_news(const struct zc_rev *revs, size_t n, const char *dev, uint64_t given)
{
    uint64_t number;
    if (given == 0)
        return true;
    for (size_t i = 0; i < n; i++)
        if (zc_str_is(zc_rev_attr(&revs[i], "dev"), dev) &&
            zc_str_to_u64(zc_rev_attr(&revs[i], "n"), &number) && number > given)
            return true;
    return false;
}

static bool find_changes(struct giving *g, struct zc_txn *txn, struct zc_err *err)
{
    const char *dev = zc_store_identity(g->survey->store)->dev;
    uint64_t given = zc_local_numbers(txn).given;
    struct zc_arena arena = { 0 };
    struct zc_rid rid = { 0 };
    bool ok = true;
    while (ok && zc_revs_next(txn, rid, &rid)) {
        struct zc_rev *revs;
        size_t n;
        zc_arena_reset(&arena);
        ok = zc_revs_borrow(txn, rid, &arena, &revs, &n, err);
        if (!ok || !is_news(revs, n, dev, given))
            continue;
        g->rids.all = zc_grow(g->rids.all, g->rids.n, &g->rids.cap, sizeof *g->rids.all);
        g->rids.all[g->rids.n++] = rid;
    }
    zc_arena_release(&arena);
    return ok;
}

/* *upto: changes made here that the file will have, if it has all. */
static bool choose_records(struct giving *g, uint64_t *upto, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(g->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    *upto = ok ? zc_local_numbers(txn).n : 0;
    g->chosen = g->give->range != ZC_GIVE_ALL;
    if (ok && g->give->range == ZC_GIVE_CHANGES)
        ok = find_changes(g, txn, err);
    for (size_t i = 0; ok && g->give->range == ZC_GIVE_SOME && i < g->give->nsome; i++) {
        g->rids.all = zc_grow(g->rids.all, g->rids.n, &g->rids.cap, sizeof *g->rids.all);
        g->rids.all[g->rids.n++] = g->give->some[i];
    }
    zc_txn_abort(txn);
    return ok;
}

/* Tables */

/* A choice in words, where reading them back gives the same choice. */
static struct zc_str in_words(struct giving *g, const struct zc_question *q,
                              const struct zc_state *state, struct zc_arena *arena)
{
    const struct zc_form *form = g->give->form;
    struct zc_str value = zc_state_value(state, q->field), back;
    struct zc_str words = zc_question_shown(q, value, zc_form_lang(form), arena);
    if (zc_str_eq(words, value))
        return value;
    if (!g->intake)
        g->intake = zc_intake_new(form, &g->survey->fill_env);
    if (!zc_rid_eq(g->worded, state->rid))
        zc_intake_begin_on(g->intake, state);
    g->worded = state->rid;
    bool same = zc_intake_read(g->intake, q, words, arena, &back, NULL) == ZC_TAKEN &&
                zc_str_eq(back, value);
    zc_intake_assume(g->intake, q, value);
    return same ? words : value;
}

static bool is_worded(const struct giving *g, const struct zc_question *q)
{
    return g->give->labels && q->kept && q->list && zc_type_is_select(q->type);
}

/* A column that is not stored as it is shown: covered, in words, or calculated by the form. */
static struct zc_str shown(void *ctx, const struct zc_state *state, struct zc_str name,
                           struct zc_arena *arena)
{
    struct giving *g = ctx;
    const struct zc_question *q = zc_form_field(g->give->form, name);
    if (q && is_worded(g, q))
        return in_words(g, q, state, arena);
    if (q && q->kept)
        return zc_text_covered(zc_state_value(state, name), arena);
    if (!g->fill || !zc_rid_eq(g->rid, state->rid)) {
        g->fill = zc_survey_refill(g->survey, g->fill, state);
        g->rid = state->rid;
    }
    struct zc_node *node = g->fill ? zc_fill_node(g->fill, name) : NULL;
    return node ? zc_fill_shown(g->fill, node, arena) : (struct zc_str){ 0 };
}

static bool give_table(struct giving *g, const char *path, struct zc_export_report *report,
                       struct zc_err *err)
{
    const struct zc_form *form = g->give->form;
    struct zc_arena arena = { 0 };
    struct zc_table_column *columns = ZC_NEW(&arena, struct zc_table_column, form->nquestions + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (!zc_type_has_answer(q->type) || q->repeat)
            continue;
        columns[n++] = (struct zc_table_column){
            .name = q->field,
            .label = zc_question_label(form, q, zc_form_lang(form), &arena),
            .calculated = !q->kept,
            .masked = q->kept && g->give->mask_phone && q->role == ZC_ROLE_PHONE,
            .worded = is_worded(g, q),
        };
    }
    struct zc_table_options options = { .form = form->id,
                                        .ncolumns = n,
                                        .columns = columns,
                                        .gb18030 = g->give->gb18030,
                                        .watch = g->give->watch,
                                        .ctx = g,
                                        .keep = keep,
                                        .value = shown };
    bool ok = zc_export_table(g->survey->store, &options, path, report, err);
    zc_fill_free(g->fill);
    zc_intake_free(g->intake);
    zc_arena_release(&arena);
    return ok;
}

static bool give_exchange(struct giving *g, const char *path, struct zc_export_report *report,
                          struct zc_err *err)
{
    struct zc_export_options options = {
        .form = g->give->form ? g->give->form->id : (struct zc_str){ 0 },
        .ctx = g,
        .keep = g->chosen || g->give->no_drafts ? keep : NULL,
        .watch = g->give->watch,
    };
    return zc_export_exchange(g->survey->store, &options, path, report, err);
}

/* What is not exported is counted from here on. */
static bool note_given(struct zc_survey *survey, uint64_t upto, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    return txn && zc_txn_end(txn, zc_local_given(txn, upto, err), err);
}

bool zc_give_out(struct zc_survey *survey, const struct zc_give *give, const char *path,
                 struct zc_export_report *report, struct zc_err *err)
{
    struct giving g = { .survey = survey, .give = give };
    uint64_t upto = 0;
    bool ok = choose_records(&g, &upto, err) &&
              (give->kind == ZC_GIVE_TABLE ? give_table(&g, path, report, err)
                                           : give_exchange(&g, path, report, err));
    bool whole = give->kind == ZC_GIVE_EXCHANGE && give->range != ZC_GIVE_SOME && !give->form &&
                 !give->no_drafts && strcmp(path, "-") != 0;
    if (ok && whole && !zc_store_is_readonly(survey->store))
        ok = note_given(survey, upto, err);
    zc_free(g.rids.all);
    return ok;
}

/* Names */

void zc_give_out_name(const struct zc_survey *survey, enum zc_give_kind kind, uint64_t number,
                      struct zc_buf *out)
{
    struct zc_buf time = { 0 };
    struct zc_str shape = number > 0 ? ZC_STR("%Y%m%d-%H%M") : ZC_STR("%Y%m%d-%H%M%S");
    zc_date_format(zc_clock_moment(&survey->clock), shape, ZC_LANG_EN, &time);
    zc_buf_printf(out, "%.*s-g%u-%s", ZC_ARG(survey->pack->id), zc_survey_group(survey),
                  zc_buf_cstr(&time));
    if (number > 0)
        zc_buf_printf(out, "-%04llu", (unsigned long long)number);
    zc_buf_text(out, kind == ZC_GIVE_TABLE ? ".csv" : ".zc1.csv");
    zc_buf_release(&time);
}

bool zc_give_out_number(struct zc_survey *survey, uint64_t *number, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    return txn && zc_txn_end(txn, zc_local_next_export(txn, number, err), err);
}

#include "tui/check_view_impl.h"
#include "tui/rid_list.h"
#include <stdlib.h>

/* Which records are checked: those that wait for the person at work, or a sample. */

static int by_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

/* Doubtful ones first (DOMAIN.md 7.1), else form by form, status by status. */
static void doubtful_first(struct zc_check_view *view, const struct zc_rid_list *all,
                           struct zc_rid_list *doubtful)
{
    struct zc_rid *order = ZC_NEW(&view->list, struct zc_rid, all->n + 1);
    size_t n = 0;
    zc_rid_list_order(doubtful);
    for (int first = 1; first >= 0; first--)
        for (size_t i = 0; i < all->n; i++)
            if (zc_rid_list_has(doubtful, all->rids[i]) == first)
                order[n++] = all->rids[i];
    view->rids = order;
    view->nrids = n;
}

static bool add_waiting(struct zc_check_view *view, struct zc_txn *txn, const struct zc_form *form,
                        struct zc_rid_list *all, struct zc_rid_list *doubtful, struct zc_err *err)
{
    enum zc_rank rank = view->survey->person.role;
    struct zc_view_spec spec = { .kind = ZC_VIEW_QUEUE, .form = form->id, .arg = ZC_STR("doubt") };
    bool ok = zc_rid_list_add_view(doubtful, txn, &spec, err);
    spec.kind = ZC_VIEW_STATUS;
    /* A worker looks at what waits for his leader. */
    const char *const *status = zc_review_waiting(rank < ZC_RANK_LEADER ? ZC_RANK_LEADER : rank);
    for (; ok && *status; status++) {
        spec.arg = zc_str_of(*status);
        ok = zc_rid_list_add_view(all, txn, &spec, err);
    }
    return ok;
}

static bool load_waiting(struct zc_check_view *view, struct zc_txn *txn, struct zc_err *err)
{
    const struct zc_pack *pack = view->survey->pack;
    struct zc_rid_list all = { 0 }, doubtful = { 0 };
    bool ok = true;
    for (uint32_t i = 0; ok && i < pack->nforms; i++)
        if (pack->forms[i]->in_ledger || pack->nforms == 1)
            ok = add_waiting(view, txn, pack->forms[i], &all, &doubtful, err);
    if (ok)
        doubtful_first(view, &all, &doubtful);
    zc_rid_list_release(&all);
    zc_rid_list_release(&doubtful);
    return ok;
}

static bool mark_done(void *ctx, const struct zc_recheck *recheck, struct zc_err *err)
{
    struct zc_check_view *view = ctx;
    (void)err;
    if (!zc_str_eq(recheck->batch, view->batch.name))
        return true;
    const struct zc_rid *at =
        bsearch(&recheck->unit, view->rids, view->nrids, sizeof *view->rids, by_rid);
    if (at && !view->done[at - view->rids]) {
        view->done[at - view->rids] = true;
        view->ndone++;
    }
    return true;
}

static bool load_sample(struct zc_check_view *view, struct zc_err *err)
{
    if (!zc_batch_load(view->survey, &view->list, &view->batch, err))
        return false;
    view->rids = view->batch.rids;
    view->nrids = view->batch.n;
    view->done = ZC_NEW(&view->list, bool, view->nrids + 1);
    return zc_recheck_each(view->survey, mark_done, view, err);
}

bool check_list_load(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_txn *txn;
    bool ok = true;
    if (view->source != ZC_CHECK_CHOSEN) {
        zc_arena_reset(&view->list);
        view->batch = (struct zc_batch){ 0 };
        view->done = NULL;
        view->nrids = view->ndone = 0;
    }
    if (view->source == ZC_CHECK_SAMPLE && !load_sample(view, err))
        return false;
    if (!(txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err)))
        return false;
    if (view->source == ZC_CHECK_WAITING)
        ok = load_waiting(view, txn, err);
    view->number = zc_txn_number(txn);
    zc_txn_abort(txn);
    return ok;
}

bool check_list_follow(struct zc_check_view *view, struct zc_err *err)
{
    if (view->source == ZC_CHECK_WAITING)
        return check_list_load(view, err);
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    if (txn)
        view->number = zc_txn_number(txn);
    zc_txn_abort(txn);
    return txn != NULL;
}

size_t check_list_place(const struct zc_check_view *view, struct zc_rid rid)
{
    size_t at = 0;
    while (at < view->nrids && !zc_rid_eq(view->rids[at], rid))
        at++;
    return at;
}

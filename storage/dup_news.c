#include "storage/dup_news.h"
#include "core/alloc.h"
#include "storage/store_impl.h"
#include <stdlib.h>
#include <string.h>

void zc_dup_news_release(struct zc_dup_news *news)
{
    zc_dup_list_release(&news->before);
    zc_free(news->touched);
    *news = (struct zc_dup_news){ 0 };
}

static int cmp_ids(const void *a, const void *b)
{
    const struct zc_dup_pair *left = a, *right = b;
    int order = zc_rid_cmp(left->a, right->a);
    return order ? order : zc_rid_cmp(left->b, right->b);
}

/* The smaller id first, so that a pair is known from both ends. */
static struct zc_dup_pair ordered(struct zc_dup_pair pair)
{
    struct zc_rid a = pair.a;
    if (zc_rid_cmp(a, pair.b) > 0) {
        pair.a = pair.b;
        pair.b = a;
    }
    return pair;
}

bool zc_dup_news_before(struct zc_dup_news *news, struct zc_txn *txn, struct zc_rid rid,
                        struct zc_err *err)
{
    size_t from = news->before.n;
    bool ok = zc_dup_of_record(txn, rid, ZC_DUP_PROBABLE, &news->before, err);
    for (size_t i = from; i < news->before.n; i++)
        news->before.all[i] = ordered(news->before.all[i]);
    news->sorted = news->sorted && from == news->before.n;
    return ok;
}

void zc_dup_news_touch(struct zc_dup_news *news, struct zc_rid rid, bool was_here)
{
    news->touched = zc_grow(news->touched, news->n, &news->cap, sizeof *news->touched);
    news->touched[news->n++] = (struct zc_dup_touched){ rid, was_here, false };
}

static bool is_new(struct zc_dup_news *news, const struct zc_dup_list *now)
{
    struct zc_dup_list *before = &news->before;
    if (!news->sorted && before->n > 1)
        qsort(before->all, before->n, sizeof *before->all, cmp_ids);
    news->sorted = true;
    for (size_t i = 0; i < now->n; i++) {
        struct zc_dup_pair pair = ordered(now->all[i]);
        if (before->n == 0 || !bsearch(&pair, before->all, before->n, sizeof *before->all, cmp_ids))
            return true;
    }
    return false;
}

static int cmp_touched(const void *a, const void *b)
{
    return zc_rid_cmp(((const struct zc_dup_touched *)a)->rid,
                      ((const struct zc_dup_touched *)b)->rid);
}

static void mark(void *ctx, struct zc_rid rid)
{
    struct zc_dup_news *news = ctx;
    struct zc_dup_touched key = { .rid = rid };
    struct zc_dup_touched *found =
        bsearch(&key, news->touched, news->n, sizeof *news->touched, cmp_touched);
    if (found)
        found->shares = true;
}

/* A large import: one walk over the index tells which records share a key at all. A small one is
 * looked up record by record. */
static void find_sharing(struct zc_dup_news *news, struct zc_txn *txn)
{
    enum { FEW = 1000, PART = 20 };
    bool walk = news->n > FEW && news->n > zc_kv_entries(txn, ZC_DB_STATE) / PART;
    for (size_t i = 0; i < news->n; i++)
        news->touched[i].shares = !walk;
    if (!walk)
        return;
    qsort(news->touched, news->n, sizeof *news->touched, cmp_touched);
    zc_dup_each_sharing(txn, mark, news);
}

bool zc_dup_news_settle(struct zc_dup_news *news, struct zc_store *store, uint64_t *new_records,
                        uint64_t *changed, uint64_t *dup, struct zc_err *err)
{
    struct zc_dup_list now = { 0 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    if (ok)
        find_sharing(news, txn);
    for (size_t i = 0; i < news->n && ok; i++) {
        const struct zc_dup_touched *touched = &news->touched[i];
        now.n = 0;
        ok = !touched->shares || zc_dup_of_record(txn, touched->rid, ZC_DUP_PROBABLE, &now, err);
        if (ok && is_new(news, &now)) {
            --*(touched->was_here ? changed : new_records);
            ++*dup;
        }
    }
    zc_dup_list_release(&now);
    zc_txn_abort(txn);
    return ok;
}

bool zc_dup_news_foresee(struct zc_dup_news *news, struct zc_txn *txn, const struct zc_state *state,
                         bool *is, struct zc_err *err)
{
    struct zc_dup_list now = { 0 };
    struct zc_unit unit;
    bool ok = true;
    if (!state->deleted && !zc_rid_is_set(state->dup_of) && zc_dup_unit(txn, state, &unit))
        ok = zc_dup_near(txn, state->form, &unit, state->rid, ZC_DUP_PROBABLE, &now, err);
    *is = ok && is_new(news, &now);
    zc_dup_list_release(&now);
    return ok;
}

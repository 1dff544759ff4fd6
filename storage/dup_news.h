#pragma once
#include "storage/dup_index.h"

/* What an import brings that may be a duplicate (CLI.md 3: `dup`): records that it made or changed
 * and that have a candidate of tier 0 to ZC_DUP_PROBABLE which they did not have before. A zeroed
 * struct is ready for use. */

struct zc_dup_touched {
    struct zc_rid rid;
    bool was_here, shares;
};
struct zc_dup_news {
    struct zc_dup_list before; /* pairs that changed records had */
    bool sorted;
    struct zc_dup_touched *touched;
    size_t n, cap;
};
void zc_dup_news_release(struct zc_dup_news *news);

/* To be called before a record that is in the store is changed for the first time. */
bool zc_dup_news_before(struct zc_dup_news *news, struct zc_txn *txn, struct zc_rid rid,
                        struct zc_err *err);
/* A record that counts as new or as changed; each once. */
void zc_dup_news_touch(struct zc_dup_news *news, struct zc_rid rid, bool was_here);
/* In the end, when all are in, outside a transaction: those of the touched that have a new
 * candidate are taken from *new_records and *changed and added to *dup. */
bool zc_dup_news_settle(struct zc_dup_news *news, struct zc_store *store, uint64_t *new_records,
                        uint64_t *changed, uint64_t *dup, struct zc_err *err);
/* Without writing: has this state, as it would be, a new candidate among the records of the store?
 * zc_dup_news_before comes before it all the same. */
bool zc_dup_news_foresee(struct zc_dup_news *news, struct zc_txn *txn, const struct zc_state *state,
                         bool *is, struct zc_err *err);

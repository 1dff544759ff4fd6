#pragma once
#include "core/state.h"
#include "storage/store.h"

/* Counters (计数): kept by every commit, so that home paints without a scan. All count visible
 * records, but those of the queues void and other. The program adds them up by groups and
 * streets (it knows the areas); the store only knows the text of the area field. */

struct zc_tally_key {
    struct zc_str form;
    struct zc_str area; /* value of the form's area field, its parent_area when empty */
    unsigned group;     /* `.g` of the first revision; 0: none (a row of a list) */
    enum zc_status status;
    bool seed;     /* one of its revisions came from a list */
    bool conflict; /* some data field is in conflict */
};
/* Calls `each` for every counter that is not zero. */
bool zc_count_each(struct zc_txn *txn,
                   bool (*each)(void *ctx, const struct zc_tally_key *key, uint64_t count),
                   void *ctx, struct zc_err *err);
/* First submissions a day: day = days since 1970 of the local date in `.at`. */
bool zc_count_each_day(struct zc_txn *txn, int64_t from_day, int64_t to_day,
                       bool (*each)(void *ctx, struct zc_str form, struct zc_str area,
                                    unsigned group, int64_t day, uint64_t count),
                       void *ctx, struct zc_err *err);
/* Length of a queue (names: view.h); form "" = all. */
uint64_t zc_count_queue(struct zc_txn *txn, struct zc_str form, struct zc_str queue);
uint64_t zc_count_conflicts(struct zc_txn *txn); /* data fields in conflict, over all records */
/* Revisions made here since the last export (未导出改动). */
uint64_t zc_count_unexported(struct zc_txn *txn);

#pragma once
#include "core/state.h"
#include "storage/store.h"

/* Counters (计数): kept by every commit, so that home paints without a scan. All count visible
 * records, but those of the queues void and other. The program adds them up by groups and
 * streets (it knows the areas); the store only knows the text of the area field. */

/* How far a record of the survey's walk is (DOMAIN.md 7.2, 7.3): by the answer to the question that
 * its form names as outcome. */
enum zc_walk {
    ZC_WALK_NONE,  /* records of this form are not walked to */
    ZC_WALK_OPEN,  /* nobody was there */
    ZC_WALK_AGAIN, /* somebody was, and has to come again */
    ZC_WALK_DONE
};
enum zc_walk zc_walk_of(const struct zc_index_walk *plan, const struct zc_state *state);
/* The plan's part about a form, empty where it knows none. Lives until the next plan. */
const struct zc_index_walk *zc_walk_plan(struct zc_txn *txn, struct zc_str form);

struct zc_tally_key {
    struct zc_str form;
    struct zc_str area; /* value of the form's area field, its parent_area when empty */
    unsigned group;     /* `.g` of the first revision; 0: none (a row of a list) */
    enum zc_status status;
    bool seed;     /* one of its revisions came from a list */
    bool conflict; /* some data field is in conflict */
    enum zc_walk walk;
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
/* Records by the day that they say somebody was there. */
bool zc_count_each_visit(struct zc_txn *txn,
                         bool (*each)(void *ctx, struct zc_str form, struct zc_str area,
                                      unsigned group, int64_t day, uint64_t count),
                         void *ctx, struct zc_err *err);
/* Finished work by its first author: records of a form in an area that are submitted or higher and,
 * where they are walked to, need no second visit; a door that was walked without being filled in
 * counts too. `day` is that of the first submission, else of the last change. */
bool zc_count_each_finished(struct zc_txn *txn, struct zc_str form, struct zc_str area,
                            bool (*each)(void *ctx, struct zc_str by, int64_t day, uint64_t count),
                            void *ctx, struct zc_err *err);
/* Length of a queue (names: view.h); form "" = all. */
uint64_t zc_count_queue(struct zc_txn *txn, struct zc_str form, struct zc_str queue);
uint64_t zc_count_conflicts(struct zc_txn *txn); /* data fields in conflict, over all records */
/* Revisions made here since the last export (未导出改动). */
uint64_t zc_count_unexported(struct zc_txn *txn);

#pragma once
#include "core/fold.h"
#include "storage/record.h"

/* Building (整建): filling a store that has no records, and making everything derived again. Views
 * and counters of single records lie all over their tables; put one by one they cost several times
 * what they cost in key order. So first only revisions, states and links are put, and at the end
 * views and counters are made in one go from the states, sorted and appended.
 *
 * Between, `plan` in meta holds a mark: a store that is found with it (killed on the way) counts as
 * one with another plan and is rebuilt at opening. The mark is this building's own: when another
 * program rebuilds the store meanwhile, it is gone, and so is the need to go on. */

struct zc_building {
    char mark[32];
    struct zc_arena arena; /* one record; released by zc_building_finish */
};

/* Sets a building up, in a write transaction; the derived databases may hold anything, they will be
 * made again. */
bool zc_building_begin(struct zc_building *building, struct zc_txn *txn, struct zc_err *err);
/* False when the mark is gone: from then on records are refreshed one by one. */
bool zc_building_holds(const struct zc_building *building, struct zc_txn *txn);
/* State and links of a record; fastest in ascending order of records. `revs`: all revisions of a
 * record that had none; NULL: they are read. *nconflicts (may be NULL): fields in conflict. */
bool zc_building_put(struct zc_building *building, struct zc_txn *txn, struct zc_rid rid,
                     const struct zc_rev *revs, size_t n, uint32_t *nconflicts, struct zc_err *err);
/* Gives up: the store is rebuilt when it is opened next. */
void zc_building_drop(struct zc_building *building);
/* Flags between linked records, views, counters; in transactions of its own. What other programs
 * save meanwhile is taken along. */
bool zc_building_finish(struct zc_building *building, struct zc_store *store, struct zc_err *err);

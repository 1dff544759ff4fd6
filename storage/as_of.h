#pragma once
#include "storage/record.h"

/* Records as they were on a day (截至某日). A revision counts when its own `.at` and those of all
 * its ancestors are not later than the end of the day: the set is closed under parents, and the
 * same everywhere. A revision without a time counts from the beginning. Source: MERGE.md 13.
 *
 * Flags and visibility that depend on other records are those of the record alone: links are
 * followed as of today. */

/* End of a day in the zone `offset_min`, as milliseconds since 1970. */
int64_t zc_as_of_end(int64_t day, int offset_min);
/* State of a record at a moment, texts in `arena`; *found = false: it was not there yet. */
bool zc_as_of_get(struct zc_txn *txn, struct zc_rid rid, int64_t until_ms, struct zc_arena *arena,
                  struct zc_state *out, bool *found, struct zc_err *err);

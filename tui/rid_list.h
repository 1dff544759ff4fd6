#pragma once
#include "storage/view.h"

/* A list of records by their ids: a queue that a screen walks while records come and go. The ids
 * lie in an arena of the caller. */

struct zc_rid_list {
    struct zc_arena *arena;
    struct zc_rid *rids;
    size_t n, cap;
};

void zc_rid_list_add(struct zc_rid_list *list, struct zc_rid rid);
/* All records of a view, in its order. */
bool zc_rid_list_add_view(struct zc_rid_list *list, struct zc_txn *txn,
                          const struct zc_view_spec *spec, struct zc_err *err);

#pragma once
#include "storage/view.h"

/* Lists of record ids: what a list on the screen keeps of the ledger, 16 bytes a record. A zeroed
 * one is empty. As a set it is ascending without repetition: zc_rid_list_order makes it one. */

struct zc_rid_list {
    struct zc_rid *rids;
    size_t n, cap;
};
void zc_rid_list_release(struct zc_rid_list *list);
void zc_rid_list_add(struct zc_rid_list *list, struct zc_rid rid); /* at the end */
/* All records of a view, in its order. */
bool zc_rid_list_add_view(struct zc_rid_list *list, struct zc_txn *txn,
                          const struct zc_view_spec *spec, struct zc_err *err);
/* The ids in `arena`; the list is empty afterwards. */
struct zc_rid *zc_rid_list_take(struct zc_rid_list *list, struct zc_arena *arena);
/* Sets */
void zc_rid_list_order(struct zc_rid_list *list);
bool zc_rid_list_has(const struct zc_rid_list *set, struct zc_rid rid);
/* Puts a member in or takes it out; true when it is in afterwards. */
bool zc_rid_list_toggle(struct zc_rid_list *set, struct zc_rid rid);

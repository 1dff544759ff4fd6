#pragma once
#include "core/dup.h"
#include "storage/record.h"

/* Records that may describe the same unit as another (疑似重复): found by the index of meeting
 * points, which every commit keeps. Each visible record of a form whose plan names the fields of
 * a unit stands under its blocking keys (core/unit.h); those under one key are compared. Of a
 * field in conflict the provisional value counts. Pairs of different forms are none; a decision
 * "not the same" (_distinct) and a link (_dup_of) end a pair for good.
 *
 * The whole ledger: dup_scan.h. */

struct zc_dup_pair {
    struct zc_rid a, b;
    struct zc_dup dup;
    uint32_t cluster; /* 0: not looked for */
};
struct zc_dup_list {
    struct zc_dup_pair *all;
    size_t n, cap;
};
void zc_dup_list_release(struct zc_dup_list *list);
void zc_dup_list_add(struct zc_dup_list *list, const struct zc_dup_pair *pair);
/* As zc_dup_list_sort, but pairs that hang together (A with B, B with C) stand side by side where
 * the best of them belongs, and have the same `cluster`, counted from 1. */
void zc_dup_list_cluster(struct zc_dup_list *list);
/* By tier, then by score with the highest first, then by ids. */
void zc_dup_list_sort(struct zc_dup_list *list);

/* The unit that a state describes; its name lives until the next unit is made in this store. False
 * when its form has no fields for one. */
bool zc_dup_unit(struct zc_txn *txn, const struct zc_state *state, struct zc_unit *out);
/* The same from texts that are in no record yet. */
void zc_dup_unit_of(struct zc_txn *txn, const struct zc_unit_text *text, struct zc_unit *out);

/* Adds the records of the form that the unit may be, as pairs of `self` (any id, left out itself)
 * and the other, up to tier `worst`. For tiers up to ZC_DUP_PROBABLE fewer keys are walked. A key
 * under which more than ZC_DUP_BLOCK_MAX records stand is left out. */
bool zc_dup_near(struct zc_txn *txn, struct zc_str form, const struct zc_unit *unit,
                 struct zc_rid self, int worst, struct zc_dup_list *out, struct zc_err *err);
/* The same for a record as it is stored; nothing when it is not visible. */
bool zc_dup_of_record(struct zc_txn *txn, struct zc_rid rid, int worst, struct zc_dup_list *out,
                      struct zc_err *err);
/* Visible records of the form whose name is this one but for place, brackets and legal form. */
bool zc_dup_named(struct zc_txn *txn, struct zc_str form, struct zc_str name, struct zc_rid *out,
                  size_t max, size_t *n, struct zc_err *err);
/* Has somebody decided that the two are not the same? */
bool zc_dup_is_distinct(struct zc_txn *txn, struct zc_rid a, struct zc_rid b);

/* Private to storage/: calls `each` for every record that shares a code or a name with another, in
 * the order of keys; a record may come several times. */
void zc_dup_each_sharing(struct zc_txn *txn, void (*each)(void *ctx, struct zc_rid rid), void *ctx);
/* Private to storage/: start of the entries of a blocking key in the view database. */
void zc_dup_key(struct zc_str form, enum zc_unit_key kind, uint64_t key, struct zc_buf *out);

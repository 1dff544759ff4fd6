#pragma once
#include "storage/dup_index.h"

/* All candidate pairs of a ledger, form by form (dup_index.h for one record). Memory: about 210
 * bytes a visible record (core/dup_set.h); between two steps no transaction is open, and other
 * programs may save. Pairs that were settled meanwhile are left out in the end. */

struct zc_dup_scan;
/* Pairs up to tier `worst`. */
struct zc_dup_scan *zc_dup_scan_new(struct zc_store *store, int worst);
void zc_dup_scan_free(struct zc_dup_scan *scan); /* NULL is fine */
/* One batch: some hundred records read, or some thousand compared. */
bool zc_dup_scan_step(struct zc_dup_scan *scan, bool *done, struct zc_err *err);
/* Records, of which reading counts half and comparing the other half. */
void zc_dup_scan_progress(const struct zc_dup_scan *scan, uint64_t *done, uint64_t *total);
/* When done: a < b in every pair; pairs that hang together side by side, those with the best pair
 * first, in each by zc_dup_list_sort. */
const struct zc_dup_list *zc_dup_scan_pairs(const struct zc_dup_scan *scan);
/* zc_txn_number that the last look at the store had. */
uint64_t zc_dup_scan_number(const struct zc_dup_scan *scan);

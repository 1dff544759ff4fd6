#pragma once
#include "tui/survey.h"

/* Which choices of a long list are used (常用): the last ones of a person, and how often each was
 * saved in this store. Orders pick lists (UX.md 5.3). Local settings, never exported. */

enum { ZC_USAGE_RECENT = 16, ZC_USAGE_COUNTED = 200 };
struct zc_usage {
    uint32_t nrecent, ncounted;
    struct zc_str recent[ZC_USAGE_RECENT]; /* newest first */
    struct zc_usage_count {
        struct zc_str value;
        uint64_t count;
    } counted[ZC_USAGE_COUNTED];
};

/* Lists with so many rows are worth remembering. */
bool zc_usage_counts(const struct zc_question *q);
/* One more use by this person, in the transaction that saves the record. */
bool zc_usage_note(struct zc_txn *txn, struct zc_str list, struct zc_str person,
                   struct zc_str value, struct zc_err *err);
/* Texts in `arena`. Nothing noted yet: all zero. */
void zc_usage_load(struct zc_txn *txn, struct zc_str list, struct zc_str person,
                   struct zc_arena *arena, struct zc_usage *out);

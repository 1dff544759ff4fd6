#pragma once
#include "tui/survey.h"

/* The previous record (上一份): the one of a form that this person saved last in this store. Its
 * answers begin the next form (column `use`: carry), stand ready for F5 in the field, and fill a
 * whole empty form at ^R. Which record it is, is a local setting; it never travels. */

struct zc_previous {
    bool found;
    char number[6];       /* 编号 */
    struct zc_fill *fill; /* over the record as it is now; NULL when not found */
};

/* Remembers the record as the last one, in the transaction that saves it. */
bool zc_previous_note(struct zc_txn *txn, struct zc_str form, struct zc_str person,
                      struct zc_rid rid, struct zc_err *err);
/* Not found is no error: nothing saved yet, or the record is void now. */
bool zc_previous_load(struct zc_survey *survey, const struct zc_form *form, struct zc_previous *out,
                      struct zc_err *err);
/* Another record of the form instead of the last one. */
bool zc_previous_load_record(struct zc_survey *survey, const struct zc_form *form,
                             struct zc_rid rid, struct zc_previous *out, struct zc_err *err);
void zc_previous_release(struct zc_previous *previous);

/* The node that answers the same question there; NULL when it does not apply there, has no
 * answer, lies in a repeat, or must never be copied (`use` own). */
const struct zc_node *zc_previous_node(const struct zc_previous *previous,
                                       const struct zc_node *node);
/* Takes over the answers of questions with `use` carry, or with `all` every one that may be
 * copied, in form order. Gives how many. */
unsigned zc_previous_carry(const struct zc_previous *previous, struct zc_fill *fill, bool all);
/* True while nobody has answered anything but what the last record says as well. */
bool zc_previous_may_fill(const struct zc_previous *previous, const struct zc_fill *fill);

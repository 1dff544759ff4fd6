#pragma once
#include "tui/condition.h"
#include "tui/rid_list.h"
#include "tui/survey.h"

/* The work behind a filter or an order that no stored view has (查询): every record of a list is
 * read, asked whether it fulfils the conditions, and put in order. Done in slices, so that a screen
 * stays usable meanwhile (`idle` of tui/screen.h); between two slices no transaction is open.
 * Memory: the ids, and until the order is made the sort keys. */

/* What rows are put in order by: a field or #number #status #date (tui/ledger_columns.h). */
enum { ZC_LEDGER_KEYS = 2 };
struct zc_ledger_key {
    struct zc_str id;
    bool descending;
};

struct zc_ledger_query;
/* `base`: the records to look at, in the order that equal rows keep; taken over, the caller's list
 * is empty afterwards. Conditions are read now and not needed any more; NULL when one of them is no
 * expression of the form (a view of another form version). Texts of keys are copied. */
struct zc_ledger_query *zc_ledger_query_new(struct zc_survey *survey, const struct zc_form *form,
                                            const struct zc_conditions *conditions,
                                            const struct zc_subjects *subjects,
                                            const struct zc_ledger_key *keys, unsigned nkeys,
                                            struct zc_rid_list *base, struct zc_err *err);
void zc_ledger_query_free(struct zc_ledger_query *query); /* NULL is fine */

/* One slice of about `ms`. Hits are added to `out` in the order of the base; the last slice, which
 * sets *done, puts `out` in order. Fails when the store cannot be read at all. */
bool zc_ledger_query_step(struct zc_ledger_query *query, int ms, struct zc_rid_list *out,
                          bool *done, struct zc_err *err);
void zc_ledger_query_progress(const struct zc_ledger_query *query, uint64_t *read, uint64_t *all);
/* How many of those read so far fulfil the conditions 0 to `at`. */
uint64_t zc_ledger_query_left(const struct zc_ledger_query *query, uint32_t at);

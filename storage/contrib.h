#pragma once
#include "storage/record.h"
#include "storage/view.h"

/* What one record gives to views and counters: computed from its state alone, so that the old
 * contribution can be taken back and the new one added in one transaction. Key shapes:
 *
 *   view   kind · form NUL · argument NUL (FIELD, STATUS, QUEUE, KEY) · sort key NUL · rid 16
 *   count  't' form NUL area NUL group status bits     tally of states
 *          'd' form NUL area NUL group day(4 bytes)    first submissions a day
 *          'q' form NUL queue                          lengths of queues; form "" = all
 *          'c' conflicts, 'u' not yet exported, 'n' number of changes */

enum { ZC_SORT_MAX = 300, ZC_VIEW_KEY = 100 /* kind of the key view */ };

/* Start of all keys of a view: kind, form, argument. */
void zc_view_prefix(int kind, struct zc_str form, struct zc_str arg, struct zc_buf *out);
/* A text as sort key: no NUL, cut between characters. */
struct zc_str zc_sort_key(struct zc_str text);
bool zc_view_kind_has_arg(int kind);

/* Adds (+1) or takes back (-1) everything that the record gives. `hidden`: behind another. */
bool zc_contrib_apply(struct zc_txn *txn, const struct zc_state *state, bool hidden, int sign,
                      struct zc_err *err);
/* Adds to a counter; one that comes to zero goes away. */
bool zc_count_add(struct zc_txn *txn, struct zc_str key, int64_t by, struct zc_err *err);
/* Number of the queue names of view.h, and whether a state is in one. */
const char *zc_queue_name(unsigned queue); /* NULL behind the last */
bool zc_queue_has(unsigned queue, const struct zc_state *state, bool hidden, bool known_form);

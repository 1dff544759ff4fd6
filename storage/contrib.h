#pragma once
#include "storage/record.h"
#include "storage/store_impl.h"
#include "storage/view.h"

/* What one record gives to views and counters: computed from its state alone, so that the old
 * contribution can be taken back and the new one added in one transaction. Key shapes:
 *
 *   view   kind · form NUL · argument NUL (FIELD, STATUS, QUEUE, KEY) · sort key NUL · rid 16
 *          ZC_VIEW_LINK · form NUL · field NUL · target NUL · rid 16    link_index.h
 *          ZC_VIEW_UNIT · form NUL · class · hash 6 · rid 16            meeting points, dup_index.h
 *   count  't' form NUL area NUL group status bits     tally of states
 *          'd' form NUL area NUL group day(4 bytes)    first submissions a day
 *          'v' form NUL area NUL group day(4 bytes)    days on which somebody was there
 *          'w' form NUL area NUL by NUL day(4 bytes)   what somebody finished
 *          'q' form NUL queue                          lengths of queues; form "" = all
 *          'c' conflicts, 'u' not yet exported, 'n' number of changes */

enum { ZC_SORT_MAX = 300 };
enum { ZC_VIEW_KEY = 100, ZC_VIEW_UNIT = 101, ZC_VIEW_LINK = 102 }; /* kinds beside those of view.h */

/* Start of all keys of a view: kind, form, argument. */
void zc_view_prefix(int kind, struct zc_str form, struct zc_str arg, struct zc_buf *out);
/* A text as sort key: no NUL, cut between characters. */
struct zc_str zc_sort_key(struct zc_str text);
bool zc_view_kind_has_arg(int kind);

/* Everything that the record gives, one by one: an entry of ZC_DB_VIEW (`by` is 1), or `by` to add
 * to a counter of ZC_DB_COUNT. `hidden`: behind another. The key is borrowed during the call;
 * false stops. */
typedef bool (*zc_contrib_fn)(void *ctx, enum zc_db db, struct zc_str key, uint32_t by,
                              struct zc_err *err);
bool zc_contrib_each(struct zc_txn *txn, const struct zc_state *state, bool hidden,
                     zc_contrib_fn fn, void *ctx, struct zc_err *err);
/* Takes back what the record gave as `before` and adds what it gives as `after`; either may be
 * NULL. What both give is not touched. */
bool zc_contrib_replace(struct zc_txn *txn, const struct zc_state *before, bool before_hidden,
                        const struct zc_state *after, bool after_hidden, struct zc_err *err);
/* Adds to a counter; one that comes to zero goes away. */
bool zc_count_add(struct zc_txn *txn, struct zc_str key, int64_t by, struct zc_err *err);
/* Number of the queue names of view.h, and whether a state is in one. */
const char *zc_queue_name(unsigned queue); /* NULL behind the last */
bool zc_queue_has(unsigned queue, const struct zc_state *state, bool hidden, bool known_form);

#pragma once
#include "tui/survey.h"

/* Questions of checkers (质疑): a leader or whoever stands above him asks about one answer of a
 * record, whoever may edit the record replies. Question and reply are fields of the record
 * (MERGE.md 6.5), so they travel with it, merge like it and undo no check:
 *
 *   _ask:staff = 执照上是 18 人，请核对      _answer:staff = 问过，是 8 人
 *
 * asked      a question without a reply: queue `asked`, for whoever registered the record. Who
 * mends the answer instead has replied by that (forms/fill.h) answered   with one: queue
 * `answered`, for the checkers. A pass takes it away, if it was asked by no higher rank than that
 * of the pass; asking again takes the reply away withdrawn  asked with an empty text
 *
 * All of it stays in the history. FIELD is a path as stored; empty: the record as a whole. */

struct zc_challenge {
    struct zc_str field, ask;
    struct zc_str asker, asked_on; /* 11-21; both empty where the history does not say */
    enum zc_rank rank;             /* of the asker */
    struct zc_str answer;          /* empty: nobody has replied */
    struct zc_str answerer, answered_on;
};

/* Those of a record, by field, in `arena`. Its history is read only where there is one. */
bool zc_challenges_load(struct zc_survey *survey, const struct zc_state *shown,
                        struct zc_arena *arena, const struct zc_challenge **out, size_t *n,
                        struct zc_err *err);
/* The one about that field, or NULL. */
const struct zc_challenge *zc_challenge_find(const struct zc_challenge *all, size_t n,
                                             struct zc_str field);
/* "质疑：执照上是 18 人，请核对（王某 11-21）", with a reply "；答复：问过，是 8 人（李某 11-23）".
 */
struct zc_str zc_challenge_text(const struct zc_challenge *challenge, struct zc_arena *arena);

/* `visits/i…/_ask:date` (or `_note:date`, …) is about `visits/i…/date`; `_ask` alone about the
 * record: empty. In `arena`. */
struct zc_str zc_challenge_field(struct zc_str said, struct zc_arena *arena);

/* One revision each on the heads of `shown`, the state that the person had in front of him. */
bool zc_challenge_ask(struct zc_survey *survey, const struct zc_state *shown, struct zc_str field,
                      struct zc_str text, struct zc_err *err);
bool zc_challenge_answer(struct zc_survey *survey, const struct zc_state *shown,
                         struct zc_str field, struct zc_str text, struct zc_err *err);
/* May the person at work ask at all about this record? */
bool zc_challenge_may_ask(const struct zc_survey *survey, const struct zc_state *shown,
                          struct zc_err *err);

/* Writes that take the answered ones away which a rank may settle, in `arena`. */
bool zc_challenges_settle(struct zc_txn *txn, const struct zc_state *shown, enum zc_rank rank,
                          struct zc_arena *arena, struct zc_pair **writes, size_t *n,
                          struct zc_err *err);

#pragma once
#include "core/difference.h"
#include "tui/survey.h"

/* Rechecks (复核): what came of checking a record, field by field, and the error rates that follow
 * from it. A recheck is a record of the form of the survey that has the roles of-record, field and
 * verdict, so it travels, merges and stays like everything else:
 *
 * batch      the sample it belongs to; empty: an ordinary check
 * of-form of-record   form and full id of the record
 * found      1 found, 2 not found, 3 found and not registered
 * blind      yes: the checker answered before he saw what was registered
 * and a row for every field that was asked:
 * field registered second   stored name, what stood there, what the checker found out
 * way        a choice of its list, whose column `roles` says for which fields it is usual
 * verdict    1 agrees, 2 differs, 3 could not be found out
 *
 * A survey without such a form is checked all the same, only nothing is kept. */

enum zc_check_verdict { ZC_CHECK_OPEN, ZC_CHECK_AGREES, ZC_CHECK_DIFFERS, ZC_CHECK_UNKNOWN };

struct zc_recheck_item {
    struct zc_str field, registered, second, way;
    enum zc_check_verdict verdict;
};
struct zc_recheck {
    struct zc_str batch, form;
    struct zc_rid unit;
    char found; /* '1' to '3'; 0: not said */
    bool blind;
    uint32_t n;
    const struct zc_recheck_item *items;
};

/* How two answers of a question differ: what was chosen from a list is never mistyped. `q` may be
 * NULL. */
enum zc_difference_kind zc_answer_difference(const struct zc_question *q, struct zc_str registered,
                                             struct zc_str second);

/* NULL: this survey has none. */
const struct zc_form *zc_recheck_form(const struct zc_pack *pack);
/* The usual way for a question: a value of the list of ways. Empty where there is none. */
struct zc_str zc_recheck_way(const struct zc_form *recheck, const struct zc_question *q);
/* One record, finished. */
bool zc_recheck_put(struct zc_survey *survey, const struct zc_recheck *what, struct zc_err *err);
/* A re-walk (复查走访) of a sampled place met a unit, without asking its questions: '1' it was
 * there, '2' it was not, '3' it was there and nobody had registered it, so it is registered now.
 * Refused when the batch has a recheck of that unit already. */
bool zc_recheck_put_found(struct zc_survey *survey, struct zc_rid unit, struct zc_str batch,
                          char found, struct zc_err *err);
/* All visible ones by id; texts are gone after the call. */
bool zc_recheck_each(struct zc_survey *survey,
                     bool (*each)(void *ctx, const struct zc_recheck *recheck, struct zc_err *err),
                     void *ctx, struct zc_err *err);

/* Error rates (DOMAIN.md 7.4), by whom, where and what:
 *
 * units   registered units not found ÷ units sampled (虚报率)
 * missed  units found and not registered ÷ units found (漏登率)
 * items   wrong items ÷ items checked, those with verdict 1 or 2 (差错率)
 *
 * A unit belongs to its community and to whoever registered it, an item to whoever wrote the value
 * that was checked. Legal units with their branches and individual businesses are apart as well:
 * the rule `individual_kinds` of the survey has the values of the role `kind` that mean one. Where
 * a rate of units of a community is above rule `redo_legal` or `redo_individual` (percent), the
 * place is to be walked again as a whole. */
enum zc_rate_of {
    ZC_RATE_UNITS,
    ZC_RATE_MISSED,
    ZC_RATE_ITEMS,
    ZC_RATE_AREA_UNITS,
    ZC_RATE_AREA_MISSED,
    ZC_RATE_AREA,
    ZC_RATE_WORKER_UNITS,
    ZC_RATE_WORKER,
    ZC_RATE_FIELD,
    ZC_RATES
};
/* "units" "missed" "items" "area_units" "area_missed" "area" "worker_units" "worker" "field"; the
 * last three without `_` are rates of items. */
const char *zc_rate_name(enum zc_rate_of of);
enum zc_rate_class { ZC_RATE_ALL, ZC_RATE_LEGAL, ZC_RATE_INDIVIDUAL };
const char *zc_rate_class_name(enum zc_rate_class of); /* "", "legal", "individual" */
struct zc_rate {
    enum zc_rate_of of;
    enum zc_rate_class kind; /* of rates of units */
    struct zc_str name;      /* code of a community; person; stored field; else empty */
    struct zc_str group;     /* of the person, "1" to "9"; else empty */
    uint64_t checked, wrong, unknown;
    uint64_t kinds[ZC_DIFFERENCE_COUNT]; /* of the wrong ones that somebody told more about */
    bool redo;                           /* to be walked again as a whole (要整体重走) */
};
/* Of the records of one form; in `arena`, in the order of zc_rate_of, each by name. `batch` empty:
 * all checks. */
bool zc_recheck_rates(struct zc_survey *survey, struct zc_str form, struct zc_str batch,
                      struct zc_arena *arena, const struct zc_rate **out, size_t *n,
                      struct zc_err *err);

#pragma once
#include "forms/pack.h"

/* The periods of a survey (轮): of `period_days` days each, counted from `start_date` (rules.csv).
 * Period k covers days days*(k-1)+1 to days*k. Source: DOMAIN.md 8.1. */

struct zc_period {
    int number;          /* from 1; 0: before the start, or the survey has no periods */
    int days;            /* of each */
    int64_t first, last; /* days since 1970 */
};

/* The period that a day lies in. */
struct zc_period zc_period_at(const struct zc_pack *pack, int64_t day);
/* Period `number`, from 1; number 0 when the survey has no periods. */
struct zc_period zc_period_of(const struct zc_pack *pack, int number);

#pragma once
#include "tui/report.h"

/* Private to tui/report*.c: what is counted for one row, and the measures taken from it. */

struct zc_report_sums {
    uint64_t status[ZC_STATUS_COUNT];
    uint64_t conflict, seeds, fresh; /* seeds: came from a list, fresh: did not */
    bool has_target;
    uint64_t target;
    uint64_t before, period, today; /* finished for the first time: before the period, in it */
    uint64_t *days;                 /* of the period */
};

enum zc_measure {
    ZC_M_TARGET,
    ZC_M_REGISTERED,
    ZC_M_SHARE,
    ZC_M_FINISHED,
    ZC_M_PERIOD,
    ZC_M_TODAY,
    ZC_M_MOST,
    ZC_M_NEW,
    ZC_M_SEED,
    ZC_M_DRAFT,
    ZC_M_WAITING,
    ZC_M_SUBMITTED,
    ZC_M_CHANGED,
    ZC_M_RETURNED,
    ZC_M_GROUP_OK,
    ZC_M_TOWN_OK,
    ZC_M_LOCKED,
    ZC_M_CONFLICT,
    ZC_M_ALL,
    ZC_M_DONE,
    ZC_M_VERIFIED,
    ZC_M_VERIFIED_SHARE,
    ZC_MEASURES
};
extern const struct zc_report_measure zc_report_measures[ZC_MEASURES];

/* Period (ask.period, 0: the running one), its words, and as of when. */
void zc_report_set_time(const struct zc_report_facts *facts, struct zc_report *out);
/* How wide the columns are, by their figures. */
void zc_report_measure_columns(const struct zc_report *report, struct zc_report_column *columns);

/* `now`: the period is the running one. Counters hold the state of today: of another day only
 * what was finished by then is known. */
struct zc_figure zc_report_figure(enum zc_measure measure, const struct zc_report_sums *sums,
                                  uint32_t ndays, bool now);

#pragma once
#include "tui/gap.h"
#include "tui/survey.h"

/* What the counters of the store say (storage/count.h), read in one short transaction: how many
 * records there are by place, group and state, and how many were finished for the first time on
 * each day. Every report is made of these; none reads records.
 *
 * Counted are the visible records of the forms of the ledger: what is void, or was linked to
 * another record, is in no figure. */

struct zc_report_fact {
    struct zc_str area; /* community, else street, else empty */
    unsigned group;     /* of the first revision */
    enum zc_status status;
    bool seed, conflict;
    enum zc_walk walk;
    uint64_t n;
};
struct zc_report_day {
    struct zc_str area;
    unsigned group;
    int64_t day; /* since 1970 */
    uint64_t n;  /* finished (submitted) for the first time on that day; of visits: who say so */
};

struct zc_report_facts {
    const struct zc_pack *pack;
    unsigned group; /* of the store; 9: everything */
    int64_t today;
    struct zc_moment as_of;
    uint64_t number; /* zc_txn_number they belong to */
    size_t nfacts, ndays;
    struct zc_report_fact *facts;
    struct zc_report_day *days;
    /* Of the walk from door to door: doors, days on which somebody was at a door or a unit, and why
     * nobody was anywhere in a place. */
    const struct zc_form *doors; /* NULL: this survey has none */
    size_t ndoors, nvisits, ngaps;
    struct zc_report_fact *door_facts;
    struct zc_report_day *visits;
    struct zc_gap *gaps;
    struct zc_arena arena;
};

bool zc_report_facts_load(struct zc_report_facts *facts, struct zc_survey *survey,
                          struct zc_err *err);
void zc_report_facts_release(struct zc_report_facts *facts);
/* True when records changed since, or another day began. */
bool zc_report_facts_are_old(const struct zc_report_facts *facts, struct zc_survey *survey);

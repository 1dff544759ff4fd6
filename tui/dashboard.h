#pragma once
#include "tui/survey.h"

/* The figures of the home screen (首页) and of `stat`: read from counters that every commit keeps
 * up to date, never from a scan of the records. Sets and words: DOMAIN.md 8.
 *
 * Rows are the groups of groups.csv for a store of an office or the district (group 9), the
 * communities of the own group otherwise. What lies in no row makes a row of its own: units
 * without a community, and those of other groups in a group's store (其他). */

struct zc_dash_row {
    struct zc_str label; /* in the current language */
    unsigned group;      /* rows of groups; 0: rows of communities */
    struct zc_str area;  /* rows of communities: the code */
    bool has_target;
    uint64_t target;     /* 应查: areas.csv, else the seeds there */
    uint64_t registered; /* 已登: visible records that are no seeds any more */
    uint64_t pending; /* 待核: what waits for the rank of the person at work (tui/review.h); for a
                         worker what waits for the leader */
    uint64_t returned, conflicts;
    uint64_t today; /* first submitted today */
};

enum { ZC_DASH_DAYS = 14 };
struct zc_dashboard {
    uint32_t nrows;
    const struct zc_dash_row *rows;
    struct zc_dash_row total;
    /* The 20-day period that today lies in; number 0: before the start date. */
    int period, day, period_days;
    int64_t period_end;          /* last day, days since 1970 */
    int64_t today;               /* days since 1970 */
    uint64_t days[ZC_DASH_DAYS]; /* first submissions a day, today last */
    /* To-do list and title counters. */
    uint64_t drafts, returned, pending, conflicts, unexported;
    uint64_t asked, asked_own; /* records with a question to reply to: all, and those that the
                                  person at work registered; read one by one, they are few */
    uint64_t answered;         /* … with a reply that a checker should see */
    uint64_t unsaved, unsaved_others; /* of the person at work; of everybody else */
    struct zc_str unsaved_by;         /* one of those */
    uint64_t dups;                    /* pairs left when somebody looked last, */
    bool has_dups;                    /* which somebody did */
    size_t tasks, tasks_overdue;      /* assigned to the person at work (tui/assignment.h) */
    uint64_t tasks_done, tasks_target;
    struct zc_str backup_at; /* of the newest backup, RFC 3339; empty: there is none */
    struct zc_arena arena;
};

/* The day on which the rest of the target is registered if it goes on as in the last days; false
 * where there is no target, no rest, or nothing was registered. */
bool zc_dashboard_end(const struct zc_dashboard *dashboard, int64_t *day);
/* Reads all figures in one short read transaction. */
bool zc_dashboard_load(struct zc_survey *survey, struct zc_dashboard *out, struct zc_err *err);
void zc_dashboard_release(struct zc_dashboard *dashboard);

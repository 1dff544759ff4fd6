#pragma once
#include "tui/survey.h"

/* Assignments (责任到人): who is to register how many units of a form, or doors, in which community
 * by when. Each is a record of the form of the survey that has the roles worker, of-form, community
 * and target, so it travels; its id is derived from those, so that two who set the same one while
 * apart make one record, in conflict where they differ. What is done is counted, never written: the
 * records that this person registered and finished there since the first day.
 *
 * Two who work on one thing while apart are told: either has an assignment of the same form in the
 * same community, or finished work there. */

struct zc_assignment {
    struct zc_rid rid;
    struct zc_str worker, form, community, from, due;
    struct zc_str place, what; /* as people read them */
    uint64_t target, done;
    bool conflict;        /* the record itself: two set it differently */
    bool overdue;         /* its day is over, and it is not done */
    bool shared;          /* somebody else has the same work */
    struct zc_str others; /* who else finished work of it: "张某 12、王某 3" */
};

/* NULL: this survey has none. */
const struct zc_form *zc_assignment_form(const struct zc_pack *pack);
/* Of one person, or (empty) of everybody, by day and place; what is done last. Texts in `arena`. */
bool zc_assignment_list(struct zc_survey *survey, struct zc_str worker, struct zc_arena *arena,
                        struct zc_assignment **out, size_t *n, struct zc_err *err);

#pragma once
#include "tui/survey.h"

/* Explanations of gaps (空白说明): why nobody has walked a street or a community yet, and when
 * somebody will. Each is a record of the form of the survey that has the roles of-area, day and
 * explanation, so it travels with who wrote it and when. One an area and day: its id is derived
 * from them, and two that differ are a conflict for the leader. */

/* NULL: this survey has none. */
const struct zc_form *zc_gap_form(const struct zc_pack *pack);
/* Today's explanation of an area; written again it is changed. */
bool zc_gap_put(struct zc_survey *survey, struct zc_str area, struct zc_str text,
                struct zc_err *err);

struct zc_gap {
    struct zc_rid rid;
    struct zc_str area, day, text, by;
    bool conflict;
};
/* All visible ones by id; texts in `arena`. */
bool zc_gap_list(struct zc_survey *survey, struct zc_arena *arena, struct zc_gap **out, size_t *n,
                 struct zc_err *err);
/* The newest about an area; NULL: none. */
const struct zc_gap *zc_gap_of(const struct zc_gap *gaps, size_t n, struct zc_str area);

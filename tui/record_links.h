#pragma once
#include "tui/survey.h"

/* What links of forms (tui/survey_links.h) a record has, in both directions: the records that its
 * answers name, in form order, then the visible records that name it, form by form. Links between
 * duplicates are not among them. */

enum { ZC_RECORD_LINKS_MOST = 500 }; /* that are given of one field of others; more are counted */

struct zc_record_tie {
    bool from;                  /* the other record names this one */
    const struct zc_form *form; /* whose question it is */
    const struct zc_question *q;
    struct zc_rid other;
    uint64_t more; /* with the last one of its field: how many are not given */
};
struct zc_record_ties {
    struct zc_record_tie *all;
    size_t n, cap;
};
void zc_record_ties_release(struct zc_record_ties *ties);
bool zc_record_ties_find(struct zc_record_ties *ties, struct zc_survey *survey, struct zc_txn *txn,
                         const struct zc_state *state, struct zc_err *err);
/* "党组织" for a link of the record's own, "来自 一企一表 党组织" for one from elsewhere. */
struct zc_str zc_record_tie_label(const struct zc_record_tie *tie, struct zc_arena *arena);

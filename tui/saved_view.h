#pragma once
#include "tui/ledger_query.h"

/* Saved views of the ledger (视图), keys 1 to 6: conditions and an order under a name. Those of the
 * survey pack (reports.csv, kind `view`) come first in their order; a place where somebody saved
 * his own shows that one. Local settings, never exported. */

enum { ZC_SAVED_VIEWS = 6 };
struct zc_saved_view {
    struct zc_str name;       /* empty: the place is free */
    struct zc_str conditions; /* as zc_conditions_print writes them */
    unsigned nkeys;
    struct zc_ledger_key keys[ZC_LEDGER_KEYS];
    bool of_pack;
};

/* Texts in `arena`. */
void zc_saved_views_load(struct zc_survey *survey, const struct zc_form *form,
                         struct zc_arena *arena, struct zc_saved_view out[static ZC_SAVED_VIEWS]);
/* The first free place, ZC_SAVED_VIEWS when there is none. */
unsigned zc_saved_views_free(const struct zc_saved_view views[static ZC_SAVED_VIEWS]);
bool zc_saved_view_put(struct zc_survey *survey, const struct zc_form *form, unsigned place,
                       const struct zc_saved_view *view, struct zc_err *err);
/* The conditions that were in use last (F5 in the popup); empty: none. */
struct zc_str zc_last_conditions(struct zc_survey *survey, const struct zc_form *form,
                                 struct zc_arena *arena);
bool zc_last_conditions_put(struct zc_survey *survey, const struct zc_form *form,
                            struct zc_str conditions, struct zc_err *err);

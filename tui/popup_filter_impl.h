#pragma once
#include "tui/canvas.h"
#include "tui/ledger_view.h"
#include "tui/saved_view.h"

/* What the two parts of the filter popup share. */

enum zc_filter_step {
    ZC_FILTER_NONE,
    ZC_FILTER_FIELD,
    ZC_FILTER_OP,
    ZC_FILTER_VALUE,
    ZC_FILTER_EDIT,
    ZC_FILTER_NAME,
    ZC_FILTER_PLACE
};

struct zc_filter_popup {
    struct zc_ledger_view *view; /* of the ledger below */
    struct zc_survey *survey;
    struct zc_buf before; /* the conditions when this began, and the order */
    struct zc_ledger_key keys_before[ZC_LEDGER_KEYS];
    unsigned nkeys_before;
    uint32_t focus; /* a condition, or the line behind the last one */
    enum zc_filter_step step;
    struct zc_list *fields;           /* to choose from, by number */
    const struct zc_subject *subject; /* of the condition that is being added */
    enum zc_condition_op op;
    struct zc_buf name; /* of the view that is being saved */
    struct zc_saved_view views[ZC_SAVED_VIEWS];
    struct zc_arena arena;
};

/* popup_filter_draw.c */
void zc_filter_popup_draw(const void *state, struct zc_canvas *canvas);
/* What a condition is about; NULL for an expression of the survey. */
const struct zc_subject *zc_filter_subject(const struct zc_filter_popup *filter,
                                           const struct zc_condition *condition);
/* How many records fit, and which condition took the last ones. */
void zc_filter_describe_hits(const struct zc_ledger_view *view, struct zc_buf *out);

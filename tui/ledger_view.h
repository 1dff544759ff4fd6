#pragma once
#include "tui/survey.h"

/* What the ledger screen (台账) shows, without a terminal: a window on a sorted view of a form's
 * records. Only a screenful is ever copied out; ranks come from the checkpoints of the view
 * (storage/view.h), so jumping to the end of a million records is one seek.
 *
 * With a condition that is no view (a row of home, a search) the record ids that fulfil it are
 * collected once and the window walks them. */

enum zc_ledger_column_kind {
    ZC_LEDGER_NUMBER, /* 编号 */
    ZC_LEDGER_FIELD,
    ZC_LEDGER_STATUS,
    ZC_LEDGER_DATE /* day of registration */
};
struct zc_ledger_column {
    enum zc_ledger_column_kind kind;
    struct zc_str label;
    const struct zc_question *q; /* FIELD */
    unsigned cols;               /* width in columns; the name takes what is left */
    bool right, main;
};
struct zc_ledger_row {
    struct zc_rid rid;
    enum zc_status status;
    unsigned flags;
    bool conflict;
    const struct zc_str *cells;  /* per column, as people read it */
    struct zc_str code, changed; /* line under the table */
};

/* Which records. All empty: every visible record of the form. */
struct zc_ledger_filter {
    unsigned group;      /* of groups.csv, 0: any */
    struct zc_str area;  /* community or street, empty: any */
    struct zc_str queue; /* name of a queue or status (storage/view.h), empty: none */
    struct zc_str text;  /* part of name or code, empty: any */
    struct zc_str label; /* how the condition reads, above the table */
};

struct zc_ledger_view {
    struct zc_survey *survey;
    const struct zc_form *form;
    struct zc_ledger_filter filter;
    struct zc_str sort; /* stored field with a sorted view; empty: by time of registration */
    bool descending;
    uint64_t total;       /* visible records of the form */
    uint64_t count;       /* of those shown */
    uint64_t top, cursor; /* ranks */
    uint32_t ncolumns, nrows;
    const struct zc_ledger_column *columns;
    const struct zc_ledger_row *rows; /* from `top` on */
    struct zc_view_map *map;
    struct zc_rid *hits; /* with a filter: the records, in order; else NULL */
    uint64_t nhits;
    uint64_t number; /* zc_txn_number the ranks belong to */
    struct zc_arena window, arena;
};

/* `form` NULL: the first form of the ledger. Texts of the filter are copied. */
bool zc_ledger_view_init(struct zc_ledger_view *view, struct zc_survey *survey,
                         const struct zc_form *form, const struct zc_ledger_filter *filter,
                         struct zc_err *err);
void zc_ledger_view_release(struct zc_ledger_view *view);

/* Loads the window for `height` rows around the cursor; makes ranks again when records changed
 * since, keeping the cursor on its record. */
bool zc_ledger_view_load(struct zc_ledger_view *view, unsigned height, struct zc_err *err);
void zc_ledger_view_move(struct zc_ledger_view *view, int64_t by); /* clipped */
void zc_ledger_view_to(struct zc_ledger_view *view, uint64_t rank);
/* The row under the cursor, or NULL in an empty ledger. Valid until the next load. */
const struct zc_ledger_row *zc_ledger_view_row(const struct zc_ledger_view *view);
/* Puts the cursor on a record; false when it is not shown. */
bool zc_ledger_view_find(struct zc_ledger_view *view, struct zc_rid rid, struct zc_err *err);
/* Next record behind the cursor (round the end) whose name or code contains `text`, or whose
 * number ends in it. */
bool zc_ledger_view_search(struct zc_ledger_view *view, struct zc_str text, bool *found,
                           struct zc_err *err);
/* Sorts by the next field with a sorted view, the other way round, or by registration again. */
bool zc_ledger_view_sort(struct zc_ledger_view *view, struct zc_str field, bool descending,
                         struct zc_err *err);

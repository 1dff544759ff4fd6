#pragma once
#include "tui/condition.h"
#include "tui/ledger_columns.h"
#include "tui/ledger_query.h"
#include "tui/ledger_row.h"
#include "tui/rid_list.h"
#include "tui/survey.h"

/* What the ledger screen (台账) shows, without a terminal: a window on a list of a form's records.
 * Only a screenful is ever copied out.
 *
 * Where a stored view has the order (the last change, a field with a sorted view, a queue) ranks
 * come from its checkpoints (storage/view.h), so jumping to the end of a million records is one
 * seek. Everything else (conditions, another order) is a query (tui/ledger_query.h) in slices; the
 * ids that it finds are kept. With new conditions the hits show as they come; with a new order, or
 * after somebody changed a record, the old list stays until the new one is complete. The cursor
 * follows its record. */

/* Which records. All empty: every visible record of the form. */
struct zc_ledger_filter {
    struct zc_str form;  /* id; empty: the first of the ledger */
    unsigned group;      /* of groups.csv, 0: any */
    struct zc_str area;  /* community or street, empty: any */
    struct zc_str queue; /* name of a queue or status (storage/view.h), empty: none */
    struct zc_str label; /* how that reads, above the table */
    /* Conditions to begin with, as zc_conditions_print writes them: a person can change those. */
    struct zc_str conditions;
};

struct zc_ledger_view {
    struct zc_survey *survey;
    const struct zc_form *form;
    struct zc_ledger_filter filter;
    struct zc_subjects subjects;     /* what conditions can be about */
    struct zc_conditions conditions; /* on top of the filter */
    struct zc_ledger_key keys[ZC_LEDGER_KEYS], keys_before[ZC_LEDGER_KEYS];
    unsigned nkeys, nkeys_before; /* 0 keys: by last change, newest first */
    uint64_t total;               /* visible records of the form */
    uint64_t count;               /* of those shown */
    uint64_t top, cursor;         /* ranks */
    uint32_t ncolumns, nrows;
    struct zc_ledger_column *columns;
    const struct zc_ledger_row *rows; /* from `top` on */
    struct zc_view_map *map;          /* ranks of the stored view that is shown; NULL: `hits` are */
    struct zc_rid_list hits;
    struct zc_ledger_query *query; /* in progress; NULL: the list is complete */
    struct zc_rid_list found;      /* its hits, while the old list is still shown */
    bool live;                     /* its hits are shown as they come */
    bool ready;                    /* false: filter, conditions or keys are new */
    bool fresh_conditions;
    uint64_t left[ZC_CONDITIONS_MAX]; /* records left after each condition, of the last query */
    struct zc_rid want;               /* where the cursor was, until that record comes by */
    uint64_t number;                  /* zc_txn_number the list belongs to */
    struct zc_arena window, arena;
};

/* `form` NULL: the first form of the ledger. Texts of the filter are copied. */
bool zc_ledger_view_init(struct zc_ledger_view *view, struct zc_survey *survey,
                         const struct zc_form *form, const struct zc_ledger_filter *filter,
                         struct zc_err *err);
void zc_ledger_view_release(struct zc_ledger_view *view);

/* Loads the window for `height` rows around the cursor; makes the list again when records changed
 * since, or begins to. */
bool zc_ledger_view_load(struct zc_ledger_view *view, unsigned height, struct zc_err *err);
/* One slice of the query in progress. False: none is. */
bool zc_ledger_view_step(struct zc_ledger_view *view, int ms, struct zc_err *err);
/* Stops it: with new conditions the hits so far stay, with a new order the old list. */
void zc_ledger_view_stop(struct zc_ledger_view *view);
void zc_ledger_view_move(struct zc_ledger_view *view, int64_t by); /* clipped */
void zc_ledger_view_to(struct zc_ledger_view *view, uint64_t rank);
/* The row under the cursor, or NULL in an empty ledger. Valid until the next load. */
const struct zc_ledger_row *zc_ledger_view_row(const struct zc_ledger_view *view);
/* Puts the cursor on a record; false when it is not shown. */
bool zc_ledger_view_find(struct zc_ledger_view *view, struct zc_rid rid, struct zc_err *err);
/* The records that are shown, in their order, added to `out`. */
bool zc_ledger_view_rids(struct zc_ledger_view *view, struct zc_rid_list *out, struct zc_err *err);
/* Another order; at the next load a stored view is there at once, else a query begins. Texts of
 * the keys are copied. */
bool zc_ledger_view_sort(struct zc_ledger_view *view, const struct zc_ledger_key *keys,
                         unsigned nkeys, struct zc_err *err);
/* Other conditions, as zc_conditions_print writes them. */
void zc_ledger_view_filter(struct zc_ledger_view *view, struct zc_str conditions);
/* True when an area or conditions choose the records (the queue of the filter does not count). */
bool zc_ledger_view_is_filtered(const struct zc_ledger_view *view);
/* Filter and conditions in one line of words; nothing without any. */
void zc_ledger_view_describe(const struct zc_ledger_view *view, struct zc_buf *out);
/* The columns as the setting has them now. */
void zc_ledger_view_reload_columns(struct zc_ledger_view *view);

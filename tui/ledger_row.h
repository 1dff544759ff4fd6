#pragma once
#include "tui/ledger_columns.h"

/* A row of the ledger: what the columns show of one record, as people read it. */

struct zc_ledger_row {
    struct zc_rid rid;
    enum zc_status status;
    unsigned flags;
    bool conflict;
    bool broken;                 /* cannot be read: only its number is known */
    const struct zc_str *cells;  /* per column, as people read it; empty where it is not shown */
    struct zc_str code, changed; /* line under the table */
};

/* Cells of the shown columns only. Everything lies in `arena`. */
void zc_ledger_row_make(struct zc_survey *survey, const struct zc_form *form,
                        const struct zc_ledger_column *columns, uint32_t ncolumns,
                        const struct zc_state *state, struct zc_arena *arena,
                        struct zc_ledger_row *out);
/* Of a record that cannot be read, or went away: its number is all there is. */
void zc_ledger_row_broken(const struct zc_ledger_column *columns, uint32_t ncolumns,
                          struct zc_rid rid, struct zc_arena *arena, struct zc_ledger_row *out);

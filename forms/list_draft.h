#pragma once
#include "forms/list.h"

/* A list whose columns turn up while its rows are read (XML, GeoJSON). Private to
 * forms/list_*.c. Texts are copied into the draft, and again into the list. */

struct zc_list_draft {
    struct zc_arena arena;
    struct zc_str *cols;
    struct draft_cell {
        uint32_t row, col;
        struct zc_str text;
    } * cells; /* by row */
    size_t ncols, cols_cap, ncells, cells_cap;
    uint32_t nrows, last_col;
};

/* Begins the next row. Fails with ZC_E_LIMIT. */
bool zc_list_draft_row(struct zc_list_draft *draft, struct zc_err *err);
/* Sets a cell of that row. Fails with ZC_E_INPUT when it has one, ZC_E_LIMIT beyond the columns. */
bool zc_list_draft_put(struct zc_list_draft *draft, struct zc_str col, struct zc_str text,
                       struct zc_err *err);
/* The row at hand has a cell in this column. */
bool zc_list_draft_has(const struct zc_list_draft *draft, struct zc_str col);
struct zc_list *zc_list_draft_make(const struct zc_list_draft *draft, struct zc_str name,
                                   struct zc_arena *arena);
void zc_list_draft_release(struct zc_list_draft *draft);

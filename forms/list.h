#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* A list (选项表): rows with named columns. Choices of the form, attached CSV files, areas.csv,
 * records of another form (then made by the program through zc_list_new): one shape, so that
 * choice filters, pulldata() and instance() read them all alike.
 *
 * A list may have 1,000,000 rows: cells are views into one text, and a look-up by a column
 * builds a hash of that column once and keeps it. */

enum { ZC_LIST_MAX_ROWS = 1000000, ZC_LIST_MAX_COLS = 1000 };

/* How rows of records with a certain cell are found (list_rows.h). */
enum zc_list_way {
    ZC_WAY_NONE,       /* by a look at all records */
    ZC_WAY_ID,         /* the column is the id */
    ZC_WAY_LINK,       /* it names records */
    ZC_WAY_LINK_EXACT, /* and what the index says needs no second look */
    ZC_WAY_VALUE       /* its question has `use` = index */
};

struct zc_list_index;
struct zc_list_rows;
struct zc_list {
    struct zc_str name; /* instance id: list name, or file name without extension */
    struct zc_str file; /* its name with extension; empty: choices, records */
    uint32_t ncols, nrows;
    const struct zc_str *cols;    /* column names */
    const struct zc_str *cells;   /* row by row: cells[row * ncols + col] */
    int value_col, label_col;     /* -1: none. Which column is the stored value / the label */
    const int *label_cols;        /* a column per language of the form, -1: none */
    int aliases_col;              /* other spellings that imports accept, parted by '|' */
    struct zc_list_index **index; /* per column, NULL until first used; NULL: never any */
    bool records;                 /* made of the records of a form: name = record id */
    const uint8_t *ways;          /* of records: zc_list_way by column, else NULL */
    bool large;                   /* records of a form of the ledger: there may be a million */
    struct zc_list_rows *rows; /* of those that are read when asked for (list_rows.h), else NULL */
    bool is_view;              /* rows and hashes belong to another list (zc_list_view) */
    bool templates;            /* some label holds ${} */
};

/* Columns and rows are copied into `arena`, which must outlive the list. */
struct zc_list *zc_list_new(struct zc_str name, const struct zc_str *cols, size_t ncols,
                            struct zc_arena *arena);
/* The same without hashes: for a list that lives no longer than the arena. */
struct zc_list *zc_list_new_small(struct zc_str name, const struct zc_str *cols, size_t ncols,
                                  struct zc_arena *arena);
void zc_list_add(struct zc_list *list, const struct zc_str *cells, size_t ncells,
                 struct zc_arena *arena);
/* Another list over the same rows and hashes, with value and label columns of its own. Rows are
 * not added to either of them any more. */
struct zc_list *zc_list_view(const struct zc_list *list, struct zc_arena *arena);
/* Reads a CSV file with a header. Fails with file, line and column. */
struct zc_list *zc_list_read(struct zc_str name, struct zc_str bytes, struct zc_arena *arena,
                             struct zc_err *err);
/* Frees the hashes; rows and columns go with the arena. NULL is fine. */
void zc_list_release(struct zc_list *list);

int zc_list_col(const struct zc_list *list, struct zc_str name); /* -1: none */
struct zc_str zc_list_cell(const struct zc_list *list, uint32_t row, int col);
/* First row from `from` on whose cell in `col` is `value`; nrows when there is none. */
uint32_t zc_list_find(const struct zc_list *list, int col, struct zc_str value, uint32_t from);

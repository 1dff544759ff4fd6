#pragma once
#include "tui/survey.h"

/* Columns of the ledger (列): the number, the name, every question outside repeats, status and day
 * of registration. Which ones show, how wide they are and in which order is a local setting;
 * without one it is the questions with `use` list. Number and name stand fixed at the left. */

enum zc_ledger_column_kind {
    ZC_LEDGER_NUMBER, /* 编号 */
    ZC_LEDGER_FIELD,
    ZC_LEDGER_STATUS,
    ZC_LEDGER_DATE /* moment of registration: 11-23 18:42, its first half where room is short */
};
struct zc_ledger_column {
    enum zc_ledger_column_kind kind;
    struct zc_str id; /* field, or #number #status #date */
    struct zc_str label;
    const struct zc_question *q; /* FIELD */
    unsigned cols;               /* width in columns; the name takes what is left */
    unsigned roomy; /* width in which it cuts no word, where the name can spare it; 0: `cols` */
    bool right, main, shown;
};

/* All columns, in their order. In `arena`. */
struct zc_ledger_column *zc_ledger_columns_new(struct zc_survey *survey, const struct zc_form *form,
                                               struct zc_arena *arena, uint32_t *n);
/* Those of the form as the program proposes them: what Del in the popup goes back to. */
struct zc_ledger_column *zc_ledger_columns_usual(const struct zc_form *form, struct zc_arena *arena,
                                                 uint32_t *n);
bool zc_ledger_columns_save(struct zc_survey *survey, const struct zc_form *form,
                            const struct zc_ledger_column *columns, uint32_t n, struct zc_err *err);
/* The next shown column in that direction (1, -1); `at` itself when there is none. */
uint32_t zc_ledger_columns_beside(const struct zc_ledger_column *columns, uint32_t n, uint32_t at,
                                  int direction);
bool zc_ledger_column_is_fixed(const struct zc_ledger_column *column);
/* Moves a column by one place; false at the end or before a fixed one. */
bool zc_ledger_columns_move(struct zc_ledger_column *columns, uint32_t n, uint32_t at, int by);

/* Which columns stand where in a window of `cols` columns. */
enum { ZC_LEDGER_CELLS = 48 };
struct zc_ledger_layout {
    uint32_t n;
    struct zc_ledger_cell {
        uint32_t column;
        int col, cols;
    } cells[ZC_LEDGER_CELLS];
};
/* `focus` is among them: the columns left of it make room where they must. `wide`: there
 * is room for the time of day, and for the code like any other. */
void zc_ledger_columns_fit(const struct zc_ledger_column *columns, uint32_t n, int cols,
                           uint32_t focus, bool wide, struct zc_ledger_layout *out);

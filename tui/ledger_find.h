#pragma once
#include "tui/edit.h"
#include "tui/ledger_view.h"

/* Find as you type (查找) in the list that the ledger shows: a part of the name or of the name on
 * the door, also as pinyin (core/pinyin.h), a part of a code, the end of the telephone number (four
 * digits or more), the end of the number. Other rows stay where they are; the cursor goes to the
 * first hit at or behind where it was, ↑ ↓ walk the hits, and Esc goes back.
 *
 * The records are read in slices; when a search goes on from one that is complete (one more
 * character), only its hits are read. */

struct zc_ledger_find {
    struct zc_ledger_view *view;
    bool on;
    struct zc_edit edit;
    struct zc_buf folded, code; /* what is typed, for names and for codes */
    struct zc_buf complete;     /* the folded search whose hits are all known */
    struct zc_rid_list list;    /* to be read, in the order of the rows */
    struct zc_rid_list hits;
    size_t at, origin;    /* read so far; place in `list` where the cursor was */
    size_t passed;        /* hits before the origin */
    size_t current;       /* hit that the cursor is on, from 1; 0: none */
    struct zc_rid before; /* record the cursor was on, and its row */
    size_t row;
};

void zc_ledger_find_release(struct zc_ledger_find *find);
/* Begins on the list as it is now; `typed` may be empty. */
bool zc_ledger_find_begin(struct zc_ledger_find *find, struct zc_ledger_view *view,
                          struct zc_str typed, struct zc_err *err);
/* After the text in `edit` changed. */
bool zc_ledger_find_typed(struct zc_ledger_find *find, struct zc_err *err);
/* One slice; false: everything is read. */
bool zc_ledger_find_step(struct zc_ledger_find *find, int ms, struct zc_err *err);
/* The next hit (1) or the one before (-1), round the end. */
bool zc_ledger_find_walk(struct zc_ledger_find *find, int direction, struct zc_err *err);
/* Ends; with `back` the cursor is where it was. */
void zc_ledger_find_end(struct zc_ledger_find *find, bool back);

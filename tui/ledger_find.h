#pragma once
#include "tui/edit.h"
#include "tui/find_text.h"
#include "tui/ledger_view.h"

/* Find as you type (查找) in the list that the ledger shows: a part of the name or of the name on
 * the door, also as pinyin (core/pinyin.h), a part of a code, the end of the telephone number (four
 * digits or more), the end of the number. Other rows stay where they are; the cursor goes to the
 * first hit at or behind where it was, ↑ ↓ walk the hits, and Esc goes back.
 *
 * The records are read once, in slices and as soon as find begins; what is looked through is kept
 * until it ends (tui/find_text.h), as long as it has room. Rows beyond that are read from the store
 * for each search. */

struct zc_ledger_find {
    struct zc_ledger_view *view;
    bool on;
    struct zc_edit edit;
    struct zc_find_needle needle; /* what is typed */
    struct zc_buf complete;       /* the folded search whose hits are all known */
    struct zc_rid_list list;      /* what is shown, in the order of the rows */
    struct zc_find_text texts;    /* of the first rows of `list` */
    uint64_t *fits;               /* a word a block of `texts`: hits of the search before */
    size_t nfits, fits_cap;
    bool full, narrower; /* no room for more texts; hits are among those of the search before */
    struct zc_ledger_hits {
        uint32_t *rows; /* in `list` */
        size_t n, cap;
    } hits;
    size_t at, origin;    /* rows looked at so far; row where the cursor was */
    size_t current;       /* hit that the cursor is on, from 1; 0: none */
    struct zc_rid before; /* record the cursor was on, and its row */
    size_t row;
};

void zc_ledger_find_release(struct zc_ledger_find *find);
/* Begins on the list as it is now; `typed` may be empty. */
bool zc_ledger_find_begin(struct zc_ledger_find *find, struct zc_ledger_view *view,
                          struct zc_str typed, struct zc_err *err);
/* After the text in `edit` changed. */
void zc_ledger_find_typed(struct zc_ledger_find *find);
/* True while hits may come. */
bool zc_ledger_find_is_at_work(const struct zc_ledger_find *find);
/* One slice; false: everything is read and looked at. */
bool zc_ledger_find_step(struct zc_ledger_find *find, int ms, struct zc_err *err);
/* The next hit (1) or the one before (-1), round the end. */
bool zc_ledger_find_walk(struct zc_ledger_find *find, int direction, struct zc_err *err);
/* Ends; with `back` the cursor is where it was. */
void zc_ledger_find_end(struct zc_ledger_find *find, bool back);

#pragma once
#include "tui/dossier.h"

/* What a unit that was registered twice is joined to (合成一条), without a terminal: which of the
 * two records stays, to which street it belongs afterwards, and, field by field, whose value it has
 * where both have one and the two differ. Everything is written as one edit of the record that
 * stays (MERGE.md 6.4); the other one only gets its link. A zeroed struct is ready for use. */

struct zc_dup_choice {
    struct zc_str field, label;
    struct zc_str values[2]; /* as people read them */
    struct zc_str stored[2];
    unsigned take; /* 0 or 1; at first the side that stays */
    bool taken;    /* by a person */
};
struct zc_dup_merge {
    const struct zc_dossier *sides; /* two, borrowed */
    unsigned keep;
    struct zc_dup_choice *choices;
    uint32_t n, focus;
    bool places_differ;      /* in street or community; */
    struct zc_str places[2]; /* these are their names, */
    unsigned place;          /* and this one it will be: the older record's at first, */
    bool place_taken;        /* or what a person chose */
    struct zc_arena arena;
};

/* Looks at the two records, of which `keep` is to stay unless somebody decides otherwise. */
void zc_dup_merge_open(struct zc_dup_merge *merge, const struct zc_dossier sides[2], unsigned keep);
void zc_dup_merge_release(struct zc_dup_merge *merge);
/* `keep` stays; lists what there is to choose. Not offered: what the form computes or does not ask,
 * rows of repeats, fields in conflict (they are decided on their own screen), and the place. */
bool zc_dup_merge_begin(struct zc_dup_merge *merge, unsigned keep, struct zc_err *err);
/* The focused field is as on this side; then the next one is in focus. */
void zc_dup_merge_take(struct zc_dup_merge *merge, unsigned side);
void zc_dup_merge_take_all(struct zc_dup_merge *merge, unsigned side);
void zc_dup_merge_take_place(struct zc_dup_merge *merge, unsigned side);
/* Writes the edit, on the heads that were shown: the place, what was chosen, and what the record
 * that stays lacks and the other one has. *n: answers that came from the other one. Nothing is
 * written where nothing changes, or where the form refuses one of the choices. */
bool zc_dup_merge_write(const struct zc_dup_merge *merge, uint32_t *n, struct zc_err *err);

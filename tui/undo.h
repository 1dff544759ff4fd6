#pragma once
#include "tui/survey.h"

/* Undo and redo (撤销、重做) over one entry: a step is one accepted change, whatever else changed
 * with it — what it triggered, what became irrelevant, a row that came or went, a whole record
 * copied. Each step holds all answers, so going back is exact. Lives while the form is open; beyond
 * 16 MiB the oldest steps go. */

struct zc_undo_step {
    struct zc_arena arena;
    const struct zc_pair *answers;
    size_t n;
    struct zc_str field; /* stored path of what changed; empty for the first */
};
struct zc_undo {
    struct zc_undo_step *steps;
    size_t n, cap, at; /* steps[at] is what the entry holds now */
};

/* Begins anew with the entry as it is. */
void zc_undo_begin(struct zc_undo *undo, const struct zc_entry *entry);
void zc_undo_release(struct zc_undo *undo);
/* After a change: one more step, what could be redone is forgotten. Nothing when all answers are
 * as before. */
void zc_undo_add(struct zc_undo *undo, const struct zc_entry *entry, struct zc_str field);
/* One step back (-1) or forward (+1): the entry holds those answers, with new nodes. Gives the
 * field that changed, which lives as long as the step. False when there is none. */
bool zc_undo_go(struct zc_undo *undo, struct zc_entry *entry, int direction, struct zc_str *field);
/* Another window changed answers (`base` to `theirs`) that the entry has taken in: every step has
 * them as well, so that going back takes back what was done here and nothing else. */
void zc_undo_take_in(struct zc_undo *undo, struct zc_answers base, struct zc_answers theirs);

#pragma once
#include "tui/dossier.h"

/* Conflicts to decide (冲突), without a terminal: the queue of records with fields in conflict, and
 * the fields of one of them with all values that stand, what stood before the sides parted, and
 * what the person takes. Nothing is written before zc_conflict_view_decide, and then all of it as
 * one revision on the heads shown.
 *
 * Values stand in the order of their authors (group, person, device), so that 甲 is the same side
 * from field to field. Fields that only one side changed come last: the merge has taken them
 * already, they are not decided. */

enum zc_take {
    ZC_TAKE_OPEN,  /* ? */
    ZC_TAKE_VALUE, /* one that stands */
    ZC_TAKE_BEFORE,
    ZC_TAKE_ALL, /* several choices: all of them */
    ZC_TAKE_TYPED,
    ZC_TAKE_AUTO /* changed on one side only */
};
struct zc_conflict_value {
    struct zc_str value; /* as stored */
    uint32_t step;       /* who wrote it */
};
struct zc_conflict_row {
    struct zc_str field, label;
    uint32_t nvalues; /* at least 2; AUTO: 1 */
    const struct zc_conflict_value *values;
    struct zc_parting parting;
    uint32_t at; /* the value under 甲; 乙 has the next one */
    enum zc_take take;
    struct zc_str taken; /* as stored; all but OPEN */
};

struct zc_conflict_view {
    struct zc_survey *survey;
    const struct zc_rid *rids; /* the queue */
    size_t nrids, at;
    struct zc_dossier dossier; /* of rids[at]; empty when there is none */
    struct zc_conflict_row *rows;
    uint32_t nrows, nconflicts; /* conflicts come first */
    uint32_t focus;
    uint32_t decided; /* records in this sitting, less what was undone */
    uint64_t number;  /* zc_txn_number of the queue */
    struct zc_arena queue, arena;
};

/* `first`: the record to begin with, NULL: the first of the queue. */
bool zc_conflict_view_open(struct zc_conflict_view *view, struct zc_survey *survey,
                           const struct zc_rid *first, struct zc_err *err);
void zc_conflict_view_release(struct zc_conflict_view *view);
/* Reads what changed meanwhile; what was taken stays where the record has the same heads. */
bool zc_conflict_view_refresh(struct zc_conflict_view *view, struct zc_err *err);
/* To the next or previous record, round the end. What was taken here is forgotten. */
bool zc_conflict_view_turn(struct zc_conflict_view *view, int by, struct zc_err *err);

/* The focused row; NULL without conflicts. */
struct zc_conflict_row *zc_conflict_view_row(const struct zc_conflict_view *view);
/* More than two values: the two that stand under 甲 and 乙 move. */
void zc_conflict_view_page(struct zc_conflict_view *view, int by);
/* Takes for the focused row: the value under 甲 (0) or 乙 (1), */
bool zc_conflict_view_take(struct zc_conflict_view *view, unsigned side, struct zc_err *err);
/* the one before (only where there is exactly one or none), */
bool zc_conflict_view_take_before(struct zc_conflict_view *view, struct zc_err *err);
/* the union (questions with several choices only), */
bool zc_conflict_view_take_all(struct zc_conflict_view *view, struct zc_err *err);
/* or what a person types. */
bool zc_conflict_view_type(struct zc_conflict_view *view, struct zc_str text, struct zc_err *err);
/* Takes all that the author of the value under 甲 or 乙 wrote, in every field in conflict. */
bool zc_conflict_view_take_side(struct zc_conflict_view *view, unsigned side, struct zc_err *err);
/* Fields that nothing is taken for yet. */
uint32_t zc_conflict_view_left(const struct zc_conflict_view *view);
/* Writes what is taken. Refused while a field is left. *n: fields decided. */
bool zc_conflict_view_decide(struct zc_conflict_view *view, struct zc_str reason, uint32_t *n,
                             struct zc_err *err);
/* Takes back what was decided last in this sitting and goes to its record, *rid. */
bool zc_conflict_view_undo(struct zc_conflict_view *view, struct zc_rid *rid, struct zc_err *err);

#pragma once
#include "storage/dup_index.h"
#include "tui/dup_merge.h"

/* Pairs that may be one unit (疑似重复), without a terminal: the list that a comparison of the
 * ledger (tui/dup_job.h) found, and one pair of it side by side. A pair that is decided, here or by
 * others, leaves the list; how many are left is noted for home (tui/dup_job.h). */

enum zc_dup_likeness {
    ZC_LIKE_SAME,  /* equal in the sense of its key */
    ZC_LIKE_ALIKE, /* names: by their characters */
    ZC_LIKE_HOUSE, /* addresses: another door, or one says less */
    ZC_LIKE_OTHER,
    ZC_LIKE_ONE /* only one of them has it */
};
struct zc_dup_row {
    struct zc_str label;
    struct zc_str values[2]; /* as people read them */
    enum zc_dup_likeness likeness;
    double share;   /* ALIKE */
    bool numbers;   /* OTHER: both are whole numbers, */
    uint64_t apart; /* that lie so far apart */
};

struct zc_dup_view {
    struct zc_survey *survey;
    struct zc_dup_list pairs;
    size_t at, decided;
    struct zc_dossier sides[2]; /* A and B of pairs.all[at] */
    bool open;                  /* both could be read */
    uint32_t nrows, focus;
    const struct zc_dup_row *rows;
    struct zc_dup_merge merge; /* what the shown pair would be joined to */
    struct zc_dup_list before; /* the list before the last act, */
    size_t before_at;          /* and the place on it */
    bool can_undo, undoes_decision;
    struct zc_arena arena; /* of the pair */
};

/* Where the shown pair stands. Pairs that hang together (A with B, B with C) are one group (组);
 * they stand side by side on the list. */
struct zc_dup_cluster {
    size_t at, total;   /* the group among all, from 1 */
    size_t records;     /* units in it */
    size_t pair, pairs; /* the pair in it, from 1 */
};

void zc_dup_view_init(struct zc_dup_view *view, struct zc_survey *survey);
void zc_dup_view_release(struct zc_dup_view *view);
/* The pairs of a comparison that was made now; the first pair shows. */
bool zc_dup_view_take(struct zc_dup_view *view, const struct zc_dup_list *pairs,
                      struct zc_err *err);
/* Reads the shown pair anew when records changed; a pair that is settled leaves. */
bool zc_dup_view_refresh(struct zc_dup_view *view, struct zc_err *err);
bool zc_dup_view_turn(struct zc_dup_view *view, int by, struct zc_err *err); /* round the end */
/* NULL when there is none. */
const struct zc_dup_pair *zc_dup_view_pair(const struct zc_dup_view *view);
void zc_dup_view_cluster(const struct zc_dup_view *view, struct zc_dup_cluster *out);
/* Which of the two was registered first: 0 or 1. */
unsigned zc_dup_view_elder(const struct zc_dup_view *view);

/* One unit, in two steps. Begin: `keep` stays; view->merge then says what there is to choose. */
bool zc_dup_view_begin(struct zc_dup_view *view, unsigned keep, struct zc_err *err);
/* Writes what was chosen as an edit of the record that stays (*n: answers that came from the other
 * one) and links the other to it, both as one act. Nothing is lost: unlinking brings the other back
 * with all its values. Pairs that the linked one had with others are from now on pairs of the
 * record that stays; one without signs of its own has dup.signs 0. */
bool zc_dup_view_link(struct zc_dup_view *view, uint32_t *n, struct zc_err *err);
/* Takes the last act of this sitting back, with all that it wrote (zc_review_undo); the list is as
 * it was. */
bool zc_dup_view_undo(struct zc_dup_view *view, struct zc_err *err);
/* Two units: never asked again, also where the decision arrives. */
bool zc_dup_view_distinct(struct zc_dup_view *view, struct zc_err *err);
/* May the person at work decide this pair? */
bool zc_dup_view_may(const struct zc_dup_view *view, struct zc_err *err);
/* Asks whoever registered the other one: a note on both records, as one act, that names the other
 * by its number. It travels like every note; the pair stays open. For everybody who may edit both.
 */
bool zc_dup_view_ask(struct zc_dup_view *view, struct zc_str text, struct zc_err *err);
bool zc_dup_view_may_ask(const struct zc_dup_view *view, struct zc_err *err);

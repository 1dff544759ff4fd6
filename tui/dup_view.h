#pragma once
#include "storage/dup_index.h"
#include "tui/dossier.h"

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
    struct zc_dup_pair undone; /* the pair decided last, */
    size_t undone_at;          /* and its place on the list */
    bool can_undo;
    struct zc_arena arena; /* of the pair */
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
/* Which of the two was registered first: 0 or 1. */
unsigned zc_dup_view_elder(const struct zc_dup_view *view);

/* One unit: what `keep` lacks and the other has is filled in through the form, as an edit; then the
 * other is linked to it (MERGE.md 6.4). *n: fields filled in. Nothing is lost: unlinking brings the
 * other back with all its values. */
bool zc_dup_view_link(struct zc_dup_view *view, unsigned keep, uint32_t *n, struct zc_err *err);
/* Takes the last decision back, with what was filled in (zc_review_undo); the pair shows again. */
bool zc_dup_view_undo(struct zc_dup_view *view, struct zc_err *err);
/* Two units: never asked again, also where the decision arrives. */
bool zc_dup_view_distinct(struct zc_dup_view *view, struct zc_err *err);
/* May the person at work decide this pair? */
bool zc_dup_view_may(const struct zc_dup_view *view, struct zc_err *err);

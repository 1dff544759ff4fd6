#pragma once
#include "tui/usage.h"

/* Searching in the choices of a question (查选项), without a terminal: what is typed is looked for
 * at the start of the code, in the label, in other spellings and in the labels of the rows above
 * (column `parent` of the list: its value there), as characters or as pinyin (core/pinyin.h).
 *
 * Order of the hits: the exact code, what this person used last, what is used often here, codes
 * that begin so, labels that begin so, other labels, labels of parents; equals in list order, which
 * is code order in lists of codes. With nothing typed a list that fits on a screen keeps its order.
 *
 * The work of a key is one walk over the labels, and only over those that the key before left. */

struct zc_choice_search {
    const struct zc_list *list;
    const uint32_t *rows; /* offered ones, in list order */
    uint32_t n;
    unsigned lang;
    bool numeric;   /* the codes begin with digits: those belong to the search */
    uint32_t *hits; /* rows of the list */
    uint32_t nhits;
    uint32_t *above;  /* per row of the list the row above it, from 1; NULL: no parents */
    uint32_t *weight; /* per row: 0, or how it was used */
    uint8_t *fits;    /* per row: 0 not known yet, 1 no, 2 its own label fits */
    uint8_t *rank;    /* per offered row, for `typed` */
    struct zc_buf typed;
    struct zc_arena *arena;
};

/* Borrows list and rows; the tables lie in `arena`. `usage` may be NULL. */
void zc_choice_search_init(struct zc_choice_search *search, const struct zc_list *list,
                           const uint32_t *rows, uint32_t n, unsigned lang,
                           const struct zc_usage *usage, struct zc_arena *arena);
void zc_choice_search_release(struct zc_choice_search *search); /* zeroed is fine */
/* Fills `hits`. */
void zc_choice_search_find(struct zc_choice_search *search, struct zc_str typed);
/* Instead of hits: the rows above `row`, then all that lie beside it. Gives where it is among
 * them. Only offered rows. */
uint32_t zc_choice_search_family(struct zc_choice_search *search, uint32_t row);
/* Instead of hits: the offered rows directly below `row`. Gives their number; where there are
 * none the hits stay. */
uint32_t zc_choice_search_below(struct zc_choice_search *search, uint32_t row);
/* "住宿和餐饮业 › 餐饮业": labels of at most `most` rows above, the nearest last; those that read
 * like the row itself are left out. */
void zc_choice_search_path(const struct zc_choice_search *search, uint32_t row, unsigned most,
                           struct zc_buf *out);
/* How often the row was saved here; 0: not counted. */
uint64_t zc_choice_search_count(const struct zc_choice_search *search, uint32_t row);

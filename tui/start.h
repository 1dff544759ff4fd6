#pragma once
#include "tui/store_card.h"

/* What the start screen (打开调查库) shows, without a terminal: the known stores with a line for
 * each thing that can be made, the group of the store in focus, its people. The group is fixed
 * when a store is made, so it is shown and not chosen. */

enum zc_start_section { ZC_START_STORES, ZC_START_PEOPLE };

/* Lines under the stores: each does one thing. A new one is a row of the table in start.c and a
 * case in screen_start.c. */
enum zc_start_extra { ZC_START_NEW, ZC_START_PRACTICE, ZC_START_EXTRAS };
struct zc_start_line {
    struct zc_text label, hint;
};
extern const struct zc_start_line zc_start_lines[ZC_START_EXTRAS];

struct zc_start {
    struct zc_clock clock;
    uint32_t nstores;
    const struct zc_store_card *stores;
    enum zc_start_section section;
    uint32_t store;  /* row in focus: a store, or nstores + an extra */
    uint32_t person; /* row in focus: a person, or npeople = 新增人员 */
    struct zc_arena arena;
};

/* Reads all cards anew; the focus stays on its store. `also` (NULL: none) is a store that need not
 * be among the known ones; the focus goes there. */
void zc_start_load(struct zc_start *start, const char *also);
void zc_start_release(struct zc_start *start);

/* Rows of a section, with the lines under the list. */
uint32_t zc_start_rows(const struct zc_start *start, enum zc_start_section section);
const struct zc_store_card *zc_start_store(const struct zc_start *start); /* NULL: an extra */
/* NULL: the line that adds a person, or no store in focus. */
const struct zc_card_person *zc_start_person(const struct zc_start *start);
void zc_start_move(struct zc_start *start, int by); /* in the section, clipped */
/* To row `row` of the section, from 0; false when there is none. */
bool zc_start_to(struct zc_start *start, uint32_t row);
/* Puts the focus on a store; false when it is not in the list. */
bool zc_start_find(struct zc_start *start, struct zc_str dir);
/* One store that can be opened and one person in it: nothing to choose. */
bool zc_start_is_settled(const struct zc_start *start);

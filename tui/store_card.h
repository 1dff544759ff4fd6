#pragma once
#include "core/clock.h"
#include "storage/local.h"

/* A card of a store: what the list of known stores shows of it. Read in one short transaction,
 * from counters and without loading the survey pack; nothing stays open afterwards. A store that
 * cannot be opened gives a card too: with the reason instead of figures. */

struct zc_card_person {
    struct zc_person person;
    uint64_t unsaved; /* unsaved forms of this person */
};
struct zc_store_card {
    struct zc_str dir;        /* as it was given */
    struct zc_str title;      /* of the survey, in the current language; else the folder's name */
    struct zc_str reason;     /* why it cannot be opened; empty: it can */
    struct zc_str brief;      /* the same without the folder, for a line of the list */
    bool practice;            /* of a practice survey */
    bool damaged;             /* the reason is its file */
    struct zc_str backup;     /* of a damaged one: path of the newest backup, empty: none */
    struct zc_str backup_at;  /* its time, RFC 3339 */
    bool readonly;            /* only to be looked at: no permission, or a read-only disk */
    unsigned group;           /* 1 to 9 */
    struct zc_str group_name; /* empty for 9, the office and the district */
    uint64_t records;         /* visible ones */
    struct zc_str last_used;  /* RFC 3339, by anybody; empty: never */
    uint32_t npeople;
    const struct zc_card_person *people; /* last used first */
};

/* Fills the card, texts in `arena`. */
void zc_store_card_load(struct zc_str dir, struct zc_arena *arena, struct zc_store_card *out);

/* A moment as a list shows it: 今天 17:58, 11-22 16:40 of this year, 2025-12-03. In `arena`. */
struct zc_str zc_card_time(struct zc_str at, const struct zc_clock *clock, struct zc_arena *arena);

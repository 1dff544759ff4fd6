#pragma once
#include "forms/practice.h"
#include "tui/survey.h"

/* The making of a practice survey, between demo.c (stores) and demo_play.c (steps). */

enum { DISTRICT = 9 };

/* The heads of a record in one store after a step: what an author had seen who has not seen the
 * steps behind it. */
struct seen {
    struct seen *before; /* of any store, newest first */
    unsigned group;
    uint32_t nheads;
    const struct zc_revid *heads;
};
struct unit {
    struct zc_rid rid;
    struct seen *seen;
};

struct demo {
    const char *dir; /* in which it is made */
    const char *pack_dir;
    const struct zc_clock *clock;
    int64_t now_ms;
    struct zc_pack *pack;
    struct zc_practice *practice;
    struct unit *units;
    unsigned groups;               /* that have a store, a bit each */
    uint64_t random[DISTRICT + 1]; /* state of the generator of each store */
    struct zc_survey *survey;      /* of `group`; NULL: none is open */
    unsigned group;
    struct zc_arena arena;
};

/* Opens the store of a group; one is open at a time. */
bool demo_use_store(struct demo *demo, unsigned group, struct zc_err *err);
/* Plays all steps. */
bool demo_play(struct demo *demo, void (*progress)(void *ctx, unsigned done, unsigned total),
               void *ctx, struct zc_err *err);

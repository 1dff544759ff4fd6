#pragma once
#include "core/state.h"
#include "tests/laws/dice.h"

/* What people do in the scenarios of the laws (MERGE.md 15): who they are, what they write. Knows
 * neither sets nor stores: the worlds (laws/sets.h, laws/stores.h) ask it for the next revision of
 * a record in a given state. */

enum {
    LAWS_ACTORS = 11, /* eight groups, a leader, the office, the district */
    LAWS_WRITES = 12, /* at most, of one act */
    LAWS_ITEMS = 3    /* items of the repeat `v` */
};

/* A laptop and those who sit at it. A clone has the same in everything. */
struct actor {
    unsigned group; /* 1 to 8; 9: leader, office, district */
    enum zc_rank rank;
    char dev[10];
    long clock_off; /* minutes that its clock is wrong */
    unsigned n;     /* running number of its revisions */
};

void actor_init(struct actor *actor, size_t number, struct dice *dice);

/* A value that a person may type: also what spreadsheets spoil, what CSV must quote, what GBK
 * lacks. May be empty. */
struct zc_str acts_value(struct dice *dice);
/* Some data field; half of them inside the repeat. */
struct zc_str acts_field(struct dice *dice, struct zc_arena *arena);

/* The fields of the table for people, with their labels. */
enum { LAWS_COLUMNS = 9 };
struct acts_column {
    struct zc_str name, label;
};
extern const struct acts_column acts_columns[LAWS_COLUMNS];

/* Writes of a new record. */
size_t acts_create(struct dice *dice, struct zc_pair *writes);
/* Writes of one act on a record in this state: edit, clear, submit, check, return, resolve, delete,
 * undelete, items of the repeat, link, unlink, remarks. 0: nothing to do. */
size_t acts_choose(struct dice *dice, const struct zc_state *state, const struct zc_rid *records,
                   size_t nrecords, struct zc_arena *arena, struct zc_pair *writes);
/* One value for every field in conflict. */
size_t acts_resolve(struct dice *dice, const struct zc_state *state, struct zc_pair *writes,
                    size_t max);

/* The revision of an actor at minute `now` of the scenario, with his wrong clock; sometimes with
 * attributes of a later version. */
bool acts_rev(struct dice *dice, struct actor *actor, enum zc_rank rank, unsigned now,
              struct zc_rid rid, const struct zc_state *state, const struct zc_pair *writes,
              size_t n, struct zc_arena *arena, struct zc_rev *out, struct zc_err *err);
/* A rank that somebody at this laptop has. */
enum zc_rank acts_rank(struct dice *dice, const struct actor *actor);

/* The whole state as text, to compare two. */
void acts_print_state(const struct zc_state *state, struct zc_buf *out);

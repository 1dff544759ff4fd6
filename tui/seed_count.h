#pragma once
#include "tui/rid_list.h"
#include "tui/survey.h"

/* What became of the base lists (底册核对): of every record of the ledger, which lists it stands in
 * (storage/import_list.h), what the visit found, and where it is now. Records are read in slices,
 * no transaction is open between two of them; kept are only counts, a line for each different
 * answer, so that a million records need no memory of their own.
 *
 * What a visit found is the answer of the role `outcome`; how it ends a seed, the rules of the
 * survey say, each with the values of that list:
 *
 *   outcome_matched   核到    the unit is there
 *   outcome_gone      已失    no such unit, moved, deregistered
 *   outcome_double    重复    registered twice
 *   outcome_out       不属    out of scope
 *   outcome_open      未完    nobody was there yet; no answer is open as well
 *
 * A survey without these rules has the answers themselves. */

enum zc_seed_end {
    ZC_SEED_OPEN,
    ZC_SEED_MATCHED,
    ZC_SEED_GONE,
    ZC_SEED_DOUBLE,
    ZC_SEED_OUT,
    ZC_SEED_OTHER, /* an answer that no rule names */
    ZC_SEED_ENDS
};
const char *zc_seed_end_rule(enum zc_seed_end end); /* "outcome_gone" …; NULL: OTHER */

/* Where a record is: shown, behind another one, void. */
enum zc_seed_place { ZC_SEED_SHOWN, ZC_SEED_LINKED, ZC_SEED_VOID, ZC_SEED_PLACES };

enum { ZC_SEED_LISTS = 62, ZC_SEED_NO_ANSWER = UINT16_MAX };
struct zc_seed_tally {
    uint64_t lists;  /* bit of each list that it stands in */
    bool seed;       /* came from a list, perhaps one without a name */
    bool conflict;   /* a field that nobody has decided */
    uint16_t answer; /* row of the list of outcomes */
    enum zc_seed_end end;
    enum zc_seed_place place;
    uint64_t n;
};
/* The records of one form. Lists beyond the most are told apart no more: the last one has them. */
struct zc_seed_form {
    const struct zc_form *form;
    const struct zc_question *outcome; /* NULL: it has none, everything is open */
    uint32_t nlists;
    struct zc_str lists[ZC_SEED_LISTS]; /* by name once all is read */
    size_t ntallies, cap;
    struct zc_seed_tally *tallies;
};
struct zc_seed_count {
    struct zc_survey *survey;
    uint32_t nforms, at;
    struct zc_seed_form *forms; /* those of the ledger */
    bool done;
    uint64_t number; /* zc_txn_number that it belongs to */
    uint64_t read, all;
    struct zc_rid_list base[ZC_SEED_PLACES]; /* of the form in work */
    size_t next;
    struct zc_arena arena, record;
};

bool zc_seed_count_begin(struct zc_seed_count *count, struct zc_survey *survey, struct zc_err *err);
/* One slice of about `ms`; 0: all at once. */
bool zc_seed_count_step(struct zc_seed_count *count, int ms, struct zc_err *err);
void zc_seed_count_release(struct zc_seed_count *count);

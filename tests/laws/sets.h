#pragma once
#include "storage/exchange_file.h"
#include "tests/laws/acts.h"
#include "tests/laws/scenarios.h"
#include "tests/slow_fold.h"

/* The world of sets: a store is what MERGE.md 4 says it is, a set of revisions, here a bit set over
 * all revisions that anybody made; merging is the union. No disk, so that thousands of scenarios
 * run. Files are real bytes, written and read by the product; states are folded by the product. */

enum {
    SETS_STEPS = 250,
    SETS_STORES = LAWS_ACTORS + 3, /* and up to three clones */
    SETS_RECORDS = 9,
    SETS_FILES = 60,
    SETS_WORDS = 10,
    SETS_REVS = SETS_WORDS * 64,
    /* Revisions that the acts give one record; what the laws add stays within the judge's limit. */
    SETS_PER_RECORD = SLOW_MAX - 8
};

struct set {
    uint64_t bits[SETS_WORDS];
};
static inline bool set_has(const struct set *set, size_t at)
{
    return set->bits[at / 64] >> at % 64 & 1;
}
static inline void set_add(struct set *set, size_t at)
{
    set->bits[at / 64] |= (uint64_t)1 << at % 64;
}
static inline void set_union(struct set *set, const struct set *other)
{
    for (size_t i = 0; i < SETS_WORDS; i++)
        set->bits[i] |= other->bits[i];
}
bool set_eq(const struct set *a, const struct set *b);

struct set_store {
    struct set set, backup;
    bool has_backup;
    struct actor actor;
};
struct set_file {
    struct zc_buf bytes;
    bool was_read;
    struct set holds; /* once it was read */
};

struct sets {
    struct dice dice;
    struct zc_arena arena; /* the revisions */
    struct zc_rev revs[SETS_REVS];
    size_t record_of[SETS_REVS], nrevs;
    struct zc_rid records[SETS_RECORDS];
    size_t nrecords;
    struct set_store stores[SETS_STORES];
    size_t nstores;
    struct set_file files[SETS_FILES];
    size_t nfiles;
    unsigned now;       /* minutes */
    char why[LAWS_WHY]; /* the first law that was broken */
};

/* Notes the first law that was broken; always false. */
__attribute__((format(printf, 2, 3))) bool sets_broken(struct sets *sets, const char *fmt, ...);

/* Plays a scenario; at the end every store gives out and takes in everything. */
void sets_play(struct sets *sets, uint64_t seed);
void sets_release(struct sets *sets);

/* The revisions of a record in a set, in the order in which they were made. */
size_t sets_revs_of(const struct sets *sets, const struct set *set, size_t record,
                    struct zc_rev out[SLOW_MAX]);
/* State of a record in a set; false: it has none there. */
bool sets_fold(const struct sets *sets, const struct set *set, size_t record,
               struct zc_arena *arena, struct zc_state *out);
/* Adds a revision that somebody made. */
void sets_add(struct sets *sets, struct set *set, size_t record, const struct zc_rev *rev);
/* The exchange file of a set, in canonical order; with `only`, of these records (bits). */
void sets_write(const struct sets *sets, const struct set *set, uint64_t only, struct zc_buf *out);
/* Reads bytes as an exchange file. Law 12: all that is in it was made by somebody. */
void sets_read(struct sets *sets, struct zc_str bytes, struct set *out,
               struct zc_exchange_report *report);
/* Damages the bytes of a file as sticks, editors and spreadsheets do. */
void sets_damage(struct sets *sets, struct zc_str bytes, struct zc_buf *out);

/* All laws that are of sets, after a scenario was played. */
void sets_check_laws(struct sets *sets);

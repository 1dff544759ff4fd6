#pragma once
#include "core/figure.h"
#include "tui/survey.h"

/* Counting for the tables of a survey (统计): every visible record of the forms that a table counts
 * is asked for its keys and its measures (forms/pack_reports.h), once for all tables, some 20 µs
 * each. Done in slices, so that a screen stays usable; between two slices no transaction is open.
 *
 * The totals are counted on their own, not added up from the rows: that both agree is a check. */

struct zc_tally_ask {
    struct zc_days_asked days;
    bool dated; /* records as they were at the end of days.as_of (storage/as_of.h); else as now */
};

struct zc_tally;
/* `tables` is copied, the pack borrowed. */
struct zc_tally *zc_tally_new(struct zc_survey *survey, const struct zc_pack_table *const *tables,
                              uint32_t ntables, const struct zc_tally_ask *ask);
void zc_tally_free(struct zc_tally *tally); /* NULL is fine */
/* One slice of about `ms`. Fails when the store cannot be read. */
bool zc_tally_step(struct zc_tally *tally, int ms, bool *done, struct zc_err *err);
void zc_tally_progress(const struct zc_tally *tally, uint64_t *read, uint64_t *all);

/* The keys of a table, when it is done: those of its list in their order, whether there are
 * records or not, then others that occur; an empty one last (未填), where it occurs. */
struct zc_tally_keys {
    uint32_t n;
    const struct zc_tally_key {
        struct zc_str key;
        struct zc_str label; /* in the current language */
        unsigned group;      /* keys that are groups */
        uint32_t slot;       /* private */
    } * keys;
};
/* In `arena`. */
void zc_tally_rows(const struct zc_tally *tally, uint32_t table, struct zc_arena *arena,
                   struct zc_tally_keys *out);
void zc_tally_cols(const struct zc_tally *tally, uint32_t table, struct zc_arena *arena,
                   struct zc_tally_keys *out);
/* The figure of a measure (place among those of the table); a key that is NULL stands for all. */
struct zc_figure zc_tally_figure(const struct zc_tally *tally, uint32_t table,
                                 const struct zc_tally_key *row, const struct zc_tally_key *col,
                                 uint32_t measure);

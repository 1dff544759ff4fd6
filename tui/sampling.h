#pragma once
#include "tui/survey.h"

/* Sampling (抽样): which finished records of a form are checked once more. The rule is a share, a
 * least number, a condition for what must be in, a field whose values are strata, and a seed; the
 * draw itself is core/sample.h, so that two stores with the same records draw the same.
 *
 * A draw that is kept is the batch (批次) that the check screen walks: the ids stay in this store
 * until the next batch, while records come and go. Rule and seed travel, as a record of the form
 * that has the roles batch and seed, where the survey has one; anybody can draw it again. */

struct zc_sampling {
    const struct zc_form *form;
    struct zc_str seed;
    unsigned share;       /* of ZC_SAMPLE_WHOLE */
    size_t least;         /* records */
    struct zc_str where;  /* expression: only these are drawn from; empty: all finished ones */
    struct zc_str always; /* expression: these are in; empty: none */
    struct zc_str by;     /* stratum: a stored field, or `_by`, who registered it; empty: one */
};
struct zc_sample {
    uint64_t of; /* records drawn from */
    size_t n;
    const struct zc_rid *rids; /* ascending */
};

/* The pack's share and least number (rules sample_share and sample_min, else 10 % and 20), no
 * conditions, today's date as seed. In `arena`. */
void zc_sampling_begin(const struct zc_survey *survey, const struct zc_form *form,
                       struct zc_arena *arena, struct zc_sampling *out);
/* Draws, with the ids in `arena`. Fails on an expression or a stratum that the form does not
 * know. `going` (may be NULL) is told now and then how far it is; false stops. */
bool zc_sampling_draw(struct zc_survey *survey, const struct zc_sampling *sampling,
                      bool (*going)(void *ctx, uint64_t done, uint64_t of), void *ctx,
                      struct zc_arena *arena, struct zc_sample *out, struct zc_err *err);
/* "10%，至少 20 条，必抽 ${members} >= 3，按社区" */
struct zc_str zc_sampling_words(const struct zc_sampling *sampling, struct zc_arena *arena);

struct zc_batch {
    struct zc_str name, words, seed;
    size_t n; /* 0: none is kept */
    const struct zc_rid *rids;
};
/* Keeps a draw as the batch of this store; its name comes in `arena`. */
bool zc_batch_keep(struct zc_survey *survey, const struct zc_sampling *sampling,
                   const struct zc_sample *sample, struct zc_arena *arena, struct zc_str *name,
                   struct zc_err *err);
/* The batch that is kept. */
bool zc_batch_load(struct zc_survey *survey, struct zc_arena *arena, struct zc_batch *out,
                   struct zc_err *err);

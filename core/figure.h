#pragma once
#include "core/lang.h"
#include "core/str.h"

/* A figure of a report (数): a count, a share, a change, or none with the reason why. What is not
 * known prints as a dash, never as 0. Source: DOMAIN.md 8 (one decimal, half up, a denominator of 0
 * prints a dash), UX.md S11.
 *
 *     12,846   92.5%   +436   35,000.50   -0.3   —
 */

enum zc_figure_kind {
    ZC_FIGURE_UNKNOWN, /* the zeroed one */
    ZC_FIGURE_COUNT,   /* n */
    ZC_FIGURE_SHARE,   /* n of `of`; more than all is possible */
    ZC_FIGURE_CHANGE,  /* by, of the last decimal place */
    ZC_FIGURE_FIXED    /* the same without a sign in front: sums, quotients */
};
struct zc_figure {
    enum zc_figure_kind kind;
    uint64_t n, of;
    int64_t by;
    unsigned places;    /* CHANGE, FIXED: decimal places; by 12345 with 2 is 123.45 */
    struct zc_text why; /* UNKNOWN: a sentence without full stop */
};

struct zc_figure zc_figure_count(uint64_t n);
/* With `of` 0 the figure is unknown: of nothing there is no share. */
struct zc_figure zc_figure_share(uint64_t n, uint64_t of);
struct zc_figure zc_figure_change(int64_t by);
struct zc_figure zc_figure_fixed(int64_t by, unsigned places);
/* Millionths `n` divided by `of` (not 0), rounded half away from zero to `places` (at most 6). */
struct zc_figure zc_figure_quotient(int64_t n, uint64_t of, unsigned places);
/* now - before: of counts, of shares in points with one decimal, of sums; unknown where one is. */
struct zc_figure zc_figure_difference(const struct zc_figure *now, const struct zc_figure *before);
struct zc_figure zc_figure_unknown(struct zc_text why);

/* A share in tenths of a percent, half up. 1000 stands for all and nothing but all: 9,999 of 10,000
 * is 999, 10,001 of 10,000 is 1001. `of` not 0. */
uint64_t zc_share_tenths(uint64_t n, uint64_t of);

/* As people read it; the dash is `unknown`, so that a screen can choose its sign. */
void zc_figure_print(const struct zc_figure *figure, const char *unknown, struct zc_buf *out);
/* For programs: plain digits, a share as 92.5, a change as 436 or -3, nothing for unknown. */
void zc_figure_plain(const struct zc_figure *figure, struct zc_buf *out);

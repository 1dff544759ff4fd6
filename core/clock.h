#pragma once
#include "core/arena.h"
#include "core/date.h"
#include "core/err.h"

/* The clock, handed to whoever needs the time: tests, demos and the environment variable
 * ZAOCE_NOW (read in tui/) put another one in its place. The zone is a fixed offset: the survey's
 * district has had one zone since 1991. */

struct zc_clock {
    int64_t (*now_ms)(void *ctx); /* since 1970, UTC */
    void *ctx;
    int offset_min;   /* minutes east of UTC */
    int64_t fixed_ms; /* of zc_clock_fixed */
};

/* The real clock. `zone`: empty = Asia/Shanghai (+08:00), "+08:00", "UTC", or a name that the
 * system's zone files know (its offset now). */
struct zc_clock zc_clock_system(const char *zone);
/* Stands still at a moment: 2026-11-23T18:42:00+08:00. Fails with ZC_E_INPUT. */
bool zc_clock_fixed(struct zc_str at, struct zc_clock *out, struct zc_err *err);

int64_t zc_clock_ms(const struct zc_clock *clock);
struct zc_moment zc_clock_moment(const struct zc_clock *clock);
int64_t zc_clock_today(const struct zc_clock *clock); /* local day */
/* As `.at` has it: 2026-11-23T18:42:00+08:00. */
struct zc_str zc_clock_now(const struct zc_clock *clock, struct zc_arena *arena);

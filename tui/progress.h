#pragma once
#include <stdbool.h>
#include <stdint.h>

/* The progress line of a command on standard error: what, count, share, rate, time left. Only on a
 * terminal, and only when the work lasts longer than 0.2 s (CLI.md 1). */

struct zc_progress {
    const char *what; /* borrowed */
    bool quiet, shown;
    int64_t begin_ms, last_ms;
};
struct zc_progress zc_progress_begin(const char *what, bool quiet);
void zc_progress_show(struct zc_progress *progress, uint64_t done, uint64_t total);
/* Takes the line away. */
void zc_progress_end(struct zc_progress *progress);

#pragma once
#include <stdbool.h>
#include <stddef.h>

/* The width probe (UX.md 9.3): before curses starts, the terminal itself is asked how wide it
 * draws a line sign and whether it can hold back half-painted frames. */

enum { ZC_PROBE_TYPED = 256 };
struct zc_probe {
    bool ascii;        /* draw signs in ASCII */
    bool synchronized; /* understands synchronized output */
    size_t ntyped;     /* keys that came in between, to be read again */
    char typed[ZC_PROBE_TYPED];
};
/* Waits at most 300 ms for answers. */
void zc_probe_run(struct zc_probe *probe);
/* Reads the answers out of the bytes that came; used by the above and its test. True when the
 * last answer is there. */
bool zc_probe_read(struct zc_probe *probe, const char *bytes, size_t len);

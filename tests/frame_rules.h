#pragma once
#include "tui/app.h"

/* What holds for every frame and every table of keys of the program, whatever it shows
 * (UX.md 2, 4 and 10). Faults are added to `out`, one a line; no line: all is well. */

/* The frame that was painted last: whole rows, the F-key bar in the last row naming exactly the
 * keys that do something, a key line made of bound keys, no popup whose own keys are cut off, the
 * cursor in the field or on the focused row. */
void zc_frame_faults(const struct zc_app *app, struct zc_buf *out);
/* A table of bindings: no key and no letter twice, none of the keys that terminals keep for
 * themselves, labels of at most 8 columns in both languages. */
void zc_table_faults(const struct zc_screen_ops *ops, struct zc_buf *out);

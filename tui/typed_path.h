#pragma once
#include "core/arena.h"

/* Paths as people type, paste and drag them into a terminal: ~/ is the home folder, quotes around
 * the whole and file:// in front go. Tab completes them as a shell does. */

/* In `arena`, with a NUL. */
const char *zc_typed_path(struct zc_str text, struct zc_arena *arena);

/* How far Tab gets with `text`: appended to `out`, as it was typed where nothing is certain. A
 * folder that is certain ends in '/'. Returns how many names fit; of several, the first go to
 * `names` with blanks between. */
size_t zc_typed_path_complete(struct zc_str text, struct zc_buf *out, struct zc_buf *names);

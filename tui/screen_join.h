#pragma once
#include "tui/canvas.h"
#include "tui/dup_merge.h"

/* What the two screens of a unit that stands twice share: the line above the keys that says to
 * which street it will belong; nothing where both lie in the same one. */
void zc_join_draw_place(const struct zc_dup_merge *merge, struct zc_canvas *canvas);

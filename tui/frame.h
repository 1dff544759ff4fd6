#pragma once
#include "core/str.h"
#include "tui/screen.h"

/* The frame around every screen (UX.md 2): title bar in row 0, rule, message area, keys of the
 * screen and F-key bar in the last rows. Key line and bar are made from the bindings. */

enum { ZC_FRAME_MIN_ROWS = 16, ZC_FRAME_MIN_COLS = 60 };

/* Title bar in reverse: place on the left, counters on the right. */
void zc_frame_title(struct zc_canvas *canvas, struct zc_str left, struct zc_str right);
/* Row 1 of a wizard: its steps by number and name, the `here`th of them (from 1) in brackets, those
 * before it done: " 1 范围✓ [2 内容]  3 去处". */
void zc_frame_steps(struct zc_canvas *canvas, const struct zc_text *names, int n, int here);
/* Last five rows: rule, hint and message rows are left to screen and loop; keys and bar are
 * drawn. A popup has its keys in its border (zc_frame_popup_keys), the key line stays blank. */
void zc_frame_keys(struct zc_canvas *canvas, const struct zc_binding *bindings, bool popup);
/* Keys of a popup for its bottom border: "Enter选定 Esc不选". */
void zc_frame_popup_keys(const struct zc_binding *bindings, struct zc_buf *out);
/* "窗口太小：现在 52×14，至少 60×16" in the middle. */
void zc_frame_too_small(struct zc_canvas *canvas);
/* Several lines of text inside a box in the middle; gives the rows used. */
int zc_frame_lines(struct zc_canvas *canvas, int row, int col, int rows, int cols,
                   struct zc_str text);

#pragma once
#include "tui/canvas.h"

/* An edit field (UX.md 5.1): insert mode, the cursor moves by what a reader takes for one
 * character, a long value scrolls so that no wide character is ever cut in half. */

struct zc_edit {
    struct zc_buf text;
    size_t at;        /* byte offset of the cursor, between characters */
    bool fresh;       /* entered by Enter or Tab: the first printable key replaces the value */
    bool multiline;   /* line ends are kept */
    size_t max_chars; /* 0: no limit but that of a value */
    bool full;        /* the last insertion did not fit and was left out as a whole */
};

void zc_edit_set(struct zc_edit *edit, struct zc_str text); /* cursor at the end, fresh */
void zc_edit_release(struct zc_edit *edit);
struct zc_str zc_edit_text(const struct zc_edit *edit);
/* Typed or pasted text: line ends become a blank in one-line fields, control characters are
 * dropped. What does not fit is left out whole, never cut. */
void zc_edit_insert(struct zc_edit *edit, struct zc_str text);
/* Cursor and deletion keys: ← → ^← ^→ Home End Backspace Del ^U ^K ^W, and printable ones. False
 * when the key is none of them. */
bool zc_edit_key(struct zc_edit *edit, int key);
/* Draws in `cols` columns; with `focused` in the edit style, the hardware cursor at the edit
 * point. `masked`: stars. */
void zc_edit_draw(const struct zc_edit *edit, struct zc_canvas *canvas, int row, int col, int cols,
                  bool focused, bool masked);

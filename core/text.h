#pragma once
#include "core/arena.h"
#include "core/str.h"

/* Text on a grid of columns. Between data and any terminal (screens and commands alike) stands
 * zc_text_show: no control byte of a ledger ever moves a cursor, no bidi or zero-width character
 * hides what is really stored.
 *
 * `cols` are terminal columns. A cluster is what a reader takes for one character: a base with
 * its combining marks. Widths do not depend on the locale. Sources: Unicode Standard Annexes 11
 * and 29 through utf8proc; RELIABILITY.md 3.1 for what is shown in place of what. */

/* Columns of one code point: 0 for marks that combine, 1, or 2 for wide ones. Characters whose
 * width differs between terminals (U+4DC0–4DFF, U+3248–324F, Hangul letters that conjoin) count 1
 * and are shown as □. */
unsigned zc_text_cp_cols(uint32_t cp);

struct zc_cluster {
    struct zc_str text;
    unsigned cols; /* 0 only for a mark without a base */
};
/* Takes one cluster off the front of a valid text. False at its end. */
bool zc_text_next(struct zc_str *rest, struct zc_cluster *out);
/* Takes one cluster off the end. */
bool zc_text_prev(struct zc_str *rest, struct zc_cluster *out);

unsigned zc_text_cols(struct zc_str text);
/* The longest start of whole clusters that fits into `cols`; *used (may be NULL) = its columns. */
struct zc_str zc_text_head(struct zc_str text, unsigned cols, unsigned *used);
/* The longest end of whole clusters that fits. */
struct zc_str zc_text_tail(struct zc_str text, unsigned cols);
/* Appends `text` in exactly `cols` columns: cut with '…' where it is too long, blanks where it
 * is too short (before it when `right`). */
void zc_text_fit(struct zc_str text, unsigned cols, bool right, struct zc_buf *out);
/* Takes the next line of at most `cols` columns off the front: breaks at LF, behind blanks,
 * between Han characters, never before closing or behind opening punctuation if it can help it.
 * False at the end. `cols` at least 2. */
bool zc_text_wrap(struct zc_str *rest, unsigned cols, struct zc_str *line);

/* Appends `text` as it may be shown: control characters as ^X, bidi and zero-width characters as
 * ‹U+202E›, tab and line ends as ⇥ and ↵, unstable widths and private use as
 * □, marks beyond four on one base left out. Broken bytes become U+FFFD. */
void zc_text_show(struct zc_str text, struct zc_buf *out);
/* The same in an arena; a text that needs no change is given back as it is. */
struct zc_str zc_text_shown(struct zc_str text, struct zc_arena *arena);
/* True if zc_text_show would change nothing. */
bool zc_text_is_plain(struct zc_str text);

/* A number that is not for everybody, as it is shown: the first three and the last four characters
 * of a long one stay, two of a short one: 138****0000, ****11. */
struct zc_str zc_text_covered(struct zc_str text, struct zc_arena *arena);

/* Full-width ASCII (U+FF01–FF5E) and U+3000 to their ASCII forms, ideographic full stop to '.':
 * for commands, numbers, dates and codes typed with an input method. Appends to `out`. */
void zc_text_half_width(struct zc_str text, struct zc_buf *out);

#pragma once
#include "core/err.h"
#include "tui/canvas.h"

/* The terminal: the one door to ncurses. Raw input with a key table of our own (terminfo alone is
 * often wrong), bracketed paste, width probe, painting of a canvas, restoring at every exit.
 * Source of the rules: UX.md 9, tried on ncurses 6.4. */

struct zc_term;

/* Takes over the terminal on standard input and output. Fails with a sentence when they are no
 * terminal, TERM is unknown or cannot move a cursor, or no UTF-8 locale exists. */
struct zc_term *zc_term_open(struct zc_err *err);
void zc_term_close(struct zc_term *term); /* NULL is fine */
/* How it paints and reads, by the settings. What the terminal cannot do, or NO_COLOR forbids, is
 * not done. */
enum zc_term_colours { ZC_TERM_AUTO, ZC_TERM_8, ZC_TERM_MONO };
struct zc_term_look {
    enum zc_term_colours colours;
    bool plain_states; /* good, warning, error … are told by their signs alone */
    bool red_green;    /* not the blue and orange that the colour-blind tell apart */
    int esc_ms;        /* how long the rest of a key may take after Esc */
};
void zc_term_set_look(struct zc_term *term, const struct zc_term_look *look);
void zc_term_ring(struct zc_term *term);
/* "xterm-256color 80x24 256 colours, brackets round pastes, …": what there is, for the settings. */
void zc_term_describe(const struct zc_term *term, struct zc_buf *out);
void zc_term_size(const struct zc_term *term, int *rows, int *cols);
void zc_term_paint(struct zc_term *term, const struct zc_canvas *canvas);
/* Everything anew at the next painting (^L). */
void zc_term_repaint(struct zc_term *term);
/* The next key (tui/keys.h), ZC_KEY_TICK after `timeout_ms` (-1: waits for ever), ZC_KEY_GONE when
 * the terminal went away or a signal asks us to end. With ZC_KEY_PASTE the text is in `paste`. */
int zc_term_read(struct zc_term *term, int timeout_ms, struct zc_buf *paste);
/* The bare console of Linux (TERM=linux on /dev/tty1 to 63) has at most 512 signs and no Han: the
 * program speaks English there and each column that cannot be shown is a '?'. */
bool zc_term_is_console(const struct zc_term *term);
bool zc_term_names_console(const char *type, const char *device); /* of TERM and the device */
/* True if more input waits: paint once for a burst. */
bool zc_term_has_input(struct zc_term *term);

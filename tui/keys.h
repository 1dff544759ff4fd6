#pragma once
#include "core/lang.h"
#include "core/str.h"

/* Keys. A printable character is its code point; a control key is ZC_KEY_CTRL('N'); everything
 * else has a code above all code points. Which bytes make which key is known to tui/term.c alone.
 *
 * Every F-key has a second way for keyboards and terminals that keep it for themselves
 * (UX.md 4.1): Alt+digit, a control key. zc_key_alias folds those. */

#define ZC_KEY_CTRL(letter) ((letter)-64)
enum zc_key {
    ZC_KEY_NONE = 0,
    ZC_KEY_TAB = 9,
    ZC_KEY_ENTER = 13,
    ZC_KEY_ESC = 27,
    ZC_KEY_BACKSPACE = 127,
    ZC_KEY_FIRST = 0x110000,
    ZC_KEY_UP,
    ZC_KEY_DOWN,
    ZC_KEY_LEFT,
    ZC_KEY_RIGHT,
    ZC_KEY_HOME,
    ZC_KEY_END,
    ZC_KEY_PGUP,
    ZC_KEY_PGDN,
    ZC_KEY_INSERT,
    ZC_KEY_DELETE,
    ZC_KEY_BACKTAB,
    ZC_KEY_CTRL_LEFT,
    ZC_KEY_CTRL_RIGHT,
    ZC_KEY_CTRL_UP,
    ZC_KEY_CTRL_DOWN,
    ZC_KEY_CTRL_HOME,
    ZC_KEY_CTRL_END,
    ZC_KEY_F1,
    ZC_KEY_F2,
    ZC_KEY_F3,
    ZC_KEY_F4,
    ZC_KEY_F5,
    ZC_KEY_F6,
    ZC_KEY_F7,
    ZC_KEY_F8,
    ZC_KEY_F9,
    ZC_KEY_F10,
    ZC_KEY_PASTE, /* a pasted text comes with it */
    ZC_KEY_RESIZE,
    ZC_KEY_GONE,      /* the terminal went away, or somebody asked us to end */
    ZC_KEY_TICK,      /* the timer */
    ZC_KEY_ONLY_MENU, /* no key: an act that stands in the menu only */
    ZC_KEY_LAST
};

/* ^S → F2, ^C → Esc …; the key itself when it is no alias. */
int zc_key_alias(int key);
/* "Enter", "F2", "^N", "n", "↑" … in a static text of the current language, or of `buf` for
 * plain characters. */
const char *zc_key_name(int key, char buf[8]);
/* Label of an F-key in the bar: 帮助 保存 … Empty for others. */
struct zc_text zc_key_bar_label(int key);
/* Reads the notation of scripts and tests: <F2>, <Enter>, <C-n>, <Up>; one key off the front of
 * *rest, a character where there is no '<' (<lt> is '<'). False at the end. */
bool zc_key_parse(struct zc_str *rest, int *key);
/* The same notation the other way round. */
void zc_key_print(int key, struct zc_buf *out);
bool zc_key_is_text(int key);

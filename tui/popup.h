#pragma once
#include "tui/app.h"

/* Popups that the loop opens by itself, and those that every screen may use. */

/* F1: words about the focused item, then all keys of the screen. args: struct zc_app_screen of
 * the screen below. */
extern const struct zc_screen_ops zc_popup_help;
/* F9: every act of the screen with its key, then those of every menu, filtered by typing. args: as
 * above. The chosen act comes as app->pending. */
extern const struct zc_screen_ops zc_popup_menu;
/* A question; see zc_app_ask. args: struct zc_dialog. */
extern const struct zc_screen_ops zc_popup_dialog;

/* A long text to read, with scrolling; result 1 when it was closed with Enter, 0 with Esc. */
struct zc_page {
    struct zc_str title, text;
};
extern const struct zc_screen_ops zc_popup_page;

/* A line of text asked for in a popup: reasons, notes, names, numbers. The text comes as
 * app->result_text with result 1; 0 for Esc. */
struct zc_prompt {
    struct zc_str title, text, value; /* what it is for; the text to begin with */
    bool digits;                      /* a number is wanted */
    bool needed;                      /* Enter on an empty line does nothing */
    bool covered;                     /* stars instead of what is typed */
};
extern const struct zc_screen_ops zc_popup_prompt;

/* One key that somebody presses, whatever it does elsewhere; result is its code, 0 for Esc.
 * args: struct zc_page, what it is for. */
extern const struct zc_screen_ops zc_popup_key;

/* A page with every key of every screen. */
void zc_popup_show_keys(struct zc_app *app);

#pragma once
#include "core/err.h"
#include "tui/canvas.h"
#include "tui/keys.h"

/* A screen (界面): state, drawing and keys are three things. `draw` gets const state and a canvas
 * of cells, so it changes nothing and tests read it without a terminal. The one event loop is in
 * tui/app.c: a screen never waits for a key, it says what comes next. Key line, F-key bar, help
 * (F1) and menu (F9) come from the table of bindings.
 *
 * The frame (tui/frame.h) belongs to the loop: it draws the rule, the message, the key line and
 * the F-key bar in the last rows. A popup is a screen that draws over the one below. */

struct zc_app;
enum { ZC_SLICE_MS = 8 }; /* a key never waits longer than this for work in the background */
enum zc_next {
    ZC_NEXT_STAY,
    ZC_NEXT_BACK, /* leave this screen; the one below gets `resume` */
    ZC_NEXT_HOME, /* leave all screens but the first */
    ZC_NEXT_QUIT
};

struct zc_binding {
    int key, action;      /* action > 0 */
    struct zc_text label; /* zh, en, 8 columns at most; none: another key for an act above it */
};

struct zc_screen_ops {
    const char *name;                  /* also names its golden files in tests/screens/ */
    struct zc_text title;              /* for help: 登记, 台账 … */
    size_t state_size;                 /* zeroed before `enter` */
    const struct zc_binding *bindings; /* ends with key 0 */
    bool popup;
    int message_up; /* message row counted from the bottom; 0 = the third row */
    /* `args` as given to zc_app_push; borrowed during the call. */
    bool (*enter)(void *state, struct zc_app *app, const void *args, struct zc_err *err);
    /* Before each painting: fetch what the size needs. May be NULL. */
    void (*update)(void *state, struct zc_app *app, int rows, int cols);
    void (*draw)(const void *state, struct zc_canvas *canvas);
    enum zc_next (*act)(void *state, struct zc_app *app, int action);
    /* A key that no binding has; printable characters are here when a text field has the focus.
     * `text` is a pasted text with ZC_KEY_PASTE. Asked before the bindings for printable keys
     * while `typing` is true. May be NULL. */
    enum zc_next (*key)(void *state, struct zc_app *app, int key, struct zc_str text);
    bool (*typing)(const void *state); /* NULL: never */
    /* About once a second while the screen is on top. */
    void (*tick)(void *state, struct zc_app *app);
    /* One slice (ZC_SLICE_MS) of the work that this screen has in hand, also while a popup is
     * above it. False when there was nothing to do. No transaction outlives the call. May be
     * NULL. */
    bool (*idle)(void *state, struct zc_app *app);
    /* The job of the app is over, while the screen is on top. May be NULL. */
    enum zc_next (*job_ended)(void *state, struct zc_app *app);
    /* The screen above was left with zc_app_result. */
    enum zc_next (*resume)(void *state, struct zc_app *app);
    /* Words about the focused item, above the keys in F1. May be NULL. */
    void (*help)(const void *state, struct zc_buf *out);
    /* The terminal goes away, or F10 leaves: keep what is being typed. False, with the reason on
     * the screen, when it could not be put on disk: then F10 stays. May be NULL. */
    bool (*save)(void *state, struct zc_app *app);
    void (*leave)(void *state); /* also after a failed enter */
};

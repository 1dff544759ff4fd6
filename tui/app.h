#pragma once
#include "core/alloc.h"
#include "tui/job.h"
#include "tui/screen.h"
#include "tui/term.h"

/* The program on a terminal: a stack of screens, one message, one loop. The loop waits for a key,
 * a timer or a signal, gives the top screen one act, paints once. While a job (tui/job.h) runs it
 * gets the time between keys, in slices so short that nobody notices.
 *
 * Everything but zc_app_run works without a terminal: tests give keys with zc_app_key and read
 * the canvas. */

struct zc_survey;
struct zc_world;

enum zc_level { ZC_SAY_DONE, ZC_SAY_PROBLEM, ZC_SAY_DOUBT, ZC_SAY_INFO };

enum { ZC_APP_DEPTH = 16, ZC_APP_LOG = 200, ZC_RESULT_LEFT = -9 };
struct zc_app_screen {
    const struct zc_screen_ops *ops;
    void *state;
};
struct zc_app {
    struct zc_survey *survey; /* NULL until a store is open; owned by whoever opened it */
    struct zc_app_screen stack[ZC_APP_DEPTH];
    unsigned depth;
    unsigned home; /* place on the stack that F10 goes to; from there it leaves */
    struct zc_canvas canvas;
    bool quit, gone;
    struct zc_term *term; /* of zc_app_run; NULL without a terminal */
    /* What the screen above left behind, for `resume`: a number and a text. ZC_RESULT_LEFT when
     * F10 took all screens above away at once. */
    int result;
    struct zc_buf result_text;
    /* Message line: newest wins. */
    enum zc_level level;
    struct zc_buf message;
    bool sticky; /* until a key; else until `message_ticks` is 0 */
    int message_ticks;
    struct zc_buf log;                     /* one line a message, the newest last */
    int pending;                           /* act that the menu chose for the screen below it */
    void (*on_new)(struct zc_app *app);    /* ^N, from anywhere; NULL: nothing to register in */
    void (*on_minute)(struct zc_app *app); /* about once a minute while nothing is typed */
    unsigned ticks;                        /* seconds since the last of those */
    struct zc_job *job; /* the one that runs, or the last one, until it is dropped; owned */
    int64_t tick_ms,
        working_ms; /* last tick in the middle of work; last painting of zc_app_working */
    const struct zc_world *world; /* where files go to and come from; NULL: this machine */
};

void zc_app_init(struct zc_app *app, int rows, int cols);
void zc_app_release(struct zc_app *app); /* leaves all screens */

/* Opens a screen on top. False when `enter` failed: the message says why. */
bool zc_app_push(struct zc_app *app, const struct zc_screen_ops *ops, const void *args);
/* Sets what `resume` of the screen below finds in app->result and app->result_text. */
void zc_app_result(struct zc_app *app, int result, struct zc_str text);
__attribute__((format(printf, 3, 4))) void zc_app_say(struct zc_app *app, enum zc_level level,
                                                      const char *fmt, ...);
void zc_app_fail(struct zc_app *app, const struct zc_err *err); /* as a problem */
/* In the middle of work that takes longer than a key and cannot be cut into slices: says how far
 * it is and paints at once. False when Esc was pressed meanwhile. */
bool zc_app_working(struct zc_app *app, const char *what, uint64_t done, uint64_t total);

/* Takes the job over and runs it between keys. False with a message, and the job freed, when
 * another one runs. */
bool zc_app_begin(struct zc_app *app, struct zc_job *job);
bool zc_app_is_working(const struct zc_app *app);
/* One slice of the job and of what screens have in hand (`idle`); false when nothing is left to do.
 * The loop calls it, and tests. */
bool zc_app_work(struct zc_app *app, int slice_ms);
/* Stops at what is done; what is in stays in. Nothing when no job runs. */
void zc_app_stop(struct zc_app *app);
/* Stops and frees: whoever began it needs its results no more. */
void zc_app_drop(struct zc_app *app);

/* One key (tui/keys.h) for the top screen; `text` goes with ZC_KEY_PASTE. */
void zc_app_key(struct zc_app *app, int key, struct zc_str text);
void zc_app_resize(struct zc_app *app, int rows, int cols);
/* Draws all that shows into app->canvas. */
void zc_app_paint(struct zc_app *app);
/* The loop, until the last screen is left. */
void zc_app_run(struct zc_app *app, struct zc_term *term);

/* A question with numbered answers (UX.md 5.8): two or three where something is decided, up to
 * nine where one of a few is chosen (a group, a role). The answer comes as app->result from 1 on
 * in `resume`, 0 for Esc. No answer is given by Enter alone unless `safe` names it. */
enum { ZC_DIALOG_MAX = 9 };
struct zc_dialog {
    struct zc_str title, text;
    const char *answers[ZC_DIALOG_MAX]; /* NULL: fewer */
    int safe;                           /* number of an answer, 0: none */
};
void zc_app_ask(struct zc_app *app, const struct zc_dialog *dialog);

#pragma once
#include "tui/challenge.h"
#include "tui/edit.h"
#include "tui/form_view.h"
#include "tui/glyph.h"
#include "tui/previous.h"
#include "tui/screens.h"
#include "tui/undo.h"

/* What the parts of the form screen share: screen_form.c (keys, movement),
 * screen_form_answer.c (how an answer gets into the entry), screen_form_finish.c (finishing,
 * leaving, giving up), screen_form_meet.c (two windows with one form), screen_form_draw.c (the
 * picture), screen_form_pane.c (what wide terminals show besides). */

/* What the form waits for from the popup above it. */
enum zc_form_waiting {
    ZC_FORM_WAITS_NOT,
    ZC_FORM_WAITS_PICK,
    ZC_FORM_WAITS_LINK,
    ZC_FORM_WAITS_RECORD, /* a new record that the field is to name */
    ZC_FORM_WAITS_POINTS,
    ZC_FORM_WAITS_DOUBT,
    ZC_FORM_WAITS_NOTE,
    ZC_FORM_WAITS_NUMBER,
    ZC_FORM_WAITS_LEAVE,
    ZC_FORM_WAITS_AGAIN,   /* save what was passed already, or hand in again without a change? */
    ZC_FORM_WAITS_DISCARD, /* give up what is not saved? */
    ZC_FORM_WAITS_MISSING  /* 拒答 or 不详, for a field without a list */
};

/* What F8 writes at the field. */
enum zc_form_said {
    ZC_FORM_SAYS_NOTE,
    ZC_FORM_SAYS_REASON, /* why a soft rule may stand */
    ZC_FORM_SAYS_REPLY   /* to the question of a checker */
};

struct zc_claim;

struct zc_form_screen {
    struct zc_survey *survey;
    struct zc_entry *entry;
    struct zc_claim *claim; /* NULL: nobody is told (storage/claim.h) */
    struct zc_form_view view;
    struct zc_edit edit;
    struct zc_previous previous; /* the record that this one copies, or the last one */
    bool copies;
    struct zc_undo undo;
    struct zc_arena offered; /* the list that is open: some are made for the moment */
    int64_t opened_ms;
    bool dirty;           /* the field holds keys that are not accepted yet */
    bool journalled;      /* … and they are on disk */
    struct zc_err unkept; /* why answers are on the screen only; code 0: all are on disk */
    bool once;            /* leaves when it is saved */
    bool done;            /* a new record was finished: Enter begins the next one */
    bool clashed;         /* the field holds what another window answered differently */
    bool moved;           /* the cursor went on by itself with the key before this one */
    enum zc_form_waiting waiting;
    enum zc_save how; /* of a saving that is asked about first */
    struct zc_buf reason;
    struct zc_buf returned;                /* why the record came back, empty: it did not */
    const struct zc_challenge *challenges; /* what was asked about its fields */
    size_t nchallenges;
    struct zc_arena asked; /* their texts */
    enum zc_form_said said;
    uint32_t top; /* first line shown, of the section */
    int body;     /* rows for lines */
};

/* The question under the cursor; NULL on other lines. */
struct zc_node *zc_form_node(const struct zc_form_screen *form);

/* What was asked about it (质疑), in `arena`; empty: nothing. */
struct zc_str zc_form_challenge(const struct zc_form_screen *form, const struct zc_node *node,
                                struct zc_arena *arena);

/* screen_form_answer.c */

/* The field under the cursor begins with its answer. */
void zc_form_begin_field(struct zc_form_screen *form);
/* Takes what was typed as the answer. False when it must not be stored: the cursor stays. */
bool zc_form_accept(struct zc_form_screen *form, struct zc_app *app);
/* Tab in the path of a file: completes it, or says what fits. False when there is nothing to
 * complete: Tab goes on. */
bool zc_form_complete(struct zc_form_screen *form, struct zc_app *app);
/* Enter on a carried answer makes it one's own; leaving the field in another way does not. */
void zc_form_confirm(struct zc_form_screen *form, struct zc_app *app);
/* After answers changed: a step for undo, the unsaved form on disk, lines again. */
void zc_form_changed(struct zc_form_screen *form, struct zc_app *app, struct zc_str field);
/* True in a store that is only to be looked at; says so. */
bool zc_form_refuses(struct zc_form_screen *form, struct zc_app *app);
/* True if the field takes nothing now (that, or a conflict that the leader decides); says so. */
bool zc_form_is_blocked(struct zc_form_screen *form, struct zc_app *app);
void zc_form_ditto(struct zc_form_screen *form, struct zc_app *app);
void zc_form_copy_all(struct zc_form_screen *form, struct zc_app *app);
void zc_form_undo(struct zc_form_screen *form, struct zc_app *app, int direction);
bool zc_form_add_row(struct zc_form_screen *form, struct zc_app *app);
/* Removes the row the cursor is in. False: it is in none. */
bool zc_form_remove_row(struct zc_form_screen *form, struct zc_app *app);
/* A choice of a list: becomes the answer, or is put to or taken from several. */
void zc_form_choose(struct zc_form_screen *form, struct zc_str value);
/* The choices of a short list, which show in line and are chosen by a digit: at most ten. */
bool zc_form_short_choices(const struct zc_fill *fill, const struct zc_node *node,
                           struct zc_arena *arena, struct zc_choices *out);
/* The digit of the i-th of them: the code where codes are digits, else its place. */
char zc_form_choice_digit(const struct zc_choices *choices, uint32_t i);
/* The journal of the field being typed: about once a second while there is something new. True
 * when everything is on disk that may be. */
bool zc_form_journal(struct zc_form_screen *form, struct zc_app *app);

/* screen_form_finish.c */

/* Begins with a draft, a record or a new one; what was open before is let go. An unsaved form of
 * the record goes on where it was left. */
bool zc_form_begin(struct zc_form_screen *form, struct zc_app *app, const struct zc_form_args *open,
                   struct zc_err *err);
/* F2: saves, or says what is open, or asks where saving would undo a check. */
enum zc_next zc_form_finish(struct zc_form_screen *form, struct zc_app *app);
enum zc_next zc_form_save(struct zc_form_screen *form, struct zc_app *app, enum zc_save how,
                          struct zc_str reason);
/* Keeps everything that was typed; asks where that is not possible. */
enum zc_next zc_form_leave(struct zc_form_screen *form, struct zc_app *app);
void zc_form_ask_discard(struct zc_form_screen *form, struct zc_app *app);
/* What the questions of this file were answered with; `waiting` is one of theirs. */
enum zc_next zc_form_answered(struct zc_form_screen *form, struct zc_app *app,
                              enum zc_form_waiting waiting);

/* screen_form_meet.c */

/* Another window has written this form since it was read here (ZC_E_CONFLICT): its answers and
 * those of this window stand in a new entry, with new nodes; says so. They are to be kept then.
 * False, and all is as it was: not now, or the store cannot be read (`unkept` says why). */
bool zc_form_meet(struct zc_form_screen *form, struct zc_app *app);
/* This window has the form open; says so where another one has it too. */
void zc_form_claim(struct zc_form_screen *form, struct zc_app *app);

/* screen_form_draw.c */

enum { ZC_FORM_OUTLINE_COLS = 24, ZC_FORM_HELPER_COLS = 46 };
void zc_form_update(void *state, struct zc_app *app, int rows, int cols);
void zc_form_draw(const void *state, struct zc_canvas *canvas);
enum zc_glyph zc_form_mark_glyph(enum zc_mark mark, enum zc_style *style);
/* In at most `most` rows; what is left over is cut. */
void zc_form_draw_wrapped(struct zc_canvas *canvas, int row, int col, int cols, int most,
                          enum zc_style style, struct zc_str text);

/* screen_form_pane.c */
void zc_form_draw_outline(const struct zc_form_screen *form, struct zc_canvas *canvas);
void zc_form_draw_helper(const struct zc_form_screen *form, struct zc_canvas *canvas);

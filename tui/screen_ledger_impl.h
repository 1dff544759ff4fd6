#pragma once
#include "tui/ledger_find.h"
#include "tui/ledger_view.h"
#include "tui/record_view.h"
#include "tui/review.h"
#include "tui/saved_view.h"
#include "tui/screens.h"

/* What the parts of tui/screen_ledger*.c share. */

/* One act on many records, one after the other (a slice at a time): a review act, or a note. */
struct zc_ledger_batch {
    bool on, note;
    enum zc_act act;    /* when it is no note */
    struct zc_buf text; /* the reason of the act; the note */
    struct zc_rid_list rids, refused;
    size_t at, done;
    struct zc_err why; /* of the first that was refused */
    uint64_t number;   /* of the act in the log (tui/survey.h); 0: nothing was done */
};

/* The focused record in the pane at the right. */
struct zc_ledger_preview {
    struct zc_rid rid;
    uint64_t number; /* zc_txn_number of the list it was read for */
    struct zc_record_view record;
    struct zc_str title;
    uint32_t n, top;
    struct zc_ledger_preview_line {
        struct zc_str label, value;
        enum zc_style style;
    } * lines;
    bool focused; /* ↑ ↓ scroll it */
    struct zc_arena arena;
};

enum zc_ledger_asked {
    ZC_LEDGER_ASKED_NOTHING,
    ZC_LEDGER_ASKED_FILTER,
    ZC_LEDGER_ASKED_COLUMNS,
    ZC_LEDGER_ASKED_FORM,
    ZC_LEDGER_ASKED_NUMBER,
    ZC_LEDGER_ASKED_UNDO,
    ZC_LEDGER_ASKED_ACT, /* this and the next ones are for a batch */
    ZC_LEDGER_ASKED_REASON,
    ZC_LEDGER_ASKED_NOTE
};

struct zc_ledger_screen {
    struct zc_ledger_view view;
    struct zc_ledger_find find;
    struct zc_rid_list marks; /* a set */
    struct zc_ledger_batch batch;
    struct zc_ledger_preview preview;
    uint32_t column; /* the focused one: `o` and `s` sort by it */
    unsigned height;
    struct zc_rid told; /* record that cannot be read, of which the message was */
    enum zc_ledger_asked asked;
    enum zc_act acts[ZC_DIALOG_MAX]; /* that the dialog offered */
};

enum { ZC_LEDGER_PANE = 160, ZC_LEDGER_TABLE_COLS = 108 }; /* the pane begins behind the table */

/* screen_ledger_draw.c */
void zc_ledger_screen_draw(const void *state, struct zc_canvas *canvas);

/* screen_ledger_preview.c */
/* Reads the focused record for the pane, when it is another or has changed. */
void zc_ledger_preview_load(struct zc_ledger_screen *ledger, struct zc_app *app);
void zc_ledger_preview_draw(const struct zc_ledger_preview *preview, struct zc_canvas *canvas);
/* By one line (1, -1); false when the table has the focus. */
bool zc_ledger_preview_scroll(struct zc_ledger_preview *preview, int by);
void zc_ledger_preview_release(struct zc_ledger_preview *preview);

/* screen_ledger_batch.c */
void zc_ledger_review_ask(struct zc_ledger_screen *ledger, struct zc_app *app);
void zc_ledger_note_ask(struct zc_ledger_screen *ledger, struct zc_app *app);
/* The answer to any of its questions (ACT, REASON, NOTE). */
void zc_ledger_batch_answer(struct zc_ledger_screen *ledger, struct zc_app *app);
/* One slice of the batch; false: there is none. */
bool zc_ledger_batch_step(struct zc_ledger_screen *ledger, struct zc_app *app);
void zc_ledger_batch_end(struct zc_ledger_screen *ledger, struct zc_app *app);
/* The last act of the person at work: at once where it is the batch that was done here last, else
 * after a question, which the second answers yes. */
void zc_ledger_undo_ask(struct zc_ledger_screen *ledger, struct zc_app *app);
void zc_ledger_undo(struct zc_ledger_screen *ledger, struct zc_app *app);
void zc_ledger_batch_release(struct zc_ledger_batch *batch);

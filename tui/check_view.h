#pragma once
#include "tui/dossier.h"
#include "tui/recheck.h"
#include "tui/review.h"
#include "tui/sampling.h"

/* Records to check (核实), without a terminal: those that wait for the person at work, those that
 * were chosen, or a sample that was drawn; and the questions of one of them with what is
 * registered, how one finds out, and what was found. Nothing of it touches the record before the
 * check is finished: it passes when everything agrees, it goes back with a reason, or, in a sample,
 * only the results are kept. Either way what was found becomes a recheck (tui/recheck.h).
 *
 * Until then every result is on disk in this store, so that nobody asks a unit twice; it is
 * forgotten when the record changes, because it was about other values.
 *
 * Blind (盲核): what is registered is hidden until the checker has typed what he found himself; the
 * two are compared as stored, and how they differ is shown (core/difference.h). A second entry of
 * a whole record is a blind check of all questions. */

/* Of a record that changed after a check, whatever changed is among the questions. */
struct zc_check_item {
    struct zc_str field, label;
    const struct zc_question *q;
    struct zc_str registered, second; /* as stored; second: of DIFFERS, and of a blind check */
    struct zc_str way;                /* value of the list of ways; empty: there is none */
    enum zc_check_verdict verdict;
    bool changed;            /* since it was checked last; `before` is what stood there then */
    struct zc_str before;    /* as stored */
    bool corrected;          /* the record has `second` already; `registered` is what was wrong */
    struct zc_str challenge; /* what was asked about it and replied (tui/challenge.h), or empty */
    bool challenged;         /* … and nobody has replied yet */
};

enum zc_check_source { ZC_CHECK_WAITING, ZC_CHECK_CHOSEN, ZC_CHECK_SAMPLE };
struct zc_check_view {
    struct zc_survey *survey;
    enum zc_check_source source;
    bool blind, whole; /* whole: all questions that have an answer field, not the main ones */
    struct zc_batch batch;
    size_t nrids, at;
    const struct zc_rid *rids;
    bool *done;                       /* of rids: checked, if not of those that wait */
    size_t ndone, npassed, nreturned; /* of rids; in this sitting */
    struct zc_dossier dossier;        /* of rids[at]; empty when there is none */
    uint32_t nitems, focus;
    struct zc_check_item *items;
    struct zc_str reason; /* why it goes back, as far as it was typed */
    uint64_t number;      /* zc_txn_number of the list */
    struct zc_arena list, arena;
};

/* `rids` (may be NULL): records that were chosen, in their order, copied. Else what was asked for
 * last in this store: the batch of a sample, or what waits. */
bool zc_check_view_open(struct zc_check_view *view, struct zc_survey *survey,
                        const struct zc_rid *rids, size_t n, struct zc_err *err);
void zc_check_view_release(struct zc_check_view *view);
/* Reads what changed meanwhile; stays on its record while that has the same heads. */
bool zc_check_view_refresh(struct zc_check_view *view, struct zc_err *err);
/* To the next or previous record, round the end; in a sample to one that is not done yet, if
 * there is one. */
bool zc_check_view_turn(struct zc_check_view *view, int by, struct zc_err *err);
/* Walks another list, or checks in another way; remembered in this store. */
bool zc_check_view_use(struct zc_check_view *view, enum zc_check_source source, bool blind,
                       bool whole, struct zc_err *err);

struct zc_check_item *zc_check_view_item(const struct zc_check_view *view); /* the focused one */
/* What is registered is not to be seen yet. */
bool zc_check_view_hides(const struct zc_check_view *view, const struct zc_check_item *item);
/* Sets the result of the focused item. AGREES is refused where the value is hidden. */
bool zc_check_view_say(struct zc_check_view *view, enum zc_check_verdict verdict,
                       struct zc_err *err);
/* The same of items that are still open, at most `n` from `first` on: they agree. */
bool zc_check_view_all_agree(struct zc_check_view *view, uint32_t first, uint32_t n,
                             struct zc_err *err);
/* What the checker found out: read as if typed into the form, compared with what is registered.
 * Fails with ZC_E_INPUT when it can be no answer. */
bool zc_check_view_found(struct zc_check_view *view, struct zc_str text, struct zc_err *err);
bool zc_check_view_set_way(struct zc_check_view *view, struct zc_str way, struct zc_err *err);
bool zc_check_view_set_reason(struct zc_check_view *view, struct zc_str reason, struct zc_err *err);
/* Asks about the focused item (质疑); the record stays where it is, and so do the results. An empty
 * text withdraws it. */
bool zc_check_view_ask(struct zc_check_view *view, struct zc_str text, struct zc_err *err);
uint32_t zc_check_view_count(const struct zc_check_view *view, enum zc_check_verdict verdict);

/* Finishing; each keeps the results and goes on to the next record. What is done to the record and
 * the recheck are one act to whoever undoes it. */
/* Everything agrees: the record passes. In a sample one that has passed already stays as it is. */
bool zc_check_view_pass(struct zc_check_view *view, struct zc_err *err);
/* It goes back to its worker; needs a reason. */
bool zc_check_view_return(struct zc_check_view *view, struct zc_err *err);
/* Only the results are kept (a sample). `found` false: there is no such unit. */
bool zc_check_view_note(struct zc_check_view *view, bool found, struct zc_err *err);
/* Takes back what the person at work did last (tui/review.h), and goes to the record that it was
 * done to. */
bool zc_check_view_undo(struct zc_check_view *view, struct zc_rid *rid, struct zc_err *err);
/* Writes what was found into the record on the spot (当场代改), as an edit of the checker; the
 * other results stay. */
bool zc_check_view_correct(struct zc_check_view *view, struct zc_err *err);

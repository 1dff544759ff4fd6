#pragma once
#include "tui/dossier.h"
#include "tui/review.h"

/* What the record screen (查看) shows, without a terminal: one record under five headings. All of
 * it is made anew by loading; texts live until then. */

/* 内容: an answer with its label, in form order; then what the form does not know. */
struct zc_record_item {
    struct zc_str field, label, value;
    bool conflict, empty;
};
/* 历史: one change of one step, the newest step first. A step that began the record is one line
 * with the number of its fields. */
struct zc_record_event {
    uint32_t step;                 /* of dossier.history */
    bool first;                    /* the line that names the step */
    struct zc_str when, who, what; /* what: the field, in words */
    struct zc_str field;           /* as stored; empty: a line about all of them, or an act */
    struct zc_str change;          /* 6 → 8 */
    const char *source;
};
/* 备注, and the acts of 核实: who said what when. */
struct zc_record_note {
    struct zc_str when, who, label, text;
    struct zc_str field; /* of the answer that it is about; empty: the record */
};
/* 核实: an act, and why it cannot be done now. */
struct zc_record_act {
    enum zc_act act;
    bool may;
    struct zc_str why;
};
/* 关联: another record and what it is to this one: a duplicate, named by this one, or naming it
 * (tui/record_links.h). */
struct zc_record_link {
    struct zc_rid rid;
    struct zc_str number, name, status, relation;
    uint64_t more; /* others of the same relation that are not listed */
};

struct zc_record_view {
    struct zc_dossier dossier;
    uint32_t nitems, nevents, nnotes, nchecks, nacts, nmay, nlinks;
    const struct zc_record_item *items;
    const struct zc_record_event *events;
    const struct zc_record_note *notes, *checks;
    const struct zc_record_act *acts; /* those that may be done first: `nmay` of them */
    const struct zc_record_link *links;
    struct zc_str returned; /* zc_returned_text */
    struct zc_arena arena;
};

/* A view that was loaded before is made anew. On failure it is empty. */
bool zc_record_view_load(struct zc_record_view *view, struct zc_survey *survey, struct zc_rid rid,
                         struct zc_err *err);
void zc_record_view_release(struct zc_record_view *view);
/* Shows what is masked; looking is written to the audit log first, and not done where that
 * fails. */
bool zc_record_view_reveal(struct zc_record_view *view, struct zc_err *err);
/* Covers it again. */
void zc_record_view_cover(struct zc_record_view *view);
/* True if anything of this record is masked. */
bool zc_record_view_has_masked(const struct zc_record_view *view);

/* Adds a note on the record, as a revision on the heads shown. */
bool zc_record_view_note(struct zc_record_view *view, struct zc_str text, struct zc_err *err);

/* Two versions side by side: fields that differ between two steps (ZC_NO_STEP: what is now). */
struct zc_record_difference {
    struct zc_str field, label, a, b; /* a and b as people read them */
};
void zc_record_view_compare(const struct zc_record_view *view, uint32_t a, uint32_t b,
                            struct zc_arena *arena, const struct zc_record_difference **out,
                            size_t *n);
/* The writes that bring the values of an earlier version back (回到该版): data fields and rows of
 * repeats that are different now, by name. */
void zc_record_view_back(const struct zc_record_view *view, uint32_t step, struct zc_arena *arena,
                         const struct zc_pair **writes, size_t *n);
/* Writes them as one revision on the heads shown. */
bool zc_record_view_write_back(struct zc_record_view *view, uint32_t step, struct zc_err *err);

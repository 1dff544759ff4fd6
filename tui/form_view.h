#pragma once
#include "tui/survey.h"

/* What the form screen (登记) shows, without a terminal: sections and lines of an entry, the
 * cursor, the way really taken. Sections are the form's top-level groups; questions outside any
 * group make sections of their own kind before, between and behind them.
 *
 * Lines list every question that has a face, also those that do not apply now (shown with '-');
 * the cursor visits only questions that somebody can answer at this moment. */

enum zc_line_kind {
    ZC_LINE_QUESTION,
    ZC_LINE_GROUP, /* head of a group inside the section */
    ZC_LINE_ROW,   /* head of a row of a repeat */
    ZC_LINE_ADD    /* ＋: adds a row to the repeat */
};
struct zc_form_line {
    enum zc_line_kind kind;
    struct zc_node *node;        /* ADD: the parent of the rows */
    const struct zc_question *q; /* ADD: the repeat */
    unsigned number;             /* running number in the section, from 1; 0: none */
    unsigned depth;              /* 0 in the section itself */
};

/* The state of a line or a section, as glyph and word (UX.md 3). */
enum zc_mark {
    ZC_MARK_OPEN,     /* · nothing yet */
    ZC_MARK_DONE,     /* ✓ */
    ZC_MARK_PROBLEM,  /* ! hard: must be mended */
    ZC_MARK_CONFLICT, /* # several values stand, a leader decides */
    ZC_MARK_DOUBT,    /* ? soft: to be checked */
    ZC_MARK_COMPUTED, /* ~ */
    ZC_MARK_CARRIED,  /* = from the last record */
    ZC_MARK_OFF       /* - does not apply now */
};

struct zc_section {
    struct zc_node *node; /* the group; NULL: questions of the root */
    uint32_t first;       /* index in view->lines, nlines of them */
    uint32_t nlines;
    uint32_t nquestions, nanswered, nproblems, nopen; /* of those that apply */
};

struct zc_form_view {
    struct zc_entry *entry;
    uint32_t nsections, section;
    const struct zc_section *sections;
    uint32_t nlines;
    const struct zc_form_line *lines;
    uint32_t cursor; /* index in lines; nlines when nothing can be answered */
    size_t ntrail, trail_cap;
    struct zc_str *trail; /* stored paths of where the cursor was before, newest last: rows and
                             whole fills may be gone when the way is taken back */
    uint64_t tick;        /* of the fill when the lines were made */
    struct zc_arena arena, trail_arena;
};

void zc_form_view_init(struct zc_form_view *view, struct zc_entry *entry);
void zc_form_view_release(struct zc_form_view *view);
/* After answers changed: makes lines and counts again when the fill says so; the cursor stays on
 * its question, or goes to the next one that can be answered. */
void zc_form_view_refresh(struct zc_form_view *view);
/* After the entry got new nodes (saved, undone): begins again at the same line. */
void zc_form_view_reset(struct zc_form_view *view);

const struct zc_form_line *zc_form_view_line(const struct zc_form_view *view); /* or NULL */
bool zc_form_view_can_visit(const struct zc_form_view *view, const struct zc_form_line *line);
/* Moves; false when there is nothing further. `next` remembers the way, `prev` takes it back. */
bool zc_form_view_next(struct zc_form_view *view);
bool zc_form_view_prev(struct zc_form_view *view);
bool zc_form_view_to(struct zc_form_view *view, const struct zc_node *node);
/* The question with this running number in a section (from 1); section 0: the present one. */
bool zc_form_view_to_number(struct zc_form_view *view, uint32_t section, unsigned number);
/* First (-1) or last (+1) question of the form that can be answered. */
bool zc_form_view_edge(struct zc_form_view *view, int direction);
/* First question of the next (+1) or previous (-1) section that has one. */
bool zc_form_view_turn(struct zc_form_view *view, int direction);
/* Next line with a problem behind the cursor, round the end. */
bool zc_form_view_next_problem(struct zc_form_view *view);

enum zc_mark zc_form_view_mark(const struct zc_form_view *view, const struct zc_form_line *line);
enum zc_mark zc_section_mark(const struct zc_section *section);
/* Label of a section in the form's language, in `arena`. */
struct zc_str zc_section_label(const struct zc_form_view *view, uint32_t section,
                               struct zc_arena *arena);

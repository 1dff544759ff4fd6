#pragma once
#include "tui/ledger_view.h"
#include "tui/record_view.h"
#include "tui/screens.h"

/* What the parts of the record screen share: screen_record.c (keys, acts, what is asked),
 * screen_record_draw.c (the picture). */

enum zc_record_tab {
    ZC_TAB_CONTENT,
    ZC_TAB_HISTORY,
    ZC_TAB_NOTES,
    ZC_TAB_REVIEW,
    ZC_TAB_LINKS,
    ZC_TAB_COUNT
};

/* What the screen waits for from the popup above it. */
enum zc_record_waiting {
    ZC_RECORD_WAITS_NOT,
    ZC_RECORD_WAITS_ACT,
    ZC_RECORD_WAITS_REASON,
    ZC_RECORD_WAITS_OTHER,
    ZC_RECORD_WAITS_NOTE,
    ZC_RECORD_WAITS_BACK,
    ZC_RECORD_WAITS_FIELD,    /* which one to ask about */
    ZC_RECORD_WAITS_CHALLENGE /* what is asked */
};

/* Where an answer stands: from `row` of the content, which scrolls. */
struct zc_record_place {
    int row, rows, col, cols;
};

struct zc_record_screen {
    struct zc_survey *survey;
    struct zc_rid rid;
    struct zc_ledger_view *list; /* of the screen below; NULL: opened from elsewhere */
    struct zc_record_view view;
    bool loaded;
    struct zc_err unread; /* why it could not be loaded */
    enum zc_record_tab tab;
    uint32_t focus[ZC_TAB_COUNT], top[ZC_TAB_COUNT]; /* lines; the content only scrolls */
    uint32_t marked;                                 /* step chosen for a comparison */
    int seconds;                                     /* that masked values still show */
    enum zc_record_waiting waiting;
    enum zc_act act;
    uint32_t step; /* that a question is about */
    const struct zc_record_place *places;
    uint32_t nlines; /* of the content */
    struct zc_arena layout;
    struct zc_buf field;     /* that is asked about */
    struct zc_arena offered; /* the list it was chosen from */
};

/* screen_record_draw.c */

int zc_record_body(int rows); /* rows of a tab's list or content */
uint32_t zc_record_lines(const struct zc_record_screen *record); /* of the current tab */
void zc_record_lay(struct zc_record_screen *record, int rows, int cols);
void zc_record_draw(const void *state, struct zc_canvas *canvas);

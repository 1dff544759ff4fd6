#pragma once
#include "tui/survey.h"

/* The evening (今天): what the person at work did today, what of it is still open, and whether it
 * is safe. Records that he changed last, today, of the ledger and of the doors, newest first; read
 * by the stored view of changes, so only today's are looked at. */

struct zc_today_item {
    struct zc_rid rid;
    struct zc_str title, form, at; /* at: HH:MM */
    enum zc_status status;
    bool is_door, conflict;
    uint32_t hard, soft; /* what its form still complains of */
};
enum { ZC_TODAY_ITEMS = 1000 };
struct zc_today {
    size_t n;
    struct zc_today_item *items;
    uint64_t units, finished, doors, open; /* open: records with points left */
    uint64_t unsaved, unexported;
    struct zc_str backup; /* "11-23 18:30"; empty: there is none */
    struct zc_arena arena;
};
bool zc_today_load(struct zc_survey *survey, struct zc_today *out, struct zc_err *err);
void zc_today_release(struct zc_today *today);

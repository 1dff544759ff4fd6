#pragma once
#include "core/route.h"
#include "storage/count.h"
#include "tui/rid_list.h"
#include "tui/survey.h"

/* The walk (走访), without a terminal: doors and units of one community in the order in which
 * somebody comes past them (core/route.h), odd side and even side apart, the units of a door behind
 * it. Doors are the records of the form outside the ledger that has community, road, number and
 * outcome; units are those of the ledger.
 *
 * Only the records of the community are read, by the stored view of areas, in slices between keys;
 * between two slices no transaction is open. Of each record the list keeps its place and how far it
 * is (some 150 bytes); what a screenful shows is read afresh. When records changed, the list is
 * made again behind the one that shows, and the cursor follows its record. */

struct zc_route_stop {
    struct zc_route_key key;
    uint32_t form, road; /* of the pack; of the view's roads */
    bool is_door, seed;
    bool behind; /* a unit whose door stands above it */
    enum zc_walk walk;
    enum zc_status status;
    uint32_t nbehind, nsettled; /* DOOR: units behind it, and those that need nobody to come */
};
struct zc_route_road {
    struct zc_str key, label;    /* as compared; as people write it */
    uint32_t doors, units, open; /* open: nobody was there, or somebody has to come again */
};
enum zc_route_line_kind { ZC_LINE_ROAD, ZC_LINE_STOP };
struct zc_route_line {
    enum zc_route_line_kind kind;
    uint32_t road;
    enum zc_route_side side; /* ROAD: heading of this side */
    uint32_t stop;           /* STOP */
};

/* What a line shows, as people read it; in the window's arena. */
struct zc_route_row {
    struct zc_str place; /* house number, as it was written; for a unit behind its door: empty */
    struct zc_str title; /* name of the building, of the unit */
    struct zc_str kind, outcome, code;
    struct zc_str expected, attempts;
    bool conflict, gone;
    enum zc_status status;
    enum zc_walk walk;
};

struct zc_route_list { /* one making of it */
    struct zc_arena arena;
    size_t nstops, cap;
    struct zc_route_stop *stops;
    uint32_t nroads, roads_cap;
    struct zc_route_road *roads;
};

struct zc_route_view {
    struct zc_survey *survey;
    const struct zc_form *doors; /* NULL: this survey has no such form */
    struct zc_str community, label;
    struct zc_str road; /* key of the one that shows; of `all`: every one */
    bool all, only_open;
    struct zc_route_list list, next;
    struct zc_rid_list todo; /* of `next`: still to be read, from `at` on */
    size_t at;
    bool making, made;
    struct zc_route_maker maker;
    uint32_t nlines, lines_cap;
    struct zc_route_line *lines;
    uint32_t cursor, top, nrows;
    struct zc_route_row *rows; /* of the lines from `top` on */
    struct zc_rid want;        /* where the cursor goes when its record comes by */
    uint64_t number;           /* zc_txn_number the list belongs to */
    struct zc_arena window, arena;
};

/* NULL: the survey has none. */
const struct zc_form *zc_route_doors(const struct zc_pack *pack);
void zc_route_view_init(struct zc_route_view *view, struct zc_survey *survey);
void zc_route_view_release(struct zc_route_view *view);
/* Another community, by its code in areas.csv; remembered for the next time. */
bool zc_route_view_go(struct zc_route_view *view, struct zc_str community, struct zc_err *err);
/* The one that was walked last here, else the first of the group's ground that has records, else
 * the first. Empty: there is none. */
struct zc_str zc_route_view_last(struct zc_survey *survey, struct zc_arena *arena);
/* Is a row of areas.csv a community that the group of this store walks? */
bool zc_route_is_ground(const struct zc_survey *survey, uint32_t row);
/* One road by its place in list.roads; UINT32_MAX: all. */
void zc_route_view_show_road(struct zc_route_view *view, uint32_t road);
void zc_route_view_show_open(struct zc_route_view *view, bool only_open);
/* The next road (1) or the one before (-1), round the end; from all roads to the first. */
void zc_route_view_turn(struct zc_route_view *view, int by);
/* Rows for `height` lines around the cursor; begins to make the list again when records changed. */
bool zc_route_view_load(struct zc_route_view *view, unsigned height, struct zc_err *err);
/* One slice; false: there is nothing to do. */
bool zc_route_view_step(struct zc_route_view *view, int ms, struct zc_err *err);
void zc_route_view_move(struct zc_route_view *view, int by);
void zc_route_view_to(struct zc_route_view *view,
                      struct zc_rid rid); /* where it is, or when it comes */
/* The stop under the cursor; NULL: a heading, or nothing. */
const struct zc_route_stop *zc_route_view_stop(const struct zc_route_view *view);
/* The door of the stop under the cursor: itself, or the one above the unit; NULL: none. */
const struct zc_route_stop *zc_route_view_door(const struct zc_route_view *view);

/* What came of going there, by one key: a choice of the outcome's list, the day with it. A unit
 * whose form asks for more than that keeps the answer as an unsaved form, *more says so; of a door
 * the answer is saved in any case, *lacks (may be NULL) names what its form still asks for. */
bool zc_route_settle(struct zc_survey *survey, struct zc_rid rid, struct zc_str value, bool *more,
                     struct zc_buf *lacks, struct zc_err *err);

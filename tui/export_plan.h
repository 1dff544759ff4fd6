#pragma once
#include "tui/give_out.h"
#include "tui/sites.h"

/* What is to be exported, and where to (导出的打算): what the export screen lets a person choose,
 * without a terminal. Everything is chosen as last time; the choices of an export that was done are
 * remembered in the store. */

enum zc_plan_range { ZC_PLAN_ALL, ZC_PLAN_CHANGES, ZC_PLAN_QUEUE, ZC_PLAN_GIVEN };
/* States that can be chosen; the names are those of storage/view.h. */
struct zc_plan_queue {
    const char *name;
    struct zc_text label;
};
enum { ZC_PLAN_QUEUES = 9 };
extern const struct zc_plan_queue zc_plan_queues[ZC_PLAN_QUEUES];

struct zc_export_plan {
    struct zc_survey *survey;
    const struct zc_world *world;
    /* What is chosen. */
    enum zc_plan_range range;
    enum zc_give_kind kind;
    int queue, form; /* of zc_plan_queues; of the pack's forms, -1: all */
    bool no_drafts, gb18030, mask;
    struct zc_str site_name; /* it may be gone meanwhile */
    /* What there is. */
    uint64_t records, changes, queued; /* queued: in the chosen state */
    struct zc_local_numbers numbers;
    struct zc_str last_at;       /* time of the last export of all changes, as shown */
    const struct zc_str *titles; /* of the forms */
    struct zc_site *sites;       /* a typed folder is the last one */
    uint32_t nsites;
    /* Records that somebody marked, ascending; label empty: none. */
    struct zc_str given_label;
    struct zc_rid *given;
    size_t ngiven;
    /* What became of it. */
    struct zc_str name; /* of the file */
    uint64_t bytes;
    struct zc_export_report report;
    struct zc_arena found, arena; /* sites; everything else */
};

bool zc_export_plan_init(struct zc_export_plan *plan, struct zc_survey *survey,
                         const struct zc_world *world, struct zc_err *err);
void zc_export_plan_release(struct zc_export_plan *plan);
/* Marked records are to go, in any order; copied. */
void zc_export_plan_give(struct zc_export_plan *plan, struct zc_str label,
                         const struct zc_rid *rids, size_t n);

/* Choosing. The state and the form are told by name, "all" is every form. */
bool zc_export_plan_set_queue(struct zc_export_plan *plan, struct zc_str name, struct zc_err *err);
bool zc_export_plan_set_form(struct zc_export_plan *plan, struct zc_str id, struct zc_err *err);
void zc_export_plan_set_kind(struct zc_export_plan *plan, enum zc_give_kind kind);
void zc_export_plan_set_site(struct zc_export_plan *plan, uint32_t site);
/* A folder that is typed. */
bool zc_export_plan_set_folder(struct zc_export_plan *plan, struct zc_str text, struct zc_err *err);
/* The chosen place; NULL: it is gone, or there is none at all. */
const struct zc_site *zc_export_plan_site(const struct zc_export_plan *plan);
struct zc_str zc_export_plan_form_name(const struct zc_export_plan *plan, int form);

/* Does it: looks whether the place is still there and has room, takes the next number, writes,
 * reads back, remembers. Fails with a sentence and leaves no file then. */
bool zc_export_plan_run(struct zc_export_plan *plan, const struct zc_export_watch *watch,
                        struct zc_err *err);

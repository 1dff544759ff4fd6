#pragma once
#include "core/clock.h"
#include "tui/app.h"
#include "tui/survey.h"

/* The screens of the program. */

extern const struct zc_screen_ops zc_screen_start; /* 打开调查库; args struct zc_start_args */
extern const struct zc_screen_ops zc_screen_home;  /* 首页; no args */
extern const struct zc_screen_ops zc_screen_ledger; /* 台账; args struct zc_ledger_filter or NULL */
extern const struct zc_screen_ops zc_screen_form;   /* 登记; args struct zc_form_args */
extern const struct zc_screen_ops zc_screen_record;  /* 查看; args struct zc_record_args */
extern const struct zc_screen_ops zc_screen_compare; /* 比较两版; args struct zc_compare_args */
extern const struct zc_screen_ops zc_screen_conflict; /* 冲突; args struct zc_rid or NULL */
extern const struct zc_screen_ops zc_screen_dup;      /* 疑似重复; no args */
extern const struct zc_screen_ops zc_screen_join;     /* 合成一条; args: struct zc_dup_merge */
extern const struct zc_screen_ops zc_screen_check;    /* 核实; struct zc_check_args or NULL */
extern const struct zc_screen_ops zc_screen_route;    /* 走访; no args */
extern const struct zc_screen_ops zc_screen_assign;   /* 责任到人; no args */
extern const struct zc_screen_ops zc_screen_today;    /* 今天; no args */
extern const struct zc_screen_ops zc_screen_lookup;   /* 先查后登; struct zc_lookup_args */
extern const struct zc_screen_ops zc_screen_export;   /* 导出; struct zc_export_args or NULL */
extern const struct zc_screen_ops zc_screen_import;   /* 合并导入; no args */
extern const struct zc_screen_ops zc_screen_map;      /* 对列; struct zc_map_args */
extern const struct zc_screen_ops zc_screen_report;   /* 报表; no args */
extern const struct zc_screen_ops zc_screen_settings; /* 设置; no args */
extern const struct zc_screen_ops zc_popup_pick;   /* a list with type-ahead; struct zc_pick_args */
extern const struct zc_screen_ops zc_popup_link;   /* records to link to; struct zc_link_args */
extern const struct zc_screen_ops zc_popup_filter; /* 筛选; struct zc_ledger_view of the ledger */
extern const struct zc_screen_ops zc_popup_forms;  /* 调查表; struct zc_forms_args */
extern const struct zc_screen_ops zc_popup_columns;  /* 列; the same */
extern const struct zc_screen_ops zc_popup_points;   /* 完成前检查; struct zc_entry */
extern const struct zc_screen_ops zc_popup_sampling; /* 抽样设置; struct zc_check_view, which it
                                                        changes */

/* The start screen: `dir` is a store to begin with (NULL: none), whose people are asked for. */
struct zc_start_args {
    const char *dir;
    struct zc_clock clock;
};

/* Each of them and the popups of tui/popup.h once; ends with NULL. */
extern const struct zc_screen_ops *const zc_screens_all[];

/* What the form screen opens: an unsaved form, else a record, else a new one of `form`, which may
 * begin with answers to questions of some roles (a form that lacks one goes without). */
struct zc_form_prefill {
    enum zc_role role;
    struct zc_str text;
};
struct zc_form_args {
    const struct zc_form *form;
    struct zc_rid rid;
    const struct zc_draft *draft;
    const struct zc_form_prefill *prefill;
    uint32_t nprefill;
    struct zc_rid like; /* a new one begins as a copy of this record, but for what is its own */
    bool once;          /* saved, it is left with ZC_FORM_SAVED and the id of the record */
};
enum { ZC_FORM_SAVED = 1000 };

/* Whom to look for before a new form is opened: in this community, behind this door (NULL: none).
 * `where` says it in words. Result 1 with a record's id, 2 for a new one. */
struct zc_route_key;
struct zc_lookup_args {
    struct zc_str community, where;
    const struct zc_route_key *door;
};

/* Which form: `fill_in` opens a new record of the chosen one, else result 1 with its id. `now` (may
 * be NULL) is where the focus begins. */
struct zc_forms_args {
    bool fill_in;
    const struct zc_form *now;
};
/* A new record of a form that the person chooses, where there are several. */
void zc_screens_new(struct zc_app *app);

/* One record to look at. `list` (may be NULL): the list it was chosen from, which lives below and
 * whose cursor goes along to the neighbours. */
struct zc_ledger_view;
struct zc_record_args {
    struct zc_rid rid;
    struct zc_ledger_view *list;
};

/* Two steps of the history of a record that is shown; ZC_NO_STEP is what stands now. */
struct zc_record_view;
struct zc_compare_args {
    const struct zc_record_view *view; /* read on entering only */
    uint32_t a, b;
};

/* Records that were chosen to be checked, in this order; borrowed during the call. NULL: what the
 * person walked last, his queue or a sample. */
struct zc_check_args {
    const struct zc_rid *rids;
    size_t n;
};

/* What the screen below shows is to be exported: records in any order and how that reads, or,
 * with `rids` NULL, those in a state. */
struct zc_export_args {
    struct zc_str label, queue;
    const struct zc_rid *rids;
    size_t n;
};

/* A list whose columns a person explains; result 1 when they are. */
struct zc_map_args {
    const char *path;
    struct zc_str name; /* as it is shown */
    const struct zc_form *form;
};

/* A pick list: rows of a list (NULL: none; it must live until the result is there), the first
 * characters of the search. Result 1 with the value. */
struct zc_pick_args {
    struct zc_str title, search;
    struct zc_str value; /* chosen now: the focus begins there */
    struct zc_str ditto; /* what F5 takes; empty: nothing */
    const struct zc_list *list;
    const uint32_t *rows;
    uint32_t n;
    unsigned lang;
    bool may_be_missing; /* 拒答 and 不详 are the last two lines */
    /* True with half a sentence for a value that the question would complain of (NULL: none is).
     * Where finer rows lie below it, choosing it shows those instead. */
    bool (*doubts)(void *ctx, struct zc_str value, struct zc_buf *why);
    void *ctx;
};

/* A pick list of records: of `form`, by way of `list`, which the question has. Result 1 with an id
 * or a word for a missing answer, ZC_LINK_NEW with what was typed: a new record is wanted. */
struct zc_link_args {
    struct zc_str title, search, ditto;
    const struct zc_form *form;
    const struct zc_list *list;
    bool may_be_missing;
    bool (*offers)(void *ctx, struct zc_str id); /* NULL: all */
    void *ctx;
};
enum { ZC_LINK_NEW = 2 };

/* What the completion check was left with: 1 and more is the point to go to, from 1. */
enum { ZC_POINTS_DRAFT = -1, ZC_POINTS_DOUBT = -2 };

/* Goes on with an unsaved form of the person at work. False when there is none. */
bool zc_screens_open_unsaved(struct zc_app *app);
/* Title words that every screen shows: survey, group, person; and the counters on the right. */
void zc_screens_title(struct zc_canvas *canvas, const struct zc_survey *survey, const char *place,
                      struct zc_str right);
/* Work begins: the survey is the app's, home is put on the stack. The survey stays with whoever
 * opened it; zc_screens_end lets go of it before it is closed. */
bool zc_screens_begin(struct zc_app *app, struct zc_survey *survey);
void zc_screens_end(struct zc_app *app);
/* Opens an app on a survey, without a terminal: home is on the stack. For tests and for run. */
bool zc_screens_open(struct zc_app *app, struct zc_survey *survey, int rows, int cols);
/* The start screen, on top, goes on to home when there is nothing to choose: one known store with
 * one person, or a store to look at that has nobody in it. */
void zc_screen_start_settle(struct zc_app *app);
/* Opens an app on the start screen, or on home when that settles by itself. */
bool zc_screens_start(struct zc_app *app, const struct zc_start_args *args, int rows, int cols);
/* Opens store and terminal and runs; gives the exit status. `dir` NULL: the start screen. */
int zc_screens_run(const char *dir, const struct zc_clock *clock);

#pragma once
#include "core/figure.h"
#include "tui/area_rows.h"
#include "tui/period.h"
#include "tui/report_facts.h"

/* Reports (报表): tables of figures, without a terminal. Screen, page, CSV and command show the
 * same table. A report is a line of zc_report_kinds; here are those that the counters of the store
 * can give. What the counters do not hold (the state of an earlier day) is an unknown figure with
 * the reason, never 0.
 *
 * Reports that a survey defines for itself become further kinds: whatever fills a struct zc_report
 * is shown, printed and written by what there is. Totals are counted from all facts, not added up
 * from the rows; that both agree is what tests/report.py asserts. */

enum zc_report_look {
    ZC_LOOK_TABLE,
    ZC_LOOK_BARS, /* bars of `registered` up to a mark at `target`, with a common scale */
    ZC_LOOK_HEAT  /* counts with a shade by their size */
};
enum {
    ZC_REPORT_SUMMARY,
    ZC_REPORT_PROGRESS,
    ZC_REPORT_CHART,
    ZC_REPORT_HEAT,
    ZC_REPORT_REVIEW,
    ZC_REPORT_COVERAGE,
    ZC_REPORT_SEEDS,
    ZC_REPORTS_COUNTED = ZC_REPORT_SEEDS, /* those before are made of the counters, those from
                                             here on by tui/seed_report.h */
    ZC_REPORT_LISTS,
    ZC_REPORTS
};
struct zc_report_kind {
    const char *name; /* zaoce report NAME */
    struct zc_text title, about;
    enum zc_report_look look;
    struct zc_text daily; /* what the other view is called; none: there is no other */
};
extern const struct zc_report_kind zc_report_kinds[ZC_REPORTS];
/* The number of a kind by its name; -1: none. */
int zc_report_find(struct zc_str name);

/* What is asked for. */
struct zc_report_ask {
    int kind; /* of zc_report_kinds */
    enum zc_area_level level;
    int period; /* number; 0: the running one, or the last days where there is none */
    bool daily;
};
/* Groups for the district, communities for a group. */
enum zc_area_level zc_report_usual_level(const struct zc_report_facts *facts);

/* What a figure means, and which records of the ledger it counts: those of a stored list, or those
 * that fulfil conditions (tui/condition.h, a line each). In these stand %F %L for the first and
 * last day of the period, %T for today, %M for the best day. Of a share they are the part. */
struct zc_report_measure {
    const char *name; /* column of CSV files, stable */
    struct zc_text label, definition;
    const char *queue;      /* state or queue (storage/view.h), "" for all; NULL: conditions */
    const char *conditions; /* %% is a percent sign */
    struct zc_str form;     /* whose records; empty: those of the ledger */
    bool doors;             /* those of the form of doors */
    unsigned walk;          /* bits 1 << enum zc_walk: only records so far; 0: all */
};

struct zc_report_column {
    struct zc_str name, label;
    const struct zc_report_measure *measure; /* NULL: the row has it */
    int cols;                                /* of its widest figure */
    struct zc_str conditions;                /* which records belong to the column; empty: all */
    struct zc_text closed;                   /* why its figures open no records; none: they do */
};
enum zc_report_row_kind { ZC_ROW_PLACE, ZC_ROW_NONE, ZC_ROW_MEASURE, ZC_ROW_TOTAL };
struct zc_report_row {
    enum zc_report_row_kind kind;            /* NONE: what lies in no place */
    struct zc_str name, label;               /* name: number of the group, code of the area … */
    unsigned group;                          /* PLACE */
    struct zc_str area;                      /* PLACE */
    const struct zc_report_measure *measure; /* MEASURE */
    struct zc_str form;          /* the records are of this form; empty: the first of the ledger */
    const struct zc_str *wheres; /* a column each: the records as an expression; NULL: by measure */
    const struct zc_figure *cells; /* a column each */
    const uint64_t *days;          /* ndays of them; NULL: this row has none */
    bool has_fixed_target;         /* of the pack: no records stand behind it */
    bool alarm; /* COVERAGE: nobody was at any door or unit here, which is to be explained */
    struct zc_str note;       /* COVERAGE: the explanation, or when somebody was here last */
    struct zc_str conditions; /* which records belong to the row, beside group and area */
};

struct zc_report {
    const struct zc_report_kind *kind;
    const struct zc_pack *pack;
    const struct zc_form *doors; /* NULL: this survey has none */
    struct zc_report_ask ask;    /* with the period that was taken */
    struct zc_period period;     /* number 0: none, the last days instead */
    bool running;                /* the period of today */
    int64_t today;
    struct zc_str title, when, as_of;
    struct zc_text closed;    /* why no figure of it opens records; none: they do */
    uint32_t ncolumns, nrows; /* the total is the last row, where there is one */
    const struct zc_report_column *columns;
    const struct zc_report_row *rows;
    uint32_t ndays; /* up to today */
    int64_t first_day;
    uint64_t most; /* HEAT: the largest count of a cell that is no total */
    uint32_t nnotes;
    struct zc_str notes[4]; /* what somebody should know about these figures */
    struct zc_arena arena;
};
void zc_report_make(const struct zc_report_facts *facts, const struct zc_report_ask *ask,
                    struct zc_report *out);
void zc_report_release(struct zc_report *report);

/* The measure of a cell, by its column or its row; NULL: a day, or the reason is in the cell. */
const struct zc_report_measure *zc_report_measure(const struct zc_report *report, uint32_t row,
                                                  uint32_t column);
/* What is counted, in one sentence. */
const char *zc_report_definition(const struct zc_report *report, uint32_t row, uint32_t column);
/* What the figure is, how much it is, and why it is not known. */
void zc_report_explain(const struct zc_report *report, uint32_t row, uint32_t column,
                       struct zc_buf *out);
/* The records of a cell: their form (empty: that of the ledger), `queue` as of the measure, and
 * conditions appended to `conditions`. False when no records stand behind it, or the ledger cannot
 * name them. */
bool zc_report_records(const struct zc_report *report, uint32_t row, uint32_t column,
                       struct zc_str *form, struct zc_str *queue, struct zc_buf *conditions);
/* Why there are none. */
const char *zc_report_closed(const struct zc_report *report, uint32_t row, uint32_t column);
/* 0 to 4: nothing, then quarters of the largest. */
unsigned zc_report_shade(const struct zc_report *report, const struct zc_figure *figure);

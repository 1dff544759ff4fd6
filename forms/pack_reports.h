#pragma once
#include "forms/form.h"

/* What a survey counts (reports.csv of a pack): sets, measures, tables, lists, saved views. One
 * line a thing; what its columns mean:
 *
 *     report   the report it belongs to; `*`: every report may use it
 *     line     its name, unique in its report; that of a set unique among those of its forms
 *     kind     set, measure, table, list, view
 *     zh en    title
 *     form     set, measure: forms, parted by blanks; list, view: one form
 *     where    condition over one record (zc_form_where); later lines write is('NAME') for a set.
 *              Empty: every record
 *     value    measure: this expression is added up instead of counting (blank answers skipped);
 *              table with a level in `cols`: its measure
 *     of       measure: name of another one: the quotient of the two. A record of a form that both
 *              count must then fulfil the other's condition as well
 *     unit     n (number), % (share), x (quotient, one decimal), wan (yuan shown as 10,000 yuan)
 *     rows     table: `measures`, a level of levels.csv, or an expression
 *     cols     table: measures, or a level; list: fields
 *     order    table: a measure, list and view: fields; `-` in front: largest first
 *     compare  `period`: beside each figure that of the end of the period before, and the change
 *
 * Everything is checked while the pack is read. Only visible records count. */

enum zc_measure_unit { ZC_UNIT_NUMBER, ZC_UNIT_SHARE, ZC_UNIT_QUOTIENT, ZC_UNIT_WAN };

struct zc_report_line {
    struct zc_str report, name, zh, en;
};

/* A measure over the records of one form. */
struct zc_pack_counted {
    const struct zc_form *form;
    const struct zc_expr *where, *value; /* NULL: every record; a count */
};
struct zc_pack_measure {
    struct zc_report_line line;
    struct zc_str where; /* as it is written, for lists of what was counted */
    bool sums;           /* it has a `value` */
    enum zc_measure_unit unit;
    uint32_t ncounted;
    const struct zc_pack_counted *counted;
    const struct zc_pack_measure *of; /* NULL: none */
};

/* How records are sorted into rows or columns; `name` empty: they are not, measures stand there. */
struct zc_pack_key {
    struct zc_str name;           /* the level, or the expression */
    struct zc_str by;             /* the expression */
    bool groups;                  /* the group that walks the record's community */
    const struct zc_list *labels; /* in whose order they stand; NULL: by themselves. Of areas
                                     those as deep (column level) as the keys that occur */
    uint32_t nforms;
    const struct zc_pack_keyed {
        const struct zc_form *form;
        const struct zc_expr *by; /* NULL: its records have no such key */
    } * forms;
};
struct zc_pack_table {
    struct zc_report_line line;
    struct zc_pack_key rows, cols;
    uint32_t nmeasures;
    const struct zc_pack_measure **measures;
    int order; /* of measures; -1: the order of the list */
    bool descending, compares;
};
struct zc_pack_listing {
    struct zc_report_line line;
    const struct zc_form *form;
    struct zc_str where;
    const struct zc_expr *condition;
    uint32_t nfields;
    const struct zc_str *fields;
    struct zc_str order;
};
/* A list that the survey offers ready made (现成的视图). */
struct zc_pack_view {
    struct zc_str form, zh, en;
    struct zc_str where; /* for zc_form_where, checked */
    struct zc_str order; /* fields parted by blanks, '-' before one that descends */
};

struct zc_pack_reports {
    uint32_t nmeasures, ntables, nlistings, nviews;
    const struct zc_pack_measure *measures;
    const struct zc_pack_table *tables;
    const struct zc_pack_listing *listings;
    const struct zc_pack_view *views;
};

struct zc_pack;
/* Reads `lines`, the table of reports.csv, after the forms of the pack; what is wrong goes to
 * `findings`. The sets become those of the forms. */
void zc_pack_reports_read(struct zc_pack *pack, const struct zc_list *lines,
                          struct zc_findings *findings);

struct zc_str zc_report_line_title(const struct zc_report_line *line); /* current language */

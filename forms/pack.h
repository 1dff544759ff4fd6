#pragma once
#include "forms/pack_reports.h"

/* A survey pack (调查方案): the forms (a folder each, with survey.csv) and the files groups.csv
 * areas.csv levels.csv rules.csv synonyms.csv settings.csv and lists/. Read-only after loading.
 *
 * settings.csv  one row: id, version, zh, en (titles), zone, forms (folders in their order)
 * groups.csv    group, zh, en, short, communities
 * areas.csv     code, level, zh, en, short, aliases, parent, target
 * levels.csv    level, zh, en, parent, by, list, readers, mask
 * rules.csv     rule, value, unit, zh, en, source
 * synonyms.csv  form, field, words (parted by '|'); may have why: the reason that goes with every
 *               value taken from a column of these names (`_why:FIELD`)
 * reports.csv   report, line, kind, zh, en, form, where; may have value, of, unit, rows, cols,
 *               order, compare (forms/pack_reports.h)
 *
 * A missing column is an error, an unknown one a warning. */

struct zc_pack_group {
    unsigned number; /* 1 to 8 */
    struct zc_str zh, en, abbr;
    uint32_t nareas;
    const struct zc_str *areas; /* codes of communities or streets; the longer code wins */
};
struct zc_synonym {
    struct zc_str form, field; /* form "" = every form */
    uint32_t nwords;
    const struct zc_str *words;
    struct zc_str why; /* may be empty */
};
struct zc_pack {
    struct zc_str id, version; /* settings.csv: short name for file names; version */
    struct zc_str title_zh, title_en, zone, form_order;
    uint32_t nforms;
    struct zc_form **forms; /* in the order of settings.csv, else by name */
    uint32_t ngroups;
    const struct zc_pack_group *groups;
    struct zc_list *areas;          /* never NULL, may have no rows */
    struct zc_list *rules, *levels; /* NULL: no such file */
    uint32_t nsynonyms;
    const struct zc_synonym *synonyms;
    struct zc_pack_reports reports; /* reports.csv; zeroed: there is none */
    uint32_t nlists;
    struct zc_list **lists; /* lists/ and areas, by name */
    uint32_t nrecords;
    struct zc_list **records; /* one a form folder, named as the folder */
    struct zc_arena arena;
};

/* Loads and checks everything; NULL when there was an error. */
struct zc_pack *zc_pack_load(const struct zc_source *source, struct zc_findings *findings);
void zc_pack_free(struct zc_pack *pack);

/* The list that selects from FORM.csv and instance('FORM') read: columns `name` (record id),
 * `label`, every question outside repeats, the pseudo fields. Empty after loading; the program
 * lets it read records (zc_list_attach of list_rows.h). NULL: there is no such form. */
struct zc_list *zc_pack_records(const struct zc_pack *pack, struct zc_str form);
/* True if a form of the pack reads the records of `form` (name of its folder). */
bool zc_pack_is_read(const struct zc_pack *pack, struct zc_str form);
struct zc_form *zc_pack_form(const struct zc_pack *pack, struct zc_str id); /* NULL: none */
/* The form that a survey is about, whose records are its figures where no form is named: the first
 * of the ledger, else the first. */
struct zc_form *zc_pack_main(const struct zc_pack *pack);
bool zc_pack_rule(const struct zc_pack *pack, struct zc_str name, struct zc_str *value);
double zc_pack_number(const struct zc_pack *pack, const char *rule, double otherwise);
/* Group that walks an area (code of a community or street): the longest code of groups.csv
 * that the area is or lies under. 0: none. */
unsigned zc_pack_group_of(const struct zc_pack *pack, struct zc_str area);
const struct zc_pack_group *zc_pack_group(const struct zc_pack *pack, unsigned number);
struct zc_str zc_pack_group_name(const struct zc_pack_group *group); /* current language */
struct zc_str zc_pack_view_name(const struct zc_pack_view *view);    /* current language */
struct zc_str zc_pack_title(const struct zc_pack *pack);
/* Row of areas.csv, or UINT32_MAX. */
uint32_t zc_pack_area(const struct zc_pack *pack, struct zc_str code);

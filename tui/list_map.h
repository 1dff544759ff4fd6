#pragma once
#include "tui/list_columns.h"
#include "tui/survey.h"

/* What a person said about the columns of a foreign list (对列). It is asked once: the answers are
 * kept as a map file (tui/list_columns.h) in the settings of the store, under the header line of
 * the list, and used whenever a list with the same header is read, by screens and commands. */

enum { ZC_LIST_MAP_SAMPLES = 3 };
struct zc_list_map_column {
    struct zc_str header;
    struct zc_str field;         /* stored field, "-" left out, empty: kept under its own header */
    const struct zc_question *q; /* NULL: no field of the form */
    bool asked;                  /* nothing but a person can tell what it is */
    struct zc_str samples[ZC_LIST_MAP_SAMPLES]; /* first values, the rest empty */
};
struct zc_list_map {
    struct zc_survey *survey;
    const struct zc_form *form;
    struct zc_list_names names;
    struct zc_table_file table;
    uint32_t n;
    struct zc_list_map_column *columns;
    bool has_key;    /* some column is the code */
    bool remembered; /* answers of an earlier time are in */
    struct zc_arena arena;
};

/* Reads the header and the first rows. Fails when the file is no table. */
bool zc_list_map_open(struct zc_list_map *map, struct zc_survey *survey, const struct zc_form *form,
                      const char *path, struct zc_err *err);
void zc_list_map_release(struct zc_list_map *map);
/* True where somebody should look: columns that no header explains, or none that is the code, and
 * nobody has said so before. Never for an edited ledger. */
bool zc_list_map_is_needed(const struct zc_list_map *map);
/* The answer for one column; a field that another column had goes over to this one. */
void zc_list_map_set(struct zc_list_map *map, uint32_t column, struct zc_str field);
bool zc_list_map_save(const struct zc_list_map *map, struct zc_err *err);

/* The map remembered for the header of this table, in `arena`; empty: none. */
struct zc_str zc_list_map_recall(struct zc_survey *survey, const struct zc_table_file *table,
                                 struct zc_arena *arena);

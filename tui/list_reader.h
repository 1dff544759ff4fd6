#pragma once
#include "forms/intake.h"
#include "storage/import_list.h"
#include "tui/list_columns.h"
#include "tui/survey.h"

/* A foreign list, or the rows without `_id` of an edited ledger, as rows for zc_import_list:
 * columns found, cells judged and brought into stored form, everything that was not simply taken
 * noted. Where the form calculates its key (doors), that of a row is made from its other cells, so
 * that 97附1 and 97号之1 are one. How a cell is judged: tui/cell_judge.h. A damaged code refuses
 * the row when it is the key, else it is left out. */

struct zc_list_options {
    const struct zc_form *form;
    struct zc_str key; /* empty: the form's code */
    const char
        *map_path; /* NULL: what was said of this header before (tui/list_map.h), if at all */
    enum zc_encoding encoding;
};

struct zc_list_reader {
    struct zc_survey *survey;
    const struct zc_form *form;
    struct zc_list_names names;
    struct zc_list_columns columns;
    struct zc_table_file table;
    bool zeroed;    /* too many codes end in 000: a spreadsheet rounded the column */
    bool is_ledger; /* rows with `_id` are for zc_import_ledger (storage/import_ledger.h) */
    struct zc_intake *intake;
    uint32_t *rows;       /* of the table, those of the list */
    struct zc_list_source source; /* for zc_import_list_open */
    size_t nnotices, notices_cap;
    struct zc_list_notice *notices; /* by line after zc_list_reader_sort */
    struct zc_arena arena;
};

/* Opens the file and finds its columns. Fails naming the file. */
bool zc_list_reader_open(struct zc_list_reader *reader, struct zc_survey *survey, const char *path,
                         const struct zc_list_options *options, struct zc_err *err);
void zc_list_reader_release(struct zc_list_reader *reader);
/* Keeps a notice; ctx is the reader. */
void zc_list_reader_notice(void *ctx, const struct zc_list_notice *notice);
/* Puts the notices in order of the lines. */
void zc_list_reader_sort(struct zc_list_reader *reader);

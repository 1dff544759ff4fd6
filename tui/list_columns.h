#pragma once
#include "forms/pack.h"
#include "storage/table_file.h"

/* What the columns of a foreign list mean for a form (对列): by a map file, by `[field]` in the
 * header, by the field name itself, by the labels of the questions in every language, by the words
 * of synonyms.csv. Brackets with a unit are looked through: 注册资本（万元）. Source: DOMAIN.md 9.1
 * and 9.4.
 *
 * Columns that the form does not know keep their header as field name; columns about persons
 * (法定代表人, 身份证 …) and running numbers (序号) are left out.
 *
 * Map file: CSV `column,field,from,to`; field `-` leaves the column out; `from` and `to` turn a
 * value of it into another before it is read. */

struct zc_value_map {
    struct zc_str from, to;
};
struct zc_list_column {
    uint32_t at;                 /* column of the file */
    struct zc_str header, field; /* field as stored */
    const struct zc_question *q; /* NULL: the form does not know the field */
    struct zc_str why;           /* reason that goes with a value, see forms/pack.h */
    uint32_t nmaps;
    const struct zc_value_map *maps;
};

/* What headers are known, before the file is read. */
struct zc_list_names {
    const struct zc_pack *pack;
    const struct zc_form *form;
    struct zc_str key; /* header or field of the key, as the person named it */
    struct zc_list *map;
    struct zc_arena arena;
};
/* `map`: the bytes of a map file, empty: none; texts are copied. `key` empty: the form's code.
 * Fails naming the line. */
bool zc_list_names_init(struct zc_list_names *names, const struct zc_pack *pack,
                        const struct zc_form *form, struct zc_str key, struct zc_str map,
                        struct zc_err *err);
void zc_list_names_release(struct zc_list_names *names);
/* For zc_table_file_open; ctx is the names. */
bool zc_list_names_known(void *ctx, struct zc_str header);

struct zc_list_columns {
    uint32_t n;
    struct zc_list_column *all; /* in form order, then the others as in the file */
    uint32_t nleft_out, nother; /* columns without a field; columns the form does not know */
    uint32_t key_at; /* column of the file; UINT32_MAX: the form calculates the key of a row */
    struct zc_str key_field;
    const struct zc_question *key_q; /* NULL: the form does not know it */
};
/* May a question be the field of a column? Answers outside of repeats that are stored. */
bool zc_list_can_fill(const struct zc_question *q);
/* The columns of a file, in the arena of `names`. Fails when no column is the key, unless the form
 * has a key that it calculates from the others (a door from its place, road and number). */
bool zc_list_columns_make(struct zc_list_names *names, const struct zc_table_file *table,
                          struct zc_list_columns *out, struct zc_err *err);

#pragma once
#include "forms/list.h"

/* The readers behind forms/list_file.h. `name` is the list's; messages tell the place
 * in the file. */
struct zc_list *zc_list_read_xml(struct zc_str name, struct zc_str bytes, struct zc_arena *arena,
                                 struct zc_err *err);
struct zc_list *zc_list_read_geojson(struct zc_str name, struct zc_str bytes,
                                     struct zc_arena *arena, struct zc_err *err);

/* list_rows.c: what zc_list_release and zc_list_find do for rows that are read on demand. */
void zc_list_rows_free(struct zc_list_rows *rows); /* NULL is fine */
uint32_t zc_list_rows_find(const struct zc_list *list, int col, struct zc_str value, uint32_t from);

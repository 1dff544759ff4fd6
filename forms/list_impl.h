#pragma once
#include "forms/list.h"

/* The readers behind forms/list_file.h. `name` is the list's; messages tell the place
 * in the file. */
struct zc_list *zc_list_read_xml(struct zc_str name, struct zc_str bytes, struct zc_arena *arena,
                                 struct zc_err *err);
struct zc_list *zc_list_read_geojson(struct zc_str name, struct zc_str bytes,
                                     struct zc_arena *arena, struct zc_err *err);

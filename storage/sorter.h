#pragma once
#include "core/err.h"
#include "core/str.h"

/* Sorts more keys than memory should hold: they are gathered up to a limit, sorted, and put aside
 * as a run in a file without a name; at the end the runs are merged. Few keys never touch the
 * disk. Keys are bytes of 1 to ZC_SORTER_KEY; equal keys come out as often as they went in. */

enum { ZC_SORTER_KEY = 511, ZC_SORTER_BYTES = 32 * 1024 * 1024 };

struct zc_sorter;
/* `dir`: where runs lie (their file goes away with the sorter, also after kill -9). `bytes`: most
 * of memory to use for keys. */
struct zc_sorter *zc_sorter_new(const char *dir, size_t bytes);
void zc_sorter_free(struct zc_sorter *sorter); /* NULL is fine */
bool zc_sorter_add(struct zc_sorter *sorter, struct zc_str key, struct zc_err *err);
/* No more keys come; afterwards they are read in ascending order. */
bool zc_sorter_end(struct zc_sorter *sorter, struct zc_err *err);
/* *more = false at the end. The key is valid until the next call. */
bool zc_sorter_next(struct zc_sorter *sorter, struct zc_str *key, bool *more, struct zc_err *err);

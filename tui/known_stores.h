#pragma once
#include "core/err.h"
#include "core/str.h"

/* The stores that this person knows: folders under $XDG_DATA_HOME/zaoce and the paths in the file
 * `stores` there, one a line (CLI.md 1). */

/* $XDG_DATA_HOME/zaoce, or ~/.local/share/zaoce; empty when neither is set. */
void zc_known_stores_home(struct zc_buf *out);
/* Every known store that still exists, one path a line. */
void zc_known_stores_list(struct zc_buf *out);
/* Remembers a path; a failure is no error: it is only forgotten. */
void zc_known_stores_add(const char *dir);
/* The only known store, into `out`. Fails with a list when there are none or several. */
bool zc_known_stores_only(struct zc_buf *out, struct zc_err *err);

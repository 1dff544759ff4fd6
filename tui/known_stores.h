#pragma once
#include "core/err.h"
#include "core/str.h"

/* The stores that this person knows: folders under $XDG_DATA_HOME/zaoce and the paths in the file
 * `stores` there, one a line (CLI.md 1). */

/* $XDG_DATA_HOME/zaoce, or ~/.local/share/zaoce; empty when neither is set. */
void zc_known_stores_home(struct zc_buf *out);
/* Every known store that still exists, one path a line. */
void zc_known_stores_list(struct zc_buf *out);
/* The same with the remembered ones that are not there now: a disk may be away. */
void zc_known_stores_all(struct zc_buf *out);
/* Remembers a path; a failure is no error: it is only forgotten. */
void zc_known_stores_add(const char *dir);
/* Takes a path off the list; the store itself is not touched. Fails for a folder under
 * zc_known_stores_home: those are always listed. */
bool zc_known_stores_forget(const char *dir, struct zc_err *err);
/* A path as people type it: "~/…" lies in the home folder. */
void zc_known_stores_expand(struct zc_str path, struct zc_buf *out);
/* Where a store of this name lies: a name alone under zc_known_stores_home, a path where it says.
 */
void zc_known_stores_place(struct zc_str name, struct zc_buf *out);
/* Makes the folders above a store that is about to be made; what fails there fails again, with a
 * sentence, when the store is. */
void zc_known_stores_prepare(const char *dir);
/* Lies the store in a practice survey (练习)? Such a survey has this file beside its stores. */
#define ZC_PRACTICE_MARK "PRACTICE.txt"
bool zc_known_stores_practice(const char *dir);
/* The only known store, those of a practice survey apart, into `out`. Fails with a list when there are none or several. */
bool zc_known_stores_only(struct zc_buf *out, struct zc_err *err);

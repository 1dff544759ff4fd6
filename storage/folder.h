#pragma once
#include "core/err.h"

/* Folders in which stores are made: a store that is not finished lies beside its name and is
 * renamed at the end, so that nobody ever sees half of one. */

/* Makes the folder with those above it that are missing, mode 0700. One that is there is fine. */
bool zc_folder_make(const char *dir, struct zc_err *err);
/* Removes the folder with all that is in it; links are removed, not followed. Missing is fine. */
void zc_folder_remove(const char *dir);
/* True when `dir` does not exist or is an empty folder: rename() takes such a place. */
bool zc_folder_is_free(const char *dir, struct zc_err *err);
/* Puts the finished folder in its place, for good (fsync of the folder above). */
bool zc_folder_rename(const char *from, const char *to, struct zc_err *err);

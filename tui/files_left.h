#pragma once
#include "core/str.h"

/* What is said wherever a file leaves the store that holds its records, but not the files that
 * answers name (storage/attach.h): how many stay behind, and how they go along. Appends nothing and
 * gives false where there are none. */
bool zc_files_left(const char *store, struct zc_buf *out);

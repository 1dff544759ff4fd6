#pragma once
#include "core/err.h"
#include "core/str.h"

/* Where the files of a survey pack come from: a folder on disk (form authors, `init`) or the
 * pack inside a store (every other time; tui/survey.c). Paths are relative, with '/' between,
 * never with ".." or a leading '/'. */

struct zc_source {
    void *ctx;
    struct zc_str name; /* folder or store, for messages */
    /* Appends the bytes of a file to `out`. A missing file is *found = false, no error. */
    bool (*read)(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                 struct zc_err *err);
    /* Calls `each` for every file of the pack, in byte order of the paths. `each` returns
     * false to stop. */
    bool (*list)(void *ctx, bool (*each)(void *each_ctx, struct zc_str path), void *each_ctx,
                 struct zc_err *err);
};

/* A folder. `dir` is borrowed for the life of the source. Files larger than 64 MiB, symbolic
 * links that leave the folder and paths with ".." are refused. */
struct zc_source zc_source_folder(const char *dir);
/* True for a relative path without empty, "." or ".." parts and without NUL or '\\'. */
bool zc_source_path_ok(struct zc_str path);

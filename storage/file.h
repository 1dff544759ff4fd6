#pragma once
#include "core/err.h"
#include "core/str.h"

/* Files that come and go on sticks. Reading is whole and limited; writing is whole or not at all.
 */

/* Reads a whole file (at most 2 GiB) into `out`. */
bool zc_file_read(const char *path, struct zc_buf *out, struct zc_err *err);

/* A file written whole or not at all: temporary name beside it, fsync, read back and compared,
 * rename, fsync of the folder (RELIABILITY.md 2.4 rule 12: sticks are FAT without a journal and
 * are pulled out early). `path` "-" writes to standard output; a pipe or device is written
 * through. */
struct zc_outfile;
struct zc_outfile *zc_outfile_open(const char *path, struct zc_err *err);
bool zc_outfile_write(struct zc_outfile *file, struct zc_str bytes, struct zc_err *err);
/* On failure nothing is left behind. Frees either way. */
bool zc_outfile_commit(struct zc_outfile *file, struct zc_err *err);
void zc_outfile_abort(struct zc_outfile *file);

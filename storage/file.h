#pragma once
#include "core/err.h"
#include "core/str.h"

/* Files that come and go on sticks. They are read, never mapped: a stick that is pulled out is a
 * message. Writing is whole or not at all. */

/* Reads a whole file (at most 2 GiB) into `out`. */
bool zc_file_read(const char *path, struct zc_buf *out, struct zc_err *err);

/* Copies a file and syncs the copy, which nobody may see before it is whole. */
bool zc_file_copy(const char *from, const char *to, struct zc_err *err);

/* A file read line by line, for those that may be larger than memory. */
struct zc_infile;
struct zc_infile *zc_infile_open(const char *path, struct zc_err *err);
void zc_infile_close(struct zc_infile *file); /* NULL is fine */
/* The first bytes, up to 64 KiB; only before the first line. */
struct zc_str zc_infile_head(const struct zc_infile *file);
/* The next physical line without its LF, valid until the next call; *more = false at the end. Of
 * a line longer than `max` only max + 1 bytes are given. */
bool zc_infile_line(struct zc_infile *file, size_t max, struct zc_str *line, bool *more,
                    struct zc_err *err);
/* Bytes of the lines so far, and of the file (0: a pipe). */
void zc_infile_progress(const struct zc_infile *file, uint64_t *done, uint64_t *total);

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
/* All of that for bytes that are at hand. */
bool zc_outfile_put(const char *path, struct zc_str bytes, struct zc_err *err);

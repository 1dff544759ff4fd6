#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "core/id.h"

/* Attachments (附件): files that answers name. They lie beside data.mdb in STORE/files/RID/NAME,
 * folders 0700, files 0600. NAME is what the file was called (core/file_name.h) with a digest of
 * its bytes before the ending, `门头-3f9k2m7q0abcd.jpg`: so the same file has the same name on
 * every laptop, different ones never collide, and folders of two stores can be laid over one
 * another.
 *
 * A file is copied under a temporary name, synced, read back and renamed: a full disk or a pulled
 * stick leaves nothing. No file of a record is ever removed, so that an undone answer finds its own.
 * Attachments are not in exchange files, tables or backups of the store: they go by copying the
 * folder `files`. Names that come from elsewhere are only looked up, and only if they are names. */

enum { ZC_ATTACH_MAX_MIB = 64 };

/* Copies the file at `path` in; *name is what the answer keeps, in `arena`. The message says what
 * to do: missing, not readable, a folder, empty, too large, no room on the disk. */
bool zc_attach_put(const char *store, struct zc_rid rid, const char *path, struct zc_arena *arena,
                   struct zc_str *name, struct zc_err *err);
/* Where it lies, in `arena`; NULL: `name` is no name, or the file is not here. */
const char *zc_attach_path(const char *store, struct zc_rid rid, struct zc_str name,
                           struct zc_arena *arena);
/* A file of one record becomes a file of another as well. One that is not here is passed over. */
bool zc_attach_follow(const char *store, struct zc_rid from, struct zc_rid to, struct zc_str name,
                      struct zc_err *err);
/* Removes the files of an id that no record ever had. */
void zc_attach_forget(const char *store, struct zc_rid rid);
/* How many files there are, and their bytes. */
uint64_t zc_attach_count(const char *store, uint64_t *bytes);

#pragma once
#include "storage/backup.h"
#include "storage/store.h"

/* A store of one small form, without a survey pack, for tests that need many of them. */

#define ZC_SMALL_NOW "2026-11-23T18:42:00+08:00"

struct zc_store *zc_small_open(const char *dir, struct zc_err *err); /* rebuilds what is stale */
struct zc_store *zc_small_new(const char *dir, unsigned group, struct zc_err *err);
/* A store whose file has these bytes, whatever was there before. False: not written. */
bool zc_small_write(const char *dir, const void *bytes, size_t len);
/* Records `from` to `to`, each with one more revision of a person, a commit each. */
bool zc_small_save(struct zc_store *store, unsigned from, unsigned to, const char *value,
                   struct zc_err *err);
bool zc_small_import(struct zc_store *store, const char *path, struct zc_backup_point *point,
                     struct zc_err *err);
/* Fsck finds nothing. */
bool zc_small_is_clean(struct zc_store *store, struct zc_err *err);
/* Of all revisions; empty when they cannot be read. */
void zc_small_digest(struct zc_store *store, char out[33]);

#pragma once
#include "core/err.h"
#include <stdint.h>

/* The folder and file of a store before LMDB touches them: what a map of a cut file would turn
 * into SIGBUS is a message here. Source: RELIABILITY.md 2.4, rules 3, 4, 9. */

struct zc_store_file {
    uint64_t bytes, device, inode;
    bool writable;
};
/* Checks folder, file, meta pages and length. */
bool zc_store_file_check(const char *dir, struct zc_store_file *out, struct zc_err *err);
/* Is this file, outside of a folder of a store, one in whole? */
bool zc_store_file_is_whole(const char *path, struct zc_err *err);
/* Makes the folder (0700) with its sub-folders. */
bool zc_store_file_make(const char *dir, struct zc_err *err);
void zc_store_file_remove(const char *dir);
bool zc_store_file_sync_parent(const char *dir);

#pragma once
#include "storage/store.h"

/* A store as one file: copying it out while others work in it, looking at such a copy, and putting
 * another file in the place of the store's own. The last needs the folder alone (flock, store.h)
 * and fails at once while another program has the store open. */

/* Writes a compact copy of the store as it is now to `path`: temporary name, fsync, rename, fsync
 * of the folder. Others may read and write meanwhile. */
bool zc_store_copy(struct zc_store *store, const char *path, struct zc_err *err);

/* What a copy holds, without opening it as a store: no lock file is made beside it. A copy that is
 * cut short fails; the content is not proved. */
struct zc_store_look {
    struct zc_store_identity identity;
    uint64_t number; /* zc_txn_number */
    uint64_t records, revisions;
    uint64_t waiting; /* rows of edited ledgers (pending.h) */
};
bool zc_store_look_at(const char *path, struct zc_store_look *out, struct zc_err *err);

/* The folder for one program. `store` is an open store of this process that lies there, or NULL.
 * Gives a handle for zc_store_swap and zc_store_give_back; -1 on failure. */
int zc_store_take_alone(const char *dir, struct zc_store *store, struct zc_err *err);
/* The store of the folder becomes `file` (of the same file system), at once; the one before stays
 * as `aside` (NULL: it goes). An open store of this process goes on with the new one. On failure
 * the folder is as it was. */
bool zc_store_swap(const char *dir, struct zc_store *store, const char *file, const char *aside,
                   struct zc_err *err);
void zc_store_give_back(int alone, struct zc_store *store);

/* Makes the store's own file small. */
bool zc_store_compact(struct zc_store *store, struct zc_err *err);

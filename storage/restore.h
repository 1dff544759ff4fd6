#pragma once
#include "storage/store.h"

/* Putting a backup back (恢复). The store that lay there is never destroyed: its file stays in
 * STORE/backup/ as replaced-20261123-184200.mdb. Whatever is put back gets a new `dev` and numbers
 * its revisions from 1 (MERGE.md 12), and every id in it is proved first. Nobody else may have the
 * store open. */

struct zc_restored {
    struct zc_store_identity identity; /* the new one */
    uint64_t records, revisions;
    char aside[64]; /* name in STORE/backup/; empty: there was no store */
};
/* The store in `dir`, which need not exist or may be damaged, becomes what the backup `file` holds.
 * A store of another group is not replaced. Not for a store that this process has open. */
bool zc_restore(const char *file, const char *dir, struct zc_str at, struct zc_restored *out,
                struct zc_err *err);

/* Undoing the last import (撤销导入, MERGE.md 8.2): the backup of just before it goes back. What
 * this laptop has of its own stays as it is now: people, settings, running numbers of exports,
 * unsaved forms, the pack. Importing the files again brings everything again. */
struct zc_undo_import {
    struct zc_str name; /* of the backup */
    struct zc_str at;   /* of the import, RFC 3339 */
    uint64_t n;         /* `.n` of then, and what the import wrote itself */
    uint64_t since;     /* revisions that people made here since: 0, or it cannot be undone */
};
/* False: no import that could be undone. In `arena`. */
bool zc_undo_import_read(struct zc_txn *txn, struct zc_arena *arena, struct zc_undo_import *out);
/* Remembers the backup of just before an import, in the import's first transaction. */
bool zc_undo_import_note(struct zc_txn *txn, struct zc_str name, struct zc_str at,
                         struct zc_err *err);
/* The transaction holds `n` revisions in the name of a person that are part of the import. */
bool zc_undo_import_own(struct zc_txn *txn, uint64_t n, struct zc_err *err);
/* May it be undone? The message says why not. *out in `arena`. */
bool zc_undo_import_may(struct zc_store *store, struct zc_arena *arena, struct zc_undo_import *out,
                        struct zc_err *err);
/* Does it. The open store goes on with the backup: whoever has copied something out of it reads it
 * anew. When something was registered here since, nothing is done and the message says how much. */
bool zc_undo_import(struct zc_store *store, struct zc_str at, struct zc_str person,
                    struct zc_restored *out, struct zc_err *err);

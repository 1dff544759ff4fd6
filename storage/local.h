#pragma once
#include "core/rev.h"
#include "storage/store.h"

/* What belongs to this laptop and never merges: people, settings, running numbers, the survey
 * pack's files. */

struct zc_person {
    struct zc_str name;
    enum zc_rank role;
    struct zc_str last_used; /* RFC 3339, may be empty */
};
bool zc_person_put(struct zc_txn *txn, const struct zc_person *person, struct zc_err *err);
bool zc_person_list(struct zc_txn *txn, struct zc_arena *arena, struct zc_person **out, size_t *n,
                    struct zc_err *err); /* last used first */
/* The person at work; *found = false: nobody chosen. */
bool zc_person_current(struct zc_txn *txn, struct zc_arena *arena, struct zc_person *out,
                       bool *found, struct zc_err *err);
bool zc_person_choose(struct zc_txn *txn, struct zc_str name, struct zc_str at, struct zc_err *err);

/* Settings: texts by name. A missing one is empty, and an empty one takes no space. */
bool zc_setting_put(struct zc_txn *txn, struct zc_str name, struct zc_str value,
                    struct zc_err *err);
struct zc_str zc_setting_get(struct zc_txn *txn, struct zc_str name, struct zc_arena *arena);

/* The next `.n` of revisions made by a person in this store: 1, 2, 3 … (MERGE.md 3.1). Taken in
 * the transaction that writes the revision. */
bool zc_local_next_n(struct zc_txn *txn, uint64_t *n, struct zc_err *err);
/* Number of the next export, for file names; counts from 1. */
bool zc_local_next_export(struct zc_txn *txn, uint64_t *n, struct zc_err *err);
/* An exchange file with every revision made here up to number `upto` has gone out: only those
 * behind it count as not exported (storage/count.h). */
bool zc_local_given(struct zc_txn *txn, uint64_t upto, struct zc_err *err);
/* A new device: its revisions count from 1, and none of them has gone out. */
bool zc_local_restart(struct zc_txn *txn, struct zc_err *err);
/* The last numbers; 0: none yet. */
struct zc_local_numbers {
    uint64_t n;      /* `.n` of revisions */
    uint64_t given;  /* `upto` of zc_local_given */
    uint64_t export; /* of exports */
};
struct zc_local_numbers zc_local_numbers(struct zc_txn *txn);

/* Files of the survey pack, by version and path: nothing is read from outside after `init`. */
bool zc_pack_put(struct zc_txn *txn, struct zc_str version, struct zc_str path, struct zc_str bytes,
                 struct zc_err *err);
/* Borrowed from the map until the transaction ends. */
bool zc_pack_get(struct zc_txn *txn, struct zc_str version, struct zc_str path,
                 struct zc_str *bytes);
bool zc_pack_each(struct zc_txn *txn, struct zc_str version,
                  bool (*each)(void *ctx, struct zc_str path), void *ctx, struct zc_err *err);
/* The version in use (empty: none). */
struct zc_str zc_pack_version(struct zc_txn *txn, struct zc_arena *arena);
bool zc_pack_use(struct zc_txn *txn, struct zc_str version, struct zc_err *err);

/* The audit log (`audit.log`): one line per import, export, check …; each holds the hash of the
 * one before. Appended and synced. */
bool zc_audit_add(struct zc_store *store, struct zc_str at, struct zc_str person, struct zc_str act,
                  struct zc_str detail, struct zc_err *err);

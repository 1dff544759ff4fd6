#pragma once
#include "core/unit.h"
#include "storage/changes.h"
#include "storage/store_impl.h"
#include <lmdb.h>
#include <signal.h>

/* Private to store*.c: what an open store and a transaction are. */

enum { STORE_NAME_SLOTS = 8192 };
struct store_names {
    uint32_t slots[STORE_NAME_SLOTS];
    struct zc_str texts[STORE_NAME_SLOTS / 2];
    struct zc_arena arena;
};

struct zc_store {
    MDB_env *env; /* NULL after a failed commit until it can be opened again */
    MDB_dbi dbi[ZC_DB_COUNT_OF];
    char *dir;
    int guard; /* the folder, locked for others; -1: none */
    bool readonly;
    bool writing;    /* a write transaction is open */
    uint64_t schema; /* 0: none, not a store of ours */
    struct zc_store_identity identity;
    struct store_names names;
    struct zc_index_plan plan;
    struct zc_arena plan_arena;
    struct zc_gazetteer *places; /* of the plan */
    struct zc_unit_maker units;
    char plan_hash[48];
    uint64_t device, inode; /* of data.mdb: the same store is opened once a process */
    struct zc_store *next;  /* open stores of the process */
};

struct zc_txn {
    bool damaged; /* LMDB could not read something that should be there */
    struct zc_store *store;
    MDB_txn *txn;
    bool write, touched, named, all_changed;
    uint32_t nchanged;
    struct zc_rid changed[ZC_CHANGES_MOST];
    sigset_t signals; /* mask to restore */
};

/* Message for an LMDB or system error code; always false. */
bool zc_store_fail(const struct zc_store *store, int rc, struct zc_err *err);
/* Opens the environment again, on the file that lies in the folder now. When it fails the next
 * transaction tries again. */
bool zc_store_reopen(struct zc_store *store, struct zc_err *err);
void zc_store_forget_names(struct zc_store *store);

#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "core/id.h"

/* The store (调查库): one directory, mode 0700, one LMDB environment; one per survey group. This
 * module is the one door to LMDB (with its siblings store_*.c): opening, creating, transactions,
 * keys and values of the databases. What the databases mean is in revs.h, record.h, view.h …
 *
 * Rules (RELIABILITY.md 2.4): flags MDB_NOTLS only, default sync; map 16 GiB or four times the
 * file; the file is checked against its own meta pages before it is mapped, so that a cut file
 * is a message and not SIGBUS; a new store is made under NAME.tmp and renamed; one environment a
 * process; no transaction is open while the program waits for a key; a write transaction
 * contains no prompt, no file reading, no painting; MDB_MAP_RESIZED is cured at begin.
 * Every open store holds a shared lock (flock) on its folder; whoever puts another file in its
 * place holds it alone (store_copy.h). */

struct zc_store;
struct zc_txn;

enum {
    ZC_STORE_SCHEMA = 1
}; /* `schema` of meta; a higher one: refused with "needs a newer program" */

/* What is fixed when a store is made. */
struct zc_store_identity {
    unsigned group; /* 1 to 8; 9 = office and district. `.g` of all revisions made here */
    char dev[10];   /* `d` + 8 base32, NUL */
};

/* What the program tells the store about the forms, so that it can keep views and counters
 * without knowing forms (tui/survey.c fills it from the pack). Names of stored fields, empty
 * where a form has none. Borrowed until zc_store_set_plan returns (it is copied). */
struct zc_index_unit { /* what tells one unit from another (core/unit.h); all may be empty */
    struct zc_str name, sign, code, altcode, phone, addr, trade;
};
struct zc_index_form {
    struct zc_str form;
    struct zc_str key;                     /* the code: looked up by `import --key`, duplicates */
    struct zc_str name, area, parent_area; /* title column; community and street */
    uint32_t nsorted;
    const struct zc_str *sorted; /* fields with a sorted view (use `index`) */
    bool in_ledger;
    uint32_t nlinks;
    const struct zc_str *links; /* fields that name other records (link_index.h); one in a repeat
                                   has the repeats' names before it: "calls/unit" */
    struct zc_index_unit unit;
    struct zc_index_walk { /* of forms whose records somebody walks to; all may be empty */
        struct zc_str outcome, visited; /* what was found there, and on which day */
        struct zc_str open, again; /* values of `outcome`, blank-parted: nobody was there (as when
                                      it is empty); somebody has to come again */
    } walk;
};
struct zc_index_area { /* a row of the survey's areas; other names parted by '|' */
    struct zc_str code, name, aliases;
};
struct zc_index_plan {
    uint32_t nforms;
    const struct zc_index_form *forms;
    uint32_t nareas; /* places that names and addresses are written with (core/gazetteer.h) */
    const struct zc_index_area *areas;
};

struct zc_gazetteer; /* core/gazetteer.h */

/* A new random `dev`. */
void zc_store_new_dev(char dev[10]);
/* Makes a new store in `dir`, which must not exist or be an empty folder, with identity and
 * first settings in one first transaction; does not leave it open. */
bool zc_store_create(const char *dir, const struct zc_store_identity *identity, struct zc_err *err);
/* Opens a store. `readonly` when somebody only looks (a read-only directory opens with it by
 * itself). Errors name the directory and say what to do: no store, newer schema, cut file,
 * wrong file system, no permission. NULL on failure. */
struct zc_store *zc_store_open(const char *dir, bool readonly, struct zc_err *err);
void zc_store_close(struct zc_store *store); /* NULL is fine */
const char *zc_store_dir(const struct zc_store *store);
const struct zc_store_identity *zc_store_identity(const struct zc_store *store);
bool zc_store_is_readonly(const struct zc_store *store);
/* False with the sentence why when nothing can be written. */
bool zc_store_may_write(const struct zc_store *store, struct zc_err *err);
/* Frees the places of readers that were killed, so that their pages can be used again. Runs at
 * open; a program that stays open calls it about once a minute and before an import. */
void zc_store_check_readers(struct zc_store *store);
/* Tells which views to keep. When the plan differs from the one that the views on disk were made
 * by (its hash is in meta), *rebuild is set and zc_store_rebuild must run before views are read. */
bool zc_store_set_plan(struct zc_store *store, const struct zc_index_plan *plan, bool *rebuild,
                       struct zc_err *err);

/* The places of the plan; lives until the next plan. */
const struct zc_gazetteer *zc_store_gazetteer(const struct zc_store *store);

enum zc_txn_mode { ZC_TXN_READ, ZC_TXN_WRITE };
/* NULL on failure. One write transaction at a time in a process; readers never block. */
struct zc_txn *zc_txn_begin(struct zc_store *store, enum zc_txn_mode mode, struct zc_err *err);
/* Durable when it returns true. Frees the transaction either way. When the commit fails the
 * environment is reopened and the store is as before; full disk and full map say so. */
bool zc_txn_commit(struct zc_txn *txn, struct zc_err *err);
void zc_txn_abort(struct zc_txn *txn); /* NULL is fine */
/* Commits when `ok`, aborts when not: the end of a chain of steps. True when it is committed. */
bool zc_txn_end(struct zc_txn *txn, bool ok, struct zc_err *err);
struct zc_store *zc_txn_store(const struct zc_txn *txn);
/* Changes with every commit that changed records, also of other processes: lists compare it
 * before they trust what they copied. */
uint64_t zc_txn_number(const struct zc_txn *txn);

struct zc_store_stat {
    uint64_t records, revisions, bytes, free_bytes;
};
bool zc_store_stat(struct zc_txn *txn, struct zc_store_stat *out, struct zc_err *err);

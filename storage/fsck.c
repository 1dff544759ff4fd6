#include "storage/fsck.h"
#include "core/alloc.h"
#include "storage/bytes.h"
#include "storage/contrib.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Ids and values are proved one by one; states are folded again and compared; views and counters
 * are compared as a whole: what the states give is built in memory as hashes of keys, XORed, so
 * that a ledger of any size needs a few bytes. */

struct run {
    struct zc_store *store;
    struct zc_txn *txn;
    struct zc_fsck *out;
    void (*say)(void *ctx, struct zc_str line);
    void *ctx;
    unsigned said;
};

__attribute__((format(printf, 2, 3))) static void say(struct run *run, const char *fmt, ...)
{
    enum { SAID_MAX = 100 };
    char text[400];
    va_list args;
    if (!run->say || run->said++ >= SAID_MAX)
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    run->say(run->ctx, zc_str_of(text));
}

static void check_revs(struct run *run, struct zc_rid rid, const struct zc_rev *revs, size_t n)
{
    char text[ZC_RID_TEXT + 1];
    struct zc_err err = { 0 };
    struct zc_revid id;
    zc_rid_print(rid, text);
    for (size_t i = 0; i < n; i++) {
        zc_rev_hash(&revs[i], &id);
        if (zc_revid_cmp(&id, &revs[i].id) != 0) {
            run->out->bad_ids++;
            say(run,
                ZC_T("记录 %s：一版修订的编号与内容不符",
                     "record %s: a revision does not fit its id"),
                text);
        } else if (!zc_rev_verify(&revs[i], &err)) {
            run->out->bad_values++;
            say(run, "%s: %s", text, err.msg);
        }
    }
    run->out->revisions += n;
}

/* The stored state against the fold, apart from flags of other records, which the store adds. */
static void check_state(struct run *run, struct zc_rid rid, const struct zc_rev *revs, size_t n,
                        struct zc_arena *arena)
{
    enum { CROSS = ZC_FLAG_DANGLING | ZC_FLAG_DUP_OF_DELETED | ZC_FLAG_DUP_EDITED };
    struct zc_state stored, folded;
    struct zc_buf a = { 0 }, b = { 0 };
    struct zc_err err = { 0 };
    char text[ZC_RID_TEXT + 1];
    bool found = false;
    zc_rid_print(rid, text);
    bool ok = zc_record_get(run->txn, rid, arena, &stored, &found, &err) && found;
    if (ok) {
        zc_fold(revs, n, arena, &folded);
        folded.flags |= stored.flags & CROSS;
        ok = zc_bytes_state(run->txn, &stored, false, &a, &err) &&
             zc_bytes_state(run->txn, &folded, false, &b, &err) &&
             zc_str_eq(zc_buf_str(&a), zc_buf_str(&b));
    }
    if (!ok) {
        run->out->bad_states++;
        say(run,
            ZC_T("记录 %s：存的状态与修订不符",
                 "record %s: its state does not follow from its revisions"),
            text);
    }
    zc_buf_release(&a);
    zc_buf_release(&b);
}

static bool check_record(struct run *run, struct zc_rid rid)
{
    struct zc_arena arena = { 0 };
    struct zc_rev *revs;
    struct zc_err err = { 0 };
    size_t n = 0;
    if (!zc_revs_load(run->txn, rid, &arena, &revs, &n, &err)) {
        run->out->bad_values++;
        say(run, "%s", err.msg);
    } else {
        check_revs(run, rid, revs, n);
        check_state(run, rid, revs, n, &arena);
    }
    run->out->records++;
    zc_arena_release(&arena);
    return true;
}

/* What a seek does not find is lost as well. */
static void check_number(struct run *run)
{
    struct zc_err err;
    if (zc_revs_are_all(run->txn, run->out->revisions, &err))
        return;
    run->out->bad_values++;
    say(run, "%s", err.msg);
}

/* A digest of a database that does not depend on the order of writing. */
static void digest_of(struct zc_txn *txn, enum zc_db db, uint8_t out[ZC_HASH_LEN], uint64_t *n)
{
    struct zc_hash hash;
    struct zc_str key, value;
    struct zc_cursor *cursor = zc_cursor_open(txn, db);
    *n = 0;
    zc_hash_init(&hash);
    for (bool more = zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value); more;
         more = zc_cursor_next(cursor, &key, &value)) {
        if (db == ZC_DB_COUNT && (zc_str_is(key, "n") || zc_str_is(key, "u")))
            continue; /* history of this store, not a sum over states */
        zc_hash_add_ns(&hash, key);
        zc_hash_add_ns(&hash, value);
        ++*n;
    }
    zc_hash_end(&hash, out);
    zc_cursor_close(cursor);
}

/* Views and counters are made again from the states inside a transaction that is given up. */
static bool check_derived(struct run *run, struct zc_err *err)
{
    uint8_t before[2][ZC_HASH_LEN], after[2][ZC_HASH_LEN];
    uint64_t n[4];
    struct zc_arena arena = { 0 };
    struct zc_str key, value;
    if (zc_store_is_readonly(run->store))
        return true;
    struct zc_txn *txn = zc_txn_begin(run->store, ZC_TXN_WRITE, err);
    if (!txn)
        return false;
    digest_of(txn, ZC_DB_VIEW, before[0], &n[0]);
    digest_of(txn, ZC_DB_COUNT, before[1], &n[1]);
    bool ok = zc_kv_clear(txn, ZC_DB_VIEW, err) && zc_kv_clear(txn, ZC_DB_COUNT, err);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_STATE);
    for (bool more = zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value); ok && more;
         more = zc_cursor_next(cursor, &key, &value)) {
        struct zc_state state = { .rid = zc_rid_of_key(key.ptr) };
        bool hidden;
        zc_arena_reset(&arena);
        if (zc_unpack_state(txn, value, &arena, &state, &hidden))
            ok = zc_contrib_replace(txn, NULL, false, &state, hidden, err);
    }
    zc_cursor_close(cursor);
    digest_of(txn, ZC_DB_VIEW, after[0], &n[2]);
    digest_of(txn, ZC_DB_COUNT, after[1], &n[3]);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    run->out->bad_views = memcmp(before[0], after[0], ZC_HASH_LEN) != 0;
    run->out->bad_counts = memcmp(before[1], after[1], ZC_HASH_LEN) != 0;
    if (run->out->bad_views)
        say(run,
            ZC_T("索引与记录不符（%llu / %llu）", "views do not fit the records (%llu / %llu)"),
            (unsigned long long)n[0], (unsigned long long)n[2]);
    if (run->out->bad_counts)
        say(run,
            ZC_T("计数与记录不符（%llu / %llu）", "counters do not fit the records (%llu / %llu)"),
            (unsigned long long)n[1], (unsigned long long)n[3]);
    return ok;
}

static void check_modes(struct run *run)
{
    static const char *const names[] = { "", "/data.mdb", "/lock.mdb", "/audit.log", "/files" };
    struct zc_buf path = { 0 };
    struct stat st;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        zc_buf_reset(&path);
        zc_buf_printf(&path, "%s%s", zc_store_dir(run->store), names[i]);
        if (stat(zc_buf_cstr(&path), &st) != 0 || !(st.st_mode & 077))
            continue;
        run->out->open_modes++;
        say(run,
            ZC_T("“%s”别人也能读，请执行 chmod go= “%s”",
                 "'%s' can be read by others: chmod go= '%s'"),
            zc_buf_cstr(&path), path.ptr);
    }
    zc_buf_release(&path);
}

bool zc_fsck_run(struct zc_store *store, bool (*progress)(void *ctx, uint64_t done, uint64_t total),
                 void (*say_line)(void *ctx, struct zc_str line), void *ctx, struct zc_fsck *out,
                 struct zc_err *err)
{
    enum { BATCH = 1000 };
    struct run run = { .store = store, .out = out, .say = say_line, .ctx = ctx };
    struct zc_rid rid = { 0 };
    uint64_t number = 0;
    bool more = true;
    *out = (struct zc_fsck){ 0 };
    while (more) {
        if (!(run.txn = zc_txn_begin(store, ZC_TXN_READ, err)))
            return false;
        uint64_t total = zc_kv_entries(run.txn, ZC_DB_STATE);
        number = zc_rid_is_set(rid) ? number : zc_txn_number(run.txn);
        for (int i = 0; i < BATCH && (more = zc_revs_next(run.txn, rid, &rid)); i++)
            check_record(&run, rid);
        if (!more && number == zc_txn_number(run.txn)) /* nobody wrote meanwhile */
            check_number(&run);
        zc_txn_abort(run.txn);
        if (progress && !progress(ctx, out->records, total))
            return zc_fail(err, ZC_E_STORE, ZC_T("检查已停止", "the check was stopped"));
    }
    check_modes(&run);
    return check_derived(&run, err);
}

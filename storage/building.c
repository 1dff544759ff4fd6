#include "storage/building.h"
#include "core/alloc.h"
#include "core/hash.h"
#include "storage/bytes.h"
#include "storage/contrib.h"
#include "storage/record_impl.h"
#include "storage/sorter.h"
#include <stdio.h>
#include <string.h>

bool zc_building_begin(struct zc_building *building, struct zc_txn *txn, struct zc_err *err)
{
    uint8_t random[8];
    char text[ZC_BASE32_LEN(sizeof random) + 1] = "";
    *building = (struct zc_building){ 0 };
    randombytes_buf(random, sizeof random);
    zc_base32_put(random, sizeof random, text);
    snprintf(building->mark, sizeof building->mark, "building %s", text);
    return zc_store_begin_plan(txn, zc_str_of(building->mark), err);
}

bool zc_building_holds(const struct zc_building *building, struct zc_txn *txn)
{
    struct zc_str plan;
    return zc_kv_get(txn, ZC_DB_META, ZC_STR("plan"), &plan) && zc_str_is(plan, building->mark);
}

bool zc_building_put(struct zc_building *building, struct zc_txn *txn, struct zc_rid rid,
                     const struct zc_rev *revs, size_t n, uint32_t *nconflicts, struct zc_err *err)
{
    struct zc_state state;
    zc_arena_reset(&building->arena);
    if (revs)
        zc_fold(revs, n, &building->arena, &state);
    else if (!zc_record_fold(txn, rid, &building->arena, &state, err))
        return false;
    if (nconflicts)
        *nconflicts = state.nconflicts;
    zc_txn_touch(txn);
    return zc_record_put_bare(txn, &state, err);
}

void zc_building_drop(struct zc_building *building)
{
    zc_arena_release(&building->arena);
}

/* One attempt to finish: begun again when somebody saved meanwhile. */
struct finish {
    const struct zc_building *building;
    struct zc_store *store;
    struct zc_sorter *views, *counts;
    uint64_t number; /* zc_txn_number that the sorted keys belong to */
    bool lost;       /* another program builds: nothing is left to do */
    bool stale;      /* somebody saved since */
};

/* A write transaction while the building is still ours, and nobody saved since `number` (0: that
 * does not matter yet). NULL with `lost`, `stale` or an error. */
static struct zc_txn *begin(struct finish *finish, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(finish->store, ZC_TXN_WRITE, err);
    if (!txn)
        return NULL;
    finish->lost = !zc_building_holds(finish->building, txn);
    finish->stale = finish->number && zc_txn_number(txn) != finish->number;
    if (!finish->lost && !finish->stale)
        return txn;
    zc_txn_abort(txn);
    return NULL;
}

static bool end(struct zc_txn *txn, bool ok, struct zc_err *err)
{
    if (ok)
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

/* Both ends of some links; *from: where to go on. Every record whose flags depend on others is one
 * of them. */
static size_t take_links(struct zc_txn *txn, struct zc_buf *from, struct zc_rid *ends, size_t max)
{
    struct zc_str key, value;
    size_t n = 0;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_LINK);
    for (bool more = zc_cursor_seek(cursor, zc_buf_str(from), &key, &value); more && n + 2 <= max;
         more = zc_cursor_next(cursor, &key, &value)) {
        ends[n++] = zc_rid_of_key(key.ptr);
        ends[n++] = zc_rid_of_key(key.ptr + ZC_RID_KEY);
        zc_buf_reset(from);
        zc_buf_add(from, key);
        zc_buf_char(from, '\0'); /* the next key is not smaller than this one and a NUL */
    }
    zc_cursor_close(cursor);
    return n;
}

static bool settle_links(struct finish *finish, struct zc_err *err)
{
    enum { ENDS = 4000 };
    struct zc_rid *ends = zc_alloc(ENDS, sizeof *ends);
    struct zc_buf from = { 0 };
    size_t n = 1;
    bool ok = true;
    while (ok && n > 0) {
        struct zc_txn *txn = begin(finish, err);
        if (!(ok = txn != NULL))
            break;
        n = take_links(txn, &from, ends, ENDS);
        for (size_t i = 0; i < n && ok; i++)
            ok = zc_record_settle(txn, ends[i], err);
        ok = end(txn, ok, err);
    }
    zc_buf_release(&from);
    zc_free(ends);
    return ok;
}

static bool take_key(void *ctx, enum zc_db db, struct zc_str key, uint32_t by, struct zc_err *err)
{
    struct finish *finish = ctx;
    bool ok = true;
    for (uint32_t i = 0; i < by && ok; i++)
        ok = zc_sorter_add(db == ZC_DB_VIEW ? finish->views : finish->counts, key, err);
    return ok;
}

/* What all states give, sorted. */
static bool gather(struct finish *finish, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_str key, value;
    struct zc_txn *txn = zc_txn_begin(finish->store, ZC_TXN_READ, err);
    struct zc_cursor *cursor = txn ? zc_cursor_open(txn, ZC_DB_STATE) : NULL;
    bool ok = txn != NULL;
    if (ok)
        finish->number = zc_txn_number(txn);
    for (bool more = ok && zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value); ok && more;
         more = zc_cursor_next(cursor, &key, &value)) {
        struct zc_state state = { .rid = zc_rid_of_key(key.ptr) };
        bool hidden;
        zc_arena_reset(&arena);
        ok = zc_unpack_state(txn, value, &arena, &state, &hidden) ||
             zc_fail(err, ZC_E_STORE, ZC_T("有一条记录的状态读不出", "a state cannot be read"));
        ok = ok && zc_contrib_each(txn, &state, hidden, take_key, finish, err);
    }
    zc_cursor_close(cursor);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok && zc_sorter_end(finish->views, err) && zc_sorter_end(finish->counts, err);
}

static bool clear_derived(struct finish *finish, struct zc_err *err)
{
    struct zc_txn *txn = begin(finish, err);
    return txn &&
           end(txn, zc_kv_clear(txn, ZC_DB_VIEW, err) && zc_store_clear_counts(txn, err), err);
}

static bool append_views(struct finish *finish, struct zc_err *err)
{
    enum { BATCH = 400000 }; /* keys of 50 bytes: some 7,000 pages in a transaction */
    struct zc_str key;
    bool more = true, ok = true;
    while (ok && more) {
        struct zc_txn *txn = begin(finish, err);
        if (!txn)
            return false;
        struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_VIEW);
        for (int i = 0; i < BATCH && ok && more; i++)
            ok = zc_sorter_next(finish->views, &key, &more, err) &&
                 (!more || zc_cursor_append(cursor, key, (struct zc_str){ "", 0 }, err));
        zc_cursor_close(cursor);
        ok = end(txn, ok, err);
    }
    return ok;
}

/* Equal keys stand side by side: their number is the counter. */
static bool put_counts(struct finish *finish, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_buf last = { 0 };
    struct zc_str key = { 0 };
    uint64_t count = 0;
    bool more = true, ok = true;
    while (ok && more) {
        ok = zc_sorter_next(finish->counts, &key, &more, err);
        if (ok && more && count > 0 && zc_str_eq(key, zc_buf_str(&last))) {
            count++;
            continue;
        }
        if (ok && count > 0)
            ok = zc_kv_put_u64(txn, ZC_DB_COUNT, zc_buf_str(&last), count, err);
        zc_buf_reset(&last);
        if (ok && more)
            zc_buf_add(&last, key);
        count = 1;
    }
    zc_buf_release(&last);
    return ok;
}

static bool finish_counts(struct finish *finish, struct zc_err *err)
{
    struct zc_txn *txn = begin(finish, err);
    if (!txn)
        return false;
    bool ok = put_counts(finish, txn, err) && zc_store_finish_plan(txn, err);
    zc_txn_touch(txn);
    return end(txn, ok, err);
}

bool zc_building_finish(struct zc_building *building, struct zc_store *store, struct zc_err *err)
{
    struct finish finish;
    bool ok;
    do {
        finish = (struct finish){ .building = building, .store = store };
        finish.views = zc_sorter_new(zc_store_dir(store), ZC_SORTER_BYTES);
        finish.counts = zc_sorter_new(zc_store_dir(store), ZC_SORTER_BYTES / 4);
        ok = settle_links(&finish, err) && gather(&finish, err) && clear_derived(&finish, err) &&
             append_views(&finish, err) && finish_counts(&finish, err);
        zc_sorter_free(finish.views);
        zc_sorter_free(finish.counts);
    } while (!ok && finish.stale);
    zc_building_drop(building);
    return ok || finish.lost;
}

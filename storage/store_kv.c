#include "core/alloc.h"
#include "storage/store_lmdb.h"
#include <errno.h>
#include <string.h>

/* Keys and values, cursors, and the numbers of names. */

static MDB_val val_of(struct zc_str s)
{
    return (MDB_val){ s.len, (void *)(uintptr_t)s.ptr };
}

static struct zc_str str_of(MDB_val v)
{
    return (struct zc_str){ v.mv_data, v.mv_size };
}

bool zc_kv_get(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_str *value)
{
    MDB_val k = val_of(key), v;
    if (mdb_get(txn->txn, txn->store->dbi[db], &k, &v) != 0)
        return false;
    *value = str_of(v);
    return true;
}

bool zc_kv_put(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_str value,
               struct zc_err *err)
{
    MDB_val k = val_of(key), v = val_of(value);
    int rc = mdb_put(txn->txn, txn->store->dbi[db], &k, &v, 0);
    return rc == 0 || zc_store_fail(txn->store, rc, err);
}

bool zc_kv_append(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_str value,
                  struct zc_err *err)
{
    MDB_val k = val_of(key), v = val_of(value);
    int rc = mdb_put(txn->txn, txn->store->dbi[db], &k, &v, MDB_APPEND);
    if (rc == MDB_KEYEXIST) /* not behind all others */
        return zc_kv_put(txn, db, key, value, err);
    return rc == 0 || zc_store_fail(txn->store, rc, err);
}

bool zc_kv_del(struct zc_txn *txn, enum zc_db db, struct zc_str key, struct zc_err *err)
{
    MDB_val k = val_of(key);
    int rc = mdb_del(txn->txn, txn->store->dbi[db], &k, NULL);
    return rc == 0 || rc == MDB_NOTFOUND || zc_store_fail(txn->store, rc, err);
}

bool zc_kv_clear(struct zc_txn *txn, enum zc_db db, struct zc_err *err)
{
    int rc = mdb_drop(txn->txn, txn->store->dbi[db], 0);
    return rc == 0 || zc_store_fail(txn->store, rc, err);
}

uint64_t zc_kv_entries(struct zc_txn *txn, enum zc_db db)
{
    MDB_stat stat;
    int rc = mdb_stat(txn->txn, txn->store->dbi[db], &stat);
    txn->damaged |= rc != 0;
    return rc == 0 ? stat.ms_entries : 0;
}

bool zc_kv_get_u64(struct zc_txn *txn, enum zc_db db, struct zc_str key, uint64_t *value)
{
    struct zc_str bytes;
    *value = 0;
    if (!zc_kv_get(txn, db, key, &bytes) || bytes.len != sizeof *value)
        return false;
    memcpy(value, bytes.ptr, sizeof *value);
    return true;
}

bool zc_kv_put_u64(struct zc_txn *txn, enum zc_db db, struct zc_str key, uint64_t value,
                   struct zc_err *err)
{
    return zc_kv_put(txn, db, key, (struct zc_str){ (const char *)&value, sizeof value }, err);
}

/* Cursors */

struct zc_cursor {
    MDB_cursor *cursor;
    struct zc_store *store;
    struct zc_txn *txn;
};

struct zc_cursor *zc_cursor_open(struct zc_txn *txn, enum zc_db db)
{
    struct zc_cursor *cursor = zc_alloc_zeroed(1, sizeof *cursor);
    cursor->store = txn->store;
    cursor->txn = txn;
    if (mdb_cursor_open(txn->txn, txn->store->dbi[db], &cursor->cursor) != 0) {
        cursor->cursor = NULL;
        txn->damaged = true;
    }
    return cursor;
}

void zc_cursor_close(struct zc_cursor *cursor)
{
    if (cursor && cursor->cursor)
        mdb_cursor_close(cursor->cursor);
    zc_free(cursor);
}

static bool cursor_get(struct zc_cursor *cursor, MDB_cursor_op op, MDB_val k, struct zc_str *key,
                       struct zc_str *value)
{
    MDB_val v;
    int rc = cursor->cursor ? mdb_cursor_get(cursor->cursor, &k, &v, op) : MDB_NOTFOUND;
    cursor->txn->damaged |= rc != 0 && rc != MDB_NOTFOUND && rc != EINVAL; /* not placed */
    if (rc != 0)
        return false;
    *key = str_of(k);
    *value = str_of(v);
    return true;
}

bool zc_cursor_seek(struct zc_cursor *cursor, struct zc_str key, struct zc_str *found,
                    struct zc_str *value)
{
    if (key.len == 0)
        return cursor_get(cursor, MDB_FIRST, (MDB_val){ 0 }, found, value);
    return cursor_get(cursor, MDB_SET_RANGE, val_of(key), found, value);
}

bool zc_cursor_next(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value)
{
    return cursor_get(cursor, MDB_NEXT, (MDB_val){ 0 }, key, value);
}

bool zc_cursor_prev(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value)
{
    return cursor_get(cursor, MDB_PREV, (MDB_val){ 0 }, key, value);
}

bool zc_cursor_last(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value)
{
    return cursor_get(cursor, MDB_LAST, (MDB_val){ 0 }, key, value);
}

bool zc_cursor_append(struct zc_cursor *cursor, struct zc_str key, struct zc_str value,
                      struct zc_err *err)
{
    MDB_val k = val_of(key), v = val_of(value);
    int rc = mdb_cursor_put(cursor->cursor, &k, &v, MDB_APPEND);
    if (rc == MDB_KEYEXIST)
        rc = mdb_cursor_put(cursor->cursor, &k, &v, 0);
    return rc == 0 || zc_store_fail(cursor->store, rc, err);
}

bool zc_cursor_here(struct zc_cursor *cursor, struct zc_str *key, struct zc_str *value)
{
    return cursor_get(cursor, MDB_GET_CURRENT, (MDB_val){ 0 }, key, value);
}

/* Names: "n" + name -> number, "#" + number (big endian) -> name. A table in memory answers most
 * questions; it is emptied when a transaction that made new names is given up. */

static size_t slot_of(const struct store_names *names, struct zc_str name)
{
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (uint8_t)name.ptr[i]) * 1099511628211u;
    size_t slot = hash & (STORE_NAME_SLOTS - 1);
    while (names->slots[slot] && !zc_str_eq(names->texts[names->slots[slot]], name))
        slot = (slot + 1) & (STORE_NAME_SLOTS - 1);
    return slot;
}

/* Beyond half of the slots names are looked up on disk. */
static void remember(struct zc_store *store, struct zc_str name, uint32_t number)
{
    struct store_names *names = &store->names;
    if (number >= STORE_NAME_SLOTS / 2)
        return;
    if (names->texts[number].len == 0)
        names->texts[number] = zc_arena_copy(&names->arena, name);
    names->slots[slot_of(names, name)] = number;
}

static struct zc_str number_key(uint32_t number, uint8_t out[5])
{
    out[0] = '#';
    for (int i = 0; i < 4; i++)
        out[1 + i] = (uint8_t)(number >> (24 - 8 * i));
    return (struct zc_str){ (const char *)out, 5 };
}

static bool add_name(struct zc_txn *txn, struct zc_str key, struct zc_str name, uint32_t number,
                     struct zc_err *err)
{
    uint8_t bytes[5];
    return zc_kv_put_u64(txn, ZC_DB_NAME, key, number, err) &&
           zc_kv_put(txn, ZC_DB_NAME, number_key(number, bytes), name, err);
}

uint32_t zc_name_number(struct zc_txn *txn, struct zc_str name, struct zc_err *err)
{
    uint32_t number = txn->store->names.slots[slot_of(&txn->store->names, name)];
    uint64_t stored;
    struct zc_buf key = { 0 };
    if (number)
        return number;
    zc_buf_char(&key, 'n');
    zc_buf_add(&key, name);
    if (zc_kv_get_u64(txn, ZC_DB_NAME, zc_buf_str(&key), &stored)) {
        number = (uint32_t)stored;
    } else {
        number = (uint32_t)(zc_kv_entries(txn, ZC_DB_NAME) / 2 + 1);
        if (!add_name(txn, zc_buf_str(&key), name, number, err))
            number = 0;
        txn->named = true;
    }
    if (number)
        remember(txn->store, name, number);
    zc_buf_release(&key);
    return number;
}

struct zc_str zc_name_text(struct zc_txn *txn, uint32_t number)
{
    struct store_names *names = &txn->store->names;
    uint8_t bytes[5];
    struct zc_str text;
    if (number < STORE_NAME_SLOTS / 2 && names->texts[number].len > 0)
        return names->texts[number];
    if (!zc_kv_get(txn, ZC_DB_NAME, number_key(number, bytes), &text))
        return (struct zc_str){ 0 };
    remember(txn->store, text, number);
    return number < STORE_NAME_SLOTS / 2 ? names->texts[number]
                                         : zc_arena_copy(&names->arena, text);
}

void zc_store_forget_names(struct zc_store *store)
{
    memset(store->names.slots, 0, sizeof store->names.slots);
    memset(store->names.texts, 0, sizeof store->names.texts);
}

/* Ids as keys */

void zc_rid_key(struct zc_rid rid, uint8_t out[ZC_RID_KEY])
{
    out[0] = (uint8_t)rid.kind;
    memcpy(out + 1, rid.b, ZC_RID_BYTES);
}

struct zc_rid zc_rid_of_key(const char *key)
{
    struct zc_rid rid = { .kind = key[0] };
    memcpy(rid.b, key + 1, ZC_RID_BYTES);
    return rid;
}

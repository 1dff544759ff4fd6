#include "storage/act_log.h"
#include "core/alloc.h"
#include "storage/revs.h"
#include "storage/store_impl.h"
#include <stdlib.h>
#include <string.h>

/* Keys of `local`: 'a', number of the act 8, place in it 4, both big endian; value: record,
 * revision, name of the person. */

enum { KEY_LEN = 13, REV_LEN = ZC_RID_KEY + ZC_REVID_BYTES };

static struct zc_str key_of(uint64_t act, uint32_t place, char key[KEY_LEN])
{
    key[0] = 'a';
    for (int i = 0; i < 8; i++)
        key[1 + i] = (char)(act >> (56 - 8 * i));
    for (int i = 0; i < 4; i++)
        key[9 + i] = (char)(place >> (24 - 8 * i));
    return (struct zc_str){ key, KEY_LEN };
}

static bool is_entry(struct zc_str key, struct zc_str value)
{
    return key.len == KEY_LEN && key.ptr[0] == 'a' && value.len >= REV_LEN;
}

static uint64_t act_of(struct zc_str key)
{
    uint64_t act = 0;
    for (int i = 1; i < 9; i++)
        act = act << 8 | (uint8_t)key.ptr[i];
    return act;
}

static uint32_t place_of(struct zc_str key)
{
    uint32_t place = 0;
    for (int i = 9; i < KEY_LEN; i++)
        place = place << 8 | (uint8_t)key.ptr[i];
    return place;
}

/* The last entry of the log up to the end of an act; false: none. */
static bool seek_end(struct zc_cursor *cursor, uint64_t act, struct zc_str *key,
                     struct zc_str *value)
{
    char bytes[KEY_LEN];
    bool more = zc_cursor_seek(cursor, key_of(act, UINT32_MAX, bytes), key, value)
                    ? zc_cursor_prev(cursor, key, value)
                    : zc_cursor_last(cursor, key, value);
    return more && is_entry(*key, *value);
}

static bool forget_older(struct zc_txn *txn, uint64_t act, struct zc_err *err)
{
    char bytes[KEY_LEN], old[KEY_LEN];
    struct zc_str key, value;
    bool ok = true, more = true;
    while (ok && more) {
        struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_LOCAL);
        more = zc_cursor_seek(cursor, key_of(0, 0, bytes), &key, &value) && is_entry(key, value) &&
               act_of(key) + ZC_ACT_LOG_KEPT <= act;
        if (more)
            memcpy(old, key.ptr, KEY_LEN);
        zc_cursor_close(cursor);
        ok = !more || zc_kv_del(txn, ZC_DB_LOCAL, (struct zc_str){ old, KEY_LEN }, err);
    }
    return ok;
}

bool zc_act_log_add(struct zc_txn *txn, struct zc_str person, const struct zc_rev *rev,
                    uint64_t *act, struct zc_err *err)
{
    struct zc_str key, value;
    struct zc_buf entry = { 0 };
    char bytes[KEY_LEN];
    uint8_t rid[ZC_RID_KEY];
    bool begins = *act == 0;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_LOCAL);
    bool any = seek_end(cursor, begins ? UINT64_MAX : *act, &key, &value);
    uint64_t last = any ? act_of(key) : 0;
    uint32_t place = any && last == *act ? place_of(key) + 1 : 0;
    zc_cursor_close(cursor);
    if (begins)
        *act = last + 1;
    zc_rid_key(rev->rid, rid);
    zc_buf_bytes(&entry, rid, sizeof rid);
    zc_buf_bytes(&entry, rev->id.b, ZC_REVID_BYTES);
    zc_buf_add(&entry, person);
    bool ok = zc_kv_put(txn, ZC_DB_LOCAL, key_of(*act, place, bytes), zc_buf_str(&entry), err) &&
              (!begins || forget_older(txn, *act, err));
    zc_buf_release(&entry);
    return ok;
}

static struct zc_act_rev rev_of(struct zc_str value)
{
    struct zc_act_rev rev = { .rid = zc_rid_of_key(value.ptr) };
    memcpy(rev.id.b, value.ptr + ZC_RID_KEY, ZC_REVID_BYTES);
    return rev;
}

void zc_act_log_last(struct zc_txn *txn, struct zc_str person, struct zc_arena *arena,
                     struct zc_act_rev **out, size_t *n)
{
    struct zc_str key, value;
    struct zc_act_rev *revs = NULL;
    size_t cap = 0;
    uint64_t act = 0;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_LOCAL);
    *n = 0;
    for (bool more = seek_end(cursor, UINT64_MAX, &key, &value); more && is_entry(key, value);
         more = zc_cursor_prev(cursor, &key, &value)) {
        if (*n > 0 && act_of(key) != act)
            break;
        struct zc_act_rev rev = rev_of(value);
        if (!zc_str_eq(zc_str_from(value, REV_LEN), person) || !zc_revs_has(txn, rev.rid, &rev.id))
            continue;
        act = act_of(key);
        revs = zc_grow(revs, *n, &cap, sizeof *revs);
        revs[(*n)++] = rev;
    }
    zc_cursor_close(cursor);
    *out = ZC_NEW(arena, struct zc_act_rev, *n + 1);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = revs[*n - 1 - i];
    zc_free(revs);
}

static int by_id(const void *a, const void *b)
{
    return zc_revid_cmp(&((const struct zc_act_rev *)a)->id, &((const struct zc_act_rev *)b)->id);
}

bool zc_act_log_drop(struct zc_txn *txn, const struct zc_act_rev *revs, size_t n,
                     struct zc_err *err)
{
    char start[KEY_LEN];
    struct zc_str key, value;
    struct zc_buf found = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_act_rev *sorted = ZC_NEW(&arena, struct zc_act_rev, n + 1);
    memcpy(sorted, revs, n * sizeof *revs);
    qsort(sorted, n, sizeof *sorted, by_id);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_LOCAL);
    for (bool more = zc_cursor_seek(cursor, key_of(0, 0, start), &key, &value);
         more && is_entry(key, value); more = zc_cursor_next(cursor, &key, &value)) {
        struct zc_act_rev rev = rev_of(value);
        if (bsearch(&rev, sorted, n, sizeof *sorted, by_id))
            zc_buf_add(&found, key);
    }
    zc_cursor_close(cursor);
    bool ok = true;
    for (size_t at = 0; ok && at < found.len; at += KEY_LEN)
        ok = zc_kv_del(txn, ZC_DB_LOCAL, (struct zc_str){ found.ptr + at, KEY_LEN }, err);
    zc_buf_release(&found);
    zc_arena_release(&arena);
    return ok;
}

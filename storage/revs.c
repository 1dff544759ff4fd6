#include "storage/revs.h"
#include "core/alloc.h"
#include "storage/bytes.h"
#include <string.h>

enum { KEY_LEN = ZC_RID_KEY + ZC_REVID_BYTES };

static struct zc_str key_of(struct zc_rid rid, const struct zc_revid *id, uint8_t key[KEY_LEN])
{
    zc_rid_key(rid, key);
    memcpy(key + ZC_RID_KEY, id->b, ZC_REVID_BYTES);
    return (struct zc_str){ (const char *)key, KEY_LEN };
}

bool zc_revs_has(struct zc_txn *txn, struct zc_rid rid, const struct zc_revid *id)
{
    uint8_t key[KEY_LEN];
    struct zc_str value;
    return zc_kv_get(txn, ZC_DB_REV, key_of(rid, id, key), &value);
}

static bool put(struct zc_txn *txn, const struct zc_rev *rev, bool append, bool *fresh,
                struct zc_err *err)
{
    uint8_t bytes_of_key[KEY_LEN];
    struct zc_str key = key_of(rev->rid, &rev->id, bytes_of_key);
    struct zc_buf bytes = { 0 };
    *fresh = !zc_revs_has(txn, rev->rid, &rev->id);
    if (!*fresh)
        return true;
    bool ok = zc_bytes_rev(txn, rev, &bytes, err) &&
              (append ? zc_kv_append(txn, ZC_DB_REV, key, zc_buf_str(&bytes), err)
                      : zc_kv_put(txn, ZC_DB_REV, key, zc_buf_str(&bytes), err));
    zc_buf_release(&bytes);
    zc_txn_touch_record(txn, rev->rid);
    return ok;
}

bool zc_revs_put(struct zc_txn *txn, const struct zc_rev *rev, bool *fresh, struct zc_err *err)
{
    return put(txn, rev, false, fresh, err);
}

bool zc_revs_append(struct zc_txn *txn, const struct zc_rev *rev, bool *fresh, struct zc_err *err)
{
    return put(txn, rev, true, fresh, err);
}

static bool fail_damaged(struct zc_rid rid, struct zc_err *err)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid, text);
    return zc_fail(err, ZC_E_STORE,
                   ZC_T("记录“%s”有一版修订读不出，请运行 zaoce check",
                        "a revision of record '%s' cannot be read; run zaoce check"),
                   text);
}

static bool load(struct zc_txn *txn, struct zc_rid rid, bool borrow, struct zc_arena *arena,
                 struct zc_rev **revs, size_t *n, struct zc_err *err)
{
    uint8_t prefix[ZC_RID_KEY];
    struct zc_str key, value, start = { (const char *)prefix, sizeof prefix };
    struct zc_rev *all = NULL;
    size_t count = 0, cap = 0;
    bool ok = true;
    zc_rid_key(rid, prefix);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_REV);
    for (bool more = zc_cursor_seek(cursor, start, &key, &value);
         ok && more && zc_str_starts(key, start); more = zc_cursor_next(cursor, &key, &value)) {
        all = zc_grow(all, count, &cap, sizeof *all);
        struct zc_rev *rev = &all[count++];
        *rev = (struct zc_rev){ .rid = rid };
        ok = key.len == KEY_LEN && zc_unpack_rev(txn, value, borrow, arena, rev);
        if (ok)
            memcpy(rev->id.b, key.ptr + ZC_RID_KEY, ZC_REVID_BYTES);
    }
    zc_cursor_close(cursor);
    *n = ok ? count : 0;
    *revs = ZC_NEW(arena, struct zc_rev, count + 1);
    if (ok && count)
        memcpy(*revs, all, count * sizeof *all);
    zc_free(all);
    return ok || fail_damaged(rid, err);
}

bool zc_revs_load(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                  struct zc_rev **revs, size_t *n, struct zc_err *err)
{
    return load(txn, rid, false, arena, revs, n, err);
}

bool zc_revs_borrow(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                    struct zc_rev **revs, size_t *n, struct zc_err *err)
{
    return load(txn, rid, true, arena, revs, n, err);
}

size_t zc_revs_place(const struct zc_rev *revs, size_t n, const struct zc_revid *id)
{
    size_t low = 0, high = n; /* ascending by id */
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = zc_revid_cmp(&revs[mid].id, id);
        if (order == 0)
            return mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return SIZE_MAX;
}

bool zc_revs_next(struct zc_txn *txn, struct zc_rid after, struct zc_rid *out)
{
    uint8_t start[KEY_LEN + 1];
    struct zc_str from = { 0 }, key, value;
    if (zc_rid_is_set(after)) {
        zc_rid_key(after, start);
        memset(start + ZC_RID_KEY, 0xFF, sizeof start - ZC_RID_KEY);
        from = (struct zc_str){ (const char *)start, sizeof start };
    }
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_REV);
    bool found = zc_cursor_seek(cursor, from, &key, &value) && key.len == KEY_LEN;
    struct zc_rid next = found ? zc_rid_of_key(key.ptr) : after;
    zc_cursor_close(cursor);
    if (!found || zc_rid_cmp(next, after) <= 0) /* a damaged tree may lead back: not for ever */
        return false;
    *out = next;
    return true;
}

bool zc_revs_are_all(struct zc_txn *txn, uint64_t n, struct zc_err *err)
{
    uint64_t all = zc_kv_entries(txn, ZC_DB_REV);
    return (n == all && !zc_txn_is_damaged(txn)) ||
           zc_fail(err, ZC_E_STORE,
                   ZC_T("调查库“%s”已损坏：%llu版修订只读得到%llu版；请运行 zaoce check",
                        "store '%s' is damaged: of %llu revisions %llu can be reached; run zaoce "
                        "check"),
                   zc_store_dir(zc_txn_store(txn)), (unsigned long long)all, (unsigned long long)n);
}

#include "storage/changes.h"
#include "storage/store_impl.h"
#include <string.h>

/* Key in `local`: 'c' and the number; value: the ids, or nothing for everything. */

enum { KEY = 9 };

static struct zc_str key_of(uint64_t number, char key[KEY])
{
    key[0] = 'c';
    for (int i = 0; i < 8; i++)
        key[1 + i] = (char)(number >> (56 - 8 * i));
    return (struct zc_str){ key, KEY };
}

bool zc_changes_note(struct zc_txn *txn, uint64_t number, const struct zc_rid *rids, size_t n,
                     bool all, struct zc_err *err)
{
    uint8_t value[ZC_CHANGES_MOST * ZC_RID_KEY];
    char key[KEY];
    if (all || n > ZC_CHANGES_MOST)
        n = 0;
    for (size_t i = 0; i < n; i++)
        zc_rid_key(rids[i], value + i * ZC_RID_KEY);
    return zc_kv_put(txn, ZC_DB_LOCAL, key_of(number, key),
                     (struct zc_str){ (const char *)value, n * ZC_RID_KEY }, err) &&
           (number <= ZC_CHANGES_KEPT ||
            zc_kv_del(txn, ZC_DB_LOCAL, key_of(number - ZC_CHANGES_KEPT, key), err));
}

bool zc_changes_since(struct zc_txn *txn, uint64_t number,
                      void (*each)(void *ctx, struct zc_rid rid), void *ctx)
{
    uint64_t now = zc_txn_number(txn);
    char key[KEY];
    struct zc_str value;
    if (number > now || now - number > ZC_CHANGES_KEPT)
        return false;
    while (number < now) {
        if (!zc_kv_get(txn, ZC_DB_LOCAL, key_of(++number, key), &value) || value.len == 0)
            return false;
        for (size_t at = 0; at + ZC_RID_KEY <= value.len; at += ZC_RID_KEY)
            each(ctx, zc_rid_of_key(value.ptr + at));
    }
    return true;
}

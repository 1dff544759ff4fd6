#include "storage/draft.h"
#include "core/alloc.h"
#include "storage/bytes.h"
#include <stdlib.h>
#include <string.h>

/* Two keys a draft: rid 16 + 'd' the answers, rid 16 + 't' the field being typed, so that the
 * two-second journal writes little. */

static struct zc_str key_of(struct zc_rid rid, char part, uint8_t key[ZC_RID_KEY + 1])
{
    zc_rid_key(rid, key);
    key[ZC_RID_KEY] = (uint8_t)part;
    return (struct zc_str){ (const char *)key, ZC_RID_KEY + 1 };
}

static bool put_typing(struct zc_txn *txn, const struct zc_draft *draft, bool has_typing,
                       struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY + 1];
    struct zc_buf bytes = { 0 };
    zc_bytes_text(&bytes, draft->at);
    zc_bytes_text(&bytes, draft->cursor);
    zc_bytes_number(&bytes, has_typing);
    zc_bytes_text(&bytes, draft->typing);
    zc_bytes_number(&bytes, draft->seq + 1);
    bool ok = zc_kv_put(txn, ZC_DB_UNSAVED, key_of(draft->rid, 't', key), zc_buf_str(&bytes), err);
    zc_buf_release(&bytes);
    return ok;
}

static bool unpack_typing(struct zc_txn *txn, struct zc_str bytes, struct zc_arena *arena,
                          struct zc_draft *out)
{
    struct zc_unpack in = { txn, bytes, arena, true };
    out->at = zc_unpack_text(&in);
    out->cursor = zc_unpack_text(&in);
    out->has_typing = zc_unpack_number(&in);
    out->typing = zc_unpack_text(&in);
    if (in.rest.len > 0) /* stores of the first version have no number */
        out->seq = zc_unpack_number(&in);
    return in.ok;
}

bool zc_draft_is_as_read(struct zc_txn *txn, struct zc_rid rid, uint64_t seq, bool *gone,
                         struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY + 1];
    struct zc_arena arena = { 0 };
    struct zc_draft stored = { 0 };
    struct zc_str bytes;
    bool there = zc_kv_get(txn, ZC_DB_UNSAVED, key_of(rid, 't', key), &bytes);
    bool read = !there || unpack_typing(txn, bytes, &arena, &stored);
    bool same = read && stored.seq == seq;
    if (gone)
        *gone = !there;
    if (!same)
        zc_fail(err, ZC_E_CONFLICT, "%s",
                there ? ZC_T("这份表正在另一个窗口里填",
                             "this form is being filled in in another window")
                      : ZC_T("这份表已在另一个窗口里完成或放弃",
                             "this form was finished or given up in another window"));
    zc_arena_release(&arena);
    return same;
}

bool zc_draft_put(struct zc_txn *txn, const struct zc_draft *draft, struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY + 1];
    struct zc_buf bytes = { 0 };
    if (!zc_draft_is_as_read(txn, draft->rid, draft->seq, NULL, err))
        return false;
    zc_bytes_number(&bytes, draft->is_new);
    zc_bytes_text(&bytes, draft->form);
    zc_bytes_text(&bytes, draft->person);
    zc_bytes_number(&bytes, draft->nparents);
    for (uint32_t i = 0; i < draft->nparents; i++)
        zc_buf_bytes(&bytes, draft->parents[i].b, ZC_REVID_BYTES);
    bool ok =
        zc_bytes_pairs(txn, draft->answers, draft->nanswers, &bytes, err) &&
        zc_kv_put(txn, ZC_DB_UNSAVED, key_of(draft->rid, 'd', key), zc_buf_str(&bytes), err) &&
        put_typing(txn, draft, draft->has_typing, err);
    zc_buf_release(&bytes);
    return ok;
}

bool zc_draft_put_typing(struct zc_txn *txn, const struct zc_draft *draft, struct zc_err *err)
{
    return zc_draft_is_as_read(txn, draft->rid, draft->seq, NULL, err) &&
           put_typing(txn, draft, true, err);
}

static bool unpack_draft(struct zc_txn *txn, struct zc_str answers, struct zc_str typing,
                         struct zc_arena *arena, struct zc_draft *out)
{
    struct zc_unpack in = { txn, answers, arena, true };
    out->is_new = zc_unpack_number(&in);
    out->form = zc_unpack_text(&in);
    out->person = zc_unpack_text(&in);
    uint64_t n = zc_unpack_number(&in);
    if (n > in.rest.len / ZC_REVID_BYTES)
        return false;
    struct zc_revid *parents = ZC_NEW(arena, struct zc_revid, n + 1);
    for (uint64_t i = 0; i < n; i++)
        memcpy(parents[i].b, zc_unpack_bytes(&in, ZC_REVID_BYTES), ZC_REVID_BYTES);
    out->parents = parents;
    out->nparents = (uint32_t)n;
    out->answers = zc_unpack_pairs(&in, &out->nanswers);
    return in.ok && unpack_typing(txn, typing, arena, out);
}

bool zc_draft_get(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                  struct zc_draft *out, bool *found, struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY + 1];
    struct zc_str answers, typing;
    *out = (struct zc_draft){ .rid = rid };
    *found = zc_kv_get(txn, ZC_DB_UNSAVED, key_of(rid, 'd', key), &answers) &&
             zc_kv_get(txn, ZC_DB_UNSAVED, key_of(rid, 't', key), &typing);
    return !*found || unpack_draft(txn, answers, typing, arena, out) ||
           zc_fail(err, ZC_E_STORE, ZC_T("未存的表读不出", "an unsaved form cannot be read"));
}

bool zc_draft_delete(struct zc_txn *txn, struct zc_rid rid, struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY + 1];
    return zc_kv_del(txn, ZC_DB_UNSAVED, key_of(rid, 'd', key), err) &&
           zc_kv_del(txn, ZC_DB_UNSAVED, key_of(rid, 't', key), err);
}

static int newest_first(const void *a, const void *b)
{
    return zc_str_cmp(((const struct zc_draft *)b)->at, ((const struct zc_draft *)a)->at);
}

bool zc_draft_list(struct zc_txn *txn, struct zc_str person, struct zc_arena *arena,
                   struct zc_draft **out, size_t *n, struct zc_err *err)
{
    struct zc_draft *all = ZC_NEW(arena, struct zc_draft, zc_kv_entries(txn, ZC_DB_UNSAVED) + 1);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_UNSAVED);
    struct zc_str key, value;
    size_t count = 0;
    bool ok = true, found;
    for (bool more = zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value); ok && more;
         more = zc_cursor_next(cursor, &key, &value)) {
        if (key.len != ZC_RID_KEY + 1 || key.ptr[ZC_RID_KEY] != 'd')
            continue;
        ok = zc_draft_get(txn, zc_rid_of_key(key.ptr), arena, &all[count], &found, err);
        if (ok && found && (person.len == 0 || zc_str_eq(all[count].person, person)))
            count++;
    }
    zc_cursor_close(cursor);
    qsort(all, count, sizeof *all, newest_first);
    *out = all;
    *n = count;
    return ok;
}

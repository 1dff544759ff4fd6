#include "storage/pending.h"
#include "core/alloc.h"
#include "storage/bytes.h"
#include "storage/spoil.h"
#include "storage/table_text.h"
#include <string.h>

/* The heads that the row names, as places in `revs`; SIZE_MAX: none or two fit. */
static size_t find_head(const struct zc_rev *revs, size_t n, struct zc_str prefix)
{
    char text[ZC_REVID_TEXT + 1];
    size_t found = SIZE_MAX;
    if (prefix.len != ZC_TABLE_HEAD_LEN)
        return SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        zc_revid_print(&revs[i].id, text);
        if (!zc_str_starts(zc_str_of(text), prefix))
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = i;
    }
    return found;
}

/* Marks the heads and everything above them; false when a parent is missing. The list of places
 * to look at grows while it is walked. */
static bool mark_base(const struct zc_rev *revs, size_t n, const size_t *heads, size_t nheads,
                      struct zc_arena *arena, bool *marked)
{
    size_t *todo = ZC_NEW(arena, size_t, n + 1), ntodo = 0;
    for (size_t i = 0; i < nheads; i++) {
        if (!marked[heads[i]])
            todo[ntodo++] = heads[i];
        marked[heads[i]] = true;
    }
    for (size_t i = 0; i < ntodo; i++) {
        const struct zc_rev *rev = &revs[todo[i]];
        for (uint32_t p = 0; p < rev->nparents; p++) {
            size_t parent = zc_revs_place(revs, n, &rev->parents[p]);
            if (parent == SIZE_MAX)
                return false;
            if (!marked[parent])
                todo[ntodo++] = parent;
            marked[parent] = true;
        }
    }
    return true;
}

/* The state that the row was made from. False: it cannot be told, the row waits. */
static bool fold_base(const struct zc_rev *revs, size_t n, struct zc_str base,
                      struct zc_arena *arena, struct zc_state *out)
{
    size_t *heads = ZC_NEW(arena, size_t, n + 1), nheads = 0, kept = 0;
    bool *marked = ZC_NEW(arena, bool, n + 1);
    struct zc_rev *seen = ZC_NEW(arena, struct zc_rev, n + 1);
    struct zc_str part;
    while (zc_str_cut(&base, '.', &part)) {
        size_t head = find_head(revs, n, part);
        if (head == SIZE_MAX || nheads == n)
            return false;
        heads[nheads++] = head;
    }
    if (nheads == 0 || !mark_base(revs, n, heads, nheads, arena, marked))
        return false;
    for (size_t i = 0; i < n; i++)
        if (marked[i])
            seen[kept++] = revs[i];
    zc_fold(seen, kept, arena, out);
    return out->nheads == nheads;
}

/* The cells that are no longer what the record was, nor what a spreadsheet makes of it. */
static size_t keep_edits(const struct zc_state *base, const struct zc_pair *cells, size_t n,
                         struct zc_pair *out)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!zc_spoil_untouched(zc_state_value(base, cells[i].name), cells[i].value))
            out[kept++] = cells[i];
    return kept;
}

bool zc_ledger_row_derive(struct zc_txn *txn, const struct zc_ledger_row *row,
                          const struct zc_ledger_judge *judge, struct zc_arena *arena,
                          enum zc_row_outcome *outcome, struct zc_rev *rev, struct zc_err *err)
{
    static const struct zc_pair attrs[] = { { ZC_LIT("src"), ZC_LIT("table") } };
    struct zc_pair *writes = ZC_NEW(arena, struct zc_pair, (size_t)row->ncells + 1);
    struct zc_state base;
    struct zc_rev *revs;
    size_t nrevs, n, left = 0;
    if (!zc_revs_load(txn, row->rid, arena, &revs, &nrevs, err))
        return false;
    *outcome = ZC_ROW_WAITS;
    if (!fold_base(revs, nrevs, row->base, arena, &base))
        return true;
    n = keep_edits(&base, row->cells, row->ncells, writes);
    if (n > 0 && judge) {
        left = judge->judge(judge->ctx, row, &base, writes, &n, arena);
        n = keep_edits(&base, writes, n, writes); /* a label may mean what was there */
    }
    *outcome = n > 0 ? ZC_ROW_EDITED : left > 0 ? ZC_ROW_LEFT : ZC_ROW_UNTOUCHED;
    return n == 0 ||
           zc_rev_make(row->rid, base.heads, base.nheads, attrs, 1, writes, n, arena, rev, err);
}

/* Waiting rows on disk: the hash of the packed row is its key. */

bool zc_pending_put(struct zc_txn *txn, const struct zc_ledger_row *row, struct zc_err *err)
{
    uint8_t rid[ZC_RID_KEY], hash[ZC_HASH_LEN];
    struct zc_buf bytes = { 0 };
    zc_rid_key(row->rid, rid);
    zc_buf_bytes(&bytes, rid, sizeof rid);
    zc_bytes_text(&bytes, row->base);
    zc_bytes_number(&bytes, row->ncells);
    for (uint32_t i = 0; i < row->ncells; i++) { /* names as text: the same bytes in every store */
        zc_bytes_text(&bytes, row->cells[i].name);
        zc_bytes_text(&bytes, row->cells[i].value);
    }
    zc_hash20(zc_buf_str(&bytes), hash);
    bool ok = zc_kv_put(txn, ZC_DB_PEND, (struct zc_str){ (const char *)hash, sizeof hash },
                        zc_buf_str(&bytes), err);
    zc_buf_release(&bytes);
    return ok;
}

static bool unpack(struct zc_txn *txn, struct zc_str bytes, struct zc_arena *arena,
                   struct zc_ledger_row *out)
{
    struct zc_unpack in = { txn, bytes, arena, true };
    out->rid = zc_rid_of_key(zc_unpack_bytes(&in, ZC_RID_KEY));
    out->base = zc_unpack_text(&in);
    uint64_t n = zc_unpack_number(&in);
    if (!in.ok || n > in.rest.len / 2)
        return false;
    struct zc_pair *cells = ZC_NEW(arena, struct zc_pair, n + 1);
    for (uint64_t i = 0; i < n; i++) {
        cells[i].name = zc_unpack_text(&in);
        cells[i].value = zc_unpack_text(&in);
    }
    out->ncells = (uint32_t)n;
    out->cells = cells;
    return in.ok;
}

bool zc_pending_each(struct zc_txn *txn, bool (*each)(void *ctx, const struct zc_ledger_row *row),
                     void *ctx, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_str key, value;
    struct zc_ledger_row row;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_PEND);
    bool ok = true, go_on = true;
    for (bool more = zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value);
         ok && go_on && more; more = zc_cursor_next(cursor, &key, &value)) {
        zc_arena_reset(&arena);
        ok = unpack(txn, value, &arena, &row) ||
             zc_fail(err, ZC_E_STORE, ZC_T("一条待底版的行读不出", "a waiting row cannot be read"));
        go_on = ok && each(ctx, &row);
    }
    zc_cursor_close(cursor);
    zc_arena_release(&arena);
    return ok;
}

uint64_t zc_pending_count(struct zc_txn *txn)
{
    return zc_kv_entries(txn, ZC_DB_PEND);
}

/* Keys of all waiting rows; the database changes while they are settled. */
static size_t copy_keys(struct zc_txn *txn, struct zc_arena *arena, struct zc_str **out)
{
    struct zc_str key, value, *keys = ZC_NEW(arena, struct zc_str, zc_pending_count(txn) + 1);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_PEND);
    size_t n = 0;
    for (bool more = zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value); more;
         more = zc_cursor_next(cursor, &key, &value))
        keys[n++] = zc_arena_copy(arena, key);
    zc_cursor_close(cursor);
    *out = keys;
    return n;
}

/* A row that can be no revision any more (its edited cell is no value) is dropped, as it would
 * have been refused with its base at hand. */
static bool settle(struct zc_txn *txn, struct zc_str key, const struct zc_ledger_judge *judge,
                   bool *gone, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_ledger_row row = { 0 };
    struct zc_err refused = { 0 };
    enum zc_row_outcome outcome = ZC_ROW_UNTOUCHED;
    struct zc_str value;
    struct zc_rev rev;
    bool fresh, ok = true;
    if (!zc_kv_get(txn, ZC_DB_PEND, key, &value) || !unpack(txn, value, &arena, &row)) {
        zc_arena_release(&arena);
        return zc_fail(err, ZC_E_STORE,
                       ZC_T("一条待底版的行读不出", "a waiting row cannot be read"));
    }
    if (!zc_ledger_row_derive(txn, &row, judge, &arena, &outcome, &rev, &refused)) {
        if (refused.code != ZC_E_INPUT && refused.code != ZC_E_LIMIT) {
            *err = refused;
            ok = false;
        }
        outcome = ZC_ROW_UNTOUCHED;
    }
    if (ok && outcome == ZC_ROW_EDITED)
        ok =
            zc_revs_put(txn, &rev, &fresh, err) && (!fresh || zc_record_refresh(txn, row.rid, err));
    *gone = outcome != ZC_ROW_WAITS;
    ok = ok && (!*gone || zc_kv_del(txn, ZC_DB_PEND, key, err));
    zc_arena_release(&arena);
    return ok;
}

static bool anything_waits(struct zc_store *store, bool *waits, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    *waits = txn && zc_pending_count(txn) > 0;
    zc_txn_abort(txn);
    return txn != NULL;
}

bool zc_pending_retry(struct zc_store *store, const struct zc_ledger_judge *judge,
                      uint64_t *settled, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_str *keys;
    uint64_t count = 0;
    bool waits, ok;
    if (settled)
        *settled = 0;
    if (!anything_waits(store, &waits, err))
        return false;
    if (!waits)
        return true;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, err);
    if (!txn)
        return false;
    size_t n = copy_keys(txn, &arena, &keys);
    ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        bool gone = false;
        ok = settle(txn, keys[i], judge, &gone, err);
        count += gone;
    }
    zc_arena_release(&arena);
    if (!ok || count == 0) {
        zc_txn_abort(txn);
        return ok;
    }
    if (settled)
        *settled = count;
    return zc_txn_commit(txn, err);
}

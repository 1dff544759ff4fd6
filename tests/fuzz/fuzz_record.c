#include "storage/bytes.h"
#include "storage/exchange_file.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_store.h"
#include <stdlib.h>
#include <string.h>

/* Packed revisions and states, as a damaged store may hold them. Wants: refused, or everything in
 * them can be read; a revision that follows the grammar is the same when it is packed again. */

static void need(bool ok)
{
    if (!ok)
        abort();
}

/* Reads every byte, for the sanitizers. */
static unsigned touch(struct zc_str text)
{
    unsigned sum = 0;
    for (size_t i = 0; i < text.len; i++)
        sum += (unsigned char)text.ptr[i];
    return sum;
}

static void check_rev(struct zc_txn *txn, struct zc_str bytes, struct zc_arena *arena)
{
    struct zc_rev rev = { .rid = { .kind = 'e' } }, again = rev;
    struct zc_buf packed = { 0 }, one = { 0 }, two = { 0 };
    struct zc_err err = { 0 };
    if (zc_unpack_rev(txn, bytes, true, arena, &rev)) {
        unsigned sum = 0;
        for (uint32_t i = 0; i < rev.nattrs; i++)
            sum += touch(rev.attrs[i].name) + touch(rev.attrs[i].value);
        for (uint32_t i = 0; i < rev.nwrites; i++)
            sum += touch(rev.writes[i].name) + touch(rev.writes[i].value);
        for (uint32_t i = 0; i < rev.nparents; i++)
            sum += touch((struct zc_str){ (const char *)rev.parents[i].b, ZC_REVID_BYTES });
        need(sum + 1 > 0);
        if (zc_rev_verify(&rev, &err)) {
            need(zc_bytes_rev(txn, &rev, &packed, &err) &&
                 zc_unpack_rev(txn, zc_buf_str(&packed), false, arena, &again));
            zc_exchange_line(&rev, &one);
            zc_exchange_line(&again, &two);
            need(zc_str_eq(zc_buf_str(&one), zc_buf_str(&two)));
        }
    }
    zc_buf_release(&packed);
    zc_buf_release(&one);
    zc_buf_release(&two);
}

static void check_state(struct zc_txn *txn, struct zc_str bytes, struct zc_arena *arena)
{
    struct zc_state state = { .rid = { .kind = 'e' } };
    unsigned sum = 0;
    bool hidden;
    if (!zc_unpack_state(txn, bytes, arena, &state, &hidden))
        return;
    need(zc_status_name(state.status) != NULL);
    for (uint32_t i = 0; i < state.nfields; i++) {
        need(state.fields[i].nvalues > 0);
        sum += touch(state.fields[i].name);
        for (uint32_t v = 0; v < state.fields[i].nvalues; v++)
            sum += touch(state.fields[i].values[v]);
    }
    for (uint32_t i = 0; i < state.nheads; i++)
        sum += touch((struct zc_str){ (const char *)state.heads[i].b, ZC_REVID_BYTES });
    need(sum + 1 > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zc_str bytes = { (const char *)data, size };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(fuzz_store(), ZC_TXN_WRITE, &err); /* packing numbers names */
    need(txn != NULL);
    check_rev(txn, bytes, &arena);
    check_state(txn, bytes, &arena);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return 0;
}

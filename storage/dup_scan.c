#include "storage/dup_scan.h"
#include "core/alloc.h"
#include "core/dup_set.h"
#include "storage/bytes.h"
#include <stdlib.h>
#include <string.h>

enum stage { READ, COMPARE, SETTLE, DONE };

/* The units of one form, and the records they were made of. */
struct ledger {
    struct zc_dup_set *set;
    struct zc_rid *rids;
    size_t nrids, cap;
};
struct zc_dup_scan {
    struct zc_store *store;
    int worst;
    enum stage stage;
    struct ledger *ledgers; /* as the forms of the plan */
    uint32_t nledgers, at;  /* compared now */
    struct zc_rid last;     /* read last */
    uint64_t nread, nstates, number;
    struct zc_dup_list pairs;
};

struct zc_dup_scan *zc_dup_scan_new(struct zc_store *store, int worst)
{
    struct zc_dup_scan *scan = zc_alloc_zeroed(1, sizeof *scan);
    scan->store = store;
    scan->worst = worst;
    return scan;
}

void zc_dup_scan_free(struct zc_dup_scan *scan)
{
    if (!scan)
        return;
    for (uint32_t i = 0; i < scan->nledgers; i++) {
        zc_dup_set_free(scan->ledgers[i].set);
        zc_free(scan->ledgers[i].rids);
    }
    zc_free(scan->ledgers);
    zc_dup_list_release(&scan->pairs);
    zc_free(scan);
}

const struct zc_dup_list *zc_dup_scan_pairs(const struct zc_dup_scan *scan)
{
    return &scan->pairs;
}

uint64_t zc_dup_scan_number(const struct zc_dup_scan *scan)
{
    return scan->number;
}

void zc_dup_scan_progress(const struct zc_dup_scan *scan, uint64_t *done, uint64_t *total)
{
    double compared = scan->stage > COMPARE ? 1 : 0;
    for (uint32_t i = 0; scan->stage == COMPARE && i < scan->nledgers; i++)
        compared += zc_dup_set_done(scan->ledgers[i].set) / scan->nledgers;
    *total = scan->nstates;
    *done = (scan->nread + (uint64_t)(compared * (double)scan->nstates)) / 2;
}

/* Reading */

static void take_state(struct zc_dup_scan *scan, struct zc_txn *txn, const struct zc_state *state)
{
    const struct zc_index_plan *plan = zc_store_plan(txn);
    const struct zc_index_form *form = zc_plan_form(plan, state->form);
    struct zc_unit unit;
    if (!form || !zc_dup_unit(txn, state, &unit))
        return;
    struct ledger *ledger = &scan->ledgers[form - plan->forms];
    ledger->rids = zc_grow(ledger->rids, ledger->nrids, &ledger->cap, sizeof *ledger->rids);
    ledger->rids[ledger->nrids++] = state->rid;
    zc_dup_set_add(ledger->set, &unit);
}

static void begin(struct zc_dup_scan *scan, struct zc_txn *txn)
{
    if (scan->ledgers)
        return;
    scan->nledgers = zc_store_plan(txn)->nforms;
    scan->ledgers = zc_alloc_zeroed(scan->nledgers + 1, sizeof *scan->ledgers);
    for (uint32_t i = 0; i < scan->nledgers; i++)
        scan->ledgers[i].set = zc_dup_set_new(zc_store_unit_maker(txn)->places, scan->worst);
}

static bool read_batch(struct zc_dup_scan *scan, struct zc_txn *txn, struct zc_err *err)
{
    enum { BATCH = 500 };
    uint8_t from[ZC_RID_KEY];
    struct zc_arena arena = { 0 };
    struct zc_str key, value;
    bool ok = true;
    int n = 0;
    begin(scan, txn);
    zc_rid_key(scan->last, from);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_STATE);
    bool more =
        zc_cursor_seek(cursor, (struct zc_str){ (const char *)from, ZC_RID_KEY }, &key, &value);
    for (; more && ok && n < BATCH; more = zc_cursor_next(cursor, &key, &value)) {
        struct zc_state state = { .rid = zc_rid_of_key(key.ptr) };
        bool hidden = false;
        if (zc_rid_eq(state.rid, scan->last))
            continue;
        zc_arena_reset(&arena);
        ok = zc_unpack_state(txn, value, &arena, &state, &hidden) ||
             zc_fail(err, ZC_E_STORE,
                     ZC_T("有一条记录的状态读不出，请运行 zaoce check --repair",
                          "the state of a record cannot be read; run zaoce check --repair"));
        if (ok && !state.deleted && !hidden)
            take_state(scan, txn, &state);
        scan->last = state.rid;
        scan->nread++;
        n++;
    }
    zc_cursor_close(cursor);
    zc_arena_release(&arena);
    scan->nstates = zc_kv_entries(txn, ZC_DB_STATE);
    if (!more)
        scan->stage = COMPARE;
    return ok;
}

/* Comparing */

static void take_pair(void *ctx, uint32_t a, uint32_t b, const struct zc_dup *dup)
{
    struct zc_dup_scan *scan = ctx;
    const struct ledger *ledger = &scan->ledgers[scan->at];
    struct zc_dup_pair pair = { .a = ledger->rids[a], .b = ledger->rids[b], .dup = *dup };
    zc_dup_list_add(&scan->pairs, &pair);
}

static void compare(struct zc_dup_scan *scan)
{
    if (scan->at == scan->nledgers)
        scan->stage = SETTLE;
    else if (!zc_dup_set_step(scan->ledgers[scan->at].set, take_pair, scan))
        scan->at++;
}

/* Settling */

static bool is_visible(struct zc_txn *txn, struct zc_rid rid)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    bool visible = zc_record_get(txn, rid, &arena, &state, &found, &err) && found &&
                   zc_record_is_visible(txn, &state);
    zc_arena_release(&arena);
    return visible;
}

static void settle(struct zc_dup_scan *scan, struct zc_txn *txn)
{
    size_t kept = 0;
    for (size_t i = 0; i < scan->pairs.n; i++) {
        const struct zc_dup_pair pair = scan->pairs.all[i];
        if (is_visible(txn, pair.a) && is_visible(txn, pair.b) &&
            !zc_dup_is_distinct(txn, pair.a, pair.b))
            scan->pairs.all[kept++] = pair;
    }
    scan->pairs.n = kept;
    scan->number = zc_txn_number(txn);
    zc_dup_list_cluster(&scan->pairs);
    scan->stage = DONE;
}

bool zc_dup_scan_step(struct zc_dup_scan *scan, bool *done, struct zc_err *err)
{
    bool ok = true;
    *done = false;
    if (scan->stage == COMPARE) {
        compare(scan);
        return true;
    }
    struct zc_txn *txn = zc_txn_begin(scan->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    if (scan->stage == READ)
        ok = read_batch(scan, txn, err);
    else if (scan->stage == SETTLE)
        settle(scan, txn);
    zc_txn_abort(txn);
    *done = scan->stage == DONE;
    return ok;
}

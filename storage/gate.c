#include "storage/gate.h"
#include "core/pin.h"
#include "storage/local.h"
#include <inttypes.h>

/* Settings "pin.leader" -> the seal, "pin.leader.wrong" -> "COUNT MS": wrong tries in a row, and
 * when the last one was. */

static struct zc_str name_of(enum zc_rank role, const char *more, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "pin.%s%s", zc_rank_role(role), more);
}

bool zc_gate_is_closed(struct zc_txn *txn, enum zc_rank role)
{
    struct zc_arena arena = { 0 };
    bool closed =
        role > ZC_RANK_WORKER && zc_setting_get(txn, name_of(role, "", &arena), &arena).len > 0;
    zc_arena_release(&arena);
    return closed;
}

bool zc_gate_set(struct zc_txn *txn, enum zc_rank role, struct zc_str pin, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    char seal[ZC_PIN_SEAL] = "";
    bool ok =
        role > ZC_RANK_WORKER || zc_fail(err, ZC_E_INPUT, ZC_T("%s不设 PIN", "the %s has no PIN"),
                                         zc_text_get(zc_rank_label(role)));
    ok = ok && (pin.len == 0 || zc_pin_seal(pin, seal, err)) &&
         zc_setting_put(txn, name_of(role, "", &arena), zc_str_of(seal), err) &&
         zc_setting_put(txn, name_of(role, ".wrong", &arena), (struct zc_str){ 0 }, err);
    zc_arena_release(&arena);
    return ok;
}

struct tries {
    uint64_t wrong, last_ms;
};

static struct tries read_tries(struct zc_str text)
{
    struct tries tries = { 0 };
    struct zc_str count;
    if (!zc_str_word(&text, &count) || !zc_str_to_u64(count, &tries.wrong) ||
        !zc_str_to_u64(zc_str_trim(text), &tries.last_ms))
        return (struct tries){ 0 };
    return tries;
}

/* Seconds to wait still. A clock that went back cannot close the door for longer. */
static uint64_t wait_s(const struct tries *tries, uint64_t now_ms)
{
    uint64_t wait = ZC_GATE_FIRST_S, gone;
    if (tries->wrong < ZC_GATE_FREE)
        return 0;
    for (uint64_t i = ZC_GATE_FREE; i < tries->wrong && wait < ZC_GATE_LAST_S; i++)
        wait *= 2;
    wait = wait < ZC_GATE_LAST_S ? wait : ZC_GATE_LAST_S;
    gone = now_ms > tries->last_ms ? (now_ms - tries->last_ms) / 1000 : 0;
    return gone < wait ? wait - gone : 0;
}

/* Counted before the answer is given, so that a program that is killed does not try for nothing. A
 * disk that takes nothing keeps nobody from looking: there it is not counted. */
static void count_try(struct zc_store *store, enum zc_rank role, const struct tries *tries)
{
    struct zc_arena arena = { 0 };
    struct zc_err uncounted = { 0 };
    struct zc_str text = tries->wrong == 0 ? (struct zc_str){ 0 }
                                           : zc_arena_printf(&arena, "%" PRIu64 " %" PRIu64,
                                                             tries->wrong, tries->last_ms);
    struct zc_txn *txn =
        zc_store_is_readonly(store) ? NULL : zc_txn_begin(store, ZC_TXN_WRITE, &uncounted);
    if (txn)
        zc_txn_end(txn, zc_setting_put(txn, name_of(role, ".wrong", &arena), text, &uncounted),
                   &uncounted);
    zc_arena_release(&arena);
}

static bool try_pin(struct zc_store *store, enum zc_rank role, struct zc_str pin,
                    struct zc_str seal, struct tries tries, uint64_t now_ms, struct zc_err *err)
{
    const char *label = zc_text_get(zc_rank_label(role));
    uint64_t wait = wait_s(&tries, now_ms);
    if (pin.len == 0)
        return zc_fail(err, ZC_E_DENIED, ZC_T("作%s要输入 PIN", "working as %s needs its PIN"),
                       label);
    if (wait > 0)
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("PIN 错了%" PRIu64 "次，请等%" PRIu64 "秒再试",
                            "%" PRIu64 " wrong PINs; wait %" PRIu64 " s before the next one"),
                       tries.wrong, wait);
    tries.wrong++;
    tries.last_ms = now_ms;
    count_try(store, role, &tries);
    if (!zc_pin_fits(pin, seal))
        return zc_fail(err, ZC_E_DENIED, ZC_T("%s的 PIN 不对", "this is not the PIN of the %s"),
                       label);
    count_try(store, role, &(struct tries){ 0 });
    return true;
}

bool zc_gate_open(struct zc_store *store, enum zc_rank role, struct zc_str pin, int64_t now_ms,
                  struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    struct zc_str seal = zc_setting_get(txn, name_of(role, "", &arena), &arena);
    struct tries tries = read_tries(zc_setting_get(txn, name_of(role, ".wrong", &arena), &arena));
    zc_txn_abort(txn);
    bool ok = role <= ZC_RANK_WORKER || seal.len == 0 ||
              try_pin(store, role, pin, seal, tries, now_ms > 0 ? (uint64_t)now_ms : 0, err);
    zc_arena_release(&arena);
    return ok;
}

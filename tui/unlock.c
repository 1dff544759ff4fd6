#include "tui/unlock.h"
#include "storage/gate.h"

static enum zc_rank role_of(struct zc_txn *txn, struct zc_str name, enum zc_rank role)
{
    struct zc_arena arena = { 0 };
    struct zc_person *people;
    struct zc_err err = { 0 };
    size_t n = 0;
    if (role == ZC_RANK_NONE && zc_person_list(txn, &arena, &people, &n, &err)) {
        for (size_t i = 0; i < n; i++)
            role = zc_str_eq(people[i].name, name) ? people[i].role : role;
    }
    zc_arena_release(&arena);
    return role == ZC_RANK_NONE ? ZC_RANK_WORKER : role;
}

/* The role to be unlocked; NONE: nothing is in the way. */
static bool find_door(struct zc_survey *survey, struct zc_str name, enum zc_rank role, bool anew,
                      enum zc_rank *door, struct zc_err *err)
{
    const struct zc_person *now = &survey->person;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    *door = role_of(txn, name, role);
    bool works = !anew && zc_str_eq(now->name, name) && *door <= now->role;
    if (works || !zc_gate_is_closed(txn, *door))
        *door = ZC_RANK_NONE;
    zc_txn_abort(txn);
    return true;
}

bool zc_unlock_needed(struct zc_survey *survey, struct zc_str name, enum zc_rank role, bool anew)
{
    struct zc_err err = { 0 };
    enum zc_rank door;
    return find_door(survey, name, role, anew, &door, &err) && door != ZC_RANK_NONE;
}

bool zc_unlock(struct zc_survey *survey, struct zc_str name, enum zc_rank role, bool anew,
               struct zc_str pin, struct zc_err *err)
{
    enum zc_rank door;
    return find_door(survey, name, role, anew, &door, err) &&
           (door == ZC_RANK_NONE ||
            zc_gate_open(survey->store, door, pin, zc_clock_ms(&survey->clock), err));
}

bool zc_unlock_set(struct zc_survey *survey, enum zc_rank role, struct zc_str pin,
                   struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    if (survey->person.role < role)
        return zc_fail(
            err, ZC_E_DENIED,
            ZC_T("%s的 PIN 由%s或更高的身份设", "the PIN of the %s is set by the %s or above"),
            zc_text_get(zc_rank_label(role)), zc_text_get(zc_rank_label(role)));
    struct zc_txn *txn = zc_store_may_write(survey->store, err)
                             ? zc_txn_begin(survey->store, ZC_TXN_WRITE, err)
                             : NULL;
    bool ok = txn && zc_txn_end(txn, zc_gate_set(txn, role, pin, err), err) &&
              zc_audit_add(survey->store, zc_survey_now(survey, &arena), survey->person.name,
                           zc_str_of(pin.len ? "pin-set" : "pin-gone"),
                           zc_str_of(zc_rank_role(role)), err);
    zc_arena_release(&arena);
    return ok;
}

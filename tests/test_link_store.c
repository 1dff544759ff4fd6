#include "core/fold.h"
#include "storage/changes.h"
#include "storage/fsck.h"
#include "storage/link_index.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The index of links and the list of changes through random histories: whatever is saved, voided,
 * linked as a duplicate, undone or rebuilt, the index says what a look at every record says. */

enum { UNITS = 24, PARTIES = 6, RECORDS = UNITS + PARTIES, STEPS = 200 };

static const struct zc_str unit_links[] = { ZC_LIT("party"), ZC_LIT("others"),
                                            ZC_LIT("calls/met") };
static const struct zc_str unit_sorted[] = { ZC_LIT("place") };
static const struct zc_index_form plan_forms[] = {
    { .form = ZC_LIT("unit"),
      .nsorted = 1,
      .sorted = unit_sorted,
      .nlinks = 3,
      .links = unit_links },
    { .form = ZC_LIT("party") },
};
static const struct zc_index_plan plan = { .nforms = 2, .forms = plan_forms };
static const struct zc_store_identity identity = { 3, "d00000000" };

static struct zc_rid rid_of(unsigned record)
{
    uint8_t bits[8] = { (uint8_t)record };
    return zc_rid_make(3, 1000 + record, bits);
}

static bool is_party(unsigned record)
{
    return record >= UNITS;
}

static uint32_t dice = 20261125;

static unsigned roll(unsigned sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 12) % sides;
}

struct world {
    struct zc_store *store;
    bool changed[RECORDS + 1]; /* by the last commit; the last record is linked with none */
};

static bool put(struct world *world, struct zc_txn *txn, unsigned record, struct zc_str field,
                struct zc_str value, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_pair write = { field, value };
    struct zc_pair attrs[] = {
        { ZC_STR("form"), is_party(record) ? ZC_STR("party@1") : ZC_STR("unit@1") },
        { ZC_STR("g"), ZC_STR("3") },
        { ZC_STR("role"), ZC_STR("leader") },
    };
    struct zc_rev rev;
    bool found;
    bool ok = zc_record_get(txn, rid_of(record), &arena, &state, &found, err);
    /* Now and then on nothing: two heads, a conflict. */
    uint32_t nheads = roll(8) == 0 ? 0 : state.nheads;
    ok = ok &&
         zc_rev_make(rid_of(record), state.heads, nheads, attrs, 3, &write, 1, &arena, &rev, err) &&
         zc_record_add(txn, &rev, err);
    uint32_t before = state.nrevs; /* the same revision made twice is one */
    world->changed[record] |= ok &&
                              zc_record_get(txn, rid_of(record), &arena, &state, &found, err) &&
                              state.nrevs > before;
    zc_arena_release(&arena);
    return ok;
}

/* One to two ids of any record, or none, or what is none. */
static struct zc_str some_target(struct zc_arena *arena, bool several)
{
    char a[ZC_RID_TEXT + 1], b[ZC_RID_TEXT + 1];
    unsigned kind = roll(10);
    zc_rid_print(rid_of(roll(8) ? UNITS + roll(PARTIES) : roll(RECORDS)), a);
    zc_rid_print(rid_of(UNITS + roll(PARTIES)), b);
    if (kind == 0)
        return (struct zc_str){ 0 };
    if (kind == 1)
        return ZC_STR("Laozihao");
    if (several && kind < 6)
        return zc_arena_printf(arena, "%s %s", a, b);
    return zc_arena_copy(arena, zc_str_of(a));
}

static void act(struct world *world, struct zc_txn *txn, unsigned record, struct zc_err *err)
{
    static const char *const items[] = { "calls/iabcdefghjkmn/met", "calls/i234567abcdef/met",
                                         "calls/iabcdefghjkmn/_deleted" };
    struct zc_arena arena = { 0 };
    unsigned what = roll(12);
    bool ok = true;
    if (what < 4)
        ok = put(world, txn, record, ZC_STR("party"), some_target(&arena, false), err);
    else if (what < 6)
        ok = put(world, txn, record, ZC_STR("others"), some_target(&arena, true), err);
    else if (what < 8)
        ok = put(world, txn, record, zc_str_of(items[what - 6]), some_target(&arena, false), err);
    else if (what == 8)
        ok = put(world, txn, record, zc_str_of(items[2]), roll(2) ? ZC_STR("1") : ZC_STR(""), err);
    else if (what == 9)
        ok = put(world, txn, record, ZC_STR("_deleted"), roll(3) ? ZC_STR("") : ZC_STR("1"), err);
    else if (what == 10)
        ok = put(world, txn, record, ZC_STR("_dup_of"),
                 roll(2) ? ZC_STR("") : some_target(&arena, false), err);
    else
        ok = put(world, txn, record, ZC_STR("place"),
                 roll(2) ? ZC_STR("north 1") : ZC_STR("North1"), err);
    zc_arena_release(&arena);
    if (!ok && err->code == ZC_E_INPUT) /* a text that is no id cannot be a _dup_of */
        *err = (struct zc_err){ 0 };
}

/* What a look at every record says. */

static bool names(const struct zc_state *state, struct zc_str link, struct zc_rid target,
                  struct zc_txn *txn)
{
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        bool in_calls = zc_str_is(link, "calls/met") &&
                        zc_str_starts(field->name, ZC_STR("calls/")) &&
                        zc_str_ends(field->name, ZC_STR("/met"));
        struct zc_str rest = field->values[0], word;
        struct zc_rid rid;
        if (field->gone || (!in_calls && !zc_str_eq(field->name, link)))
            continue;
        while (zc_str_word(&rest, &word)) {
            if (zc_rid_parse(word, &rid) &&
                (zc_rid_eq(rid, target) || zc_rid_eq(zc_record_root(txn, rid), target)))
                return true;
        }
    }
    return false;
}

static bool is_named(struct zc_txn *txn, unsigned record, struct zc_str link, struct zc_rid target)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    bool is = zc_record_get(txn, rid_of(record), &arena, &state, &found, &err) && found &&
              zc_record_is_visible(txn, &state) && names(&state, link, target, txn);
    zc_arena_release(&arena);
    return is;
}

static bool compare_link(struct zc_txn *txn, struct zc_str link, unsigned target)
{
    struct zc_link_list list = { 0 };
    struct zc_err err = { 0 };
    size_t n = 0;
    bool ok = zc_link_find(txn, ZC_STR("unit"), link, rid_of(target), &list, &err);
    for (unsigned record = 0; record < UNITS && ok; record++) {
        if (is_named(txn, record, link, rid_of(target)))
            ok = n < list.n && zc_rid_eq(list.all[n++], rid_of(record));
    }
    ok = ok && n == list.n;
    zc_link_list_release(&list);
    return ok;
}

static bool compare_look(struct zc_txn *txn, unsigned record)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    struct zc_rid root, end = zc_record_root(txn, rid_of(record));
    bool found = false;
    enum zc_link_state is = zc_link_look(txn, ZC_STR("party"), rid_of(record), &root);
    bool ok = zc_record_get(txn, rid_of(record), &arena, &state, &found, &err);
    if (ok && !found)
        ok = is == ZC_LINK_AWAY;
    else if (ok && !zc_rid_eq(root, rid_of(record)))
        ok = is == ZC_LINK_HERE && zc_rid_eq(root, end) && !zc_record_is_visible(txn, &state);
    else if (ok && zc_record_is_visible(txn, &state))
        ok = is == (is_party(record) ? ZC_LINK_HERE : ZC_LINK_OTHER);
    else if (ok && is_party(record))
        ok = is == (state.deleted ? ZC_LINK_VOID : ZC_LINK_HERE);
    zc_arena_release(&arena);
    return ok;
}

static bool compare(struct zc_store *store)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    bool ok = txn != NULL;
    for (size_t l = 0; l < 3; l++) {
        for (unsigned target = 0; target < RECORDS && ok; target++)
            ok = compare_link(txn, unit_links[l], target);
    }
    for (unsigned record = 0; record < RECORDS && ok; record++)
        ok = compare_look(txn, record);
    zc_txn_abort(txn);
    return ok;
}

/* The records of the list of changes cover those that were written. */

static void strike_out(void *ctx, struct zc_rid rid)
{
    struct world *world = ctx;
    for (unsigned record = 0; record < RECORDS; record++) {
        if (zc_rid_eq(rid, rid_of(record)))
            world->changed[record] = false;
    }
}

static bool changes_are_told(struct world *world, uint64_t before)
{
    struct zc_err err = { 0 };
    bool left = false;
    struct zc_txn *txn = zc_txn_begin(world->store, ZC_TXN_READ, &err);
    bool known = txn && zc_changes_since(txn, before, strike_out, world);
    bool moved = txn && zc_txn_number(txn) != before;
    zc_txn_abort(txn);
    for (unsigned record = 0; record < RECORDS; record++) {
        left |= world->changed[record];
        world->changed[record] = false;
    }
    return !known || !left || !moved;
}

static uint64_t number_of(struct zc_store *store)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    uint64_t number = zc_txn_number(txn);
    zc_txn_abort(txn);
    return number;
}

static void play(struct world *world)
{
    struct zc_err err = { 0 };
    bool index = true, told = true;
    for (unsigned step = 0; step < STEPS && index && told; step++) {
        uint64_t before = number_of(world->store);
        struct zc_txn *txn = zc_txn_begin(world->store, ZC_TXN_WRITE, &err);
        for (unsigned i = 0; i < 1 + roll(3) && err.code == ZC_OK; i++)
            act(world, txn, roll(RECORDS), &err);
        bool given_up = roll(10) == 0;
        if (given_up || !zc_txn_end(txn, err.code == ZC_OK, &err)) {
            memset(world->changed, 0, sizeof world->changed);
            if (given_up)
                zc_txn_abort(txn);
        }
        told = changes_are_told(world, before);
        index = compare(world->store);
        if (!index || !told)
            zc_checkf(false, "step %u", step);
    }
    zc_checkf(err.code == ZC_OK && index, "the index is what a look at every record says %s",
              err.msg);
    zc_check("what changed is told", told);
}

static bool is_clean(struct zc_store *store)
{
    struct zc_fsck fsck;
    struct zc_err err = { 0 };
    return zc_fsck_run(store, NULL, NULL, NULL, &fsck, &err) && fsck.bad_views == 0 &&
           fsck.bad_states == 0;
}

static void spoil(struct world *world)
{
    struct zc_err err = { 0 };
    zc_check("nothing is found wrong", is_clean(world->store));
    zc_check("made anew", zc_store_rebuild(world->store, NULL, NULL, &err));
    zc_check("it is the same", compare(world->store) && is_clean(world->store));
    uint64_t before = number_of(world->store) - 1;
    struct zc_txn *txn = zc_txn_begin(world->store, ZC_TXN_READ, &err);
    zc_check("a rebuild changes everything", !zc_changes_since(txn, before, strike_out, world));
    zc_txn_abort(txn);
}

static void old_changes_are_unknown(struct world *world)
{
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    uint64_t first = number_of(world->store);
    for (unsigned i = 0; i < ZC_CHANGES_KEPT; i++) {
        struct zc_txn *txn = zc_txn_begin(world->store, ZC_TXN_WRITE, &err);
        bool ok = put(world, txn, RECORDS, ZC_STR("party"), zc_arena_printf(&arena, "%u", i), &err);
        zc_txn_end(txn, ok, &err);
    }
    struct zc_txn *txn = zc_txn_begin(world->store, ZC_TXN_READ, &err);
    zc_check("as far back as is kept",
             zc_txn_number(txn) == first + ZC_CHANGES_KEPT &&
                 zc_changes_since(txn, first, strike_out, world) &&
                 !zc_changes_since(txn, first - 1, strike_out, world) &&
                 !zc_changes_since(txn, zc_txn_number(txn) + 1, strike_out, world));
    zc_txn_abort(txn);
    zc_arena_release(&arena);
}

static void by_value(struct world *world)
{
    struct zc_link_list list = { 0 }, all = { 0 };
    struct zc_err err = { 0 };
    bool few = false;
    struct zc_txn *txn = zc_txn_begin(world->store, ZC_TXN_WRITE, &err);
    put(world, txn, 1, ZC_STR("place"), ZC_STR("south 7"), &err);
    put(world, txn, 1, ZC_STR("_deleted"), ZC_STR(""), &err);
    put(world, txn, 1, ZC_STR("_dup_of"), ZC_STR(""), &err);
    zc_link_find_value(txn, ZC_STR("unit"), ZC_STR("place"), ZC_STR("SOUTH7"), &list, &err);
    zc_check("by the normal form of a sorted value",
             list.n == 1 && zc_rid_eq(list.all[0], rid_of(1)));
    zc_link_find_all(txn, ZC_STR("unit"), UNITS, &all, &few, &err);
    zc_check("all, if they are few", few && all.n > 1 && all.n <= UNITS);
    zc_link_find_all(txn, ZC_STR("unit"), all.n - 1, &all, &few, &err);
    zc_check("and not, if they are more", !few);
    zc_txn_abort(txn);
    zc_link_list_release(&list);
    zc_link_list_release(&all);
}

int main(void)
{
    struct world world = { 0 };
    struct zc_err err = { 0 };
    struct zc_buf path = { 0 };
    bool rebuild;
    const char *dir = zc_temp_dir_new_in_memory();
    zc_buf_printf(&path, "%s/store", dir);
    if (!zc_store_create(zc_buf_cstr(&path), &identity, &err) ||
        !(world.store = zc_store_open(zc_buf_cstr(&path), false, &err)) ||
        !zc_store_set_plan(world.store, &plan, &rebuild, &err)) {
        zc_checkf(false, "no store: %s", err.msg);
        return zc_check_done();
    }
    play(&world);
    spoil(&world);
    by_value(&world);
    old_changes_are_unknown(&world);
    zc_store_close(world.store);
    zc_buf_release(&path);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}

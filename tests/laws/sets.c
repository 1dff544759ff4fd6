#include "tests/laws/sets.h"
#include "core/alloc.h"
#include "core/fold.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool set_eq(const struct set *a, const struct set *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

bool sets_broken(struct sets *sets, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (!sets->why[0])
        vsnprintf(sets->why, sizeof sets->why, fmt, args);
    va_end(args);
    return false;
}

/* Revisions */

size_t sets_revs_of(const struct sets *sets, const struct set *set, size_t record,
                    struct zc_rev out[SLOW_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < sets->nrevs && n < SLOW_MAX; i++)
        if (sets->record_of[i] == record && set_has(set, i))
            out[n++] = sets->revs[i];
    return n;
}

bool sets_fold(const struct sets *sets, const struct set *set, size_t record,
               struct zc_arena *arena, struct zc_state *out)
{
    struct zc_rev *revs = ZC_NEW(arena, struct zc_rev, SLOW_MAX);
    size_t n = sets_revs_of(sets, set, record, revs);
    if (n > 0)
        zc_fold(revs, n, arena, out);
    return n > 0;
}

static size_t find_rev(const struct sets *sets, const struct zc_revid *id)
{
    for (size_t i = 0; i < sets->nrevs; i++)
        if (zc_revid_cmp(&sets->revs[i].id, id) == 0)
            return i;
    return SIZE_MAX;
}

void sets_add(struct sets *sets, struct set *set, size_t record, const struct zc_rev *rev)
{
    size_t at = find_rev(sets, &rev->id);
    if (at == SIZE_MAX && sets->nrevs == SETS_REVS) {
        sets_broken(sets, "the model made too many revisions");
        return;
    }
    if (at == SIZE_MAX) {
        at = sets->nrevs++;
        sets->revs[at] = *rev;
        sets->record_of[at] = record;
    }
    set_add(set, at);
}

/* Files */

struct by_rid {
    struct zc_rid rid;
    size_t record;
};

static int cmp_by_rid(const void *a, const void *b)
{
    return zc_rid_cmp(((const struct by_rid *)a)->rid, ((const struct by_rid *)b)->rid);
}

void sets_write(const struct sets *sets, const struct set *set, uint64_t only, struct zc_buf *out)
{
    struct by_rid order[SETS_RECORDS];
    struct zc_exchange_digest digest;
    struct zc_arena arena = { 0 };
    char text[ZC_BASE32_LEN(ZC_HASH_LEN) + 1];
    for (size_t i = 0; i < sets->nrecords; i++)
        order[i] = (struct by_rid){ sets->records[i], i };
    qsort(order, sets->nrecords, sizeof *order, cmp_by_rid);
    zc_exchange_begin(&digest, out);
    for (size_t i = 0; i < sets->nrecords; i++) {
        struct zc_rev revs[SLOW_MAX];
        uint32_t places[SLOW_MAX];
        size_t n = only >> order[i].record & 1 ? sets_revs_of(sets, set, order[i].record, revs) : 0;
        if (n > 0)
            zc_fold_order(revs, n, &arena, places);
        for (size_t k = 0; k < n; k++)
            zc_exchange_add(&digest, &revs[places[k]], out);
    }
    zc_exchange_end(&digest, out, text);
    zc_arena_release(&arena);
}

struct reading {
    struct sets *sets;
    struct set *out;
};

static bool take(void *ctx, const struct zc_rev *rev, uint64_t line, struct zc_err *err)
{
    struct reading *reading = ctx;
    struct zc_revid id;
    size_t at = find_rev(reading->sets, &rev->id);
    (void)err;
    zc_rev_hash(rev, &id);
    if (at == SIZE_MAX || zc_revid_cmp(&id, &rev->id) != 0)
        sets_broken(reading->sets, "law 12 foreign: line %llu was taken, but nobody made it",
                    (unsigned long long)line);
    else
        set_add(reading->out, at);
    return true;
}

void sets_read(struct sets *sets, struct zc_str bytes, struct set *out,
               struct zc_exchange_report *report)
{
    struct reading reading = { sets, out };
    struct zc_err err = { 0 };
    *out = (struct set){ 0 };
    if (!zc_exchange_read(bytes, take, &reading, report, &err))
        sets_broken(sets, "reading: %s", err.msg);
}

/* Halves of both files, cut anywhere. */
static void splice(struct sets *sets, struct zc_str bytes, struct zc_buf *out)
{
    struct zc_str other = zc_buf_str(&sets->files[dice_roll(&sets->dice, sets->nfiles)].bytes);
    size_t from = dice_roll(&sets->dice, other.len);
    zc_buf_add(out, zc_str_head(bytes, dice_roll(&sets->dice, bytes.len)));
    zc_buf_add(out, zc_str_from(other, from));
}

/* Every line doubled, left out, moved to the end or kept. */
static void shuffle_lines(struct sets *sets, struct zc_str bytes, struct zc_buf *out)
{
    struct zc_buf later = { 0 };
    struct zc_str line;
    while (zc_str_cut(&bytes, '\n', &line)) {
        unsigned times = dice_roll(&sets->dice, 4);
        for (unsigned i = 0; i < times && i < 2; i++) {
            zc_buf_add(out, line);
            zc_buf_char(out, '\n');
        }
        if (times == 3) {
            zc_buf_add(&later, line);
            zc_buf_char(&later, '\n');
        }
    }
    zc_buf_add(out, zc_buf_str(&later));
    zc_buf_release(&later);
}

void sets_damage(struct sets *sets, struct zc_str bytes, struct zc_buf *out)
{
    struct dice *dice = &sets->dice;
    size_t at = dice_roll(dice, bytes.len);
    switch (dice_roll(dice, 5)) {
    case 0: /* cut off */
        zc_buf_add(out, zc_str_head(bytes, at));
        break;
    case 1:
        splice(sets, bytes, out);
        break;
    case 2:
        shuffle_lines(sets, bytes, out);
        break;
    case 3: /* a character lost to a spreadsheet, or a block of zeros from a stick */
        zc_buf_add(out, zc_str_head(bytes, at));
        for (size_t i = 0, n = dice_once_in(dice, 2) ? 1 : 40; i < n && out->len < bytes.len; i++)
            zc_buf_char(out, n == 1 ? '?' : '\0');
        zc_buf_add(out, zc_str_from(bytes, out->len));
        break;
    default: /* some bytes changed */
        zc_buf_add(out, bytes);
        for (unsigned i = 1 + dice_roll(dice, 4); i > 0; i--)
            out->ptr[dice_roll(dice, bytes.len)] = (char)dice_roll(dice, 256);
    }
}

/* Steps */

static size_t new_record(struct sets *sets, const struct actor *actor)
{
    uint8_t bits[8];
    for (size_t i = 0; i < sizeof bits; i++)
        bits[i] = (uint8_t)dice_roll(&sets->dice, 256);
    sets->records[sets->nrecords] = zc_rid_make(actor->group, sets->now, bits);
    return sets->nrecords++;
}

/* A record that the store has and that has room for more; nrecords: none. */
static size_t known_record(struct sets *sets, const struct set *set)
{
    size_t first = dice_roll(&sets->dice, sets->nrecords);
    for (size_t i = 0; i < sets->nrecords; i++) {
        size_t record = (first + i) % sets->nrecords, all = 0, here = 0;
        for (size_t k = 0; k < sets->nrevs; k++) {
            all += sets->record_of[k] == record;
            here += sets->record_of[k] == record && set_has(set, k);
        }
        if (here > 0 && all < SETS_PER_RECORD)
            return record;
    }
    return sets->nrecords;
}

static void act(struct sets *sets, struct set_store *store)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_pair writes[LAWS_WRITES];
    struct zc_rev rev;
    struct zc_err err = { 0 };
    size_t n, record;
    bool create =
        sets->nrecords < SETS_RECORDS && dice_once_in(&sets->dice, 3 * sets->nrecords + 1);
    if (create) {
        record = new_record(sets, &store->actor);
        n = acts_create(&sets->dice, writes);
    } else {
        record = known_record(sets, &store->set);
        n = record < sets->nrecords && sets_fold(sets, &store->set, record, &arena, &state)
                ? acts_choose(&sets->dice, &state, sets->records, sets->nrecords, &arena, writes)
                : 0;
    }
    if (n > 0 &&
        acts_rev(&sets->dice, &store->actor, acts_rank(&sets->dice, &store->actor), sets->now,
                 sets->records[record], &state, writes, n, &sets->arena, &rev, &err))
        sets_add(sets, &store->set, record, &rev);
    if (err.code)
        sets_broken(sets, "making a revision: %s", err.msg);
    zc_arena_release(&arena);
}

static void give_out(struct sets *sets, const struct set_store *store, bool all)
{
    uint64_t only = all ? ~(uint64_t)0 : dice_roll(&sets->dice, (size_t)1 << SETS_RECORDS);
    if (sets->nfiles < SETS_FILES)
        sets_write(sets, &store->set, only, &sets->files[sets->nfiles++].bytes);
}

static void damage_file(struct sets *sets)
{
    size_t from = dice_roll(&sets->dice, sets->nfiles);
    if (sets->nfiles == SETS_FILES || sets->files[from].bytes.len == 0)
        return;
    sets_damage(sets, zc_buf_str(&sets->files[from].bytes), &sets->files[sets->nfiles].bytes);
    sets->nfiles++;
}

static void take_in(struct sets *sets, struct set_store *store, size_t at)
{
    struct set_file *file = &sets->files[at];
    struct zc_exchange_report report;
    if (!file->was_read)
        sets_read(sets, zc_buf_str(&file->bytes), &file->holds, &report);
    file->was_read = true;
    set_union(&store->set, &file->holds);
}

static void backup_or_restore(struct sets *sets, struct set_store *store)
{
    if (store->has_backup && dice_once_in(&sets->dice, 2)) {
        store->set = store->backup;
        if (dice_once_in(&sets->dice, 2)) { /* by the program: a new device */
            store->actor.dev[1] = 'r';
            store->actor.n = 0;
        }
    } else {
        store->backup = store->set;
        store->has_backup = true;
    }
}

static void clone(struct sets *sets, const struct set_store *store)
{
    if (sets->nstores < SETS_STORES)
        sets->stores[sets->nstores++] = *store;
}

static void step(struct sets *sets)
{
    /* Files of the last exchange need room. */
    const size_t room = SETS_FILES - SETS_STORES;
    struct set_store *store = &sets->stores[dice_roll(&sets->dice, sets->nstores)];
    unsigned what = dice_roll(&sets->dice, 100);
    sets->now += dice_roll(&sets->dice, 600);
    if (what < 66)
        act(sets, store);
    else if (what < 78 && sets->nfiles < room)
        give_out(sets, store, !dice_once_in(&sets->dice, 3));
    else if (what < 93 && sets->nfiles > 0)
        take_in(sets, store, dice_roll(&sets->dice, sets->nfiles));
    else if (what < 96 && sets->nfiles > 0 && sets->nfiles < room)
        damage_file(sets);
    else if (what < 98)
        backup_or_restore(sets, store);
    else
        clone(sets, store);
}

static void exchange_everything(struct sets *sets)
{
    for (size_t i = 0; i < sets->nstores; i++)
        give_out(sets, &sets->stores[i], true);
    for (size_t i = 0; i < sets->nstores; i++)
        for (size_t k = 0; k < sets->nfiles; k++)
            take_in(sets, &sets->stores[i], k);
}

void sets_play(struct sets *sets, uint64_t seed)
{
    sets->dice.state = seed;
    for (size_t i = 0; i < LAWS_ACTORS; i++)
        actor_init(&sets->stores[sets->nstores++].actor, i, &sets->dice);
    for (size_t i = 0; i < SETS_STEPS && !sets->why[0]; i++)
        step(sets);
    exchange_everything(sets);
}

void sets_release(struct sets *sets)
{
    for (size_t i = 0; i < sets->nfiles; i++)
        zc_buf_release(&sets->files[i].bytes);
    zc_arena_release(&sets->arena);
}

#include "core/alloc.h"
#include "core/fold.h"
#include "storage/export.h"
#include "storage/import.h"
#include "tests/check.h"
#include "tests/slow_fold.h"
#include "tests/temp_dir.h"
#include <stdlib.h>
#include <string.h>

/* The laws of merging (MERGE.md 15) as a property test on real stores. A world of survey groups,
 * a leader and a district acts at random: registers, edits, clears, checks, returns, resolves,
 * deletes, links, exports all or a part, imports any file at any time. At the end everybody
 * imports every file. A failure prints the seed of its scenario:
 *
 *     test_laws [SCENARIOS [FIRST SEED]]
 *
 * Laws 1 order, 2 repeat, 3 grouping, 4 everyone, 5 no silent loss, 6 visible, 13 round trip. */

enum { STORES = 6, STEPS = 60, RECORDS = 8, FILES = 40, PATH = 300 };

struct world {
    uint64_t seed, random;
    const char *dir;
    struct zc_store *stores[STORES];
    struct zc_rid records[RECORDS];
    size_t nrecords, nfiles, nextra;
    unsigned clock;
    char files[FILES][PATH];
    char why[PATH]; /* first law that was broken */
};

static unsigned draw(struct world *world, unsigned below)
{
    world->random = world->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(world->random >> 33) % below;
}

__attribute__((format(printf, 2, 3))) static bool broken(struct world *world, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (!world->why[0])
        vsnprintf(world->why, sizeof world->why, fmt, args);
    va_end(args);
    return false;
}

/* Stores and files */

static struct zc_store *make_store(struct world *world, const char *name)
{
    char path[PATH];
    struct zc_err err = { 0 };
    struct zc_store_identity identity = { 1 + (unsigned)world->nextra % 9, "d00000000" };
    const struct zc_index_form form = { .form = ZC_LIT("t"), .key = ZC_LIT("code") };
    const struct zc_index_plan plan = { 1, &form };
    bool rebuild;
    snprintf(path, sizeof path, "%s/%s%zu", world->dir, name, world->nextra++);
    struct zc_store *store =
        zc_store_create(path, &identity, &err) ? zc_store_open(path, false, &err) : NULL;
    if (!store || !zc_store_set_plan(store, &plan, &rebuild, &err))
        broken(world, "store: %s", err.msg);
    return store;
}

static void export_to(struct world *world, struct zc_store *store, zc_export_keep_fn keep,
                      void *ctx, char path[PATH])
{
    struct zc_err err = { 0 };
    struct zc_export_report report;
    snprintf(path, PATH, "%s/f%zu.zc1.csv", world->dir, world->nextra++);
    struct zc_export_options options = { .keep = keep, .ctx = ctx };
    if (!zc_export_exchange(store, &options, path, &report, &err))
        broken(world, "export: %s", err.msg);
}

/* Imports a file; gives the number of new revisions. */
static uint64_t import_from(struct world *world, struct zc_store *store, const char *path)
{
    struct zc_err err = { 0 };
    struct zc_import_options options = { .at = ZC_LIT("2026-11-23T18:42:00+08:00") };
    struct zc_import *import = zc_import_open(store, path, &options, &err);
    uint64_t revisions = 0;
    bool done = false;
    while (import && !done) {
        if (!zc_import_step(import, &done, &err)) {
            broken(world, "import: %s", err.msg);
            break;
        }
    }
    if (!import)
        broken(world, "import: %s", err.msg);
    else
        revisions = zc_import_report(import)->revisions;
    zc_import_free(import);
    return revisions;
}

static struct zc_buf bytes_of(struct world *world, struct zc_store *store)
{
    char path[PATH];
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    export_to(world, store, NULL, NULL, path);
    if (!zc_file_read(path, &bytes, &err))
        broken(world, "read: %s", err.msg);
    remove(path);
    return bytes;
}

static bool same_bytes(struct world *world, struct zc_store *store, const struct zc_buf *want)
{
    struct zc_buf have = bytes_of(world, store);
    bool same = zc_str_eq(zc_buf_str(&have), zc_buf_str(want));
    zc_buf_release(&have);
    return same;
}

/* Acts */

static bool load_state(struct zc_store *store, struct zc_rid rid, struct zc_arena *arena,
                       struct zc_state *state)
{
    struct zc_err err = { 0 };
    bool found = false;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    bool ok = txn && zc_record_get(txn, rid, arena, state, &found, &err);
    zc_txn_abort(txn);
    return ok && found;
}

static void add(struct world *world, struct zc_store *store, struct zc_rid rid,
                const struct zc_state *state, const struct zc_pair *writes, size_t nwrites,
                struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_rev rev;
    unsigned clock = world->clock++ + (draw(world, 3) ? 0 : draw(world, 1000));
    const struct zc_pair attrs[] = {
        { ZC_STR("role"), zc_str_of(zc_rank_role(1 + draw(world, 4))) },
        { ZC_STR("by"), ZC_STR("甲") },
        { ZC_STR("form"), ZC_STR("t@1") },
        { ZC_STR("g"), zc_arena_printf(arena, "%u", 1 + draw(world, 8)) },
        { ZC_STR("at"), zc_arena_printf(arena, "2026-11-%02uT08:%02u:00+08:00", 1 + clock / 60 % 28,
                                        clock % 60) },
    };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    bool ok = txn &&
              zc_rev_make(rid, state->heads, state->nheads, attrs, 5, writes, nwrites, arena, &rev,
                          &err) &&
              zc_record_add(txn, &rev, &err);
    if (ok)
        ok = zc_txn_commit(txn, &err);
    else
        zc_txn_abort(txn);
    if (!ok)
        broken(world, "save: %s", err.msg);
}

static const char *const fields[] = { "name", "phone", "memo", "v/i000000000001/d",
                                      "v/i000000000002/d" };
static const char *const texts[] = { "", "甲", "乙, \"丙\"", "1\n2", "back\\slash", " blank" };

static size_t random_writes(struct world *world, const struct zc_state *state,
                            struct zc_arena *arena, struct zc_pair *writes)
{
    static const char *const statuses[] = { "draft",   "submitted", "group_ok",
                                            "town_ok", "locked",    "returned" };
    char rid[ZC_RID_TEXT + 1];
    size_t n = 0;
    switch (draw(world, 10)) {
    case 0:
        writes[n++] = (struct zc_pair){ ZC_STR("_status"), zc_str_of(statuses[draw(world, 6)]) };
        break;
    case 1:
        writes[n++] = (struct zc_pair){ ZC_STR("_deleted"), zc_str_of(draw(world, 3) ? "1" : "") };
        break;
    case 2:
        writes[n++] = (struct zc_pair){ ZC_STR("v/i000000000001/_deleted"),
                                        zc_str_of(draw(world, 3) ? "1" : "") };
        break;
    case 3:
        zc_rid_print(world->records[draw(world, (unsigned)world->nrecords)], rid);
        writes[n++] =
            (struct zc_pair){ ZC_STR("_dup_of"),
                              draw(world, 3) ? zc_arena_copy(arena, zc_str_of(rid)) : ZC_STR("") };
        break;
    case 4: /* resolve: write every field in conflict */
        for (uint32_t i = 0; i < state->nfields && n < 8; i++) {
            if (zc_field_in_conflict(&state->fields[i]))
                writes[n++] = (struct zc_pair){ state->fields[i].name,
                                                state->fields[i].values[draw(world, 2)] };
        }
        break;
    default:
        for (unsigned i = 1 + draw(world, 2); i > 0; i--)
            writes[n++] = (struct zc_pair){ zc_str_of(fields[draw(world, 5)]),
                                            zc_str_of(texts[draw(world, 6)]) };
    }
    return n;
}

static void act(struct world *world, struct zc_store *store)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_pair writes[8];
    if (world->nrecords < RECORDS && draw(world, 4) == 0) {
        uint8_t bits[8] = { (uint8_t)world->nrecords };
        struct zc_rid rid = zc_rid_make(1 + draw(world, 8), world->clock, bits);
        world->records[world->nrecords++] = rid;
        writes[0] = (struct zc_pair){ ZC_STR("name"), zc_str_of(texts[1 + draw(world, 5)]) };
        add(world, store, rid, &state, writes, 1, &arena);
    } else if (world->nrecords > 0) {
        struct zc_rid rid = world->records[draw(world, (unsigned)world->nrecords)];
        if (load_state(store, rid, &arena, &state)) {
            size_t n = random_writes(world, &state, &arena, writes);
            if (n > 0)
                add(world, store, rid, &state, writes, n, &arena);
        }
    }
    zc_arena_release(&arena);
}

static bool keep_half(void *ctx, const struct zc_state *state)
{
    (void)ctx;
    return state->rid.b[ZC_RID_BYTES - 1] % 2 == 0 || state->rid.b[7] % 2 == 0;
}

static void step(struct world *world)
{
    struct zc_store *store = world->stores[draw(world, STORES)];
    unsigned what = draw(world, 8);
    if (what == 0 && world->nfiles < FILES)
        export_to(world, store, draw(world, 3) ? NULL : keep_half, NULL,
                  world->files[world->nfiles++]);
    else if (what == 1 && world->nfiles > 0)
        import_from(world, store, world->files[draw(world, (unsigned)world->nfiles)]);
    else
        act(world, store);
}

/* Laws */

static void check_everyone(struct world *world, struct zc_buf *want)
{
    size_t first = world->nfiles;
    for (size_t i = 0; i < STORES && world->nfiles < FILES; i++)
        export_to(world, world->stores[i], NULL, NULL, world->files[world->nfiles++]);
    for (size_t i = 0; i < STORES; i++)
        for (size_t k = first; k < world->nfiles; k++)
            import_from(world, world->stores[i], world->files[k]);
    *want = bytes_of(world, world->stores[0]);
    for (size_t i = 1; i < STORES; i++) {
        if (!same_bytes(world, world->stores[i], want))
            broken(world, "law 4 everyone: store %zu differs", i);
    }
}

static void check_order(struct world *world, const struct zc_buf *want)
{
    struct zc_store *store = make_store(world, "o");
    for (size_t i = 0; i < world->nfiles; i++) { /* some twice, some not yet */
        import_from(world, store, world->files[draw(world, (unsigned)world->nfiles)]);
    }
    for (size_t i = world->nfiles; i-- > 0;)
        import_from(world, store, world->files[i]);
    if (!same_bytes(world, store, want))
        broken(world, "law 1 order: another order gives other bytes");
    for (size_t i = 0; i < world->nfiles; i++) {
        if (import_from(world, store, world->files[i]) != 0)
            broken(world, "law 2 repeat: a known file brought something new");
    }
    if (!same_bytes(world, store, want))
        broken(world, "law 2 repeat: importing again changed the bytes");
    zc_store_close(store);
}

static void check_grouping(struct world *world, const struct zc_buf *want)
{
    char path[2][PATH];
    struct zc_store *halves[2] = { make_store(world, "g"), NULL };
    for (size_t i = 0; i < world->nfiles; i += 2)
        import_from(world, halves[0], world->files[i]);
    export_to(world, halves[0], NULL, NULL, path[0]);
    zc_store_close(halves[0]);
    halves[1] = make_store(world, "g");
    for (size_t i = 1; i < world->nfiles; i += 2)
        import_from(world, halves[1], world->files[i]);
    import_from(world, halves[1], path[0]);
    if (!same_bytes(world, halves[1], want))
        broken(world, "law 3 grouping: merged halves give other bytes");
    zc_store_close(halves[1]);
}

static void check_writes(struct world *world, const struct slow_fold *slow,
                         const struct zc_rev *revs, size_t n)
{
    for (size_t r = 0; r < n; r++) {
        for (uint32_t w = 0; w < revs[r].nwrites; w++) {
            struct zc_str field = revs[r].writes[w].name;
            bool live[SLOW_MAX], above = false;
            if (!slow_counts(slow, r, field))
                continue;
            slow_live(slow, field, live);
            for (size_t k = 0; k < n; k++)
                above |= slow_is_ancestor(slow, k, r) && slow_counts(slow, k, field);
            if (live[r] == above)
                broken(world, "law 5 no silent loss: a write of %.*s", ZC_ARG(field));
        }
    }
}

static void check_records(struct world *world)
{
    for (size_t i = 0; i < world->nrecords; i++) {
        struct zc_arena arena = { 0 };
        struct zc_state state;
        struct zc_rev *revs;
        size_t n = 0;
        struct zc_err err = { 0 };
        char why[200];
        struct zc_txn *txn = zc_txn_begin(world->stores[0], ZC_TXN_READ, &err);
        bool found = false;
        if (!txn || !zc_revs_load(txn, world->records[i], &arena, &revs, &n, &err) ||
            !zc_record_get(txn, world->records[i], &arena, &state, &found, &err))
            broken(world, "load: %s", err.msg);
        else if (found && n <= SLOW_MAX) {
            struct slow_fold *slow = slow_fold_new(revs, n, &arena);
            check_writes(world, slow, revs, n);
            if (!slow_agrees(slow, &state, why))
                broken(world, "law 6 visible: %s", why);
        }
        zc_txn_abort(txn);
        zc_arena_release(&arena);
    }
}

static int cmp_line(const void *a, const void *b)
{
    return zc_str_cmp(*(const struct zc_str *)a, *(const struct zc_str *)b);
}

/* The lines of all files, sorted as text, made unique and put between a header and nothing,
 * are a file too (cut off, but whole in its lines). */
static void check_round_trip(struct world *world, const struct zc_buf *want)
{
    char path[PATH];
    struct zc_buf all = { 0 }, joined = { 0 };
    struct zc_err err = { 0 };
    struct zc_str *lines = zc_alloc(100000, sizeof *lines), rest, line;
    size_t n = 0;
    for (size_t i = 0; i < world->nfiles; i++)
        zc_file_read(world->files[i], &all, &err);
    for (rest = zc_buf_str(&all); zc_str_cut(&rest, '\n', &line) && n < 100000;) {
        if (line.len > 0 && line.ptr[0] == 'r')
            lines[n++] = line;
    }
    qsort(lines, n, sizeof *lines, cmp_line);
    zc_buf_text(&joined, "zc1,rid,parents,cells\n");
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && zc_str_eq(lines[i], lines[i - 1]))
            continue;
        zc_buf_add(&joined, lines[i]);
        zc_buf_char(&joined, '\n');
    }
    snprintf(path, sizeof path, "%s/joined.csv", world->dir);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(joined.ptr, 1, joined.len, file) != joined.len || fclose(file) != 0)
        broken(world, "write of %s", path);
    struct zc_store *store = make_store(world, "r");
    import_from(world, store, path);
    if (!same_bytes(world, store, want))
        broken(world, "law 13 round trip: the joined lines give other bytes");
    zc_store_close(store);
    zc_free(lines);
    zc_buf_release(&all);
    zc_buf_release(&joined);
}

static bool run_scenario(uint64_t seed, char why[PATH])
{
    struct world *world = zc_alloc_zeroed(1, sizeof *world);
    struct zc_buf want = { 0 };
    world->seed = world->random = seed;
    world->dir = zc_temp_dir_new();
    for (size_t i = 0; i < STORES; i++)
        world->stores[i] = make_store(world, "s");
    for (size_t i = 0; i < STEPS && !world->why[0]; i++)
        step(world);
    if (!world->why[0]) {
        check_everyone(world, &want);
        check_order(world, &want);
        check_grouping(world, &want);
        check_records(world);
        check_round_trip(world, &want);
    }
    for (size_t i = 0; i < STORES; i++)
        zc_store_close(world->stores[i]);
    zc_buf_release(&want);
    memcpy(why, world->why, PATH);
    zc_temp_dir_remove(world->dir);
    zc_free(world);
    return !why[0];
}

int main(int argc, char **argv)
{
    unsigned long scenarios = argc > 1 ? strtoul(argv[1], NULL, 10) : 20;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    char why[PATH];
    for (uint64_t seed = first; seed < first + scenarios; seed++) {
        bool ok = run_scenario(seed, why);
        zc_checkf(ok, "scenario %llu %s", (unsigned long long)seed, why);
    }
    return zc_check_done();
}

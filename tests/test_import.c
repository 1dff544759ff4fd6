#include "core/alloc.h"
#include "storage/exchange_file.h"
#include "storage/export.h"
#include "storage/fsck.h"
#include "storage/import.h"
#include "storage/store_impl.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One set of revisions, with edits, conflicts, deletions, links in chains and cycles and to
 * nowhere, taken in by the two ways there are: record by record, and by filling an empty store.
 * Both have to end in the same views, counters and links; also when lines are shuffled and doubled,
 * when the import is stopped, and when it is killed. */

enum { RECORDS = 10000 };

static const struct zc_str sorted[] = { ZC_LIT("name") };
static const struct zc_index_form plan_forms[] = {
    { .form = ZC_LIT("t"),
      .key = ZC_LIT("code"),
      .name = ZC_LIT("name"),
      .area = ZC_LIT("area"),
      .nsorted = 1,
      .sorted = sorted,
      .in_ledger = true },
};
static const struct zc_index_plan plan = { 1, plan_forms };
static const struct zc_store_identity identity = { 9, "d00000000" };

static uint64_t seed = 20261123;

static unsigned draw(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static struct zc_rid rid_of(unsigned record)
{
    uint8_t bits[8] = { (uint8_t)record, (uint8_t)(record >> 8), 7 };
    return zc_rid_make(1 + record % 8, 1000 + record, bits);
}

/* The lines of a file, in any order. */
struct lines {
    struct zc_rev *revs;
    size_t n, cap;
    struct zc_arena arena;
};

static const struct zc_rev *add(struct lines *lines, unsigned record, const struct zc_rev *on,
                                struct zc_pair write, struct zc_pair more)
{
    struct zc_err err = { 0 };
    char at[40];
    snprintf(at, sizeof at, "2026-11-%02uT18:42:00+08:00", 1 + record % 28);
    const struct zc_pair attrs[] = { { ZC_LIT("role"), ZC_LIT("leader") },
                                     { ZC_LIT("form"), ZC_LIT("t@1") },
                                     { ZC_LIT("g"), ZC_LIT("3") },
                                     { ZC_LIT("at"), zc_str_of(at) } };
    const struct zc_pair writes[] = { write, more };
    lines->revs = zc_grow(lines->revs, lines->n, &lines->cap, sizeof *lines->revs);
    struct zc_rev *rev = &lines->revs[lines->n];
    if (zc_rev_make(rid_of(record), on ? &on->id : NULL, on != NULL, attrs, 4, writes, 2,
                    &lines->arena, rev, &err))
        lines->n++;
    else
        zc_checkf(false, "a revision is made: %s", err.msg);
    return rev;
}

static struct zc_pair pair(struct lines *lines, const char *field, const char *fmt, unsigned number)
{
    struct zc_buf text = { 0 };
    zc_buf_printf(&text, fmt, number);
    struct zc_pair made = { zc_str_of(field), zc_arena_copy(&lines->arena, zc_buf_str(&text)) };
    zc_buf_release(&text);
    return made;
}

static struct zc_pair link_to(struct lines *lines, unsigned record)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid_of(record), text);
    return (struct zc_pair){ ZC_LIT("_dup_of"), zc_arena_copy(&lines->arena, zc_str_of(text)) };
}

static void make_record(struct lines *lines, unsigned record)
{
    static const char *const status[] = { "draft", "submitted", "group_ok" };
    struct zc_rev first = *add(lines, record, NULL, pair(lines, "name", "n%u", draw(300)),
                               pair(lines, "_status", status[draw(3)], 0));
    struct zc_rev next = *add(lines, record, &first, pair(lines, "area", "0%u", draw(6)),
                              pair(lines, "code", "c%u", draw(RECORDS)));
    unsigned fate = draw(20);
    if (fate == 0) /* seen by neither */
        add(lines, record, &first, pair(lines, "area", "1%u", draw(3)),
            (struct zc_pair){ ZC_LIT("x"), ZC_LIT("1") });
    if (fate == 1)
        add(lines, record, &next, (struct zc_pair){ ZC_LIT("_deleted"), ZC_LIT("1") },
            pair(lines, "_reason", "r%u", 1));
    if (fate == 2 || fate == 3) /* to anybody, itself included; RECORDS + n is not there */
        add(lines, record, fate == 2 ? &next : &first,
            link_to(lines, draw(20) ? draw(RECORDS) : RECORDS + record), pair(lines, "y", "%u", 1));
    if (fate == 4) /* cycles of two */
        add(lines, record, &next, link_to(lines, record ^ 1), pair(lines, "y", "%u", 2));
}

static int cmp_line(const void *a, const void *b)
{
    const struct zc_rev *one = a, *two = b;
    int order = zc_rid_cmp(one->rid, two->rid);
    return order ? order : zc_revid_cmp(&one->id, &two->id);
}

static void write_lines(const char *path, const struct zc_rev *revs, size_t n)
{
    struct zc_exchange_digest digest;
    struct zc_buf out = { 0 };
    struct zc_err err = { 0 };
    char text[ZC_BASE32_LEN(ZC_HASH_LEN) + 1];
    zc_exchange_begin(&digest, &out);
    for (size_t i = 0; i < n; i++)
        zc_exchange_add(&digest, &revs[i], &out);
    zc_exchange_end(&digest, &out, text);
    struct zc_outfile *file = zc_outfile_open(path, &err);
    if (!file || !zc_outfile_write(file, zc_buf_str(&out), &err) || !zc_outfile_commit(file, &err))
        zc_checkf(false, "a file is written: %s", err.msg);
    zc_buf_release(&out);
}

static struct zc_store *open_store(const char *dir, const char *name, bool *rebuild)
{
    struct zc_err err = { 0 };
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/%s", dir, name);
    if (access(zc_buf_cstr(&path), F_OK) != 0)
        zc_store_create(zc_buf_cstr(&path), &identity, &err);
    struct zc_store *store = zc_store_open(zc_buf_cstr(&path), false, &err);
    if (!store || !zc_store_set_plan(store, &plan, rebuild, &err))
        zc_checkf(false, "open: %s", err.msg);
    zc_buf_release(&path);
    return store;
}

/* Steps of an import, at most `steps` (0: all). */
static struct zc_import_report import(struct zc_store *store, const char *path, int steps)
{
    struct zc_err err = { 0 };
    struct zc_import_options options = { .at = ZC_LIT("2026-11-23T18:42:00+08:00") };
    struct zc_import *job = zc_import_open(store, path, &options, &err);
    bool done = job == NULL, ok = job != NULL;
    for (int i = 0; ok && !done && (steps == 0 || i < steps); i++)
        ok = zc_import_step(job, &done, &err);
    zc_checkf(ok, "import %s", err.msg);
    struct zc_import_report report = { 0 };
    if (job)
        report = *zc_import_report(job);
    zc_import_free(job);
    return report;
}

/* What would happen, in batches that somebody at the keyboard does not notice. */
static struct zc_import_report preview(struct zc_store *store, const char *path)
{
    struct zc_err err = { 0 };
    struct zc_import_options options = { .dry_run = true, .batch = 250 };
    struct zc_import *job = zc_import_open(store, path, &options, &err);
    bool done = job == NULL, ok = job != NULL;
    while (ok && !done)
        ok = zc_import_step(job, &done, &err);
    zc_checkf(ok, "preview %s", err.msg);
    struct zc_import_report report = { 0 };
    if (job)
        report = *zc_import_report(job);
    zc_import_free(job);
    return report;
}

/* Everything derived, and the digest of what it was derived from. */
static void digest_of(struct zc_store *store, char out[80])
{
    static const enum zc_db dbs[] = { ZC_DB_VIEW, ZC_DB_COUNT, ZC_DB_LINK };
    struct zc_err err = { 0 };
    struct zc_hash hash;
    struct zc_str key, value;
    struct zc_export_report report;
    uint8_t bytes[ZC_HASH_LEN];
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    zc_hash_init(&hash);
    for (size_t i = 0; i < sizeof dbs / sizeof dbs[0]; i++) {
        struct zc_cursor *cursor = zc_cursor_open(txn, dbs[i]);
        for (bool more = zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value); more;
             more = zc_cursor_next(cursor, &key, &value)) {
            if (zc_str_is(key, "n") || zc_str_is(key, "u"))
                continue;
            zc_hash_add_ns(&hash, key);
            zc_hash_add_ns(&hash, value);
        }
        zc_cursor_close(cursor);
    }
    zc_txn_abort(txn);
    zc_hash_end(&hash, bytes);
    memset(out, 0, 80);
    zc_base32_put(bytes, sizeof bytes, out);
    if (zc_export_digest(store, &report, &err))
        memcpy(out + 40, report.digest, sizeof report.digest);
}

static void check_preview(struct zc_store *store, const char *path)
{
    char before[80], after[80];
    digest_of(store, before);
    struct zc_import_report would = preview(store, path);
    digest_of(store, after);
    zc_check("a preview changes nothing", memcmp(before, after, sizeof before) == 0);
    struct zc_import_report is = import(store, path, 0);
    zc_check("it counts what is new and what is known",
             would.new_records + would.conflict + would.changed + would.same == RECORDS &&
                 would.same == is.same && would.complete);
    /* A record that two batches share is judged by its later part. */
    uint64_t apart =
        would.conflict > is.conflict ? would.conflict - is.conflict : is.conflict - would.conflict;
    zc_checkf(is.conflict > 100 && apart <= is.revisions / 250,
              "and the conflicts that there will be: %llu, then %llu",
              (unsigned long long)would.conflict, (unsigned long long)is.conflict);
    zc_check("of known files it says so", preview(store, path).same == RECORDS);
}

static bool is_clean(struct zc_store *store)
{
    struct zc_err err = { 0 };
    struct zc_fsck out;
    return zc_fsck_run(store, NULL, NULL, NULL, &out, &err) &&
           out.bad_ids + out.bad_values + out.bad_states + out.bad_views + out.bad_counts +
                   out.bad_names ==
               0;
}

static void check_store(const char *name, struct zc_store *store, const char *want)
{
    char got[80];
    digest_of(store, got);
    zc_checkf(memcmp(got, want, sizeof got) == 0, "%s: the same views, counters, links", name);
    zc_checkf(is_clean(store), "%s: clean", name);
}

static void check_killed(const char *dir, const char *path, const char *want)
{
    struct zc_err err = { 0 };
    bool rebuild = false;
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        struct zc_store *store = open_store(dir, "killed", &rebuild);
        struct zc_import_options options = { 0 };
        bool done;
        struct zc_import *job = zc_import_open(store, path, &options, &err);
        _exit(job && zc_import_step(job, &done, &err) && !done ? 0 : 1);
    }
    waitpid(child, &status, 0);
    zc_check("killed after a batch", WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct zc_store *store = open_store(dir, "killed", &rebuild);
    zc_check("what is found half filled must be rebuilt", rebuild);
    zc_check("is rebuilt", zc_store_rebuild(store, NULL, NULL, &err));
    zc_check("killed: clean", is_clean(store));
    import(store, path, 0);
    check_store("killed and done again", store, want);
    zc_store_close(store);
}

int main(void)
{
    const char *dir = zc_temp_dir_new();
    struct lines lines = { 0 };
    struct zc_buf path = { 0 }, mixed = { 0 }, one = { 0 };
    char want[80];
    bool rebuild;
    for (unsigned i = 0; i < RECORDS; i++)
        make_record(&lines, i);
    qsort(lines.revs, lines.n, sizeof *lines.revs, cmp_line);
    zc_buf_printf(&path, "%s/sorted.csv", dir);
    zc_buf_printf(&mixed, "%s/mixed.csv", dir);
    zc_buf_printf(&one, "%s/one.csv", dir);
    write_lines(zc_buf_cstr(&path), lines.revs, lines.n);
    write_lines(zc_buf_cstr(&one), lines.revs, 2);

    struct zc_store *store = open_store(dir, "single", &rebuild);
    import(store, zc_buf_cstr(&one), 0);
    struct zc_import_report report = import(store, zc_buf_cstr(&path), 0);
    zc_check("record by record: one was there",
             report.new_records < RECORDS &&
                 report.new_records + report.conflict + report.changed + report.same == RECORDS);
    zc_check("the file is complete", report.complete && report.damaged == 0);
    digest_of(store, want);
    zc_check("record by record: clean", is_clean(store));
    zc_store_close(store);

    store = open_store(dir, "filled", &rebuild);
    report = import(store, zc_buf_cstr(&path), 0);
    zc_check("filled: all are new or in conflict",
             report.new_records + report.conflict == RECORDS && report.revisions == lines.n);
    check_store("filled", store, want);
    report = import(store, zc_buf_cstr(&path), 0);
    zc_check("again: all are known", report.same == RECORDS && report.revisions == 0);
    zc_store_close(store);

    store = open_store(dir, "previewed", &rebuild);
    import(store, zc_buf_cstr(&one), 0);
    check_preview(store, zc_buf_cstr(&path));
    zc_store_close(store);

    store = open_store(dir, "stopped", &rebuild);
    import(store, zc_buf_cstr(&path), 1);
    zc_check("stopped on the way: clean", is_clean(store));
    zc_store_close(store);
    store = open_store(dir, "stopped", &rebuild);
    zc_check("and nothing is left to rebuild", !rebuild);
    import(store, zc_buf_cstr(&path), 0);
    check_store("stopped and gone on", store, want);
    zc_store_close(store);

    check_killed(dir, zc_buf_cstr(&path), want);

    for (size_t i = 0, n = lines.n; i < n; i += 7) { /* some stand twice */
        lines.revs = zc_grow(lines.revs, lines.n, &lines.cap, sizeof *lines.revs);
        lines.revs[lines.n++] = lines.revs[i];
    }
    for (size_t i = lines.n - 1; i > 0; i--) {
        size_t other = draw((unsigned)i + 1);
        struct zc_rev keep = lines.revs[i];
        lines.revs[i] = lines.revs[other];
        lines.revs[other] = keep;
    }
    write_lines(zc_buf_cstr(&mixed), lines.revs, lines.n);
    store = open_store(dir, "shuffled", &rebuild);
    report = import(store, zc_buf_cstr(&mixed), 0);
    zc_check("shuffled: each record counts once", report.new_records + report.conflict == RECORDS);
    check_store("shuffled", store, want);
    zc_store_close(store);

    zc_arena_release(&lines.arena);
    zc_free(lines.revs);
    zc_buf_release(&path);
    zc_buf_release(&mixed);
    zc_buf_release(&one);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}

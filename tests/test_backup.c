#include "storage/backup.h"
#include "storage/draft.h"
#include "storage/export.h"
#include "storage/folder.h"
#include "storage/local.h"
#include "storage/restore.h"
#include "storage/salvage.h"
#include "storage/store_copy.h"
#include "tests/check.h"
#include "tests/small_store.h"
#include "tests/temp_dir.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Backups, restoring, undo of an import, salvage. */

#define NOW ZC_SMALL_NOW

static struct zc_err err;

static const char *in(const char *dir, const char *name)
{
    static struct zc_buf paths[4];
    static int next;
    struct zc_buf *path = &paths[next++ & 3];
    zc_buf_reset(path);
    zc_buf_printf(path, "%s/%s", dir, name);
    return zc_buf_cstr(path);
}

static struct zc_store *open_store(const char *dir)
{
    struct zc_store *store = zc_small_open(dir, &err);
    if (!store)
        zc_checkf(false, "open '%s': %s", dir, err.msg);
    return store;
}

static struct zc_store *new_store(const char *dir, unsigned group)
{
    struct zc_store *store = zc_small_new(dir, group, &err);
    if (!store)
        zc_checkf(false, "create '%s': %s", dir, err.msg);
    return store;
}

static void save(struct zc_store *store, unsigned from, unsigned to, const char *value)
{
    if (!zc_small_save(store, from, to, value, &err))
        zc_checkf(false, "save: %s", err.msg);
}

static bool is_clean(struct zc_store *store)
{
    return zc_small_is_clean(store, &err);
}

static const char *digest_of(struct zc_store *store)
{
    static char digests[4][33];
    static int next;
    char *out = digests[next++ & 3];
    zc_small_digest(store, out);
    return out;
}

static bool import(struct zc_store *store, const char *path, struct zc_backup_point *point)
{
    return zc_small_import(store, path, point, &err);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static size_t count_backups(const char *dir)
{
    struct zc_arena arena = { 0 };
    struct zc_backup *all;
    size_t n;
    zc_backup_list(dir, &arena, &all, &n);
    zc_arena_release(&arena);
    return n;
}

/* Which stay: a backup at noon of each day named, then one more on 2026-11-23 (a Monday). */

static const struct {
    const char *name, *days, *kept;
} retention[] = {
    { "the first", "", "1123" },
    { "seven days, all of them", "1117 1118 1119 1120 1121 1122",
      "1117 1118 1119 1120 1121 1122 1123" },
    { "the eighth goes, unless it ends a week", "1115 1116 1117 1118 1119 1120 1121 1122",
      "1115 1117 1118 1119 1120 1121 1122 1123" },
    { "four weeks with one, whichever they are",
      "0105 0914 1005 1019 1102 1116 1117 1118 1119 1120 1121 1122",
      "1019 1102 1117 1118 1119 1120 1121 1122 1123" },
    { "days need not follow each other", "0301 0401 0501 0601 0701 0801 0901",
      "0401 0501 0601 0701 0801 0901 1123" },
};

static void check_retention(const char *base, size_t i)
{
    struct zc_buf kept = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_backup *all;
    struct zc_backup_report report;
    struct zc_str rest = zc_str_of(retention[i].days), day;
    char name[40];
    size_t n;
    snprintf(name, sizeof name, "retention%zu", i);
    const char *dir = in(base, name);
    struct zc_store *store = new_store(dir, 3);
    save(store, 0, 1, "a");
    while (zc_str_word(&rest, &day)) {
        char file[60];
        snprintf(file, sizeof file, "backup/2026%.4s-120000.mdb", day.ptr);
        close(open(in(zc_store_dir(store), file), O_CREAT | O_WRONLY, 0600));
    }
    bool ok = zc_backup_make(store, ZC_STR(NOW), &report, &err);
    zc_backup_list(zc_store_dir(store), &arena, &all, &n);
    for (size_t k = n; k > 0; k--)
        zc_buf_printf(&kept, "%s%.4s", kept.len ? " " : "", all[k - 1].name + 4);
    zc_checkf(ok && report.made && zc_str_is(zc_buf_str(&kept), retention[i].kept), "%s: %s",
              retention[i].name, zc_buf_cstr(&kept));
    zc_store_close(store);
    zc_buf_release(&kept);
    zc_arena_release(&arena);
}

static void check_making(const char *base)
{
    struct zc_backup_report report;
    struct zc_store_look look;
    struct stat st;
    struct zc_buf path = { 0 };
    struct zc_store *store = new_store(in(base, "making"), 3);
    const char *dir = zc_store_dir(store);
    save(store, 0, 300, "a");
    zc_check("a backup is made", zc_backup_make(store, ZC_STR(NOW), &report, &err) && report.made);
    zc_backup_path(dir, report.name, &path);
    zc_check("by date and time", !strcmp(report.name, "20261123-184200.mdb"));
    zc_check("for nobody else to read",
             stat(zc_buf_cstr(&path), &st) == 0 && (st.st_mode & 077) == 0);
    zc_check("it holds the store", zc_store_look_at(zc_buf_cstr(&path), &look, &err) &&
                                       look.records == 300 && look.revisions == 300 &&
                                       look.identity.group == 3);
    zc_check("nothing changed: the same one again",
             zc_backup_make(store, ZC_STR(NOW), &report, &err) && !report.made &&
                 !strcmp(report.name, "20261123-184200.mdb"));
    save(store, 0, 1, "b");
    zc_check("a second one in the same second", zc_backup_make(store, ZC_STR(NOW), &report, &err) &&
                                                    report.made &&
                                                    !strcmp(report.name, "20261123-184200-2.mdb"));
    zc_check("replaces the first of the day", count_backups(dir) == 1);
    close(open(in(dir, "backup/20260101-000000.mdb.tmp"), O_CREAT | O_WRONLY, 0600));
    save(store, 0, 1, "c");
    zc_check("and a third", zc_backup_make(store, ZC_STR(NOW), &report, &err) &&
                                !strcmp(report.name, "20261123-184200-3.mdb"));
    zc_check("what a power cut left is gone", !is_there(in(dir, "backup/20260101-000000.mdb.tmp")));
    uint64_t before = stat(in(dir, "data.mdb"), &st) == 0 ? (uint64_t)st.st_size : 0;
    char digest[33];
    snprintf(digest, sizeof digest, "%s", digest_of(store));
    zc_checkf(zc_store_compact(store, &err) && stat(in(dir, "data.mdb"), &st) == 0 &&
                  (uint64_t)st.st_size < before,
              "the store's own file becomes small %s", err.msg);
    zc_check("and is the same", !strcmp(digest, digest_of(store)) && is_clean(store));
    save(store, 400, 401, "c");
    zc_check("and goes on", strcmp(digest, digest_of(store)) != 0 && is_clean(store));
    zc_store_close(store);
    zc_buf_release(&path);
}

/* Another process with the store open. */
static void check_alone(const char *base)
{
    struct zc_restored restored;
    struct zc_store *store = new_store(in(base, "alone"), 3);
    int up[2], down[2];
    char byte = 0;
    save(store, 0, 3, "a");
    zc_check("a copy beside", zc_store_copy(store, in(base, "alone.mdb"), &err));
    zc_store_close(store);
    if (pipe(up) != 0 || pipe(down) != 0)
        return;
    pid_t child = fork();
    if (child == 0) {
        store = zc_store_open(in(base, "alone"), false, &err);
        bool told = write(up[1], "x", 1) == 1 && read(down[0], &byte, 1) == 1;
        zc_store_close(store);
        _exit(store && told ? 0 : 1);
    }
    bool ready = read(up[0], &byte, 1) == 1;
    zc_checkf(
        ready &&
            !zc_restore(in(base, "alone.mdb"), in(base, "alone"), ZC_STR(NOW), &restored, &err) &&
            err.code == ZC_E_STORE,
        "nothing is restored under a program that has the store open: %s", err.msg);
    store = open_store(in(base, "alone"));
    zc_check("nor is the file made small", !zc_store_compact(store, &err));
    zc_check("both go on", is_clean(store));
    bool told = write(down[1], "x", 1) == 1;
    int status = 1;
    waitpid(child, &status, 0);
    zc_check("the other one ends well", told && status == 0);
    zc_check("then it is made small", zc_store_compact(store, &err) && is_clean(store));
    int alone = zc_store_take_alone(zc_store_dir(store), store, &err);
    child = fork();
    if (child == 0) {
        struct zc_store *second = zc_store_open(in(base, "alone"), false, &err);
        _exit(second ? 1 : 0);
    }
    waitpid(child, &status, 0);
    zc_check("and while somebody has it alone nobody opens it", alone >= 0 && status == 0);
    zc_store_give_back(alone, store);
    zc_store_close(store);
    for (int i = 0; i < 2; i++) {
        close(up[i]);
        close(down[i]);
    }
}

static void flip(const char *path, off_t at, int bit)
{
    uint8_t byte;
    int fd = open(path, O_RDWR);
    bool ok = fd >= 0 && pread(fd, &byte, 1, at) == 1;
    byte ^= (uint8_t)(1 << bit);
    ok = ok && pwrite(fd, &byte, 1, at) == 1;
    if (fd >= 0)
        close(fd);
    if (!ok)
        zc_check("a bit is turned", false);
}

static void check_restoring(const char *base)
{
    struct zc_restored restored;
    struct zc_backup_report report;
    struct zc_buf backup = { 0 };
    char before[33], after[33], dir[300], aside[400];
    uint64_t n = 0;
    snprintf(dir, sizeof dir, "%s", in(base, "restoring"));
    struct zc_store *store = new_store(dir, 3);
    save(store, 0, 50, "a");
    zc_backup_make(store, ZC_STR(NOW), &report, &err);
    zc_backup_path(dir, report.name, &backup);
    snprintf(before, sizeof before, "%s", digest_of(store));
    save(store, 0, 50, "b");
    snprintf(after, sizeof after, "%s", digest_of(store));
    zc_store_close(store);

    zc_checkf(zc_restore(zc_buf_cstr(&backup), in(base, "elsewhere"), ZC_STR(NOW), &restored, &err),
              "a backup becomes a store %s", err.msg);
    store = open_store(in(base, "elsewhere"));
    zc_check("with what it held", !strcmp(before, digest_of(store)) && is_clean(store));
    zc_check("of the same group, as another device",
             zc_store_identity(store)->group == 3 &&
                 strcmp(zc_store_identity(store)->dev, "d00000000") != 0);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    zc_check("that numbers from 1", txn && zc_local_next_n(txn, &n, &err) && n == 1);
    zc_txn_abort(txn);
    zc_check("the log knows", is_there(in(base, "elsewhere/audit.log")));
    zc_store_close(store);

    zc_checkf(zc_restore(zc_buf_cstr(&backup), dir, ZC_STR(NOW), &restored, &err) &&
                  restored.aside[0],
              "over a store %s", err.msg);
    store = open_store(dir);
    zc_check("which goes back", !strcmp(before, digest_of(store)) && is_clean(store));
    zc_store_close(store);
    snprintf(aside, sizeof aside, "%s/backup/%s", dir, restored.aside);
    zc_check("and is not lost", zc_restore(aside, in(base, "again"), ZC_STR(NOW), &restored, &err));
    store = open_store(in(base, "again"));
    zc_check("with all it had", !strcmp(after, digest_of(store)));
    zc_store_close(store);
    zc_check("nothing is left beside", !is_there(in(dir, "restore.tmp")));

    store = new_store(in(base, "other"), 4);
    zc_store_close(store);
    zc_check("a store of another group is not replaced",
             !zc_restore(zc_buf_cstr(&backup), in(base, "other"), ZC_STR(NOW), &restored, &err) &&
                 err.code == ZC_E_INPUT);
    zc_check("nor a folder with other things in it",
             !zc_restore(zc_buf_cstr(&backup), base, ZC_STR(NOW), &restored, &err));
    zc_check("a file that is no backup",
             !zc_restore(in(dir, "audit.log"), in(base, "none"), ZC_STR(NOW), &restored, &err) &&
                 !is_there(in(base, "none")));
    if (truncate(zc_buf_cstr(&backup), 8 * 4096) == 0)
        zc_checkf(!zc_restore(zc_buf_cstr(&backup), dir, ZC_STR(NOW), &restored, &err) &&
                      !is_there(in(dir, "restore.tmp")),
                  "a backup that is cut short: %s", err.msg);
    store = open_store(dir);
    zc_check("leaves the store as it was", !strcmp(before, digest_of(store)));
    zc_store_close(store);
    zc_buf_release(&backup);
}

/* Turned bits: a damaged backup is refused or what it gives is right, never a crash. */
static void check_damaged(const char *base)
{
    struct zc_restored restored;
    struct stat st;
    unsigned refused = 0, right = 0, wrong = 0, salvaged = 0;
    char digest[33], file[300], to[300];
    struct zc_store *store = new_store(in(base, "damaged"), 3);
    save(store, 0, 60, "a");
    snprintf(digest, sizeof digest, "%s", digest_of(store));
    snprintf(file, sizeof file, "%s", in(base, "damaged.mdb"));
    snprintf(to, sizeof to, "%s", in(base, "mended"));
    bool ok = zc_store_copy(store, file, &err) && stat(file, &st) == 0;
    zc_store_close(store);
    for (unsigned i = 0; ok && i < 40; i++) {
        off_t at = (off_t)((uint64_t)i * 2654435761u % (uint64_t)st.st_size);
        flip(file, at, (int)(i % 8));
        if (!zc_restore(file, to, ZC_STR(NOW), &restored, &err)) {
            refused++;
        } else {
            store = zc_store_open(to, true, &err);
            if (store && !strcmp(digest, digest_of(store)))
                right++;
            else
                wrong++;
            zc_store_close(store);
        }
        if (rename(file, in(base, "damaged/data.mdb")) == 0) {
            struct zc_salvage found;
            salvaged += zc_salvage_run(in(base, "damaged"), in(base, "out.csv"), &found, &err) &&
                        found.revisions >= 40;
            ok = rename(in(base, "damaged/data.mdb"), file) == 0;
        }
        zc_folder_remove(to);
        flip(file, at, (int)(i % 8));
    }
    zc_checkf(wrong == 0 && refused > 0 && right > 0,
              "turned bits in a backup: %u refused, %u harmless, %u wrong", refused, right, wrong);
    zc_checkf(salvaged == 40, "salvage gives what does not lie there: %u of 40", salvaged);
}

static void check_salvage(const char *base)
{
    struct zc_salvage found;
    char want[33], file[300];
    struct zc_store *store = new_store(in(base, "salvage"), 3);
    save(store, 0, 200, "a");
    save(store, 0, 100, "a long value that goes on and on");
    save(store, 0, 1, "b");
    snprintf(want, sizeof want, "%s", digest_of(store));
    zc_store_close(store);
    snprintf(file, sizeof file, "%s", in(base, "salvage.csv"));
    zc_check("everything comes out of a whole store",
             zc_salvage_run(in(base, "salvage"), file, &found, &err) && found.records == 200 &&
                 found.revisions == 301 && found.unprovable == 0);
    store = new_store(in(base, "filled"), 3);
    zc_check("and fills another", import(store, file, &(struct zc_backup_point){ 0 }) &&
                                      !strcmp(want, digest_of(store)));
    zc_store_close(store);

    int fd = open(in(base, "salvage/data.mdb"), O_RDWR);
    static const char junk[4096] = { 1, 2, 3 };
    bool ok = fd >= 0 && pwrite(fd, junk, 4096, 0) == 4096 && pwrite(fd, junk, 4096, 4096) == 4096;
    close(fd);
    zc_check("without meta pages too",
             ok && zc_salvage_run(in(base, "salvage"), file, &found, &err) &&
                 found.revisions == 301);
    struct stat st;
    ok = stat(in(base, "salvage/data.mdb"), &st) == 0 &&
         truncate(in(base, "salvage/data.mdb"), st.st_size / 2) == 0;
    zc_checkf(ok && zc_salvage_run(in(base, "salvage"), file, &found, &err) &&
                  found.revisions > 20 && found.revisions <= 301,
              "half a file gives a part: %llu", (unsigned long long)found.revisions);
    store = new_store(in(base, "part"), 3);
    zc_check("which is whole in itself",
             import(store, file, &(struct zc_backup_point){ 0 }) && is_clean(store));
    zc_store_close(store);
}

/* Undo of an import */

static void keep_draft(struct zc_store *store)
{
    const struct zc_pair answers[] = { { ZC_STR("later"), ZC_STR("x") } };
    struct zc_draft draft = { .rid = zc_rid_make(3, 9, (const uint8_t[8]){ 9 }),
                              .is_new = true,
                              .form = ZC_STR("t"),
                              .person = ZC_STR("worker"),
                              .at = ZC_STR(NOW),
                              .nanswers = 1,
                              .answers = answers };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    if (!txn || !zc_txn_end(txn, zc_draft_put(txn, &draft, &err), &err))
        zc_checkf(false, "draft: %s", err.msg);
}

static bool has_draft(struct zc_store *store)
{
    struct zc_arena arena = { 0 };
    struct zc_draft draft;
    bool found = false;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    bool ok = txn &&
              zc_draft_get(txn, zc_rid_make(3, 9, (const uint8_t[8]){ 9 }), &arena, &draft, &found,
                           &err) &&
              found && draft.nanswers == 1 && zc_str_is(draft.answers[0].name, "later") &&
              zc_str_is(draft.answers[0].value, "x");
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok;
}

static uint64_t given(struct zc_store *store)
{
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, &err);
    uint64_t n = zc_local_numbers(txn).given;
    zc_txn_abort(txn);
    return n;
}

static bool give_all(struct zc_store *store)
{
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    return zc_txn_end(txn, zc_local_given(txn, zc_local_numbers(txn).n, &err), &err);
}

/* Work that goes on while the files of one import come in. */
static void check_undo_between(const char *base, const char *first, const char *second)
{
    struct zc_restored restored;
    struct zc_backup_point point = { 0 };
    struct zc_store *store = new_store(in(base, "between"), 3);
    bool ok = import(store, first, &point);
    save(store, 0, 1, "typed meanwhile");
    zc_check("a save between two files of one import",
             ok && import(store, second, &point) && count_backups(zc_store_dir(store)) == 1);
    zc_checkf(!zc_undo_import(store, ZC_STR(NOW), ZC_STR("w"), &restored, &err) &&
                  err.code == ZC_E_CONFLICT,
              "is not lost to the undo: %s", err.msg);
    zc_store_close(store);
}

static void check_undo(const char *base)
{
    struct zc_export_report report;
    struct zc_restored restored;
    struct zc_backup_point point = { 0 };
    char before[33], merged[33], dev[10], file[300], second[300];
    struct zc_store *other = new_store(in(base, "giver"), 4);
    snprintf(file, sizeof file, "%s", in(base, "giver.csv"));
    snprintf(second, sizeof second, "%s", in(base, "giver2.csv"));
    save(other, 100, 120, "x");
    zc_export_exchange(other, NULL, file, &report, &err);
    save(other, 120, 125, "y");
    zc_export_exchange(other, NULL, second, &report, &err);
    zc_store_close(other);

    struct zc_store *store = new_store(in(base, "taker"), 3);
    save(store, 0, 10, "a");
    zc_check("all is given", give_all(store) && given(store) == 10);
    zc_check("no import, nothing to undo",
             !zc_undo_import(store, ZC_STR(NOW), ZC_STR("w"), &restored, &err));
    snprintf(before, sizeof before, "%s", digest_of(store));
    zc_checkf(import(store, file, &point) && import(store, second, &point) && point.set &&
                  count_backups(zc_store_dir(store)) == 1,
              "two files of one act, one backup %s", err.msg);
    snprintf(merged, sizeof merged, "%s", digest_of(store));
    struct zc_backup_point none = { 0 };
    zc_check("a file that brings nothing sets no point",
             import(store, file, &none) && !none.set && count_backups(zc_store_dir(store)) == 1);
    keep_draft(store);
    snprintf(dev, sizeof dev, "%s", zc_store_identity(store)->dev);
    zc_checkf(zc_undo_import(store, ZC_STR(NOW), ZC_STR("w"), &restored, &err),
              "the import is undone %s", err.msg);
    zc_check("both files are out", !strcmp(before, digest_of(store)) && is_clean(store));
    zc_check("what is being typed stays", has_draft(store));
    zc_check("the device is another", strcmp(dev, zc_store_identity(store)->dev) != 0);
    zc_check("of which nothing was given yet", given(store) == 0);
    zc_check("once", !zc_undo_import(store, ZC_STR(NOW), ZC_STR("w"), &restored, &err));
    point = (struct zc_backup_point){ 0 };
    zc_check("the files bring everything again",
             import(store, second, &point) && !strcmp(merged, digest_of(store)));
    save(store, 0, 1, "later");
    zc_checkf(!zc_undo_import(store, ZC_STR(NOW), ZC_STR("w"), &restored, &err) &&
                  err.code == ZC_E_CONFLICT,
              "not when somebody registered since: %s", err.msg);
    zc_check("nothing was touched", is_clean(store));
    zc_store_close(store);
    check_undo_between(base, file, second);
}

int main(void)
{
    const char *base = zc_temp_dir_new();
    for (size_t i = 0; i < sizeof retention / sizeof retention[0]; i++)
        check_retention(base, i);
    check_making(base);
    check_alone(base);
    check_restoring(base);
    check_damaged(base);
    check_salvage(base);
    check_undo(base);
    zc_temp_dir_remove(base);
    return zc_check_done();
}

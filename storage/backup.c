#include "storage/backup.h"
#include "core/alloc.h"
#include "core/date.h"
#include "storage/local.h"
#include "storage/restore.h"
#include "storage/store_copy.h"
#include "storage/store_impl.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DAYS = 7, WEEKS = 4, SPARE_MIB = 64 };

void zc_backup_path(const char *dir, const char *name, struct zc_buf *out)
{
    zc_buf_printf(out, "%s/backup/%s", dir, name);
}

/* Names */

static void put_name(uint64_t second, unsigned nth, char out[ZC_BACKUP_NAME])
{
    int len = snprintf(out, ZC_BACKUP_NAME, "%08llu-%06llu", (unsigned long long)(second / 1000000),
                       (unsigned long long)(second % 1000000));
    snprintf(out + len, (size_t)(ZC_BACKUP_NAME - len), nth > 1 ? "-%u.mdb" : ".mdb", nth);
}

static bool read_name(const char *name, struct zc_backup *out)
{
    struct zc_str rest = zc_str_of(name), day, time;
    uint64_t d, t, nth = 1;
    *out = (struct zc_backup){ 0 };
    if (rest.len >= ZC_BACKUP_NAME || !zc_str_ends(rest, ZC_STR(".mdb")))
        return false;
    rest = zc_str_head(rest, rest.len - 4);
    if (!zc_str_cut(&rest, '-', &day) || !zc_str_cut(&rest, '-', &time) || day.len != 8 ||
        time.len != 6 || !zc_str_to_u64(day, &d) || !zc_str_to_u64(time, &t) ||
        (rest.len > 0 && !zc_str_to_u64(rest, &nth)) || nth > 9999)
        return false;
    out->second = d * 1000000 + t;
    out->nth = (unsigned)nth;
    memcpy(out->name, name, strlen(name) + 1);
    return true;
}

/* 2026-11-23T18:42:00… -> 20261123184200 */
static bool second_of(struct zc_str at, uint64_t *out, struct zc_err *err)
{
    unsigned digits = 0;
    *out = 0;
    for (size_t i = 0; i < at.len && digits < 14; i++) {
        if (at.ptr[i] < '0' || at.ptr[i] > '9')
            continue;
        *out = *out * 10 + (uint64_t)(at.ptr[i] - '0');
        digits++;
    }
    return digits == 14 ||
           zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不是时间", "'%.*s' is no time"), ZC_ARG(at));
}

static int newest_first(const void *a, const void *b)
{
    const struct zc_backup *x = a, *y = b;
    if (x->second != y->second)
        return x->second < y->second ? 1 : -1;
    return x->nth < y->nth ? 1 : x->nth > y->nth ? -1 : 0;
}

void zc_backup_list(const char *dir, struct zc_arena *arena, struct zc_backup **out, size_t *n)
{
    struct zc_buf path = { 0 };
    struct zc_backup *all = NULL, one;
    struct stat st;
    size_t cap = 0;
    *n = 0;
    zc_buf_printf(&path, "%s/backup", dir);
    DIR *folder = opendir(zc_buf_cstr(&path));
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (!read_name(entry->d_name, &one))
            continue;
        zc_buf_reset(&path);
        zc_backup_path(dir, one.name, &path);
        one.bytes = stat(zc_buf_cstr(&path), &st) == 0 ? (uint64_t)st.st_size : 0;
        all = zc_grow(all, *n, &cap, sizeof *all);
        all[(*n)++] = one;
    }
    if (folder)
        closedir(folder);
    *out = ZC_NEW(arena, struct zc_backup, *n + 1);
    if (*n > 0) {
        memcpy(*out, all, *n * sizeof *all);
        qsort(*out, *n, sizeof **out, newest_first);
    }
    zc_free(all);
    zc_buf_release(&path);
}

/* Which are kept */

static int64_t day_of(const struct zc_backup *backup)
{
    uint64_t day = backup->second / 1000000;
    struct zc_date date = { (int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100) };
    return zc_date_is_valid(date) ? zc_date_days(date) : 0;
}

/* Weeks begin on Monday; 1970-01-01 was a Thursday. */
static int64_t week_of(const struct zc_backup *backup)
{
    return (day_of(backup) + 3) / 7;
}

/* `keep` names two that stay in any case. Gives how many were removed. */
static unsigned prune(const char *dir, bool few, const char *made, struct zc_str undo)
{
    struct zc_arena arena = { 0 };
    struct zc_buf path = { 0 };
    struct zc_backup *all;
    unsigned days = 0, weeks = 0, removed = 0;
    size_t n;
    zc_backup_list(dir, &arena, &all, &n);
    for (size_t i = 0; i < n; i++) {
        bool new_day = i == 0 || day_of(&all[i]) != day_of(&all[i - 1]);
        bool new_week = i == 0 || week_of(&all[i]) != week_of(&all[i - 1]);
        bool keep = (new_day && days < (few ? 1 : DAYS)) || (new_week && weeks < (few ? 1 : WEEKS));
        days += new_day;
        weeks += new_week;
        if (keep || !strcmp(all[i].name, made) || zc_str_is(undo, all[i].name))
            continue;
        zc_buf_reset(&path);
        zc_backup_path(dir, all[i].name, &path);
        removed += unlink(zc_buf_cstr(&path)) == 0;
    }
    zc_buf_release(&path);
    zc_arena_release(&arena);
    return removed;
}

/* Copies that were cut off. */
static void remove_rests(const char *dir)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/backup", dir);
    DIR *folder = opendir(zc_buf_cstr(&path));
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (!zc_str_ends(zc_str_of(entry->d_name), ZC_STR(".mdb.tmp")))
            continue;
        zc_buf_reset(&path);
        zc_backup_path(dir, entry->d_name, &path);
        unlink(zc_buf_cstr(&path));
    }
    if (folder)
        closedir(folder);
    zc_buf_release(&path);
}

/* Making one */

struct now { /* what a backup is compared with */
    uint64_t number, waiting, bytes, free_bytes;
    struct zc_str undo; /* name in use */
};

static bool read_now(struct zc_store *store, struct zc_arena *arena, struct now *out,
                     struct zc_err *err)
{
    struct zc_store_stat stat;
    struct zc_undo_import undo;
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    bool ok = zc_store_stat(txn, &stat, err);
    *out = (struct now){ .number = zc_txn_number(txn),
                         .waiting = zc_kv_entries(txn, ZC_DB_PEND),
                         .bytes = ok ? stat.bytes : 0,
                         .free_bytes = ok ? stat.free_bytes : 0 };
    if (zc_undo_import_read(txn, arena, &undo))
        out->undo = undo.name;
    zc_txn_abort(txn);
    return ok;
}

/* The last backup holds the same records. */
static bool is_same(struct zc_store *store, const struct now *now, const char *name)
{
    struct zc_buf path = { 0 };
    struct zc_store_look look;
    struct zc_err err = { 0 };
    zc_backup_path(zc_store_dir(store), name, &path);
    bool same = zc_store_look_at(zc_buf_cstr(&path), &look, &err) && look.number == now->number &&
                look.waiting == now->waiting &&
                !strcmp(look.identity.dev, zc_store_identity(store)->dev);
    zc_buf_release(&path);
    return same;
}

static bool has_room(const char *dir, const struct now *now, struct zc_err *err)
{
    struct statvfs disk;
    uint64_t spare = (uint64_t)SPARE_MIB << 20;
    if (statvfs(dir, &disk) != 0 || (uint64_t)disk.f_bavail * disk.f_frsize >= now->bytes + spare)
        return true;
    return zc_fail(err, ZC_E_SYSTEM,
                   ZC_T("磁盘只剩 %llu MiB，备份要 %llu MiB；请先腾出空间",
                        "%llu MiB are left on the disk, a backup needs %llu MiB; free some space "
                        "first"),
                   (unsigned long long)((uint64_t)disk.f_bavail * disk.f_frsize >> 20),
                   (unsigned long long)((now->bytes + spare) >> 20));
}

/* `nth` of that second have been made already. */
static bool write_new(struct zc_store *store, uint64_t second, unsigned nth,
                      struct zc_backup_report *report, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/backup", zc_store_dir(store));
    mkdir(zc_buf_cstr(&path), 0700); /* fails if it is there; otherwise the copy says why */
    put_name(second, nth + 1, report->name);
    zc_buf_reset(&path);
    zc_backup_path(zc_store_dir(store), report->name, &path);
    report->made = zc_store_copy(store, zc_buf_cstr(&path), err);
    zc_buf_release(&path);
    return report->made;
}

bool zc_backup_make(struct zc_store *store, struct zc_str at, struct zc_backup_report *report,
                    struct zc_err *err)
{
    const char *dir = zc_store_dir(store);
    struct zc_arena arena = { 0 };
    struct zc_backup *all;
    struct now now;
    uint64_t second;
    unsigned nth = 0;
    size_t n = 0;
    *report = (struct zc_backup_report){ 0 };
    bool ok = second_of(at, &second, err) && zc_store_may_write(store, err) &&
              read_now(store, &arena, &now, err);
    if (ok)
        zc_backup_list(dir, &arena, &all, &n);
    if (ok && n > 0 && is_same(store, &now, all[0].name)) {
        snprintf(report->name, sizeof report->name, "%s", all[0].name);
    } else if (ok) {
        remove_rests(dir);
        for (size_t i = 0; i < n; i++)
            nth = all[i].second == second && all[i].nth > nth ? all[i].nth : nth;
        report->few = now.free_bytes / 4 < now.bytes;
        if (report->few && n > 0) /* the older ones make room first */
            report->removed = prune(dir, true, all[0].name, now.undo);
        ok = has_room(dir, &now, err) && write_new(store, second, nth, report, err);
        if (ok)
            report->removed += prune(dir, report->few, report->name, now.undo);
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_backup_point_set(struct zc_backup_point *point, struct zc_txn *txn, struct zc_str at,
                         struct zc_err *err)
{
    if (!point)
        return true;
    bool ok = true;
    if (!point->set)
        ok = point->set = zc_backup_make(zc_txn_store(txn), at, &point->report, err) &&
                          zc_undo_import_note(txn, zc_str_of(point->report.name), at, err);
    else if (point->own > 0)
        ok = zc_undo_import_own(txn, point->own, err);
    point->own = 0;
    return ok;
}

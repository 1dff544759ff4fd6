#include "storage/restore.h"
#include "core/alloc.h"
#include "storage/backup.h"
#include "storage/fence.h"
#include "storage/file.h"
#include "storage/folder.h"
#include "storage/local.h"
#include "storage/revs.h"
#include "storage/store_copy.h"
#include "storage/store_file.h"
#include "storage/store_impl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The backup is copied into a folder of its own first, proved and given its new identity there, and
 * takes the place of the store's file by one rename. */

static struct zc_str path_of(struct zc_buf *path, const char *dir, const char *name)
{
    zc_buf_reset(path);
    zc_buf_printf(path, "%s/%s", dir, name);
    zc_buf_cstr(path);
    return zc_buf_str(path);
}

/* Proving */

enum { PROVED, DISPROVED, UNREADABLE };

static bool prove_record(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                         uint64_t *seen)
{
    struct zc_rev *revs;
    struct zc_revid id;
    struct zc_err err;
    size_t n;
    if (!zc_revs_borrow(txn, rid, arena, &revs, &n, &err))
        return false;
    for (size_t i = 0; i < n; i++) {
        zc_rev_hash(&revs[i], &id);
        if (zc_revid_cmp(&id, &revs[i].id) != 0)
            return false;
    }
    *seen += n;
    return true;
}

/* Behind the fence: a damaged map ends the child. */
static int prove(void *ctx)
{
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_rid rid = { 0 };
    struct zc_store *store = zc_store_open(ctx, true, &err);
    struct zc_txn *txn = store ? zc_txn_begin(store, ZC_TXN_READ, &err) : NULL;
    uint64_t seen = 0;
    int found = txn ? PROVED : UNREADABLE;
    while (found == PROVED && zc_revs_next(txn, rid, &rid)) {
        zc_arena_reset(&arena);
        found = prove_record(txn, rid, &arena, &seen) ? PROVED : DISPROVED;
    }
    if (found == PROVED && !zc_revs_are_all(txn, seen, &err))
        found = DISPROVED;
    zc_txn_abort(txn);
    zc_store_close(store);
    zc_arena_release(&arena);
    return found;
}

static bool is_proved(const char *prepared, const char *file, struct zc_err *err)
{
    return zc_fence(prove, (void *)(uintptr_t)prepared) == PROVED ||
           zc_fail(err, ZC_E_INPUT,
                   ZC_T("备份“%s”已损坏；请换一份，或用 zaoce check --salvage 抢救",
                        "backup '%s' is damaged; take another one, or salvage with zaoce check "
                        "--salvage"),
                   file);
}

/* Preparing */

static bool take_identity(struct zc_txn *txn, struct zc_store_identity *identity,
                          struct zc_err *err)
{
    zc_store_new_dev(identity->dev);
    return zc_kv_put(txn, ZC_DB_META, ZC_STR("dev"), zc_str_of(identity->dev), err) &&
           zc_local_restart(txn, err) &&
           zc_setting_put(txn, ZC_STR("undo"), (struct zc_str){ 0 }, err);
}

static bool copy_database(struct zc_txn *from, struct zc_txn *to, enum zc_db db, struct zc_err *err)
{
    struct zc_str key, value;
    struct zc_cursor *cursor = zc_cursor_open(from, db);
    bool ok = zc_kv_clear(to, db, err);
    for (bool more = zc_cursor_seek(cursor, (struct zc_str){ 0 }, &key, &value); ok && more;
         more = zc_cursor_next(cursor, &key, &value))
        ok = zc_kv_append(to, db, key, value, err);
    zc_cursor_close(cursor);
    return ok;
}

/* What belongs to the laptop and not to the set of revisions. Names only grow, so those of now
 * read what the backup holds as well as the unsaved forms of now. */
static bool copy_own(struct zc_txn *from, struct zc_txn *to, struct zc_err *err)
{
    static const enum zc_db own[] = { ZC_DB_LOCAL, ZC_DB_UNSAVED, ZC_DB_NAME, ZC_DB_PACK };
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (!copy_database(from, to, own[i], err))
            return false;
    }
    /* Lists trust what they copied while the number is the same: it never goes back. */
    return zc_kv_put_u64(to, ZC_DB_COUNT, ZC_STR("n"), zc_txn_number(from) + 1, err);
}

/* `now` (NULL: none): the store whose own things go along. */
static bool give_identity(const char *prepared, struct zc_store *now, struct zc_restored *out,
                          struct zc_err *err)
{
    struct zc_store_stat stat;
    struct zc_store *store = zc_store_open(prepared, false, err);
    struct zc_txn *txn = store ? zc_txn_begin(store, ZC_TXN_WRITE, err) : NULL;
    struct zc_txn *from = txn && now ? zc_txn_begin(now, ZC_TXN_READ, err) : NULL;
    bool ok = txn && (!now || (from && copy_own(from, txn, err)));
    if (ok) {
        out->identity = *zc_store_identity(store);
        ok = take_identity(txn, &out->identity, err) && zc_store_stat(txn, &stat, err);
    }
    zc_txn_abort(from);
    ok = txn && zc_txn_end(txn, ok, err);
    zc_store_close(store);
    if (ok) {
        out->records = stat.records;
        out->revisions = stat.revisions;
    }
    return ok;
}

static bool prepare(const char *file, const char *prepared, struct zc_store *now,
                    struct zc_restored *out, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    zc_folder_remove(prepared); /* left by a power cut */
    bool ok = zc_store_file_make(prepared, err) &&
              zc_file_copy(file, path_of(&path, prepared, "data.mdb").ptr, err) &&
              is_proved(prepared, file, err) && give_identity(prepared, now, out, err);
    zc_buf_release(&path);
    return ok;
}

/* Putting in place */

static void name_aside(const char *dir, struct zc_str at, struct zc_buf *path, char out[64])
{
    char stamp[16] = "";
    size_t len = 0;
    for (size_t i = 0; i < at.len && i < 19 && len < sizeof stamp - 1; i++) {
        if (at.ptr[i] == 'T')
            stamp[len++] = '-';
        else if (at.ptr[i] >= '0' && at.ptr[i] <= '9')
            stamp[len++] = at.ptr[i];
    }
    for (unsigned nth = 1; nth == 1 || access(zc_buf_cstr(path), F_OK) == 0; nth++) {
        if (nth == 1)
            snprintf(out, 64, "replaced-%s.mdb", stamp);
        else
            snprintf(out, 64, "replaced-%s-%u.mdb", stamp, nth);
        zc_buf_reset(path);
        zc_backup_path(dir, out, path);
    }
}

static bool replace(const char *dir, struct zc_store *store, const char *prepared, struct zc_str at,
                    struct zc_restored *out, struct zc_err *err)
{
    struct zc_buf aside = { 0 }, file = { 0 };
    zc_buf_printf(&aside, "%s/backup", dir);
    bool ok = zc_folder_make(zc_buf_cstr(&aside), err);
    name_aside(dir, at, &aside, out->aside);
    path_of(&file, prepared, "data.mdb");
    ok = ok && zc_store_swap(dir, store, zc_buf_cstr(&file), zc_buf_cstr(&aside), err);
    zc_buf_release(&aside);
    zc_buf_release(&file);
    return ok;
}

static bool note_restore(const char *dir, const char *file, struct zc_str at,
                         const struct zc_restored *restored, struct zc_err *err)
{
    struct zc_buf detail = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_person person = { 0 };
    bool found;
    struct zc_store *store = zc_store_open(dir, false, err);
    struct zc_txn *txn = store ? zc_txn_begin(store, ZC_TXN_READ, err) : NULL;
    bool ok = txn && zc_person_current(txn, &arena, &person, &found, err);
    zc_txn_abort(txn);
    zc_buf_printf(&detail, "%s records=%llu dev=%s replaced=%s", file,
                  (unsigned long long)restored->records, restored->identity.dev,
                  restored->aside[0] ? restored->aside : "-");
    ok = ok && zc_audit_add(store, at, person.name, ZC_STR("restore"), zc_buf_str(&detail), err);
    zc_store_close(store);
    zc_buf_release(&detail);
    zc_arena_release(&arena);
    return ok;
}

/* Group of the store that lies there; 0 when it cannot be read. */
static int group_of(void *ctx)
{
    struct zc_store_look look;
    struct zc_err err;
    return zc_store_look_at(ctx, &look, &err) ? (int)look.identity.group : 0;
}

static bool fits(const char *own, const struct zc_store_look *backup, struct zc_err *err)
{
    int group = zc_fence(group_of, (void *)(uintptr_t)own);
    return group <= 0 || (unsigned)group == backup->identity.group ||
           zc_fail(err, ZC_E_INPUT,
                   ZC_T("备份是第%u组的，那里是第%d组的调查库；请恢复到另一个文件夹",
                        "the backup is of group %u, the store there of group %d; restore it into "
                        "another folder"),
                   backup->identity.group, group);
}

static bool restore_over(const char *file, const char *dir, struct zc_str at,
                         struct zc_restored *out, struct zc_err *err)
{
    struct zc_buf prepared = { 0 };
    int alone = zc_store_take_alone(dir, NULL, err);
    if (alone < 0)
        return false;
    path_of(&prepared, dir, "restore.tmp");
    bool ok = prepare(file, prepared.ptr, NULL, out, err) &&
              replace(dir, NULL, prepared.ptr, at, out, err);
    zc_folder_remove(prepared.ptr);
    zc_store_give_back(alone, NULL);
    zc_buf_release(&prepared);
    return ok;
}

static bool restore_new(const char *file, const char *dir, struct zc_restored *out,
                        struct zc_err *err)
{
    struct zc_buf prepared = { 0 };
    zc_buf_printf(&prepared, "%s.new", dir);
    const char *path = zc_buf_cstr(&prepared);
    bool ok = zc_folder_is_free(dir, err) && prepare(file, path, NULL, out, err) &&
              zc_folder_rename(path, dir, err);
    if (!ok)
        zc_folder_remove(path);
    zc_buf_release(&prepared);
    return ok;
}

static int look_behind(void *ctx)
{
    struct zc_store_look look;
    struct zc_err err;
    return zc_store_look_at(ctx, &look, &err) ? 0 : 1;
}

/* Looks behind the fence first: what crashes there does not crash here. */
static bool look_at(const char *file, struct zc_store_look *out, struct zc_err *err)
{
    if (zc_fence(look_behind, (void *)(uintptr_t)file) != ZC_FENCE_CRASHED)
        return zc_store_look_at(file, out, err);
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("备份“%s”已损坏；请换一份，或用 zaoce check --salvage 抢救",
                        "backup '%s' is damaged; take another one, or salvage with zaoce check "
                        "--salvage"),
                   file);
}

bool zc_restore(const char *file, const char *dir, struct zc_str at, struct zc_restored *out,
                struct zc_err *err)
{
    struct zc_store_look look;
    struct zc_buf own = { 0 };
    *out = (struct zc_restored){ 0 };
    path_of(&own, dir, "data.mdb");
    bool over = access(own.ptr, F_OK) == 0;
    bool ok = look_at(file, &look, err) && (!over || fits(own.ptr, &look, err)) &&
              (over ? restore_over(file, dir, at, out, err) : restore_new(file, dir, out, err)) &&
              note_restore(dir, file, at, out, err);
    zc_buf_release(&own);
    return ok;
}

/* Undo of an import. Setting `undo`: name of the backup, the last own number, time. */

bool zc_undo_import_read(struct zc_txn *txn, struct zc_arena *arena, struct zc_undo_import *out)
{
    struct zc_str rest = zc_setting_get(txn, ZC_STR("undo"), arena), n;
    *out = (struct zc_undo_import){ 0 };
    if (!zc_str_cut(&rest, ' ', &out->name) || !zc_str_cut(&rest, ' ', &n) ||
        !zc_str_to_u64(n, &out->n))
        return false;
    uint64_t now = zc_local_numbers(txn).n;
    out->at = rest;
    out->since = now > out->n ? now - out->n : 0;
    return true;
}

static bool put_undo(struct zc_txn *txn, struct zc_str name, uint64_t n, struct zc_str at,
                     struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_str text =
        zc_arena_printf(&arena, "%.*s %llu %.*s", ZC_ARG(name), (unsigned long long)n, ZC_ARG(at));
    bool ok = zc_setting_put(txn, ZC_STR("undo"), text, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_undo_import_note(struct zc_txn *txn, struct zc_str name, struct zc_str at,
                         struct zc_err *err)
{
    return put_undo(txn, name, zc_local_numbers(txn).n, at, err);
}

bool zc_undo_import_own(struct zc_txn *txn, uint64_t n, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_undo_import undo;
    bool ok = !zc_undo_import_read(txn, &arena, &undo) ||
              put_undo(txn, undo.name, undo.n + n, undo.at, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_undo_import_may(struct zc_store *store, struct zc_arena *arena, struct zc_undo_import *undo,
                        struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    bool found = zc_undo_import_read(txn, arena, undo);
    zc_txn_abort(txn);
    if (!found)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("没有可以撤销的导入", "there is no import that could be undone"));
    if (undo->since > 0)
        return zc_fail(err, ZC_E_CONFLICT,
                       ZC_T("导入之后本机又登记了%llu次，不能整批撤销；请逐条改回",
                            "%llu revisions were made here since the import, so it is not undone; "
                            "change the records instead"),
                       (unsigned long long)undo->since);
    return true;
}

static bool undo_with(struct zc_store *store, const char *file, struct zc_str at,
                      struct zc_restored *out, struct zc_err *err)
{
    struct zc_buf prepared = { 0 };
    const char *dir = zc_store_dir(store);
    int alone = zc_store_take_alone(dir, store, err);
    if (alone < 0)
        return false;
    path_of(&prepared, dir, "restore.tmp");
    bool ok = prepare(file, prepared.ptr, store, out, err) &&
              replace(dir, store, prepared.ptr, at, out, err);
    zc_folder_remove(prepared.ptr);
    zc_store_give_back(alone, store);
    zc_buf_release(&prepared);
    return ok;
}

bool zc_undo_import(struct zc_store *store, struct zc_str at, struct zc_str person,
                    struct zc_restored *out, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_undo_import undo;
    struct zc_buf file = { 0 }, detail = { 0 };
    *out = (struct zc_restored){ 0 };
    bool ok = zc_store_may_write(store, err) && zc_undo_import_may(store, &arena, &undo, err);
    if (ok) {
        zc_backup_path(zc_store_dir(store), zc_arena_cstr(&arena, undo.name), &file);
        ok = undo_with(store, zc_buf_cstr(&file), at, out, err);
    }
    if (ok) {
        zc_buf_printf(&detail, "%.*s records=%llu dev=%s replaced=%s", ZC_ARG(undo.name),
                      (unsigned long long)out->records, out->identity.dev, out->aside);
        ok = zc_audit_add(store, at, person, ZC_STR("undo-import"), zc_buf_str(&detail), err);
    }
    zc_buf_release(&file);
    zc_buf_release(&detail);
    zc_arena_release(&arena);
    return ok;
}

#include "tests/small_store.h"
#include "core/fold.h"
#include "storage/export.h"
#include "storage/folder.h"
#include "storage/fsck.h"
#include "storage/import.h"
#include "storage/local.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct zc_index_form plan_forms[] = {
    { .form = ZC_LIT("t"), .key = ZC_LIT("code"), .name = ZC_LIT("name"), .in_ledger = true },
};
static const struct zc_index_plan plan = { 1, plan_forms };

struct zc_store *zc_small_open(const char *dir, struct zc_err *err)
{
    bool rebuild = false;
    struct zc_store *store = zc_store_open(dir, false, err);
    if (store && zc_store_set_plan(store, &plan, &rebuild, err) &&
        (!rebuild || zc_store_rebuild(store, NULL, NULL, err)))
        return store;
    zc_store_close(store);
    return NULL;
}

struct zc_store *zc_small_new(const char *dir, unsigned group, struct zc_err *err)
{
    struct zc_store_identity identity = { group, "d00000000" };
    return zc_store_create(dir, &identity, err) ? zc_small_open(dir, err) : NULL;
}

bool zc_small_write(const char *dir, const void *bytes, size_t len)
{
    struct zc_buf path = { 0 };
    zc_folder_remove(dir);
    bool ok = mkdir(dir, 0700) == 0;
    zc_buf_printf(&path, "%s/data.mdb", dir);
    int fd = open(zc_buf_cstr(&path), O_WRONLY | O_CREAT, 0600);
    ok = ok && fd >= 0 && write(fd, bytes, len) == (ssize_t)len;
    if (fd >= 0)
        close(fd);
    zc_buf_release(&path);
    return ok;
}

static bool save_one(struct zc_store *store, unsigned record, const char *value, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_rev rev;
    bool found;
    uint64_t n;
    uint8_t bits[8] = { (uint8_t)record, (uint8_t)(record >> 8) };
    struct zc_rid rid = zc_rid_make(3, 1000 + record, bits);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, err);
    const struct zc_pair attrs[] = { { ZC_STR("form"), ZC_STR("t@1") },
                                     { ZC_STR("g"), ZC_STR("3") },
                                     { ZC_STR("role"), ZC_STR("worker") } };
    const struct zc_pair writes[] = { { ZC_STR("name"), zc_str_of(value) },
                                      { ZC_STR("code"), zc_arena_printf(&arena, "%08u", record) } };
    bool ok = txn && zc_record_get(txn, rid, &arena, &state, &found, err) &&
              zc_rev_make(rid, state.heads, state.nheads, attrs, 3, writes, 2, &arena, &rev, err) &&
              zc_record_add(txn, &rev, err) && zc_local_next_n(txn, &n, err);
    ok = txn && zc_txn_end(txn, ok, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_small_save(struct zc_store *store, unsigned from, unsigned to, const char *value,
                   struct zc_err *err)
{
    bool ok = true;
    for (unsigned record = from; ok && record < to; record++)
        ok = save_one(store, record, value, err);
    return ok;
}

bool zc_small_import(struct zc_store *store, const char *path, struct zc_backup_point *point,
                     struct zc_err *err)
{
    struct zc_import_options options = { .at = ZC_LIT(ZC_SMALL_NOW), .backup = point };
    struct zc_import *job = zc_import_open(store, path, &options, err);
    bool done = false, ok = job != NULL;
    while (ok && !done)
        ok = zc_import_step(job, &done, err);
    zc_import_free(job);
    return ok;
}

bool zc_small_is_clean(struct zc_store *store, struct zc_err *err)
{
    struct zc_fsck found;
    return zc_fsck_run(store, NULL, NULL, NULL, &found, err) &&
           found.bad_ids + found.bad_values + found.bad_states + found.bad_views +
                   found.bad_counts ==
               0;
}

void zc_small_digest(struct zc_store *store, char out[33])
{
    struct zc_export_report report;
    struct zc_err err;
    snprintf(out, 33, "%s", zc_export_digest(store, &report, &err) ? report.digest : "");
}

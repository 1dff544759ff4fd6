#include "storage/store_copy.h"
#include "storage/store_file.h"
#include "storage/store_lmdb.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static bool fail_path(const char *path, int reason, struct zc_err *err)
{
    if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG)
        return zc_fail(err, ZC_E_SYSTEM,
                       ZC_T("没有空间写“%s”；请腾出空间再试", "no room for '%s'; free some space"),
                       path);
    return zc_fail(err, ZC_E_SYSTEM, ZC_T("写不了“%s”：%s", "cannot write '%s': %s"), path,
                   mdb_strerror(reason));
}

/* Copying out */

/* LMDB refuses a compact copy when pages have leaked: such a store is copied as it is, for which no
 * transaction of ours may write. */
static int copy_env(const struct zc_store *store, int fd)
{
    int rc = mdb_env_copyfd2(store->env, fd, MDB_CP_COMPACT);
    if (rc != MDB_INCOMPATIBLE || store->writing)
        return rc;
    return ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0 ? mdb_env_copyfd2(store->env, fd, 0)
                                                                : errno;
}

static bool copy_to(struct zc_store *store, const char *temp, const char *path, struct zc_err *err)
{
    int fd = open(temp, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_path(path, errno, err);
    int rc = copy_env(store, fd);
    if (rc == 0 && fsync(fd) != 0)
        rc = errno;
    close(fd);
    if (rc != 0)
        return fail_path(path, rc, err);
    return zc_store_file_is_whole(temp, err) &&
           (rename(temp, path) == 0 || fail_path(path, errno, err)) &&
           (zc_store_file_sync_parent(path) || fail_path(path, errno, err));
}

bool zc_store_copy(struct zc_store *store, const char *path, struct zc_err *err)
{
    struct zc_buf temp = { 0 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err); /* opens it again if need be */
    if (!txn)
        return false;
    zc_txn_abort(txn);
    zc_buf_printf(&temp, "%s.tmp", path);
    bool ok = copy_to(store, zc_buf_cstr(&temp), path, err);
    if (!ok)
        unlink(zc_buf_cstr(&temp));
    zc_buf_release(&temp);
    return ok;
}

/* Looking */

static bool get_u64(MDB_txn *txn, MDB_dbi dbi, const char *name, uint64_t *out)
{
    MDB_val key = { strlen(name), (void *)(uintptr_t)name }, value;
    *out = 0;
    if (mdb_get(txn, dbi, &key, &value) != 0 || value.mv_size != sizeof *out)
        return false;
    memcpy(out, value.mv_data, sizeof *out);
    return true;
}

static int entries(MDB_txn *txn, const char *name, uint64_t *out)
{
    MDB_stat stat;
    MDB_dbi dbi;
    int rc = mdb_dbi_open(txn, name, 0, &dbi);
    if (rc == 0)
        rc = mdb_stat(txn, dbi, &stat);
    *out = rc == 0 ? stat.ms_entries : 0;
    return rc;
}

static int look(MDB_txn *txn, struct zc_store_look *out)
{
    MDB_dbi meta, count;
    uint64_t group = 0, schema = 0;
    char name[] = "dev";
    MDB_val key = { 3, name }, dev;
    int rc = mdb_dbi_open(txn, "meta", 0, &meta);
    if (rc == 0)
        rc = mdb_dbi_open(txn, "count", 0, &count);
    if (rc != 0)
        return rc;
    if (!get_u64(txn, meta, "schema", &schema) || !get_u64(txn, meta, "group", &group) ||
        mdb_get(txn, meta, &key, &dev) != 0 || dev.mv_size >= sizeof out->identity.dev)
        return MDB_INVALID;
    if (schema > ZC_STORE_SCHEMA)
        return MDB_VERSION_MISMATCH;
    out->identity.group = (unsigned)group;
    memcpy(out->identity.dev, dev.mv_data, dev.mv_size);
    get_u64(txn, count, "n", &out->number);
    rc = entries(txn, "state", &out->records);
    if (rc == 0)
        rc = entries(txn, "rev", &out->revisions);
    return rc == 0 ? entries(txn, "pend", &out->waiting) : rc;
}

bool zc_store_look_at(const char *path, struct zc_store_look *out, struct zc_err *err)
{
    MDB_env *env;
    MDB_txn *txn = NULL;
    *out = (struct zc_store_look){ 0 };
    if (!zc_store_file_is_whole(path, err))
        return false;
    int rc = mdb_env_create(&env);
    if (rc == 0)
        rc = mdb_env_set_maxdbs(env, ZC_DB_COUNT_OF);
    if (rc == 0)
        rc = mdb_env_open(env, path, MDB_NOSUBDIR | MDB_RDONLY | MDB_NOLOCK | MDB_NOTLS, 0600);
    if (rc == 0)
        rc = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
    if (rc == 0)
        rc = look(txn, out);
    mdb_txn_abort(txn);
    mdb_env_close(env);
    if (rc == MDB_VERSION_MISMATCH)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("备份“%s”来自更新版的造册；请换用新程序",
                            "backup '%s' is of a newer zaoce; use the newer program"),
                       path);
    return rc == 0 || zc_fail(err, ZC_E_INPUT,
                              ZC_T("“%s”不是调查库的备份", "'%s' is no backup of a store"), path);
}

/* Putting in place */

int zc_store_take_alone(const char *dir, struct zc_store *store, struct zc_err *err)
{
    int fd = store ? store->guard : open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (errno == EWOULDBLOCK)
        zc_fail(err, ZC_E_STORE,
                ZC_T("另一个程序正开着调查库“%s”，请先关掉它",
                     "another program has store '%s' open; close it first"),
                dir);
    else
        zc_fail(err, ZC_E_STORE, ZC_T("不能独占调查库“%s”：%s", "cannot have store '%s' alone: %s"),
                dir, strerror(errno));
    if (fd >= 0)
        zc_store_give_back(fd, store);
    return -1;
}

void zc_store_give_back(int alone, struct zc_store *store)
{
    if (store)
        flock(alone, LOCK_SH | LOCK_NB);
    else
        close(alone);
}

/* The lock file knows the old file: whoever opens the new one makes another. */
static bool put_in_place(const char *dir, const char *file, const char *aside, struct zc_err *err)
{
    struct zc_buf own = { 0 }, lock = { 0 };
    zc_buf_printf(&own, "%s/data.mdb", dir);
    zc_buf_printf(&lock, "%s/lock.mdb", dir);
    bool ok = !aside || link(zc_buf_cstr(&own), aside) == 0 || errno == ENOENT ||
              fail_path(aside, errno, err);
    if (ok && rename(file, zc_buf_cstr(&own)) != 0) {
        ok = fail_path(zc_buf_cstr(&own), errno, err);
        if (aside)
            unlink(aside);
    }
    if (ok)
        unlink(zc_buf_cstr(&lock));
    ok = ok &&
         (zc_store_file_sync_parent(zc_buf_cstr(&own)) || fail_path(zc_buf_cstr(&own), errno, err));
    zc_buf_release(&own);
    zc_buf_release(&lock);
    return ok;
}

bool zc_store_swap(const char *dir, struct zc_store *store, const char *file, const char *aside,
                   struct zc_err *err)
{
    if (!store)
        return put_in_place(dir, file, aside, err);
    mdb_env_close(store->env);
    store->env = NULL;
    bool ok = put_in_place(dir, file, aside, err);
    struct zc_err why = { 0 };
    if (!zc_store_reopen(store, ok ? err : &why))
        return false;
    return ok;
}

bool zc_store_compact(struct zc_store *store, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    if (!zc_store_may_write(store, err))
        return false;
    int alone = zc_store_take_alone(store->dir, store, err);
    if (alone < 0)
        return false;
    zc_buf_printf(&path, "%s/compact.mdb", store->dir);
    bool ok = zc_store_copy(store, zc_buf_cstr(&path), err) &&
              zc_store_swap(store->dir, store, zc_buf_cstr(&path), NULL, err);
    unlink(zc_buf_cstr(&path)); /* still there after a failure only */
    zc_store_give_back(alone, store);
    zc_buf_release(&path);
    return ok;
}

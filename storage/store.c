#include "storage/store.h"
#include "core/alloc.h"
#include "core/hash.h"
#include "storage/store_file.h"
#include "storage/store_lmdb.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char *const db_names[] = {
    [ZC_DB_REV] = "rev",     [ZC_DB_STATE] = "state",     [ZC_DB_VIEW] = "view",
    [ZC_DB_COUNT] = "count", [ZC_DB_LINK] = "link",       [ZC_DB_NAME] = "name",
    [ZC_DB_PACK] = "pack",   [ZC_DB_UNSAVED] = "unsaved", [ZC_DB_META] = "meta",
    [ZC_DB_LOCAL] = "local", [ZC_DB_PEND] = "pend",
};

/* The same environment opened twice in one process, and one of them closed, makes the readers of
 * the other invisible. So the open stores of the process are known. */
static struct zc_store *open_stores;

bool zc_store_fail(const struct zc_store *store, int rc, struct zc_err *err)
{
    struct statvfs disk;
    uint64_t mib = statvfs(store->dir, &disk) == 0 ? disk.f_bavail * disk.f_frsize >> 20 : 0;
    if (rc == ENOSPC || rc == EDQUOT || rc == EFBIG)
        return zc_fail(err, ZC_E_STORE,
                       ZC_T("磁盘已满（还剩 %llu MiB），没有存入“%s”；请腾出空间后再存",
                            "disk full (%llu MiB left), nothing was stored in '%s'; free some "
                            "space and save again"),
                       (unsigned long long)mib, store->dir);
    if (rc == MDB_MAP_FULL)
        return zc_fail(err, ZC_E_STORE,
                       ZC_T("调查库“%s”已到上限，只能查看；请重新打开程序",
                            "store '%s' has reached its limit and can only be read; start the "
                            "program again"),
                       store->dir);
    return zc_fail(err, ZC_E_STORE,
                   ZC_T("调查库“%s”读写失败：%s；已存的内容没有变",
                        "store '%s': %s; what was stored is unchanged"),
                   store->dir, mdb_strerror(rc));
}

/* Opening */

static void set_map_size(MDB_env *env, uint64_t file_bytes)
{
    const uint64_t gib = (uint64_t)1 << 30;
    uint64_t want = (4 * file_bytes + gib - 1) / gib * gib;
    mdb_env_set_mapsize(env, want > 16 * gib ? want : 16 * gib);
}

static int open_env(struct zc_store *store, uint64_t file_bytes)
{
    unsigned flags = MDB_NOTLS | (store->readonly ? MDB_RDONLY : 0);
    int rc = mdb_env_create(&store->env);
    if (rc != 0)
        return rc;
    mdb_env_set_maxdbs(store->env, ZC_DB_COUNT_OF);
    set_map_size(store->env, file_bytes);
    rc = mdb_env_open(store->env, store->dir, flags, 0600);
    if (rc == ENOMEM || (rc == EACCES && store->readonly) || (rc == EROFS && store->readonly)) {
        mdb_env_close(store->env);
        mdb_env_create(&store->env);
        mdb_env_set_maxdbs(store->env, ZC_DB_COUNT_OF);
        mdb_env_set_mapsize(store->env, (size_t)1 << 30);
        rc = mdb_env_open(store->env, store->dir, flags | (rc == ENOMEM ? 0 : MDB_NOLOCK), 0600);
    }
    return rc;
}

/* A store of a newer program may lack databases of this one: its number is read before them. */
static uint64_t schema_of(struct zc_store *store, MDB_txn *txn)
{
    char name[] = "schema";
    MDB_val key = { sizeof name - 1, name }, value;
    uint64_t schema = 0;
    if (mdb_dbi_open(txn, db_names[ZC_DB_META], 0, &store->dbi[ZC_DB_META]) == 0 &&
        mdb_get(txn, store->dbi[ZC_DB_META], &key, &value) == 0 && value.mv_size == sizeof schema)
        memcpy(&schema, value.mv_data, sizeof schema);
    return schema;
}

static int open_databases(struct zc_store *store, bool create)
{
    MDB_txn *txn;
    /* Opening only looks: it never waits for a writer in another program. */
    int rc = mdb_txn_begin(store->env, NULL, create ? 0 : MDB_RDONLY, &txn);
    if (rc != 0)
        return rc;
    store->schema = create ? ZC_STORE_SCHEMA : schema_of(store, txn);
    bool newer = store->schema > ZC_STORE_SCHEMA;
    for (int i = 0; i < ZC_DB_COUNT_OF && rc == 0 && !newer; i++)
        rc = mdb_dbi_open(txn, db_names[i], create ? MDB_CREATE : 0, &store->dbi[i]);
    if (rc != 0) {
        mdb_txn_abort(txn);
        return rc;
    }
    return mdb_txn_commit(txn);
}

static bool read_meta(struct zc_store *store, struct zc_err *err)
{
    uint64_t group = 0;
    struct zc_str dev;
    if (store->schema > ZC_STORE_SCHEMA)
        return zc_fail(err, ZC_E_STORE,
                       ZC_T("调查库“%s”由更新版的造册建立（格式%llu，本程序认到%d）；请换用新程序",
                            "store '%s' was made by a newer zaoce (format %llu, this program knows "
                            "%d); use the newer program"),
                       store->dir, (unsigned long long)store->schema, ZC_STORE_SCHEMA);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    memset(store->identity.dev, 0, sizeof store->identity.dev);
    bool ok = store->schema > 0 && zc_kv_get_u64(txn, ZC_DB_META, ZC_STR("group"), &group) &&
              zc_kv_get(txn, ZC_DB_META, ZC_STR("dev"), &dev) &&
              dev.len < sizeof store->identity.dev;
    if (ok)
        memcpy(store->identity.dev, dev.ptr, dev.len);
    zc_txn_abort(txn);
    store->identity.group = (unsigned)group;
    return ok || zc_fail(err, ZC_E_STORE, ZC_T("“%s”不是造册的调查库", "'%s' is not a zaoce store"),
                         store->dir);
}

static bool register_open(struct zc_store *store, struct zc_err *err)
{
    for (struct zc_store *other = open_stores; other; other = other->next) {
        if (other->device == store->device && other->inode == store->inode)
            return zc_fail(err, ZC_E_STORE,
                           ZC_T("调查库“%s”在本程序里已经打开", "store '%s' is open already"),
                           store->dir);
    }
    store->next = open_stores;
    open_stores = store;
    return true;
}

/* Waits for nobody: whoever holds the folder alone is done in a moment, or works for minutes. */
static bool guard(struct zc_store *store, struct zc_err *err)
{
    store->guard = open(store->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* A file system without such locks has one program at a time on its word. */
    return store->guard < 0 || flock(store->guard, LOCK_SH | LOCK_NB) == 0 ||
           errno != EWOULDBLOCK ||
           zc_fail(err, ZC_E_STORE,
                   ZC_T("另一个程序正在恢复或压缩调查库“%s”，请稍后再打开",
                        "another program is restoring or compacting store '%s'; open it in a "
                        "moment"),
                   store->dir);
}

struct zc_store *zc_store_open(const char *dir, bool readonly, struct zc_err *err)
{
    struct zc_store_file file;
    if (!zc_store_file_check(dir, &file, err))
        return NULL;
    struct zc_store *store = zc_alloc_zeroed(1, sizeof *store);
    store->guard = -1;
    store->dir = strdup(dir);
    store->readonly = readonly || !file.writable;
    store->device = file.device;
    store->inode = file.inode;
    if (!register_open(store, err)) {
        free(store->dir);
        zc_free(store);
        return NULL;
    }
    if (!guard(store, err)) {
        zc_store_close(store);
        return NULL;
    }
    int rc = open_env(store, file.bytes);
    if (!store->readonly && (rc == EACCES || rc == EROFS)) { /* the lock file is not ours */
        mdb_env_close(store->env);
        store->env = NULL;
        store->readonly = true;
        rc = open_env(store, file.bytes);
    }
    if (rc == 0)
        rc = open_databases(store, false);
    if (rc == MDB_NOTFOUND || rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH)
        zc_fail(err, ZC_E_STORE, ZC_T("“%s”不是造册的调查库", "'%s' is not a zaoce store"), dir);
    else if (rc != 0)
        zc_fail(err, ZC_E_STORE, ZC_T("调查库“%s”打不开：%s", "cannot open store '%s': %s"), dir,
                mdb_strerror(rc));
    if (rc != 0 || !read_meta(store, err)) {
        zc_store_close(store);
        return NULL;
    }
    zc_store_check_readers(store);
    return store;
}

void zc_store_check_readers(struct zc_store *store)
{
    int dead;
    if (store->env)
        mdb_reader_check(store->env, &dead);
}

void zc_store_close(struct zc_store *store)
{
    if (!store)
        return;
    for (struct zc_store **at = &open_stores; *at; at = &(*at)->next) {
        if (*at == store) {
            *at = store->next;
            break;
        }
    }
    if (store->env)
        mdb_env_close(store->env);
    if (store->guard >= 0)
        close(store->guard);
    zc_arena_release(&store->names.arena);
    zc_arena_release(&store->plan_arena);
    zc_unit_maker_release(&store->units);
    zc_gazetteer_free(store->places);
    free(store->dir);
    zc_free(store);
}

/* Creating: beside its name, so that a power cut in the first moments leaves no half store. */

static bool write_meta(struct zc_store *store, const struct zc_store_identity *identity,
                       struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, err);
    if (txn && zc_kv_put_u64(txn, ZC_DB_META, ZC_STR("schema"), ZC_STORE_SCHEMA, err) &&
        zc_kv_put_u64(txn, ZC_DB_META, ZC_STR("group"), identity->group, err) &&
        zc_kv_put(txn, ZC_DB_META, ZC_STR("dev"), zc_str_of(identity->dev), err))
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

static bool fill_new(char *dir, const struct zc_store_identity *identity, struct zc_err *err)
{
    struct zc_store *store = zc_alloc_zeroed(1, sizeof *store);
    store->guard = -1;
    store->dir = strdup(dir);
    int rc = open_env(store, 0);
    if (rc == 0)
        rc = open_databases(store, true);
    bool ok = rc == 0 ? write_meta(store, identity, err) : zc_store_fail(store, rc, err);
    zc_store_close(store);
    return ok;
}

bool zc_store_create(const char *dir, const struct zc_store_identity *identity, struct zc_err *err)
{
    struct zc_buf beside = { 0 };
    zc_buf_printf(&beside, "%s.tmp", dir);
    char *path = strdup(zc_buf_cstr(&beside));
    zc_store_file_remove(path);
    bool ok = zc_store_file_make(path, err) && fill_new(path, identity, err);
    bool placed = ok && rename(path, dir) == 0;
    if (ok && (!placed || !zc_store_file_sync_parent(dir)))
        ok = zc_fail(err, ZC_E_SYSTEM, ZC_T("不能建立调查库“%s”：%s", "cannot make store '%s': %s"),
                     dir, strerror(errno));
    if (!ok)
        zc_store_file_remove(placed ? dir : path);
    free(path);
    zc_buf_release(&beside);
    return ok;
}

void zc_store_new_dev(char dev[10])
{
    uint8_t random[5];
    randombytes_buf(random, sizeof random);
    memset(dev, 0, 10);
    dev[0] = 'd';
    zc_base32_put(random, sizeof random, dev + 1);
}

const char *zc_store_dir(const struct zc_store *store)
{
    return store->dir;
}

const struct zc_store_identity *zc_store_identity(const struct zc_store *store)
{
    return &store->identity;
}

bool zc_store_is_readonly(const struct zc_store *store)
{
    return store->readonly;
}

bool zc_store_may_write(const struct zc_store *store, struct zc_err *err)
{
    return !store->readonly ||
           zc_fail(err, ZC_E_STORE,
                   ZC_T("调查库“%s”只能查看：文件夹没有写权限，或在只读磁盘上",
                        "store '%s' can only be read: no permission to write, or a read-only disk"),
                   store->dir);
}

/* Transactions. Ctrl-Z and Ctrl-C wait while one writes: a stopped writer would stop everybody. */

static void block_signals(struct zc_txn *txn)
{
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, &txn->signals);
}

/* After a failed commit LMDB may refuse everything until it is opened again. What cannot be opened
 * now (the disk is away) is tried again by the next transaction. */
bool zc_store_reopen(struct zc_store *store, struct zc_err *err)
{
    struct zc_store_file file;
    mdb_env_close(store->env);
    store->env = NULL;
    zc_store_forget_names(store);
    if (!zc_store_file_check(store->dir, &file, err))
        return false;
    int rc = open_env(store, file.bytes);
    if (rc == 0)
        rc = open_databases(store, false);
    if (rc == 0 && store->schema > ZC_STORE_SCHEMA) /* a newer program was here meanwhile */
        rc = MDB_VERSION_MISMATCH;
    store->device = file.device;
    store->inode = file.inode;
    if (rc == 0 && read_meta(store, err)) /* another store may lie there now (store_copy.h) */
        return true;
    mdb_env_close(store->env);
    store->env = NULL;
    return rc != 0 && zc_store_fail(store, rc, err);
}

struct zc_txn *zc_txn_begin(struct zc_store *store, enum zc_txn_mode mode, struct zc_err *err)
{
    struct zc_txn *txn = zc_alloc_zeroed(1, sizeof *txn);
    bool write = mode == ZC_TXN_WRITE;
    txn->store = store;
    txn->write = write;
    if ((write && !zc_store_may_write(store, err)) ||
        (!store->env && !zc_store_reopen(store, err))) {
        zc_free(txn);
        return NULL;
    }
    if (write)
        block_signals(txn);
    int rc = mdb_txn_begin(store->env, NULL, write ? 0 : MDB_RDONLY, &txn->txn);
    if (rc == MDB_MAP_RESIZED) { /* another process made the map larger */
        mdb_env_set_mapsize(store->env, 0);
        rc = mdb_txn_begin(store->env, NULL, write ? 0 : MDB_RDONLY, &txn->txn);
    }
    store->writing |= write && rc == 0;
    if (rc == 0)
        return txn;
    zc_store_fail(store, rc, err);
    if (write)
        sigprocmask(SIG_SETMASK, &txn->signals, NULL);
    zc_free(txn);
    return NULL;
}

bool zc_txn_commit(struct zc_txn *txn, struct zc_err *err)
{
    struct zc_store *store = txn->store;
    int rc = 0;
    bool ok = true;
    if (txn->touched) {
        uint64_t number;
        zc_kv_get_u64(txn, ZC_DB_COUNT, ZC_STR("n"), &number);
        ok = zc_kv_put_u64(txn, ZC_DB_COUNT, ZC_STR("n"), number + 1, err) &&
             zc_changes_note(txn, number + 1, txn->changed, txn->nchanged, txn->all_changed, err);
    }
    if (!ok) {
        zc_txn_abort(txn);
        return false;
    }
    rc = mdb_txn_commit(txn->txn);
    store->writing &= !txn->write;
    if (rc != 0) {
        ok = zc_store_fail(store, rc, err);
        zc_store_reopen(store, &(struct zc_err){ 0 });
    }
    if (txn->write)
        sigprocmask(SIG_SETMASK, &txn->signals, NULL);
    zc_free(txn);
    return ok;
}

void zc_txn_abort(struct zc_txn *txn)
{
    if (!txn)
        return;
    mdb_txn_abort(txn->txn);
    txn->store->writing &= !txn->write;
    if (txn->named)
        zc_store_forget_names(txn->store);
    if (txn->write)
        sigprocmask(SIG_SETMASK, &txn->signals, NULL);
    zc_free(txn);
}

bool zc_txn_end(struct zc_txn *txn, bool ok, struct zc_err *err)
{
    if (ok)
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

bool zc_txn_is_damaged(const struct zc_txn *txn)
{
    return txn->damaged;
}

struct zc_store *zc_txn_store(const struct zc_txn *txn)
{
    return txn->store;
}

void zc_txn_touch(struct zc_txn *txn)
{
    txn->touched = txn->all_changed = true;
}

void zc_txn_touch_record(struct zc_txn *txn, struct zc_rid rid)
{
    txn->touched = true;
    if (txn->nchanged > 0 && zc_rid_eq(txn->changed[txn->nchanged - 1], rid))
        return;
    if (txn->nchanged == ZC_CHANGES_MOST)
        txn->all_changed = true;
    else
        txn->changed[txn->nchanged++] = rid;
}

bool zc_txn_is_touched(const struct zc_txn *txn)
{
    return txn->touched;
}

uint64_t zc_txn_number(const struct zc_txn *txn)
{
    uint64_t number;
    zc_kv_get_u64((struct zc_txn *)(uintptr_t)txn, ZC_DB_COUNT, ZC_STR("n"), &number);
    return number;
}

/* The plan of views */

static struct zc_index_form copy_form(const struct zc_index_form *from, struct zc_arena *arena)
{
    struct zc_str *sorted = ZC_NEW(arena, struct zc_str, from->nsorted + 1);
    struct zc_str *links = ZC_NEW(arena, struct zc_str, from->nlinks + 1);
    const struct zc_index_unit *unit = &from->unit;
    for (uint32_t s = 0; s < from->nsorted; s++)
        sorted[s] = zc_arena_copy(arena, from->sorted[s]);
    for (uint32_t l = 0; l < from->nlinks; l++)
        links[l] = zc_arena_copy(arena, from->links[l]);
    return (struct zc_index_form){
        .form = zc_arena_copy(arena, from->form),
        .key = zc_arena_copy(arena, from->key),
        .name = zc_arena_copy(arena, from->name),
        .area = zc_arena_copy(arena, from->area),
        .parent_area = zc_arena_copy(arena, from->parent_area),
        .nsorted = from->nsorted,
        .sorted = sorted,
        .in_ledger = from->in_ledger,
        .nlinks = from->nlinks,
        .links = links,
        .unit = { zc_arena_copy(arena, unit->name), zc_arena_copy(arena, unit->sign),
                  zc_arena_copy(arena, unit->code), zc_arena_copy(arena, unit->altcode),
                  zc_arena_copy(arena, unit->phone), zc_arena_copy(arena, unit->addr),
                  zc_arena_copy(arena, unit->trade) },
        .walk = { zc_arena_copy(arena, from->walk.outcome),
                  zc_arena_copy(arena, from->walk.visited), zc_arena_copy(arena, from->walk.open),
                  zc_arena_copy(arena, from->walk.again) },
    };
}

static void copy_plan(struct zc_store *store, const struct zc_index_plan *plan)
{
    struct zc_arena *arena = &store->plan_arena;
    zc_arena_reset(arena);
    zc_gazetteer_free(store->places);
    struct zc_index_form *forms = ZC_NEW(arena, struct zc_index_form, plan->nforms + 1);
    struct zc_index_area *areas = ZC_NEW(arena, struct zc_index_area, plan->nareas + 1);
    for (uint32_t i = 0; i < plan->nforms; i++)
        forms[i] = copy_form(&plan->forms[i], arena);
    store->places = zc_gazetteer_new();
    for (uint32_t i = 0; i < plan->nareas; i++) {
        const struct zc_index_area *from = &plan->areas[i];
        areas[i] = (struct zc_index_area){ zc_arena_copy(arena, from->code),
                                           zc_arena_copy(arena, from->name),
                                           zc_arena_copy(arena, from->aliases) };
        zc_gazetteer_add(store->places, areas[i].code, areas[i].name, areas[i].aliases);
    }
    store->units.places = store->places;
    store->plan = (struct zc_index_plan){ plan->nforms, forms, plan->nareas, areas };
}

static void hash_plan(struct zc_store *store)
{
    struct zc_hash hash;
    uint8_t digest[ZC_HASH_LEN];
    zc_hash_init(&hash);
    zc_hash_add_ns(&hash, ZC_STR("views 5")); /* another number: shape of their keys, queues */
    for (uint32_t i = 0; i < store->plan.nforms; i++) {
        const struct zc_index_form *form = &store->plan.forms[i];
        zc_hash_add_ns(&hash, form->form);
        zc_hash_add_ns(&hash, form->key);
        zc_hash_add_ns(&hash, form->area);
        zc_hash_add_ns(&hash, form->parent_area);
        for (uint32_t s = 0; s < form->nsorted; s++)
            zc_hash_add_ns(&hash, form->sorted[s]);
        zc_hash_add_ns(&hash, ZC_STR(";"));
        for (uint32_t l = 0; l < form->nlinks; l++)
            zc_hash_add_ns(&hash, form->links[l]);
        zc_hash_add_ns(&hash, ZC_STR(";"));
        const struct zc_index_unit *unit = &form->unit;
        const struct zc_index_walk *walk = &form->walk;
        const struct zc_str fields[] = { unit->name,    unit->sign, unit->code,  unit->altcode,
                                         unit->phone,   unit->addr, unit->trade, walk->outcome,
                                         walk->visited, walk->open, walk->again };
        for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++)
            zc_hash_add_ns(&hash, fields[f]);
    }
    for (uint32_t i = 0; i < store->plan.nareas; i++) {
        zc_hash_add_ns(&hash, store->plan.areas[i].code);
        zc_hash_add_ns(&hash, store->plan.areas[i].name);
        zc_hash_add_ns(&hash, store->plan.areas[i].aliases);
    }
    zc_hash_end(&hash, digest);
    zc_base32_put(digest, sizeof digest, store->plan_hash);
}

bool zc_store_finish_plan(struct zc_txn *txn, struct zc_err *err)
{
    return zc_kv_put(txn, ZC_DB_META, ZC_STR("plan"), zc_str_of(txn->store->plan_hash), err);
}

bool zc_store_begin_plan(struct zc_txn *txn, struct zc_str mark, struct zc_err *err)
{
    return zc_kv_put(txn, ZC_DB_META, ZC_STR("plan"), mark, err);
}

bool zc_store_clear_counts(struct zc_txn *txn, struct zc_err *err)
{
    static const struct zc_str kept[] = { ZC_LIT("n"), ZC_LIT("u") };
    enum { KEPT = sizeof kept / sizeof kept[0] };
    uint64_t values[KEPT];
    for (int i = 0; i < KEPT; i++)
        zc_kv_get_u64(txn, ZC_DB_COUNT, kept[i], &values[i]);
    bool ok = zc_kv_clear(txn, ZC_DB_COUNT, err);
    for (int i = 0; i < KEPT && ok; i++)
        ok = values[i] == 0 || zc_kv_put_u64(txn, ZC_DB_COUNT, kept[i], values[i], err);
    return ok;
}

bool zc_store_set_plan(struct zc_store *store, const struct zc_index_plan *plan, bool *rebuild,
                       struct zc_err *err)
{
    struct zc_str stored = { 0 };
    copy_plan(store, plan);
    hash_plan(store);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    zc_kv_get(txn, ZC_DB_META, ZC_STR("plan"), &stored);
    bool same = zc_str_is(stored, store->plan_hash);
    bool empty = zc_kv_entries(txn, ZC_DB_REV) == 0;
    zc_txn_abort(txn);
    *rebuild = !same && !empty;
    if (same || !empty || store->readonly)
        return true;
    if (!(txn = zc_txn_begin(store, ZC_TXN_WRITE, err)))
        return false;
    if (zc_store_finish_plan(txn, err))
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

const struct zc_index_plan *zc_store_plan(const struct zc_txn *txn)
{
    return &txn->store->plan;
}

const struct zc_gazetteer *zc_store_gazetteer(const struct zc_store *store)
{
    return store->places;
}

struct zc_unit_maker *zc_store_unit_maker(const struct zc_txn *txn)
{
    return &txn->store->units;
}

const struct zc_index_form *zc_plan_form(const struct zc_index_plan *plan, struct zc_str form)
{
    for (uint32_t i = 0; i < plan->nforms; i++) {
        if (zc_str_eq(plan->forms[i].form, form))
            return &plan->forms[i];
    }
    return NULL;
}

bool zc_store_stat(struct zc_txn *txn, struct zc_store_stat *out, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    struct statvfs disk;
    struct stat file;
    (void)err;
    *out = (struct zc_store_stat){ .records = zc_kv_entries(txn, ZC_DB_STATE),
                                   .revisions = zc_kv_entries(txn, ZC_DB_REV) };
    zc_buf_printf(&path, "%s/data.mdb", txn->store->dir);
    if (stat(zc_buf_cstr(&path), &file) == 0)
        out->bytes = (uint64_t)file.st_blocks * 512;
    if (statvfs(txn->store->dir, &disk) == 0)
        out->free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    zc_buf_release(&path);
    return true;
}

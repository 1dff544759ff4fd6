#include "storage/attach.h"
#include "core/file_name.h"
#include "core/hash.h"
#include "core/utf8.h"
#include "storage/file.h"
#include "storage/folder.h"
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DIGEST_BYTES = 8, MIB = 1024 * 1024, SPARE_MIB = 64 };

static struct zc_str folder_of(const char *store, struct zc_rid rid, struct zc_arena *arena)
{
    char text[ZC_RID_TEXT + 1];

    zc_rid_print(rid, text);
    return zc_arena_printf(arena, "%s/files/%s", store, text);
}

static bool fail_read(const char *path, struct zc_err *err)
{
    int reason = errno;

    if (reason == ENOENT || reason == ENOTDIR)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("没有文件“%s”，请核对路径，按 Tab 可补全",
                            "there is no file '%s'; look at the path, Tab completes it"),
                       path);
    if (reason == EACCES)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("没有权限读“%s”，请先复制到自己的文件夹",
                            "'%s' may not be read; first copy it to a folder of your own"),
                       path);
    return zc_fail(err, ZC_E_INPUT, ZC_T("读不了“%s”：%s", "cannot read '%s': %s"), path,
                   strerror(reason));
}

static bool is_small(const char *path, uint64_t bytes, struct zc_err *err)
{
    if (bytes <= (uint64_t)ZC_ATTACH_MAX_MIB * MIB)
        return true;
    return zc_fail(err, ZC_E_LIMIT,
                   ZC_T("“%s”有%llu MiB，最多%d MiB，请压缩或截短后再选",
                        "'%s' has %llu MiB, at most %d are taken; make it smaller first"),
                   path, (unsigned long long)(bytes / MIB), ZC_ATTACH_MAX_MIB);
}

/* Before anything is read: a pipe would hang, a folder has no bytes. */
static bool look_at(const char *path, struct zc_err *err)
{
    struct stat st;

    if (stat(path, &st) != 0 || access(path, R_OK) != 0)
        return fail_read(path, err);
    if (!S_ISREG(st.st_mode))
        return zc_fail(err, ZC_E_INPUT,
                       S_ISDIR(st.st_mode) ? ZC_T("“%s”是文件夹，请写到里面的文件",
                                                  "'%s' is a folder; name a file in it")
                                           : ZC_T("“%s”不是普通文件", "'%s' is no ordinary file"),
                       path);
    if (st.st_size == 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%s”是空文件，请换一个", "'%s' is empty; take another"), path);
    return is_small(path, (uint64_t)st.st_size, err);
}

/* The store itself must not run out of room because of a film. */
static bool has_room(const char *store, size_t bytes, struct zc_err *err)
{
    struct statvfs disk;

    if (statvfs(store, &disk) != 0)
        return true;
    uint64_t free_mib = (uint64_t)disk.f_bavail * disk.f_frsize / MIB;
    if (free_mib >= bytes / MIB + SPARE_MIB)
        return true;
    return zc_fail(err, ZC_E_SYSTEM,
                   ZC_T("磁盘只剩%llu MiB，要给台账留%d MiB，没有复制文件；请先腾出空间",
                        "the disk has %llu MiB left and %d are kept for the ledger, the file was "
                        "not copied; free some space first"),
                   (unsigned long long)free_mib, SPARE_MIB);
}

/* The digest goes before the ending, and is not put there twice. */
static struct zc_str name_of(const char *path, struct zc_str bytes, struct zc_arena *arena)
{
    char digest[ZC_BASE32_LEN(DIGEST_BYTES) + 1] = { 0 };
    uint8_t hash[ZC_HASH_LEN];
    struct zc_buf clean = { 0 };

    zc_hash20(bytes, hash);
    zc_base32_put(hash, DIGEST_BYTES, digest);
    zc_file_name_put(zc_str_of(path), &clean);
    struct zc_str name = zc_buf_str(&clean), ending = zc_file_name_ending(name);
    struct zc_str stem = zc_str_head(name, name.len - ending.len);
    struct zc_str tail = zc_arena_printf(arena, "-%s%.*s", digest, ZC_ARG(ending));
    if (!zc_str_ends(name, tail)) {
        struct zc_buf full = { 0 };
        zc_buf_add(&full, zc_utf8_head(stem, ZC_FILE_NAME_MAX - tail.len));
        zc_buf_add(&full, tail);
        name = zc_arena_copy(arena, zc_buf_str(&full));
        zc_buf_release(&full);
    } else {
        name = zc_arena_copy(arena, name);
    }
    zc_buf_release(&clean);
    return name;
}

bool zc_attach_put(const char *store, struct zc_rid rid, const char *path, struct zc_arena *arena,
                   struct zc_str *name, struct zc_err *err)
{
    struct zc_str folder = folder_of(store, rid, arena);
    struct zc_buf bytes = { 0 };

    bool ok = look_at(path, err) && zc_file_read(path, &bytes, err) &&
              is_small(path, bytes.len, err) && has_room(store, bytes.len, err) &&
              zc_folder_make(folder.ptr, err);
    if (ok) {
        *name = name_of(path, zc_buf_str(&bytes), arena);
        ok = zc_attach_path(store, rid, *name, arena) ||
             zc_outfile_put(zc_arena_printf(arena, "%.*s/%.*s", ZC_ARG(folder), ZC_ARG(*name)).ptr,
                        zc_buf_str(&bytes), err);
    }
    zc_buf_release(&bytes);
    return ok;
}

const char *zc_attach_path(const char *store, struct zc_rid rid, struct zc_str name,
                           struct zc_arena *arena)
{
    struct stat st;

    if (!name.len || !zc_file_name_is(name))
        return NULL;
    const char *path =
        zc_arena_printf(arena, "%.*s/%.*s", ZC_ARG(folder_of(store, rid, arena)), ZC_ARG(name)).ptr;
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode) ? path : NULL;
}

bool zc_attach_follow(const char *store, struct zc_rid from, struct zc_rid to, struct zc_str name,
                      struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    const char *old = zc_attach_path(store, from, name, &arena);
    bool ok = true;

    if (old && !zc_attach_path(store, to, name, &arena)) {
        struct zc_str folder = folder_of(store, to, &arena);
        const char *path = zc_arena_printf(&arena, "%.*s/%.*s", ZC_ARG(folder), ZC_ARG(name)).ptr;
        ok = zc_folder_make(folder.ptr, err) &&
             (link(old, path) == 0 || zc_attach_put(store, to, old, &arena, &name, err));
    }
    zc_arena_release(&arena);
    return ok;
}

void zc_attach_forget(const char *store, struct zc_rid rid)
{
    struct zc_arena arena = { 0 };

    zc_folder_remove(folder_of(store, rid, &arena).ptr);
    zc_arena_release(&arena);
}

/* Not what a crash left of one that was being written. */
static bool has_digest(struct zc_str name)
{
    size_t end = name.len - zc_file_name_ending(name).len, len = ZC_BASE32_LEN(DIGEST_BYTES) + 1;

    return zc_file_name_is(name) && end > len && name.ptr[end - len] == '-';
}

static uint64_t count_in(const char *folder, bool deeper, uint64_t *bytes)
{
    struct zc_arena arena = { 0 };
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct stat st;
    uint64_t n = 0;

    while (dir && (entry = readdir(dir))) {
        const char *path = zc_arena_printf(&arena, "%s/%s", folder, entry->d_name).ptr;
        if (entry->d_name[0] == '.' || lstat(path, &st) != 0)
            continue;
        if (deeper && S_ISDIR(st.st_mode))
            n += count_in(path, false, bytes);
        else if (!deeper && S_ISREG(st.st_mode) && has_digest(zc_str_of(entry->d_name))) {
            n++;
            *bytes += (uint64_t)st.st_size;
        }
    }
    if (dir)
        closedir(dir);
    zc_arena_release(&arena);
    return n;
}

uint64_t zc_attach_count(const char *store, uint64_t *bytes)
{
    struct zc_arena arena = { 0 };

    *bytes = 0;
    uint64_t n = count_in(zc_arena_printf(&arena, "%s/files", store).ptr, true, bytes);
    zc_arena_release(&arena);
    return n;
}

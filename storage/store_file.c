#include "storage/store_file.h"
#include "core/str.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Layout of a meta page of LMDB 0.9 on a 64 bit machine (struct MDB_page header of 16 bytes, then
 * struct MDB_meta): magic, version, address, map size, two MDB_db of 48 bytes (the first begins
 * with the page size), last page, transaction number. */
enum {
    META_AT = 16,
    META_MAGIC = META_AT,
    META_PSIZE = META_AT + 24,
    META_LAST_PAGE = META_AT + 24 + 96,
    META_TXN = META_AT + 24 + 96 + 8,
    META_END = META_TXN + 8,
    PAGE_FIRST = 4096
};
static const uint32_t magic = 0xBEEFC0DE;

struct meta {
    uint32_t page_size;
    uint64_t last_page, txn;
};

static bool read_meta(int fd, off_t at, struct meta *out)
{
    char page[META_END];
    uint32_t found;
    if (pread(fd, page, sizeof page, at) != (ssize_t)sizeof page)
        return false;
    memcpy(&found, page + META_MAGIC, sizeof found);
    memcpy(&out->page_size, page + META_PSIZE, sizeof out->page_size);
    memcpy(&out->last_page, page + META_LAST_PAGE, sizeof out->last_page);
    memcpy(&out->txn, page + META_TXN, sizeof out->txn);
    return found == magic && out->page_size >= 512 && out->page_size <= 65536;
}

/* Bytes that the newer meta page speaks of; 0: no store. */
static uint64_t bytes_wanted(int fd)
{
    struct meta first, second;
    if (!read_meta(fd, 0, &first))
        return 0;
    const struct meta *newer = &first;
    if (read_meta(fd, (off_t)first.page_size, &second) && second.txn > first.txn)
        newer = &second;
    return (newer->last_page + 1) * newer->page_size;
}

static bool check_length(int fd, const char *dir, uint64_t bytes, struct zc_err *err)
{
    uint64_t wanted = bytes_wanted(fd);
    if (wanted == 0)
        return zc_fail(err, ZC_E_STORE, ZC_T("“%s”不是造册的调查库", "'%s' is not a zaoce store"),
                       dir);
    if (bytes >= wanted)
        return true;
    return zc_fail(err, ZC_E_STORE,
                   ZC_T("调查库“%s”的文件被截短（%llu字节，应有%llu）；请用备份恢复",
                        "the file of store '%s' is cut short (%llu bytes of %llu); restore a "
                        "backup"),
                   dir, (unsigned long long)bytes, (unsigned long long)wanted);
}

bool zc_store_file_is_whole(const char *path, struct zc_err *err)
{
    struct stat st = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0)
        zc_fail(err, ZC_E_SYSTEM, ZC_T("打不开“%s”：%s", "cannot open '%s': %s"), path,
                strerror(errno));
    uint64_t wanted = fd >= 0 ? bytes_wanted(fd) : 0;
    bool whole = wanted > 0 && (uint64_t)st.st_size >= wanted;
    if (fd >= 0 && wanted == 0)
        zc_fail(err, ZC_E_INPUT, ZC_T("“%s”不是调查库的备份", "'%s' is no backup of a store"),
                path);
    else if (fd >= 0 && !whole)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("备份“%s”不完整（%llu字节，应有%llu）；请换一份",
                     "backup '%s' is cut short (%llu bytes of %llu); take another one"),
                path, (unsigned long long)st.st_size, (unsigned long long)wanted);
    if (fd >= 0)
        close(fd);
    return whole;
}

/* File systems that give no durable or no shared maps (RELIABILITY.md 2.4, rule 9). */
static bool check_file_system(const char *dir, struct zc_err *err)
{
    static const struct {
        long type;
        const char *name;
    } refused[] = { { 0x4d44, "FAT" },     { 0x2011BAB0, "exFAT" }, { 0x6969, "NFS" },
                    { 0x517B, "SMB" },     { 0xFF534D42, "CIFS" },  { 0xFE534D42, "SMB2" },
                    { 0x65735546, "FUSE" } };
    struct statfs fs;
    const char *forced = getenv("ZAOCE_ANY_DISK");
    if (statfs(dir, &fs) != 0 || (forced && *forced))
        return true;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if ((unsigned long)fs.f_type == (unsigned long)refused[i].type)
            return zc_fail(err, ZC_E_STORE,
                           ZC_T("“%s”在 %s 磁盘上，不能放调查库；请放在本机磁盘，U 盘只传交换文件",
                                "'%s' is on a %s disk, which cannot hold a store; use a local disk "
                                "and carry exchange files"),
                           dir, refused[i].name);
    }
    return true;
}

bool zc_store_file_check(const char *dir, struct zc_store_file *out, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    struct stat st;
    zc_buf_printf(&path, "%s/data.mdb", dir);
    int fd = open(zc_buf_cstr(&path), O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fstat(fd, &st) == 0;
    if (!ok && (errno == ENOENT || errno == ENOTDIR))
        zc_fail(err, ZC_E_STORE,
                ZC_T("“%s”不是调查库（里面没有 data.mdb）；新建用 zaoce init",
                     "'%s' is no store (it has no data.mdb); make one with zaoce init"),
                dir);
    else if (!ok)
        zc_fail(err, ZC_E_STORE, ZC_T("调查库“%s”打不开：%s", "cannot open store '%s': %s"), dir,
                strerror(errno));
    ok = ok && check_length(fd, dir, (uint64_t)st.st_size, err) && check_file_system(dir, err);
    if (ok)
        *out = (struct zc_store_file){ (uint64_t)st.st_size, st.st_dev, st.st_ino,
                                       access(zc_buf_cstr(&path), W_OK) == 0 &&
                                           access(dir, W_OK) == 0 };
    if (fd >= 0)
        close(fd);
    zc_buf_release(&path);
    return ok;
}

bool zc_store_file_make(const char *dir, struct zc_err *err)
{
    static const char *const folders[] = { "", "/keys", "/backup" };
    struct zc_buf path = { 0 };
    bool ok = true;
    for (size_t i = 0; i < 3 && ok; i++) {
        zc_buf_reset(&path);
        zc_buf_printf(&path, "%s%s", dir, folders[i]);
        ok = mkdir(zc_buf_cstr(&path), 0700) == 0;
    }
    if (!ok)
        zc_fail(err, ZC_E_SYSTEM, ZC_T("不能建立文件夹“%s”：%s", "cannot make folder '%s': %s"),
                zc_buf_cstr(&path), strerror(errno));
    zc_buf_release(&path);
    return ok && check_file_system(dir, err);
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

void zc_store_file_remove(const char *dir)
{
    nftw(dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

bool zc_store_file_sync_parent(const char *dir)
{
    struct zc_str path = zc_str_of(dir);
    size_t len = path.len;
    while (len > 0 && dir[len - 1] != '/')
        len--;
    struct zc_buf parent = { 0 };
    if (len > 0)
        zc_buf_add(&parent, zc_str_head(path, len));
    else
        zc_buf_char(&parent, '.');
    int fd = open(zc_buf_cstr(&parent), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    zc_buf_release(&parent);
    return ok;
}

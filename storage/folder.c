#include "storage/folder.h"
#include "core/str.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool zc_folder_make(const char *dir, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    struct stat st;
    zc_buf_text(&path, dir);
    zc_buf_cstr(&path);
    for (size_t i = 1; i <= path.len; i++) {
        char c = path.ptr[i];
        if (c != '/' && c != '\0')
            continue;
        path.ptr[i] = '\0';
        mkdir(path.ptr, 0700); /* whether it worked shows below */
        path.ptr[i] = c;
    }
    bool ok =
        (stat(dir, &st) == 0 && S_ISDIR(st.st_mode)) ||
        zc_fail(err, ZC_E_SYSTEM, ZC_T("不能建立文件夹“%s”：%s", "cannot make folder '%s': %s"),
                dir, strerror(errno));
    zc_buf_release(&path);
    return ok;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

void zc_folder_remove(const char *dir)
{
    nftw(dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

bool zc_folder_is_free(const char *dir, struct zc_err *err)
{
    DIR *folder = opendir(dir);
    if (!folder)
        return errno == ENOENT ||
               zc_fail(err, ZC_E_INPUT, ZC_T("“%s”不能用：%s", "'%s' cannot be used: %s"), dir,
                       strerror(errno));
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir(folder));)
        empty = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..");
    closedir(folder);
    return empty || zc_fail(err, ZC_E_INPUT,
                            ZC_T("文件夹“%s”里已有文件，请换一个名字",
                                 "folder '%s' is not empty; choose another name"),
                            dir);
}

static void sync_above(const char *dir)
{
    struct zc_buf above = { 0 };
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    while (len > 0 && dir[len - 1] != '/')
        len--;
    zc_buf_bytes(&above, len > 0 ? dir : ".", len > 0 ? len : 1);
    int fd = open(zc_buf_cstr(&above), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    zc_buf_release(&above);
}

bool zc_folder_rename(const char *from, const char *to, struct zc_err *err)
{
    if (rename(from, to) != 0)
        return zc_fail(err, ZC_E_SYSTEM,
                       ZC_T("“%s”不能改名为“%s”：%s", "'%s' cannot be renamed to '%s': %s"), from,
                       to, strerror(errno));
    sync_above(to);
    return true;
}

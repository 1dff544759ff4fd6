#include "tests/temp_dir.h"
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *new_in(const char *base)
{
    char *name = NULL;
    if (asprintf(&name, "%s/zaoce-test-XXXXXX", base) < 0 || !mkdtemp(name)) {
        perror(name ? name : "temp_dir");
        exit(99);
    }
    return name;
}

const char *zc_temp_dir_new(void)
{
    const char *base = getenv("TMPDIR");
    return new_in(base ? base : "/tmp");
}

const char *zc_temp_dir_new_in_memory(void)
{
    static const char memory[] = "/dev/shm";
    return !getenv("TMPDIR") && access(memory, W_OK) == 0 ? new_in(memory) : zc_temp_dir_new();
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)ftw;
    if (kind == FTW_DNR)
        chmod(path, 0700);
    return remove(path);
}

void zc_temp_dir_remove(const char *dir)
{
    if (dir)
        nftw(dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free((char *)(uintptr_t)dir);
}

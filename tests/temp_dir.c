#include "tests/temp_dir.h"
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

const char *zc_temp_dir_new(void)
{
    const char *base = getenv("TMPDIR");
    char *name = NULL;
    if (asprintf(&name, "%s/zaoce-test-XXXXXX", base ? base : "/tmp") < 0 || !mkdtemp(name)) {
        perror(name ? name : "temp_dir");
        exit(99);
    }
    return name;
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

#include "tests/fuzz/fuzz_store.h"
#include "storage/exchange_file.h"
#include "storage/record.h"
#include "tests/exchange_lines.h"
#include "tests/temp_dir.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct zc_store *store;
static const char *dir;

static void leave(void)
{
    zc_store_close(store);
    zc_temp_dir_remove(dir);
}

static bool put(void *ctx, const struct zc_rev *rev, uint64_t line, struct zc_err *err)
{
    (void)line;
    return zc_record_add(ctx, rev, err);
}

struct zc_store *fuzz_store(void)
{
    static const struct zc_store_identity identity = { 3, "d00000000" };
    static const struct zc_index_form form = { .form = ZC_LIT("ent"), .key = ZC_LIT("uscc") };
    static const struct zc_index_plan plan = { 1, &form };
    struct zc_exchange_report report;
    struct zc_err err = { 0 };
    char path[400];
    bool rebuild;
    if (store)
        return store;
    dir = zc_temp_dir_new();
    atexit(leave);
    snprintf(path, sizeof path, "%s/store", dir);
    if (zc_store_create(path, &identity, &err))
        store = zc_store_open(path, false, &err);
    struct zc_txn *txn = store && zc_store_set_plan(store, &plan, &rebuild, &err)
                             ? zc_txn_begin(store, ZC_TXN_WRITE, &err)
                             : NULL;
    if (!txn || !zc_txn_end(txn, zc_exchange_read(ZC_STR(FILE_3), put, txn, &report, &err), &err)) {
        fprintf(stderr, "%s\n", err.msg);
        abort();
    }
    return store;
}

const char *fuzz_file(const uint8_t *data, size_t size)
{
    static char path[40];
    static int fd = -1;
    if (fd < 0)
        fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return path;
}

#include "storage/fence.h"
#include "storage/file.h"
#include "tests/check.h"
#include "tests/small_store.h"
#include "tests/temp_dir.h"
#include <stdlib.h>
#include <string.h>

/* Stores whose file is not what was written: a bit flipped, or a page where another one belongs.
 * Each is opened, proved and read behind the fence. Wanted: it ends, and what it shows as right is
 * what was saved. The root page of a moment ago in the place of the present one makes the store of
 * a moment ago, whole: without a sum over the file nobody can tell, so that is taken as right too.
 * Drawn with a fixed seed; `test_spoilt N` draws N. */

enum { PAGE = 4096, RECORDS = 60, SAVES = 90 };
/* What comes of one, as the exit status of the child. */
enum { HARMLESS = 40, NOTICED, DECEIVED }; /* not what an early end gives */

static struct zc_err err;

struct spoilt {
    const char *dir;
    char digests[SAVES][33]; /* after each save */
};

static int look(void *ctx)
{
    const struct spoilt *spoilt = ctx;
    char digest[33];
    struct zc_err why = { 0 };
    struct zc_store *store = zc_small_open(spoilt->dir, &why);
    if (!store)
        return NOTICED;
    bool clean = zc_small_is_clean(store, &why);
    zc_small_digest(store, digest);
    zc_store_close(store);
    if (!clean || digest[0] == '\0')
        return NOTICED;
    for (int i = 0; i < SAVES; i++) {
        if (strcmp(digest, spoilt->digests[i]) == 0)
            return HARMLESS;
    }
    return DECEIVED;
}

static uint64_t next_random(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return *random >> 33;
}

static void spoil(struct zc_str bytes, char *copy, uint64_t *random, bool page)
{
    size_t pages = bytes.len / PAGE;
    memcpy(copy, bytes.ptr, bytes.len);
    if (page) { /* the two pages of meta data stay */
        size_t to = 2 + next_random(random) % (pages - 2);
        size_t from = 2 + next_random(random) % (pages - 2);
        memcpy(copy + to * PAGE, bytes.ptr + from * PAGE, PAGE);
    } else {
        size_t at = next_random(random) % bytes.len;
        copy[at] = (char)(copy[at] ^ (1 << next_random(random) % 8));
    }
}

static void check_all(const struct spoilt *spoilt, struct zc_str bytes, bool page, unsigned trials)
{
    char *copy = malloc(bytes.len);
    unsigned harmless = 0, noticed = 0, deceived = 0;
    uint64_t random = 20261123;
    for (unsigned i = 0; i < trials; i++) {
        spoil(bytes, copy, &random, page);
        int found = zc_small_write(spoilt->dir, copy, bytes.len)
                        ? zc_fence(look, (void *)(uintptr_t)spoilt)
                        : DECEIVED;
        harmless += found == HARMLESS;
        deceived += found == DECEIVED || found == ZC_FENCE_FAILED;
        noticed += found != HARMLESS && found != DECEIVED;
        if (found == DECEIVED)
            printf("# trial %u shows as right what was not saved\n", i);
    }
    zc_checkf(deceived == 0 && harmless > 0 && noticed > 0, "%s: %u harmless, %u noticed, %u not",
              page ? "pages" : "bits", harmless, noticed, deceived);
    free(copy);
}

int main(int argc, char **argv)
{
    const char *base = zc_temp_dir_new_in_memory();
    unsigned trials = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 150;
    struct zc_buf path = { 0 }, bytes = { 0 };
    struct spoilt spoilt;
    char dir[400], copies[400];
    snprintf(dir, sizeof dir, "%s/store", base);
    snprintf(copies, sizeof copies, "%s/spoilt", base);
    spoilt.dir = copies;
    struct zc_store *store = zc_small_new(dir, 3, &err);
    bool ok = store != NULL;
    for (unsigned i = 0; ok && i < SAVES; i++) {
        ok = zc_small_save(store, i % RECORDS, i % RECORDS + 1, i < RECORDS ? "a" : "longer", &err);
        zc_small_digest(store, spoilt.digests[i]);
    }
    zc_store_close(store);
    zc_buf_printf(&path, "%s/data.mdb", dir);
    ok = ok && zc_file_read(zc_buf_cstr(&path), &bytes, &err);
    zc_checkf(ok && bytes.len > 8 * PAGE, "a store to spoil %s", err.msg);
    if (ok) {
        check_all(&spoilt, zc_buf_str(&bytes), false, trials);
        check_all(&spoilt, zc_buf_str(&bytes), true, trials);
    }
    zc_buf_release(&path);
    zc_buf_release(&bytes);
    zc_temp_dir_remove(base);
    return zc_check_done();
}

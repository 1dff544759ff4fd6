#include "storage/sorter.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include <stdlib.h>
#include <string.h>

/* Keys of all lengths, with shared prefixes, repeats and NULs, against the sort of the C library;
 * with room for all of them, and with room for few, so that runs go to disk. */

enum { KEYS = 20000, LONGEST = 40 };
struct key {
    unsigned len;
    char bytes[LONGEST];
};

static int cmp_key(const void *a, const void *b)
{
    const struct key *one = a, *two = b;
    return zc_str_cmp((struct zc_str){ one->bytes, one->len },
                      (struct zc_str){ two->bytes, two->len });
}

static unsigned draw(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

static void make_keys(struct key *keys, unsigned letters)
{
    uint64_t seed = letters;
    for (int i = 0; i < KEYS; i++) {
        keys[i].len = 1 + draw(&seed, LONGEST);
        unsigned shared = draw(&seed, keys[i].len);
        for (unsigned k = 0; k < keys[i].len; k++)
            keys[i].bytes[k] = k < shared ? 'v' : (char)draw(&seed, letters);
    }
}

static bool sorts(const char *dir, const struct key *keys, size_t bytes)
{
    struct zc_err err = { 0 };
    struct zc_sorter *sorter = zc_sorter_new(dir, bytes);
    struct key *want = malloc(KEYS * sizeof *want);
    struct zc_str key;
    bool ok = true, more = true;
    memcpy(want, keys, KEYS * sizeof *want);
    qsort(want, KEYS, sizeof *want, cmp_key);
    for (int i = 0; i < KEYS && ok; i++)
        ok = zc_sorter_add(sorter, (struct zc_str){ keys[i].bytes, keys[i].len }, &err);
    ok = ok && zc_sorter_end(sorter, &err);
    for (int i = 0; i < KEYS && ok; i++)
        ok = zc_sorter_next(sorter, &key, &more, &err) && more &&
             zc_str_eq(key, (struct zc_str){ want[i].bytes, want[i].len });
    ok = ok && zc_sorter_next(sorter, &key, &more, &err) && !more;
    zc_sorter_free(sorter);
    free(want);
    return ok;
}

int main(void)
{
    const char *dir = zc_temp_dir_new();
    struct key *keys = malloc(KEYS * sizeof *keys);
    struct zc_err err = { 0 };
    struct zc_str key;
    bool more = true;
    static const unsigned letters[] = { 2, 3, 256 }; /* few: many equal keys, many NULs */
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        make_keys(keys, letters[i]);
        zc_checkf(sorts(dir, keys, ZC_SORTER_BYTES), "in memory, %u letters", letters[i]);
        zc_checkf(sorts(dir, keys, 10000), "many runs, %u letters", letters[i]);
        zc_checkf(sorts(dir, keys, KEYS * 14), "two runs, %u letters", letters[i]);
    }
    struct zc_sorter *sorter = zc_sorter_new(dir, 1000);
    zc_check("nothing in, nothing out",
             zc_sorter_end(sorter, &err) && zc_sorter_next(sorter, &key, &more, &err) && !more);
    zc_sorter_free(sorter);
    sorter = zc_sorter_new("/nowhere", 10);
    bool ok = zc_sorter_add(sorter, ZC_STR("first key"), &err);
    zc_check("no place for a run: a message",
             ok && !zc_sorter_add(sorter, ZC_STR("second key"), &err) && err.code == ZC_E_SYSTEM);
    zc_sorter_free(sorter);
    free(keys);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}

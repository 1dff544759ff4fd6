#include "core/alloc.h"
#include "tests/check.h"
#include "tests/laws/stores.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The laws of merging (MERGE.md 15) on real stores, as a property test. Arguments as in
 * test_laws.c. */

static bool run_scenario(uint64_t seed, char *why, size_t size)
{
    struct stores *world = zc_alloc_zeroed(1, sizeof *world);
    stores_play(world, seed);
    if (!world->why[0])
        stores_check_laws(world);
    snprintf(why, size, "%s", world->why);
    stores_release(world);
    zc_free(world);
    return !why[0];
}

int main(int argc, char **argv)
{
    bool bites = argc > 1 && strcmp(argv[1], "--bites") == 0;
    char **args = argv + bites;
    unsigned long scenarios = argc - bites > 1 ? strtoul(args[1], NULL, 10) : 60;
    uint64_t first = argc - bites > 2 ? strtoull(args[2], NULL, 10) : 1, seed = first;
    char why[400] = "";
    bool ok = true;
    /* Every commit waits for the disk; a folder in memory, where there is one, spares that. */
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    for (; seed < first + scenarios && (ok || !bites); seed++) {
        ok = run_scenario(seed, why, sizeof why);
        if (!bites)
            zc_checkf(ok, "scenario %llu %s", (unsigned long long)seed, why);
    }
    if (bites)
        zc_checkf(!ok, "a broken program is found out: scenario %llu %s",
                  (unsigned long long)seed - 1, why);
    return zc_check_done();
}

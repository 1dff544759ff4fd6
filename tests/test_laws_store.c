#include "core/alloc.h"
#include "tests/laws/scenarios.h"
#include "tests/laws/stores.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The laws of merging (MERGE.md 15) on real stores, with ledgers and lists, as a property test. */

static bool run_scenario(uint64_t seed, char why[LAWS_WHY])
{
    struct stores *world = zc_alloc_zeroed(1, sizeof *world);
    stores_play(world, seed);
    if (!world->why[0])
        stores_check_laws(world);
    memcpy(why, world->why, LAWS_WHY);
    stores_release(world);
    zc_free(world);
    return !why[0];
}

int main(int argc, char **argv)
{
    /* Every commit waits for the disk; a folder in memory, where there is one, spares that. */
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 0);
    return laws_run(argc, argv, 60, run_scenario);
}

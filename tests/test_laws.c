#include "core/alloc.h"
#include "tests/laws/scenarios.h"
#include "tests/laws/sets.h"
#include <string.h>

/* The laws of merging (MERGE.md 15) on sets of revisions, as a property test. */

static bool run_scenario(uint64_t seed, char why[LAWS_WHY])
{
    struct sets *sets = zc_alloc_zeroed(1, sizeof *sets);
    sets_play(sets, seed);
    if (!sets->why[0])
        sets_check_laws(sets);
    memcpy(why, sets->why, LAWS_WHY);
    sets_release(sets);
    zc_free(sets);
    return !why[0];
}

int main(int argc, char **argv)
{
    return laws_run(argc, argv, 200, run_scenario);
}

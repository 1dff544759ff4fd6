#include "core/alloc.h"
#include "tests/check.h"
#include "tests/laws/sets.h"
#include <stdlib.h>
#include <string.h>

/* The laws of merging (MERGE.md 15) on sets of revisions, as a property test:
 *
 *     test_laws [SCENARIOS [FIRST SEED]]
 *     test_laws --bites [SCENARIOS [FIRST SEED]]
 *
 * A failure prints the seed of its scenario. With --bites the program is a mutated one (see
 * laws/teeth.py), and the test passes when some scenario breaks a law. */

static bool run_scenario(uint64_t seed, char *why, size_t size)
{
    struct sets *sets = zc_alloc_zeroed(1, sizeof *sets);
    sets_play(sets, seed);
    if (!sets->why[0])
        sets_check_laws(sets);
    snprintf(why, size, "%s", sets->why);
    sets_release(sets);
    zc_free(sets);
    return !why[0];
}

int main(int argc, char **argv)
{
    bool bites = argc > 1 && strcmp(argv[1], "--bites") == 0;
    char **args = argv + bites;
    unsigned long scenarios = argc - bites > 1 ? strtoul(args[1], NULL, 10) : 200;
    uint64_t first = argc - bites > 2 ? strtoull(args[2], NULL, 10) : 1, seed = first;
    char why[400] = "";
    bool ok = true;
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

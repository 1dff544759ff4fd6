#include "tests/laws/scenarios.h"
#include "tests/check.h"
#include <stdlib.h>
#include <string.h>

int laws_run(int argc, char **argv, unsigned long usual,
             bool (*run)(uint64_t seed, char why[LAWS_WHY]))
{
    bool bites = argc > 1 && strcmp(argv[1], "--bites") == 0, ok = true;
    argc -= bites;
    argv += bites;
    unsigned long scenarios = argc > 1 ? strtoul(argv[1], NULL, 10) : usual;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1, seed = first;
    char why[LAWS_WHY] = "";
    for (; seed < first + scenarios && (ok || !bites); seed++) {
        ok = run(seed, why);
        if (!bites)
            zc_checkf(ok, "scenario %llu %s", (unsigned long long)seed, why);
    }
    if (bites)
        zc_checkf(!ok, "a broken program is found out: scenario %llu %s",
                  (unsigned long long)seed - 1, why);
    return zc_check_done();
}

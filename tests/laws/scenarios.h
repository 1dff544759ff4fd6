#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The program around the laws:
 *
 *     test_… [SCENARIOS [FIRST SEED]]
 *     test_… --bites [SCENARIOS [FIRST SEED]]
 *
 * Plays scenarios, by default `usual` many, each of its own seed; a failure names the seed and the
 * law. With --bites the program is a broken one (laws/teeth.py), and the test passes when some
 * scenario breaks a law. `run` plays one: false, with the law in `why`, when one is broken. Gives
 * the exit status. */
enum { LAWS_WHY = 400 };
int laws_run(int argc, char **argv, unsigned long usual,
             bool (*run)(uint64_t seed, char why[LAWS_WHY]));

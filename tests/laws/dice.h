#pragma once
#include <stdint.h>

/* Chance that repeats: the same seed gives the same scenario on every machine. */
struct dice {
    uint64_t state;
};

/* 0 to below - 1; 0 when there is nothing to choose. */
static inline unsigned dice_roll(struct dice *dice, size_t below)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return below ? (unsigned)((dice->state >> 33) % below) : 0;
}

/* True once in `times`. */
static inline int dice_once_in(struct dice *dice, unsigned times)
{
    return dice_roll(dice, times) == 0;
}

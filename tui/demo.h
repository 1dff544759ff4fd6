#pragma once
#include "core/clock.h"
#include "core/err.h"
#include "core/str.h"

/* The practice survey (练习): one store for each group of the survey pack and one for the district,
 * filled with the steps of the pack's practice.csv (forms/practice.h), each at its own time before
 * the present moment, by the same code that screens and commands use.
 *
 * Everything that has a share in an id is drawn from a generator with a fixed seed: the same clock
 * and the same program give the same ledgers. The stores are g1 to g8 and `district`, in a folder
 * that is made under another name beside it and renamed at the end: it is there whole or not. A
 * file PRACTICE.txt in it says what it is. */

/* Makes the practice survey in `dir`, from the pack in folder `pack_dir`. What an interrupted run
 * left is made again; a folder with something in it is refused, also one that holds a practice
 * survey. `progress` (may be NULL) hears of every step. Errors of practice.csv name file, row and
 * column. */
bool zc_demo_make(const char *dir, const char *pack_dir, const struct zc_clock *clock,
                  void (*progress)(void *ctx, unsigned done, unsigned total), void *ctx,
                  struct zc_err *err);
/* Does the folder hold a practice survey? */
bool zc_demo_is_there(const char *dir);
/* Where it is made when nobody says: $XDG_DATA_HOME/zaoce-practice, or under ~/.local/share. Empty
 * when neither is set. */
void zc_demo_home(struct zc_buf *out);
/* Path of the store of a group, 9 = district. */
void zc_demo_store(const char *dir, unsigned group, struct zc_buf *out);

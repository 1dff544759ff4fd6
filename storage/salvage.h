#pragma once
#include "core/err.h"
#include <stdint.h>

/* Salvage (抢救): every revision of a damaged store that proves itself, written as an exchange file
 * (RELIABILITY.md 2.4 rule 13). It reads the pages of the file and not the trees, so that a broken
 * branch, a cut file or a flipped bit costs what lies in that place and nothing else. Importing the
 * file into a new store gives the ledger back; what else was lost comes with the files of the other
 * groups. */

struct zc_salvage {
    uint64_t records, revisions;
    uint64_t unprovable; /* revisions whose content does not fit their id in any place */
};
/* `dir`: the store, which must not be open for writing. `path`: the exchange file, whole or not at
 * all. Fails when the store's file cannot be read or `path` not be written. */
bool zc_salvage_run(const char *dir, const char *path, struct zc_salvage *out, struct zc_err *err);

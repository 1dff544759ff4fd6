#pragma once
#include "core/id.h"
#include "storage/store.h"

/* Which forms are open in a window (占用): so that a second window can say so. Nobody is kept out
 * by a claim, and the store holds nothing of it: it is a lock of the system on one byte of a file
 * beside the store, which goes with the window, however that ends.
 *
 * Windows of one store only; a claim of another laptop cannot be, stores are not shared. */

struct zc_claim; /* one form of one window */

/* *elsewhere: another window, of this program or another one, has the form open. NULL, and nobody
 * is told, where the folder of the store cannot be written or its disk knows no locks. */
struct zc_claim *zc_claim_take(const struct zc_store *store, struct zc_rid rid, bool *elsewhere);
void zc_claim_release(struct zc_claim *claim); /* NULL is fine */

#pragma once
#include "core/rev.h"
#include "storage/store.h"

/* The PIN at the door of a role (身份的 PIN, DOMAIN.md 7.1): whoever wants to work as a leader, an
 * office or the district on this laptop gives the PIN of that role first, if one is set. Local: it
 * lies in this store (core/pin.h says how), is in no revision and no exchange file, and does not
 * merge. It keeps colleagues honest; whoever owns the disk can read the records all the same.
 *
 * A wrong PIN waits: the first three tries are free, then 5 s, 10 s, 20 s … up to 5 minutes must go
 * by before the next one, also over a restart. The right one forgets the count.
 *
 * A forgotten PIN: a person of a higher role takes it away (screen of settings). Where there is
 * none, the records are exported and imported into a new store: nothing of them hangs on the PIN.
 */

enum { ZC_GATE_FREE = 3, ZC_GATE_FIRST_S = 5, ZC_GATE_LAST_S = 300 };

bool zc_gate_is_closed(struct zc_txn *txn, enum zc_rank role);
/* Sets the PIN of a role; an empty one takes it away. */
bool zc_gate_set(struct zc_txn *txn, enum zc_rank role, struct zc_str pin, struct zc_err *err);
/* True where the role has no PIN, or this is it. Fails with ZC_E_DENIED: wrong, not given, or too
 * early; the message says which and how long to wait. `now_ms` as zc_clock_ms. */
bool zc_gate_open(struct zc_store *store, enum zc_rank role, struct zc_str pin, int64_t now_ms,
                  struct zc_err *err);

#pragma once
#include "core/fold.h"
#include "storage/store_impl.h"

/* Revisions, states and drafts as bytes of the store: numbers as LEB128, texts with their length,
 * field names by their number (0: the name itself follows; names inside repeats are one record's
 * own and would only fill the table). Native to this program, never exported. */

void zc_bytes_number(struct zc_buf *out, uint64_t value);
void zc_bytes_text(struct zc_buf *out, struct zc_str text);

/* Reads what the above wrote. After damage `ok` is false and everything reads as zero. */
struct zc_name_table { /* texts[number] */
    const struct zc_str *texts;
    uint32_t n;
};
struct zc_unpack {
    struct zc_txn *txn;
    struct zc_str rest;
    struct zc_arena *arena; /* texts are copied into it */
    bool ok;
    bool borrow;                       /* texts stay in the bytes */
    const struct zc_name_table *names; /* instead of those of `txn` */
};
uint64_t zc_unpack_number(struct zc_unpack *in);
struct zc_str zc_unpack_text(struct zc_unpack *in);
const void *zc_unpack_bytes(struct zc_unpack *in, size_t len);

/* Pairs with names; used for revisions and drafts. */
bool zc_bytes_pairs(struct zc_txn *txn, const struct zc_pair *pairs, uint32_t n, struct zc_buf *out,
                    struct zc_err *err);
struct zc_pair *zc_unpack_pairs(struct zc_unpack *in, uint32_t *n);

bool zc_bytes_rev(struct zc_txn *txn, const struct zc_rev *rev, struct zc_buf *out,
                  struct zc_err *err);
/* rid and id come from the key. `borrow`: its texts live as long as `bytes`. */
bool zc_unpack_rev(struct zc_txn *txn, struct zc_str bytes, bool borrow, struct zc_arena *arena,
                   struct zc_rev *out);

/* The same without a store (salvage.h). */
bool zc_unpack_rev_by(const struct zc_name_table *names, struct zc_str bytes,
                      struct zc_arena *arena, struct zc_rev *out);

/* `hidden`: behind another record (record.h). */
bool zc_bytes_state(struct zc_txn *txn, const struct zc_state *state, bool hidden,
                    struct zc_buf *out, struct zc_err *err);
bool zc_unpack_state(struct zc_txn *txn, struct zc_str bytes, struct zc_arena *arena,
                     struct zc_state *out, bool *hidden);

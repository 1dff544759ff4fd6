#pragma once
#include "core/str.h"
#include <sodium.h>

/* H20(x): BLAKE2b with 20 bytes of output and no key (MERGE.md 3.2). Names revisions,
 * derives ids from keys, closes exchange files. H20("") begins 33 45 52 4a. */

enum { ZC_HASH_LEN = 20 };

struct zc_hash {
    crypto_generichash_state state;
};

void zc_hash_init(struct zc_hash *hash);
void zc_hash_add(struct zc_hash *hash, struct zc_str bytes);
/* Adds ns(x) = decimal byte length, ':', x, ','. */
void zc_hash_add_ns(struct zc_hash *hash, struct zc_str x);
void zc_hash_end(struct zc_hash *hash, uint8_t out[ZC_HASH_LEN]);
void zc_hash20(struct zc_str bytes, uint8_t out[ZC_HASH_LEN]);

/* Appends ns(x) to a text that is hashed as a whole. */
void zc_hash_put_ns(struct zc_buf *out, struct zc_str x);

/* base32 with the alphabet 0123456789abcdefghjkmnpqrstvwxyz, most significant bit first, no
 * padding: `len` bytes give (8 len + 4) / 5 characters, appended without a NUL. */
void zc_base32_put(const uint8_t *bytes, size_t len, char *out);
/* Reads what zc_base32_put wrote for `len` bytes. False on a foreign character, a wrong
 * length, or bits set beyond the last byte (so that every value has one spelling). */
bool zc_base32_get(struct zc_str text, uint8_t *out, size_t len);
#define ZC_BASE32_LEN(bytes) (((bytes)*8 + 4) / 5)

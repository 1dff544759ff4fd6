#include "core/hash.h"
#include <stdio.h>
#include <string.h>

void zc_hash_init(struct zc_hash *hash)
{
    crypto_generichash_init(&hash->state, NULL, 0, ZC_HASH_LEN);
}

void zc_hash_add(struct zc_hash *hash, struct zc_str bytes)
{
    if (bytes.len)
        crypto_generichash_update(&hash->state, (const unsigned char *)bytes.ptr, bytes.len);
}

void zc_hash_add_ns(struct zc_hash *hash, struct zc_str x)
{
    char head[24];
    int len = snprintf(head, sizeof head, "%zu:", x.len);
    zc_hash_add(hash, (struct zc_str){ head, (size_t)len });
    zc_hash_add(hash, x);
    zc_hash_add(hash, ZC_STR(","));
}

void zc_hash_end(struct zc_hash *hash, uint8_t out[ZC_HASH_LEN])
{
    crypto_generichash_final(&hash->state, out, ZC_HASH_LEN);
}

void zc_hash20(struct zc_str bytes, uint8_t out[ZC_HASH_LEN])
{
    crypto_generichash(out, ZC_HASH_LEN, (const unsigned char *)bytes.ptr, bytes.len, NULL, 0);
}

void zc_hash_put_ns(struct zc_buf *out, struct zc_str x)
{
    char digits[24], *at = digits + sizeof digits;
    size_t len = x.len;
    *--at = ':';
    do
        *--at = (char)('0' + len % 10);
    while (len /= 10);
    zc_buf_bytes(out, at, (size_t)(digits + sizeof digits - at));
    zc_buf_add(out, x);
    zc_buf_char(out, ',');
}

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void zc_base32_put(const uint8_t *bytes, size_t len, char *out)
{
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | bytes[i];
        for (have += 8; have >= 5; have -= 5)
            *out++ = alphabet[bits >> (have - 5) & 31];
    }
    if (have > 0)
        *out = alphabet[bits << (5 - have) & 31];
}

static int digit_of(char c)
{
    const char *at = c ? memchr(alphabet, c, 32) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

bool zc_base32_get(struct zc_str text, uint8_t *out, size_t len)
{
    uint32_t bits = 0;
    int have = 0;
    size_t done = 0;
    if (text.len != ZC_BASE32_LEN(len))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        int digit = digit_of(text.ptr[i]);
        if (digit < 0)
            return false;
        bits = bits << 5 | (uint32_t)digit;
        have += 5;
        if (have >= 8) {
            have -= 8;
            out[done++] = (uint8_t)(bits >> have);
        }
    }
    return (bits & ((1u << have) - 1)) == 0;
}

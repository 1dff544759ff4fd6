#include "core/id.h"
#include <ctype.h>
#include <string.h>

struct zc_rid zc_rid_make(unsigned group, uint64_t ms, const uint8_t random[8])
{
    struct zc_rid rid = { .kind = 'e' };
    rid.b[0] = (uint8_t)group;
    for (int i = 0; i < 6; i++)
        rid.b[1 + i] = (uint8_t)(ms >> (40 - 8 * i));
    memcpy(rid.b + 7, random, 8);
    return rid;
}

struct zc_rid zc_rid_derive(struct zc_str form, struct zc_str field, struct zc_str key)
{
    struct zc_rid rid = { .kind = 'k' };
    uint8_t digest[ZC_HASH_LEN];
    struct zc_hash hash;
    zc_hash_init(&hash);
    zc_hash_add(&hash, ZC_STR("zaoce-key-1\n"));
    zc_hash_add_ns(&hash, form);
    zc_hash_add_ns(&hash, field);
    zc_hash_add_ns(&hash, key);
    zc_hash_end(&hash, digest);
    memcpy(rid.b, digest, sizeof rid.b);
    return rid;
}

bool zc_rid_parse(struct zc_str text, struct zc_rid *out)
{
    struct zc_rid rid = { 0 };
    if (text.len != ZC_RID_TEXT || (text.ptr[0] != 'e' && text.ptr[0] != 'k') ||
        !zc_base32_get(zc_str_from(text, 1), rid.b, sizeof rid.b))
        return false;
    rid.kind = text.ptr[0];
    *out = rid;
    return true;
}

void zc_rid_print(struct zc_rid rid, char out[ZC_RID_TEXT + 1])
{
    out[0] = rid.kind;
    zc_base32_put(rid.b, sizeof rid.b, out + 1);
    out[ZC_RID_TEXT] = '\0';
}

int zc_rid_cmp(struct zc_rid a, struct zc_rid b)
{
    return a.kind != b.kind ? (unsigned char)a.kind - (unsigned char)b.kind
                            : memcmp(a.b, b.b, sizeof a.b);
}

bool zc_rid_eq(struct zc_rid a, struct zc_rid b)
{
    return zc_rid_cmp(a, b) == 0;
}

bool zc_rid_is_set(struct zc_rid rid)
{
    return rid.kind != 0;
}

void zc_rid_number(struct zc_rid rid, char out[6])
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid, text);
    for (int i = 0; i < 5; i++)
        out[i] = (char)toupper((unsigned char)text[ZC_RID_TEXT - 5 + i]);
    out[5] = '\0';
}

bool zc_revid_parse(struct zc_str text, struct zc_revid *out)
{
    struct zc_revid id;
    if (text.len != ZC_REVID_TEXT || text.ptr[0] != 'r' ||
        !zc_base32_get(zc_str_from(text, 1), id.b, sizeof id.b))
        return false;
    *out = id;
    return true;
}

void zc_revid_print(const struct zc_revid *id, char out[ZC_REVID_TEXT + 1])
{
    out[0] = 'r';
    zc_base32_put(id->b, sizeof id->b, out + 1);
    out[ZC_REVID_TEXT] = '\0';
}

int zc_revid_cmp(const struct zc_revid *a, const struct zc_revid *b)
{
    return memcmp(a->b, b->b, sizeof a->b);
}

void zc_item_make(const uint8_t random[8], char out[ZC_ITEM_TEXT + 1])
{
    char digits[ZC_BASE32_LEN(8)];
    zc_base32_put(random, 8, digits); /* 13 digits; the last holds 4 bits and is left out */
    out[0] = 'i';
    memcpy(out + 1, digits, ZC_ITEM_TEXT - 1);
    out[ZC_ITEM_TEXT] = '\0';
}

bool zc_item_is(struct zc_str text)
{
    uint8_t bytes[8];
    char digits[ZC_BASE32_LEN(8)];
    if (text.len != ZC_ITEM_TEXT || text.ptr[0] != 'i')
        return false;
    memcpy(digits, text.ptr + 1, ZC_ITEM_TEXT - 1);
    digits[ZC_ITEM_TEXT - 1] = '0';
    return zc_base32_get((struct zc_str){ digits, sizeof digits }, bytes, sizeof bytes);
}

#pragma once
#include "core/hash.h"
#include "core/str.h"

/* Names of records, revisions and items of a repeat (MERGE.md 3.1). The leading letter keeps
 * spreadsheets from reading an id as a number or a date.
 *
 * rid    `e` + 24 base32: group number (1 byte), milliseconds since 1970 (6 bytes, big endian),
 *        8 random bytes; or `k` + 24 base32, derived from a key. Nobody reads the parts: the
 *        order makes neighbours of what one group registered one after another.
 * revid  `r` + 32 base32: the first 20 bytes of the hash of the revision (core/rev.h).
 * item   `i` + 12 base32, random: one row of a repeat. */

enum {
    ZC_RID_BYTES = 15,
    ZC_RID_TEXT = 25, /* characters, without NUL */
    ZC_RID_KEY = 16,  /* kind and 15 bytes, as a key of the store */
    ZC_REVID_BYTES = 20,
    ZC_REVID_TEXT = 33,
    ZC_ITEM_TEXT = 13
};

struct zc_rid {
    char kind; /* 'e' or 'k'; 0: none */
    uint8_t b[ZC_RID_BYTES];
};
struct zc_revid {
    uint8_t b[ZC_REVID_BYTES];
};

/* `ms` is the clock, `random` 8 random bytes: passed in, so that tests repeat. */
struct zc_rid zc_rid_make(unsigned group, uint64_t ms, const uint8_t random[8]);
/* The id of the record that a list row names: form, key field and key in normal form. */
struct zc_rid zc_rid_derive(struct zc_str form, struct zc_str field, struct zc_str key);
bool zc_rid_parse(struct zc_str text, struct zc_rid *out);
void zc_rid_print(struct zc_rid rid, char out[ZC_RID_TEXT + 1]);
int zc_rid_cmp(struct zc_rid a, struct zc_rid b); /* the order of the texts */
bool zc_rid_eq(struct zc_rid a, struct zc_rid b);
bool zc_rid_is_set(struct zc_rid rid);
/* The 编号 that people use: the last five characters in capitals (UX.md 5.11). */
void zc_rid_number(struct zc_rid rid, char out[6]);

bool zc_revid_parse(struct zc_str text, struct zc_revid *out);
void zc_revid_print(const struct zc_revid *id, char out[ZC_REVID_TEXT + 1]);
int zc_revid_cmp(const struct zc_revid *a, const struct zc_revid *b);

void zc_item_make(const uint8_t random[8], char out[ZC_ITEM_TEXT + 1]);
bool zc_item_is(struct zc_str text);

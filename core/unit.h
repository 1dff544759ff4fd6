#pragma once
#include "core/addr_key.h"
#include "core/name_key.h"

/* A unit (单位) as far as it matters whether another record describes the same one: comparison keys
 * of its code, name, telephone and address. Some 170 bytes with its name, so that a whole ledger
 * of a million fits in memory; texts other than the name are kept as hashes. A hash of 0 stands
 * for "not known". */

/* Records that share one of these are worth comparing; all others are not (blocking). */
enum zc_unit_key {
    ZC_UNIT_CODE, /* organisation code: positions 9 to 17 of a credit code, or 9 characters
                     elsewhere; other codes as they are */
    ZC_UNIT_NAME, /* how the name sounds without its legal form */
    ZC_UNIT_PHONE,
    ZC_UNIT_PLACE_HEAD, /* road and number, with the first two syllables of the name */
    ZC_UNIT_PLACE_TAIL, /* the same with the last two */
    ZC_UNIT_NAME_WHOLE, /* as ZC_UNIT_NAME with the brackets' contents, only where that differs:
                           昆仑（西宁）商贸 meets 昆仑西宁商贸 */
    ZC_UNIT_KEYS
};
enum { ZC_UNIT_KEY_BITS = 48 };

enum { ZC_UNIT_CODE_LEN = 18 };
struct zc_unit {
    struct zc_str name; /* loose key */
    uint64_t keys[ZC_UNIT_KEYS];
    uint32_t strict, loose, bare, sound;
    uint32_t phone, road, house, number, detail, trade;
    char
        code[ZC_UNIT_CODE_LEN]; /* cleaned; 无, 000…, an identity number or more characters: none */
    uint8_t code_len;
    bool has_door;   /* the address names more than the house */
    bool code_valid; /* a credit code whose checks are right */
};

/* What a record says; empty where it says nothing. */
struct zc_unit_text {
    struct zc_str name, sign; /* the sign over the door where there is no name */
    struct zc_str code, altcode, phone, addr, trade;
};

struct zc_unit_maker {
    const struct zc_gazetteer *places; /* borrowed, may be NULL */
    struct zc_name_key name;
    struct zc_addr_key addr;
    struct zc_buf work;
};
void zc_unit_maker_release(struct zc_unit_maker *maker);
/* `out->name` is borrowed from the maker until the next call. */
void zc_unit_make(struct zc_unit_maker *maker, const struct zc_unit_text *text,
                  struct zc_unit *out);
/* Appends the digits by which two spellings of a telephone number are equal: without blanks,
 * country and area code, the first of several. Nothing for fewer than 7. */
void zc_phone_key(struct zc_str phone, struct zc_buf *out);

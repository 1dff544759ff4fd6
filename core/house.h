#pragma once
#include "core/str.h"

/* A house number (门牌号) taken apart, so that doors can be put in the order in which somebody
 * walks past them, and two spellings of one number are one. Source: DOMAIN.md 7.3.
 *
 * The main number is the first run of digits. 甲 to 癸 or a letter beside it belongs to it (甲3 is
 * 3甲, 12A stands behind 12癸); 附 付 副 之 and a dash before a second number are one kind of
 * thing: 3附2, 3号之2 and 3-2 are one door. 附3 without a main number has none. Chinese numerals
 * count as digits, # as 号, and full-width forms as what they stand for. */

struct zc_house {
    bool has_main;
    uint64_t main;
    unsigned stem; /* 0 none; 1 to 10 甲 to 癸; 11 to 36 A to Z */
    uint64_t sub;  /* 0: none */
};

enum { ZC_HOUSE_STEMS = 10 };
/* 甲 to 癸 off the front: 1 to 10; 0: none. */
unsigned zc_house_stem_take(struct zc_str *rest);

/* Reads it out of whatever people write in the field, or of the number of an address key. */
struct zc_house zc_house_read(struct zc_str text);
/* Is any of it known? */
bool zc_house_is_set(const struct zc_house *house);
bool zc_house_eq(const struct zc_house *a, const struct zc_house *b);
/* Order within one number: 3, 3甲, 3甲-1, 3乙, 3-1, 3-2. */
int zc_house_cmp_within(const struct zc_house *a, const struct zc_house *b);
/* Appends the one spelling: 97, 3甲, 97-2, 3甲-2, 附3. Nothing when nothing is known. */
void zc_house_print(const struct zc_house *house, struct zc_buf *out);

#pragma once
#include "core/unit.h"

/* Do two records describe the same unit (疑似重复)? Signs for and against are weighed; which of
 * them were found is told in words, so that the person who decides sees why. Source of the tiers:
 * DOMAIN.md 10.4.
 *
 * tier 0  same valid credit code, same name
 *      1  same valid credit code, another name: a wrong code, or renamed
 *      2  same organisation code, or the same code of another kind
 *      3  same name character by character (strict key)
 *      4  the signs together say so: name alike or sounding alike, telephone, address
 *      5  only on demand: as 3 or 4, but both have a valid code, and not the same
 *
 * Beside the signs that a tier asks for the others must not outweigh them: two noodle shops of the
 * most common name in two streets, with two telephone numbers, are no pair. Names that differ in
 * what tells branches apart (zc_name_is_sibling) never are one below tier 2. */

enum {
    ZC_DUP_TIERS = 6,
    ZC_DUP_PROBABLE = 3, /* the last of the tiers that are "probable", */
    ZC_DUP_OFFERED = 4   /* and of those that people are asked about without their demand */
};

enum zc_dup_sign {
    ZC_DUP_CODE_SAME,
    ZC_DUP_ORG_SAME,
    ZC_DUP_CODE_NEAR, /* one character differs, and not both are valid */
    ZC_DUP_NAME_SAME,
    ZC_DUP_NAME_LOOSE, /* but for places, brackets and the legal form */
    ZC_DUP_NAME_SOUND,
    ZC_DUP_NAME_ALIKE,
    ZC_DUP_PHONE_SAME,
    ZC_DUP_DOOR_SAME,
    ZC_DUP_HOUSE_SAME, /* road and number; one of them tells no more */
    ZC_DUP_DOOR_OTHER, /* road and number, but another door */
    ZC_DUP_TRADE_SAME,
    ZC_DUP_CODE_LACKING, /* one of them has none */
    ZC_DUP_CODE_OTHER,
    ZC_DUP_CODE_CLASH, /* two different valid ones */
    ZC_DUP_NAME_UNLIKE,
    ZC_DUP_NAME_OTHER,
    ZC_DUP_NAME_SIBLING,
    ZC_DUP_PHONE_OTHER,
    ZC_DUP_PLACE_OTHER,
    ZC_DUP_TRADE_OTHER,
    ZC_DUP_SIGNS
};

struct zc_dup {
    int tier;
    double score;   /* 0 to 1, the share of pairs with such signs that are one unit; 0.5: open */
    unsigned signs; /* bits of zc_dup_sign */
};

/* True if the two are a candidate pair of a tier up to `worst`. `places` as in zc_unit_maker. */
bool zc_dup_compare(const struct zc_gazetteer *places, const struct zc_unit *a,
                    const struct zc_unit *b, int worst, struct zc_dup *out);
/* Appends the signs in the current language, those for it first: 电话相同 + 名称同音，地址不同. */
void zc_dup_words(const struct zc_dup *dup, struct zc_buf *out);
struct zc_text zc_dup_sign_text(enum zc_dup_sign sign);

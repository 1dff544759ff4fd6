#pragma once
#include "core/gazetteer.h"

/* Key of an address (地址键): road | number | building | unit | floor | room, in which two
 * spellings of one door are equal. Source: DOMAIN.md 10.3; never shown.
 *
 * Full-width forms, blanks and brackets with what they hold go; # is 号; 九号 is 9号; 幢 栋 座 号楼
 * name a building; F 层 楼 a floor, which is left out beside a room. Province, city, district,
 * street and community before the road are cut off. The road is the last road, street, lane or
 * village before the first digit; where there is none the name of the estate stands in for it. A
 * number behind the number (附3号, 之3, -3) belongs to it: 9-3; so does 甲 to 癸 beside it: 9甲.
 *
 * 西宁市城中区长江路9号1幢5楼501室 gives 长江路|9|1|||501. A road without a number says nothing. */

enum zc_addr_part {
    ZC_ADDR_ROAD,
    ZC_ADDR_NUMBER,
    ZC_ADDR_BUILDING,
    ZC_ADDR_UNIT,
    ZC_ADDR_FLOOR,
    ZC_ADDR_ROOM,
    ZC_ADDR_PARTS
};

struct zc_addr_key {
    struct zc_buf part[ZC_ADDR_PARTS];
    struct zc_buf work, more;
};

/* A zeroed key is ready for use, and for any number of addresses one after another. */
void zc_addr_key_set(struct zc_addr_key *key, const struct zc_gazetteer *places,
                     struct zc_str addr);
void zc_addr_key_release(struct zc_addr_key *key);
struct zc_str zc_addr_key_part(const struct zc_addr_key *key, enum zc_addr_part part);
/* The number without what belongs to it: 9 of 9-3, 附3 of 附3. */
struct zc_str zc_addr_key_house(const struct zc_addr_key *key);
/* Appends the parts with '|' between them. */
void zc_addr_key_print(const struct zc_addr_key *key, struct zc_buf *out);

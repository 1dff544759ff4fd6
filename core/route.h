#pragma once
#include "core/addr_key.h"
#include "core/arena.h"
#include "core/house.h"
#include "core/id.h"

/* The order of a walk (走访次序): doors and units as somebody comes past them who goes up one side
 * of a road and down the other. Source: DOMAIN.md 7.3.
 *
 * road    by the code points of its name
 * side    odd numbers ascending, then even numbers descending, then those without a number
 * house   the bare number, then 甲 乙 丙 …, then 附n, 之n, -n by n (core/house.h)
 * detail  building, unit, floor, room, each by its first number
 * id      of the record
 *
 * The number is that of the record's field `number`; where that has no digit, that of its address.
 * The road is compared as an address key has it (core/addr_key.h), so that the door of 水井巷 and
 * the unit in 西宁市城中区水井巷97号 meet. */

enum zc_route_side { ZC_SIDE_ODD, ZC_SIDE_EVEN, ZC_SIDE_NONE };

/* What a record says about where it is; empty where it says nothing. */
struct zc_route_text {
    struct zc_str road, number, building, addr;
};
enum { ZC_ROUTE_DETAILS = 4 };
struct zc_route_key {
    struct zc_str road;
    struct zc_house house;
    struct zc_str detail[ZC_ROUTE_DETAILS];
    struct zc_rid rid;
};

struct zc_route_maker {
    const struct zc_gazetteer *places; /* borrowed, may be NULL */
    struct zc_addr_key addr;
    struct zc_buf text;
};
void zc_route_maker_release(struct zc_route_maker *maker);
/* Texts of the key lie in `arena`. */
void zc_route_key_make(struct zc_route_maker *maker, const struct zc_route_text *text,
                       struct zc_rid rid, struct zc_arena *arena, struct zc_route_key *out);

enum zc_route_side zc_route_side(const struct zc_route_key *key);
int zc_route_cmp(const struct zc_route_key *a, const struct zc_route_key *b);
/* The same road and number: a unit stands behind that door. Without a number nothing does. */
bool zc_route_same_door(const struct zc_route_key *a, const struct zc_route_key *b);

#include "core/route.h"

void zc_route_maker_release(struct zc_route_maker *maker)
{
    zc_addr_key_release(&maker->addr);
    zc_buf_release(&maker->text);
}

static bool ends_with_digit(struct zc_str text)
{
    return text.len > 0 && text.ptr[text.len - 1] >= '0' && text.ptr[text.len - 1] <= '9';
}

/* The parts of a door as one address. */
static struct zc_str join(struct zc_route_maker *maker, const struct zc_route_text *text)
{
    struct zc_buf *out = &maker->text;
    zc_buf_reset(out);
    zc_buf_add(out, text->road);
    zc_buf_add(out, text->number);
    if (ends_with_digit(text->number))
        zc_buf_text(out, "号");
    zc_buf_add(out, text->building);
    return zc_buf_str(out);
}

void zc_route_key_make(struct zc_route_maker *maker, const struct zc_route_text *text,
                       struct zc_rid rid, struct zc_arena *arena, struct zc_route_key *out)
{
    struct zc_addr_key *addr = &maker->addr;
    static const enum zc_addr_part details[ZC_ROUTE_DETAILS] = { ZC_ADDR_BUILDING, ZC_ADDR_UNIT,
                                                                 ZC_ADDR_FLOOR, ZC_ADDR_ROOM };
    zc_addr_key_set(addr, maker->places, text->road.len > 0 ? join(maker, text) : text->addr);
    *out = (struct zc_route_key){
        .road = zc_arena_copy(arena, zc_addr_key_part(addr, ZC_ADDR_ROAD)),
        .house = zc_house_read(text->number),
        .rid = rid,
    };
    for (int i = 0; i < ZC_ROUTE_DETAILS; i++)
        out->detail[i] = zc_arena_copy(arena, zc_addr_key_part(addr, details[i]));
    if (!zc_house_is_set(&out->house))
        out->house = zc_house_read(zc_addr_key_part(addr, ZC_ADDR_NUMBER));
}

enum zc_route_side zc_route_side(const struct zc_route_key *key)
{
    if (!key->house.has_main)
        return ZC_SIDE_NONE;
    return key->house.main % 2 ? ZC_SIDE_ODD : ZC_SIDE_EVEN;
}

/* By the first number in it, then as text: b before b2, 2 before 10. */
static int cmp_detail(struct zc_str a, struct zc_str b)
{
    if (a.len == 0 || b.len == 0 || zc_str_eq(a, b))
        return (a.len > 0) - (b.len > 0);
    struct zc_house x = zc_house_read(a), y = zc_house_read(b);
    if (x.has_main && y.has_main && x.main != y.main)
        return x.main < y.main ? -1 : 1;
    return zc_str_cmp(a, b);
}

int zc_route_cmp(const struct zc_route_key *a, const struct zc_route_key *b)
{
    enum zc_route_side side = zc_route_side(a), other = zc_route_side(b);
    int order = zc_str_cmp(a->road, b->road);
    if (order != 0)
        return order;
    if (side != other)
        return side < other ? -1 : 1;
    if (a->house.main != b->house.main)
        return (a->house.main < b->house.main) == (side == ZC_SIDE_ODD) ? -1 : 1;
    order = zc_house_cmp_within(&a->house, &b->house);
    for (int i = 0; order == 0 && i < ZC_ROUTE_DETAILS; i++)
        order = cmp_detail(a->detail[i], b->detail[i]);
    return order ? order : zc_rid_cmp(a->rid, b->rid);
}

bool zc_route_same_door(const struct zc_route_key *a, const struct zc_route_key *b)
{
    return zc_house_is_set(&a->house) && zc_house_eq(&a->house, &b->house) &&
           zc_str_eq(a->road, b->road);
}

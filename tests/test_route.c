#include "core/arena.h"
#include "core/route.h"
#include "tests/check.h"

static const struct {
    struct zc_str text;
    const char *number; /* the one spelling; empty: nothing is known */
} numbers[] = {
    { ZC_LIT("97"), "97" },
    { ZC_LIT("97号"), "97" },
    { ZC_LIT("９７＃"), "97" },
    { ZC_LIT("九十七号"), "97" },
    { ZC_LIT("二十号"), "20" },
    { ZC_LIT("97附2"), "97-2" },
    { ZC_LIT("97号附2号"), "97-2" },
    { ZC_LIT("97付2"), "97-2" },
    { ZC_LIT("97副2号"), "97-2" },
    { ZC_LIT("97之2"), "97-2" },
    { ZC_LIT("97号之二"), "97-2" },
    { ZC_LIT("97—2"), "97-2" },
    { ZC_LIT("97 － 2 号"), "97-2" },
    { ZC_LIT("97附十二号"), "97-12" },
    { ZC_LIT("附1"), "附1" },
    { ZC_LIT("附一号"), "附1" },
    { ZC_LIT("之2"), "附2" },
    { ZC_LIT("甲3"), "3甲" },
    { ZC_LIT("甲3号"), "3甲" },
    { ZC_LIT("3甲"), "3甲" },
    { ZC_LIT("3号甲"), "3甲" },
    { ZC_LIT("甲三号"), "3甲" },
    { ZC_LIT("甲3附2"), "3甲-2" },
    { ZC_LIT("3甲-2"), "3甲-2" },
    { ZC_LIT("12a"), "12A" },
    { ZC_LIT("12Ａ号"), "12A" },
    { ZC_LIT("B3"), "3B" },
    { ZC_LIT("3号甲单元"), "3" },
    { ZC_LIT("3号b座"), "3" },
    { ZC_LIT("东门对面97号"), "97" },
    { ZC_LIT("附近97号"), "97" },
    { ZC_LIT("51-53号"), "51-53" },
    { ZC_LIT("无号"), "" },
    { ZC_LIT("甲"), "" },
    { ZC_LIT("附"), "" },
    { ZC_LIT(""), "" },
};

static void check_numbers(void)
{
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct zc_buf out = { 0 };
        struct zc_house house = zc_house_read(numbers[i].text), again;
        zc_house_print(&house, &out);
        zc_checkf(zc_str_is(zc_buf_str(&out), numbers[i].number), "number %.*s is %.*s",
                  ZC_ARG(numbers[i].text), ZC_ARG(zc_buf_str(&out)));
        again = zc_house_read(zc_buf_str(&out));
        zc_checkf(!zc_house_is_set(&house) || zc_house_eq(&house, &again),
                  "what %.*s is written as reads the same", ZC_ARG(numbers[i].text));
        zc_buf_release(&out);
    }
}

/* One walk, in its order: each stands before all that follow. */
static const struct zc_route_text walk[] = {
    { .addr = ZC_LIT("对面的小卖部") },
    { .addr = ZC_LIT("莫家街1号") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("1") },
    { .addr = ZC_LIT("西宁市城中区水井巷1号附1号") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("1之2") },
    { .addr = ZC_LIT("水井巷1-10") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("3号") },
    { .addr = ZC_LIT("水井巷3号1单元101室") },
    { .addr = ZC_LIT("水井巷3号2单元101室") },
    { .addr = ZC_LIT("水井巷3号1栋") },
    { .addr = ZC_LIT("水井巷3号2栋1单元301室") },
    { .addr = ZC_LIT("水井巷3号2栋1单元1001室") },
    { .addr = ZC_LIT("水井巷3号10栋") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("甲3") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("甲3附1") },
    { .addr = ZC_LIT("水井巷3号乙") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("3A") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("3附2") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("3附10") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("十一") },
    { .addr = ZC_LIT("水井巷101号") },
    { .addr = ZC_LIT("水井巷100号") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("12") },
    { .addr = ZC_LIT("水井巷十二号附1") },
    { .road = ZC_LIT("水井巷"), .number = ZC_LIT("2") },
    { .road = ZC_LIT("水井巷") },
};

/* 附 without a number is behind everything that has one, by n. */
static const struct zc_route_text loose[] = {
    { .road = ZC_LIT("园丁路"), .number = ZC_LIT("9") },
    { .road = ZC_LIT("园丁路"), .number = ZC_LIT("8") },
    { .road = ZC_LIT("园丁路") },
    { .road = ZC_LIT("园丁路"), .number = ZC_LIT("附1") },
    { .road = ZC_LIT("园丁路"), .number = ZC_LIT("之3") },
    { .addr = ZC_LIT("园丁路附12号") },
};

static struct zc_str say(const struct zc_route_text *text)
{
    return text->addr.len > 0 ? text->addr : text->number.len > 0 ? text->number : text->road;
}

static void check_order(const struct zc_route_text *texts, size_t n)
{
    struct zc_route_maker maker = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_route_key keys[40];
    for (size_t i = 0; i < n; i++) /* ids the other way round: they must not matter */
        zc_route_key_make(&maker, &texts[i],
                          zc_rid_make(1, 1000 - i, (const uint8_t[8]){ (uint8_t)(200 - i) }),
                          &arena, &keys[i]);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            /* Only names of roads differ in code points, which no table can put in order by hand.
             */
            if (!zc_str_eq(keys[i].road, keys[k].road))
                continue;
            zc_checkf(zc_route_cmp(&keys[i], &keys[k]) < 0 && zc_route_cmp(&keys[k], &keys[i]) > 0,
                      "%.*s comes before %.*s", ZC_ARG(say(&texts[i])), ZC_ARG(say(&texts[k])));
        }
    }
    zc_route_maker_release(&maker);
    zc_arena_release(&arena);
}

static void check_roads(void)
{
    static const char *const roads[] = { "一心路", "丁字街", "七一路", "水井巷", "莫家街" };
    struct zc_route_key a = { 0 }, b = { 0 };
    for (size_t i = 0; i + 1 < sizeof roads / sizeof roads[0]; i++) {
        a.road = zc_str_of(roads[i]);
        b.road = zc_str_of(roads[i + 1]);
        /* 一 U+4E00, 丁 U+4E01, 七 U+4E03, 水 U+6C34, 莫 U+83AB */
        zc_checkf(zc_route_cmp(&a, &b) < 0, "%s comes before %s", roads[i], roads[i + 1]);
    }
}

static const struct {
    struct zc_route_text a, b;
    bool same;
} doors[] = {
    { { .road = ZC_LIT("水井巷"), .number = ZC_LIT("97") },
      { .addr = ZC_LIT("水井巷97号水井巷市场D区48号") },
      true },
    { { .road = ZC_LIT("水井巷"), .number = ZC_LIT("97附2") },
      { .addr = ZC_LIT("青海省西宁市城中区水井巷97号-2") },
      true },
    { { .road = ZC_LIT("水井巷"), .number = ZC_LIT("甲3") },
      { .addr = ZC_LIT("水井巷3号甲") },
      true },
    { { .road = ZC_LIT("水井巷"), .number = ZC_LIT("甲3") },
      { .addr = ZC_LIT("水井巷甲3号2楼") },
      true },
    { { .road = ZC_LIT("水井巷"), .number = ZC_LIT("3") },
      { .addr = ZC_LIT("水井巷甲3号") },
      false },
    { { .road = ZC_LIT("水井巷"), .number = ZC_LIT("97") },
      { .addr = ZC_LIT("水井巷97号附2") },
      false },
    { { .road = ZC_LIT("人民街"), .number = ZC_LIT("164") },
      { .addr = ZC_LIT("人民街164号") },
      true },
    { { .road = ZC_LIT("水井巷"), .number = ZC_LIT("附3") },
      { .addr = ZC_LIT("水井巷副3号") },
      true },
    { { .road = ZC_LIT("水井巷") }, { .addr = ZC_LIT("水井巷") }, false },
};

static void check_doors(const struct zc_gazetteer *places)
{
    struct zc_route_maker maker = { .places = places };
    struct zc_arena arena = { 0 };
    struct zc_rid rid = { 0 };
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        struct zc_route_key a, b;
        zc_route_key_make(&maker, &doors[i].a, rid, &arena, &a);
        zc_route_key_make(&maker, &doors[i].b, rid, &arena, &b);
        zc_checkf(zc_route_same_door(&a, &b) == doors[i].same, "%.*s%.*s and %.*s are %s",
                  ZC_ARG(doors[i].a.road), ZC_ARG(doors[i].a.number), ZC_ARG(doors[i].b.addr),
                  doors[i].same ? "one door" : "two doors");
    }
    zc_route_maker_release(&maker);
    zc_arena_release(&arena);
}

int main(void)
{
    struct zc_gazetteer *places = zc_gazetteer_new();
    zc_gazetteer_add(places, ZC_STR("630103"), ZC_STR("城中区"), ZC_STR(""));
    /* A street office, a community and a road of one name each. */
    zc_gazetteer_add(places, ZC_STR("630103001"), ZC_STR("人民街街道"), ZC_STR("人民街"));
    zc_gazetteer_add(places, ZC_STR("630103001004"), ZC_STR("水井巷社区"), ZC_STR("水井巷"));
    check_numbers();
    check_order(walk, sizeof walk / sizeof walk[0]);
    check_order(loose, sizeof loose / sizeof loose[0]);
    check_roads();
    check_doors(places);
    zc_gazetteer_free(places);
    return zc_check_done();
}

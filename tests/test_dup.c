#include "core/dup_set.h"
#include "core/lang.h"
#include "tests/check.h"
#include <string.h>

/* Two records side by side, and what is to be thought of them. Codes of the range that is not
 * assigned. */

#define CODE_A       "916301030000010114"
#define CODE_A_TYPED "916301030000020114" /* one digit changed: not valid */
#define CODE_B       "9163010300000102XU"
#define ORG_B        "00000102-X"

struct side {
    const char *name, *code, *altcode, *phone, *addr, *trade;
};
static const struct {
    const char *name;
    struct side a, b;
    int tier; /* -1: no candidates */
    const char *words;
} pairs[] = {
    { "one code, one name",
      { "青海昆仑商贸有限公司", CODE_A, "", "", "", "" },
      { "昆仑商贸有限责任公司", CODE_A, "", "", "", "" },
      0,
      "代码相同 + 名称只差地名或公司字样" },
    { "a code typed in small letters",
      { "昆仑商贸公司", CODE_B, "", "", "", "" },
      { "昆仑商贸公司", "9163010300000102xu", "", "", "", "" },
      0,
      "代码相同 + 名称相同" },
    { "one code, another name",
      { "青海昆仑商贸有限公司", CODE_A, "", "", "", "" },
      { "河湟餐饮店", CODE_A, "", "", "", "" },
      1,
      "代码相同，名称不同" },
    { "the organisation code of a credit code",
      { "青海昆仑商贸有限公司", CODE_B, "", "", "", "" },
      { "昆仑商贸", "", ORG_B, "", "", "" },
      2,
      "组织机构代码相同 + 名称只差地名或公司字样" },
    { "the same name, and nothing else known",
      { "城中区老马牛肉面馆", CODE_A, "", "", "", "" },
      { "城中区老马牛肉面馆", "", "", "", "", "" },
      3,
      "名称相同，有一条没有代码" },
    { "the same name, two valid codes: on demand",
      { "城中区老马牛肉面馆", CODE_A, "", "", "长江路9号", "" },
      { "城中区老马牛肉面馆", CODE_B, "", "", "长江路9号", "" },
      5,
      "名称相同 + 地址相同，两个代码都有效而不同" },
    { "the most common name, in another street under another telephone",
      { "老马牛肉面馆", "", "", "13800000001", "长江路9号", "6220" },
      { "老马牛肉面馆", "", "", "13800000002", "七一路31号", "6220" },
      -1,
      "" },
    { "it moved, and kept its telephone",
      { "老马牛肉面馆", "", "", "13800000001", "长江路9号", "6220" },
      { "老马牛肉面馆", "", "", "138 0000 0001", "七一路31号", "6220" },
      3,
      "名称相同 + 电话相同 + 行业相同，地址不同" },
    { "sounding alike at one door",
      { "青海恒信家具有限公司", CODE_A, "", "", "长江路9号3号楼2单元501室", "" },
      { "恒信家俱有限公司", "", "", "", "城中区长江路9号3-2-501", "" },
      4,
      "名称同音 + 地址相同，有一条没有代码" },
    { "a digit of the code mistyped",
      { "昆仑商贸有限公司", CODE_A, "", "", "长江路9号", "" },
      { "昆仑伤贸有限公司", CODE_A_TYPED, "", "", "长江路9号", "" },
      4,
      "代码只差一位 + 名称同音 + 地址相同" },
    { "the same telephone at the same door, the name heard otherwise",
      { "西宁老马家牛肉面馆", CODE_A, "", "0971-6123456", "长江路9号", "6220" },
      { "老马家牛羊肉面馆", "", "", "6123456", "西宁市城中区长江路９号", "6220" },
      4,
      "名称相近 + 电话相同 + 地址相同 + 行业相同，有一条没有代码" },
    { "an equal address alone says nothing",
      { "昆仑商贸有限公司", CODE_A, "", "", "长江路9号", "5193" },
      { "河湟餐饮店", "", "", "", "长江路9号", "6210" },
      -1,
      "" },
    { "neighbours of one trade whose names differ in the trade name",
      { "马氏牛肉面馆", CODE_A, "", "13800000001", "长江路9号", "6220" },
      { "丁氏牛肉面馆", "", "", "", "长江路9号", "6220" },
      -1,
      "" },
    { "two branches at one telephone",
      { "河湟合作社第一综合门市部", "", "", "13800000001", "长江路9号", "" },
      { "河湟合作社第三综合门市部", "", "", "13800000001", "长江路9号", "" },
      -1,
      "" },
    { "a branch with the code of another",
      { "河湟合作社第一综合门市部", CODE_A, "", "", "", "" },
      { "河湟合作社第三综合门市部", CODE_A, "", "", "", "" },
      1,
      "代码相同，像是两家分店" },
    { "the same name but for place and legal form, and nothing against it",
      { "青海昆仑商贸有限公司", CODE_A, "", "", "长江路9号", "" },
      { "昆仑商贸", "", "", "", "", "" },
      4,
      "名称只差地名或公司字样，有一条没有代码" },
    { "the same with another telephone",
      { "青海昆仑商贸有限公司", CODE_A, "", "13800000001", "长江路9号", "" },
      { "昆仑商贸", "", "", "13800000002", "", "" },
      -1,
      "" },
    { "brackets with a division, or without brackets",
      { "青海昆仑(西宁)商贸有限公司", CODE_A, "", "", "", "" },
      { "青海昆仑西宁商贸有限公司", "", "", "", "", "" },
      3,
      "名称相同，有一条没有代码" },
    { "registration numbers",
      { "老马牛肉面馆", "", "320100000009428", "", "长江路9号", "" },
      { "老马牛肉面", "", "320100000009428", "", "长江路9号", "" },
      2,
      "代码相同 + 名称相近 + 地址相同" },
    { "no code is no code that both have",
      { "昆仑商贸公司", "无", "", "", "", "" },
      { "河湟餐饮店", "无", "", "", "", "" },
      -1,
      "" },
    { "nor is a made-up one",
      { "昆仑商贸公司", "111111111111111111", "", "", "", "" },
      { "河湟餐饮店", "111111111111111111", "", "", "", "" },
      -1,
      "" },
    { "nothing known", { "", "", "", "", "", "" }, { "", "", "", "", "", "" }, -1, "" },
    { "no name yet, the same telephone and door",
      { "", "", "", "13800000001", "长江路9号", "" },
      { "老马牛肉面馆", "", "", "13800000001", "长江路9号", "" },
      4,
      "电话相同 + 地址相同" },
};
enum { PAIRS = sizeof pairs / sizeof pairs[0] };

static struct zc_gazetteer *some_places(void)
{
    struct zc_gazetteer *places = zc_gazetteer_new();
    zc_gazetteer_add(places, ZC_STR("630103"), ZC_STR("城中区"), ZC_STR(""));
    zc_gazetteer_add(places, ZC_STR("630103004"), ZC_STR("礼让街街道"), ZC_STR("礼让街"));
    return places;
}

static void make(struct zc_unit_maker *maker, const struct side *side, struct zc_unit *out)
{
    struct zc_unit_text text = { .name = zc_str_of(side->name),
                                 .code = zc_str_of(side->code),
                                 .altcode = zc_str_of(side->altcode),
                                 .phone = zc_str_of(side->phone),
                                 .addr = zc_str_of(side->addr),
                                 .trade = zc_str_of(side->trade) };
    zc_unit_make(maker, &text, out);
}

static bool share_a_key(const struct zc_unit *a, const struct zc_unit *b)
{
    for (int i = 0; i < ZC_UNIT_KEYS; i++) {
        for (int k = 0; k < ZC_UNIT_KEYS; k++) {
            if (a->keys[i] && a->keys[i] == b->keys[k])
                return true;
        }
    }
    return false;
}

static void check_pair(size_t i, const struct zc_gazetteer *places)
{
    struct zc_unit_maker left = { .places = places }, right = { .places = places };
    struct zc_unit a, b;
    struct zc_dup there = { 0 }, back = { 0 };
    struct zc_buf words = { 0 };
    make(&left, &pairs[i].a, &a);
    make(&right, &pairs[i].b, &b);
    bool found = zc_dup_compare(places, &a, &b, ZC_DUP_TIERS - 1, &there);
    bool mirrored = zc_dup_compare(places, &b, &a, ZC_DUP_TIERS - 1, &back);
    zc_checkf((found ? there.tier : -1) == pairs[i].tier, "%s: tier %d, score %.2f", pairs[i].name,
              found ? there.tier : -1, there.score);
    zc_checkf(found == mirrored && there.tier == back.tier && there.signs == back.signs,
              "%s: the same from the other side", pairs[i].name);
    struct zc_dup less = { 0 };
    zc_checkf(!zc_dup_compare(places, &a, &b, pairs[i].tier - 1, &less), "%s: in no better tier",
              pairs[i].name);
    if (found) {
        zc_dup_words(&there, &words);
        zc_checkf(zc_str_is(zc_buf_str(&words), pairs[i].words), "%s: %s", pairs[i].name,
                  zc_buf_cstr(&words));
        zc_checkf(there.score >= .5 && there.score <= 1, "%s: %.2f is a share", pairs[i].name,
                  there.score);
        zc_checkf(share_a_key(&a, &b), "%s: they meet under a key", pairs[i].name);
    }
    zc_unit_maker_release(&left);
    zc_unit_maker_release(&right);
    zc_buf_release(&words);
}

/* Every pair of the table at once: the set finds those that the table has, each once. */
struct found {
    unsigned times[2 * PAIRS][2 * PAIRS];
    bool order;
};

static void note(void *ctx, uint32_t a, uint32_t b, const struct zc_dup *dup)
{
    struct found *found = ctx;
    (void)dup;
    found->order &= a < b;
    found->times[a][b]++;
}

static void check_set(const struct zc_gazetteer *places)
{
    static struct found found;
    struct zc_unit_maker maker = { .places = places };
    struct zc_dup_set *set = zc_dup_set_new(places, ZC_DUP_TIERS - 1);
    struct zc_unit unit;
    bool once = true;
    found.order = true;
    for (size_t i = 0; i < 2 * PAIRS; i++) {
        make(&maker, i % 2 ? &pairs[i / 2].b : &pairs[i / 2].a, &unit);
        zc_dup_set_add(set, &unit);
    }
    zc_check("nothing is done at first", zc_dup_set_done(set) == 0);
    while (zc_dup_set_step(set, note, &found))
        continue;
    zc_check("everything is done in the end", zc_dup_set_done(set) == 1);
    for (size_t i = 0; i < PAIRS; i++)
        zc_checkf((found.times[2 * i][2 * i + 1] > 0) == (pairs[i].tier >= 0), "in a set: %s",
                  pairs[i].name);
    for (size_t a = 0; a < 2 * PAIRS; a++) {
        for (size_t b = 0; b < 2 * PAIRS; b++)
            once &= found.times[a][b] <= 1;
    }
    zc_check("no pair comes twice", once);
    zc_check("the smaller number stands first", found.order);
    zc_dup_set_free(set);
    zc_unit_maker_release(&maker);
}

static void count(void *ctx, uint32_t a, uint32_t b, const struct zc_dup *dup)
{
    (void)a;
    (void)b;
    (void)dup;
    ++*(size_t *)ctx;
}

/* A telephone that everybody has says nothing, the other keys of its units still do. */
static void check_large_block(void)
{
    struct zc_unit_maker maker = { 0 };
    struct zc_dup_set *set = zc_dup_set_new(NULL, ZC_DUP_TIERS - 1);
    struct zc_unit unit;
    size_t n = 0;
    for (int i = 0; i < ZC_DUP_BLOCK_MAX + 2; i++) {
        struct side side = { "老马牛肉面馆", "", "", "13800000001", "长江路9号", "" };
        char name[40];
        snprintf(name, sizeof name, "第%d号商店", i / 2);
        if (i >= 4)
            side = (struct side){ name, "", "", "13800000001", "", "" };
        make(&maker, &side, &unit);
        zc_dup_set_add(set, &unit);
    }
    while (zc_dup_set_step(set, count, &n))
        continue;
    zc_checkf(n == 6 + (ZC_DUP_BLOCK_MAX - 2) / 2,
              "the pairs of one name each, not of one phone: %zu", n);
    zc_dup_set_free(set);
    zc_unit_maker_release(&maker);
}

static const struct {
    const char *phone, *key;
} phones[] = {
    { "13800000001", "13800000001" },
    { "138-0000 0001", "13800000001" },
    { "+86 138 0000 0001", "13800000001" },
    { "0971-6123456", "6123456" },
    { "(0971)6123456", "6123456" },
    { "6123456", "6123456" },
    { "13800000001/13800000002", "13800000001" },
    { "马经理 13800000001", "13800000001" },
    { "12345", "" },
    { "", "" },
};

int main(void)
{
    struct zc_gazetteer *places = some_places();
    zc_lang_set(ZC_LANG_ZH);
    for (size_t i = 0; i < PAIRS; i++)
        check_pair(i, places);
    check_set(places);
    check_large_block();
    for (size_t i = 0; i < sizeof phones / sizeof phones[0]; i++) {
        struct zc_buf key = { 0 };
        zc_phone_key(zc_str_of(phones[i].phone), &key);
        zc_checkf(zc_str_is(zc_buf_str(&key), phones[i].key), "telephone %s: %s", phones[i].phone,
                  zc_buf_cstr(&key));
        zc_buf_release(&key);
    }
    zc_gazetteer_free(places);
    return zc_check_done();
}

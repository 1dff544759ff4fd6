#include "core/dup.h"
#include "core/lang.h"
#include <assert.h>
#include <math.h>
#include <string.h>

/* Weights are logarithms of how much likelier the sign is among pairs of one unit than among
 * chance pairs that share a blocking key; tuned on generated ledgers (tests/bench/bench_dups.py)
 * and rounded to halves. */
static const struct {
    double weight;
    struct zc_text words;
} signs[] = {
    [ZC_DUP_CODE_SAME] = { 9, { "代码相同", "same code" } },
    [ZC_DUP_ORG_SAME] = { 7, { "组织机构代码相同", "same organisation code" } },
    [ZC_DUP_CODE_NEAR] = { 3, { "代码只差一位", "codes differ in one character" } },
    [ZC_DUP_NAME_SAME] = { 3.5, { "名称相同", "same name" } },
    [ZC_DUP_NAME_LOOSE] = { 3,
                            { "名称只差地名或公司字样", "names differ in place or legal form" } },
    [ZC_DUP_NAME_SOUND] = { 2.5, { "名称同音", "names sound alike" } },
    [ZC_DUP_NAME_ALIKE] = { 1.5, { "名称相近", "names are alike" } },
    [ZC_DUP_PHONE_SAME] = { 3.5, { "电话相同", "same telephone" } },
    [ZC_DUP_DOOR_SAME] = { 4, { "地址相同", "same address" } },
    [ZC_DUP_HOUSE_SAME] = { 2.5, { "门牌相同", "same house number" } },
    [ZC_DUP_DOOR_OTHER] = { 1, { "门牌相同而不同户", "same house number, other door" } },
    [ZC_DUP_TRADE_SAME] = { 0.5, { "行业相同", "same industry" } },
    [ZC_DUP_CODE_LACKING] = { 0, { "有一条没有代码", "one has no code" } },
    [ZC_DUP_CODE_OTHER] = { -6, { "代码不同", "other code" } },
    [ZC_DUP_CODE_CLASH] = { -6, { "两个代码都有效而不同", "two different valid codes" } },
    [ZC_DUP_NAME_UNLIKE] = { -1.5, { "名称不大像", "names are not very alike" } },
    [ZC_DUP_NAME_OTHER] = { -4, { "名称不同", "other name" } },
    [ZC_DUP_NAME_SIBLING] = { -8, { "像是两家分店", "seem to be two branches" } },
    [ZC_DUP_PHONE_OTHER] = { -1, { "电话不同", "other telephone" } },
    [ZC_DUP_PLACE_OTHER] = { -3.5, { "地址不同", "other address" } },
    [ZC_DUP_TRADE_OTHER] = { -2, { "行业不同", "other industry" } },
};
static_assert(sizeof signs / sizeof signs[0] == ZC_DUP_SIGNS, "a weight for every sign");

/* Sums from which a pair is shown; the lower one for names that are one name with nothing against
 * it, as in lists that hold little else. */
static const double least_sure = 4.5, least_named = 3, least_heard = 2.5;

struct zc_text zc_dup_sign_text(enum zc_dup_sign sign)
{
    return signs[sign].words;
}

static unsigned bit(enum zc_dup_sign sign)
{
    return 1u << sign;
}

static bool has_code(const struct zc_unit *unit)
{
    return unit->code_len > 0;
}

static unsigned code_signs(const struct zc_unit *a, const struct zc_unit *b)
{
    unsigned differing = 0;
    if (!has_code(a) || !has_code(b))
        return has_code(a) != has_code(b) ? bit(ZC_DUP_CODE_LACKING) : 0;
    for (int i = 0; i < a->code_len && a->code_len == b->code_len; i++)
        differing += a->code[i] != b->code[i];
    if (a->code_len == b->code_len && differing == 0)
        return bit(ZC_DUP_CODE_SAME);
    if (a->code_valid && b->code_valid)
        return bit(ZC_DUP_CODE_CLASH);
    if (a->keys[ZC_UNIT_CODE] == b->keys[ZC_UNIT_CODE])
        return bit(ZC_DUP_ORG_SAME);
    return bit(a->code_len == b->code_len && differing == 1 ? ZC_DUP_CODE_NEAR : ZC_DUP_CODE_OTHER);
}

static unsigned name_signs(const struct zc_gazetteer *places, const struct zc_unit *a,
                           const struct zc_unit *b)
{
    if (a->strict == 0 || b->strict == 0)
        return 0;
    if (a->strict == b->strict)
        return bit(ZC_DUP_NAME_SAME);
    if (a->loose == b->loose || a->bare == b->bare)
        return bit(ZC_DUP_NAME_LOOSE);
    if (a->sound == b->sound)
        return bit(ZC_DUP_NAME_SOUND);
    if (zc_name_is_sibling(places, a->name, b->name))
        return bit(ZC_DUP_NAME_SIBLING);
    bool trade_name;
    double dice = zc_name_dice(a->name, b->name);
    double overlap = zc_name_overlap(a->name, b->name, &trade_name);
    if (!trade_name && (dice >= .85 || overlap >= .8))
        return bit(ZC_DUP_NAME_ALIKE);
    return bit(dice >= .5 || overlap >= .5 ? ZC_DUP_NAME_UNLIKE : ZC_DUP_NAME_OTHER);
}

static unsigned place_signs(const struct zc_unit *a, const struct zc_unit *b)
{
    if (a->road == 0 || b->road == 0)
        return 0;
    if (a->road != b->road)
        return bit(ZC_DUP_PLACE_OTHER);
    if (a->house == 0 || b->house == 0)
        return 0;
    if (a->house != b->house)
        return bit(ZC_DUP_PLACE_OTHER);
    if (a->number == b->number && a->detail == b->detail)
        return bit(ZC_DUP_DOOR_SAME);
    return bit(a->has_door && b->has_door ? ZC_DUP_DOOR_OTHER : ZC_DUP_HOUSE_SAME);
}

static unsigned equal_signs(uint32_t a, uint32_t b, enum zc_dup_sign same, enum zc_dup_sign other)
{
    return a == 0 || b == 0 ? 0 : bit(a == b ? same : other);
}

static double weight_of(unsigned found)
{
    double sum = 0;
    for (int sign = 0; sign < ZC_DUP_SIGNS; sign++)
        sum += found & bit(sign) ? signs[sign].weight : 0;
    return sum;
}

static int tier_of(unsigned found, bool valid)
{
    if ((found & bit(ZC_DUP_CODE_SAME)) && valid)
        return found & (bit(ZC_DUP_NAME_SAME) | bit(ZC_DUP_NAME_LOOSE)) ? 0 : 1;
    if (found & (bit(ZC_DUP_CODE_SAME) | bit(ZC_DUP_ORG_SAME)))
        return 2;
    if (found & bit(ZC_DUP_CODE_CLASH))
        return 5;
    return found & bit(ZC_DUP_NAME_SAME) ? 3 : 4;
}

static bool is_heard(unsigned found)
{
    unsigned against = ~(bit(ZC_DUP_CODE_OTHER) - 1);
    return (found & (bit(ZC_DUP_NAME_LOOSE) | bit(ZC_DUP_NAME_SOUND))) && !(found & against);
}

/* How far the sum is from what the tier asks for. */
static double surplus(int tier, unsigned found, double sum)
{
    if (tier <= 2)
        return sum > 0 ? sum : 0;
    if (tier == 3)
        return sum - least_named;
    if (tier == 5)
        sum -= signs[ZC_DUP_CODE_CLASH].weight;
    if (found & bit(ZC_DUP_NAME_SIBLING))
        return -1;
    return sum - (is_heard(found) ? least_heard : least_sure);
}

/* Whether any name could make a pair of what else was found: names take the time, and of most units
 * that meet at a house number nothing can come. */
static bool is_open(unsigned found, int tier)
{
    return tier <= 2 ||
           surplus(tier, found | bit(ZC_DUP_NAME_SAME), weight_of(found | bit(ZC_DUP_NAME_SAME))) >=
               0 ||
           is_heard(found | bit(ZC_DUP_NAME_LOOSE));
}

bool zc_dup_compare(const struct zc_gazetteer *places, const struct zc_unit *a,
                    const struct zc_unit *b, int worst, struct zc_dup *out)
{
    unsigned found = code_signs(a, b) | place_signs(a, b) |
                     equal_signs(a->phone, b->phone, ZC_DUP_PHONE_SAME, ZC_DUP_PHONE_OTHER) |
                     equal_signs(a->trade, b->trade, ZC_DUP_TRADE_SAME, ZC_DUP_TRADE_OTHER);
    int tier = tier_of(found | bit(ZC_DUP_NAME_SAME), a->code_valid);
    if (tier > worst || !is_open(found, tier))
        return false;
    found |= name_signs(places, a, b);
    tier = tier_of(found, a->code_valid);
    double over = surplus(tier, found, weight_of(found));
    *out = (struct zc_dup){ tier, 1 / (1 + exp(-over * .7)), found };
    return over >= 0 && tier <= worst;
}

void zc_dup_words(const struct zc_dup *dup, struct zc_buf *out)
{
    bool any = false;
    for (int sign = 0; sign < ZC_DUP_SIGNS; sign++) {
        if (!(dup->signs & bit(sign)))
            continue;
        const char *between = sign < ZC_DUP_CODE_LACKING ? " + " : ZC_T("，", ", ");
        zc_buf_text(out, any ? between : "");
        zc_buf_text(out, zc_text_get(signs[sign].words));
        any = true;
    }
}

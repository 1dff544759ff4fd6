#include "core/house.h"
#include "core/fold_text.h"
#include "core/numeral.h"
#include "core/utf8.h"

static const char *const stems[ZC_HOUSE_STEMS] = { "甲", "乙", "丙", "丁", "戊",
                                                   "己", "庚", "辛", "壬", "癸" };

static bool take(struct zc_str *rest, const char *word)
{
    if (!zc_str_starts(*rest, zc_str_of(word)))
        return false;
    *rest = zc_str_from(*rest, zc_str_of(word).len);
    return true;
}

unsigned zc_house_stem_take(struct zc_str *rest)
{
    for (unsigned i = 0; i < ZC_HOUSE_STEMS; i++) {
        if (take(rest, stems[i]))
            return i + 1;
    }
    return 0;
}

static bool is_digit(struct zc_str text)
{
    return text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9';
}

static bool is_letter(struct zc_str text)
{
    return text.len > 0 && text.ptr[0] >= 'a' && text.ptr[0] <= 'z';
}

/* A letter by itself: the b of 12b, not that of 12bis. */
static unsigned take_letter(struct zc_str *rest)
{
    if (!is_letter(*rest) || is_letter(zc_str_from(*rest, 1)))
        return 0;
    unsigned letter = ZC_HOUSE_STEMS + 1 + (unsigned)(rest->ptr[0] - 'a');
    *rest = zc_str_from(*rest, 1);
    return letter;
}

/* What says that a part of a building comes, not a part of the number: 3号甲单元. */
static bool is_part(struct zc_str rest)
{
    static const char *const words[] = { "单元", "栋", "幢", "座", "楼", "区", "排" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (take(&rest, words[i]))
            return true;
    }
    return false;
}

static unsigned take_stem(struct zc_str *rest)
{
    struct zc_str behind = *rest;
    unsigned stem = zc_house_stem_take(&behind);
    if (stem == 0)
        stem = take_letter(&behind);
    if (stem == 0 || is_part(behind))
        return 0;
    *rest = behind;
    return stem;
}

static bool take_sub_word(struct zc_str *rest)
{
    return take(rest, "附") || take(rest, "付") || take(rest, "副") || take(rest, "之") ||
           take(rest, "-");
}

static uint64_t take_digits(struct zc_str *rest)
{
    const uint64_t most = 1000000000000u; /* longer runs are no numbers of houses */
    uint64_t value = 0;
    for (; is_digit(*rest); *rest = zc_str_from(*rest, 1))
        value = value < most ? value * 10 + (uint64_t)(rest->ptr[0] - '0') : value;
    return value;
}

static bool is_dash(uint32_t cp)
{
    return cp == '-' || cp == '_' || cp == '~' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212;
}

/* One spelling: half width, no blanks, one dash, digits for numerals. */
static void put_plain(struct zc_str text, struct zc_buf *out)
{
    struct zc_buf folded = { 0 };
    zc_fold_text(text, &folded);
    struct zc_str rest = zc_buf_str(&folded);
    while (rest.len > 0) {
        struct zc_str before = rest;
        uint32_t cp;
        int value = zc_numeral_take(&rest);
        if (value >= 0) {
            zc_buf_printf(out, "%d", value);
            continue;
        }
        zc_utf8_next(&rest, &cp);
        if (is_dash(cp))
            zc_buf_char(out, '-');
        else if (cp == '#')
            zc_buf_text(out, "号");
        else if (cp > ' ' && cp != 0x3000)
            zc_buf_bytes(out, before.ptr, before.len - rest.len);
    }
    zc_buf_release(&folded);
}

/* Goes to the first digit; what stands directly before it says what it is. */
static bool find_digits(struct zc_str *rest, unsigned *stem, bool *sub)
{
    uint32_t cp;
    *stem = 0;
    *sub = false;
    while (rest->len > 0 && !is_digit(*rest)) {
        unsigned found = take_stem(rest);
        if (found == 0 && take_sub_word(rest)) {
            *sub = true;
            continue;
        }
        if (found == 0)
            zc_utf8_next(rest, &cp);
        *stem = found;
        *sub = false;
    }
    return rest->len > 0;
}

struct zc_house zc_house_read(struct zc_str text)
{
    struct zc_house house = { 0 };
    struct zc_buf plain = { 0 };
    bool sub;
    put_plain(text, &plain);
    struct zc_str rest = zc_buf_str(&plain), behind;
    if (find_digits(&rest, &house.stem, &sub)) {
        uint64_t first = take_digits(&rest);
        house.has_main = !sub;
        house.main = sub ? 0 : first;
        house.sub = sub ? first : 0;
        take(&rest, "号");
        if (house.has_main && house.stem == 0)
            house.stem = take_stem(&rest);
        take(&rest, "号");
        behind = rest;
        if (house.has_main && take_sub_word(&behind) && is_digit(behind))
            house.sub = take_digits(&behind);
    } else {
        house.stem = 0;
    }
    zc_buf_release(&plain);
    return house;
}

bool zc_house_is_set(const struct zc_house *house)
{
    return house->has_main || house->sub > 0;
}

bool zc_house_eq(const struct zc_house *a, const struct zc_house *b)
{
    return a->has_main == b->has_main && a->main == b->main && zc_house_cmp_within(a, b) == 0;
}

/* Bare, with 甲 and the like, with 附 alone. */
static int kind_of(const struct zc_house *house)
{
    return house->stem > 0 ? 1 : house->sub > 0 ? 2 : 0;
}

int zc_house_cmp_within(const struct zc_house *a, const struct zc_house *b)
{
    if (kind_of(a) != kind_of(b))
        return kind_of(a) - kind_of(b);
    if (a->stem != b->stem)
        return a->stem < b->stem ? -1 : 1;
    return a->sub == b->sub ? 0 : a->sub < b->sub ? -1 : 1;
}

void zc_house_print(const struct zc_house *house, struct zc_buf *out)
{
    if (!zc_house_is_set(house))
        return;
    if (house->has_main)
        zc_buf_printf(out, "%llu", (unsigned long long)house->main);
    if (house->stem > ZC_HOUSE_STEMS)
        zc_buf_char(out, (char)('A' + (house->stem - ZC_HOUSE_STEMS - 1)));
    else if (house->stem > 0)
        zc_buf_text(out, stems[house->stem - 1]);
    if (house->sub > 0)
        zc_buf_printf(out, house->has_main ? "-%llu" : "附%llu", (unsigned long long)house->sub);
}

#include "core/name_key.h"
#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/utf8.h"
#include <string.h>

void zc_name_key_release(struct zc_name_key *key)
{
    zc_buf_release(&key->strict);
    zc_buf_release(&key->loose);
    zc_buf_release(&key->sound);
    zc_buf_release(&key->work);
    *key = (struct zc_name_key){ 0 };
}

struct zc_str zc_name_key_bare(const struct zc_name_key *key)
{
    return zc_str_head(zc_buf_str(&key->loose), key->bare_len);
}

/* Blanks and signs, of a folded text. */
static bool is_sign(uint32_t cp)
{
    if (cp < 0x80)
        return !(cp >= '0' && cp <= '9') && !(cp >= 'a' && cp <= 'z');
    return (cp >= 0xA0 && cp <= 0xBF) || (cp >= 0x2000 && cp <= 0x206F) ||
           (cp >= 0x2190 && cp <= 0x2BFF) || (cp >= 0x3000 && cp <= 0x303F) || cp == 0x30FB ||
           (cp >= 0xFE10 && cp <= 0xFE6F);
}

static void put_without_signs(struct zc_str text, struct zc_buf *out)
{
    struct zc_str rest = text, before = text;
    size_t chars = 0;
    uint32_t cp;
    for (; chars < ZC_NAME_MAX && zc_utf8_next(&rest, &cp); before = rest) {
        if (is_sign(cp))
            continue;
        zc_buf_bytes(out, before.ptr, before.len - rest.len);
        chars++;
    }
}

/* The folded text without brackets that hold the name of a division and nothing else. */
static void drop_divisions(struct zc_buf *text, const struct zc_gazetteer *places)
{
    size_t from = 0;
    for (;;) {
        struct zc_str all = zc_buf_str(text), rest = zc_str_from(all, from);
        size_t open = zc_str_find(rest, ZC_STR("(")), close = zc_str_find(rest, ZC_STR(")"));
        if (open == SIZE_MAX || close == SIZE_MAX || close < open)
            return;
        struct zc_str inside = zc_str_head(zc_str_from(rest, open + 1), close - open - 1);
        if (!zc_gazetteer_is(places, inside, ZC_GAZETTEER_ANY)) {
            from += close + 1;
            continue;
        }
        memmove(text->ptr + from + open, rest.ptr + close + 1, rest.len - close - 1);
        text->len -= close + 1 - open;
        from += open;
    }
}

static const struct zc_str company = ZC_LIT("公司");

/* Bytes of a long legal form at the front: it becomes 公司. */
static size_t legal_form_at(struct zc_str text)
{
    static const struct zc_str forms[] = { ZC_LIT("股份有限公司"), ZC_LIT("有限责任公司"),
                                           ZC_LIT("有限公司") };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (zc_str_starts(text, forms[i]))
            return forms[i].len;
    }
    return 0;
}

static const char *const numerals[] = { "零", "一", "二", "三", "四", "五",
                                        "六", "七", "八", "九", "十" };
enum { NUMERALS = sizeof numerals / sizeof numerals[0] };

/* 一 to 十 at the front: its number, -1: none. */
static int numeral_at(struct zc_str text)
{
    for (int i = 0; i < NUMERALS; i++) {
        if (zc_str_starts(text, zc_str_of(numerals[i])))
            return i;
    }
    return -1;
}

/* 第三 as 第3; 第十二 stays: branches of twelve are told apart by it all the same. */
static bool put_ordinal(struct zc_str *rest, struct zc_buf *out)
{
    static const struct zc_str ordinal = ZC_LIT("第");
    if (!zc_str_starts(*rest, ordinal))
        return false;
    struct zc_str behind = zc_str_from(*rest, ordinal.len);
    int number = numeral_at(behind);
    if (number < 0 || numeral_at(zc_str_from(behind, ordinal.len)) >= 0)
        return false;
    zc_buf_printf(out, "第%d", number);
    *rest = zc_str_from(behind, ordinal.len);
    return true;
}

static void shorten_forms(struct zc_str text, struct zc_buf *out)
{
    while (text.len > 0) {
        size_t form = legal_form_at(text);
        uint32_t cp;
        if (form > 0) {
            zc_buf_add(out, company);
            text = zc_str_from(text, form);
        } else if (!put_ordinal(&text, out)) {
            struct zc_str before = text;
            zc_utf8_next(&text, &cp);
            zc_buf_bytes(out, before.ptr, before.len - text.len);
        }
    }
}

static void drop_leading(struct zc_buf *text, const struct zc_gazetteer *places)
{
    enum { STAY = 4 };
    struct zc_str rest = zc_buf_str(text);
    size_t len;
    while ((len = zc_gazetteer_at(places, rest, ZC_GAZETTEER_OWN)) > 0 &&
           zc_utf8_chars(zc_str_from(rest, len)) >= STAY)
        rest = zc_str_from(rest, len);
    if (rest.len < text->len)
        memmove(text->ptr, rest.ptr, rest.len);
    text->len = rest.len;
}

static void put_sound(struct zc_str text, struct zc_buf *out)
{
    struct zc_str before = text, word;
    uint32_t cp;
    for (; zc_utf8_next(&text, &cp); before = text) {
        struct zc_str readings = cp < 0x80 ? (struct zc_str){ 0 } : zc_pinyin_readings(cp);
        if (zc_str_word(&readings, &word))
            zc_buf_add(out, word);
        else
            zc_buf_bytes(out, before.ptr, before.len - text.len);
        zc_buf_char(out, ' ');
    }
}

/* Without 公司, and without what is left of a legal form that was cut short (昆仑商贸股份). */
static size_t bare_len(struct zc_str loose)
{
    static const struct zc_str ends[] = { ZC_LIT("公司"), ZC_LIT("股份"), ZC_LIT("有限责任"),
                                          ZC_LIT("有限") };
    enum { STAY = 2 * 3 };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (zc_str_ends(loose, ends[i]) && loose.len >= ends[i].len + STAY)
            return loose.len - ends[i].len;
    }
    return loose.len;
}

void zc_name_key_set(struct zc_name_key *key, const struct zc_gazetteer *places, struct zc_str name)
{
    zc_buf_reset(&key->strict);
    zc_buf_reset(&key->loose);
    zc_buf_reset(&key->sound);
    zc_buf_reset(&key->work);
    zc_fold_text(name, &key->work);
    put_without_signs(zc_buf_str(&key->work), &key->strict);
    drop_divisions(&key->work, places);
    put_without_signs(zc_buf_str(&key->work), &key->sound);
    zc_buf_reset(&key->work);
    shorten_forms(zc_buf_str(&key->sound), &key->loose);
    drop_leading(&key->loose, places);
    key->bare_len = bare_len(zc_buf_str(&key->loose));
    zc_buf_reset(&key->sound);
    put_sound(zc_name_key_bare(key), &key->sound);
}

/* Two names side by side */

static size_t decode(struct zc_str text, uint32_t out[ZC_NAME_MAX])
{
    size_t n = 0;
    while (n < ZC_NAME_MAX && zc_utf8_next(&text, &out[n]))
        n++;
    return n;
}

static void cut_start(struct zc_str *a, struct zc_str *b)
{
    struct zc_str ra = *a, rb = *b;
    uint32_t ca, cb;
    while (zc_utf8_next(&ra, &ca) && zc_utf8_next(&rb, &cb) && ca == cb) {
        *a = ra;
        *b = rb;
    }
}

static void cut_end(struct zc_str *a, struct zc_str *b)
{
    struct zc_str ra = *a, rb = *b;
    uint32_t ca, cb;
    while (zc_utf8_prev(&ra, &ca) && zc_utf8_prev(&rb, &cb) && ca == cb) {
        *a = ra;
        *b = rb;
    }
}

/* Words that tell branches of one unit apart. The short ones do so only beside another word: a
 * name with 店 or without it is the same name. */
static const struct zc_str branch_words[] = {
    ZC_LIT("分公司"), ZC_LIT("分店"),   ZC_LIT("分部"),   ZC_LIT("分园"),
    ZC_LIT("分校"),   ZC_LIT("分院"),   ZC_LIT("分社"),   ZC_LIT("分厂"),
    ZC_LIT("门市部"), ZC_LIT("营业部"), ZC_LIT("营业厅"), ZC_LIT("营业所"),
    ZC_LIT("加油站"), ZC_LIT("连锁店"), ZC_LIT("专卖店"), ZC_LIT("校区"),
};
static const struct zc_str short_words[] = {
    ZC_LIT("店"), ZC_LIT("路"), ZC_LIT("街"), ZC_LIT("巷"), ZC_LIT("第"), ZC_LIT("号"),
};
static const struct zc_str position_words[] = {
    ZC_LIT("东"), ZC_LIT("南"), ZC_LIT("西"), ZC_LIT("北"), ZC_LIT("中"), ZC_LIT("上"),
    ZC_LIT("下"), ZC_LIT("前"), ZC_LIT("后"), ZC_LIT("新"), ZC_LIT("老"), ZC_LIT("内"),
    ZC_LIT("外"), ZC_LIT("甲"), ZC_LIT("乙"), ZC_LIT("丙"), ZC_LIT("丁"),
};

#define WORD_AT(words, text) word_at(words, sizeof words / sizeof words[0], text)

static size_t word_at(const struct zc_str *words, size_t n, struct zc_str text)
{
    for (size_t i = 0; i < n; i++) {
        if (zc_str_starts(text, words[i]))
            return words[i].len;
    }
    return 0;
}

static size_t digits_at(struct zc_str text)
{
    size_t n = 0;
    while (n < text.len && text.ptr[n] >= '0' && text.ptr[n] <= '9')
        n++;
    return n;
}

/* Bytes of a discriminating word at the front, 0: none. */
static size_t telling_at(const struct zc_gazetteer *places, struct zc_str text)
{
    size_t len = zc_gazetteer_at(places, text, ZC_GAZETTEER_ANY);
    if (len == 0)
        len = digits_at(text);
    if (len == 0)
        len = WORD_AT(branch_words, text);
    if (len == 0)
        len = WORD_AT(position_words, text);
    if (len == 0 && numeral_at(text) >= 0)
        len = strlen(numerals[0]);
    return len;
}

/* True if the text has no other words; *tells when there is one that is not short. */
static bool is_telling(const struct zc_gazetteer *places, struct zc_str text, bool *tells)
{
    while (text.len > 0) {
        size_t len = telling_at(places, text);
        *tells |= len > 0;
        if (len == 0)
            len = WORD_AT(short_words, text);
        if (len == 0)
            return false;
        text = zc_str_from(text, len);
    }
    return true;
}

/* The digits of a name, and those of another, are the same ones. */
static bool same_digits(struct zc_str a, struct zc_str b)
{
    for (;;) {
        size_t la, lb;
        while (a.len > 0 && digits_at(a) == 0)
            a = zc_str_from(a, 1);
        while (b.len > 0 && digits_at(b) == 0)
            b = zc_str_from(b, 1);
        la = digits_at(a);
        lb = digits_at(b);
        if (!zc_str_eq(zc_str_head(a, la), zc_str_head(b, lb)))
            return false;
        if (la == 0)
            return true;
        a = zc_str_from(a, la);
        b = zc_str_from(b, lb);
    }
}

/* 老马牛肉面馆 and 老马牛肉面馆南大店, 老马牛肉面馆人民店 and 老马牛肉面馆南大店: what is left of
 * them behind a common start of some length is a shop's own name. */
static bool are_shops(struct zc_str a, struct zc_str b, struct zc_str left, struct zc_str right)
{
    static const struct zc_str shop = ZC_LIT("店");
    enum { BASE = 4 * 3 };
    size_t start = a.len - left.len; /* without a common end */
    if (start < BASE || zc_str_eq(left, shop) || zc_str_eq(right, shop) ||
        b.len - right.len != start)
        return false;
    return (left.len == 0 || zc_str_ends(left, shop)) &&
           (right.len == 0 || zc_str_ends(right, shop));
}

bool zc_name_is_sibling(const struct zc_gazetteer *places, struct zc_str a, struct zc_str b)
{
    struct zc_str left = a, right = b;
    bool tells = false;
    if (zc_str_eq(a, b))
        return false;
    if (!same_digits(a, b))
        return true;
    cut_start(&left, &right);
    if (are_shops(a, b, left, right))
        return true;
    cut_end(&left, &right);
    return is_telling(places, left, &tells) && is_telling(places, right, &tells) && tells;
}

double zc_name_dice(struct zc_str a, struct zc_str b)
{
    uint32_t ca[ZC_NAME_MAX], cb[ZC_NAME_MAX];
    size_t na = decode(a, ca), nb = decode(b, cb), both = 0;
    bool used[ZC_NAME_MAX] = { false };
    if (na < 2 || nb < 2)
        return zc_str_eq(a, b) && na > 0 ? 1 : 0;
    for (size_t i = 0; i + 1 < na; i++) {
        for (size_t k = 0; k + 1 < nb; k++) {
            if (used[k] || ca[i] != cb[k] || ca[i + 1] != cb[k + 1])
                continue;
            used[k] = true;
            both++;
            break;
        }
    }
    return 2.0 * (double)both / (double)(na + nb - 2);
}

double zc_name_overlap(struct zc_str a, struct zc_str b, bool *trade_name)
{
    enum { TRADE_NAME = 3 };
    size_t na = zc_utf8_chars(a), nb = zc_utf8_chars(b);
    cut_start(&a, &b);
    size_t start = na - zc_utf8_chars(a);
    cut_end(&a, &b);
    size_t la = zc_utf8_chars(a), lb = zc_utf8_chars(b);
    size_t longer = na > nb ? na : nb, other = la > lb ? la : lb;
    *trade_name = la > 0 && lb > 0 && start < TRADE_NAME;
    return longer ? 1.0 - (double)other / (double)longer : 0;
}

#include "core/addr_key.h"
#include "core/fold_text.h"
#include "core/house.h"
#include "core/numeral.h"
#include "core/utf8.h"

void zc_addr_key_release(struct zc_addr_key *key)
{
    for (int i = 0; i < ZC_ADDR_PARTS; i++)
        zc_buf_release(&key->part[i]);
    zc_buf_release(&key->work);
    zc_buf_release(&key->more);
}

struct zc_str zc_addr_key_part(const struct zc_addr_key *key, enum zc_addr_part part)
{
    return zc_buf_str(&key->part[part]);
}

struct zc_str zc_addr_key_house(const struct zc_addr_key *key)
{
    struct zc_str number = zc_addr_key_part(key, ZC_ADDR_NUMBER);
    size_t dash = zc_str_find(number, ZC_STR("-"));
    return dash == SIZE_MAX ? number : zc_str_head(number, dash);
}

void zc_addr_key_print(const struct zc_addr_key *key, struct zc_buf *out)
{
    for (int i = 0; i < ZC_ADDR_PARTS; i++) {
        zc_buf_text(out, i ? "|" : "");
        zc_buf_add(out, zc_addr_key_part(key, i));
    }
}

/* Words */

/* Nearly every character is asked about dozens of words: two bytes tell most of them apart. */
static bool take(struct zc_str *rest, const char *word)
{
    if (rest->len < 2 ? word[1] != '\0' : word[1] != '\0' && rest->ptr[1] != word[1])
        return false;
    struct zc_str prefix = zc_str_of(word);
    if (!zc_str_starts(*rest, prefix))
        return false;
    *rest = zc_str_from(*rest, prefix.len);
    return true;
}

/* Takes the first of some words, which ends with a NULL. */
static bool take_any(struct zc_str *rest, const char *const *words)
{
    for (; *words; words++) {
        if (take(rest, *words))
            return true;
    }
    return false;
}

static const char *const building_words[] = { "号楼", "栋", "幢", "座", NULL };
static const char *const unit_words[] = { "单元", NULL };
static const char *const floor_words[] = { "层", "楼", "f", NULL };
static const char *const room_words[] = { "室", "房", NULL };
static const char *const sub_words[] = { "附", "付", "副", "之", NULL };
static const char *const road_words[] = { "路", "街", "巷", "道", "村", NULL };

static bool is_digit(struct zc_str text)
{
    return text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9';
}

static bool is_letter(struct zc_str text)
{
    return text.len > 0 && text.ptr[0] >= 'a' && text.ptr[0] <= 'z';
}

/* 甲 to 癸 beside a number belong to it: 甲3 and 3甲 are one door, and not 3. */
static struct zc_str take_stem(struct zc_str *rest)
{
    static const char *const parts[] = { "单元", "栋", "幢", "座", "楼", "区", "排", NULL };
    struct zc_str from = *rest, behind = *rest, after;
    if (!zc_house_stem_take(&behind))
        return (struct zc_str){ 0 };
    after = behind;
    if (take_any(&after, parts)) /* 甲单元 */
        return (struct zc_str){ 0 };
    *rest = behind;
    return zc_str_head(from, from.len - behind.len);
}

/* Steps that make one spelling of many */

static bool is_dash(uint32_t cp)
{
    return cp == '-' || cp == '_' || cp == '~' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212;
}

static bool opens(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '{' || cp == 0x3010 || cp == 0x3014;
}

static bool closes(uint32_t cp)
{
    return cp == ')' || cp == ']' || cp == '}' || cp == 0x3011 || cp == 0x3015;
}

static void put_plain(struct zc_str text, struct zc_buf *out)
{
    struct zc_str before = text;
    unsigned depth = 0;
    uint32_t cp;
    for (; zc_utf8_next(&text, &cp); before = text) {
        if (opens(cp))
            depth++;
        if (depth == 0 && is_dash(cp))
            zc_buf_char(out, '-');
        else if (depth == 0 && cp == '#')
            zc_buf_text(out, "号");
        else if (depth == 0 && cp > ' ' && cp != ',' && cp != 0x3000 && cp != 0x3001)
            zc_buf_bytes(out, before.ptr, before.len - text.len);
        if (closes(cp) && depth > 0)
            depth--;
    }
}

/* 九号 as 9号, 一号楼 as 1号楼, and so before 栋 单元 层 室; 七一路 stays. */
static void put_digits(struct zc_str text, struct zc_buf *out)
{
    static const char *const behind[] = { "号", "栋", "幢", "座", "单元", "层", "楼", "室", NULL };
    while (text.len > 0) {
        struct zc_str before = text, rest = text, after;
        uint32_t cp;
        int value = zc_numeral_take(&rest);
        after = rest;
        if (value >= 0 && take_any(&after, behind)) {
            zc_buf_printf(out, "%d", value);
            text = rest;
            continue;
        }
        zc_utf8_next(&text, &cp);
        zc_buf_bytes(out, before.ptr, before.len - text.len);
    }
}

/* The road */

/* The last name that ends with a road word; the whole text when there is none. */
static struct zc_str road_of(struct zc_str head, const struct zc_gazetteer *places)
{
    struct zc_str rest = head, from = head, road = { 0 };
    uint32_t cp;
    while (rest.len > 0) {
        struct zc_str behind = rest;
        if (!take_any(&behind, road_words)) {
            zc_utf8_next(&rest, &cp);
            continue;
        }
        if (from.len - behind.len > 3) /* the word alone is no road: 城南街道 */
            road = zc_str_head(from, from.len - behind.len);
        rest = from = behind;
    }
    if (road.len == 0)
        return head;
    size_t village = zc_gazetteer_before(places, road, ZC_GAZETTEER_VILLAGE);
    return village ? zc_str_from(road, road.len - village) : road;
}

/* Bytes before the number: the first digit, or a letter or 附 that belongs to one. */
static size_t head_len(struct zc_str text)
{
    struct zc_str rest = text;
    uint32_t cp;
    while (rest.len > 0 && !is_digit(rest)) {
        struct zc_str behind = rest;
        if (is_letter(rest)) {
            do
                behind = zc_str_from(behind, 1);
            while (is_letter(behind));
            if (is_digit(behind) || take_any(&behind, building_words))
                break;
        } else if ((take_any(&behind, sub_words) || take_stem(&behind).len > 0) &&
                   is_digit(behind)) {
            break;
        }
        zc_utf8_next(&rest, &cp);
    }
    return text.len - rest.len;
}

static struct zc_str without_places(struct zc_str text, const struct zc_gazetteer *places)
{
    enum {
        BEFORE =
            ZC_GAZETTEER_OWN | ZC_GAZETTEER_DIVISION | ZC_GAZETTEER_STREET | ZC_GAZETTEER_COMMUNITY
    };
    size_t len;
    while ((len = zc_gazetteer_at(places, text, BEFORE)) > 0 && len < text.len)
        text = zc_str_from(text, len);
    return text;
}

/* What follows the road */

/* 9, b, a12, 12a; the f of 14f is a word. */
static struct zc_str take_digits(struct zc_str *rest)
{
    struct zc_str from = *rest;
    while (is_digit(*rest) || (is_letter(*rest) && !(rest->len < from.len && rest->ptr[0] == 'f')))
        *rest = zc_str_from(*rest, 1);
    return zc_str_head(from, from.len - rest->len);
}

static void set(struct zc_addr_key *key, enum zc_addr_part part, struct zc_str value)
{
    if (key->part[part].len == 0)
        zc_buf_add(&key->part[part], value);
}

static bool has(const struct zc_addr_key *key, enum zc_addr_part part)
{
    return key->part[part].len > 0;
}

/* A number that a word behind it names; false: a bare one. */
static bool set_named(struct zc_addr_key *key, struct zc_str value, struct zc_str *rest)
{
    if (take_any(rest, building_words))
        set(key, ZC_ADDR_BUILDING, value);
    else if (take_any(rest, unit_words))
        set(key, ZC_ADDR_UNIT, value);
    else if (take_any(rest, room_words))
        set(key, ZC_ADDR_ROOM, value);
    else if (take_any(rest, floor_words))
        set(key, ZC_ADDR_FLOOR, value);
    else
        return false;
    return true;
}

static void add_sub(struct zc_addr_key *key, struct zc_str value)
{
    struct zc_buf *number = &key->part[ZC_ADDR_NUMBER];
    if (number->len > 0)
        zc_buf_char(number, '-');
    else
        zc_buf_text(number, "附");
    zc_buf_add(number, value);
}

/* 3-2-501 behind the number: building, unit, room; 3-501: building, room; -7: of the number. */
static void set_bare(struct zc_addr_key *key, const struct zc_str *values, size_t n, bool joined)
{
    if (n == 1 && joined && !has(key, ZC_ADDR_BUILDING)) {
        add_sub(key, values[0]);
        return;
    }
    if (n > 1)
        set(key, ZC_ADDR_BUILDING, values[0]);
    if (n > 2)
        set(key, ZC_ADDR_UNIT, values[1]);
    set(key, ZC_ADDR_ROOM, values[n - 1]);
}

/* The first number of all, 9, 甲9, 7-4, 附3 or 9号附3: of the house, unless a word says otherwise.
 */
static void take_number(struct zc_addr_key *key, struct zc_str *rest)
{
    struct zc_str before = *rest;
    bool sub = take_any(rest, sub_words);
    struct zc_str stem = sub ? (struct zc_str){ 0 } : take_stem(rest);
    struct zc_str value = take_digits(rest), tail = { 0 };
    struct zc_str behind = *rest;
    if (value.len == 0) {
        *rest = before;
        return;
    }
    if (!sub && take(&behind, "-") && is_digit(behind)) {
        tail = take_digits(&behind);
        if (zc_str_starts(behind, ZC_STR("-"))) /* 3-2-501 without a number before */
            tail = (struct zc_str){ 0 };
        else
            *rest = behind;
    }
    behind = *rest;
    struct zc_addr_key named = { 0 };
    bool is_named = !sub && tail.len == 0 && set_named(&named, value, &behind);
    zc_addr_key_release(&named);
    if (is_named || (!sub && zc_str_starts(*rest, ZC_STR("-")))) {
        *rest = before;
        return;
    }
    if (sub)
        add_sub(key, value);
    else
        zc_buf_add(&key->part[ZC_ADDR_NUMBER], value);
    take(rest, "号");
    if (!sub && tail.len == 0 && stem.len == 0)
        stem = take_stem(rest);
    if (!sub)
        zc_buf_add(&key->part[ZC_ADDR_NUMBER], stem);
    if (tail.len > 0)
        add_sub(key, tail);
    take(rest, "号");
}

static void take_details(struct zc_addr_key *key, struct zc_str rest)
{
    enum { VALUES = 4 };
    uint32_t cp;
    bool first = true;
    while (rest.len > 0) {
        struct zc_str values[VALUES], behind = rest;
        size_t n = 0;
        bool joined = take(&rest, "-") && first && has(key, ZC_ADDR_NUMBER);
        if (take_any(&behind, sub_words) && is_digit(behind)) {
            add_sub(key, take_digits(&behind));
            take(&behind, "号");
            rest = behind;
            continue;
        }
        if (!is_digit(rest) && !is_letter(rest)) {
            if (rest.len > 0)
                zc_utf8_next(&rest, &cp);
            first = false;
            continue;
        }
        do
            values[n++] = take_digits(&rest);
        while (n < VALUES && zc_str_starts(rest, ZC_STR("-")) && is_digit(zc_str_from(rest, 1)) &&
               take(&rest, "-"));
        /* Letters that no word takes up (wanda广场) are a name. */
        if (n == 1 && !set_named(key, values[0], &rest) && is_digit(values[0]))
            set_bare(key, values, n, joined);
        else if (n > 1)
            set_bare(key, values, n, joined);
        take(&rest, "号");
        take_any(&rest, room_words);
        first = false;
    }
}

void zc_addr_key_set(struct zc_addr_key *key, const struct zc_gazetteer *places, struct zc_str addr)
{
    for (int i = 0; i < ZC_ADDR_PARTS; i++)
        zc_buf_reset(&key->part[i]);
    zc_buf_reset(&key->work);
    zc_buf_reset(&key->more);
    zc_fold_text(addr, &key->more);
    put_plain(zc_buf_str(&key->more), &key->work);
    zc_buf_reset(&key->more);
    put_digits(zc_buf_str(&key->work), &key->more);
    struct zc_str text = without_places(zc_buf_str(&key->more), places);
    size_t head = head_len(text);
    zc_buf_add(&key->part[ZC_ADDR_ROAD], road_of(zc_str_head(text, head), places));
    struct zc_str rest = zc_str_from(text, head);
    take_number(key, &rest);
    take_details(key, rest);
    if (has(key, ZC_ADDR_ROOM))
        zc_buf_reset(&key->part[ZC_ADDR_FLOOR]);
}

#include "core/unit.h"
#include "core/fold_text.h"
#include "core/uscc.h"
#include <string.h>

void zc_unit_maker_release(struct zc_unit_maker *maker)
{
    zc_name_key_release(&maker->name);
    zc_addr_key_release(&maker->addr);
    zc_buf_release(&maker->work);
}

/* FNV-1a, stirred at the end; never 0. `seed` keeps the kinds of texts apart. */
static uint64_t hash_on(uint64_t seed, struct zc_str text)
{
    uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash;
}

static uint32_t short_hash(struct zc_str text)
{
    uint32_t hash = (uint32_t)hash_on(0, text);
    return text.len == 0 ? 0 : hash ? hash : 1;
}

static uint64_t key_of(enum zc_unit_key kind, uint64_t with, struct zc_str text)
{
    uint64_t hash = hash_on(with * 31 + (uint64_t)kind + 1, text) >> (64 - ZC_UNIT_KEY_BITS);
    return text.len == 0 ? 0 : hash ? hash : 1;
}

void zc_phone_key(struct zc_str phone, struct zc_buf *out)
{
    enum { LEAST = 7, MOBILE = 11, AREA = 3 };
    size_t from = out->len;
    for (size_t i = 0; i < phone.len; i++) {
        char c = phone.ptr[i];
        if (c >= '0' && c <= '9')
            zc_buf_char(out, c);
        else if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '+' &&
                 out->len - from >= LEAST)
            break;
    }
    struct zc_str digits = zc_str_from(zc_buf_str(out), from);
    if (digits.len > MOBILE && zc_str_starts(digits, ZC_STR("86")))
        digits = zc_str_from(digits, 2);
    if (digits.len >= AREA + LEAST && digits.ptr[0] == '0') /* 0971 and 010 alike: the last seven */
        digits = zc_str_from(digits, digits.len - LEAST);
    if (digits.len < LEAST)
        digits.len = 0;
    if (digits.len > 0)
        memmove(out->ptr + from, digits.ptr, digits.len);
    out->len = from + digits.len;
}

/* What people write where there is no code, and what never is one. */
static bool is_no_code(struct zc_str code)
{
    enum zc_verdict verdict = zc_uscc_judge(code, false);
    return code.len > ZC_UNIT_CODE_LEN || verdict == ZC_VERDICT_MISSING ||
           verdict == ZC_VERDICT_DUMMY || verdict == ZC_VERDICT_PERSON_ID;
}

static void set_code(struct zc_unit_maker *maker, const struct zc_unit_text *text,
                     struct zc_unit *out)
{
    enum { BODY = 8, ORG = 9 };
    zc_buf_reset(&maker->work);
    zc_code_clean(text->code.len ? text->code : text->altcode, &maker->work);
    struct zc_str code = zc_buf_str(&maker->work);
    struct zc_str org = zc_str_head(zc_str_from(code, BODY), ORG);
    bool credit = code.len == ZC_USCC_LEN;
    out->code_valid = credit && zc_uscc_outer_ok(code) && zc_orgcode_ok(org);
    if (code.len == 0 || (!out->code_valid && is_no_code(code)))
        return;
    out->code_len = (uint8_t)code.len;
    memcpy(out->code, code.ptr, code.len);
    out->keys[ZC_UNIT_CODE] = key_of(ZC_UNIT_CODE, 0, credit ? org : code);
}

static void set_name(struct zc_unit_maker *maker, const struct zc_unit_text *text,
                     struct zc_unit *out)
{
    struct zc_name_key *key = &maker->name;
    zc_name_key_set(key, maker->places, text->name.len ? text->name : text->sign);
    struct zc_str strict = zc_buf_str(&key->strict);
    out->strict = short_hash(strict);
    bool brackets = zc_str_find(text->name, ZC_STR("(")) != SIZE_MAX ||
                    zc_str_find(text->name, ZC_STR("（")) != SIZE_MAX;
    if (brackets) { /* once more with what they hold */
        zc_buf_reset(&maker->work);
        zc_buf_add(&maker->work, strict);
        zc_name_key_set(key, maker->places, zc_buf_str(&maker->work));
        out->keys[ZC_UNIT_NAME_WHOLE] = key_of(ZC_UNIT_NAME, 0, zc_buf_str(&key->sound));
        zc_name_key_set(key, maker->places, text->name);
    }
    out->name = zc_buf_str(&key->loose);
    out->loose = short_hash(out->name);
    out->bare = short_hash(zc_name_key_bare(key));
    out->sound = short_hash(zc_buf_str(&key->sound));
    out->keys[ZC_UNIT_NAME] = key_of(ZC_UNIT_NAME, 0, zc_buf_str(&key->sound));
    if (out->keys[ZC_UNIT_NAME_WHOLE] == out->keys[ZC_UNIT_NAME])
        out->keys[ZC_UNIT_NAME_WHOLE] = 0;
}

static uint32_t joined_hash(struct zc_unit_maker *maker, enum zc_addr_part from,
                            enum zc_addr_part to)
{
    bool any = false;
    zc_buf_reset(&maker->work);
    for (enum zc_addr_part part = from; part <= to; part++) {
        struct zc_str text = zc_addr_key_part(&maker->addr, part);
        any |= text.len > 0;
        zc_buf_add(&maker->work, text);
        zc_buf_char(&maker->work, '|');
    }
    return any ? short_hash(zc_buf_str(&maker->work)) : 0;
}

/* The first or the last two syllables of a name. */
static struct zc_str syllables(struct zc_str sound, bool last)
{
    struct zc_str rest = sound, word, from[2] = { sound, sound };
    for (int i = 0; last || i < 2; i++) {
        struct zc_str before = rest;
        if (!zc_str_word(&rest, &word))
            return i < 2 ? (struct zc_str){ 0 } : from[0];
        from[0] = i == 0 ? before : from[1];
        from[1] = before;
    }
    return zc_str_head(sound, sound.len - rest.len);
}

static void set_place(struct zc_unit_maker *maker, struct zc_str addr, struct zc_unit *out)
{
    struct zc_addr_key *key = &maker->addr;
    zc_addr_key_set(key, maker->places, addr);
    struct zc_str house = zc_addr_key_house(key), sound = zc_buf_str(&maker->name.sound);
    if (house.len == 0) /* an estate of many buildings */
        house = zc_addr_key_part(key, ZC_ADDR_BUILDING);
    out->road = short_hash(zc_addr_key_part(key, ZC_ADDR_ROAD));
    out->house = short_hash(house);
    out->number = short_hash(zc_addr_key_part(key, ZC_ADDR_NUMBER));
    out->detail = joined_hash(maker, ZC_ADDR_BUILDING, ZC_ADDR_ROOM);
    out->has_door = out->detail || out->number != out->house;
    if (out->road == 0 || out->house == 0)
        return;
    uint64_t place = (uint64_t)out->road << 32 | out->house;
    out->keys[ZC_UNIT_PLACE_HEAD] = key_of(ZC_UNIT_PLACE_HEAD, place, syllables(sound, false));
    out->keys[ZC_UNIT_PLACE_TAIL] = key_of(ZC_UNIT_PLACE_TAIL, place, syllables(sound, true));
}

void zc_unit_make(struct zc_unit_maker *maker, const struct zc_unit_text *text, struct zc_unit *out)
{
    *out = (struct zc_unit){ 0 };
    set_code(maker, text, out);
    set_name(maker, text, out);
    zc_buf_reset(&maker->work);
    zc_fold_text(text->phone, &maker->work);
    size_t folded = maker->work.len;
    zc_buf_room(&maker->work, folded + 1);
    struct zc_str phone = { maker->work.ptr, folded };
    zc_phone_key(phone, &maker->work);
    phone = zc_str_from(zc_buf_str(&maker->work), folded);
    out->phone = short_hash(phone);
    out->keys[ZC_UNIT_PHONE] = key_of(ZC_UNIT_PHONE, 0, phone);
    set_place(maker, text->addr, out);
    out->trade = short_hash(text->trade);
}

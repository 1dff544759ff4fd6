#include "core/gazetteer.h"
#include "core/alloc.h"
#include "core/arena.h"
#include "core/division.h"
#include "core/fold_text.h"
#include "core/utf8.h"
#include <string.h>

enum { SLOTS = 256, HAN = 3 /* bytes of nearly every character of a name */ };

struct place {
    struct zc_str text;
    unsigned kinds;
    struct place *next_by_head, *next_by_tail;
};
struct zc_gazetteer {
    struct place *by_head[SLOTS], *by_tail[SLOTS];
    struct zc_arena arena;
    struct zc_buf fold;
};

static const struct zc_str class_words[] = {
    ZC_LIT("街道办事处"), ZC_LIT("街道"), ZC_LIT("村委会"), ZC_LIT("居委会"),
    ZC_LIT("社区"),       ZC_LIT("省"),   ZC_LIT("市"),     ZC_LIT("区"),
    ZC_LIT("县"),         ZC_LIT("镇"),   ZC_LIT("乡"),     ZC_LIT("村"),
};

static unsigned slot_of(const char *bytes)
{
    unsigned char a = (unsigned char)bytes[0], b = (unsigned char)bytes[1];
    return (a * 31u + b * 17u + (unsigned char)bytes[2]) % SLOTS;
}

static struct place *find(const struct zc_gazetteer *places, struct zc_str text)
{
    struct place *place = places->by_head[slot_of(text.ptr)];
    while (place && !zc_str_eq(place->text, text))
        place = place->next_by_head;
    return place;
}

static void put(struct zc_gazetteer *places, struct zc_str name, unsigned kind)
{
    zc_buf_reset(&places->fold);
    zc_fold_text(name, &places->fold);
    struct zc_str text = zc_buf_str(&places->fold);
    if (text.len < 2 * HAN) /* one character says nothing */
        return;
    struct place *place = find(places, text);
    if (!place) {
        unsigned head = slot_of(text.ptr), tail = slot_of(text.ptr + text.len - HAN);
        place = ZC_NEW(&places->arena, struct place, 1);
        place->text = zc_arena_copy(&places->arena, text);
        place->next_by_head = places->by_head[head];
        place->next_by_tail = places->by_tail[tail];
        places->by_head[head] = places->by_tail[tail] = place;
    }
    place->kinds |= kind;
}

/* The name without its class word, at least two characters of it. */
static struct zc_str short_of(struct zc_str name)
{
    for (size_t i = 0; i < sizeof class_words / sizeof class_words[0]; i++) {
        if (zc_str_ends(name, class_words[i]) && name.len >= class_words[i].len + 2 * HAN)
            return zc_str_head(name, name.len - class_words[i].len);
    }
    return name;
}

struct zc_gazetteer *zc_gazetteer_new(void)
{
    struct zc_gazetteer *places = zc_alloc_zeroed(1, sizeof *places);
    size_t n;
    const struct zc_division *all = zc_division_all(&n);
    for (size_t i = 0; i < n; i++) {
        struct zc_str name = zc_str_of(all[i].name);
        put(places, name, ZC_GAZETTEER_DIVISION);
        put(places, short_of(name), ZC_GAZETTEER_SHORT);
    }
    return places;
}

void zc_gazetteer_free(struct zc_gazetteer *places)
{
    if (!places)
        return;
    zc_arena_release(&places->arena);
    zc_buf_release(&places->fold);
    zc_free(places);
}

/* 青海 and 西宁 stand alone in names, 城中 does not: it would be the start of many a trade name. */
static void put_own(struct zc_gazetteer *places, struct zc_str code)
{
    for (size_t len = 2; len <= 6 && len <= code.len; len += 2) {
        const struct zc_division *division = zc_division_find(zc_str_head(code, len));
        struct zc_str name = zc_str_of(division ? division->name : NULL);
        put(places, name, ZC_GAZETTEER_OWN);
        if (len < 6)
            put(places, short_of(name), ZC_GAZETTEER_OWN);
    }
}

static unsigned kind_of(struct zc_str name, size_t code_len)
{
    if (zc_str_ends(name, ZC_STR("村")) || zc_str_ends(name, ZC_STR("村委会")))
        return ZC_GAZETTEER_VILLAGE;
    if (zc_str_ends(name, ZC_STR("社区")) || zc_str_ends(name, ZC_STR("居委会")))
        return ZC_GAZETTEER_COMMUNITY;
    if (code_len <= 6)
        return ZC_GAZETTEER_DIVISION | ZC_GAZETTEER_OWN;
    return short_of(name).len < name.len ? ZC_GAZETTEER_STREET : ZC_GAZETTEER_SHORT;
}

void zc_gazetteer_add(struct zc_gazetteer *places, struct zc_str code, struct zc_str name,
                      struct zc_str aliases)
{
    struct zc_str alias;
    put_own(places, code);
    put(places, name, kind_of(name, code.len));
    put(places, short_of(name), ZC_GAZETTEER_SHORT);
    while (zc_str_cut(&aliases, '|', &alias))
        put(places, alias, kind_of(alias, code.len > 6 ? code.len : 9));
}

size_t zc_gazetteer_at(const struct zc_gazetteer *places, struct zc_str text, unsigned kinds)
{
    size_t longest = 0;
    if (!places || text.len < 2 * HAN)
        return 0;
    for (const struct place *p = places->by_head[slot_of(text.ptr)]; p; p = p->next_by_head) {
        if ((p->kinds & kinds) && p->text.len > longest && zc_str_starts(text, p->text))
            longest = p->text.len;
    }
    return longest;
}

size_t zc_gazetteer_before(const struct zc_gazetteer *places, struct zc_str text, unsigned kinds)
{
    size_t longest = 0;
    if (!places || text.len < 2 * HAN)
        return 0;
    const struct place *p = places->by_tail[slot_of(text.ptr + text.len - HAN)];
    for (; p; p = p->next_by_tail) {
        if ((p->kinds & kinds) && p->text.len > longest && zc_str_ends(text, p->text))
            longest = p->text.len;
    }
    return longest;
}

bool zc_gazetteer_is(const struct zc_gazetteer *places, struct zc_str text, unsigned kinds)
{
    return text.len > 0 && zc_gazetteer_at(places, text, kinds) == text.len;
}

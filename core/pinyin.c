#include "core/pinyin.h"
#include "core/fold_text.h"
#include "core/utf8.h"
#include "pinyin.inc"

static const char *table_readings(uint32_t cp)
{
    if (cp / 64 >= sizeof map_page / sizeof map_page[0])
        return "";
    return map_text[map_block[map_page[cp / 64]][cp % 64]];
}

static const char *readings_of(uint32_t cp)
{
    const char *readings = table_readings(cp);
    return *readings ? readings : table_readings(zc_fold_han(cp));
}

struct zc_str zc_pinyin_readings(uint32_t cp)
{
    return zc_str_of(readings_of(cp));
}

uint32_t zc_pinyin_initials(uint32_t cp)
{
    struct zc_str rest = zc_pinyin_readings(cp), reading;
    uint32_t initials = 0;
    while (zc_str_word(&rest, &reading))
        initials |= 1u << (reading.ptr[0] - 'a');
    return initials;
}

/* One character as zc_fold_text folds it, where that takes no neighbour. `han`: Han characters
 * are looked for as well. */
static uint32_t fold_one(uint32_t cp, bool han)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    if (cp >= 'A' && cp <= 'Z')
        return cp + ('a' - 'A');
    return cp < 0x80 || !han ? cp : zc_fold_han(cp);
}

bool zc_pinyin_is_silent(uint32_t folded)
{
    return (folded < 0x80 && !(folded >= '0' && folded <= '9') &&
            !(folded >= 'a' && folded <= 'z')) ||
           (folded >= 0x2000 && folded <= 0x206F) || (folded >= 0x3000 && folded <= 0x303F);
}

static size_t common_start(struct zc_str a, struct zc_str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    return n;
}

/* Lengths of `typed` for which one reading can stand, as bits. */
static uint64_t reading_lengths(struct zc_str reading, struct zc_str typed)
{
    size_t n = common_start(reading, typed);
    if (n == 0)
        return 0;
    uint64_t lengths = UINT64_C(1) << 1;
    bool two = reading.len > 2 && reading.ptr[1] == 'h'; /* zh, ch, sh */
    if (n == reading.len || n == typed.len)
        lengths |= UINT64_C(1) << n;
    if (two && n >= 2)
        lengths |= UINT64_C(1) << 2;
    return lengths;
}

/* What one character of the text is to the search. */
struct sound {
    char bytes[4]; /* itself, folded */
    size_t len;
    const char *readings; /* NUL-terminated, "" where letters cannot mean it */
};

/* Lengths of `typed` for which the character can stand. Nearly every call ends without one. */
static uint64_t lengths_of(const struct sound *sound, struct zc_str typed)
{
    uint64_t lengths = 0;
    if (zc_str_starts(typed, (struct zc_str){ sound->bytes, sound->len }))
        lengths |= UINT64_C(1) << sound->len;
    for (const char *at = sound->readings; *at;) {
        const char *end = at + 1;
        while (*end && *end != ' ')
            end++;
        if (*at == typed.ptr[0])
            lengths |= reading_lengths((struct zc_str){ at, (size_t)(end - at) }, typed);
        at = *end ? end + 1 : end;
    }
    return lengths;
}

static bool has_bytes(struct zc_str typed, unsigned char first, unsigned char last)
{
    for (size_t i = 0; i < typed.len; i++) {
        if ((unsigned char)typed.ptr[i] >= first && (unsigned char)typed.ptr[i] <= last)
            return true;
    }
    return false;
}

/* Walks the text once; bit n of `reached` says that n bytes of what was typed can end here. So
 * the work does not grow with the number of ways in which letters may be parted. */
static bool match(struct zc_str text, struct zc_str typed, bool anywhere)
{
    enum { TYPED_MAX = 63 };
    uint64_t reached = 0, end = UINT64_C(1) << (typed.len & TYPED_MAX);
    uint64_t begin = 1;
    bool letters = has_bytes(typed, 'a', 'z'), han = has_bytes(typed, 0x80, 0xFF);
    uint32_t cp;
    if (typed.len == 0 || typed.len > TYPED_MAX)
        return typed.len == 0;
    while (zc_utf8_next(&text, &cp)) {
        struct sound sound = { .readings = "" };
        uint32_t folded = fold_one(cp, han);
        sound.len = zc_utf8_put(folded, sound.bytes);
        if (letters && folded >= 0x80)
            sound.readings = readings_of(cp);
        uint64_t from = reached | begin, next = zc_pinyin_is_silent(folded) ? reached : 0;
        for (size_t at = 0; from; at++, from >>= 1) {
            if (from & 1)
                next |= lengths_of(&sound, zc_str_from(typed, at)) << at;
        }
        if (next & end)
            return true;
        reached = next;
        if (!anywhere && !zc_pinyin_is_silent(folded))
            begin = 0;
    }
    return false;
}

bool zc_pinyin_match(struct zc_str text, struct zc_str typed)
{
    return match(text, typed, true);
}

bool zc_pinyin_starts(struct zc_str text, struct zc_str typed)
{
    return match(text, typed, false);
}

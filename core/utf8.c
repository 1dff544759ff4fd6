#include "core/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Length of the well-formed sequence at the front of `s` (Unicode table 3-7), 0 if none. */
static size_t sequence(struct zc_str s)
{
    const unsigned char *b = (const unsigned char *)s.ptr;
    size_t len;
    unsigned char low = 0x80, high = 0xBF;
    if (b[0] < 0x80)
        return 1;
    if (b[0] >= 0xC2 && b[0] <= 0xDF)
        len = 2;
    else if (b[0] >= 0xE0 && b[0] <= 0xEF)
        len = 3;
    else if (b[0] >= 0xF0 && b[0] <= 0xF4)
        len = 4;
    else
        return 0;
    if (b[0] == 0xE0)
        low = 0xA0;
    else if (b[0] == 0xED)
        high = 0x9F;
    else if (b[0] == 0xF0)
        low = 0x90;
    else if (b[0] == 0xF4)
        high = 0x8F;
    if (s.len < len || b[1] < low || b[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

size_t zc_utf8_valid_len(struct zc_str s)
{
    size_t at = 0;
    while (at < s.len) {
        /* Eight ASCII bytes at once: most of a survey's codes, numbers and CSV marks. */
        uint64_t eight;
        while (s.len - at >= 8 &&
               (memcpy(&eight, s.ptr + at, 8), (eight & 0x8080808080808080u) == 0))
            at += 8;
        if (at == s.len)
            break;
        size_t len = sequence(zc_str_from(s, at));
        if (len == 0)
            break;
        at += len;
    }
    return at;
}

bool zc_utf8_valid(struct zc_str s)
{
    return zc_utf8_valid_len(s) == s.len;
}

struct zc_str zc_utf8_head(struct zc_str s, size_t max)
{
    if (s.len <= max)
        return s;
    while (max > 0 && (s.ptr[max] & 0xC0) == 0x80)
        max--;
    return zc_str_head(s, max);
}

bool zc_utf8_next(struct zc_str *rest, uint32_t *cp)
{
    if (rest->len == 0)
        return false;
    unsigned char lead = (unsigned char)rest->ptr[0];
    size_t len = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (len > rest->len)
        len = rest->len;
    uint32_t value = len == 1 ? lead : lead & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++)
        value = value << 6 | ((unsigned char)rest->ptr[i] & 0x3F);
    *cp = value;
    *rest = (struct zc_str){ rest->ptr + len, rest->len - len };
    return true;
}

bool zc_utf8_prev(struct zc_str *rest, uint32_t *cp)
{
    if (rest->len == 0)
        return false;
    size_t from = rest->len - 1;
    while (from > 0 && ((unsigned char)rest->ptr[from] & 0xC0) == 0x80)
        from--;
    struct zc_str last = { rest->ptr + from, rest->len - from };
    rest->len = from;
    return zc_utf8_next(&last, cp);
}

size_t zc_utf8_put(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)((0xF0 << (4 - len)) | cp);
    return len;
}

void zc_buf_cp(struct zc_buf *buf, uint32_t cp)
{
    char bytes[4];
    zc_buf_bytes(buf, bytes, zc_utf8_put(cp, bytes));
}

size_t zc_utf8_chars(struct zc_str s)
{
    size_t chars = 0;
    for (size_t i = 0; i < s.len; i++)
        chars += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return chars;
}

static bool is_dropped(uint32_t cp)
{
    if (cp < 0x20)
        return cp != '\t' && cp != '\n' && cp != '\r';
    return (cp >= 0x7F && cp <= 0x9F) || cp == 0x061C || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x202A && cp <= 0x202E) || cp == 0x2060 || (cp >= 0x2066 && cp <= 0x2069) ||
           cp == 0xFEFF;
}

static bool is_outer_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || cp == 0xA0 || cp == 0x3000;
}

static struct zc_str trim_blanks(struct zc_str s)
{
    uint32_t cp;
    for (struct zc_str rest = s; zc_utf8_next(&rest, &cp) && is_outer_blank(cp); s = rest)
        ;
    for (struct zc_str rest = s; zc_utf8_prev(&rest, &cp) && is_outer_blank(cp); s = rest)
        ;
    return s;
}

/* Characters that stay as they are whatever stands beside them, so long as it is one of them: plain
 * and accented Latin, dashes and quotes, Chinese punctuation and ideographs, full-width forms. */
static bool is_settled(uint32_t cp)
{
    return (cp >= 0x20 && cp < 0x7F) || cp == '\t' || cp == '\n' || (cp >= 0xA0 && cp < 0x300) ||
           (cp >= 0x2010 && cp < 0x2028) || (cp >= 0x3000 && cp < 0x302A) ||
           (cp >= 0x4E00 && cp < 0xA000) || (cp > 0xFF00 && cp < 0xFF61);
}

/* Nearly all text that comes in. */
static bool is_tidy(struct zc_str s)
{
    uint32_t cp;
    while (zc_utf8_next(&s, &cp))
        if (!is_settled(cp))
            return false;
    return true;
}

void zc_utf8_tidy(struct zc_str s, struct zc_buf *out)
{
    struct zc_buf kept = { 0 };
    uint32_t cp;
    bool ascii = true;
    if (is_tidy(s)) {
        zc_buf_add(out, trim_blanks(s));
        return;
    }
    while (zc_utf8_next(&s, &cp)) {
        if (cp == '\r') {
            if (s.len == 0 || s.ptr[0] != '\n')
                zc_buf_char(&kept, '\n');
        } else if (!is_dropped(cp)) {
            zc_buf_cp(&kept, cp);
            ascii = ascii && cp < 0x80;
        }
    }
    struct zc_str text = zc_buf_str(&kept);
    utf8proc_uint8_t *composed = NULL;
    if (!ascii) {
        utf8proc_ssize_t len =
            utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &composed,
                         UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        if (len >= 0)
            text = (struct zc_str){ (const char *)composed, (size_t)len };
    }
    zc_buf_add(out, trim_blanks(text));
    free(composed);
    zc_buf_release(&kept);
}

bool zc_cp_is_letter(uint32_t cp)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool zc_cp_is_digit_or_mark(uint32_t cp)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);

    return category == UTF8PROC_CATEGORY_ND ||
           (category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME);
}

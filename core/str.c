#include "core/str.h"
#include "core/alloc.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct zc_str zc_str_of(const char *text)
{
    return (struct zc_str){ text, text ? strlen(text) : 0 };
}

bool zc_str_eq(struct zc_str a, struct zc_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int zc_str_cmp(struct zc_str a, struct zc_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool zc_str_is(struct zc_str a, const char *text)
{
    return zc_str_eq(a, zc_str_of(text));
}

bool zc_str_starts(struct zc_str s, struct zc_str prefix)
{
    return s.len >= prefix.len && zc_str_eq(zc_str_head(s, prefix.len), prefix);
}

bool zc_str_ends(struct zc_str s, struct zc_str suffix)
{
    return s.len >= suffix.len && zc_str_eq(zc_str_from(s, s.len - suffix.len), suffix);
}

size_t zc_str_find(struct zc_str s, struct zc_str part)
{
    if (part.len == 0)
        return 0;
    const char *at = s.len ? memmem(s.ptr, s.len, part.ptr, part.len) : NULL;
    return at ? (size_t)(at - s.ptr) : SIZE_MAX;
}

struct zc_str zc_str_from(struct zc_str s, size_t from)
{
    return from >= s.len ? (struct zc_str){ 0 } : (struct zc_str){ s.ptr + from, s.len - from };
}

struct zc_str zc_str_head(struct zc_str s, size_t len)
{
    return (struct zc_str){ s.ptr, len < s.len ? len : s.len };
}

struct zc_str zc_str_trim(struct zc_str s)
{
    while (s.len && is_blank(s.ptr[s.len - 1]))
        s.len--;
    while (s.len && is_blank(s.ptr[0]))
        s.ptr++, s.len--;
    return s;
}

bool zc_str_cut(struct zc_str *rest, char sep, struct zc_str *part)
{
    if (!rest->ptr)
        return false;
    const char *at = memchr(rest->ptr, sep, rest->len);
    size_t len = at ? (size_t)(at - rest->ptr) : rest->len;
    *part = zc_str_head(*rest, len);
    *rest = at ? (struct zc_str){ at + 1, rest->len - len - 1 } : (struct zc_str){ 0 };
    return true;
}

bool zc_str_word(struct zc_str *rest, struct zc_str *word)
{
    size_t from = 0, to;
    *word = (struct zc_str){ 0 };
    if (rest->len == 0)
        return false;
    while (from < rest->len && is_blank(rest->ptr[from]))
        from++;
    for (to = from; to < rest->len && !is_blank(rest->ptr[to]);)
        to++;
    *word = (struct zc_str){ rest->ptr + from, to - from };
    *rest = zc_str_from(*rest, to);
    return word->len > 0;
}

bool zc_str_has_word(struct zc_str list, struct zc_str word)
{
    struct zc_str each;
    while (zc_str_word(&list, &each))
        if (zc_str_eq(each, word))
            return true;
    return false;
}

bool zc_str_to_u64(struct zc_str s, uint64_t *out)
{
    uint64_t number = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(s.ptr[i] - '0'), &number))
            return false;
    }
    *out = number;
    return true;
}

void zc_buf_release(struct zc_buf *buf)
{
    if (!buf)
        return;
    zc_free(buf->ptr);
    *buf = (struct zc_buf){ 0 };
}

void zc_buf_reset(struct zc_buf *buf)
{
    buf->len = 0;
}

struct zc_str zc_buf_str(const struct zc_buf *buf)
{
    return (struct zc_str){ buf->ptr, buf->len };
}

char *zc_buf_room(struct zc_buf *buf, size_t len)
{
    if (buf->cap - buf->len < len) {
        size_t cap = buf->cap ? buf->cap : 64;
        while (cap - buf->len < len)
            cap *= 2;
        buf->ptr = zc_realloc(buf->ptr, cap, 1);
        buf->cap = cap;
    }
    return buf->ptr + buf->len;
}

void zc_buf_bytes(struct zc_buf *buf, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    memcpy(zc_buf_room(buf, len), bytes, len);
    buf->len += len;
}

void zc_buf_add(struct zc_buf *buf, struct zc_str s)
{
    zc_buf_bytes(buf, s.ptr, s.len);
}

void zc_buf_char(struct zc_buf *buf, char c)
{
    *zc_buf_room(buf, 1) = c;
    buf->len++;
}

void zc_buf_text(struct zc_buf *buf, const char *text)
{
    zc_buf_add(buf, zc_str_of(text));
}

void zc_buf_printf(struct zc_buf *buf, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len > 0) {
        vsnprintf(zc_buf_room(buf, (size_t)len + 1), (size_t)len + 1, fmt, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

const char *zc_buf_cstr(struct zc_buf *buf)
{
    *zc_buf_room(buf, 1) = '\0';
    return buf->ptr;
}

#include "core/text.h"
#include "core/utf8.h"
#include <utf8proc.h>

/* Widths */

/* Terminals and libraries disagree about these; they are shown as one narrow □. */
static bool is_unstable(uint32_t cp)
{
    return (cp >= 0x4DC0 && cp <= 0x4DFF) || (cp >= 0x3248 && cp <= 0x324F) ||
           (cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FF);
}

static bool is_private(uint32_t cp)
{
    return (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
}

unsigned zc_text_cp_cols(uint32_t cp)
{
    if (cp >= 0x20 && cp < 0x7F)
        return 1;
    if (is_unstable(cp) || is_private(cp))
        return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)cp);
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
        return 0;
    if (cp == 0xAD) /* soft hyphen: a terminal shows it */
        return 1;
    return width < 0 ? 0 : (unsigned)width;
}

/* Does the next code point belong to the cluster? */
static bool joins(uint32_t before, uint32_t cp, utf8proc_int32_t *state)
{
    if (before < 0x80 && cp < 0x80)
        return false;
    return !utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)cp, state);
}

bool zc_text_next(struct zc_str *rest, struct zc_cluster *out)
{
    struct zc_str from = *rest, ahead;
    uint32_t before, cp;
    utf8proc_int32_t state = 0;
    if (!zc_utf8_next(rest, &before))
        return false;
    unsigned cols = zc_text_cp_cols(before);
    for (ahead = *rest; zc_utf8_next(&ahead, &cp) && joins(before, cp, &state); before = cp) {
        unsigned more = zc_text_cp_cols(cp);
        if (more > cols)
            cols = more;
        *rest = ahead;
    }
    *out = (struct zc_cluster){ { from.ptr, (size_t)(rest->ptr - from.ptr) }, cols };
    return true;
}

/* A cluster can only be told from its front; fields are short, so the last one is found by
 * walking, except in ASCII. */
bool zc_text_prev(struct zc_str *rest, struct zc_cluster *out)
{
    struct zc_str walk = *rest;
    struct zc_cluster cluster;
    if (rest->len == 0)
        return false;
    if (rest->len >= 2 && (rest->ptr[rest->len - 1] & 0x80) == 0 &&
        (rest->ptr[rest->len - 2] & 0x80) == 0) {
        *out = (struct zc_cluster){ zc_str_from(*rest, rest->len - 1), 1 };
        rest->len--;
        return true;
    }
    while (zc_text_next(&walk, &cluster))
        *out = cluster;
    rest->len -= out->text.len;
    return true;
}

unsigned zc_text_cols(struct zc_str text)
{
    unsigned cols = 0;
    struct zc_cluster cluster;
    while (zc_text_next(&text, &cluster))
        cols += cluster.cols;
    return cols;
}

struct zc_str zc_text_head(struct zc_str text, unsigned cols, unsigned *used)
{
    struct zc_str rest = text;
    struct zc_cluster cluster;
    unsigned sum = 0;
    size_t len = 0;
    while (zc_text_next(&rest, &cluster) && sum + cluster.cols <= cols) {
        sum += cluster.cols;
        len += cluster.text.len;
    }
    if (used)
        *used = sum;
    return zc_str_head(text, len);
}

struct zc_str zc_text_tail(struct zc_str text, unsigned cols)
{
    struct zc_cluster cluster;
    unsigned all = zc_text_cols(text);
    while (all > cols && zc_text_next(&text, &cluster))
        all -= cluster.cols;
    return text;
}

static void put_blanks(struct zc_buf *out, unsigned n)
{
    while (n-- > 0)
        zc_buf_char(out, ' ');
}

void zc_text_fit(struct zc_str text, unsigned cols, bool right, struct zc_buf *out)
{
    unsigned used;
    struct zc_str head = zc_text_head(text, cols, &used);
    bool cut = head.len < text.len;
    if (cut)
        head = zc_text_head(text, cols > 0 ? cols - 1 : 0, &used);
    if (cut && cols > 0)
        used++;
    if (right)
        put_blanks(out, cols - used);
    zc_buf_add(out, head);
    if (cut && cols > 0)
        zc_buf_text(out, "…");
    if (!right)
        put_blanks(out, cols - used);
}

/* Lines */

static bool is_closing(uint32_t cp)
{
    switch (cp) {
    case ')':
    case ']':
    case '}':
    case ',':
    case '.':
    case ';':
    case ':':
    case '!':
    case '?':
    case 0x3001:
    case 0x3002:
    case 0xFF0C:
    case 0xFF0E:
    case 0xFF1A:
    case 0xFF1B:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF09:
    case 0x300B:
    case 0x300D:
    case 0x300F:
    case 0x3011:
    case 0x201D:
    case 0x2019:
    case 0x2026:
    case '%':
        return true;
    default:
        return false;
    }
}

static bool is_opening(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '{' || cp == 0xFF08 || cp == 0x300A || cp == 0x300C ||
           cp == 0x300E || cp == 0x3010 || cp == 0x201C || cp == 0x2018;
}

static uint32_t first_cp(struct zc_str text)
{
    uint32_t cp = 0;
    zc_utf8_next(&text, &cp);
    return cp;
}

/* May a line end between two clusters? */
static bool may_break(uint32_t before, uint32_t after)
{
    if (is_closing(after) || is_opening(before))
        return false;
    if (before == ' ' || after == ' ')
        return true;
    return zc_text_cp_cols(before) == 2 || zc_text_cp_cols(after) == 2;
}

bool zc_text_wrap(struct zc_str *rest, unsigned cols, struct zc_str *line)
{
    struct zc_str walk = *rest;
    struct zc_cluster cluster;
    unsigned sum = 0;
    size_t len = 0, good = 0; /* bytes so far; bytes up to the last place to break */
    uint32_t before = 0;
    if (rest->len == 0)
        return false;
    while (zc_text_next(&walk, &cluster)) {
        uint32_t cp = first_cp(cluster.text);
        if (cp == '\n') {
            *line = zc_str_head(*rest, len);
            *rest = zc_str_from(*rest, len + 1);
            return true;
        }
        if (len > 0 && may_break(before, cp))
            good = len;
        if (sum + cluster.cols > cols && len > 0) {
            size_t end = good > 0 ? good : len;
            *line = zc_str_trim(zc_str_head(*rest, end));
            *rest = zc_str_from(*rest, end);
            while (rest->len > 0 && rest->ptr[0] == ' ')
                *rest = zc_str_from(*rest, 1);
            return true;
        }
        sum += cluster.cols;
        len += cluster.text.len;
        before = cp;
    }
    *line = *rest;
    *rest = zc_str_from(*rest, rest->len);
    return true;
}

/* Safe showing */

/* Characters that change the order of others or are not seen at all (the twelve bidi controls
 * that Debian's lintian names, zero-width characters, line and paragraph separators, tags). */
static bool is_hidden(uint32_t cp)
{
    return cp == 0x061C || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || cp == 0x180E || cp == 0xAD ||
           cp == 0x115F || cp == 0x1160 || cp == 0x3164 || cp == 0xFFA0 ||
           (cp >= 0xE0000 && cp <= 0xE007F);
}

enum { MARKS_MAX = 4 };

static void show_cp(uint32_t cp, unsigned *marks, struct zc_buf *out)
{
    if (cp == '\t')
        zc_buf_text(out, "⇥");
    else if (cp == '\n')
        zc_buf_text(out, "↵");
    else if (cp < 0x20)
        zc_buf_printf(out, "^%c", (char)(cp + 0x40));
    else if (cp == 0x7F)
        zc_buf_text(out, "^?");
    else if (cp < 0xA0 && cp >= 0x80)
        zc_buf_printf(out, "^[%c", (char)(cp - 0x40));
    else if (is_hidden(cp))
        zc_buf_printf(out, "‹U+%04X›", (unsigned)cp);
    else if (is_unstable(cp) || is_private(cp))
        zc_buf_text(out, "□");
    else if (cp >= 0x300 && zc_text_cp_cols(cp) == 0) {
        if (++*marks <= MARKS_MAX)
            zc_buf_cp(out, cp);
        return;
    } else
        zc_buf_cp(out, cp);
    *marks = 0;
}

void zc_text_show(struct zc_str text, struct zc_buf *out)
{
    unsigned marks = MARKS_MAX; /* a mark without a base is not shown */
    uint32_t cp;
    while (text.len > 0) {
        struct zc_str good = zc_str_head(text, zc_utf8_valid_len(text));
        text = zc_str_from(text, good.len);
        while (zc_utf8_next(&good, &cp))
            show_cp(cp, &marks, out);
        if (text.len > 0) {
            zc_buf_text(out, "\xEF\xBF\xBD");
            text = zc_str_from(text, 1);
        }
    }
}

bool zc_text_is_plain(struct zc_str text)
{
    unsigned marks = MARKS_MAX;
    uint32_t cp;
    if (!zc_utf8_valid(text))
        return false;
    while (zc_utf8_next(&text, &cp)) {
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || is_hidden(cp) || is_unstable(cp) ||
            is_private(cp))
            return false;
        if (cp < 0x300 || zc_text_cp_cols(cp) > 0)
            marks = 0;
        else if (++marks > MARKS_MAX)
            return false;
    }
    return true;
}

struct zc_str zc_text_shown(struct zc_str text, struct zc_arena *arena)
{
    if (zc_text_is_plain(text))
        return text;
    struct zc_buf shown = { 0 };
    zc_text_show(text, &shown);
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&shown));
    zc_buf_release(&shown);
    return copy;
}

struct zc_str zc_text_covered(struct zc_str text, struct zc_arena *arena)
{
    enum { HEAD = 3, TAIL = 4, SHORT = 2 };
    size_t chars = zc_utf8_chars(text), at = 0;
    bool longer = chars > HEAD + TAIL + 1;
    struct zc_buf out = { 0 };
    struct zc_str rest = text, before = text;
    uint32_t cp;
    while (zc_utf8_next(&rest, &cp)) {
        bool shown = longer ? at < HEAD || at + TAIL >= chars : at + SHORT >= chars;
        if (shown)
            zc_buf_bytes(&out, before.ptr, before.len - rest.len);
        else
            zc_buf_char(&out, '*');
        before = rest;
        at++;
    }
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return copy;
}

void zc_text_half_width(struct zc_str text, struct zc_buf *out)
{
    uint32_t cp;
    while (zc_utf8_next(&text, &cp)) {
        if (cp >= 0xFF01 && cp <= 0xFF5E)
            cp -= 0xFEE0;
        else if (cp == 0x3000)
            cp = ' ';
        else if (cp == 0x3002)
            cp = '.';
        zc_buf_cp(out, cp);
    }
}

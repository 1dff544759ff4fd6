#include "storage/spoil.h"
#include "core/utf8.h"
#include <iconv.h>
#include <stdio.h>
#include <string.h>

enum {
    CELL_CHARS = 32767, /* what a spreadsheet keeps of a text */
    LONG_NUMBER = 12,   /* digits from which on a number is shown rounded */
    EXACT_DIGITS = 15,  /* of a binary double */
    SHOWN_DIGITS = 6,
    LONGEST_DIGITS = 300 /* longer runs of digits are no numbers to a spreadsheet */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(struct zc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

static struct zc_str cell_chars(struct zc_str value)
{
    struct zc_str rest = value;
    uint32_t cp;
    for (size_t i = 0; i < CELL_CHARS; i++)
        if (!zc_utf8_next(&rest, &cp))
            return value;
    return zc_str_head(value, value.len - rest.len);
}

/* Characters that GBK lacks become `?`, beyond U+FFFF also `??`. A run of such characters and of
 * real `?` in the value answers to a run of `?` in the cell, of its length or of up to as many
 * more as it has characters beyond U+FFFF. */

static bool gbk_lacks(iconv_t cd, struct zc_str character)
{
    char *in = (char *)character.ptr, out[8], *to = out;
    size_t left = character.len, room = sizeof out;
    return iconv(cd, &in, &left, &to, &room) == (size_t)-1;
}

static bool same_in_gbk(iconv_t cd, struct zc_str value, struct zc_str cell)
{
    while (value.len > 0) {
        size_t run = 0, wide = 0, marks = 0;
        struct zc_str rest = value;
        uint32_t cp;
        while (zc_utf8_next(&rest, &cp)) {
            struct zc_str character = zc_str_head(value, value.len - rest.len);
            if (cp != '?' && (cp < 0x80 || !gbk_lacks(cd, character)))
                break;
            run++;
            wide += cp > 0xFFFF;
            value = rest;
        }
        while (marks < cell.len && cell.ptr[marks] == '?')
            marks++;
        if (marks < run || marks > run + wide)
            return false;
        cell = zc_str_from(cell, marks);
        if (value.len == 0)
            break;
        size_t len = value.len - rest.len;
        if (cell.len < len || memcmp(cell.ptr, value.ptr, len) != 0)
            return false;
        value = rest;
        cell = zc_str_from(cell, len);
    }
    return cell.len == 0;
}

static bool is_gbk_loss(struct zc_str value, struct zc_str cell)
{
    if (cell.len == 0 || !memchr(cell.ptr, '?', cell.len))
        return false;
    iconv_t cd = iconv_open("GBK", "UTF-8");
    if (cd == (iconv_t)-1)
        return false;
    bool same = same_in_gbk(cd, value, cell);
    iconv_close(cd);
    return same;
}

/* Numbers. `digits` has no leading zero. */

/* Rounds to `keep` digits, half up; true when a carry made it one digit longer (10…). */
static bool round_digits(struct zc_str digits, size_t keep, char *out)
{
    size_t have = digits.len < keep ? digits.len : keep;
    memcpy(out, digits.ptr, have);
    memset(out + have, '0', keep - have);
    if (digits.len <= keep || digits.ptr[keep] < '5')
        return false;
    for (size_t i = keep; i > 0; i--) {
        if (out[i - 1] != '9') {
            out[i - 1]++;
            return false;
        }
        out[i - 1] = '0';
    }
    out[0] = '1';
    return true;
}

/* d.dddE+nn of digits · 10^shift, with `keep` digits; trailing zeros dropped or kept. LibreOffice
 * writes E+0nn for what it has to round. */
static bool is_scientific(struct zc_str digits, long shift, size_t keep, bool drop_zeros,
                          struct zc_str cell)
{
    char mantissa[EXACT_DIGITS + 1], text[64];
    long power = (long)digits.len - 1 + shift;
    power += round_digits(digits, keep, mantissa);
    size_t len = keep;
    while (drop_zeros && len > 1 && mantissa[len - 1] == '0')
        len--;
    for (int places = 2; places <= 3; places++) {
        int size = snprintf(text, sizeof text, "%c%s%.*sE%c%0*ld", mantissa[0], len > 1 ? "." : "",
                            (int)len - 1, mantissa + 1, power < 0 ? '-' : '+', places,
                            power < 0 ? -power : power);
        if (zc_str_eq(cell, (struct zc_str){ text, (size_t)size }))
            return true;
    }
    return false;
}

/* The digits after the 15th as zeros, cut off or rounded. */
static bool is_zeroed(struct zc_str value, struct zc_str cell)
{
    char rounded[EXACT_DIGITS];
    if (cell.len != value.len)
        return false;
    for (size_t i = EXACT_DIGITS; i < cell.len; i++)
        if (cell.ptr[i] != '0')
            return false;
    return memcmp(cell.ptr, value.ptr, EXACT_DIGITS) == 0 ||
           (!round_digits(value, EXACT_DIGITS, rounded) &&
            memcmp(cell.ptr, rounded, EXACT_DIGITS) == 0);
}

static bool is_number_loss(struct zc_str value, struct zc_str cell)
{
    if (!all_digits(value) || value.len > LONGEST_DIGITS)
        return false;
    while (value.len > 1 && value.ptr[0] == '0')
        value = zc_str_from(value, 1);
    if (zc_str_eq(cell, value))
        return true;
    if (value.len >= LONG_NUMBER && is_scientific(value, 0, SHOWN_DIGITS, true, cell))
        return true;
    if (value.len <= EXACT_DIGITS)
        return false;
    return is_zeroed(value, cell) || is_scientific(value, 0, EXACT_DIGITS, true, cell);
}

/* 12E3: a number in the scientific form. */
static bool is_exponent_loss(struct zc_str value, struct zc_str cell)
{
    size_t at = 0;
    uint64_t power;
    while (at < value.len && is_digit(value.ptr[at]))
        at++;
    if (at == 0 || at >= value.len || (value.ptr[at] != 'e' && value.ptr[at] != 'E') ||
        !zc_str_to_u64(zc_str_from(value, at + 1), &power) || power > LONGEST_DIGITS)
        return false;
    struct zc_str digits = zc_str_head(value, at);
    while (digits.len > 0 && digits.ptr[0] == '0')
        digits = zc_str_from(digits, 1);
    if (digits.len == 0)
        return zc_str_is(cell, "0.00E+00");
    return digits.len <= LONGEST_DIGITS && is_scientific(digits, (long)power, 3, false, cell);
}

/* 1.50 becomes 1.5, 2.00 becomes 2. */
static bool is_decimal_loss(struct zc_str value, struct zc_str cell)
{
    struct zc_str digits = value.len > 0 && value.ptr[0] == '-' ? zc_str_from(value, 1) : value;
    size_t point = zc_str_find(digits, ZC_STR("."));
    if (point == SIZE_MAX || !all_digits(zc_str_head(digits, point)) ||
        !all_digits(zc_str_from(digits, point + 1)))
        return false;
    while (value.ptr[value.len - 1] == '0')
        value.len--;
    if (value.ptr[value.len - 1] == '.')
        value.len--;
    return zc_str_eq(cell, value);
}

/* Days */

/* Takes a number of at most `max` digits off the front. */
static bool take_number(struct zc_str *s, size_t max, unsigned *out)
{
    size_t len = 0;
    *out = 0;
    for (; len < s->len && len < max && is_digit(s->ptr[len]); len++)
        *out = *out * 10 + (unsigned)(s->ptr[len] - '0');
    *s = zc_str_from(*s, len);
    return len > 0;
}

static bool is_day(unsigned month, unsigned day)
{
    static const unsigned char days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

/* 1/2/26, 01/02/26: the day with the year in which the spreadsheet was open. */
static bool is_day_with_year(struct zc_str cell, unsigned month, unsigned day)
{
    unsigned m, d, year;
    if (!take_number(&cell, 2, &m) || cell.len == 0 || cell.ptr[0] != '/')
        return false;
    cell = zc_str_from(cell, 1);
    if (!take_number(&cell, 2, &d) || cell.len != 3 || cell.ptr[0] != '/')
        return false;
    cell = zc_str_from(cell, 1);
    return take_number(&cell, 2, &year) && cell.len == 0 && m == month && d == day;
}

/* 1-2 (a house number) becomes the second of January. */
static bool is_day_of_number(struct zc_str value, struct zc_str cell)
{
    static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    unsigned month, day;
    char text[3][24];
    if (!take_number(&value, 2, &month) || value.len == 0 ||
        (value.ptr[0] != '-' && value.ptr[0] != '/'))
        return false;
    value = zc_str_from(value, 1);
    if (!take_number(&value, 2, &day) || value.len > 0 || !is_day(month, day))
        return false;
    snprintf(text[0], sizeof text[0], "%u月%u日", month, day);
    snprintf(text[1], sizeof text[1], "%u/%u", month, day);
    snprintf(text[2], sizeof text[2], "%u-%s", day, names[month - 1]);
    return zc_str_is(cell, text[0]) || zc_str_is(cell, text[1]) || zc_str_is(cell, text[2]) ||
           is_day_with_year(cell, month, day);
}

static bool is_date_shape(struct zc_str value, struct zc_str cell)
{
    static const char *const shapes[] = { "%04u/%u/%u", "%04u-%u-%u", "%04u/%02u/%02u",
                                          "%04u年%u月%u日" };
    struct zc_str rest = value;
    unsigned year, month, day;
    if (value.len != 10 || value.ptr[4] != '-' || value.ptr[7] != '-' ||
        !take_number(&rest, 4, &year) || rest.len != 6)
        return false;
    rest = zc_str_from(rest, 1);
    if (!take_number(&rest, 2, &month) || rest.len != 3)
        return false;
    rest = zc_str_from(rest, 1);
    if (!take_number(&rest, 2, &day) || rest.len != 0)
        return false;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        char text[40];
        snprintf(text, sizeof text, shapes[i], year, month, day);
        if (zc_str_is(cell, text))
            return true;
    }
    return false;
}

static bool is_truth_value(struct zc_str value, struct zc_str cell)
{
    static const char *const words[] = { "TRUE", "FALSE" };
    for (size_t w = 0; w < 2; w++) {
        size_t i = 0;
        while (i < value.len && words[w][i] != '\0' && (value.ptr[i] & ~0x20) == words[w][i])
            i++;
        if (i == value.len && words[w][i] == '\0')
            return zc_str_is(cell, words[w]);
    }
    return false;
}

/* CRLF of the spreadsheet back to LF. */
static struct zc_str line_ends(struct zc_str cell, struct zc_buf *scratch)
{
    if (cell.len == 0 || !memchr(cell.ptr, '\r', cell.len))
        return cell;
    for (size_t i = 0; i < cell.len; i++)
        if (cell.ptr[i] != '\r' || i + 1 == cell.len || cell.ptr[i + 1] != '\n')
            zc_buf_char(scratch, cell.ptr[i]);
    return zc_buf_str(scratch);
}

bool zc_spoil_untouched(struct zc_str value, struct zc_str cell)
{
    static bool (*const losses[])(struct zc_str, struct zc_str) = {
        is_gbk_loss,     is_number_loss, is_exponent_loss, is_day_of_number,
        is_decimal_loss, is_date_shape,  is_truth_value,
    };
    struct zc_buf scratch = { 0 };
    struct zc_str text = line_ends(cell, &scratch);
    bool untouched = zc_str_eq(text, value) || zc_str_eq(text, zc_str_trim(value)) ||
                     zc_str_eq(text, cell_chars(value));
    for (size_t i = 0; i < sizeof losses / sizeof losses[0] && !untouched; i++)
        untouched = losses[i](value, text);
    zc_buf_release(&scratch);
    return untouched;
}

/* Damage by itself */

static bool is_rounded(struct zc_str cell)
{
    size_t at = 0;
    if (cell.len < 5 || !is_digit(cell.ptr[at++]))
        return false;
    if (cell.ptr[at] == '.')
        for (at++; at < cell.len && is_digit(cell.ptr[at]);)
            at++;
    if (at + 3 > cell.len || (cell.ptr[at] != 'E' && cell.ptr[at] != 'e') ||
        cell.ptr[at + 1] != '+')
        return false;
    return all_digits(zc_str_from(cell, at + 2));
}

enum zc_damage zc_spoil_damage(struct zc_str cell)
{
    static const char *const errors[] = { "#REF!",  "#N/A",  "#VALUE!", "#DIV/0!",
                                          "#NAME?", "#NUM!", "#NULL!" };
    size_t marks = 0;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (zc_str_is(cell, errors[i]))
            return ZC_DAMAGE_FORMULA;
    while (marks < cell.len && cell.ptr[marks] == '#')
        marks++;
    if (marks == cell.len && marks >= 3)
        return ZC_DAMAGE_FORMULA;
    if (zc_str_find(cell, ZC_STR("\xEF\xBF\xBD")) != SIZE_MAX)
        return ZC_DAMAGE_LOST;
    return is_rounded(cell) ? ZC_DAMAGE_ROUNDED : ZC_DAMAGE_NONE;
}

#include "core/number.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* strtod reads the point of the locale, so the text is cut into an integer of its digits and a
 * power of ten, written with an exponent, which every locale reads alike. */
static double from_digits(bool minus, const char *digits, size_t n, long exponent)
{
    char text[1200];
    enum { MOST = 1100 }; /* more digits cannot change a double, but their number can */
    size_t used = n < MOST ? n : MOST;
    exponent += (long)(n - used);
    memcpy(text, digits, used);
    snprintf(text + used, sizeof text - used, "e%ld", exponent);
    double value = strtod(text, NULL);
    return minus ? -value : value;
}

/* Up to 15 digits and powers up to 22 are exact as doubles, so that one division rounds once, as
 * strtod does: nearly all numbers of a ledger are like that. */
static bool from_few_digits(const char *digits, size_t n, long exponent, double *out)
{
    static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    int64_t whole = 0;

    if (n > 15 || -exponent > 22)
        return false;
    for (size_t i = 0; i < n; i++)
        whole = whole * 10 + (digits[i] - '0');
    *out = (double)whole / powers[-exponent];
    return true;
}

bool zc_number_parse(struct zc_str text, double *out)
{
    struct zc_str s = zc_str_trim(text);
    bool minus = s.len > 0 && s.ptr[0] == '-', point = false;
    char digits[4096];
    size_t n = 0;
    long exponent = 0;
    bool any = false;
    for (size_t i = minus; i < s.len; i++) {
        if (s.ptr[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(s.ptr[i]) || n == sizeof digits)
            return false;
        any = true;
        if (n > 0 || s.ptr[i] != '0')
            digits[n++] = s.ptr[i];
        exponent -= point;
    }
    if (!any)
        return false;
    if (from_few_digits(digits, n, exponent, out))
        *out = minus ? -*out : *out;
    else
        *out = from_digits(minus, digits, n, exponent);
    return true;
}

bool zc_integer_parse(struct zc_str text, int64_t *out)
{
    bool minus = text.len > 0 && text.ptr[0] == '-';
    uint64_t value;
    if (!zc_str_to_u64(zc_str_from(text, minus), &value) || value > (uint64_t)INT64_MAX + minus)
        return false;
    *out = minus ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

/* Digits and exponent of the shortest text that reads back: value = 0.DIGITS × 10^exponent. */
static int shortest(double value, char digits[32], long *exponent)
{
    char text[64];
    /* What 15 digits or fewer can say, 15 digits say with zeros behind it. The smallest doubles
     * have fewer digits than that. */
    int precision = value < 0x1p-1022 ? 1 : 15;
    for (; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision - 1, value);
        if (strtod(text, NULL) == value)
            break;
    }
    snprintf(text, sizeof text, "%.*e", precision - 1, value);
    int n = 0;
    const char *at = text;
    for (; *at && *at != 'e'; at++) {
        if (is_digit(*at))
            digits[n++] = *at;
    }
    *exponent = strtol(at + 1, NULL, 10) + 1;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    return n;
}

size_t zc_number_print(double value, char out[ZC_NUMBER_TEXT])
{
    char digits[32];
    long exponent;
    size_t len = 0;
    if (isnan(value) || isinf(value))
        return (size_t)snprintf(out, ZC_NUMBER_TEXT, "%s",
                                isnan(value) ? "NaN"
                                : value > 0  ? "Infinity"
                                             : "-Infinity");
    if (value == 0)
        return (size_t)snprintf(out, ZC_NUMBER_TEXT, "0");
    if (fabs(value) < 1e15 && value == trunc(value))
        return (size_t)snprintf(out, ZC_NUMBER_TEXT, "%.0f", value);
    if (value < 0)
        out[len++] = '-';
    int n = shortest(fabs(value), digits, &exponent);
    if (exponent <= 0)
        out[len++] = '0';
    for (long i = exponent < 0 ? exponent : 0; i < n || i < exponent; i++) {
        if (i == exponent || (i == exponent && exponent <= 0))
            out[len++] = '.';
        out[len++] = i >= 0 && i < n ? digits[i] : '0';
    }
    out[len] = '\0';
    return len;
}

void zc_number_group(uint64_t n, struct zc_buf *out)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            zc_buf_char(out, ',');
        zc_buf_char(out, digits[i]);
    }
}

#include "core/phone.h"
#include "core/text.h"
#include <string.h>

enum { MOBILE = 11 };

static bool is_mobile(struct zc_str digits)
{
    return digits.len == MOBILE && digits.ptr[0] == '1' && digits.ptr[1] >= '3';
}

bool zc_phone_ok(struct zc_str digits)
{
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return false;
    }
    return is_mobile(digits) ||
           (digits.len >= 10 && digits.len <= 12 && digits.ptr[0] == '0' && digits.ptr[1] != '0');
}

/* The digits of a text that has nothing but digits and what people put between them. */
static bool bare_digits(struct zc_str text, struct zc_buf *out)
{
    static const char between[] = " -()+";
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            zc_buf_char(out, text.ptr[i]);
        else if (!strchr(between, text.ptr[i]))
            return false;
    }
    return true;
}

bool zc_phone_normal(struct zc_str text, struct zc_buf *out)
{
    struct zc_buf half = { 0 }, digits = { 0 };
    zc_text_half_width(text, &half);
    bool ok = bare_digits(zc_buf_str(&half), &digits);
    struct zc_str number = zc_buf_str(&digits);
    if (number.len == MOBILE + 2 && zc_str_starts(number, ZC_STR("86")))
        number = zc_str_from(number, 2);
    ok = ok && zc_phone_ok(number);
    if (ok && is_mobile(number)) {
        zc_buf_add(out, number);
    } else if (ok) {
        size_t area = number.ptr[1] <= '2' ? 3 : 4;
        zc_buf_printf(out, "%.*s-%.*s", ZC_ARG(zc_str_head(number, area)),
                      ZC_ARG(zc_str_from(number, area)));
    }
    zc_buf_release(&digits);
    zc_buf_release(&half);
    return ok;
}

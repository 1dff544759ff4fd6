#include "core/numeral.h"

/* 零 to 十 at the front: 0 to 10; -1: none. */
static int take_one(struct zc_str *rest)
{
    static const char *const numerals[] = { "零", "一", "二", "三", "四", "五",
                                            "六", "七", "八", "九", "十" };
    for (int i = 0; i < (int)(sizeof numerals / sizeof numerals[0]); i++) {
        struct zc_str word = zc_str_of(numerals[i]);
        if (!zc_str_starts(*rest, word))
            continue;
        *rest = zc_str_from(*rest, word.len);
        return i;
    }
    if (!zc_str_starts(*rest, ZC_STR("〇")))
        return -1;
    *rest = zc_str_from(*rest, ZC_STR("〇").len);
    return 0;
}

int zc_numeral_take(struct zc_str *rest)
{
    int value = -1, digit;
    bool tens = false;
    while (value < 1000 && (digit = take_one(rest)) >= 0) {
        if (digit == 10)
            value = value < 0 ? 10 : value * 10;
        else
            value = value < 0 ? digit : tens ? value + digit : value * 10 + digit;
        tens = digit == 10;
    }
    return value;
}

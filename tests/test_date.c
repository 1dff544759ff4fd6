#include "core/clock.h"
#include "core/number.h"
#include "tests/check.h"
#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    struct zc_str text;
    bool strict, read, partial;
    int64_t days;
} dates[] = {
    { "the first day", ZC_LIT("1970-01-01"), true, true, true, 0 },
    { "a leap day", ZC_LIT("2024-02-29"), true, true, true, 19782 },
    { "no leap day", ZC_LIT("2023-02-29"), false, false, false, 0 },
    { "1900 was no leap year", ZC_LIT("1900-02-29"), false, false, false, 0 },
    { "unpadded", ZC_LIT("2024-3-5"), false, true, true, 19787 },
    { "Chinese marks", ZC_LIT("2024年3月5日"), false, true, true, 19787 },
    { "slashes", ZC_LIT("2024/03/05"), false, true, true, 19787 },
    { "a year", ZC_LIT("2013"), false, false, true, 15706 },
    { "a month", ZC_LIT("2013-05"), false, false, true, 15826 },
    { "a month in Chinese", ZC_LIT("2013年5月"), false, false, true, 15826 },
    { "month 13", ZC_LIT("2013-13"), false, false, false, 0 },
    { "before 1840", ZC_LIT("1839"), false, false, false, 0 },
    { "text behind", ZC_LIT("2024-03-05x"), false, false, false, 0 },
    { "eight digits", ZC_LIT("20240305"), false, true, true, 19787 },
    { "empty", ZC_LIT(""), false, false, false, 0 },
};

static void check_dates(void)
{
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        struct zc_date date = { 0 };
        zc_checkf(zc_date_parse(dates[i].text, &date) == dates[i].strict, "%s: strict",
                  dates[i].name);
        zc_checkf(zc_date_read(dates[i].text, &date) == dates[i].read, "%s: read", dates[i].name);
        bool partial = zc_date_read_partial(dates[i].text, &date);
        zc_checkf(partial == dates[i].partial &&
                      (!partial || zc_date_days(zc_date_first(date)) == dates[i].days),
                  "%s: partial", dates[i].name);
    }
    bool round = true;
    for (int64_t day = -700000; day < 2900000; day += 13) {
        struct zc_date date = zc_date_of_days(day);
        round &= zc_date_days(date) == day &&
                 (date.year < 1 || date.year > 9999 || zc_date_is_valid(date));
    }
    zc_check("days to dates and back", round);
    zc_check("1970-01-01 was a Thursday", zc_date_weekday(0) == 4 && zc_date_weekday(-1) == 3);
    struct zc_date last = zc_date_last((struct zc_date){ 2024, 2, 0 });
    zc_check("the last day of a partial date", last.day == 29);
}

static void check_moments(void)
{
    struct zc_moment moment;
    char text[ZC_DATETIME_TEXT];
    struct zc_buf out = { 0 };
    struct zc_clock clock;
    struct zc_err err = { 0 };
    bool ok = zc_moment_parse(ZC_STR("2026-11-23T18:42:00+08:00"), 0, &moment);
    zc_moment_print(moment, false, text);
    zc_check("a moment prints as it was read", ok && !strcmp(text, "2026-11-23T18:42:00+08:00"));
    zc_moment_print(moment, true, text);
    zc_check("with milliseconds", !strcmp(text, "2026-11-23T18:42:00.000+08:00"));
    ok = zc_moment_parse(ZC_STR("2026-11-23T23:30:00Z"), 0, &moment);
    moment.offset_min = 480;
    zc_check("the local day is tomorrow's",
             ok && zc_moment_day(moment) == zc_date_days((struct zc_date){ 2026, 11, 24 }));
    zc_check("no offset: the given one",
             zc_moment_parse(ZC_STR("2026-11-23T18:42"), 480, &moment) && moment.offset_min == 480);
    zc_check("behind 24:00 comes nothing",
             !zc_moment_parse(ZC_STR("2026-11-23T24:30:00Z"), 0, &moment) &&
                 zc_moment_parse(ZC_STR("2026-11-23T24:00:00Z"), 0, &moment));
    zc_check("hour 25 is none", !zc_moment_parse(ZC_STR("2026-11-23T25:00:00Z"), 0, &moment));
    zc_moment_parse(ZC_STR("2026-11-22T08:05:09.007+08:00"), 0, &moment);
    zc_date_format(moment, ZC_STR("%Y年%n月%e日 %a %H:%M:%S.%3 %h %b %y%% %W %q"), ZC_LANG_ZH,
                   &out);
    zc_checkf(zc_str_is(zc_buf_str(&out), "2026年11月22日 周日 08:05:09.007 8 11月 26% 47 %q"),
              "format: %s", zc_buf_cstr(&out));
    zc_check("a fixed clock stands still",
             zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err) &&
                 zc_clock_today(&clock) == zc_date_days((struct zc_date){ 2026, 11, 23 }));
    zc_check("a clock of nonsense",
             !zc_clock_fixed(ZC_STR("soon"), &clock, &err) && err.code == ZC_E_INPUT);
    zc_buf_release(&out);
}

static const struct {
    double value;
    const char *text;
} numbers[] = {
    { 0, "0" },
    { -0.0, "0" },
    { 2, "2" },
    { -7.5, "-7.5" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 1.0 / 3, "0.3333333333333333" },
    { 1e12, "1000000000000" },
    { 1e21, "1000000000000000000000" },
    { 1e-7, "0.0000001" },
    { 123456.789, "123456.789" },
    { 5e-324, "0.000" },
    { INFINITY, "Infinity" },
    { -INFINITY, "-Infinity" },
    { NAN, "NaN" },
};

static const struct {
    const char *text;
    bool ok;
    double value;
} texts[] = {
    { "5", true, 5 },         { " 5 ", true, 5 },    { ".5", true, 0.5 },      { "5.", true, 5 },
    { "-3.25", true, -3.25 }, { "007", true, 7 },    { "+5", false, 0 },       { "1e3", false, 0 },
    { "0x10", false, 0 },     { "1,5", false, 0 },   { "", false, 0 },         { ".", false, 0 },
    { "-", false, 0 },        { "1.2.3", false, 0 }, { "Infinity", false, 0 },
};

static void check_numbers(void)
{
    char text[ZC_NUMBER_TEXT];
    double value;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        size_t len = zc_number_print(numbers[i].value, text);
        zc_checkf(!strncmp(text, numbers[i].text, strlen(numbers[i].text)) && strlen(text) == len,
                  "prints %s", numbers[i].text);
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        bool ok = zc_number_parse(zc_str_of(texts[i].text), &value);
        zc_checkf(ok == texts[i].ok && (!ok || value == texts[i].value), "reads '%s'",
                  texts[i].text);
    }
    uint64_t bits = 1;
    bool round = true;
    for (int i = 0; i < 20000; i++) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        memcpy(&value, &bits, sizeof value);
        double again = 0;
        if (isnan(value) || isinf(value))
            continue;
        zc_number_print(value, text);
        round &= zc_number_parse(zc_str_of(text), &again) && again == value;
    }
    zc_check("20,000 random numbers come back the same", round);
    int64_t whole;
    zc_check("the smallest integer",
             zc_integer_parse(ZC_STR("-9223372036854775808"), &whole) && whole == INT64_MIN);
    zc_check("one less is none", !zc_integer_parse(ZC_STR("-9223372036854775809"), &whole));
}

int main(void)
{
    check_dates();
    check_moments();
    check_numbers();
    return zc_check_done();
}

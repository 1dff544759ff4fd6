#include "core/date.h"
#include <stdio.h>
#include <string.h>

enum { DAY_MS = 86400000, MINUTE_MS = 60000 };

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int zc_date_month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool zc_date_is_valid(struct zc_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= zc_date_month_days(date.year, date.month);
}

/* Eras of 400 years that begin in March, so that the leap day is the last of its year. */
int64_t zc_date_days(struct zc_date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct zc_date zc_date_of_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct zc_date date = { .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
                            .month = (int)(month < 10 ? month + 3 : month - 9) };
    date.year = (int)(year_of_era + era * 400 + (date.month <= 2));
    return date;
}

int zc_date_weekday(int64_t days)
{
    return (int)((days % 7 + 11) % 7); /* day 0 was a Thursday */
}

/* Takes 1 to `max` digits off the front. */
static bool take_digits(struct zc_str *rest, size_t min, size_t max, int *out)
{
    size_t n = 0;
    *out = 0;
    while (n < rest->len && n < max && rest->ptr[n] >= '0' && rest->ptr[n] <= '9')
        *out = *out * 10 + (rest->ptr[n++] - '0');
    *rest = zc_str_from(*rest, n);
    return n >= min;
}

static bool take_char(struct zc_str *rest, char c)
{
    if (rest->len == 0 || rest->ptr[0] != c)
        return false;
    *rest = zc_str_from(*rest, 1);
    return true;
}

bool zc_date_parse(struct zc_str text, struct zc_date *out)
{
    struct zc_date date;
    if (text.len != 10 || !take_digits(&text, 4, 4, &date.year) || !take_char(&text, '-') ||
        !take_digits(&text, 2, 2, &date.month) || !take_char(&text, '-') ||
        !take_digits(&text, 2, 2, &date.day) || !zc_date_is_valid(date))
        return false;
    *out = date;
    return true;
}

/* A mark between the parts of a date: '-', '/', '.', 年, 月, 日. */
static bool take_mark(struct zc_str *rest, const char *marks[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct zc_str mark = zc_str_of(marks[i]);
        if (zc_str_starts(*rest, mark)) {
            *rest = zc_str_from(*rest, mark.len);
            return true;
        }
    }
    return false;
}

/* Year, and month and day as far as they are there. */
static bool read_parts(struct zc_str text, struct zc_date *out)
{
    const char *years[] = { "-", "/", ".", "年" }, *months[] = { "-", "/", ".", "月" };
    const char *ends[] = { "日", "号" };
    struct zc_str rest = zc_str_trim(text);
    *out = (struct zc_date){ 0 };
    if (!take_digits(&rest, 4, 4, &out->year))
        return false;
    if (rest.len == 0)
        return true;
    if (!take_mark(&rest, years, 4)) { /* 201305, 20130512 */
        return (rest.len == 2 || rest.len == 4) && take_digits(&rest, 2, 2, &out->month) &&
               (rest.len == 0 || take_digits(&rest, 2, 2, &out->day)) && rest.len == 0;
    }
    if (rest.len == 0)
        return true;
    if (!take_digits(&rest, 1, 2, &out->month))
        return false;
    if (rest.len == 0 || (take_mark(&rest, months, 4) && rest.len == 0))
        return true;
    if (!take_digits(&rest, 1, 2, &out->day))
        return false;
    take_mark(&rest, ends, 2);
    return rest.len == 0;
}

bool zc_date_read(struct zc_str text, struct zc_date *out)
{
    struct zc_date date;
    if (!read_parts(text, &date) || !zc_date_is_valid(date))
        return false;
    *out = date;
    return true;
}

struct zc_date zc_date_first(struct zc_date partial)
{
    if (partial.month == 0)
        partial.month = 1;
    if (partial.day == 0)
        partial.day = 1;
    return partial;
}

struct zc_date zc_date_last(struct zc_date partial)
{
    if (partial.month == 0)
        partial.month = 12;
    if (partial.day == 0)
        partial.day = zc_date_month_days(partial.year, partial.month);
    return partial;
}

static bool partial_is_valid(struct zc_date date)
{
    return date.year >= 1840 && date.year <= 2100 && date.month >= 0 && date.month <= 12 &&
           (date.day == 0 || date.month > 0) && zc_date_is_valid(zc_date_first(date));
}

bool zc_date_read_partial(struct zc_str text, struct zc_date *out)
{
    struct zc_date date;
    if (!read_parts(text, &date) || !partial_is_valid(date))
        return false;
    *out = date;
    return true;
}

bool zc_date_parse_partial(struct zc_str text, struct zc_date *out)
{
    struct zc_date date;
    char again[ZC_DATE_TEXT];
    if (!zc_date_read_partial(text, &date))
        return false;
    /* Strict means: exactly what we would print. */
    if (!zc_str_eq(text, (struct zc_str){ again, zc_date_print(date, again) }))
        return false;
    *out = date;
    return true;
}

size_t zc_date_print(struct zc_date date, char out[ZC_DATE_TEXT])
{
    char text[40];
    int len = date.month == 0 ? snprintf(text, sizeof text, "%04d", date.year)
              : date.day == 0
                  ? snprintf(text, sizeof text, "%04d-%02d", date.year, date.month)
                  : snprintf(text, sizeof text, "%04d-%02d-%02d", date.year, date.month, date.day);
    size_t used = len < ZC_DATE_TEXT ? (size_t)len : ZC_DATE_TEXT - 1;
    memcpy(out, text, used);
    out[used] = '\0';
    return used;
}

/* Moments */

static bool take_offset(struct zc_str *rest, int *offset_min)
{
    int hours, minutes = 0, sign = 1;
    if (rest->len == 0)
        return true;
    if (take_char(rest, 'Z')) {
        *offset_min = 0;
        return rest->len == 0;
    }
    if (take_char(rest, '-'))
        sign = -1;
    else if (!take_char(rest, '+'))
        return false;
    if (!take_digits(rest, 2, 2, &hours))
        return false;
    take_char(rest, ':');
    if (rest->len > 0 && !take_digits(rest, 2, 2, &minutes))
        return false;
    *offset_min = sign * (hours * 60 + minutes);
    return rest->len == 0 && hours <= 14 && minutes < 60;
}

bool zc_moment_parse(struct zc_str text, int offset_min, struct zc_moment *out)
{
    struct zc_date date;
    int hour, minute, second = 0, millis = 0;
    struct zc_str rest = zc_str_from(text, text.len < 10 ? text.len : 10);
    if (!zc_date_parse(zc_str_head(text, 10), &date))
        return false;
    if (!take_char(&rest, 'T') && !take_char(&rest, ' '))
        return false;
    if (!take_digits(&rest, 2, 2, &hour) || !take_char(&rest, ':') ||
        !take_digits(&rest, 2, 2, &minute))
        return false;
    if (take_char(&rest, ':') && !take_digits(&rest, 2, 2, &second))
        return false;
    if (take_char(&rest, '.')) {
        int scale = 100, digit;
        while (take_digits(&rest, 1, 1, &digit)) {
            millis += digit * scale;
            scale /= 10;
        }
    }
    /* 24:00:00 ends a day; nothing comes behind it. */
    if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute || second || millis)) ||
        !take_offset(&rest, &offset_min))
        return false;
    int64_t local =
        zc_date_days(date) * DAY_MS + ((int64_t)hour * 3600 + minute * 60 + second) * 1000 + millis;
    *out = (struct zc_moment){ local - (int64_t)offset_min * MINUTE_MS, offset_min };
    return true;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t zc_moment_day(struct zc_moment moment)
{
    return floor_div(moment.ms + (int64_t)moment.offset_min * MINUTE_MS, DAY_MS);
}

int64_t zc_moment_time(struct zc_moment moment)
{
    return moment.ms + (int64_t)moment.offset_min * MINUTE_MS - zc_moment_day(moment) * DAY_MS;
}

size_t zc_moment_print(struct zc_moment moment, bool millis, char out[ZC_DATETIME_TEXT])
{
    struct zc_date date = zc_date_of_days(zc_moment_day(moment));
    int time = (int)zc_moment_time(moment);
    int offset = moment.offset_min < 0 ? -moment.offset_min : moment.offset_min;
    char text[80], fraction[8] = "";
    if (millis)
        snprintf(fraction, sizeof fraction, ".%03d", time % 1000);
    int len = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d%s%c%02d:%02d", date.year,
                       date.month, date.day, time / 3600000, time / 60000 % 60, time / 1000 % 60,
                       fraction, moment.offset_min < 0 ? '-' : '+', offset / 60, offset % 60);
    size_t used = len < ZC_DATETIME_TEXT ? (size_t)len : ZC_DATETIME_TEXT - 1;
    memcpy(out, text, used);
    out[used] = '\0';
    return used;
}

/* Formats */

static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
static const struct zc_text day_names[] = { { "周日", "Sun" }, { "周一", "Mon" }, { "周二", "Tue" },
                                            { "周三", "Wed" }, { "周四", "Thu" }, { "周五", "Fri" },
                                            { "周六", "Sat" } };

/* Week of the year by ISO 8601. */
static int iso_week(int64_t day)
{
    int weekday = (zc_date_weekday(day) + 6) % 7; /* Monday 0 */
    int64_t thursday = day - weekday + 3;
    struct zc_date first = { zc_date_of_days(thursday).year, 1, 1 };
    return (int)((thursday - zc_date_days(first)) / 7) + 1;
}

static bool format_code(char code, struct zc_moment moment, enum zc_lang lang, struct zc_buf *out)
{
    int64_t day = zc_moment_day(moment);
    struct zc_date date = zc_date_of_days(day);
    int time = (int)zc_moment_time(moment);
    switch (code) {
    case 'Y':
        zc_buf_printf(out, "%04d", date.year);
        break;
    case 'y':
        zc_buf_printf(out, "%02d", date.year % 100);
        break;
    case 'm':
        zc_buf_printf(out, "%02d", date.month);
        break;
    case 'n':
        zc_buf_printf(out, "%d", date.month);
        break;
    case 'b':
        if (lang == ZC_LANG_ZH)
            zc_buf_printf(out, "%d月", date.month);
        else
            zc_buf_text(out, month_names[date.month - 1]);
        break;
    case 'd':
        zc_buf_printf(out, "%02d", date.day);
        break;
    case 'e':
        zc_buf_printf(out, "%d", date.day);
        break;
    case 'a': {
        struct zc_text name = day_names[zc_date_weekday(day)];
        zc_buf_text(out, lang == ZC_LANG_ZH ? name.zh : name.en);
        break;
    }
    case 'W':
        zc_buf_printf(out, "%d", iso_week(day));
        break;
    case 'H':
        zc_buf_printf(out, "%02d", time / 3600000);
        break;
    case 'h':
        zc_buf_printf(out, "%d", time / 3600000);
        break;
    case 'M':
        zc_buf_printf(out, "%02d", time / 60000 % 60);
        break;
    case 'S':
        zc_buf_printf(out, "%02d", time / 1000 % 60);
        break;
    case '3':
        zc_buf_printf(out, "%03d", time % 1000);
        break;
    case '%':
        zc_buf_char(out, '%');
        break;
    default:
        return false;
    }
    return true;
}

void zc_date_format(struct zc_moment moment, struct zc_str format, enum zc_lang lang,
                    struct zc_buf *out)
{
    for (size_t i = 0; i < format.len; i++) {
        if (format.ptr[i] == '%' && i + 1 < format.len &&
            format_code(format.ptr[i + 1], moment, lang, out))
            i++;
        else
            zc_buf_char(out, format.ptr[i]);
    }
}

#include "forms/answer.h"
#include "core/date.h"
#include "core/file_name.h"
#include "core/number.h"
#include "core/phone.h"
#include "core/uscc.h"
#include "core/utf8.h"
#include <math.h>

enum { MAX_DIGITS = 18, MAX_DECIMAL = 40 };

bool zc_answer_is_missing(struct zc_str value)
{
    return value.len == strlen("拒答") && (zc_str_is(value, "拒答") || zc_str_is(value, "不详"));
}

struct zc_str zc_answer_half_width(struct zc_str text, struct zc_arena *arena)
{
    struct zc_buf out = { 0 };
    struct zc_str rest = text;
    uint32_t cp;

    while (zc_utf8_next(&rest, &cp)) {
        if (cp >= 0xFF01 && cp <= 0xFF5E)
            cp -= 0xFEE0;
        else if (cp == 0x3000)
            cp = ' ';
        zc_buf_cp(&out, cp);
    }
    struct zc_str half = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return half;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Commas and blanks between groups of three digits go: 1,234,567. Anything else stays and is
 * refused later. */
static struct zc_str without_groups(struct zc_str text, struct zc_arena *arena)
{
    struct zc_str head = text;
    const char *point = text.len ? memchr(text.ptr, '.', text.len) : NULL;
    size_t whole = point ? (size_t)(point - text.ptr) : text.len, len = 0;
    char *out = zc_arena_alloc(arena, text.len + 1, 1);

    for (size_t i = 0; i < head.len; i++) {
        bool sep = (head.ptr[i] == ',' || head.ptr[i] == ' ') && i > 0 && i < whole &&
                   (whole - i) % 4 == 0 && is_digit(head.ptr[i - 1]);
        if (!sep)
            out[len++] = head.ptr[i];
    }
    return (struct zc_str){ out, len };
}

/* "-007.50" → "-7.5": no zeros without meaning, no lone point, no minus zero. */
static bool plain_number(struct zc_str text, bool fraction, struct zc_arena *arena,
                         struct zc_str *out)
{
    bool minus = zc_str_starts(text, ZC_STR("-"));
    struct zc_str digits = minus || zc_str_starts(text, ZC_STR("+")) ? zc_str_from(text, 1) : text;
    size_t point = digits.len, from = 0, to;

    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] == '.' && point == digits.len)
            point = i;
        else if (!is_digit(digits.ptr[i]))
            return false;
    }
    if (!digits.len || (digits.len == 1 && point == 0))
        return false;
    while (from + 1 < point && digits.ptr[from] == '0')
        from++;
    for (to = digits.len; to > point + 1 && digits.ptr[to - 1] == '0';)
        to--;
    if (to == point + 1)
        to = point;
    if (to > point && !fraction)
        return false;
    struct zc_str number = zc_str_head(zc_str_from(digits, from), to - from);
    bool zero = zc_str_is(number, "0") || !number.len;
    char *plain = zc_arena_alloc(arena, number.len + 3, 1);
    size_t len = 0;
    if (minus && !zero)
        plain[len++] = '-';
    if (zero || number.ptr[0] == '.')
        plain[len++] = '0';
    if (!zero)
        memcpy(plain + len, number.ptr, number.len);
    *out = (struct zc_str){ plain, len + (zero ? 0 : number.len) };
    return true;
}

static bool read_integer(struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                         struct zc_err *err)
{
    if (!plain_number(without_groups(text, arena), false, arena, out))
        return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不是整数", "'%.*s' is no whole number"),
                       ZC_ARG(text));
    if (out->len > MAX_DIGITS)
        return zc_fail(err, ZC_E_INPUT, ZC_T("数字太长，最多%d位", "more than %d digits"),
                       MAX_DIGITS);
    return true;
}

static bool read_decimal(struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                         struct zc_err *err)
{
    if (!plain_number(without_groups(text, arena), true, arena, out))
        return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不是数字", "'%.*s' is no number"),
                       ZC_ARG(text));
    if (out->len > MAX_DECIMAL)
        return zc_fail(err, ZC_E_INPUT, ZC_T("数字太长，最多%d位", "more than %d digits"),
                       MAX_DECIMAL);
    return true;
}

static bool read_range(const struct zc_question *q, struct zc_str text, struct zc_arena *arena,
                       struct zc_str *out, struct zc_err *err)
{
    double low = fmin(q->range_start, q->range_end), high = fmax(q->range_start, q->range_end);
    double value, steps;

    if (!read_decimal(text, arena, out, err))
        return false;
    if (!zc_number_parse(*out, &value) || value < low || value > high)
        return zc_fail(err, ZC_E_INPUT, ZC_T("应在%g到%g之间", "must be from %g to %g"), low, high);
    steps = (value - q->range_start) / q->range_step;
    if (fabs(steps - round(steps)) > 1e-9)
        return zc_fail(err, ZC_E_INPUT, ZC_T("应从%g起每步%g", "goes from %g in steps of %g"),
                       q->range_start, q->range_step);
    return true;
}

static bool put_date(struct zc_date date, struct zc_arena *arena, struct zc_str *out)
{
    char text[ZC_DATE_TEXT];
    size_t len = zc_date_print(date, text);

    *out = zc_arena_copy(arena, (struct zc_str){ text, len });
    return true;
}

/* 9月5日 is the last one there was: this year's, or, still to come, the one of last year. */
static bool read_month_day(struct zc_str text, int64_t today, struct zc_date *out)
{
    struct zc_str rest = text, month;
    struct zc_date date = { .year = zc_date_of_days(today).year };
    struct zc_buf full = { 0 };

    size_t mark = zc_str_find(text, ZC_STR("月"));
    if (mark == SIZE_MAX || mark == 0 || mark > 2)
        return false;
    month = zc_str_head(rest, mark);
    if (!is_digit(month.ptr[0]))
        return false;
    zc_buf_printf(&full, "%d年%.*s", date.year, ZC_ARG(text));
    bool ok = zc_date_read(zc_buf_str(&full), &date);
    if (ok && zc_date_days(date) > today) {
        date.year--;
        ok = zc_date_is_valid(date);
    }
    zc_buf_release(&full);
    *out = date;
    return ok;
}

/* 今, 昨, -3 (days ago), 170512, 9月5日: as people type a day in a hurry (UX.md 5.2). */
static bool read_short_date(struct zc_str text, const struct zc_clock *clock, struct zc_date *out)
{
    int64_t today = zc_clock_today(clock);
    uint64_t number;

    if (zc_str_is(text, "今") || zc_str_is(text, "今天"))
        *out = zc_date_of_days(today);
    else if (zc_str_is(text, "昨") || zc_str_is(text, "昨天"))
        *out = zc_date_of_days(today - 1);
    else if (zc_str_starts(text, ZC_STR("-")) && text.len <= 4 &&
             zc_str_to_u64(zc_str_from(text, 1), &number))
        *out = zc_date_of_days(today - (int64_t)number);
    else if (text.len == 6 && zc_str_to_u64(text, &number)) {
        int year = (int)(number / 10000), this_year = zc_date_of_days(today).year;
        int century = this_year - this_year % 100;
        *out = (struct zc_date){ (year > this_year % 100 ? century - 100 : century) + year,
                                 (int)(number / 100 % 100), (int)(number % 100) };
        return zc_date_is_valid(*out);
    } else
        return read_month_day(text, today, out);
    return true;
}

static bool read_date(const struct zc_question *q, struct zc_str text, const struct zc_clock *clock,
                      struct zc_arena *arena, struct zc_str *out, struct zc_err *err)
{
    struct zc_date date;
    bool parts = q->look & (ZC_LOOK_MONTH_YEAR | ZC_LOOK_YEAR);

    /* Only year and month are asked for: the rest is 01 (XLSFORM.md 5). */
    if (parts && zc_date_read_partial(text, &date)) {
        date = zc_date_first(date);
        date.day = 1;
        if (q->look & ZC_LOOK_YEAR)
            date.month = 1;
        return put_date(date, arena, out);
    }
    if (zc_date_read_partial(text, &date) && zc_date_is_valid(date))
        return put_date(date, arena, out);
    if (zc_date_read(text, &date) || read_short_date(text, clock, &date))
        return put_date(date, arena, out);
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("“%.*s”不是日期，请写成 2026-10-23", "'%.*s' is no date: write 2026-10-23"),
                   ZC_ARG(text));
}

static bool read_partial_date(struct zc_str text, const struct zc_clock *clock,
                              struct zc_arena *arena, struct zc_str *out, struct zc_err *err)
{
    struct zc_date date;

    if (!zc_date_read_partial(text, &date) && !read_short_date(text, clock, &date))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是日期，请写成 2013、2013-05 或 2013-05-12",
                            "'%.*s' is no date: write 2013, 2013-05 or 2013-05-12"),
                       ZC_ARG(text));
    return put_date(date, arena, out);
}

static bool read_moment(struct zc_str text, const struct zc_clock *clock, struct zc_arena *arena,
                        struct zc_str *out, struct zc_err *err)
{
    char shown[ZC_DATETIME_TEXT];
    struct zc_moment moment;
    char *with_t = zc_arena_alloc(arena, text.len + 1, 1);

    memcpy(with_t, text.ptr, text.len);
    if (text.len > 10 && with_t[10] == ' ')
        with_t[10] = 'T';
    if (!zc_moment_parse((struct zc_str){ with_t, text.len }, clock->offset_min, &moment))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是日期时间，请写成 2026-10-23 18:30",
                            "'%.*s' is no date and time: write 2026-10-23 18:30"),
                       ZC_ARG(text));
    size_t len = zc_moment_print(moment, true, shown);
    *out = zc_arena_copy(arena, (struct zc_str){ shown, len });
    return true;
}

/* A time is read as a moment of some day, so that one parser knows hours, fractions and zones. */
static bool read_time(struct zc_str text, const struct zc_clock *clock, struct zc_arena *arena,
                      struct zc_str *out, struct zc_err *err)
{
    bool short_hour = text.len > 1 && text.ptr[1] == ':';
    struct zc_str full =
        zc_arena_printf(arena, "2000-01-01T%s%.*s", short_hour ? "0" : "", ZC_ARG(text));
    char shown[ZC_DATETIME_TEXT];
    struct zc_moment moment;

    if (!zc_moment_parse(full, clock->offset_min, &moment))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是时间，请写成 18:30", "'%.*s' is no time: write 18:30"),
                       ZC_ARG(text));
    size_t len = zc_moment_print(moment, true, shown);
    *out = zc_arena_copy(arena, zc_str_from((struct zc_str){ shown, len }, strlen("2000-01-01T")));
    return true;
}

/* "36.62 101.78" → "36.62 101.78 0 0". Blanks or commas part the numbers. */
static bool read_point(struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                       struct zc_err *err)
{
    char *spaced = zc_arena_alloc(arena, text.len + 1, 1);
    struct zc_str rest = { spaced, text.len }, word, parts[4];
    double number = 0, limits[2] = { 90, 180 };
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        spaced[i] = (char)(text.ptr[i] == ',' ? ' ' : text.ptr[i]);
    while (n < 4 && zc_str_word(&rest, &word)) {
        if (!plain_number(word, true, arena, &parts[n]) || !zc_number_parse(parts[n], &number) ||
            (n < 2 && fabs(number) > limits[n]))
            break;
        n++;
    }
    if (n < 2 || zc_str_trim(rest).len)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”不是坐标，请写“纬度 经度”，如 36.62 101.78",
                            "'%.*s' is no position: write latitude and longitude, 36.62 101.78"),
                       ZC_ARG(text));
    for (; n < 4; n++)
        parts[n] = ZC_STR("0");
    *out = zc_arena_printf(arena, "%.*s %.*s %.*s %.*s", ZC_ARG(parts[0]), ZC_ARG(parts[1]),
                           ZC_ARG(parts[2]), ZC_ARG(parts[3]));
    return true;
}

static bool read_points(const struct zc_question *q, struct zc_str text, struct zc_arena *arena,
                        struct zc_str *out, struct zc_err *err)
{
    struct zc_str rest = text, part, point, first = { 0 };
    struct zc_buf all = { 0 };
    size_t n = 0;
    bool ok = true;

    while (ok && zc_str_cut(&rest, ';', &part)) {
        part = zc_str_trim(part);
        if (!part.len)
            continue;
        ok = read_point(part, arena, &point, err);
        if (ok && n++ == 0)
            first = point;
        else if (ok)
            zc_buf_text(&all, ";");
        if (ok)
            zc_buf_add(&all, point);
    }
    bool closed = zc_str_eq(first, point) && n > 1;
    if (ok && q->type == ZC_TYPE_GEOSHAPE && n > 2 && !closed) {
        zc_buf_text(&all, ";");
        zc_buf_add(&all, first);
    }
    if (ok && n < (q->type == ZC_TYPE_GEOSHAPE ? 3 : 2))
        ok = zc_fail(err, ZC_E_INPUT,
                     ZC_T("点太少，各点用分号分开", "too few points, parted by ';'"));
    *out = zc_arena_copy(arena, zc_buf_str(&all));
    zc_buf_release(&all);
    return ok;
}

static bool read_text(const struct zc_question *q, struct zc_str text, const struct zc_clock *clock,
                      struct zc_arena *arena, struct zc_str *out, struct zc_err *err)
{
    bool lines = q->rows || (q->look & ZC_LOOK_MULTILINE);

    if (q->look & ZC_LOOK_CODE) {
        struct zc_buf clean = { 0 };
        zc_code_clean(text, &clean);
        *out = zc_arena_copy(arena, zc_buf_str(&clean));
        zc_buf_release(&clean);
        return true;
    }
    if (q->role == ZC_ROLE_PHONE) {
        struct zc_buf number = { 0 };
        bool whole = zc_phone_normal(text, &number);
        if (whole)
            *out = zc_arena_copy(arena, zc_buf_str(&number));
        zc_buf_release(&number);
        if (whole)
            return true;
    }
    if (q->look & ZC_LOOK_PARTIAL_DATE)
        return read_partial_date(zc_answer_half_width(text, arena), clock, arena, out, err);
    if (q->look & ZC_LOOK_NUMBERS) {
        *out = zc_answer_half_width(text, arena);
        for (size_t i = 0; i < out->len; i++)
            if (!is_digit(out->ptr[i]) && out->ptr[i] != '-' && out->ptr[i] != '.')
                return zc_fail(err, ZC_E_INPUT,
                               ZC_T("只能填数字、“-”和“.”", "digits, '-' and '.' only"));
        return true;
    }
    char *one_line = zc_arena_alloc(arena, text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++)
        one_line[i] = (char)(text.ptr[i] == '\n' && !lines ? ' ' : text.ptr[i]);
    *out = (struct zc_str){ one_line, text.len };
    return true;
}

static bool read_acknowledge(struct zc_str text, struct zc_str *out, struct zc_err *err)
{
    static const char words[] = "OK ok Ok yes Yes 1 是 确认";

    if (!zc_str_has_word(zc_str_of(words), text))
        return zc_fail(err, ZC_E_INPUT, ZC_T("请填 OK，或者留空", "write OK or leave it empty"));
    *out = ZC_STR("OK");
    return true;
}

/* Of a path its name: the file itself is not the form's concern. */
static bool read_file_name(struct zc_str text, struct zc_arena *arena, struct zc_str *out)
{
    struct zc_buf name = { 0 };

    zc_file_name_put(text, &name);
    *out = zc_arena_copy(arena, zc_buf_str(&name));
    zc_buf_release(&name);
    return true;
}

static bool read_by_type(const struct zc_question *q, struct zc_str text,
                         const struct zc_clock *clock, struct zc_arena *arena, struct zc_str *out,
                         struct zc_err *err)
{
    switch (q->type) {
    case ZC_TYPE_INTEGER:
        return read_integer(zc_answer_half_width(text, arena), arena, out, err);
    case ZC_TYPE_DECIMAL:
        return read_decimal(zc_answer_half_width(text, arena), arena, out, err);
    case ZC_TYPE_RANGE:
        return read_range(q, zc_answer_half_width(text, arena), arena, out, err);
    case ZC_TYPE_DATE:
    case ZC_TYPE_TODAY:
        return read_date(q, zc_answer_half_width(text, arena), clock, arena, out, err);
    case ZC_TYPE_TIME:
        return read_time(zc_answer_half_width(text, arena), clock, arena, out, err);
    case ZC_TYPE_DATETIME:
    case ZC_TYPE_START:
    case ZC_TYPE_END:
        return read_moment(zc_answer_half_width(text, arena), clock, arena, out, err);
    case ZC_TYPE_GEOPOINT:
        return read_point(zc_answer_half_width(text, arena), arena, out, err);
    case ZC_TYPE_GEOTRACE:
    case ZC_TYPE_GEOSHAPE:
        return read_points(q, zc_answer_half_width(text, arena), arena, out, err);
    case ZC_TYPE_ACKNOWLEDGE:
        return read_acknowledge(text, out, err);
    case ZC_TYPE_FILE:
        return read_file_name(text, arena, out);
    case ZC_TYPE_TEXT:
        return read_text(q, text, clock, arena, out, err);
    case ZC_TYPE_NOTE:
    case ZC_TYPE_GROUP:
    case ZC_TYPE_REPEAT:
        return zc_fail(err, ZC_E_INPUT, ZC_T("这里不能填写", "nothing can be answered here"));
    default:
        *out = text;
        return true;
    }
}

bool zc_answer_read(const struct zc_question *q, struct zc_str text, const struct zc_clock *clock,
                    struct zc_arena *arena, struct zc_str *out, struct zc_err *err)
{
    struct zc_buf tidy = { 0 };

    zc_utf8_tidy(text, &tidy);
    struct zc_str clean = zc_arena_copy(arena, zc_buf_str(&tidy));
    zc_buf_release(&tidy);
    *out = clean;
    if (!clean.len)
        return true;
    if (clean.len > ZC_VALUE_MAX)
        return zc_fail(err, ZC_E_INPUT, ZC_T("太长，最多%d字节", "longer than %d bytes"),
                       ZC_VALUE_MAX);
    if (zc_answer_is_missing(clean)) {
        if (q->required_cell || q->type == ZC_TYPE_TEXT)
            return true;
        return zc_fail(
            err, ZC_E_INPUT,
            ZC_T("这一项不是必填，不知道就留空", "this is not required: leave it empty"));
    }
    return read_by_type(q, clean, clock, arena, out, err);
}

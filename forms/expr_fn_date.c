#include "core/number.h"
#include "forms/expr_impl.h"
#include <math.h>

/* Dates and times (XLSFORM.md 9, D10, D11, D16): what is no date gives '' or NaN. */

enum { DAY_MS = 86400000, MINUTE_MS = 60000 };
enum { BYTES_PER_STEP = 32 }; /* of a format: printing is slow */

static int offset_of(const struct zc_eval *ev)
{
    return ev->env->clock ? ev->env->clock->offset_min : 480;
}

static bool has_year(struct zc_moment moment)
{
    int year = zc_date_of_days(zc_moment_day(moment)).year;

    return year >= 1 && year <= 9999;
}

static bool moment_of_number(double days, int offset_min, struct zc_moment *out)
{
    enum { FARTHEST = 4000000 }; /* days, beyond the year 9999 */

    if (!(fabs(days) < FARTHEST))
        return false;
    *out = (struct zc_moment){ llround(days * DAY_MS), offset_min };
    return has_year(*out);
}

/* 2024-3-5, which date() takes though a comparison does not. */
static bool is_unpadded(struct zc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '-' && (text.ptr[i] < '0' || text.ptr[i] > '9'))
            return false;
    return text.len > 4 && text.ptr[4] == '-';
}

bool zc_value_moment(struct zc_eval *ev, const struct zc_value *value, struct zc_moment *out)
{
    int offset_min = offset_of(ev);
    struct zc_date date;

    if (value->kind == ZC_VALUE_NUMBER || value->kind == ZC_VALUE_BOOL || value->date)
        return moment_of_number(zc_eval_number(ev, value), offset_min, out);
    struct zc_str text = zc_str_trim(zc_eval_text(ev, value));
    if (is_unpadded(text) && zc_date_read(text, &date)) {
        *out = (struct zc_moment){ zc_date_days(date) * DAY_MS - (int64_t)offset_min * MINUTE_MS,
                                   offset_min };
        return true;
    }
    return moment_of_number(zc_text_number(text, offset_min), offset_min, out);
}

/* A date counts as its local midnight (D11). */
static bool give_day(struct zc_eval *ev, int64_t day, struct zc_value *out)
{
    char text[ZC_DATE_TEXT];
    size_t len = zc_date_print(zc_date_of_days(day), text);
    int64_t midnight_ms = day * DAY_MS - (int64_t)offset_of(ev) * MINUTE_MS;

    return zc_give_date(out, zc_arena_copy(ev->arena, (struct zc_str){ text, len }),
                        (double)midnight_ms / DAY_MS);
}

static bool give_moment(struct zc_eval *ev, struct zc_moment moment, struct zc_value *out)
{
    char text[ZC_DATETIME_TEXT];
    size_t len = zc_moment_print(moment, true, text);

    return zc_give_date(out, zc_arena_copy(ev->arena, (struct zc_str){ text, len }),
                        (double)moment.ms / DAY_MS);
}

static bool give_nothing(struct zc_value *out)
{
    return zc_give_text(out, (struct zc_str){ 0 });
}

/* The day of a report is its today. */
static bool fn_today(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;

    if (env->asked)
        return give_day(call->ev, env->asked->as_of, out);
    return env->clock ? give_day(call->ev, zc_clock_today(env->clock), out) : give_nothing(out);
}

static bool fn_now(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_clock *clock = call->ev->env->clock;

    return clock ? give_moment(call->ev, zc_clock_moment(clock), out) : give_nothing(out);
}

/* Days given as a number stay that number, their text is the local calendar date (D11). */
static bool fn_date(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_value *arg = &call->args[0];
    struct zc_moment moment;
    double days;

    if (!zc_value_moment(call->ev, arg, &moment))
        return give_nothing(out);
    give_day(call->ev, zc_moment_day(moment), out);
    if (arg->kind == ZC_VALUE_NUMBER)
        out->number = arg->number;
    else if (zc_number_parse(zc_eval_text(call->ev, arg), &days))
        out->number = days;
    return true;
}

static bool fn_date_time(const struct zc_call *call, struct zc_value *out)
{
    struct zc_moment moment;

    return zc_value_moment(call->ev, &call->args[0], &moment) ? give_moment(call->ev, moment, out)
                                                              : give_nothing(out);
}

static bool fn_decimal_date_time(const struct zc_call *call, struct zc_value *out)
{
    struct zc_moment moment;

    double days = zc_eval_number(call->ev, &call->args[0]);

    if (isnan(days) && zc_value_moment(call->ev, &call->args[0], &moment))
        days = (double)moment.ms / DAY_MS; /* 2024-3-5 */
    return zc_give_number(out, days);
}

/* A time of day alone, or that of a whole moment. */
static bool fn_decimal_time(const struct zc_call *call, struct zc_value *out)
{
    struct zc_eval *ev = call->ev;
    struct zc_str text = zc_str_trim(zc_arg_text(call, 0));
    struct zc_moment moment;

    if (!memchr(text.len ? text.ptr : "", 'T', text.len))
        text = zc_arena_printf(ev->arena, "1970-01-01T%.*s", ZC_ARG(text));
    if (!zc_moment_parse(text, offset_of(ev), &moment))
        return zc_give_number(out, NAN);
    moment.offset_min = offset_of(ev);
    return zc_give_number(out, (double)zc_moment_time(moment) / DAY_MS);
}

static bool fn_format_date(const struct zc_call *call, struct zc_value *out)
{
    struct zc_eval *ev = call->ev;
    struct zc_moment moment;
    struct zc_buf buf = { 0 };

    if (!zc_value_moment(ev, &call->args[0], &moment))
        return give_nothing(out);
    struct zc_str format = zc_arg_text(call, 1);
    if (!zc_eval_spend(ev, format.len / BYTES_PER_STEP))
        return false;
    zc_date_format(moment, format, ev->env->english ? ZC_LANG_EN : ZC_LANG_ZH, &buf);
    zc_give_text(out, zc_arena_copy(ev->arena, zc_buf_str(&buf)));
    zc_buf_release(&buf);
    return true;
}

static bool give_period(const struct zc_call *call, bool end, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;
    int64_t first, last;

    if (env->asked)
        return give_day(call->ev, end ? env->asked->period_end : env->asked->period_start, out);
    if (!env->period)
        return fn_today(call, out);
    env->period(env->ctx, &first, &last);
    return give_day(call->ev, end ? last : first, out);
}

static bool fn_period_start(const struct zc_call *call, struct zc_value *out)
{
    return give_period(call, false, out);
}

static bool fn_period_end(const struct zc_call *call, struct zc_value *out)
{
    return give_period(call, true, out);
}

static bool partial(const struct zc_call *call, struct zc_date *date)
{
    return zc_date_parse_partial(zc_arg_text(call, 0), date);
}

static bool fn_date_ok(const struct zc_call *call, struct zc_value *out)
{
    struct zc_date date;

    return zc_give_truth(out, partial(call, &date));
}

static bool fn_date_first(const struct zc_call *call, struct zc_value *out)
{
    struct zc_date date;

    return partial(call, &date) ? give_day(call->ev, zc_date_days(zc_date_first(date)), out)
                                : give_nothing(out);
}

static bool fn_date_last(const struct zc_call *call, struct zc_value *out)
{
    struct zc_date date;

    return partial(call, &date) ? give_day(call->ev, zc_date_days(zc_date_last(date)), out)
                                : give_nothing(out);
}

const struct zc_fn zc_fns_date[] = {
    { "today", 0, 0, ZC_FN_CLOCK, ZC_GIVES_VALUE, fn_today },
    { "now", 0, 0, ZC_FN_CLOCK, ZC_GIVES_VALUE, fn_now },
    { "date", 1, 1, 0, ZC_GIVES_VALUE, fn_date },
    { "date-time", 1, 1, 0, ZC_GIVES_VALUE, fn_date_time },
    { "decimal-date-time", 1, 1, 0, ZC_GIVES_VALUE, fn_decimal_date_time },
    { "decimal-time", 1, 1, 0, ZC_GIVES_VALUE, fn_decimal_time },
    { "format-date", 2, 2, 0, ZC_GIVES_VALUE, fn_format_date },
    { "format-date-time", 2, 2, 0, ZC_GIVES_VALUE, fn_format_date },
    { "period-start", 0, 0, ZC_FN_REPORT, ZC_GIVES_VALUE, fn_period_start },
    { "period-end", 0, 0, ZC_FN_REPORT, ZC_GIVES_VALUE, fn_period_end },
    { "as-of", 0, 0, ZC_FN_REPORT, ZC_GIVES_VALUE, fn_today },
    { "date_ok", 1, 1, 0, ZC_GIVES_VALUE, fn_date_ok },
    { "date_first", 1, 1, 0, ZC_GIVES_VALUE, fn_date_first },
    { "date_last", 1, 1, 0, ZC_GIVES_VALUE, fn_date_last },
    { 0 },
};

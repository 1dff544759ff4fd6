#include "core/number.h"
#include "forms/expr_impl.h"
#include <math.h>
#include <sodium.h>

/* Functions on numbers (XLSFORM.md 9). */

static bool fn_number(const struct zc_call *call, struct zc_value *out)
{
    struct zc_value self;

    if (call->n)
        return zc_give_number(out, zc_arg_number(call, 0));
    zc_give_text(&self, zc_arg_text_or_self(call));
    return zc_give_number(out, zc_eval_number(call->ev, &self));
}

/* sum, min, max: blank nodes are left out (D2), other text makes the result NaN. */
struct folding {
    struct zc_eval *ev;
    double (*fold)(double a, double b);
    double result;
    bool any;
};

static bool fold_one(void *ctx, const struct zc_value *one)
{
    struct folding *folding = ctx;

    if (one->kind == ZC_VALUE_NODES && !zc_eval_text(folding->ev, one).len)
        return true;
    double number = zc_eval_number(folding->ev, one);
    folding->result = folding->any ? folding->fold(folding->result, number) : number;
    folding->any = true;
    return true;
}

static double add(double a, double b)
{
    return a + b;
}

/* Unlike fmin() and fmax(), these keep NaN. */
static double least(double a, double b)
{
    return isnan(a) || isnan(b) ? NAN : fmin(a, b);
}

static double greatest(double a, double b)
{
    return isnan(a) || isnan(b) ? NAN : fmax(a, b);
}

static bool fold(const struct zc_call *call, double (*how)(double, double), double none,
                 struct zc_value *out)
{
    struct folding folding = { call->ev, how, none, false };

    return zc_arg_each(call, 0, fold_one, &folding) && zc_give_number(out, folding.result);
}

static bool fn_sum(const struct zc_call *call, struct zc_value *out)
{
    return fold(call, add, 0, out);
}

static bool fn_min(const struct zc_call *call, struct zc_value *out)
{
    return fold(call, least, NAN, out);
}

static bool fn_max(const struct zc_call *call, struct zc_value *out)
{
    return fold(call, greatest, NAN, out);
}

/* Whether cutting `digits` after the first `keep` rounds away from zero: halves go towards
 * +∞ (D7). */
static bool rounds_up(const char *digits, size_t n, size_t keep, bool minus)
{
    if (keep >= n || digits[keep] != '5')
        return keep < n && digits[keep] > '5';
    for (size_t i = keep + 1; i < n; i++)
        if (digits[i] != '0')
            return true;
    return !minus;
}

/* Adds one in the last place; digits[-1] takes the carry. */
static void count_up(char *digits, size_t n)
{
    char *at = digits + n - 1;

    while (at >= digits && *at == '9')
        *at-- = '0';
    (*at)++;
}

/* Decided on the decimal text of x, so that 1.005 with two places is 1.01. */
static double round_decimal(double x, int places)
{
    char text[ZC_NUMBER_TEXT], digits[ZC_NUMBER_TEXT + 1] = "0", result[ZC_NUMBER_TEXT + 8];
    size_t len = zc_number_print(fabs(x), text), n = 0, whole = 0, used = 0;
    double rounded = x;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.')
            whole = n;
        else
            digits[1 + n++] = text[i];
    }
    if (!memchr(text, '.', len))
        whole = n;
    if (places >= (int)(n - whole)) /* nothing to cut */
        return x;
    if ((int)whole + places < 0)
        return 0;
    size_t keep = (size_t)((int)whole + places);
    if (rounds_up(digits + 1, n, keep, x < 0))
        count_up(digits + 1, keep);
    if (x < 0)
        result[used++] = '-';
    for (size_t i = 0; i < 1 + (keep > whole ? keep : whole); i++) {
        if (i == 1 + whole)
            result[used++] = '.';
        result[used++] = i < 1 + keep ? digits[i] : '0';
    }
    zc_number_parse((struct zc_str){ result, used }, &rounded);
    return rounded;
}

static bool fn_round(const struct zc_call *call, struct zc_value *out)
{
    enum { MOST = 400 }; /* further places change no double */
    double x = zc_arg_number(call, 0), places = call->n > 1 ? zc_arg_number(call, 1) : 0;

    if (isnan(places))
        return zc_give_number(out, NAN);
    if (isnan(x) || isinf(x))
        return zc_give_number(out, x);
    places = places < -MOST ? -MOST : places > MOST ? MOST : trunc(places);
    return zc_give_number(out, round_decimal(x, (int)places));
}

static bool fn_pow(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_number(out, pow(zc_arg_number(call, 0), zc_arg_number(call, 1)));
}

static bool fn_atan2(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_number(out, atan2(zc_arg_number(call, 0), zc_arg_number(call, 1)));
}

static bool fn_pi(const struct zc_call *call, struct zc_value *out)
{
    (void)call;
    return zc_give_number(out, M_PI);
}

/* exp10() of the C library misses whole powers by their last digit. */
static double ten_to(double power)
{
    return pow(10, power);
}

/* Functions of one number, straight from the C library. */
#define OF_ONE(fn, how)                                                                            \
    static bool fn(const struct zc_call *call, struct zc_value *out)                               \
    {                                                                                              \
        return zc_give_number(out, how(zc_arg_number(call, 0)));                                   \
    }
OF_ONE(fn_int, trunc)
OF_ONE(fn_floor, floor)
OF_ONE(fn_ceiling, ceil)
OF_ONE(fn_abs, fabs)
OF_ONE(fn_sqrt, sqrt)
OF_ONE(fn_exp, exp)
OF_ONE(fn_exp10, ten_to)
OF_ONE(fn_log, log)
OF_ONE(fn_log10, log10)
OF_ONE(fn_sin, sin)
OF_ONE(fn_cos, cos)
OF_ONE(fn_tan, tan)
OF_ONE(fn_asin, asin)
OF_ONE(fn_acos, acos)
OF_ONE(fn_atan, atan)
#undef OF_ONE

uint64_t zc_eval_random(struct zc_eval *ev)
{
    uint64_t bits;

    if (ev->env->random)
        return ev->env->random(ev->env->ctx);
    randombytes_buf(&bits, sizeof bits);
    return bits;
}

static bool fn_random(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_number(out, (double)(zc_eval_random(call->ev) >> 11) * 0x1p-53);
}

const struct zc_fn zc_fns_number[] = {
    { "number", 0, 1, ZC_FN_SELF, ZC_GIVES_VALUE, fn_number },
    { "sum", 1, 1, ZC_FN_NODES, ZC_GIVES_VALUE, fn_sum },
    { "min", 0, ZC_FN_MANY, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_min },
    { "max", 0, ZC_FN_MANY, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_max },
    { "round", 1, 2, 0, ZC_GIVES_VALUE, fn_round },
    { "int", 1, 1, 0, ZC_GIVES_VALUE, fn_int },
    { "floor", 1, 1, 0, ZC_GIVES_VALUE, fn_floor },
    { "ceiling", 1, 1, 0, ZC_GIVES_VALUE, fn_ceiling },
    { "abs", 1, 1, 0, ZC_GIVES_VALUE, fn_abs },
    { "pow", 2, 2, 0, ZC_GIVES_VALUE, fn_pow },
    { "sqrt", 1, 1, 0, ZC_GIVES_VALUE, fn_sqrt },
    { "exp", 1, 1, 0, ZC_GIVES_VALUE, fn_exp },
    { "exp10", 1, 1, 0, ZC_GIVES_VALUE, fn_exp10 },
    { "log", 1, 1, 0, ZC_GIVES_VALUE, fn_log },
    { "log10", 1, 1, 0, ZC_GIVES_VALUE, fn_log10 },
    { "pi", 0, 0, 0, ZC_GIVES_VALUE, fn_pi },
    { "sin", 1, 1, 0, ZC_GIVES_VALUE, fn_sin },
    { "cos", 1, 1, 0, ZC_GIVES_VALUE, fn_cos },
    { "tan", 1, 1, 0, ZC_GIVES_VALUE, fn_tan },
    { "asin", 1, 1, 0, ZC_GIVES_VALUE, fn_asin },
    { "acos", 1, 1, 0, ZC_GIVES_VALUE, fn_acos },
    { "atan", 1, 1, 0, ZC_GIVES_VALUE, fn_atan },
    { "atan2", 2, 2, 0, ZC_GIVES_VALUE, fn_atan2 },
    { "random", 0, 0, ZC_FN_RANDOM, ZC_GIVES_VALUE, fn_random },
    { 0 },
};

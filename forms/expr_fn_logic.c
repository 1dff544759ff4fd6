#include "forms/expr_impl.h"
#include <math.h>

/* Truth and choice between values (XLSFORM.md 9). */

static bool fn_true(const struct zc_call *call, struct zc_value *out)
{
    (void)call;
    return zc_give_truth(out, true);
}

static bool fn_false(const struct zc_call *call, struct zc_value *out)
{
    (void)call;
    return zc_give_truth(out, false);
}

static bool fn_boolean(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_truth(out, zc_arg_truth(call, 0));
}

static bool fn_not(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_truth(out, !zc_arg_truth(call, 0));
}

static bool fn_boolean_from_string(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str text = zc_arg_text(call, 0);

    return zc_give_truth(out, zc_str_is(text, "true") || zc_str_is(text, "1"));
}

static bool fn_if(const struct zc_call *call, struct zc_value *out)
{
    if (!zc_arg_lazy(call, 0, out))
        return false;
    return zc_arg_lazy(call, zc_eval_truth(call->ev, out) ? 1 : 2, out);
}

static bool fn_coalesce(const struct zc_call *call, struct zc_value *out)
{
    if (!zc_arg_lazy(call, 0, out))
        return false;
    return zc_eval_text(call->ev, out).len > 0 || zc_arg_lazy(call, 1, out);
}

/* The asking question's own value is kept once it has one. */
static bool fn_once(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;
    struct zc_str own = { 0 };

    if (env->has_self)
        own = env->self;
    else if (env->here)
        own = zc_place_text(call->ev, zc_place_of_node(env->here));
    return own.len ? zc_give_text(out, own) : zc_arg_lazy(call, 0, out);
}

/* A negative bound is none. */
static bool within(double value, double min, double max)
{
    return (min < 0 || value >= min) && (max < 0 || value <= max);
}

struct tally {
    struct zc_eval *ev;
    double count;
};

static bool count_true(void *ctx, const struct zc_value *one)
{
    struct tally *tally = ctx;

    tally->count += zc_eval_truth(tally->ev, one);
    return true;
}

static bool fn_checklist(const struct zc_call *call, struct zc_value *out)
{
    struct tally tally = { call->ev, 0 };

    if (!zc_arg_each(call, 2, count_true, &tally))
        return false;
    return zc_give_truth(out, within(tally.count, zc_arg_number(call, 0), zc_arg_number(call, 1)));
}

static bool fn_weighted_checklist(const struct zc_call *call, struct zc_value *out)
{
    double sum = 0;

    for (uint32_t i = 2; i + 1 < call->n; i += 2)
        if (zc_arg_truth(call, i))
            sum += zc_arg_number(call, i + 1);
    return zc_give_truth(out, within(sum, zc_arg_number(call, 0), zc_arg_number(call, 1)));
}

const struct zc_fn zc_fns_logic[] = {
    { "true", 0, 0, 0, ZC_GIVES_VALUE, fn_true },
    { "false", 0, 0, 0, ZC_GIVES_VALUE, fn_false },
    { "boolean", 1, 1, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_boolean },
    { "not", 1, 1, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_not },
    { "boolean-from-string", 1, 1, 0, ZC_GIVES_VALUE, fn_boolean_from_string },
    { "if", 3, 3, ZC_FN_LAZY, ZC_GIVES_ANY, fn_if },
    { "coalesce", 2, 2, ZC_FN_LAZY, ZC_GIVES_ANY, fn_coalesce },
    { "once", 1, 1, ZC_FN_LAZY | ZC_FN_ONCE, ZC_GIVES_VALUE, fn_once },
    { "checklist", 2, ZC_FN_MANY, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_checklist },
    { "weighted-checklist", 2, ZC_FN_MANY, ZC_FN_OPEN | ZC_FN_EVEN, ZC_GIVES_VALUE,
      fn_weighted_checklist },
    { 0 },
};

#include "core/house.h"
#include "core/phone.h"
#include "core/size_class.h"
#include "core/uscc.h"
#include "forms/expr_impl.h"
#include <math.h>

/* Functions of the survey's domain (DOMAIN.md 6): codes, size, ownership, rules of the
 * pack, other records. Partial dates: forms/expr_fn_date.c. */

static bool fn_uscc_verdict(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_text(out,
                        zc_str_of(zc_verdict_name(zc_uscc_judge(zc_arg_text(call, 0), false))));
}

/* A check on a cleaned code; the empty text passes. */
static bool give_check(const struct zc_call *call, bool (*ok)(struct zc_str code),
                       struct zc_value *out)
{
    struct zc_buf code = { 0 };
    zc_code_clean(zc_arg_text(call, 0), &code);
    bool passes = code.len == 0 || ok(zc_buf_str(&code));
    zc_buf_release(&code);
    return zc_give_truth(out, passes);
}

static bool fn_orgcode_ok(const struct zc_call *call, struct zc_value *out)
{
    return give_check(call, zc_orgcode_ok, out);
}

static bool fn_regno_ok(const struct zc_call *call, struct zc_value *out)
{
    return give_check(call, zc_regno_ok, out);
}

static bool fn_phone_ok(const struct zc_call *call, struct zc_value *out)
{
    return give_check(call, zc_phone_ok, out);
}

static bool fn_has_person_id(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_truth(out, zc_has_person_id(zc_arg_text(call, 0)));
}

static bool fn_uscc_prefix(const struct zc_call *call, struct zc_value *out)
{
    struct zc_buf code = { 0 };
    zc_code_clean(zc_arg_text(call, 0), &code);
    struct zc_str prefix = zc_str_head(zc_buf_str(&code), 2);
    prefix = zc_uscc_prefix_known(prefix) ? zc_arena_copy(call->ev->arena, prefix)
                                          : (struct zc_str){ 0 };
    zc_buf_release(&code);
    return zc_give_text(out, prefix);
}

/* Size and ownership */

static bool fn_size_class(const struct zc_call *call, struct zc_value *out)
{
    struct zc_size_facts facts = { zc_arg_number(call, 1), zc_arg_number(call, 2),
                                   zc_arg_number(call, 3) };
    char size = zc_size_class(zc_arg_text(call, 0), &facts);
    return zc_give_text(out, zc_arena_copy(call->ev->arena, (struct zc_str){ &size, size != 0 }));
}

static bool fn_above_scale(const struct zc_call *call, struct zc_value *out)
{
    static const char *const words[] = {
        [ZC_ABOVE_NONE] = "", [ZC_ABOVE_NO] = "no", [ZC_ABOVE_YES] = "yes", [ZC_ABOVE_ASK] = "?"
    };
    return zc_give_text(
        out, zc_str_of(words[zc_above_scale(zc_arg_text(call, 0), zc_arg_number(call, 1))]));
}

/* Types of registration by ownership (DOMAIN.md 5.4, in its order). */
static const char *non_public(struct zc_str type, struct zc_str holding)
{
    static const struct zc_str private_types = ZC_LIT("112 121 140 150");
    static const struct zc_str public_types = ZC_LIT("111 131 132");
    if (type.len == 0)
        return "";
    if (zc_str_is(type, "400") || zc_str_is(type, "500"))
        return "apart";
    if (zc_str_is(holding, "3") || zc_str_is(holding, "4") || zc_str_is(holding, "5") ||
        zc_str_has_word(private_types, type) || type.ptr[0] == '2' || type.ptr[0] == '3')
        return "yes";
    if (zc_str_is(holding, "1") || zc_str_is(holding, "2") || zc_str_has_word(public_types, type))
        return "no";
    return "undecided";
}

static bool fn_non_public(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_text(out, zc_str_of(non_public(zc_arg_text(call, 0), zc_arg_text(call, 1))));
}

/* The pack's numbers, and the other records of the store */

static bool fn_rule(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;
    struct zc_str value = { 0 };
    if (env->rule)
        env->rule(env->ctx, zc_arg_text(call, 0), &value);
    return zc_give_text(out, value);
}

static bool fn_known(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;
    struct zc_str value = zc_arg_text(call, 1);
    uint64_t n = env->known && value.len ? env->known(env->ctx, zc_arg_text(call, 0), value) : 0;
    return zc_give_number(out, (double)n);
}

static bool fn_finished(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;
    uint64_t n = env->finished ? env->finished(env->ctx, zc_arg_text(call, 0), zc_arg_text(call, 1),
                                               zc_arg_text(call, 2), zc_arg_text(call, 3))
                               : 0;
    return zc_give_number(out, (double)n);
}

/* The one spelling of a house number: 97号之2 and 97附2 are 97-2. '' when there is no number. */
static bool fn_house_number(const struct zc_call *call, struct zc_value *out)
{
    struct zc_buf text = { 0 };
    struct zc_house house = zc_house_read(zc_arg_text(call, 0));
    zc_house_print(&house, &text);
    struct zc_str spelt = zc_arena_copy(call->ev->arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return zc_give_text(out, spelt);
}

/* The set was found when the expression was read (expr_check.c). */
static bool fn_is(const struct zc_call *call, struct zc_value *out)
{
    struct zc_value value;
    return zc_eval_ast(call->ev, call->ast->call.set->root, call->focus, &value) &&
           zc_give_truth(out, zc_eval_truth(call->ev, &value));
}

/* Why an answer is missing: the words themselves are stored (XLSFORM.md 6.11). */
static bool fn_missing(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_value *nodes = &call->args[0];
    struct zc_str value = { 0 };
    if (nodes->nplaces > 0 && nodes->places[0].kind == ZC_PLACE_NODE &&
        nodes->places[0].node->missing)
        value = nodes->places[0].node->value;
    return zc_give_text(out, zc_str_is(value, "拒答")   ? ZC_STR("refused")
                             : zc_str_is(value, "不详") ? ZC_STR("unknown")
                                                        : (struct zc_str){ 0 });
}

/* The answer in the record as it was saved last: counting goes on from it, however often the
 * form is changed before it is saved again. */
static bool fn_before(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;
    const struct zc_value *nodes = &call->args[0];
    struct zc_str value = { 0 };
    if (env->before && nodes->nplaces > 0 && nodes->places[0].kind == ZC_PLACE_NODE)
        value = env->before(env->ctx, nodes->places[0].node);
    return zc_give_text(out, value);
}

const struct zc_fn zc_fns_domain[] = {
    { "uscc_verdict", 1, 1, 0, ZC_GIVES_VALUE, fn_uscc_verdict },
    { "orgcode_ok", 1, 1, 0, ZC_GIVES_VALUE, fn_orgcode_ok },
    { "regno_ok", 1, 1, 0, ZC_GIVES_VALUE, fn_regno_ok },
    { "phone_ok", 1, 1, 0, ZC_GIVES_VALUE, fn_phone_ok },
    { "has_person_id", 1, 1, 0, ZC_GIVES_VALUE, fn_has_person_id },
    { "uscc_prefix", 1, 1, 0, ZC_GIVES_VALUE, fn_uscc_prefix },
    { "size_class", 4, 4, 0, ZC_GIVES_VALUE, fn_size_class },
    { "above_scale", 2, 2, 0, ZC_GIVES_VALUE, fn_above_scale },
    { "non_public", 2, 2, 0, ZC_GIVES_VALUE, fn_non_public },
    { "rule", 1, 1, ZC_FN_RULE, ZC_GIVES_VALUE, fn_rule },
    { "known", 2, 2, ZC_FN_RECORDS, ZC_GIVES_VALUE, fn_known },
    { "is", 1, 1, ZC_FN_REPORT | ZC_FN_SET, ZC_GIVES_VALUE, fn_is },
    { "finished", 4, 4, ZC_FN_RECORDS, ZC_GIVES_VALUE, fn_finished },
    { "house_number", 1, 1, 0, ZC_GIVES_VALUE, fn_house_number },
    { "missing", 1, 1, ZC_FN_NODES, ZC_GIVES_VALUE, fn_missing },
    { "before", 1, 1, ZC_FN_NODES, ZC_GIVES_VALUE, fn_before },
    { 0 },
};

#include "forms/expr_impl.h"
#include <math.h>

/* The evaluator: one function per kind of tree node, and what functions get. */

bool zc_eval_spend(struct zc_eval *ev, uint64_t n)
{
    if (n <= ev->steps_left) {
        ev->steps_left -= n;
        return true;
    }
    return zc_fail(ev->err, ZC_E_LIMIT,
                   ZC_T("计算步数超过%d，请简化算式或减少行数",
                        "the evaluation takes more than %d steps; simplify it or use fewer rows"),
                   ZC_EXPR_MAX_STEPS);
}

void zc_eval_charge(struct zc_eval *ev, uint64_t n)
{
    ev->steps_left -= n < ev->steps_left ? n : ev->steps_left;
}

static bool eval_field(struct zc_eval *ev, const struct zc_ast *ast, struct zc_value *out)
{
    const struct zc_expr_env *env = ev->env;

    if (!ast->route.last_saved)
        return zc_eval_route(ev, &ast->route, env->here, NULL, out);
    return zc_give_text(out, env->last_saved ? env->last_saved(env->ctx, ast->route.target)
                                             : (struct zc_str){ 0 });
}

static bool eval_union(struct zc_eval *ev, const struct zc_chain *chain,
                       const struct zc_focus *focus, struct zc_value *out)
{
    struct zc_places places = { 0 };

    for (uint32_t i = 0; i < chain->n; i++) {
        struct zc_value value;
        if (!zc_eval_ast(ev, chain->operands[i], focus, &value))
            return false;
        if (value.kind != ZC_VALUE_NODES)
            return zc_fail(ev->err, ZC_E_INPUT,
                           ZC_T("“|”两边要是题目的引用", "'|' joins references only"));
        for (uint32_t p = 0; p < value.nplaces; p++)
            if (!zc_places_add(ev, &places, value.places[p]))
                return false;
    }
    zc_places_sort(&places);
    return zc_give_nodes(out, &places);
}

/* `or` ends at the first true operand, `and` at the first false one. */
static bool eval_logic(struct zc_eval *ev, const struct zc_chain *chain,
                       const struct zc_focus *focus, struct zc_value *out)
{
    bool is_or = chain->ops[1] == ZC_OP_OR;

    for (uint32_t i = 0; i < chain->n; i++) {
        struct zc_value value;
        if (!zc_eval_ast(ev, chain->operands[i], focus, &value))
            return false;
        if (zc_eval_truth(ev, &value) == is_or)
            return zc_give_truth(out, is_or);
    }
    return zc_give_truth(out, !is_or);
}

static bool eval_chain(struct zc_eval *ev, const struct zc_chain *chain,
                       const struct zc_focus *focus, struct zc_value *out)
{
    struct zc_value right;
    bool truth;

    if (chain->ops[1] <= ZC_OP_AND)
        return eval_logic(ev, chain, focus, out);
    if (chain->ops[1] == ZC_OP_UNION)
        return eval_union(ev, chain, focus, out);
    if (!zc_eval_ast(ev, chain->operands[0], focus, out))
        return false;
    for (uint32_t i = 1; i < chain->n; i++) {
        enum zc_op op = (enum zc_op)chain->ops[i];
        if (!zc_eval_ast(ev, chain->operands[i], focus, &right))
            return false;
        if (op >= ZC_OP_ADD) {
            zc_give_number(out,
                           zc_arithmetic(op, zc_eval_number(ev, out), zc_eval_number(ev, &right)));
            continue;
        }
        if (!zc_eval_compare(ev, op, out, &right, &truth))
            return false;
        zc_give_truth(out, truth);
    }
    return true;
}

static bool eval_negate(struct zc_eval *ev, const struct zc_ast *ast, const struct zc_focus *focus,
                        struct zc_value *out)
{
    if (!zc_eval_ast(ev, ast->negate.operand, focus, out))
        return false;
    double number = zc_eval_number(ev, out);
    return zc_give_number(out, ast->negate.negative ? -number : number);
}

static bool eval_call(struct zc_eval *ev, const struct zc_ast *ast, const struct zc_focus *focus,
                      struct zc_value *out)
{
    const struct zc_call_node *node = &ast->call;
    struct zc_call call = { ev, ast, focus, node->n, NULL };
    struct zc_value few[4], *args = few;

    if (!(node->fn->flags & ZC_FN_LAZY)) {
        if (node->n > sizeof few / sizeof few[0])
            args = ZC_NEW(ev->arena, struct zc_value, node->n);
        for (uint32_t i = 0; i < node->n; i++)
            if (!zc_eval_ast(ev, node->args[i], focus, &args[i]))
                return false;
        call.args = args;
        if ((node->fn->flags & ZC_FN_NODES) && args[0].kind != ZC_VALUE_NODES)
            return zc_fail(ev->err, ZC_E_INPUT,
                           ZC_T("%s() 的第1个参数要是题目的引用",
                                "the first argument of %s() must be a reference"),
                           node->fn->name);
    }
    if (!node->fn->run(&call, out))
        return false;
    if (out->kind == ZC_VALUE_TEXT && out->text.len > ZC_EXPR_MAX_TEXT)
        return zc_fail(ev->err, ZC_E_LIMIT,
                       ZC_T("%s() 的结果超过64 KiB", "the result of %s() is longer than 64 KiB"),
                       node->fn->name);
    if (out->kind == ZC_VALUE_TEXT)
        zc_eval_charge(ev, out->text.len / ZC_EXPR_BYTES_PER_STEP);
    return true;
}

bool zc_eval_ast(struct zc_eval *ev, const struct zc_ast *ast, const struct zc_focus *focus,
                 struct zc_value *out)
{
    if (!zc_eval_spend(ev, 1))
        return false;
    switch (ast->kind) {
    case ZC_AST_NUMBER:
        return zc_give_number(out, ast->number);
    case ZC_AST_STRING:
        return zc_give_text(out, ast->text);
    case ZC_AST_FIELD:
        return eval_field(ev, ast, out);
    case ZC_AST_CHAIN:
        return eval_chain(ev, &ast->chain, focus, out);
    case ZC_AST_NEGATE:
        return eval_negate(ev, ast, focus, out);
    case ZC_AST_CALL:
        return eval_call(ev, ast, focus, out);
    case ZC_AST_PATH:
        return zc_eval_path(ev, &ast->path, focus, out);
    }
    return false;
}

bool zc_expr_eval(const struct zc_expr *expr, const struct zc_expr_env *env, struct zc_arena *arena,
                  struct zc_value *out, struct zc_err *err)
{
    struct zc_eval ev = {
        .env = env, .arena = arena, .whole = arena, .err = err, .steps_left = ZC_EXPR_MAX_STEPS
    };
    const struct zc_node *here = env->here ? env->here : env->root;
    struct zc_focus focus = { .position = 1, .size = 1 };

    if (env->item)
        focus.place = *env->item;
    else if (here)
        focus.place = zc_place_of_node(here);
    else
        focus.place.kind = ZC_PLACE_DOC; /* nothing is there */
    if (!zc_eval_ast(&ev, expr->root, &focus, out))
        return false;
    /* The caller's coercions know nothing of a value under test: settle it here. */
    if (env->has_self && out->kind == ZC_VALUE_NODES && out->nplaces &&
        out->places[0].kind == ZC_PLACE_NODE && out->places[0].node == env->here)
        zc_give_text(out, zc_eval_text(&ev, out));
    return true;
}

/* Arguments */

struct zc_str zc_arg_text(const struct zc_call *call, uint32_t i)
{
    return i < call->n ? zc_eval_text(call->ev, &call->args[i]) : (struct zc_str){ 0 };
}

double zc_arg_number(const struct zc_call *call, uint32_t i)
{
    return i < call->n ? zc_eval_number(call->ev, &call->args[i]) : NAN;
}

bool zc_arg_truth(const struct zc_call *call, uint32_t i)
{
    return i < call->n && zc_eval_truth(call->ev, &call->args[i]);
}

bool zc_arg_lazy(const struct zc_call *call, uint32_t i, struct zc_value *out)
{
    return zc_eval_ast(call->ev, call->ast->call.args[i], call->focus, out);
}

struct zc_str zc_arg_text_or_self(const struct zc_call *call)
{
    return call->n ? zc_arg_text(call, 0) : zc_place_text(call->ev, call->focus->place);
}

bool zc_arg_each(const struct zc_call *call, uint32_t from,
                 bool (*each)(void *ctx, const struct zc_value *one), void *ctx)
{
    for (uint32_t i = from; i < call->n; i++) {
        const struct zc_value *arg = &call->args[i];
        if (arg->kind != ZC_VALUE_NODES) {
            if (!each(ctx, arg))
                return false;
            continue;
        }
        for (uint32_t p = 0; p < arg->nplaces; p++) {
            struct zc_value one = { .kind = ZC_VALUE_NODES,
                                    .nplaces = 1,
                                    .places = &arg->places[p] };
            if (!zc_eval_spend(call->ev, 1) || !each(ctx, &one))
                return false;
        }
    }
    return true;
}

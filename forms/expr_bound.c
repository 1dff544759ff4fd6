#include "forms/expr_impl.h"

/* What can be read off a constraint without evaluating it. */

static bool is_self(const struct zc_ast *ast)
{
    const struct zc_path *path = &ast->path;

    return ast->kind == ZC_AST_PATH && path->start == ZC_START_FOCUS && !path->filters.n &&
           path->nsteps == 1 && path->steps[0].axis == ZC_AXIS_SELF && !path->steps[0].name.len &&
           !path->steps[0].tests.n;
}

static bool is_own_length(const struct zc_ast *ast)
{
    return ast->kind == ZC_AST_CALL && zc_str_is(zc_str_of(ast->call.fn->name), "string-length") &&
           (ast->call.n == 0 || is_self(ast->call.args[0]));
}

static uint32_t bound_of(const struct zc_ast *ast)
{
    const struct zc_chain *chain = &ast->chain;
    uint32_t bound = 0;

    if (ast->kind != ZC_AST_CHAIN)
        return 0;
    if (chain->n == 2 && is_own_length(chain->operands[0]) &&
        chain->operands[1]->kind == ZC_AST_NUMBER && chain->operands[1]->number >= 1 &&
        chain->operands[1]->number <= ZC_EXPR_MAX_TEXT) {
        uint32_t number = (uint32_t)chain->operands[1]->number;
        return chain->ops[1] == ZC_OP_LE ? number : chain->ops[1] == ZC_OP_LT ? number - 1 : 0;
    }
    for (uint32_t i = 0; i < chain->n && chain->ops[1] == ZC_OP_AND; i++) {
        uint32_t part = bound_of(chain->operands[i]);
        if (part && (!bound || part < bound))
            bound = part;
    }
    return bound;
}

uint32_t zc_expr_max_chars(const struct zc_expr *expr)
{
    return bound_of(expr->root);
}

#include "forms/expr_impl.h"

/* Pratt parser. Operators of one precedence become one chain that is folded from the left, so
 * that a sum of a thousand terms is no deeper than one of two: depth grows with brackets,
 * arguments and predicates only. */

struct parser {
    struct zc_lexer lexer;
    struct zc_token token;
    struct zc_arena *arena;
    struct zc_err *err;
    unsigned depth, nodes;
    size_t at; /* of the error */
};

static const struct operator
{
    struct zc_str text;
    unsigned power; /* binds tighter the higher; 0 ends an expression */
    enum zc_op op;
}
operators[] = {
    { ZC_LIT("or"), 1, ZC_OP_OR },   { ZC_LIT("and"), 2, ZC_OP_AND },
    { ZC_LIT("="), 3, ZC_OP_EQ },    { ZC_LIT("!="), 3, ZC_OP_NE },
    { ZC_LIT("<"), 4, ZC_OP_LT },    { ZC_LIT("<="), 4, ZC_OP_LE },
    { ZC_LIT(">"), 4, ZC_OP_GT },    { ZC_LIT(">="), 4, ZC_OP_GE },
    { ZC_LIT("+"), 5, ZC_OP_ADD },   { ZC_LIT("-"), 5, ZC_OP_SUB },
    { ZC_LIT("*"), 6, ZC_OP_MUL },   { ZC_LIT("div"), 6, ZC_OP_DIV },
    { ZC_LIT("mod"), 6, ZC_OP_MOD }, { ZC_LIT("|"), 8, ZC_OP_UNION },
};
_Static_assert(sizeof operators / sizeof operators[0] == ZC_OP_COUNT, "a row for each operator");
enum { SIGN_POWER = 7 }; /* unary minus */

static struct zc_ast *parse_expr(struct parser *p, unsigned power);

static bool fail(struct parser *p, size_t at)
{
    p->at = at;
    return false;
}

static bool advance(struct parser *p)
{
    return zc_lex_next(&p->lexer, &p->token, p->err) || fail(p, p->token.at);
}

static bool is_mark(const struct parser *p, const char *mark)
{
    return p->token.kind == ZC_TOKEN_MARK && zc_str_is(p->token.text, mark);
}

static bool expect(struct parser *p, const char *mark)
{
    if (is_mark(p, mark))
        return advance(p);
    zc_fail(p->err, ZC_E_INPUT, ZC_T("这里应是“%s”", "'%s' is expected here"), mark);
    return fail(p, p->token.at);
}

static bool count_node(struct parser *p, size_t at)
{
    if (++p->nodes <= ZC_EXPR_MAX_NODES)
        return true;
    zc_fail(p->err, ZC_E_LIMIT,
            ZC_T("算式超过%d个部分，请拆成几题", "the expression has more than %d parts; split it"),
            ZC_EXPR_MAX_NODES);
    return fail(p, at);
}

static struct zc_ast *new_ast(struct parser *p, enum zc_ast_kind kind, size_t at)
{
    if (!count_node(p, at))
        return NULL;
    struct zc_ast *ast = ZC_NEW(p->arena, struct zc_ast, 1);
    ast->kind = kind;
    ast->at = (uint32_t)at;
    return ast;
}

/* Room for one more element in the arena; doubles. */
static void *grow(struct zc_arena *arena, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 4;
    void *more = zc_arena_alloc(arena, *cap, size);
    if (n)
        memcpy(more, items, n * size);
    return more;
}

/* What stands in brackets: the one place where an expression gets deeper. */
static struct zc_ast *parse_inner(struct parser *p, const char *close)
{
    struct zc_ast *inner = NULL;

    if (p->depth >= ZC_EXPR_MAX_DEPTH) {
        zc_fail(p->err, ZC_E_LIMIT, ZC_T("括号超过%d层", "brackets are nested more than %d deep"),
                ZC_EXPR_MAX_DEPTH);
        fail(p, p->token.at);
        return NULL;
    }
    p->depth++;
    inner = parse_expr(p, 0);
    p->depth--;
    return inner && (!close || expect(p, close)) ? inner : NULL;
}

static bool parse_predicates(struct parser *p, struct zc_predicates *tests)
{
    while (is_mark(p, "[")) {
        struct zc_ast *test;
        if (!advance(p) || !(test = parse_inner(p, "]")))
            return false;
        tests->all = grow(p->arena, tests->all, tests->n, &tests->cap, sizeof(struct zc_ast *));
        tests->all[tests->n++] = test;
    }
    return true;
}

static bool add_step(struct parser *p, struct zc_path *path, struct zc_step step)
{
    if (!count_node(p, p->token.at))
        return false;
    path->steps = grow(p->arena, path->steps, path->nsteps, &path->cap, sizeof step);
    path->steps[path->nsteps++] = step;
    return true;
}

static const char *const axis_names[ZC_AXIS_COUNT] = {
    [ZC_AXIS_CHILD] = "child",
    [ZC_AXIS_PARENT] = "parent",
    [ZC_AXIS_SELF] = "self",
    [ZC_AXIS_DESCENDANT] = "descendant",
    [ZC_AXIS_DESCENDANT_OR_SELF] = "descendant-or-self",
    [ZC_AXIS_ANCESTOR] = "ancestor",
    [ZC_AXIS_ANCESTOR_OR_SELF] = "ancestor-or-self",
    [ZC_AXIS_FOLLOWING_SIBLING] = "following-sibling",
    [ZC_AXIS_PRECEDING_SIBLING] = "preceding-sibling",
};

static bool parse_axis(struct parser *p, enum zc_axis *axis)
{
    for (unsigned i = 0; i < ZC_AXIS_COUNT; i++)
        if (zc_str_is(p->token.text, axis_names[i])) {
            *axis = (enum zc_axis)i;
            return advance(p);
        }
    zc_fail(p->err, ZC_E_INPUT, ZC_T("不认识的方向“%.*s::”", "unknown axis '%.*s::'"),
            ZC_ARG(p->token.text));
    return fail(p, p->token.at);
}

/* A name, `*` or node(). */
static bool parse_node_test(struct parser *p, struct zc_str *name)
{
    if (p->token.kind == ZC_TOKEN_NAME) {
        *name = p->token.text;
        return advance(p);
    }
    if (p->token.kind == ZC_TOKEN_CALL && zc_str_is(p->token.text, "node")) {
        *name = (struct zc_str){ 0 };
        return advance(p) && expect(p, "(") && expect(p, ")");
    }
    zc_fail(p->err, ZC_E_INPUT, ZC_T("这里应是题目名", "a name is expected here"));
    return fail(p, p->token.at);
}

static bool parse_step(struct parser *p, struct zc_path *path)
{
    struct zc_step step = { .axis = ZC_AXIS_CHILD };
    bool ok = true;

    if (is_mark(p, ".") || is_mark(p, "..")) {
        step.axis = is_mark(p, ".") ? ZC_AXIS_SELF : ZC_AXIS_PARENT;
        ok = advance(p);
    } else {
        if (p->token.kind == ZC_TOKEN_AXIS)
            ok = parse_axis(p, &step.axis);
        ok = ok && parse_node_test(p, &step.name);
    }
    return ok && parse_predicates(p, &step.tests) && add_step(p, path, step);
}

/* Further steps behind '/' or '//'. */
static bool parse_steps(struct parser *p, struct zc_path *path)
{
    static const struct zc_step any_depth = { .axis = ZC_AXIS_DESCENDANT_OR_SELF };

    while (is_mark(p, "/") || is_mark(p, "//")) {
        if ((is_mark(p, "//") && !add_step(p, path, any_depth)) || !advance(p) ||
            !parse_step(p, path))
            return false;
    }
    return true;
}

static bool begins_step(const struct parser *p)
{
    return p->token.kind == ZC_TOKEN_NAME || p->token.kind == ZC_TOKEN_AXIS || is_mark(p, ".") ||
           is_mark(p, "..") || (p->token.kind == ZC_TOKEN_CALL && zc_str_is(p->token.text, "node"));
}

static struct zc_ast *parse_path(struct parser *p)
{
    struct zc_ast *ast = new_ast(p, ZC_AST_PATH, p->token.at);

    if (!ast)
        return NULL;
    if (is_mark(p, "/")) {
        ast->path.start = ZC_START_DOCUMENT;
        if (!advance(p))
            return NULL;
        if (!begins_step(p)) /* "/" alone is the document */
            return ast;
    } else if (is_mark(p, "//")) {
        ast->path.start = ZC_START_DOCUMENT;
        return parse_steps(p, &ast->path) ? ast : NULL;
    }
    return parse_step(p, &ast->path) && parse_steps(p, &ast->path) ? ast : NULL;
}

static struct zc_ast *parse_call(struct parser *p)
{
    struct zc_ast *ast = new_ast(p, ZC_AST_CALL, p->token.at), *arg;
    struct zc_str name = p->token.text;

    if (!ast)
        return NULL;
    ast->call.fn = zc_fn_find(name);
    if (!ast->call.fn) {
        zc_fail(p->err, ZC_E_INPUT, ZC_T("没有函数“%.*s()”", "there is no function '%.*s()'"),
                ZC_ARG(name));
        fail(p, p->token.at);
        return NULL;
    }
    if (!advance(p) || !advance(p)) /* the name, its bracket */
        return NULL;
    while (!is_mark(p, ")")) {
        if ((ast->call.n && !expect(p, ",")) || !(arg = parse_inner(p, NULL)))
            return NULL;
        ast->call.args =
            grow(p->arena, ast->call.args, ast->call.n, &ast->call.cap, sizeof(struct zc_ast *));
        ast->call.args[ast->call.n++] = arg;
    }
    return advance(p) ? ast : NULL;
}

static struct zc_ast *parse_literal(struct parser *p, enum zc_ast_kind kind)
{
    struct zc_ast *ast = new_ast(p, kind, p->token.at);

    if (!ast)
        return NULL;
    if (kind == ZC_AST_NUMBER)
        ast->number = p->token.number;
    else
        ast->text = p->token.text;
    return advance(p) ? ast : NULL;
}

static struct zc_ast *parse_base(struct parser *p)
{
    switch (p->token.kind) {
    case ZC_TOKEN_NUMBER:
        return parse_literal(p, ZC_AST_NUMBER);
    case ZC_TOKEN_STRING:
        return parse_literal(p, ZC_AST_STRING);
    case ZC_TOKEN_FIELD:
        return parse_literal(p, ZC_AST_FIELD);
    case ZC_TOKEN_CALL:
        return parse_call(p);
    case ZC_TOKEN_MARK:
        if (is_mark(p, "("))
            return advance(p) ? parse_inner(p, ")") : NULL;
        break;
    default:
        break;
    }
    if (p->token.kind == ZC_TOKEN_END)
        zc_fail(p->err, ZC_E_INPUT, ZC_T("算式没有写完", "the expression is not complete"));
    else
        zc_fail(p->err, ZC_E_INPUT, ZC_T("这里不能是“%.*s”", "'%.*s' cannot stand here"),
                ZC_ARG(p->token.text));
    fail(p, p->token.at);
    return NULL;
}

/* A path, or something that predicates and steps may follow. */
static struct zc_ast *parse_primary(struct parser *p)
{
    if (begins_step(p) || is_mark(p, "/") || is_mark(p, "//"))
        return parse_path(p);
    struct zc_ast *base = parse_base(p), *ast;
    if (!base || !(is_mark(p, "[") || is_mark(p, "/") || is_mark(p, "//")))
        return base;
    if (!(ast = new_ast(p, ZC_AST_PATH, base->at)))
        return NULL;
    ast->path.start = ZC_START_BASE;
    ast->path.base = base;
    return parse_predicates(p, &ast->path.filters) && parse_steps(p, &ast->path) ? ast : NULL;
}

static struct zc_ast *parse_signed(struct parser *p)
{
    size_t at = p->token.at;
    unsigned signs = 0;

    for (; p->token.kind == ZC_TOKEN_OPERATOR && zc_str_is(p->token.text, "-"); signs++)
        if (!advance(p))
            return NULL;
    if (!signs)
        return parse_primary(p);
    struct zc_ast *ast = new_ast(p, ZC_AST_NEGATE, at);
    if (!ast || !(ast->negate.operand = parse_expr(p, SIGN_POWER)))
        return NULL;
    ast->negate.negative = signs % 2 == 1;
    return ast;
}

static const struct operator* operator_at(const struct parser *p)
{
    for (size_t i = 0; p->token.kind == ZC_TOKEN_OPERATOR && i < ZC_OP_COUNT; i++)
        if (zc_str_eq(operators[i].text, p->token.text))
            return &operators[i];
    return NULL;
}

static struct zc_ast *chain_add(struct parser *p, struct zc_ast *left, const struct operator* op,
                                struct zc_ast *right)
{
    struct zc_ast *ast = left;

    if (left->kind != ZC_AST_CHAIN || left->chain.power != op->power) {
        if (!(ast = new_ast(p, ZC_AST_CHAIN, left->at)))
            return NULL;
        ast->chain.power = op->power;
        ast->chain.cap = 2;
        ast->chain.ops = ZC_NEW(p->arena, uint8_t, 2);
        ast->chain.operands = ZC_NEW(p->arena, struct zc_ast *, 2);
        ast->chain.operands[ast->chain.n++] = left;
    }
    struct zc_chain *chain = &ast->chain;
    uint32_t cap = chain->cap;
    chain->ops = grow(p->arena, chain->ops, chain->n, &cap, sizeof chain->ops[0]);
    chain->operands =
        grow(p->arena, chain->operands, chain->n, &chain->cap, sizeof chain->operands[0]);
    chain->ops[chain->n] = (uint8_t)op->op;
    chain->operands[chain->n++] = right;
    return ast;
}

static struct zc_ast *parse_expr(struct parser *p, unsigned power)
{
    struct zc_ast *left = parse_signed(p), *right;
    const struct operator* op;

    while (left && (op = operator_at(p)) && op->power > power) {
        if (!advance(p) || !(right = parse_expr(p, op->power)))
            return NULL;
        left = chain_add(p, left, op, right);
    }
    return left;
}

struct zc_ast *zc_expr_parse_tree(struct zc_str text, struct zc_arena *arena, size_t *at,
                                  struct zc_err *err)
{
    struct parser p = { .lexer = { .text = text }, .arena = arena, .err = err };
    struct zc_ast *root = NULL;

    if (text.len > ZC_EXPR_MAX_TEXT)
        zc_fail(err, ZC_E_LIMIT, ZC_T("算式超过64 KiB", "the expression is longer than 64 KiB"));
    else if (advance(&p))
        root = parse_expr(&p, 0);
    if (root && p.token.kind != ZC_TOKEN_END) {
        zc_fail(err, ZC_E_INPUT,
                ZC_T("“%.*s”前面少了运算符", "an operator is missing before '%.*s'"),
                ZC_ARG(p.token.text));
        fail(&p, p.token.at);
        root = NULL;
    }
    if (!root && at)
        *at = p.at + 1;
    return root;
}

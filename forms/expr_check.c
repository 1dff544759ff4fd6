#include "forms/expr_check_impl.h"

/* What can be known of an expression before it runs: which questions a path may reach, whether
 * arguments fit, what is read (for the dependency graph), what looks like a mistake. */

enum want {
    WANT_VALUE, /* one text or number: of several nodes only the first would count */
    WANT_ANY
};

enum { MAX_ROUTE_ARGS = 7 }; /* of indexed-repeat() */

static bool check_ast(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *focus,
                      enum want want, struct zc_spots *out);

static bool fail_at(struct zc_checker *c, const struct zc_ast *ast)
{
    c->at = ast->at;
    return false;
}

/* Everything below a group: its text is the texts of all its answers. */
static void read_descendants(struct zc_checker *c, const struct zc_question *top)
{
    const struct zc_question *q = top->first;

    while (q && q != top) {
        zc_checker_read(c, q);
        if (q->first) {
            q = q->first;
            continue;
        }
        while (q != top && !q->next)
            q = q->parent;
        q = q == top ? top : q->next;
    }
}

static void warn(struct zc_checker *c, const char *zh, const char *en, struct zc_str subject)
{
    c->warnings =
        zc_checker_grow(c, c->warnings, c->nwarnings + 1, &c->warnings_cap, sizeof(struct zc_text));
    c->warnings[c->nwarnings++] =
        (struct zc_text){ zc_arena_printf(c->arena, zh, ZC_ARG(subject)).ptr,
                          zc_arena_printf(c->arena, en, ZC_ARG(subject)).ptr };
    c->warnings[c->nwarnings] = (struct zc_text){ 0 };
}

static void warn_many(struct zc_checker *c, struct zc_str name)
{
    warn(c, "“%.*s”有多行，这里只取第一行；请用 sum()、join()、indexed-repeat() 等",
         "'%.*s' has many rows, only the first counts here; use sum(), join(), indexed-repeat()",
         name);
}

/* Routes */

static bool encloses(const struct zc_question *outer, const struct zc_question *q)
{
    for (q = q ? q->parent : NULL; q; q = q->parent)
        if (q == outer)
            return true;
    return false;
}

/* XLSFORM.md 2: the target's nodes in the asker's own instance of every repeat around both;
 * `here` NULL takes all rows of all repeats. */
static void make_route(struct zc_checker *c, const struct zc_question *target,
                       const struct zc_question *here, struct zc_route *route)
{
    const struct zc_question *from = target->repeat;

    while (from && !encloses(from, here))
        from = from->repeat;
    *route = (struct zc_route){ .from = from ? from : c->root, .target = target };
    for (const struct zc_question *q = target; q && q != route->from; q = q->parent)
        route->depth++;
    route->way = ZC_NEW(c->arena, const struct zc_question *, route->depth);
    uint32_t i = route->depth;
    for (const struct zc_question *q = target; i > 0; q = q->parent) {
        route->way[--i] = q;
        if (q->type == ZC_TYPE_REPEAT) {
            route->open = true;
            zc_checker_read(c, q);
        }
    }
}

static bool check_field(struct zc_checker *c, struct zc_ast *ast, enum want want,
                        struct zc_spots *out)
{
    static const char last_saved[] = "last-saved#";
    struct zc_str name = ast->text;
    bool ambiguous = false, is_last = zc_str_starts(name, zc_str_of(last_saved));

    if (is_last)
        name = zc_str_from(name, sizeof last_saved - 1);
    const struct zc_question *target =
        c->scope->question ? c->scope->question(c->scope->ctx, name, &ambiguous) : NULL;
    if (!target) {
        zc_fail(c->err, ZC_E_INPUT,
                ambiguous ? ZC_T("“%.*s”在表里出现多次，不能用 ${} 引用",
                                 "'%.*s' stands several times in the form; ${} cannot name it")
                          : ZC_T("表里没有“%.*s”这一题", "the form has no question '%.*s'"),
                ZC_ARG(name));
        return fail_at(c, ast);
    }
    if (is_last) {
        ast->route = (struct zc_route){ .target = target, .last_saved = true };
        return true;
    }
    make_route(c, target, c->here, &ast->route);
    zc_checker_read(c, target);
    if (want == WANT_VALUE) {
        if (ast->route.open)
            warn_many(c, name);
        read_descendants(c, target);
    }
    zc_spots_add(c, out, zc_spot_node(target));
    return true;
}

/* Predicates and keys */

enum { USES_FOCUS = 1, USES_POSITION = 2 };

/* Whether a value changes with the row that a predicate tests. */
static unsigned focus_use(const struct zc_ast *ast)
{
    unsigned use = 0;

    switch (ast->kind) {
    case ZC_AST_CHAIN:
        for (uint32_t i = 0; i < ast->chain.n; i++)
            use |= focus_use(ast->chain.operands[i]);
        break;
    case ZC_AST_NEGATE:
        use = focus_use(ast->negate.operand);
        break;
    case ZC_AST_CALL:
        if (!ast->call.n && (ast->call.fn->flags & (ZC_FN_SELF | ZC_FN_PLACE)))
            use = USES_FOCUS | (ast->call.fn->flags & ZC_FN_PLACE ? USES_POSITION : 0);
        for (uint32_t i = 0; i < ast->call.n; i++)
            use |= focus_use(ast->call.args[i]);
        if (ast->call.path)
            use |= focus_use(ast->call.path);
        break;
    case ZC_AST_PATH:
        if (ast->path.start == ZC_START_FOCUS)
            use = USES_FOCUS;
        else if (ast->path.start == ZC_START_BASE)
            use = focus_use(ast->path.base);
        break;
    default:
        break;
    }
    return use;
}

static bool is_column(const struct zc_ast *ast)
{
    return ast->kind == ZC_AST_PATH && ast->path.start == ZC_START_FOCUS && ast->path.nsteps == 1 &&
           ast->path.steps[0].axis == ZC_AXIS_CHILD && ast->path.steps[0].name.len &&
           !zc_str_is(ast->path.steps[0].name, "*") && !ast->path.steps[0].tests.n;
}

/* `col = constant` or the other way round: true. A key that `selected(col, constant)` gives is no
 * more than a place to look at. */
static bool find_key(const struct zc_ast *test, struct zc_step *step)
{
    if (test->kind == ZC_AST_CALL && test->call.n == 2 &&
        zc_str_is(zc_str_of(test->call.fn->name), "selected") && is_column(test->call.args[0]) &&
        !(focus_use(test->call.args[1]) & USES_FOCUS)) {
        step->key_col = test->call.args[0]->path.steps[0].name;
        step->key = test->call.args[1];
        step->key_word = true;
        return false;
    }
    if (test->kind != ZC_AST_CHAIN || test->chain.n != 2 || test->chain.ops[1] != ZC_OP_EQ)
        return false;
    for (unsigned i = 0; i < 2; i++) {
        const struct zc_ast *col = test->chain.operands[i], *key = test->chain.operands[1 - i];
        if (is_column(col) && !(focus_use(key) & USES_FOCUS)) {
            step->key_col = col->path.steps[0].name;
            step->key = key;
            return true;
        }
    }
    return false;
}

static void plan_lookup(struct zc_step *step)
{
    const struct zc_ast *test = step->tests.n ? step->tests.all[0] : NULL;

    if (!test || step->axis != ZC_AXIS_CHILD || (focus_use(test) & USES_POSITION))
        return;
    step->key_alone = find_key(test, step);
    if (test->kind == ZC_AST_CHAIN && test->chain.n > 1 && test->chain.ops[1] == ZC_OP_AND)
        for (uint32_t i = 0; i < test->chain.n && !step->key; i++)
            find_key(test->chain.operands[i], step);
}

static bool check_predicates(struct zc_checker *c, const struct zc_predicates *tests,
                             const struct zc_spots *focus)
{
    struct zc_spots ignored = { 0 };

    for (uint32_t i = 0; i < tests->n; i++)
        if (!check_ast(c, tests->all[i], focus, WANT_ANY, &ignored))
            return false;
    return true;
}

/* Paths */

static enum zc_fn_result gives(const struct zc_ast *ast)
{
    switch (ast->kind) {
    case ZC_AST_FIELD:
    case ZC_AST_PATH:
        return ZC_GIVES_NODES;
    case ZC_AST_CALL:
        return ast->call.fn->gives;
    case ZC_AST_CHAIN:
        return ast->chain.ops[1] == ZC_OP_UNION ? ZC_GIVES_NODES : ZC_GIVES_VALUE;
    default:
        return ZC_GIVES_VALUE;
    }
}

static bool must_be_nodes(struct zc_checker *c, const struct zc_ast *ast)
{
    if (gives(ast) != ZC_GIVES_VALUE)
        return true;
    zc_fail(c->err, ZC_E_INPUT,
            ZC_T("这里要的是题目或列表的引用，不是单个值",
                 "a reference to questions or a list is expected here, not a single value"));
    return fail_at(c, ast);
}

static bool start_spots(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *focus,
                        struct zc_spots *out)
{
    struct zc_path *path = &ast->path;

    if (path->start == ZC_START_FOCUS) {
        for (uint32_t i = 0; i < focus->n; i++)
            zc_spots_add(c, out, focus->all[i]);
        return true;
    }
    if (path->start == ZC_START_DOCUMENT) {
        zc_spots_add(c, out, zc_spot_node(NULL));
        return true;
    }
    return must_be_nodes(c, path->base) && check_ast(c, path->base, focus, WANT_ANY, out) &&
           check_predicates(c, &path->filters, out);
}

static bool is_self(const struct zc_path *path)
{
    for (uint32_t i = 0; i < path->nsteps; i++)
        if (path->steps[i].axis != ZC_AXIS_SELF)
            return false;
    return path->start == ZC_START_FOCUS ||
           (path->start == ZC_START_BASE && path->base->kind == ZC_AST_CALL &&
            zc_str_is(zc_str_of(path->base->call.fn->name), "current"));
}

static void read_spots(struct zc_checker *c, const struct zc_path *path,
                       const struct zc_spots *spots, enum want want)
{
    for (uint32_t i = 0; i < spots->n; i++) {
        const struct zc_question *q = spots->all[i].q;
        if (!q)
            continue;
        if (q == c->here && is_self(path)) {
            c->expr->reads.self = true;
            continue;
        }
        zc_checker_read(c, q);
        if (want == WANT_VALUE)
            read_descendants(c, q);
    }
}

static bool is_found(const struct zc_list *list, struct zc_str col)
{
    int at = zc_list_col(list, col);

    return at >= 0 && list->ways && list->ways[at] != ZC_WAY_NONE;
}

/* A form of the ledger may have a million records: no expression looks through them all. */
static void warn_records(struct zc_checker *c, const struct zc_spots *from,
                         const struct zc_step *step)
{
    for (uint32_t i = 0; i < from->n; i++) {
        const struct zc_spot *spot = &from->all[i];
        if (spot->kind != ZC_PLACE_LIST_ROOT || !spot->list || !spot->list->large ||
            step->axis != ZC_AXIS_CHILD || (step->key && is_found(spot->list, step->key_col)))
            continue;
        warn(c,
             "这里要看遍“%.*s”的全部记录，记录一多就没有结果；请先写“列 = "
             "值”，列要是关联题或 use 有 index",
             "this looks through all records of '%.*s' and gives nothing once they are many: begin "
             "with an equality of a column that is a link or has index in `use`",
             spot->list->name);
    }
}

/* The repeat that a step takes all rows of. */
static const struct zc_question *rows_taken(const struct zc_step *step, const struct zc_spots *to)
{
    for (uint32_t i = 0; step->axis == ZC_AXIS_CHILD && !step->tests.n && i < to->n; i++)
        if (to->all[i].q && to->all[i].q->type == ZC_TYPE_REPEAT)
            return to->all[i].q;
    return NULL;
}

static bool check_path(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *focus,
                       enum want want, struct zc_spots *out)
{
    struct zc_path *path = &ast->path;
    const struct zc_question *many = NULL;
    struct zc_spots at = { 0 };

    if (!start_spots(c, ast, focus, &at))
        return false;
    bool known = at.n > 0 && (path->start != ZC_START_DOCUMENT || c->root);
    for (uint32_t i = 0; i < path->nsteps; i++) {
        struct zc_step *step = &path->steps[i];
        struct zc_spots next = { 0 };
        for (uint32_t s = 0; s < at.n; s++)
            zc_spots_step(c, at.all[s], step, &next);
        /* A bare name may be a column of the list that a choice_filter is evaluated over. */
        if (known && !next.n && path->start != ZC_START_FOCUS)
            warn(c, "路径里的“%.*s”不存在，结果总是空",
                 "the path has no '%.*s': it is always empty", step->name);
        known = known && next.n > 0;
        many = many ? many : rows_taken(step, &next);
        if (!check_predicates(c, &step->tests, &next))
            return false;
        plan_lookup(step);
        warn_records(c, &at, step);
        at = next;
    }
    if (many && want == WANT_VALUE)
        warn_many(c, many->name);
    read_spots(c, path, &at, want);
    *out = at;
    return true;
}

/* Calls */

static bool check_arity(struct zc_checker *c, const struct zc_ast *ast)
{
    const struct zc_fn *fn = ast->call.fn;
    uint32_t n = ast->call.n;

    if (n < fn->min)
        zc_fail(c->err, ZC_E_INPUT,
                ZC_T("%s() 至少要%u个参数，现有%u个", "%s() takes at least %u arguments, not %u"),
                fn->name, fn->min, n);
    else if (fn->max != ZC_FN_MANY && n > fn->max)
        zc_fail(c->err, ZC_E_INPUT,
                ZC_T("%s() 最多%u个参数，现有%u个", "%s() takes at most %u arguments, not %u"),
                fn->name, fn->max, n);
    else if ((fn->flags & ZC_FN_EVEN) && (n - fn->min) % 2)
        zc_fail(c->err, ZC_E_INPUT,
                ZC_T("%s() 后面的参数要成对", "the further arguments of %s() come in pairs"),
                fn->name);
    else if ((fn->flags & ZC_FN_REPORT) && !c->scope->report)
        zc_fail(c->err, ZC_E_INPUT,
                ZC_T("%s() 只能用在报表和筛选中", "%s() works in reports and filters only"),
                fn->name);
    else
        return true;
    return fail_at(c, ast);
}

static void note_reads(struct zc_checker *c, const struct zc_ast *ast)
{
    struct zc_expr_reads *reads = &c->expr->reads;
    unsigned flags = ast->call.fn->flags;

    reads->clock |= (flags & ZC_FN_CLOCK) != 0;
    /* randomize() with a seed gives the same order every time */
    reads->random |= (flags & ZC_FN_RANDOM) && !((flags & ZC_FN_NODES) && ast->call.n > 1);
    reads->once |= (flags & ZC_FN_ONCE) != 0;
    reads->records |= (flags & ZC_FN_RECORDS) != 0;
    reads->position |= (flags & ZC_FN_PLACE) && ast->call.n;
    reads->self |= (flags & ZC_FN_ONCE) || ((flags & ZC_FN_SELF) && !ast->call.n);
}

static bool check_list(struct zc_checker *c, struct zc_ast *ast, struct zc_spots *out)
{
    const struct zc_ast *id = ast->call.args[0];
    const struct zc_expr_scope *scope = c->scope;

    if (id->kind != ZC_AST_STRING) {
        zc_fail(c->err, ZC_E_INPUT,
                ZC_T("列表名要写在引号里", "the name of the list stands in quotes"));
        return fail_at(c, id);
    }
    ast->call.list = scope->list ? scope->list(scope->ctx, id->text) : NULL;
    if (!ast->call.list) {
        zc_fail(c->err, ZC_E_INPUT, ZC_T("没有列表“%.*s”", "there is no list '%.*s'"),
                ZC_ARG(id->text));
        return fail_at(c, id);
    }
    c->expr->reads.records |= ast->call.list->records;
    if (ast->call.fn->gives == ZC_GIVES_NODES)
        zc_spots_add(c, out, zc_spot_list(ZC_PLACE_LIST_DOC, ast->call.list, 0));
    for (uint32_t i = 1; i < 3 && i < ast->call.n; i++) {
        const struct zc_ast *col = ast->call.args[i];
        if (col->kind == ZC_AST_STRING && zc_list_col(ast->call.list, col->text) < 0)
            warn(c, "列表里没有“%.*s”这一列", "the list has no column '%.*s'", col->text);
        else if (i == 2 && ast->call.list->large && col->kind == ZC_AST_STRING &&
                 !is_found(ast->call.list, col->text))
            warn(c, "pulldata 按“%.*s”找不到很多记录里的一条，这一列没有索引",
                 "pulldata by '%.*s' finds nothing among many records: the column has no index",
                 col->text);
    }
    return true;
}

/* rule('x') with a name that rules.csv lacks would read as empty for ever. */
static bool check_rule(struct zc_checker *c, const struct zc_ast *ast)
{
    const struct zc_ast *name = ast->call.args[0];
    struct zc_str value;

    if (name->kind != ZC_AST_STRING || !c->scope->rule ||
        c->scope->rule(c->scope->ctx, name->text, &value))
        return true;
    zc_fail(c->err, ZC_E_INPUT, ZC_T("rules.csv 里没有“%.*s”", "rules.csv has no '%.*s'"),
            ZC_ARG(name->text));
    return fail_at(c, name);
}

/* is('X') is bound here: a set is read before what uses it, so none can lead back to itself. */
static bool check_set(struct zc_checker *c, struct zc_ast *ast)
{
    const struct zc_ast *name = ast->call.args[0];
    const struct zc_expr_reads *reads;

    if (name->kind == ZC_AST_STRING && c->scope->set)
        ast->call.set = c->scope->set(c->scope->ctx, name->text);
    if (ast->call.set) {
        reads = zc_expr_reads(ast->call.set);
        c->expr->reads.clock |= reads->clock;
        c->expr->reads.random |= reads->random;
        c->expr->reads.records |= reads->records;
        return true;
    }
    if (name->kind == ZC_AST_STRING)
        zc_fail(
            c->err, ZC_E_INPUT,
            ZC_T("reports.csv 里没有这张表的集合“%.*s”；集合要写在用到它的行前面",
                 "reports.csv has no set '%.*s' of this form; a set stands before what uses it"),
            ZC_ARG(name->text));
    else
        zc_fail(c->err, ZC_E_INPUT,
                ZC_T("is() 里要直接写集合的名字，例如 is('O')",
                     "is() takes a name in quotes: is('O')"));
    return fail_at(c, name);
}

static bool check_pattern(struct zc_checker *c, struct zc_ast *ast)
{
    const struct zc_ast *pattern = ast->call.args[1];

    if (pattern->kind != ZC_AST_STRING)
        return true;
    ast->call.pattern = zc_regex_compile(pattern->text, c->arena, c->err);
    if (!ast->call.pattern)
        return fail_at(c, pattern);
    if (!zc_str_starts(pattern->text, ZC_STR("^")) || !zc_str_ends(pattern->text, ZC_STR("$")))
        warn(c, "正则式“%.*s”没有用 ^…$ 包住，中间符合也算符合",
             "the pattern '%.*s' is not between ^ and $: a match anywhere counts", pattern->text);
    return true;
}

/* jr:choice-name(v, '/data/city') or (v, '${city}'): what stands in the quotes is read here. */
static bool check_choice(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *focus)
{
    struct zc_ast *arg = ast->call.args[1];
    struct zc_spots spots = { 0 };

    if (arg->kind == ZC_AST_STRING)
        ast->call.path = zc_expr_parse_tree(arg->text, c->arena, NULL, c->err);
    else
        ast->call.path = arg;
    if (!ast->call.path)
        return fail_at(c, arg);
    if (!must_be_nodes(c, ast->call.path) || !check_ast(c, ast->call.path, focus, WANT_ANY, &spots))
        return fail_at(c, arg);
    return true;
}

/* indexed-repeat(node, repeat, i, …): names of questions, taken in all rows. */
static bool check_routes(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *spots)
{
    for (uint32_t i = 0; i < ast->call.n; i = i ? i + 2 : 1) {
        const struct zc_question *q = spots[i].n == 1 ? spots[i].all[0].q : NULL;
        if (!must_be_nodes(c, ast->call.args[i]))
            return false;
        if (!spots[i].n && c->scope->open) {
            ast->call.args[0]->route.target = NULL;
            return true;
        }
        if (!q || (i && q->type != ZC_TYPE_REPEAT)) {
            zc_fail(c->err, ZC_E_INPUT,
                    i ? ZC_T("这里要的是一个重复组", "a repeat is expected here")
                      : ZC_T("这里要的是一个题目", "a question is expected here"));
            return fail_at(c, ast->call.args[i]);
        }
        make_route(c, q, NULL, &ast->call.args[i]->route);
    }
    return true;
}

static bool check_call(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *focus,
                       enum want want, struct zc_spots *out)
{
    const struct zc_fn *fn = ast->call.fn;
    struct zc_spots spots[MAX_ROUTE_ARGS] = { 0 }, other = { 0 };

    if (!check_arity(c, ast))
        return false;
    if ((fn->flags & ZC_FN_CHOICE) && !check_choice(c, ast, focus))
        return false;
    if ((fn->flags & ZC_FN_PATTERN) && !check_pattern(c, ast))
        return false;
    if ((fn->flags & ZC_FN_RULE) && !check_rule(c, ast))
        return false;
    if ((fn->flags & ZC_FN_SET) && !check_set(c, ast))
        return false;
    if ((fn->flags & ZC_FN_PLACE) && ast->call.n && !must_be_nodes(c, ast->call.args[0]))
        return false;
    for (uint32_t i = 0; i < ast->call.n; i++) {
        bool open = (fn->flags & (ZC_FN_OPEN | ZC_FN_ROUTES | ZC_FN_PLACE)) ||
                    ((fn->flags & ZC_FN_NODES) && !i);
        bool passes = fn->gives == ZC_GIVES_ANY; /* if(): a branch goes where the call goes */
        struct zc_spots *into = fn->flags & ZC_FN_ROUTES ? &spots[i] : &other;
        if ((fn->flags & ZC_FN_NODES) && !i && !must_be_nodes(c, ast->call.args[0]))
            return false;
        if (!check_ast(c, ast->call.args[i], focus,
                       open || (passes && !i) ? WANT_ANY
                       : passes               ? want
                                              : WANT_VALUE,
                       into))
            return false;
    }
    if (fn->gives != ZC_GIVES_VALUE && !(fn->flags & ZC_FN_ROUTES))
        *out = other;
    if (fn->flags & ZC_FN_CURRENT)
        zc_spots_add(c, out, zc_spot_node(c->scope->asker ? c->scope->asker : c->here));
    note_reads(c, ast);
    if ((fn->flags & ZC_FN_ROUTES) && !check_routes(c, ast, spots))
        return false;
    return !(fn->flags & ZC_FN_LIST) || check_list(c, ast, out);
}

static bool check_chain(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *focus,
                        struct zc_spots *out)
{
    const struct zc_chain *chain = &ast->chain;
    bool one_value = chain->ops[1] >= ZC_OP_ADD && chain->ops[1] <= ZC_OP_MOD;
    bool nodes = chain->ops[1] == ZC_OP_UNION;
    struct zc_spots ignored = { 0 };

    for (uint32_t i = 0; i < chain->n; i++) {
        if (nodes && !must_be_nodes(c, chain->operands[i]))
            return false;
        if (!check_ast(c, chain->operands[i], focus, one_value ? WANT_VALUE : WANT_ANY,
                       nodes ? out : &ignored))
            return false;
    }
    return true;
}

static bool within_work(struct zc_checker *c, const struct zc_ast *ast)
{
    if (c->work <= ZC_CHECKER_MAX_WORK)
        return true;
    zc_fail(c->err, ZC_E_LIMIT,
            ZC_T("算式引用的题目太多，请拆成几题",
                 "the expression names too many questions; split it"));
    return fail_at(c, ast);
}

/* Adds to *out where the nodes of the result may lie. */
static bool check_ast(struct zc_checker *c, struct zc_ast *ast, const struct zc_spots *focus,
                      enum want want, struct zc_spots *out)
{
    struct zc_spots spots = { 0 };

    if (!within_work(c, ast))
        return false;
    switch (ast->kind) {
    case ZC_AST_FIELD:
        return check_field(c, ast, want, out);
    case ZC_AST_CHAIN:
        return check_chain(c, ast, focus, out);
    case ZC_AST_NEGATE:
        return check_ast(c, ast->negate.operand, focus, WANT_VALUE, &spots);
    case ZC_AST_CALL:
        if (!check_call(c, ast, focus, want, &spots))
            return false;
        break;
    case ZC_AST_PATH:
        if (!check_path(c, ast, focus, want, &spots))
            return false;
        break;
    default:
        return true;
    }
    for (uint32_t i = 0; i < spots.n; i++)
        zc_spots_add(c, out, spots.all[i]);
    return true;
}

bool zc_expr_check(struct zc_expr *expr, const struct zc_expr_scope *scope, struct zc_arena *arena,
                   size_t *at, struct zc_err *err)
{
    struct zc_checker c = { .scope = scope, .arena = arena, .err = err, .expr = expr };
    struct zc_spots focus = { 0 }, ignored = { 0 };

    for (c.root = scope->root ? scope->root : scope->here; c.root && c.root->parent;)
        c.root = c.root->parent;
    c.here = scope->here ? scope->here : c.root;
    if (c.here)
        zc_spots_add(&c, &focus, zc_spot_node(scope->focus ? scope->focus : c.here));
    if (!check_ast(&c, expr->root, &focus, WANT_VALUE, &ignored) || !within_work(&c, expr->root)) {
        if (at)
            *at = c.at + 1;
        return false;
    }
    expr->reads.nquestions = c.nreads;
    expr->reads.questions = c.reads;
    expr->warnings = c.warnings ? c.warnings : ZC_NEW(arena, struct zc_text, 1);
    return true;
}

struct zc_expr *zc_expr_parse(struct zc_str text, const struct zc_expr_scope *scope,
                              struct zc_arena *arena, size_t *at, struct zc_err *err)
{
    struct zc_expr *expr = ZC_NEW(arena, struct zc_expr, 1);
    size_t where = 1;

    /* What is longer is refused by the parser, which needs no copy for that. */
    expr->text = text.len > ZC_EXPR_MAX_TEXT ? text : zc_arena_copy(arena, text);
    expr->root = zc_expr_parse_tree(expr->text, arena, &where, err);
    if (expr->root && zc_expr_check(expr, scope, arena, &where, err))
        return expr;
    zc_fail_in(err, ZC_T("第%zu字节", "byte %zu"), where);
    if (at)
        *at = where;
    return NULL;
}

const struct zc_expr_reads *zc_expr_reads(const struct zc_expr *expr)
{
    return &expr->reads;
}

const struct zc_text *zc_expr_warnings(const struct zc_expr *expr)
{
    return expr->warnings;
}

struct zc_str zc_expr_text(const struct zc_expr *expr)
{
    return expr->text;
}

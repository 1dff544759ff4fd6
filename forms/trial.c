#include "forms/trial.h"
#include "core/alloc.h"
#include "core/utf8.h"
#include "forms/expr.h"
#include "forms/instance.h"

enum { MAX_LINE = 16 * 1024 * 1024, MAX_COLS = 1000 };

/* A select of the context, for jr:choice-name(). */
struct choice_source {
    const struct zc_question *q;
    struct zc_list *list;
    const struct zc_expr *filter; /* NULL: all rows are offered */
    struct choice_source *next;
};

struct trial {
    struct zc_arena arena;
    struct zc_instance instance;
    const struct zc_clock *clock;
    struct zc_list **lists;
    size_t nlists, lists_cap;
    struct choice_source *selects;
    const struct zc_json *itext, *rules; /* members of the context, may be NULL */
    struct zc_str lang;
    struct zc_err *err;
};

/* What the expressions ask for */

static const struct zc_question *find_question(void *ctx, struct zc_str name, bool *ambiguous)
{
    const struct trial *trial = ctx;

    return zc_instance_question(&trial->instance, name, ambiguous);
}

static struct zc_list *find_list(void *ctx, struct zc_str id)
{
    const struct trial *trial = ctx;

    for (size_t i = 0; i < trial->nlists; i++)
        if (zc_str_eq(trial->lists[i]->name, id))
            return trial->lists[i];
    return NULL;
}

static bool find_rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct trial *trial = ctx;

    for (const struct zc_json *rule = trial->rules ? trial->rules->first : NULL; rule;
         rule = rule->next)
        if (zc_str_eq(rule->name, name)) {
            *value = rule->text;
            return true;
        }
    return false;
}

static struct zc_str text_by_id(const struct zc_json *language, struct zc_str id)
{
    const struct zc_json *text = language ? language->first : NULL;

    while (text && !zc_str_eq(text->name, id))
        text = text->next;
    return text ? text->text : (struct zc_str){ 0 };
}

/* A missing translation falls back to the first language (D21). */
static struct zc_str find_itext(void *ctx, struct zc_str id)
{
    const struct trial *trial = ctx;
    const struct zc_json *first = trial->itext ? trial->itext->first : NULL, *active = first;

    while (active && !zc_str_eq(active->name, trial->lang))
        active = active->next;
    struct zc_str text = text_by_id(active, id);
    return text.len ? text : text_by_id(first, id);
}

static void make_env(struct trial *trial, const struct zc_node *here, struct zc_expr_env *out);

static struct zc_str choice_label(void *ctx, const struct zc_node *node, struct zc_str value)
{
    struct trial *trial = ctx;
    const struct choice_source *select = trial->selects;

    while (select && select->q != node->q)
        select = select->next;
    if (!select)
        return (struct zc_str){ 0 };
    const struct zc_list *list = select->list;
    for (uint32_t row = zc_list_find(list, list->value_col, value, 0); row < list->nrows;
         row = zc_list_find(list, list->value_col, value, row + 1)) {
        struct zc_place item = { .kind = ZC_PLACE_LIST_ITEM, .list = list, .row = row };
        struct zc_expr_env env;
        struct zc_value offered = { .kind = ZC_VALUE_BOOL, .truth = true };
        struct zc_err err = { 0 };
        make_env(trial, node, &env);
        env.item = &item;
        if (select->filter && !zc_expr_eval(select->filter, &env, &trial->arena, &offered, &err))
            continue;
        if (zc_value_truth(&offered)) {
            struct zc_str label = zc_list_cell(list, row, list->label_col);
            return label.len ? label : value; /* D21 */
        }
    }
    return (struct zc_str){ 0 };
}

static void make_env(struct trial *trial, const struct zc_node *here, struct zc_expr_env *out)
{
    *out = (struct zc_expr_env){
        .here = here,
        .root = trial->instance.root,
        .clock = trial->clock,
        .ctx = trial,
        .rule = find_rule,
        .choice_label = choice_label,
        .itext = find_itext,
        .english = zc_lang_is(trial->lang, ZC_LANG_EN),
    };
}

static struct zc_expr *parse(struct trial *trial, struct zc_str text,
                             const struct zc_question *here)
{
    struct zc_expr_scope scope = { .ctx = trial,
                                   .question = find_question,
                                   .list = find_list,
                                   .rule = find_rule,
                                   .here = here,
                                   .root = trial->instance.form,
                                   .open = true };

    return zc_expr_parse(text, &scope, &trial->arena, NULL, trial->err);
}

/* Reading the context */

static bool wrong_shape(struct trial *trial, const struct zc_json *value, const char *shape)
{
    return zc_fail(trial->err, ZC_E_INPUT, ZC_T("%.*s 要写成 %s", "%.*s must be %s"),
                   ZC_ARG(value->name), shape);
}

/* Every key of every row is a column. */
static bool find_columns(struct trial *trial, const struct zc_json *rows, struct zc_str **cols,
                         size_t *ncols)
{
    size_t cap = 0;

    for (const struct zc_json *row = rows->first; row; row = row->next) {
        if (row->kind != ZC_JSON_OBJECT)
            return wrong_shape(trial, rows, "[{…}]");
        for (const struct zc_json *cell = row->first; cell; cell = cell->next) {
            size_t c = 0;
            while (c < *ncols && !zc_str_eq((*cols)[c], cell->name))
                c++;
            if (c < *ncols)
                continue;
            if (c == MAX_COLS)
                return zc_fail(trial->err, ZC_E_LIMIT, ZC_T("列数超过%d", "more than %d columns"),
                               MAX_COLS);
            *cols = zc_grow(*cols, c, &cap, sizeof **cols);
            (*cols)[(*ncols)++] = cell->name;
        }
    }
    return true;
}

static bool fill_list(struct trial *trial, const struct zc_json *rows, struct zc_list *list)
{
    struct zc_str *cells = ZC_NEW(&trial->arena, struct zc_str, list->ncols);

    for (const struct zc_json *row = rows->first; row; row = row->next) {
        for (uint32_t c = 0; c < list->ncols; c++)
            cells[c] = (struct zc_str){ 0 };
        for (const struct zc_json *cell = row->first; cell; cell = cell->next) {
            int col = zc_list_col(list, cell->name);
            if (col < 0 || !zc_json_plain(cell, &trial->arena, &cells[col]))
                return wrong_shape(trial, rows, "[{…}]");
        }
        zc_list_add(list, cells, list->ncols, &trial->arena);
    }
    return true;
}

static bool add_list(struct trial *trial, const struct zc_json *rows)
{
    struct zc_str *cols = NULL;
    size_t ncols = 0;
    bool ok;

    if (rows->kind != ZC_JSON_ARRAY)
        return wrong_shape(trial, rows, "[{…}]");
    if ((ok = find_columns(trial, rows, &cols, &ncols))) {
        struct zc_list *list = zc_list_new(rows->name, cols, ncols, &trial->arena);
        trial->lists =
            zc_grow(trial->lists, trial->nlists, &trial->lists_cap, sizeof *trial->lists);
        trial->lists[trial->nlists++] = list;
        ok = fill_list(trial, rows, list);
    }
    zc_free(cols);
    return ok;
}

static bool read_lists(struct trial *trial, const struct zc_json *lists)
{
    for (const struct zc_json *rows = lists->first; rows; rows = rows->next)
        if (!add_list(trial, rows))
            return false;
    return true;
}

static bool read_selects(struct trial *trial, const struct zc_json *selects)
{
    for (const struct zc_json *each = selects->first; each; each = each->next) {
        const struct zc_json *list = zc_json_get(each, "list");
        const struct zc_json *filter = zc_json_get(each, "filter");
        struct choice_source *select = ZC_NEW(&trial->arena, struct choice_source, 1);
        if (!list || !(select->list = find_list(trial, list->text)))
            return zc_fail(trial->err, ZC_E_INPUT,
                           ZC_T("%.*s 的 list 不在 lists 里", "list of %.*s is not among lists"),
                           ZC_ARG(each->name));
        if (!(select->q = zc_instance_demand(&trial->instance, each->name, trial->err)))
            return false;
        select->next = trial->selects;
        trial->selects = select;
        if (filter && filter->text.len && !(select->filter = parse(trial, filter->text, select->q)))
            return zc_fail_in(trial->err, "%.*s filter", ZC_ARG(each->name));
    }
    return true;
}

/* Expressions see texts: a type says no more than that the question is there. */
static bool read_types(struct trial *trial, const struct zc_json *types)
{
    for (const struct zc_json *each = types->first; each; each = each->next)
        if (!zc_instance_demand(&trial->instance, each->name, trial->err))
            return false;
    return true;
}

/* Numbers among the rules become texts once, when they are read. */
static bool read_rules(struct trial *trial, const struct zc_json *rules)
{
    for (struct zc_json *each = rules->first; each; each = each->next) {
        struct zc_str text;
        zc_json_plain(each, &trial->arena, &text);
        each->text = text;
    }
    trial->rules = rules;
    return true;
}

static bool read_itext(struct trial *trial, const struct zc_json *itext)
{
    trial->itext = itext;
    return true;
}

/* Members that are objects, in the order in which they need each other. */
static const struct {
    const char *name;
    bool (*read)(struct trial *trial, const struct zc_json *value);
} parts[] = {
    { "lists", read_lists }, { "types", read_types }, { "selects", read_selects },
    { "rules", read_rules }, { "itext", read_itext },
};

static bool check_keys(struct trial *trial, const struct zc_json *context)
{
    static const struct zc_str known = ZC_LIT("data at as lists selects types itext lang rules");

    if (context->kind != ZC_JSON_OBJECT)
        return zc_fail(trial->err, ZC_E_INPUT,
                       ZC_T("第二列要写成 {…}", "the second column must be {…}"));
    for (const struct zc_json *each = context->first; each; each = each->next)
        if (!zc_str_has_word(known, each->name))
            return zc_fail(trial->err, ZC_E_INPUT,
                           ZC_T("不认识“%.*s”，只有：%s", "there is no key '%.*s', only: %s"),
                           ZC_ARG(each->name), known.ptr);
    return true;
}

static bool read_context(struct trial *trial, const struct zc_json *context)
{
    const struct zc_json *lang = zc_json_get(context, "lang");

    if ((context && !check_keys(trial, context)) ||
        !zc_instance_make(zc_json_get(context, "data"), &trial->arena, &trial->instance,
                          trial->err))
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const struct zc_json *part = zc_json_get(context, parts[i].name);
        if (part && part->kind != ZC_JSON_OBJECT)
            return wrong_shape(trial, part, "{…}");
        if (part && !parts[i].read(trial, part))
            return false;
    }
    if (lang)
        trial->lang = lang->text;
    return true;
}

/* The context node: `at` is itself an expression, an absolute path. */
static const struct zc_node *find_at(struct trial *trial, struct zc_str at)
{
    struct zc_expr_env env;
    struct zc_value value;
    struct zc_expr *path = parse(trial, at, NULL);

    if (!path)
        return NULL;
    make_env(trial, trial->instance.root, &env);
    if (!zc_expr_eval(path, &env, &trial->arena, &value, trial->err))
        return NULL;
    if (value.kind == ZC_VALUE_NODES && value.nplaces && value.places[0].kind == ZC_PLACE_NODE)
        return value.places[0].node;
    zc_fail(trial->err, ZC_E_INPUT, ZC_T("at：没有“%.*s”", "at: there is no '%.*s'"), ZC_ARG(at));
    return NULL;
}

/* The result */

static void put_escaped(struct zc_buf *out, struct zc_str text)
{
    static const char plain[] = "\\\t\r\n", letters[] = "\\trn";

    for (size_t i = 0; i < text.len; i++) {
        const char *found = text.ptr[i] ? strchr(plain, text.ptr[i]) : NULL;
        if (found)
            zc_buf_char(out, '\\');
        zc_buf_char(out, found ? letters[found - plain] : text.ptr[i]);
    }
}

static bool put_nodes(struct trial *trial, const struct zc_value *value, struct zc_buf *out)
{
    if (value->kind != ZC_VALUE_NODES)
        return zc_fail(trial->err, ZC_E_INPUT,
                       ZC_T("结果不是题目或列表的引用", "the result is no node-set"));
    for (uint32_t i = 0; i < value->nplaces; i++) {
        struct zc_value one = { .kind = ZC_VALUE_NODES, .nplaces = 1, .places = &value->places[i] };
        if (i)
            zc_buf_char(out, '|');
        put_escaped(out, zc_value_text(&one, &trial->arena));
    }
    return true;
}

static bool put_result(struct trial *trial, const struct zc_json *as, struct zc_value *value,
                       struct zc_buf *out)
{
    struct zc_str kind = as ? as->text : ZC_STR("string");

    if (zc_str_is(kind, "nodeset"))
        return put_nodes(trial, value, out);
    if (zc_str_is(kind, "number"))
        *value = (struct zc_value){ .kind = ZC_VALUE_NUMBER,
                                    .number = zc_value_number(value, trial->clock) };
    else if (zc_str_is(kind, "boolean"))
        *value = (struct zc_value){ .kind = ZC_VALUE_BOOL, .truth = zc_value_truth(value) };
    else if (!zc_str_is(kind, "string"))
        return zc_fail(trial->err, ZC_E_INPUT,
                       ZC_T("as 只能是 string、number、boolean、nodeset",
                            "as is string, number, boolean or nodeset"));
    put_escaped(out, zc_value_text(value, &trial->arena));
    return true;
}

static bool run(struct trial *trial, struct zc_str line, struct zc_buf *out)
{
    const struct zc_json *context = NULL, *at;
    struct zc_str expr_text = line, rest = line;
    struct zc_expr_env env;
    struct zc_value value;

    if (line.len > MAX_LINE)
        return zc_fail(trial->err, ZC_E_LIMIT,
                       ZC_T("一行超过16 MiB", "a line of more than 16 MiB"));
    if (!zc_utf8_valid(line) || memchr(line.len ? line.ptr : "", 0, line.len))
        return zc_fail(trial->err, ZC_E_INPUT, ZC_T("不是 UTF-8 文字", "not a text in UTF-8"));
    zc_str_cut(&rest, '\t', &expr_text);
    rest = zc_str_trim(rest);
    if (rest.len && !(context = zc_json_read(rest, &trial->arena, trial->err)))
        return false;
    if (!read_context(trial, context))
        return false;
    at = zc_json_get(context, "at");
    const struct zc_node *here = at ? find_at(trial, at->text) : trial->instance.root;
    const struct zc_expr *expr = here ? parse(trial, expr_text, here->q) : NULL;
    if (!expr)
        return false;
    make_env(trial, here, &env);
    return zc_expr_eval(expr, &env, &trial->arena, &value, trial->err) &&
           put_result(trial, zc_json_get(context, "as"), &value, out);
}

bool zc_trial_line(struct zc_str line, const struct zc_clock *clock, struct zc_buf *out,
                   struct zc_err *err)
{
    struct trial trial = { .clock = clock, .err = err };
    bool ok = run(&trial, line, out);

    for (size_t i = 0; i < trial.nlists; i++)
        zc_list_release(trial.lists[i]);
    zc_free(trial.lists);
    zc_arena_release(&trial.arena);
    return ok;
}

#include "forms/instance.h"

enum { MAX_QUESTIONS = 10000 };

static struct zc_question *child_question(const struct zc_question *parent, struct zc_str name)
{
    struct zc_question *q = parent->first;

    while (q && !zc_str_eq(q->name, name))
        q = q->next;
    return q;
}

static struct zc_question *add_question(struct zc_instance *in, struct zc_question *parent,
                                        struct zc_str name, enum zc_type type)
{
    struct zc_question *q = ZC_NEW(in->arena, struct zc_question, 1);
    struct zc_question **end = parent ? &parent->first : &in->form;

    while (*end)
        end = &(*end)->next;
    *end = q;
    q->type = type;
    q->name = q->field = name;
    q->parent = parent;
    q->repeat = parent && parent->type == ZC_TYPE_REPEAT ? parent : parent ? parent->repeat : NULL;
    q->index = in->nquestions++;
    return q;
}

static struct zc_question *take_question(struct zc_instance *in, struct zc_question *parent,
                                         struct zc_str name, enum zc_type type, struct zc_err *err)
{
    struct zc_question *q = child_question(parent, name);

    if (!q && in->nquestions >= MAX_QUESTIONS) {
        zc_fail(err, ZC_E_LIMIT, ZC_T("题目超过%d个", "more than %d questions"), MAX_QUESTIONS);
        return NULL;
    }
    if (!q)
        return add_question(in, parent, name, type);
    if (q->type == type)
        return q;
    zc_fail(err, ZC_E_INPUT,
            ZC_T("“%.*s”有时是答案、有时是组", "'%.*s' is once an answer and once a group"),
            ZC_ARG(name));
    return NULL;
}

static struct zc_node *add_node(struct zc_instance *in, struct zc_node *parent,
                                const struct zc_question *q)
{
    struct zc_node *node = ZC_NEW(in->arena, struct zc_node, 1);

    node->q = q;
    node->parent = parent;
    node->relevant = node->own_relevant = true;
    if (!parent)
        return node;
    node->prev = parent->last;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

static bool add_members(struct zc_instance *in, struct zc_node *parent, struct zc_question *group,
                        const struct zc_json *object, struct zc_err *err);

static bool add_rows(struct zc_instance *in, struct zc_node *parent, struct zc_question *group,
                     const struct zc_json *array, struct zc_err *err)
{
    struct zc_question *q = take_question(in, group, array->name, ZC_TYPE_REPEAT, err);

    for (const struct zc_json *row = array->first; q && row; row = row->next) {
        if (row->kind != ZC_JSON_OBJECT)
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("“%.*s”的每一行要写成 {…}", "every row of '%.*s' must be {…}"),
                           ZC_ARG(array->name));
        if (!add_members(in, add_node(in, parent, q), q, row, err))
            return false;
    }
    return q != NULL;
}

static bool add_answer(struct zc_instance *in, struct zc_node *parent, struct zc_question *group,
                       const struct zc_json *value, struct zc_err *err)
{
    struct zc_question *q = take_question(in, group, value->name, ZC_TYPE_TEXT, err);

    if (!q)
        return false;
    struct zc_node *node = add_node(in, parent, q);
    zc_json_plain(value, in->arena, &node->value);
    node->missing = zc_str_is(node->value, "拒答") || zc_str_is(node->value, "不详");
    return true;
}

static bool add_members(struct zc_instance *in, struct zc_node *parent, struct zc_question *group,
                        const struct zc_json *object, struct zc_err *err)
{
    for (const struct zc_json *each = object->first; each; each = each->next) {
        bool ok;
        if (each->kind == ZC_JSON_ARRAY) {
            ok = add_rows(in, parent, group, each, err);
        } else if (each->kind == ZC_JSON_OBJECT) {
            struct zc_question *q = take_question(in, group, each->name, ZC_TYPE_GROUP, err);
            ok = q && add_members(in, add_node(in, parent, q), q, each, err);
        } else {
            ok = add_answer(in, parent, group, each, err);
        }
        if (!ok)
            return false;
    }
    return true;
}

/* Document order, again whenever nodes were added. */
static void number_nodes(struct zc_node *root)
{
    uint32_t order = 0;

    for (struct zc_node *node = root; node;) {
        node->order = order++;
        if (node->first) {
            node = node->first;
            continue;
        }
        while (node && !node->next)
            node = node->parent;
        node = node ? node->next : NULL;
    }
}

bool zc_instance_make(const struct zc_json *data, struct zc_arena *arena, struct zc_instance *out,
                      struct zc_err *err)
{
    *out = (struct zc_instance){ .arena = arena };
    add_question(out, NULL, ZC_STR("data"), ZC_TYPE_ROOT);
    out->root = add_node(out, NULL, out->form);
    if (data && data->kind != ZC_JSON_OBJECT)
        return zc_fail(err, ZC_E_INPUT, ZC_T("data 要写成 {…}", "data must be {…}"));
    if (data && !add_members(out, out->root, out->form, data, err))
        return false;
    number_nodes(out->root);
    return true;
}

/* An empty node of `q` in every instance of its parent below `node`. */
static void add_everywhere(struct zc_instance *in, struct zc_node *node,
                           const struct zc_question *q)
{
    if (node->q == q->parent) {
        add_node(in, node, q);
        return;
    }
    for (struct zc_node *child = node->first; child; child = child->next)
        add_everywhere(in, child, q);
}

struct zc_question *zc_instance_demand(struct zc_instance *in, struct zc_str path,
                                       struct zc_err *err)
{
    struct zc_str rest = path, name;
    struct zc_question *at = NULL;

    if (!zc_str_cut(&rest, '/', &name) || name.len || !zc_str_cut(&rest, '/', &name) ||
        !zc_str_is(name, "data"))
        goto wrong;
    at = in->form;
    while (zc_str_cut(&rest, '/', &name)) {
        bool is_leaf = at->type == ZC_TYPE_TEXT;
        struct zc_question *q = child_question(at, name);
        if (!name.len || (!q && is_leaf))
            goto wrong;
        if (!q && (q = take_question(in, at, name, rest.len ? ZC_TYPE_GROUP : ZC_TYPE_TEXT, err)))
            add_everywhere(in, in->root, q);
        if (!q)
            return NULL;
        at = q;
    }
    number_nodes(in->root);
    return at;
wrong:
    zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不是 /data/… 那样的路径", "'%.*s' is no path as /data/…"),
            ZC_ARG(path));
    return NULL;
}

const struct zc_question *zc_instance_question(const struct zc_instance *in, struct zc_str name,
                                               bool *ambiguous)
{
    const struct zc_question *found = NULL;

    for (const struct zc_question *q = in->form; q;) {
        if (zc_str_eq(q->name, name) && q->parent) {
            *ambiguous = found != NULL;
            if (found)
                return NULL;
            found = q;
        }
        if (q->first) {
            q = q->first;
            continue;
        }
        while (q && !q->next)
            q = q->parent;
        q = q ? q->next : NULL;
    }
    return found;
}

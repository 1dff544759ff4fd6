#include "core/alloc.h"
#include "core/number.h"
#include "forms/expr_impl.h"
#include <math.h>

/* Coercions and comparisons (XLSFORM.md 8, D1–D3, D8–D12). */

enum { COMPARED_PER_STEP = 8 };
enum { SHANGHAI_MIN = 480, DAY_MS = 86400000, MINUTE_MS = 60000 };

bool zc_give_text(struct zc_value *out, struct zc_str text)
{
    *out = (struct zc_value){ .kind = ZC_VALUE_TEXT, .text = text };
    return true;
}

bool zc_give_number(struct zc_value *out, double number)
{
    *out = (struct zc_value){ .kind = ZC_VALUE_NUMBER, .number = number };
    return true;
}

bool zc_give_truth(struct zc_value *out, bool truth)
{
    *out = (struct zc_value){ .kind = ZC_VALUE_BOOL, .truth = truth };
    return true;
}

bool zc_give_nodes(struct zc_value *out, const struct zc_places *places)
{
    *out = (struct zc_value){ .kind = ZC_VALUE_NODES, .nplaces = places->n, .places = places->all };
    return true;
}

bool zc_give_date(struct zc_value *out, struct zc_str text, double days)
{
    *out = (struct zc_value){ .kind = ZC_VALUE_TEXT, .text = text, .number = days, .date = true };
    return true;
}

/* Days since 1970-01-01 in UTC; a date alone is its local midnight (D11). */
double zc_text_number(struct zc_str text, int offset_min)
{
    struct zc_str trimmed = zc_str_trim(text);
    struct zc_moment moment;
    struct zc_date date;
    double number;

    if (zc_number_parse(trimmed, &number))
        return number;
    if (zc_date_parse(trimmed, &date))
        return (double)(zc_date_days(date) * DAY_MS - (int64_t)offset_min * MINUTE_MS) / DAY_MS;
    if (zc_moment_parse(trimmed, offset_min, &moment))
        return (double)moment.ms / DAY_MS;
    return NAN;
}

static struct zc_str number_text(double number, struct zc_arena *arena)
{
    char text[ZC_NUMBER_TEXT];
    size_t len = zc_number_print(number, text);

    return zc_arena_copy(arena, (struct zc_str){ text, len });
}

/* Nodes as text */

static bool is_empty(const struct zc_expr_env *env, const struct zc_node *node)
{
    if (env && env->has_self && node == env->here)
        return false; /* a new value that is being tested */
    return !node->relevant || node->missing;
}

static struct zc_str leaf_text(const struct zc_expr_env *env, const struct zc_node *node)
{
    if (is_empty(env, node))
        return (struct zc_str){ 0 };
    return env && env->has_self && node == env->here ? env->self : node->value;
}

/* The texts of all answers of a group, one after the other. */
static void add_texts(const struct zc_expr_env *env, const struct zc_node *top, struct zc_buf *out)
{
    for (const struct zc_node *node = top; node;) {
        if (!node->surplus)
            zc_buf_add(out, leaf_text(env, node));
        if (node->first && !node->surplus && out->len <= ZC_EXPR_MAX_TEXT) {
            node = node->first;
            continue;
        }
        while (node != top && !node->next)
            node = node->parent;
        node = node == top ? NULL : node->next;
    }
}

static struct zc_str place_text(const struct zc_expr_env *env, struct zc_place place,
                                struct zc_arena *arena)
{
    struct zc_buf buf = { 0 };
    struct zc_str text;

    switch (place.kind) {
    case ZC_PLACE_NODE:
        if (!place.node->first)
            return leaf_text(env, place.node);
        add_texts(env, place.node, &buf);
        break;
    case ZC_PLACE_LIST_CELL:
        return zc_list_cell(place.list, place.row, (int)place.col);
    case ZC_PLACE_LIST_ITEM:
        for (uint32_t col = 0; col < place.list->ncols; col++)
            zc_buf_add(&buf, zc_list_cell(place.list, place.row, (int)col));
        break;
    case ZC_PLACE_DOC:
        if (place.node)
            add_texts(env, place.node, &buf);
        break;
    default: /* whole lists are never wanted as text */
        return (struct zc_str){ 0 };
    }
    text = zc_arena_copy(arena, zc_str_head(zc_buf_str(&buf), ZC_EXPR_MAX_TEXT));
    zc_buf_release(&buf);
    return text;
}

struct zc_str zc_place_text(struct zc_eval *ev, struct zc_place place)
{
    struct zc_str text = place_text(ev->env, place, ev->arena);

    zc_eval_charge(ev, text.len / ZC_EXPR_BYTES_PER_STEP);
    return text;
}

static bool is_leaf(struct zc_place place)
{
    if (place.kind != ZC_PLACE_NODE)
        return place.kind == ZC_PLACE_LIST_CELL;
    enum zc_type type = place.node->q ? place.node->q->type : ZC_TYPE_TEXT;
    return type != ZC_TYPE_ROOT && type != ZC_TYPE_GROUP && type != ZC_TYPE_REPEAT;
}

static bool place_truth(const struct zc_expr_env *env, struct zc_place place)
{
    if (!is_leaf(place))
        return true;
    return place.kind == ZC_PLACE_NODE
               ? leaf_text(env, place.node).len > 0
               : zc_list_cell(place.list, place.row, (int)place.col).len > 0;
}

bool zc_place_truth(const struct zc_eval *ev, struct zc_place place)
{
    return place_truth(ev->env, place);
}

/* Coercions. The public ones know no running evaluation: `.` has its own value there. */

static struct zc_str value_text(const struct zc_expr_env *env, const struct zc_value *value,
                                struct zc_arena *arena)
{
    switch (value->kind) {
    case ZC_VALUE_NUMBER:
        return number_text(value->number, arena);
    case ZC_VALUE_BOOL:
        return value->truth ? ZC_STR("true") : ZC_STR("false");
    case ZC_VALUE_NODES:
        return value->nplaces ? place_text(env, value->places[0], arena) : (struct zc_str){ 0 };
    default:
        return value->text;
    }
}

static double value_number(const struct zc_expr_env *env, const struct zc_value *value,
                           int offset_min, struct zc_arena *arena)
{
    switch (value->kind) {
    case ZC_VALUE_NUMBER:
        return value->number;
    case ZC_VALUE_BOOL:
        return value->truth;
    default:
        if (value->date)
            return value->number;
        return zc_text_number(value_text(env, value, arena), offset_min);
    }
}

static bool value_truth(const struct zc_expr_env *env, const struct zc_value *value)
{
    switch (value->kind) {
    case ZC_VALUE_NUMBER:
        return value->number != 0 && !isnan(value->number);
    case ZC_VALUE_BOOL:
        return value->truth;
    case ZC_VALUE_NODES:
        for (uint32_t i = 0; i < value->nplaces; i++)
            if (place_truth(env, value->places[i]))
                return true;
        return false;
    default:
        return value->text.len > 0;
    }
}

static int offset_of(const struct zc_clock *clock)
{
    return clock ? clock->offset_min : SHANGHAI_MIN;
}

struct zc_str zc_value_text(const struct zc_value *value, struct zc_arena *arena)
{
    return value_text(NULL, value, arena);
}

double zc_value_number(const struct zc_value *value, const struct zc_clock *clock)
{
    struct zc_arena arena = { 0 };
    double number = value_number(NULL, value, offset_of(clock), &arena);

    zc_arena_release(&arena);
    return number;
}

bool zc_value_truth(const struct zc_value *value)
{
    return value_truth(NULL, value);
}

struct zc_str zc_eval_text(struct zc_eval *ev, const struct zc_value *value)
{
    struct zc_str text = value_text(ev->env, value, ev->arena);

    zc_eval_charge(ev, text.len / ZC_EXPR_BYTES_PER_STEP);
    return text;
}

double zc_eval_number(struct zc_eval *ev, const struct zc_value *value)
{
    return value_number(ev->env, value, offset_of(ev->env->clock), ev->arena);
}

bool zc_eval_truth(struct zc_eval *ev, const struct zc_value *value)
{
    return value_truth(ev->env, value);
}

/* Comparisons */

static bool compare_numbers(enum zc_op op, double a, double b)
{
    switch (op) {
    case ZC_OP_EQ:
        return a == b;
    case ZC_OP_NE:
        return a != b; /* true where one is NaN, as IEEE and XPath have it */
    case ZC_OP_LT:
        return a < b;
    case ZC_OP_LE:
        return a <= b;
    case ZC_OP_GT:
        return a > b;
    default:
        return a >= b;
    }
}

static bool is_numeric(const struct zc_value *value)
{
    return value->kind == ZC_VALUE_NUMBER || value->date;
}

/* Two single values, neither a node-set. */
static bool compare_singles(struct zc_eval *ev, enum zc_op op, const struct zc_value *a,
                            const struct zc_value *b)
{
    bool equality = op == ZC_OP_EQ || op == ZC_OP_NE;

    if (equality && (a->kind == ZC_VALUE_BOOL || b->kind == ZC_VALUE_BOOL))
        return (zc_eval_truth(ev, a) == zc_eval_truth(ev, b)) == (op == ZC_OP_EQ);
    if (equality && !is_numeric(a) && !is_numeric(b))
        return zc_str_eq(a->text, b->text) == (op == ZC_OP_EQ);
    return compare_numbers(op, zc_eval_number(ev, a), zc_eval_number(ev, b));
}

/* The i-th single value that `value` stands for. */
static struct zc_value single(struct zc_eval *ev, const struct zc_value *value, uint32_t i)
{
    struct zc_value one = *value;

    if (value->kind == ZC_VALUE_NODES)
        zc_give_text(&one, zc_place_text(ev, value->places[i]));
    return one;
}

bool zc_eval_compare(struct zc_eval *ev, enum zc_op op, const struct zc_value *a,
                     const struct zc_value *b, bool *out)
{
    struct zc_value truths[2];

    *out = false;
    /* It equals a boolean as one boolean (D1), not node by node. */
    if ((op == ZC_OP_EQ || op == ZC_OP_NE) &&
        (a->kind == ZC_VALUE_BOOL || b->kind == ZC_VALUE_BOOL)) {
        const struct zc_value *nodes = a->kind == ZC_VALUE_NODES ? a : b;
        if (nodes->kind == ZC_VALUE_NODES) {
            zc_give_truth(&truths[0], zc_eval_truth(ev, a));
            zc_give_truth(&truths[1], zc_eval_truth(ev, b));
            a = &truths[0], b = &truths[1];
        }
    }
    uint32_t n = a->kind == ZC_VALUE_NODES ? a->nplaces : 1;
    uint32_t m = b->kind == ZC_VALUE_NODES ? b->nplaces : 1;
    for (uint32_t i = 0; i < n && !*out; i++) {
        struct zc_value left = single(ev, a, i);
        if (!zc_eval_spend(ev, m / COMPARED_PER_STEP))
            return false;
        for (uint32_t j = 0; j < m && !*out; j++) {
            struct zc_value right = single(ev, b, j);
            *out = compare_singles(ev, op, &left, &right);
        }
    }
    return true;
}

double zc_arithmetic(enum zc_op op, double a, double b)
{
    switch (op) {
    case ZC_OP_ADD:
        return a + b;
    case ZC_OP_SUB:
        return a - b;
    case ZC_OP_MUL:
        return a * b;
    case ZC_OP_DIV:
        return a / b;
    default:
        return fmod(a, b);
    }
}

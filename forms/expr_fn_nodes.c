#include "core/number.h"
#include "forms/expr_impl.h"
#include <math.h>
#include <sodium.h>

/* Functions on nodes, lists and choices (XLSFORM.md 9). */

static bool fn_count(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_number(out, call->args[0].nplaces);
}

static bool fn_count_non_empty(const struct zc_call *call, struct zc_value *out)
{
    double n = 0;
    for (uint32_t i = 0; i < call->args[0].nplaces; i++)
        n += zc_place_text(call->ev, call->args[0].places[i]).len > 0;
    return zc_give_number(out, n);
}

static bool fn_position(const struct zc_call *call, struct zc_value *out)
{
    if (call->n == 0)
        return zc_give_number(out, call->focus ? call->focus->position : 1);
    const struct zc_value *nodes = &call->args[0];
    if (nodes->kind != ZC_VALUE_NODES || nodes->nplaces == 0)
        return zc_give_number(out, NAN);
    const struct zc_place *place = &nodes->places[0];
    if (place->kind == ZC_PLACE_NODE)
        return zc_give_number(out, zc_node_position(place->node));
    return zc_give_number(out, place->kind == ZC_PLACE_LIST_ITEM ? place->row + 1 : 1);
}

static bool fn_last(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_number(out, call->focus ? call->focus->size : 1);
}

static bool fn_current(const struct zc_call *call, struct zc_value *out)
{
    struct zc_places places = { 0 };
    const struct zc_expr_env *env = call->ev->env;
    const struct zc_node *asker = env->asker ? env->asker : env->here;
    if (asker && !zc_places_add(call->ev, &places, zc_place_of_node(asker)))
        return false;
    return zc_give_nodes(out, &places);
}

static bool fn_instance(const struct zc_call *call, struct zc_value *out)
{
    struct zc_places places = { 0 };
    const struct zc_list *list = call->ast->call.list;
    if (list && !zc_places_add(call->ev, &places,
                               (struct zc_place){ .kind = ZC_PLACE_LIST_DOC, .list = list }))
        return false;
    return zc_give_nodes(out, &places);
}

static bool fn_pulldata(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_list *list = call->ast->call.list;
    if (!list)
        return zc_give_text(out, (struct zc_str){ 0 });
    int column = zc_list_col(list, zc_arg_text(call, 1));
    int key = zc_list_col(list, zc_arg_text(call, 2));
    if (column < 0 || key < 0)
        return zc_give_text(out, (struct zc_str){ 0 });
    uint32_t row = zc_list_find(list, key, zc_arg_text(call, 3), 0);
    return zc_give_text(out,
                        row < list->nrows ? zc_list_cell(list, row, column) : (struct zc_str){ 0 });
}

/* The node inside row i of its repeat; an index that names no row gives nothing (D18). */
static bool fn_indexed_repeat(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_route *route = &call->ast->call.args[0]->route;
    static const struct zc_places nothing;
    if (!route->target) /* there is no form, and no such question */
        return zc_give_nodes(out, &nothing);
    uint32_t *rows = ZC_NEW(call->ev->arena, uint32_t, route->depth + 1);
    struct zc_value index;
    for (uint32_t i = 1; i + 1 < call->n; i += 2) {
        const struct zc_question *repeat = call->ast->call.args[i]->route.target;
        if (!zc_arg_lazy(call, i + 1, &index))
            return false;
        double at = zc_eval_number(call->ev, &index);
        for (uint32_t k = 0; k < route->depth; k++) {
            if (route->way[k] == repeat)
                rows[k] = at >= 1 && at < UINT32_MAX ? (uint32_t)at : UINT32_MAX;
        }
    }
    return zc_eval_route(call->ev, route, call->ev->env->root, rows, out);
}

/* Order by chance */

enum { PARK_MILLER = 2147483647, MULTIPLIER = 16807 };

/* A seed that is no number is hashed, as JavaRosa does; a blank one is 0. */
static int64_t seed_of(struct zc_eval *ev, const struct zc_value *value)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct zc_str text = zc_eval_text(ev, value);
    uint64_t bits = 0;
    double number = NAN;

    if (value->kind == ZC_VALUE_NUMBER || value->kind == ZC_VALUE_BOOL)
        number = zc_eval_number(ev, value);
    else if (zc_str_trim(text).len && !zc_number_parse(text, &number)) {
        crypto_hash_sha256(hash, (const unsigned char *)text.ptr, text.len);
        for (int i = 0; i < 8; i++)
            bits = bits << 8 | hash[i];
        return (int64_t)bits;
    }
    if (isnan(number))
        return 0;
    return number >= 0x1p63 ? INT64_MAX : number < -0x1p63 ? INT64_MIN : (int64_t)number;
}

/* Fisher–Yates from the inside out, drawn by Park and Miller's generator. */
static bool fn_randomize(const struct zc_call *call, struct zc_value *out)
{
    struct zc_eval *ev = call->ev;
    const struct zc_value *nodes = &call->args[0];
    struct zc_places places = { .n = nodes->nplaces };
    int64_t seed = call->n > 1 ? seed_of(ev, &call->args[1]) : (int64_t)(zc_eval_random(ev) >> 1);
    int64_t s = seed % PARK_MILLER;

    if (!zc_eval_spend(ev, nodes->nplaces))
        return false;
    places.all = ZC_NEW(ev->arena, struct zc_place, nodes->nplaces);
    if (s <= 0)
        s += PARK_MILLER - 1;
    for (uint32_t i = 0; i < nodes->nplaces; i++) {
        s = s * MULTIPLIER % PARK_MILLER;
        uint32_t j = (uint32_t)((double)(s - 1) / (PARK_MILLER - 1) * (i + 1));
        places.all[i] = places.all[j];
        places.all[j] = nodes->places[i];
    }
    return zc_give_nodes(out, &places);
}

/* Choices */

static bool fn_choice_name(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;
    struct zc_value value, place;
    enum { CHOICE_STEPS = 100 }; /* a choice_filter is evaluated to find the label */
    if (!zc_eval_spend(call->ev, CHOICE_STEPS) || !zc_arg_lazy(call, 0, &value) ||
        !zc_eval_ast(call->ev, call->ast->call.path, call->focus, &place))
        return false;
    struct zc_str label = { 0 };
    if (env->choice_label && place.kind == ZC_VALUE_NODES && place.nplaces > 0 &&
        place.places[0].kind == ZC_PLACE_NODE)
        label = env->choice_label(env->ctx, place.places[0].node, zc_eval_text(call->ev, &value));
    return zc_give_text(out, label);
}

static bool fn_selected(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str list = zc_arg_text(call, 0), want = zc_str_trim(zc_arg_text(call, 1));
    if (want.len == 0)
        return zc_give_truth(out, zc_str_trim(list).len == 0);
    return zc_give_truth(out, zc_str_has_word(list, want));
}

static bool fn_selected_at(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str list = zc_arg_text(call, 0), word;
    double at = zc_arg_number(call, 1);
    if (isnan(at) || at < 0)
        return zc_give_text(out, (struct zc_str){ 0 });
    while (zc_str_word(&list, &word)) {
        if (at < 1)
            return zc_give_text(out, word);
        at -= 1;
    }
    return zc_give_text(out, (struct zc_str){ 0 });
}

static bool fn_count_selected(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str list = zc_arg_text(call, 0), word;
    double n = 0;
    while (zc_str_word(&list, &word))
        n++;
    return zc_give_number(out, n);
}

const struct zc_fn zc_fns_nodes[] = {
    { "count", 1, 1, ZC_FN_NODES, ZC_GIVES_VALUE, fn_count },
    { "count-non-empty", 1, 1, ZC_FN_NODES, ZC_GIVES_VALUE, fn_count_non_empty },
    { "position", 0, 1, ZC_FN_PLACE, ZC_GIVES_VALUE, fn_position },
    { "last", 0, 0, ZC_FN_PLACE, ZC_GIVES_VALUE, fn_last },
    { "current", 0, 0, ZC_FN_CURRENT, ZC_GIVES_NODES, fn_current },
    { "instance", 1, 1, ZC_FN_LIST, ZC_GIVES_NODES, fn_instance },
    { "pulldata", 4, 4, ZC_FN_LIST, ZC_GIVES_VALUE, fn_pulldata },
    { "indexed-repeat", 3, 7, ZC_FN_ROUTES | ZC_FN_LAZY | ZC_FN_EVEN, ZC_GIVES_NODES,
      fn_indexed_repeat },
    { "randomize", 1, 2, ZC_FN_NODES | ZC_FN_RANDOM, ZC_GIVES_NODES, fn_randomize },
    { "jr:choice-name", 2, 2, ZC_FN_CHOICE | ZC_FN_LAZY, ZC_GIVES_VALUE, fn_choice_name },
    { "selected", 2, 2, 0, ZC_GIVES_VALUE, fn_selected },
    { "selected-at", 2, 2, 0, ZC_GIVES_VALUE, fn_selected_at },
    { "count-selected", 1, 1, 0, ZC_GIVES_VALUE, fn_count_selected },
    { 0 },
};

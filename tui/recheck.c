#include "tui/recheck.h"
#include "core/alloc.h"
#include "core/history.h"
#include "forms/node.h"
#include "storage/revs.h"
#include <stdlib.h>

enum zc_difference_kind zc_answer_difference(const struct zc_question *q, struct zc_str registered,
                                             struct zc_str second)
{
    enum zc_difference_kind kind = zc_difference_kind(registered, second);
    bool chosen = q && zc_type_is_select(q->type);
    return chosen && kind == ZC_DIFFERENCE_SLIP ? ZC_DIFFERENCE_OTHER : kind;
}

const struct zc_form *zc_recheck_form(const struct zc_pack *pack)
{
    for (uint32_t i = 0; i < pack->nforms; i++) {
        struct zc_question *const *role = pack->forms[i]->by_role;
        if (role[ZC_ROLE_OF_RECORD] && role[ZC_ROLE_VERDICT] && role[ZC_ROLE_FIELD] &&
            role[ZC_ROLE_FIELD]->repeat)
            return pack->forms[i];
    }
    return NULL;
}

struct zc_str zc_recheck_way(const struct zc_form *recheck, const struct zc_question *q)
{
    const struct zc_question *way = recheck ? recheck->by_role[ZC_ROLE_WAY] : NULL;
    const struct zc_list *list = way ? way->list : NULL;
    int roles = list ? zc_list_col(list, ZC_STR("roles")) : -1;
    if (!list || list->nrows == 0)
        return (struct zc_str){ 0 };
    for (uint32_t row = 0; roles >= 0 && q->role != ZC_ROLE_NONE && row < list->nrows; row++)
        if (zc_str_has_word(zc_list_cell(list, row, roles), zc_str_of(zc_role_name(q->role))))
            return zc_choice_value(list, row);
    return zc_choice_value(list, list->nrows - 1);
}

/* Writing */

static bool set(struct zc_fill *fill, struct zc_node *parent, const struct zc_question *q,
                struct zc_str value, struct zc_err *err)
{
    struct zc_node *node = parent->first;
    while (node && node->q != q)
        node = node->next;
    return !node || value.len == 0 || zc_fill_set(fill, node, value, err);
}

/* The node under which the rows stand. */
static struct zc_node *parent_of_rows(const struct zc_entry *entry,
                                      const struct zc_question *repeat)
{
    struct zc_node *node = repeat->parent->type == ZC_TYPE_ROOT
                               ? zc_fill_root(entry->fill)
                               : zc_fill_node(entry->fill, repeat->parent->field);
    return node;
}

static bool add_item(struct zc_entry *entry, const struct zc_recheck_item *item, bool first,
                     struct zc_err *err)
{
    struct zc_question *const *role = entry->form->by_role;
    const struct zc_question *repeat = role[ZC_ROLE_FIELD]->repeat;
    struct zc_node *parent = parent_of_rows(entry, repeat), *row = parent->first;
    const char verdict[2] = { (char)('0' + item->verdict), '\0' };
    while (row && row->q != repeat) /* a new form may have a first row already */
        row = row->next;
    if (!first || !row)
        row = zc_fill_add_row(entry->fill, parent, repeat, err);
    return row && set(entry->fill, row, role[ZC_ROLE_FIELD], item->field, err) &&
           set(entry->fill, row, role[ZC_ROLE_REGISTERED], item->registered, err) &&
           set(entry->fill, row, role[ZC_ROLE_SECOND], item->second, err) &&
           set(entry->fill, row, role[ZC_ROLE_WAY], item->way, err) &&
           set(entry->fill, row, role[ZC_ROLE_VERDICT], zc_str_of(verdict), err);
}

bool zc_recheck_put(struct zc_survey *survey, const struct zc_recheck *what, struct zc_err *err)
{
    const struct zc_form *form = zc_recheck_form(survey->pack);
    struct zc_entry *entry = form ? zc_entry_new(survey, form, err) : NULL;
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(what->unit, rid);
    bool ok = entry && zc_entry_set_role(entry, ZC_ROLE_BATCH, what->batch, err) &&
              zc_entry_set_role(entry, ZC_ROLE_OF_FORM, what->form, err) &&
              zc_entry_set_role(entry, ZC_ROLE_OF_RECORD, zc_str_of(rid), err) &&
              zc_entry_set_role(entry, ZC_ROLE_BLIND, zc_str_of(what->blind ? "yes" : "no"), err) &&
              zc_entry_set_role(entry, ZC_ROLE_FOUND,
                                (struct zc_str){ &what->found, what->found != 0 }, err);
    for (uint32_t i = 0; ok && i < what->n; i++)
        ok = add_item(entry, &what->items[i], i == 0, err);
    ok = ok && zc_entry_save(entry, ZC_SAVE_SUBMIT, (struct zc_str){ 0 }, NULL, err);
    zc_entry_free(entry);
    return ok || !form;
}

/* Reading */

static struct zc_str of_role(const struct zc_fill *fill, enum zc_role role)
{
    const struct zc_question *q = zc_fill_form(fill)->by_role[role];
    const struct zc_node *node = q ? zc_fill_node(fill, q->field) : NULL;
    return node ? node->value : (struct zc_str){ 0 };
}

static struct zc_str in_row(const struct zc_node *row, const struct zc_question *q)
{
    for (const struct zc_node *node = row->first; node; node = node->next)
        if (node->q == q)
            return node->value;
    return (struct zc_str){ 0 };
}

static enum zc_check_verdict verdict_of(struct zc_str text)
{
    return text.len == 1 && text.ptr[0] >= '1' && text.ptr[0] <= '3'
               ? (enum zc_check_verdict)(text.ptr[0] - '0')
               : ZC_CHECK_OPEN;
}

static void read_items(const struct zc_fill *fill, struct zc_arena *arena, struct zc_recheck *out)
{
    struct zc_question *const *role = zc_fill_form(fill)->by_role;
    struct zc_recheck_item *items = ZC_NEW(arena, struct zc_recheck_item, ZC_FORM_MAX_ROWS);
    for (const struct zc_node *node = zc_fill_next(fill, NULL); node && out->n < ZC_FORM_MAX_ROWS;
         node = zc_fill_next(fill, node)) {
        if (node->q != role[ZC_ROLE_FIELD] || node->value.len == 0)
            continue;
        const struct zc_node *row = node->parent;
        items[out->n++] = (struct zc_recheck_item){
            .field = node->value,
            .registered = in_row(row, role[ZC_ROLE_REGISTERED]),
            .second = in_row(row, role[ZC_ROLE_SECOND]),
            .way = in_row(row, role[ZC_ROLE_WAY]),
            .verdict = verdict_of(in_row(row, role[ZC_ROLE_VERDICT])),
        };
    }
    out->items = items;
}

static bool read_recheck(const struct zc_fill *fill, struct zc_arena *arena, struct zc_recheck *out)
{
    struct zc_str found = of_role(fill, ZC_ROLE_FOUND);
    *out = (struct zc_recheck){ .batch = of_role(fill, ZC_ROLE_BATCH),
                                .form = of_role(fill, ZC_ROLE_OF_FORM),
                                .found = found.len == 1 ? found.ptr[0] : 0,
                                .blind = zc_str_is(of_role(fill, ZC_ROLE_BLIND), "yes") };
    if (!zc_rid_parse(of_role(fill, ZC_ROLE_OF_RECORD), &out->unit))
        return false;
    read_items(fill, arena, out);
    return true;
}

static bool collect(struct zc_survey *survey, const struct zc_form *form, struct zc_arena *arena,
                    struct zc_state **out, size_t *n, struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL, .form = form->id };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    struct zc_view *view = txn ? zc_view_open(txn, &spec, err) : NULL;
    size_t cap = 0;
    struct zc_rid rid;
    bool found, ok = view != NULL;
    for (bool more = ok && zc_view_first(view, &rid); ok && more; more = zc_view_next(view, &rid)) {
        *out = zc_grow(*out, *n, &cap, sizeof **out);
        ok = zc_record_get(txn, rid, arena, &(*out)[*n], &found, err);
        *n += found;
    }
    zc_view_close(view);
    zc_txn_abort(txn);
    return ok;
}

/* No transaction is open while `each` runs: it may read records of its own. */
bool zc_recheck_each(struct zc_survey *survey,
                     bool (*each)(void *ctx, const struct zc_recheck *recheck, struct zc_err *err),
                     void *ctx, struct zc_err *err)
{
    const struct zc_form *form = zc_recheck_form(survey->pack);
    struct zc_arena arena = { 0 }, items = { 0 };
    struct zc_state *states = NULL;
    struct zc_fill *fill = NULL;
    size_t n = 0;
    bool ok = !form || collect(survey, form, &arena, &states, &n, err);
    for (size_t i = 0; ok && i < n; i++) {
        struct zc_recheck recheck;
        zc_arena_reset(&items);
        fill = zc_survey_refill(survey, fill, &states[i]);
        if (read_recheck(fill, &items, &recheck))
            ok = each(ctx, &recheck, err);
    }
    zc_fill_free(fill);
    zc_free(states);
    zc_arena_release(&items);
    zc_arena_release(&arena);
    return ok;
}

/* A re-walk */

struct asked {
    struct zc_rid unit;
    struct zc_str batch;
    bool found;
};

static bool look_for_it(void *ctx, const struct zc_recheck *recheck, struct zc_err *err)
{
    struct asked *asked = ctx;
    (void)err;
    asked->found |=
        zc_rid_eq(recheck->unit, asked->unit) && zc_str_eq(recheck->batch, asked->batch);
    return true;
}

bool zc_recheck_put_found(struct zc_survey *survey, struct zc_rid unit, struct zc_str batch,
                          char found, struct zc_err *err)
{
    struct asked asked = { .unit = unit, .batch = batch };
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_recheck what = { .batch = batch, .unit = unit, .found = found };
    bool ok = zc_recheck_form(survey->pack) ||
              zc_fail(err, ZC_E_INPUT, "%s",
                      ZC_T("这个方案没有复核表，记不了", "this survey has no form for rechecks"));
    ok = ok && zc_survey_state(survey, unit, &arena, &state, err) &&
         zc_recheck_each(survey, look_for_it, &asked, err);
    if (ok && asked.found)
        ok = zc_fail(err, ZC_E_INPUT, "%s",
                     ZC_T("这个批次已经有这一条的复核结果",
                          "this batch has a result for that record already"));
    if (ok) {
        what.form = state.form;
        ok = zc_recheck_put(survey, &what, err);
    }
    zc_arena_release(&arena);
    return ok;
}

/* Rates */

struct rates {
    struct zc_survey *survey;
    struct zc_str form, batch;
    struct zc_rate *rows;
    size_t n, cap;
    struct zc_arena record, *arena;
};

const char *zc_rate_name(enum zc_rate_of of)
{
    static const char *const names[ZC_RATES] = {
        [ZC_RATE_UNITS] = "units",
        [ZC_RATE_MISSED] = "missed",
        [ZC_RATE_ITEMS] = "items",
        [ZC_RATE_AREA_UNITS] = "area_units",
        [ZC_RATE_AREA_MISSED] = "area_missed",
        [ZC_RATE_AREA] = "area",
        [ZC_RATE_WORKER_UNITS] = "worker_units",
        [ZC_RATE_WORKER] = "worker",
        [ZC_RATE_FIELD] = "field",
    };
    return names[of];
}

const char *zc_rate_class_name(enum zc_rate_class of)
{
    return of == ZC_RATE_LEGAL ? "legal" : of == ZC_RATE_INDIVIDUAL ? "individual" : "";
}

/* Whom or what a rate is about. */
struct subject {
    enum zc_rate_of of;
    struct zc_str name, group;
    enum zc_rate_class kind;
};

static struct zc_rate *row_of(struct rates *rates, struct subject subject)
{
    for (size_t i = 0; i < rates->n; i++)
        if (rates->rows[i].of == subject.of && rates->rows[i].kind == subject.kind &&
            zc_str_eq(rates->rows[i].name, subject.name) &&
            zc_str_eq(rates->rows[i].group, subject.group))
            return &rates->rows[i];
    rates->rows = zc_grow(rates->rows, rates->n, &rates->cap, sizeof *rates->rows);
    rates->rows[rates->n] = (struct zc_rate){ .of = subject.of,
                                              .kind = subject.kind,
                                              .name = zc_arena_copy(rates->arena, subject.name),
                                              .group = zc_arena_copy(rates->arena, subject.group) };
    return &rates->rows[rates->n++];
}

/* Nothing typed beside a "no" says nothing, but in a blind check it says that nothing is there. */
static bool is_told(const struct zc_recheck *recheck, const struct zc_recheck_item *item)
{
    return recheck->blind || item->second.len > 0;
}

static enum zc_difference_kind kind_of(const struct rates *rates,
                                       const struct zc_recheck_item *item)
{
    const struct zc_form *form = zc_pack_form(rates->survey->pack, rates->form);
    return zc_answer_difference(form ? zc_form_field(form, item->field) : NULL, item->registered,
                                item->second);
}

static void count_item(struct rates *rates, struct subject subject,
                       const struct zc_recheck *recheck, const struct zc_recheck_item *item)
{
    struct zc_rate *row = row_of(rates, subject);
    bool wrong = item->verdict == ZC_CHECK_DIFFERS;
    row->unknown += item->verdict == ZC_CHECK_UNKNOWN;
    row->checked += wrong || item->verdict == ZC_CHECK_AGREES;
    row->wrong += wrong;
    if (wrong && is_told(recheck, item))
        row->kinds[kind_of(rates, item)]++;
}

/* Who wrote the value that was checked; what nobody wrote is missing from whoever registered the
 * record. */
static struct subject author_of(const struct zc_history *history, const struct zc_state *state,
                                const struct zc_recheck_item *item)
{
    for (uint32_t i = history->n; i-- > 0;) {
        const struct zc_step *step = &history->steps[i];
        for (uint32_t k = 0; k < step->nchanges; k++)
            if (zc_str_eq(step->changes[k].field, item->field) &&
                zc_str_eq(step->changes[k].after, item->registered))
                return (struct subject){ ZC_RATE_WORKER, zc_rev_attr(step->rev, "by"),
                                         zc_rev_attr(step->rev, "g"), ZC_RATE_ALL };
    }
    return (struct subject){ ZC_RATE_WORKER, state->by, state->group, ZC_RATE_ALL };
}

/* Legal unit or individual business, by the rule of the survey. */
static enum zc_rate_class class_of(const struct rates *rates, const struct zc_state *state)
{
    const struct zc_form *form = zc_pack_form(rates->survey->pack, state->form);
    const struct zc_question *q = form ? form->by_role[ZC_ROLE_KIND] : NULL;
    struct zc_str kind = q ? zc_state_value(state, q->field) : (struct zc_str){ 0 }, individual;
    bool known = zc_pack_rule(rates->survey->pack, ZC_STR("individual_kinds"), &individual);
    return known && kind.len > 0 && zc_str_has_word(individual, kind) ? ZC_RATE_INDIVIDUAL
                                                                      : ZC_RATE_LEGAL;
}

/* Community, else street. */
static struct zc_str area_of(const struct rates *rates, const struct zc_state *state)
{
    const struct zc_form *form = zc_pack_form(rates->survey->pack, state->form);
    static const enum zc_role roles[] = { ZC_ROLE_COMMUNITY, ZC_ROLE_STREET };
    for (size_t i = 0; form && i < sizeof roles / sizeof roles[0]; i++) {
        const struct zc_question *q = form->by_role[roles[i]];
        struct zc_str code = q ? zc_state_value(state, q->field) : (struct zc_str){ 0 };
        if (code.len > 0)
            return code;
    }
    return (struct zc_str){ 0 };
}

static void count_unit(struct rates *rates, struct subject subject, bool checked, bool wrong)
{
    struct zc_rate *row = row_of(rates, subject);
    row->checked += checked;
    row->wrong += wrong;
}

/* One unit that was looked for, or came up: for all, by class, and by place and class. */
static void count_found(struct rates *rates, char found, const struct zc_state *state)
{
    bool sampled = found == '1' || found == '2', met = found == '1' || found == '3';
    if (sampled)
        count_unit(rates, (struct subject){ .of = ZC_RATE_UNITS }, true, found == '2');
    if (met)
        count_unit(rates, (struct subject){ .of = ZC_RATE_MISSED }, true, found == '3');
    if (!state)
        return;
    enum zc_rate_class kind = class_of(rates, state);
    struct zc_str area = area_of(rates, state);
    if (sampled) {
        count_unit(rates, (struct subject){ .of = ZC_RATE_UNITS, .kind = kind }, true,
                   found == '2');
        count_unit(rates, (struct subject){ .of = ZC_RATE_AREA_UNITS, .name = area, .kind = kind },
                   true, found == '2');
        count_unit(rates,
                   (struct subject){ ZC_RATE_WORKER_UNITS, state->by, state->group, ZC_RATE_ALL },
                   true, found == '2');
    }
    if (met) {
        count_unit(rates, (struct subject){ .of = ZC_RATE_MISSED, .kind = kind }, true,
                   found == '3');
        count_unit(rates, (struct subject){ .of = ZC_RATE_AREA_MISSED, .name = area, .kind = kind },
                   true, found == '3');
    }
}

static bool load_unit(struct rates *rates, struct zc_rid rid, struct zc_state *state,
                      struct zc_history *history, bool *found, struct zc_err *err)
{
    struct zc_rev *revs;
    size_t n = 0;
    struct zc_txn *txn = zc_txn_begin(rates->survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_record_get(txn, rid, &rates->record, state, found, err) &&
              (!*found || zc_revs_load(txn, rid, &rates->record, &revs, &n, err));
    zc_txn_abort(txn);
    if (ok && *found)
        zc_history_make(revs, n, &rates->record, history);
    return ok;
}

static bool count_recheck(void *ctx, const struct zc_recheck *recheck, struct zc_err *err)
{
    struct rates *rates = ctx;
    struct zc_history history;
    struct zc_state state;
    bool found = false;
    if (!zc_str_eq(recheck->form, rates->form) ||
        (rates->batch.len > 0 && !zc_str_eq(recheck->batch, rates->batch)))
        return true;
    zc_arena_reset(&rates->record);
    if (!load_unit(rates, recheck->unit, &state, &history, &found, err))
        return false;
    count_found(rates, recheck->found, found ? &state : NULL);
    for (uint32_t i = 0; i < recheck->n; i++) {
        const struct zc_recheck_item *item = &recheck->items[i];
        count_item(rates, (struct subject){ .of = ZC_RATE_ITEMS }, recheck, item);
        count_item(rates, (struct subject){ .of = ZC_RATE_FIELD, .name = item->field }, recheck,
                   item);
        if (!found)
            continue;
        count_item(rates, author_of(&history, &state, item), recheck, item);
        count_item(rates, (struct subject){ .of = ZC_RATE_AREA, .name = area_of(rates, &state) },
                   recheck, item);
    }
    return true;
}

static int cmp_rate(const void *a, const void *b)
{
    const struct zc_rate *x = a, *y = b;
    int order = x->of != y->of ? (int)x->of - (int)y->of : zc_str_cmp(x->group, y->group);
    order = order ? order : zc_str_cmp(x->name, y->name);
    return order ? order : (int)x->kind - (int)y->kind;
}

/* Above the limit of its class: the place is walked again. */
static bool is_above(const struct zc_pack *pack, const struct zc_rate *rate)
{
    enum { LEGAL = 3, INDIVIDUAL = 5 }; /* percent, where the survey has no rule */
    bool individual = rate->kind == ZC_RATE_INDIVIDUAL;
    double limit = zc_pack_number(pack, individual ? "redo_individual" : "redo_legal",
                                  individual ? INDIVIDUAL : LEGAL);
    bool place = rate->of == ZC_RATE_AREA_UNITS || rate->of == ZC_RATE_AREA_MISSED;
    return place && (double)rate->wrong * 100 > limit * (double)rate->checked;
}

bool zc_recheck_rates(struct zc_survey *survey, struct zc_str form, struct zc_str batch,
                      struct zc_arena *arena, const struct zc_rate **out, size_t *n,
                      struct zc_err *err)
{
    struct rates rates = { .survey = survey, .form = form, .batch = batch, .arena = arena };
    bool ok = zc_recheck_each(survey, count_recheck, &rates, err);
    struct zc_rate *rows = ZC_NEW(arena, struct zc_rate, rates.n + 1);
    for (size_t i = 0; i < rates.n; i++) {
        rows[i] = rates.rows[i];
        rows[i].redo = is_above(survey->pack, &rows[i]);
    }
    if (rates.n > 1)
        qsort(rows, rates.n, sizeof *rows, cmp_rate);
    *out = rows;
    *n = rates.n;
    zc_free(rates.rows);
    zc_arena_release(&rates.record);
    return ok;
}

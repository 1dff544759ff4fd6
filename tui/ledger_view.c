#include "tui/ledger_view.h"
#include "core/alloc.h"
#include <stdlib.h>
#include <string.h>

/* Columns: number, the form's own (use `list`, the name first), status, day. */

static unsigned column_cols(const struct zc_question *q)
{
    enum { NUMBER = 6, CHOICE = 10, TEXT = 14, CODE = 18 };
    if (q->role == ZC_ROLE_CODE)
        return CODE;
    if (q->type == ZC_TYPE_INTEGER || q->type == ZC_TYPE_DECIMAL)
        return NUMBER;
    return zc_type_is_select(q->type) ? CHOICE : TEXT;
}

static void add_column(struct zc_ledger_view *view, struct zc_ledger_column *columns,
                       const struct zc_question *q)
{
    columns[view->ncolumns++] = (struct zc_ledger_column){
        .kind = ZC_LEDGER_FIELD,
        .label = zc_question_label(view->form, q, zc_form_lang(view->form), &view->arena),
        .q = q,
        .cols = column_cols(q),
        .right = q->type == ZC_TYPE_INTEGER || q->type == ZC_TYPE_DECIMAL,
        .main = q->role == ZC_ROLE_NAME,
    };
}

static void make_columns(struct zc_ledger_view *view)
{
    const struct zc_form *form = view->form;
    struct zc_ledger_column *columns =
        ZC_NEW(&view->arena, struct zc_ledger_column, form->nquestions + 4);
    view->columns = columns;
    columns[view->ncolumns++] = (struct zc_ledger_column){ .kind = ZC_LEDGER_NUMBER,
                                                           .label = zc_str_of(ZC_T("编号", "no.")),
                                                           .cols = 5 };
    const struct zc_question *name = form->by_role[ZC_ROLE_NAME];
    if (name)
        add_column(view, columns, name);
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if ((q->use & ZC_USE_LIST) && q != name && !q->repeat)
            add_column(view, columns, q);
    }
    columns[view->ncolumns++] = (struct zc_ledger_column){
        .kind = ZC_LEDGER_STATUS,
        .label = zc_str_of(ZC_T("状态", "status")),
        .cols = zc_lang_get() == ZC_LANG_ZH ? 7 : 10, /* sign and word */
    };
    columns[view->ncolumns++] = (struct zc_ledger_column){ .kind = ZC_LEDGER_DATE,
                                                           .label = zc_str_of(ZC_T("登记", "date")),
                                                           .cols = 5 };
}

/* The view under the window */

static struct zc_view_spec spec_of(const struct zc_ledger_view *view)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_CHANGED,
                                 .form = view->form->id,
                                 .descending = view->descending };
    enum zc_status status;
    if (view->filter.queue.len > 0) {
        spec.kind = zc_status_parse(view->filter.queue, &status) ? ZC_VIEW_STATUS : ZC_VIEW_QUEUE;
        spec.arg = view->filter.queue;
    } else if (view->sort.len > 0) {
        spec.kind = ZC_VIEW_FIELD;
        spec.arg = view->sort;
    }
    return spec;
}

static struct zc_view *open_view(const struct zc_ledger_view *view, struct zc_txn *txn,
                                 struct zc_err *err)
{
    struct zc_view_spec spec = spec_of(view);
    return zc_view_open(txn, &spec, err);
}

/* Sets of records, ascending */

struct rid_set {
    struct zc_rid *rids;
    size_t n, cap;
};

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

static bool set_has(const struct rid_set *set, struct zc_rid rid)
{
    return set->n > 0 && bsearch(&rid, set->rids, set->n, sizeof rid, cmp_rid) != NULL;
}

static void set_add(struct rid_set *set, struct zc_rid rid)
{
    set->rids = zc_grow(set->rids, set->n, &set->cap, sizeof *set->rids);
    set->rids[set->n++] = rid;
}

/* Adds the records of one view. */
static bool set_add_view(struct rid_set *set, struct zc_txn *txn, const struct zc_view_spec *spec,
                         struct zc_err *err)
{
    struct zc_rid rid;
    struct zc_view *view = zc_view_open(txn, spec, err);
    if (!view)
        return false;
    for (bool more = zc_view_first(view, &rid); more; more = zc_view_next(view, &rid))
        set_add(set, rid);
    zc_view_close(view);
    return true;
}

static bool set_add_area(struct rid_set *set, const struct zc_ledger_view *view, struct zc_txn *txn,
                         struct zc_str area, struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_AREA, .form = view->form->id, .arg = area };
    return set_add_view(set, txn, &spec, err);
}

static void set_order(struct rid_set *set)
{
    size_t kept = 0;
    if (set->n > 1)
        qsort(set->rids, set->n, sizeof *set->rids, cmp_rid);
    for (size_t i = 0; i < set->n; i++) {
        if (i == 0 || zc_rid_cmp(set->rids[i - 1], set->rids[i]) != 0)
            set->rids[kept++] = set->rids[i];
    }
    set->n = kept;
}

/* The areas of a group; where another group has a longer code inside them, that one wins. */
static bool collect_group(struct rid_set *in, struct rid_set *out,
                          const struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    const struct zc_pack *pack = view->survey->pack;
    const struct zc_pack_group *group = zc_pack_group(pack, view->filter.group);
    for (uint32_t a = 0; group && a < group->nareas; a++) {
        if (!set_add_area(in, view, txn, group->areas[a], err))
            return false;
        for (uint32_t g = 0; g < pack->ngroups; g++) {
            const struct zc_pack_group *other = &pack->groups[g];
            for (uint32_t o = 0; other != group && o < other->nareas; o++) {
                if (zc_str_starts(other->areas[o], group->areas[a]) &&
                    !set_add_area(out, view, txn, other->areas[o], err))
                    return false;
            }
        }
    }
    return true;
}

static bool contains(struct zc_str text, struct zc_str part)
{
    return zc_str_find(text, part) != SIZE_MAX;
}

static struct zc_str value_of_role(const struct zc_form *form, const struct zc_state *state,
                                   enum zc_role role)
{
    const struct zc_question *q = form->by_role[role];
    return q ? zc_state_value(state, q->field) : (struct zc_str){ 0 };
}

/* Does the name or code contain the text, or the number end in it? */
static bool has_text(const struct zc_ledger_view *view, const struct zc_state *state,
                     struct zc_str text)
{
    char number[6];
    zc_rid_number(state->rid, number);
    return contains(value_of_role(view->form, state, ZC_ROLE_NAME), text) ||
           contains(value_of_role(view->form, state, ZC_ROLE_SIGN), text) ||
           contains(value_of_role(view->form, state, ZC_ROLE_CODE), text) ||
           zc_str_ends(zc_str_of(number), text);
}

static bool record_has_text(const struct zc_ledger_view *view, struct zc_txn *txn,
                            struct zc_rid rid, struct zc_str text)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    bool has = zc_record_get(txn, rid, &arena, &state, &found, &err) && found &&
               has_text(view, &state, text);
    zc_arena_release(&arena);
    return has;
}

static bool is_collected(const struct zc_ledger_view *view)
{
    return view->filter.group || view->filter.area.len > 0 || view->filter.text.len > 0;
}

/* Walks the sorted view and keeps what the filter wants, so that the hits have its order. */
static bool collect(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    struct rid_set in = { 0 }, out = { 0 }, hits = { 0 };
    bool by_area = view->filter.group || view->filter.area.len > 0;
    bool ok = view->filter.group ? collect_group(&in, &out, view, txn, err)
              : by_area          ? set_add_area(&in, view, txn, view->filter.area, err)
                                 : true;
    set_order(&in);
    set_order(&out);
    struct zc_view *sorted = ok ? open_view(view, txn, err) : NULL;
    struct zc_rid rid;
    for (bool more = sorted && zc_view_first(sorted, &rid); more;
         more = zc_view_next(sorted, &rid)) {
        if (by_area && (!set_has(&in, rid) || set_has(&out, rid)))
            continue;
        if (view->filter.text.len > 0 && !record_has_text(view, txn, rid, view->filter.text))
            continue;
        set_add(&hits, rid);
    }
    zc_view_close(sorted);
    zc_free(in.rids);
    zc_free(out.rids);
    zc_free(view->hits);
    view->hits = hits.rids;
    view->nhits = view->count = hits.n;
    return sorted != NULL;
}

/* Ranks of the view, its length, and the number of records in all. */
static bool make_ranks(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_view_spec all = { .kind = ZC_VIEW_ALL, .form = view->form->id };
    struct zc_view *sorted = open_view(view, txn, err), *everything = NULL;
    if (!sorted)
        return false;
    zc_view_map_free(view->map);
    view->map = zc_view_map_new(sorted);
    zc_view_close(sorted);
    view->count = view->total = zc_view_map_count(view->map);
    view->number = zc_txn_number(txn);
    if (view->filter.queue.len > 0 && (everything = zc_view_open(txn, &all, err))) {
        struct zc_view_map *map = zc_view_map_new(everything);
        view->total = zc_view_map_count(map);
        zc_view_map_free(map);
        zc_view_close(everything);
    }
    return !is_collected(view) || collect(view, txn, err);
}

bool zc_ledger_view_init(struct zc_ledger_view *view, struct zc_survey *survey,
                         const struct zc_form *form, const struct zc_ledger_filter *filter,
                         struct zc_err *err)
{
    *view = (struct zc_ledger_view){ .survey = survey, .form = form, .descending = true };
    if (!form && !(view->form = zc_survey_form(survey, (struct zc_str){ 0 }, err)))
        return false;
    if (filter) {
        view->filter = *filter;
        view->filter.area = zc_arena_copy(&view->arena, filter->area);
        view->filter.queue = zc_arena_copy(&view->arena, filter->queue);
        view->filter.text = zc_arena_copy(&view->arena, filter->text);
        view->filter.label = zc_arena_copy(&view->arena, filter->label);
    }
    make_columns(view);
    return true;
}

void zc_ledger_view_release(struct zc_ledger_view *view)
{
    zc_view_map_free(view->map);
    zc_free(view->hits);
    zc_arena_release(&view->window);
    zc_arena_release(&view->arena);
    *view = (struct zc_ledger_view){ 0 };
}

/* Cells */

struct row_source {
    const struct zc_ledger_view *view;
    const struct zc_state *state;
    struct zc_fill *fill; /* opened for the first calculated column */
    struct zc_arena *arena;
};

static struct zc_str field_text(struct row_source *row, const struct zc_question *q)
{
    if (!q->kept) {
        if (!row->fill)
            row->fill = zc_survey_fill(row->view->survey, row->state);
        struct zc_node *node = row->fill ? zc_fill_node(row->fill, q->field) : NULL;
        return node ? zc_fill_shown(row->fill, node, row->arena) : (struct zc_str){ 0 };
    }
    struct zc_str value = zc_state_value(row->state, q->field);
    if (q->list && value.len > 0)
        return zc_question_shown(q, value, zc_form_lang(row->view->form), row->arena);
    return value;
}

static struct zc_str cell_text(struct row_source *row, const struct zc_ledger_column *column)
{
    char number[6];
    const struct zc_state *state = row->state;
    struct zc_str at = state->submitted.len > 0 ? state->submitted : state->changed;
    switch (column->kind) {
    case ZC_LEDGER_NUMBER:
        zc_rid_number(state->rid, number);
        return zc_arena_copy(row->arena, zc_str_of(number));
    case ZC_LEDGER_STATUS:
        return zc_str_of(zc_text_get(zc_status_label(state->status)));
    case ZC_LEDGER_DATE: /* month and day of 2026-11-23T… */
        return at.len >= 10 ? zc_str_head(zc_str_from(at, 5), 5) : (struct zc_str){ 0 };
    case ZC_LEDGER_FIELD:
        return field_text(row, column->q);
    }
    return (struct zc_str){ 0 };
}

static void make_row(struct zc_ledger_view *view, const struct zc_state *state,
                     struct zc_ledger_row *out)
{
    struct row_source row = { view, state, NULL, &view->window };
    struct zc_str *cells = ZC_NEW(&view->window, struct zc_str, view->ncolumns);
    for (uint32_t i = 0; i < view->ncolumns; i++)
        cells[i] = zc_arena_copy(&view->window, cell_text(&row, &view->columns[i]));
    zc_fill_free(row.fill);
    *out = (struct zc_ledger_row){ .rid = state->rid,
                                   .status = state->status,
                                   .flags = state->flags,
                                   .conflict = state->nconflicts > 0,
                                   .cells = cells,
                                   .code = value_of_role(view->form, state, ZC_ROLE_CODE),
                                   .changed = state->changed };
}

/* The window */

static void fit_window(struct zc_ledger_view *view, unsigned height)
{
    if (view->cursor >= view->count)
        view->cursor = view->count ? view->count - 1 : 0;
    if (view->cursor < view->top)
        view->top = view->cursor;
    if (view->cursor >= view->top + height)
        view->top = view->cursor - height + 1;
    if (view->top + height > view->count)
        view->top = view->count > height ? view->count - height : 0;
}

static bool load_row(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_rid rid,
                     struct zc_ledger_row *out, struct zc_err *err)
{
    struct zc_state state;
    bool found = false;
    if (!zc_record_get(txn, rid, &view->window, &state, &found, err))
        return false;
    if (found)
        make_row(view, &state, out);
    return true;
}

static bool load_window(struct zc_ledger_view *view, struct zc_txn *txn, unsigned height,
                        struct zc_err *err)
{
    zc_arena_reset(&view->window);
    struct zc_ledger_row *rows = ZC_NEW(&view->window, struct zc_ledger_row, height + 1);
    view->rows = rows;
    view->nrows = 0;
    uint64_t left = view->count - view->top;
    unsigned want = left < height ? (unsigned)left : height;
    struct zc_view *sorted = view->hits || want == 0 ? NULL : open_view(view, txn, err);
    struct zc_rid rid;
    if (!sorted && !view->hits)
        return want == 0;
    bool ok = view->hits || zc_view_at(sorted, view->map, view->top, &rid);
    while (ok && view->nrows < want) {
        if (view->hits)
            rid = view->hits[view->top + view->nrows];
        ok = load_row(view, txn, rid, &rows[view->nrows], err);
        view->nrows++;
        if (sorted && view->nrows < want && !zc_view_next(sorted, &rid))
            break;
    }
    zc_view_close(sorted);
    return ok;
}

/* Rank of a record in the window's order. */
static bool rank_of(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_rid rid,
                    uint64_t *rank, struct zc_err *err)
{
    for (uint64_t i = 0; view->hits && i < view->nhits; i++) {
        if (zc_rid_eq(view->hits[i], rid)) {
            *rank = i;
            return true;
        }
    }
    struct zc_view *sorted = view->hits ? NULL : open_view(view, txn, err);
    bool found = sorted && zc_view_find(sorted, rid);
    if (found)
        *rank = zc_view_rank(sorted, view->map);
    zc_view_close(sorted);
    return found;
}

static bool refresh(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(view);
    struct zc_rid rid = row ? row->rid : (struct zc_rid){ 0 };
    uint64_t rank, before = view->cursor - view->top;
    if (view->map && view->number == zc_txn_number(txn))
        return true;
    if (!make_ranks(view, txn, err))
        return false;
    if (zc_rid_is_set(rid) && rank_of(view, txn, rid, &rank, err)) {
        view->cursor = rank;
        view->top = rank > before ? rank - before : 0;
    }
    return true;
}

bool zc_ledger_view_load(struct zc_ledger_view *view, unsigned height, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    bool ok = txn && refresh(view, txn, err);
    if (ok) {
        fit_window(view, height);
        ok = load_window(view, txn, height, err);
    }
    zc_txn_abort(txn);
    return ok;
}

void zc_ledger_view_move(struct zc_ledger_view *view, int64_t by)
{
    uint64_t step = (uint64_t)(by < 0 ? -by : by);
    if (by < 0)
        view->cursor = view->cursor > step ? view->cursor - step : 0;
    else
        zc_ledger_view_to(view, view->cursor + step);
}

void zc_ledger_view_to(struct zc_ledger_view *view, uint64_t rank)
{
    view->cursor = rank < view->count ? rank : view->count ? view->count - 1 : 0;
}

const struct zc_ledger_row *zc_ledger_view_row(const struct zc_ledger_view *view)
{
    uint64_t at = view->cursor - view->top;
    return view->cursor >= view->top && at < view->nrows ? &view->rows[at] : NULL;
}

bool zc_ledger_view_find(struct zc_ledger_view *view, struct zc_rid rid, struct zc_err *err)
{
    uint64_t rank;
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    bool found = txn && refresh(view, txn, err) && rank_of(view, txn, rid, &rank, err);
    zc_txn_abort(txn);
    if (found)
        view->cursor = rank;
    return found;
}

/* One step of a walk in the window's order, round the end. */
static bool step(struct zc_ledger_view *view, struct zc_view *sorted, uint64_t *rank,
                 struct zc_rid *rid)
{
    bool wrap = ++*rank >= view->count;
    if (wrap)
        *rank = 0;
    if (view->hits) {
        *rid = view->hits[*rank];
        return true;
    }
    return wrap ? zc_view_first(sorted, rid) : zc_view_next(sorted, rid);
}

bool zc_ledger_view_search(struct zc_ledger_view *view, struct zc_str text, bool *found,
                           struct zc_err *err)
{
    struct zc_rid rid;
    uint64_t rank = view->cursor;
    *found = false;
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    if (!txn || !refresh(view, txn, err) || view->count == 0 || text.len == 0) {
        zc_txn_abort(txn);
        return txn != NULL;
    }
    rank = view->cursor;
    struct zc_view *sorted = view->hits ? NULL : open_view(view, txn, err);
    bool ok = view->hits || (sorted && zc_view_at(sorted, view->map, rank, &rid));
    for (uint64_t seen = 0; ok && !*found && seen < view->count; seen++) {
        ok = step(view, sorted, &rank, &rid);
        *found = ok && record_has_text(view, txn, rid, text);
    }
    if (*found)
        view->cursor = rank;
    zc_view_close(sorted);
    zc_txn_abort(txn);
    return true;
}

bool zc_ledger_view_sort(struct zc_ledger_view *view, struct zc_str field, bool descending,
                         struct zc_err *err)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(view);
    struct zc_rid rid = row ? row->rid : (struct zc_rid){ 0 };
    view->sort = field;
    view->descending = descending;
    zc_view_map_free(view->map);
    view->map = NULL;
    if (zc_rid_is_set(rid))
        return zc_ledger_view_find(view, rid, err) || err->code == ZC_OK;
    return true;
}

#include "tui/ledger_view.h"
#include "core/alloc.h"
#include <stdlib.h>
#include <string.h>

/* The view under the window */

static bool has_stored_view(const struct zc_ledger_view *view, struct zc_str field)
{
    const struct zc_question *q = zc_form_field(view->form, field);
    return q && (q->use & ZC_USE_INDEX) && q->kept && !q->repeat;
}

/* True when the stored view that is walked has the order already. */
static bool is_in_order(const struct zc_ledger_view *view)
{
    return view->nkeys == 0 || (view->nkeys == 1 && view->filter.queue.len == 0 &&
                                has_stored_view(view, view->keys[0].id));
}

static bool needs_query(const struct zc_ledger_view *view)
{
    return view->conditions.n > 0 || !is_in_order(view);
}

static struct zc_view_spec spec_of(const struct zc_ledger_view *view)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_CHANGED,
                                 .form = view->form->id,
                                 .descending = true };
    enum zc_status status;
    if (view->filter.queue.len > 0) {
        bool shown = zc_status_parse(view->filter.queue, &status) && status != ZC_STATUS_VOID;
        spec.kind = shown ? ZC_VIEW_STATUS : ZC_VIEW_QUEUE;
        spec.arg = view->filter.queue;
    } else if (view->nkeys > 0 && is_in_order(view)) {
        spec.kind = ZC_VIEW_FIELD;
        spec.arg = view->keys[0].id;
        spec.descending = view->keys[0].descending;
    }
    return spec;
}

static struct zc_view *open_view(const struct zc_ledger_view *view, struct zc_txn *txn,
                                 struct zc_err *err)
{
    struct zc_view_spec spec = spec_of(view);
    return zc_view_open(txn, &spec, err);
}

static bool add_area(struct zc_rid_list *set, const struct zc_ledger_view *view, struct zc_txn *txn,
                     struct zc_str area, struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_AREA, .form = view->form->id, .arg = area };
    return zc_rid_list_add_view(set, txn, &spec, err);
}

/* The areas of a group; where another group has a longer code inside them, that one wins. */
static bool add_group(struct zc_rid_list *in, struct zc_rid_list *out,
                      const struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    const struct zc_pack *pack = view->survey->pack;
    const struct zc_pack_group *group = zc_pack_group(pack, view->filter.group);
    for (uint32_t a = 0; group && a < group->nareas; a++) {
        if (!add_area(in, view, txn, group->areas[a], err))
            return false;
        for (uint32_t g = 0; g < pack->ngroups; g++) {
            const struct zc_pack_group *other = &pack->groups[g];
            for (uint32_t o = 0; other != group && o < other->nareas; o++) {
                if (zc_str_starts(other->areas[o], group->areas[a]) &&
                    !add_area(out, view, txn, other->areas[o], err))
                    return false;
            }
        }
    }
    return true;
}

static bool has_area(const struct zc_ledger_view *view)
{
    return view->filter.group > 0 || view->filter.area.len > 0;
}

/* Walks the stored view and keeps what lies in the area, in its order. */
static bool collect(const struct zc_ledger_view *view, struct zc_txn *txn, struct zc_rid_list *out,
                    struct zc_err *err)
{
    struct zc_rid_list in = { 0 }, not_in = { 0 };
    bool by_area = has_area(view);
    bool ok = !by_area             ? true
              : view->filter.group ? add_group(&in, &not_in, view, txn, err)
                                   : add_area(&in, view, txn, view->filter.area, err);
    zc_rid_list_order(&in);
    zc_rid_list_order(&not_in);
    struct zc_view *sorted = ok ? open_view(view, txn, err) : NULL;
    struct zc_rid rid;
    for (bool more = sorted && zc_view_first(sorted, &rid); more;
         more = zc_view_next(sorted, &rid)) {
        if (!by_area || (zc_rid_list_has(&in, rid) && !zc_rid_list_has(&not_in, rid)))
            zc_rid_list_add(out, rid);
    }
    zc_view_close(sorted);
    zc_rid_list_release(&in);
    zc_rid_list_release(&not_in);
    return sorted != NULL;
}

bool zc_ledger_view_is_filtered(const struct zc_ledger_view *view)
{
    return has_area(view) || view->conditions.n > 0;
}

static void show_hits(struct zc_ledger_view *view)
{
    zc_view_map_free(view->map);
    view->map = NULL;
    view->count = view->hits.n;
}

/* The stored view itself, or what of it lies in an area: at once. */
static bool show_stored(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_view *sorted = open_view(view, txn, err);
    if (!sorted)
        return false;
    zc_view_map_free(view->map);
    view->map = zc_view_map_new(sorted);
    zc_view_close(sorted);
    view->count = zc_view_map_count(view->map);
    view->hits.n = 0;
    if (!has_area(view))
        return true;
    bool ok = collect(view, txn, &view->hits, err);
    show_hits(view);
    return ok;
}

static bool begin_query(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_rid_list base = { 0 };
    unsigned nkeys = is_in_order(view) ? 0 : view->nkeys;
    if (collect(view, txn, &base, err))
        view->query = zc_ledger_query_new(view->survey, view->form, &view->conditions,
                                          &view->subjects, view->keys, nkeys, &base, err);
    zc_rid_list_release(&base);
    if (!view->query) { /* a condition that this form does not take: without any, and told so */
        zc_conditions_release(&view->conditions);
        view->ready = false;
        return false;
    }
    view->found.n = 0;
    view->live = view->fresh_conditions;
    view->fresh_conditions = false;
    if (view->live) {
        view->hits.n = 0;
        show_hits(view);
        view->cursor = view->top = 0;
    }
    return true;
}

/* The map of a stored view that has every record knows it already. */
static bool count_total(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_view_spec all = { .kind = ZC_VIEW_ALL, .form = view->form->id };
    if (view->map && view->filter.queue.len == 0) {
        view->total = zc_view_map_count(view->map);
        return true;
    }
    struct zc_view *everything = zc_view_open(txn, &all, err);
    if (!everything)
        return false;
    struct zc_view_map *map = zc_view_map_new(everything);
    view->total = zc_view_map_count(map);
    zc_view_map_free(map);
    zc_view_close(everything);
    return true;
}

static bool make_list(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    zc_ledger_query_free(view->query);
    view->query = NULL;
    view->number = zc_txn_number(txn);
    view->ready = true;
    return (needs_query(view) ? begin_query(view, txn, err) : show_stored(view, txn, err)) &&
           count_total(view, txn, err);
}

bool zc_ledger_view_init(struct zc_ledger_view *view, struct zc_survey *survey,
                         const struct zc_form *form, const struct zc_ledger_filter *filter,
                         struct zc_err *err)
{
    *view = (struct zc_ledger_view){ .survey = survey, .form = form };
    struct zc_str id = filter ? filter->form : (struct zc_str){ 0 };
    if (!form && !(view->form = zc_survey_form(survey, id, err)))
        return false;
    if (filter) {
        view->filter = *filter;
        view->filter.form = view->form->id;
        view->filter.area = zc_arena_copy(&view->arena, filter->area);
        view->filter.queue = zc_arena_copy(&view->arena, filter->queue);
        view->filter.label = zc_arena_copy(&view->arena, filter->label);
        zc_conditions_parse(filter->conditions, &view->conditions);
        view->fresh_conditions = view->conditions.n > 0;
        view->filter.conditions = view->filter.form = (struct zc_str){ 0 };
    }
    zc_subjects_init(&view->subjects, view->form, survey->pack);
    zc_ledger_view_reload_columns(view);
    return true;
}

void zc_ledger_view_release(struct zc_ledger_view *view)
{
    zc_view_map_free(view->map);
    zc_ledger_query_free(view->query);
    zc_rid_list_release(&view->hits);
    zc_rid_list_release(&view->found);
    zc_conditions_release(&view->conditions);
    zc_subjects_release(&view->subjects);
    zc_arena_release(&view->window);
    zc_arena_release(&view->arena);
    *view = (struct zc_ledger_view){ 0 };
}

void zc_ledger_view_reload_columns(struct zc_ledger_view *view)
{
    view->columns = zc_ledger_columns_new(view->survey, view->form, &view->arena, &view->ncolumns);
    view->nrows = 0; /* their cells are of the old ones */
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

/* One that cannot be read, or went away since the list was made, keeps its place: the others show
 * as usual. */
static void load_row(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_rid rid,
                     struct zc_ledger_row *out)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    if (zc_record_get(txn, rid, &view->window, &state, &found, &err) && found) {
        zc_ledger_row_make(view->survey, view->form, view->columns, view->ncolumns, &state,
                           &view->window, out);
        return;
    }
    zc_ledger_row_broken(view->columns, view->ncolumns, rid, &view->window, out);
    out->broken = err.code != ZC_OK;
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
    struct zc_view *sorted = !view->map || want == 0 ? NULL : open_view(view, txn, err);
    struct zc_rid rid;
    if (!sorted && view->map)
        return want == 0;
    bool ok = !view->map || zc_view_at(sorted, view->map, view->top, &rid);
    while (ok && view->nrows < want) {
        if (!view->map)
            rid = view->hits.rids[view->top + view->nrows];
        load_row(view, txn, rid, &rows[view->nrows]);
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
    for (uint64_t i = 0; !view->map && i < view->hits.n; i++) {
        if (zc_rid_eq(view->hits.rids[i], rid)) {
            *rank = i;
            return true;
        }
    }
    struct zc_view *sorted = view->map ? open_view(view, txn, err) : NULL;
    bool found = sorted && zc_view_find(sorted, rid);
    if (found)
        *rank = zc_view_rank(sorted, view->map);
    zc_view_close(sorted);
    return found;
}

/* The record that the cursor follows. */
static void note_cursor(struct zc_ledger_view *view)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(view);
    if (row && !zc_rid_is_set(view->want))
        view->want = row->rid;
}

/* Back on it, in the same row of the window where that can be. */
static void follow(struct zc_ledger_view *view, struct zc_txn *txn)
{
    struct zc_err err = { 0 };
    uint64_t rank, before = view->cursor >= view->top ? view->cursor - view->top : 0;
    if (zc_rid_is_set(view->want) && rank_of(view, txn, view->want, &rank, &err)) {
        view->cursor = rank;
        view->top = rank > before ? rank - before : 0;
    }
    view->want = (struct zc_rid){ 0 };
}

/* While a query is at work its list is awaited, even if records change meanwhile. */
static bool refresh(struct zc_ledger_view *view, struct zc_txn *txn, struct zc_err *err)
{
    if (view->ready && (view->query || view->number == zc_txn_number(txn)))
        return true;
    note_cursor(view);
    if (!make_list(view, txn, err))
        return false;
    if (!view->query)
        follow(view, txn);
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

/* The hits that came: the cursor stays on its record, or goes back to it. */
static void look_for_wanted(struct zc_ledger_view *view, size_t from)
{
    for (size_t i = from; zc_rid_is_set(view->want) && i < view->hits.n; i++) {
        if (!zc_rid_eq(view->hits.rids[i], view->want))
            continue;
        view->cursor = i;
        view->want = (struct zc_rid){ 0 };
    }
}

static void end_query(struct zc_ledger_view *view)
{
    for (uint32_t i = 0; i < view->conditions.n; i++)
        view->left[i] = zc_ledger_query_left(view->query, i);
    zc_ledger_query_free(view->query);
    view->query = NULL;
}

bool zc_ledger_view_step(struct zc_ledger_view *view, int ms, struct zc_err *err)
{
    struct zc_rid_list *out = view->live ? &view->hits : &view->found;
    size_t before = view->hits.n;
    bool done = false;
    if (!view->query)
        return false;
    if (view->live)
        note_cursor(view);
    if (!zc_ledger_query_step(view->query, ms, out, &done, err)) {
        zc_ledger_view_stop(view);
        return true;
    }
    if (done && !view->live) { /* the new list takes the place of the old one */
        struct zc_rid_list old = view->hits;
        note_cursor(view);
        view->hits = view->found;
        view->found = old;
        view->found.n = 0;
    }
    if (view->live || done)
        show_hits(view);
    if (done) {
        end_query(view);
        look_for_wanted(view, 0);
        view->want = (struct zc_rid){ 0 };
    } else if (view->live) {
        look_for_wanted(view, before);
    }
    return true;
}

void zc_ledger_view_stop(struct zc_ledger_view *view)
{
    if (!view->query)
        return;
    end_query(view);
    view->want = (struct zc_rid){ 0 };
    if (view->live) {
        view->nkeys = 0; /* they came in the order of the base */
        return;
    }
    memcpy(view->keys, view->keys_before, sizeof view->keys);
    view->nkeys = view->nkeys_before;
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

bool zc_ledger_view_rids(struct zc_ledger_view *view, struct zc_rid_list *out, struct zc_err *err)
{
    struct zc_rid rid;
    if (!view->map) {
        for (size_t i = 0; i < view->hits.n; i++)
            zc_rid_list_add(out, view->hits.rids[i]);
        return true;
    }
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    struct zc_view *sorted = txn ? open_view(view, txn, err) : NULL;
    for (bool more = sorted && zc_view_first(sorted, &rid); more; more = zc_view_next(sorted, &rid))
        zc_rid_list_add(out, rid);
    zc_view_close(sorted);
    zc_txn_abort(txn);
    return sorted != NULL;
}

/* The old list stays while a query makes the new one; a stored view cannot be walked any more when
 * the keys are others, so its ids are kept. */
static bool keep_list(struct zc_ledger_view *view, struct zc_err *err)
{
    struct zc_rid_list rids = { 0 };
    if (!view->map)
        return true;
    if (!zc_ledger_view_rids(view, &rids, err))
        return false;
    zc_rid_list_release(&view->hits);
    view->hits = rids;
    show_hits(view);
    return true;
}

bool zc_ledger_view_sort(struct zc_ledger_view *view, const struct zc_ledger_key *keys,
                         unsigned nkeys, struct zc_err *err)
{
    if (view->query)
        zc_ledger_view_stop(view);
    note_cursor(view);
    if (!keep_list(view, err))
        return false;
    memcpy(view->keys_before, view->keys, sizeof view->keys);
    view->nkeys_before = view->nkeys;
    for (unsigned i = 0; i < nkeys; i++) {
        view->keys[i] = keys[i];
        view->keys[i].id = zc_arena_copy(&view->arena, keys[i].id);
    }
    view->nkeys = nkeys;
    view->ready = false;
    return true;
}

void zc_ledger_view_filter(struct zc_ledger_view *view, struct zc_str conditions)
{
    note_cursor(view);
    struct zc_buf copy = { 0 }; /* they may be those of this view */
    zc_buf_add(&copy, conditions);
    zc_conditions_release(&view->conditions);
    zc_conditions_parse(zc_buf_str(&copy), &view->conditions);
    zc_buf_release(&copy);
    view->fresh_conditions = true;
    view->ready = false;
}

void zc_ledger_view_describe(const struct zc_ledger_view *view, struct zc_buf *out)
{
    zc_buf_add(out, view->filter.label);
    if (view->filter.label.len > 0 && view->conditions.n > 0)
        zc_buf_text(out, ZC_T("；", "; "));
    zc_conditions_describe(&view->conditions, &view->subjects, zc_form_lang(view->form), out);
}

#include "core/csv.h"
#include "forms/node.h"
#include "tui/challenge.h"
#include "tui/check_view_impl.h"

/* The questions of a record that is checked, and the results of a check that is not finished. */

bool check_setting_put(struct zc_survey *survey, struct zc_str name, struct zc_str value,
                       struct zc_err *err)
{
    struct zc_txn *txn = zc_store_may_write(survey->store, err)
                             ? zc_txn_begin(survey->store, ZC_TXN_WRITE, err)
                             : NULL;
    return txn && zc_txn_end(txn, zc_setting_put(txn, name, value, err), err);
}

bool check_setting_get(struct zc_survey *survey, struct zc_str name, struct zc_arena *arena,
                       struct zc_str *out, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (txn)
        *out = zc_setting_get(txn, name, arena);
    zc_txn_abort(txn);
    return txn != NULL;
}

/* What tells units apart and what counts most: code, name, kind, address, telephone, staff and
 * members by their roles, and what lists show (DOMAIN.md 7.4). */
static bool is_main(const struct zc_question *q)
{
    switch (q->role) {
    case ZC_ROLE_NAME:
    case ZC_ROLE_CODE:
    case ZC_ROLE_ALTCODE:
    case ZC_ROLE_KIND:
    case ZC_ROLE_ADDR:
    case ZC_ROLE_PHONE:
    case ZC_ROLE_STAFF:
    case ZC_ROLE_MEMBERS:
        return true;
    default:
        return (q->use & ZC_USE_LIST) && !q->repeat;
    }
}

/* What changed since a checker saw it (改后待核), by name. */
struct changes {
    const struct zc_difference *all;
    size_t n;
};

static bool is_check(const struct zc_rev *rev)
{
    const struct zc_pair *write = zc_rev_write(rev, ZC_STR("_status"));
    enum zc_status status;
    return write && zc_status_parse(write->value, &status) && status >= ZC_STATUS_GROUP_OK &&
           status <= ZC_STATUS_LOCKED;
}

static void find_changes(struct zc_check_view *view, struct changes *out)
{
    const struct zc_history *history = &view->dossier.history;
    struct zc_state then;
    uint32_t step = history->n;
    *out = (struct changes){ 0 };
    if (view->dossier.state.status != ZC_STATUS_CHANGED)
        return;
    while (step > 0 && !is_check(history->steps[step - 1].rev))
        step--;
    if (step == 0 || history->too_long)
        return;
    zc_history_state(history, step - 1, &view->arena, &then);
    out->n = zc_differences(&then, &view->dossier.state, &view->arena, &out->all);
}

static const struct zc_difference *change_of(const struct changes *changes, struct zc_str field)
{
    for (size_t i = 0; i < changes->n; i++)
        if (zc_str_eq(changes->all[i].name, field))
            return &changes->all[i];
    return NULL;
}

static bool is_asked(const struct zc_check_view *view, const struct zc_node *node,
                     const struct changes *changes, bool whole)
{
    struct zc_arena arena = { 0 };
    const struct zc_question *q = node->q;
    bool changed = changes->n > 0 && change_of(changes, zc_fill_path(node, &arena));
    zc_arena_release(&arena);
    return zc_type_has_answer(q->type) && zc_type_is_shown(q->type) && q->kept &&
           !(q->use & ZC_USE_SECRET) && zc_fill_is_shown(view->dossier.fill, node) &&
           (whole || changed || is_main(q) || zc_fill_ask(view->dossier.fill, node).len > 0);
}

static uint32_t count_asked(const struct zc_check_view *view, const struct changes *changes,
                            bool whole)
{
    const struct zc_fill *fill = view->dossier.fill;
    uint32_t n = 0;
    for (const struct zc_node *node = fill ? zc_fill_next(fill, NULL) : NULL; node;
         node = zc_fill_next(fill, node))
        n += is_asked(view, node, changes, whole);
    return n;
}

static void find_challenges(struct zc_check_view *view)
{
    const struct zc_challenge *all, *there;
    struct zc_err err = { 0 };
    size_t n = 0;
    if (!view->dossier.survey ||
        !zc_challenges_load(view->survey, &view->dossier.state, &view->arena, &all, &n, &err))
        return; /* the record itself was read a moment ago: it says so when it is read again */
    for (uint32_t i = 0; i < view->nitems; i++) {
        if (!(there = zc_challenge_find(all, n, view->items[i].field)))
            continue;
        view->items[i].challenge = zc_challenge_text(there, &view->arena);
        view->items[i].challenged = there->answer.len == 0;
    }
}

void check_items_make(struct zc_check_view *view)
{
    const struct zc_fill *fill = view->dossier.fill;
    const struct zc_form *recheck = zc_recheck_form(view->survey->pack);
    struct changes changes;
    bool whole = view->whole;
    uint32_t most;
    zc_arena_reset(&view->arena);
    find_changes(view, &changes);
    view->nitems = view->focus = 0;
    view->reason = (struct zc_str){ 0 };
    most = count_asked(view, &changes, whole);
    if (most == 0) { /* a form that says of no question what it is */
        whole = true;
        most = count_asked(view, &changes, whole);
    }
    view->items = ZC_NEW(&view->arena, struct zc_check_item, most + 1);
    for (const struct zc_node *node = fill ? zc_fill_next(fill, NULL) : NULL; node;
         node = zc_fill_next(fill, node)) {
        if (!is_asked(view, node, &changes, whole))
            continue;
        struct zc_str field = zc_fill_path(node, &view->arena);
        const struct zc_difference *change = change_of(&changes, field);
        view->items[view->nitems++] = (struct zc_check_item){
            .field = field,
            .label = zc_dossier_label(&view->dossier, field, &view->arena),
            .q = node->q,
            .registered = zc_arena_copy(&view->arena, node->value),
            .way = zc_recheck_way(recheck, node->q),
            .changed = change != NULL,
            .before = change && change->a ? change->a->values[0] : (struct zc_str){ 0 },
        };
    }
    find_challenges(view);
}

/* Results on disk: heads and reason in the first row, then field, verdict, way, what was found,
 * and for a corrected one what had been registered. */

static struct zc_str heads_text(const struct zc_state *state, struct zc_arena *arena)
{
    struct zc_buf text = { 0 };
    char id[ZC_REVID_TEXT + 1];
    for (uint32_t i = 0; i < state->nheads; i++) {
        zc_revid_print(&state->heads[i], id);
        zc_buf_printf(&text, "%s%s", i ? "." : "", id);
    }
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return copy;
}

static struct zc_str setting_of(struct zc_rid rid, struct zc_arena *arena)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid, text);
    return zc_arena_printf(arena, "check:%s", text);
}

static void put_row(struct zc_buf *out, const struct zc_str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        zc_buf_text(out, i ? "," : "");
        zc_csv_put(out, cells[i]);
    }
    zc_buf_char(out, '\n');
}

bool check_items_keep(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    const struct zc_str first[2] = { heads_text(&view->dossier.state, &arena), view->reason };
    bool any = view->reason.len > 0;
    put_row(&text, first, 2);
    for (uint32_t i = 0; i < view->nitems; i++) {
        const struct zc_check_item *item = &view->items[i];
        const char verdict[2] = { (char)('0' + item->verdict), '\0' };
        const struct zc_str cells[] = { item->field, zc_str_of(verdict), item->way, item->second,
                                        item->registered };
        any |= item->verdict != ZC_CHECK_OPEN;
        put_row(&text, cells, item->corrected ? 5 : 4);
    }
    bool ok = check_setting_put(view->survey, setting_of(view->dossier.state.rid, &arena),
                                any ? zc_buf_str(&text) : (struct zc_str){ 0 }, err);
    zc_buf_release(&text);
    zc_arena_release(&arena);
    return ok;
}

struct zc_check_item *check_items_of(const struct zc_check_view *view, struct zc_str field)
{
    for (uint32_t i = 0; i < view->nitems; i++)
        if (zc_str_eq(view->items[i].field, field))
            return &view->items[i];
    return NULL;
}

struct restore {
    struct zc_check_view *view;
    struct zc_str heads;
};

static bool restore_row(void *ctx, const struct zc_csv_row *row)
{
    const struct restore *restore = ctx;
    struct zc_check_view *view = restore->view;
    struct zc_arena *arena = &view->arena;
    if (row->line == 1) {
        bool same = row->ncells == 2 && zc_str_eq(row->cells[0], restore->heads);
        if (same)
            view->reason = zc_arena_copy(arena, row->cells[1]);
        return same;
    }
    struct zc_check_item *item = row->ncells >= 4 ? check_items_of(view, row->cells[0]) : NULL;
    if (!item || row->cells[1].len != 1)
        return true;
    char verdict = row->cells[1].ptr[0];
    if (verdict >= '0' && verdict <= '3')
        item->verdict = (enum zc_check_verdict)(verdict - '0');
    item->way = zc_arena_copy(arena, row->cells[2]);
    item->second = zc_arena_copy(arena, row->cells[3]);
    if (row->ncells == 5) {
        item->corrected = true;
        item->registered = zc_arena_copy(arena, row->cells[4]);
    }
    return true;
}

bool check_items_restore(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct restore restore = { view, heads_text(&view->dossier.state, &arena) };
    struct zc_str text = { 0 };
    bool stopped;
    bool ok = check_setting_get(view->survey, setting_of(view->dossier.state.rid, &arena), &arena,
                                &text, err) &&
              zc_csv_read(text, ',', restore_row, &restore, &stopped, err);
    zc_arena_release(&arena);
    while (view->focus + 1 < view->nitems && view->items[view->focus].verdict != ZC_CHECK_OPEN)
        view->focus++;
    return ok;
}

bool check_items_forget(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    bool ok = check_setting_put(view->survey, setting_of(view->dossier.state.rid, &arena),
                                (struct zc_str){ 0 }, err);
    zc_arena_release(&arena);
    return ok;
}

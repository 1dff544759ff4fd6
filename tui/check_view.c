#include "tui/check_view.h"
#include "core/csv.h"
#include "forms/node.h"
#include "tui/rid_list.h"
#include <stdlib.h>
#include <string.h>

/* Settings of this store: `check` is the list walked last and the way of checking; `check:RID` are
 * the results of a record that is not finished. */

static const struct zc_str way_of_checking = ZC_LIT("check");

static bool put_setting(struct zc_survey *survey, struct zc_str name, struct zc_str value,
                        struct zc_err *err)
{
    struct zc_txn *txn = zc_store_may_write(survey->store, err)
                             ? zc_txn_begin(survey->store, ZC_TXN_WRITE, err)
                             : NULL;
    return txn && zc_txn_end(txn, zc_setting_put(txn, name, value, err), err);
}

static bool get_setting(struct zc_survey *survey, struct zc_str name, struct zc_arena *arena,
                        struct zc_str *out, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (txn)
        *out = zc_setting_get(txn, name, arena);
    zc_txn_abort(txn);
    return txn != NULL;
}

/* The list */

static int by_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

/* Doubtful ones first (DOMAIN.md 7.1), else form by form, status by status. */
static void doubtful_first(struct zc_check_view *view, const struct zc_rid_list *all,
                           struct zc_rid_list *doubtful)
{
    struct zc_rid *order = ZC_NEW(&view->list, struct zc_rid, all->n + 1);
    size_t n = 0;
    zc_rid_list_order(doubtful);
    for (int first = 1; first >= 0; first--)
        for (size_t i = 0; i < all->n; i++)
            if (zc_rid_list_has(doubtful, all->rids[i]) == first)
                order[n++] = all->rids[i];
    view->rids = order;
    view->nrids = n;
}

static bool add_waiting(struct zc_check_view *view, struct zc_txn *txn, const struct zc_form *form,
                        struct zc_rid_list *all, struct zc_rid_list *doubtful, struct zc_err *err)
{
    enum zc_rank rank = view->survey->person.role;
    struct zc_view_spec spec = { .kind = ZC_VIEW_QUEUE, .form = form->id, .arg = ZC_STR("doubt") };
    bool ok = zc_rid_list_add_view(doubtful, txn, &spec, err);
    spec.kind = ZC_VIEW_STATUS;
    /* A worker looks at what waits for his leader. */
    const char *const *status = zc_review_waiting(rank < ZC_RANK_LEADER ? ZC_RANK_LEADER : rank);
    for (; ok && *status; status++) {
        spec.arg = zc_str_of(*status);
        ok = zc_rid_list_add_view(all, txn, &spec, err);
    }
    return ok;
}

static bool load_waiting(struct zc_check_view *view, struct zc_txn *txn, struct zc_err *err)
{
    const struct zc_pack *pack = view->survey->pack;
    struct zc_rid_list all = { 0 }, doubtful = { 0 };
    bool ok = true;
    for (uint32_t i = 0; ok && i < pack->nforms; i++)
        if (pack->forms[i]->in_ledger || pack->nforms == 1)
            ok = add_waiting(view, txn, pack->forms[i], &all, &doubtful, err);
    if (ok)
        doubtful_first(view, &all, &doubtful);
    zc_rid_list_release(&all);
    zc_rid_list_release(&doubtful);
    return ok;
}

static bool mark_done(void *ctx, const struct zc_recheck *recheck, struct zc_err *err)
{
    struct zc_check_view *view = ctx;
    (void)err;
    if (!zc_str_eq(recheck->batch, view->batch.name))
        return true;
    const struct zc_rid *at =
        bsearch(&recheck->unit, view->rids, view->nrids, sizeof *view->rids, by_rid);
    if (at && !view->done[at - view->rids]) {
        view->done[at - view->rids] = true;
        view->ndone++;
    }
    return true;
}

static bool load_sample(struct zc_check_view *view, struct zc_err *err)
{
    if (!zc_batch_load(view->survey, &view->list, &view->batch, err))
        return false;
    view->rids = view->batch.rids;
    view->nrids = view->batch.n;
    view->done = ZC_NEW(&view->list, bool, view->nrids + 1);
    return zc_recheck_each(view->survey, mark_done, view, err);
}

static bool load_list(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_txn *txn;
    bool ok = true;
    if (view->source != ZC_CHECK_CHOSEN) {
        zc_arena_reset(&view->list);
        view->batch = (struct zc_batch){ 0 };
        view->done = NULL;
        view->nrids = view->ndone = 0;
    }
    if (view->source == ZC_CHECK_SAMPLE && !load_sample(view, err))
        return false;
    if (!(txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err)))
        return false;
    if (view->source == ZC_CHECK_WAITING)
        ok = load_waiting(view, txn, err);
    view->number = zc_txn_number(txn);
    zc_txn_abort(txn);
    return ok;
}

/* The questions of a record */

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
                     const struct changes *changes)
{
    struct zc_arena arena = { 0 };
    const struct zc_question *q = node->q;
    bool changed = changes->n > 0 && change_of(changes, zc_fill_path(node, &arena));
    zc_arena_release(&arena);
    return zc_type_has_answer(q->type) && zc_type_is_shown(q->type) && q->kept &&
           !(q->use & ZC_USE_SECRET) && zc_fill_is_shown(view->dossier.fill, node) &&
           (view->whole || changed || is_main(q));
}

static void make_items(struct zc_check_view *view)
{
    const struct zc_fill *fill = view->dossier.fill;
    const struct zc_form *recheck = zc_recheck_form(view->survey->pack);
    struct changes changes;
    uint32_t most = 0;
    zc_arena_reset(&view->arena);
    find_changes(view, &changes);
    view->nitems = view->focus = 0;
    view->reason = (struct zc_str){ 0 };
    for (const struct zc_node *node = fill ? zc_fill_next(fill, NULL) : NULL; node;
         node = zc_fill_next(fill, node))
        most += is_asked(view, node, &changes);
    view->items = ZC_NEW(&view->arena, struct zc_check_item, most + 1);
    for (const struct zc_node *node = fill ? zc_fill_next(fill, NULL) : NULL; node;
         node = zc_fill_next(fill, node)) {
        if (!is_asked(view, node, &changes))
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

static bool keep(struct zc_check_view *view, struct zc_err *err)
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
        any |= item->verdict != ZC_VERDICT_OPEN;
        put_row(&text, cells, item->corrected ? 5 : 4);
    }
    bool ok = put_setting(view->survey, setting_of(view->dossier.state.rid, &arena),
                          any ? zc_buf_str(&text) : (struct zc_str){ 0 }, err);
    zc_buf_release(&text);
    zc_arena_release(&arena);
    return ok;
}

static struct zc_check_item *item_of(const struct zc_check_view *view, struct zc_str field)
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
    struct zc_check_item *item = row->ncells >= 4 ? item_of(view, row->cells[0]) : NULL;
    if (!item || row->cells[1].len != 1)
        return true;
    char verdict = row->cells[1].ptr[0];
    if (verdict >= '0' && verdict <= '3')
        item->verdict = (enum zc_verdict)(verdict - '0');
    item->way = zc_arena_copy(arena, row->cells[2]);
    item->second = zc_arena_copy(arena, row->cells[3]);
    if (row->ncells == 5) {
        item->corrected = true;
        item->registered = zc_arena_copy(arena, row->cells[4]);
    }
    return true;
}

static bool restore(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct restore restore = { view, heads_text(&view->dossier.state, &arena) };
    struct zc_str text = { 0 };
    bool stopped;
    bool ok = get_setting(view->survey, setting_of(view->dossier.state.rid, &arena), &arena, &text,
                          err) &&
              zc_csv_read(text, ',', restore_row, &restore, &stopped, err);
    zc_arena_release(&arena);
    while (view->focus + 1 < view->nitems && view->items[view->focus].verdict != ZC_VERDICT_OPEN)
        view->focus++;
    return ok;
}

static bool load_record(struct zc_check_view *view, struct zc_err *err)
{
    zc_dossier_release(&view->dossier);
    view->nitems = view->focus = 0;
    view->reason = (struct zc_str){ 0 };
    if (view->nrids == 0)
        return true;
    if (view->at >= view->nrids)
        view->at = 0;
    if (!zc_survey_link(view->survey, err) ||
        !zc_dossier_open(&view->dossier, view->survey, view->rids[view->at], err))
        return false;
    make_items(view);
    return restore(view, err);
}

/* To the first record from here on that is not done; none: nothing stands there. */
static bool go_on(struct zc_check_view *view, struct zc_err *err)
{
    if (view->done && view->ndone == view->nrids) {
        zc_dossier_release(&view->dossier);
        view->nitems = view->focus = 0;
        return true;
    }
    for (size_t i = 0; view->done && view->done[view->at] && i < view->nrids; i++)
        view->at = (view->at + 1) % view->nrids;
    return load_record(view, err);
}

static void read_way_of_checking(struct zc_check_view *view, struct zc_str text)
{
    struct zc_str word;
    while (zc_str_word(&text, &word)) {
        if (zc_str_is(word, "sample"))
            view->source = ZC_CHECK_SAMPLE;
        view->blind |= zc_str_is(word, "blind");
        view->whole |= zc_str_is(word, "whole");
    }
}

static void choose(struct zc_check_view *view, const struct zc_rid *rids, size_t n)
{
    struct zc_rid *copy = ZC_NEW(&view->list, struct zc_rid, n + 1);
    if (n)
        memcpy(copy, rids, n * sizeof *copy);
    view->source = ZC_CHECK_CHOSEN;
    view->rids = copy;
    view->nrids = n;
    view->done = ZC_NEW(&view->list, bool, n + 1);
}

bool zc_check_view_open(struct zc_check_view *view, struct zc_survey *survey,
                        const struct zc_rid *rids, size_t n, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_str text = { 0 };
    *view = (struct zc_check_view){ .survey = survey };
    bool ok = get_setting(survey, way_of_checking, &arena, &text, err);
    read_way_of_checking(view, text);
    zc_arena_release(&arena);
    if (rids)
        choose(view, rids, n);
    if (ok && load_list(view, err) && go_on(view, err))
        return true;
    zc_check_view_release(view);
    return false;
}

void zc_check_view_release(struct zc_check_view *view)
{
    zc_dossier_release(&view->dossier);
    zc_arena_release(&view->list);
    zc_arena_release(&view->arena);
    *view = (struct zc_check_view){ 0 };
}

static bool has_same_heads(const struct zc_state *a, const struct zc_state *b)
{
    return a->nheads == b->nheads && memcmp(a->heads, b->heads, a->nheads * sizeof *a->heads) == 0;
}

/* The place of a record in the list; nrids: it is not there. */
static size_t place_of(const struct zc_check_view *view, struct zc_rid rid)
{
    size_t at = 0;
    while (at < view->nrids && !zc_rid_eq(view->rids[at], rid))
        at++;
    return at;
}

bool zc_check_view_refresh(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state now;
    struct zc_rid rid = view->dossier.state.rid;
    if (!zc_survey_moved_on(view->survey, view->number))
        return true;
    if (!load_list(view, err))
        return false;
    if (!view->dossier.survey)
        return view->done && view->ndone == view->nrids ? true : go_on(view, err);
    size_t at = place_of(view, rid);
    bool same = at < view->nrids && zc_survey_state(view->survey, rid, &arena, &now, err) &&
                has_same_heads(&now, &view->dossier.state);
    zc_arena_release(&arena);
    if (at < view->nrids)
        view->at = at;
    return same || load_record(view, err);
}

bool zc_check_view_turn(struct zc_check_view *view, int by, struct zc_err *err)
{
    size_t step = by < 0 ? view->nrids - 1 : 1;
    if (view->nrids == 0)
        return true;
    for (size_t i = 0; i < view->nrids; i++) {
        view->at = (view->at + step) % view->nrids;
        if (!view->done || view->ndone == view->nrids || !view->done[view->at])
            break;
    }
    return load_record(view, err);
}

bool zc_check_view_use(struct zc_check_view *view, enum zc_check_source source, bool blind,
                       bool whole, struct zc_err *err)
{
    struct zc_buf text = { 0 };
    zc_buf_printf(&text, "%s%s%s", source == ZC_CHECK_SAMPLE ? "sample" : "waiting",
                  blind ? " blind" : "", whole ? " whole" : "");
    bool ok = put_setting(view->survey, way_of_checking, zc_buf_str(&text), err);
    zc_buf_release(&text);
    if (!ok)
        return false;
    view->source = source;
    view->blind = blind;
    view->whole = whole;
    view->at = 0;
    return load_list(view, err) && go_on(view, err);
}

/* Results */

struct zc_check_item *zc_check_view_item(const struct zc_check_view *view)
{
    return view->focus < view->nitems ? &view->items[view->focus] : NULL;
}

bool zc_check_view_hides(const struct zc_check_view *view, const struct zc_check_item *item)
{
    return view->blind && item->verdict == ZC_VERDICT_OPEN;
}

uint32_t zc_check_view_count(const struct zc_check_view *view, enum zc_verdict verdict)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->nitems; i++)
        n += view->items[i].verdict == verdict;
    return n;
}

/* The focused item if a result may be set. */
static struct zc_check_item *settable(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_check_item *item = zc_check_view_item(view);
    if (!item) {
        zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有要核的项目", "there is nothing to check"));
        return NULL;
    }
    if (!zc_store_may_write(view->survey->store, err))
        return NULL;
    if (item->corrected) {
        zc_fail(err, ZC_E_INPUT, "%s",
                ZC_T("这一项已当场改过；要再改请到表里改",
                     "this one is corrected already; edit the record to change it again"));
        return NULL;
    }
    return item;
}

bool zc_check_view_say(struct zc_check_view *view, enum zc_verdict verdict, struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    if (!item)
        return false;
    if (zc_check_view_hides(view, item) && verdict != ZC_VERDICT_UNKNOWN)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("盲核：先按 Enter 填自己问到的",
                            "blind check: press Enter and type what you found first"));
    item->verdict = verdict;
    if (verdict != ZC_VERDICT_DIFFERS)
        item->second = (struct zc_str){ 0 };
    return keep(view, err);
}

/* Typed text as it would be stored. */
static bool read_answer(struct zc_check_view *view, struct zc_str field, struct zc_str text,
                        struct zc_str *out, struct zc_err *err)
{
    struct zc_fill *fill = zc_survey_fill(view->survey, &view->dossier.state);
    struct zc_node *node = fill ? zc_fill_node(fill, field) : NULL;
    bool ok = !node || zc_fill_set(fill, node, text, err);
    if (ok)
        *out = zc_arena_copy(&view->arena, node ? node->value : text);
    zc_fill_free(fill);
    return ok;
}

bool zc_check_view_found(struct zc_check_view *view, struct zc_str text, struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    struct zc_str value;
    if (!item || !read_answer(view, item->field, text, &value, err))
        return false;
    item->second = value;
    item->verdict = zc_difference_kind(item->registered, value) == ZC_DIFFERENCE_SAME
                        ? ZC_VERDICT_AGREES
                        : ZC_VERDICT_DIFFERS;
    return keep(view, err);
}

bool zc_check_view_set_way(struct zc_check_view *view, struct zc_str way, struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    if (!item)
        return false;
    item->way = zc_arena_copy(&view->arena, way);
    return keep(view, err);
}

bool zc_check_view_set_reason(struct zc_check_view *view, struct zc_str reason, struct zc_err *err)
{
    if (view->nitems == 0 || zc_str_eq(view->reason, reason))
        return true;
    view->reason = zc_arena_copy(&view->arena, reason);
    return keep(view, err);
}

/* Finishing */

/* What was found becomes a recheck; what was kept until now is forgotten. */
static bool keep_results(struct zc_check_view *view, char found, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_recheck_item *items = ZC_NEW(&arena, struct zc_recheck_item, view->nitems + 1);
    struct zc_recheck recheck = { .batch = view->batch.name,
                                  .form = view->dossier.state.form,
                                  .unit = view->dossier.state.rid,
                                  .found = found,
                                  .blind = view->blind,
                                  .items = items };
    for (uint32_t i = 0; i < view->nitems; i++) {
        const struct zc_check_item *item = &view->items[i];
        bool agrees = item->verdict == ZC_VERDICT_AGREES;
        if (item->verdict == ZC_VERDICT_OPEN)
            continue;
        items[recheck.n++] = (struct zc_recheck_item){
            .field = item->field,
            .registered = item->registered,
            .second = agrees ? item->registered : item->second,
            .way = item->way,
            .verdict = item->verdict,
        };
    }
    bool ok =
        zc_recheck_put(view->survey, &recheck, err) &&
        put_setting(view->survey, setting_of(recheck.unit, &arena), (struct zc_str){ 0 }, err);
    zc_arena_release(&arena);
    return ok;
}

static bool finish(struct zc_check_view *view, char found, struct zc_err *err)
{
    if (!keep_results(view, found, err))
        return false;
    if (view->done && !view->done[view->at]) {
        view->done[view->at] = true;
        view->ndone++;
    }
    if (view->source == ZC_CHECK_SAMPLE && !zc_recheck_form(view->survey->pack))
        view->at = (view->at + 1) % view->nrids; /* nothing tells that this one is done */
    return load_list(view, err) && go_on(view, err);
}

static bool is_finished(const struct zc_check_view *view, struct zc_err *err)
{
    uint32_t open = zc_check_view_count(view, ZC_VERDICT_OPEN);
    if (!view->dossier.survey)
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有要核的记录", "there is nothing to check"));
    return open == 0 || zc_fail(err, ZC_E_INPUT,
                                ZC_T("还有 %u 项未核", "%u questions are not checked yet"), open);
}

static enum zc_status level_of(enum zc_rank rank)
{
    return rank <= ZC_RANK_LEADER   ? ZC_STATUS_GROUP_OK
           : rank == ZC_RANK_OFFICE ? ZC_STATUS_TOWN_OK
                                    : ZC_STATUS_LOCKED;
}

/* In a sample what stands at one's own level, or above it, has passed. */
static bool has_passed(const struct zc_check_view *view)
{
    const struct zc_state *state = &view->dossier.state;
    return view->source == ZC_CHECK_SAMPLE && state->status >= ZC_STATUS_GROUP_OK &&
           state->status <= ZC_STATUS_LOCKED &&
           state->status >= level_of(view->survey->person.role);
}

bool zc_check_view_pass(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_review pass = { .act = ZC_ACT_PASS };
    uint32_t wrong = 0;
    if (!is_finished(view, err))
        return false;
    for (uint32_t i = 0; i < view->nitems; i++)
        wrong += view->items[i].verdict != ZC_VERDICT_AGREES && !view->items[i].corrected;
    if (wrong > 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("%u 项不一致或问不到，不能通过；按 F8 退回",
                            "%u questions differ or could not be found out; F8 returns it"),
                       wrong);
    if (has_passed(view))
        return finish(view, '1', err);
    if (!zc_review_act(view->survey, &view->dossier.state, &pass, err))
        return false;
    view->npassed++;
    return finish(view, '1', err);
}

bool zc_check_view_return(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_review back = { .act = ZC_ACT_RETURN, .reason = view->reason };
    if (!view->dossier.survey)
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有要核的记录", "there is nothing to check"));
    if (!zc_review_act(view->survey, &view->dossier.state, &back, err))
        return false;
    view->nreturned++;
    return finish(view, '1', err);
}

bool zc_check_view_note(struct zc_check_view *view, bool found, struct zc_err *err)
{
    if ((found && !is_finished(view, err)) || !zc_store_may_write(view->survey->store, err))
        return false;
    if (!view->dossier.survey || view->source == ZC_CHECK_WAITING)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("只有抽样可以只记结果；这一条请通过或退回",
                            "only in a sample results can be kept alone; pass or return this one"));
    return finish(view, found ? '1' : '2', err);
}

/* On the spot */

static bool write_second(struct zc_check_view *view, const struct zc_check_item *item,
                         struct zc_err *err)
{
    const struct zc_state *state = &view->dossier.state;
    struct zc_entry *entry =
        zc_entry_open(view->survey, state->rid, state->heads, state->nheads, err);
    struct zc_node *node = entry ? zc_fill_node(entry->fill, item->field) : NULL;
    bool ok = node && zc_fill_set(entry->fill, node, item->second, err) &&
              zc_entry_save(entry, ZC_SAVE_DATA, (struct zc_str){ 0 }, NULL, err);
    zc_entry_free(entry);
    return ok;
}

/* The record was read anew; the results are about the same questions. */
static void take_over(struct zc_check_view *view, const struct zc_check_item *items, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct zc_check_item *item = item_of(view, items[i].field);
        if (!item)
            continue;
        item->verdict = items[i].verdict;
        item->corrected = items[i].corrected;
        item->way = zc_arena_copy(&view->arena, items[i].way);
        item->second = zc_arena_copy(&view->arena, items[i].second);
        item->registered = zc_arena_copy(&view->arena, items[i].registered);
    }
}

static struct zc_check_item *copy_items(const struct zc_check_view *view, struct zc_arena *arena)
{
    struct zc_check_item *copy = ZC_NEW(arena, struct zc_check_item, view->nitems + 1);
    for (uint32_t i = 0; i < view->nitems; i++) {
        copy[i] = view->items[i];
        copy[i].field = zc_arena_copy(arena, copy[i].field);
        copy[i].way = zc_arena_copy(arena, copy[i].way);
        copy[i].second = zc_arena_copy(arena, copy[i].second);
        copy[i].registered = zc_arena_copy(arena, copy[i].registered);
    }
    return copy;
}

bool zc_check_view_correct(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    struct zc_arena arena = { 0 };
    uint32_t focus = view->focus, n = view->nitems;
    struct zc_rid rid = view->dossier.state.rid;
    if (!item)
        return false;
    if (item->verdict != ZC_VERDICT_DIFFERS)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("先按 2 填核实到的值，再当场代改",
                            "press 2 and type what was found, then it can be corrected"));
    if (!write_second(view, item, err))
        return false;
    item->corrected = true;
    struct zc_check_item *before = copy_items(view, &arena);
    struct zc_str reason = zc_arena_copy(&arena, view->reason);
    bool ok = load_list(view, err);
    size_t at = place_of(view, rid);
    view->at = at < view->nrids ? at : view->at;
    ok = ok && load_record(view, err);
    if (ok && zc_rid_eq(view->dossier.state.rid, rid)) {
        take_over(view, before, n);
        view->reason = zc_arena_copy(&view->arena, reason);
        view->focus = focus < view->nitems ? focus : 0;
        ok = keep(view, err);
    }
    zc_arena_release(&arena);
    return ok;
}

#include "tui/conflict_view.h"
#include "tui/review.h"
#include "tui/rid_list.h"
#include <stdlib.h>
#include <string.h>

/* The queue: records in conflict, form by form. */

static bool load_queue(struct zc_conflict_view *view, struct zc_err *err)
{
    struct zc_rid_list queue = { 0 };
    const struct zc_pack *pack = view->survey->pack;
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    zc_arena_reset(&view->queue);
    for (uint32_t i = 0; ok && i < pack->nforms; i++) {
        struct zc_view_spec spec = { .kind = ZC_VIEW_QUEUE,
                                     .form = pack->forms[i]->id,
                                     .arg = ZC_STR("conflict") };
        ok = zc_rid_list_add_view(&queue, txn, &spec, err);
    }
    view->number = txn ? zc_txn_number(txn) : 0;
    zc_txn_abort(txn);
    view->nrids = queue.n;
    view->rids = zc_rid_list_take(&queue, &view->queue);
    return ok;
}

/* The queue with the cursor on a record; one that it lacks (void, hidden) is put in front. */
static void stand_on(struct zc_conflict_view *view, struct zc_rid rid)
{
    for (size_t i = 0; i < view->nrids; i++) {
        if (zc_rid_eq(view->rids[i], rid)) {
            view->at = i;
            return;
        }
    }
    struct zc_rid *rids = ZC_NEW(&view->queue, struct zc_rid, view->nrids + 1);
    rids[0] = rid;
    if (view->nrids)
        memcpy(rids + 1, view->rids, view->nrids * sizeof *rids);
    view->rids = rids;
    view->nrids++;
    view->at = 0;
}

/* The fields of a record */

/* By group, person and device; the older step first. */
static int cmp_author(const struct zc_step *a, const struct zc_step *b)
{
    static const char *const attrs[] = { "g", "by", "dev" };
    int order = 0;
    for (size_t i = 0; order == 0 && i < sizeof attrs / sizeof attrs[0]; i++)
        order = zc_str_cmp(zc_rev_attr(a->rev, attrs[i]), zc_rev_attr(b->rev, attrs[i]));
    return order;
}

static const struct zc_step *step_at(const struct zc_conflict_view *view, uint32_t step)
{
    return &view->dossier.history.steps[step];
}

static bool stands_before(const struct zc_conflict_view *view, const struct zc_conflict_value *a,
                          const struct zc_conflict_value *b)
{
    int order = cmp_author(step_at(view, a->step), step_at(view, b->step));
    return order < 0 || (order == 0 && a->step < b->step);
}

/* Each different value once, with the author who stands first. */
static void make_values(struct zc_conflict_view *view, struct zc_conflict_row *row)
{
    const struct zc_parting *parting = &row->parting;
    struct zc_conflict_value *values =
        ZC_NEW(&view->arena, struct zc_conflict_value, parting->nsides + 1);
    for (uint32_t i = 0; i < parting->nsides; i++) {
        struct zc_conflict_value value = { parting->sides[i].value, parting->sides[i].step };
        uint32_t at = 0;
        while (at < row->nvalues && !zc_str_eq(values[at].value, value.value))
            at++;
        if (at == row->nvalues)
            values[row->nvalues++] = value;
        else if (stands_before(view, &value, &values[at]))
            values[at] = value;
        for (; at > 0 && stands_before(view, &values[at], &values[at - 1]); at--) {
            struct zc_conflict_value lower = values[at];
            values[at] = values[at - 1];
            values[at - 1] = lower;
        }
    }
    row->values = values;
}

static void add_conflict(struct zc_conflict_view *view, struct zc_str field)
{
    struct zc_conflict_row *row = &view->rows[view->nrows++];
    *row =
        (struct zc_conflict_row){ .field = field,
                                  .label = zc_dossier_label(&view->dossier, field, &view->arena) };
    zc_history_parting(&view->dossier.history, field, &view->arena, &row->parting);
    make_values(view, row);
}

static void add_taken(struct zc_conflict_view *view, const struct zc_taken *taken)
{
    struct zc_conflict_row *row = &view->rows[view->nrows++];
    struct zc_conflict_value *value = ZC_NEW(&view->arena, struct zc_conflict_value, 1);
    struct zc_str *before = ZC_NEW(&view->arena, struct zc_str, 1);
    *value = (struct zc_conflict_value){ taken->value, taken->step };
    *before = taken->before;
    *row = (struct zc_conflict_row){
        .field = taken->field,
        .label = zc_dossier_label(&view->dossier, taken->field, &view->arena),
        .nvalues = 1,
        .values = value,
        .parting = { .nbefore = 1, .before = before, .common = ZC_NO_STEP },
        .take = ZC_TAKE_AUTO,
        .taken = taken->value,
    };
}

static void make_rows(struct zc_conflict_view *view)
{
    const struct zc_state *state = &view->dossier.state;
    const struct zc_taken *taken;
    size_t n;
    zc_arena_reset(&view->arena);
    zc_history_taken(&view->dossier.history, &view->arena, &taken, &n);
    view->rows = ZC_NEW(&view->arena, struct zc_conflict_row, state->nconflicts + n + 1);
    view->nrows = view->focus = 0;
    for (uint32_t i = 0; i < state->nfields; i++)
        if (zc_field_in_conflict(&state->fields[i]))
            add_conflict(view, state->fields[i].name);
    view->nconflicts = view->nrows;
    for (size_t i = 0; i < n; i++)
        add_taken(view, &taken[i]);
}

static bool load_record(struct zc_conflict_view *view, struct zc_err *err)
{
    zc_dossier_release(&view->dossier);
    view->nrows = view->nconflicts = view->focus = 0;
    if (view->nrids == 0)
        return true;
    if (view->at >= view->nrids)
        view->at = 0;
    if (!zc_dossier_open(&view->dossier, view->survey, view->rids[view->at], err))
        return false;
    make_rows(view);
    return true;
}

bool zc_conflict_view_open(struct zc_conflict_view *view, struct zc_survey *survey,
                           const struct zc_rid *first, struct zc_err *err)
{
    *view = (struct zc_conflict_view){ .survey = survey };
    bool ok = load_queue(view, err);
    if (ok && first)
        stand_on(view, *first);
    if (ok && load_record(view, err))
        return true;
    zc_conflict_view_release(view);
    return false;
}

void zc_conflict_view_release(struct zc_conflict_view *view)
{
    zc_dossier_release(&view->dossier);
    zc_arena_release(&view->queue);
    zc_arena_release(&view->arena);
    *view = (struct zc_conflict_view){ 0 };
}

static bool has_same_heads(const struct zc_state *a, const struct zc_state *b)
{
    return a->nheads == b->nheads && memcmp(a->heads, b->heads, a->nheads * sizeof *a->heads) == 0;
}

bool zc_conflict_view_refresh(struct zc_conflict_view *view, struct zc_err *err)
{
    struct zc_dossier now;
    bool stood = view->nrids > 0;
    struct zc_rid rid = stood ? view->rids[view->at] : (struct zc_rid){ 0 };
    if (!zc_survey_moved_on(view->survey, view->number))
        return true;
    if (!load_queue(view, err))
        return false;
    if (!stood || !view->dossier.survey)
        return load_record(view, err);
    if (!zc_dossier_open(&now, view->survey, rid, err))
        return false;
    bool same = has_same_heads(&now.state, &view->dossier.state);
    bool open = now.state.nconflicts > 0;
    zc_dossier_release(&now);
    if (open || same)
        stand_on(view, rid);
    return same || load_record(view, err);
}

bool zc_conflict_view_turn(struct zc_conflict_view *view, int by, struct zc_err *err)
{
    if (view->nrids > 0)
        view->at = (view->at + view->nrids + (size_t)(by < 0 ? view->nrids - 1 : 1)) % view->nrids;
    return load_record(view, err);
}

/* Taking */

struct zc_conflict_row *zc_conflict_view_row(const struct zc_conflict_view *view)
{
    return view->focus < view->nrows ? &view->rows[view->focus] : NULL;
}

void zc_conflict_view_page(struct zc_conflict_view *view, int by)
{
    struct zc_conflict_row *row = zc_conflict_view_row(view);
    if (row && by > 0 && row->at + 2 < row->nvalues)
        row->at++;
    if (row && by < 0 && row->at > 0)
        row->at--;
}

/* The focused row if the person may decide it. */
static struct zc_conflict_row *decidable(struct zc_conflict_view *view, struct zc_err *err)
{
    struct zc_conflict_row *row = zc_conflict_view_row(view);
    if (!row) {
        zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有冲突", "there is no conflict"));
        return NULL;
    }
    if (!zc_store_may_write(view->survey->store, err) ||
        !zc_review_may_decide(view->survey, &view->dossier.state, err))
        return NULL;
    if (row->take == ZC_TAKE_AUTO) {
        zc_fail(err, ZC_E_INPUT, "%s",
                ZC_T("只有一边改过，已自动取；要改请到表里改",
                     "only one side changed it, which stands already; edit the record to change "
                     "it"));
        return NULL;
    }
    return row;
}

static bool set_taken(struct zc_conflict_row *row, enum zc_take how, struct zc_str value)
{
    row->take = how;
    row->taken = value;
    return true;
}

bool zc_conflict_view_take(struct zc_conflict_view *view, unsigned side, struct zc_err *err)
{
    struct zc_conflict_row *row = decidable(view, err);
    return row && set_taken(row, ZC_TAKE_VALUE, row->values[row->at + side].value);
}

bool zc_conflict_view_take_before(struct zc_conflict_view *view, struct zc_err *err)
{
    struct zc_conflict_row *row = decidable(view, err);
    if (row && row->parting.nbefore > 1)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("原来就有多个值，请取一边或手填",
                            "there were several values before; take a side or type one"));
    return row && set_taken(row, ZC_TAKE_BEFORE,
                            row->parting.nbefore ? row->parting.before[0] : (struct zc_str){ 0 });
}

static bool has_several_choices(const struct zc_conflict_view *view, struct zc_str field)
{
    const struct zc_question *q =
        view->dossier.form ? zc_form_field(view->dossier.form, field) : NULL;
    return q && q->type == ZC_TYPE_SELECT_MULTIPLE;
}

bool zc_conflict_view_take_all(struct zc_conflict_view *view, struct zc_err *err)
{
    struct zc_conflict_row *row = decidable(view, err);
    struct zc_buf all = { 0 };
    struct zc_str value, word;
    if (!row)
        return false;
    if (!has_several_choices(view, row->field))
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("只有可多选的项能都留", "only where several choices may be ticked can "
                                                    "all be kept"));
    for (uint32_t i = 0; i < row->nvalues; i++) {
        for (value = row->values[i].value; zc_str_word(&value, &word);) {
            if (!zc_str_has_word(zc_buf_str(&all), word))
                zc_buf_printf(&all, "%s%.*s", all.len ? " " : "", ZC_ARG(word));
        }
    }
    bool ok = zc_review_read(view->survey, &view->dossier.state, row->field, zc_buf_str(&all),
                             &view->arena, &value, err) &&
              set_taken(row, ZC_TAKE_ALL, zc_arena_copy(&view->arena, value));
    zc_buf_release(&all);
    return ok;
}

bool zc_conflict_view_type(struct zc_conflict_view *view, struct zc_str text, struct zc_err *err)
{
    struct zc_conflict_row *row = decidable(view, err);
    struct zc_str value;
    return row &&
           zc_review_read(view->survey, &view->dossier.state, row->field, text, &view->arena,
                          &value, err) &&
           set_taken(row, ZC_TAKE_TYPED, zc_arena_copy(&view->arena, value));
}

bool zc_conflict_view_take_side(struct zc_conflict_view *view, unsigned side, struct zc_err *err)
{
    const struct zc_conflict_row *focused = decidable(view, err);
    if (!focused)
        return false;
    const struct zc_step *author = step_at(view, focused->values[focused->at + side].step);
    for (uint32_t i = 0; i < view->nconflicts; i++) {
        struct zc_conflict_row *row = &view->rows[i];
        for (uint32_t s = 0; s < row->parting.nsides; s++)
            if (cmp_author(step_at(view, row->parting.sides[s].step), author) == 0)
                set_taken(row, ZC_TAKE_VALUE, row->parting.sides[s].value);
    }
    return true;
}

uint32_t zc_conflict_view_left(const struct zc_conflict_view *view)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->nconflicts; i++)
        n += view->rows[i].take == ZC_TAKE_OPEN;
    return n;
}

bool zc_conflict_view_decide(struct zc_conflict_view *view, struct zc_str reason, uint32_t *n,
                             struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    uint32_t left = zc_conflict_view_left(view);
    *n = view->nconflicts;
    if (*n == 0)
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有冲突", "there is no conflict"));
    if (!zc_store_may_write(view->survey->store, err) ||
        !zc_review_may_decide(view->survey, &view->dossier.state, err))
        return false;
    if (left > 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("还有 %u 项待定，标着 ?", "%u fields are open, marked ?"), left);
    struct zc_pair *decisions = ZC_NEW(&arena, struct zc_pair, *n);
    for (uint32_t i = 0; i < *n; i++)
        decisions[i] = (struct zc_pair){ view->rows[i].field, view->rows[i].taken };
    bool ok = zc_review_decide_all(view->survey, &view->dossier.state, decisions, *n, reason, err);
    view->decided += ok;
    zc_arena_release(&arena);
    return ok;
}

bool zc_conflict_view_undo(struct zc_conflict_view *view, struct zc_rid *rid, struct zc_err *err)
{
    if (view->decided == 0)
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有可撤销的", "there is nothing to undo"));
    if (!zc_review_undo_last(view->survey, rid, err))
        return false;
    view->decided--;
    if (!load_queue(view, err))
        return false;
    stand_on(view, *rid);
    return load_record(view, err);
}

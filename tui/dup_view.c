#include "tui/dup_view.h"
#include "core/name_key.h"
#include "storage/attach.h"
#include "storage/local.h"
#include "tui/review.h"
#include <stdio.h>

static const struct zc_str setting = ZC_LIT("dups");

void zc_dup_view_init(struct zc_dup_view *view, struct zc_survey *survey)
{
    *view = (struct zc_dup_view){ .survey = survey };
}

static void close_pair(struct zc_dup_view *view)
{
    for (int side = 0; side < 2; side++)
        zc_dossier_release(&view->sides[side]);
    zc_arena_reset(&view->arena);
    view->open = false;
    view->nrows = 0;
}

void zc_dup_view_release(struct zc_dup_view *view)
{
    close_pair(view);
    zc_dup_list_release(&view->pairs);
    zc_arena_release(&view->arena);
}

const struct zc_dup_pair *zc_dup_view_pair(const struct zc_dup_view *view)
{
    return view->at < view->pairs.n ? &view->pairs.all[view->at] : NULL;
}

/* The count that home shows. Where nothing can be written it stays as it was. */
static void note_count(struct zc_dup_view *view)
{
    struct zc_err err = { 0 };
    char text[24];
    if (!zc_store_may_write(view->survey->store, &err))
        return;
    snprintf(text, sizeof text, "%zu", view->pairs.n);
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_WRITE, &err);
    if (txn)
        zc_txn_end(txn, zc_setting_put(txn, setting, zc_str_of(text), &err), &err);
}

bool zc_dup_last_count(struct zc_txn *txn, uint64_t *n)
{
    struct zc_arena arena = { 0 };
    bool known = zc_str_to_u64(zc_setting_get(txn, setting, &arena), n);
    zc_arena_release(&arena);
    return known;
}

/* The rows */

static const enum zc_role compared[] = { ZC_ROLE_NAME,    ZC_ROLE_SIGN,      ZC_ROLE_CODE,
                                         ZC_ROLE_ALTCODE, ZC_ROLE_PHONE,     ZC_ROLE_ADDR,
                                         ZC_ROLE_STREET,  ZC_ROLE_COMMUNITY, ZC_ROLE_INDUSTRY };
enum { COMPARED = sizeof compared / sizeof compared[0] };

static bool is_compared(const struct zc_question *q)
{
    for (size_t i = 0; i < COMPARED; i++) {
        if (q->role == compared[i])
            return true;
    }
    return false;
}

static bool same_phone(struct zc_str a, struct zc_str b)
{
    struct zc_buf left = { 0 }, right = { 0 };
    zc_phone_key(a, &left);
    zc_phone_key(b, &right);
    bool same = left.len > 0 && zc_str_eq(zc_buf_str(&left), zc_buf_str(&right));
    zc_buf_release(&left);
    zc_buf_release(&right);
    return same;
}

static enum zc_dup_likeness compare_addr(struct zc_str a, struct zc_str b,
                                         const struct zc_gazetteer *places)
{
    struct zc_addr_key left = { 0 }, right = { 0 };
    zc_addr_key_set(&left, places, a);
    zc_addr_key_set(&right, places, b);
    struct zc_str house = zc_addr_key_house(&left);
    bool same = true, near = house.len > 0 && zc_str_eq(house, zc_addr_key_house(&right));
    for (int part = 0; part < ZC_ADDR_PARTS; part++)
        same &= zc_str_eq(zc_addr_key_part(&left, part), zc_addr_key_part(&right, part));
    near &=
        zc_str_eq(zc_addr_key_part(&left, ZC_ADDR_ROAD), zc_addr_key_part(&right, ZC_ADDR_ROAD));
    zc_addr_key_release(&left);
    zc_addr_key_release(&right);
    return same ? ZC_LIKE_SAME : near ? ZC_LIKE_HOUSE : ZC_LIKE_OTHER;
}

/* Share of a name that both have, places and legal form apart. */
static double share_of(struct zc_str a, struct zc_str b, const struct zc_gazetteer *places)
{
    struct zc_name_key left = { 0 }, right = { 0 };
    bool trade_name;
    zc_name_key_set(&left, places, a);
    zc_name_key_set(&right, places, b);
    double share = zc_name_overlap(zc_buf_str(&left.loose), zc_buf_str(&right.loose), &trade_name);
    zc_name_key_release(&left);
    zc_name_key_release(&right);
    return share;
}

static void weigh(struct zc_dup_row *row, enum zc_role role, struct zc_str a, struct zc_str b,
                  const struct zc_gazetteer *places)
{
    uint64_t x, y;
    if (a.len == 0 || b.len == 0) {
        row->likeness = ZC_LIKE_ONE;
    } else if (zc_str_eq(a, b) || (role == ZC_ROLE_PHONE && same_phone(a, b))) {
        row->likeness = ZC_LIKE_SAME;
    } else if (role == ZC_ROLE_ADDR) {
        row->likeness = compare_addr(a, b, places);
    } else if (role == ZC_ROLE_NAME || role == ZC_ROLE_SIGN) {
        row->likeness = ZC_LIKE_ALIKE;
        row->share = share_of(a, b, places);
    } else {
        row->likeness = ZC_LIKE_OTHER;
        row->numbers = zc_str_to_u64(a, &x) && zc_str_to_u64(b, &y);
        row->apart = row->numbers ? (x > y ? x - y : y - x) : 0;
    }
}

static void add_question(struct zc_dup_view *view, struct zc_dup_row *rows,
                         const struct zc_question *q, bool if_differs)
{
    struct zc_str stored[2];
    struct zc_dup_row *row = &rows[view->nrows];
    for (int side = 0; side < 2; side++)
        stored[side] = zc_state_value(&view->sides[side].state, q->field);
    if (stored[0].len + stored[1].len == 0 || (if_differs && zc_str_eq(stored[0], stored[1])))
        return;
    *row = (struct zc_dup_row){
        .label = zc_dossier_label(&view->sides[0], q->field, &view->arena),
        .values = { zc_dossier_value(&view->sides[0], q->field, stored[0], &view->arena),
                    zc_dossier_value(&view->sides[1], q->field, stored[1], &view->arena) },
    };
    bool counts = q->type == ZC_TYPE_INTEGER;
    weigh(row, q->role, stored[0], stored[1], zc_store_gazetteer(view->survey->store));
    row->numbers = row->numbers && counts;
    view->nrows++;
}

static struct zc_str when_made(const struct zc_dossier *dossier, struct zc_arena *arena)
{
    const struct zc_history *history = &dossier->history;
    if (history->n == 0)
        return (struct zc_str){ 0 };
    return zc_arena_printf(arena, "%.*s %.*s",
                           ZC_ARG(zc_dossier_who(dossier, &history->steps[0], arena)),
                           ZC_ARG(zc_step_when(&history->steps[0], arena)));
}

static struct zc_str status_text(const struct zc_dossier *dossier, struct zc_arena *arena)
{
    enum zc_style style;
    const char *word;
    enum zc_glyph sign = zc_state_sign(&dossier->state, &style, &word);
    return zc_arena_printf(arena, "%s%s", zc_glyph(sign), word);
}

/* What tells units apart, then what else differs, then who registered it and how far it is. */
static void make_rows(struct zc_dup_view *view)
{
    const struct zc_form *form = view->sides[0].form;
    uint32_t most = COMPARED + 2 + (form ? form->nquestions : 0);
    struct zc_dup_row *rows = ZC_NEW(&view->arena, struct zc_dup_row, most);
    for (size_t i = 0; form && i < COMPARED; i++) {
        if (form->by_role[compared[i]])
            add_question(view, rows, form->by_role[compared[i]], false);
    }
    for (uint32_t i = 0; form && i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (zc_type_has_answer(q->type) && q->kept && !q->repeat && !is_compared(q))
            add_question(view, rows, q, true);
    }
    rows[view->nrows++] = (struct zc_dup_row){
        .label = zc_str_of(ZC_T("登记", "registered")),
        .values = { when_made(&view->sides[0], &view->arena),
                    when_made(&view->sides[1], &view->arena) },
        .likeness = ZC_LIKE_ONE,
    };
    rows[view->nrows++] = (struct zc_dup_row){
        .label = zc_str_of(ZC_T("状态", "status")),
        .values = { status_text(&view->sides[0], &view->arena),
                    status_text(&view->sides[1], &view->arena) },
        .likeness = ZC_LIKE_ONE,
    };
    view->rows = rows;
    view->focus = view->focus < view->nrows ? view->focus : 0;
}

/* The pair */

static bool open_pair(struct zc_dup_view *view, struct zc_err *err)
{
    close_pair(view);
    if (view->at >= view->pairs.n)
        view->at = 0;
    const struct zc_dup_pair *pair = zc_dup_view_pair(view);
    if (!pair)
        return true;
    if (!zc_dossier_open(&view->sides[0], view->survey, pair->a, err) ||
        !zc_dossier_open(&view->sides[1], view->survey, pair->b, err))
        return false;
    make_rows(view);
    view->open = true;
    return true;
}

bool zc_dup_view_take(struct zc_dup_view *view, const struct zc_dup_list *pairs, struct zc_err *err)
{
    view->pairs.n = view->at = view->decided = 0;
    for (size_t i = 0; i < pairs->n; i++)
        zc_dup_list_add(&view->pairs, &pairs->all[i]);
    note_count(view);
    return open_pair(view, err);
}

bool zc_dup_view_turn(struct zc_dup_view *view, int by, struct zc_err *err)
{
    size_t n = view->pairs.n;
    if (n > 0)
        view->at = (view->at + (by < 0 ? n - 1 : 1)) % n;
    view->focus = 0;
    return open_pair(view, err);
}

static bool is_settled(struct zc_survey *survey, const struct zc_dup_pair *pair, bool *settled,
                       struct zc_err *err)
{
    const struct zc_rid rids[] = { pair->a, pair->b };
    struct zc_arena arena = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL, found;
    *settled = ok && zc_dup_is_distinct(txn, pair->a, pair->b);
    for (int i = 0; ok && i < 2; i++) {
        struct zc_state state;
        ok = zc_record_get(txn, rids[i], &arena, &state, &found, err);
        *settled |= ok && (!found || !zc_record_is_visible(txn, &state));
    }
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok;
}

/* Takes settled pairs off the list, beginning with the shown one. */
static bool drop_settled(struct zc_dup_view *view, struct zc_err *err)
{
    size_t kept = 0, at = view->at;
    bool settled;
    for (size_t i = 0; i < view->pairs.n; i++) {
        if (!is_settled(view->survey, &view->pairs.all[i], &settled, err))
            return false;
        if (!settled)
            view->pairs.all[kept++] = view->pairs.all[i];
        else if (i < view->at)
            at--;
    }
    if (kept < view->pairs.n) {
        view->pairs.n = kept;
        view->at = at;
        note_count(view);
    }
    return true;
}

bool zc_dup_view_refresh(struct zc_dup_view *view, struct zc_err *err)
{
    if (!view->open || !zc_survey_moved_on(view->survey, view->sides[1].number))
        return true;
    return drop_settled(view, err) && open_pair(view, err);
}

unsigned zc_dup_view_elder(const struct zc_dup_view *view)
{
    struct zc_str a = view->sides[0].state.created, b = view->sides[1].state.created;
    return a.len > 0 && (b.len == 0 || zc_str_cmp(a, b) <= 0) ? 0 : 1;
}

/* Deciding */

static bool is_open(const struct zc_dup_view *view, struct zc_err *err)
{
    return view->open ||
           zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有疑似重复", "there is no pair to decide"));
}

bool zc_dup_view_may(const struct zc_dup_view *view, struct zc_err *err)
{
    return is_open(view, err) && zc_store_may_write(view->survey->store, err) &&
           zc_review_may(view->survey, &view->sides[0].state, ZC_ACT_LINK, err);
}

/* A file that an answer names goes with it. */
static bool follows(const struct zc_entry *entry, struct zc_rid from, const struct zc_question *q,
                    struct zc_str value)
{
    struct zc_err err = { 0 };
    return q->type != ZC_TYPE_FILE ||
           zc_attach_follow(zc_store_dir(entry->survey->store), from, entry->rid, value, &err);
}

/* The answers that the record lacks, from the other one; what the form does not ask here or does
 * not take stays out. */
static uint32_t fill_in(struct zc_entry *entry, const struct zc_state *from)
{
    const struct zc_form *form = entry->form;
    uint32_t n = 0;
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        struct zc_str value = zc_state_value(from, q->field);
        struct zc_node *node =
            q->kept && !q->repeat && value.len > 0 ? zc_fill_node(entry->fill, q->field) : NULL;
        struct zc_err refused = { 0 };
        if (node && node->value.len == 0 && node->relevant && !q->calculation &&
            zc_type_has_answer(q->type) && !zc_entry_is_blocked(entry, node) &&
            follows(entry, from->rid, q, value) && zc_fill_set(entry->fill, node, value, &refused))
            n++;
    }
    return n;
}

static bool complete(struct zc_survey *survey, struct zc_rid keep, const struct zc_state *from,
                     uint32_t *n, struct zc_err *err)
{
    struct zc_entry *entry = zc_entry_open(survey, keep, NULL, 0, err);
    *n = entry ? fill_in(entry, from) : 0;
    bool ok =
        entry && (*n == 0 || zc_entry_save(entry, ZC_SAVE_DATA, (struct zc_str){ 0 }, NULL, err));
    zc_entry_free(entry);
    return ok;
}

/* After a decision the next pair shows in the place of this one. */
static bool go_on(struct zc_dup_view *view, struct zc_err *err)
{
    view->undone = *zc_dup_view_pair(view);
    view->can_undo = true;
    view->decided++;
    view->focus = 0;
    return drop_settled(view, err) && open_pair(view, err);
}

bool zc_dup_view_link(struct zc_dup_view *view, unsigned keep, uint32_t *n, struct zc_err *err)
{
    if (!zc_dup_view_may(view, err))
        return false;
    const struct zc_state *kept = &view->sides[keep].state, *other = &view->sides[1 - keep].state;
    struct zc_review what = { .act = ZC_ACT_LINK, .other = kept->rid };
    zc_survey_one_act(view->survey);
    bool ok = zc_review_may(view->survey, other, ZC_ACT_LINK, err) &&
              complete(view->survey, kept->rid, other, n, err) &&
              zc_review_act(view->survey, other, &what, err);
    zc_survey_each_act(view->survey);
    return ok && go_on(view, err);
}

bool zc_dup_view_undo(struct zc_dup_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs;
    size_t n = 0;
    bool ok = (view->can_undo ||
               zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有可撤销的", "there is nothing to undo"))) &&
              zc_review_last_act(view->survey, &arena, &revs, &n, err) &&
              zc_review_may_undo(view->survey, revs, n, err) &&
              zc_review_undo(view->survey, revs, n, err);
    zc_arena_release(&arena);
    if (!ok)
        return false;
    view->can_undo = false;
    view->decided--;
    zc_dup_list_add(&view->pairs, &view->undone);
    view->at = view->pairs.n - 1;
    note_count(view);
    return open_pair(view, err);
}

bool zc_dup_view_distinct(struct zc_dup_view *view, struct zc_err *err)
{
    if (!zc_dup_view_may(view, err))
        return false;
    struct zc_review what = { .act = ZC_ACT_DISTINCT, .other = view->sides[1].state.rid };
    return zc_review_act(view->survey, &view->sides[0].state, &what, err) && go_on(view, err);
}

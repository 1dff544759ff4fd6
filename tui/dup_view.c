#include "tui/dup_view.h"
#include "core/alloc.h"
#include "core/name_key.h"
#include "tui/dup_job.h"
#include "tui/record_view.h"
#include "tui/review.h"
#include <string.h>

void zc_dup_view_init(struct zc_dup_view *view, struct zc_survey *survey)
{
    *view = (struct zc_dup_view){ .survey = survey };
}

static void close_pair(struct zc_dup_view *view)
{
    zc_dup_merge_release(&view->merge);
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
    zc_dup_list_release(&view->before);
    zc_arena_release(&view->arena);
}

const struct zc_dup_pair *zc_dup_view_pair(const struct zc_dup_view *view)
{
    return view->at < view->pairs.n ? &view->pairs.all[view->at] : NULL;
}

static void note_count(const struct zc_dup_view *view)
{
    zc_dup_note_count(view->survey->store, view->pairs.n);
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
    zc_dup_merge_open(&view->merge, view->sides, zc_dup_view_elder(view));
    return true;
}

static void copy_list(struct zc_dup_list *to, const struct zc_dup_list *from)
{
    to->n = 0;
    for (size_t i = 0; i < from->n; i++)
        zc_dup_list_add(to, &from->all[i]);
}

bool zc_dup_view_take(struct zc_dup_view *view, const struct zc_dup_list *pairs, struct zc_err *err)
{
    copy_list(&view->pairs, pairs);
    view->at = view->decided = 0;
    view->can_undo = false;
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

/* Clusters */

static bool is_member(const struct zc_rid *rids, size_t n, struct zc_rid rid)
{
    for (size_t i = 0; i < n; i++) {
        if (zc_rid_eq(rids[i], rid))
            return true;
    }
    return false;
}

void zc_dup_view_cluster(const struct zc_dup_view *view, struct zc_dup_cluster *out)
{
    const struct zc_dup_pair *all = view->pairs.all;
    size_t n = view->pairs.n, from = view->at, end = view->at;
    *out = (struct zc_dup_cluster){ 0 };
    if (view->at >= n)
        return;
    for (size_t i = 0; i < n; i++) {
        out->total += i == 0 || all[i].cluster != all[i - 1].cluster;
        out->at = i == view->at ? out->total : out->at;
    }
    for (; from > 0 && all[from - 1].cluster == all[view->at].cluster; from--)
        ;
    for (; end < n && all[end].cluster == all[view->at].cluster; end++)
        ;
    struct zc_rid *rids = zc_alloc_zeroed(2 * (end - from), sizeof *rids);
    for (size_t i = from; i < end; i++) {
        if (!is_member(rids, out->records, all[i].a))
            rids[out->records++] = all[i].a;
        if (!is_member(rids, out->records, all[i].b))
            rids[out->records++] = all[i].b;
    }
    zc_free(rids);
    out->pair = view->at - from + 1;
    out->pairs = end - from;
}

/* What became of a pair since it was found. */

/* One that was linked to another record meets the rest of its cluster as that one. */
static struct zc_rid standing_for(struct zc_txn *txn, struct zc_rid rid)
{
    struct zc_rid root = zc_record_root(txn, rid);
    return zc_rid_is_set(root) ? root : rid;
}

static bool is_listed(const struct zc_dup_list *list, size_t n, const struct zc_dup_pair *pair)
{
    for (size_t i = 0; i < n; i++) {
        if (zc_rid_eq(list->all[i].a, pair->a) && zc_rid_eq(list->all[i].b, pair->b))
            return true;
    }
    return false;
}

/* The signs of two records as they are now; none where only the linked one joined them. */
static void compare_now(struct zc_txn *txn, const struct zc_state states[2],
                        struct zc_dup_pair *pair)
{
    struct zc_unit unit, copies[2];
    struct zc_dup dup;
    struct zc_buf names[2] = { { 0 }, { 0 } };
    bool both = true;
    for (int i = 0; i < 2; i++) {
        both &= zc_dup_unit(txn, &states[i], &unit);
        copies[i] = unit;
        zc_buf_add(&names[i], unit.name);
        copies[i].name = zc_buf_str(&names[i]);
    }
    pair->dup = (struct zc_dup){ .tier = ZC_DUP_OFFERED };
    if (both && zc_dup_compare(zc_store_gazetteer(zc_txn_store(txn)), &copies[0], &copies[1],
                               ZC_DUP_TIERS - 1, &dup))
        pair->dup = dup;
    for (int i = 0; i < 2; i++)
        zc_buf_release(&names[i]);
}

/* Writes the records that stand for the two into the pair; *settled: nothing is left to ask. */
static bool look_again(struct zc_survey *survey, struct zc_dup_pair *pair, bool *settled,
                       struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state states[2];
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL, found;
    struct zc_rid a = ok ? standing_for(txn, pair->a) : pair->a;
    struct zc_rid b = ok ? standing_for(txn, pair->b) : pair->b;
    bool other = !zc_rid_eq(a, pair->a) || !zc_rid_eq(b, pair->b);
    if (zc_rid_cmp(a, b) <= 0)
        pair->a = a, pair->b = b;
    else
        pair->a = b, pair->b = a;
    *settled = ok && (zc_rid_eq(a, b) || zc_dup_is_distinct(txn, a, b));
    for (int i = 0; ok && i < 2; i++) {
        ok = zc_record_get(txn, i ? pair->b : pair->a, &arena, &states[i], &found, err);
        *settled |= ok && (!found || !zc_record_is_visible(txn, &states[i]));
    }
    if (ok && other && !*settled)
        compare_now(txn, states, pair);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok;
}

/* Takes settled pairs off the list; where the shown one was, the next one shows. */
static bool drop_settled(struct zc_dup_view *view, struct zc_err *err)
{
    size_t kept = 0, at = view->at;
    bool settled, met = false; /* two pairs can only be the same one once records were joined */
    for (size_t i = 0; i < view->pairs.n; i++) {
        struct zc_dup_pair pair = view->pairs.all[i];
        if (!look_again(view->survey, &pair, &settled, err))
            return false;
        met |= !zc_rid_eq(pair.a, view->pairs.all[i].a) || !zc_rid_eq(pair.b, view->pairs.all[i].b);
        if (!settled && !(met && is_listed(&view->pairs, kept, &pair)))
            view->pairs.all[kept++] = pair;
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

/* What ^Z goes back to. */
static void remember(struct zc_dup_view *view, bool decided)
{
    copy_list(&view->before, &view->pairs);
    view->before_at = view->at;
    view->undoes_decision = decided;
    view->can_undo = true;
}

/* After a decision the next pair shows in the place of this one. */
static bool go_on(struct zc_dup_view *view, struct zc_err *err)
{
    remember(view, true);
    view->decided++;
    view->focus = 0;
    return drop_settled(view, err) && open_pair(view, err);
}

bool zc_dup_view_begin(struct zc_dup_view *view, unsigned keep, struct zc_err *err)
{
    return zc_dup_view_may(view, err) &&
           zc_review_may(view->survey, &view->sides[1 - keep].state, ZC_ACT_LINK, err) &&
           zc_dup_merge_begin(&view->merge, keep, err);
}

bool zc_dup_view_link(struct zc_dup_view *view, uint32_t *n, struct zc_err *err)
{
    if (!zc_dup_view_may(view, err))
        return false;
    unsigned keep = view->merge.keep;
    const struct zc_state *kept = &view->sides[keep].state, *other = &view->sides[1 - keep].state;
    struct zc_review what = { .act = ZC_ACT_LINK, .other = kept->rid };
    zc_survey_one_act(view->survey);
    bool ok = zc_review_may(view->survey, other, ZC_ACT_LINK, err) &&
              zc_dup_merge_write(&view->merge, n, err) &&
              zc_review_act(view->survey, other, &what, err);
    zc_survey_each_act(view->survey);
    return ok && go_on(view, err);
}

bool zc_dup_view_undo(struct zc_dup_view *view, struct zc_err *err)
{
    struct zc_rid rid;
    if (!view->can_undo)
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有可撤销的", "there is nothing to undo"));
    if (!zc_review_undo_last(view->survey, &rid, err))
        return false;
    view->can_undo = false;
    view->decided -= view->undoes_decision;
    copy_list(&view->pairs, &view->before);
    view->at = view->before_at;
    if (!drop_settled(view, err))
        return false;
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

/* Asking the other group */

/* "与 CTETX 是否同一家：TEXT" on one of the two. */
static bool put_question(struct zc_dup_view *view, unsigned side, struct zc_str text,
                         struct zc_err *err)
{
    struct zc_record_view record = { 0 };
    struct zc_buf note = { 0 };
    char number[6];
    zc_rid_number(view->sides[1 - side].state.rid, number);
    zc_buf_printf(&note, ZC_T("与 %s 是否同一家：%.*s", "the same as %s? %.*s"), number,
                  ZC_ARG(text));
    bool ok = zc_record_view_load(&record, view->survey, view->sides[side].state.rid, err) &&
              zc_record_view_note(&record, zc_buf_str(&note), err);
    zc_record_view_release(&record);
    zc_buf_release(&note);
    return ok;
}

bool zc_dup_view_may_ask(const struct zc_dup_view *view, struct zc_err *err)
{
    const struct zc_pair note = { ZC_STR("_note"), ZC_STR("?") };
    bool may = is_open(view, err) && zc_store_may_write(view->survey->store, err);
    for (int side = 0; may && side < 2; side++)
        may = zc_survey_may_edit(view->survey, &view->sides[side].state, &note, 1, err);
    return may;
}

bool zc_dup_view_ask(struct zc_dup_view *view, struct zc_str text, struct zc_err *err)
{
    text = zc_str_trim(text);
    if (!zc_dup_view_may_ask(view, err))
        return false;
    if (text.len == 0)
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("请写要问什么", "write what is to be asked"));
    zc_survey_one_act(view->survey);
    bool ok = put_question(view, 0, text, err) && put_question(view, 1, text, err);
    zc_survey_each_act(view->survey);
    if (ok)
        remember(view, false);
    return ok && open_pair(view, err);
}

#include "core/uscc.h"
#include "forms/node.h"
#include "tui/challenge.h"
#include "tui/check_view_impl.h"
#include <string.h>

/* The setting that says which list was walked last, and how. */
static const struct zc_str way_of_checking = ZC_LIT("check");

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
    check_items_make(view);
    return check_items_restore(view, err);
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
    bool ok = check_setting_get(survey, way_of_checking, &arena, &text, err);
    read_way_of_checking(view, text);
    zc_arena_release(&arena);
    if (rids)
        choose(view, rids, n);
    if (ok && check_list_load(view, err) && go_on(view, err))
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

bool zc_check_view_refresh(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state now;
    struct zc_rid rid = view->dossier.state.rid;
    if (!zc_survey_moved_on(view->survey, view->number))
        return true;
    if (!check_list_load(view, err))
        return false;
    if (!view->dossier.survey)
        return view->done && view->ndone == view->nrids ? true : go_on(view, err);
    size_t at = check_list_place(view, rid);
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
    bool ok = check_setting_put(view->survey, way_of_checking, zc_buf_str(&text), err);
    zc_buf_release(&text);
    if (!ok)
        return false;
    view->source = source;
    view->blind = blind;
    view->whole = whole;
    view->at = 0;
    return check_list_load(view, err) && go_on(view, err);
}

/* Results */

struct zc_check_item *zc_check_view_item(const struct zc_check_view *view)
{
    return view->focus < view->nitems ? &view->items[view->focus] : NULL;
}

bool zc_check_view_hides(const struct zc_check_view *view, const struct zc_check_item *item)
{
    return view->blind && item->verdict == ZC_CHECK_OPEN;
}

uint32_t zc_check_view_count(const struct zc_check_view *view, enum zc_check_verdict verdict)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < view->nitems; i++)
        n += view->items[i].verdict == verdict;
    return n;
}

static bool may_say(const struct zc_check_view *view, struct zc_err *err)
{
    if (!zc_check_view_item(view))
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有要核的项目", "there is nothing to check"));
    return zc_store_may_write(view->survey->store, err);
}

/* The focused item if a result may be set. */
static struct zc_check_item *settable(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_check_item *item = zc_check_view_item(view);
    if (!may_say(view, err))
        return NULL;
    if (item->corrected) {
        zc_fail(err, ZC_E_INPUT, "%s",
                ZC_T("这一项已当场改过；要再改请到表里改",
                     "this one is corrected already; edit the record to change it again"));
        return NULL;
    }
    return item;
}

static bool refuse_blind(struct zc_err *err)
{
    return zc_fail(err, ZC_E_INPUT, "%s",
                   ZC_T("盲核：先按 Enter 填自己问到的",
                        "blind check: press Enter and type what you found first"));
}

bool zc_check_view_say(struct zc_check_view *view, enum zc_check_verdict verdict,
                       struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    if (!item)
        return false;
    if (zc_check_view_hides(view, item) && verdict != ZC_CHECK_UNKNOWN)
        return refuse_blind(err);
    item->verdict = verdict;
    if (verdict != ZC_CHECK_DIFFERS)
        item->second = (struct zc_str){ 0 };
    return check_items_keep(view, err);
}

bool zc_check_view_all_agree(struct zc_check_view *view, uint32_t first, uint32_t n,
                             struct zc_err *err)
{
    if (!may_say(view, err))
        return false;
    if (view->blind)
        return refuse_blind(err);
    for (uint32_t i = first; i < view->nitems && i - first < n; i++)
        if (view->items[i].verdict == ZC_CHECK_OPEN)
            view->items[i].verdict = ZC_CHECK_AGREES;
    return check_items_keep(view, err);
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

/* Identity numbers are refused before anything is written (DOMAIN.md 12). */
static bool is_fit(struct zc_str text, struct zc_err *err)
{
    return !zc_has_person_id(text) ||
           zc_fail(err, ZC_E_INPUT, "%s",
                   ZC_T("里面像是身份证号，不得登记，没有收下",
                        "it looks like an identity number, which must not be stored; not taken"));
}

bool zc_check_view_found(struct zc_check_view *view, struct zc_str text, struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    struct zc_str value;
    if (!item || !is_fit(text, err) || !read_answer(view, item->field, text, &value, err))
        return false;
    item->second = value;
    item->verdict = zc_difference_kind(item->registered, value) == ZC_DIFFERENCE_SAME
                        ? ZC_CHECK_AGREES
                        : ZC_CHECK_DIFFERS;
    return check_items_keep(view, err);
}

bool zc_check_view_set_way(struct zc_check_view *view, struct zc_str way, struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    if (!item)
        return false;
    item->way = zc_arena_copy(&view->arena, way);
    return check_items_keep(view, err);
}

bool zc_check_view_set_reason(struct zc_check_view *view, struct zc_str reason, struct zc_err *err)
{
    if (view->nitems == 0 || zc_str_eq(view->reason, reason))
        return true;
    if (!is_fit(reason, err))
        return false;
    view->reason = zc_arena_copy(&view->arena, reason);
    return check_items_keep(view, err);
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
        bool agrees = item->verdict == ZC_CHECK_AGREES;
        if (item->verdict == ZC_CHECK_OPEN)
            continue;
        items[recheck.n++] = (struct zc_recheck_item){
            .field = item->field,
            .registered = item->registered,
            .second = agrees ? item->registered : item->second,
            .way = item->way,
            .verdict = item->verdict,
        };
    }
    bool ok = zc_recheck_put(view->survey, &recheck, err) && check_items_forget(view, err);
    zc_arena_release(&arena);
    return ok;
}

/* An act (may be NULL) and its recheck together. */
static bool act_and_keep(struct zc_check_view *view, const struct zc_review *act, char found,
                         struct zc_err *err)
{
    struct zc_survey *survey = view->survey;
    enum zc_survey_acts before = survey->acts;
    zc_survey_one_act(survey);
    bool ok = (!act || zc_review_act(survey, &view->dossier.state, act, err)) &&
              keep_results(view, found, err);
    survey->acts = before;
    return ok;
}

static bool finish(struct zc_check_view *view, const struct zc_review *act, char found,
                   struct zc_err *err)
{
    if (!act_and_keep(view, act, found, err))
        return false;
    if (view->done && !view->done[view->at]) {
        view->done[view->at] = true;
        view->ndone++;
    }
    return check_list_follow(view, err) && go_on(view, err);
}

static bool is_finished(const struct zc_check_view *view, struct zc_err *err)
{
    uint32_t open = zc_check_view_count(view, ZC_CHECK_OPEN);
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
        wrong += view->items[i].verdict != ZC_CHECK_AGREES && !view->items[i].corrected;
    if (wrong > 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("%u 项不一致或问不到，不能通过；按 F8 退回",
                            "%u questions differ or could not be found out; F8 returns it"),
                       wrong);
    bool ok = finish(view, has_passed(view) ? NULL : &pass, '1', err);
    view->npassed += ok;
    return ok;
}

bool zc_check_view_return(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_review back = { .act = ZC_ACT_RETURN, .reason = view->reason };
    if (!view->dossier.survey)
        return zc_fail(err, ZC_E_INPUT, "%s", ZC_T("没有要核的记录", "there is nothing to check"));
    bool ok = finish(view, &back, '1', err);
    view->nreturned += ok;
    return ok;
}

bool zc_check_view_note(struct zc_check_view *view, bool found, struct zc_err *err)
{
    if ((found && !is_finished(view, err)) || !zc_store_may_write(view->survey->store, err))
        return false;
    if (!view->dossier.survey || view->source == ZC_CHECK_WAITING)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("只有抽样可以只记结果；这一条请通过或退回",
                            "only in a sample results can be kept alone; pass or return this one"));
    return finish(view, NULL, found ? '1' : '2', err);
}

/* What was finished in this sitting is so no more. */
static void count_back(struct zc_check_view *view, struct zc_rid rid)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    if (zc_survey_state(view->survey, rid, &arena, &state, &err)) {
        view->nreturned -= view->nreturned > 0 && state.status == ZC_STATUS_RETURNED;
        view->npassed -= view->npassed > 0 && state.status >= ZC_STATUS_GROUP_OK &&
                         state.status <= ZC_STATUS_LOCKED;
    }
    zc_arena_release(&arena);
}

bool zc_check_view_undo(struct zc_check_view *view, struct zc_rid *rid, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs;
    size_t n = 0, at;
    bool ok = zc_review_last_act(view->survey, &arena, &revs, &n, err) &&
              zc_review_may_undo(view->survey, revs, n, err);
    if (ok)
        count_back(view, revs[0].rid);
    ok = ok && zc_review_undo(view->survey, revs, n, err) && check_list_load(view, err);
    if (ok) {
        *rid = revs[0].rid;
        at = check_list_place(view, *rid);
        view->at = at < view->nrids ? at : 0;
        ok = load_record(view, err);
    }
    zc_arena_release(&arena);
    return ok;
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
        struct zc_check_item *item = check_items_of(view, items[i].field);
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

/* The record has new heads; the results are kept, since they are about the same questions. */
static bool reread(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    uint32_t focus = view->focus, n = view->nitems;
    struct zc_rid rid = view->dossier.state.rid;
    struct zc_check_item *before = copy_items(view, &arena);
    struct zc_str reason = zc_arena_copy(&arena, view->reason);
    bool ok = check_list_follow(view, err);
    size_t at = check_list_place(view, rid);
    view->at = at < view->nrids ? at : view->at;
    ok = ok && load_record(view, err);
    if (ok && zc_rid_eq(view->dossier.state.rid, rid)) {
        take_over(view, before, n);
        view->reason = zc_arena_copy(&view->arena, reason);
        view->focus = focus < view->nitems ? focus : 0;
        ok = check_items_keep(view, err);
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_check_view_ask(struct zc_check_view *view, struct zc_str text, struct zc_err *err)
{
    const struct zc_check_item *item = zc_check_view_item(view);
    return may_say(view, err) &&
           zc_challenge_ask(view->survey, &view->dossier.state, item->field, text, err) &&
           reread(view, err);
}

bool zc_check_view_correct(struct zc_check_view *view, struct zc_err *err)
{
    struct zc_check_item *item = settable(view, err);
    if (!item)
        return false;
    if (item->verdict != ZC_CHECK_DIFFERS)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("先按 2 填核实到的值，再当场代改",
                            "press 2 and type what was found, then it can be corrected"));
    if (!write_second(view, item, err))
        return false;
    item->corrected = true;
    return reread(view, err);
}

#include "tui/today.h"
#include "core/alloc.h"
#include "storage/count.h"
#include "tui/route_view.h"
#include "tui/safety.h"
#include <stdlib.h>

struct reading {
    struct zc_survey *survey;
    struct zc_today *out;
    const struct zc_form *doors;
    struct zc_fill *fill;
    int64_t today;
};

static void add_item(struct reading *reading, const struct zc_form *form,
                     const struct zc_state *state)
{
    struct zc_today *out = reading->out;
    struct zc_arena *arena = &out->arena;
    struct zc_fill_check check;
    struct zc_today_item *item = &out->items[out->n++];
    reading->fill = zc_survey_refill(reading->survey, reading->fill, state);
    zc_fill_check(reading->fill, arena, &check);
    *item = (struct zc_today_item){
        .rid = state->rid,
        .title = zc_fill_title(reading->fill, arena),
        .form = zc_form_title(form, zc_form_lang(form), arena),
        .at = zc_str_head(zc_str_from(zc_arena_copy(arena, state->changed), 11), 5),
        .status = state->status,
        .is_door = form == reading->doors,
        .conflict = state->nconflicts > 0,
        .hard = check.nhard,
        .soft = check.nsoft,
    };
    out->doors += item->is_door;
    out->units += !item->is_door;
    out->finished += !item->is_door && state->status != ZC_STATUS_DRAFT &&
                     state->status != ZC_STATUS_SEED && state->status != ZC_STATUS_RETURNED;
    out->open += item->hard + item->soft > 0;
}

static bool is_of_today(const struct reading *reading, const struct zc_state *state)
{
    struct zc_moment moment;
    return zc_moment_parse(state->changed, 480, &moment) && zc_moment_day(moment) >= reading->today;
}

/* From the newest back to the first one that is older than today. */
static bool read_form(struct reading *reading, struct zc_txn *txn, const struct zc_form *form,
                      struct zc_err *err)
{
    struct zc_view_spec spec = { ZC_VIEW_CHANGED, form->id, { 0 }, true };
    struct zc_view *view = zc_view_open(txn, &spec, err);
    struct zc_rid rid;
    bool ok = view != NULL, found;
    for (bool more = ok && zc_view_first(view, &rid);
         ok && more && reading->out->n < ZC_TODAY_ITEMS; more = zc_view_next(view, &rid)) {
        struct zc_state state;
        ok = zc_record_get(txn, rid, &reading->out->arena, &state, &found, err);
        if (!ok || !found || !is_of_today(reading, &state))
            break;
        if (zc_str_eq(state.last_by, reading->survey->person.name))
            add_item(reading, form, &state);
    }
    zc_view_close(view);
    return ok;
}

static bool count_unsaved(struct zc_survey *survey, struct zc_txn *txn, struct zc_today *out,
                          struct zc_err *err)
{
    struct zc_draft *drafts;
    size_t n = 0;
    bool ok = zc_draft_list(txn, survey->person.name, &out->arena, &drafts, &n, err);
    out->unsaved = n;
    out->unexported = zc_count_unexported(txn);
    return ok;
}

static int newest_first(const void *a, const void *b)
{
    const struct zc_today_item *x = a, *y = b;
    int order = zc_str_cmp(y->at, x->at);
    return order ? order : zc_rid_cmp(x->rid, y->rid);
}

static void find_backup(const struct zc_survey *survey, struct zc_today *out)
{
    struct zc_str path, at;
    if (zc_safety_newest(zc_str_of(zc_store_dir(survey->store)), &out->arena, &path, &at))
        out->backup =
            zc_arena_printf(&out->arena, "%.*s %.*s", ZC_ARG(zc_str_head(zc_str_from(at, 5), 5)),
                            ZC_ARG(zc_str_head(zc_str_from(at, 11), 5)));
}

bool zc_today_load(struct zc_survey *survey, struct zc_today *out, struct zc_err *err)
{
    struct reading reading = { .survey = survey,
                               .out = out,
                               .doors = zc_route_doors(survey->pack),
                               .today = zc_clock_today(&survey->clock) };
    *out = (struct zc_today){ 0 };
    out->items = ZC_NEW(&out->arena, struct zc_today_item, ZC_TODAY_ITEMS);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    for (uint32_t i = 0; ok && i < survey->pack->nforms; i++) {
        const struct zc_form *form = survey->pack->forms[i];
        if (form->in_ledger || form == reading.doors)
            ok = read_form(&reading, txn, form, err);
    }
    ok = ok && count_unsaved(survey, txn, out, err);
    zc_txn_abort(txn);
    zc_fill_free(reading.fill);
    if (out->n > 1)
        qsort(out->items, out->n, sizeof *out->items, newest_first);
    find_backup(survey, out);
    return ok;
}

void zc_today_release(struct zc_today *today)
{
    zc_arena_release(&today->arena);
    *today = (struct zc_today){ 0 };
}

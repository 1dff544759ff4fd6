#include "tui/gap.h"
#include "core/alloc.h"
#include "tui/rid_list.h"

const struct zc_form *zc_gap_form(const struct zc_pack *pack)
{
    for (uint32_t i = 0; i < pack->nforms; i++) {
        struct zc_question *const *role = pack->forms[i]->by_role;
        if (role[ZC_ROLE_OF_AREA] && role[ZC_ROLE_DAY] && role[ZC_ROLE_EXPLANATION])
            return pack->forms[i];
    }
    return NULL;
}

static void print_today(const struct zc_survey *survey, char out[ZC_DATE_TEXT])
{
    zc_date_print(zc_date_of_days(zc_clock_today(&survey->clock)), out);
}

/* The one that is there already, else a new one of this area and day. */
static struct zc_entry *open_entry(struct zc_survey *survey, const struct zc_form *form,
                                   struct zc_str area, struct zc_str today, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_gap *gaps;
    struct zc_entry *entry = NULL;
    size_t n = 0, at = 0;
    bool ok = zc_gap_list(survey, &arena, &gaps, &n, err);
    while (ok && at < n && !(zc_str_eq(gaps[at].area, area) && zc_str_eq(gaps[at].day, today)))
        at++;
    if (ok && at < n)
        entry = zc_entry_open(survey, gaps[at].rid, NULL, 0, err);
    else if (ok && (entry = zc_entry_new(survey, form, err)) &&
             (!zc_entry_set_role(entry, ZC_ROLE_OF_AREA, area, err) ||
              !zc_entry_set_role(entry, ZC_ROLE_DAY, today, err))) {
        zc_entry_free(entry);
        entry = NULL;
    }
    zc_arena_release(&arena);
    return entry;
}

bool zc_gap_put(struct zc_survey *survey, struct zc_str area, struct zc_str text,
                struct zc_err *err)
{
    const struct zc_form *form = zc_gap_form(survey->pack);
    char today[ZC_DATE_TEXT];
    if (!form)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("本调查没有空白说明的表", "this survey has no form for explanations"));
    print_today(survey, today);
    struct zc_entry *entry = open_entry(survey, form, area, zc_str_of(today), err);
    bool ok = entry && zc_entry_set_role(entry, ZC_ROLE_EXPLANATION, text, err) &&
              zc_entry_save(entry, ZC_SAVE_SUBMIT, (struct zc_str){ 0 }, NULL, err);
    zc_entry_free(entry);
    return ok;
}

bool zc_gap_list(struct zc_survey *survey, struct zc_arena *arena, struct zc_gap **out, size_t *n,
                 struct zc_err *err)
{
    const struct zc_form *form = zc_gap_form(survey->pack);
    struct zc_rid_list rids = { 0 };
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL };
    *n = 0;
    *out = NULL;
    if (!form)
        return true;
    spec.form = form->id;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_rid_list_add_view(&rids, txn, &spec, err), found;
    *out = ZC_NEW(arena, struct zc_gap, rids.n + 1);
    for (size_t i = 0; ok && i < rids.n; i++) {
        struct zc_state state;
        ok = zc_record_get(txn, rids.rids[i], arena, &state, &found, err);
        if (!ok || !found)
            continue;
        (*out)[(*n)++] =
            (struct zc_gap){ .rid = rids.rids[i],
                             .area = zc_survey_value(form, &state, ZC_ROLE_OF_AREA),
                             .day = zc_survey_value(form, &state, ZC_ROLE_DAY),
                             .text = zc_survey_value(form, &state, ZC_ROLE_EXPLANATION),
                             .by = state.last_by,
                             .conflict = state.nconflicts > 0 };
    }
    zc_txn_abort(txn);
    zc_rid_list_release(&rids);
    return ok;
}

const struct zc_gap *zc_gap_of(const struct zc_gap *gaps, size_t n, struct zc_str area)
{
    const struct zc_gap *newest = NULL;
    for (size_t i = 0; i < n; i++) /* days of one shape are in the order of their text */
        if (zc_str_eq(gaps[i].area, area) && (!newest || zc_str_cmp(gaps[i].day, newest->day) > 0))
            newest = &gaps[i];
    return newest;
}

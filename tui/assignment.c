#include "tui/assignment.h"
#include "storage/count.h"
#include "tui/rid_list.h"
#include <stdlib.h>

const struct zc_form *zc_assignment_form(const struct zc_pack *pack)
{
    for (uint32_t i = 0; i < pack->nforms; i++) {
        struct zc_question *const *role = pack->forms[i]->by_role;
        if (role[ZC_ROLE_WORKER] && role[ZC_ROLE_OF_FORM] && role[ZC_ROLE_COMMUNITY] &&
            role[ZC_ROLE_TARGET])
            return pack->forms[i];
    }
    return NULL;
}

/* Counting: one walk over what was finished of this form in this community. */

enum { PEOPLE = 12 };
struct tally {
    struct zc_assignment *one;
    int64_t from;
    struct zc_arena *arena;
    struct person {
        struct zc_str name;
        uint64_t n;
    } others[PEOPLE];
    size_t nothers;
};

static bool add_finished(void *ctx, struct zc_str by, int64_t day, uint64_t count)
{
    struct tally *tally = ctx;
    size_t i = 0;
    if (day < tally->from)
        return true;
    if (zc_str_eq(by, tally->one->worker)) {
        tally->one->done += count;
        return true;
    }
    while (i < tally->nothers && !zc_str_eq(tally->others[i].name, by))
        i++;
    if (i == PEOPLE)
        return true;
    if (i == tally->nothers)
        tally->others[tally->nothers++] = (struct person){ zc_arena_copy(tally->arena, by), 0 };
    tally->others[i].n += count;
    return true;
}

static void count_done(struct zc_txn *txn, struct zc_assignment *one, struct zc_arena *arena,
                       struct zc_err *err)
{
    struct tally tally = { .one = one, .from = INT64_MIN, .arena = arena };
    struct zc_buf others = { 0 };
    struct zc_date day;
    if (zc_date_parse(one->from, &day))
        tally.from = zc_date_days(day);
    zc_count_each_finished(txn, one->form, one->community, add_finished, &tally, err);
    for (size_t i = 0; i < tally.nothers; i++)
        zc_buf_printf(&others, "%s%.*s %llu", i ? ZC_T("、", ", ") : "",
                      ZC_ARG(tally.others[i].name), (unsigned long long)tally.others[i].n);
    one->others = zc_arena_copy(arena, zc_buf_str(&others));
    zc_buf_release(&others);
}

static struct zc_str place_label(const struct zc_pack *pack, struct zc_str code)
{
    uint32_t row = zc_pack_area(pack, code);
    const char *column = zc_lang_get() == ZC_LANG_ZH ? "short" : "en";
    return row == UINT32_MAX
               ? code
               : zc_list_cell(pack->areas, row, zc_list_col(pack->areas, zc_str_of(column)));
}

static void read_one(struct zc_survey *survey, const struct zc_form *form,
                     const struct zc_state *state, struct zc_arena *arena,
                     struct zc_assignment *out)
{
    const struct zc_pack *pack = survey->pack;
    *out = (struct zc_assignment){
        .rid = state->rid,
        .worker = zc_survey_value(form, state, ZC_ROLE_WORKER),
        .form = zc_survey_value(form, state, ZC_ROLE_OF_FORM),
        .community = zc_survey_value(form, state, ZC_ROLE_COMMUNITY),
        .from = zc_survey_value(form, state, ZC_ROLE_FROM),
        .due = zc_survey_value(form, state, ZC_ROLE_DUE),
        .conflict = state->nconflicts > 0,
    };
    const struct zc_form *of = zc_pack_form(pack, out->form);
    zc_str_to_u64(zc_survey_value(form, state, ZC_ROLE_TARGET), &out->target);
    out->place = place_label(pack, out->community);
    out->what = of ? zc_form_title(of, zc_form_lang(of), arena) : out->form;
}

static void find_shared(struct zc_assignment *all, size_t n, int64_t today)
{
    struct zc_date due;
    for (size_t i = 0; i < n; i++) {
        all[i].overdue = all[i].done < all[i].target && zc_date_parse(all[i].due, &due) &&
                         zc_date_days(due) < today;
        for (size_t k = 0; k < n; k++)
            all[i].shared |= k != i && zc_str_eq(all[i].form, all[k].form) &&
                             zc_str_eq(all[i].community, all[k].community);
    }
}

static int cmp_assignment(const void *a, const void *b)
{
    const struct zc_assignment *x = a, *y = b;
    bool xdone = x->done >= x->target, ydone = y->done >= y->target;
    int order = xdone != ydone ? xdone - ydone : zc_str_cmp(x->due, y->due);
    if (order == 0)
        order = zc_str_cmp(x->community, y->community);
    if (order == 0)
        order = zc_str_cmp(x->worker, y->worker);
    return order ? order : zc_rid_cmp(x->rid, y->rid);
}

/* Only one person's, after everybody's were compared. */
static size_t keep_own(struct zc_assignment *all, size_t n, struct zc_str worker)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (worker.len == 0 || zc_str_eq(all[i].worker, worker))
            all[kept++] = all[i];
    return kept;
}

bool zc_assignment_list(struct zc_survey *survey, struct zc_str worker, struct zc_arena *arena,
                        struct zc_assignment **out, size_t *n, struct zc_err *err)
{
    const struct zc_form *form = zc_assignment_form(survey->pack);
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL };
    struct zc_rid_list rids = { 0 };
    *n = 0;
    *out = NULL;
    if (!form)
        return true;
    spec.form = form->id;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_rid_list_add_view(&rids, txn, &spec, err), found;
    *out = ZC_NEW(arena, struct zc_assignment, rids.n + 1);
    for (size_t i = 0; ok && i < rids.n; i++) {
        struct zc_state state;
        ok = zc_record_get(txn, rids.rids[i], arena, &state, &found, err);
        if (ok && found)
            read_one(survey, form, &state, arena, &(*out)[(*n)++]);
    }
    for (size_t i = 0; ok && i < *n; i++)
        if (worker.len == 0 || zc_str_eq((*out)[i].worker, worker))
            count_done(txn, &(*out)[i], arena, err);
    zc_txn_abort(txn);
    zc_rid_list_release(&rids);
    find_shared(*out, *n, zc_clock_today(&survey->clock));
    *n = keep_own(*out, *n, worker);
    if (*n > 1)
        qsort(*out, *n, sizeof **out, cmp_assignment);
    return ok;
}

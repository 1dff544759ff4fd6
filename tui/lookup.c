#include "tui/lookup.h"
#include "core/uscc.h"
#include "tui/job.h"
#include <string.h>

/* All records of the ledger, of this area only or everywhere. */
static bool collect(struct zc_lookup *lookup, enum zc_view_kind kind, struct zc_rid_list *out,
                    struct zc_err *err)
{
    const struct zc_pack *pack = lookup->survey->pack;
    struct zc_txn *txn = zc_txn_begin(lookup->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    for (uint32_t i = 0; ok && i < pack->nforms; i++) {
        struct zc_view_spec spec = { kind, pack->forms[i]->id, lookup->community, false };
        if (pack->forms[i]->in_ledger)
            ok = zc_rid_list_add_view(out, txn, &spec, err);
    }
    zc_txn_abort(txn);
    return ok;
}

bool zc_lookup_init(struct zc_lookup *lookup, struct zc_survey *survey, struct zc_str community,
                    const struct zc_route_key *door, struct zc_err *err)
{
    *lookup = (struct zc_lookup){ .survey = survey,
                                  .maker = { .places = zc_store_gazetteer(survey->store) } };
    lookup->community = zc_arena_copy(&lookup->arena, community);
    if (door) {
        lookup->door = *door;
        lookup->door.road = zc_arena_copy(&lookup->arena, door->road);
    }
    return collect(lookup, ZC_VIEW_AREA, &lookup->near, err) &&
           zc_lookup_typed(lookup, (struct zc_str){ 0 }, err);
}

void zc_lookup_release(struct zc_lookup *lookup)
{
    zc_route_maker_release(&lookup->maker);
    zc_record_search_release(&lookup->search);
    zc_buf_release(&lookup->typed);
    zc_rid_list_release(&lookup->near);
    zc_rid_list_release(&lookup->all);
    zc_arena_release(&lookup->arena);
    *lookup = (struct zc_lookup){ 0 };
}

/* Hits in their order; the surplus falls off the end. */

static bool comes_before(const struct zc_lookup_hit *a, const struct zc_lookup_hit *b)
{
    return a->rank != b->rank ? a->rank < b->rank : a->near < b->near;
}

static void add_hit(struct zc_lookup *lookup, struct zc_lookup_hit hit)
{
    uint32_t at = lookup->nhits;
    for (uint32_t i = 0; i < lookup->nhits; i++)
        if (zc_rid_eq(lookup->hits[i].rid, hit.rid))
            return;
    while (at > 0 && comes_before(&hit, &lookup->hits[at - 1]))
        at--;
    lookup->nmore += lookup->nhits == ZC_LOOKUP_HITS;
    if (at == ZC_LOOKUP_HITS)
        return;
    uint32_t kept = lookup->nhits < ZC_LOOKUP_HITS ? lookup->nhits : ZC_LOOKUP_HITS - 1;
    memmove(&lookup->hits[at + 1], &lookup->hits[at], (kept - at) * sizeof *lookup->hits);
    lookup->hits[at] = hit;
    lookup->nhits = kept + 1;
}

static bool is_behind(struct zc_lookup *lookup, const struct zc_form *form,
                      const struct zc_state *state, struct zc_arena *arena)
{
    struct zc_route_key key;
    struct zc_route_text text = { .road = zc_survey_value(form, state, ZC_ROLE_ROAD),
                                  .number = zc_survey_value(form, state, ZC_ROLE_NUMBER),
                                  .addr = zc_survey_value(form, state, ZC_ROLE_ADDR) };
    if (!zc_house_is_set(&lookup->door.house))
        return false;
    zc_route_key_make(&lookup->maker, &text, state->rid, arena, &key);
    return zc_route_same_door(&lookup->door, &key);
}

static void judge(struct zc_lookup *lookup, const struct zc_state *state, bool near,
                  struct zc_arena *arena)
{
    const struct zc_form *form = zc_pack_form(lookup->survey->pack, state->form);
    struct zc_lookup_hit hit = { .rid = state->rid };
    if (!form || state->deleted)
        return;
    hit.rank = zc_record_search_rank(&lookup->search, form, state);
    if (lookup->typed.len > 0 && hit.rank == ZC_SEARCH_NONE)
        return;
    bool behind = near && is_behind(lookup, form, state, arena);
    if (lookup->typed.len == 0 && !behind)
        return;
    hit.near = behind ? ZC_NEAR_DOOR : near ? ZC_NEAR_COMMUNITY : ZC_NEAR_ELSEWHERE;
    add_hit(lookup, hit);
}

/* Codes that begin so, from the stored view: there at once however large the ledger is. */
static bool find_codes(struct zc_lookup *lookup, struct zc_err *err)
{
    enum { LEAST = 4, FEW = 20 };
    const struct zc_pack *pack = lookup->survey->pack;
    struct zc_buf code = { 0 };
    struct zc_txn *txn = zc_txn_begin(lookup->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    zc_code_clean(zc_buf_str(&lookup->typed), &code);
    for (uint32_t i = 0; ok && code.len >= LEAST && i < pack->nforms; i++) {
        const struct zc_question *q = pack->forms[i]->by_role[ZC_ROLE_CODE];
        if (!pack->forms[i]->in_ledger || !q || !(q->use & ZC_USE_INDEX))
            continue;
        struct zc_view_spec spec = { ZC_VIEW_FIELD, pack->forms[i]->id, q->field, false };
        struct zc_view *view = zc_view_open(txn, &spec, err);
        struct zc_arena arena = { 0 };
        struct zc_rid rid;
        unsigned n = 0;
        ok = view != NULL;
        for (bool more = ok && zc_view_seek(view, zc_buf_str(&code), &rid); more && n < FEW;
             more = zc_view_next(view, &rid), n++) {
            struct zc_state state;
            bool found;
            zc_arena_reset(&arena);
            if (!zc_record_get(txn, rid, &arena, &state, &found, err) || !found ||
                !zc_str_starts(zc_key_normal(zc_state_value(&state, q->field), &arena),
                               zc_buf_str(&code)))
                break;
            bool near = zc_str_eq(zc_survey_value(pack->forms[i], &state, ZC_ROLE_COMMUNITY),
                                  lookup->community);
            judge(lookup, &state, near, &arena);
        }
        zc_view_close(view);
        zc_arena_release(&arena);
    }
    zc_txn_abort(txn);
    zc_buf_release(&code);
    return ok;
}

bool zc_lookup_typed(struct zc_lookup *lookup, struct zc_str text, struct zc_err *err)
{
    zc_buf_reset(&lookup->typed);
    zc_buf_add(&lookup->typed, zc_str_trim(text));
    zc_record_search_begin(&lookup->search, lookup->survey, zc_buf_str(&lookup->typed));
    lookup->at = 0;
    lookup->nhits = lookup->nmore = 0;
    return lookup->typed.len == 0 || find_codes(lookup, err);
}

bool zc_lookup_has_near(const struct zc_lookup *lookup)
{
    return lookup->at >= lookup->near.n;
}

bool zc_lookup_is_complete(const struct zc_lookup *lookup)
{
    return zc_lookup_has_near(lookup) &&
           (lookup->typed.len == 0 ||
            (lookup->has_all && lookup->at >= lookup->near.n + lookup->all.n));
}

bool zc_lookup_step(struct zc_lookup *lookup, int ms, struct zc_err *err)
{
    int64_t deadline = zc_job_now() + ms;
    struct zc_arena arena = { 0 };
    bool ok = true, found;
    if (zc_lookup_is_complete(lookup))
        return false;
    if (zc_lookup_has_near(lookup) && !lookup->has_all) {
        lookup->has_all = collect(lookup, ZC_VIEW_ALL, &lookup->all, err);
        return lookup->has_all;
    }
    size_t end = lookup->near.n + (lookup->typed.len > 0 ? lookup->all.n : 0);
    struct zc_txn *txn = zc_txn_begin(lookup->survey->store, ZC_TXN_READ, err);
    ok = txn != NULL;
    while (ok && lookup->at < end && zc_job_now() < deadline) {
        bool near = lookup->at < lookup->near.n;
        struct zc_rid rid =
            near ? lookup->near.rids[lookup->at] : lookup->all.rids[lookup->at - lookup->near.n];
        struct zc_state state;
        lookup->at++;
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, rid, &arena, &state, &found, err);
        if (ok && found)
            judge(lookup, &state, near, &arena);
    }
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok;
}

#include "tui/report_facts.h"
#include "core/alloc.h"
#include "storage/count.h"
#include "tui/route_view.h"

struct reading {
    struct zc_report_facts *out;
    size_t fact_cap, day_cap, door_cap, visit_cap;
};

static bool counts(const struct reading *reading, struct zc_str form)
{
    return zc_str_eq(zc_pack_main(reading->out->pack)->id, form);
}

static bool is_door(const struct reading *reading, struct zc_str form)
{
    const struct zc_form *doors = reading->out->doors;
    return doors && zc_str_eq(doors->id, form);
}

static bool add_fact(void *ctx, const struct zc_tally_key *key, uint64_t count)
{
    struct reading *reading = ctx;
    struct zc_report_facts *out = reading->out;
    bool door = is_door(reading, key->form);
    if ((!door && !counts(reading, key->form)) || key->status == ZC_STATUS_VOID)
        return true;
    struct zc_report_fact fact = { .area = zc_arena_copy(&out->arena, key->area),
                                   .group = key->group,
                                   .status = key->status,
                                   .seed = key->seed,
                                   .conflict = key->conflict,
                                   .walk = key->walk,
                                   .n = count };
    if (door) {
        out->door_facts =
            zc_grow(out->door_facts, out->ndoors, &reading->door_cap, sizeof *out->door_facts);
        out->door_facts[out->ndoors++] = fact;
        return true;
    }
    out->facts = zc_grow(out->facts, out->nfacts, &reading->fact_cap, sizeof *out->facts);
    out->facts[out->nfacts++] = fact;
    return true;
}

static bool add_visit(void *ctx, struct zc_str form, struct zc_str area, unsigned group,
                      int64_t day, uint64_t count)
{
    struct reading *reading = ctx;
    struct zc_report_facts *out = reading->out;
    if (!is_door(reading, form) && !counts(reading, form))
        return true;
    out->visits = zc_grow(out->visits, out->nvisits, &reading->visit_cap, sizeof *out->visits);
    out->visits[out->nvisits++] = (struct zc_report_day){
        .area = zc_arena_copy(&out->arena, area), .group = group, .day = day, .n = count
    };
    return true;
}

static bool add_day(void *ctx, struct zc_str form, struct zc_str area, unsigned group, int64_t day,
                    uint64_t count)
{
    struct reading *reading = ctx;
    struct zc_report_facts *out = reading->out;
    if (!counts(reading, form))
        return true;
    out->days = zc_grow(out->days, out->ndays, &reading->day_cap, sizeof *out->days);
    out->days[out->ndays++] = (struct zc_report_day){
        .area = zc_arena_copy(&out->arena, area), .group = group, .day = day, .n = count
    };
    return true;
}

bool zc_report_facts_load(struct zc_report_facts *facts, struct zc_survey *survey,
                          struct zc_err *err)
{
    struct reading reading = { .out = facts };
    *facts = (struct zc_report_facts){ .pack = survey->pack,
                                       .doors = zc_route_doors(survey->pack),
                                       .group = zc_survey_group(survey),
                                       .today = zc_clock_today(&survey->clock),
                                       .as_of = zc_clock_moment(&survey->clock) };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_count_each(txn, add_fact, &reading, err) &&
              zc_count_each_day(txn, INT64_MIN, INT64_MAX, add_day, &reading, err) &&
              zc_count_each_visit(txn, add_visit, &reading, err);
    if (ok)
        facts->number = zc_txn_number(txn);
    zc_txn_abort(txn);
    return ok && zc_gap_list(survey, &facts->arena, &facts->gaps, &facts->ngaps, err);
}

void zc_report_facts_release(struct zc_report_facts *facts)
{
    zc_free(facts->facts);
    zc_free(facts->days);
    zc_free(facts->door_facts);
    zc_free(facts->visits);
    zc_arena_release(&facts->arena);
    *facts = (struct zc_report_facts){ 0 };
}

bool zc_report_facts_are_old(const struct zc_report_facts *facts, struct zc_survey *survey)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    bool old = txn && zc_txn_number(txn) != facts->number;
    zc_txn_abort(txn);
    return old || facts->today != zc_clock_today(&survey->clock);
}

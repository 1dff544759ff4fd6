#include "tui/dashboard.h"
#include "storage/count.h"
#include "tui/area_rows.h"
#include "tui/assignment.h"
#include "tui/dup_job.h"
#include "tui/period.h"
#include "tui/review.h"
#include "tui/safety.h"

struct builder {
    struct zc_survey *survey;
    struct zc_dashboard *out;
    struct zc_area_rows places;
    struct zc_dash_row *rows;
    uint64_t *seeds;  /* per row, where no target is set */
    unsigned waiting; /* statuses that count as pending, a bit each */
};

static unsigned waiting_for(enum zc_rank rank)
{
    enum zc_status status;
    unsigned statuses = 0;
    const char *const *name = zc_review_waiting(rank > ZC_RANK_LEADER ? rank : ZC_RANK_LEADER);
    for (; *name; name++)
        if (zc_status_parse(zc_str_of(*name), &status))
            statuses |= 1u << status;
    return statuses;
}

static void make_rows(struct builder *b)
{
    b->rows = ZC_NEW(&b->out->arena, struct zc_dash_row, b->places.nrows);
    b->seeds = ZC_NEW(&b->out->arena, uint64_t, b->places.nrows);
    for (uint32_t i = 0; i < b->places.nrows; i++) {
        const struct zc_area_row *place = &b->places.rows[i];
        b->rows[i] = (struct zc_dash_row){ .label = place->label,
                                           .group = place->group,
                                           .area = place->code,
                                           .has_target = place->has_target,
                                           .target = place->target };
    }
    b->out->rows = b->rows;
    b->out->nrows = b->places.nrows;
}

static struct zc_dash_row *row_of(const struct builder *b, struct zc_str area, unsigned group)
{
    return &b->rows[zc_area_rows_find(&b->places, area, group)];
}

static bool add_count(void *ctx, const struct zc_tally_key *key, uint64_t count)
{
    struct builder *b = ctx;
    const struct zc_form *form = zc_pack_form(b->survey->pack, key->form);
    if (form != zc_pack_main(b->survey->pack) || key->status == ZC_STATUS_VOID)
        return true;
    struct zc_dash_row *row = row_of(b, key->area, key->group);
    if (key->status != ZC_STATUS_SEED)
        row->registered += count;
    if (b->waiting & 1u << key->status)
        row->pending += count;
    if (key->status == ZC_STATUS_RETURNED)
        row->returned += count;
    if (key->status == ZC_STATUS_DRAFT)
        b->out->drafts += count;
    if (key->conflict)
        row->conflicts += count;
    if (key->seed)
        b->seeds[row - b->rows] += count;
    return true;
}

static bool add_day(void *ctx, struct zc_str form, struct zc_str area, unsigned group, int64_t day,
                    uint64_t count)
{
    struct builder *b = ctx;
    const struct zc_form *known = zc_pack_form(b->survey->pack, form);
    if (known != zc_pack_main(b->survey->pack))
        return true;
    b->out->days[ZC_DASH_DAYS - 1 - (b->out->today - day)] += count;
    if (day == b->out->today)
        row_of(b, area, group)->today += count;
    return true;
}

static void add_up(struct builder *b)
{
    struct zc_dash_row *total = &b->out->total;
    uint32_t last = b->out->nrows - 1;
    for (uint32_t i = 0; i <= last; i++) {
        struct zc_dash_row *row = &b->rows[i];
        if (!row->has_target && b->seeds[i] > 0) {
            row->has_target = true;
            row->target = b->seeds[i];
        }
        total->registered += row->registered;
        total->pending += row->pending;
        total->returned += row->returned;
        total->conflicts += row->conflicts;
        total->today += row->today;
    }
    total->target = zc_area_rows_target(&b->places, b->seeds);
    total->has_target = total->target > 0;
    b->out->returned = total->returned;
    b->out->pending = total->pending;
    b->out->conflicts = total->conflicts;
    /* The row for what has no area shows only when there is something in it. */
    b->out->nrows -= b->rows[last].registered + b->seeds[last] == 0;
}

static void find_period(struct builder *b)
{
    struct zc_period period = zc_period_at(b->survey->pack, b->out->today);
    b->out->period = period.number;
    b->out->period_days = period.days;
    b->out->period_end = period.last;
    b->out->day = (int)(b->out->today - period.first) + 1;
}

static bool count_unsaved(struct zc_txn *txn, struct zc_str person, struct zc_dashboard *out,
                          struct zc_err *err)
{
    struct zc_draft *drafts;
    size_t n;
    if (!zc_draft_list(txn, (struct zc_str){ 0 }, &out->arena, &drafts, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        bool own = zc_str_eq(drafts[i].person, person);
        out->unsaved += own;
        out->unsaved_others += !own;
        if (!own && out->unsaved_by.len == 0)
            out->unsaved_by = drafts[i].person;
    }
    return true;
}

static bool count_tasks(struct zc_survey *survey, struct zc_dashboard *out, struct zc_err *err)
{
    struct zc_assignment *all;
    size_t n = 0;
    if (survey->person.name.len == 0)
        return true;
    if (!zc_assignment_list(survey, survey->person.name, &out->arena, &all, &n, err))
        return false;
    out->tasks = n;
    for (size_t i = 0; i < n; i++) {
        out->tasks_overdue += all[i].overdue;
        out->tasks_done += all[i].done < all[i].target ? all[i].done : all[i].target;
        out->tasks_target += all[i].target;
    }
    return true;
}

bool zc_dashboard_load(struct zc_survey *survey, struct zc_dashboard *out, struct zc_err *err)
{
    struct builder b = { .survey = survey,
                         .out = out,
                         .waiting = waiting_for(survey->person.role) };
    unsigned group = zc_survey_group(survey);
    struct zc_str path;
    *out = (struct zc_dashboard){ .today = zc_clock_today(&survey->clock) };
    zc_area_rows_init(&b.places, survey->pack, group == 9 ? ZC_AREA_GROUP : ZC_AREA_COMMUNITY,
                      group, &out->arena);
    make_rows(&b);
    find_period(&b);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_count_each(txn, add_count, &b, err) &&
              zc_count_each_day(txn, out->today - ZC_DASH_DAYS + 1, out->today, add_day, &b, err) &&
              count_unsaved(txn, survey->person.name, out, err);
    if (ok) {
        out->unexported = zc_count_unexported(txn);
        out->has_dups = zc_dup_last_count(txn, &out->dups);
    }
    zc_txn_abort(txn);
    add_up(&b);
    zc_safety_newest(zc_str_of(zc_store_dir(survey->store)), &out->arena, &path, &out->backup_at);
    return ok && count_tasks(survey, out, err);
}

bool zc_dashboard_end(const struct zc_dashboard *dashboard, int64_t *day)
{
    const struct zc_dash_row *total = &dashboard->total;
    uint64_t sum = 0;
    for (int i = 0; i < ZC_DASH_DAYS; i++)
        sum += dashboard->days[i];
    if (sum == 0 || !total->has_target || total->registered >= total->target)
        return false;
    uint64_t rest = total->target - total->registered;
    *day = dashboard->today + (int64_t)((rest * ZC_DASH_DAYS + sum - 1) / sum);
    return true;
}

void zc_dashboard_release(struct zc_dashboard *dashboard)
{
    zc_arena_release(&dashboard->arena);
    *dashboard = (struct zc_dashboard){ 0 };
}

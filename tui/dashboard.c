#include "tui/dashboard.h"
#include "core/number.h"
#include "storage/count.h"
#include "tui/dup_view.h"
#include <string.h>

struct builder {
    struct zc_survey *survey;
    struct zc_dashboard *out;
    struct zc_dash_row *rows;
    bool by_group;
    uint64_t *seeds; /* per row, where no target is set */
    int64_t today;
};

static const struct zc_pack *pack_of(const struct builder *b)
{
    return b->survey->pack;
}

static struct zc_str area_cell(const struct builder *b, uint32_t row, const char *column)
{
    const struct zc_list *areas = pack_of(b)->areas;
    return zc_list_cell(areas, row, zc_list_col(areas, zc_str_of(column)));
}

static struct zc_str area_label(const struct builder *b, uint32_t row)
{
    struct zc_str abbr = area_cell(b, row, "short");
    struct zc_str text = area_cell(b, row, ZC_T("zh", "en"));
    return zc_lang_get() == ZC_LANG_ZH && abbr.len > 0 ? abbr : text;
}

/* Targets of areas.csv stand at communities, or at streets where their communities have none. */
static bool target_of(const struct builder *b, uint32_t row, uint64_t *target)
{
    return zc_str_to_u64(area_cell(b, row, "target"), target);
}

static void add_row(struct builder *b, struct zc_dash_row row)
{
    b->rows[b->out->nrows++] = row;
}

static void make_group_rows(struct builder *b)
{
    const struct zc_pack *pack = pack_of(b);
    for (uint32_t i = 0; i < pack->ngroups; i++)
        add_row(b, (struct zc_dash_row){ .label = pack->groups[i].abbr,
                                         .group = pack->groups[i].number });
}

static void make_community_rows(struct builder *b)
{
    const struct zc_list *areas = pack_of(b)->areas;
    for (uint32_t row = 0; row < areas->nrows; row++) {
        struct zc_str code = area_cell(b, row, "code");
        if (zc_str_is(area_cell(b, row, "level"), "5") &&
            zc_pack_group_of(pack_of(b), code) == zc_survey_group(b->survey))
            add_row(b, (struct zc_dash_row){ .label = area_label(b, row), .area = code });
    }
}

/* The row that an area and a group of origin fall into; the last one is 未填. */
static struct zc_dash_row *row_of(struct builder *b, struct zc_str area, unsigned group)
{
    unsigned owner = zc_pack_group_of(pack_of(b), area);
    uint32_t last = b->out->nrows - 1;
    for (uint32_t i = 0; i < last; i++) {
        if (b->by_group ? b->rows[i].group == (owner ? owner : group)
                        : zc_str_eq(b->rows[i].area, area))
            return &b->rows[i];
    }
    return &b->rows[last];
}

static void add_targets(struct builder *b)
{
    const struct zc_list *areas = pack_of(b)->areas;
    for (uint32_t row = 0; row < areas->nrows; row++) {
        uint64_t target;
        struct zc_str code = area_cell(b, row, "code");
        if (!target_of(b, row, &target))
            continue;
        struct zc_dash_row *dash = row_of(b, code, 0);
        if (dash == &b->rows[b->out->nrows - 1])
            continue; /* the district as a whole, areas of other groups */
        dash->has_target = true;
        dash->target += target;
    }
}

static bool add_count(void *ctx, const struct zc_tally_key *key, uint64_t count)
{
    struct builder *b = ctx;
    const struct zc_form *form = zc_pack_form(pack_of(b), key->form);
    if (!form || !form->in_ledger || key->status == ZC_STATUS_VOID)
        return true;
    struct zc_dash_row *row = row_of(b, key->area, key->group);
    if (key->status != ZC_STATUS_SEED)
        row->registered += count;
    if (key->status == ZC_STATUS_SUBMITTED || key->status == ZC_STATUS_CHANGED)
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
    const struct zc_form *known = zc_pack_form(pack_of(b), form);
    if (!known || !known->in_ledger)
        return true;
    b->out->days[ZC_DASH_DAYS - 1 - (b->today - day)] += count;
    if (day == b->today)
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
        total->has_target |= row->has_target;
        total->target += row->target;
        total->registered += row->registered;
        total->pending += row->pending;
        total->returned += row->returned;
        total->conflicts += row->conflicts;
        total->today += row->today;
    }
    b->out->returned = total->returned;
    b->out->pending = total->pending;
    b->out->conflicts = total->conflicts;
    /* The row for what has no area shows only when there is something in it. */
    b->out->nrows -= b->rows[last].registered + b->seeds[last] == 0;
}

static void find_period(struct builder *b)
{
    struct zc_str text;
    struct zc_date start;
    struct zc_dashboard *out = b->out;
    out->period_days = (int)zc_pack_number(pack_of(b), "period_days", 20);
    if (!zc_pack_rule(pack_of(b), ZC_STR("start_date"), &text) || !zc_date_parse(text, &start) ||
        out->period_days < 1 || b->today < zc_date_days(start))
        return;
    int64_t past = b->today - zc_date_days(start);
    out->period = (int)(past / out->period_days) + 1;
    out->day = (int)(past % out->period_days) + 1;
    out->period_end = zc_date_days(start) + (int64_t)out->period * out->period_days - 1;
}

static bool count_unsaved(struct zc_txn *txn, struct zc_dashboard *out, struct zc_err *err)
{
    struct zc_draft *drafts;
    size_t n;
    if (!zc_draft_list(txn, (struct zc_str){ 0 }, &out->arena, &drafts, &n, err))
        return false;
    out->unsaved = n;
    return true;
}

bool zc_dashboard_load(struct zc_survey *survey, struct zc_dashboard *out, struct zc_err *err)
{
    struct builder b = { .survey = survey,
                         .out = out,
                         .by_group = zc_survey_group(survey) == 9,
                         .today = zc_clock_today(&survey->clock) };
    *out = (struct zc_dashboard){ 0 };
    size_t most = survey->pack->ngroups + survey->pack->areas->nrows + 1;
    out->rows = b.rows = ZC_NEW(&out->arena, struct zc_dash_row, most);
    b.seeds = ZC_NEW(&out->arena, uint64_t, most);
    if (b.by_group)
        make_group_rows(&b);
    else
        make_community_rows(&b);
    add_row(&b, (struct zc_dash_row){ .label = zc_str_of(b.by_group ? ZC_T("未填", "none")
                                                                    : ZC_T("其他", "other")) });
    add_targets(&b);
    find_period(&b);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_count_each(txn, add_count, &b, err) &&
              zc_count_each_day(txn, b.today - ZC_DASH_DAYS + 1, b.today, add_day, &b, err) &&
              count_unsaved(txn, out, err);
    if (ok) {
        out->unexported = zc_count_unexported(txn);
        out->has_dups = zc_dup_last_count(txn, &out->dups);
    }
    zc_txn_abort(txn);
    add_up(&b);
    return ok;
}

void zc_dashboard_release(struct zc_dashboard *dashboard)
{
    zc_arena_release(&dashboard->arena);
    *dashboard = (struct zc_dashboard){ 0 };
}

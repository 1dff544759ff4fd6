#include "core/alloc.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include "tui/demo.h"
#include "tui/ledger_view.h"
#include "tui/report.h"
#include "tui/seed_report.h"
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Every number of every report opens the records that it counted: test_report_records PACK, on the
 * stores of a practice survey. */

static void bail(const struct zc_err *err)
{
    printf("Bail out! %s\n", err->msg);
    exit(1);
}

/* How many records the ledger shows for a cell. */
static uint64_t count_listed(struct zc_survey *survey, const struct zc_ledger_filter *filter)
{
    enum { HEIGHT = 15 };
    struct zc_ledger_view view;
    struct zc_err err = { 0 };
    if (!zc_ledger_view_init(&view, survey, NULL, filter, &err) ||
        !zc_ledger_view_load(&view, HEIGHT, &err))
        bail(&err);
    while (zc_ledger_view_step(&view, 1000, &err)) {
    }
    if (err.code != ZC_OK || !zc_ledger_view_load(&view, HEIGHT, &err))
        bail(&err);
    uint64_t n = view.count;
    zc_ledger_view_release(&view);
    return n;
}

struct tally {
    uint64_t opened, closed, wrong;
};

static uint64_t number_of(const struct zc_figure *figure)
{
    return figure->kind == ZC_FIGURE_CHANGE ? (uint64_t)figure->by : figure->n;
}

static void open_cell(struct zc_survey *survey, const struct zc_report *report, uint32_t r,
                      uint32_t c, struct tally *tally)
{
    const struct zc_report_row *row = &report->rows[r];
    struct zc_ledger_filter filter = { .form = row->form, .group = row->group, .area = row->area };
    struct zc_buf conditions = { 0 };
    if (!zc_report_records(report, r, c, &filter.form, &filter.queue, &conditions)) {
        tally->closed++;
    } else {
        filter.conditions = zc_buf_str(&conditions);
        uint64_t n = count_listed(survey, &filter);
        tally->opened++;
        if (n != number_of(&row->cells[c]) && tally->wrong++ < 5)
            printf("# %s %.*s %.*s: %llu, the ledger has %llu: %s\n", report->kind->name,
                   ZC_ARG(row->name), ZC_ARG(report->columns[c].name),
                   (unsigned long long)number_of(&row->cells[c]), (unsigned long long)n,
                   zc_buf_cstr(&conditions));
    }
    zc_buf_release(&conditions);
}

/* Only a figure that is not known, or of records in no row, may open nothing here. */
static uint64_t count_closed(const struct zc_report *report)
{
    uint64_t n = 0;
    for (uint32_t r = 0; r < report->nrows; r++) {
        for (uint32_t c = 0; c < report->ncolumns; c++)
            n += report->rows[r].kind == ZC_ROW_NONE ||
                 report->rows[r].cells[c].kind == ZC_FIGURE_UNKNOWN;
    }
    return n;
}

/* The reports about base lists, made of a count in slices. */
static void test_seeds(struct zc_survey *survey, unsigned group,
                       const struct zc_report_facts *facts)
{
    struct zc_seed_count count;
    struct zc_err err = { 0 };
    bool ok = zc_seed_count_begin(&count, survey, &err);
    while (ok && !count.done)
        ok = zc_seed_count_step(&count, 1, &err);
    if (!ok)
        bail(&err);
    for (int kind = ZC_REPORTS_COUNTED; kind < ZC_REPORTS; kind++) {
        struct tally tally = { 0 };
        for (int daily = 0; daily < 2; daily++) {
            struct zc_report_ask ask = { .kind = kind, .daily = daily };
            struct zc_report report;
            zc_seed_report_make(&count, facts, &ask, &report);
            for (uint32_t r = 0; r < report.nrows; r++)
                for (uint32_t c = 0; c < report.ncolumns; c++)
                    open_cell(survey, &report, r, c, &tally);
            zc_report_release(&report);
        }
        zc_checkf(tally.wrong == 0 && tally.opened > 5 && tally.closed == 0,
                  "store %u, %s: all %llu numbers open their records", group,
                  zc_report_kinds[kind].name, (unsigned long long)tally.opened);
    }
    zc_seed_count_release(&count);
}

static void test_store(const char *dir, unsigned group, const struct zc_clock *clock)
{
    struct zc_buf path = { 0 };
    struct zc_err err = { 0 };
    struct zc_report_facts facts;
    zc_demo_store(dir, group, &path);
    struct zc_survey *survey = zc_survey_open(zc_buf_cstr(&path), true, clock, &err);
    if (!survey || !zc_report_facts_load(&facts, survey, &err))
        bail(&err);
    for (int kind = 0; kind < ZC_REPORTS_COUNTED; kind++) {
        struct tally tally = { 0 };
        uint64_t closed = 0;
        for (int way = 0; way < 12; way++) {
            struct zc_report_ask ask = { .kind = kind,
                                         .level = (enum zc_area_level)(way % 3),
                                         .daily = way / 3 % 2,
                                         .period = way / 6 };
            struct zc_report report;
            zc_report_make(&facts, &ask, &report);
            closed += count_closed(&report);
            for (uint32_t r = 0; r < report.nrows; r++)
                for (uint32_t c = 0; c < report.ncolumns; c++)
                    open_cell(survey, &report, r, c, &tally);
            zc_report_release(&report);
        }
        zc_checkf(tally.wrong == 0 && tally.opened > 50,
                  "store %u, %s: %llu numbers are those of the ledger", group,
                  zc_report_kinds[kind].name, (unsigned long long)tally.opened);
        zc_checkf(tally.closed == closed, "store %u, %s: no other number opens nothing", group,
                  zc_report_kinds[kind].name);
    }
    test_seeds(survey, group, &facts);
    zc_report_facts_release(&facts);
    zc_survey_close(survey);
    zc_buf_release(&path);
}

int main(int argc, char **argv)
{
    const char *base = zc_temp_dir_new();
    struct zc_buf dir = { 0 };
    struct zc_clock clock;
    struct zc_err err = { 0 };
    if (argc < 2 || sodium_init() < 0)
        return 99;
    zc_buf_printf(&dir, "%s/practice", base);
    if (!zc_clock_fixed(ZC_STR("2026-11-25T17:45:00+08:00"), &clock, &err) ||
        !zc_demo_make(zc_buf_cstr(&dir), argv[1], &clock, NULL, NULL, &err))
        bail(&err);
    test_store(zc_buf_cstr(&dir), 9, &clock);
    test_store(zc_buf_cstr(&dir), 6, &clock);
    zc_temp_dir_remove(base);
    zc_buf_release(&dir);
    return zc_check_done();
}

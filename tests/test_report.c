#include "core/text.h"
#include "tests/check.h"
#include "tui/glyph.h"
#include "tui/report_print.h"
#include <string.h>

/* Reports over invented counters: test_report PACK. The pack is the shipped one with a small ground
 * of its own: a street with a target of which no community has one, a street whose communities have
 * their own, a street without any. */

static struct zc_source shipped;

static const char areas[] = "code,level,zh,en,short,aliases,parent,target\n"
                            "630103,3,城中区,Chengzhong,城中,,,900\n"
                            "630103001,4,甲街道,Street A,甲街,,630103,100\n"
                            "630103001003,5,甲一社区,A1,甲一,,630103001,\n"
                            "630103001004,5,甲二社区,A2,甲二,,630103001,\n"
                            "630103002,4,乙街道,Street B,乙街,,630103,50\n"
                            "630103002001,5,乙一社区,B1,乙一,,630103002,30\n"
                            "630103002003,5,乙二社区,B2,乙二,,630103002,10\n"
                            "630103003,4,丙街道,Street C,丙街,,630103,\n"
                            "630103003001,5,丙一社区,C1,丙一,,630103003,\n";
static const char groups[] = "group,zh,en,short,communities\n"
                             "1,第1组,Group 1,甲组,630103001\n"
                             "2,第2组,Group 2,乙组,630103002 630103003001\n"
                             "3,第3组,Group 3,丙组,630103003\n";

static bool read_over(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                      struct zc_err *err)
{
    const char *text = zc_str_is(path, "areas.csv")    ? areas
                       : zc_str_is(path, "groups.csv") ? groups
                                                       : NULL;
    (void)ctx;
    if (!text)
        return shipped.read(shipped.ctx, path, out, found, err);
    *found = true;
    zc_buf_text(out, text);
    return true;
}

static bool list_all(void *ctx, bool (*each)(void *each_ctx, struct zc_str path), void *each_ctx,
                     struct zc_err *err)
{
    (void)ctx;
    return shipped.list(shipped.ctx, each, each_ctx, err);
}

static struct zc_pack *load_pack(const char *dir)
{
    struct zc_findings findings = { 0 };
    struct zc_source source = { .name = ZC_LIT("test"), .read = read_over, .list = list_all };
    shipped = zc_source_folder(dir);
    struct zc_pack *pack = zc_pack_load(&source, &findings);
    zc_findings_release(&findings);
    return pack;
}

/* Day 12 of period 2: period 1 begins on 2026-10-23 and has 20 days. */
static int64_t day_of(int year, int month, int day)
{
    return zc_date_days((struct zc_date){ year, month, day });
}

enum { FACTS = 400 };
static struct zc_report_fact facts[FACTS];
static struct zc_report_day days[FACTS];

static struct zc_report_facts facts_of(const struct zc_pack *pack, unsigned group, size_t nfacts,
                                       size_t ndays)
{
    struct zc_report_facts out = { .pack = pack,
                                   .group = group,
                                   .today = day_of(2026, 11, 23),
                                   .nfacts = nfacts,
                                   .ndays = ndays,
                                   .facts = facts,
                                   .days = days };
    zc_moment_parse(ZC_STR("2026-11-23T18:42:00+08:00"), 0, &out.as_of);
    return out;
}

/* Counts that look like no others, spread over all places, groups and states. */
static size_t fill_facts(uint32_t seed)
{
    static const char *const places[] = {
        "630103001003", "630103001004", "630103001", "630103002001", "630103002003",
        "630103003001", "630103003",    "",          "630199"
    };
    for (size_t i = 0; i < FACTS; i++) {
        seed = seed * 1664525 + 1013904223;
        facts[i] = (struct zc_report_fact){ .area = zc_str_of(places[(seed >> 8) % 9]),
                                            .group = (seed >> 12) % 5,
                                            .status = (enum zc_status)((seed >> 16) % 8),
                                            .seed = (seed >> 20) & 1,
                                            .conflict = (seed >> 21) & 1,
                                            .n = 1 + (seed >> 22) % 900 };
        days[i] = (struct zc_report_day){ .area = facts[i].area,
                                          .group = facts[i].group,
                                          .day = day_of(2026, 10, 20) + (seed >> 10) % 35,
                                          .n = 1 + (seed >> 24) % 40 };
    }
    return FACTS;
}

/* Sums over the rows, and along the rows, against the total, which is counted on its own. */
static bool columns_add_up(const struct zc_report *report)
{
    bool ok = true;
    for (uint32_t c = 0; c < report->ncolumns; c++) {
        const struct zc_report_measure *measure = report->columns[c].measure;
        bool adds = !measure || (strcmp(measure->name, "target") && strcmp(measure->name, "most"));
        uint64_t sum = 0;
        for (uint32_t r = 0; r + 1 < report->nrows; r++)
            sum += report->rows[r].cells[c].n;
        const struct zc_figure *total = &report->rows[report->nrows - 1].cells[c];
        if (total->kind == ZC_FIGURE_COUNT && adds)
            ok &= sum == total->n;
    }
    return ok;
}

static bool rows_add_up(const struct zc_report *report)
{
    bool ok = true;
    for (uint32_t r = 0; r < report->nrows; r++) {
        uint64_t sum = 0;
        for (uint32_t c = 0; c + 1 < report->ncolumns; c++)
            sum += report->rows[r].cells[c].n;
        ok &= sum == report->rows[r].cells[report->ncolumns - 1].n;
    }
    return ok;
}

static void test_cross_footing(const struct zc_pack *pack)
{
    static const unsigned stores[] = { 9, 1, 2, 3 };
    for (uint32_t seed = 1; seed <= 5; seed++) {
        size_t n = fill_facts(seed * 7919);
        bool down = true, along = true;
        for (size_t s = 0; s < 4 * 3 * ZC_REPORTS_COUNTED * 4; s++) {
            struct zc_report_facts all = facts_of(pack, stores[s % 4], n, n);
            struct zc_report_ask ask = { .level = (enum zc_area_level)(s / 4 % 3),
                                         .kind = (int)(s / 12 % ZC_REPORTS_COUNTED),
                                         .daily = s / 12 / ZC_REPORTS_COUNTED % 2,
                                         .period = (int)(s / 12 / ZC_REPORTS_COUNTED / 2 % 2) };
            struct zc_report report;
            zc_report_make(&all, &ask, &report);
            down &= ask.kind == ZC_REPORT_SUMMARY || columns_add_up(&report);
            along &= ask.kind != ZC_REPORT_HEAT || (ask.period == 1 && !ask.daily) ||
                     rows_add_up(&report);
            zc_report_release(&report);
        }
        zc_checkf(down, "counters %u: the rows add up to the total", seed);
        zc_checkf(along, "counters %u: states and days add up to the sum", seed);
    }
}

static const struct zc_figure *cell(const struct zc_report *report, const char *row,
                                    const char *column)
{
    for (uint32_t r = 0; r < report->nrows; r++) {
        for (uint32_t c = 0; zc_str_is(report->rows[r].name, row) && c < report->ncolumns; c++) {
            if (zc_str_is(report->columns[c].name, column))
                return &report->rows[r].cells[c];
        }
    }
    return NULL;
}

static bool is(const struct zc_report *report, const char *row, const char *column,
               const char *want)
{
    struct zc_buf text = { 0 };
    const struct zc_figure *figure = cell(report, row, column);
    if (figure)
        zc_figure_print(figure, "?", &text);
    bool same = figure && zc_str_is(zc_buf_str(&text), want);
    if (!same)
        printf("# %s %s is %s, not %s\n", row, column, figure ? zc_buf_cstr(&text) : "not there",
               want);
    zc_buf_release(&text);
    return same;
}

static void add_fact(size_t *n, const char *area, unsigned group, enum zc_status status, bool seed,
                     uint64_t count)
{
    facts[(*n)++] = (struct zc_report_fact){
        .area = zc_str_of(area), .group = group, .status = status, .seed = seed, .n = count
    };
}

/* Street C has 20 seeds, 5 of which are registered now, street A a target and seeds as well. */
static size_t few_facts(void)
{
    size_t n = 0;
    add_fact(&n, "630103001003", 1, ZC_STATUS_SUBMITTED, false, 60);
    add_fact(&n, "630103001003", 1, ZC_STATUS_CHANGED, true, 7);
    add_fact(&n, "630103001004", 1, ZC_STATUS_DRAFT, false, 32);
    add_fact(&n, "630103002001", 2, ZC_STATUS_TOWN_OK, false, 36);
    add_fact(&n, "630103003", 3, ZC_STATUS_SEED, true, 15);
    add_fact(&n, "630103003", 3, ZC_STATUS_GROUP_OK, true, 5);
    return n;
}

static void make(const struct zc_pack *pack, size_t nfacts, size_t ndays,
                 const struct zc_report_ask *ask, struct zc_report *out)
{
    struct zc_report_facts all = facts_of(pack, 9, nfacts, ndays);
    zc_report_make(&all, ask, out);
}

static void test_targets(const struct zc_pack *pack)
{
    struct zc_report_ask ask = { .kind = ZC_REPORT_PROGRESS };
    struct zc_report report;
    size_t n = few_facts();
    make(pack, n, 0, &ask, &report);
    zc_check("a street's own target", is(&report, "1", "target", "100") &&
                                          is(&report, "1", "registered", "99") &&
                                          is(&report, "1", "share", "99.0%"));
    zc_check("targets of communities win over their street's", is(&report, "2", "target", "40"));
    zc_check("seeds stand in for a target", is(&report, "3", "target", "20") &&
                                                is(&report, "3", "registered", "5") &&
                                                is(&report, "3", "share", "25.0%"));
    zc_check("the whole", is(&report, "total", "target", "160") &&
                              is(&report, "total", "registered", "140") &&
                              is(&report, "total", "share", "87.5%"));
    zc_check("who is behind is named",
             report.nnotes == 2 && zc_str_find(report.notes[0], ZC_STR("丙组")) != SIZE_MAX &&
                 zc_str_find(report.notes[0], ZC_STR("甲组")) == SIZE_MAX);
    zc_report_release(&report);

    ask.level = ZC_AREA_COMMUNITY;
    make(pack, n, 0, &ask, &report);
    zc_check("a community below a street's target has the seeds or none of its own",
             is(&report, "630103001003", "target", "7") &&
                 is(&report, "630103001004", "target", "?") &&
                 is(&report, "630103001004", "share", "?"));
    zc_check("the whole is the same by community",
             is(&report, "total", "target", "160") && is(&report, "total", "share", "87.5%"));
    zc_check("what has a street only lies in no community",
             is(&report, "none", "registered", "5") &&
                 is(&report, "630103003001", "registered", "0"));
    zc_report_release(&report);

    ask.level = ZC_AREA_STREET;
    make(pack, n, 0, &ask, &report);
    zc_check("and by street", is(&report, "630103002", "target", "40") &&
                                  is(&report, "total", "target", "160") &&
                                  !cell(&report, "none", "target"));
    zc_report_release(&report);

    add_fact(&n, "630103003001", 2, ZC_STATUS_DRAFT, false, 1);
    ask.level = ZC_AREA_COMMUNITY;
    make(pack, n, 0, &ask, &report);
    zc_check("where a place with records has no target, the whole has no share",
             is(&report, "630103003001", "target", "?") && is(&report, "total", "target", "?") &&
                 is(&report, "total", "share", "?"));
    zc_report_release(&report);
}

static void test_periods(const struct zc_pack *pack)
{
    struct zc_report_ask ask = { .kind = ZC_REPORT_SUMMARY };
    struct zc_report report;
    size_t n = few_facts();
    days[0] = (struct zc_report_day){ ZC_LIT("630103001003"), 1, day_of(2026, 10, 22), 3 };
    days[1] = (struct zc_report_day){ ZC_LIT("630103001003"), 1, day_of(2026, 11, 11), 5 };
    days[2] = (struct zc_report_day){ ZC_LIT("630103001003"), 1, day_of(2026, 11, 12), 7 };
    days[3] = (struct zc_report_day){ ZC_LIT("630103002001"), 2, day_of(2026, 11, 23), 11 };
    make(pack, n, 4, &ask, &report);
    zc_check("the running period", report.running && report.ask.period == 2 && report.ndays == 12);
    zc_check("finished before, by now, in the period",
             is(&report, "finished", "before", "8") && is(&report, "finished", "now", "26") &&
                 is(&report, "finished", "change", "+18"));
    zc_check("states are known of now alone", is(&report, "waiting", "before", "?") &&
                                                  is(&report, "waiting", "now", "67") &&
                                                  is(&report, "waiting", "change", "?"));
    zc_check("and say why", cell(&report, "waiting", "before")->why.zh != NULL);
    zc_check("verified of finished", is(&report, "verified_share", "now", "33.3%") &&
                                         is(&report, "submitted_or_higher", "now", "108"));
    zc_report_release(&report);

    ask.period = 1;
    make(pack, n, 4, &ask, &report);
    zc_check("a period that is over", !report.running && report.ndays == 20);
    zc_check("what was finished in it is known",
             is(&report, "finished", "before", "3") && is(&report, "finished", "now", "8"));
    zc_check("the states of its end are not",
             is(&report, "waiting", "now", "?") && is(&report, "verified_share", "now", "?"));
    zc_report_release(&report);

    struct zc_report_facts early = facts_of(pack, 9, n, 4);
    early.today = day_of(2026, 10, 22);
    ask.period = 0;
    ask.kind = ZC_REPORT_PROGRESS;
    zc_report_make(&early, &ask, &report);
    zc_check("before the first period the last fortnight counts",
             report.ask.period == 0 && report.ndays == 14 && is(&report, "total", "period", "3") &&
                 is(&report, "total", "today", "3"));
    zc_report_release(&report);
}

static void test_shades(const struct zc_pack *pack)
{
    struct zc_report_ask ask = { .kind = ZC_REPORT_HEAT };
    struct zc_report report;
    make(pack, few_facts(), 0, &ask, &report);
    const struct zc_figure figures[] = { zc_figure_count(0),  zc_figure_count(1),
                                         zc_figure_count(15), zc_figure_count(16),
                                         zc_figure_count(30), zc_figure_count(45),
                                         zc_figure_count(46), zc_figure_count(60) };
    static const unsigned shades[] = { 0, 1, 1, 2, 2, 3, 4, 4 };
    bool ok = report.most == 60;
    for (size_t i = 0; i < 8; i++)
        ok &= zc_report_shade(&report, &figures[i]) == shades[i];
    zc_check("shades are quarters of the largest", ok);
    zc_check("what is not known has no shade",
             zc_report_shade(&report, &(struct zc_figure){ 0 }) == 0);
    zc_report_release(&report);
}

static void test_printing(const struct zc_pack *pack)
{
    static const char want[] =
        "row,label,submitted_or_higher,waiting,group_ok,verified,verified_share,returned\n"
        "1,甲组,67,67,0,0,0.0,0\n"
        "2,乙组,36,0,0,36,100.0,0\n"
        "3,丙组,5,0,5,0,0.0,0\n"
        "total,合计,108,67,5,36,33.3,0\n";
    struct zc_report_ask ask = { .kind = ZC_REPORT_REVIEW };
    struct zc_buf text = { 0 };
    struct zc_report report;
    make(pack, few_facts(), 0, &ask, &report);
    zc_report_csv(&report, &text);
    if (!zc_check("a table for programs", zc_str_is(zc_buf_str(&text), want)))
        printf("# %s\n", zc_buf_cstr(&text));
    zc_buf_reset(&text);
    zc_report_sheet(&report, &text);
    zc_check("for spreadsheets with a mark and CRLF",
             zc_str_starts(zc_buf_str(&text), ZC_STR("\xEF\xBB\xBFrow,")) &&
                 zc_str_ends(zc_buf_str(&text), ZC_STR(",0\r\n")));
    zc_buf_reset(&text);
    zc_report_page(&report, ZC_STR("试点"), &text);
    zc_check("a page with heading, figures and what they mean",
             zc_str_starts(zc_buf_str(&text), ZC_STR("试点  核实\n第 2 轮")) &&
                 zc_str_find(zc_buf_str(&text), ZC_STR("33.3%")) != SIZE_MAX &&
                 zc_str_find(zc_buf_str(&text), ZC_STR("已核实 / 已交")) != SIZE_MAX);
    zc_report_release(&report);

    ask = (struct zc_report_ask){ .kind = ZC_REPORT_HEAT, .daily = true, .period = 1 };
    make(pack, few_facts(), 0, &ask, &report);
    zc_buf_reset(&text);
    zc_glyph_set_ascii(true);
    zc_report_page(&report, ZC_STR("试点"), &text);
    zc_glyph_set_ascii(false);
    bool wide = false;
    struct zc_str rest = zc_buf_str(&text);
    struct zc_cluster one;
    while (zc_text_next(&rest, &one))
        wide |= one.text.len > 1 && one.cols == 1;
    zc_check("in ASCII signs when the program is set so", !wide);
    zc_report_release(&report);
    zc_buf_release(&text);
}

int main(int argc, char **argv)
{
    struct zc_pack *pack = argc > 1 ? load_pack(argv[1]) : NULL;
    zc_check("the pack is there", pack != NULL);
    if (pack) {
        test_cross_footing(pack);
        test_targets(pack);
        test_periods(pack);
        test_shades(pack);
        test_printing(pack);
    }
    zc_pack_free(pack);
    return zc_check_done();
}

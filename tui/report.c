#include "tui/report_impl.h"

const struct zc_report_kind zc_report_kinds[ZC_REPORTS] = {
    [ZC_REPORT_SUMMARY] = { "summary",
                            { "小结", "summary" },
                            { "本轮登记了多少，现在各是什么状态",
                              "what was registered in the period, and its state" },
                            ZC_LOOK_TABLE,
                            { 0 } },
    [ZC_REPORT_PROGRESS] = { "progress",
                             { "进度表", "progress" },
                             { "各小组、街镇或社区的应查、已登、待核、退回、冲突",
                               "target, registered, to check, returned and conflicts of each "
                               "group, street or community" },
                             ZC_LOOK_TABLE,
                             { 0 } },
    [ZC_REPORT_CHART] = { "chart",
                          { "进度图", "chart" },
                          { "已登和应查的条形图，或逐日登记",
                            "bars of registered and target, or each day" },
                          ZC_LOOK_BARS,
                          { "逐日", "by day" } },
    [ZC_REPORT_HEAT] = { "heat",
                         { "热力表", "heat" },
                         { "各处各状态的条数，或逐日登记，按多少加深",
                           "records by state, or each day, with a shade by their number" },
                         ZC_LOOK_HEAT,
                         { "逐日", "by day" } },
    [ZC_REPORT_REVIEW] = { "review",
                           { "核实", "review" },
                           { "各处交了多少、核实了多少", "what was finished and what was checked" },
                           ZC_LOOK_TABLE,
                           { 0 } },
    [ZC_REPORT_COVERAGE] = { "coverage",
                             { "覆盖", "coverage" },
                             { "各处的门走了多少、底册核了多少，哪里还没有人去过",
                               "doors walked and seeds settled, and where nobody was yet" },
                             ZC_LOOK_TABLE,
                             { 0 } },
    [ZC_REPORT_SEEDS] = { "seeds",
                          { "底册", "seeds" },
                          { "每份名单里的单位走访下来怎样：核到、已失、重复、不属、未完，和名单以外新增的",
                            "what became of the units of each list, and what no list has" },
                          ZC_LOOK_TABLE,
                          { "逐项结果", "each answer" } },
    [ZC_REPORT_LISTS] = { "lists",
                          { "比对", "lists" },
                          { "一份名单有、别的名单没有的单位",
                            "units that one list has and another lacks" },
                          ZC_LOOK_TABLE,
                          { 0 } },
};

int zc_report_find(struct zc_str name)
{
    for (int i = 0; i < ZC_REPORTS; i++) {
        if (zc_str_is(name, zc_report_kinds[i].name))
            return i;
    }
    return -1;
}

enum zc_area_level zc_report_usual_level(const struct zc_report_facts *facts)
{
    return facts->group == 9 ? ZC_AREA_GROUP : ZC_AREA_COMMUNITY;
}

/* A report while it is made. */
struct making {
    const struct zc_report_facts *facts;
    struct zc_report *out;
    struct zc_area_rows places;
    struct zc_report_sums *sums; /* a place each, then the total */
    struct zc_report_column *columns;
};

static struct zc_report_sums *total_of(const struct making *m)
{
    return &m->sums[m->places.nrows];
}

/* Counting: each fact into its place and, on its own, into the total. */

static bool was_there(const struct zc_report_fact *fact)
{
    return fact->walk == ZC_WALK_AGAIN || fact->walk == ZC_WALK_DONE;
}

static void add_fact(struct zc_report_sums *sums, const struct zc_report_fact *fact)
{
    sums->status[fact->status] += fact->n;
    sums->conflict += fact->conflict ? fact->n : 0;
    sums->seeds += fact->seed ? fact->n : 0;
    sums->fresh += fact->seed ? 0 : fact->n;
    sums->walks[fact->walk] += fact->seed ? fact->n : 0;
    sums->touched += was_there(fact) ? fact->n : 0;
}

static void add_door(struct zc_report_sums *sums, const struct zc_report_fact *fact)
{
    sums->doors[fact->walk] += fact->n;
    sums->touched += was_there(fact) ? fact->n : 0;
}

static void add_visit(struct zc_report_sums *sums, const struct zc_report_day *day)
{
    if (!sums->visited || day->day > sums->last_visit)
        sums->last_visit = day->day;
    sums->visited = true;
}

static void add_day(const struct making *m, struct zc_report_sums *sums,
                    const struct zc_report_day *day)
{
    int64_t at = day->day - m->out->first_day;
    if (day->day == m->facts->today)
        sums->today += day->n;
    if (at < 0)
        sums->before += day->n;
    if (at < 0 || at >= m->out->ndays)
        return;
    sums->period += day->n;
    sums->days[at] += day->n;
}

static void count(struct making *m)
{
    const struct zc_report_facts *facts = m->facts;
    for (size_t i = 0; i < facts->nfacts; i++) {
        const struct zc_report_fact *fact = &facts->facts[i];
        add_fact(&m->sums[zc_area_rows_find(&m->places, fact->area, fact->group)], fact);
        add_fact(total_of(m), fact);
    }
    for (size_t i = 0; i < facts->ndays; i++) {
        const struct zc_report_day *day = &facts->days[i];
        add_day(m, &m->sums[zc_area_rows_find(&m->places, day->area, day->group)], day);
        add_day(m, total_of(m), day);
    }
    for (size_t i = 0; i < facts->ndoors; i++) {
        const struct zc_report_fact *fact = &facts->door_facts[i];
        add_door(&m->sums[zc_area_rows_find(&m->places, fact->area, fact->group)], fact);
        add_door(total_of(m), fact);
    }
    for (size_t i = 0; i < facts->nvisits; i++) {
        const struct zc_report_day *day = &facts->visits[i];
        add_visit(&m->sums[zc_area_rows_find(&m->places, day->area, day->group)], day);
    }
}

static bool has_no_units(const struct zc_report_sums *sums)
{
    return sums->fresh + sums->seeds == 0;
}

/* No doors either. */
static bool is_empty(const struct zc_report_sums *sums)
{
    return has_no_units(sums) && sums->doors[ZC_WALK_OPEN] + sums->touched == 0;
}

/* Seeds stand in where a place has no target. Of the whole there is a target when no place with
 * records lacks one. */
static void set_targets(struct making *m)
{
    const struct zc_area_rows *places = &m->places;
    struct zc_report_sums *total = total_of(m);
    uint64_t *seeds = ZC_NEW(&m->out->arena, uint64_t, places->nrows);
    bool complete = true;
    for (uint32_t i = 0; i < places->nrows; i++) {
        struct zc_report_sums *sums = &m->sums[i];
        const struct zc_area_row *place = &places->rows[i];
        seeds[i] = sums->seeds;
        sums->has_target = place->has_target || sums->seeds > 0;
        sums->target = place->has_target ? place->target : sums->seeds;
        if (i + 1 < places->nrows)
            complete &= sums->has_target || place->covered || has_no_units(sums);
    }
    total->target = zc_area_rows_target(places, seeds);
    total->has_target = complete && total->target > 0;
}

static void make_sums(struct making *m)
{
    struct zc_report *out = m->out;
    unsigned group = m->facts->group;
    zc_area_rows_init(&m->places, m->facts->pack, out->ask.level, group, &out->arena);
    m->sums = ZC_NEW(&out->arena, struct zc_report_sums, m->places.nrows + 1);
    for (uint32_t i = 0; i <= m->places.nrows; i++)
        m->sums[i].days = ZC_NEW(&out->arena, uint64_t, out->ndays + 1);
    count(m);
    set_targets(m);
}

/* The period, or the last days where the survey has none. */
static void set_period(const struct zc_report_facts *facts, struct zc_report *out)
{
    enum { LAST_DAYS = 14 };
    int64_t today = facts->today, last = today;
    struct zc_period now = zc_period_at(facts->pack, today);
    bool past = out->ask.period > 0 && out->ask.period < now.number;
    out->period = past ? zc_period_of(facts->pack, out->ask.period) : now;
    out->running = !past;
    out->ask.period = out->period.number;
    out->today = today;
    out->first_day = today - LAST_DAYS + 1;
    if (out->period.number > 0) {
        out->first_day = out->period.first;
        last = out->period.last < today ? out->period.last : today;
    }
    out->ndays = (uint32_t)(last - out->first_day + 1);
}

/* Words */

static void print_day(int64_t day, char out[ZC_DATE_TEXT])
{
    zc_date_print(zc_date_of_days(day), out);
}

static void set_words(const struct zc_report_facts *facts, struct zc_report *out)
{
    char first[ZC_DATE_TEXT], last[ZC_DATE_TEXT], at[ZC_DATETIME_TEXT];
    print_day(out->first_day, first);
    zc_moment_print(facts->as_of, false, at);
    out->as_of = zc_arena_printf(&out->arena, "%.5s %.5s", at + 5, at + 11);
    if (out->period.number == 0) {
        print_day(facts->today, last);
        out->title = zc_str_of(ZC_T("还没有到第一轮", "before the first period"));
        out->when = zc_arena_printf(&out->arena, ZC_T("%s ～ %s", "%s to %s"), first + 5, last + 5);
        return;
    }
    print_day(out->period.last, last);
    out->title = zc_arena_printf(&out->arena, ZC_T("第 %d 轮", "period %d"), out->period.number);
    out->when = zc_arena_printf(&out->arena, ZC_T("%s ～ %s  第 %u/%d 天", "%s to %s  day %u/%d"),
                                first + 5, last + 5, out->ndays, out->period.days);
}

void zc_report_set_time(const struct zc_report_facts *facts, struct zc_report *out)
{
    set_period(facts, out);
    set_words(facts, out);
}

static void add_note(struct zc_report *out, struct zc_str note)
{
    out->notes[out->nnotes++] = note;
}

/* Places whose share lies ten points and more under that of the whole. */
static void note_slow_places(struct making *m)
{
    enum { POINTS = 100, MOST_BYTES = 120 };
    const struct zc_report_sums *total = total_of(m);
    struct zc_buf names = { 0 };
    struct zc_figure all = zc_report_figure(ZC_M_SHARE, total, 0, m->out->running);
    for (uint32_t i = 0; all.kind == ZC_FIGURE_SHARE && i + 1 < m->places.nrows; i++) {
        struct zc_figure one = zc_report_figure(ZC_M_SHARE, &m->sums[i], 0, true);
        if (one.kind != ZC_FIGURE_SHARE || one.n >= one.of || names.len > MOST_BYTES ||
            zc_share_tenths(one.n, one.of) + POINTS > zc_share_tenths(all.n, all.of))
            continue;
        zc_buf_printf(&names, "%s%.*s", names.len ? ZC_T("、", ", ") : "",
                      ZC_ARG(m->places.rows[i].label));
    }
    if (names.len > 0)
        add_note(m->out, zc_arena_printf(&m->out->arena,
                                         ZC_T("%s的进度低于总进度 10 个百分点以上",
                                              "%s: more than 10 points behind"),
                                         zc_buf_cstr(&names)));
    zc_buf_release(&names);
}

/* Names of places, parted, as far as a line has room. */
static void add_name(struct zc_buf *names, struct zc_str label)
{
    enum { MOST_BYTES = 120 };
    if (names->len <= MOST_BYTES)
        zc_buf_printf(names, "%s%.*s", names->len ? ZC_T("、", ", ") : "", ZC_ARG(label));
}

static void note_gaps(struct making *m)
{
    int64_t most = (int64_t)zc_pack_number(m->facts->pack, "no_visit_days", 10);
    struct zc_report *out = m->out;
    struct zc_buf stale = { 0 };
    uint32_t nobody = 0, silent = 0;
    for (uint32_t i = 0; i < out->nrows; i++) {
        const struct zc_report_row *row = &out->rows[i];
        const struct zc_report_sums *sums = &m->sums[i];
        if (row->kind != ZC_ROW_PLACE)
            continue;
        nobody += row->alarm;
        silent += row->alarm && row->note.len == 0;
        if (!row->alarm && sums->visited && m->facts->today - sums->last_visit >= most) {
            add_name(&stale, row->label);
        }
    }
    if (nobody > 0)
        add_note(out, zc_arena_printf(&out->arena,
                                      ZC_T("%u 处一个门、一户都没有走访，没有说明的 %u 处",
                                           "nobody was anywhere in %u places, %u of them without "
                                           "an explanation"),
                                      nobody, silent));
    if (stale.len > 0)
        add_note(out, zc_arena_printf(&out->arena,
                                      ZC_T("%lld 天没有走访：%s", "no visit for %lld days: %s"),
                                      (long long)most, zc_buf_cstr(&stale)));
    zc_buf_release(&stale);
}

static void add_notes(struct making *m)
{
    struct zc_report *out = m->out;
    struct zc_figure open = zc_report_figure(ZC_M_WAITING, total_of(m), 0, true);
    if (is_empty(total_of(m)))
        add_note(out, zc_str_of(ZC_T("还没有数据", "there are no records yet")));
    if (out->ask.kind != ZC_REPORT_COVERAGE)
        note_slow_places(m);
    else if (out->running)
        note_gaps(m);
    if (!out->running)
        add_note(out, zc_str_of(ZC_T("过去一轮只知道登记了多少；当时的状态计数里没有",
                                     "of a past period only what was registered is known, not the "
                                     "states of that day")));
    add_note(out, zc_arena_printf(&out->arena,
                                  ZC_T("数据截至 %.*s，含 %llu 条未核实",
                                       "as of %.*s, %llu of them not checked"),
                                  ZC_ARG(out->as_of), (unsigned long long)open.n));
}

/* Columns and rows */

static struct zc_str word(struct zc_text text)
{
    return zc_str_of(zc_text_get(text));
}

static struct zc_report_column *new_columns(struct making *m, uint32_t n)
{
    m->columns = ZC_NEW(&m->out->arena, struct zc_report_column, n);
    m->out->columns = m->columns;
    m->out->ncolumns = n;
    return m->columns;
}

static void columns_of_measures(struct making *m, const enum zc_measure *measures, uint32_t n)
{
    struct zc_report_column *columns = new_columns(m, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct zc_report_measure *measure = &zc_report_measures[measures[i]];
        columns[i] =
            (struct zc_report_column){ zc_str_of(measure->name), word(measure->label), measure };
    }
}

static struct zc_report_row row_of_place(const struct making *m, uint32_t at)
{
    const struct zc_area_row *place = &m->places.rows[at];
    bool none = at + 1 == m->places.nrows;
    struct zc_str name = none           ? ZC_STR("none")
                         : place->group ? zc_arena_printf(&m->out->arena, "%u", place->group)
                                        : place->code;
    return (struct zc_report_row){ .kind = none ? ZC_ROW_NONE : ZC_ROW_PLACE,
                                   .name = name,
                                   .label = place->label,
                                   .group = place->group,
                                   .area = place->code,
                                   .days = m->sums[at].days,
                                   .has_fixed_target = place->has_target };
}

static struct zc_report_row row_of_total(const struct making *m)
{
    return (struct zc_report_row){ .kind = ZC_ROW_TOTAL,
                                   .name = ZC_STR("total"),
                                   .label = zc_str_of(ZC_T("合计", "total")),
                                   .days = total_of(m)->days,
                                   .has_fixed_target = m->places.target > 0 };
}

/* One row a place and the total; `cell` gives the figure of a column. The row for what lies in no
 * place shows only when there is something in it. */
static void rows_of_places(struct making *m,
                           struct zc_figure (*cell)(const struct making *m, uint32_t column,
                                                    const struct zc_report_sums *sums))
{
    struct zc_report *out = m->out;
    uint32_t nplaces = m->places.nrows - is_empty(&m->sums[m->places.nrows - 1]);
    struct zc_report_row *rows = ZC_NEW(&out->arena, struct zc_report_row, nplaces + 1);
    for (uint32_t i = 0; i <= nplaces; i++) {
        const struct zc_report_sums *sums = i < nplaces ? &m->sums[i] : total_of(m);
        struct zc_figure *cells = ZC_NEW(&out->arena, struct zc_figure, out->ncolumns);
        for (uint32_t c = 0; c < out->ncolumns; c++)
            cells[c] = cell(m, c, sums);
        rows[i] = i < nplaces ? row_of_place(m, i) : row_of_total(m);
        rows[i].cells = cells;
    }
    out->rows = rows;
    out->nrows = nplaces + 1;
}

static struct zc_figure cell_of_measure(const struct making *m, uint32_t column,
                                        const struct zc_report_sums *sums)
{
    enum zc_measure measure =
        (enum zc_measure)(m->out->columns[column].measure - zc_report_measures);
    return zc_report_figure(measure, sums, m->out->ndays, m->out->running);
}

static void make_table(struct making *m, const enum zc_measure *measures, uint32_t n)
{
    columns_of_measures(m, measures, n);
    rows_of_places(m, cell_of_measure);
}

/* Days as columns, the sum last. */

static struct zc_figure cell_of_day(const struct making *m, uint32_t column,
                                    const struct zc_report_sums *sums)
{
    return zc_figure_count(column < m->out->ndays ? sums->days[column] : sums->period);
}

static void make_days(struct making *m)
{
    struct zc_report *out = m->out;
    struct zc_report_column *columns = new_columns(m, out->ndays + 1);
    char day[ZC_DATE_TEXT];
    for (uint32_t i = 0; i < out->ndays; i++) {
        print_day(out->first_day + i, day);
        columns[i].name = zc_arena_copy(&out->arena, zc_str_of(day));
        columns[i].label = zc_str_from(columns[i].name, 8);
    }
    const struct zc_report_measure *sum = &zc_report_measures[ZC_M_PERIOD];
    columns[out->ndays] =
        (struct zc_report_column){ zc_str_of(sum->name), zc_str_of(ZC_T("合计", "total")), sum };
    rows_of_places(m, cell_of_day);
}

static void make_heat(struct making *m)
{
    static const enum zc_measure states[] = { ZC_M_SEED,    ZC_M_DRAFT,    ZC_M_SUBMITTED,
                                              ZC_M_CHANGED, ZC_M_RETURNED, ZC_M_GROUP_OK,
                                              ZC_M_TOWN_OK, ZC_M_LOCKED,   ZC_M_ALL };
    struct zc_report *out = m->out;
    if (out->ask.daily)
        make_days(m);
    else
        make_table(m, states, sizeof states / sizeof states[0]);
    for (uint32_t r = 0; r + 1 < out->nrows; r++) {
        for (uint32_t c = 0; c + 1 < out->ncolumns; c++) {
            const struct zc_figure *figure = &out->rows[r].cells[c];
            if (figure->kind == ZC_FIGURE_COUNT && figure->n > out->most)
                out->most = figure->n;
        }
    }
}

/* The summary: measures as rows; what it was at the end of the period before, and at the end of
 * this one or now. */

static void fill_summary_cells(const struct making *m, enum zc_measure measure,
                               struct zc_figure *cells)
{
    const struct zc_report_sums *total = total_of(m);
    struct zc_figure then = zc_report_figure(measure, total, m->out->ndays, false);
    bool known = measure == ZC_M_FINISHED;
    cells[ZC_SUMMARY_BEFORE] = known ? zc_figure_count(total->before) : then;
    cells[ZC_SUMMARY_NOW] = zc_report_figure(measure, total, m->out->ndays, m->out->running);
    cells[ZC_SUMMARY_CHANGE] = known ? zc_figure_change((int64_t)total->period) : then;
}

static void make_summary(struct making *m)
{
    static const enum zc_measure lines[] = { ZC_M_FINISHED, ZC_M_REGISTERED, ZC_M_SHARE,
                                             ZC_M_NEW,      ZC_M_SEED,       ZC_M_DRAFT,
                                             ZC_M_WAITING,  ZC_M_RETURNED,   ZC_M_CONFLICT,
                                             ZC_M_DONE,     ZC_M_VERIFIED,   ZC_M_VERIFIED_SHARE };
    enum { LINES = sizeof lines / sizeof lines[0] };
    struct zc_report *out = m->out;
    struct zc_report_column *columns = new_columns(m, ZC_SUMMARY_CELLS);
    struct zc_report_row *rows = ZC_NEW(&out->arena, struct zc_report_row, LINES);
    columns[ZC_SUMMARY_BEFORE].name = ZC_STR("before");
    columns[ZC_SUMMARY_BEFORE].label = zc_str_of(ZC_T("上轮末", "before"));
    columns[ZC_SUMMARY_NOW].name = ZC_STR("now");
    columns[ZC_SUMMARY_NOW].label =
        zc_str_of(out->running ? ZC_T("本轮至今", "now") : ZC_T("本轮末", "end"));
    columns[ZC_SUMMARY_CHANGE].name = ZC_STR("change");
    columns[ZC_SUMMARY_CHANGE].label = zc_str_of(ZC_T("增减", "change"));
    for (uint32_t i = 0; i < LINES; i++) {
        const struct zc_report_measure *measure = &zc_report_measures[lines[i]];
        struct zc_figure *cells = ZC_NEW(&out->arena, struct zc_figure, ZC_SUMMARY_CELLS);
        fill_summary_cells(m, lines[i], cells);
        rows[i] =
            (struct zc_report_row){ .kind = ZC_ROW_MEASURE,
                                    .name = zc_str_of(measure->name),
                                    .label = word(measure->label),
                                    .measure = measure,
                                    .cells = cells,
                                    .days = lines[i] == ZC_M_FINISHED ? total_of(m)->days : NULL };
    }
    out->rows = rows;
    out->nrows = LINES;
}

/* Coverage: how far the doors are walked and the seeds settled, and what is said of places where
 * nobody was. */

static struct zc_str say_place(const struct making *m, const struct zc_area_row *place,
                               const struct zc_report_sums *sums)
{
    const struct zc_report_facts *facts = m->facts;
    struct zc_arena *arena = &m->out->arena;
    char day[ZC_DATE_TEXT];
    const struct zc_gap *gap = zc_gap_of(facts->gaps, facts->ngaps, place->code);
    if (gap && sums->touched == 0)
        return zc_arena_printf(arena, ZC_T("%s%.*s %.5s 说明：%.*s", "%s%.*s on %.5s: %.*s"),
                               gap->conflict ? ZC_T("两种说法，待裁定：", "in conflict: ") : "",
                               ZC_ARG(gap->by), zc_arena_cstr(arena, zc_str_from(gap->day, 5)),
                               ZC_ARG(gap->text));
    if (!sums->visited)
        return (struct zc_str){ 0 };
    print_day(sums->last_visit, day);
    return zc_arena_printf(arena, ZC_T("最近走访 %s，%lld 天前", "last visit %s, %lld days ago"),
                           day + 5, (long long)(facts->today - sums->last_visit));
}

static void make_coverage(struct making *m)
{
    static const enum zc_measure columns[] = { ZC_M_DOORS,         ZC_M_WALKED,   ZC_M_WALK,
                                               ZC_M_UNWALKED,      ZC_M_SEEDS,    ZC_M_SETTLED,
                                               ZC_M_SETTLED_SHARE, ZC_M_UNSETTLED };
    make_table(m, columns, sizeof columns / sizeof columns[0]);
    struct zc_report_row *rows = (struct zc_report_row *)(uintptr_t)m->out->rows;
    for (uint32_t i = 0; i < m->out->nrows; i++) {
        if (rows[i].kind != ZC_ROW_PLACE || !m->out->running)
            continue;
        rows[i].alarm = m->sums[i].touched == 0;
        rows[i].note = say_place(m, &m->places.rows[i], &m->sums[i]);
    }
}

static void make_by_kind(struct making *m)
{
    static const enum zc_measure progress[] = { ZC_M_TARGET,   ZC_M_REGISTERED, ZC_M_SHARE,
                                                ZC_M_PERIOD,   ZC_M_TODAY,      ZC_M_WAITING,
                                                ZC_M_RETURNED, ZC_M_CONFLICT };
    static const enum zc_measure bars[] = { ZC_M_REGISTERED, ZC_M_TARGET, ZC_M_SHARE };
    static const enum zc_measure daily[] = { ZC_M_PERIOD, ZC_M_MOST, ZC_M_TODAY };
    static const enum zc_measure review[] = { ZC_M_DONE,     ZC_M_WAITING,        ZC_M_GROUP_OK,
                                              ZC_M_VERIFIED, ZC_M_VERIFIED_SHARE, ZC_M_RETURNED };
    switch (m->out->ask.kind) {
    case ZC_REPORT_COVERAGE:
        make_coverage(m);
        break;
    case ZC_REPORT_SUMMARY:
        make_summary(m);
        break;
    case ZC_REPORT_PROGRESS:
        make_table(m, progress, sizeof progress / sizeof progress[0]);
        break;
    case ZC_REPORT_CHART:
        make_table(m, m->out->ask.daily ? daily : bars, 3);
        break;
    case ZC_REPORT_HEAT:
        make_heat(m);
        break;
    default:
        make_table(m, review, sizeof review / sizeof review[0]);
        break;
    }
}

void zc_report_measure_columns(const struct zc_report *report, struct zc_report_column *columns)
{
    struct zc_buf text = { 0 };
    for (uint32_t c = 0; c < report->ncolumns; c++) {
        for (uint32_t r = 0; r < report->nrows; r++) {
            zc_buf_reset(&text);
            zc_figure_print(&report->rows[r].cells[c], "-", &text);
            columns[c].cols = (int)text.len > columns[c].cols ? (int)text.len : columns[c].cols;
        }
    }
    zc_buf_release(&text);
}

void zc_report_make(const struct zc_report_facts *facts, const struct zc_report_ask *ask,
                    struct zc_report *out)
{
    struct making m = { .facts = facts, .out = out };
    *out = (struct zc_report){
        .kind = &zc_report_kinds[ask->kind], .pack = facts->pack, .doors = facts->doors, .ask = *ask
    };
    zc_report_set_time(facts, out);
    make_sums(&m);
    make_by_kind(&m);
    zc_report_measure_columns(out, m.columns);
    add_notes(&m);
}

void zc_report_release(struct zc_report *report)
{
    zc_arena_release(&report->arena);
    *report = (struct zc_report){ 0 };
}

/* Reading it */

const struct zc_report_measure *zc_report_measure(const struct zc_report *report, uint32_t row,
                                                  uint32_t column)
{
    return report->rows[row].measure ? report->rows[row].measure : report->columns[column].measure;
}

const char *zc_report_definition(const struct zc_report *report, uint32_t row, uint32_t column)
{
    const struct zc_report_measure *measure = zc_report_measure(report, row, column);
    return measure ? zc_text_get(measure->definition)
                   : ZC_T("这一天第一次填完交核的记录",
                          "records finished for the first time on that day");
}

void zc_report_explain(const struct zc_report *report, uint32_t row, uint32_t column,
                       struct zc_buf *out)
{
    const struct zc_report_row *at = &report->rows[row];
    const struct zc_report_column *of = &report->columns[column];
    const struct zc_report_measure *measure = zc_report_measure(report, row, column);
    const struct zc_figure *figure = &at->cells[column];
    zc_buf_printf(out, "%.*s  %.*s  ", ZC_ARG(at->label), ZC_ARG(measure ? of->label : of->name));
    zc_figure_print(figure, "-", out);
    if (figure->kind == ZC_FIGURE_SHARE)
        zc_buf_printf(out, "  (%llu / %llu)", (unsigned long long)figure->n,
                      (unsigned long long)figure->of);
    zc_buf_char(out, '\n');
    if (figure->kind == ZC_FIGURE_UNKNOWN)
        zc_buf_printf(out, "  %s%s\n", ZC_T("不知道：", "not known: "), zc_text_get(figure->why));
    zc_buf_printf(out, "  %s\n", zc_report_definition(report, row, column));
}

const char *zc_report_closed(const struct zc_report *report, uint32_t row, uint32_t column)
{
    const struct zc_figure *figure = &report->rows[row].cells[column];
    if (figure->kind == ZC_FIGURE_UNKNOWN)
        return zc_text_get(figure->why);
    if (zc_text_get(report->closed))
        return zc_text_get(report->closed);
    if (zc_text_get(report->columns[column].closed))
        return zc_text_get(report->columns[column].closed);
    return report->rows[row].kind == ZC_ROW_NONE
               ? ZC_T("台账不能单独列出不在各行里的记录",
                      "the ledger cannot list by themselves records that lie in no row")
               : ZC_T("目标数来自方案，背后没有记录", "the target is of the pack, not of records");
}

unsigned zc_report_shade(const struct zc_report *report, const struct zc_figure *figure)
{
    enum { SHADES = 4 };
    if (figure->kind != ZC_FIGURE_COUNT || figure->n == 0 || report->most == 0)
        return 0;
    uint64_t n = figure->n < report->most ? figure->n : report->most;
    return 1 + (unsigned)((n * SHADES - 1) / report->most);
}

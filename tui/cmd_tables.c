#include "core/alloc.h"
#include "tui/cmd_report.h"
#include "tui/progress.h"
#include "tui/report_print.h"
#include "tui/table_report.h"
#include <stdio.h>
#include <string.h>

/* report NAME, where the survey defines it: all tables of a report, or one table or list of it
 * (REPORT.LINE). A list is what `zaoce list` prints with the same conditions. */

struct tables {
    struct zc_survey *survey;
    const struct zc_pack_table **all;
    uint32_t n;
    struct zc_table_count *count;
};

static bool is_named(const struct zc_report_line *line, struct zc_str name)
{
    char both[256];
    snprintf(both, sizeof both, "%.*s.%.*s", ZC_ARG(line->report), ZC_ARG(line->name));
    return zc_str_eq(line->report, name) || zc_str_is(name, both);
}

static void choose(struct tables *tables, struct zc_str name)
{
    const struct zc_pack_reports *reports = &tables->survey->pack->reports;
    tables->all = zc_alloc_zeroed(reports->ntables + 1, sizeof *tables->all);
    for (uint32_t t = 0; t < reports->ntables; t++)
        if (is_named(&reports->tables[t].line, name))
            tables->all[tables->n++] = &reports->tables[t];
}

static const struct zc_pack_listing *find_listing(const struct zc_pack *pack, struct zc_str name)
{
    for (uint32_t i = 0; i < pack->reports.nlistings; i++)
        if (is_named(&pack->reports.listings[i].line, name))
            return &pack->reports.listings[i];
    return NULL;
}

void zc_cmd_tables_print_list(const struct zc_pack *pack)
{
    const struct zc_pack_reports *reports = &pack->reports;
    for (uint32_t i = 0; i < reports->ntables + reports->nlistings; i++) {
        const struct zc_report_line *line = i < reports->ntables
                                                ? &reports->tables[i].line
                                                : &reports->listings[i - reports->ntables].line;
        struct zc_str title = zc_report_line_title(line);
        printf("%.*s.%.*s\t%.*s\t%s\n", ZC_ARG(line->report), ZC_ARG(line->name), ZC_ARG(title),
               i < reports->ntables ? ZC_T("方案定义的表", "table of the survey")
                                    : ZC_T("方案定义的清单", "list of the survey"));
    }
}

static bool count(struct tables *tables, const struct zc_table_when *when, bool quiet,
                  struct zc_err *err)
{
    enum { SLICE_MS = 50 };
    struct zc_progress progress = zc_progress_begin(ZC_T("统计", "counting"), quiet);
    bool done = false, ok = true;
    uint64_t read, all;
    tables->count = zc_table_count_new(tables->survey, tables->all, tables->n, when);
    while (ok && !done) {
        ok = zc_table_count_step(tables->count, SLICE_MS, &done, err);
        zc_table_count_progress(tables->count, &read, &all);
        zc_progress_show(&progress, read, all);
    }
    zc_progress_end(&progress);
    return ok;
}

static int print_tables(struct tables *tables, bool csv)
{
    for (uint32_t t = 0; t < tables->n; t++) {
        struct zc_report report;
        zc_table_report(tables->count, t, &report);
        zc_report_put(tables->survey, &report, csv);
        zc_report_release(&report);
    }
    return ZC_EXIT_DONE;
}

/* The words of a command that is called from here; main's own are not const either. */
struct words {
    char *argv[16];
    int argc;
    struct zc_arena arena;
};

static void say(struct words *words, struct zc_str word)
{
    words->argv[words->argc++] = (char *)(uintptr_t)zc_arena_cstr(&words->arena, word);
}

/* The store is closed before, since `list` opens it. */
static int print_listing(const struct zc_cmd_env *env, struct tables *tables,
                         const struct zc_pack_listing *list, bool csv)
{
    struct words words = { 0 };
    struct zc_buf fields = { 0 }, sorts = { 0 };
    struct zc_str rest = list->order, word;
    for (uint32_t i = 0; i < list->nfields; i++)
        zc_buf_printf(&fields, "%s%.*s", i ? "," : "", ZC_ARG(list->fields[i]));
    while (zc_str_word(&rest, &word))
        zc_buf_printf(&sorts, "%s%.*s", sorts.len ? "," : "", ZC_ARG(word));
    say(&words, ZC_STR("list"));
    say(&words, list->form->id);
    say(&words, ZC_STR("--where"));
    say(&words, list->where.len > 0 ? list->where : ZC_STR("true()"));
    say(&words, ZC_STR("--fields"));
    say(&words, zc_buf_str(&fields));
    if (sorts.len > 0) {
        say(&words, ZC_STR("--sort"));
        say(&words, zc_buf_str(&sorts));
    }
    if (csv)
        say(&words, ZC_STR("--csv"));
    zc_survey_close(tables->survey);
    tables->survey = NULL;
    int status = zc_cmd_list(env, words.argc, words.argv);
    zc_buf_release(&fields);
    zc_buf_release(&sorts);
    zc_arena_release(&words.arena);
    return status;
}

/* Names that there are, for whoever mistyped one. */
static int no_such_report(const struct zc_pack *pack, const char *name)
{
    struct zc_buf names = { 0 };
    for (int i = 0; i < ZC_REPORTS; i++)
        zc_buf_printf(&names, " %s", zc_report_kinds[i].name);
    for (uint32_t t = 0; t < pack->reports.ntables; t++)
        zc_buf_printf(&names, " %.*s.%.*s", ZC_ARG(pack->reports.tables[t].line.report),
                      ZC_ARG(pack->reports.tables[t].line.name));
    for (uint32_t t = 0; t < pack->reports.nlistings; t++)
        zc_buf_printf(&names, " %.*s.%.*s", ZC_ARG(pack->reports.listings[t].line.report),
                      ZC_ARG(pack->reports.listings[t].line.name));
    int status = zc_cmd_usage(ZC_T("没有报表“%s”，有：%s", "no report '%s'; there are:%s"), name,
                              zc_buf_cstr(&names));
    zc_buf_release(&names);
    return status;
}

static bool read_when(const struct zc_pack *pack, const struct zc_clock *clock, const char *period,
                      const char *at, struct zc_table_when *when, struct zc_err *err)
{
    uint64_t number = 0;
    struct zc_date date;
    int64_t today = zc_clock_today(clock);
    int now = zc_period_at(pack, today).number;
    if (period && at)
        return zc_fail(err, ZC_E_INPUT, "%s",
                       ZC_T("--period 和 --at 只能用一个", "either --period or --at"));
    if (period &&
        (!zc_str_to_u64(zc_str_of(period), &number) || number < 1 || number > (uint64_t)now))
        return zc_report_bad_period(period, now, err);
    if (at && (!zc_date_parse(zc_str_of(at), &date) || zc_date_days(date) > today))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("--at“%s”应为不晚于今天的日期，如 2026-11-23",
                            "--at '%s' should be a day that is not in the future: 2026-11-23"),
                       at);
    *when = (struct zc_table_when){ .period = (int)number };
    if (at && zc_date_days(date) < today)
        when->day = zc_date_days(date);
    return true;
}

int zc_cmd_tables(const struct zc_cmd_env *env, const char *name, const char *period,
                  const char *at, bool csv)
{
    struct tables tables = { 0 };
    struct zc_table_when when = { 0 };
    struct zc_err err = { 0 };
    int status = ZC_EXIT_FAILED;
    tables.survey = zc_survey_open(env->store, true, &env->clock, &err);
    if (!tables.survey)
        return zc_cmd_fail(&err);
    const struct zc_pack *pack = tables.survey->pack;
    choose(&tables, zc_str_of(name));
    const struct zc_pack_listing *listing =
        tables.n == 0 ? find_listing(pack, zc_str_of(name)) : NULL;
    if (tables.n == 0 && !listing)
        status = no_such_report(pack, name);
    else if (csv && tables.n > 1)
        status = zc_cmd_usage(ZC_T("“%s”有 %u 张表，CSV 一次一张：%s.%.*s …",
                                   "'%s' has %u tables; CSV takes one at a time: %s.%.*s …"),
                              name, tables.n, name, ZC_ARG(tables.all[0]->line.name));
    else if (listing && (period || at))
        status = zc_cmd_usage("%s", ZC_T("清单只有现在的：不能用 --period 和 --at",
                                         "a list is of now: --period and --at are for tables"));
    else if (listing)
        status = print_listing(env, &tables, listing, csv);
    else if (read_when(pack, &env->clock, period, at, &when, &err) &&
             count(&tables, &when, env->quiet, &err))
        status = print_tables(&tables, csv);
    else
        status = zc_cmd_fail(&err);
    zc_table_count_free(tables.count);
    zc_free(tables.all);
    zc_survey_close(tables.survey);
    return status;
}

#include "tui/cmd.h"
#include "tui/report_print.h"
#include "tui/seed_report.h"
#include <stdio.h>
#include <string.h>

/* report: the list of reports, or one of them as text or CSV. */

static int print_list(void)
{
    for (int i = 0; i < ZC_REPORTS; i++)
        printf("%s\t%s\t%s\n", zc_report_kinds[i].name, zc_text_get(zc_report_kinds[i].title),
               zc_text_get(zc_report_kinds[i].about));
    return ZC_EXIT_DONE;
}

static bool read_kind(const char *name, struct zc_report_ask *ask, struct zc_err *err)
{
    struct zc_buf names = { 0 };
    ask->kind = zc_report_find(zc_str_of(name));
    for (int i = 0; ask->kind < 0 && i < ZC_REPORTS; i++)
        zc_buf_printf(&names, " %s", zc_report_kinds[i].name);
    if (ask->kind < 0)
        zc_fail(err, ZC_E_INPUT, ZC_T("没有报表“%s”，有：%s", "no report '%s'; there are:%s"), name,
                zc_buf_cstr(&names));
    zc_buf_release(&names);
    return ask->kind >= 0;
}

static bool read_level(const char *word, struct zc_report_ask *ask, struct zc_err *err)
{
    static const char *const levels[ZC_AREA_LEVELS] = {
        [ZC_AREA_GROUP] = "group", [ZC_AREA_STREET] = "street", [ZC_AREA_COMMUNITY] = "community"
    };
    for (int i = 0; word && i < ZC_AREA_LEVELS; i++) {
        if (!strcmp(word, levels[i])) {
            ask->level = (enum zc_area_level)i;
            return true;
        }
    }
    return !word || zc_fail(err, ZC_E_INPUT,
                            ZC_T("--by“%s”应为 group street community",
                                 "--by '%s' should be group, street or community"),
                            word);
}

/* A period that has begun. */
static bool read_period(const char *word, const struct zc_report_facts *facts,
                        struct zc_report_ask *ask, struct zc_err *err)
{
    uint64_t number = 0;
    int now = zc_period_at(facts->pack, facts->today).number;
    if (word && (!zc_str_to_u64(zc_str_of(word), &number) || number < 1 || number > (uint64_t)now))
        return zc_fail(err, ZC_E_INPUT,
                       now > 0 ? ZC_T("--period“%s”应为 1 到 %d，现在是第 %d 轮",
                                      "--period '%s' should be 1 to %d; this is period %d")
                               : ZC_T("--period“%s”不对，第一轮还没有开始",
                                      "--period '%s': the first period has not begun"),
                       word, now, now);
    ask->period = (int)number;
    return true;
}

static void print_report(const struct zc_survey *survey, const struct zc_report *report, bool csv)
{
    struct zc_buf out = { 0 };
    struct zc_str rest, line;
    if (csv)
        zc_report_csv(report, &out);
    else
        zc_report_page(report, zc_pack_title(survey->pack), &out);
    for (rest = zc_buf_str(&out);
         zc_str_cut(&rest, '\n', &line) && (line.len > 0 || rest.len > 0);) {
        zc_print_text(line);
        putchar('\n');
    }
    zc_buf_release(&out);
}

static bool make_report(struct zc_survey *survey, const struct zc_report_facts *facts,
                        const struct zc_report_ask *ask, struct zc_report *out, struct zc_err *err)
{
    struct zc_seed_count count;
    if (!zc_seed_report_is(ask->kind)) {
        zc_report_make(facts, ask, out);
        return true;
    }
    bool ok = zc_seed_count_begin(&count, survey, err) && zc_seed_count_step(&count, 0, err);
    if (ok)
        zc_seed_report_make(&count, facts, ask, out);
    zc_seed_count_release(&count);
    return ok;
}

int zc_cmd_report(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *by = zc_opt_value(&argc, argv, "--by");
    const char *period = zc_opt_value(&argc, argv, "--period");
    const char *to = zc_opt_value(&argc, argv, "--to");
    struct zc_report_facts facts = { 0 };
    struct zc_report_ask ask = { .daily = zc_opt_flag(&argc, argv, "--daily") };
    struct zc_report report;
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc < 2)
        return print_list();
    if (to && strcmp(to, "text") && strcmp(to, "csv"))
        return zc_cmd_usage(ZC_T("--to“%s”应为 text csv", "--to '%s' should be text or csv"), to);
    if (!read_kind(argv[1], &ask, &err))
        return zc_cmd_fail(&err);
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    bool ok = survey && zc_report_facts_load(&facts, survey, &err);
    if (ok)
        ask.level = zc_report_usual_level(&facts);
    ok = ok && read_level(by, &ask, &err) && read_period(period, &facts, &ask, &err);
    ok = ok && make_report(survey, &facts, &ask, &report, &err);
    if (ok) {
        print_report(survey, &report, to && !strcmp(to, "csv"));
        zc_report_release(&report);
    }
    zc_report_facts_release(&facts);
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

#include "tui/cmd_report.h"
#include "tui/report_print.h"
#include "tui/seed_report.h"
#include <stdio.h>
#include <string.h>

/* report: the list of reports, or one of them as text or CSV. */

static int print_list(const struct zc_cmd_env *env)
{
    struct zc_err err = { 0 };
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    if (!survey)
        return zc_cmd_fail(&err);
    for (int i = 0; i < ZC_REPORTS; i++)
        printf("%s\t%s\t%s\n", zc_report_kinds[i].name, zc_text_get(zc_report_kinds[i].title),
               zc_text_get(zc_report_kinds[i].about));
    zc_cmd_tables_print_list(survey->pack);
    zc_survey_close(survey);
    return ZC_EXIT_DONE;
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

bool zc_report_bad_period(const char *word, int now, struct zc_err *err)
{
    return zc_fail(err, ZC_E_INPUT,
                   now > 0 ? ZC_T("--period“%s”应为 1 到 %d，现在是第 %d 轮",
                                  "--period '%s' should be 1 to %d; this is period %d")
                           : ZC_T("--period“%s”不对，第一轮还没有开始",
                                  "--period '%s': the first period has not begun"),
                   word, now, now);
}

/* A period that has begun. */
static bool read_period(const char *word, const struct zc_report_facts *facts,
                        struct zc_report_ask *ask, struct zc_err *err)
{
    uint64_t number = 0;
    int now = zc_period_at(facts->pack, facts->today).number;
    if (word && (!zc_str_to_u64(zc_str_of(word), &number) || number < 1 || number > (uint64_t)now))
        return zc_report_bad_period(word, now, err);
    ask->period = (int)number;
    return true;
}

void zc_report_put(const struct zc_survey *survey, const struct zc_report *report, bool csv)
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
    const char *to = zc_opt_value(&argc, argv, "--to"), *at = zc_opt_value(&argc, argv, "--at");
    struct zc_report_facts facts = { 0 };
    struct zc_report_ask ask = { .daily = zc_opt_flag(&argc, argv, "--daily") };
    struct zc_report report;
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc < 2)
        return print_list(env);
    if (to && strcmp(to, "text") && strcmp(to, "csv"))
        return zc_cmd_usage(ZC_T("--to“%s”应为 text csv", "--to '%s' should be text or csv"), to);
    ask.kind = zc_report_find(zc_str_of(argv[1]));
    if (ask.kind < 0 && (by || ask.daily))
        return zc_cmd_usage(ZC_T("--by 和 --daily 只用于 summary progress chart heat review",
                                 "--by and --daily are for summary progress chart heat review"));
    if (ask.kind < 0)
        return zc_cmd_tables(env, argv[1], period, at, to && !strcmp(to, "csv"));
    if (at)
        return zc_cmd_usage(ZC_T("--at 只用于方案自己定义的报表；别的用 --period",
                                 "--at is for reports of the survey; the others take --period"));
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    bool ok = survey && zc_report_facts_load(&facts, survey, &err);
    if (ok)
        ask.level = zc_report_usual_level(&facts);
    ok = ok && read_level(by, &ask, &err) && read_period(period, &facts, &ask, &err);
    ok = ok && make_report(survey, &facts, &ask, &report, &err);
    if (ok) {
        zc_report_put(survey, &report, to && !strcmp(to, "csv"));
        zc_report_release(&report);
    }
    zc_report_facts_release(&facts);
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

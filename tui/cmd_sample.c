#include "core/json.h"
#include "core/sample.h"
#include "tui/cmd.h"
#include "tui/recheck.h"
#include "tui/record_print.h"
#include "tui/sampling.h"
#include <stdio.h>

/* review sample: draws records to be checked once more. review rates: what came of it. */

static void print_line(struct zc_buf *line)
{
    zc_print_text(zc_buf_str(line));
    putchar('\n');
    zc_buf_reset(line);
}

static void print_ids(const struct zc_sample *sample, enum zc_print how)
{
    struct zc_buf line = { 0 };
    char rid[ZC_RID_TEXT + 1];
    if (how == ZC_PRINT_CSV)
        puts("_id");
    for (size_t i = 0; i < sample->n; i++) {
        zc_rid_print(sample->rids[i], rid);
        zc_buf_printf(&line, how == ZC_PRINT_JSON ? "{\"_id\":\"%s\"}" : "%s", rid);
        print_line(&line);
    }
    zc_buf_release(&line);
}

/* What is not said stays as the survey has it. */
struct sample_options {
    const char *rate, *least, *seed, *where, *always, *by;
    bool keep;
};

static bool read_sampling(const struct sample_options *options, struct zc_sampling *out,
                          struct zc_err *err)
{
    uint64_t least = out->least;
    if (options->least && !zc_str_to_u64(zc_str_of(options->least), &least))
        return zc_fail(err, ZC_E_INPUT, ZC_T("--min“%s”应为数字", "--min '%s' should be a number"),
                       options->least);
    out->least = (size_t)least;
    if (options->seed)
        out->seed = zc_str_of(options->seed);
    out->where = zc_str_of(options->where);
    out->always = zc_str_of(options->always);
    out->by = zc_str_of(options->by);
    return !options->rate || zc_sample_share(zc_str_of(options->rate), &out->share, err);
}

static bool sample(const struct zc_cmd_env *env, struct zc_survey *survey, struct zc_str form,
                   const struct sample_options *options, enum zc_print how, struct zc_arena *arena,
                   struct zc_err *err)
{
    struct zc_form *of = zc_survey_form(survey, form, err);
    struct zc_sampling sampling;
    struct zc_sample drawn;
    struct zc_str batch = { 0 };
    if (!of)
        return false;
    zc_sampling_begin(survey, of, arena, &sampling);
    if (!read_sampling(options, &sampling, err) ||
        !zc_sampling_draw(survey, &sampling, NULL, NULL, arena, &drawn, err) ||
        (options->keep && !zc_batch_keep(survey, &sampling, &drawn, arena, &batch, err)))
        return false;
    print_ids(&drawn, how);
    zc_cmd_say(env,
               ZC_T("%llu 条里抽了 %zu 条：%.*s；种子 %.*s%s%.*s",
                    "%llu records, %zu drawn: %.*s; seed %.*s%s%.*s"),
               (unsigned long long)drawn.of, drawn.n, ZC_ARG(zc_sampling_words(&sampling, arena)),
               ZC_ARG(sampling.seed), batch.len ? ZC_T("；批次 ", "; batch ") : "", ZC_ARG(batch));
    return true;
}

int zc_cmd_review_sample(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct sample_options options = {
        .rate = zc_opt_value(&argc, argv, "--rate"),
        .least = zc_opt_value(&argc, argv, "--min"),
        .seed = zc_opt_value(&argc, argv, "--seed"),
        .where = zc_opt_value(&argc, argv, "--where"),
        .always = zc_opt_value(&argc, argv, "--always"),
        .by = zc_opt_value(&argc, argv, "--by"),
        .keep = zc_opt_flag(&argc, argv, "--keep"),
    };
    enum zc_print how = zc_print_option(&argc, argv);
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc > 2)
        return zc_cmd_usage(ZC_T(
            "用法：zaoce review sample [表] [--rate 5%%] [--min 20] [--seed 种子] [--where 条件] "
            "[--always 条件] [--by 字段] [--keep]",
            "usage: zaoce review sample [FORM] [--rate 5%%] [--min 20] [--seed S] [--where "
            "EXPR] [--always EXPR] [--by FIELD] [--keep]"));
    struct zc_survey *survey = zc_survey_open(env->store, !options.keep, &env->clock, &err);
    bool ok = survey &&
              sample(env, survey, zc_str_of(argc > 1 ? argv[1] : ""), &options, how, &arena, &err);
    zc_survey_close(survey);
    zc_arena_release(&arena);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

/* Rates */

static void put_percent(struct zc_buf *out, uint64_t part, uint64_t whole)
{
    uint64_t tenths = whole ? (part * 1000 + whole / 2) / whole : 0;
    if (whole)
        zc_buf_printf(out, "%llu.%llu", (unsigned long long)tenths / 10,
                      (unsigned long long)tenths % 10);
}

/* Numbers behind the name: checked, wrong, the kinds of the wrong ones, not found out. */
enum { NUMBERS = ZC_DIFFERENCE_COUNT + 2 };

static const char *number_name(unsigned at)
{
    return at == 0                        ? "checked"
           : at == 1                      ? "wrong"
           : at < 1 + ZC_DIFFERENCE_COUNT ? zc_difference_name((enum zc_difference_kind)(at - 1))
                                          : "unknown";
}

static uint64_t number_of(const struct zc_rate *rate, unsigned at)
{
    return at == 0                        ? rate->checked
           : at == 1                      ? rate->wrong
           : at < 1 + ZC_DIFFERENCE_COUNT ? rate->kinds[at - 1]
                                          : rate->unknown;
}

/* A word for programs, a verdict for people. */
static const char *redo_word(const struct zc_rate *rate)
{
    return rate->redo ? "yes" : "";
}

static void put_rate_json(const struct zc_rate *rate, struct zc_str percent, struct zc_buf *line)
{
    zc_buf_printf(line, "{\"of\":\"%s\",\"name\":", zc_rate_name(rate->of));
    zc_json_put(line, rate->name);
    zc_buf_text(line, ",\"group\":");
    zc_json_put(line, rate->group);
    for (unsigned i = 0; i < NUMBERS; i++)
        zc_buf_printf(line, ",\"%s\":%llu", number_name(i), (unsigned long long)number_of(rate, i));
    if (percent.len > 0)
        zc_buf_printf(line, ",\"percent\":%.*s", ZC_ARG(percent));
    zc_buf_printf(line, ",\"class\":\"%s\",\"redo\":\"%s\"", zc_rate_class_name(rate->kind),
                  redo_word(rate));
    zc_buf_char(line, '}');
}

static void put_rate(const struct zc_rate *rate, enum zc_print how, struct zc_buf *line)
{
    struct zc_buf cell = { 0 };
    put_percent(&cell, rate->wrong, rate->checked);
    if (how == ZC_PRINT_JSON) {
        put_rate_json(rate, zc_buf_str(&cell), line);
    } else {
        zc_print_cell(line, how, zc_str_of(zc_rate_name(rate->of)), true);
        zc_print_cell(line, how, rate->name, false);
        zc_print_cell(line, how, rate->group, false);
        zc_print_cell(line, how, zc_buf_str(&cell), false);
        for (unsigned i = 0; i < NUMBERS; i++) {
            zc_buf_reset(&cell);
            zc_buf_printf(&cell, "%llu", (unsigned long long)number_of(rate, i));
            zc_print_cell(line, how, zc_buf_str(&cell), false);
        }
        zc_print_cell(line, how, zc_str_of(zc_rate_class_name(rate->kind)), false);
        zc_print_cell(line, how,
                      zc_str_of(how == ZC_PRINT_CSV || !rate->redo
                                    ? redo_word(rate)
                                    : ZC_T("要整体重走", "walk it again")),
                      false);
    }
    zc_buf_release(&cell);
}

static void print_head(enum zc_print how, struct zc_buf *line)
{
    if (how == ZC_PRINT_JSON)
        return;
    zc_print_cell(line, how, ZC_STR("of"), true);
    zc_print_cell(line, how, ZC_STR("name"), false);
    zc_print_cell(line, how, ZC_STR("group"), false);
    zc_print_cell(line, how, ZC_STR("percent"), false);
    for (unsigned i = 0; i < NUMBERS; i++)
        zc_print_cell(line, how, zc_str_of(number_name(i)), false);
    zc_print_cell(line, how, ZC_STR("class"), false);
    zc_print_cell(line, how, ZC_STR("redo"), false);
    print_line(line);
}

/* review found|gone|missed ID…: what a re-walk of the sampled place came upon. */
int zc_cmd_review_found(const struct zc_cmd_env *env, char found, int argc, char **argv)
{
    const char *name = zc_opt_value(&argc, argv, "--batch");
    struct zc_arena arena = { 0 };
    struct zc_batch batch = { 0 };
    struct zc_err err = { 0 };
    int done = 0;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc < 2)
        return zc_cmd_usage(ZC_T("用法：zaoce review found|gone|missed 编号… [--batch 批次]",
                                 "usage: zaoce review found|gone|missed ID… [--batch NAME]"));
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    bool ok = survey && zc_batch_load(survey, &arena, &batch, &err);
    for (int i = 1; ok && i < argc; i++) {
        struct zc_rid rid;
        struct zc_err why = { 0 };
        if (zc_survey_find(survey, zc_str_of(argv[i]), &rid, &why) &&
            zc_recheck_put_found(survey, rid, name ? zc_str_of(name) : batch.name, found, &why))
            done++;
        else
            zc_cmd_usage("%s: %s", argv[i], why.msg);
    }
    zc_survey_close(survey);
    zc_arena_release(&arena);
    return !ok                ? zc_cmd_fail(&err)
           : done == argc - 1 ? ZC_EXIT_DONE
           : done > 0         ? ZC_EXIT_ATTENTION
                              : ZC_EXIT_FAILED;
}

int zc_cmd_review_rates(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *batch = zc_opt_value(&argc, argv, "--batch");
    enum zc_print how = zc_print_option(&argc, argv);
    const struct zc_rate *rates;
    struct zc_arena arena = { 0 };
    struct zc_buf line = { 0 };
    struct zc_err err = { 0 };
    size_t n = 0;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc > 2)
        return zc_cmd_usage(ZC_T("用法：zaoce review rates [表] [--batch 批次]",
                                 "usage: zaoce review rates [FORM] [--batch NAME]"));
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    struct zc_form *form =
        survey ? zc_survey_form(survey, zc_str_of(argc > 1 ? argv[1] : ""), &err) : NULL;
    bool ok =
        form && zc_recheck_rates(survey, form->id, zc_str_of(batch), &arena, &rates, &n, &err);
    if (ok)
        print_head(how, &line);
    bool redo = false;
    for (size_t i = 0; ok && i < n; i++) {
        redo |= rates[i].redo;
        put_rate(&rates[i], how, &line);
        print_line(&line);
    }
    zc_survey_close(survey);
    zc_buf_release(&line);
    zc_arena_release(&arena);
    return !ok ? zc_cmd_fail(&err) : redo ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
}

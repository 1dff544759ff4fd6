#include "tui/cmd.h"
#include "tui/files_left.h"
#include "tui/give_out.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* export: exchange files and tables for people. */

static bool set_kind(const char *to, struct zc_give *give)
{
    if (!to || !strcmp(to, "exchange"))
        give->kind = ZC_GIVE_EXCHANGE;
    else if (!strcmp(to, "table"))
        give->kind = ZC_GIVE_TABLE;
    else
        return false;
    return true;
}

/* The number goes on also when the file has a name of its own. A store that can only be looked at
 * (a write-protected stick) gives out without a number. */
static bool number_it(struct zc_survey *survey, const struct zc_give *give, struct zc_buf *path,
                      struct zc_err *err)
{
    uint64_t number = 0;
    if (!zc_store_is_readonly(survey->store) && !zc_give_out_number(survey, &number, err))
        return false;
    if (path->len == 0)
        zc_give_out_name(survey, give->kind, number, path);
    return true;
}

int zc_cmd_export(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *to = zc_opt_value(&argc, argv, "--to");
    const char *output = zc_opt_value(&argc, argv, "-o");
    const char *encoding = zc_opt_value(&argc, argv, "--encoding");
    struct zc_give give = { .gb18030 = encoding && !strcmp(encoding, "gb18030"),
                            .labels = zc_opt_flag(&argc, argv, "--labels") };
    struct zc_export_report report = { 0 };
    struct zc_buf path = { 0 };
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (!set_kind(to, &give))
        return zc_cmd_usage(
            ZC_T("--to“%s”不认识：exchange 或 table", "--to '%s' is none of exchange, table"), to);
    if (give.labels && give.kind != ZC_GIVE_TABLE)
        return zc_cmd_usage(ZC_T("--labels 只用于 --to table", "--labels goes with --to table"));
    bool to_pipe = output && !strcmp(output, "-");
    struct zc_survey *survey = zc_survey_open(env->store, to_pipe, &env->clock, &err);
    bool ok = survey != NULL;
    if (ok && (argc > 1 || give.kind == ZC_GIVE_TABLE))
        ok = (give.form = zc_survey_form(survey, zc_str_of(argc > 1 ? argv[1] : NULL), &err));
    if (output)
        zc_buf_text(&path, output);
    ok = ok && (to_pipe || number_it(survey, &give, &path, &err)) &&
         zc_give_out(survey, &give, zc_buf_cstr(&path), &report, &err);
    if (ok && !to_pipe && isatty(STDOUT_FILENO))
        printf(ZC_T("%s：%llu 条记录，%llu 个版本\n", "%s: %llu records, %llu revisions\n"),
               zc_buf_cstr(&path), (unsigned long long)report.records,
               (unsigned long long)report.revisions);
    else if (ok && !to_pipe)
        printf("%s: records=%llu revisions=%llu\n", zc_buf_cstr(&path),
               (unsigned long long)report.records, (unsigned long long)report.revisions);
    zc_buf_reset(&path);
    if (ok && zc_files_left(env->store, &path))
        zc_cmd_usage("%s", zc_buf_cstr(&path));
    zc_survey_close(survey);
    zc_buf_release(&path);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

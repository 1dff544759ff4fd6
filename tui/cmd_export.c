#include "storage/export.h"
#include "tui/cmd.h"
#include "tui/survey.h"
#include <stdio.h>
#include <string.h>

/* export: exchange files and tables for people. */

/* Tables: results of calculated columns come from the form. */

struct table {
    struct zc_survey *survey;
    struct zc_rid rid;
    struct zc_fill *fill;
};

static struct zc_str calculated(void *ctx, const struct zc_state *state, struct zc_str name,
                                struct zc_arena *arena)
{
    struct table *table = ctx;
    if (!table->fill || !zc_rid_eq(table->rid, state->rid)) {
        table->fill = zc_survey_refill(table->survey, table->fill, state);
        table->rid = state->rid;
    }
    struct zc_node *node = table->fill ? zc_fill_node(table->fill, name) : NULL;
    return node ? zc_fill_shown(table->fill, node, arena) : (struct zc_str){ 0 };
}

static bool export_table(struct zc_survey *survey, const struct zc_form *form, bool gb18030,
                         const char *path, struct zc_export_report *report, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct table table = { .survey = survey };
    struct zc_table_column *columns = ZC_NEW(&arena, struct zc_table_column, form->nquestions + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (!zc_type_has_answer(q->type) || q->repeat)
            continue;
        columns[n++] = (struct zc_table_column){
            .name = q->field,
            .label = zc_question_label(form, q, zc_form_lang(form), &arena),
            .calculated = !q->kept,
        };
    }
    struct zc_table_options options = { .form = form->id,
                                        .ncolumns = n,
                                        .columns = columns,
                                        .gb18030 = gb18030,
                                        .ctx = &table,
                                        .value = calculated };
    bool ok = zc_export_table(survey->store, &options, path, report, err);
    zc_fill_free(table.fill);
    zc_arena_release(&arena);
    return ok;
}

/* SURVEY-gN-DATE-TIME-SEQ, and the count of exports goes on. */
static bool default_name(struct zc_survey *survey, const char *ending, struct zc_buf *out,
                         struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    uint64_t number = 0;
    struct zc_buf time = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    bool ok = txn && zc_local_next_export(txn, &number, err);
    if (ok)
        ok = zc_txn_commit(txn, err);
    else
        zc_txn_abort(txn);
    zc_date_format(zc_clock_moment(&survey->clock), ZC_STR("%Y%m%d-%H%M"), ZC_LANG_EN, &time);
    if (out->len == 0)
        zc_buf_printf(out, "%.*s-g%u-%s-%04llu%s", ZC_ARG(survey->pack->id),
                      zc_survey_group(survey), zc_buf_cstr(&time), (unsigned long long)number,
                      ending);
    zc_buf_release(&time);
    zc_arena_release(&arena);
    return ok;
}

int zc_cmd_export(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *to = zc_opt_value(&argc, argv, "--to");
    const char *output = zc_opt_value(&argc, argv, "-o");
    const char *encoding = zc_opt_value(&argc, argv, "--encoding");
    struct zc_export_report report = { 0 };
    struct zc_buf path = { 0 };
    struct zc_err err = { 0 };
    struct zc_form *form = NULL;
    bool table = to && !strcmp(to, "table");
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (to && !table && strcmp(to, "exchange") != 0)
        return zc_cmd_usage(
            ZC_T("--to“%s”不认识：exchange 或 table", "--to '%s' is none of exchange, table"), to);
    bool to_pipe = output && !strcmp(output, "-");
    struct zc_survey *survey = zc_survey_open(env->store, to_pipe, &env->clock, &err);
    bool ok = survey && (argc < 2 || (form = zc_survey_form(survey, zc_str_of(argv[1]), &err)));
    if (ok && table && !form)
        ok = (form = zc_survey_form(survey, (struct zc_str){ 0 }, &err)) != NULL;
    if (output)
        zc_buf_text(&path, output);
    if (ok && !to_pipe)
        ok = default_name(survey, table ? ".csv" : ".zc1.csv", &path, &err);
    if (ok && table)
        ok = export_table(survey, form, encoding && !strcmp(encoding, "gb18030"),
                          zc_buf_cstr(&path), &report, &err);
    else if (ok)
        ok = zc_export_exchange(survey->store, form ? form->id : (struct zc_str){ 0 }, NULL, NULL,
                                zc_buf_cstr(&path), &report, &err);
    if (ok && !to_pipe)
        printf("%s: records=%llu revisions=%llu\n", zc_buf_cstr(&path),
               (unsigned long long)report.records, (unsigned long long)report.revisions);
    zc_survey_close(survey);
    zc_buf_release(&path);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

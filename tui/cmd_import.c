#include "core/csv.h"
#include "storage/backup.h"
#include "storage/exchange_file.h"
#include "storage/import.h"
#include "storage/import_ledger.h"
#include "storage/pending.h"
#include "storage/restore.h"
#include "storage/table_text.h"
#include "tui/cmd.h"
#include "tui/list_reader.h"
#include "tui/progress.h"
#include "tui/safety.h"
#include <stdio.h>
#include <string.h>

/* import: exchange files, edited ledgers, and lists by a key field. */

enum { NOTICES_SHOWN = 10 };

struct counts { /* as CLI.md 3 defines them */
    const char *kind;
    uint64_t new_records, changed, same, conflict, refused, damaged;
    const char *complete;
};

struct import {
    struct zc_survey *survey;
    bool dry_run, quiet, accept;
    struct zc_backup_point *backup; /* of all files together; NULL: none wanted */
    struct zc_list_options list;
    struct zc_outfile *report; /* NULL: none wanted */
    struct zc_buf line;
};

/* Exchange files */

static bool run_exchange(struct import *import, const char *path, struct counts *out,
                         struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_survey *survey = import->survey;
    struct zc_import_options options = { .dry_run = import->dry_run,
                                         .person = survey->person.name,
                                         .at = zc_survey_now(survey, &arena),
                                         .backup = import->backup };
    struct zc_import *job = zc_import_open(survey->store, path, &options, err);
    struct zc_progress progress = zc_progress_begin(path, import->quiet);
    bool done = false, ok = job != NULL;
    while (ok && !done) {
        uint64_t at, total;
        ok = zc_import_step(job, &done, err);
        zc_import_progress(job, &at, &total);
        zc_progress_show(&progress, at, total);
    }
    zc_progress_end(&progress);
    if (job) {
        const struct zc_import_report *report = zc_import_report(job);
        *out = (struct counts){ "exchange",       report->new_records,
                                report->changed,  report->same,
                                report->conflict, 0,
                                report->damaged,  report->complete ? "yes" : "no" };
        if (report->damaged > 0)
            zc_cmd_usage(ZC_T("%s：第%llu行起有%llu行损坏，其余已收下：%s",
                              "%s: from line %llu on %llu lines are damaged, the others are in: "
                              "%s"),
                         path, (unsigned long long)report->first_damaged,
                         (unsigned long long)report->damaged, report->first_reason);
    }
    zc_import_free(job);
    zc_arena_release(&arena);
    return ok;
}

/* Tables */

static void put_cell(struct zc_buf *out, struct zc_str text, const char *end)
{
    struct zc_buf guarded = { 0 };
    zc_table_guard(text, &guarded);
    zc_csv_put(out, zc_buf_str(&guarded));
    zc_buf_text(out, end);
    zc_buf_release(&guarded);
}

/* One line of the report file: file, line, column, value, reason, proposal. */
static bool report_notice(struct import *import, const char *path,
                          const struct zc_list_notice *notice, struct zc_err *err)
{
    struct zc_buf *out = &import->line;
    if (!import->report)
        return true;
    zc_buf_reset(out);
    put_cell(out, zc_str_of(path), ",");
    zc_buf_printf(out, "%llu,", (unsigned long long)notice->line);
    put_cell(out, notice->column, ",");
    put_cell(out, notice->value, ",");
    put_cell(out, notice->reason, ",");
    put_cell(out, notice->proposal, "\r\n");
    return zc_outfile_write(import->report, zc_buf_str(out), err);
}

static void print_notice(const char *path, const struct zc_list_notice *notice)
{
    zc_cmd_usage(
        ZC_T("%s 第%llu行%s%.*s%s%.*s：%.*s%s%.*s", "%s line %llu%s%.*s%s%.*s: %.*s%s%.*s"), path,
        (unsigned long long)notice->line, notice->column.len ? " " : "", ZC_ARG(notice->column),
        notice->value.len ? " " : "", ZC_ARG(notice->value), ZC_ARG(notice->reason),
        notice->proposal.len ? " → " : "", ZC_ARG(notice->proposal));
}

static bool tell_notices(struct import *import, const char *path, struct zc_list_reader *reader,
                         struct zc_err *err)
{
    zc_list_reader_sort(reader);
    for (size_t i = 0; i < reader->nnotices; i++) {
        if (i < NOTICES_SHOWN)
            print_notice(path, &reader->notices[i]);
        if (!report_notice(import, path, &reader->notices[i], err))
            return false;
    }
    if (reader->nnotices > NOTICES_SHOWN)
        zc_cmd_usage(import->report
                         ? ZC_T("%s：另有%zu处，见报告文件", "%s: %zu more, see the report file")
                         : ZC_T("%s：另有%zu处，用 --report 文件.csv 看全部",
                                "%s: %zu more; --report FILE.csv lists all"),
                     path, reader->nnotices - NOTICES_SHOWN);
    return true;
}

static void tell_columns(const char *path, const struct zc_list_reader *reader)
{
    const struct zc_table_file *table = &reader->table;
    zc_cmd_usage(ZC_T("%s：%s编码，表头在第%u行；认得%u列，照原名收%u列，不收%u列；跳过合计、签字、"
                      "空行等%u行",
                      "%s: %s, header in line %u; %u columns known, %u kept under their own name, "
                      "%u left out; %u rows of totals, signatures or nothing passed over"),
                 path, zc_encoding_name(table->encoding), table->header_line,
                 reader->columns.n - reader->columns.nother, reader->columns.nother,
                 reader->columns.nleft_out, table->nskipped);
}

static bool step_ledger(struct import *import, const char *path, struct zc_list_reader *reader,
                        struct zc_import_ledger_report *report, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_import_ledger_options options = { .dry_run = import->dry_run,
                                                .person = import->survey->person.name,
                                                .at = zc_survey_now(import->survey, &arena),
                                                .backup = import->backup,
                                                .path = zc_str_of(path),
                                                .ctx = reader,
                                                .notice = zc_list_reader_notice };
    struct zc_import_ledger *job =
        zc_import_ledger_open(import->survey->store, &reader->table, &options, err);
    struct zc_progress progress = zc_progress_begin(path, import->quiet);
    bool done = false, ok = job != NULL;
    while (ok && !done) {
        uint64_t at, total;
        ok = zc_import_ledger_step(job, &done, err);
        zc_import_ledger_progress(job, &at, &total);
        zc_progress_show(&progress, at, total);
    }
    zc_progress_end(&progress);
    if (job)
        *report = *zc_import_ledger_report(job);
    zc_import_ledger_free(job);
    zc_arena_release(&arena);
    return ok;
}

/* What a row says differently, as an edit of the person at work. */
static bool accept_cells(void *ctx, struct zc_txn *txn, const struct zc_state *state,
                         const struct zc_pair *writes, uint32_t n, struct zc_arena *arena,
                         struct zc_err *err)
{
    struct import *import = ctx;
    struct zc_rev rev = { .rid = state->rid,
                          .nparents = state->nheads,
                          .parents = state->heads,
                          .nwrites = n,
                          .writes = writes };
    return zc_survey_may_edit(import->survey, state, writes, n, err) &&
           (!txn || zc_survey_put(import->survey, txn, import->list.form, arena, &rev, err));
}

static bool step_list(struct import *import, const char *path, struct zc_list_reader *reader,
                      struct zc_import_list_report *report, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    const struct zc_form *form = reader->form;
    struct zc_import_list_options options = { .form = form->id,
                                              .version = form->version,
                                              .field = reader->columns.key_field,
                                              .dry_run = import->dry_run,
                                              .person = import->survey->person.name,
                                              .at = zc_survey_now(import->survey, &arena),
                                              .backup = import->backup,
                                              .path = zc_str_of(path),
                                              .accept_ctx = import,
                                              .accept = import->accept ? accept_cells : NULL };
    struct zc_import_list *job =
        zc_import_list_open(import->survey->store, &reader->source, &options, err);
    struct zc_progress progress = zc_progress_begin(path, import->quiet);
    bool done = false, ok = job != NULL;
    while (ok && !done) {
        uint64_t at, total;
        ok = zc_import_list_step(job, &done, err);
        zc_import_list_progress(job, &at, &total);
        zc_progress_show(&progress, at, total);
    }
    zc_progress_end(&progress);
    if (job)
        *report = *zc_import_list_report(job);
    zc_import_list_free(job);
    zc_arena_release(&arena);
    return ok;
}

/* A list, or an edited ledger with the rows that people added to it. */
static bool run_table(struct import *import, const char *path, struct counts *out,
                      struct zc_err *err)
{
    struct zc_list_reader reader;
    struct zc_import_list_report list = { 0 };
    struct zc_import_ledger_report ledger = { 0 };
    if (!zc_list_reader_open(&reader, import->survey, path, &import->list, err))
        return false;
    bool ok = !reader.is_ledger || step_ledger(import, path, &reader, &ledger, err);
    if (reader.source.nrows > 0 || !reader.is_ledger) {
        if (ok && !import->quiet)
            tell_columns(path, &reader);
        ok = ok && step_list(import, path, &reader, &list, err);
    }
    if (ok && ledger.nignored > 0 && !import->quiet)
        zc_cmd_usage(ZC_T("%s：%u列没有 [字段名] 或重名，不读",
                          "%s: %u columns without [field], or "
                          "with one that stands twice, are not "
                          "read"),
                     path, ledger.nignored);
    ok = ok && tell_notices(import, path, &reader, err);
    *out = (struct counts){ reader.is_ledger ? "table" : "list",
                            list.new_records,
                            list.changed + ledger.changed,
                            list.same + ledger.same,
                            list.conflict + ledger.conflict,
                            list.refused + ledger.refused,
                            0,
                            "-" };
    zc_list_reader_release(&reader);
    return ok;
}

/* Rows of edited ledgers whose base this file brought. */
static bool settle_pending(struct import *import, struct zc_err *err)
{
    uint64_t settled = 0;
    if (import->dry_run)
        return true;
    bool ok = zc_pending_retry(import->survey->store, &settled, err);
    if (ok && settled > 0)
        zc_cmd_usage(ZC_T("%llu行等底版的台账修改已补上", "%llu waiting ledger rows are settled"),
                     (unsigned long long)settled);
    return ok;
}

/* The command */

static bool run_file(struct import *import, const char *path, struct counts *out,
                     struct zc_err *err)
{
    struct zc_buf bytes = { 0 };
    bool newer = false, ok = zc_file_read(path, &bytes, err);
    bool exchange = ok && zc_exchange_is(zc_buf_str(&bytes), &newer);
    zc_buf_release(&bytes);
    if (!ok)
        return false;
    ok = exchange ? run_exchange(import, path, out, err) : run_table(import, path, out, err);
    return ok && settle_pending(import, err);
}

static void print_counts(const char *name, const struct counts *counts)
{
    printf("%s: %s new=%llu changed=%llu same=%llu conflict=%llu dup=0 refused=%llu damaged=%llu "
           "complete=%s\n",
           name, counts->kind, (unsigned long long)counts->new_records,
           (unsigned long long)counts->changed, (unsigned long long)counts->same,
           (unsigned long long)counts->conflict, (unsigned long long)counts->refused,
           (unsigned long long)counts->damaged, counts->complete);
}

static void add_counts(struct counts *total, const struct counts *one)
{
    total->new_records += one->new_records;
    total->changed += one->changed;
    total->same += one->same;
    total->conflict += one->conflict;
    total->refused += one->refused;
    total->damaged += one->damaged;
    if (total->kind && strcmp(total->kind, one->kind) != 0)
        total->kind = "mixed";
    else
        total->kind = one->kind;
    if (!strcmp(one->complete, "no") || !total->complete)
        total->complete = one->complete;
}

static bool needs_person(const struct counts *counts)
{
    return counts->refused + counts->damaged + counts->conflict > 0 ||
           !strcmp(counts->complete, "no");
}

static int import_files(struct import *import, int n, char **paths)
{
    struct counts total = { 0 };
    bool attention = false;
    int done = 0;
    for (int i = 0; i < n; i++) {
        struct counts counts = { 0 };
        struct zc_err err = { 0 };
        if (!run_file(import, paths[i], &counts, &err)) {
            zc_cmd_fail(&err);
            continue;
        }
        print_counts(paths[i], &counts);
        add_counts(&total, &counts);
        attention |= needs_person(&counts);
        done++;
    }
    if (n > 1 && done > 0)
        print_counts("total", &total);
    if (done == 0)
        return ZC_EXIT_FAILED;
    return attention || done < n ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
}

static bool open_report(struct import *import, const char *path, struct zc_err *err)
{
    static const char header[] = "\xEF\xBB\xBF"
                                 "file,line,column,value,reason,proposal\r\n";
    return (import->report = zc_outfile_open(path, err)) &&
           zc_outfile_write(import->report, zc_str_of(header), err);
}

static bool close_report(struct import *import, int status, struct zc_err *err)
{
    if (!import->report)
        return true;
    if (status != ZC_EXIT_FAILED)
        return zc_outfile_commit(import->report, err);
    zc_outfile_abort(import->report);
    return true;
}

static void tell_backup(const struct zc_backup_point *point)
{
    if (point->set && point->report.few)
        zc_cmd_usage(ZC_T("磁盘剩余不到调查库的四倍，只留最近的备份，清掉了%u份",
                          "less than four times the store is free on the disk: only the newest "
                          "backups stay, %u were removed"),
                     point->report.removed);
}

/* import --undo */
static int undo_import(const struct zc_cmd_env *env)
{
    struct zc_restored restored;
    struct zc_err err = { 0 };
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    bool ok = survey && zc_safety_undo_import(survey, &restored, &err);
    if (ok)
        zc_cmd_usage(ZC_T("已撤销上一次导入，还有%llu条记录；再导入那些文件，内容会全部回来",
                          "the last import is undone, %llu records are left; importing the files "
                          "again brings everything back"),
                     (unsigned long long)restored.records);
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

int zc_cmd_import(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *form = zc_opt_value(&argc, argv, "--form");
    const char *key = zc_opt_value(&argc, argv, "--key");
    const char *encoding = zc_opt_value(&argc, argv, "--encoding");
    const char *report = zc_opt_value(&argc, argv, "--report");
    struct zc_backup_point point = { 0 };
    struct import import = { .quiet = env->quiet };
    struct zc_err err = { 0 };
    int status = ZC_EXIT_FAILED;
    import.list.map_path = zc_opt_value(&argc, argv, "--map");
    import.list.key = zc_str_of(key);
    import.dry_run = zc_opt_flag(&argc, argv, "--dry-run");
    import.accept = zc_opt_flag(&argc, argv, "--accept");
    import.backup = zc_opt_flag(&argc, argv, "--no-backup") ? NULL : &point;
    bool undo = zc_opt_flag(&argc, argv, "--undo");
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (undo && argc == 1)
        return undo_import(env);
    if (undo)
        return zc_cmd_usage(ZC_T("--undo 不带文件", "--undo takes no file"));
    if (argc < 2)
        return zc_cmd_usage(ZC_T("用法：zaoce import 文件…", "usage: zaoce import FILE…"));
    if (encoding && !zc_encoding_parse(zc_str_of(encoding), &import.list.encoding))
        return zc_cmd_usage(ZC_T("编码“%s”不认识：utf-8 gb18030 utf-16le utf-16be",
                                 "encoding '%s' is none of utf-8 gb18030 utf-16le utf-16be"),
                            encoding);
    import.survey = zc_survey_open(env->store, import.dry_run, &env->clock, &err);
    bool ok = import.survey &&
              (import.list.form = zc_survey_form(import.survey, zc_str_of(form), &err)) &&
              (!report || open_report(&import, report, &err));
    if (ok) {
        zc_survey_one_act(import.survey); /* --accept: all rows together */
        status = import_files(&import, argc - 1, argv + 1);
    }
    ok = close_report(&import, status, &err) && ok;
    ok = (!import.survey || zc_backup_point_end(&point, import.survey->store, &err)) && ok;
    tell_backup(&point);
    zc_survey_close(import.survey);
    zc_buf_release(&import.line);
    return ok ? status : zc_cmd_fail(&err);
}

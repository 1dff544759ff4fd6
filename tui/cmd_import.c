#include "core/csv.h"
#include "storage/backup.h"
#include "storage/table_text.h"
#include "tui/cmd.h"
#include "tui/intake_job.h"
#include "tui/safety.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* import: exchange files, edited ledgers, and lists by a key field. */

enum { NOTICES_SHOWN = 10 };

struct import {
    struct zc_survey *survey;
    bool quiet;
    struct zc_intake_options options;
    struct zc_outfile *report; /* NULL: none wanted */
    struct zc_buf line;
};
/* Of one file, or of all. */
struct counts {
    const char *kind, *complete;
    struct zc_intake_counts n;
    size_t nleft; /* cells of ledgers that were not simply taken */
};

/* What is told of a file */

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
    char line[48] = "";
    if (notice->line > 0) /* else a row that waited for this file */
        snprintf(line, sizeof line, ZC_T(" 第%llu行", " line %llu"),
                 (unsigned long long)notice->line);
    zc_cmd_usage(ZC_T("%s%s%s%.*s%s%.*s：%.*s%s%.*s", "%s%s%s%.*s%s%.*s: %.*s%s%.*s"), path, line,
                 notice->column.len ? " " : "", ZC_ARG(notice->column),
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

static void tell_list_columns(const char *path, const struct zc_list_reader *reader)
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

static void tell_columns(const struct import *import, const char *path,
                         const struct zc_intake_job *job)
{
    if (job->has_list && !import->quiet)
        tell_list_columns(path, &job->reader);
    if (job->ncalculated > 0 && !import->quiet)
        zc_cmd_usage(ZC_T("%s：%u列是自动计算的，不读", "%s: %u columns are calculated, not read"),
                     path, job->ncalculated);
    if (job->nignored > 0 && !import->quiet)
        zc_cmd_usage(ZC_T("%s：%u列没有 [字段名] 或重名，不读：%.*s",
                          "%s: %u columns without [field], or with one that stands twice, are not "
                          "read: %.*s"),
                     path, job->nignored, ZC_ARG(job->ignored));
}

static bool tell(struct import *import, const char *path, struct zc_intake_job *job,
                 struct zc_err *err)
{
    if (job->counts.damaged > 0)
        zc_cmd_usage(ZC_T("%s：第%llu行起有%llu行损坏，其余已收下：%s",
                          "%s: from line %llu on %llu lines are damaged, the others are in: "
                          "%s"),
                     path, (unsigned long long)job->first_damaged,
                     (unsigned long long)job->counts.damaged, job->first_reason);
    if (job->kind != ZC_INTAKE_EXCHANGE)
        tell_columns(import, path, job);
    if (!tell_notices(import, path, &job->reader, err))
        return false;
    if (job->settled > 0)
        zc_cmd_usage(ZC_T("%llu行等底版的台账修改已补上", "%llu waiting ledger rows are settled"),
                     (unsigned long long)job->settled);
    return true;
}

/* The command */

static bool run_file(struct import *import, const char *path, struct counts *out,
                     struct zc_err *err)
{
    struct zc_intake_job *job = zc_intake_job_open(import->survey, path, &import->options, err);
    if (!job)
        return false;
    bool ok = zc_job_run(&job->job, path, import->quiet, err) && tell(import, path, job, err);
    *out = (struct counts){ zc_intake_kind_name(job->kind),
                            job->kind != ZC_INTAKE_EXCHANGE ? "-"
                            : job->complete                 ? "yes"
                                                            : "no",
                            job->counts, job->nleft };
    zc_job_free(&job->job);
    return ok;
}

/* The same for people: what is nothing is not said. */
static void say_counts(const char *name, const struct counts *counts)
{
    const struct zc_intake_counts *n = &counts->n;
    const struct {
        struct zc_text word;
        uint64_t n;
    } all[] = {
        { { "新增", "new" }, n->new_records },
        { { "改动", "changed" }, n->changed },
        { { "没有变化", "as before" }, n->same },
        { { "有冲突", "in conflict" }, n->conflict },
        { { "疑似重复", "may be duplicates" }, n->dup },
        { { "没有收", "not taken" }, n->refused },
        { { "损坏的行", "damaged lines" }, n->damaged },
    };
    struct zc_buf line = { 0 };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i].n > 0)
            zc_buf_printf(&line, "%s%s %llu", line.len ? ZC_T("，", ", ") : "",
                          zc_text_get(all[i].word), (unsigned long long)all[i].n);
    }
    if (!strcmp(counts->complete, "no"))
        zc_buf_text(&line,
                    ZC_T("；文件不完整，请重新拷一份", "; the file is cut off, copy it again"));
    if (n->conflict > 0)
        zc_buf_text(&line, ZC_T("；用 zaoce conflicts 或在冲突界面裁定",
                                "; zaoce conflicts or the conflict screen decides them"));
    if (n->dup > 0)
        zc_buf_text(&line, ZC_T("；用 zaoce dups 或在疑似重复界面判断",
                                "; zaoce dups or the screen of duplicates shows them"));
    zc_print_text(zc_str_of(name));
    printf("%s%s\n", ZC_T("：", ": "),
           line.len ? zc_buf_cstr(&line) : ZC_T("没有记录", "no records"));
    zc_buf_release(&line);
}

static void print_counts(const char *name, const struct counts *counts)
{
    const struct zc_intake_counts *n = &counts->n;
    if (isatty(STDOUT_FILENO)) {
        say_counts(name, counts);
        return;
    }
    printf(
        "%s: %s new=%llu changed=%llu same=%llu conflict=%llu dup=%llu refused=%llu damaged=%llu "
        "complete=%s\n",
        name, counts->kind, (unsigned long long)n->new_records, (unsigned long long)n->changed,
        (unsigned long long)n->same, (unsigned long long)n->conflict, (unsigned long long)n->dup,
        (unsigned long long)n->refused, (unsigned long long)n->damaged, counts->complete);
}

static void add_counts(struct counts *total, const struct counts *one)
{
    total->n.new_records += one->n.new_records;
    total->n.changed += one->n.changed;
    total->n.same += one->n.same;
    total->n.conflict += one->n.conflict;
    total->n.dup += one->n.dup;
    total->n.refused += one->n.refused;
    total->n.damaged += one->n.damaged;
    if (total->kind && strcmp(total->kind, one->kind) != 0)
        total->kind = "mixed";
    else
        total->kind = one->kind;
    if (!strcmp(one->complete, "no") || !total->complete)
        total->complete = one->complete;
}

static bool needs_person(const struct counts *counts)
{
    return counts->n.refused + counts->n.damaged + counts->n.conflict + counts->nleft > 0 ||
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
        print_counts(isatty(STDOUT_FILENO) ? ZC_T("合计", "total") : "total", &total);
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
    if (point->report.few)
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
    const char *list = zc_opt_value(&argc, argv, "--list");
    struct zc_backup_point point = { 0 };
    struct import import = { .quiet = env->quiet };
    struct zc_err err = { 0 };
    int status = ZC_EXIT_FAILED;
    import.options.list.map_path = zc_opt_value(&argc, argv, "--map");
    import.options.list.key = zc_str_of(key);
    import.options.list.name = zc_str_of(list);
    import.options.dry_run = zc_opt_flag(&argc, argv, "--dry-run");
    import.options.accept = zc_opt_flag(&argc, argv, "--accept");
    import.options.backup = zc_opt_flag(&argc, argv, "--no-backup") ? NULL : &point;
    bool undo = zc_opt_flag(&argc, argv, "--undo");
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (undo && argc == 1)
        return undo_import(env);
    if (undo)
        return zc_cmd_usage(ZC_T("--undo 不带文件", "--undo takes no file"));
    if (argc < 2)
        return zc_cmd_usage(ZC_T("用法：zaoce import 文件…", "usage: zaoce import FILE…"));
    if (encoding && !zc_encoding_parse(zc_str_of(encoding), &import.options.list.encoding))
        return zc_cmd_usage(ZC_T("编码“%s”不认识：utf-8 gb18030 utf-16le utf-16be",
                                 "encoding '%s' is none of utf-8 gb18030 utf-16le utf-16be"),
                            encoding);
    import.survey = zc_survey_open(env->store, import.options.dry_run, &env->clock, &err);
    bool ok = import.survey &&
              (import.options.list.form = zc_survey_form(import.survey, zc_str_of(form), &err)) &&
              (!report || open_report(&import, report, &err));
    if (ok) {
        zc_survey_one_act(import.survey); /* --accept: all rows together */
        status = import_files(&import, argc - 1, argv + 1);
    }
    ok = close_report(&import, status, &err) && ok;
    tell_backup(&point);
    zc_survey_close(import.survey);
    zc_buf_release(&import.line);
    return ok ? status : zc_cmd_fail(&err);
}

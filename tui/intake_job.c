#include "tui/intake_job.h"
#include "core/alloc.h"
#include "storage/exchange_file.h"
#include "storage/file.h"
#include "storage/import.h"
#include "storage/import_ledger.h"
#include "storage/pending.h"
#include <stdio.h>
#include <string.h>

/* A table passes two of these: first the rows with `_id`, then those without. */
enum { AT_EXCHANGE, AT_LEDGER, AT_LIST, AT_PENDING };

const char *zc_intake_kind_name(enum zc_intake_kind kind)
{
    static const char *const names[] = { "exchange", "table", "list" };
    return names[kind];
}

/* What a row says differently, as an edit of the person at work. */
static bool accept_cells(void *ctx, struct zc_txn *txn, const struct zc_state *state,
                         const struct zc_pair *writes, uint32_t n, struct zc_arena *arena,
                         struct zc_err *err)
{
    struct zc_intake_job *job = ctx;
    struct zc_rev rev = { .rid = state->rid,
                          .nparents = state->nheads,
                          .parents = state->heads,
                          .nwrites = n,
                          .writes = writes };
    bool ok = zc_survey_may_edit(job->survey, state, writes, n, err) &&
              (!txn || zc_survey_put(job->survey, txn, job->options.list.form, arena, &rev, err));
    if (ok && txn && job->options.backup)
        job->options.backup->own++;
    return ok;
}

/* Opening */

static bool open_exchange(struct zc_intake_job *job, struct zc_err *err)
{
    struct zc_import_options options = { .dry_run = job->options.dry_run,
                                         .batch = job->options.batch,
                                         .person = job->survey->person.name,
                                         .backup = job->options.backup,
                                         .at = job->at };
    job->kind = ZC_INTAKE_EXCHANGE;
    job->stage = AT_EXCHANGE;
    job->exchange = zc_import_open(job->survey->store, job->path.ptr, &options, err);
    return job->exchange != NULL;
}

/* `label`, perhaps with a remark in brackets behind it. */
static bool is_labelled(struct zc_str header, struct zc_str label, struct zc_arena *arena)
{
    struct zc_str bare = zc_table_bare(label, arena);
    if (!zc_str_starts(header, bare))
        return false;
    struct zc_str rest = zc_str_from(header, bare.len);
    return rest.len == 0 || zc_str_starts(rest, ZC_STR("(")) || zc_str_starts(rest, ZC_STR("（"));
}

/* Our own tables have columns that the form calculates, by their label alone. */
static bool is_calculated(struct zc_intake_job *job, struct zc_str header)
{
    const struct zc_pack *pack = job->survey->pack;
    for (uint32_t f = 0; f < pack->nforms; f++)
        for (uint32_t i = 0; i < pack->forms[f]->nquestions; i++) {
            const struct zc_question *q = pack->forms[f]->questions[i];
            if (q->kept || q->repeat || !zc_type_has_answer(q->type))
                continue;
            for (unsigned lang = 0; lang < pack->forms[f]->nlangs; lang++) {
                struct zc_str label = zc_question_label(pack->forms[f], q, lang, &job->arena);
                if (is_labelled(header, label, &job->arena))
                    return true;
            }
        }
    return false;
}

static void note_ignored(struct zc_intake_job *job)
{
    const struct zc_import_ledger_report *report = zc_import_ledger_report(job->ledger);
    struct zc_buf names = { 0 };
    for (uint32_t i = 0; i < report->nignored; i++) {
        struct zc_str header = job->reader.table.header[report->ignored[i]];
        if (is_calculated(job, header)) {
            job->ncalculated++;
            continue;
        }
        zc_buf_text(&names, job->nignored++ ? ZC_T("、", ", ") : "");
        zc_buf_add(&names, header);
    }
    job->ignored = zc_arena_copy(&job->arena, zc_buf_str(&names));
    zc_buf_release(&names);
}

static bool open_ledger(struct zc_intake_job *job, struct zc_err *err)
{
    struct zc_import_ledger_options options = { .dry_run = job->options.dry_run,
                                                .batch = job->options.batch,
                                                .person = job->survey->person.name,
                                                .backup = job->options.backup,
                                                .at = job->at,
                                                .path = job->path,
                                                .judge = &job->checker.judge,
                                                .ctx = &job->reader,
                                                .notice = zc_list_reader_notice };
    job->stage = AT_LEDGER;
    job->ledger = zc_import_ledger_open(job->survey->store, &job->reader.table, &options, err);
    if (job->ledger)
        note_ignored(job);
    return job->ledger != NULL;
}

/* The file's name without folder and ending; rows that people added to a ledger of ours are no
 * list of an office unless somebody says so. */
static struct zc_str list_name(struct zc_intake_job *job)
{
    struct zc_str name = job->options.list.name;
    if (name.len == 0 && !job->reader.is_ledger) {
        const char *slash = strrchr(job->path.ptr, '/'), *dot;
        name = zc_str_of(slash ? slash + 1 : job->path.ptr);
        dot = strrchr(name.ptr, '.');
        name = dot ? zc_str_head(name, (size_t)(dot - name.ptr)) : name;
    }
    return zc_list_name(name, &job->arena);
}

static bool open_list(struct zc_intake_job *job, struct zc_err *err)
{
    const struct zc_form *form = job->reader.form;
    struct zc_import_list_options options = { .form = form->id,
                                              .version = form->version,
                                              .field = job->reader.columns.key_field,
                                              .list = list_name(job),
                                              .dry_run = job->options.dry_run,
                                              .batch = job->options.batch,
                                              .person = job->survey->person.name,
                                              .backup = job->options.backup,
                                              .at = job->at,
                                              .path = job->path,
                                              .accept_ctx = job,
                                              .accept = job->options.accept ? accept_cells : NULL };
    job->stage = AT_LIST;
    job->has_list = true;
    job->list = zc_import_list_open(job->survey->store, &job->reader.source, &options, err);
    return job->list != NULL;
}

static bool open_table(struct zc_intake_job *job, struct zc_err *err)
{
    if (!zc_list_reader_open(&job->reader, job->survey, job->path.ptr, &job->options.list, err))
        return false;
    job->kind = job->reader.is_ledger ? ZC_INTAKE_TABLE : ZC_INTAKE_LIST;
    return job->reader.is_ledger ? open_ledger(job, err) : open_list(job, err);
}

static bool is_exchange(const char *path, bool *yes, struct zc_err *err)
{
    struct zc_infile *file = zc_infile_open(path, err);
    bool newer;
    *yes = file && zc_exchange_is(zc_infile_head(file), &newer);
    zc_infile_close(file);
    return file != NULL;
}

/* Steps */

static void count_exchange(struct zc_intake_job *job)
{
    const struct zc_import_report *report = zc_import_report(job->exchange);
    job->counts = (struct zc_intake_counts){ report->new_records, report->changed, report->same,
                                             report->conflict,    report->dup,     0,
                                             report->damaged };
    job->complete = report->complete;
    job->first_damaged = report->first_damaged;
    snprintf(job->first_reason, sizeof job->first_reason, "%s", report->first_reason);
}

static void count_table(struct zc_intake_job *job)
{
    struct zc_import_ledger_report ledger = { 0 };
    struct zc_import_list_report list = { 0 };
    if (job->ledger)
        ledger = *zc_import_ledger_report(job->ledger);
    if (job->list)
        list = *zc_import_list_report(job->list);
    job->counts = (struct zc_intake_counts){ .new_records = list.new_records,
                                             .changed = list.changed + ledger.changed,
                                             .same = list.same + ledger.same,
                                             .conflict = list.conflict + ledger.conflict,
                                             .dup = list.dup + ledger.dup,
                                             .refused = list.refused + ledger.refused };
}

/* What comes behind a stage that is through. */
static bool next_stage(struct zc_intake_job *job, struct zc_err *err)
{
    if (job->stage == AT_LEDGER && job->reader.source.nrows > 0)
        return open_list(job, err);
    if (job->stage != AT_EXCHANGE)
        zc_list_reader_sort(&job->reader);
    job->stage = AT_PENDING;
    return true;
}

static bool one_batch(struct zc_intake_job *job, bool *done, struct zc_err *err)
{
    bool through = false, ok = true;
    *done = false;
    switch (job->stage) {
    case AT_EXCHANGE:
        ok = zc_import_step(job->exchange, &through, err);
        count_exchange(job);
        break;
    case AT_LEDGER:
        ok = zc_import_ledger_step(job->ledger, &through, err);
        count_table(job);
        break;
    case AT_LIST:
        ok = zc_import_list_step(job->list, &through, err);
        count_table(job);
        break;
    default:
        *done = true;
        ok = job->options.dry_run ||
             zc_pending_retry(job->survey->store, &job->checker.judge, &job->settled, err);
    }
    job->nleft = job->checker.ntold;
    return ok && (!through || *done || next_stage(job, err));
}

static bool intake_step(struct zc_job *base, int64_t deadline_ms, bool *done, struct zc_err *err)
{
    struct zc_intake_job *job = (struct zc_intake_job *)base;
    do
        if (!one_batch(job, done, err))
            return false;
    while (!*done && zc_job_now() < deadline_ms);
    return true;
}

static void intake_progress(const struct zc_job *base, uint64_t *done, uint64_t *total)
{
    const struct zc_intake_job *job = (const struct zc_intake_job *)base;
    *done = *total = 0;
    if (job->exchange)
        zc_import_progress(job->exchange, done, total);
    else if (job->list)
        zc_import_list_progress(job->list, done, total);
    else
        zc_import_ledger_progress(job->ledger, done, total);
}

static void intake_free(struct zc_job *base)
{
    struct zc_intake_job *job = (struct zc_intake_job *)base;
    zc_import_free(job->exchange);
    zc_import_ledger_free(job->ledger);
    zc_import_list_free(job->list);
    zc_ledger_checker_release(&job->checker);
    zc_list_reader_release(&job->reader);
    zc_arena_release(&job->arena);
    zc_free(job);
}

static const struct zc_job_ops intake_ops = { .step = intake_step,
                                              .progress = intake_progress,
                                              .free = intake_free };

struct zc_intake_job *zc_intake_job_open(struct zc_survey *survey, const char *path,
                                         const struct zc_intake_options *options,
                                         struct zc_err *err)
{
    struct zc_intake_job *job = zc_alloc_zeroed(1, sizeof *job);
    bool exchange = false;
    job->job.ops = &intake_ops;
    job->survey = survey;
    job->options = *options;
    job->path = zc_str_of(zc_arena_cstr(&job->arena, zc_str_of(path)));
    job->at = zc_survey_now(survey, &job->arena);
    zc_ledger_checker_init(&job->checker, survey, &job->reader);
    if (is_exchange(path, &exchange, err) &&
        (exchange ? open_exchange(job, err) : open_table(job, err)))
        return job;
    intake_free(&job->job);
    return NULL;
}

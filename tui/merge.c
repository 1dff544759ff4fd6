#include "tui/merge.h"
#include "core/alloc.h"
#include "tui/app.h"
#include "tui/glyph.h"
#include <stdio.h>
#include <string.h>

/* Files */

static void keep_notices(struct zc_merge *merge, struct zc_merge_file *file)
{
    const struct zc_list_reader *reader = &merge->now->reader;
    size_t n = reader->nnotices < ZC_MERGE_NOTICES ? reader->nnotices : ZC_MERGE_NOTICES;
    file->notices = ZC_NEW(&merge->arena, struct zc_list_notice, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct zc_list_notice *notice = &reader->notices[i];
        file->notices[i] = (struct zc_list_notice){
            .line = notice->line,
            .column = zc_arena_copy(&merge->arena, notice->column),
            .value = zc_arena_copy(&merge->arena, notice->value),
            .reason = zc_arena_copy(&merge->arena, notice->reason),
            .proposal = zc_arena_copy(&merge->arena, notice->proposal),
            .refused = notice->refused,
        };
    }
    file->nnotices = n;
    file->nmore = reader->nnotices - n;
}

static void note_counts(struct zc_merge *merge)
{
    struct zc_merge_file *file = &merge->files[merge->at];
    file->kind = merge->now->kind;
    file->counts = merge->now->counts;
    file->complete = merge->now->complete;
    file->first_damaged = merge->now->first_damaged;
}

static void close_file(struct zc_merge *merge)
{
    struct zc_merge_file *file = &merge->files[merge->at];
    if (!merge->now)
        return;
    file->reason = zc_arena_copy(&merge->arena, zc_str_of(merge->now->first_reason));
    keep_notices(merge, file);
    zc_job_free(&merge->now->job);
    merge->now = NULL;
}

/* True when the next file can be tried; a store that cannot be written ends all. */
static bool fail_file(struct zc_merge_file *file, struct zc_err *err)
{
    file->err = *err;
    return err->code != ZC_E_STORE;
}

static bool step_file(struct zc_merge *merge, int64_t deadline_ms, struct zc_err *err)
{
    struct zc_merge_file *file = &merge->files[merge->at];
    bool done = false;
    file->begun = true;
    if (!merge->now) {
        merge->now = zc_intake_job_open(merge->survey, file->path.ptr, &merge->options, err);
        if (merge->now)
            return true;
        merge->at++;
        return fail_file(file, err);
    }
    bool ok = merge->now->job.ops->step(&merge->now->job, deadline_ms, &done, err);
    note_counts(merge);
    if (ok && !done)
        return true;
    ok = ok || fail_file(file, err);
    file->done = done;
    close_file(merge);
    merge->at++;
    return ok;
}

/* Duplicates */

static bool brought_something(const struct zc_merge *merge)
{
    struct zc_intake_counts sum;
    zc_merge_sum(merge, &sum);
    return !merge->dry_run && sum.new_records + sum.changed + sum.conflict + sum.dup > 0;
}

static bool compare(struct zc_merge *merge, int64_t deadline_ms, bool *done, struct zc_err *err)
{
    size_t n;
    if (!merge->pairs)
        merge->pairs = zc_dup_job_new(merge->survey, ZC_DUP_OFFERED);
    struct zc_job *job = &merge->pairs->job;
    if (!job->ops->step(job, deadline_ms, done, err))
        return false;
    merge->compared = *done;
    if (zc_merge_pairs(merge, &n))
        zc_dup_note_count(merge->survey->store, n);
    return true;
}

/* The job */

static bool merge_step(struct zc_job *job, int64_t deadline_ms, bool *done, struct zc_err *err)
{
    struct zc_merge *merge = (struct zc_merge *)job;
    while (merge->at < merge->n) {
        struct zc_err why = { 0 };
        if (!step_file(merge, deadline_ms, &why)) {
            *err = why;
            return false;
        }
        if (zc_job_now() >= deadline_ms)
            break;
    }
    if (merge->at < merge->n)
        return true;
    if (brought_something(merge))
        return compare(merge, deadline_ms, done, err);
    *done = true;
    return true;
}

/* In bytes of the files; of the one in work as far as it says. */
static void merge_progress(const struct zc_job *job, uint64_t *done, uint64_t *total)
{
    const struct zc_merge *merge = (const struct zc_merge *)job;
    uint64_t part, whole;
    *done = *total = 0;
    for (size_t i = 0; i < merge->n; i++) {
        *total += merge->files[i].bytes;
        *done += i < merge->at ? merge->files[i].bytes : 0;
    }
    if (!merge->now)
        return;
    merge->now->job.ops->progress(&merge->now->job, &part, &whole);
    if (whole > 0)
        *done += (uint64_t)((double)merge->files[merge->at].bytes * (double)part / (double)whole);
}

static void merge_ended(struct zc_job *job, struct zc_app *app)
{
    struct zc_merge *merge = (struct zc_merge *)job;
    struct zc_intake_counts sum;
    close_file(merge); /* stopped in the middle of a file */
    zc_merge_sum(merge, &sum);
    if (job->state == ZC_JOB_FAILED)
        zc_app_fail(app, &job->err);
    else if (merge->dry_run)
        return;
    else if (job->state == ZC_JOB_STOPPED)
        zc_app_say(app, ZC_SAY_DOUBT, "%s",
                   ZC_T("已停止。合并好的保留，再导入一次即补齐",
                        "stopped; what is in stays in, doing it again completes it"));
    else
        zc_app_say(
            app, sum.conflict + sum.refused + sum.damaged > 0 ? ZC_SAY_DOUBT : ZC_SAY_DONE,
            ZC_T("合并完成：%zu 个文件，新增 %llu，更新 %llu，冲突 %llu，疑重 %llu，拒收 %llu",
                 "merged %zu files: %llu new, %llu changed, %llu conflicts, %llu perhaps "
                 "twice, %llu refused"),
            merge->n, (unsigned long long)sum.new_records, (unsigned long long)sum.changed,
            (unsigned long long)sum.conflict, (unsigned long long)sum.dup,
            (unsigned long long)sum.refused);
}

static void merge_free(struct zc_job *job)
{
    struct zc_merge *merge = (struct zc_merge *)job;
    close_file(merge);
    zc_job_free(merge->pairs ? &merge->pairs->job : NULL);
    zc_free(merge->files);
    zc_arena_release(&merge->arena);
    zc_free(merge);
}

/* Drawing */

static void draw_bar(struct zc_canvas *canvas, int row, int col, int cols, uint64_t done,
                     uint64_t total)
{
    enum { LABEL = 8, PERCENT = 6 };
    int bar = cols - LABEL - PERCENT;
    uint64_t percent = total > 0 ? (uint64_t)((double)done * 100 / (double)total) : 0;
    for (int i = 0; i < bar; i++)
        zc_canvas_text(
            canvas, row, col + LABEL + i, ZC_STYLE_NORMAL,
            zc_glyph((uint64_t)i * 100 < percent * (uint64_t)bar ? ZC_GLYPH_BAR : ZC_GLYPH_REST));
    zc_canvas_printf(canvas, row, col + cols - PERCENT + 1, ZC_STYLE_NORMAL, "%3llu%%",
                     (unsigned long long)percent);
}

static void draw_time(const struct zc_merge *merge, struct zc_canvas *canvas, int row, int col)
{
    enum { PATIENCE_MS = 1000 };
    uint64_t done, total;
    int64_t spent = merge->job.spent_ms;
    merge_progress(&merge->job, &done, &total);
    if (spent < PATIENCE_MS || done == 0)
        return;
    double left = (double)spent / (double)done * (double)(total - done);
    zc_canvas_printf(canvas, row, col, ZC_STYLE_DIM,
                     ZC_T("已用 %.1f 秒   预计还要 %.1f 秒", "%.1f s so far   about %.1f s left"),
                     (double)spent / 1000, left / 1000);
}

static void merge_draw(const struct zc_job *job, struct zc_canvas *canvas, int row, int col,
                       int cols)
{
    const struct zc_merge *merge = (const struct zc_merge *)job;
    struct zc_intake_counts sum;
    uint64_t done, total;
    zc_merge_sum(merge, &sum);
    merge_progress(job, &done, &total);
    zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL, ZC_T("总进度", "all"));
    draw_bar(canvas, row, col, cols, done, total);
    if (merge->at < merge->n) {
        const struct zc_merge_file *file = &merge->files[merge->at];
        int at =
            zc_canvas_printf(canvas, row + 1, col, ZC_STYLE_NORMAL,
                             ZC_T("第 %zu/%zu 个  ", "file %zu of %zu  "), merge->at + 1, merge->n);
        zc_canvas_fit(canvas, row + 1, at, col + cols - at, ZC_STYLE_NORMAL, file->name, false);
        done = total = 0;
        if (merge->now)
            merge->now->job.ops->progress(&merge->now->job, &done, &total);
        zc_canvas_text(canvas, row + 2, col, ZC_STYLE_NORMAL, ZC_T("本文件", "this"));
        draw_bar(canvas, row + 2, col, cols, done, total);
    } else if (merge->pairs) {
        merge->pairs->job.ops->draw(&merge->pairs->job, canvas, row + 1, col, cols);
    }
    zc_canvas_printf(canvas, row + 4, col, ZC_STYLE_NORMAL,
                     ZC_T("做完的  新增 %llu   更新 %llu   冲突 %llu   疑重 %llu   拒收 %llu",
                          "done: %llu new  %llu changed  %llu conflicts  %llu twice  %llu refused"),
                     (unsigned long long)sum.new_records, (unsigned long long)sum.changed,
                     (unsigned long long)sum.conflict, (unsigned long long)sum.dup,
                     (unsigned long long)sum.refused);
    draw_time(merge, canvas, row + 5, col);
    if (!merge->dry_run)
        zc_canvas_text(
            canvas, row + 6, col, ZC_STYLE_DIM,
            ZC_T("可以看别的页，完成后在消息行提示", "other screens can be looked at meanwhile"));
}

static const struct zc_job_ops merge_ops = { .step = merge_step,
                                             .progress = merge_progress,
                                             .ended = merge_ended,
                                             .draw = merge_draw,
                                             .free = merge_free };

/* Making one */

struct zc_merge *zc_merge_new(struct zc_survey *survey, const struct zc_form *form, bool dry_run)
{
    enum { BATCH = 250 }; /* lines: some ten milliseconds with its commit */
    struct zc_merge *merge = zc_alloc_zeroed(1, sizeof *merge);
    merge->job.ops = &merge_ops;
    merge->survey = survey;
    merge->dry_run = dry_run;
    merge->options = (struct zc_intake_options){ .dry_run = dry_run,
                                                 .batch = BATCH,
                                                 .backup = dry_run ? NULL : &merge->backup,
                                                 .list = { .form = form } };
    return merge;
}

void zc_merge_add(struct zc_merge *merge, struct zc_str path, uint64_t bytes)
{
    const char *copy = zc_arena_cstr(&merge->arena, path), *slash = strrchr(copy, '/');
    merge->files = zc_realloc(merge->files, merge->n + 1, sizeof *merge->files);
    merge->files[merge->n++] = (struct zc_merge_file){ .path = zc_str_of(copy),
                                                       .name = zc_str_of(slash ? slash + 1 : copy),
                                                       .bytes = bytes > 0 ? bytes : 1 };
}

struct zc_merge *zc_merge_of(struct zc_job *job)
{
    return job && job->ops == &merge_ops ? (struct zc_merge *)job : NULL;
}

void zc_merge_sum(const struct zc_merge *merge, struct zc_intake_counts *out)
{
    *out = (struct zc_intake_counts){ 0 };
    for (size_t i = 0; i < merge->n; i++) {
        const struct zc_intake_counts *n = &merge->files[i].counts;
        out->new_records += n->new_records;
        out->changed += n->changed;
        out->same += n->same;
        out->conflict += n->conflict;
        out->dup += n->dup;
        out->refused += n->refused;
        out->damaged += n->damaged;
    }
}

bool zc_merge_pairs(const struct zc_merge *merge, size_t *n)
{
    if (merge->compared)
        *n = zc_dup_scan_pairs(merge->pairs->scan)->n;
    return merge->compared;
}

uint64_t zc_merge_records(const struct zc_intake_counts *n)
{
    return n->new_records + n->changed + n->same + n->conflict + n->dup + n->refused;
}

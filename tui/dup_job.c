#include "tui/dup_job.h"
#include "core/alloc.h"
#include "storage/local.h"
#include "tui/canvas.h"
#include <stdio.h>

static const struct zc_str setting = ZC_LIT("dups");

static bool dup_step(struct zc_job *base, int64_t deadline_ms, bool *done, struct zc_err *err)
{
    struct zc_dup_job *job = (struct zc_dup_job *)base;
    do
        if (!zc_dup_scan_step(job->scan, done, err))
            return false;
    while (!*done && zc_job_now() < deadline_ms);
    return true;
}

static void dup_progress(const struct zc_job *base, uint64_t *done, uint64_t *total)
{
    zc_dup_scan_progress(((const struct zc_dup_job *)base)->scan, done, total);
}

static void dup_draw(const struct zc_job *base, struct zc_canvas *canvas, int row, int col,
                     int cols)
{
    uint64_t done, total;
    (void)cols;
    dup_progress(base, &done, &total);
    zc_canvas_printf(canvas, row, col, ZC_STYLE_NORMAL,
                     ZC_T("比对中 %llu/%llu", "comparing %llu of %llu"), (unsigned long long)done,
                     (unsigned long long)total);
}

static void dup_free(struct zc_job *base)
{
    struct zc_dup_job *job = (struct zc_dup_job *)base;
    zc_dup_scan_free(job->scan);
    zc_free(job);
}

static const struct zc_job_ops dup_ops = {
    .step = dup_step, .progress = dup_progress, .draw = dup_draw, .free = dup_free
};

struct zc_dup_job *zc_dup_job_new(struct zc_survey *survey, int worst)
{
    struct zc_dup_job *job = zc_alloc_zeroed(1, sizeof *job);
    job->job.ops = &dup_ops;
    job->scan = zc_dup_scan_new(survey->store, worst);
    return job;
}

struct zc_dup_job *zc_dup_job_of(struct zc_job *job)
{
    return job && job->ops == &dup_ops ? (struct zc_dup_job *)job : NULL;
}

void zc_dup_note_count(struct zc_store *store, size_t n)
{
    struct zc_err err = { 0 };
    char text[24];
    if (!zc_store_may_write(store, &err))
        return;
    snprintf(text, sizeof text, "%zu", n);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    if (txn)
        zc_txn_end(txn, zc_setting_put(txn, setting, zc_str_of(text), &err), &err);
}

bool zc_dup_last_count(struct zc_txn *txn, uint64_t *n)
{
    struct zc_arena arena = { 0 };
    bool known = zc_str_to_u64(zc_setting_get(txn, setting, &arena), n);
    zc_arena_release(&arena);
    return known;
}

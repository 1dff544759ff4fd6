#include "tui/dup_job.h"
#include "core/alloc.h"
#include "tui/canvas.h"

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

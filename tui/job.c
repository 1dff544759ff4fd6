#include "tui/job.h"
#include "tui/progress.h"
#include <time.h>

int64_t zc_job_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool zc_job_slice(struct zc_job *job, int slice_ms)
{
    int64_t now = zc_job_now();
    bool done = false;
    if (job->state != ZC_JOB_RUNNING)
        return false;
    if (job->begin_ms == 0)
        job->begin_ms = now;
    if (!job->ops->step(job, now + slice_ms, &done, &job->err))
        job->state = ZC_JOB_FAILED;
    else if (done)
        job->state = ZC_JOB_DONE;
    job->spent_ms = zc_job_now() - job->begin_ms;
    return job->state == ZC_JOB_RUNNING;
}

bool zc_job_run(struct zc_job *job, const char *what, bool quiet, struct zc_err *err)
{
    enum { SLICE_MS = 100 };
    struct zc_progress progress = zc_progress_begin(what, quiet);
    while (zc_job_slice(job, SLICE_MS)) {
        uint64_t done, total;
        job->ops->progress(job, &done, &total);
        zc_progress_show(&progress, done, total);
    }
    zc_progress_end(&progress);
    if (job->state == ZC_JOB_FAILED)
        *err = job->err;
    return job->state != ZC_JOB_FAILED;
}

void zc_job_free(struct zc_job *job)
{
    if (job)
        job->ops->free(job);
}

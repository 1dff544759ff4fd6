#include "tui/progress.h"
#include "core/lang.h"
#include "core/text.h"
#include "tui/job.h"
#include <stdio.h>
#include <unistd.h>

enum { PATIENCE_MS = 200, STEP_MS = 100, NAME_COLS = 30 };

struct zc_progress zc_progress_begin(const char *what, bool quiet)
{
    struct zc_progress progress = { .what = what, .quiet = quiet || !isatty(STDERR_FILENO) };
    progress.begin_ms = progress.last_ms = zc_job_now();
    return progress;
}

void zc_progress_show(struct zc_progress *progress, uint64_t done, uint64_t total)
{
    int64_t now = zc_job_now(), spent = now - progress->begin_ms;
    struct zc_buf name = { 0 };
    if (progress->quiet || total == 0 || spent < PATIENCE_MS || now - progress->last_ms < STEP_MS)
        return;
    uint64_t rate = done * 1000 / (uint64_t)spent;
    zc_text_show(zc_text_tail(zc_str_of(progress->what), NAME_COLS), &name);
    fprintf(stderr,
            ZC_T("\r\033[K%s  %llu/%llu  %llu%%  %llu条/秒  还要%llu秒",
                 "\r\033[K%s  %llu/%llu  %llu%%  %llu/s  %llu s left"),
            zc_buf_cstr(&name), (unsigned long long)done, (unsigned long long)total,
            (unsigned long long)(done * 100 / total), (unsigned long long)rate,
            (unsigned long long)(rate ? (total - done) / rate : 0));
    fflush(stderr);
    zc_buf_release(&name);
    progress->shown = true;
    progress->last_ms = now;
}

void zc_progress_end(struct zc_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

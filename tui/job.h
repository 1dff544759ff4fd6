#pragma once
#include "core/err.h"
#include "tui/screen.h"

/* Work in slices (任务): a merge goes on while other screens are looked at (UX.md 5.9). The app
 * (tui/app.h) gives the current job slices of a few milliseconds between keys; a command runs the
 * same job to its end with a progress line (zc_job_run). Between two slices no transaction is open
 * and everything done so far is whole: a job may be stopped there, and is freed there.
 *
 * A job is the first member of a struct of its own, which `free` releases. */

struct zc_job;
struct zc_job_ops {
    /* Goes on until about `deadline_ms` (zc_job_now): a batch is never cut, at least one is done.
     * *done at the end. On failure what is in stays in. */
    bool (*step)(struct zc_job *job, int64_t deadline_ms, bool *done, struct zc_err *err);
    /* Parts of the whole; total 0: not known. */
    void (*progress)(const struct zc_job *job, uint64_t *done, uint64_t *total);
    /* It is over, one way or another: says so in a message. May be NULL. */
    void (*ended)(struct zc_job *job, struct zc_app *app);
    /* The inside of the popup that shows it (tui/popup_work.h): `cols` columns from row, col on,
     * ZC_JOB_ROWS rows. */
    void (*draw)(const struct zc_job *job, struct zc_canvas *canvas, int row, int col, int cols);
    void (*free)(struct zc_job *job);
};
enum { ZC_JOB_ROWS = 8 };

enum zc_job_state { ZC_JOB_RUNNING, ZC_JOB_DONE, ZC_JOB_STOPPED, ZC_JOB_FAILED };
struct zc_job {
    const struct zc_job_ops *ops;
    enum zc_job_state state;
    int64_t begin_ms, spent_ms; /* from the first slice to the last one, whole time */
    struct zc_err err;          /* of a failed one */
};

/* Milliseconds that only go forward; not the clock of the survey, which may stand still. */
int64_t zc_job_now(void);
/* One slice of at most about `slice_ms`. False when the job is over. */
bool zc_job_slice(struct zc_job *job, int slice_ms);
/* For a command: to the end, with a progress line. False with *err when it failed. */
bool zc_job_run(struct zc_job *job, const char *what, bool quiet, struct zc_err *err);
void zc_job_free(struct zc_job *job); /* NULL is fine */

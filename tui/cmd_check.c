#include "storage/fence.h"
#include "storage/fsck.h"
#include "storage/salvage.h"
#include "tui/cmd.h"
#include "tui/safety.h"
#include <stdio.h>

/* check: proves a store, behind the fence; with --salvage takes what can be proved out of it.
 * check --forms is in cmd_check_forms.c. */

struct check {
    const struct zc_cmd_env *env;
    bool repair;
};

static void say_line(void *ctx, struct zc_str line)
{
    (void)ctx;
    zc_print_text(line);
    putchar('\n');
}

static int check_store(void *ctx)
{
    const struct check *check = ctx;
    struct zc_err err = { 0 };
    struct zc_fsck found;
    struct zc_survey *survey = zc_survey_open(check->env->store, false, &check->env->clock, &err);
    bool ok = survey && zc_fsck_run(survey->store, NULL, say_line, NULL, &found, &err);
    uint64_t rebuildable =
        ok ? found.bad_states + found.bad_views + found.bad_counts + found.bad_names : 0;
    if (ok && check->repair && rebuildable > 0)
        ok = zc_store_rebuild(survey->store, NULL, NULL, &err) &&
             zc_fsck_run(survey->store, NULL, say_line, NULL, &found, &err);
    zc_survey_close(survey);
    if (!ok)
        return zc_cmd_fail(&err);
    rebuildable = found.bad_states + found.bad_views + found.bad_counts + found.bad_names;
    printf("records=%llu revisions=%llu damaged=%llu rebuildable=%llu open_modes=%llu\n",
           (unsigned long long)found.records, (unsigned long long)found.revisions,
           (unsigned long long)(found.bad_ids + found.bad_values), (unsigned long long)rebuildable,
           (unsigned long long)found.open_modes);
    if (found.bad_ids + found.bad_values > 0)
        return ZC_EXIT_FAILED;
    return rebuildable + found.open_modes > 0 ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
}

static void advise(const char *dir)
{
    struct zc_arena arena = { 0 };
    struct zc_str path, at;
    if (zc_safety_newest(zc_str_of(dir), &arena, &path, &at))
        zc_cmd_usage(ZC_T("最近的备份：zaoce restore %.*s %s", "the latest backup: zaoce restore "
                                                               "%.*s %s"),
                     ZC_ARG(path), dir);
    zc_arena_release(&arena);
}

static int salvage(const char *dir, const char *path)
{
    struct zc_salvage found;
    struct zc_err err = { 0 };
    if (!zc_salvage_run(dir, path, &found, &err))
        return zc_cmd_fail(&err);
    printf("salvaged: records=%llu revisions=%llu unprovable=%llu\n",
           (unsigned long long)found.records, (unsigned long long)found.revisions,
           (unsigned long long)found.unprovable);
    return found.unprovable > 0 ? ZC_EXIT_FAILED : ZC_EXIT_DONE;
}

int zc_cmd_check(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *file = zc_opt_value(&argc, argv, "--salvage");
    struct check check = { env, zc_opt_flag(&argc, argv, "--repair") };
    bool forms = zc_opt_flag(&argc, argv, "--forms");
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (forms)
        return zc_cmd_check_forms(env);
    int status = zc_fence(check_store, &check);
    if (status == ZC_FENCE_FAILED)
        return zc_cmd_usage(ZC_T("不能开始检查", "the check cannot be started"));
    if (status == ZC_FENCE_CRASHED)
        status = zc_cmd_usage(ZC_T("调查库“%s”已损坏，读到一半读不下去；用备份恢复，或用 --salvage "
                                   "抢救",
                                   "store '%s' is damaged, it cannot be read to the end; restore a "
                                   "backup, or salvage with --salvage"),
                              env->store);
    if (status == ZC_EXIT_FAILED)
        advise(env->store);
    if (file) {
        int saved = salvage(env->store, file);
        status = saved > status ? saved : status;
    }
    return status;
}

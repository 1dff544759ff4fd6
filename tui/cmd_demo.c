#include "tui/cmd.h"
#include "tui/demo.h"
#include "tui/progress.h"
#include "tui/screens.h"
#include <stdio.h>
#include <unistd.h>

/* demo [DIR]: the practice survey, made when it is not there, and the screens on it. */

static void show_progress(void *ctx, unsigned done, unsigned total)
{
    zc_progress_show(ctx, done, total);
}

static bool make(const struct zc_cmd_env *env, const char *dir, struct zc_err *err)
{
    struct zc_progress progress =
        zc_progress_begin(ZC_T("正在做练习数据", "making practice data"), env->quiet);
    struct zc_buf pack = { 0 };
    zc_survey_default_pack(&pack);
    bool ok = zc_demo_make(dir, zc_buf_cstr(&pack), &env->clock, show_progress, &progress, err);
    zc_progress_end(&progress);
    zc_buf_release(&pack);
    return ok;
}

static void print_stores(const char *dir)
{
    struct zc_buf path = { 0 };
    for (unsigned group = 1; group <= 9; group++) {
        zc_buf_reset(&path);
        zc_demo_store(dir, group, &path);
        if (access(zc_buf_cstr(&path), F_OK) != 0)
            continue; /* the survey has fewer groups */
        zc_print_text(zc_buf_str(&path));
        putchar('\n');
    }
    zc_buf_release(&path);
}

static int open_screens(const struct zc_cmd_env *env, const char *dir)
{
    struct zc_buf path = { 0 };
    zc_demo_store(dir, 9, &path);
    int status = zc_screens_run(zc_buf_cstr(&path), &env->clock);
    zc_buf_release(&path);
    return status;
}

int zc_cmd_demo(const struct zc_cmd_env *env, int argc, char **argv)
{
    bool no_screen = zc_opt_flag(&argc, argv, "--no-screen");
    struct zc_buf home = { 0 };
    struct zc_err err = { 0 };
    int status = ZC_EXIT_DONE;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc > 2)
        return zc_cmd_usage(ZC_T("用法：zaoce demo [文件夹] [--no-screen]",
                                 "usage: zaoce demo [DIR] [--no-screen]"));
    if (argc == 2)
        zc_buf_text(&home, argv[1]);
    else
        zc_demo_home(&home);
    const char *dir = zc_buf_cstr(&home);
    if (home.len == 0)
        status = zc_cmd_usage(ZC_T("不知道主文件夹，请写明放在哪里：zaoce demo 文件夹",
                                   "there is no home folder; say where: zaoce demo DIR"));
    else if (zc_demo_is_there(dir))
        zc_cmd_usage(ZC_T("“%s”里已有练习调查，直接使用；要重做，请先删除这个文件夹",
                          "'%s' holds a practice survey, which is used; remove the folder to have "
                          "it made again"),
                     dir);
    else if (!make(env, dir, &err))
        status = zc_cmd_fail(&err);
    if (status == ZC_EXIT_DONE && no_screen)
        print_stores(dir);
    else if (status == ZC_EXIT_DONE)
        status = open_screens(env, dir);
    zc_buf_release(&home);
    return status;
}

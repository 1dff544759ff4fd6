#include "storage/backup.h"
#include "storage/restore.h"
#include "storage/store_copy.h"
#include "tui/cmd.h"
#include "tui/files_left.h"
#include "tui/known_stores.h"
#include "tui/survey.h"
#include <stdio.h>
#include <unistd.h>

/* backup, restore. Both work without the survey pack: what it needs is in the store. */

static bool back_up(struct zc_store *store, const char *file, struct zc_str at, struct zc_buf *path,
                    struct zc_err *err)
{
    struct zc_backup_report report;
    zc_buf_text(path, file ? file : "");
    if (file)
        return zc_store_copy(store, file, err);
    if (!zc_backup_make(store, at, &report, err))
        return false;
    zc_backup_path(zc_store_dir(store), report.name, path);
    if (!report.made)
        zc_cmd_usage(ZC_T("上次备份之后没有改动", "nothing changed since the last backup"));
    if (report.few)
        zc_cmd_usage(ZC_T("磁盘剩余不到调查库的四倍，只留最近的备份，清掉了%u份",
                          "less than four times the store is free on the disk: only the newest "
                          "backups stay, %u were removed"),
                     report.removed);
    return true;
}

int zc_cmd_backup(const struct zc_cmd_env *env, int argc, char **argv)
{
    bool compact = zc_opt_flag(&argc, argv, "--compact");
    struct zc_arena arena = { 0 };
    struct zc_buf path = { 0 };
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc > 2)
        return zc_cmd_usage(ZC_T("用法：zaoce backup [文件] [--compact]",
                                 "usage: zaoce backup [FILE] [--compact]"));
    struct zc_store *store = zc_store_open(env->store, false, &err);
    bool ok =
        store &&
        back_up(store, argc > 1 ? argv[1] : NULL, zc_clock_now(&env->clock, &arena), &path, &err) &&
        (!compact || zc_store_compact(store, &err));
    if (ok) {
        zc_print_text(zc_buf_str(&path));
        putchar('\n');
    }
    zc_buf_reset(&path);
    if (ok && zc_files_left(env->store, &path))
        zc_cmd_usage("%s", zc_buf_cstr(&path));
    zc_store_close(store);
    zc_buf_release(&path);
    zc_arena_release(&arena);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

int zc_cmd_restore(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_restored restored;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc != 3)
        return zc_cmd_usage(
            ZC_T("用法：zaoce restore 备份文件 调查库", "usage: zaoce restore FILE STORE"));
    bool ok = zc_restore(argv[1], argv[2], zc_clock_now(&env->clock, &arena), &restored, &err);
    zc_arena_release(&arena);
    if (!ok)
        return zc_cmd_fail(&err);
    zc_known_stores_add(argv[2]);
    printf("records=%llu revisions=%llu group=%u device=%s\n", (unsigned long long)restored.records,
           (unsigned long long)restored.revisions, restored.identity.group, restored.identity.dev);
    if (restored.aside[0])
        zc_cmd_usage(
            ZC_T("原来的调查库留在 %s/backup/%s", "the store before is kept as %s/backup/%s"),
            argv[2], restored.aside);
    return ZC_EXIT_DONE;
}

#include "core/history.h"
#include "storage/file.h"
#include "storage/gaps.h"
#include "storage/pending.h"
#include "storage/revs.h"
#include "tui/cmd.h"
#include "tui/record_print.h"
#include "tui/survey.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* What came and what did not: missing, log. */

static void print_device(const struct zc_survey *survey, const struct zc_device *device)
{
    const struct zc_pack_group *group = zc_pack_group(survey->pack, device->group);
    zc_print_text(group ? zc_pack_group_name(group) : zc_str_of(ZC_T("区级", "district")));
    printf(ZC_T("  设备 %.*s  改动 %llu  最新 %llu  缺 %llu  最后 %.16s\n",
                "  device %.*s  changes %llu  newest %llu  missing %llu  last %.16s\n"),
           ZC_ARG(device->dev), (unsigned long long)device->revisions,
           (unsigned long long)device->highest, (unsigned long long)device->missing,
           device->last.len >= 16 ? device->last.ptr : "-");
    for (uint32_t i = 0; i < device->ngaps; i++) {
        const struct zc_gap *gap = &device->gaps[i];
        printf(ZC_T("    缺第 %llu 到 %llu 号，在 %.16s 和 %.16s 之间\n",
                    "    numbers %llu to %llu, between %.16s and %.16s\n"),
               (unsigned long long)gap->first, (unsigned long long)gap->last,
               gap->before.len >= 16 ? gap->before.ptr : "-",
               gap->after.len >= 16 ? gap->after.ptr : "-");
    }
}

/* Groups of the survey of which nothing has come yet. */
static bool print_absent(const struct zc_survey *survey, const struct zc_device *devices, size_t n)
{
    bool any = false;
    for (uint32_t g = 0; g < survey->pack->ngroups; g++) {
        const struct zc_pack_group *group = &survey->pack->groups[g];
        bool seen = false;
        for (size_t i = 0; i < n; i++)
            seen |= devices[i].group == group->number;
        if (seen)
            continue;
        zc_print_text(zc_pack_group_name(group));
        puts(ZC_T("  还没有收到任何改动", "  nothing has come yet"));
        any = true;
    }
    return any;
}

int zc_cmd_missing(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_arena arena = { 0 };
    const struct zc_device *devices = NULL;
    struct zc_err err = { 0 };
    bool attention = false;
    size_t n = 0;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    struct zc_txn *txn = survey ? zc_txn_begin(survey->store, ZC_TXN_READ, &err) : NULL;
    bool ok = txn && zc_gaps_find(txn, &arena, &devices, &n, &err);
    uint64_t waiting = ok ? zc_pending_count(txn) : 0;
    zc_txn_abort(txn);
    for (size_t i = 0; ok && i < n; i++) {
        print_device(survey, &devices[i]);
        attention |= devices[i].ngaps > 0;
    }
    if (ok)
        attention |= print_absent(survey, devices, n);
    if (waiting > 0)
        printf(ZC_T("改过的台账有 %llu 行在等底版，请导入相应组的交换文件\n",
                    "%llu rows of edited ledgers wait for their base; import the exchange file of "
                    "that group\n"),
               (unsigned long long)waiting);
    if (attention)
        puts(ZC_T("只是提示：只导出一部分记录的文件也会留下缺号",
                  "a hint only: a file with a part of the records leaves such gaps too"));
    zc_survey_close(survey);
    zc_arena_release(&arena);
    return !ok ? zc_cmd_fail(&err) : attention || waiting ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
}

/* log: the revisions of a record, oldest first. */

static void print_writes(const struct zc_rev *rev)
{
    for (uint32_t i = 0; i < rev->nwrites; i++) {
        fputs("    ", stdout);
        zc_print_text(rev->writes[i].name);
        fputs(" = ", stdout);
        zc_print_text(rev->writes[i].value);
        putchar('\n');
    }
}

static void print_rev(const struct zc_rev *rev, bool side)
{
    char id[ZC_REVID_TEXT + 1];
    struct zc_str at = zc_rev_attr(rev, "at"), src = zc_rev_attr(rev, "src");
    struct zc_str note = zc_rev_attr(rev, "note");
    zc_revid_print(&rev->id, id);
    printf("%.13s  %.16s  ", id, at.len >= 16 ? at.ptr : "-               ");
    zc_print_text(src.len > 0 ? src : zc_rev_attr(rev, "by"));
    printf("  %.*s%s", ZC_ARG(zc_rev_attr(rev, "role")),
           side ? ZC_T("  （旁支）", "  (side line)") : "");
    if (note.len > 0) {
        fputs("  ", stdout);
        zc_print_text(note);
    }
    putchar('\n');
    print_writes(rev);
}

static bool print_history(struct zc_survey *survey, const char *id, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_rev *revs;
    struct zc_rid rid;
    size_t n = 0;
    if (!zc_survey_find(survey, zc_str_of(id), &rid, err))
        return false;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_revs_load(txn, rid, &arena, &revs, &n, err);
    zc_txn_abort(txn);
    if (ok) {
        struct zc_history history;
        zc_history_make(revs, n, &arena, &history);
        for (uint32_t i = 0; i < history.n; i++)
            print_rev(history.steps[i].rev, history.steps[i].side);
    }
    zc_arena_release(&arena);
    return ok;
}

static bool print_audit(const struct zc_cmd_env *env, const struct zc_survey *survey,
                        struct zc_err *err)
{
    struct zc_buf path = { 0 }, bytes = { 0 };
    struct zc_str rest, line;
    zc_buf_printf(&path, "%s/audit.log", zc_store_dir(survey->store));
    bool none = access(zc_buf_cstr(&path), F_OK) != 0 && errno == ENOENT;
    bool ok = none || zc_file_read(zc_buf_cstr(&path), &bytes, err);
    if (none)
        zc_cmd_say(env, "%s", ZC_T("本库还没有日志", "this store has no log yet"));
    for (rest = zc_buf_str(&bytes); ok && zc_str_cut(&rest, '\n', &line);) {
        zc_print_text(line);
        if (line.len > 0)
            putchar('\n');
    }
    zc_buf_release(&path);
    zc_buf_release(&bytes);
    return ok;
}

int zc_cmd_log(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    bool ok = survey &&
              (argc > 1 ? print_history(survey, argv[1], &err) : print_audit(env, survey, &err));
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

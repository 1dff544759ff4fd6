#include "core/hash.h"
#include "tui/cmd.h"
#include "tui/known_stores.h"
#include "tui/screens.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* zaoce [-s STORE] [-q] [--lang zh|en] COMMAND …: options, language, clock, and the command. */

static bool is_language(const char *word)
{
    return !strcmp(word, "zh") || !strcmp(word, "en");
}

static void set_language(const char *wanted)
{
    const char *names[] = { wanted, getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG") };
    for (size_t i = 0; i < 4; i++) {
        if (!names[i] || !*names[i])
            continue;
        bool en = !strncmp(names[i], "en", 2);
        if (!en && strncmp(names[i], "zh", 2) != 0)
            continue;
        if (i == 0) /* stronger than a setting */
            zc_lang_fix(en ? ZC_LANG_EN : ZC_LANG_ZH);
        else
            zc_lang_set(en ? ZC_LANG_EN : ZC_LANG_ZH);
        return;
    }
}

static void print_cmd(const struct zc_cmd *cmd)
{
    printf("  zaoce %s %s\n      %s\n", cmd->name, cmd->usage, zc_text_get(cmd->help));
}

/* Name and value in a column of their own, unless they are long. */
static void print_options(const struct zc_cmd_option *option)
{
    for (; option->name; option++) {
        int width = printf("  %s %s", option->name, option->value);
        printf("%*s %s\n", width < 22 ? 22 - width : 0, "", zc_text_get(option->help));
    }
}

static int print_help(void)
{
    puts(
        ZC_T("造册：没有网络的入户摸底登记\n\n用法：zaoce [-s 调查库] [-q] [--lang zh|en] 命令 …\n",
             "zaoce: field surveys without network\n\nusage: zaoce [-s STORE] [-q] [--lang zh|en] "
             "COMMAND …\n"));
    for (const struct zc_cmd *cmd = zc_cmds; cmd->name; cmd++)
        print_cmd(cmd);
    putchar('\n');
    print_options(zc_cmd_options);
    puts(ZC_T("\n退出码：0 完成；1 完成但要人处理；2 未完成",
              "\nexit status: 0 done; 1 done, but something needs a person; 2 not done"));
    return ZC_EXIT_DONE;
}

static const struct zc_cmd *find_cmd(const char *name)
{
    for (const struct zc_cmd *cmd = zc_cmds; cmd->name; cmd++) {
        if (!strcmp(cmd->name, name))
            return cmd;
    }
    return NULL;
}

static bool set_clock(struct zc_cmd_env *env, struct zc_err *err)
{
    const char *now = getenv("ZAOCE_NOW");
    if (now && *now)
        return zc_clock_fixed(zc_str_of(now), &env->clock, err);
    env->clock = zc_clock_system(getenv("TZ"));
    return true;
}

static int run(const struct zc_cmd *cmd, struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_buf only = { 0 };
    struct zc_err err = { 0 };
    if (!set_clock(env, &err))
        return zc_cmd_fail(&err);
    if (cmd->needs_store && !env->store) {
        if (!zc_known_stores_only(&only, &err))
            return zc_cmd_fail(&err);
        env->store = zc_buf_cstr(&only);
    }
    int status = cmd->run(env, argc, argv);
    if (fflush(stdout) != 0 && status == ZC_EXIT_DONE)
        status = zc_cmd_usage(ZC_T("输出写不进去", "cannot write the output"));
    zc_buf_release(&only);
    return status;
}

/* Without a command: the screens, on the store or on the start screen. */
static int run_screens(const struct zc_cmd_env *env, int argc, char **argv)
{
    (void)argc, (void)argv;
    return zc_screens_run(env->store, &env->clock);
}

int main(int argc, char **argv)
{
    struct zc_cmd_env env = { .store = getenv("ZAOCE_STORE") };
    const char *lang = zc_opt_value(&argc, argv, "--lang");
    const char *store = zc_opt_value(&argc, argv, "-s");
    set_language(lang);
    if (lang && !is_language(lang))
        return zc_cmd_usage(ZC_T("--lang“%s”应为 zh 或 en", "--lang '%s' should be zh or en"),
                            lang);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes is an error with a sentence */
    if (sodium_init() < 0)
        return zc_cmd_usage(ZC_T("加密库不能启动", "the crypto library does not start"));
    env.quiet = zc_opt_flag(&argc, argv, "-q");
    if (store)
        env.store = store;
    if (env.store && !*env.store)
        env.store = NULL;
    if (zc_opt_flag(&argc, argv, "--version")) {
        puts("zaoce " ZAOCE_VERSION);
        return ZC_EXIT_DONE;
    }
    bool help = zc_opt_flag(&argc, argv, "--help") || zc_opt_flag(&argc, argv, "-h");
    const struct zc_cmd *cmd = argc > 1 ? find_cmd(argv[1]) : NULL;
    if (argc > 1 && !cmd && (!strcmp(argv[1], "-s") || !strcmp(argv[1], "--lang")))
        return zc_cmd_usage(ZC_T("“%s”后面缺少值", "'%s' needs a value"), argv[1]);
    if (argc > 1 && !cmd)
        return zc_cmd_usage(
            ZC_T("没有命令“%s”，见 zaoce --help", "no command '%s'; see zaoce --help"), argv[1]);
    if (help && cmd) {
        print_cmd(cmd);
        print_options(zc_cmd_options_of(cmd->name));
        return ZC_EXIT_DONE;
    }
    if (help)
        return print_help();
    static const struct zc_cmd screens = { .run = run_screens };
    if (!cmd)
        cmd = &screens;
    return run(cmd, &env, argc > 1 ? argc - 1 : argc, argc > 1 ? argv + 1 : argv);
}

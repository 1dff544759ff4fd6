#include "forms/practice.h"
#include "tui/cmd.h"
#include "tui/form_source.h"
#include <stdio.h>
#include <string.h>

/* form check DIR: every error and warning of a form folder or a whole pack. The other words of
 * `form` have files of their own. */

void zc_print_findings(const struct zc_findings *findings)
{
    struct zc_buf line = { 0 };
    for (uint32_t i = 0; i < findings->n; i++) {
        zc_buf_reset(&line);
        zc_finding_print(&findings->all[i], &line);
        zc_print_text(zc_buf_str(&line));
        putchar('\n');
    }
    zc_buf_release(&line);
}

static int form_check(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_findings findings = { 0 };
    (void)env;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc == 3)
        return zc_cmd_form_change(argv[1], argv[2]);
    if (argc != 2)
        return zc_cmd_usage(ZC_T("用法：zaoce form check 文件夹 [新版文件夹]",
                                 "usage: zaoce form check DIR [NEW]"));
    if (zc_form_source_is_form(argv[1])) {
        struct zc_form_source form;
        zc_form_source_load(argv[1], &form, &findings);
        zc_form_source_release(&form);
    } else {
        struct zc_source source = zc_source_folder(argv[1]);
        struct zc_pack *pack = zc_pack_load(&source, &findings);
        bool found;
        if (pack)
            zc_practice_free(zc_practice_load(&source, pack, &found, &findings));
        zc_pack_free(pack);
    }
    zc_print_findings(&findings);
    int status = findings.nerrors ? ZC_EXIT_FAILED : findings.n ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
    zc_findings_release(&findings);
    return status;
}

static const struct {
    const char *word;
    int (*run)(const struct zc_cmd_env *env, int argc, char **argv);
} words[] = {
    { "check", form_check },
    { "eval", zc_cmd_form_eval },
    { "new", zc_cmd_form_new },
    { "play", zc_cmd_form_play },
};

int zc_cmd_form(const struct zc_cmd_env *env, int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(argv[1], words[i].word) == 0)
            return words[i].run(env, argc - 1, argv + 1);
    return zc_cmd_usage(ZC_T("用法：zaoce form check|eval|new|play，见 zaoce form --help",
                             "usage: zaoce form check|eval|new|play; see zaoce form --help"));
}

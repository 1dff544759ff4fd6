#include "forms/practice.h"
#include "tui/cmd.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* form check DIR: every error and warning of a form folder or a whole pack. The other commands
 * about forms have files of their own. */

int zc_cmd_form(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_findings findings = { 0 };
    struct zc_buf path = { 0 }, line = { 0 };
    if (argc > 1 && !strcmp(argv[1], "eval"))
        return zc_cmd_form_eval(env, argc - 1, argv + 1);
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc != 3 || strcmp(argv[1], "check") != 0)
        return zc_cmd_usage(ZC_T("用法：zaoce form check 文件夹", "usage: zaoce form check DIR"));
    struct zc_source source = zc_source_folder(argv[2]);
    zc_buf_printf(&path, "%s/survey.csv", argv[2]);
    if (access(zc_buf_cstr(&path), R_OK) == 0) {
        struct zc_form_context context = { 0 };
        zc_form_free(zc_form_load(&source, (struct zc_str){ 0 }, &context, &findings));
    } else {
        struct zc_pack *pack = zc_pack_load(&source, &findings);
        bool found;
        if (pack)
            zc_practice_free(zc_practice_load(&source, pack, &found, &findings));
        zc_pack_free(pack);
    }
    for (uint32_t i = 0; i < findings.n; i++) {
        zc_buf_reset(&line);
        zc_finding_print(&findings.all[i], &line);
        zc_print_text(zc_buf_str(&line));
        putchar('\n');
    }
    int status = findings.nerrors ? ZC_EXIT_FAILED : findings.n ? ZC_EXIT_ATTENTION : ZC_EXIT_DONE;
    zc_findings_release(&findings);
    zc_buf_release(&path);
    zc_buf_release(&line);
    return status;
}

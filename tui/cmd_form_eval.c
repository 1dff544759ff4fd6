#include "forms/trial.h"
#include "tui/cmd.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* form eval [--why] [FILE]: lines of expressions and contexts, a result line for each. */

static void answer(struct zc_str line, const struct zc_clock *clock, bool why, struct zc_buf *out)
{
    struct zc_err err = { 0 };

    zc_buf_reset(out);
    if (!zc_trial_line(line, clock, out, &err)) {
        zc_buf_reset(out);
        zc_buf_text(out, "!error");
        if (why)
            zc_buf_printf(out, " %s", err.msg);
    }
    zc_print_text(zc_buf_str(out));
    putchar('\n');
}

static bool answer_lines(FILE *file, const struct zc_clock *clock, bool why)
{
    struct zc_buf out = { 0 };
    char *text = NULL;
    size_t room = 0;
    ssize_t len;

    /* Whoever talks to the command through a pipe gets each answer at once. */
    setvbuf(stdout, NULL, _IOLBF, 0);
    while ((len = getline(&text, &room, file)) >= 0) {
        struct zc_str line = { text, (size_t)len };
        if (zc_str_ends(line, ZC_STR("\n")))
            line = zc_str_head(line, line.len - 1);
        if (zc_str_ends(line, ZC_STR("\r")))
            line = zc_str_head(line, line.len - 1);
        answer(line, clock, why, &out);
    }
    free(text);
    zc_buf_release(&out);
    return !ferror(file);
}

int zc_cmd_form_eval(const struct zc_cmd_env *env, int argc, char **argv)
{
    bool why = zc_opt_flag(&argc, argv, "--why");
    const char *path = argc > 1 ? argv[1] : "-";

    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc > 2)
        return zc_cmd_usage(
            ZC_T("用法：zaoce form eval [--why] [文件]", "usage: zaoce form eval [--why] [FILE]"));
    FILE *file = strcmp(path, "-") != 0 ? fopen(path, "r") : stdin;
    bool ok = file && answer_lines(file, &env->clock, why);
    if (!ok)
        zc_cmd_usage(ZC_T("读不了“%s”：%s", "cannot read '%s': %s"), path, strerror(errno));
    if (file && file != stdin)
        fclose(file);
    return ok ? ZC_EXIT_DONE : ZC_EXIT_FAILED;
}

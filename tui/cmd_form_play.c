#include "core/json.h"
#include "core/utf8.h"
#include "forms/play.h"
#include "tui/cmd.h"
#include "tui/form_source.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* form play [--all] DIR SCRIPT: the form in DIR is filled in by a script of JSON lines, and what
 * changes is printed (forms/play.h). */

enum { MAX_LINE = 1024 * 1024 };

static bool read_step(const struct zc_json *json, struct zc_arena *arena, struct zc_play_step *step)
{
    struct zc_str cells[3] = { 0 };
    int n = 0;

    if (json->kind != ZC_JSON_ARRAY)
        return false;
    for (const struct zc_json *each = json->first; each; each = each->next, n++)
        if (n == 3 || !zc_json_plain(each, arena, &cells[n]))
            return false;
    step->target = cells[1];
    step->value = cells[2];
    return n >= 2 && zc_play_verb_parse(cells[0], &step->verb) &&
           n == (step->verb == ZC_PLAY_SET ? 3 : 2);
}

static bool play_line(struct zc_play *play, struct zc_str text, struct zc_buf *out)
{
    struct zc_play_step step = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    const struct zc_json *json = zc_json_read(text, &arena, &err);
    bool ok = json && read_step(json, &arena, &step);

    if (ok)
        zc_play_step(play, &step, out);
    zc_arena_release(&arena);
    return ok;
}

static void print(struct zc_buf *out)
{
    struct zc_str rest = zc_buf_str(out), line;

    while (rest.len && zc_str_cut(&rest, '\n', &line)) {
        zc_print_text(line);
        putchar('\n');
    }
    zc_buf_reset(out);
}

/* Every line of the script, blank ones passed over. */
static bool play_script(struct zc_play *play, FILE *file, const char *name, struct zc_err *err)
{
    struct zc_buf out = { 0 };
    char *line = NULL;
    size_t cap = 0;
    unsigned number = 0;
    bool ok = true;

    zc_play_load(play, &out);
    print(&out);
    for (ssize_t len; ok && (len = getline(&line, &cap, file)) >= 0;) {
        number++;
        struct zc_str text = zc_str_trim((struct zc_str){ line, (size_t)len });
        if (!text.len)
            continue;
        ok = len <= MAX_LINE && zc_utf8_valid(text) && play_line(play, text, &out);
        print(&out);
    }
    if (!ok)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("%s 第%u行不是一步：请写 [\"set\",路径,值]、[\"add\",循环]、"
                     "[\"remove\",\"循环[n]\"] 或 [\"lang\",语言]",
                     "%s line %u is no step: write [\"set\",PATH,VALUE], [\"add\",REPEAT], "
                     "[\"remove\",\"REPEAT[n]\"] or [\"lang\",NAME]"),
                name, number);
    free(line);
    zc_buf_release(&out);
    return ok;
}

static bool rule_of_pack(void *ctx, struct zc_str name, struct zc_str *value)
{
    return ctx && zc_pack_rule(ctx, name, value);
}

static int play_form(const struct zc_cmd_env *env, const struct zc_form_source *source,
                     const char *script, bool all)
{
    struct zc_fill_env fill_env = { .clock = &env->clock,
                                    .ctx = source->pack,
                                    .rule = rule_of_pack };
    struct zc_err err = { 0 };
    FILE *file = fopen(script, "re");

    if (!file)
        return zc_cmd_usage(ZC_T("无法打开“%s”：%s", "cannot open '%s': %s"), script,
                            strerror(errno));
    struct zc_play *play = zc_play_new(source->form, &fill_env, all);
    bool ok = play_script(play, file, script, &err);
    zc_play_free(play);
    fclose(file);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

int zc_cmd_form_play(const struct zc_cmd_env *env, int argc, char **argv)
{
    bool all = zc_opt_flag(&argc, argv, "--all");
    struct zc_findings findings = { 0 };
    struct zc_form_source source;
    int status = ZC_EXIT_FAILED;

    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc != 3)
        return zc_cmd_usage(ZC_T("用法：zaoce form play [--all] 文件夹 脚本",
                                 "usage: zaoce form play [--all] DIR SCRIPT"));
    zc_form_source_load(argv[1], &source, &findings);
    for (uint32_t i = 0; i < findings.n; i++)
        if (!findings.all[i].warning) {
            struct zc_buf line = { 0 };
            zc_finding_print(&findings.all[i], &line);
            zc_cmd_usage("%s", zc_buf_cstr(&line));
            zc_buf_release(&line);
        }
    if (source.form)
        status = play_form(env, &source, argv[2], all);
    zc_form_source_release(&source);
    zc_findings_release(&findings);
    return status;
}

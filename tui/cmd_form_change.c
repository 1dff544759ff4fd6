#include "forms/change.h"
#include "tui/cmd.h"
#include "tui/form_source.h"
#include "tui/survey.h"
#include <stdio.h>

/* form check OLD NEW, forms add DIR: what another version does to the records there are. */

struct verdict {
    uint32_t naffecting;
    bool refused; /* some form has other content under the same version */
};

static void print_line(const struct zc_buf *line)
{
    zc_print_text(zc_buf_str(line));
    putchar('\n');
}

static void compare_forms(const struct zc_form *old, const struct zc_form *now,
                          struct verdict *verdict)
{
    struct zc_changes changes = { 0 };
    struct zc_buf line = { 0 };

    zc_form_compare(old, now, &changes);
    zc_buf_printf(&line, "%.*s %.*s → %.*s", ZC_ARG(now->id), ZC_ARG(old->version),
                  ZC_ARG(now->version));
    if (changes.other_content)
        zc_buf_text(&line, ZC_T("：内容改了，版本号没改，请在 settings.csv 里改 version",
                                ": other content under the same version, change version in "
                                "settings.csv"));
    if (changes.n || changes.other_content)
        print_line(&line);
    for (uint32_t i = 0; i < changes.n; i++) {
        zc_buf_reset(&line);
        zc_change_print(&changes.all[i], &line);
        print_line(&line);
    }
    verdict->naffecting += changes.naffecting;
    verdict->refused |= changes.other_content;
    zc_buf_release(&line);
    zc_changes_release(&changes);
}

static void say_form(const struct zc_form *form, const char *what)
{
    struct zc_buf line = { 0 };

    zc_buf_printf(&line, "%.*s %s", ZC_ARG(form->id), what);
    print_line(&line);
    zc_buf_release(&line);
}

static void compare_packs(const struct zc_pack *old, const struct zc_pack *now,
                          struct verdict *verdict)
{
    for (uint32_t i = 0; i < now->nforms; i++) {
        const struct zc_form *before = zc_pack_form(old, now->forms[i]->id);
        if (before)
            compare_forms(before, now->forms[i], verdict);
        else
            say_form(now->forms[i], ZC_T("是新表", "is a new form"));
    }
    for (uint32_t i = 0; i < old->nforms; i++)
        if (!zc_pack_form(now, old->forms[i]->id)) {
            say_form(old->forms[i], ZC_T("没有了，原有记录列在“其他表”",
                                         "is gone, its records are listed under other forms"));
            verdict->naffecting++;
        }
}

static int status_of(const struct verdict *verdict)
{
    return verdict->refused      ? ZC_EXIT_FAILED
           : verdict->naffecting ? ZC_EXIT_ATTENTION
                                 : ZC_EXIT_DONE;
}

static void print_errors(const struct zc_findings *findings)
{
    if (findings->nerrors)
        zc_print_findings(findings);
}

static int change_of_forms(const char *old, const char *now)
{
    struct zc_findings findings = { 0 };
    struct zc_form_source from, to;
    struct verdict verdict = { 0, true };

    zc_form_source_load(old, &from, &findings);
    zc_form_source_load(now, &to, &findings);
    print_errors(&findings);
    if (from.form && to.form) {
        verdict.refused = false;
        compare_forms(from.form, to.form, &verdict);
    }
    zc_form_source_release(&from);
    zc_form_source_release(&to);
    zc_findings_release(&findings);
    return status_of(&verdict);
}

static int change_of_packs(const char *old, const char *now)
{
    struct zc_findings findings = { 0 };
    struct zc_source from = zc_source_folder(old), to = zc_source_folder(now);
    struct zc_pack *before = zc_pack_load(&from, &findings);
    struct zc_pack *after = zc_pack_load(&to, &findings);
    struct verdict verdict = { 0, true };

    print_errors(&findings);
    if (before && after) {
        verdict.refused = false;
        compare_packs(before, after, &verdict);
    }
    zc_pack_free(before);
    zc_pack_free(after);
    zc_findings_release(&findings);
    return status_of(&verdict);
}

int zc_cmd_form_change(const char *old, const char *now)
{
    return zc_form_source_is_form(old) ? change_of_forms(old, now) : change_of_packs(old, now);
}

int zc_cmd_forms_add(const struct zc_cmd_env *env, const char *dir)
{
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    struct verdict verdict = { 0 };
    struct zc_source source = zc_source_folder(dir);
    struct zc_pack *pack = zc_pack_load(&source, &findings);
    struct zc_survey *survey = pack ? zc_survey_open(env->store, false, &env->clock, &err) : NULL;

    print_errors(&findings);
    if (!pack)
        zc_fail(&err, ZC_E_INPUT,
                ZC_T("方案“%s”有%u处错误，没有收下",
                     "the pack '%s' has %u errors, it was not taken in"),
                dir, findings.nerrors);
    if (survey)
        compare_packs(survey->pack, pack, &verdict);
    bool ok = survey && (!verdict.refused ||
                         zc_fail(&err, ZC_E_INPUT,
                                 ZC_T("有表改了内容没改版本号，没有收下",
                                      "a form has other content under the same version, the pack "
                                      "was not taken in")));
    ok = ok && zc_survey_add_pack(survey, &source, pack, &err);
    zc_survey_close(survey);
    zc_pack_free(pack);
    zc_findings_release(&findings);
    if (!ok)
        return zc_cmd_fail(&err);
    return status_of(&verdict);
}

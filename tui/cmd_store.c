#include "core/pin.h"
#include "storage/count.h"
#include "storage/export.h"
#include "storage/pending.h"
#include "tui/cmd.h"
#include "tui/known_stores.h"
#include "tui/survey.h"
#include "tui/unlock.h"
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Commands about the store as a whole: init, who, forms, stat, digest. */

int zc_cmd_init(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *survey = zc_opt_value(&argc, argv, "--survey");
    const char *group = zc_opt_value(&argc, argv, "--group");
    const char *by = zc_opt_value(&argc, argv, "--by");
    const char *role = zc_opt_value(&argc, argv, "--role");
    struct zc_findings findings = { 0 };
    struct zc_buf path = { 0 };
    struct zc_err err = { 0 };
    uint64_t number = 0;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc != 2 || !group || !by || !zc_str_to_u64(zc_str_of(group), &number))
        return zc_cmd_usage(ZC_T("用法：zaoce init 文件夹 --group 组号 --by 姓名",
                                 "usage: zaoce init STORE --group N --by NAME"));
    struct zc_person person = { .name = zc_str_of(by),
                                .role = role ? zc_rank_of(zc_str_of(role)) : ZC_RANK_WORKER };
    if (person.role == ZC_RANK_NONE)
        return zc_cmd_usage(ZC_T("身份“%s”不对：worker leader office district",
                                 "role '%s' is none of worker leader office district"),
                            role);
    if (survey)
        zc_buf_text(&path, survey);
    else
        zc_survey_default_pack(&path);
    bool ok = zc_survey_create(argv[1], zc_buf_cstr(&path), (unsigned)number, &person, &env->clock,
                               &findings, &err);
    if (ok)
        zc_known_stores_add(argv[1]);
    if (ok)
        zc_cmd_say(env,
                   ZC_T("已建第%u组的调查库 %s，用 zaoce -s %s 打开",
                        "store of group %u made: %s; zaoce -s %s opens it"),
                   (unsigned)number, argv[1], argv[1]);
    zc_findings_release(&findings);
    zc_buf_release(&path);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

/* A line from the terminal that does not show there. False: no terminal, or it ended. */
static bool read_covered(const char *question, struct zc_buf *out)
{
    struct termios before, covered;
    char c;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
        return false;
    covered = before;
    covered.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &covered);
    fputs(question, stderr);
    while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n' && out->len < ZC_PIN_MAX * 4)
        zc_buf_char(out, c);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return out->len > 0;
}

/* A role with a PIN is taken in a terminal only: a script has nobody to ask. */
static bool take_role(struct zc_survey *survey, struct zc_str name, enum zc_rank rank,
                      struct zc_err *err)
{
    struct zc_buf pin = { 0 };
    bool ok = true;
    if (zc_unlock_needed(survey, name, rank, false) && !read_covered("PIN: ", &pin))
        ok = zc_fail(err, ZC_E_DENIED, "%s",
                     ZC_T("这个身份设了 PIN，请在终端里运行并输入",
                          "this role has a PIN: run this in a terminal and type it"));
    ok = ok && zc_unlock(survey, name, rank, false, zc_str_trim(zc_buf_str(&pin)), err) &&
         zc_survey_choose(survey, name, rank, err);
    zc_buf_release(&pin);
    return ok;
}

int zc_cmd_who(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *by = zc_opt_value(&argc, argv, "--by");
    const char *role = zc_opt_value(&argc, argv, "--role");
    struct zc_err err = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    struct zc_survey *survey = zc_survey_open(env->store, !by && !role, &env->clock, &err);
    if (!survey)
        return zc_cmd_fail(&err);
    enum zc_rank rank = role ? zc_rank_of(zc_str_of(role)) : ZC_RANK_NONE;
    bool ok = true;
    if (role && rank == ZC_RANK_NONE)
        ok = zc_fail(&err, ZC_E_INPUT,
                     ZC_T("身份“%s”不对：worker leader office district",
                          "role '%s' is none of worker leader office district"),
                     role);
    else if (by || role)
        ok = take_role(survey, by ? zc_str_of(by) : survey->person.name, rank, &err);
    if (ok) {
        zc_print_text(survey->person.name);
        printf("\t%s\t%u\n", zc_rank_role(survey->person.role), zc_survey_group(survey));
    }
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

struct form_count {
    struct zc_str form;
    uint64_t n;
};

static bool add_form(void *ctx, const struct zc_tally_key *key, uint64_t count)
{
    struct form_count *total = ctx;
    if (zc_str_eq(total->form, key->form))
        total->n += count;
    return true;
}

int zc_cmd_forms(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc == 3 && !strcmp(argv[1], "add"))
        return zc_cmd_forms_add(env, argv[2]);
    if (argc != 1)
        return zc_cmd_usage(ZC_T("用法：zaoce forms [add 文件夹]", "usage: zaoce forms [add DIR]"));
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    struct zc_txn *txn = survey ? zc_txn_begin(survey->store, ZC_TXN_READ, &err) : NULL;
    for (uint32_t i = 0; txn && i < survey->pack->nforms; i++) {
        const struct zc_form *form = survey->pack->forms[i];
        struct form_count total = { form->id, 0 };
        zc_count_each(txn, add_form, &total, &err);
        printf("%.*s\t%.*s\t%llu\t", ZC_ARG(form->id), ZC_ARG(form->version),
               (unsigned long long)total.n);
        zc_print_text(zc_form_title(form, zc_form_lang(form), &arena));
        putchar('\n');
    }
    bool ok = txn != NULL;
    zc_txn_abort(txn);
    zc_survey_close(survey);
    zc_arena_release(&arena);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

int zc_cmd_stat(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_err err = { 0 };
    struct zc_store_stat stat;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    struct zc_txn *txn = survey ? zc_txn_begin(survey->store, ZC_TXN_READ, &err) : NULL;
    bool ok = txn && zc_store_stat(txn, &stat, &err);
    if (ok)
        printf(
            "records\t%llu\nrevisions\t%llu\nconflicts\t%llu\nunexported\t%llu\nwaiting_rows\t%llu\nbytes\t%llu\n"
            "free_bytes\t%llu\ngroup\t%u\ndevice\t%s\npack\t%.*s %.*s\n",
            (unsigned long long)stat.records, (unsigned long long)stat.revisions,
            (unsigned long long)zc_count_conflicts(txn),
            (unsigned long long)zc_count_unexported(txn), (unsigned long long)zc_pending_count(txn),
            (unsigned long long)stat.bytes, (unsigned long long)stat.free_bytes,
            zc_survey_group(survey), zc_store_identity(survey->store)->dev,
            ZC_ARG(survey->pack->id), ZC_ARG(survey->pack->version));
    zc_txn_abort(txn);
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

int zc_cmd_digest(const struct zc_cmd_env *env, int argc, char **argv)
{
    struct zc_err err = { 0 };
    struct zc_export_report report;
    uint64_t conflicts = 0;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    bool ok = survey && zc_export_digest(survey->store, &report, &err);
    struct zc_txn *txn = ok ? zc_txn_begin(survey->store, ZC_TXN_READ, &err) : NULL;
    if (txn)
        conflicts = zc_count_conflicts(txn);
    zc_txn_abort(txn);
    if (ok)
        printf("%.8s records=%llu revisions=%llu conflicts=%llu\n", report.digest,
               (unsigned long long)report.records, (unsigned long long)report.revisions,
               (unsigned long long)conflicts);
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

#pragma once
#include "core/clock.h"
#include "core/err.h"
#include "core/lang.h"
#include "forms/form.h"

/* Commands (zaoce COMMAND …): one table says name, arguments, words of help and function; --help
 * is made from it, so that nothing is shown that does not exist. Words and exit status: CLI.md. */

enum zc_exit { ZC_EXIT_DONE, ZC_EXIT_ATTENTION, ZC_EXIT_FAILED };

/* What stands before and behind COMMAND alike. */
struct zc_cmd_env {
    const char *store; /* -s, $ZAOCE_STORE, or the only known one; NULL: none */
    bool quiet;
    struct zc_clock clock; /* $ZAOCE_NOW fixes it */
};

struct zc_cmd {
    const char *name, *usage; /* usage without "zaoce NAME" */
    struct zc_text help;
    bool needs_store;
    int (*run)(const struct zc_cmd_env *env, int argc, char **argv); /* argv[0] = name */
};
extern const struct zc_cmd zc_cmds[]; /* ends with a NULL name */

int zc_cmd_demo(const struct zc_cmd_env *env, int argc, char **argv);
/* Options that every command takes; for --help, the manual page and the completion. */
struct zc_cmd_option {
    const char *name, *value; /* value "": takes none */
    struct zc_text help;
    bool is_short_form; /* of another one */
};
extern const struct zc_cmd_option zc_cmd_options[]; /* ends with a NULL name */
/* The options of one command, or of one of its parts (`review sample`), ended by a NULL name: what
 * each takes and does. A command without options: an empty list. */
const struct zc_cmd_option *zc_cmd_options_of(const char *command);

int zc_cmd_init(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_who(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_forms(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_stat(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_digest(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_backup(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_restore(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_check(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_add(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_set(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_get(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_list(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_find(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_review(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_conflicts(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_dups(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_review_sample(const struct zc_cmd_env *env, int argc,
                         char **argv);                                        /* argv[0] = sample */
int zc_cmd_review_rates(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_review_found(const struct zc_cmd_env *env, char found, int argc, char **argv); /* argv[0] = rates */
/* `list` of several statuses, one after the other; NULL ends them. */
int zc_cmd_list_statuses(const struct zc_cmd_env *env, int argc, char **argv,
                         const char *const *statuses);
int zc_cmd_report(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_diff(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_missing(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_log(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_import(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_export(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_form(const struct zc_cmd_env *env, int argc, char **argv);
int zc_cmd_form_change(const char *old, const char *now);                  /* form check OLD NEW */
int zc_cmd_forms_add(const struct zc_cmd_env *env, const char *dir);       /* forms add DIR */
void zc_print_findings(const struct zc_findings *findings);                /* one a line */
int zc_cmd_check_forms(const struct zc_cmd_env *env);                      /* check --forms */
int zc_cmd_form_new(const struct zc_cmd_env *env, int argc, char **argv);  /* argv[0] = "new" */
int zc_cmd_form_play(const struct zc_cmd_env *env, int argc, char **argv); /* argv[0] = "play" */
int zc_cmd_form_eval(const struct zc_cmd_env *env, int argc, char **argv); /* argv[0] = eval */

/* Options of a command: takes "--name VALUE" or "--name=VALUE" out of argv. NULL when absent.
 * zc_opt_flag takes "--name". zc_opt_rest says false, with a message, when an option is left. */
const char *zc_opt_value(int *argc, char **argv, const char *name);
bool zc_opt_flag(int *argc, char **argv, const char *name);
bool zc_opt_rest(int argc, char **argv);
/* "zaoce: MESSAGE" on standard error; gives ZC_EXIT_FAILED. */
int zc_cmd_fail(const struct zc_err *err);
__attribute__((format(printf, 1, 2))) int zc_cmd_usage(const char *fmt, ...);
/* "zaoce: MESSAGE" on standard error, where a person looks at it: what was done. Scripts read the
 * exit status. */
__attribute__((format(printf, 2, 3))) void zc_cmd_say(const struct zc_cmd_env *env, const char *fmt,
                                                      ...);
/* A text on standard output: safe on a terminal, as it is on a pipe. */
void zc_print_text(struct zc_str text);

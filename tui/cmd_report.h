#pragma once
#include "tui/cmd.h"
#include "tui/report.h"

/* Private to the two files of the command `report`: the reports of the program (cmd_report.c) and
 * those that the survey defines (cmd_tables.c). */

/* The survey's own report or table of that name; says which there are when there is none. */
int zc_cmd_tables(const struct zc_cmd_env *env, const char *name, const char *period,
                  const char *at, bool csv);
/* A line each for `zaoce report` without a name. */
void zc_cmd_tables_print_list(const struct zc_pack *pack);

/* On standard output. */
void zc_report_put(const struct zc_survey *survey, const struct zc_report *report, bool csv);
/* Fails with the periods there are; `now` is the running one, 0: none. */
bool zc_report_bad_period(const char *word, int now, struct zc_err *err);

#include "storage/count.h"
#include "tui/cmd.h"
#include "tui/record_links.h"
#include "tui/record_print.h"
#include "tui/survey.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Commands about one record: add, set, get. */

/* An answer to a question that is not asked would be dropped without a word. Later arguments may
 * be what makes the question asked, so this looks when all are in. */
static bool all_asked(const struct zc_entry *entry, int argc, char **argv, int from,
                      struct zc_err *err)
{
    for (int i = from; i < argc; i++) {
        struct zc_str value = zc_str_of(argv[i]), field;
        zc_str_cut(&value, '=', &field);
        const struct zc_node *node = zc_fill_node(entry->fill, field);
        if (value.len > 0 && !node->relevant)
            return zc_fail(
                err, ZC_E_INPUT,
                ZC_T("按其他各项的答案，现在不问“%.*s”，什么也没有改；请先填使它要问的项",
                     "with the other answers as they are '%.*s' is not asked, nothing "
                     "was changed; first answer what makes it asked"),
                ZC_ARG(field));
    }
    return true;
}

/* FIELD=VALUE of argv from `from` on, through the form engine. */
static bool apply_args(struct zc_entry *entry, int argc, char **argv, int from, struct zc_err *err)
{
    for (int i = from; i < argc; i++) {
        struct zc_str value = zc_str_of(argv[i]), field;
        if (!strchr(argv[i], '='))
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("“%s”应写成 字段=值", "'%s' should be FIELD=VALUE"), argv[i]);
        zc_str_cut(&value, '=', &field);
        struct zc_node *node = zc_fill_node(entry->fill, field);
        if (!node)
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("表“%.*s”没有字段“%.*s”", "form '%.*s' has no field '%.*s'"),
                           ZC_ARG(zc_fill_form(entry->fill)->id), ZC_ARG(field));
        if (!zc_entry_set(entry, node, value, err))
            return zc_fail_in(err, "%.*s", ZC_ARG(field));
    }
    return all_asked(entry, argc, argv, from, err);
}

static bool apply_reasons(struct zc_entry *entry, int *argc, char **argv, struct zc_err *err)
{
    const char *text;
    while ((text = zc_opt_value(argc, argv, "--reason"))) {
        struct zc_str reason = zc_str_of(text), field;
        zc_str_cut(&reason, '=', &field);
        struct zc_node *node = zc_fill_node(entry->fill, field);
        if (!node || reason.len == 0)
            return zc_fail(
                err, ZC_E_INPUT,
                ZC_T("--reason“%s”应写成 字段=原因", "--reason '%s' should be FIELD=TEXT"), text);
        zc_fill_set_why(entry->fill, node, reason);
    }
    return true;
}

static bool is_named(struct zc_str path, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        struct zc_str rest = zc_str_of(argv[i]), field;
        if (zc_str_cut(&rest, '=', &field) && zc_str_eq(field, path))
            return true;
    }
    return false;
}

/* The open points, one a line, so that the person knows what to mend. Of an edit (`argv` its
 * FIELD=VALUE words) nobody is told what had no answer before. */
static void print_points(const struct zc_entry *entry, int argc, char **argv)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    zc_fill_check(entry->fill, &arena, &check);
    for (uint32_t i = 0; i < check.npoints; i++) {
        const struct zc_point *point = &check.points[i];
        struct zc_str path = zc_fill_path(point->node, &arena);
        if (!argv || point->issue != ZC_ISSUE_REQUIRED || is_named(path, argc, argv))
            zc_cmd_usage("%s %.*s: %.*s", zc_issue_is_hard(point->issue) ? "!" : "?", ZC_ARG(path),
                         ZC_ARG(point->message));
    }
    zc_arena_release(&arena);
}

int zc_cmd_add(const struct zc_cmd_env *env, int argc, char **argv)
{
    bool draft = zc_opt_flag(&argc, argv, "--draft"), ok = false;
    struct zc_err err = { 0 };
    struct zc_form *form = NULL;
    struct zc_entry *entry = NULL;
    char rid[ZC_RID_TEXT + 1];
    if (argc < 2)
        return zc_cmd_usage(
            ZC_T("用法：zaoce add 表 字段=值…", "usage: zaoce add FORM FIELD=VALUE…"));
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    if (survey && (form = zc_survey_form(survey, zc_str_of(argv[1]), &err)) &&
        (entry = zc_entry_new(survey, form, &err)))
        ok = apply_reasons(entry, &argc, argv, &err) && apply_args(entry, argc, argv, 2, &err) &&
             zc_entry_save(entry, draft ? ZC_SAVE_DRAFT : ZC_SAVE_SUBMIT, (struct zc_str){ 0 },
                           NULL, &err);
    if (ok) {
        zc_rid_print(entry->rid, rid);
        puts(rid);
    } else if (entry && !draft) {
        print_points(entry, 0, NULL);
    }
    zc_entry_free(entry);
    zc_survey_close(survey);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

/* `_rev` of a ledger row (13-character prefixes) or revision ids, joined by '.'. */
static bool read_base(struct zc_survey *survey, struct zc_rid rid, const char *text,
                      struct zc_arena *arena, struct zc_revid **ids, size_t *n, struct zc_err *err)
{
    struct zc_rev *revs;
    size_t nrevs = 0;
    struct zc_str rest = zc_str_of(text), part;
    char printed[ZC_REVID_TEXT + 1];
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_revs_load(txn, rid, arena, &revs, &nrevs, err);
    zc_txn_abort(txn);
    *ids = ZC_NEW(arena, struct zc_revid, strlen(text) + 1);
    *n = 0;
    while (ok && zc_str_cut(&rest, '.', &part)) {
        size_t fits = 0;
        if (part.len > 0 && part.ptr[0] == 'c') /* the row check of a ledger row */
            continue;
        for (size_t i = 0; i < nrevs; i++) {
            zc_revid_print(&revs[i].id, printed);
            if (part.len < 13 || !zc_str_starts(zc_str_of(printed), part))
                continue;
            (*ids)[*n] = revs[i].id;
            fits++;
        }
        if (fits != 1)
            return zc_fail(err, ZC_E_CONFLICT,
                           ZC_T("本库没有版本“%.*s”，请先合并该组的交换文件",
                                "version '%.*s' is not in this store; first import the exchange "
                                "file of that group"),
                           ZC_ARG(part));
        ++*n;
    }
    return ok;
}

int zc_cmd_set(const struct zc_cmd_env *env, int argc, char **argv)
{
    const char *base = zc_opt_value(&argc, argv, "--as-of");
    struct zc_arena arena = { 0 };
    struct zc_revid *ids = NULL;
    struct zc_entry *entry = NULL;
    struct zc_err err = { 0 };
    struct zc_rid rid;
    size_t nids = 0;
    bool made = false;
    if (argc < 2)
        return zc_cmd_usage(
            ZC_T("用法：zaoce set 编号 字段=值…", "usage: zaoce set ID FIELD=VALUE…"));
    struct zc_survey *survey = zc_survey_open(env->store, false, &env->clock, &err);
    bool ok = survey && zc_survey_find(survey, zc_str_of(argv[1]), &rid, &err) &&
              (!base || read_base(survey, rid, base, &arena, &ids, &nids, &err)) &&
              (entry = zc_entry_open(survey, rid, ids, nids, &err)) &&
              apply_reasons(entry, &argc, argv, &err) && apply_args(entry, argc, argv, 2, &err) &&
              zc_entry_save(entry, ZC_SAVE_DATA, (struct zc_str){ 0 }, &made, &err);
    if (ok) {
        zc_cmd_say(env,
                   made ? ZC_T("%s 已改", "%s is changed") : ZC_T("%s 没有改动", "%s: no change"),
                   argv[1]);
        print_points(entry, argc, argv);
    }
    zc_entry_free(entry);
    zc_survey_close(survey);
    zc_arena_release(&arena);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

/* Showing one */

/* The records that a link names, as people call them, behind their ids. */
static void print_label(const struct zc_form *form, const struct zc_field *field)
{
    const struct zc_question *q = form ? zc_form_field(form, zc_field_last(field->name)) : NULL;
    struct zc_arena arena = { 0 };
    if (q && q->list && q->list->records) {
        putchar('\t');
        zc_print_text(zc_question_shown(q, field->values[0], zc_form_lang(form), &arena));
    }
    zc_arena_release(&arena);
}

/* Records that name this one: form and field, id, label. */
static bool print_ties(struct zc_survey *survey, const struct zc_state *state, struct zc_err *err)
{
    struct zc_record_ties ties = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_record_ties_find(&ties, survey, txn, state, err);
    zc_txn_abort(txn);
    for (size_t i = 0; i < ties.n && ok; i++) {
        const struct zc_record_tie *tie = &ties.all[i];
        struct zc_arena arena = { 0 };
        struct zc_state other;
        char rid[ZC_RID_TEXT + 1];
        if (!tie->from)
            continue;
        zc_rid_print(tie->other, rid);
        printf("_from\t%.*s.%.*s\t%s\t", ZC_ARG(tie->form->id), ZC_ARG(tie->q->field), rid);
        ok = zc_survey_state(survey, tie->other, &arena, &other, err);
        struct zc_fill *fill = ok ? zc_survey_fill(survey, &other) : NULL;
        if (fill)
            zc_print_text(zc_fill_title(fill, &arena));
        putchar('\n');
        if (tie->more > 0)
            printf("_from\t%.*s.%.*s\t+%llu\n", ZC_ARG(tie->form->id), ZC_ARG(tie->q->field),
                   (unsigned long long)tie->more);
        zc_fill_free(fill);
        zc_arena_release(&arena);
    }
    zc_record_ties_release(&ties);
    return ok;
}

static void print_state(const struct zc_state *state, const struct zc_form *form)
{
    char rid[ZC_RID_TEXT + 1];
    struct zc_buf flags = { 0 };
    zc_rid_print(state->rid, rid);
    zc_flags_print(state->flags, &flags);
    printf("_id\t%s\n_form\t%.*s\n_status\t%s\n", rid, ZC_ARG(state->form),
           zc_status_name(state->status));
    if (flags.len > 0)
        printf("_flags\t%s\n", zc_buf_cstr(&flags));
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        if (field->gone || (field->nvalues == 1 && field->values[0].len == 0) ||
            zc_str_is(field->name, "_status")) /* its reading stands above */
            continue;
        zc_print_text(field->name);
        for (uint32_t v = 0; v < field->nvalues; v++) {
            fputs(v ? " | " : zc_field_in_conflict(field) ? "\t# " : "\t", stdout);
            zc_print_text(field->values[v]);
        }
        print_label(form, field);
        putchar('\n');
    }
    zc_buf_release(&flags);
}

int zc_cmd_get(const struct zc_cmd_env *env, int argc, char **argv)
{
    bool json = zc_opt_flag(&argc, argv, "--json");
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_buf out = { 0 };
    struct zc_err err = { 0 };
    struct zc_rid rid;
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (argc != 2)
        return zc_cmd_usage(ZC_T("用法：zaoce get 编号", "usage: zaoce get ID"));
    struct zc_survey *survey = zc_survey_open(env->store, true, &env->clock, &err);
    bool ok = survey && zc_survey_find(survey, zc_str_of(argv[1]), &rid, &err) &&
              zc_survey_state(survey, rid, &arena, &state, &err);
    if (ok && json) {
        zc_state_json(&state, &out);
        zc_print_text(zc_buf_str(&out));
    } else if (ok) {
        print_state(&state, zc_pack_form(survey->pack, state.form));
        ok = print_ties(survey, &state, &err);
    }
    zc_survey_close(survey);
    zc_buf_release(&out);
    zc_arena_release(&arena);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

#include "core/alloc.h"
#include "core/number.h"
#include "storage/contrib.h"
#include "tui/cmd.h"
#include "tui/record_print.h"
#include "tui/survey.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* list: records of a form by condition, status or queue, in the order of their ids or of fields. */

enum { FIELDS = 64, SORTS = 8 };

/* A row kept until all are known, to be sorted. */
struct row {
    struct zc_str line, keys[SORTS];
};

struct list {
    struct zc_survey *survey;
    const struct zc_form *form;
    const struct zc_expr *where;
    enum zc_print how;
    struct zc_str fields[FIELDS], sorts[SORTS];
    bool descending[SORTS];
    size_t nfields, nsorts;
    uint64_t limit, n;
    struct row *rows;
    size_t nrows, rows_cap;
    struct zc_fill *fill;  /* of the record before, used again */
    struct zc_arena arena; /* of one record */
    struct zc_arena kept;  /* of the rows */
    struct zc_buf line;
};

static void default_fields(struct list *list)
{
    const struct zc_form *form = list->form;
    for (uint32_t i = 0; i < form->nquestions && list->nfields < FIELDS; i++) {
        const struct zc_question *q = form->questions[i];
        if (((q->use & ZC_USE_LIST) || q->role == ZC_ROLE_NAME) && !q->repeat)
            list->fields[list->nfields++] = q->field;
    }
}

static struct zc_str cell_of(struct list *list, const struct zc_state *state, struct zc_fill *fill,
                             struct zc_str field)
{
    const struct zc_question *q = zc_form_field(list->form, field);
    struct zc_node *node = q && !q->kept && fill ? zc_fill_node(fill, field) : NULL;
    if (zc_str_is(field, "_status"))
        return zc_str_of(zc_status_name(state->status));
    return node ? node->value : zc_state_value(state, field);
}

static void make_line(struct list *list, const struct zc_state *state, struct zc_fill *fill)
{
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(state->rid, rid);
    zc_buf_reset(&list->line);
    if (list->how == ZC_PRINT_JSON) {
        zc_state_json(state, &list->line);
        list->line.len--; /* its LF */
        return;
    }
    zc_print_cell(&list->line, list->how, zc_str_of(rid), true);
    for (size_t i = 0; i < list->nfields; i++)
        zc_print_cell(&list->line, list->how, cell_of(list, state, fill, list->fields[i]), false);
}

static void print_line(struct list *list, struct zc_str line)
{
    if (list->limit > 0 && list->n >= list->limit)
        return;
    zc_print_text(line);
    putchar('\n');
    list->n++;
}

static void keep_row(struct list *list, const struct zc_state *state, struct zc_fill *fill)
{
    list->rows = zc_grow(list->rows, list->nrows, &list->rows_cap, sizeof *list->rows);
    struct row *row = &list->rows[list->nrows++];
    row->line = zc_arena_copy(&list->kept, zc_buf_str(&list->line));
    for (size_t i = 0; i < list->nsorts; i++)
        row->keys[i] = zc_arena_copy(&list->kept, cell_of(list, state, fill, list->sorts[i]));
}

static bool list_one(struct list *list, struct zc_txn *txn, struct zc_rid rid, struct zc_err *err)
{
    struct zc_state state;
    bool found, truth = true, ok = true;
    zc_arena_reset(&list->arena);
    if (!zc_record_get(txn, rid, &list->arena, &state, &found, err))
        return false;
    list->fill = zc_survey_refill(list->survey, list->fill, &state);
    if (list->where && list->fill)
        ok = zc_fill_where(list->fill, list->where, &state, &truth, err);
    if (ok && truth) {
        make_line(list, &state, list->fill);
        if (list->nsorts > 0)
            keep_row(list, &state, list->fill);
        else
            print_line(list, zc_buf_str(&list->line));
    }
    return ok;
}

static bool list_view(struct list *list, const struct zc_view_spec *spec, struct zc_err *err)
{
    struct zc_rid rid;
    struct zc_txn *txn = zc_txn_begin(list->survey->store, ZC_TXN_READ, err);
    struct zc_view *view = txn ? zc_view_open(txn, spec, err) : NULL;
    bool ok = view != NULL;
    for (bool more = ok && zc_view_first(view, &rid);
         ok && more && (list->limit == 0 || list->n < list->limit); more = zc_view_next(view, &rid))
        ok = list_one(list, txn, rid, err);
    zc_view_close(view);
    zc_txn_abort(txn);
    return ok;
}

static void print_header(const struct list *list)
{
    if (list->how == ZC_PRINT_JSON)
        return;
    printf("_id");
    for (size_t i = 0; i < list->nfields; i++)
        printf("%c%.*s", list->how == ZC_PRINT_CSV ? ',' : '\t', ZC_ARG(list->fields[i]));
    putchar('\n');
}

/* Sorting: numbers by their value, before texts; what is empty comes last either way; equal rows
 * stay in the order of the ids. */

static int cmp_key(struct zc_str a, struct zc_str b)
{
    double x, y;
    bool number_a = zc_number_parse(a, &x), number_b = zc_number_parse(b, &y);
    if (number_a != number_b)
        return number_a ? -1 : 1;
    return number_a ? (x > y) - (x < y) : zc_str_cmp(a, b);
}

static int cmp_row(const void *a, const void *b, void *ctx)
{
    const struct list *list = ctx;
    const struct row *x = a, *y = b;
    for (size_t i = 0; i < list->nsorts; i++) {
        bool empty_x = x->keys[i].len == 0, empty_y = y->keys[i].len == 0;
        int order = cmp_key(x->keys[i], y->keys[i]);
        if (empty_x != empty_y)
            return empty_x ? 1 : -1;
        if (order)
            return list->descending[i] ? -order : order;
    }
    return zc_str_cmp(x->line, y->line); /* begins with the id */
}

static void print_sorted(struct list *list)
{
    if (list->nrows > 1)
        qsort_r(list->rows, list->nrows, sizeof *list->rows, cmp_row, list);
    for (size_t i = 0; i < list->nrows; i++)
        print_line(list, list->rows[i].line);
}

/* Options */

static bool is_queue(const char *word)
{
    for (unsigned i = 0; zc_queue_name(i); i++) {
        if (!strcmp(word, zc_queue_name(i)))
            return true;
    }
    return false;
}

/* A word that is none lists them all: nobody remembers the sixteen. */
static bool read_view(const char *status, const char *queue, struct zc_view_spec *spec,
                      struct zc_err *err)
{
    struct zc_buf words = { 0 };
    enum zc_status known;
    bool ok =
        (!status || zc_status_parse(zc_str_of(status), &known)) && (!queue || is_queue(queue));
    for (unsigned i = 0; !ok && status && i < ZC_STATUS_COUNT; i++)
        zc_buf_printf(&words, " %s", zc_status_name((enum zc_status)i));
    for (unsigned i = 0; !ok && !status && zc_queue_name(i); i++)
        zc_buf_printf(&words, " %s", zc_queue_name(i));
    if (!ok)
        zc_fail(err, ZC_E_INPUT, ZC_T("%s 没有“%s”：%s", "%s knows no '%s':%s"),
                status ? "--status" : "--queue", status ? status : queue, zc_buf_cstr(&words));
    *spec = (struct zc_view_spec){ .kind = status  ? ZC_VIEW_STATUS
                                           : queue ? ZC_VIEW_QUEUE
                                                   : ZC_VIEW_ALL,
                                   .arg = zc_str_of(status ? status : queue) };
    zc_buf_release(&words);
    return ok;
}

static bool read_sorts(struct list *list, const char *text, struct zc_err *err)
{
    struct zc_str rest = zc_str_of(text), field;
    while (text && zc_str_cut(&rest, ',', &field)) {
        bool descending = zc_str_starts(field, ZC_STR("-"));
        if (list->nsorts == SORTS)
            return zc_fail(err, ZC_E_LIMIT, ZC_T("--sort 最多%d项", "--sort: at most %d fields"),
                           SORTS);
        list->descending[list->nsorts] = descending;
        list->sorts[list->nsorts++] = descending ? zc_str_from(field, 1) : field;
    }
    return true;
}

static bool read_fields(struct list *list, const char *text, struct zc_err *err)
{
    struct zc_str rest = zc_str_of(text), field;
    while (text && zc_str_cut(&rest, ',', &field)) {
        if (list->nfields == FIELDS)
            return zc_fail(err, ZC_E_LIMIT, ZC_T("--fields 最多%d项", "--fields: at most %d"),
                           FIELDS);
        list->fields[list->nfields++] = field;
    }
    if (!text)
        default_fields(list);
    return true;
}

/* Statuses one after the other; NULL: `spec` alone. */
static bool list_all(struct list *list, struct zc_view_spec spec, const char *const *statuses,
                     struct zc_err *err)
{
    spec.form = list->form->id;
    print_header(list);
    bool ok = statuses || list_view(list, &spec, err);
    for (; ok && statuses && *statuses; statuses++) {
        spec = (struct zc_view_spec){ ZC_VIEW_STATUS, spec.form, zc_str_of(*statuses), false };
        ok = list_view(list, &spec, err);
    }
    if (ok)
        print_sorted(list);
    return ok;
}

static int run(const struct zc_cmd_env *env, int argc, char **argv, const char *const *statuses)
{
    const char *where = zc_opt_value(&argc, argv, "--where");
    const char *fields = zc_opt_value(&argc, argv, "--fields");
    const char *sorts = zc_opt_value(&argc, argv, "--sort");
    const char *limit = zc_opt_value(&argc, argv, "--limit");
    const char *status = zc_opt_value(&argc, argv, "--status");
    const char *queue = zc_opt_value(&argc, argv, "--queue");
    struct list list = { .limit = isatty(STDOUT_FILENO) ? 100 : 0 };
    struct zc_arena arena = { 0 };
    struct zc_view_spec spec;
    struct zc_err err = { 0 };
    list.how = zc_print_option(&argc, argv);
    if (!zc_opt_rest(argc, argv))
        return ZC_EXIT_FAILED;
    if (limit && !zc_str_to_u64(zc_str_of(limit), &list.limit))
        return zc_cmd_usage(ZC_T("--limit“%s”应为数字", "--limit '%s' should be a number"), limit);
    if (!read_view(status, queue, &spec, &err))
        return zc_cmd_fail(&err);
    list.survey = zc_survey_open(env->store, true, &env->clock, &err);
    bool ok = list.survey &&
              (list.form = zc_survey_form(list.survey, zc_str_of(argc > 1 ? argv[1] : ""), &err));
    if (ok && where)
        ok = (list.where = zc_form_where(list.form, zc_str_of(where), &arena, &err)) != NULL;
    ok = ok && read_fields(&list, fields, &err) && read_sorts(&list, sorts, &err) &&
         list_all(&list, spec, statuses, &err);
    zc_fill_free(list.fill);
    zc_survey_close(list.survey);
    zc_free(list.rows);
    zc_buf_release(&list.line);
    zc_arena_release(&list.arena);
    zc_arena_release(&list.kept);
    zc_arena_release(&arena);
    return ok ? ZC_EXIT_DONE : zc_cmd_fail(&err);
}

int zc_cmd_list(const struct zc_cmd_env *env, int argc, char **argv)
{
    return run(env, argc, argv, NULL);
}

int zc_cmd_list_statuses(const struct zc_cmd_env *env, int argc, char **argv,
                         const char *const *statuses)
{
    return run(env, argc, argv, statuses);
}

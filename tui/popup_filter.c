#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/ledger_view.h"
#include "tui/popup.h"
#include "tui/saved_view.h"
#include "tui/screens.h"
#include <stdio.h>

/* The filter of the ledger (筛选): a list of conditions that must all hold. Every change shows in
 * the ledger behind at once; Esc takes all changes back. */

enum step { STEP_NONE, STEP_FIELD, STEP_OP, STEP_VALUE, STEP_EDIT, STEP_NAME, STEP_PLACE };

struct filter {
    struct zc_ledger_view *view; /* of the ledger below */
    struct zc_survey *survey;
    struct zc_buf before; /* the conditions when this began */
    uint32_t focus;       /* a condition, or the line behind the last one */
    enum step step;
    struct zc_list *fields;           /* to choose from, by number */
    const struct zc_subject *subject; /* of the condition that is being added */
    enum zc_condition_op op;
    struct zc_buf name; /* of the view that is being saved */
    struct zc_saved_view views[ZC_SAVED_VIEWS];
    struct zc_arena arena;
};

enum {
    FILTER_UP = 1,
    FILTER_DOWN,
    FILTER_APPLY,
    FILTER_EDIT,
    FILTER_LAST,
    FILTER_ADD,
    FILTER_DROP,
    FILTER_SAVE,
    FILTER_CLOSE,
    FILTER_VIEW /* and five more */
};

static bool filter_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct filter *filter = state;
    (void)err;
    filter->view = (struct zc_ledger_view *)(uintptr_t)args;
    filter->survey = app->survey;
    zc_conditions_print(&filter->view->conditions, &filter->before);
    zc_saved_views_load(app->survey, filter->view->form, &filter->arena, filter->views);
    filter->focus = filter->view->conditions.n;
    return true;
}

static const struct zc_subject *subject_of(const struct filter *filter,
                                           const struct zc_condition *condition)
{
    return zc_subjects_find(&filter->view->subjects, condition->field);
}

/* Drawing */

static void draw_condition(const struct filter *filter, struct zc_canvas *canvas, int row, int col,
                           int end, uint32_t at)
{
    enum { LABEL = 18, OP = 10 };
    const struct zc_condition *c = &filter->view->conditions.all[at];
    const struct zc_subject *subject = subject_of(filter, c);
    struct zc_buf values = { 0 };
    zc_condition_values(c, subject, zc_form_lang(filter->view->form), &values);
    zc_canvas_printf(canvas, row, col + 4, ZC_STYLE_NORMAL, "%u", at + 1);
    if (c->op == ZC_COND_WHERE) {
        zc_canvas_fit(canvas, row, col + 7, end - col - 7, ZC_STYLE_NORMAL, c->field, false);
    } else {
        int text = col + 7 + LABEL + 1 + OP + 1;
        zc_canvas_fit(canvas, row, col + 7, LABEL, ZC_STYLE_NORMAL,
                      subject ? subject->label : c->field, false);
        zc_canvas_fit(canvas, row, col + 7 + LABEL + 1, OP, ZC_STYLE_NORMAL,
                      zc_str_of(zc_condition_op_label(c->op, subject)), false);
        zc_canvas_fit(canvas, row, text, end - text, ZC_STYLE_NORMAL, zc_buf_str(&values), false);
    }
    zc_buf_release(&values);
}

/* The first condition that left nothing; 0: none did. */
static uint32_t emptied_by(const struct zc_ledger_view *view)
{
    for (uint32_t i = 0; i < view->conditions.n; i++) {
        if (view->left[i] == 0)
            return i + 1;
    }
    return 0;
}

static void describe_hits(const struct zc_ledger_view *view, struct zc_buf *out)
{
    uint32_t by = emptied_by(view);
    zc_buf_printf(out, ZC_T("命中 %llu 条 / %llu 条", "%llu of %llu records fit"),
                  (unsigned long long)view->count, (unsigned long long)view->total);
    if (view->query || !view->ready)
        zc_buf_text(out, ZC_T("  正在数…", "  counting…"));
    else if (view->count == 0 && by == 1 && view->total > 0)
        zc_buf_text(out, ZC_T("：条件 1 没有一条符合", ": condition 1 fits none"));
    else if (view->count == 0 && by > 1)
        zc_buf_printf(
            out, ZC_T("：条件 %u 去掉了剩下的 %llu 条", ": condition %u removed the last %llu"), by,
            (unsigned long long)view->left[by - 2]);
}

static int draw_views(const struct filter *filter, struct zc_canvas *canvas, int row, int col,
                      int end)
{
    int at = zc_canvas_text(canvas, row, col + 3, ZC_STYLE_NORMAL, ZC_T("常用：", "views:"));
    int first = at, lines = 1;
    for (unsigned i = 0; i < ZC_SAVED_VIEWS; i++) {
        struct zc_str name = filter->views[i].name;
        int cols = (int)zc_text_cols(name) + 3;
        if (name.len == 0)
            continue;
        if (at + cols > end && lines < 3) {
            at = first;
            row++;
            lines++;
        }
        zc_canvas_printf(canvas, row, at + 1, ZC_STYLE_NORMAL, "%u", i + 1);
        int room = end - at - 3;
        zc_canvas_fit(canvas, row, at + 3, cols - 3 < room ? cols - 3 : room, ZC_STYLE_NORMAL, name,
                      false);
        at += cols;
    }
    return lines;
}

static void filter_draw(const void *state, struct zc_canvas *canvas)
{
    enum { BELOW = 8, NARROW = 80 };
    const struct filter *filter = state;
    uint32_t n = filter->view->conditions.n, lines = n + 1, top = 0;
    int most = canvas->rows - 2 - BELOW - 1;
    if ((int)lines > most)
        lines = (uint32_t)most;
    if (filter->focus >= lines)
        top = filter->focus - lines + 1;
    int cols = canvas->cols < NARROW ? canvas->cols : 74, rows = (int)lines + BELOW + 1;
    int row = (canvas->rows - 1 - rows) / 2, col = (canvas->cols - cols) / 2, end = col + cols - 2;
    struct zc_buf text = { 0 };
    zc_frame_popup_keys(zc_popup_filter.bindings, &text);
    zc_canvas_box(canvas, row, col, rows, cols,
                  zc_str_of(ZC_T("筛选 (条件同时满足)", "filter (all must hold)")),
                  zc_buf_str(&text));
    for (uint32_t i = 0; i < lines; i++) {
        int at = row + 2 + (int)i;
        if (top + i < n)
            draw_condition(filter, canvas, at, col, end, top + i);
        else
            zc_canvas_printf(canvas, at, col + 4, ZC_STYLE_NORMAL, "%s %s", zc_glyph(ZC_GLYPH_ADD),
                             ZC_T("加条件…", "add a condition…"));
        if (top + i != filter->focus)
            continue;
        zc_canvas_text(canvas, at, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, at, col + 1, cols - 2, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, at, col + 2);
    }
    int rule = row + 2 + (int)lines;
    zc_canvas_rule_in(canvas, rule, col, cols);
    zc_buf_reset(&text);
    describe_hits(filter->view, &text);
    zc_canvas_fit(canvas, rule + 1, col + 3, end - col - 3, ZC_STYLE_NORMAL, zc_buf_str(&text),
                  false);
    draw_views(filter, canvas, rule + 2, col, end);
    zc_buf_release(&text);
}

/* Changes */

/* The ledger shows what fits now. */
static void changed(struct filter *filter)
{
    struct zc_buf text = { 0 };
    zc_conditions_print(&filter->view->conditions, &text);
    zc_ledger_view_filter(filter->view, zc_buf_str(&text));
    if (filter->focus > filter->view->conditions.n)
        filter->focus = filter->view->conditions.n;
    zc_buf_release(&text);
}

static void add(struct filter *filter, struct zc_app *app, const struct zc_str *values, uint32_t n)
{
    struct zc_condition condition = { filter->op, filter->subject->field, n, values };
    if (!zc_conditions_add(&filter->view->conditions, &condition)) {
        zc_app_say(app, ZC_SAY_PROBLEM, ZC_T("最多%d个条件", "at most %d conditions"),
                   ZC_CONDITIONS_MAX);
        return;
    }
    filter->focus = filter->view->conditions.n - 1;
    changed(filter);
}

/* Questions: field, operator, value. */

static void make_fields(struct filter *filter)
{
    static const struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label"), ZC_LIT("aliases") };
    const struct zc_subjects *subjects = &filter->view->subjects;
    filter->fields = zc_list_new((struct zc_str){ 0 }, cols, 3, &filter->arena);
    filter->fields->value_col = 0;
    filter->fields->label_col = 1;
    filter->fields->aliases_col = 2; /* found by its name in the form, too */
    for (uint32_t i = 0; i < subjects->n; i++) {
        struct zc_str cells[] = { zc_arena_printf(&filter->arena, "%u", i + 1),
                                  subjects->all[i].label, subjects->all[i].field };
        zc_list_add(filter->fields, cells, 3, &filter->arena);
    }
}

static const uint32_t *all_rows(const struct zc_list *list, struct zc_arena *arena, uint32_t *n)
{
    uint32_t *rows = ZC_NEW(arena, uint32_t, list->nrows + 1);
    for (*n = 0; *n < list->nrows; ++*n)
        rows[*n] = *n;
    return rows;
}

static void ask_field(struct filter *filter, struct zc_app *app)
{
    struct zc_pick_args args = { .title = zc_str_of(ZC_T("按哪一项筛选", "which field")) };
    if (!filter->fields)
        make_fields(filter);
    args.list = filter->fields;
    args.rows = all_rows(filter->fields, &filter->arena, &args.n);
    filter->step = STEP_FIELD;
    zc_app_push(app, &zc_popup_pick, &args);
}

static void ask_op(struct filter *filter, struct zc_app *app)
{
    enum zc_condition_op ops[ZC_COND_OPS];
    unsigned n = zc_subject_ops(filter->subject, ops);
    struct zc_dialog dialog = { .title = filter->subject->label,
                                .text = zc_str_of(ZC_T("怎样才算符合？", "what must it be?")),
                                .safe = 1 };
    for (unsigned i = 0; i < n; i++)
        dialog.answers[i] = zc_condition_op_label(ops[i], filter->subject);
    filter->step = STEP_OP;
    zc_app_ask(app, &dialog);
}

/* The choices that the form offers in an empty record; within a level above, all of the list. */
static const uint32_t *rows_of(struct filter *filter, const struct zc_subject *subject,
                               enum zc_condition_op op, uint32_t *n)
{
    const struct zc_question *q = zc_form_field(filter->view->form, subject->field);
    struct zc_fill *fill = zc_fill_new(filter->view->form, &filter->survey->fill_env);
    struct zc_node *node = q ? zc_fill_node(fill, subject->field) : NULL;
    struct zc_choices choices = { 0 };
    if (node && op != ZC_COND_UNDER)
        zc_fill_choices(fill, node, &filter->arena, &choices);
    zc_fill_free(fill);
    *n = choices.n;
    return choices.n > 0 ? choices.rows : all_rows(subject->list, &filter->arena, n);
}

static void ask_value(struct filter *filter, struct zc_app *app, const struct zc_subject *subject,
                      enum zc_condition_op op, struct zc_str value)
{
    struct zc_pick_args pick = { .title = subject->label,
                                 .list = subject->list,
                                 .lang = zc_form_lang(filter->view->form) };
    struct zc_prompt prompt = { .title = subject->label,
                                .text = zc_str_of(subject->kind == ZC_SUBJECT_DAY
                                                      ? ZC_T("日期，也可写 今、昨、-3（几天前）",
                                                             "a day, or 今 today, 昨 yesterday, "
                                                             "-3 days ago")
                                                      : ZC_T("值；几个值用顿号隔开，有一个符合就算",
                                                             "a value; several are parted by |")),
                                .value = value,
                                .needed = true };
    if (subject->list) {
        pick.rows = rows_of(filter, subject, op, &pick.n);
        zc_app_push(app, &zc_popup_pick, &pick);
    } else {
        zc_app_push(app, &zc_popup_prompt, &prompt);
    }
}

/* Values of the focused condition: a choice goes in or out, texts are written anew. */
static void edit(struct filter *filter, struct zc_app *app)
{
    struct zc_conditions *conditions = &filter->view->conditions;
    if (filter->focus >= conditions->n) {
        ask_field(filter, app);
        return;
    }
    const struct zc_condition *c = &conditions->all[filter->focus];
    const struct zc_subject *subject = subject_of(filter, c);
    struct zc_buf text = { 0 };
    if (!subject || c->nvalues == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("这个条件没有值可改；Del 删去", "nothing to change here; Del removes it"));
        return;
    }
    for (uint32_t i = 0; i < c->nvalues; i++)
        zc_buf_printf(&text, "%s%.*s", i ? "|" : "", ZC_ARG(c->values[i]));
    filter->step = STEP_EDIT;
    ask_value(filter, app, subject, c->op, zc_buf_str(&text));
    zc_buf_release(&text);
}

static void toggle_value(struct filter *filter, struct zc_str value)
{
    struct zc_conditions *conditions = &filter->view->conditions;
    const struct zc_condition *c = &conditions->all[filter->focus];
    struct zc_str values[ZC_CONDITION_VALUES];
    uint32_t n = 0;
    bool had = false;
    for (uint32_t i = 0; i < c->nvalues; i++) {
        if (zc_str_eq(c->values[i], value))
            had = true;
        else
            values[n++] = c->values[i];
    }
    if (!had && n < ZC_CONDITION_VALUES)
        values[n++] = value;
    if (n > 0)
        zc_conditions_put(conditions, filter->focus, values, n);
    else
        zc_conditions_remove(conditions, filter->focus);
    changed(filter);
}

static void take_values(struct filter *filter, struct zc_app *app, struct zc_str typed)
{
    bool editing = filter->step == STEP_EDIT;
    const struct zc_subject *subject =
        editing ? subject_of(filter, &filter->view->conditions.all[filter->focus])
                : filter->subject;
    const struct zc_str *values = &typed;
    uint32_t n = 1;
    struct zc_err err = { 0 };
    if (editing && subject->list) {
        toggle_value(filter, typed);
    } else if (!subject->list && !zc_subject_read(subject, typed, &filter->survey->clock,
                                                  &filter->arena, &values, &n, &err)) {
        zc_app_fail(app, &err);
    } else if (editing) {
        zc_conditions_put(&filter->view->conditions, filter->focus, values, n);
        changed(filter);
    } else {
        add(filter, app, values, n);
    }
}

static void take_op(struct filter *filter, struct zc_app *app, int answer)
{
    enum zc_condition_op ops[ZC_COND_OPS];
    unsigned n = zc_subject_ops(filter->subject, ops);
    if ((unsigned)answer > n)
        return;
    filter->op = ops[answer - 1];
    if (filter->op == ZC_COND_EMPTY || filter->op == ZC_COND_FILLED) {
        add(filter, app, NULL, 0);
        return;
    }
    filter->step = STEP_VALUE;
    ask_value(filter, app, filter->subject, filter->op, (struct zc_str){ 0 });
}

/* Saving as a view */

static void ask_name(struct filter *filter, struct zc_app *app)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("存为视图", "save as a view")),
                                .text =
                                    zc_str_of(ZC_T("给这个视图起个名字", "a name for this view")),
                                .needed = true };
    if (filter->view->conditions.n == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("还没有条件", "there is no condition yet"));
        return;
    }
    filter->step = STEP_NAME;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void save(struct filter *filter, struct zc_app *app, unsigned place)
{
    struct zc_ledger_view *view = filter->view;
    struct zc_saved_view saved = { .name = zc_buf_str(&filter->name), .nkeys = view->nkeys };
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    for (unsigned i = 0; i < view->nkeys; i++)
        saved.keys[i] = view->keys[i];
    zc_conditions_print(&view->conditions, &text);
    saved.conditions = zc_buf_str(&text);
    if (!zc_saved_view_put(filter->survey, view->form, place, &saved, &err))
        zc_app_fail(app, &err);
    else
        zc_app_say(app, ZC_SAY_DONE, ZC_T("已存为视图 %u“%s”", "saved as view %u '%s'"), place + 1,
                   zc_buf_cstr(&filter->name));
    zc_saved_views_load(filter->survey, view->form, &filter->arena, filter->views);
    zc_buf_release(&text);
}

static void take_name(struct filter *filter, struct zc_app *app, struct zc_str name)
{
    unsigned place = zc_saved_views_free(filter->views);
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("六个视图都有了", "all six are taken")),
                                .text = zc_str_of(ZC_T("换掉哪一个？", "which one goes?")) };
    zc_buf_reset(&filter->name);
    zc_buf_add(&filter->name, name);
    if (place < ZC_SAVED_VIEWS) {
        save(filter, app, place);
        return;
    }
    for (unsigned i = 0; i < ZC_SAVED_VIEWS; i++)
        dialog.answers[i] =
            zc_arena_cstr(&filter->arena, zc_arena_copy(&filter->arena, filter->views[i].name));
    filter->step = STEP_PLACE;
    zc_app_ask(app, &dialog);
}

static enum zc_next filter_resume(void *state, struct zc_app *app)
{
    struct filter *filter = state;
    enum step step = filter->step;
    struct zc_arena arena = { 0 };
    struct zc_str text = zc_arena_copy(&arena, zc_buf_str(&app->result_text));
    int result = app->result;
    uint64_t number;
    app->result = 0;
    filter->step = STEP_NONE;
    if (result < 1)
        step = STEP_NONE;
    switch (step) {
    case STEP_FIELD:
        if (zc_str_to_u64(text, &number) && number >= 1 && number <= filter->view->subjects.n) {
            filter->subject = &filter->view->subjects.all[number - 1];
            ask_op(filter, app);
        }
        break;
    case STEP_OP:
        take_op(filter, app, result);
        break;
    case STEP_VALUE:
    case STEP_EDIT:
        filter->step = step;
        take_values(filter, app, text);
        filter->step = STEP_NONE;
        break;
    case STEP_NAME:
        take_name(filter, app, text);
        break;
    case STEP_PLACE:
        save(filter, app, (unsigned)result - 1);
        break;
    case STEP_NONE:
        break;
    }
    zc_arena_release(&arena);
    return ZC_NEXT_STAY;
}

/* Keys */

static void use_last(struct filter *filter, struct zc_app *app)
{
    struct zc_str text = zc_last_conditions(filter->survey, filter->view->form, &filter->arena);
    if (text.len == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("上次没有筛选", "there was no filter before"));
        return;
    }
    zc_ledger_view_filter(filter->view, text);
    filter->focus = filter->view->conditions.n;
}

static void use_view(struct filter *filter, struct zc_app *app, unsigned place)
{
    const struct zc_saved_view *saved = &filter->views[place];
    if (saved->name.len == 0) {
        zc_app_say(app, ZC_SAY_INFO, ZC_T("第 %u 号还没有视图", "there is no view %u yet"),
                   place + 1);
        return;
    }
    zc_ledger_view_filter(filter->view, saved->conditions);
    filter->focus = filter->view->conditions.n;
}

/* A filter that finds nothing stays open and says which condition it was. */
static enum zc_next apply(struct filter *filter, struct zc_app *app)
{
    struct zc_ledger_view *view = filter->view;
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    if (view->conditions.n > 0 && view->count == 0 && !view->query && view->ready) {
        describe_hits(view, &text);
        zc_app_say(app, ZC_SAY_DOUBT, "%s", zc_buf_cstr(&text));
        zc_buf_release(&text);
        return ZC_NEXT_STAY;
    }
    zc_conditions_print(&view->conditions, &text);
    if (view->conditions.n > 0 && !zc_str_eq(zc_buf_str(&text), zc_buf_str(&filter->before)) &&
        !zc_store_is_readonly(filter->survey->store) &&
        !zc_last_conditions_put(filter->survey, view->form, zc_buf_str(&text), &err))
        zc_app_fail(app, &err);
    zc_buf_release(&text);
    zc_app_result(app, 1, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next close_filter(struct filter *filter, struct zc_app *app)
{
    struct zc_buf now = { 0 };
    zc_conditions_print(&filter->view->conditions, &now);
    if (!zc_str_eq(zc_buf_str(&now), zc_buf_str(&filter->before)))
        zc_ledger_view_filter(filter->view, zc_buf_str(&filter->before));
    zc_buf_release(&now);
    zc_app_result(app, 0, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next filter_act(void *state, struct zc_app *app, int action)
{
    struct filter *filter = state;
    struct zc_conditions *conditions = &filter->view->conditions;
    switch (action) {
    case FILTER_UP:
        filter->focus -= filter->focus > 0;
        break;
    case FILTER_DOWN:
        filter->focus += filter->focus < conditions->n;
        break;
    case FILTER_APPLY:
        if (filter->focus < conditions->n || conditions->n > 0)
            return apply(filter, app);
        ask_field(filter, app);
        break;
    case FILTER_EDIT:
        edit(filter, app);
        break;
    case FILTER_LAST:
        use_last(filter, app);
        break;
    case FILTER_ADD:
        ask_field(filter, app);
        break;
    case FILTER_DROP:
        if (filter->focus < conditions->n) {
            zc_conditions_remove(conditions, filter->focus);
            changed(filter);
        }
        break;
    case FILTER_SAVE:
        ask_name(filter, app);
        break;
    case FILTER_CLOSE:
        return close_filter(filter, app);
    default:
        use_view(filter, app, (unsigned)(action - FILTER_VIEW));
        break;
    }
    return ZC_NEXT_STAY;
}

static void filter_leave(void *state)
{
    struct filter *filter = state;
    zc_buf_release(&filter->before);
    zc_buf_release(&filter->name);
    zc_list_release(filter->fields);
    zc_arena_release(&filter->arena);
}

static const struct zc_binding filter_bindings[] = {
    { ZC_KEY_ENTER, FILTER_APPLY, { "应用", "ok" } },
    { ZC_KEY_F4, FILTER_EDIT, { "改值", "set" } },
    { ZC_KEY_F5, FILTER_LAST, { "上次", "last" } },
    { 'n', FILTER_ADD, { "加条件", "add" } },
    { ZC_KEY_DELETE, FILTER_DROP, { "删", "cut" } },
    { ZC_KEY_F2, FILTER_SAVE, { "存视图", "save" } },
    { ZC_KEY_ESC, FILTER_CLOSE, { "取消", "back" } },
    { ZC_KEY_UP, FILTER_UP, { 0 } },
    { ZC_KEY_DOWN, FILTER_DOWN, { 0 } },
    { '1', FILTER_VIEW, { 0 } },
    { '2', FILTER_VIEW + 1, { 0 } },
    { '3', FILTER_VIEW + 2, { 0 } },
    { '4', FILTER_VIEW + 3, { 0 } },
    { '5', FILTER_VIEW + 4, { 0 } },
    { '6', FILTER_VIEW + 5, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_filter = {
    .name = "filter",
    .title = { "筛选", "filter" },
    .state_size = sizeof(struct filter),
    .bindings = filter_bindings,
    .popup = true,
    .enter = filter_enter,
    .draw = filter_draw,
    .act = filter_act,
    .resume = filter_resume,
    .leave = filter_leave,
};

#include "tui/popup.h"
#include "tui/popup_filter_impl.h"
#include "tui/screens.h"
#include <string.h>

/* The filter of the ledger (筛选): a list of conditions that must all hold. Every change shows in
 * the ledger behind at once; Esc takes all changes back. */

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
    struct zc_filter_popup *filter = state;
    (void)err;
    filter->view = (struct zc_ledger_view *)(uintptr_t)args;
    filter->survey = app->survey;
    zc_conditions_print(&filter->view->conditions, &filter->before);
    memcpy(filter->keys_before, filter->view->keys, sizeof filter->keys_before);
    filter->nkeys_before = filter->view->nkeys;
    zc_saved_views_load(app->survey, filter->view->form, &filter->arena, filter->views);
    filter->focus = filter->view->conditions.n;
    return true;
}

/* Changes */

/* The ledger shows what fits now. */
static void changed(struct zc_filter_popup *filter)
{
    struct zc_buf text = { 0 };
    zc_conditions_print(&filter->view->conditions, &text);
    zc_ledger_view_filter(filter->view, zc_buf_str(&text));
    if (filter->focus > filter->view->conditions.n)
        filter->focus = filter->view->conditions.n;
    zc_buf_release(&text);
}

static void add(struct zc_filter_popup *filter, struct zc_app *app, const struct zc_str *values,
                uint32_t n)
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

static void make_fields(struct zc_filter_popup *filter)
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

static void ask_field(struct zc_filter_popup *filter, struct zc_app *app)
{
    struct zc_pick_args args = { .title = zc_str_of(ZC_T("按哪一项筛选", "which field")) };
    if (!filter->fields)
        make_fields(filter);
    args.list = filter->fields;
    args.rows = all_rows(filter->fields, &filter->arena, &args.n);
    filter->step = ZC_FILTER_FIELD;
    zc_app_push(app, &zc_popup_pick, &args);
}

static void ask_op(struct zc_filter_popup *filter, struct zc_app *app)
{
    enum zc_condition_op ops[ZC_COND_OPS];
    unsigned n = zc_subject_ops(filter->subject, ops);
    struct zc_dialog dialog = { .title = filter->subject->label,
                                .text = zc_str_of(ZC_T("怎样才算符合？", "what must it be?")),
                                .safe = 1 };
    for (unsigned i = 0; i < n; i++)
        dialog.answers[i] = zc_condition_op_label(ops[i], filter->subject);
    filter->step = ZC_FILTER_OP;
    zc_app_ask(app, &dialog);
}

/* The choices that the form offers in an empty record; within a level above, all of the list. Of
 * records of a form as many as can be listed. */
static void offer_rows(struct zc_filter_popup *filter, const struct zc_subject *subject,
                       enum zc_condition_op op, struct zc_pick_args *pick)
{
    const struct zc_question *q = zc_form_field(filter->view->form, subject->field);
    struct zc_fill *fill = zc_fill_new(filter->view->form, &filter->survey->fill_env);
    struct zc_node *node = q ? zc_fill_node(fill, subject->field) : NULL;
    struct zc_choices choices = { 0 };
    if (node && op != ZC_COND_UNDER)
        zc_fill_choices(fill, node, &filter->arena, &choices);
    zc_fill_free(fill);
    pick->list = subject->list->records && choices.list ? choices.list : subject->list;
    pick->n = choices.n;
    pick->rows = choices.n > 0 ? choices.rows : all_rows(pick->list, &filter->arena, &pick->n);
}

static void ask_value(struct zc_filter_popup *filter, struct zc_app *app,
                      const struct zc_subject *subject, enum zc_condition_op op,
                      struct zc_str value)
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
        offer_rows(filter, subject, op, &pick);
        zc_app_push(app, &zc_popup_pick, &pick);
    } else {
        zc_app_push(app, &zc_popup_prompt, &prompt);
    }
}

/* Values of the focused condition: a choice goes in or out, texts are written anew. */
static void edit(struct zc_filter_popup *filter, struct zc_app *app)
{
    struct zc_conditions *conditions = &filter->view->conditions;
    if (filter->focus >= conditions->n) {
        ask_field(filter, app);
        return;
    }
    const struct zc_condition *c = &conditions->all[filter->focus];
    const struct zc_subject *subject = zc_filter_subject(filter, c);
    struct zc_buf text = { 0 };
    if (!subject || c->nvalues == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("这个条件没有值可改；Del 删去", "nothing to change here; Del removes it"));
        return;
    }
    for (uint32_t i = 0; i < c->nvalues; i++)
        zc_buf_printf(&text, "%s%.*s", i ? "|" : "", ZC_ARG(c->values[i]));
    filter->step = ZC_FILTER_EDIT;
    ask_value(filter, app, subject, c->op, zc_buf_str(&text));
    zc_buf_release(&text);
}

static void toggle_value(struct zc_filter_popup *filter, struct zc_str value)
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

static void take_values(struct zc_filter_popup *filter, struct zc_app *app, struct zc_str typed)
{
    bool editing = filter->step == ZC_FILTER_EDIT;
    const struct zc_subject *subject =
        editing ? zc_filter_subject(filter, &filter->view->conditions.all[filter->focus])
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

static void take_op(struct zc_filter_popup *filter, struct zc_app *app, int answer)
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
    filter->step = ZC_FILTER_VALUE;
    ask_value(filter, app, filter->subject, filter->op, (struct zc_str){ 0 });
}

/* Saving as a view */

static void ask_name(struct zc_filter_popup *filter, struct zc_app *app)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("存为视图", "save as a view")),
                                .text =
                                    zc_str_of(ZC_T("给这个视图起个名字", "a name for this view")),
                                .needed = true };
    if (filter->view->conditions.n == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("还没有条件", "there is no condition yet"));
        return;
    }
    filter->step = ZC_FILTER_NAME;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void save(struct zc_filter_popup *filter, struct zc_app *app, unsigned place)
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

static void take_name(struct zc_filter_popup *filter, struct zc_app *app, struct zc_str name)
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
    filter->step = ZC_FILTER_PLACE;
    zc_app_ask(app, &dialog);
}

static enum zc_next filter_resume(void *state, struct zc_app *app)
{
    struct zc_filter_popup *filter = state;
    enum zc_filter_step step = filter->step;
    struct zc_arena arena = { 0 };
    struct zc_str text = zc_arena_copy(&arena, zc_buf_str(&app->result_text));
    int result = app->result;
    uint64_t number;
    app->result = 0;
    filter->step = ZC_FILTER_NONE;
    if (result < 1)
        step = ZC_FILTER_NONE;
    switch (step) {
    case ZC_FILTER_FIELD:
        if (zc_str_to_u64(text, &number) && number >= 1 && number <= filter->view->subjects.n) {
            filter->subject = &filter->view->subjects.all[number - 1];
            ask_op(filter, app);
        }
        break;
    case ZC_FILTER_OP:
        take_op(filter, app, result);
        break;
    case ZC_FILTER_VALUE:
    case ZC_FILTER_EDIT:
        filter->step = step;
        take_values(filter, app, text);
        filter->step = ZC_FILTER_NONE;
        break;
    case ZC_FILTER_NAME:
        take_name(filter, app, text);
        break;
    case ZC_FILTER_PLACE:
        save(filter, app, (unsigned)result - 1);
        break;
    case ZC_FILTER_NONE:
        break;
    }
    zc_arena_release(&arena);
    return ZC_NEXT_STAY;
}

/* Keys */

static void use_last(struct zc_filter_popup *filter, struct zc_app *app)
{
    struct zc_str text = zc_last_conditions(filter->survey, filter->view->form, &filter->arena);
    if (text.len == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("上次没有筛选", "there was no filter before"));
        return;
    }
    zc_ledger_view_filter(filter->view, text);
    filter->focus = filter->view->conditions.n;
}

static void order_by(struct zc_filter_popup *filter, struct zc_app *app,
                     const struct zc_ledger_key *keys, unsigned nkeys)
{
    struct zc_err err = { 0 };
    if (!zc_ledger_view_sort(filter->view, keys, nkeys, &err))
        zc_app_fail(app, &err);
}

static bool has_order_before(const struct zc_filter_popup *filter)
{
    const struct zc_ledger_view *view = filter->view;
    bool same = view->nkeys == filter->nkeys_before;
    for (unsigned i = 0; same && i < view->nkeys; i++)
        same = zc_str_eq(view->keys[i].id, filter->keys_before[i].id) &&
               view->keys[i].descending == filter->keys_before[i].descending;
    return same;
}

static void use_view(struct zc_filter_popup *filter, struct zc_app *app, unsigned place)
{
    const struct zc_saved_view *saved = &filter->views[place];
    if (saved->name.len == 0) {
        zc_app_say(app, ZC_SAY_INFO, ZC_T("第 %u 号还没有视图", "there is no view %u yet"),
                   place + 1);
        return;
    }
    zc_ledger_view_filter(filter->view, saved->conditions);
    order_by(filter, app, saved->keys, saved->nkeys);
    filter->focus = filter->view->conditions.n;
}

/* A filter that finds nothing stays open and says which condition it was. */
static enum zc_next apply(struct zc_filter_popup *filter, struct zc_app *app)
{
    struct zc_ledger_view *view = filter->view;
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    if (view->conditions.n > 0 && view->count == 0 && !view->query && view->ready) {
        zc_filter_describe_hits(view, &text);
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

static enum zc_next close_filter(struct zc_filter_popup *filter, struct zc_app *app)
{
    struct zc_buf now = { 0 };
    zc_conditions_print(&filter->view->conditions, &now);
    if (!zc_str_eq(zc_buf_str(&now), zc_buf_str(&filter->before)))
        zc_ledger_view_filter(filter->view, zc_buf_str(&filter->before));
    if (!has_order_before(filter))
        order_by(filter, app, filter->keys_before, filter->nkeys_before);
    zc_buf_release(&now);
    zc_app_result(app, 0, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next filter_act(void *state, struct zc_app *app, int action)
{
    struct zc_filter_popup *filter = state;
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
    struct zc_filter_popup *filter = state;
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
    .state_size = sizeof(struct zc_filter_popup),
    .bindings = filter_bindings,
    .popup = true,
    .enter = filter_enter,
    .draw = zc_filter_popup_draw,
    .act = filter_act,
    .resume = filter_resume,
    .leave = filter_leave,
};

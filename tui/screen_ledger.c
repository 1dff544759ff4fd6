#include "core/text.h"
#include "core/utf8.h"
#include "tui/popup.h"
#include "tui/screen_ledger_impl.h"
#include <stdio.h>

/* The ledger (台账, UX.md S3). What is shown is the business of tui/ledger_view.h; here are the
 * keys. While something is looked for, the line under the table has the focus: arrows walk the
 * hits. */

enum {
    LEDGER_UP = 1,
    LEDGER_DOWN,
    LEDGER_LEFT,
    LEDGER_RIGHT,
    LEDGER_PGUP,
    LEDGER_PGDN,
    LEDGER_FIRST,
    LEDGER_LAST,
    LEDGER_OPEN,
    LEDGER_NEW,
    LEDGER_MARK,
    LEDGER_FILTER,
    LEDGER_DROP,
    LEDGER_SORT,
    LEDGER_SORT_NEXT,
    LEDGER_COLUMNS,
    LEDGER_FORM,
    LEDGER_FIND,
    LEDGER_REVIEW,
    LEDGER_NOTE,
    LEDGER_EXPORT,
    LEDGER_GO,
    LEDGER_REGION,
    LEDGER_COLUMN_FIRST,
    LEDGER_COLUMN_LAST,
    LEDGER_COPY,
    LEDGER_UNDO,
    LEDGER_BACK,
    LEDGER_VIEW /* and five more */
};

/* The focus begins on the name. */
static void begin_column(struct zc_ledger_screen *ledger)
{
    ledger->column = 0;
    for (uint32_t i = 0; i < ledger->view.ncolumns; i++) {
        if (ledger->view.columns[i].main)
            ledger->column = i;
    }
}

static bool ledger_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    enum { USUAL = 15 };
    struct zc_ledger_screen *ledger = state;
    if (!zc_ledger_view_init(&ledger->view, app->survey, NULL, args, err) ||
        !zc_ledger_view_load(&ledger->view, USUAL, err))
        return false;
    ledger->height = USUAL;
    begin_column(ledger);
    return true;
}

/* Tells once about a record of the page that cannot be read; the others are shown as usual. */
static void tell_broken(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    const struct zc_ledger_view *view = &ledger->view;
    const struct zc_ledger_row *first = NULL;
    char number[6];
    unsigned n = 0;
    for (uint32_t i = 0; i < view->nrows; i++) {
        first = view->rows[i].broken && !first ? &view->rows[i] : first;
        n += view->rows[i].broken;
    }
    if (!first || zc_rid_eq(first->rid, ledger->told))
        return;
    ledger->told = first->rid;
    zc_rid_number(first->rid, number);
    zc_app_say(app, ZC_SAY_PROBLEM,
               ZC_T("这一页有 %u 条读不出（编号 %s），其余照常；请运行 zaoce check",
                    "%u record(s) of this page cannot be read (%s), the others are as usual; run "
                    "zaoce check"),
               n, number);
}

static void load(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (!zc_ledger_view_load(&ledger->view, ledger->height, &err))
        zc_app_fail(app, &err);
    else
        tell_broken(ledger, app);
}

static void ledger_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct zc_ledger_screen *ledger = state;
    ledger->height = (unsigned)(rows - 9);
    load(ledger, app);
    if (cols >= ZC_LEDGER_PANE)
        zc_ledger_preview_load(ledger, app);
    else
        ledger->preview.focused = false;
}

static bool ledger_idle(void *state, struct zc_app *app)
{
    struct zc_ledger_screen *ledger = state;
    struct zc_err err = { 0 };
    bool did = zc_ledger_batch_step(ledger, app);
    if (!did && !ledger->view.ready)
        load(ledger, app);
    did = did || zc_ledger_view_step(&ledger->view, ZC_SLICE_MS, &err) ||
          zc_ledger_find_step(&ledger->find, ZC_SLICE_MS, &err);
    if (err.code != ZC_OK)
        zc_app_fail(app, &err);
    return did;
}

/* Order */

static unsigned find_key(const struct zc_ledger_view *view, struct zc_str id)
{
    unsigned at = 0;
    while (at < view->nkeys && !zc_str_eq(view->keys[at].id, id))
        at++;
    return at;
}

static void sort(struct zc_ledger_screen *ledger, struct zc_app *app,
                 const struct zc_ledger_key *keys, unsigned nkeys)
{
    struct zc_err err = { 0 };
    if (!zc_ledger_view_sort(&ledger->view, keys, nkeys, &err))
        zc_app_fail(app, &err);
}

/* The focused column upwards, downwards, not at all: as the first key, or as the one behind it. */
static void cycle_sort(struct zc_ledger_screen *ledger, struct zc_app *app, unsigned place)
{
    const struct zc_ledger_view *view = &ledger->view;
    struct zc_str id = view->columns[ledger->column].id;
    struct zc_ledger_key keys[ZC_LEDGER_KEYS] = { view->keys[0], view->keys[1] };
    unsigned at = find_key(view, id), nkeys = view->nkeys;
    if (nkeys < place)
        place = nkeys;
    if (at < nkeys && at != place) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("已经按这一列排序", "this column is in the order already"));
        return;
    }
    if (at == nkeys) {
        keys[place] = (struct zc_ledger_key){ id, false };
        nkeys = place + 1;
    } else if (!keys[place].descending) {
        keys[place].descending = true;
    } else {
        nkeys = place; /* what stood behind it goes as well */
    }
    sort(ledger, app, keys, nkeys);
}

/* Conditions and saved views */

static void filter_by(struct zc_ledger_screen *ledger, struct zc_str conditions)
{
    zc_ledger_view_filter(&ledger->view, conditions);
}

static void drop_condition(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_ledger_view *view = &ledger->view;
    struct zc_buf text = { 0 };
    if (view->conditions.n == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有条件可删", "there is no condition"));
        return;
    }
    zc_conditions_remove(&view->conditions, view->conditions.n - 1);
    zc_conditions_print(&view->conditions, &text);
    filter_by(ledger, zc_buf_str(&text));
    zc_buf_release(&text);
}

/* The same view once more takes it away. */
static void use_view(struct zc_ledger_screen *ledger, struct zc_app *app, unsigned place)
{
    struct zc_saved_view views[ZC_SAVED_VIEWS], *saved = &views[place];
    struct zc_arena arena = { 0 };
    struct zc_buf now = { 0 };
    zc_saved_views_load(app->survey, ledger->view.form, &arena, views);
    zc_conditions_print(&ledger->view.conditions, &now);
    if (saved->name.len == 0) {
        zc_app_say(app, ZC_SAY_INFO,
                   ZC_T("第 %u 号还没有视图：按 f 筛选，再按 F2 存为视图",
                        "there is no view %u yet: f, then F2 saves one"),
                   place + 1);
    } else {
        bool same = zc_str_eq(zc_buf_str(&now), saved->conditions);
        filter_by(ledger, same ? (struct zc_str){ 0 } : saved->conditions);
        sort(ledger, app, saved->keys, same ? 0 : saved->nkeys);
        if (!same)
            zc_app_say(app, ZC_SAY_INFO, "%s%.*s", ZC_T("视图：", "view: "), ZC_ARG(saved->name));
    }
    zc_buf_release(&now);
    zc_arena_release(&arena);
}

static void ask_filter(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    ledger->asked = ZC_LEDGER_ASKED_FILTER;
    zc_app_push(app, &zc_popup_filter, &ledger->view);
}

static void ask_columns(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    ledger->asked = ZC_LEDGER_ASKED_COLUMNS;
    zc_app_push(app, &zc_popup_columns, &ledger->view);
}

static void take_columns(struct zc_ledger_screen *ledger)
{
    struct zc_ledger_view *view = &ledger->view;
    zc_ledger_view_reload_columns(view);
    ledger->column = zc_ledger_columns_beside(view->columns, view->ncolumns, 0, 1);
}

/* Another form */

static void ask_form(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_forms_args args = { .now = ledger->view.form };
    ledger->asked = ZC_LEDGER_ASKED_FORM;
    zc_app_push(app, &zc_popup_forms, &args);
}

/* The records of the other form from the beginning: conditions and marks are of the one before. */
static void show_form(struct zc_ledger_screen *ledger, struct zc_app *app, struct zc_str id)
{
    struct zc_ledger_filter filter = { .form = id };
    struct zc_ledger_view view = { 0 };
    struct zc_err err = { 0 };
    if (!zc_ledger_view_init(&view, app->survey, NULL, &filter, &err) ||
        !zc_ledger_view_load(&view, ledger->height, &err)) {
        zc_ledger_view_release(&view);
        zc_app_fail(app, &err);
        return;
    }
    zc_ledger_find_release(&ledger->find);
    zc_ledger_preview_release(&ledger->preview);
    zc_rid_list_release(&ledger->marks);
    zc_ledger_view_release(&ledger->view);
    ledger->view = view;
    begin_column(ledger);
}

static void open_new(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_form_args args = { .form = ledger->view.form };
    if (ledger->view.form->by_hand)
        zc_app_push(app, &zc_screen_form, &args);
    else
        zc_screens_new(app);
}

/* Going to a record */

static void ask_number(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("转到", "go to")),
                                .text = zc_str_of(ZC_T("编号（末五位）或全部编号",
                                                       "the number (last five characters) or id")),
                                .needed = true };
    ledger->asked = ZC_LEDGER_ASKED_NUMBER;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void go_to(struct zc_ledger_screen *ledger, struct zc_app *app, struct zc_str text)
{
    struct zc_err err = { 0 };
    struct zc_rid rid;
    struct zc_buf half = { 0 };
    zc_text_half_width(text, &half);
    if (!zc_survey_find(app->survey, zc_buf_str(&half), &rid, &err) ||
        (!zc_ledger_view_find(&ledger->view, rid, &err) && err.code != ZC_OK))
        zc_app_fail(app, &err);
    else if (!zc_ledger_view_find(&ledger->view, rid, &err))
        zc_app_say(app, ZC_SAY_DOUBT,
                   ZC_T("“%s”不在现在的清单里：去掉筛选再找",
                        "'%s' is not in this list: take the filter away first"),
                   zc_buf_cstr(&half));
    zc_buf_release(&half);
}

static void open_row(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(&ledger->view);
    struct zc_record_args args = { row ? row->rid : (struct zc_rid){ 0 }, &ledger->view };
    if (row)
        zc_app_push(app, &zc_screen_record, &args);
}

/* What is marked, else what is shown; without a condition the export chooses by itself. */
static void export_shown(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    const struct zc_ledger_view *view = &ledger->view;
    struct zc_export_args args = { .queue = view->filter.queue };
    struct zc_buf label = { 0 };
    if (ledger->marks.n > 0) {
        args.rids = ledger->marks.rids;
        args.n = ledger->marks.n;
        zc_buf_text(&label, ZC_T("标记", "marked"));
    } else if (zc_ledger_view_is_filtered(view)) {
        args.rids = view->hits.rids;
        args.n = view->hits.n;
        zc_ledger_view_describe(view, &label);
    }
    args.label = zc_buf_str(&label);
    if (ledger->marks.n == 0 && view->query)
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("还在找；找完再导出，或按 Esc 停下", "still searching; Esc stops it"));
    else if (label.len > 0 && args.n == 0)
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有记录可导出", "there is nothing to export"));
    else
        zc_app_push(app, &zc_screen_export, label.len > 0 || args.queue.len > 0 ? &args : NULL);
    zc_buf_release(&label);
}

static void mark(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(&ledger->view);
    if (!row)
        return;
    zc_rid_list_toggle(&ledger->marks, row->rid);
    zc_ledger_view_move(&ledger->view, 1);
    zc_app_say(app, ZC_SAY_INFO, ZC_T("已标记 %zu 条", "%zu marked"), ledger->marks.n);
}

static void begin_find(struct zc_ledger_screen *ledger, struct zc_app *app, struct zc_str typed)
{
    struct zc_err err = { 0 };
    if (!zc_ledger_find_begin(&ledger->find, &ledger->view, typed, &err))
        zc_app_fail(app, &err);
}

/* Acts */

static bool step_column(struct zc_ledger_screen *ledger, int direction)
{
    const struct zc_ledger_view *view = &ledger->view;
    uint32_t before = ledger->column;
    ledger->column = zc_ledger_columns_beside(view->columns, view->ncolumns, before, direction);
    return ledger->column != before;
}

static bool move_to(struct zc_ledger_screen *ledger, int action)
{
    struct zc_ledger_view *view = &ledger->view;
    int64_t page = ledger->height > 1 ? ledger->height - 1 : 1;
    switch (action) {
    case LEDGER_UP:
        zc_ledger_view_move(view, -1);
        return true;
    case LEDGER_DOWN:
        zc_ledger_view_move(view, 1);
        return true;
    case LEDGER_PGUP:
        zc_ledger_view_move(view, -page);
        return true;
    case LEDGER_PGDN:
        zc_ledger_view_move(view, page);
        return true;
    case LEDGER_FIRST:
        zc_ledger_view_to(view, 0);
        return true;
    case LEDGER_LAST:
        zc_ledger_view_to(view, UINT64_MAX - 1);
        return true;
    case LEDGER_LEFT:
    case LEDGER_RIGHT:
        step_column(ledger, action == LEDGER_LEFT ? -1 : 1);
        return true;
    case LEDGER_COLUMN_FIRST:
    case LEDGER_COLUMN_LAST:
        while (step_column(ledger, action == LEDGER_COLUMN_FIRST ? -1 : 1))
            ;
        return true;
    default:
        return false;
    }
}

static bool scroll_pane(struct zc_ledger_preview *preview, int action)
{
    return (action == LEDGER_UP && zc_ledger_preview_scroll(preview, -1)) ||
           (action == LEDGER_DOWN && zc_ledger_preview_scroll(preview, 1));
}

static void next_region(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    if (app->canvas.cols >= ZC_LEDGER_PANE)
        ledger->preview.focused = !ledger->preview.focused;
    else
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("窗口有 160 列时右边是预览", "with 160 columns there is a preview"));
}

/* Keys of the list while something is looked for; false: the search ends and the act goes on. */
static bool act_in_find(struct zc_ledger_screen *ledger, struct zc_app *app, int action)
{
    struct zc_ledger_find *find = &ledger->find;
    struct zc_err err = { 0 };
    switch (action) {
    case LEDGER_UP:
    case LEDGER_DOWN:
        if (!zc_ledger_find_walk(find, action == LEDGER_UP ? -1 : 1, &err))
            zc_app_fail(app, &err);
        return true;
    case LEDGER_LEFT:
        return zc_edit_key(&find->edit, ZC_KEY_LEFT), true;
    case LEDGER_RIGHT:
        return zc_edit_key(&find->edit, ZC_KEY_RIGHT), true;
    case LEDGER_DROP:
        zc_edit_key(&find->edit, ZC_KEY_DELETE);
        zc_ledger_find_typed(find);
        return true;
    case LEDGER_OPEN: {
        /* Enter came in one breath with the text: first the hit, then the end. */
        while (find->current == 0 && zc_ledger_find_is_at_work(find))
            zc_ledger_find_step(find, ZC_SLICE_MS, &err);
        bool none = zc_edit_text(&find->edit).len > 0 && find->hits.n == 0;
        if (none)
            zc_app_say(app, ZC_SAY_INFO, ZC_T("没有找到“%.*s”", "'%.*s' was not found"),
                       ZC_ARG(zc_edit_text(&find->edit)));
        zc_ledger_find_end(find, none);
        return true;
    }
    case LEDGER_BACK:
        zc_ledger_find_end(find, true);
        return true;
    default:
        zc_ledger_find_end(find, false);
        return false;
    }
}

/* The focused record as a new one. */
static void copy_row(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(&ledger->view);
    struct zc_form_args args = { .form = ledger->view.form };
    if (!row) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有可照抄的", "there is nothing to copy"));
        return;
    }
    args.like = row->rid;
    zc_app_push(app, &zc_screen_form, &args);
}

/* Esc: what is at work stops first; then back. */
static enum zc_next go_back(struct zc_ledger_screen *ledger, struct zc_app *app)
{
    if (ledger->batch.on)
        zc_ledger_batch_end(ledger, app);
    else if (ledger->view.query)
        zc_ledger_view_stop(&ledger->view);
    else
        return ZC_NEXT_BACK;
    return ZC_NEXT_STAY;
}

static enum zc_next ledger_act(void *state, struct zc_app *app, int action)
{
    struct zc_ledger_screen *ledger = state;
    if ((ledger->find.on && act_in_find(ledger, app, action)) ||
        scroll_pane(&ledger->preview, action) || move_to(ledger, action))
        return ZC_NEXT_STAY;
    if (action >= LEDGER_VIEW) {
        use_view(ledger, app, (unsigned)(action - LEDGER_VIEW));
        return ZC_NEXT_STAY;
    }
    switch (action) {
    case LEDGER_OPEN:
        open_row(ledger, app);
        break;
    case LEDGER_NEW:
        open_new(ledger, app);
        break;
    case LEDGER_MARK:
        mark(ledger, app);
        break;
    case LEDGER_FILTER:
        ask_filter(ledger, app);
        break;
    case LEDGER_DROP:
        drop_condition(ledger, app);
        break;
    case LEDGER_SORT:
        cycle_sort(ledger, app, 0);
        break;
    case LEDGER_SORT_NEXT:
        cycle_sort(ledger, app, 1);
        break;
    case LEDGER_FORM:
        ask_form(ledger, app);
        break;
    case LEDGER_COLUMNS:
        ask_columns(ledger, app);
        break;
    case LEDGER_FIND:
        begin_find(ledger, app, (struct zc_str){ 0 });
        break;
    case LEDGER_REVIEW:
        zc_ledger_review_ask(ledger, app);
        break;
    case LEDGER_NOTE:
        zc_ledger_note_ask(ledger, app);
        break;
    case LEDGER_EXPORT:
        export_shown(ledger, app);
        break;
    case LEDGER_GO:
        ask_number(ledger, app);
        break;
    case LEDGER_REGION:
        next_region(ledger, app);
        break;
    case LEDGER_COPY:
        copy_row(ledger, app);
        break;
    case LEDGER_UNDO:
        zc_ledger_undo_ask(ledger, app);
        break;
    default:
        return go_back(ledger, app);
    }
    return ZC_NEXT_STAY;
}

/* A Han character in the list begins a search with it. */
static enum zc_next ledger_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    enum { HAN = 0x2E80 };
    struct zc_ledger_screen *ledger = state;
    char bytes[4];
    if (!ledger->find.on) {
        if (zc_key_is_text(key) && key >= HAN)
            begin_find(ledger, app, (struct zc_str){ bytes, zc_utf8_put((uint32_t)key, bytes) });
        return ZC_NEXT_STAY;
    }
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&ledger->find.edit, text);
    else if (!zc_edit_key(&ledger->find.edit, key))
        return ZC_NEXT_STAY;
    zc_ledger_find_typed(&ledger->find);
    return ZC_NEXT_STAY;
}

static bool ledger_typing(const void *state)
{
    const struct zc_ledger_screen *ledger = state;
    return ledger->find.on;
}

static enum zc_next ledger_resume(void *state, struct zc_app *app)
{
    struct zc_ledger_screen *ledger = state;
    enum zc_ledger_asked asked = ledger->asked;
    if (asked == ZC_LEDGER_ASKED_UNDO) {
        ledger->asked = ZC_LEDGER_ASKED_NOTHING;
        if (app->result == 2)
            zc_ledger_undo(ledger, app);
    } else if (asked >= ZC_LEDGER_ASKED_ACT) {
        zc_ledger_batch_answer(ledger, app);
    } else {
        ledger->asked = ZC_LEDGER_ASKED_NOTHING;
        if (asked == ZC_LEDGER_ASKED_NUMBER && app->result == 1)
            go_to(ledger, app, zc_buf_str(&app->result_text));
        if (asked == ZC_LEDGER_ASKED_COLUMNS && app->result == 1)
            take_columns(ledger);
        if (asked == ZC_LEDGER_ASKED_FORM && app->result == 1)
            show_form(ledger, app, zc_buf_str(&app->result_text));
    }
    app->result = 0;
    return ZC_NEXT_STAY;
}

static void ledger_leave(void *state)
{
    struct zc_ledger_screen *ledger = state;
    zc_ledger_find_release(&ledger->find);
    zc_ledger_batch_release(&ledger->batch);
    zc_ledger_preview_release(&ledger->preview);
    zc_rid_list_release(&ledger->marks);
    zc_ledger_view_release(&ledger->view);
}

static const struct zc_binding ledger_bindings[] = {
    { ZC_KEY_ENTER, LEDGER_OPEN, { "打开", "open" } },
    { 'n', LEDGER_NEW, { "新登记", "new" } },
    { ' ', LEDGER_MARK, { "标记", "mark" } },
    { 'f', LEDGER_FILTER, { "筛选", "filter" } },
    { 'o', LEDGER_SORT, { "排序", "sort" } },
    { 'c', LEDGER_COLUMNS, { "列", "columns" } },
    { '/', LEDGER_FIND, { "查找", "find" } },
    { ZC_KEY_F7, LEDGER_FIND, { 0 } },
    { 'v', LEDGER_REVIEW, { "核实", "review" } },
    { 'x', LEDGER_EXPORT, { "导出", "export" } },
    { 'g', LEDGER_GO, { "转到", "go to" } },
    { ZC_KEY_CTRL('G'), LEDGER_GO, { 0 } },
    { 's', LEDGER_SORT_NEXT, { "次排序", "2nd sort" } },
    { 't', LEDGER_FORM, { "换表", "form" } },
    { ZC_KEY_RIGHT, LEDGER_RIGHT, { "右列", "column" } },
    { ZC_KEY_LEFT, LEDGER_LEFT, { "左列", "column" } },
    { '1', LEDGER_VIEW, { "视图一", "view 1" } },
    { '2', LEDGER_VIEW + 1, { "视图二", "view 2" } },
    { '3', LEDGER_VIEW + 2, { "视图三", "view 3" } },
    { '4', LEDGER_VIEW + 3, { "视图四", "view 4" } },
    { '5', LEDGER_VIEW + 4, { "视图五", "view 5" } },
    { '6', LEDGER_VIEW + 5, { "视图六", "view 6" } },
    { ZC_KEY_DELETE, LEDGER_DROP, { "删条件", "less" } },
    { ZC_KEY_F5, LEDGER_COPY, { "照抄新登", "copy new" } },
    { ZC_KEY_CTRL('Z'), LEDGER_UNDO, { "撤销", "undo" } },
    { ZC_KEY_F8, LEDGER_NOTE, { "备注", "note" } },
    { ZC_KEY_F6, LEDGER_REGION, { "预览区", "preview" } },
    { ZC_KEY_PGDN, LEDGER_PGDN, { "翻页", "page" } },
    { ZC_KEY_CTRL_END, LEDGER_LAST, { "末条", "last" } },
    { ZC_KEY_END, LEDGER_COLUMN_LAST, { "末列", "last col" } },
    { ZC_KEY_CTRL_HOME, LEDGER_FIRST, { "首条", "first" } },
    { ZC_KEY_HOME, LEDGER_COLUMN_FIRST, { "首列", "1st col" } },
    { ZC_KEY_PGUP, LEDGER_PGUP, { 0 } },
    { ZC_KEY_UP, LEDGER_UP, { 0 } },
    { ZC_KEY_DOWN, LEDGER_DOWN, { 0 } },
    { ZC_KEY_ESC, LEDGER_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_ledger = {
    .name = "ledger",
    .title = { "台账", "ledger" },
    .state_size = sizeof(struct zc_ledger_screen),
    .bindings = ledger_bindings,
    .enter = ledger_enter,
    .update = ledger_update,
    .idle = ledger_idle,
    .draw = zc_ledger_screen_draw,
    .act = ledger_act,
    .key = ledger_key,
    .typing = ledger_typing,
    .resume = ledger_resume,
    .leave = ledger_leave,
};

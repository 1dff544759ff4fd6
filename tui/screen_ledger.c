#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/ledger_view.h"
#include "tui/popup.h"
#include "tui/screens.h"
#include <stdio.h>

struct ledger {
    struct zc_ledger_view view;
    unsigned height;
    struct zc_buf search;
};

enum {
    LEDGER_UP = 1,
    LEDGER_DOWN,
    LEDGER_PGUP,
    LEDGER_PGDN,
    LEDGER_FIRST,
    LEDGER_LAST,
    LEDGER_OPEN,
    LEDGER_NEW,
    LEDGER_FIND,
    LEDGER_SORT,
    LEDGER_EXPORT,
    LEDGER_BACK
};

static bool ledger_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct ledger *ledger = state;
    return zc_ledger_view_init(&ledger->view, app->survey, NULL, args, err) &&
           zc_ledger_view_load(&ledger->view, 15, err);
}

static void ledger_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct ledger *ledger = state;
    struct zc_err err = { 0 };
    (void)cols;
    ledger->height = (unsigned)(rows - 9);
    if (!zc_ledger_view_load(&ledger->view, ledger->height, &err))
        zc_app_fail(app, &err);
}

static enum zc_glyph status_glyph(const struct zc_ledger_row *row, enum zc_style *style)
{
    static const enum zc_glyph glyphs[] = {
        [ZC_STATUS_SEED] = ZC_GLYPH_SEED,      [ZC_STATUS_DRAFT] = ZC_GLYPH_DRAFT,
        [ZC_STATUS_SUBMITTED] = ZC_GLYPH_OPEN, [ZC_STATUS_GROUP_OK] = ZC_GLYPH_DONE,
        [ZC_STATUS_TOWN_OK] = ZC_GLYPH_DONE,   [ZC_STATUS_LOCKED] = ZC_GLYPH_LOCKED,
        [ZC_STATUS_RETURNED] = ZC_GLYPH_ERROR, [ZC_STATUS_CHANGED] = ZC_GLYPH_CHANGED,
        [ZC_STATUS_VOID] = ZC_GLYPH_VOID,
    };
    *style = row->conflict                       ? ZC_STYLE_CONFLICT
             : row->status == ZC_STATUS_RETURNED ? ZC_STYLE_ERROR
             : row->status == ZC_STATUS_GROUP_OK ? ZC_STYLE_GOOD
                                                 : ZC_STYLE_NORMAL;
    return row->conflict ? ZC_GLYPH_CONFLICT : glyphs[row->status];
}

/* A column of the form shows when it fits beside the name, in form order. The code comes last:
 * it is long, and the line under the table has it. */
static bool is_shown(const struct zc_ledger_view *view, uint32_t column, int cols)
{
    enum { NAME = 24, MARGIN = 4 };
    int left = cols - MARGIN - NAME;
    for (uint32_t i = 0; i < view->ncolumns; i++)
        left -= view->columns[i].kind == ZC_LEDGER_FIELD ? 0 : (int)view->columns[i].cols + 1;
    for (int codes = 0; codes < 2; codes++) {
        for (uint32_t i = 0; i < view->ncolumns; i++) {
            const struct zc_ledger_column *c = &view->columns[i];
            if (c->kind != ZC_LEDGER_FIELD || c->main || (c->q->role == ZC_ROLE_CODE) != codes)
                continue;
            bool fits = (int)c->cols + 1 <= left;
            if (i == column)
                return fits;
            left -= fits ? (int)c->cols + 1 : 0;
        }
    }
    return true;
}

/* Columns from left to right; the name takes what the others leave. */
static void draw_cells(const struct zc_ledger_view *view, struct zc_canvas *canvas, int row,
                       const struct zc_ledger_row *data)
{
    int name = canvas->cols - 4, col = 3;
    for (uint32_t i = 0; i < view->ncolumns; i++)
        name -= !view->columns[i].main && is_shown(view, i, canvas->cols)
                    ? (int)view->columns[i].cols + 1
                    : 0;
    for (uint32_t i = 0; i < view->ncolumns; i++) {
        const struct zc_ledger_column *column = &view->columns[i];
        if (!is_shown(view, i, canvas->cols))
            continue;
        int cols = column->main ? name : (int)column->cols;
        zc_canvas_fit(canvas, row, col, cols, data ? ZC_STYLE_NORMAL : ZC_STYLE_STRONG,
                      data ? data->cells[i] : column->label, column->right);
        if (data && column->kind == ZC_LEDGER_STATUS) {
            enum zc_style style;
            enum zc_glyph glyph = status_glyph(data, &style);
            zc_canvas_blank(canvas, row, col, 1, cols, ZC_STYLE_NORMAL);
            zc_canvas_text(canvas, row, col, style, zc_glyph(glyph));
            zc_canvas_fit(canvas, row, col + 1, cols - 1, style,
                          data->conflict ? zc_str_of(ZC_T("冲突", "conflict")) : data->cells[i],
                          false);
        }
        col += cols + 1;
    }
}

static void draw_context(const struct zc_ledger_view *view, struct zc_canvas *canvas)
{
    char text[160];
    const struct zc_question *q = view->sort.len ? zc_form_field(view->form, view->sort) : NULL;
    struct zc_arena arena = { 0 };
    struct zc_str label = q ? zc_question_label(view->form, q, zc_form_lang(view->form), &arena)
                            : zc_str_of(ZC_T("最近改动", "last change"));
    snprintf(text, sizeof text, "%s%.*s%s", ZC_T("排序：", "sorted: "), ZC_ARG(label),
             zc_glyph(view->descending ? ZC_GLYPH_DOWN : ZC_GLYPH_UP));
    int right = canvas->cols - 1 - (int)zc_text_cols(zc_str_of(text));
    zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_NORMAL, zc_str_of(text));
    int col = zc_canvas_printf(canvas, 1, 1, ZC_STYLE_NORMAL,
                               ZC_T("全部 %llu 条  显示 %llu", "%llu in all  %llu shown"),
                               (unsigned long long)view->total, (unsigned long long)view->count);
    if (view->filter.label.len > 0) {
        struct zc_str filter = zc_arena_printf(&arena, "%s%.*s", ZC_T("筛选：", "filter: "),
                                               ZC_ARG(view->filter.label));
        zc_canvas_fit(canvas, 1, col + 2, right - col - 4, ZC_STYLE_INFO, filter, false);
    }
    zc_arena_release(&arena);
}

static void ledger_draw(const void *state, struct zc_canvas *canvas)
{
    const struct ledger *ledger = state;
    const struct zc_ledger_view *view = &ledger->view;
    char place[64];
    int hint = canvas->rows - 4;
    zc_screens_title(canvas, view->survey, ZC_T("台账", "ledger"), (struct zc_str){ 0 });
    draw_context(view, canvas);
    draw_cells(view, canvas, 2, NULL);
    zc_canvas_rule(canvas, 3);
    for (uint32_t i = 0; i < view->nrows; i++) {
        int row = 4 + (int)i;
        draw_cells(view, canvas, row, &view->rows[i]);
        if (view->top + i != view->cursor)
            continue;
        zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, 0);
    }
    if (view->count == 0) {
        zc_canvas_text(
            canvas, 5, 3, ZC_STYLE_NORMAL,
            view->filter.queue.len || view->filter.group || view->filter.area.len
                ? ZC_T("没有符合的。Esc 返回。", "nothing fits; Esc goes back")
                : ZC_T("还没有登记。^N 登记第一家。", "nothing is registered yet; ^N begins"));
        zc_canvas_cursor(canvas, 5, 3);
    }
    zc_canvas_rule(canvas, canvas->rows - 5);
    const struct zc_ledger_row *row = zc_ledger_view_row(view);
    if (row)
        zc_canvas_printf(canvas, hint, 1, ZC_STYLE_DIM, "%.*s  %s %.*s %.*s", ZC_ARG(row->code),
                         ZC_T("上次修改", "changed"), ZC_ARG(zc_str_head(row->changed, 10)),
                         ZC_ARG(zc_str_head(zc_str_from(row->changed, 11), 5)));
    snprintf(place, sizeof place, ZC_T("第 %llu/%llu 行", "row %llu/%llu"),
             (unsigned long long)(view->count ? view->cursor + 1 : 0),
             (unsigned long long)view->count);
    zc_canvas_put_right(canvas, hint, canvas->cols - 1, ZC_STYLE_NORMAL, zc_str_of(place));
}

/* By last change, then by each sorted field of the form upwards, then from the start. */
static void next_sort(struct ledger *ledger, struct zc_app *app)
{
    struct zc_ledger_view *view = &ledger->view;
    struct zc_err err = { 0 };
    bool past = view->sort.len == 0;
    struct zc_str next = { 0 };
    for (uint32_t i = 0; i < view->form->nquestions && next.len == 0; i++) {
        const struct zc_question *q = view->form->questions[i];
        if (!(q->use & ZC_USE_INDEX) || !q->kept || q->repeat)
            continue;
        if (past)
            next = q->field;
        past |= zc_str_eq(q->field, view->sort);
    }
    if (!zc_ledger_view_sort(view, next, next.len == 0, &err))
        zc_app_fail(app, &err);
}

static void find(struct ledger *ledger, struct zc_app *app, struct zc_str text)
{
    struct zc_err err = { 0 };
    bool found;
    zc_buf_reset(&ledger->search);
    zc_buf_add(&ledger->search, text);
    if (!zc_ledger_view_search(&ledger->view, text, &found, &err))
        zc_app_fail(app, &err);
    else if (!found)
        zc_app_say(app, ZC_SAY_INFO, ZC_T("没有找到“%.*s”", "'%.*s' was not found"), ZC_ARG(text));
}

static void open_row(struct ledger *ledger, struct zc_app *app)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(&ledger->view);
    struct zc_record_args args = { row ? row->rid : (struct zc_rid){ 0 }, &ledger->view };
    if (row)
        zc_app_push(app, &zc_screen_record, &args);
}

/* What is shown; without a condition the export chooses by itself. */
static void export_shown(const struct zc_ledger_view *view, struct zc_app *app)
{
    struct zc_export_args args = { .label = view->filter.label,
                                   .queue = view->filter.queue,
                                   .rids = view->hits,
                                   .n = view->nhits };
    if (args.rids && args.label.len == 0)
        args.label = zc_str_of(ZC_T("筛选", "filter"));
    zc_app_push(app, &zc_screen_export, args.rids || args.queue.len > 0 ? &args : NULL);
}

static enum zc_next ledger_act(void *state, struct zc_app *app, int action)
{
    struct ledger *ledger = state;
    struct zc_ledger_view *view = &ledger->view;
    int64_t page = ledger->height > 1 ? ledger->height - 1 : 1;
    switch (action) {
    case LEDGER_UP:
        zc_ledger_view_move(view, -1);
        break;
    case LEDGER_DOWN:
        zc_ledger_view_move(view, 1);
        break;
    case LEDGER_PGUP:
        zc_ledger_view_move(view, -page);
        break;
    case LEDGER_PGDN:
        zc_ledger_view_move(view, page);
        break;
    case LEDGER_FIRST:
        zc_ledger_view_to(view, 0);
        break;
    case LEDGER_LAST:
        zc_ledger_view_to(view, UINT64_MAX - 1);
        break;
    case LEDGER_OPEN:
        open_row(ledger, app);
        break;
    case LEDGER_NEW:
        app->on_new(app);
        break;
    case LEDGER_SORT:
        next_sort(ledger, app);
        break;
    case LEDGER_EXPORT:
        export_shown(view, app);
        break;
    case LEDGER_FIND: {
        struct zc_prompt prompt = { .title = zc_str_of(ZC_T("查找", "find")),
                                    .text = zc_str_of(ZC_T("名称、信用代码的一部分，或编号",
                                                           "part of a name or code, or a number")),
                                    .value = zc_buf_str(&ledger->search) };
        zc_app_push(app, &zc_popup_prompt, &prompt);
        break;
    }
    default:
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static enum zc_next ledger_resume(void *state, struct zc_app *app)
{
    if (app->result == 1 && app->result_text.len > 0)
        find(state, app, zc_buf_str(&app->result_text));
    app->result = 0;
    return ZC_NEXT_STAY;
}

static void ledger_leave(void *state)
{
    struct ledger *ledger = state;
    zc_ledger_view_release(&ledger->view);
    zc_buf_release(&ledger->search);
}

static const struct zc_binding ledger_bindings[] = {
    { ZC_KEY_ENTER, LEDGER_OPEN, { "打开", "open" } },
    { 'n', LEDGER_NEW, { "新登记", "new" } },
    { 'o', LEDGER_SORT, { "排序", "sort" } },
    { '/', LEDGER_FIND, { "查找", "find" } },
    { ZC_KEY_F7, LEDGER_FIND, { 0 } },
    { 'x', LEDGER_EXPORT, { "导出", "export" } },
    { ZC_KEY_PGDN, LEDGER_PGDN, { "翻页", "page" } },
    { ZC_KEY_CTRL_END, LEDGER_LAST, { "末条", "last" } },
    { ZC_KEY_END, LEDGER_LAST, { 0 } },
    { ZC_KEY_CTRL_HOME, LEDGER_FIRST, { "首条", "first" } },
    { ZC_KEY_HOME, LEDGER_FIRST, { 0 } },
    { ZC_KEY_PGUP, LEDGER_PGUP, { 0 } },
    { ZC_KEY_UP, LEDGER_UP, { 0 } },
    { ZC_KEY_DOWN, LEDGER_DOWN, { 0 } },
    { ZC_KEY_ESC, LEDGER_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_ledger = {
    .name = "ledger",
    .title = { "台账", "ledger" },
    .state_size = sizeof(struct ledger),
    .bindings = ledger_bindings,
    .enter = ledger_enter,
    .update = ledger_update,
    .draw = ledger_draw,
    .act = ledger_act,
    .resume = ledger_resume,
    .leave = ledger_leave,
};

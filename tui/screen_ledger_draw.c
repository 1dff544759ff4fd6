#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screen_ledger_impl.h"
#include <stdio.h>

static bool has_pane(const struct zc_canvas *canvas)
{
    return canvas->cols >= ZC_LEDGER_PANE;
}

static int table_cols(const struct zc_canvas *canvas)
{
    return has_pane(canvas) ? ZC_LEDGER_TABLE_COLS : canvas->cols;
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

static void fit(const struct zc_ledger_screen *ledger, const struct zc_canvas *canvas,
                struct zc_ledger_layout *layout)
{
    enum { WIDE = 120 };
    zc_ledger_columns_fit(ledger->view.columns, ledger->view.ncolumns, table_cols(canvas),
                          ledger->column, canvas->cols >= WIDE, layout);
}

static void draw_head(const struct zc_ledger_screen *ledger, struct zc_canvas *canvas,
                      const struct zc_ledger_layout *layout)
{
    for (uint32_t i = 0; i < layout->n; i++) {
        const struct zc_ledger_cell *cell = &layout->cells[i];
        const struct zc_ledger_column *column = &ledger->view.columns[cell->column];
        bool focused = cell->column == ledger->column;
        zc_canvas_fit(canvas, 2, cell->col, cell->cols, focused ? ZC_STYLE_TITLE : ZC_STYLE_STRONG,
                      column->label, column->right);
    }
}

static void draw_status(struct zc_canvas *canvas, int row, const struct zc_ledger_cell *cell,
                        const struct zc_ledger_row *data)
{
    enum zc_style style;
    enum zc_glyph glyph = status_glyph(data, &style);
    zc_canvas_text(canvas, row, cell->col, style, zc_glyph(glyph));
    zc_canvas_fit(canvas, row, cell->col + 1, cell->cols - 1, style,
                  data->conflict ? zc_str_of(ZC_T("冲突", "conflict")) : data->cells[cell->column],
                  false);
}

static void draw_row(const struct zc_ledger_screen *ledger, struct zc_canvas *canvas, int row,
                     const struct zc_ledger_layout *layout, const struct zc_ledger_row *data)
{
    for (uint32_t i = 0; i < layout->n; i++) {
        const struct zc_ledger_cell *cell = &layout->cells[i];
        const struct zc_ledger_column *column = &ledger->view.columns[cell->column];
        struct zc_str text = data->cells[cell->column];
        if (data->broken && column->main)
            text = zc_str_of(ZC_T("（读不出）", "(cannot be read)"));
        if (column->kind == ZC_LEDGER_STATUS && text.len > 0)
            draw_status(canvas, row, cell, data);
        else /* a day without its time where room is short */
            zc_canvas_fit(canvas, row, cell->col, cell->cols, ZC_STYLE_NORMAL,
                          column->kind == ZC_LEDGER_DATE && cell->cols < 11 && text.len > 5
                              ? zc_str_head(text, 5)
                              : text,
                          column->right);
    }
    if (zc_rid_list_has(&ledger->marks, data->rid))
        zc_canvas_text(canvas, row, 1, ZC_STYLE_WARN, zc_glyph(ZC_GLYPH_MARKED));
}

/* Row 1: how many, which, in what order */

static struct zc_str column_label(const struct zc_ledger_view *view, struct zc_str id)
{
    for (uint32_t i = 0; i < view->ncolumns; i++) {
        if (zc_str_eq(view->columns[i].id, id))
            return view->columns[i].label;
    }
    return id;
}

static void describe_order(const struct zc_ledger_view *view, struct zc_buf *out)
{
    for (unsigned i = 0; i < view->nkeys; i++) {
        bool falls = view->keys[i].descending;
        zc_buf_printf(out, "%s%.*s%s", i > 0 ? ZC_T("，", ", ") : "",
                      ZC_ARG(column_label(view, view->keys[i].id)),
                      zc_glyph(falls ? ZC_GLYPH_DOWN : ZC_GLYPH_UP));
    }
    if (view->nkeys == 0)
        zc_buf_printf(out, "%s%s", ZC_T("最近改动", "last change"), zc_glyph(ZC_GLYPH_DOWN));
}

static void draw_context(const struct zc_ledger_view *view, struct zc_canvas *canvas)
{
    enum { ROOM = 80 };
    struct zc_buf order = { 0 }, filter = { 0 };
    int cols = table_cols(canvas), col;
    describe_order(view, &order);
    zc_ledger_view_describe(view, &filter);
    if (canvas->cols >= ROOM)
        col = zc_canvas_printf(canvas, 1, 1, ZC_STYLE_NORMAL,
                               ZC_T("全部 %llu 条  显示 %llu", "%llu in all  %llu shown"),
                               (unsigned long long)view->total, (unsigned long long)view->count);
    else
        col = zc_canvas_printf(canvas, 1, 1, ZC_STYLE_NORMAL, ZC_T("%llu/%llu 条", "%llu of %llu"),
                               (unsigned long long)view->count, (unsigned long long)view->total);
    struct zc_arena arena = { 0 };
    struct zc_str shown =
        canvas->cols < ROOM
            ? zc_buf_str(&order)
            : zc_arena_printf(&arena, "%s%s", ZC_T("排序：", "sorted: "), zc_buf_cstr(&order));
    int right = cols - 1 - (int)zc_text_cols(shown);
    zc_canvas_put_right(canvas, 1, cols - 1, ZC_STYLE_NORMAL, shown);
    if (filter.len > 0)
        zc_canvas_fit(
            canvas, 1, col + 2, right - col - 4, ZC_STYLE_INFO,
            zc_arena_printf(&arena, "%s%s", ZC_T("筛选：", "filter: "), zc_buf_cstr(&filter)),
            false);
    zc_arena_release(&arena);
    zc_buf_release(&order);
    zc_buf_release(&filter);
}

/* The line under the table */

static void draw_find(const struct zc_ledger_screen *ledger, struct zc_canvas *canvas, int row)
{
    const struct zc_ledger_find *find = &ledger->find;
    char text[96];
    int end = table_cols(canvas) - 1;
    int col = zc_canvas_text(canvas, row, 1, ZC_STYLE_NORMAL, ZC_T("查找：", "find: "));
    bool empty = zc_edit_text(&find->edit).len == 0;
    snprintf(text, sizeof text,
             ZC_T("命中 %zu/%zu%s  Enter定位 Esc取消", "%zu of %zu%s  Enter stay  Esc back"),
             find->current, find->hits.n, zc_ledger_find_is_at_work(find) ? "…" : "");
    zc_canvas_put_right(canvas, row, end, ZC_STYLE_NORMAL, zc_str_of(text));
    int room = end - (int)zc_text_cols(zc_str_of(text)) - col - 2, width = room < 18 ? room : 18;
    zc_edit_draw(&find->edit, canvas, row, col, width, true, false);
    if (empty && room > width + 2)
        zc_canvas_fit(canvas, row, col + width + 1, room - width - 1, ZC_STYLE_DIM,
                      zc_str_of(ZC_T("首字母/名称/代码/电话尾号", "name, initials, code, phone")),
                      false);
}

static bool draw_progress(const struct zc_ledger_screen *ledger, struct zc_canvas *canvas, int row)
{
    const struct zc_ledger_batch *batch = &ledger->batch;
    uint64_t done = batch->at, all = batch->rids.n;
    if (!batch->on && !ledger->view.query)
        return false;
    if (!batch->on)
        zc_ledger_query_progress(ledger->view.query, &done, &all);
    zc_canvas_printf(canvas, row, 1, ZC_STYLE_NORMAL,
                     batch->on ? ZC_T("已办 %llu / %llu  %llu%%  Esc 停下",
                                      "done %llu of %llu  %llu%%  Esc stops")
                               : ZC_T("已读 %llu / %llu  %llu%%  Esc 先看这些",
                                      "read %llu of %llu  %llu%%  Esc: these will do"),
                     (unsigned long long)done, (unsigned long long)all,
                     (unsigned long long)(all ? done * 100 / all : 100));
    return true;
}

static void draw_foot(const struct zc_ledger_screen *ledger, struct zc_canvas *canvas)
{
    const struct zc_ledger_view *view = &ledger->view;
    const struct zc_ledger_row *row = zc_ledger_view_row(view);
    char place[96] = "";
    int hint = canvas->rows - 4;
    if (ledger->find.on) {
        draw_find(ledger, canvas, hint);
        return;
    }
    if (ledger->marks.n > 0)
        snprintf(place, sizeof place, ZC_T("标记 %zu  ", "%zu marked  "), ledger->marks.n);
    size_t used = strlen(place);
    snprintf(place + used, sizeof place - used, ZC_T("第 %llu/%llu 行", "row %llu/%llu"),
             (unsigned long long)(view->count ? view->cursor + 1 : 0),
             (unsigned long long)view->count);
    int room = canvas->cols - (int)zc_text_cols(zc_str_of(place)) - 4;
    bool working = draw_progress(ledger, canvas, hint);
    if (!working && row && ledger->said.text.len > 0)
        zc_canvas_fit(canvas, hint, 1, room, ZC_STYLE_WARN, zc_buf_str(&ledger->said.text), false);
    else if (!working && row)
        zc_canvas_printf(canvas, hint, 1, ZC_STYLE_DIM, "%.*s%s%s %.*s %.*s", ZC_ARG(row->code),
                         row->code.len > 0 ? "  " : "", ZC_T("上次修改", "changed"),
                         ZC_ARG(zc_str_head(row->changed, 10)),
                         ZC_ARG(zc_str_head(zc_str_from(row->changed, 11), 5)));
    zc_canvas_put_right(canvas, hint, canvas->cols - 1, ZC_STYLE_NORMAL, zc_str_of(place));
}

static void draw_empty(const struct zc_ledger_view *view, struct zc_canvas *canvas)
{
    const char *text = view->query ? ZC_T("正在找…", "searching…")
                       : view->conditions.n > 0
                           ? ZC_T("没有符合的。按 f 改条件，Del 删最后一条。",
                                  "nothing fits; f changes the conditions, Del drops the last one")
                       : view->filter.queue.len || view->filter.group || view->filter.area.len
                           ? ZC_T("没有符合的。Esc 返回。", "nothing fits; Esc goes back")
                           : ZC_T("还没有登记。^N 登记第一家，或在首页按 m 导入已有台账。",
                                  "nothing registered yet; ^N begins, m on home imports one");
    zc_canvas_text(canvas, 5, 3, ZC_STYLE_NORMAL, text);
    zc_canvas_cursor(canvas, 5, 3);
}

void zc_ledger_screen_draw(const void *state, struct zc_canvas *canvas)
{
    const struct zc_ledger_screen *ledger = state;
    const struct zc_ledger_view *view = &ledger->view;
    struct zc_ledger_layout layout;
    int cols = table_cols(canvas);
    fit(ledger, canvas, &layout);
    zc_screens_title(canvas, view->survey, ZC_T("台账", "ledger"), (struct zc_str){ 0 });
    draw_context(view, canvas);
    draw_head(ledger, canvas, &layout);
    zc_canvas_rule(canvas, 3);
    for (uint32_t i = 0; i < view->nrows; i++) {
        int row = 4 + (int)i;
        draw_row(ledger, canvas, row, &layout, &view->rows[i]);
        if (view->top + i != view->cursor)
            continue;
        zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, 0, cols, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, 0);
    }
    if (view->count == 0)
        draw_empty(view, canvas);
    zc_canvas_rule(canvas, canvas->rows - 5);
    if (has_pane(canvas))
        zc_ledger_preview_draw(&ledger->preview, canvas);
    draw_foot(ledger, canvas);
}

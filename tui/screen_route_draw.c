#include "core/text.h"
#include "tui/glyph.h"
#include "tui/screen_route_impl.h"
#include <stdio.h>

/* Drawing of the walk: a line a door, the units behind it under it, a heading for each side of
 * each road. */

static const char *side_text(enum zc_route_side side)
{
    static const struct zc_text texts[] = { [ZC_SIDE_ODD] = { "单号一侧", "odd side" },
                                            [ZC_SIDE_EVEN] = { "双号一侧", "even side" },
                                            [ZC_SIDE_NONE] = { "没有门牌号", "no number" } };
    return zc_text_get(texts[side]);
}

static const char *side_arrow(enum zc_route_side side)
{
    return side == ZC_SIDE_NONE ? "" : zc_glyph(side == ZC_SIDE_ODD ? ZC_GLYPH_UP : ZC_GLYPH_DOWN);
}

static void draw_heading(const struct zc_route_view *view, struct zc_canvas *canvas, int row,
                         const struct zc_route_line *line)
{
    const struct zc_route_road *road = &view->list.roads[line->road];
    int col = zc_canvas_printf(canvas, row, 1, ZC_STYLE_STRONG, "%.*s  %s %s", ZC_ARG(road->label),
                               side_text(line->side), side_arrow(line->side));
    if (road->open > 0)
        zc_canvas_printf(canvas, row, col + 2, ZC_STYLE_DIM,
                         ZC_T("本路待走 %u", "%u to go on this road"), road->open);
}

static enum zc_glyph walk_glyph(const struct zc_route_row *data, enum zc_style *style)
{
    static const struct {
        enum zc_glyph glyph;
        enum zc_style style;
    } signs[] = { [ZC_WALK_NONE] = { ZC_GLYPH_OPEN, ZC_STYLE_DIM },
                  [ZC_WALK_OPEN] = { ZC_GLYPH_SEED, ZC_STYLE_NORMAL },
                  [ZC_WALK_AGAIN] = { ZC_GLYPH_DOUBT, ZC_STYLE_WARN },
                  [ZC_WALK_DONE] = { ZC_GLYPH_DONE, ZC_STYLE_GOOD } };
    *style = data->conflict ? ZC_STYLE_CONFLICT : signs[data->walk].style;
    return data->conflict ? ZC_GLYPH_CONFLICT : signs[data->walk].glyph;
}

/* What came of it, or that nobody was there. */
static void draw_outcome(struct zc_canvas *canvas, int row, int col, int cols,
                         const struct zc_route_row *data)
{
    struct zc_buf text = { 0 };
    enum zc_style style;
    enum zc_glyph glyph = walk_glyph(data, &style);
    zc_buf_printf(&text, "%s ", zc_glyph(glyph));
    if (data->walk == ZC_WALK_AGAIN && data->attempts.len > 0)
        zc_buf_printf(&text, ZC_T("已%.*s次 ", "%.*s times "), ZC_ARG(data->attempts));
    if (data->outcome.len > 0)
        zc_buf_add(&text, data->outcome);
    else
        zc_buf_text(&text, ZC_T("未走访", "not visited"));
    zc_canvas_fit(canvas, row, col, cols, style, zc_buf_str(&text), false);
    zc_buf_release(&text);
}

/* "应5 已登3/4": expected, and settled of those behind it. */
static void count_units(const struct zc_route_stop *stop, const struct zc_route_row *data,
                        struct zc_buf *out)
{
    if (data->expected.len > 0)
        zc_buf_printf(out, ZC_T("应%.*s ", "of %.*s "), ZC_ARG(data->expected));
    if (stop->nbehind > 0)
        zc_buf_printf(out, ZC_T("登%u/%u", "done %u/%u"), stop->nsettled, stop->nbehind);
}

static void draw_stop(struct zc_canvas *canvas, int row, const struct zc_route_stop *stop,
                      const struct zc_route_row *data)
{
    bool wide = canvas->cols >= 80;
    int last = wide ? 22 : 18, middle = wide ? 20 : 13, right = canvas->cols - 1;
    int title = stop->is_door ? 11 : 13;
    struct zc_buf text = { 0 };
    zc_canvas_fit(canvas, row, 2, 9, stop->is_door ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL, data->place,
                  false);
    if (stop->is_door) {
        zc_buf_printf(&text, "%.*s%s%.*s", ZC_ARG(data->title), data->title.len ? "  " : "",
                      ZC_ARG(data->kind));
        zc_canvas_fit(canvas, row, title, right - last - middle - title - 1, ZC_STYLE_NORMAL,
                      zc_buf_str(&text), false);
        zc_buf_reset(&text);
        count_units(stop, data, &text);
    } else {
        zc_canvas_fit(canvas, row, title, right - last - middle - title - 1, ZC_STYLE_NORMAL,
                      data->gone ? zc_str_of(ZC_T("（已不在）", "(gone)")) : data->title, false);
        zc_buf_add(&text, wide && data->code.len > 0
                              ? data->code
                              : zc_str_of(zc_text_get(zc_status_label(data->status))));
    }
    zc_canvas_fit(canvas, row, right - last - middle, middle - 1, ZC_STYLE_DIM, zc_buf_str(&text),
                  false);
    if (!data->gone)
        draw_outcome(canvas, row, right - last, last, data);
    zc_buf_release(&text);
}

static void draw_lines(const struct zc_route_view *view, struct zc_canvas *canvas)
{
    for (uint32_t i = 0; i < view->nrows; i++) {
        const struct zc_route_line *line = &view->lines[view->top + i];
        int row = 3 + (int)i;
        if (line->kind == ZC_LINE_ROAD)
            draw_heading(view, canvas, row, line);
        else
            draw_stop(canvas, row, &view->list.stops[line->stop], &view->rows[i]);
        if (view->top + i != view->cursor)
            continue;
        zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, 0);
    }
}

/* The answers that a digit gives at this place: "0未走访 1有单位 …". */
static void draw_answers(const struct zc_route_view *view, struct zc_canvas *canvas)
{
    const struct zc_route_stop *stop = zc_route_view_stop(view);
    const struct zc_form *form = stop ? view->survey->pack->forms[stop->form] : NULL;
    const struct zc_question *q = form ? form->by_role[ZC_ROLE_OUTCOME] : NULL;
    struct zc_buf text = { 0 };
    for (uint32_t i = 0; q && q->list && i < q->list->nrows; i++) {
        struct zc_str value = zc_choice_value(q->list, i);
        if (value.len == 1)
            zc_buf_printf(&text, "%.*s%.*s ", ZC_ARG(value),
                          ZC_ARG(zc_choice_label(q->list, i, zc_form_lang(form))));
    }
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

static void draw_context(const struct zc_route_view *view, struct zc_canvas *canvas)
{
    uint32_t doors = 0, walked = 0, units = 0, open = 0;
    struct zc_buf left = { 0 }, right = { 0 };
    for (size_t i = 0; i < view->list.nstops; i++) {
        const struct zc_route_stop *stop = &view->list.stops[i];
        doors += stop->is_door;
        walked += stop->is_door && stop->walk != ZC_WALK_OPEN;
        units += !stop->is_door;
        open += stop->walk == ZC_WALK_OPEN || stop->walk == ZC_WALK_AGAIN;
    }
    zc_buf_printf(&left, "%.*s  %.*s%s", ZC_ARG(view->label),
                  ZC_ARG(view->all ? zc_str_of(ZC_T("全部街路", "all roads")) : view->road),
                  view->only_open ? ZC_T("  只看待走", "  to go only") : "");
    if (!view->made)
        zc_buf_printf(&right, ZC_T("正在读 %zu/%zu", "reading %zu/%zu"), view->at, view->todo.n);
    else
        zc_buf_printf(&right, ZC_T("门 %u/%u  单位 %u  待走 %u", "doors %u/%u  units %u  to go %u"),
                      walked, doors, units, open);
    zc_canvas_fit(canvas, 1, 1, canvas->cols - 36, ZC_STYLE_NORMAL, zc_buf_str(&left), false);
    zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_NORMAL, zc_buf_str(&right));
    zc_buf_release(&left);
    zc_buf_release(&right);
}

static void draw_empty(const struct zc_route_view *view, struct zc_canvas *canvas)
{
    const char *text =
        !view->doors && view->community.len == 0
            ? ZC_T("本调查没有社区表。Esc 返回。", "this survey has no communities; Esc goes back")
        : !view->made ? ZC_T("正在读这个社区…", "reading this community…")
        : view->only_open
            ? ZC_T("都走完了。按 a 看全部。", "everything is done; a shows all")
            : ZC_T("这里还没有门，也没有单位。按 d 加一个门；门牌底册在首页按 m 导入。",
                   "no doors and no units here; d adds a door; m on home takes in a list of them");
    zc_canvas_text(canvas, 4, 3, ZC_STYLE_NORMAL, text);
    zc_canvas_cursor(canvas, 4, 3);
}

void zc_route_screen_draw(const void *state, struct zc_canvas *canvas)
{
    const struct zc_route_screen *route = state;
    const struct zc_route_view *view = &route->view;
    zc_screens_title(canvas, view->survey, ZC_T("走访", "walk"), (struct zc_str){ 0 });
    draw_context(view, canvas);
    zc_canvas_rule(canvas, 2);
    draw_lines(view, canvas);
    if (view->nlines == 0)
        draw_empty(view, canvas);
    zc_canvas_rule(canvas, canvas->rows - 5);
    draw_answers(view, canvas);
}

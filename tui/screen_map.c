#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/list_map.h"
#include "tui/screens.h"
#include <stdio.h>

/* 对列: what the columns of a foreign list are. Asked where no header explains them; the answers
 * are kept under the header line. */

struct map {
    struct zc_list_map map;
    struct zc_str name;
    uint32_t focus;
    struct zc_arena arena;
};

enum { MAP_UP = 1, MAP_DOWN, MAP_PICK, MAP_SKIP, MAP_SAVE, MAP_BACK };

static bool map_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct map *map = state;
    const struct zc_map_args *given = args;
    if (!zc_list_map_open(&map->map, app->survey, given->form, given->path, err))
        return false;
    map->name = zc_arena_copy(&map->arena, given->name);
    for (uint32_t i = 0; i < map->map.n; i++) {
        if (map->map.columns[i].asked) {
            map->focus = i;
            break;
        }
    }
    return true;
}

static void map_leave(void *state)
{
    struct map *map = state;
    zc_list_map_release(&map->map);
    zc_arena_release(&map->arena);
}

/* Drawing */

static void put_field(const struct map *map, const struct zc_list_map_column *column,
                      struct zc_buf *out)
{
    struct zc_arena arena = { 0 };
    const struct zc_form *form = map->map.form;
    if (column->q) {
        struct zc_str label = zc_question_label(form, column->q, zc_form_lang(form), &arena);
        zc_buf_add(out, label);
    } else if (column->field.len > 0) {
        zc_buf_text(out, ZC_T("不要", "leave out"));
    } else {
        zc_buf_text(out, ZC_T("照原名收", "keep as it is"));
    }
    zc_arena_release(&arena);
}

static void draw_column(const struct map *map, struct zc_canvas *canvas, int row, uint32_t i)
{
    const struct zc_list_map_column *column = &map->map.columns[i];
    int half = canvas->cols / 2, header = half / 2 - 2;
    struct zc_buf text = { 0 };
    zc_canvas_fit(canvas, row, 3, header, ZC_STYLE_NORMAL, column->header, false);
    for (int k = 0; k < ZC_LIST_MAP_SAMPLES; k++)
        if (column->samples[k].len > 0)
            zc_buf_printf(&text, "%s%.*s", text.len ? " | " : "", ZC_ARG(column->samples[k]));
    zc_canvas_fit(canvas, row, 4 + header, canvas->cols - half / 2 - 8 - header, ZC_STYLE_DIM,
                  zc_buf_str(&text), false);
    zc_buf_reset(&text);
    put_field(map, column, &text);
    int at = canvas->cols - half / 2 - 3;
    zc_canvas_text(canvas, row, at, ZC_STYLE_NORMAL,
                   column->asked ? zc_glyph(ZC_GLYPH_DOUBT) : " ");
    zc_canvas_fit(canvas, row, at + 2, canvas->cols - at - 3,
                  column->q ? ZC_STYLE_NORMAL : ZC_STYLE_DIM, zc_buf_str(&text), false);
    if (i == map->focus) {
        zc_canvas_text(canvas, row, 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, 1);
    }
    zc_buf_release(&text);
}

static void map_draw(const void *state, struct zc_canvas *canvas)
{
    const struct map *map = state;
    int bottom = canvas->rows - 5, fit = bottom - 5, half = canvas->cols / 2;
    uint32_t first = map->focus >= (uint32_t)fit ? map->focus - (uint32_t)fit + 1 : 0;
    zc_screens_title(canvas, map->map.survey, ZC_T("对列", "columns"), (struct zc_str){ 0 });
    zc_canvas_fit(canvas, 1, 1, canvas->cols - 22, ZC_STYLE_NORMAL, map->name, false);
    zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_DIM,
                        zc_str_of(ZC_T("F2 就这样，往下走", "F2 takes it so")));
    zc_canvas_rule(canvas, 2);
    zc_canvas_text(canvas, 3, 3, ZC_STYLE_STRONG, ZC_T("他们的列", "their column"));
    zc_canvas_text(canvas, 3, 2 + half / 2, ZC_STYLE_STRONG, ZC_T("前几个值", "first values"));
    zc_canvas_text(canvas, 3, canvas->cols - half / 2 - 1, ZC_STYLE_STRONG,
                   ZC_T("我们的项目", "our field"));
    zc_canvas_rule(canvas, 4);
    for (uint32_t i = first; i < map->map.n && i < first + (uint32_t)fit; i++)
        draw_column(map, canvas, 5 + (int)(i - first), i);
    zc_canvas_rule(canvas, bottom);
    zc_canvas_text(canvas, bottom + 1, 3, map->map.has_key ? ZC_STYLE_DIM : ZC_STYLE_WARN,
                   map->map.has_key
                       ? ZC_T("同样表头的名单以后不再问", "not asked again for the same header")
                       : ZC_T("还没有一列是代码，请指定", "no column is the code yet; name one"));
}

/* Acts */

/* The fields that a column can fill, and the two answers that are none. */
static void ask_field(struct map *map, struct zc_app *app)
{
    const struct zc_form *form = map->map.form;
    const struct zc_str cols[] = { ZC_STR("name"), ZC_STR("label") };
    struct zc_list *list = zc_list_new(ZC_STR("fields"), cols, 2, &map->arena);
    uint32_t *rows = ZC_NEW(&map->arena, uint32_t, (size_t)form->nquestions + 3), n = 0;
    list->value_col = 0;
    list->label_col = 1;
    struct zc_str out[2] = { ZC_STR("-"), zc_str_of(ZC_T("不要这一列", "leave the column out")) };
    struct zc_str own[2] = { ZC_STR("+"),
                             zc_str_of(ZC_T("照原名收下", "keep it under its own name")) };
    zc_list_add(list, out, 2, &map->arena);
    zc_list_add(list, own, 2, &map->arena);
    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (!zc_list_can_fill(q))
            continue;
        struct zc_str cells[2] = { q->field,
                                   zc_question_label(form, q, zc_form_lang(form), &map->arena) };
        zc_list_add(list, cells, 2, &map->arena);
    }
    for (n = 0; n < list->nrows; n++)
        rows[n] = n;
    const struct zc_list_map_column *column = &map->map.columns[map->focus];
    struct zc_pick_args args = { .title = column->header,
                                 .value = column->field.len ? column->field : ZC_STR("+"),
                                 .list = list,
                                 .rows = rows,
                                 .n = n };
    zc_app_push(app, &zc_popup_pick, &args);
}

static enum zc_next save(struct map *map, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (!map->map.has_key) {
        zc_app_say(app, ZC_SAY_PROBLEM, "%s",
                   ZC_T("请先指定哪一列是代码，再按 F2", "say first which column is the code"));
        return ZC_NEXT_STAY;
    }
    if (!zc_list_map_save(&map->map, &err)) {
        zc_app_fail(app, &err);
        return ZC_NEXT_STAY;
    }
    zc_app_result(app, 1, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next map_act(void *state, struct zc_app *app, int action)
{
    struct map *map = state;
    switch (action) {
    case MAP_UP:
        map->focus -= map->focus > 0;
        break;
    case MAP_DOWN:
        map->focus += map->focus + 1 < map->map.n;
        break;
    case MAP_PICK:
        if (map->map.n > 0)
            ask_field(map, app);
        break;
    case MAP_SKIP:
        if (map->map.n > 0)
            zc_list_map_set(&map->map, map->focus, ZC_STR("-"));
        break;
    case MAP_SAVE:
        return save(map, app);
    default:
        zc_app_result(app, 0, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static enum zc_next map_resume(void *state, struct zc_app *app)
{
    struct map *map = state;
    if (app->result == 1 && map->focus < map->map.n) {
        zc_list_map_set(&map->map, map->focus, zc_buf_str(&app->result_text));
        map->focus += map->focus + 1 < map->map.n;
    }
    return ZC_NEXT_STAY;
}

static const struct zc_binding map_bindings[] = {
    { ZC_KEY_ENTER, MAP_PICK, { "选项目", "field" } },
    { ZC_KEY_F4, MAP_PICK, { 0 } },
    { ' ', MAP_SKIP, { "不要", "skip" } },
    { ZC_KEY_F2, MAP_SAVE, { "就这样", "take" } },
    { ZC_KEY_UP, MAP_UP, { 0 } },
    { ZC_KEY_DOWN, MAP_DOWN, { 0 } },
    { ZC_KEY_ESC, MAP_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_map = {
    .name = "map",
    .title = { "对列", "columns" },
    .state_size = sizeof(struct map),
    .bindings = map_bindings,
    .enter = map_enter,
    .draw = map_draw,
    .act = map_act,
    .resume = map_resume,
    .leave = map_leave,
};

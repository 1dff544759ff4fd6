#include "core/fold_text.h"
#include "core/pinyin.h"
#include "forms/list_rows.h"
#include "tui/edit.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/link_search.h"
#include "tui/screens.h"
#include <stdio.h>
#include <string.h>

/* The pick list of a link (UX.md 5.3, XLSFORM.md 6.13): records of another form, looked for among
 * any number of them (tui/link_search.h), and below them a line that registers a new one. */

struct link_popup {
    struct zc_link_args args; /* texts copied */
    struct zc_link_search search;
    struct zc_edit edit;
    uint32_t focus, top;
    int height;
    bool searching;
    const struct link_line *lines; /* those in view, from `top` on */
    uint32_t nlines;
    struct zc_arena arena, view;
};
struct link_line {
    struct zc_str number, label, detail;
};

enum {
    LINK_UP = 1,
    LINK_DOWN,
    LINK_PGUP,
    LINK_PGDN,
    LINK_FIRST,
    LINK_LAST,
    LINK_TAKE,
    LINK_DITTO,
    LINK_FRESH,
    LINK_CLOSE
};

/* Behind the hits: the words for an answer that nobody gave, then the line for a new record. */
static const struct zc_text missing[] = { { "拒答", "拒答 refused" },
                                          { "不详", "不详 not known" } };
enum { MISSING = sizeof missing / sizeof missing[0] };

static uint32_t nmissing(const struct link_popup *link)
{
    return link->args.may_be_missing ? MISSING : 0;
}

static uint32_t line_of_new(const struct link_popup *link)
{
    return link->search.n + nmissing(link);
}

static void begin(struct link_popup *link)
{
    link->focus = link->top = 0;
    zc_link_search_begin(&link->search, zc_edit_text(&link->edit));
    link->searching = true;
}

static bool link_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct link_popup *link = state;
    (void)err;
    link->args = *(const struct zc_link_args *)args;
    link->args.title = zc_arena_copy(&link->arena, link->args.title);
    link->args.ditto = zc_arena_copy(&link->arena, link->args.ditto);
    link->search.survey = app->survey;
    link->search.form = link->args.form;
    link->search.offers = link->args.offers;
    link->search.ctx = link->args.ctx;
    zc_edit_set(&link->edit, link->args.search);
    link->edit.fresh = false;
    link->height = 10;
    begin(link);
    return true;
}

/* What tells records of one name from each other: code, address, place. */
static struct zc_str detail_of(const struct link_popup *link, uint32_t row)
{
    static const enum zc_role roles[] = { ZC_ROLE_ADDR, ZC_ROLE_CODE };
    const struct zc_list *list = link->args.list;
    struct zc_str text = { 0 };
    for (size_t i = 0; i < sizeof roles / sizeof roles[0] && text.len == 0; i++) {
        const struct zc_question *q = link->args.form->by_role[roles[i]];
        text = q ? zc_list_cell(list, row, zc_list_col(list, q->field)) : text;
    }
    return text;
}

static struct link_line read_line(const struct link_popup *link, struct zc_rid rid,
                                  struct zc_arena *arena)
{
    char id[ZC_RID_TEXT + 1], number[6];
    const struct zc_list *list = link->args.list;
    zc_rid_print(rid, id);
    zc_rid_number(rid, number);
    uint32_t row = zc_list_find(list, list->value_col, zc_str_of(id), 0);
    return (struct link_line){ zc_arena_copy(arena, zc_str_of(number)),
                               zc_list_record_label(list, zc_str_of(id), arena),
                               row < list->nrows ? zc_arena_copy(arena, detail_of(link, row))
                                                 : (struct zc_str){ 0 } };
}

static void link_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct link_popup *link = state;
    (void)app, (void)cols;
    link->height = rows - 11 < 5 ? 5 : rows - 11;
    uint32_t height = (uint32_t)link->height, n = link->search.n;
    if (link->focus < link->top)
        link->top = link->focus;
    if (link->focus >= link->top + height)
        link->top = link->focus - height + 1;
    zc_arena_reset(&link->view);
    link->nlines = n > link->top ? n - link->top : 0;
    link->nlines = link->nlines < height ? link->nlines : height;
    struct link_line *lines = ZC_NEW(&link->view, struct link_line, link->nlines);
    for (uint32_t i = 0; i < link->nlines; i++)
        lines[i] = read_line(link, link->search.hits[link->top + i], &link->view);
    link->lines = lines;
}

static bool link_idle(void *state, struct zc_app *app)
{
    struct link_popup *link = state;
    bool was = link->searching;
    (void)app;
    link->searching = was && zc_link_search_step(&link->search, ZC_SLICE_MS);
    return was;
}

/* Drawing */

static void draw_hit(const struct link_line *line, struct zc_canvas *canvas, int row, int col,
                     int end)
{
    int room = end - col - 7, label = line->detail.len > 0 ? room / 2 : room;
    zc_canvas_fit(canvas, row, col, 5, ZC_STYLE_DIM, line->number, false);
    zc_canvas_fit(canvas, row, col + 7, label, ZC_STYLE_NORMAL, line->label, false);
    if (line->detail.len > 0)
        zc_canvas_fit(canvas, row, col + 8 + label, room - label - 1, ZC_STYLE_DIM, line->detail,
                      false);
}

static void draw_line(const struct link_popup *link, struct zc_canvas *canvas, int row, int col,
                      int end, uint32_t line)
{
    struct zc_buf text = { 0 };
    if (line < link->search.n) {
        if (line - link->top < link->nlines)
            draw_hit(&link->lines[line - link->top], canvas, row, col, end);
        return;
    }
    if (line < line_of_new(link))
        zc_buf_text(&text, zc_text_get(missing[line - link->search.n]));
    else
        zc_buf_printf(&text, "%s %s…", zc_glyph(ZC_GLYPH_ADD), ZC_T("新建", "new"));
    zc_canvas_fit(canvas, row, col, end - col,
                  line < line_of_new(link) ? ZC_STYLE_DIM : ZC_STYLE_INFO, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

static void draw_lines(const struct link_popup *link, struct zc_canvas *canvas, int row, int col,
                       int cols)
{
    uint32_t n = line_of_new(link) + 1;
    for (int i = 0; i < link->height && link->top + (uint32_t)i < n; i++) {
        uint32_t line = link->top + (uint32_t)i;
        draw_line(link, canvas, row + i, col + 4, col + cols - 2, line);
        if (line != link->focus)
            continue;
        zc_canvas_text(canvas, row + i, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row + i, col + 1, cols - 2, ZC_STYLE_TITLE);
    }
}

static void draw_foot(const struct link_popup *link, struct zc_canvas *canvas, int row, int col,
                      int cols)
{
    uint32_t at = link->focus - link->top;
    const char *said = link->focus >= line_of_new(link)
                           ? ZC_T("登记一条新的，存好后回到这里；不必等它填完，可先存为草稿",
                                  "registers a new one and comes back here; it may be kept as a "
                                  "draft")
                       : link->search.n == ZC_LINK_HITS
                           ? ZC_T("还有更多，请多写几个字", "there are more: type some more")
                           : "";
    if (link->focus < link->search.n && at < link->nlines)
        zc_canvas_fit(canvas, row + 1, col + 2, cols - 4, ZC_STYLE_NORMAL, link->lines[at].label,
                      false);
    zc_canvas_fit(canvas, row + 2, col + 2, cols - 4, ZC_STYLE_DIM, zc_str_of(said), false);
}

static void link_draw(const void *state, struct zc_canvas *canvas)
{
    const struct link_popup *link = state;
    struct zc_buf keys = { 0 };
    char count[64];
    int cols = canvas->cols < 80 ? canvas->cols : 74, rows = link->height + 6;
    int row = 2, col = (canvas->cols - cols) / 2;
    zc_frame_popup_keys(zc_popup_link.bindings, &keys);
    zc_canvas_box(canvas, row, col, rows, cols, link->args.title, zc_buf_str(&keys));
    zc_canvas_rule_in(canvas, row + rows - 4, col, cols);
    int right = canvas->right;
    canvas->right = col + cols - 1;
    int at = zc_canvas_text(canvas, row + 1, col + 2, ZC_STYLE_NORMAL, ZC_T("查找 ", "find "));
    draw_lines(link, canvas, row + 2, col, cols);
    draw_foot(link, canvas, row + rows - 4, col, cols);
    snprintf(count, sizeof count,
             link->searching                 ? ZC_T("已找到 %u …", "%u so far …")
             : zc_edit_text(&link->edit).len ? ZC_T("命中 %u", "%u found")
                                             : ZC_T("最近 %u", "latest %u"),
             link->search.n);
    zc_canvas_put_right(canvas, row + 1, col + cols - 2, ZC_STYLE_DIM, zc_str_of(count));
    canvas->right = right;
    zc_edit_draw(&link->edit, canvas, row + 1, at, cols - 30, true, false);
    if (zc_edit_text(&link->edit).len == 0)
        zc_canvas_text(canvas, row + 1, at + 2, ZC_STYLE_DIM,
                       ZC_T("名称/代码/首字母/地址", "name, code, initials"));
    zc_buf_release(&keys);
}

/* Acts */

static enum zc_next leave_with(struct zc_app *app, int result, struct zc_str text)
{
    zc_app_result(app, result, text);
    return ZC_NEXT_BACK;
}

static enum zc_next take(struct link_popup *link, struct zc_app *app)
{
    char id[ZC_RID_TEXT + 1];
    if (link->focus >= line_of_new(link))
        return leave_with(app, ZC_LINK_NEW, zc_edit_text(&link->edit));
    if (link->focus >= link->search.n)
        return leave_with(app, 1, zc_str_of(missing[link->focus - link->search.n].zh));
    zc_rid_print(link->search.hits[link->focus], id);
    return leave_with(app, 1, zc_str_of(id));
}

static void move(struct link_popup *link, int64_t by)
{
    int64_t last = line_of_new(link), to = (int64_t)link->focus + by;
    link->focus = (uint32_t)(to < 0 ? 0 : to > last ? last : to);
}

static enum zc_next link_act(void *state, struct zc_app *app, int action)
{
    struct link_popup *link = state;
    switch (action) {
    case LINK_UP:
    case LINK_DOWN:
        move(link, action == LINK_DOWN ? 1 : -1);
        break;
    case LINK_PGUP:
    case LINK_PGDN:
        move(link, action == LINK_PGDN ? link->height : -link->height);
        break;
    case LINK_FIRST:
        move(link, -(int64_t)link->focus);
        break;
    case LINK_LAST:
        move(link, line_of_new(link));
        break;
    case LINK_TAKE:
        return take(link, app);
    case LINK_FRESH:
        return leave_with(app, ZC_LINK_NEW, zc_edit_text(&link->edit));
    case LINK_DITTO:
        if (link->args.ditto.len > 0)
            return leave_with(app, 1, link->args.ditto);
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("上一份这一项是空的", "the last record has nothing here"));
        break;
    default:
        return leave_with(app, 0, (struct zc_str){ 0 });
    }
    return ZC_NEXT_STAY;
}

static bool link_typing(const void *state)
{
    (void)state;
    return true;
}

static enum zc_next link_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct link_popup *link = state;
    (void)app;
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&link->edit, text);
    else if (!zc_edit_key(&link->edit, key))
        return ZC_NEXT_STAY;
    begin(link);
    return ZC_NEXT_STAY;
}

static void link_leave(void *state)
{
    struct link_popup *link = state;
    zc_edit_release(&link->edit);
    zc_link_search_release(&link->search);
    zc_arena_release(&link->arena);
    zc_arena_release(&link->view);
}

static const struct zc_binding link_bindings[] = {
    { ZC_KEY_ENTER, LINK_TAKE, { "选定", "take" } },
    { ZC_KEY_TAB, LINK_TAKE, { 0 } },
    { ZC_KEY_DOWN, LINK_DOWN, { "移动", "move" } },
    { ZC_KEY_UP, LINK_UP, { 0 } },
    { ZC_KEY_PGDN, LINK_PGDN, { 0 } },
    { ZC_KEY_PGUP, LINK_PGUP, { 0 } },
    { ZC_KEY_CTRL_HOME, LINK_FIRST, { 0 } },
    { ZC_KEY_CTRL_END, LINK_LAST, { 0 } },
    { ZC_KEY_F5, LINK_DITTO, { "照抄", "copy" } },
    { ZC_KEY_CTRL('N'), LINK_FRESH, { "新建", "new" } },
    { ZC_KEY_ESC, LINK_CLOSE, { "不选", "leave" } },
    { 0 },
};
const struct zc_screen_ops zc_popup_link = {
    .name = "link",
    .title = { "关联", "link" },
    .state_size = sizeof(struct link_popup),
    .bindings = link_bindings,
    .popup = true,
    .enter = link_enter,
    .update = link_update,
    .draw = link_draw,
    .act = link_act,
    .key = link_key,
    .typing = link_typing,
    .idle = link_idle,
    .leave = link_leave,
};

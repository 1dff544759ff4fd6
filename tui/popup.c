#include "tui/popup.h"
#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/text.h"
#include "core/utf8.h"
#include "tui/edit.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screens.h"
#include <string.h>

/* A box in the middle of the screen, never over the F-key bar; full width in narrow windows. */
static void draw_box(struct zc_canvas *canvas, int rows, int cols, struct zc_str title,
                     const struct zc_binding *bindings, int *row, int *col, int *inner)
{
    struct zc_buf keys = { 0 };
    int most = canvas->rows - 2;
    rows = rows < most ? rows : most;
    cols = canvas->cols < 80 || cols > canvas->cols - 4 ? canvas->cols : cols;
    *row = (canvas->rows - 1 - rows) / 2;
    *col = (canvas->cols - cols) / 2;
    *inner = rows - 2;
    zc_frame_popup_keys(bindings, &keys);
    zc_canvas_box(canvas, *row, *col, rows, cols, title, zc_buf_str(&keys));
    zc_buf_release(&keys);
}

enum { ACT_CLOSE = 1, ACT_UP, ACT_DOWN, ACT_PGUP, ACT_PGDN, ACT_TAKE, ACT_KEYS, ACT_FIRST };

/* A text to read, and help, which is one made from the keys of the screen below */

struct page {
    struct zc_buf text, title;
    int top;
};

static int page_cols(const struct zc_canvas *canvas)
{
    return canvas->cols < 80 ? canvas->cols - 4 : 68;
}

static int page_lines(const struct page *page, const struct zc_canvas *canvas)
{
    struct zc_str rest = zc_buf_str(&page->text), line;
    int lines = 0;
    while (zc_text_wrap(&rest, (unsigned)page_cols(canvas), &line))
        lines++;
    return lines;
}

static void draw_page(const struct page *page, struct zc_canvas *canvas,
                      const struct zc_binding *bindings)
{
    int row, col, inner;
    draw_box(canvas, page_lines(page, canvas) + 2, 72, zc_buf_str(&page->title), bindings, &row,
             &col, &inner);
    struct zc_str rest = zc_buf_str(&page->text), line;
    unsigned cols = (unsigned)page_cols(canvas);
    for (int at = -page->top; at < inner && zc_text_wrap(&rest, cols, &line); at++) {
        if (at >= 0)
            zc_canvas_put(canvas, row + 1 + at, col + 2, ZC_STYLE_NORMAL, line);
    }
    zc_canvas_cursor(canvas, row + 1, col + 2);
}

/* Scrolls; closes with any act that does not. */
static enum zc_next act_page(struct page *page, struct zc_app *app, int action)
{
    enum { PAGE = 10, REST = 4 }; /* lines of the last page that stay */
    int by = action == ACT_UP     ? -1
             : action == ACT_DOWN ? 1
             : action == ACT_PGUP ? -PAGE
             : action == ACT_PGDN ? PAGE
                                  : 0;
    int lines = page_lines(page, &app->canvas);
    page->top += by;
    if (page->top > lines - REST)
        page->top = lines - REST;
    if (page->top < 0)
        page->top = 0;
    if (by != 0)
        return ZC_NEXT_STAY;
    zc_app_result(app, action == ACT_TAKE, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static void page_leave(void *state)
{
    struct page *page = state;
    zc_buf_release(&page->text);
    zc_buf_release(&page->title);
}

static bool page_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct page *page = state;
    const struct zc_page *ask = args;
    (void)app, (void)err;
    zc_buf_add(&page->title, ask->title);
    zc_buf_add(&page->text, ask->text);
    return true;
}

static void page_draw(const void *state, struct zc_canvas *canvas)
{
    draw_page(state, canvas, zc_popup_page.bindings);
}

static enum zc_next page_act(void *state, struct zc_app *app, int action)
{
    return act_page(state, app, action);
}

static const struct zc_binding page_bindings[] = {
    { ZC_KEY_UP, ACT_UP, { 0 } },
    { ZC_KEY_DOWN, ACT_DOWN, { "翻", "scroll" } },
    { ZC_KEY_PGUP, ACT_PGUP, { 0 } },
    { ZC_KEY_PGDN, ACT_PGDN, { "翻页", "page" } },
    { ZC_KEY_ENTER, ACT_TAKE, { "继续", "go on" } },
    { ZC_KEY_ESC, ACT_CLOSE, { "返回", "back" } },
    { ZC_KEY_F3, ACT_CLOSE, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_page = {
    .name = "page",
    .title = { "说明", "text" },
    .state_size = sizeof(struct page),
    .bindings = page_bindings,
    .popup = true,
    .enter = page_enter,
    .draw = page_draw,
    .act = page_act,
    .leave = page_leave,
};

static void add_keys(const struct zc_binding *bindings, struct zc_buf *out)
{
    char buf[8];
    for (const struct zc_binding *b = bindings; b->key; b++) {
        const char *label = zc_text_get(b->label);
        if (!label)
            continue;
        zc_buf_text(out, "  ");
        size_t start = out->len;
        zc_buf_text(out, zc_key_name(b->key, buf));
        for (const struct zc_binding *o = bindings; o->key; o++) { /* its other keys */
            if (o != b && o->action == b->action && !zc_text_get(o->label))
                zc_buf_printf(out, " / %s", zc_key_name(o->key, buf));
        }
        unsigned cols = zc_text_cols(zc_str_from(zc_buf_str(out), start));
        zc_buf_printf(out, "%*s%s\n", cols < 24 ? (int)(24 - cols) : 1, "", label);
    }
}

static bool help_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct page *help = state;
    const struct zc_app_screen *below = args;
    (void)err;
    zc_buf_printf(&help->title, "%s %s", ZC_T("帮助", "Help"), zc_text_get(below->ops->title));
    if (below->ops->help) {
        below->ops->help(below->state, &help->text);
        zc_buf_char(&help->text, '\n');
    }
    zc_buf_text(&help->text, ZC_T("现在能按的键\n", "Keys that work now\n"));
    add_keys(below->ops->bindings, &help->text);
    zc_buf_text(&help->text, ZC_T("\n到处都能按\n"
                                  "  F1                      帮助\n"
                                  "  F9 / ^P                 菜单\n"
                                  "  F10 / ^Q                回首页，在首页退出\n"
                                  "  ^L                      重画\n",
                                  "\nEverywhere\n"
                                  "  F1                      help\n"
                                  "  F9 / ^P                 menu\n"
                                  "  F10 / ^Q                home; from home: quit\n"
                                  "  ^L                      repaint\n"));
    if (app->on_new)
        zc_buf_text(&help->text, ZC_T("  ^N                      新登记\n",
                                      "  ^N                      new registration\n"));
    zc_buf_text(&help->text,
                ZC_T("\n放心\n"
                     "  每收下一项就写入磁盘；断电最多丢失正在打的这一项的最后 2 秒。\n"
                     "  Esc、关窗口、拔线都不会丢，下次打开自动恢复。\n"
                     "\n没有 F 键的键盘：Alt+1 … Alt+0 等于 F1 … F10。\n",
                     "\nYour data\n"
                     "  Every accepted field goes to disk; a power cut\n"
                     "  loses at most the last two seconds of the field\n"
                     "  being typed. Esc, or closing the window, loses\n"
                     "  nothing.\n"
                     "\nNo F-keys: Alt+1 … Alt+0 are F1 … F10.\n"));
    return true;
}

void zc_popup_show_keys(struct zc_app *app)
{
    struct zc_buf text = { 0 };
    zc_key_page(zc_screens_all, &text);
    struct zc_page page = { .title = zc_str_of(ZC_T("全部按键", "All keys")),
                            .text = zc_buf_str(&text) };
    zc_app_push(app, &zc_popup_page, &page);
    zc_buf_release(&text);
}

static enum zc_next help_act(void *state, struct zc_app *app, int action)
{
    if (action != ACT_KEYS)
        return act_page(state, app, action);
    zc_popup_show_keys(app);
    return ZC_NEXT_STAY;
}

static void help_draw(const void *state, struct zc_canvas *canvas)
{
    draw_page(state, canvas, zc_popup_help.bindings);
}

static const struct zc_binding help_bindings[] = {
    { ZC_KEY_UP, ACT_UP, { 0 } },
    { ZC_KEY_DOWN, ACT_DOWN, { "翻", "scroll" } },
    { ZC_KEY_PGUP, ACT_PGUP, { 0 } },
    { ZC_KEY_PGDN, ACT_PGDN, { "翻页", "page" } },
    { ZC_KEY_F1, ACT_KEYS, { "全部按键", "all keys" } },
    { ZC_KEY_ESC, ACT_CLOSE, { "回到原处", "close" } },
    { ZC_KEY_ENTER, ACT_CLOSE, { 0 } },
    { ZC_KEY_F3, ACT_CLOSE, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_help = {
    .name = "help",
    .title = { "帮助", "help" },
    .state_size = sizeof(struct page),
    .bindings = help_bindings,
    .popup = true,
    .enter = help_enter,
    .draw = help_draw,
    .act = help_act,
    .leave = page_leave,
};

/* Menu */

enum { MENU_MAX = 64 };
struct menu {
    const struct zc_screen_ops *below;
    struct zc_edit filter;
    const struct zc_binding *hits[MENU_MAX];
    int nhits, all, focus;
    bool has_settings; /* offered: a store is open, and the screen has no key for it */
};

/* Acts of every menu; they have no key of their own. */
static const struct zc_binding everywhere[] = {
    { ZC_KEY_NONE, ZC_EVERYWHERE_MESSAGES, { "消息记录", "messages" } },
    { ZC_KEY_NONE, ZC_EVERYWHERE_KEYS, { "全部按键", "all keys" } },
    { ZC_KEY_NONE, ZC_EVERYWHERE_SETTINGS, { "设置", "settings" } },
};
enum { EVERYWHERE = sizeof everywhere / sizeof everywhere[0] };

static const char *key_of(const struct zc_binding *binding, char buf[8])
{
    return binding->key == ZC_KEY_NONE ? "" : zc_key_name(binding->key, buf);
}

static void menu_take(struct menu *menu, const struct zc_binding *binding, struct zc_str typed,
                      struct zc_str want)
{
    char buf[8];
    const char *label = zc_text_get(binding->label);
    if (!label || menu->nhits == MENU_MAX)
        return;
    menu->all++;
    if (zc_pinyin_match(zc_str_of(label), want) ||
        zc_str_find(zc_str_of(key_of(binding, buf)), typed) != SIZE_MAX)
        menu->hits[menu->nhits++] = binding;
}

/* By a part of the act's name, its pinyin, or its key. */
static void menu_filter(struct menu *menu)
{
    struct zc_str typed = zc_edit_text(&menu->filter);
    struct zc_buf want = { 0 };
    zc_fold_text(typed, &want);
    menu->nhits = menu->all = menu->focus = 0;
    for (const struct zc_binding *b = menu->below->bindings; b->key; b++)
        menu_take(menu, b, typed, zc_buf_str(&want));
    for (int i = 0; i < EVERYWHERE; i++) {
        if (everywhere[i].action != ZC_EVERYWHERE_SETTINGS || menu->has_settings)
            menu_take(menu, &everywhere[i], typed, zc_buf_str(&want));
    }
    zc_buf_release(&want);
}

static bool binds_label(const struct zc_screen_ops *ops, struct zc_text label)
{
    for (const struct zc_binding *b = ops->bindings; b->key; b++) {
        if (b->label.zh && !strcmp(b->label.zh, label.zh))
            return true;
    }
    return false;
}

static bool menu_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct menu *menu = state;
    const struct zc_app_screen *below = args;
    (void)err;
    menu->below = below->ops;
    menu->has_settings = app->on_settings && !binds_label(below->ops, everywhere[2].label);
    menu_filter(menu);
    return true;
}

static void menu_draw(const void *state, struct zc_canvas *canvas)
{
    const struct menu *menu = state;
    char buf[8];
    int row, col, inner, rows = menu->all + 4;
    draw_box(canvas, rows, 60, zc_str_of(ZC_T("所有操作", "All acts")), zc_popup_menu.bindings,
             &row, &col, &inner);
    int width = canvas->cols < 80 ? canvas->cols : 60;
    zc_canvas_text(canvas, row + 1, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_CRUMB));
    int most = inner - 1, top = menu->focus < most ? 0 : menu->focus - most + 1;
    for (int i = top; i < menu->nhits && i - top < most; i++) {
        const struct zc_binding *b = menu->hits[i];
        int at = row + 2 + i - top;
        zc_canvas_text(canvas, at, col + 4, ZC_STYLE_NORMAL, zc_text_get(b->label));
        zc_canvas_put_right(canvas, at, col + width - 4, ZC_STYLE_NORMAL,
                            zc_str_of(key_of(b, buf)));
        if (i != menu->focus)
            continue;
        zc_canvas_text(canvas, at, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, at, col + 1, width - 2, ZC_STYLE_TITLE);
    }
    zc_edit_draw(&menu->filter, canvas, row + 1, col + 4, width - 16, true, false);
}

static enum zc_next menu_act(void *state, struct zc_app *app, int action)
{
    struct menu *menu = state;
    if (action == ACT_UP && menu->focus > 0)
        menu->focus--;
    if (action == ACT_DOWN && menu->focus + 1 < menu->nhits)
        menu->focus++;
    if (action == ACT_TAKE && menu->nhits > 0) {
        app->pending = menu->hits[menu->focus]->action;
        return ZC_NEXT_BACK;
    }
    return action == ACT_CLOSE ? ZC_NEXT_BACK : ZC_NEXT_STAY;
}

static bool always(const void *state)
{
    (void)state;
    return true;
}

static enum zc_next menu_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct menu *menu = state;
    (void)app;
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&menu->filter, text);
    else
        zc_edit_key(&menu->filter, key);
    menu_filter(menu);
    return ZC_NEXT_STAY;
}

static void menu_leave(void *state)
{
    struct menu *menu = state;
    zc_edit_release(&menu->filter);
}

static const struct zc_binding menu_bindings[] = {
    { ZC_KEY_UP, ACT_UP, { 0 } },
    { ZC_KEY_DOWN, ACT_DOWN, { "选", "choose" } },
    { ZC_KEY_ENTER, ACT_TAKE, { "执行", "do it" } },
    { ZC_KEY_ESC, ACT_CLOSE, { "关", "close" } },
    { ZC_KEY_F3, ACT_CLOSE, { 0 } },
    { ZC_KEY_F9, ACT_CLOSE, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_menu = {
    .name = "menu",
    .title = { "菜单", "menu" },
    .state_size = sizeof(struct menu),
    .bindings = menu_bindings,
    .popup = true,
    .enter = menu_enter,
    .draw = menu_draw,
    .act = menu_act,
    .key = menu_key,
    .typing = always,
    .leave = menu_leave,
};

/* Dialog */

/* A question may quote what somebody wrote: it gives way to the rows that are needed below it, and
 * shows that there is more. */
enum { TEXT_COLS = 56 };

static int text_rows(const struct zc_canvas *canvas, struct zc_str text, int others)
{
    int lines = 0, most = canvas->rows - 2 - others;
    struct zc_str rest = text, line;
    while (lines < most && zc_text_wrap(&rest, TEXT_COLS, &line))
        lines++;
    return lines;
}

static void draw_question(struct zc_canvas *canvas, int row, int col, int rows, struct zc_str text)
{
    struct zc_str rest = text, line = { 0 };
    if (rows <= 0)
        return;
    for (int i = 0; i + 1 < rows && zc_text_wrap(&rest, TEXT_COLS, &line); i++)
        zc_canvas_put(canvas, row + i, col, ZC_STYLE_NORMAL, line);
    struct zc_str last = rest;
    if (zc_text_wrap(&rest, TEXT_COLS, &line) && rest.len == 0)
        last = line;
    zc_canvas_fit(canvas, row + rows - 1, col, TEXT_COLS, ZC_STYLE_NORMAL, last, false);
}

struct dialog {
    struct zc_dialog ask;
    struct zc_arena arena;
    int focus, nanswers;
};

static bool dialog_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct dialog *dialog = state;
    (void)app, (void)err;
    dialog->ask = *(const struct zc_dialog *)args;
    dialog->ask.title = zc_arena_copy(&dialog->arena, dialog->ask.title);
    dialog->ask.text = zc_arena_copy(&dialog->arena, dialog->ask.text);
    for (int i = 0; i < ZC_DIALOG_MAX && dialog->ask.answers[i]; i++) {
        dialog->ask.answers[i] = zc_arena_cstr(&dialog->arena, zc_str_of(dialog->ask.answers[i]));
        dialog->nanswers++;
    }
    dialog->focus = dialog->ask.safe;
    return true;
}

static void dialog_draw(const void *state, struct zc_canvas *canvas)
{
    const struct dialog *dialog = state;
    int row, col, inner, others = dialog->nanswers + 4;
    int used = text_rows(canvas, dialog->ask.text, others);
    draw_box(canvas, used + others, 62, dialog->ask.title, zc_popup_dialog.bindings, &row, &col,
             &inner);
    draw_question(canvas, row + 1, col + 3, used, dialog->ask.text);
    for (int i = 0; i < dialog->nanswers; i++) {
        int at = row + 2 + used + i;
        zc_canvas_printf(canvas, at, col + 5, ZC_STYLE_NORMAL, "%d %s", i + 1,
                         dialog->ask.answers[i]);
        if (i + 1 != dialog->focus)
            continue;
        zc_canvas_text(canvas, at, col + 3, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_cursor(canvas, at, col + 5);
    }
    if (dialog->focus == 0)
        zc_canvas_cursor(canvas, row + 2 + used, col + 5);
}

static enum zc_next dialog_act(void *state, struct zc_app *app, int action)
{
    struct dialog *dialog = state;
    int answer = action == ACT_TAKE    ? dialog->focus
                 : action >= ACT_FIRST ? action - ACT_FIRST + 1
                                       : 0;
    if (action == ACT_UP && dialog->focus > 1)
        dialog->focus--;
    else if (action == ACT_DOWN && dialog->focus < dialog->nanswers)
        dialog->focus++;
    else if (action == ACT_CLOSE || (answer > 0 && answer <= dialog->nanswers)) {
        zc_app_result(app, answer, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static void dialog_leave(void *state)
{
    struct dialog *dialog = state;
    zc_arena_release(&dialog->arena);
}

static const struct zc_binding dialog_bindings[] = {
    { '1', ACT_FIRST, { 0 } },
    { '2', ACT_FIRST + 1, { 0 } },
    { '3', ACT_FIRST + 2, { 0 } },
    { '4', ACT_FIRST + 3, { 0 } },
    { '5', ACT_FIRST + 4, { 0 } },
    { '6', ACT_FIRST + 5, { 0 } },
    { '7', ACT_FIRST + 6, { 0 } },
    { '8', ACT_FIRST + 7, { 0 } },
    { '9', ACT_FIRST + 8, { 0 } },
    { ZC_KEY_UP, ACT_UP, { 0 } },
    { ZC_KEY_DOWN, ACT_DOWN, { "选", "choose" } },
    { ZC_KEY_ENTER, ACT_TAKE, { "确定", "take" } },
    { ZC_KEY_ESC, ACT_CLOSE, { "返回", "back" } },
    { ZC_KEY_F3, ACT_CLOSE, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_dialog = {
    .name = "dialog",
    .title = { "请选择", "question" },
    .state_size = sizeof(struct dialog),
    .bindings = dialog_bindings,
    .popup = true,
    .enter = dialog_enter,
    .draw = dialog_draw,
    .act = dialog_act,
    .leave = dialog_leave,
};

/* Prompt */

struct prompt {
    struct zc_prompt ask;
    struct zc_arena arena;
    struct zc_edit edit;
};

static bool prompt_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct prompt *prompt = state;
    (void)app, (void)err;
    prompt->ask = *(const struct zc_prompt *)args;
    prompt->ask.title = zc_arena_copy(&prompt->arena, prompt->ask.title);
    prompt->ask.text = zc_arena_copy(&prompt->arena, prompt->ask.text);
    zc_edit_set(&prompt->edit, prompt->ask.value);
    return true;
}

static void prompt_draw(const void *state, struct zc_canvas *canvas)
{
    const struct prompt *prompt = state;
    enum { OTHERS = 5 };
    int row, col, inner, lines = text_rows(canvas, prompt->ask.text, OTHERS);
    draw_box(canvas, lines + OTHERS, 62, prompt->ask.title, zc_popup_prompt.bindings, &row, &col,
             &inner);
    draw_question(canvas, row + 1, col + 3, lines, prompt->ask.text);
    zc_edit_draw(&prompt->edit, canvas, row + 2 + lines, col + 3, 54, true, prompt->ask.covered);
}

static enum zc_next prompt_act(void *state, struct zc_app *app, int action)
{
    struct prompt *prompt = state;
    struct zc_str text = zc_str_trim(zc_edit_text(&prompt->edit));
    if (action == ACT_CLOSE) {
        zc_app_result(app, 0, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    }
    if (prompt->ask.needed && text.len == 0) {
        zc_app_say(app, ZC_SAY_PROBLEM, "%s", ZC_T("这里不能空着", "this must not be empty"));
        return ZC_NEXT_STAY;
    }
    zc_app_result(app, 1, text);
    return ZC_NEXT_BACK;
}

static enum zc_next prompt_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct prompt *prompt = state;
    struct zc_buf half = { 0 };
    char bytes[4];
    (void)app;
    if (prompt->ask.digits && zc_key_is_text(key)) {
        zc_text_half_width((struct zc_str){ bytes, zc_utf8_put((uint32_t)key, bytes) }, &half);
        if (half.len == 1 && half.ptr[0] >= '0' && half.ptr[0] <= '9')
            zc_edit_insert(&prompt->edit, zc_buf_str(&half));
    } else if (key == ZC_KEY_PASTE) {
        zc_edit_insert(&prompt->edit, text);
    } else {
        zc_edit_key(&prompt->edit, key);
    }
    zc_buf_release(&half);
    return ZC_NEXT_STAY;
}

static void prompt_leave(void *state)
{
    struct prompt *prompt = state;
    zc_edit_release(&prompt->edit);
    zc_arena_release(&prompt->arena);
}

static const struct zc_binding prompt_bindings[] = {
    { ZC_KEY_ENTER, ACT_TAKE, { "确定", "take" } },
    { ZC_KEY_F2, ACT_TAKE, { 0 } },
    { ZC_KEY_ESC, ACT_CLOSE, { "返回", "back" } },
    { ZC_KEY_F3, ACT_CLOSE, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_prompt = {
    .name = "prompt",
    .title = { "填写", "answer" },
    .state_size = sizeof(struct prompt),
    .bindings = prompt_bindings,
    .popup = true,
    .enter = prompt_enter,
    .draw = prompt_draw,
    .act = prompt_act,
    .key = prompt_key,
    .typing = always,
    .leave = prompt_leave,
};

#include "core/alloc.h"
#include "core/text.h"
#include "tui/edit.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screens.h"
#include <stdio.h>
#include <string.h>

/* A pick list with type-ahead (UX.md 5.3): each key filters by the start of the code and by a
 * part of the name. */

struct pick {
    struct zc_pick_args args; /* rows copied */
    struct zc_edit search;
    uint32_t *rows, *hits;
    uint32_t nhits, focus, top;
    int height;
    struct zc_arena arena;
};

enum { PICK_UP = 1, PICK_DOWN, PICK_PGUP, PICK_PGDN, PICK_TAKE, PICK_CLOSE };

static void filter(struct pick *pick)
{
    struct zc_buf half = { 0 };
    zc_text_half_width(zc_edit_text(&pick->search), &half);
    struct zc_str want = zc_buf_str(&half);
    pick->nhits = pick->focus = pick->top = 0;
    for (int pass = 0; pass < 2; pass++) { /* codes that begin so first, then parts of names */
        for (uint32_t i = 0; i < pick->args.n; i++) {
            struct zc_str value = zc_choice_value(pick->args.list, pick->rows[i]);
            struct zc_str label = zc_choice_label(pick->args.list, pick->rows[i], pick->args.lang);
            bool by_code = zc_str_starts(value, want);
            if (pass == 0 ? by_code : !by_code && zc_str_find(label, want) != SIZE_MAX)
                pick->hits[pick->nhits++] = pick->rows[i];
        }
    }
    zc_buf_release(&half);
}

static bool pick_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct pick *pick = state;
    (void)app, (void)err;
    pick->args = *(const struct zc_pick_args *)args;
    pick->args.title = zc_arena_copy(&pick->arena, pick->args.title);
    pick->rows = ZC_NEW(&pick->arena, uint32_t, (size_t)pick->args.n + 1);
    pick->hits = ZC_NEW(&pick->arena, uint32_t, (size_t)pick->args.n + 1);
    if (pick->args.n)
        memcpy(pick->rows, pick->args.rows, pick->args.n * sizeof *pick->rows);
    zc_edit_set(&pick->search, pick->args.search);
    pick->search.fresh = false;
    pick->height = 10;
    filter(pick);
    return true;
}

static void pick_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct pick *pick = state;
    (void)app, (void)cols;
    pick->height = rows - 12 < 5 ? 5 : rows - 12;
    if (pick->focus < pick->top)
        pick->top = pick->focus;
    if (pick->focus >= pick->top + (uint32_t)pick->height)
        pick->top = pick->focus - (uint32_t)pick->height + 1;
}

static void pick_draw(const void *state, struct zc_canvas *canvas)
{
    const struct pick *pick = state;
    struct zc_buf keys = { 0 };
    char count[64];
    int cols = canvas->cols < 80 ? canvas->cols : 72, rows = pick->height + 4;
    int row = 2, col = (canvas->cols - cols) / 2;
    zc_frame_popup_keys(zc_popup_pick.bindings, &keys);
    zc_canvas_box(canvas, row, col, rows, cols, pick->args.title, zc_buf_str(&keys));
    int at = zc_canvas_text(canvas, row + 1, col + 2, ZC_STYLE_NORMAL, ZC_T("查找 ", "find "));
    for (int i = 0; i < pick->height && pick->top + (uint32_t)i < pick->nhits; i++) {
        uint32_t hit = pick->hits[pick->top + (uint32_t)i];
        int line = row + 2 + i;
        zc_canvas_fit(canvas, line, col + 4, 14, ZC_STYLE_NORMAL,
                      zc_choice_value(pick->args.list, hit), false);
        zc_canvas_fit(canvas, line, col + 19, cols - 22, ZC_STYLE_NORMAL,
                      zc_choice_label(pick->args.list, hit, pick->args.lang), false);
        if (pick->top + (uint32_t)i != pick->focus)
            continue;
        zc_canvas_text(canvas, line, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, line, col + 1, cols - 2, ZC_STYLE_TITLE);
    }
    snprintf(count, sizeof count, ZC_T("命中 %u / %u", "%u of %u"), pick->nhits, pick->args.n);
    zc_canvas_put_right(canvas, row + 1, col + cols - 2, ZC_STYLE_DIM, zc_str_of(count));
    zc_edit_draw(&pick->search, canvas, row + 1, at, cols - 30, true, false);
    zc_buf_release(&keys);
}

static enum zc_next pick_act(void *state, struct zc_app *app, int action)
{
    struct pick *pick = state;
    uint32_t page = (uint32_t)pick->height, last = pick->nhits ? pick->nhits - 1 : 0;
    switch (action) {
    case PICK_UP:
        pick->focus -= pick->focus > 0;
        break;
    case PICK_DOWN:
        pick->focus += pick->focus < last;
        break;
    case PICK_PGUP:
        pick->focus = pick->focus > page ? pick->focus - page : 0;
        break;
    case PICK_PGDN:
        pick->focus = pick->focus + page < last ? pick->focus + page : last;
        break;
    case PICK_TAKE:
        if (pick->nhits == 0)
            break;
        zc_app_result(app, 1, zc_choice_value(pick->args.list, pick->hits[pick->focus]));
        return ZC_NEXT_BACK;
    default:
        zc_app_result(app, 0, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static bool pick_typing(const void *state)
{
    (void)state;
    return true;
}

static enum zc_next pick_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct pick *pick = state;
    (void)app;
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&pick->search, text);
    else
        zc_edit_key(&pick->search, key);
    filter(pick);
    return ZC_NEXT_STAY;
}

static void pick_leave(void *state)
{
    struct pick *pick = state;
    zc_edit_release(&pick->search);
    zc_arena_release(&pick->arena);
}

static const struct zc_binding pick_bindings[] = {
    { ZC_KEY_ENTER, PICK_TAKE, { "选定", "take" } }, { ZC_KEY_TAB, PICK_TAKE, { 0 } },
    { ZC_KEY_DOWN, PICK_DOWN, { "移动", "move" } },  { ZC_KEY_UP, PICK_UP, { 0 } },
    { ZC_KEY_PGDN, PICK_PGDN, { "翻页", "page" } },  { ZC_KEY_PGUP, PICK_PGUP, { 0 } },
    { ZC_KEY_ESC, PICK_CLOSE, { "不选", "leave" } }, { 0 },
};
const struct zc_screen_ops zc_popup_pick = {
    .name = "pick",
    .title = { "选项", "choices" },
    .state_size = sizeof(struct pick),
    .bindings = pick_bindings,
    .popup = true,
    .enter = pick_enter,
    .update = pick_update,
    .draw = pick_draw,
    .act = pick_act,
    .key = pick_key,
    .typing = pick_typing,
    .leave = pick_leave,
};

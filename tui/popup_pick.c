#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/text.h"
#include "tui/choice_search.h"
#include "tui/edit.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screens.h"
#include <stdio.h>
#include <string.h>

/* A pick list with type-ahead (UX.md 5.3). What is found and in which order is the business of
 * tui/choice_search.h; here are the box, the keys, and the two lines for a missing answer. */

struct pick {
    struct zc_pick_args args; /* texts and rows copied */
    struct zc_choice_search search;
    struct zc_usage *usage;
    struct zc_edit edit;
    uint32_t nmissing, missing[2]; /* which of the two lines are shown */
    struct zc_buf why;             /* a row was not taken, those below it stand in its place */
    bool family; /* → : the rows above and beside one row stand in place of hits */
    uint32_t focus, top;
    int height;
    struct zc_arena arena;
};

enum {
    PICK_UP = 1,
    PICK_DOWN,
    PICK_PGUP,
    PICK_PGDN,
    PICK_FIRST,
    PICK_LAST,
    PICK_TAKE,
    PICK_FAMILY,
    PICK_SEARCH,
    PICK_DITTO,
    PICK_CLOSE
};

/* The stored words for an answer that nobody gave (XLSFORM.md 6.11). */
static const struct zc_text missing[] = { { "拒答", "拒答 refused" },
                                          { "不详", "不详 not known" } };
enum { MISSING = sizeof missing / sizeof missing[0] };

static uint32_t nlines(const struct pick *pick)
{
    return pick->search.nhits + pick->nmissing;
}

static struct zc_str value_at(const struct pick *pick, uint32_t line)
{
    uint32_t nhits = pick->search.nhits;
    return line < nhits ? zc_choice_value(pick->args.list, pick->search.hits[line])
                        : zc_str_of(missing[pick->missing[line - nhits]].zh);
}

/* The two lines stand last, and only where the search fits them: Enter on a search without a hit
 * must not make a refusal of it. */
static void find_missing(struct pick *pick)
{
    struct zc_buf typed = { 0 };
    zc_fold_text(zc_edit_text(&pick->edit), &typed);
    pick->nmissing = 0;
    for (uint32_t i = 0; pick->args.may_be_missing && i < MISSING; i++) {
        if (zc_pinyin_match(zc_str_of(missing[i].zh), zc_buf_str(&typed)))
            pick->missing[pick->nmissing++] = i;
    }
    zc_buf_release(&typed);
}

static void filter(struct pick *pick)
{
    pick->family = false;
    pick->focus = pick->top = 0;
    zc_buf_reset(&pick->why);
    if (pick->args.list)
        zc_choice_search_find(&pick->search, zc_edit_text(&pick->edit));
    find_missing(pick);
}

static void focus_value(struct pick *pick, struct zc_str value)
{
    for (uint32_t i = 0; value.len > 0 && i < nlines(pick); i++) {
        if (zc_str_eq(value_at(pick, i), value)) {
            pick->focus = i;
            return;
        }
    }
}

static void load_usage(struct pick *pick, struct zc_app *app)
{
    struct zc_err err = { 0 };
    bool wanted = app->survey && !app->survey->habits.no_usage;
    struct zc_txn *txn = wanted ? zc_txn_begin(app->survey->store, ZC_TXN_READ, &err) : NULL;
    pick->usage = ZC_NEW(&pick->arena, struct zc_usage, 1);
    if (txn) /* without it the list is in its own order */
        zc_usage_load(txn, pick->args.list->name, app->survey->person.name, &pick->arena,
                      pick->usage);
    zc_txn_abort(txn);
}

static bool pick_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct pick *pick = state;
    (void)err;
    pick->args = *(const struct zc_pick_args *)args;
    pick->args.title = zc_arena_copy(&pick->arena, pick->args.title);
    pick->args.value = zc_arena_copy(&pick->arena, pick->args.value);
    pick->args.ditto = zc_arena_copy(&pick->arena, pick->args.ditto);
    if (pick->args.list) {
        uint32_t *rows = ZC_NEW(&pick->arena, uint32_t, (size_t)pick->args.n + 1);
        if (pick->args.n)
            memcpy(rows, pick->args.rows, pick->args.n * sizeof *rows);
        pick->args.rows = rows;
        load_usage(pick, app);
        zc_choice_search_init(&pick->search, pick->args.list, rows, pick->args.n, pick->args.lang,
                              pick->usage, &pick->arena);
    }
    zc_edit_set(&pick->edit, pick->args.search);
    pick->edit.fresh = false;
    pick->height = 10;
    filter(pick);
    if (pick->args.search.len == 0)
        focus_value(pick, pick->args.value);
    return true;
}

static void pick_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct pick *pick = state;
    uint32_t height;
    (void)app, (void)cols;
    pick->height = rows - 11 < 5 ? 5 : rows - 11;
    height = (uint32_t)pick->height;
    if (pick->focus < pick->top)
        pick->top = pick->focus;
    if (pick->focus >= pick->top + height)
        pick->top = pick->focus - height + 1;
}

/* Drawing */

/* Digits choose where the codes have none. */
static bool has_digits(const struct pick *pick)
{
    return !pick->search.numeric;
}

static int code_cols(const struct pick *pick)
{
    unsigned most = 0;
    for (uint32_t i = 0; i < pick->search.nhits && i < pick->top + (uint32_t)pick->height; i++) {
        unsigned cols = zc_text_cols(value_at(pick, i));
        most = i >= pick->top && cols > most ? cols : most;
    }
    return most > 14 ? 14 : (int)most;
}

static void draw_hit(const struct pick *pick, struct zc_canvas *canvas, int row, int col, int end,
                     uint32_t line)
{
    const struct zc_choice_search *search = &pick->search;
    uint32_t hit = search->hits[line];
    struct zc_buf path = { 0 };
    char count[32] = "";
    int width = code_cols(pick), label = col + width + 2;
    uint64_t used = zc_choice_search_count(search, hit);
    zc_choice_search_path(search, hit, 2, &path);
    zc_canvas_fit(canvas, row, col, width, ZC_STYLE_NORMAL, value_at(pick, line), false);
    if (used > 0) {
        snprintf(count, sizeof count, ZC_T("%llu 次", "%llu uses"), (unsigned long long)used);
        zc_canvas_put_right(canvas, row, end, ZC_STYLE_DIM, zc_str_of(count));
        end -= 8;
    }
    int room = end - label, own = path.len > 0 ? room / 2 - 1 : room;
    zc_canvas_fit(canvas, row, label, own, ZC_STYLE_NORMAL,
                  zc_choice_label(pick->args.list, hit, pick->args.lang), false);
    if (path.len > 0)
        zc_canvas_fit(canvas, row, label + own + 1, room - own - 1, ZC_STYLE_DIM, zc_buf_str(&path),
                      false);
    zc_buf_release(&path);
}

static void draw_lines(const struct pick *pick, struct zc_canvas *canvas, int row, int col,
                       int cols)
{
    uint32_t n = nlines(pick);
    if (n == 0)
        zc_canvas_text(
            canvas, row, col + 4, ZC_STYLE_DIM,
            ZC_T("没有符合的，^U 清空，Esc 返回", "nothing fits; ^U clears, Esc leaves"));
    for (int i = 0; i < pick->height && pick->top + (uint32_t)i < n; i++) {
        uint32_t line = pick->top + (uint32_t)i;
        int at = row + i, text = col + 4;
        if (has_digits(pick)) {
            if (line < 9)
                zc_canvas_printf(canvas, at, text, ZC_STYLE_NORMAL, "%u", line + 1);
            text += 2;
        }
        if (line < pick->search.nhits)
            draw_hit(pick, canvas, at, text, col + cols - 3, line);
        else
            zc_canvas_text(canvas, at, text, ZC_STYLE_DIM,
                           zc_text_get(missing[pick->missing[line - pick->search.nhits]]));
        if (line != pick->focus)
            continue;
        zc_canvas_text(canvas, at, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, at, col + 1, cols - 2, ZC_STYLE_TITLE);
    }
}

/* The whole text of the focused row, and what was used last. */
static void draw_foot(const struct pick *pick, struct zc_canvas *canvas, int row, int col, int cols)
{
    struct zc_buf text = { 0 };
    if (pick->why.len > 0) {
        zc_canvas_fit(canvas, row + 1, col + 2, cols - 4, ZC_STYLE_WARN, zc_buf_str(&pick->why),
                      false);
    } else if (pick->focus < pick->search.nhits) {
        uint32_t hit = pick->search.hits[pick->focus];
        zc_choice_search_path(&pick->search, hit, 4, &text);
        if (text.len > 0)
            zc_buf_printf(&text, " %s ", zc_glyph(ZC_GLYPH_CRUMB));
        zc_buf_add(&text, zc_choice_label(pick->args.list, hit, pick->args.lang));
        zc_canvas_fit(canvas, row + 1, col + 2, cols - 4, ZC_STYLE_NORMAL, zc_buf_str(&text),
                      false);
    }
    zc_buf_reset(&text);
    for (uint32_t i = 0; pick->usage && i < pick->usage->nrecent; i++) {
        const struct zc_list *list = pick->args.list;
        uint32_t at = zc_list_find(list, list->value_col, pick->usage->recent[i], 0);
        if (at < list->nrows)
            zc_buf_printf(&text, "  %.*s %.*s", ZC_ARG(pick->usage->recent[i]),
                          ZC_ARG(zc_choice_label(list, at, pick->args.lang)));
    }
    if (text.len > 0)
        zc_canvas_printf(canvas, row + 2, col + 2, ZC_STYLE_DIM, "%s%s", ZC_T("最近用过", "last"),
                         zc_buf_cstr(&text));
    zc_buf_release(&text);
}

static void pick_draw(const void *state, struct zc_canvas *canvas)
{
    const struct pick *pick = state;
    struct zc_buf keys = { 0 };
    char count[64];
    int cols = canvas->cols < 80 ? canvas->cols : 74, rows = pick->height + 6;
    int row = 2, col = (canvas->cols - cols) / 2;
    zc_frame_popup_keys(zc_popup_pick.bindings, &keys);
    zc_canvas_box(canvas, row, col, rows, cols, pick->args.title, zc_buf_str(&keys));
    zc_canvas_rule_in(canvas, row + rows - 4, col, cols);
    int right = canvas->right;
    canvas->right = col + cols - 1;
    int at = zc_canvas_text(canvas, row + 1, col + 2, ZC_STYLE_NORMAL, ZC_T("查找 ", "find "));
    draw_lines(pick, canvas, row + 2, col, cols);
    draw_foot(pick, canvas, row + rows - 4, col, cols);
    snprintf(count, sizeof count, ZC_T("命中 %u / %u", "%u of %u"), pick->search.nhits,
             pick->args.n);
    zc_canvas_put_right(canvas, row + 1, col + cols - 2, ZC_STYLE_DIM, zc_str_of(count));
    canvas->right = right;
    zc_edit_draw(&pick->edit, canvas, row + 1, at, cols - 30, true, false);
    if (zc_edit_text(&pick->edit).len == 0)
        zc_canvas_text(canvas, row + 1, at + 2, ZC_STYLE_DIM,
                       ZC_T("代码/名称/上级/首字母", "code, name, initials"));
    zc_buf_release(&keys);
}

/* Acts */

static enum zc_next take(struct zc_app *app, struct zc_str value)
{
    zc_app_result(app, 1, value);
    return ZC_NEXT_BACK;
}

/* A group where a class is wanted: its classes stand there instead. */
static enum zc_next take_line(struct pick *pick, struct zc_app *app, uint32_t line)
{
    struct zc_str value = value_at(pick, line);
    zc_buf_reset(&pick->why);
    if (line >= pick->search.nhits || !pick->args.doubts ||
        !pick->args.doubts(pick->args.ctx, value, &pick->why) ||
        zc_choice_search_below(&pick->search, pick->search.hits[line]) == 0)
        return take(app, value);
    pick->focus = pick->top = 0;
    pick->family = true;
    pick->nmissing = 0;
    return ZC_NEXT_STAY;
}

static void move(struct pick *pick, int64_t by)
{
    int64_t last = nlines(pick) ? (int64_t)nlines(pick) - 1 : 0, to = (int64_t)pick->focus + by;
    pick->focus = (uint32_t)(to < 0 ? 0 : to > last ? last : to);
}

static enum zc_next pick_act(void *state, struct zc_app *app, int action)
{
    struct pick *pick = state;
    switch (action) {
    case PICK_UP:
        move(pick, -1);
        break;
    case PICK_DOWN:
        move(pick, 1);
        break;
    case PICK_PGUP:
        move(pick, -pick->height);
        break;
    case PICK_PGDN:
        move(pick, pick->height);
        break;
    case PICK_FIRST:
        move(pick, -(int64_t)pick->focus);
        break;
    case PICK_LAST:
        move(pick, nlines(pick));
        break;
    case PICK_TAKE:
        if (pick->focus < nlines(pick))
            return take_line(pick, app, pick->focus);
        break;
    case PICK_FAMILY:
        zc_buf_reset(&pick->why);
        if (pick->focus < pick->search.nhits) {
            pick->focus = zc_choice_search_family(&pick->search, pick->search.hits[pick->focus]);
            pick->family = true;
            pick->nmissing = 0;
        }
        break;
    case PICK_SEARCH:
        if (pick->family)
            filter(pick);
        break;
    case PICK_DITTO:
        if (pick->args.ditto.len > 0)
            return take(app, pick->args.ditto);
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("上一份这一项是空的", "the last record has nothing here"));
        break;
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
    int digit = key >= 0xFF11 && key <= 0xFF19 ? key - 0xFF10 : key - '0';
    if (has_digits(pick) && digit >= 1 && digit <= 9 && (uint32_t)digit <= nlines(pick))
        return take_line(pick, app, (uint32_t)digit - 1);
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&pick->edit, text);
    else if (!zc_edit_key(&pick->edit, key))
        return ZC_NEXT_STAY;
    filter(pick);
    return ZC_NEXT_STAY;
}

static void pick_leave(void *state)
{
    struct pick *pick = state;
    zc_edit_release(&pick->edit);
    zc_buf_release(&pick->why);
    zc_choice_search_release(&pick->search);
    zc_arena_release(&pick->arena);
}

static const struct zc_binding pick_bindings[] = {
    { ZC_KEY_ENTER, PICK_TAKE, { "选定", "take" } },
    { ZC_KEY_TAB, PICK_TAKE, { 0 } },
    { ZC_KEY_DOWN, PICK_DOWN, { "移动", "move" } },
    { ZC_KEY_UP, PICK_UP, { 0 } },
    { ZC_KEY_PGDN, PICK_PGDN, { 0 } },
    { ZC_KEY_PGUP, PICK_PGUP, { 0 } },
    { ZC_KEY_CTRL_HOME, PICK_FIRST, { 0 } },
    { ZC_KEY_CTRL_END, PICK_LAST, { 0 } },
    { ZC_KEY_RIGHT, PICK_FAMILY, { "上级同级", "family" } },
    { ZC_KEY_LEFT, PICK_SEARCH, { 0 } },
    { ZC_KEY_F5, PICK_DITTO, { "照抄", "copy" } },
    { ZC_KEY_ESC, PICK_CLOSE, { "不选", "leave" } },
    { 0 },
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

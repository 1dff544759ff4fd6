#include "tui/screen_join.h"
#include "tui/screens.h"
#include "tui/side_table.h"

/* One unit out of two records (合成一条): the answers that both have and that differ, side by side,
 * decided like a conflict. At first all are those of the record that stays, so that F2 at once is
 * an answer too. Nothing is written here: the screen of pairs does it, or, after Esc, does not. */

struct join {
    struct zc_dup_merge *merge; /* of the screen below */
    struct zc_side_table table; /* made anew by every update */
    struct zc_arena arena;
};

enum {
    JOIN_UP = 1,
    JOIN_DOWN,
    JOIN_A,
    JOIN_B,
    JOIN_ALL_A,
    JOIN_ALL_B,
    JOIN_PLACE_A,
    JOIN_PLACE_B,
    JOIN_WRITE,
    JOIN_BACK
};

static bool join_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct join *join = state;
    (void)app, (void)err;
    join->merge = (struct zc_dup_merge *)args;
    return true;
}

static struct zc_str head_of(const struct zc_dup_merge *merge, unsigned side,
                             struct zc_arena *arena)
{
    char number[6];
    zc_rid_number(merge->sides[side].state.rid, number);
    return zc_arena_printf(arena, "%c %s", 'A' + (int)side, number);
}

static void join_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct join *join = state;
    const struct zc_dup_merge *merge = join->merge;
    struct zc_arena *arena = &join->arena;
    uint32_t top = join->table.top;
    (void)app, (void)cols;
    zc_arena_reset(arena);
    struct zc_side_row *out = ZC_NEW(arena, struct zc_side_row, merge->n + 1);
    for (uint32_t i = 0; i < merge->n; i++) {
        const struct zc_dup_choice *choice = &merge->choices[i];
        out[i] = (struct zc_side_row){
            .sign = choice->taken ? ZC_GLYPH_DONE : ZC_GLYPH_SIMILAR,
            .style = choice->taken ? ZC_STYLE_GOOD : ZC_STYLE_WARN,
            .label = choice->label,
            .cells = { choice->values[0], choice->values[1] },
            .take = zc_arena_printf(arena, "%u %c%s", choice->take + 1, 'A' + (int)choice->take,
                                    choice->taken ? "" : ZC_T(" 自动", " kept")),
        };
    }
    join->table = (struct zc_side_table){
        .ncells = 2,
        .takes = true,
        .n = merge->n,
        .focus = merge->focus,
        .top = top,
        .rows = out,
        .words = zc_str_of(ZC_T("没有定的照留下的那一条；另一条的值都留在它的历史里。",
                                "What is not chosen stays as in the record that stays; the other "
                                "one's values stay in its history.")),
    };
    for (unsigned side = 0; side < 2; side++)
        join->table.heads[side] =
            zc_arena_printf(arena, "%u %.*s", side + 1, ZC_ARG(head_of(merge, side, arena)));
    zc_side_table_fit(&join->table, rows);
}

void zc_join_draw_place(const struct zc_dup_merge *merge, struct zc_canvas *canvas)
{
    struct zc_buf text = { 0 };
    if (!merge->places_differ)
        return;
    zc_buf_text(&text, canvas->cols < 80 ? ZC_T("合并后归：", "belongs to: ")
                                         : ZC_T("属地不同，合并后归哪个街镇：",
                                                "two places; afterwards it belongs to: "));
    for (unsigned side = 0; side < 2; side++)
        zc_buf_printf(&text, "%s%.*s  ", merge->place == side ? "(*)" : "( )",
                      ZC_ARG(merge->places[side]));
    zc_buf_text(&text, ZC_T("  ←→改", "  left, right"));
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_INFO, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

static void draw_words(const struct zc_dup_merge *merge, struct zc_canvas *canvas)
{
    struct zc_arena arena = { 0 };
    struct zc_str heading = zc_dossier_heading(&merge->sides[merge->keep], &arena);
    struct zc_str text =
        zc_arena_printf(&arena, ZC_T("留 %c %.*s，%u 项两边不同", "%c stays: %.*s; %u differ"),
                        'A' + (int)merge->keep, ZC_ARG(heading), merge->n);
    zc_canvas_fit(canvas, 1, 1, canvas->cols - 2, ZC_STYLE_NORMAL, text, false);
    zc_arena_release(&arena);
}

static void join_draw(const void *state, struct zc_canvas *canvas)
{
    const struct join *join = state;
    const struct zc_dup_merge *merge = join->merge;
    zc_screens_title(canvas, merge->sides[0].survey, ZC_T("合成一条", "one unit"),
                     (struct zc_str){ 0 });
    zc_canvas_cursor(canvas, 5, 4);
    zc_side_table_draw(&join->table, canvas);
    draw_words(merge, canvas);
    zc_join_draw_place(merge, canvas);
}

static enum zc_next join_act(void *state, struct zc_app *app, int action)
{
    struct zc_dup_merge *merge = ((struct join *)state)->merge;
    switch (action) {
    case JOIN_UP:
        merge->focus -= merge->focus > 0;
        break;
    case JOIN_DOWN:
        merge->focus += merge->focus + 1 < merge->n;
        break;
    case JOIN_A:
    case JOIN_B:
        zc_dup_merge_take(merge, action == JOIN_B);
        break;
    case JOIN_ALL_A:
    case JOIN_ALL_B:
        zc_dup_merge_take_all(merge, action == JOIN_ALL_B);
        break;
    case JOIN_PLACE_A:
    case JOIN_PLACE_B:
        zc_dup_merge_take_place(merge, action == JOIN_PLACE_B);
        break;
    default:
        zc_app_result(app, action == JOIN_WRITE, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static void join_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(out, ZC_T("是同一家的两条，这些项填得不一样：按数字取一边，没有定的照留下的"
                          "那一条。F2 写成一版并把另一条并入；Esc 回去，什么也不写。\n",
                          "Answers that differ between two records of one unit: a digit takes one, "
                          "what is not chosen stays as in the record that stays. F2 writes one "
                          "version and links the other record; Esc goes back and writes "
                          "nothing.\n"));
}

static void join_leave(void *state)
{
    zc_arena_release(&((struct join *)state)->arena);
}

static const struct zc_binding join_bindings[] = {
    { '1', JOIN_A, { "取A", "take A" } },
    { '2', JOIN_B, { "取B", "take B" } },
    { '5', JOIN_ALL_A, { "整条A", "all of A" } },
    { '6', JOIN_ALL_B, { "整条B", "all of B" } },
    { ZC_KEY_F2, JOIN_WRITE, { "合并", "link" } },
    { ZC_KEY_DOWN, JOIN_DOWN, { "下一项", "down" } },
    { ZC_KEY_UP, JOIN_UP, { 0 } },
    { ZC_KEY_TAB, JOIN_DOWN, { 0 } },
    { ZC_KEY_ENTER, JOIN_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, JOIN_UP, { 0 } },
    { ZC_KEY_LEFT, JOIN_PLACE_A, { "归A", "to A" } },
    { ZC_KEY_RIGHT, JOIN_PLACE_B, { "归B", "to B" } },
    { ZC_KEY_ESC, JOIN_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_join = {
    .name = "join",
    .title = { "合成一条", "one unit" },
    .state_size = sizeof(struct join),
    .bindings = join_bindings,
    .enter = join_enter,
    .update = join_update,
    .draw = join_draw,
    .act = join_act,
    .help = join_help,
    .leave = join_leave,
};

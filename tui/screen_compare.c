#include "tui/record_view.h"
#include "tui/screens.h"
#include "tui/side_table.h"

/* Two versions of a record side by side (比较两版): the conflict screen without choosing. */

struct compare {
    struct zc_survey *survey;
    struct zc_side_table table;
    struct zc_str heading;
    struct zc_arena arena;
};

enum { COMPARE_UP = 1, COMPARE_DOWN, COMPARE_BACK };

static struct zc_str head_of(const struct zc_record_view *view, uint32_t step,
                             struct zc_arena *arena)
{
    if (step == ZC_NO_STEP)
        return zc_str_of(ZC_T("现在", "now"));
    const struct zc_step *s = &view->dossier.history.steps[step];
    return zc_arena_printf(arena, "%.*s %.*s", ZC_ARG(zc_step_when(s, arena)),
                           ZC_ARG(zc_dossier_who(&view->dossier, s, arena)));
}

static bool compare_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct compare *compare = state;
    const struct zc_compare_args *ask = args;
    const struct zc_record_difference *found;
    size_t n;
    (void)err;
    compare->survey = app->survey;
    compare->heading = zc_dossier_heading(&ask->view->dossier, &compare->arena);
    zc_record_view_compare(ask->view, ask->a, ask->b, &compare->arena, &found, &n);
    struct zc_side_row *rows = ZC_NEW(&compare->arena, struct zc_side_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        rows[i] = (struct zc_side_row){ .sign = ZC_GLYPH_OPEN,
                                        .label = zc_arena_copy(&compare->arena, found[i].label),
                                        .cells = { zc_arena_copy(&compare->arena, found[i].a),
                                                   zc_arena_copy(&compare->arena, found[i].b) } };
    }
    compare->table =
        (struct zc_side_table){ .heads = { head_of(ask->view, ask->a, &compare->arena),
                                           head_of(ask->view, ask->b, &compare->arena) },
                                .ncells = 2,
                                .n = (uint32_t)n,
                                .rows = rows };
    for (unsigned i = 0; i < 2; i++)
        compare->table.heads[i] = zc_arena_copy(&compare->arena, compare->table.heads[i]);
    return true;
}

static void compare_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct compare *compare = state;
    (void)app, (void)cols;
    zc_side_table_fit(&compare->table, rows);
}

static void compare_draw(const void *state, struct zc_canvas *canvas)
{
    const struct compare *compare = state;
    zc_screens_title(canvas, compare->survey, ZC_T("比较两版", "compare"), (struct zc_str){ 0 });
    zc_canvas_fit(canvas, 1, 1, canvas->cols - 2, ZC_STYLE_NORMAL, compare->heading, false);
    if (compare->table.n == 0)
        zc_canvas_text(canvas, 5, 4, ZC_STYLE_NORMAL,
                       ZC_T("两版相同。Esc 返回。", "both versions are the same; Esc goes back"));
    zc_canvas_cursor(canvas, 5, 4);
    zc_side_table_draw(&compare->table, canvas);
}

static enum zc_next compare_act(void *state, struct zc_app *app, int action)
{
    struct compare *compare = state;
    struct zc_side_table *table = &compare->table;
    (void)app;
    if (action == COMPARE_UP)
        table->focus -= table->focus > 0;
    else if (action == COMPARE_DOWN)
        table->focus += table->focus + 1 < table->n;
    else
        return ZC_NEXT_BACK;
    return ZC_NEXT_STAY;
}

static void compare_leave(void *state)
{
    struct compare *compare = state;
    zc_arena_release(&compare->arena);
}

static const struct zc_binding compare_bindings[] = {
    { ZC_KEY_UP, COMPARE_UP, { "上一项", "up" } },
    { ZC_KEY_DOWN, COMPARE_DOWN, { "下一项", "down" } },
    { ZC_KEY_BACKTAB, COMPARE_UP, { 0 } },
    { ZC_KEY_TAB, COMPARE_DOWN, { 0 } },
    { ZC_KEY_ESC, COMPARE_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_compare = {
    .name = "compare",
    .title = { "比较两版", "compare" },
    .state_size = sizeof(struct compare),
    .bindings = compare_bindings,
    .enter = compare_enter,
    .update = compare_update,
    .draw = compare_draw,
    .act = compare_act,
    .leave = compare_leave,
};

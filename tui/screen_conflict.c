#include "core/text.h"
#include "tui/conflict_view.h"
#include "tui/popup.h"
#include "tui/recheck.h"
#include "tui/review.h"
#include "tui/screens.h"
#include "tui/side_table.h"
#include <stdio.h>

/* The conflict screen (冲突, S8): the fields of one record that two or more people filled in
 * differently, side by side, and what is taken. Everybody may look; leaders and above decide. */

enum { CELL_BEFORE, CELL_A, CELL_B };

struct conflict {
    struct zc_conflict_view view;
    struct zc_side_table table; /* made anew by every update */
    struct zc_arena arena;
    struct zc_str denied; /* why this person only looks; empty: may decide */
    struct zc_err unread; /* why there is nothing to show; code 0: there is */
    struct zc_buf reason; /* F8: goes with the decision */
    bool typing, noting;  /* the prompt above is for a value, for the reason */
};

enum {
    CONFLICT_UP = 1,
    CONFLICT_DOWN,
    CONFLICT_LEFT,
    CONFLICT_RIGHT,
    CONFLICT_A,
    CONFLICT_B,
    CONFLICT_BEFORE,
    CONFLICT_ALL,
    CONFLICT_TYPE,
    CONFLICT_SIDE_A,
    CONFLICT_SIDE_B,
    CONFLICT_DECIDE,
    CONFLICT_REASON,
    CONFLICT_UNDO,
    CONFLICT_NEXT,
    CONFLICT_PREV,
    CONFLICT_BACK
};

static struct zc_str side_name(unsigned side)
{
    struct zc_str both = zc_str_of(ZC_T("甲乙", "AB"));
    return zc_str_head(zc_str_from(both, side * (both.len / 2)), both.len / 2);
}

/* Texts of the table */

/* The side of a field that only one changed: that of its author, if he is one of the two. */
static unsigned side_of(const struct zc_conflict_view *view, const struct zc_conflict_row *row)
{
    const struct zc_conflict_row *first = &view->rows[0];
    const struct zc_step *steps = view->dossier.history.steps;
    const struct zc_step *author = &steps[row->values[0].step];
    const struct zc_step *b = &steps[first->values[first->at + 1].step];
    return zc_str_eq(zc_rev_attr(author->rev, "by"), zc_rev_attr(b->rev, "by")) &&
           zc_str_eq(zc_rev_attr(author->rev, "g"), zc_rev_attr(b->rev, "g"));
}

static struct zc_str before_text(const struct conflict *conflict, const struct zc_conflict_row *row,
                                 struct zc_arena *arena)
{
    const struct zc_parting *parting = &row->parting;
    if (parting->nbefore > 1)
        return zc_str_of(ZC_T("多个", "several"));
    return zc_dossier_values(&conflict->view.dossier, row->field, parting->before, parting->nbefore,
                             arena);
}

static struct zc_str value_text(const struct conflict *conflict, const struct zc_conflict_row *row,
                                struct zc_str value, struct zc_arena *arena)
{
    return zc_dossier_value(&conflict->view.dossier, row->field, value, arena);
}

static struct zc_str take_text(const struct conflict *conflict, const struct zc_conflict_row *row,
                               struct zc_arena *arena)
{
    switch (row->take) {
    case ZC_TAKE_OPEN:
        return ZC_STR("?");
    case ZC_TAKE_BEFORE:
        return zc_str_of(ZC_T("0 原来", "0 before"));
    case ZC_TAKE_ALL:
        return zc_str_of(ZC_T("3 都留", "3 all"));
    case ZC_TAKE_TYPED:
        return value_text(conflict, row, row->taken, arena);
    case ZC_TAKE_AUTO:
        return zc_arena_printf(arena, "%.*s %s", ZC_ARG(side_name(side_of(&conflict->view, row))),
                               ZC_T("自动", "auto"));
    default:
        break;
    }
    for (unsigned side = 0; side < 2 && row->nvalues == 2; side++)
        if (zc_str_eq(row->values[side].value, row->taken))
            return zc_arena_printf(arena, "%u %.*s", side + 1, ZC_ARG(side_name(side)));
    return value_text(conflict, row, row->taken, arena);
}

static void make_row(const struct conflict *conflict, const struct zc_conflict_row *row,
                     struct zc_arena *arena, struct zc_side_row *out)
{
    bool automatic = row->take == ZC_TAKE_AUTO;
    *out = (struct zc_side_row){
        .sign = automatic ? ZC_GLYPH_PLUS : ZC_GLYPH_CONFLICT,
        .style = automatic                   ? ZC_STYLE_DIM
                 : row->take == ZC_TAKE_OPEN ? ZC_STYLE_CONFLICT
                                             : ZC_STYLE_GOOD,
        .label = row->label,
        .cells = { before_text(conflict, row, arena) },
        .take = take_text(conflict, row, arena),
    };
    for (unsigned side = 0; side < 2; side++) {
        bool own = !automatic || side_of(&conflict->view, row) == side;
        uint32_t at = automatic ? 0 : row->at + side;
        out->cells[CELL_A + side] = own && at < row->nvalues
                                        ? value_text(conflict, row, row->values[at].value, arena)
                                        : out->cells[CELL_BEFORE];
    }
}

/* Notes that an author wrote to the field together with its value. */
static void add_notes(const struct conflict *conflict, const struct zc_conflict_row *row,
                      unsigned side, struct zc_buf *out)
{
    static const char *const names[] = { "_note", "_why" };
    if (row->at + side >= row->nvalues)
        return;
    const struct zc_rev *rev =
        conflict->view.dossier.history.steps[row->values[row->at + side].step].rev;
    struct zc_str last = zc_field_last(row->field);
    size_t head = row->field.len - last.len;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct zc_buf name = { 0 };
        zc_buf_printf(&name, "%.*s%s:%.*s", (int)head, row->field.ptr, names[i], ZC_ARG(last));
        const struct zc_pair *note = zc_rev_write(rev, zc_buf_str(&name));
        if (note && note->value.len > 0)
            zc_buf_printf(out, "%s%.*s %s%.*s", out->len ? "  " : "", ZC_ARG(side_name(side)),
                          ZC_T("备注：", "note: "), ZC_ARG(note->value));
        zc_buf_release(&name);
    }
}

static bool is_before(const struct zc_conflict_row *row, uint32_t value)
{
    return row->parting.nbefore == 1 && zc_str_eq(row->values[value].value, row->parting.before[0]);
}

static bool is_slip(const struct conflict *conflict, const struct zc_conflict_row *row)
{
    const struct zc_form *form = conflict->view.dossier.form;
    const struct zc_question *q = form ? zc_form_field(form, row->field) : NULL;
    return row->nvalues == 2 && zc_answer_difference(q, row->values[0].value,
                                                     row->values[1].value) == ZC_DIFFERENCE_SLIP;
}

static struct zc_str words_about(const struct conflict *conflict, const struct zc_conflict_row *row,
                                 struct zc_arena *arena)
{
    struct zc_buf text = { 0 };
    if (row->take == ZC_TAKE_AUTO)
        return zc_str_of(ZC_T("只有一边改过，合并时已取改过的一边",
                              "changed on one side only, taken by the merge"));
    for (unsigned side = 0; side < 2; side++)
        add_notes(conflict, row, side, &text);
    if (text.len == 0) {
        bool all = true;
        for (uint32_t i = 0; i < row->nvalues; i++)
            all &= !is_before(row, i);
        zc_buf_text(&text, is_slip(conflict, row)
                               ? ZC_T("两边只差一个字，多半有一边打错",
                                      "one character apart: one side may have mistyped")
                           : all ? ZC_T("各方都改了，互不相同，需要人定",
                                        "all sides changed it, each to something else")
                                 : ZC_T("有一方改回了原来的值", "one side went back to what was"));
    }
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&text));
    zc_buf_release(&text);
    return copy;
}

static void make_table(struct conflict *conflict, int rows)
{
    const struct zc_conflict_view *view = &conflict->view;
    struct zc_arena *arena = &conflict->arena;
    uint32_t top = conflict->table.top;
    zc_arena_reset(arena);
    struct zc_side_row *out = ZC_NEW(arena, struct zc_side_row, view->nrows + 1);
    for (uint32_t i = 0; i < view->nrows; i++)
        make_row(conflict, &view->rows[i], arena, &out[i]);
    conflict->table = (struct zc_side_table){
        .heads = { zc_str_of(ZC_T("原来", "before")),
                   zc_arena_printf(arena, "1 %.*s", ZC_ARG(side_name(0))),
                   zc_arena_printf(arena, "2 %.*s", ZC_ARG(side_name(1))) },
        .ncells = ZC_SIDE_CELLS,
        .takes = true,
        .n = view->nrows,
        .focus = view->focus,
        .top = top,
        .rows = out,
    };
    const struct zc_conflict_row *row = zc_conflict_view_row(view);
    if (row)
        conflict->table.words = words_about(conflict, row, arena);
    zc_side_table_fit(&conflict->table, rows);
}

/* State */

static bool conflict_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct conflict *conflict = state;
    return zc_conflict_view_open(&conflict->view, app->survey, args, err);
}

/* The answer of a prompt is about the record that is shown: nothing is read anew meanwhile. */
static void conflict_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct conflict *conflict = state;
    struct zc_conflict_view *view = &conflict->view;
    struct zc_err err = { 0 };
    (void)app, (void)cols;
    if (!conflict->typing && !conflict->noting) {
        conflict->unread = (struct zc_err){ 0 };
        zc_conflict_view_refresh(view, &conflict->unread);
    }
    make_table(conflict, rows);
    bool may =
        view->nconflicts == 0 || (zc_store_may_write(view->survey->store, &err) &&
                                  zc_review_may_decide(view->survey, &view->dossier.state, &err));
    conflict->denied =
        may ? (struct zc_str){ 0 } : zc_arena_copy(&conflict->arena, zc_str_of(err.msg));
}

/* "甲 李某 11-21 10:12   乙 2组 王某 11-21 16:40   共同来源 11-20 09:30" */
static void draw_sides(const struct conflict *conflict, struct zc_canvas *canvas)
{
    const struct zc_dossier *dossier = &conflict->view.dossier;
    const struct zc_conflict_row *row = zc_conflict_view_row(&conflict->view);
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    for (unsigned side = 0; row && side < 2; side++) {
        bool automatic = row->take == ZC_TAKE_AUTO;
        if (automatic ? side_of(&conflict->view, row) != side : row->at + side >= row->nvalues)
            continue;
        const struct zc_step *step =
            &dossier->history.steps[row->values[automatic ? 0 : row->at + side].step];
        zc_buf_printf(&text, "%s%.*s %.*s %.*s", text.len ? "   " : "", ZC_ARG(side_name(side)),
                      ZC_ARG(zc_dossier_who(dossier, step, &arena)),
                      ZC_ARG(zc_step_when(step, &arena)));
    }
    if (row && row->parting.common != ZC_NO_STEP)
        zc_buf_printf(&text, "   %s %.*s", ZC_T("共同来源", "both from"),
                      ZC_ARG(zc_step_when(&dossier->history.steps[row->parting.common], &arena)));
    if (row && row->nvalues > 2)
        zc_buf_printf(&text, ZC_T("   值 %u-%u / %u", "   values %u-%u / %u"), row->at + 1,
                      row->at + 2, row->nvalues);
    zc_canvas_fit(canvas, 1, 1, canvas->cols - 2, ZC_STYLE_NORMAL, zc_buf_str(&text), false);
    zc_buf_release(&text);
    zc_arena_release(&arena);
}

static void draw_title(const struct conflict *conflict, struct zc_canvas *canvas)
{
    const struct zc_conflict_view *view = &conflict->view;
    struct zc_arena arena = { 0 };
    struct zc_buf place = { 0 }, name = { 0 };
    zc_buf_text(&place, ZC_T("冲突", "conflicts"));
    if (view->nrids > 0) {
        struct zc_str heading = zc_dossier_heading(&view->dossier, &arena);
        int room = canvas->cols - 32;
        zc_buf_printf(&place, ZC_T("  第 %zu/%zu 条", "  %zu/%zu"), view->at + 1, view->nrids);
        if ((int)zc_text_cols(heading) > room)
            zc_text_fit(heading, (unsigned)room, false, &name);
        else
            zc_buf_add(&name, heading);
    }
    zc_screens_title(canvas, view->survey, zc_buf_cstr(&place), zc_buf_str(&name));
    zc_buf_release(&place);
    zc_buf_release(&name);
    zc_arena_release(&arena);
}

static void draw_hint(const struct conflict *conflict, struct zc_canvas *canvas)
{
    const struct zc_conflict_view *view = &conflict->view;
    uint32_t left = zc_conflict_view_left(view);
    struct zc_buf text = { 0 };
    if (conflict->denied.len > 0)
        zc_buf_printf(&text, "%s%.*s", ZC_T("只能看：", "to look at only: "),
                      ZC_ARG(conflict->denied));
    else
        zc_buf_printf(&text, ZC_T("已定 %u/%u  待定 %u", "taken %u/%u  open %u"),
                      view->nconflicts - left, view->nconflicts, left);
    if (conflict->denied.len == 0 && conflict->reason.len > 0)
        zc_buf_printf(&text, "  %s%.*s", ZC_T("备注：", "note: "),
                      ZC_ARG(zc_buf_str(&conflict->reason)));
    else if (conflict->denied.len == 0)
        zc_buf_text(&text, left == 0 ? ZC_T("  F2 定下，写成新的一版；原值都留在历史里",
                                            "  F2 writes it; all values stay in the history")
                                     : ZC_T("  “+”只有一边改过，已自动取",
                                            "  '+': one side changed it, taken already"));
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

static void conflict_draw(const void *state, struct zc_canvas *canvas)
{
    const struct conflict *conflict = state;
    bool unread = conflict->unread.code != ZC_OK;
    draw_title(conflict, canvas);
    zc_canvas_cursor(canvas, 5, 4);
    zc_side_table_draw(&conflict->table, canvas);
    if (unread)
        zc_canvas_printf(canvas, 5, 4, ZC_STYLE_ERROR, "%s %s", zc_glyph(ZC_GLYPH_ERROR),
                         conflict->unread.msg);
    else if (conflict->view.nrows == 0)
        zc_canvas_text(canvas, 5, 4, ZC_STYLE_NORMAL,
                       ZC_T("没有冲突。Esc 返回。", "there is no conflict; Esc goes back"));
    if (conflict->view.nrows == 0)
        return;
    draw_sides(conflict, canvas);
    draw_hint(conflict, canvas);
}

/* Keys */

static void ask_value(struct conflict *conflict, struct zc_app *app)
{
    const struct zc_conflict_row *row = zc_conflict_view_row(&conflict->view);
    if (!row || conflict->denied.len > 0 || row->take == ZC_TAKE_AUTO) {
        struct zc_err err = { 0 };
        zc_conflict_view_type(&conflict->view, (struct zc_str){ 0 }, &err); /* says why not */
        zc_app_fail(app, &err);
        return;
    }
    struct zc_prompt prompt = {
        .title = row->label,
        .text = zc_str_of(ZC_T("手填的值；选项写编号或名称，空着表示清空",
                               "the value; a choice by its code or name; nothing clears it")),
        .value = row->take == ZC_TAKE_TYPED ? row->taken : (struct zc_str){ 0 },
    };
    conflict->typing = true;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void ask_reason(struct conflict *conflict, struct zc_app *app)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("备注", "note")),
                                .text = zc_str_of(ZC_T("为什么这样定，随裁定写入历史",
                                                       "why; it goes into the history with the "
                                                       "decision")),
                                .value = zc_buf_str(&conflict->reason) };
    if (conflict->denied.len > 0 || conflict->view.nrows == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有要裁定的", "there is nothing to decide"));
        return;
    }
    conflict->noting = true;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void decide(struct conflict *conflict, struct zc_app *app)
{
    struct zc_conflict_view *view = &conflict->view;
    struct zc_err err = { 0 };
    uint32_t n;
    char number[6];
    zc_rid_number(view->dossier.state.rid, number);
    if (!zc_conflict_view_decide(view, zc_buf_str(&conflict->reason), &n, &err)) {
        zc_app_fail(app, &err);
        return;
    }
    zc_buf_reset(&conflict->reason);
    zc_app_say(app, ZC_SAY_DONE,
               ZC_T("%s 已定 %u 项，写成新的一版。^Z 撤销",
                    "%s: %u fields decided, written as a new version; ^Z undoes it"),
               number, n);
}

static void undo(struct conflict *conflict, struct zc_app *app)
{
    struct zc_err err = { 0 };
    struct zc_rid rid;
    char number[6];
    if (!zc_conflict_view_undo(&conflict->view, &rid, &err)) {
        zc_app_fail(app, &err);
        return;
    }
    zc_rid_number(rid, number);
    zc_app_say(app, ZC_SAY_DONE, ZC_T("已撤销 %s 的裁定", "the decision about %s is undone"),
               number);
}

static void turn(struct conflict *conflict, struct zc_app *app, int by)
{
    struct zc_err err = { 0 };
    zc_buf_reset(&conflict->reason);
    if (!zc_conflict_view_turn(&conflict->view, by, &err))
        zc_app_fail(app, &err);
}

/* What is taken; on to the next field that is open. */
static void take(struct conflict *conflict, struct zc_app *app, int action)
{
    struct zc_conflict_view *view = &conflict->view;
    struct zc_err err = { 0 };
    bool ok = action == CONFLICT_A        ? zc_conflict_view_take(view, 0, &err)
              : action == CONFLICT_B      ? zc_conflict_view_take(view, 1, &err)
              : action == CONFLICT_BEFORE ? zc_conflict_view_take_before(view, &err)
              : action == CONFLICT_ALL    ? zc_conflict_view_take_all(view, &err)
              : action == CONFLICT_SIDE_A ? zc_conflict_view_take_side(view, 0, &err)
                                          : zc_conflict_view_take_side(view, 1, &err);
    if (!ok)
        zc_app_fail(app, &err);
    else if (view->focus + 1 < view->nconflicts)
        view->focus++;
}

static enum zc_next conflict_act(void *state, struct zc_app *app, int action)
{
    struct conflict *conflict = state;
    struct zc_conflict_view *view = &conflict->view;
    switch (action) {
    case CONFLICT_UP:
        view->focus -= view->focus > 0;
        break;
    case CONFLICT_DOWN:
        view->focus += view->focus + 1 < view->nrows;
        break;
    case CONFLICT_UNDO:
        undo(conflict, app);
        break;
    case CONFLICT_LEFT:
    case CONFLICT_RIGHT:
        zc_conflict_view_page(view, action == CONFLICT_RIGHT ? 1 : -1);
        break;
    case CONFLICT_TYPE:
        ask_value(conflict, app);
        break;
    case CONFLICT_REASON:
        ask_reason(conflict, app);
        break;
    case CONFLICT_DECIDE:
        decide(conflict, app);
        break;
    case CONFLICT_NEXT:
    case CONFLICT_PREV:
        turn(conflict, app, action == CONFLICT_NEXT ? 1 : -1);
        break;
    case CONFLICT_BACK:
        return ZC_NEXT_BACK;
    default:
        take(conflict, app, action);
    }
    return ZC_NEXT_STAY;
}

static enum zc_next conflict_resume(void *state, struct zc_app *app)
{
    struct conflict *conflict = state;
    struct zc_err err = { 0 };
    bool typing = conflict->typing, noting = conflict->noting;
    conflict->typing = conflict->noting = false;
    if (app->result == 1 && noting) {
        zc_buf_reset(&conflict->reason);
        zc_buf_add(&conflict->reason, zc_buf_str(&app->result_text));
    }
    if (app->result == 1 && typing) {
        if (!zc_conflict_view_type(&conflict->view, zc_buf_str(&app->result_text), &err))
            zc_app_fail(app, &err);
    }
    app->result = 0;
    return ZC_NEXT_STAY;
}

static void conflict_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(out, ZC_T("同一项两边填得不一样，由组长以上按数字取一边、取原来或手填。"
                          "全部定下后按 F2 写成新的一版；两边的原值都留在历史里。"
                          "有两个以上的值时按 ← → 翻看。\n",
                          "Two sides filled in the same field differently. A leader takes one by "
                          "its digit, what was before, or types a value. F2 writes it all as a new "
                          "version; every value stays in the history. With more than two values "
                          "the arrows left and right turn through them.\n"));
}

static void conflict_leave(void *state)
{
    struct conflict *conflict = state;
    zc_conflict_view_release(&conflict->view);
    zc_arena_release(&conflict->arena);
    zc_buf_release(&conflict->reason);
}

static const struct zc_binding conflict_bindings[] = {
    { '1', CONFLICT_A, { "取甲", "take A" } },
    { '2', CONFLICT_B, { "取乙", "take B" } },
    { '0', CONFLICT_BEFORE, { "取原来", "before" } },
    { '3', CONFLICT_ALL, { "都留", "keep all" } },
    { '4', CONFLICT_TYPE, { "手填", "type" } },
    { '5', CONFLICT_SIDE_A, { "整条甲", "all of A" } },
    { '6', CONFLICT_SIDE_B, { "整条乙", "all of B" } },
    { ZC_KEY_F2, CONFLICT_DECIDE, { "定下", "decide" } },
    { ']', CONFLICT_NEXT, { "下一条", "next" } },
    { '[', CONFLICT_PREV, { "上一条", "previous" } },
    { ZC_KEY_CTRL('Z'), CONFLICT_UNDO, { "撤销", "undo" } },
    { ZC_KEY_F8, CONFLICT_REASON, { "写备注", "add note" } },
    { ZC_KEY_RIGHT, CONFLICT_RIGHT, { "翻值", "values" } },
    { ZC_KEY_LEFT, CONFLICT_LEFT, { 0 } },
    { ZC_KEY_DOWN, CONFLICT_DOWN, { "下一项", "down" } },
    { ZC_KEY_UP, CONFLICT_UP, { 0 } },
    { ZC_KEY_TAB, CONFLICT_DOWN, { 0 } },
    { ZC_KEY_ENTER, CONFLICT_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, CONFLICT_UP, { 0 } },
    { ZC_KEY_ESC, CONFLICT_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_conflict = {
    .name = "conflict",
    .title = { "冲突", "conflicts" },
    .state_size = sizeof(struct conflict),
    .bindings = conflict_bindings,
    .enter = conflict_enter,
    .update = conflict_update,
    .draw = conflict_draw,
    .act = conflict_act,
    .resume = conflict_resume,
    .help = conflict_help,
    .leave = conflict_leave,
};

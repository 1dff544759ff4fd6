#include "core/text.h"
#include "core/utf8.h"
#include "tui/edit.h"
#include "tui/form_view.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/popup.h"
#include "tui/screens.h"
#include <stdio.h>
#include <string.h>

/* What the form waits for from the popup above it. */
enum waiting { WAIT_NOTHING, WAIT_PICK, WAIT_POINTS, WAIT_DOUBT, WAIT_NOTE, WAIT_LEAVE };

struct form {
    struct zc_entry *entry;
    struct zc_form_view view;
    struct zc_edit edit;
    bool dirty;           /* the field holds keys that are not accepted yet */
    bool journalled;      /* … and they are on disk */
    struct zc_err unkept; /* why answers are on the screen only; code 0: all are on disk */
    enum waiting waiting;
    bool is_reason; /* F8: reason for a soft rule, else a note */
    uint32_t top;   /* first line shown, of the section */
    int body;
};

enum {
    FORM_NEXT = 1,
    FORM_PREV,
    FORM_SECTION_NEXT,
    FORM_SECTION_PREV,
    FORM_FINISH,
    FORM_LIST,
    FORM_NOTE,
    FORM_PROBLEM,
    FORM_BACK
};

static const struct zc_form_line *line_of(const struct form *form)
{
    return zc_form_view_line(&form->view);
}

static struct zc_node *node_of(const struct form *form)
{
    const struct zc_form_line *line = line_of(form);
    return line && line->kind == ZC_LINE_QUESTION ? line->node : NULL;
}

/* The field under the cursor begins with its answer. */
static void begin_field(struct form *form)
{
    const struct zc_node *node = node_of(form);
    form->edit.multiline = node && (node->q->look & ZC_LOOK_MULTILINE);
    zc_edit_set(&form->edit, node ? node->value : (struct zc_str){ 0 });
    form->dirty = form->journalled = false;
}

/* All answers on disk. When that fails (a full disk) the reason stays in view, typing goes on, and
 * every second it is tried again. */
static void keep(struct form *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    const struct zc_node *node = node_of(form);
    struct zc_str cursor = node ? zc_fill_path(node, &arena) : (struct zc_str){ 0 };
    bool again = form->unkept.code != ZC_OK;
    form->unkept.code = ZC_OK;
    if (zc_entry_keep(form->entry, cursor, &form->unkept) && again)
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("已存盘，没有丢失内容", "stored, nothing is lost"));
    form->journalled = false;
    zc_arena_release(&arena);
}

/* In a store that is only to be looked at nothing is typed. */
static bool refuses(struct form *form, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (zc_store_may_write(form->entry->survey->store, &err))
        return false;
    zc_app_fail(app, &err);
    begin_field(form);
    return true;
}

/* Takes what was typed as the answer. False when it cannot be one: the cursor stays. */
static bool accept(struct form *form, struct zc_app *app)
{
    struct zc_node *node = node_of(form);
    struct zc_err err = { 0 };
    if (!node)
        return true;
    node->asked = true;
    if (form->dirty && !refuses(form, app)) {
        if (zc_entry_is_blocked(form->entry, node)) {
            zc_app_say(app, ZC_SAY_PROBLEM, "%s",
                       ZC_T("这一项有冲突，由组长裁定",
                            "this field is in conflict; the leader decides it"));
            begin_field(form);
            return true;
        }
        if (!zc_fill_set(form->entry->fill, node, zc_edit_text(&form->edit), &err)) {
            zc_app_fail(app, &err);
            return false;
        }
        keep(form, app);
    }
    zc_form_view_refresh(&form->view);
    begin_field(form);
    return true;
}

static bool form_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct form *form = state;
    const struct zc_form_args *open = args;
    form->entry = open->draft                ? zc_entry_restore(app->survey, open->draft, err)
                  : zc_rid_is_set(open->rid) ? zc_entry_open(app->survey, open->rid, NULL, 0, err)
                                             : zc_entry_new(app->survey, open->form, err);
    if (!form->entry)
        return false;
    zc_fill_set_lang(form->entry->fill, zc_form_lang(zc_fill_form(form->entry->fill)));
    zc_form_view_init(&form->view, form->entry);
    if (open->draft && open->draft->cursor.len > 0) {
        struct zc_node *node = zc_fill_node(form->entry->fill, open->draft->cursor);
        if (node)
            zc_form_view_to(&form->view, node);
    }
    begin_field(form);
    if (open->draft && open->draft->has_typing) {
        zc_edit_set(&form->edit, open->draft->typing);
        form->edit.fresh = false;
        form->dirty = true;
    }
    return true;
}

/* Drawing */

/* "[2身份!]" for the section at hand, " 3经营 " for others; nothing for one that does not apply. */
static struct zc_str section_tab(const struct zc_form_view *view, uint32_t i,
                                 struct zc_arena *arena)
{
    enum zc_mark mark = zc_section_mark(&view->sections[i]);
    bool here = i == view->section;
    if (mark == ZC_MARK_OFF && !here)
        return (struct zc_str){ 0 };
    const char *sign = mark == ZC_MARK_DONE      ? zc_glyph(ZC_GLYPH_DONE)
                       : mark == ZC_MARK_PROBLEM ? zc_glyph(ZC_GLYPH_ERROR)
                                                 : "";
    return zc_arena_printf(arena, here ? "[%u%.*s%s]" : " %u%.*s%s ", i + 1,
                           ZC_ARG(zc_section_label(view, i, arena)), sign);
}

/* Whole tabs only: where not all have room, those around the section at hand. */
static void draw_sections(const struct form *form, struct zc_canvas *canvas)
{
    const struct zc_form_view *view = &form->view;
    struct zc_arena arena = { 0 };
    if (view->section >= view->nsections)
        return;
    const struct zc_section *section = &view->sections[view->section];
    struct zc_str right = zc_arena_printf(&arena, ZC_T("本节 %u/%u", "section %u/%u"),
                                          section->nanswered, section->nquestions);
    int room = canvas->cols - 3 - (int)zc_text_cols(right), col = 1;
    int used = (int)zc_text_cols(section_tab(view, view->section, &arena));
    uint32_t first = view->section;
    if (first + 1 < view->nsections) /* the next one shows where the way goes */
        used += (int)zc_text_cols(section_tab(view, view->section + 1, &arena));
    while (first > 0 && used + (int)zc_text_cols(section_tab(view, first - 1, &arena)) <= room)
        used += (int)zc_text_cols(section_tab(view, --first, &arena));
    for (uint32_t i = first; i < view->nsections; i++) {
        struct zc_str tab = section_tab(view, i, &arena);
        if (col + (int)zc_text_cols(tab) > room + 1)
            break;
        col = zc_canvas_put(canvas, 1, col, i == view->section ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL,
                            tab);
    }
    zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_NORMAL, right);
    zc_arena_release(&arena);
}

static enum zc_glyph mark_glyph(enum zc_mark mark, enum zc_style *style)
{
    static const struct {
        enum zc_glyph glyph;
        enum zc_style style;
    } looks[] = {
        [ZC_MARK_OPEN] = { ZC_GLYPH_OPEN, ZC_STYLE_NORMAL },
        [ZC_MARK_DONE] = { ZC_GLYPH_DONE, ZC_STYLE_GOOD },
        [ZC_MARK_PROBLEM] = { ZC_GLYPH_ERROR, ZC_STYLE_ERROR },
        [ZC_MARK_DOUBT] = { ZC_GLYPH_DOUBT, ZC_STYLE_WARN },
        [ZC_MARK_COMPUTED] = { ZC_GLYPH_COMPUTED, ZC_STYLE_NORMAL },
        [ZC_MARK_CARRIED] = { ZC_GLYPH_CARRIED, ZC_STYLE_NORMAL },
        [ZC_MARK_OFF] = { ZC_GLYPH_OFF, ZC_STYLE_DIM },
    };
    *style = looks[mark].style;
    return looks[mark].glyph;
}

/* A select of a few choices shows them in line: "1是 2否". */
static bool choices_in_line(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_arena *arena, struct zc_choices *choices)
{
    if (node->q->type != ZC_TYPE_SELECT_ONE || !node->q->list || node->q->list->nrows > 9)
        return false;
    zc_fill_choices(fill, node, arena, choices);
    return choices->n > 0 && choices->n <= 9;
}

static void draw_value(const struct form *form, struct zc_canvas *canvas, int row, int col,
                       int cols, const struct zc_form_line *line, bool focused)
{
    const struct zc_fill *fill = form->entry->fill;
    struct zc_arena arena = { 0 };
    struct zc_choices choices;
    struct zc_str shown = zc_fill_shown(fill, line->node, &arena);
    if (!zc_fill_is_shown(fill, line->node)) {
        zc_canvas_fit(canvas, row, col, cols, ZC_STYLE_DIM,
                      zc_str_of(line->node->value.len
                                    ? ZC_T("(不适用，已保留)", "(does not apply, kept)")
                                    : ZC_T("(不适用)", "(does not apply)")),
                      false);
    } else if (focused && zc_type_is_select(line->q->type) && !form->dirty && shown.len > 0) {
        zc_canvas_fit(canvas, row, col, cols, ZC_STYLE_EDIT, shown, false);
        zc_canvas_cursor(canvas, row, col);
    } else if (shown.len == 0 && !(focused && form->dirty) &&
               choices_in_line(fill, line->node, &arena, &choices)) {
        struct zc_buf text = { 0 };
        for (uint32_t i = 0; i < choices.n; i++)
            zc_buf_printf(&text, "%.*s%.*s ",
                          ZC_ARG(zc_choice_value(choices.list, choices.rows[i])),
                          ZC_ARG(zc_choice_label(choices.list, choices.rows[i],
                                                 zc_form_lang(zc_fill_form(fill)))));
        zc_canvas_fit(canvas, row, col, cols, focused ? ZC_STYLE_EDIT : ZC_STYLE_DIM,
                      zc_buf_str(&text), false);
        if (focused)
            zc_canvas_cursor(canvas, row, col);
        zc_buf_release(&text);
    } else if (focused) {
        zc_edit_draw(&form->edit, canvas, row, col, cols, true, line->q->look & ZC_LOOK_MASKED);
    } else {
        zc_canvas_fit(canvas, row, col, cols, ZC_STYLE_NORMAL, shown, false);
    }
    zc_arena_release(&arena);
}

static void draw_line(const struct form *form, struct zc_canvas *canvas, int row, uint32_t at)
{
    const struct zc_form_view *view = &form->view;
    const struct zc_form_line *line = &view->lines[at];
    struct zc_arena arena = { 0 };
    bool wide = canvas->cols >= 80, focused = at == view->cursor;
    int label = wide ? 22 : 14, mark_col = wide ? 7 : 2, value = mark_col + label + 5;
    enum zc_style style;
    if (focused)
        zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    if (line->kind != ZC_LINE_QUESTION) {
        zc_canvas_printf(
            canvas, row, 2, ZC_STYLE_STRONG, "%s %.*s",
            line->kind == ZC_LINE_ADD ? zc_glyph(ZC_GLYPH_ADD) : zc_glyph(ZC_GLYPH_H),
            ZC_ARG(line->kind == ZC_LINE_ADD
                       ? zc_question_label(zc_fill_form(form->entry->fill), line->q,
                                           zc_form_lang(zc_fill_form(form->entry->fill)), &arena)
                       : zc_fill_label(form->entry->fill, line->node, &arena)));
        if (focused)
            zc_canvas_cursor(canvas, row, 2);
        zc_arena_release(&arena);
        return;
    }
    if (wide)
        zc_canvas_printf(canvas, row, 2, ZC_STYLE_NORMAL, "%u.%u", view->section + 1, line->number);
    enum zc_glyph glyph = mark_glyph(zc_form_view_mark(view, line), &style);
    zc_canvas_text(canvas, row, mark_col, style, zc_glyph(glyph));
    struct zc_str text = zc_fill_label(form->entry->fill, line->node, &arena);
    zc_canvas_fit(canvas, row, mark_col + 2, label, ZC_STYLE_NORMAL, text, false);
    if (zc_fill_is_shown(form->entry->fill, line->node) &&
        zc_fill_is_required(form->entry->fill, line->node))
        zc_canvas_text(canvas, row, mark_col + 3 + label, ZC_STYLE_NORMAL, "*");
    draw_value(form, canvas, row, value, canvas->cols - value - (wide ? 9 : 1), line, focused);
    if (zc_fill_note(form->entry->fill, line->node).len > 0)
        zc_canvas_text(canvas, row, canvas->cols - 1, ZC_STYLE_INFO, zc_glyph(ZC_GLYPH_NOTE));
    else if (wide && focused && line->q->list)
        zc_canvas_put_right(canvas, row, canvas->cols - 1, ZC_STYLE_DIM,
                            zc_str_of(ZC_T("F4 选项", "F4 list")));
    zc_arena_release(&arena);
}

static void draw_unkept(const struct form *form, struct zc_canvas *canvas, int row)
{
    struct zc_buf text = { 0 };
    zc_buf_printf(&text,
                  ZC_T("未存盘：%s。填的内容都在屏幕上，可以接着填；有空间后自动存盘",
                       "not stored: %s. What you typed is on the screen; go on, it is stored when "
                       "there is room"),
                  form->unkept.msg);
    zc_canvas_text(canvas, row, 1, ZC_STYLE_ERROR, zc_glyph(ZC_GLYPH_ERROR));
    zc_frame_lines(canvas, row, 3, 3, canvas->cols - 4, zc_buf_str(&text));
    zc_buf_release(&text);
}

static void draw_hint(const struct form *form, struct zc_canvas *canvas)
{
    const struct zc_node *node = node_of(form);
    struct zc_arena arena = { 0 };
    struct zc_str message = { 0 };
    int row = canvas->rows - 5;
    if (form->unkept.code != ZC_OK) {
        draw_unkept(form, canvas, row - 1);
        return;
    }
    if (!node)
        return;
    struct zc_str hint = zc_fill_hint(form->entry->fill, node, &arena);
    if (hint.len > 0)
        zc_canvas_printf(canvas, row, 1, ZC_STYLE_DIM, "%s %.*s", ZC_T("提示", "hint"),
                         ZC_ARG(hint));
    enum zc_issue issue = zc_fill_issue(form->entry->fill, node, &message, &arena);
    if (issue != ZC_ISSUE_NONE && (node->asked || issue != ZC_ISSUE_REQUIRED) && !form->dirty)
        zc_canvas_printf(
            canvas, row + 1, 1, zc_issue_is_hard(issue) ? ZC_STYLE_ERROR : ZC_STYLE_WARN, "%s %.*s",
            zc_glyph(zc_issue_is_hard(issue) ? ZC_GLYPH_ERROR : ZC_GLYPH_DOUBT), ZC_ARG(message));
    zc_arena_release(&arena);
}

static void form_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct form *form = state;
    (void)app, (void)cols;
    const struct zc_form_view *view = &form->view;
    form->body = rows - 10;
    if (view->section >= view->nsections)
        return;
    const struct zc_section *section = &view->sections[view->section];
    uint32_t at = view->cursor - section->first, body = (uint32_t)form->body;
    if (form->top > at || form->top >= section->nlines)
        form->top = at;
    if (at >= form->top + body)
        form->top = at - body + 1;
    if (section->nlines <= body)
        form->top = 0;
}

static void form_draw(const void *state, struct zc_canvas *canvas)
{
    const struct form *form = state;
    const struct zc_form_view *view = &form->view;
    const struct zc_entry *entry = form->entry;
    struct zc_arena arena = { 0 };
    char number[6], right[64];
    struct zc_buf place = { 0 };
    zc_rid_number(entry->rid, number);
    snprintf(right, sizeof right, "%s%s%.*s", entry->is_new ? ZC_T("新登记", "new") : number,
             entry->draft_at.len ? ZC_T("  草稿已存 ", "  draft kept ") : "",
             entry->draft_at.len >= 19 ? 8 : 0,
             entry->draft_at.len >= 19 ? entry->draft_at.ptr + 11 : "");
    const struct zc_form *sheet = zc_fill_form(entry->fill);
    zc_buf_printf(&place, "%s  %.*s", ZC_T("登记", "form"),
                  ZC_ARG(zc_form_title(sheet, zc_form_lang(sheet), &arena)));
    zc_screens_title(canvas, entry->survey, zc_buf_cstr(&place), zc_str_of(right));
    draw_sections(form, canvas);
    zc_canvas_rule(canvas, 2);
    if (view->section < view->nsections) {
        const struct zc_section *section = &view->sections[view->section];
        for (int i = 0; i < form->body && form->top + (uint32_t)i < section->nlines; i++)
            draw_line(form, canvas, 3 + i, section->first + form->top + (uint32_t)i);
    }
    zc_canvas_rule(canvas, canvas->rows - 7);
    draw_hint(form, canvas);
    zc_canvas_rule(canvas, canvas->rows - 3);
    zc_buf_release(&place);
    zc_arena_release(&arena);
}

/* Acts */

static void open_list(struct form *form, struct zc_app *app, struct zc_str search)
{
    const struct zc_node *node = node_of(form);
    struct zc_arena arena = { 0 };
    struct zc_choices choices;
    if (!node || !node->q->list) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("这一项没有选项", "this field has no list"));
        return;
    }
    zc_fill_choices(form->entry->fill, node, &arena, &choices);
    struct zc_pick_args args = { .title = zc_fill_label(form->entry->fill, node, &arena),
                                 .search = search,
                                 .list = choices.list,
                                 .rows = choices.rows,
                                 .n = choices.n,
                                 .lang = zc_form_lang(zc_fill_form(form->entry->fill)) };
    form->waiting = WAIT_PICK;
    if (!zc_app_push(app, &zc_popup_pick, &args))
        form->waiting = WAIT_NOTHING;
    zc_arena_release(&arena);
}

static enum zc_next saved(struct form *form, struct zc_app *app, const char *zh, const char *en)
{
    char number[6];
    zc_rid_number(form->entry->rid, number);
    zc_app_say(app, ZC_SAY_DONE, ZC_T("%s %s。^N 下一家", "%s %s; ^N the next"), number,
               ZC_T(zh, en));
    return ZC_NEXT_BACK;
}

static enum zc_next save(struct form *form, struct zc_app *app, enum zc_save how,
                         struct zc_str reason)
{
    struct zc_err err = { 0 };
    if (!zc_entry_save(form->entry, how, reason, NULL, &err)) {
        zc_app_fail(app, &err);
        return ZC_NEXT_STAY;
    }
    return how == ZC_SAVE_DRAFT   ? saved(form, app, "已存为草稿", "kept as draft")
           : how == ZC_SAVE_DOUBT ? saved(form, app, "已登记，存疑", "registered, doubtful")
                                  : saved(form, app, "已登记", "registered");
}

static enum zc_next finish(struct form *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    if (!accept(form, app))
        return ZC_NEXT_STAY;
    zc_fill_check(form->entry->fill, &arena, &check);
    zc_arena_release(&arena);
    if (check.nhard + check.nsoft == 0)
        return save(form, app, ZC_SAVE_SUBMIT, (struct zc_str){ 0 });
    form->waiting = WAIT_POINTS;
    zc_app_push(app, &zc_popup_points, form->entry);
    return ZC_NEXT_STAY;
}

static enum zc_next go_next(struct form *form, struct zc_app *app)
{
    const struct zc_form_line *line = line_of(form);
    struct zc_err err = { 0 };
    if (line && line->kind == ZC_LINE_ADD) {
        struct zc_node *row = zc_fill_add_row(form->entry->fill, line->node, line->q, &err);
        if (!row)
            zc_app_fail(app, &err);
        zc_form_view_refresh(&form->view);
        if (row && row->first)
            zc_form_view_to(&form->view, row->first);
        begin_field(form);
        return ZC_NEXT_STAY;
    }
    if (!accept(form, app))
        return ZC_NEXT_STAY;
    if (!zc_form_view_next(&form->view))
        return finish(form, app);
    begin_field(form);
    return ZC_NEXT_STAY;
}

static void ask_note(struct form *form, struct zc_app *app)
{
    struct zc_node *node = node_of(form);
    struct zc_arena arena = { 0 };
    if (!node || !accept(form, app))
        return;
    form->is_reason = zc_fill_issue(form->entry->fill, node, NULL, NULL) == ZC_ISSUE_WARNING ||
                      zc_fill_why(form->entry->fill, node).len > 0;
    struct zc_prompt prompt = {
        .title = zc_fill_label(form->entry->fill, node, &arena),
        .text = zc_str_of(form->is_reason ? ZC_T("写明原因，确认无误可以保留",
                                                 "why this answer is right as it is")
                                          : ZC_T("给本项写备注", "a note on this field")),
        .value = form->is_reason ? zc_fill_why(form->entry->fill, node)
                                 : zc_fill_note(form->entry->fill, node),
    };
    form->waiting = WAIT_NOTE;
    zc_app_push(app, &zc_popup_prompt, &prompt);
    zc_arena_release(&arena);
}

/* The journal of the field being typed: about once a second while there is something new. True
 * when everything is on disk. */
static bool journal(struct form *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    const struct zc_node *node = node_of(form);
    if (form->unkept.code != ZC_OK)
        keep(form, app);
    if (node && form->dirty && !form->journalled && form->unkept.code == ZC_OK &&
        !(node->q->use & ZC_USE_SECRET))
        form->journalled = zc_entry_keep_typing(form->entry, zc_fill_path(node, &arena),
                                                zc_edit_text(&form->edit), &form->unkept);
    zc_arena_release(&arena);
    return form->unkept.code == ZC_OK;
}

/* Leaving keeps everything: accepted fields and the one being typed. What cannot be put on disk
 * is not left without a word. */
static enum zc_next leave_form(struct form *form, struct zc_app *app)
{
    if (form->dirty)
        accept(form, app);
    if (!journal(form, app)) {
        struct zc_dialog dialog = {
            .title = zc_str_of(ZC_T("还没有存盘", "not stored yet")),
            .text = zc_str_of(form->unkept.msg),
            .answers = { ZC_T("留在这里，先腾出空间", "stay here and free some space"),
                         ZC_T("再存一次", "try again"),
                         ZC_T("离开，上次存盘之后填的不要了", "leave without what is not stored") },
            .safe = 1,
        };
        form->waiting = WAIT_LEAVE;
        zc_app_ask(app, &dialog);
        return ZC_NEXT_STAY;
    }
    if (form->entry->draft_at.len > 0)
        zc_app_say(
            app, ZC_SAY_DONE, "%s",
            ZC_T("未存的表已保留，首页按 1 继续", "the unsaved form is kept; 1 on home goes on"));
    return ZC_NEXT_BACK;
}

static enum zc_next form_act(void *state, struct zc_app *app, int action)
{
    struct form *form = state;
    switch (action) {
    case FORM_NEXT:
        return go_next(form, app);
    case FORM_PREV:
        if (accept(form, app) && zc_form_view_prev(&form->view))
            begin_field(form);
        break;
    case FORM_SECTION_NEXT:
    case FORM_SECTION_PREV:
        if (accept(form, app) &&
            zc_form_view_turn(&form->view, action == FORM_SECTION_NEXT ? 1 : -1))
            begin_field(form);
        break;
    case FORM_FINISH:
        return finish(form, app);
    case FORM_LIST:
        open_list(form, app, (struct zc_str){ 0 });
        break;
    case FORM_NOTE:
        ask_note(form, app);
        break;
    case FORM_PROBLEM:
        if (accept(form, app) && zc_form_view_next_problem(&form->view))
            begin_field(form);
        break;
    default:
        return leave_form(form, app);
    }
    return ZC_NEXT_STAY;
}

/* A digit of a short list chooses and goes on. */
static bool choose_digit(struct form *form, struct zc_app *app, int key)
{
    const struct zc_node *node = node_of(form);
    struct zc_arena arena = { 0 };
    struct zc_choices choices;
    bool chosen = false;
    if (key >= 0xFF10 && key <= 0xFF19)
        key -= 0xFEE0;
    if (node && key < 128 && choices_in_line(form->entry->fill, node, &arena, &choices)) {
        for (uint32_t i = 0; i < choices.n && !chosen; i++) {
            struct zc_str value = zc_choice_value(choices.list, choices.rows[i]);
            char digit = (char)key;
            if (!zc_str_eq(value, (struct zc_str){ &digit, 1 }))
                continue;
            zc_edit_set(&form->edit, value);
            form->dirty = chosen = true;
        }
    }
    zc_arena_release(&arena);
    if (chosen)
        go_next(form, app);
    return chosen;
}

static enum zc_next form_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct form *form = state;
    const struct zc_node *node = node_of(form);
    if (!node || ((zc_key_is_text(key) || key == ZC_KEY_PASTE) && refuses(form, app)))
        return ZC_NEXT_STAY;
    if (zc_key_is_text(key) && choose_digit(form, app, key))
        return ZC_NEXT_STAY;
    if (zc_key_is_text(key) && node->q->list && zc_type_is_select(node->q->type)) {
        struct zc_buf typed = { 0 };
        zc_buf_cp(&typed, (uint32_t)key);
        open_list(form, app, zc_buf_str(&typed));
        zc_buf_release(&typed);
        return ZC_NEXT_STAY;
    }
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&form->edit, text);
    else if (!zc_edit_key(&form->edit, key))
        return ZC_NEXT_STAY;
    form->dirty = !zc_str_eq(zc_edit_text(&form->edit), node->value);
    form->journalled = false;
    if (form->edit.full)
        zc_app_say(app, ZC_SAY_PROBLEM, "%s", ZC_T("太长，没有插入", "too long, not inserted"));
    return ZC_NEXT_STAY;
}

static bool form_typing(const void *state)
{
    const struct form *form = state;
    return node_of(form) != NULL;
}

static void form_tick(void *state, struct zc_app *app)
{
    journal(state, app);
}

static enum zc_next resume_points(struct form *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    enum zc_next next = ZC_NEXT_STAY;
    zc_fill_check(form->entry->fill, &arena, &check);
    if (app->result == ZC_POINTS_DRAFT) {
        next = save(form, app, ZC_SAVE_DRAFT, (struct zc_str){ 0 });
    } else if (app->result == ZC_POINTS_DOUBT) {
        struct zc_prompt prompt = { .title =
                                        zc_str_of(ZC_T("存疑交组长", "doubtful, for the leader")),
                                    .text = zc_str_of(ZC_T("写明原因，组长会先看到这一条",
                                                           "the reason; the leader sees it first")),
                                    .needed = true };
        form->waiting = WAIT_DOUBT;
        zc_app_push(app, &zc_popup_prompt, &prompt);
    } else if (app->result > 0 && (uint32_t)app->result <= check.npoints) {
        struct zc_node *node = check.points[app->result - 1].node;
        node->asked = true;
        zc_form_view_to(&form->view, node);
        begin_field(form);
    }
    zc_arena_release(&arena);
    return next;
}

static enum zc_next form_resume(void *state, struct zc_app *app)
{
    struct form *form = state;
    struct zc_str text = zc_buf_str(&app->result_text);
    struct zc_node *node = node_of(form);
    enum waiting waiting = form->waiting;
    form->waiting = WAIT_NOTHING;
    switch (waiting) {
    case WAIT_PICK:
        if (app->result == 1) {
            zc_edit_set(&form->edit, text);
            form->dirty = true;
            return go_next(form, app);
        }
        break;
    case WAIT_POINTS:
        return resume_points(form, app);
    case WAIT_DOUBT:
        if (app->result == 1)
            return save(form, app, ZC_SAVE_DOUBT, text);
        break;
    case WAIT_NOTE:
        if (app->result == 1 && node) {
            if (form->is_reason)
                zc_fill_set_why(form->entry->fill, node, text);
            else
                zc_fill_set_note(form->entry->fill, node, text);
            keep(form, app);
            zc_form_view_refresh(&form->view);
        }
        break;
    case WAIT_LEAVE:
        return app->result == 2   ? leave_form(form, app)
               : app->result == 3 ? ZC_NEXT_BACK
                                  : ZC_NEXT_STAY;
    case WAIT_NOTHING:
        break;
    }
    return ZC_NEXT_STAY;
}

static void form_help(const void *state, struct zc_buf *out)
{
    const struct form *form = state;
    const struct zc_node *node = node_of(form);
    struct zc_arena arena = { 0 };
    if (node) {
        zc_buf_printf(out, "%.*s\n", ZC_ARG(zc_fill_label(form->entry->fill, node, &arena)));
        zc_buf_printf(out, "  %.*s\n", ZC_ARG(zc_fill_hint(form->entry->fill, node, &arena)));
        struct zc_str more = zc_fill_guidance(form->entry->fill, node, &arena);
        if (more.len > 0)
            zc_buf_printf(out, "  %.*s\n", ZC_ARG(more));
    }
    zc_arena_release(&arena);
}

static bool form_save(void *state, struct zc_app *app)
{
    return journal(state, app);
}

static void form_leave(void *state)
{
    struct form *form = state;
    zc_form_view_release(&form->view);
    zc_edit_release(&form->edit);
    zc_entry_free(form->entry);
}

static const struct zc_binding form_bindings[] = {
    { ZC_KEY_ENTER, FORM_NEXT, { "下一项", "next" } },
    { ZC_KEY_TAB, FORM_NEXT, { 0 } },
    { ZC_KEY_DOWN, FORM_NEXT, { 0 } },
    { ZC_KEY_UP, FORM_PREV, { "上一项", "previous" } },
    { ZC_KEY_BACKTAB, FORM_PREV, { 0 } },
    { ZC_KEY_PGDN, FORM_SECTION_NEXT, { "下一节", "next sec" } },
    { ZC_KEY_PGUP, FORM_SECTION_PREV, { "上一节", "prev sec" } },
    { ZC_KEY_CTRL('E'), FORM_PROBLEM, { "下个问题", "problem" } },
    { ZC_KEY_F2, FORM_FINISH, { "完成", "finish" } },
    { ZC_KEY_F4, FORM_LIST, { "选项", "list" } },
    { ZC_KEY_F8, FORM_NOTE, { "备注原因", "note" } },
    { ZC_KEY_ESC, FORM_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_form = {
    .name = "form",
    .title = { "登记", "form" },
    .state_size = sizeof(struct form),
    .bindings = form_bindings,
    .message_up = 4,
    .enter = form_enter,
    .update = form_update,
    .draw = form_draw,
    .act = form_act,
    .key = form_key,
    .typing = form_typing,
    .tick = form_tick,
    .resume = form_resume,
    .help = form_help,
    .save = form_save,
    .leave = form_leave,
};

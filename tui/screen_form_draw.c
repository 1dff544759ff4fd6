#include "core/text.h"
#include "tui/field_note.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screen_form_impl.h"
#include <stdio.h>
#include <string.h>

/* The picture of the form screen. Wide terminals show the sections on the left and the last
 * record on the right; narrow ones the neighbours of the section in one line (UX.md 7). */

/* Where the lines stand. */
struct area {
    bool wide, panes;
    int left, right;                /* columns [left, right) of the lines */
    int number, mark, label, value; /* columns of their parts */
    int label_cols, side_cols;
};

enum { LABEL_LINES = 3, OPTION_LINES = 3 };

static struct area area_of(int cols)
{
    struct area area = { .wide = cols >= 80, .panes = cols >= 160, .right = cols };
    if (area.panes) {
        area.left = ZC_FORM_OUTLINE_COLS + 1;
        area.right = cols - ZC_FORM_HELPER_COLS - 1;
    }
    area.number = area.left + 2;
    area.mark = area.left + 7;
    area.label = area.mark + 2;
    area.label_cols = area.wide ? 18 : 14;
    area.value = area.label + area.label_cols + 1;
    area.side_cols = area.wide ? 11 : 0;
    return area;
}

static int value_cols(const struct area *area)
{
    return area->right - area->value - area->side_cols - 1;
}

/* Lines */

static struct zc_str label_of(const struct zc_form_screen *form, const struct zc_form_line *line,
                              struct zc_arena *arena)
{
    const struct zc_fill *fill = form->entry->fill;
    struct zc_str label = zc_fill_label(fill, line->node, arena);
    bool required = zc_fill_is_shown(fill, line->node) && zc_fill_is_required(fill, line->node);
    return required ? zc_arena_printf(arena, "%.*s *", ZC_ARG(label)) : label;
}

/* "1正常 2停业 3筹建" of a short list, several rows of it under the cursor; no choice is parted
 * from its digit. Gives the rows used, 0 for a question without such a list. `canvas` NULL: only
 * counts. */
static int lay_options(const struct zc_form_screen *form, const struct zc_node *node,
                       const struct area *area, int most, struct zc_canvas *canvas, int row,
                       enum zc_style style)
{
    const struct zc_fill *fill = form->entry->fill;
    unsigned lang = zc_form_lang(zc_fill_form(fill));
    struct zc_arena arena = { 0 };
    struct zc_choices choices;
    bool ticks = node->q->type == ZC_TYPE_SELECT_MULTIPLE && node == zc_form_node(form);
    struct zc_str ticked = ticks ? zc_edit_text(&form->edit) : (struct zc_str){ 0 };
    int used = 0, at = value_cols(area) + 1;
    if (!zc_form_short_choices(fill, node, &arena, &choices))
        choices.n = 0;
    for (uint32_t i = 0; i < choices.n; i++) {
        bool on = zc_str_has_word(ticked, zc_choice_value(choices.list, choices.rows[i]));
        struct zc_str text =
            zc_arena_printf(&arena, "%c%s%.*s", zc_form_choice_digit(&choices, i),
                            on ? zc_glyph(ZC_GLYPH_MARKED) : "",
                            ZC_ARG(zc_choice_label(choices.list, choices.rows[i], lang)));
        int cols = (int)zc_text_cols(text), room = value_cols(area) - at;
        if (cols > room && used == most) {
            if (canvas && room > 3)
                zc_canvas_fit(canvas, row + used - 1, area->value + at, room, style, text, false);
            break;
        }
        if (cols > room) {
            at = 0;
            if (canvas)
                zc_canvas_blank(canvas, row + used, area->value, 1, value_cols(area), style);
            used++;
        }
        if (canvas)
            zc_canvas_fit(canvas, row + used - 1, area->value + at,
                          cols < value_cols(area) ? cols : value_cols(area), style, text, false);
        at += cols + 1;
    }
    zc_arena_release(&arena);
    return used;
}

static int wrapped(struct zc_str text, int cols, int most)
{
    struct zc_str line;
    int n = 0;
    while (n < most && zc_text_wrap(&text, (unsigned)cols, &line))
        n++;
    return n ? n : 1;
}

/* Where several may be ticked the options stay in view under the cursor. */
static bool shows_options(const struct zc_form_screen *form, const struct zc_form_line *line,
                          bool focused)
{
    if (focused && line->q->type == ZC_TYPE_SELECT_MULTIPLE &&
        (!line->q->list || line->q->list->nrows <= 9))
        return zc_fill_is_shown(form->entry->fill, line->node);
    return line->node->value.len == 0 && !(focused && form->dirty) &&
           zc_fill_is_shown(form->entry->fill, line->node);
}

/* Rows that a line takes: a long label wraps under itself, and so do the options of the question
 * under the cursor. */
static int height_of(const struct zc_form_screen *form, const struct area *area, uint32_t at)
{
    const struct zc_form_line *line = &form->view.lines[at];
    struct zc_arena arena = { 0 };
    int rows = 1;
    if (line->kind == ZC_LINE_QUESTION)
        rows = wrapped(label_of(form, line, &arena), area->label_cols, LABEL_LINES);
    if (line->kind == ZC_LINE_QUESTION && at == form->view.cursor &&
        shows_options(form, line, true)) {
        int more = lay_options(form, line->node, area, OPTION_LINES, NULL, 0, ZC_STYLE_NORMAL);
        rows = more > rows ? more : rows;
    }
    zc_arena_release(&arena);
    return rows;
}

void zc_form_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct zc_form_screen *form = state;
    const struct zc_form_view *view = &form->view;
    struct area area = area_of(cols);
    (void)app;
    form->body = rows - (area.wide && rows >= 24 ? 10 : 9);
    if (view->section >= view->nsections || view->cursor >= view->nlines)
        return;
    const struct zc_section *section = &view->sections[view->section];
    uint32_t at = view->cursor - section->first;
    if (form->top > at || form->top >= section->nlines)
        form->top = at;
    int used = 0;
    uint32_t top = at + 1; /* the highest line that leaves room for the cursor's */
    while (top > 0 && (used += height_of(form, &area, section->first + top - 1)) <= form->body)
        top--;
    if (form->top < top)
        form->top = top > at ? at : top;
}

enum zc_glyph zc_form_mark_glyph(enum zc_mark mark, enum zc_style *style)
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
        [ZC_MARK_CONFLICT] = { ZC_GLYPH_CONFLICT, ZC_STYLE_CONFLICT },
        [ZC_MARK_OFF] = { ZC_GLYPH_OFF, ZC_STYLE_DIM },
    };
    *style = looks[mark].style;
    return looks[mark].glyph;
}

void zc_form_draw_wrapped(struct zc_canvas *canvas, int row, int col, int cols, int most,
                          enum zc_style style, struct zc_str text)
{
    struct zc_str line = text;
    for (int i = 0; i < most && text.len > 0; i++) {
        if (i + 1 == most)
            line = text;
        else
            zc_text_wrap(&text, (unsigned)cols, &line);
        zc_canvas_fit(canvas, row + i, col, cols, style, line, false);
    }
}

static void draw_options(const struct zc_form_screen *form, struct zc_canvas *canvas, int row,
                         const struct area *area, const struct zc_form_line *line, bool focused)
{
    int most = focused ? OPTION_LINES : 1;
    int rows = lay_options(form, line->node, area, most, canvas, row,
                           focused ? ZC_STYLE_EDIT : ZC_STYLE_DIM);
    if (focused && rows == 0)
        zc_edit_draw(&form->edit, canvas, row, area->value, value_cols(area), true, false);
    else if (focused)
        zc_canvas_cursor(canvas, row, area->value);
}

/* The label of a choice, with its code where that is a short number: it is what one types. */
static struct zc_str shown_of(const struct zc_form_screen *form, const struct zc_node *node,
                              struct zc_arena *arena)
{
    enum { SHORT = 4 };
    struct zc_str shown = zc_fill_shown(form->entry->fill, node, arena);
    bool code = node->q->type == ZC_TYPE_SELECT_ONE && node->value.len > 0 &&
                node->value.len <= SHORT && !zc_str_eq(shown, node->value);
    for (size_t i = 0; code && i < node->value.len; i++)
        code = node->value.ptr[i] >= '0' && node->value.ptr[i] <= '9';
    return code ? zc_arena_printf(arena, "%.*s %.*s", ZC_ARG(node->value), ZC_ARG(shown)) : shown;
}

static void draw_value(const struct zc_form_screen *form, struct zc_canvas *canvas, int row,
                       const struct area *area, const struct zc_form_line *line, bool focused)
{
    struct zc_arena arena = { 0 };
    int cols = value_cols(area);
    struct zc_str shown = shown_of(form, line->node, &arena);
    bool picks = zc_type_is_select(line->q->type) && !form->dirty;
    if (!zc_fill_is_shown(form->entry->fill, line->node)) {
        shown = zc_str_of(line->node->value.len ? ZC_T("(不适用，已保留)", "(does not apply, kept)")
                                                : ZC_T("(不适用)", "(does not apply)"));
        zc_canvas_fit(canvas, row, area->value, cols, ZC_STYLE_DIM, shown, false);
    } else if (shows_options(form, line, focused)) {
        draw_options(form, canvas, row, area, line, focused);
    } else if (focused && !picks) {
        zc_edit_draw(&form->edit, canvas, row, area->value, cols, true,
                     line->q->look & ZC_LOOK_MASKED);
    } else {
        zc_canvas_fit(canvas, row, area->value, cols, focused ? ZC_STYLE_EDIT : ZC_STYLE_NORMAL,
                      shown, false);
        if (focused)
            zc_canvas_cursor(canvas, row, area->value);
    }
    zc_arena_release(&arena);
}

static void draw_head(const struct zc_form_screen *form, struct zc_canvas *canvas, int row,
                      const struct area *area, const struct zc_form_line *line, bool focused)
{
    const struct zc_form *sheet = zc_fill_form(form->entry->fill);
    struct zc_arena arena = { 0 };
    bool adds = line->kind == ZC_LINE_ADD;
    struct zc_str label = adds ? zc_question_label(sheet, line->q, zc_form_lang(sheet), &arena)
                               : zc_fill_label(form->entry->fill, line->node, &arena);
    int end = zc_canvas_printf(canvas, row, area->number, ZC_STYLE_STRONG, "%s %.*s",
                               zc_glyph(adds ? ZC_GLYPH_ADD : ZC_GLYPH_H), ZC_ARG(label));
    if (line->kind == ZC_LINE_ROW)
        zc_canvas_printf(canvas, row, end + 1, ZC_STYLE_STRONG, "%u", zc_node_position(line->node));
    if (adds && focused)
        zc_canvas_text(canvas, row, end + 2, ZC_STYLE_DIM,
                       ZC_T("打字即加一行，回车跳过", "type to add a row, Enter goes on"));
    if (focused)
        zc_canvas_cursor(canvas, row, area->number);
    zc_arena_release(&arena);
}

static void draw_line(const struct zc_form_screen *form, struct zc_canvas *canvas, int row,
                      const struct area *area, uint32_t at)
{
    const struct zc_form_view *view = &form->view;
    const struct zc_form_line *line = &view->lines[at];
    const struct zc_fill *fill = form->entry->fill;
    bool focused = at == view->cursor && !form->done;
    struct zc_arena arena = { 0 };
    struct zc_field_note note = { 0 };
    enum zc_style style;
    if (focused)
        zc_canvas_text(canvas, row, area->left, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    if (line->kind != ZC_LINE_QUESTION) {
        draw_head(form, canvas, row, area, line, focused);
        return;
    }
    if (line->number)
        zc_canvas_printf(canvas, row, area->number, ZC_STYLE_NORMAL, "%u.%u", view->section + 1,
                         line->number);
    enum zc_glyph glyph = zc_form_mark_glyph(zc_form_view_mark(view, line), &style);
    zc_canvas_text(canvas, row, area->mark, style, zc_glyph(glyph));
    zc_form_draw_wrapped(canvas, row, area->label, area->label_cols, LABEL_LINES, ZC_STYLE_NORMAL,
                         label_of(form, line, &arena));
    draw_value(form, canvas, row, area, line, focused);
    struct zc_str typed = zc_edit_text(&form->edit);
    if (area->side_cols > 0) {
        zc_field_note_make(fill, line->node, focused ? &typed : NULL, &note);
        zc_canvas_fit(canvas, row, area->right - area->side_cols, area->side_cols - 2, note.style,
                      zc_buf_str(&note.side), false);
    }
    if (zc_fill_note(fill, line->node).len > 0 || zc_fill_why(fill, line->node).len > 0 ||
        zc_fill_reply(fill, line->node).len > 0)
        zc_canvas_text(canvas, row, area->right - 1, ZC_STYLE_INFO, zc_glyph(ZC_GLYPH_NOTE));
    zc_field_note_release(&note);
    zc_arena_release(&arena);
}

static void draw_lines(const struct zc_form_screen *form, struct zc_canvas *canvas,
                       const struct area *area)
{
    const struct zc_form_view *view = &form->view;
    if (view->section >= view->nsections)
        return;
    const struct zc_section *section = &view->sections[view->section];
    int right = canvas->right, row = 3, end = 3 + form->body;
    canvas->right = area->right;
    for (uint32_t i = form->top; i < section->nlines && row < end; i++) {
        draw_line(form, canvas, row, area, section->first + i);
        row += height_of(form, area, section->first + i);
    }
    canvas->right = right;
    if (row > end) /* the last line was higher than its place */
        zc_canvas_blank(canvas, end, area->left, row - end, area->right - area->left,
                        ZC_STYLE_NORMAL);
}

/* Sections */

static const char *section_sign(const struct zc_section *section)
{
    enum zc_mark mark = zc_section_mark(section);
    return mark == ZC_MARK_DONE      ? zc_glyph(ZC_GLYPH_DONE)
           : mark == ZC_MARK_PROBLEM ? zc_glyph(ZC_GLYPH_ERROR)
                                     : "";
}

static bool is_listed(const struct zc_form_view *view, uint32_t section)
{
    return section == view->section || zc_section_mark(&view->sections[section]) != ZC_MARK_OFF;
}

/* "[2身份!]" for the section at hand, " 3经营 " for others; nothing for one that is not listed. */
static struct zc_str section_tab(const struct zc_form_view *view, uint32_t i,
                                 struct zc_arena *arena)
{
    if (!is_listed(view, i))
        return (struct zc_str){ 0 };
    return zc_arena_printf(arena, i == view->section ? "[%u%.*s%s]" : " %u%.*s%s ", i + 1,
                           ZC_ARG(zc_section_label(view, i, arena)),
                           section_sign(&view->sections[i]));
}

/* Whole tabs only: where not all have room, those around the section at hand. */
static void draw_sections(const struct zc_form_screen *form, struct zc_canvas *canvas)
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

/* " 2 基本  7/12   <1 识别✓   3 经营>" */
static void draw_neighbours(const struct zc_form_screen *form, struct zc_canvas *canvas)
{
    const struct zc_form_view *view = &form->view;
    struct zc_arena arena = { 0 };
    uint32_t here = view->section, before = here, after = here + 1;
    if (here >= view->nsections)
        return;
    const struct zc_section *section = &view->sections[here];
    int col = zc_canvas_printf(canvas, 1, 1, ZC_STYLE_STRONG, "%u %.*s  %u/%u", here + 1,
                               ZC_ARG(zc_section_label(view, here, &arena)), section->nanswered,
                               section->nquestions);
    while (before > 0 && !is_listed(view, before - 1))
        before--;
    while (after < view->nsections && !is_listed(view, after))
        after++;
    if (before > 0)
        col = zc_canvas_printf(canvas, 1, col + 3, ZC_STYLE_DIM, "<%u %.*s%s", before,
                               ZC_ARG(zc_section_label(view, before - 1, &arena)),
                               section_sign(&view->sections[before - 1]));
    if (after < view->nsections)
        zc_canvas_printf(canvas, 1, col + 3, ZC_STYLE_DIM, "%u %.*s%s>", after + 1,
                         ZC_ARG(zc_section_label(view, after, &arena)),
                         section_sign(&view->sections[after]));
    zc_arena_release(&arena);
}

/* " 上一份 7K2QD 西宁莫家街商贸有限公司：莫家街 25 号      F5 照抄" */
static void draw_last(const struct zc_form_screen *form, struct zc_canvas *canvas, int row)
{
    const struct zc_node *node = zc_form_node(form);
    const struct zc_node *there = node ? zc_previous_node(&form->previous, node) : NULL;
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    if (there && !form->done) {
        const struct zc_fill *before = form->previous.fill;
        zc_buf_printf(&text, "%s %s %.*s%s%.*s", ZC_T("上一份", "last"), form->previous.number,
                      ZC_ARG(zc_fill_title(before, &arena)), ZC_T("：", ": "),
                      ZC_ARG(zc_fill_shown(before, there, &arena)));
        zc_canvas_fit(canvas, row, 1, canvas->cols - 12, ZC_STYLE_DIM, zc_buf_str(&text), false);
        zc_canvas_put_right(canvas, row, canvas->cols - 1, ZC_STYLE_DIM,
                            zc_str_of(ZC_T("F5 照抄", "F5 copies")));
    }
    zc_buf_release(&text);
    zc_arena_release(&arena);
}

/* Hint and message */

static void draw_hint(const struct zc_form_screen *form, struct zc_canvas *canvas, int row)
{
    const struct zc_node *node = zc_form_node(form);
    const struct zc_fill *fill = form->entry->fill;
    struct zc_arena arena = { 0 };
    struct zc_field_note note = { 0 };
    struct zc_str typed = zc_edit_text(&form->edit);
    if (!node || form->done)
        return;
    struct zc_str hint = zc_fill_hint(fill, node, &arena);
    zc_field_note_make(fill, node, &typed, &note);
    struct zc_str said = note.below.len ? zc_buf_str(&note.below) : hint;
    if (said.len > 0) {
        int col = zc_canvas_printf(canvas, row, 1, ZC_STYLE_DIM, "%s  ", ZC_T("提示", "hint"));
        zc_canvas_fit(canvas, row, col, canvas->cols - col - 1,
                      note.below.len ? ZC_STYLE_INFO : ZC_STYLE_DIM, said, false);
    }
    zc_field_note_release(&note);
    zc_arena_release(&arena);
}

/* One line of the message, or two that take the row of the hint as well. */
static void draw_said(struct zc_canvas *canvas, int row, enum zc_style style, struct zc_str text)
{
    unsigned cols = (unsigned)canvas->cols - 2;
    struct zc_str line = { 0 };
    if (zc_text_cols(text) > cols && zc_text_wrap(&text, cols, &line)) {
        zc_canvas_blank(canvas, row - 1, 0, 1, canvas->cols, ZC_STYLE_NORMAL);
        zc_canvas_put(canvas, row - 1, 1, style, line);
    }
    zc_canvas_fit(canvas, row, 1, (int)cols, style, text, false);
}

/* "# 有冲突：10 | 9，由组长裁定" */
static void draw_conflict(const struct zc_field *field, struct zc_canvas *canvas, int row)
{
    struct zc_buf text = { 0 };
    zc_buf_printf(&text, "%s %s", zc_glyph(ZC_GLYPH_CONFLICT), ZC_T("有冲突：", "in conflict: "));
    for (uint32_t v = 0; v < field->nvalues; v++)
        zc_buf_printf(
            &text, "%s%.*s", v ? " | " : "",
            ZC_ARG(field->values[v].len ? field->values[v] : zc_str_of(ZC_T("(空)", "(empty)"))));
    zc_buf_text(&text, ZC_T("，由组长裁定", "; the leader decides"));
    zc_canvas_fit(canvas, row, 1, canvas->cols - 2, ZC_STYLE_CONFLICT, zc_buf_str(&text), false);
    zc_buf_release(&text);
}

/* "? 质疑：执照上是 18 人，请核对（王某 11-21）  F8 答复", or what was replied. */
static bool draw_challenge(const struct zc_form_screen *form, const struct zc_node *node,
                           struct zc_canvas *canvas, int row)
{
    const struct zc_fill *fill = form->entry->fill;
    struct zc_arena arena = { 0 };
    bool open = zc_fill_is_challenged(fill, node);
    struct zc_str text = zc_form_challenge(form, node, &arena);
    bool fault = !open && zc_fill_issue(fill, node, NULL, NULL) != ZC_ISSUE_NONE;
    bool shows = text.len > 0 && !fault;
    if (shows && open)
        text = zc_arena_printf(&arena, "%s %.*s  %s", zc_glyph(ZC_GLYPH_DOUBT), ZC_ARG(text),
                               ZC_T("F8 答复，或改本项", "F8 replies, or mend it"));
    if (shows)
        draw_said(canvas, row, open ? ZC_STYLE_WARN : ZC_STYLE_INFO, text);
    zc_arena_release(&arena);
    return shows;
}

static void draw_issue(const struct zc_form_screen *form, struct zc_canvas *canvas, int row)
{
    const struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    struct zc_str message = { 0 };
    if (form->done) {
        zc_canvas_printf(
            canvas, row, 1, ZC_STYLE_GOOD, "%s %s", zc_glyph(ZC_GLYPH_DONE),
            ZC_T("已登记。Enter 下一家  Esc 返回", "registered; Enter the next, Esc back"));
        return;
    }
    if (!node || form->dirty)
        return;
    const struct zc_field *conflict = zc_entry_conflict(form->entry, node);
    if (conflict) {
        draw_conflict(conflict, canvas, row);
        return;
    }
    if (draw_challenge(form, node, canvas, row))
        return;
    enum zc_issue issue = zc_fill_issue(form->entry->fill, node, &message, &arena);
    bool hard = zc_issue_is_hard(issue);
    if (issue != ZC_ISSUE_NONE && (node->asked || issue != ZC_ISSUE_REQUIRED)) {
        const char *more = hard ? "" : ZC_T("（F8 写原因可保留）", " (F8: a reason to keep it)");
        struct zc_str twin = hard ? (struct zc_str){ 0 } : zc_entry_twin(form->entry, node, &arena);
        if (twin.len > 0)
            message = zc_arena_printf(&arena, ZC_T("本库已有 %.*s", "this store has %.*s already"),
                                      ZC_ARG(twin));
        struct zc_str text =
            zc_arena_printf(&arena, "%s %.*s%s", zc_glyph(hard ? ZC_GLYPH_ERROR : ZC_GLYPH_DOUBT),
                            ZC_ARG(message), more);
        draw_said(canvas, row, hard ? ZC_STYLE_ERROR : ZC_STYLE_WARN, text);
    }
    zc_arena_release(&arena);
}

static void draw_unkept(const struct zc_form_screen *form, struct zc_canvas *canvas, int row,
                        int rows)
{
    struct zc_buf text = { 0 };
    zc_buf_printf(&text,
                  ZC_T("未存盘：%s。填的内容都在屏幕上，可以接着填；有空间后自动存盘",
                       "not stored: %s. What you typed is on the screen; go on, it is stored when "
                       "there is room"),
                  form->unkept.msg);
    zc_canvas_text(canvas, row, 1, ZC_STYLE_ERROR, zc_glyph(ZC_GLYPH_ERROR));
    zc_frame_lines(canvas, row, 3, rows, canvas->cols - 4, zc_buf_str(&text));
    zc_buf_release(&text);
}

static void draw_title(const struct zc_form_screen *form, struct zc_canvas *canvas)
{
    const struct zc_entry *entry = form->entry;
    const struct zc_form *sheet = zc_fill_form(entry->fill);
    struct zc_arena arena = { 0 };
    struct zc_buf place = { 0 }, right = { 0 };
    char number[6];
    zc_rid_number(entry->rid, number);
    zc_buf_text(&right, entry->is_new ? ZC_T("新登记", "new") : number);
    if (form->unkept.code != ZC_OK)
        zc_buf_printf(&right, "  %s %s", zc_glyph(ZC_GLYPH_ERROR), ZC_T("未存盘", "not on disk"));
    else if (entry->draft_at.len >= 19)
        zc_buf_printf(&right, "  %s %.5s", ZC_T("已存到未存的表", "kept unsaved"),
                      entry->draft_at.ptr + strlen("2026-11-23T"));
    zc_buf_printf(&place, "%s  %.*s", ZC_T("登记", "form"),
                  ZC_ARG(zc_form_title(sheet, zc_form_lang(sheet), &arena)));
    zc_screens_title(canvas, entry->survey, zc_buf_cstr(&place), zc_buf_str(&right));
    zc_buf_release(&place);
    zc_buf_release(&right);
    zc_arena_release(&arena);
}

void zc_form_draw(const void *state, struct zc_canvas *canvas)
{
    const struct zc_form_screen *form = state;
    struct area area = area_of(canvas->cols);
    bool roomy = area.wide && canvas->rows >= 24;
    draw_title(form, canvas);
    if (area.wide)
        draw_sections(form, canvas);
    else
        draw_neighbours(form, canvas);
    zc_canvas_rule(canvas, 2);
    zc_canvas_cursor(canvas, 3, area.left);
    draw_lines(form, canvas, &area);
    if (area.panes) {
        zc_form_draw_outline(form, canvas);
        zc_form_draw_helper(form, canvas);
    }
    zc_canvas_rule(canvas, canvas->rows - (roomy ? 7 : 6));
    if (form->unkept.code != ZC_OK) {
        draw_unkept(form, canvas, canvas->rows - (roomy ? 6 : 5), roomy ? 3 : 2);
    } else {
        if (roomy)
            draw_last(form, canvas, canvas->rows - 6);
        draw_hint(form, canvas, canvas->rows - 5);
        draw_issue(form, canvas, canvas->rows - 4);
    }
    zc_canvas_rule(canvas, canvas->rows - 3);
}

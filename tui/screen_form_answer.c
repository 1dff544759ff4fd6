#include "core/uscc.h"
#include "core/utf8.h"
#include "tui/look_alike.h"
#include "tui/screen_form_impl.h"
#include "tui/typed_path.h"
#include <string.h>

/* How an answer gets into the entry: typed, chosen, taken from the last record, undone. */

struct zc_node *zc_form_node(const struct zc_form_screen *form)
{
    const struct zc_form_line *line = zc_form_view_line(&form->view);
    return line && line->kind == ZC_LINE_QUESTION ? line->node : NULL;
}

void zc_form_begin_field(struct zc_form_screen *form)
{
    const struct zc_node *node = zc_form_node(form);
    form->edit.multiline = node && (node->q->look & ZC_LOOK_MULTILINE);
    form->edit.max_chars = node ? node->q->max_chars : 0;
    zc_edit_set(&form->edit, node ? node->value : (struct zc_str){ 0 });
    form->dirty = form->journalled = false;
}

/* On disk */

/* All answers on disk. When that fails (a full disk) the reason stays in view, typing goes on, and
 * every second it is tried again. */
static void keep(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    const struct zc_node *node = zc_form_node(form);
    struct zc_str cursor = node ? zc_fill_path(node, &arena) : (struct zc_str){ 0 };
    bool again = form->unkept.code != ZC_OK;
    form->unkept.code = ZC_OK;
    if (zc_entry_keep(form->entry, cursor, &form->unkept) && again)
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("已存盘，没有丢失内容", "stored, nothing is lost"));
    else if (form->unkept.code == ZC_E_CONFLICT)
        zc_form_ask_other(form, app);
    form->journalled = false;
    zc_arena_release(&arena);
}

void zc_form_changed(struct zc_form_screen *form, struct zc_app *app, struct zc_str field)
{
    zc_undo_add(&form->undo, form->entry, field);
    keep(form, app);
    zc_form_view_refresh(&form->view);
}

static bool may_be_written(const struct zc_form_screen *form, const struct zc_node *node)
{
    return !(node->q->use & ZC_USE_SECRET) && !zc_has_person_id(zc_edit_text(&form->edit));
}

bool zc_form_journal(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    const struct zc_node *node = zc_form_node(form);
    if (form->unkept.code == ZC_E_CONFLICT)
        return false; /* what another window wrote stays until somebody has seen it */
    if (form->unkept.code != ZC_OK)
        keep(form, app);
    if (node && form->dirty && !form->journalled && form->unkept.code == ZC_OK &&
        may_be_written(form, node))
        form->journalled = zc_entry_keep_typing(form->entry, zc_fill_path(node, &arena),
                                                zc_edit_text(&form->edit), &form->unkept);
    if (form->unkept.code == ZC_E_CONFLICT)
        zc_form_ask_other(form, app);
    zc_arena_release(&arena);
    return form->unkept.code == ZC_OK;
}

/* Typed */

bool zc_form_refuses(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (form->unkept.code == ZC_E_CONFLICT) {
        zc_form_ask_other(form, app);
        return true;
    }
    if (zc_store_may_write(form->survey->store, &err))
        return false;
    zc_app_fail(app, &err);
    return true;
}

bool zc_form_is_blocked(struct zc_form_screen *form, struct zc_app *app)
{
    const struct zc_node *node = zc_form_node(form);
    if (zc_form_refuses(form, app))
        return true;
    if (!node || !zc_entry_is_blocked(form->entry, node))
        return false;
    zc_app_say(
        app, ZC_SAY_PROBLEM, "%s",
        ZC_T("这一项有冲突，由组长裁定", "this field is in conflict; the leader decides it"));
    return true;
}

/* Long runs of letters and digits with their middle covered: 3501************79. */
static void mask(struct zc_str text, struct zc_buf *out)
{
    enum { HEAD = 4, TAIL = 2, LONG = 15 };
    for (size_t i = 0, end; i < text.len; i = end) {
        for (end = i; end < text.len && (unsigned char)text.ptr[end] < 0x80 && text.ptr[end] > ' ';)
            end++;
        end += end == i;
        for (size_t at = i; at < end; at++)
            zc_buf_char(out,
                        end - i >= LONG && at >= i + HEAD && at < end - TAIL ? '*' : text.ptr[at]);
    }
}

/* Identity numbers are refused before anything is written (DOMAIN.md 12). */
static bool is_person_id(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_str text = zc_edit_text(&form->edit);
    struct zc_buf masked = { 0 };
    if (!zc_has_person_id(text))
        return false;
    mask(zc_str_head(text, 200), &masked);
    zc_app_say(app, ZC_SAY_PROBLEM,
               ZC_T("“%s”里像是身份证号，不得登记，没有收下",
                    "'%s' looks like an identity number, which must not be stored; not taken"),
               zc_buf_cstr(&masked));
    zc_buf_release(&masked);
    return true;
}

/* What is no answer of the type stays as it was typed and is flagged: checked at once, blocked
 * never (UX.md P8). */
static void put_as_typed(struct zc_form_screen *form, struct zc_app *app, struct zc_node *node,
                         struct zc_str text, const struct zc_err *err)
{
    struct zc_buf tidy = { 0 };
    zc_utf8_tidy(text, &tidy);
    zc_fill_put(form->entry->fill, node, zc_buf_str(&tidy));
    node->carried = false;
    zc_app_say(app, ZC_SAY_PROBLEM,
               ZC_T("%s。可先往下填，完成前再改", "%s; go on, to be mended before finishing"),
               err->msg);
    zc_buf_release(&tidy);
}

/* What the rule of the field refuses is said at once, with its reason; so is another unit with the
 * same code. */
static void say_issue(struct zc_form_screen *form, struct zc_app *app, const struct zc_node *node)
{
    struct zc_arena arena = { 0 };
    struct zc_str message, twin = zc_entry_twin(form->entry, node, &arena);
    if (zc_fill_issue(form->entry->fill, node, &message, &arena) == ZC_ISSUE_CONSTRAINT)
        zc_app_say(
            app, ZC_SAY_PROBLEM,
            ZC_T("%.*s。可先往下填，完成前再改", "%.*s; go on, to be mended before finishing"),
            ZC_ARG(message));
    else if (twin.len > 0)
        zc_app_say(app, ZC_SAY_DOUBT, ZC_T("本库已有 %.*s", "this store has %.*s already"),
                   ZC_ARG(twin));
    zc_arena_release(&arena);
}

static bool set_answer(struct zc_form_screen *form, struct zc_app *app, struct zc_node *node,
                       struct zc_str text)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    bool ok = zc_entry_set(form->entry, node, text, &err);
    if (ok)
        say_issue(form, app, node);
    /* A path that leads nowhere is no name of a file: it stays in the field until it does. */
    if (!ok && err.code == ZC_E_INPUT && node->q->type != ZC_TYPE_FILE &&
        text.len <= ZC_VALUE_MAX) {
        put_as_typed(form, app, node, text, &err);
        ok = true;
    }
    if (ok)
        zc_form_changed(form, app, zc_fill_path(node, &arena));
    else
        zc_app_fail(app, &err);
    zc_arena_release(&arena);
    return ok;
}

/* A unit that looks like this one; where the code is the same, more has been said already. */
static void say_alike(struct zc_form_screen *form, struct zc_app *app, const struct zc_node *node)
{
    struct zc_arena arena = { 0 };
    struct zc_str alike = zc_look_alike(form->entry, node, &arena);
    if (alike.len > 0 && zc_entry_twin(form->entry, node, &arena).len == 0)
        zc_app_say(app, ZC_SAY_INFO,
                   ZC_T("%s 可能已登记：%.*s", "%s perhaps registered already: %.*s"),
                   zc_glyph(ZC_GLYPH_SIMILAR), ZC_ARG(alike));
    zc_arena_release(&arena);
}

bool zc_form_complete(struct zc_form_screen *form, struct zc_app *app)
{
    const struct zc_node *node = zc_form_node(form);
    struct zc_buf path = { 0 }, names = { 0 };
    if (!node || node->q->type != ZC_TYPE_FILE || !form->dirty || form->edit.text.len == 0)
        return false;
    size_t n = zc_typed_path_complete(zc_edit_text(&form->edit), &path, &names);
    bool longer = !zc_str_eq(zc_buf_str(&path), zc_edit_text(&form->edit));
    bool done = n == 1 && !longer;
    if (n == 0)
        zc_app_say(app, ZC_SAY_PROBLEM, "%s",
                   ZC_T("没有这样开头的文件", "no file begins like this"));
    else if (n > 1 && !longer)
        zc_app_say(app, ZC_SAY_INFO, "%s", zc_buf_cstr(&names));
    if (longer) {
        zc_edit_set(&form->edit, zc_buf_str(&path));
        form->edit.fresh = false;
        form->journalled = false;
    }
    zc_buf_release(&path);
    zc_buf_release(&names);
    return !done;
}

bool zc_form_accept(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_node *node = zc_form_node(form);
    if (form->unkept.code == ZC_E_CONFLICT) {
        zc_form_ask_other(form, app);
        return false;
    }
    if (!node)
        return true;
    node->asked = true;
    if (form->dirty && zc_form_is_blocked(form, app)) {
        zc_form_begin_field(form);
        return true;
    }
    if (form->dirty && is_person_id(form, app)) {
        zc_form_begin_field(form);
        return false;
    }
    if (form->dirty && (!set_answer(form, app, node, zc_edit_text(&form->edit)) ||
                        form->unkept.code == ZC_E_CONFLICT))
        return false;
    if (form->dirty)
        say_alike(form, app, node);
    zc_form_view_refresh(&form->view);
    zc_form_begin_field(form);
    return true;
}

void zc_form_confirm(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_node *node = zc_form_node(form);
    if (node && node->carried && !form->dirty && !zc_form_is_blocked(form, app))
        set_answer(form, app, node, node->value);
}

/* Chosen */

bool zc_form_short_choices(const struct zc_fill *fill, const struct zc_node *node,
                           struct zc_arena *arena, struct zc_choices *out)
{
    enum { MOST = 10 };
    const struct zc_question *q = node->q;
    if ((q->type != ZC_TYPE_SELECT_ONE && q->type != ZC_TYPE_SELECT_MULTIPLE) ||
        (q->list && q->list->nrows > MOST))
        return false;
    zc_fill_choices(fill, node, arena, out); /* without a list: answers of another question */
    return out->n > 0 && out->n <= MOST && zc_form_choice_digit(out, out->n - 1) != 0;
}

char zc_form_choice_digit(const struct zc_choices *choices, uint32_t i)
{
    bool by_code = true;
    for (uint32_t j = 0; j < choices->n && by_code; j++) {
        struct zc_str value = zc_choice_value(choices->list, choices->rows[j]);
        by_code = value.len == 1 && value.ptr[0] >= '0' && value.ptr[0] <= '9';
    }
    if (by_code)
        return zc_choice_value(choices->list, choices->rows[i]).ptr[0];
    return choices->n <= 9 ? (char)('1' + i) : 0;
}

/* Several answers: the word goes out if it is among them, in if not. */
static void toggle(struct zc_edit *edit, struct zc_str value)
{
    struct zc_buf words = { 0 };
    struct zc_str rest = zc_edit_text(edit), word;
    bool there = false;
    while (zc_str_word(&rest, &word)) {
        if (zc_str_eq(word, value)) {
            there = true;
            continue;
        }
        zc_buf_printf(&words, "%s%.*s", words.len ? " " : "", ZC_ARG(word));
    }
    if (!there)
        zc_buf_printf(&words, "%s%.*s", words.len ? " " : "", ZC_ARG(value));
    zc_edit_set(edit, zc_buf_str(&words));
    zc_buf_release(&words);
}

void zc_form_choose(struct zc_form_screen *form, struct zc_str value)
{
    const struct zc_node *node = zc_form_node(form);
    bool many = node && (node->q->type == ZC_TYPE_SELECT_MULTIPLE || node->q->type == ZC_TYPE_RANK);
    if (many)
        toggle(&form->edit, value);
    else
        zc_edit_set(&form->edit, value);
    form->dirty = true;
    form->journalled = false;
}

/* Taken from the last record */

void zc_form_ditto(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_node *node = zc_form_node(form);
    const struct zc_node *there = node ? zc_previous_node(&form->previous, node) : NULL;
    if (!node || zc_form_is_blocked(form, app))
        return;
    if (node->q->use & ZC_USE_OWN) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("这一项每家不同，不照抄", "this differs from unit to unit: not copied"));
        return;
    }
    if (!there) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   form->previous.found
                       ? ZC_T("上一份这一项是空的", "the last record has nothing here")
                       : ZC_T("还没有上一份", "there is no last record yet"));
        return;
    }
    if (!set_answer(form, app, node, there->value))
        return;
    zc_form_begin_field(form);
    form->edit.fresh = false; /* to be changed at its end, not replaced: 25 号 becomes 27 号 */
}

void zc_form_copy_all(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_node *node = zc_form_node(form);
    struct zc_fill *fill = form->entry->fill;
    if (zc_form_is_blocked(form, app)) {
        zc_form_begin_field(form);
    } else if (!form->previous.found) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("还没有上一份", "there is no last record yet"));
    } else if (!form->entry->is_new || form->dirty ||
               !zc_previous_may_fill(&form->previous, fill)) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("只有还没填的新表能整份照抄；单项按 F5",
                        "only a new, empty form can be filled so; F5 copies one field"));
    } else {
        unsigned n = zc_previous_carry(&form->previous, fill, true);
        zc_form_changed(form, app, node ? zc_fill_path(node, &arena) : (struct zc_str){ 0 });
        zc_form_begin_field(form);
        zc_app_say(app, ZC_SAY_DONE,
                   ZC_T("已照抄 %s 的 %u 项，各家不同的除外。^Z 撤销",
                        "%2$u answers of %1$s copied, but for what differs from unit to unit; ^Z "
                        "undoes it"),
                   form->previous.number, n);
    }
    zc_arena_release(&arena);
}

/* Undone */

static void show_step(struct zc_form_screen *form, struct zc_app *app, int direction,
                      struct zc_str field)
{
    struct zc_arena arena = { 0 };
    struct zc_node *node = field.len ? zc_fill_node(form->entry->fill, field) : NULL;
    zc_form_view_reset(&form->view);
    if (node)
        zc_form_view_to(&form->view, node);
    zc_form_begin_field(form);
    keep(form, app);
    if (form->unkept.code == ZC_OK)
        zc_app_say(app, ZC_SAY_DONE, "%s%.*s",
                   direction < 0 ? ZC_T("已撤销：", "undone: ") : ZC_T("已重做：", "done again: "),
                   ZC_ARG(node ? zc_fill_label(form->entry->fill, node, &arena)
                               : zc_str_of(ZC_T("一行", "a row"))));
    zc_arena_release(&arena);
}

void zc_form_undo(struct zc_form_screen *form, struct zc_app *app, int direction)
{
    struct zc_str field;
    if (direction < 0 && form->dirty) {
        zc_form_begin_field(form);
        zc_app_say(app, ZC_SAY_DONE, "%s",
                   ZC_T("已撤销正在打的这一项", "what was being typed is undone"));
    } else if (!zc_undo_go(&form->undo, form->entry, direction, &field)) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   direction < 0 ? ZC_T("没有可撤销的", "nothing to undo")
                                 : ZC_T("没有可重做的", "nothing to do again"));
    } else {
        show_step(form, app, direction, field);
    }
}

/* Rows */

bool zc_form_add_row(struct zc_form_screen *form, struct zc_app *app)
{
    const struct zc_form_line *line = zc_form_view_line(&form->view);
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    if (zc_form_refuses(form, app))
        return false;
    struct zc_node *row = zc_fill_add_row(form->entry->fill, line->node, line->q, &err);
    if (row) {
        zc_form_changed(form, app,
                        row->first ? zc_fill_path(row->first, &arena) : (struct zc_str){ 0 });
        if (row->first)
            zc_form_view_to(&form->view, row->first);
        zc_form_begin_field(form);
    } else {
        zc_app_fail(app, &err);
    }
    zc_arena_release(&arena);
    return row != NULL;
}

bool zc_form_remove_row(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_node *node = zc_form_node(form), *row = node;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    while (row && row->q->type != ZC_TYPE_REPEAT)
        row = row->parent;
    if (!row || zc_form_refuses(form, app))
        return row != NULL;
    struct zc_str field = zc_fill_path(node, &arena);
    if (zc_fill_remove_row(form->entry->fill, row, &err)) {
        zc_form_changed(form, app, field);
        zc_form_begin_field(form);
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("已删本行。^Z 撤销", "row removed; ^Z undoes it"));
    } else {
        zc_app_fail(app, &err);
    }
    zc_arena_release(&arena);
    return true;
}

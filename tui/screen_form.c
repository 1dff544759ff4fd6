#include "core/text.h"
#include "core/utf8.h"
#include "tui/field_note.h"
#include "tui/popup.h"
#include "tui/screen_form_impl.h"
#include <string.h>

/* The form screen (登记, S4): keys, movement, the popups it opens, finishing. */

enum {
    FORM_NEXT = 1,
    FORM_PREV,
    FORM_SECTION_NEXT,
    FORM_SECTION_PREV,
    FORM_FIRST,
    FORM_LAST,
    FORM_FINISH,
    FORM_LIST,
    FORM_DITTO,
    FORM_COPY,
    FORM_UNDO,
    FORM_REDO,
    FORM_NOTE,
    FORM_PROBLEM,
    FORM_GO,
    FORM_NEW,
    FORM_BACK
};

/* Begins with a draft, a record or a new one; what was open before is let go. */
static bool begin(struct zc_form_screen *form, struct zc_app *app, const struct zc_form_args *open,
                  struct zc_err *err)
{
    struct zc_survey *survey = app->survey;
    struct zc_previous previous;
    struct zc_entry *entry = open->draft ? zc_entry_restore(survey, open->draft, err)
                             : zc_rid_is_set(open->rid)
                                 ? zc_entry_open(survey, open->rid, NULL, 0, err)
                                 : zc_entry_new(survey, open->form, err);
    if (!entry || !zc_previous_load(survey, zc_fill_form(entry->fill), &previous, err)) {
        zc_entry_free(entry);
        return false;
    }
    zc_form_view_release(&form->view);
    zc_entry_free(form->entry);
    zc_previous_release(&form->previous);
    form->survey = survey;
    form->entry = entry;
    form->opened_ms = zc_clock_ms(&survey->clock);
    form->entry->remembers = true;
    form->done = false;
    form->unkept.code = ZC_OK;
    form->top = 0;
    zc_fill_set_lang(entry->fill, zc_form_lang(zc_fill_form(entry->fill)));
    form->previous = previous;
    if (entry->is_new && !open->draft && !survey->habits.no_carry)
        zc_previous_carry(&form->previous, entry->fill, false);
    zc_undo_begin(&form->undo, entry);
    zc_form_view_init(&form->view, entry);
    zc_form_begin_field(form);
    return true;
}

static void go_to_draft(struct zc_form_screen *form, const struct zc_draft *draft)
{
    struct zc_node *node =
        draft->cursor.len > 0 ? zc_fill_node(form->entry->fill, draft->cursor) : NULL;
    if (node && zc_form_view_to(&form->view, node))
        zc_form_begin_field(form);
    if (draft->has_typing) {
        zc_edit_set(&form->edit, draft->typing);
        form->edit.fresh = false;
        form->dirty = true;
    }
}

static bool form_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    const struct zc_form_args *open = args;
    if (!begin(state, app, open, err))
        return false;
    if (open->draft)
        go_to_draft(state, open->draft);
    return true;
}

/* Lists */

static void open_list(struct zc_form_screen *form, struct zc_app *app, struct zc_str search)
{
    const struct zc_node *node = zc_form_node(form);
    const struct zc_node *there = node ? zc_previous_node(&form->previous, node) : NULL;
    struct zc_fill *fill = form->entry->fill;
    struct zc_arena arena = { 0 };
    struct zc_choices choices = { 0 };
    bool select = node && zc_type_is_select(node->q->type);
    if (!select && !(node && node->q->required_cell)) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("这一项没有选项", "this field has no list"));
        return;
    }
    zc_arena_reset(&form->offered);
    if (select)
        zc_fill_choices(fill, node, &form->offered, &choices);
    struct zc_pick_args args = { .title = zc_fill_label(fill, node, &arena),
                                 .search = search,
                                 .value = node->value,
                                 .ditto = there ? there->value : (struct zc_str){ 0 },
                                 .list = choices.list,
                                 .rows = choices.rows,
                                 .n = choices.n,
                                 .lang = zc_form_lang(zc_fill_form(fill)),
                                 .may_be_missing = node->q->required_cell };
    form->waiting = ZC_FORM_WAITS_PICK;
    if (!zc_app_push(app, &zc_popup_pick, &args))
        form->waiting = ZC_FORM_WAITS_NOT;
    zc_arena_release(&arena);
}

/* Finishing */

static void say_saved(const struct zc_form_screen *form, struct zc_app *app, const char *what)
{
    char number[6];
    int64_t seconds = (zc_clock_ms(&form->survey->clock) - form->opened_ms) / 1000;
    zc_rid_number(form->entry->rid, number);
    zc_app_say(
        app, ZC_SAY_DONE,
        ZC_T("%s %s，用时 %lld 分 %lld 秒。^N 下一家", "%s %s in %lld min %lld s; ^N the next"),
        number, what, (long long)(seconds / 60), (long long)(seconds % 60));
}

/* A new record that is registered stays on the screen until Enter begins the next one: the
 * clerk's loop is fill, F2, Enter. */
static enum zc_next save(struct zc_form_screen *form, struct zc_app *app, enum zc_save how,
                         struct zc_str reason)
{
    struct zc_err err = { 0 };
    bool was_new = form->entry->is_new;
    if (!zc_entry_save(form->entry, how, reason, NULL, &err)) {
        zc_app_fail(app, &err);
        return ZC_NEXT_STAY;
    }
    say_saved(form, app,
              how == ZC_SAVE_DRAFT   ? ZC_T("已存为草稿", "kept as draft")
              : how == ZC_SAVE_DOUBT ? ZC_T("已登记，存疑", "registered, doubtful")
                                     : ZC_T("已登记", "registered"));
    if (how == ZC_SAVE_DRAFT || !was_new)
        return ZC_NEXT_BACK;
    form->done = true;
    form->unkept.code = ZC_OK;
    zc_undo_begin(&form->undo, form->entry);
    zc_form_view_reset(&form->view);
    zc_form_begin_field(form);
    return ZC_NEXT_STAY;
}

static enum zc_next finish(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    if (!zc_form_accept(form, app))
        return ZC_NEXT_STAY;
    zc_fill_check(form->entry->fill, &arena, &check);
    zc_arena_release(&arena);
    if (check.nhard + check.nsoft == 0)
        return save(form, app, ZC_SAVE_SUBMIT, (struct zc_str){ 0 });
    form->waiting = ZC_FORM_WAITS_POINTS;
    zc_app_push(app, &zc_popup_points, form->entry);
    return ZC_NEXT_STAY;
}

static void begin_next(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_form_args args = { .form = zc_fill_form(form->entry->fill) };
    struct zc_err err = { 0 };
    if (!begin(form, app, &args, &err))
        zc_app_fail(app, &err);
}

/* Moving */

static enum zc_next go_next(struct zc_form_screen *form, struct zc_app *app)
{
    zc_form_confirm(form, app);
    if (!zc_form_accept(form, app))
        return ZC_NEXT_STAY;
    if (!zc_form_view_next(&form->view))
        return finish(form, app);
    zc_form_begin_field(form);
    return ZC_NEXT_STAY;
}

static void ask_number(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_prompt prompt = {
        .title = zc_str_of(ZC_T("转到", "go to")),
        .text = zc_str_of(ZC_T("项目编号：本节第 9 项写 9，第 2 节第 9 项写 2.9",
                               "number of a field: 9 in this section, 2.9 in section 2")),
    };
    if (!zc_form_accept(form, app))
        return;
    form->waiting = ZC_FORM_WAITS_NUMBER;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void go_to_number(struct zc_form_screen *form, struct zc_app *app, struct zc_str text)
{
    struct zc_buf half = { 0 };
    uint64_t section = 0, number = 0;
    zc_text_half_width(text, &half);
    struct zc_str rest = zc_str_trim(zc_buf_str(&half)), first = rest;
    bool dotted = zc_str_find(rest, ZC_STR(".")) != SIZE_MAX;
    if (dotted)
        zc_str_cut(&rest, '.', &first);
    bool ok = zc_str_to_u64(rest, &number) && (!dotted || zc_str_to_u64(first, &section)) &&
              section <= UINT32_MAX && number <= UINT32_MAX &&
              zc_form_view_to_number(&form->view, (uint32_t)section, (unsigned)number);
    if (ok)
        zc_form_begin_field(form);
    else
        zc_app_say(app, ZC_SAY_PROBLEM,
                   ZC_T("没有第 %.*s 项，或它现在不用填", "there is no field %.*s to fill in now"),
                   ZC_ARG(zc_str_trim(text)));
    zc_buf_release(&half);
}

static void ask_note(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    if (!node || zc_form_refuses(form, app) || !zc_form_accept(form, app) ||
        node != zc_form_node(form))
        return;
    const struct zc_fill *fill = form->entry->fill;
    form->is_reason = zc_fill_issue(fill, node, NULL, NULL) == ZC_ISSUE_WARNING ||
                      zc_fill_why(fill, node).len > 0;
    struct zc_prompt prompt = {
        .title = zc_fill_label(fill, node, &arena),
        .text = zc_str_of(form->is_reason ? ZC_T("写明原因，确认无误可以保留",
                                                 "why this answer is right as it is")
                                          : ZC_T("给本项写备注", "a note on this field")),
        .value = form->is_reason ? zc_fill_why(fill, node) : zc_fill_note(fill, node),
    };
    form->waiting = ZC_FORM_WAITS_NOTE;
    zc_app_push(app, &zc_popup_prompt, &prompt);
    zc_arena_release(&arena);
}

static void put_note(struct zc_form_screen *form, struct zc_app *app, struct zc_str text)
{
    struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    if (!node)
        return;
    if (form->is_reason)
        zc_fill_set_why(form->entry->fill, node, text);
    else
        zc_fill_set_note(form->entry->fill, node, text);
    zc_form_changed(form, app, zc_fill_path(node, &arena));
    zc_arena_release(&arena);
}

/* Leaving keeps everything: accepted fields and the one being typed. What cannot be put on disk
 * is not left without a word. */
static enum zc_next leave(struct zc_form_screen *form, struct zc_app *app)
{
    if (form->dirty)
        zc_form_accept(form, app);
    if (!zc_form_journal(form, app)) {
        struct zc_dialog dialog = {
            .title = zc_str_of(ZC_T("还没有存盘", "not stored yet")),
            .text = zc_str_of(form->unkept.msg),
            .answers = { ZC_T("留在这里，先腾出空间", "stay here and free some space"),
                         ZC_T("再存一次", "try again"),
                         ZC_T("离开，上次存盘之后填的不要了", "leave without what is not stored") },
            .safe = 1,
        };
        form->waiting = ZC_FORM_WAITS_LEAVE;
        zc_app_ask(app, &dialog);
        return ZC_NEXT_STAY;
    }
    if (form->entry->draft_at.len > 0)
        zc_app_say(
            app, ZC_SAY_DONE, "%s",
            ZC_T("未存的表已保留，首页按 1 继续", "the unsaved form is kept; 1 on home goes on"));
    return ZC_NEXT_BACK;
}

/* Acts */

static enum zc_next move_act(struct zc_form_screen *form, struct zc_app *app, int action)
{
    struct zc_form_view *view = &form->view;
    if (!zc_form_accept(form, app))
        return ZC_NEXT_STAY;
    bool moved = action == FORM_PREV           ? zc_form_view_prev(view)
                 : action == FORM_SECTION_NEXT ? zc_form_view_turn(view, 1)
                 : action == FORM_SECTION_PREV ? zc_form_view_turn(view, -1)
                 : action == FORM_FIRST        ? zc_form_view_edge(view, -1)
                 : action == FORM_LAST         ? zc_form_view_edge(view, 1)
                                               : zc_form_view_next_problem(view);
    if (moved)
        zc_form_begin_field(form);
    else if (action == FORM_PROBLEM)
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("没有问题了", "no problem is left"));
    return ZC_NEXT_STAY;
}

static enum zc_next form_act(void *state, struct zc_app *app, int action)
{
    struct zc_form_screen *form = state;
    bool was_done = form->done;
    form->done = false;
    if (was_done && (action == FORM_NEXT || action == FORM_NEW)) {
        begin_next(form, app);
        return ZC_NEXT_STAY;
    }
    switch (action) {
    case FORM_NEXT:
        return go_next(form, app);
    case FORM_FINISH:
        return finish(form, app);
    case FORM_LIST:
        open_list(form, app, (struct zc_str){ 0 });
        break;
    case FORM_DITTO:
        zc_form_ditto(form, app);
        break;
    case FORM_COPY:
        zc_form_copy_all(form, app);
        break;
    case FORM_UNDO:
    case FORM_REDO:
        zc_form_undo(form, app, action == FORM_UNDO ? -1 : 1);
        break;
    case FORM_NOTE:
        ask_note(form, app);
        break;
    case FORM_GO:
        ask_number(form, app);
        break;
    case FORM_NEW:
        if (zc_form_accept(form, app) && app->on_new)
            app->on_new(app);
        break;
    case FORM_BACK:
        return leave(form, app);
    default:
        return move_act(form, app, action);
    }
    return ZC_NEXT_STAY;
}

/* Keys of the field */

/* A digit of a short list chooses and goes on; of several it only chooses. */
static bool choose_digit(struct zc_form_screen *form, struct zc_app *app, int key)
{
    const struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    struct zc_choices choices;
    bool chosen = false;
    if (key >= 0xFF10 && key <= 0xFF19)
        key -= 0xFEE0;
    if (node && key >= '0' && key <= '9' &&
        zc_form_short_choices(form->entry->fill, node, &arena, &choices)) {
        for (uint32_t i = 0; i < choices.n && !chosen; i++) {
            chosen = zc_form_choice_digit(&choices, i) == key;
            if (chosen)
                zc_form_choose(form, zc_choice_value(choices.list, choices.rows[i]));
        }
    }
    bool one = chosen && node->q->type == ZC_TYPE_SELECT_ONE;
    zc_arena_release(&arena);
    if (one)
        go_next(form, app);
    return chosen;
}

/* What a key or a paste does to the text in the field. */
static void edit_key(struct zc_form_screen *form, struct zc_app *app, int key, struct zc_str text)
{
    const struct zc_node *node = zc_form_node(form);
    if (key == ZC_KEY_PASTE && (node->q->look & ZC_LOOK_NO_PASTE)) {
        zc_app_say(app, ZC_SAY_PROBLEM, "%s",
                   ZC_T("这一项要亲手输入，不能粘贴", "this has to be typed, not pasted"));
        return;
    }
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&form->edit, text);
    else if (!zc_edit_key(&form->edit, key))
        return;
    form->dirty = !zc_str_eq(zc_edit_text(&form->edit), node->value);
    form->journalled = false;
    if (form->edit.full)
        zc_app_say(app, ZC_SAY_PROBLEM, "%s", ZC_T("太长，没有插入", "too long, not inserted"));
    else if (form->dirty && zc_field_note_code_is_done(node->q, zc_edit_text(&form->edit)))
        go_next(form, app); /* complete and right: nothing can follow */
}

static bool opens_list(const struct zc_node *node, int key)
{
    return zc_key_is_text(key) && zc_type_is_select(node->q->type);
}

static enum zc_next form_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct zc_form_screen *form = state;
    const struct zc_form_line *line = zc_form_view_line(&form->view);
    bool types = zc_key_is_text(key) || key == ZC_KEY_PASTE;
    /* Typing in the line ＋ adds a row and goes on in its first field. */
    if (!form->done && types && line && line->kind == ZC_LINE_ADD && !zc_form_add_row(form, app))
        return ZC_NEXT_STAY;
    const struct zc_node *node = zc_form_node(form);
    if (!node || form->done)
        return ZC_NEXT_STAY;
    if (key == ZC_KEY_DELETE && form->edit.fresh && zc_form_remove_row(form, app))
        return ZC_NEXT_STAY;
    if (types && zc_form_is_blocked(form, app))
        return ZC_NEXT_STAY;
    if (zc_key_is_text(key) && choose_digit(form, app, key))
        return ZC_NEXT_STAY;
    if (opens_list(node, key)) {
        char bytes[4];
        open_list(form, app, (struct zc_str){ bytes, zc_utf8_put((uint32_t)key, bytes) });
    } else {
        edit_key(form, app, key, text);
    }
    return ZC_NEXT_STAY;
}

static bool form_typing(const void *state)
{
    const struct zc_form_screen *form = state;
    return !form->done && zc_form_view_line(&form->view) != NULL;
}

static void form_tick(void *state, struct zc_app *app)
{
    zc_form_journal(state, app);
}

/* What the popups left */

static enum zc_next resume_points(struct zc_form_screen *form, struct zc_app *app)
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
        form->waiting = ZC_FORM_WAITS_DOUBT;
        zc_app_push(app, &zc_popup_prompt, &prompt);
    } else if (app->result > 0 && (uint32_t)app->result <= check.npoints) {
        struct zc_node *node = check.points[app->result - 1].node;
        node->asked = true;
        zc_form_view_to(&form->view, node);
        zc_form_begin_field(form);
    }
    zc_arena_release(&arena);
    return next;
}

static enum zc_next resume_pick(struct zc_form_screen *form, struct zc_app *app,
                                struct zc_str value)
{
    const struct zc_node *node = zc_form_node(form);
    if (!node || zc_form_is_blocked(form, app))
        return ZC_NEXT_STAY;
    zc_form_choose(form, value);
    if (node->q->type == ZC_TYPE_SELECT_MULTIPLE || node->q->type == ZC_TYPE_RANK)
        return ZC_NEXT_STAY;
    return go_next(form, app);
}

static enum zc_next form_resume(void *state, struct zc_app *app)
{
    struct zc_form_screen *form = state;
    struct zc_str text = zc_buf_str(&app->result_text);
    enum zc_form_waiting waiting = form->waiting;
    bool taken = app->result == 1;
    form->waiting = ZC_FORM_WAITS_NOT;
    switch (waiting) {
    case ZC_FORM_WAITS_PICK:
        return taken ? resume_pick(form, app, text) : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_POINTS:
        return resume_points(form, app);
    case ZC_FORM_WAITS_DOUBT:
        return taken ? save(form, app, ZC_SAVE_DOUBT, text) : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_NOTE:
        if (taken)
            put_note(form, app, text);
        break;
    case ZC_FORM_WAITS_NUMBER:
        if (taken && text.len > 0)
            go_to_number(form, app, text);
        break;
    case ZC_FORM_WAITS_LEAVE:
        return app->result == 2 ? leave(form, app) : app->result == 3 ? ZC_NEXT_BACK : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_NOT:
        break;
    }
    return ZC_NEXT_STAY;
}

static void form_help(const void *state, struct zc_buf *out)
{
    const struct zc_form_screen *form = state;
    const struct zc_node *node = zc_form_node(form);
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
    return zc_form_journal(state, app);
}

static void form_leave(void *state)
{
    struct zc_form_screen *form = state;
    zc_form_view_release(&form->view);
    zc_edit_release(&form->edit);
    zc_undo_release(&form->undo);
    zc_arena_release(&form->offered);
    zc_previous_release(&form->previous);
    zc_entry_free(form->entry);
}

static const struct zc_binding form_bindings[] = {
    { ZC_KEY_ENTER, FORM_NEXT, { "下一项", "next" } },
    { ZC_KEY_TAB, FORM_NEXT, { 0 } },
    { ZC_KEY_DOWN, FORM_NEXT, { 0 } },
    { ZC_KEY_UP, FORM_PREV, { "上一项", "previous" } },
    { ZC_KEY_BACKTAB, FORM_PREV, { 0 } },
    { ZC_KEY_PGDN, FORM_SECTION_NEXT, { "下一节", "next sec" } },
    { ZC_KEY_PGUP, FORM_SECTION_PREV, { 0 } },
    { ZC_KEY_CTRL('E'), FORM_PROBLEM, { "下个问题", "problem" } },
    { ZC_KEY_CTRL('Z'), FORM_UNDO, { "撤销", "undo" } },
    { ZC_KEY_CTRL('Y'), FORM_REDO, { "重做", "redo" } },
    { ZC_KEY_F5, FORM_DITTO, { "照抄本项", "ditto" } },
    { ZC_KEY_CTRL('R'), FORM_COPY, { "整份照抄", "copy all" } },
    { ZC_KEY_CTRL('G'), FORM_GO, { "转到", "go to" } },
    { ZC_KEY_CTRL_HOME, FORM_FIRST, { "第一项", "first" } },
    { ZC_KEY_CTRL_END, FORM_LAST, { "最后项", "last" } },
    { ZC_KEY_F2, FORM_FINISH, { "完成", "finish" } },
    { ZC_KEY_F4, FORM_LIST, { "选项", "list" } },
    { ZC_KEY_F8, FORM_NOTE, { "备注原因", "note" } },
    { ZC_KEY_CTRL('N'), FORM_NEW, { "新登记", "new" } },
    { ZC_KEY_ESC, FORM_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_form = {
    .name = "form",
    .title = { "登记", "form" },
    .state_size = sizeof(struct zc_form_screen),
    .bindings = form_bindings,
    .message_up = 4,
    .enter = form_enter,
    .update = zc_form_update,
    .draw = zc_form_draw,
    .act = form_act,
    .key = form_key,
    .typing = form_typing,
    .tick = form_tick,
    .resume = form_resume,
    .help = form_help,
    .save = form_save,
    .leave = form_leave,
};

#include "core/number.h"
#include "core/text.h"
#include "core/utf8.h"
#include "forms/list_rows.h"
#include "storage/claim.h"
#include "tui/field_note.h"
#include "tui/popup.h"
#include "tui/screen_form_impl.h"
#include <string.h>

/* The form screen (登记, S4): keys, movement, the popups it opens. */

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
    FORM_DISCARD,
    FORM_BACK
};

static bool form_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    return zc_form_begin(state, app, args, err);
}

/* Lists */

/* A field without a list: said so, and where an answer is required how one says that there is
 * none (XLSFORM.md 6.11). */
static void ask_missing(struct zc_form_screen *form, struct zc_app *app)
{
    const struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    if (!node || !node->q->required_cell) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("这一项没有选项", "this field has no list"));
        return;
    }
    struct zc_dialog dialog = {
        .title = zc_fill_label(form->entry->fill, node, &arena),
        .text = zc_str_of(ZC_T("这一项没有选项，直接填写。问不到的，选一个，再按 F8 写原因：",
                               "This field has no list, its answer is typed. Where there is none "
                               "to be had, say which, and with F8 why:")),
        .answers = { ZC_T("拒答", "拒答 refused"), ZC_T("不详", "不详 not known") },
    };
    form->waiting = ZC_FORM_WAITS_MISSING;
    zc_app_ask(app, &dialog);
    zc_arena_release(&arena);
}

/* What the question would say to a row of its list. */
static bool doubts(void *ctx, struct zc_str value, struct zc_buf *why)
{
    const struct zc_form_screen *form = ctx;
    const struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    struct zc_str message = { 0 };
    bool doubtful =
        node && node->q->type == ZC_TYPE_SELECT_ONE &&
        zc_fill_issue_of(form->entry->fill, node, value, &message, &arena) != ZC_ISSUE_NONE;
    zc_buf_add(why, message);
    zc_arena_release(&arena);
    return doubtful;
}

/* Links */

static const struct zc_form *linked_form(const struct zc_form_screen *form,
                                         const struct zc_node *node)
{
    const struct zc_pack *pack = form->survey->pack;
    for (uint32_t i = 0; i < pack->nforms; i++) {
        if (zc_str_eq(pack->forms[i]->dir, node->q->list->name))
            return pack->forms[i];
    }
    return NULL;
}

static bool takes_record(void *ctx, struct zc_str id)
{
    const struct zc_form_screen *form = ctx;
    return zc_fill_offers(form->entry->fill, zc_form_node(form), id);
}

static void open_link(struct zc_form_screen *form, struct zc_app *app, const struct zc_node *node,
                      struct zc_str search)
{
    const struct zc_node *there = zc_previous_node(&form->previous, node);
    struct zc_arena arena = { 0 };
    struct zc_link_args args = { .title = zc_fill_label(form->entry->fill, node, &arena),
                                 .search = search,
                                 .ditto = there ? there->value : (struct zc_str){ 0 },
                                 .form = linked_form(form, node),
                                 .list = node->q->list,
                                 .may_be_missing = node->q->required_cell,
                                 .offers = node->q->choice_filter ? takes_record : NULL,
                                 .ctx = form };
    form->waiting = ZC_FORM_WAITS_LINK;
    if (!zc_app_push(app, &zc_popup_link, &args))
        form->waiting = ZC_FORM_WAITS_NOT;
    zc_arena_release(&arena);
}

/* What is filled in so far is on disk and waits below. */
static void open_new_record(struct zc_form_screen *form, struct zc_app *app, struct zc_str name)
{
    const struct zc_node *node = zc_form_node(form);
    if (!node || zc_form_is_blocked(form, app) || !zc_form_journal(form, app))
        return;
    struct zc_form_prefill named = { ZC_ROLE_NAME, name };
    struct zc_form_args args = {
        .form = linked_form(form, node), .prefill = &named, .nprefill = name.len > 0, .once = true
    };
    form->waiting = ZC_FORM_WAITS_RECORD;
    if (!zc_app_push(app, &zc_screen_form, &args))
        form->waiting = ZC_FORM_WAITS_NOT;
}

static void open_list(struct zc_form_screen *form, struct zc_app *app, struct zc_str search)
{
    const struct zc_node *node = zc_form_node(form);
    const struct zc_node *there = node ? zc_previous_node(&form->previous, node) : NULL;
    struct zc_fill *fill = form->entry->fill;
    struct zc_arena arena = { 0 };
    struct zc_choices choices = { 0 };
    if (!node || !zc_type_is_select(node->q->type)) {
        ask_missing(form, app);
        return;
    }
    if (node->q->list && zc_list_is_lazy(node->q->list)) {
        open_link(form, app, node, search);
        return;
    }
    zc_arena_reset(&form->offered);
    zc_fill_choices(fill, node, &form->offered, &choices);
    struct zc_pick_args args = { .title = zc_fill_label(fill, node, &arena),
                                 .search = search,
                                 .value = node->value,
                                 .ditto = there ? there->value : (struct zc_str){ 0 },
                                 .list = choices.list,
                                 .rows = choices.rows,
                                 .n = choices.n,
                                 .lang = zc_form_lang(zc_fill_form(fill)),
                                 .may_be_missing = node->q->required_cell,
                                 .doubts = doubts,
                                 .ctx = form };
    form->waiting = ZC_FORM_WAITS_PICK;
    if (!zc_app_push(app, &zc_popup_pick, &args))
        form->waiting = ZC_FORM_WAITS_NOT;
    zc_arena_release(&arena);
}

static void begin_next(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_form_args args = { .form = zc_fill_form(form->entry->fill) };
    struct zc_err err = { 0 };
    if (!zc_form_begin(form, app, &args, &err))
        zc_app_fail(app, &err);
}

/* Moving */

static enum zc_next go_next(struct zc_form_screen *form, struct zc_app *app)
{
    zc_form_confirm(form, app);
    if (!zc_form_accept(form, app))
        return ZC_NEXT_STAY;
    if (!zc_form_view_next(&form->view))
        return zc_form_finish(form, app);
    zc_form_begin_field(form);
    return ZC_NEXT_STAY;
}

/* The cursor went on by itself: the Enter that habit adds would skip what has to be answered. */
static bool is_habit(struct zc_form_screen *form, const struct zc_app *app)
{
    const struct zc_node *node = zc_form_node(form);
    bool moved = form->moved && zc_key_alias(app->key) == ZC_KEY_ENTER;
    form->moved = false;
    return moved && node && !form->dirty && node->value.len == 0 &&
           zc_fill_is_required(form->entry->fill, node);
}

static enum zc_next go_on(struct zc_form_screen *form, struct zc_app *app)
{
    enum zc_next next = go_next(form, app);
    form->moved = true;
    return next;
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

/* A question waits for its reply first; one that has it may be replied to again. */
static enum zc_form_said said_at(const struct zc_fill *fill, const struct zc_node *node)
{
    bool doubtful = zc_fill_issue(fill, node, NULL, NULL) == ZC_ISSUE_WARNING ||
                    zc_fill_why(fill, node).len > 0;
    if (zc_fill_is_challenged(fill, node) || (zc_fill_ask(fill, node).len > 0 && !doubtful))
        return ZC_FORM_SAYS_REPLY;
    return doubtful ? ZC_FORM_SAYS_REASON : ZC_FORM_SAYS_NOTE;
}

static void ask_note(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    if (!node || zc_form_refuses(form, app) || !zc_form_accept(form, app) ||
        node != zc_form_node(form))
        return;
    const struct zc_fill *fill = form->entry->fill;
    form->said = said_at(fill, node);
    struct zc_prompt prompt = { .title = zc_fill_label(fill, node, &arena) };
    if (form->said == ZC_FORM_SAYS_REPLY) {
        prompt.text = zc_form_challenge(form, node, &arena);
        prompt.value = zc_fill_reply(fill, node);
    } else if (form->said == ZC_FORM_SAYS_REASON) {
        prompt.text =
            zc_str_of(ZC_T("写明原因，确认无误可以保留", "why this answer is right as it is"));
        prompt.value = zc_fill_why(fill, node);
    } else {
        prompt.text = zc_arena_printf(&arena, "%.*s%s%s", ZC_ARG(zc_buf_str(&form->returned)),
                                      form->returned.len > 0 ? "\n" : "",
                                      ZC_T("给本项写备注", "a note on this field"));
        prompt.value = zc_fill_note(fill, node);
    }
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
    if (form->said == ZC_FORM_SAYS_REPLY)
        zc_fill_set_reply(form->entry->fill, node, text);
    else if (form->said == ZC_FORM_SAYS_REASON)
        zc_fill_set_why(form->entry->fill, node, text);
    else
        zc_fill_set_note(form->entry->fill, node, text);
    zc_form_changed(form, app, zc_fill_path(node, &arena));
    zc_arena_release(&arena);
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
    bool was_done = form->done, habit = is_habit(form, app);
    form->done = false;
    if (was_done && (action == FORM_NEXT || action == FORM_NEW || action == FORM_COPY)) {
        begin_next(form, app);
        if (action == FORM_COPY)
            zc_form_copy_all(form, app);
        return ZC_NEXT_STAY;
    }
    switch (action) {
    case FORM_NEXT:
        if (app->key == ZC_KEY_TAB && zc_form_complete(form, app))
            return ZC_NEXT_STAY;
        return habit ? ZC_NEXT_STAY : go_next(form, app);
    case FORM_FINISH:
        return zc_form_finish(form, app);
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
    case FORM_DISCARD:
        zc_form_ask_discard(form, app);
        break;
    case FORM_BACK:
        return zc_form_leave(form, app);
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
        go_on(form, app);
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
        go_on(form, app); /* complete and right: nothing can follow */
}

/* + and - of a counter: one more, one less. */
static bool count_key(struct zc_form_screen *form, const struct zc_node *node, int key)
{
    struct zc_buf text = { 0 };
    double number = 0;
    bool less = key == '-' || key == 0xFF0D;
    if (!(node->q->look & ZC_LOOK_COUNTER) || node->q->type != ZC_TYPE_INTEGER ||
        !(less || key == '+' || key == 0xFF0B))
        return false;
    if (!zc_number_parse(zc_edit_text(&form->edit), &number) || number > 1e15 || number < -1e15)
        number = 0;
    zc_buf_printf(&text, "%.0f", number + (less ? -1 : 1));
    zc_form_choose(form, zc_buf_str(&text));
    zc_buf_release(&text);
    return true;
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
    form->moved = false;
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
    if (zc_key_is_text(key) && (choose_digit(form, app, key) || count_key(form, node, key)))
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

/* The record that was made for the field, if it was saved. */
static enum zc_next resume_record(struct zc_form_screen *form, struct zc_app *app, struct zc_str id)
{
    struct zc_err err = { 0 };
    bool saved = app->result == ZC_FORM_SAVED;
    app->result = 0;
    if (!zc_survey_link(form->survey, &err))
        zc_app_fail(app, &err);
    return saved ? resume_pick(form, app, id) : ZC_NEXT_STAY;
}

static enum zc_next form_resume(void *state, struct zc_app *app)
{
    struct zc_form_screen *form = state;
    struct zc_str text = zc_buf_str(&app->result_text);
    enum zc_form_waiting waiting = form->waiting;
    bool taken = app->result == 1;
    form->waiting = ZC_FORM_WAITS_NOT;
    switch (waiting) {
    case ZC_FORM_WAITS_LINK:
        if (app->result == ZC_LINK_NEW)
            open_new_record(form, app, text);
        return taken ? resume_pick(form, app, text) : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_RECORD:
        return resume_record(form, app, text);
    case ZC_FORM_WAITS_PICK:
        return taken ? resume_pick(form, app, text) : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_MISSING:
        return app->result > 0
                   ? resume_pick(form, app, zc_str_of(app->result == 1 ? "拒答" : "不详"))
                   : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_NOTE:
        if (taken)
            put_note(form, app, text);
        break;
    case ZC_FORM_WAITS_NUMBER:
        if (taken && text.len > 0)
            go_to_number(form, app, text);
        break;
    case ZC_FORM_WAITS_NOT:
        break;
    default:
        return zc_form_answered(form, app, waiting);
    }
    return ZC_NEXT_STAY;
}

/* Where the file is, so that people can look at it with another program. */
static void help_file(const struct zc_form_screen *form, const struct zc_node *node,
                      struct zc_buf *out)
{
    struct zc_arena arena = { 0 };
    const char *path = zc_entry_file(form->entry, node, &arena);
    if (path)
        zc_buf_printf(out, ZC_T("  文件：%s\n", "  file: %s\n"), path);
    else
        zc_buf_text(out, ZC_T("  文件不在本机：附件不随交换文件走，请从登记它的电脑复制\n",
                              "  the file is not here: files do not travel with exchange files, "
                              "copy it from the laptop that has it\n"));
    zc_arena_release(&arena);
}

static void form_help(const void *state, struct zc_buf *out)
{
    const struct zc_form_screen *form = state;
    const struct zc_node *node = zc_form_node(form);
    struct zc_arena arena = { 0 };
    if (form->returned.len > 0)
        zc_buf_printf(out, "%.*s\n\n", ZC_ARG(zc_buf_str(&form->returned)));
    if (node) {
        zc_buf_printf(out, "%.*s\n", ZC_ARG(zc_fill_label(form->entry->fill, node, &arena)));
        zc_buf_printf(out, "  %.*s\n", ZC_ARG(zc_fill_hint(form->entry->fill, node, &arena)));
        struct zc_str more = zc_fill_guidance(form->entry->fill, node, &arena);
        if (more.len > 0)
            zc_buf_printf(out, "  %.*s\n", ZC_ARG(more));
        struct zc_str challenge = zc_form_challenge(form, node, &arena);
        if (challenge.len > 0)
            zc_buf_printf(out, "  %.*s\n", ZC_ARG(challenge));
        if (node->q->type == ZC_TYPE_FILE && node->value.len > 0)
            help_file(form, node, out);
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
    zc_arena_release(&form->asked);
    zc_buf_release(&form->reason);
    zc_buf_release(&form->returned);
    zc_previous_release(&form->previous);
    zc_entry_free(form->entry);
    zc_claim_release(form->claim);
}

static const struct zc_binding form_bindings[] = {
    { ZC_KEY_ENTER, FORM_NEXT, { "下一项", "next" } },
    { ZC_KEY_TAB, FORM_NEXT, { 0 } },
    { ZC_KEY_DOWN, FORM_NEXT, { 0 } },
    { ZC_KEY_UP, FORM_PREV, { "上一项", "previous" } },
    { ZC_KEY_BACKTAB, FORM_PREV, { 0 } },
    { ZC_KEY_PGDN, FORM_SECTION_NEXT, { "下一节", "next sec" } },
    { ZC_KEY_PGUP, FORM_SECTION_PREV, { 0 } },
    { ZC_KEY_CTRL('E'), FORM_PROBLEM, { "下个错处", "problem" } },
    { ZC_KEY_CTRL('Z'), FORM_UNDO, { "撤销", "undo" } },
    { ZC_KEY_CTRL('Y'), FORM_REDO, { "重做", "redo" } },
    { ZC_KEY_F5, FORM_DITTO, { "照抄", "copy" } },
    { ZC_KEY_CTRL('R'), FORM_COPY, { "整份照抄", "copy all" } },
    { ZC_KEY_CTRL('G'), FORM_GO, { "转到", "go to" } },
    { ZC_KEY_CTRL_HOME, FORM_FIRST, { "第一项", "first" } },
    { ZC_KEY_CTRL_END, FORM_LAST, { "最后项", "last" } },
    { ZC_KEY_F2, FORM_FINISH, { "完成", "finish" } },
    { ZC_KEY_F4, FORM_LIST, { "选项", "list" } },
    { ZC_KEY_F8, FORM_NOTE, { "备注原因", "note" } },
    { ZC_KEY_CTRL('N'), FORM_NEW, { "新登记", "new" } },
    { ZC_KEY_ONLY_MENU, FORM_DISCARD, { "放弃修改", "give up" } },
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

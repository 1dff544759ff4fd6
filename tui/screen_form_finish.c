#include "tui/popup.h"
#include "tui/review.h"
#include "tui/screen_form_impl.h"

/* How the form screen begins and ends: what it opens, finishing, leaving, giving up. */

/* Beginning */

/* A draft, the record, or a new one, as an entry; *draft is the unsaved form it goes on with. */
static struct zc_entry *open_entry(struct zc_survey *survey, const struct zc_form_args *open,
                                   struct zc_arena *arena, struct zc_draft *draft, bool *drafted,
                                   struct zc_err *err)
{
    *drafted = open->draft != NULL;
    if (*drafted)
        *draft = *open->draft;
    else if (!zc_rid_is_set(open->rid))
        return zc_entry_new(survey, open->form, err);
    else if (!zc_entry_find_draft(survey, open->rid, arena, draft, drafted, err))
        return NULL;
    return *drafted ? zc_entry_restore(survey, draft, err)
                    : zc_entry_open(survey, open->rid, NULL, 0, err);
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

struct zc_str zc_form_challenge(const struct zc_form_screen *form, const struct zc_node *node,
                                struct zc_arena *arena)
{
    const struct zc_challenge *stored =
        zc_challenge_find(form->challenges, form->nchallenges, zc_fill_path(node, arena));
    struct zc_str reply = zc_fill_reply(form->entry->fill, node);
    if (!stored)
        return (struct zc_str){ 0 };
    struct zc_challenge challenge = *stored;
    if (!zc_str_eq(reply, stored->answer)) { /* typed here, not saved yet */
        challenge.answer = reply;
        challenge.answerer = form->survey->person.name;
        challenge.answered_on = zc_day_of(zc_survey_now(form->survey, arena));
    }
    return zc_challenge_text(&challenge, arena);
}

static unsigned count_open(const struct zc_form_screen *form)
{
    unsigned n = 0;
    for (size_t i = 0; i < form->nchallenges; i++)
        n += form->challenges[i].answer.len == 0;
    return n;
}

/* "退回：电话不通（王某 11-21）；2 项质疑待答复，^E 到该项" */
static void say_returned(const struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_buf text = { 0 };
    unsigned open = count_open(form);
    zc_buf_add(&text, zc_buf_str(&form->returned));
    if (open > 0)
        zc_buf_printf(
            &text,
            ZC_T("%s%u 项质疑待答复，^E 到该项", "%s%u questions to reply to, ^E goes there"),
            text.len > 0 ? ZC_T("；", "; ") : "", open);
    zc_app_say(app, ZC_SAY_DOUBT, "%s", zc_buf_cstr(&text));
    zc_buf_release(&text);
}

/* What somebody should know before typing. */
static void say_first(struct zc_form_screen *form, struct zc_app *app, const struct zc_draft *draft)
{
    struct zc_str mine = form->survey->person.name;
    if (form->returned.len > 0 || count_open(form) > 0)
        say_returned(form, app);
    else if (draft && !zc_str_eq(draft->person, mine))
        zc_app_say(app, ZC_SAY_DOUBT,
                   ZC_T("接着填%.*s未存的表", "this goes on with the unsaved form of %.*s"),
                   ZC_ARG(draft->person));
}

/* A new form begins with what stays the same from unit to unit, unless the person wants none; a
 * copy of a record with all that may be copied. */
static void carry_over(struct zc_form_screen *form)
{
    if (form->entry->is_new && (form->copies || !form->survey->habits.no_carry))
        zc_previous_carry(&form->previous, form->entry->fill, form->copies);
}

/* What is known before anybody asks: where the unit is that somebody stands before. */
static void fill_before(struct zc_form_screen *form, struct zc_app *app,
                        const struct zc_form_args *open)
{
    struct zc_err err = { 0 };
    for (uint32_t i = 0; form->entry->is_new && i < open->nprefill; i++)
        if (!zc_entry_set_role(form->entry, open->prefill[i].role, open->prefill[i].text, &err))
            zc_app_fail(app, &err);
}

static void read_challenges(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_err err = { 0 };
    zc_arena_reset(&form->asked);
    if (!zc_challenges_load(form->survey, &form->entry->state, &form->asked, &form->challenges,
                            &form->nchallenges, &err)) {
        form->nchallenges = 0;
        zc_app_fail(app, &err);
    }
}

static void start(struct zc_form_screen *form, struct zc_app *app, struct zc_entry *entry,
                  const struct zc_form_args *open, const struct zc_previous *previous,
                  const struct zc_draft *draft)
{
    struct zc_arena arena = { 0 };
    zc_form_view_release(&form->view);
    zc_entry_free(form->entry);
    zc_previous_release(&form->previous);
    form->survey = app->survey;
    form->entry = entry;
    form->previous = *previous;
    form->opened_ms = zc_clock_ms(&form->survey->clock);
    entry->remembers = true;
    form->done = false;
    form->once = open->once;
    form->unkept.code = ZC_OK;
    form->top = 0;
    zc_buf_reset(&form->returned);
    zc_buf_add(&form->returned, zc_returned_text(form->survey, &entry->state, &arena));
    read_challenges(form, app);
    zc_fill_set_lang(entry->fill, zc_form_lang(zc_fill_form(entry->fill)));
    if (!draft) {
        carry_over(form);
        fill_before(form, app, open);
    }
    zc_undo_begin(&form->undo, entry);
    zc_form_view_init(&form->view, entry);
    zc_form_begin_field(form);
    if (draft)
        go_to_draft(form, draft);
    zc_arena_release(&arena);
}

bool zc_form_begin(struct zc_form_screen *form, struct zc_app *app, const struct zc_form_args *open,
                   struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_draft draft;
    struct zc_previous previous;
    bool drafted;
    struct zc_entry *entry = open_entry(app->survey, open, &arena, &draft, &drafted, err);
    bool copies = zc_rid_is_set(open->like) && entry && entry->is_new;
    const struct zc_form *sheet = entry ? zc_fill_form(entry->fill) : NULL;
    bool ok =
        entry && (copies ? zc_previous_load_record(app->survey, sheet, open->like, &previous, err)
                         : zc_previous_load(app->survey, sheet, &previous, err));
    if (ok) {
        form->copies = copies;
        start(form, app, entry, open, &previous, drafted ? &draft : NULL);
        form->once = open->once;
        say_first(form, app, drafted ? &draft : NULL);
        if (copies && previous.found)
            zc_app_say(app, ZC_SAY_INFO,
                       ZC_T("照 %s 抄来的新登记，各家不同的除外；逐项回车确认",
                            "a new form like %s, but for what differs; Enter confirms each"),
                       previous.number);
        zc_form_claim(form, app);
    } else {
        zc_entry_free(entry);
    }
    zc_arena_release(&arena);
    return ok;
}

/* Saving */

static void say_saved(const struct zc_form_screen *form, struct zc_app *app, const char *what,
                      bool stays)
{
    char number[6];
    int64_t seconds = (zc_clock_ms(&form->survey->clock) - form->opened_ms) / 1000;
    zc_rid_number(form->entry->rid, number);
    zc_app_say(
        app, ZC_SAY_DONE,
        ZC_T("%s %s，用时 %lld 分 %lld 秒。^N 下一家%s", "%s %s in %lld min %lld s; ^N the next%s"),
        number, what, (long long)(seconds / 60), (long long)(seconds % 60),
        stays ? ZC_T("，同类的按 ^R", ", ^R one like it") : "");
}

/* Another window was at this form too: what both typed stands here now, to be looked at before it
 * is saved or thrown away. */
static bool met(struct zc_form_screen *form, struct zc_app *app, const struct zc_err *err)
{
    if (err->code != ZC_E_CONFLICT || !zc_form_meet(form, app))
        return false;
    zc_form_changed(form, app, (struct zc_str){ 0 });
    return true;
}

/* A new record that is registered stays on the screen until Enter begins the next one, or ^R the
 * next one with its answers: the clerk's loop is fill, F2, Enter. */
static enum zc_next save_now(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_err err = { 0 };
    enum zc_save how = form->how;
    bool stays = form->entry->is_new && how != ZC_SAVE_DRAFT && !form->once;
    if (!zc_entry_save(form->entry, how, zc_buf_str(&form->reason), NULL, &err)) {
        if (!met(form, app, &err))
            zc_app_fail(app, &err);
        return ZC_NEXT_STAY;
    }
    say_saved(form, app,
              how == ZC_SAVE_DRAFT   ? ZC_T("已存为草稿", "kept as draft")
              : how == ZC_SAVE_DOUBT ? ZC_T("已登记，存疑", "registered, doubtful")
              : how == ZC_SAVE_DATA  ? ZC_T("已答复", "replied")
                                     : ZC_T("已登记", "registered"),
              stays);
    if (form->once) {
        char id[ZC_RID_TEXT + 1];
        zc_rid_print(form->entry->rid, id);
        zc_app_result(app, ZC_FORM_SAVED, zc_str_of(id));
    }
    if (!stays)
        return ZC_NEXT_BACK;
    form->done = true;
    form->unkept.code = ZC_OK;
    zc_undo_begin(&form->undo, form->entry);
    zc_form_view_reset(&form->view);
    zc_form_begin_field(form);
    return ZC_NEXT_STAY;
}

static bool is_passed(enum zc_status status)
{
    return status == ZC_STATUS_GROUP_OK || status == ZC_STATUS_TOWN_OK ||
           status == ZC_STATUS_LOCKED;
}

/* A change of what was passed has to be checked again; what came back and goes out as it was is
 * likely a slip. Both are asked about once. */
enum zc_next zc_form_save(struct zc_form_screen *form, struct zc_app *app, enum zc_save how,
                          struct zc_str reason)
{
    enum zc_status status = form->entry->state.status;
    bool passed = is_passed(status);
    form->how = how;
    zc_buf_reset(&form->reason);
    zc_buf_add(&form->reason, reason);
    if (!passed && (status != ZC_STATUS_RETURNED || zc_entry_is_changed(form->entry)))
        return save_now(form, app);
    struct zc_dialog dialog = {
        .title = zc_str_of(passed ? ZC_T("已通过核实", "passed already")
                                  : ZC_T("退回的表没有改动", "returned, and nothing is changed")),
        .text = passed ? zc_str_of(ZC_T("已通过核实，修改后须重新核实。存下这次修改吗？",
                                        "This record was passed. With this change it has to be "
                                        "checked again. Save the change?"))
                       : zc_buf_str(&form->returned),
        .answers = { ZC_T("先不存，回去看看", "not now, look at it again"),
                     passed ? ZC_T("存下，交去重新核实", "save it, to be checked again")
                            : ZC_T("核对过了，照原样再交", "it is right, hand it in as it is") },
        .safe = 1,
    };
    form->waiting = ZC_FORM_WAITS_AGAIN;
    zc_app_ask(app, &dialog);
    return ZC_NEXT_STAY;
}

/* Nothing changed in what waits for a check or has passed one: nothing is saved, and an unsaved
 * form that says the same goes. */
static enum zc_next close_unchanged(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (form->entry->draft_at.len > 0 && !zc_entry_drop(form->entry, &err)) {
        if (!met(form, app, &err))
            zc_app_fail(app, &err);
        return ZC_NEXT_STAY;
    }
    zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有改动，没有保存", "no change, nothing is saved"));
    return ZC_NEXT_BACK;
}

static bool waits_or_passed(const struct zc_entry *entry)
{
    enum zc_status status = entry->state.status;
    return !entry->is_new &&
           (is_passed(status) || status == ZC_STATUS_SUBMITTED || status == ZC_STATUS_CHANGED);
}

/* A reply alone is no change of what was checked: it goes out without a word about the status. */
static bool only_replies(const struct zc_entry *entry)
{
    struct zc_arena arena = { 0 };
    const struct zc_pair *writes;
    size_t n, replies = 0;
    zc_fill_writes(entry->fill, true, &arena, &writes, &n);
    for (size_t i = 0; i < n; i++)
        replies += zc_str_starts(zc_field_last(writes[i].name), ZC_STR("_answer:"));
    zc_arena_release(&arena);
    return n > 0 && replies == n;
}

enum zc_next zc_form_finish(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    if (!zc_form_accept(form, app))
        return ZC_NEXT_STAY;
    if (waits_or_passed(form->entry) && !zc_entry_is_changed(form->entry))
        return close_unchanged(form, app);
    if (waits_or_passed(form->entry) && only_replies(form->entry)) {
        form->how = ZC_SAVE_DATA;
        zc_buf_reset(&form->reason);
        return save_now(form, app);
    }
    zc_fill_check(form->entry->fill, &arena, &check);
    zc_arena_release(&arena);
    if (check.nhard + check.nsoft == 0)
        return zc_form_save(form, app, ZC_SAVE_SUBMIT, (struct zc_str){ 0 });
    form->waiting = ZC_FORM_WAITS_POINTS;
    zc_app_push(app, &zc_popup_points, form->entry);
    return ZC_NEXT_STAY;
}

static enum zc_next after_points(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    enum zc_next next = ZC_NEXT_STAY;
    zc_fill_check(form->entry->fill, &arena, &check);
    if (app->result == ZC_POINTS_DRAFT) {
        next = zc_form_save(form, app, ZC_SAVE_DRAFT, (struct zc_str){ 0 });
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

/* Leaving keeps everything: accepted fields and the one being typed. What cannot be put on disk
 * is not left without a word. */
enum zc_next zc_form_leave(struct zc_form_screen *form, struct zc_app *app)
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
    if (form->once)
        zc_app_result(app, 0, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

/* Giving up what is not saved */

void zc_form_ask_discard(struct zc_form_screen *form, struct zc_app *app)
{
    bool is_new = form->entry->is_new;
    struct zc_dialog dialog = {
        .title = zc_str_of(ZC_T("放弃这次修改", "give up these changes")),
        .text = zc_str_of(is_new ? ZC_T("这份新表还没有登记，填的内容都不要了吗？",
                                        "This form is not registered. Throw away all that was "
                                        "typed?")
                                 : ZC_T("回到上次存好的样子，之后填的都不要了吗？",
                                        "Go back to the record as it was saved, without what was "
                                        "typed since?")),
        .answers = { ZC_T("不放弃，接着填", "keep it and go on"), ZC_T("放弃", "give it up") },
        .safe = 1,
    };
    if (zc_form_refuses(form, app))
        return;
    if (form->entry->draft_at.len == 0 && !form->dirty) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("没有改动", "nothing is changed"));
        return;
    }
    form->waiting = ZC_FORM_WAITS_DISCARD;
    zc_app_ask(app, &dialog);
}

/* The form stands as it was opened first; one step of undo brings everything back. */
static void discard(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (form->entry->draft_at.len > 0 && !zc_entry_drop(form->entry, &err)) {
        if (!met(form, app, &err))
            zc_app_fail(app, &err);
        return;
    }
    zc_entry_rewind(form->entry, NULL, 0);
    struct zc_fill *fill = form->entry->fill;
    for (struct zc_node *node = zc_fill_next(fill, NULL); node; node = zc_fill_next(fill, node))
        node->asked = false; /* nobody has been anywhere yet */
    carry_over(form);
    zc_undo_add(&form->undo, form->entry, (struct zc_str){ 0 });
    zc_form_view_reset(&form->view);
    if (form->entry->is_new)
        zc_form_view_edge(&form->view, -1);
    zc_form_begin_field(form);
    zc_app_say(app, ZC_SAY_DONE, "%s",
               form->entry->is_new
                   ? ZC_T("已放弃这份新表。^Z 撤销", "the form is given up; ^Z undoes it")
                   : ZC_T("已回到上次存好的样子。^Z 撤销", "as it was saved; ^Z undoes it"));
}

enum zc_next zc_form_answered(struct zc_form_screen *form, struct zc_app *app,
                              enum zc_form_waiting waiting)
{
    int answer = app->result;
    switch (waiting) {
    case ZC_FORM_WAITS_POINTS:
        return after_points(form, app);
    case ZC_FORM_WAITS_DOUBT:
        return answer == 1 ? zc_form_save(form, app, ZC_SAVE_DOUBT, zc_buf_str(&app->result_text))
                           : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_AGAIN:
        return answer == 2 ? save_now(form, app) : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_LEAVE:
        return answer == 2 ? zc_form_leave(form, app) : answer == 3 ? ZC_NEXT_BACK : ZC_NEXT_STAY;
    case ZC_FORM_WAITS_DISCARD:
        if (answer == 2)
            discard(form, app);
        return ZC_NEXT_STAY;
    default:
        return ZC_NEXT_STAY;
    }
}

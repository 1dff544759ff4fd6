#include "core/text.h"
#include "storage/claim.h"
#include "tui/screen_form_impl.h"

/* The same form in another window. Neither is kept out and neither writes over the other: whoever
 * comes second takes in what the first one stored, puts his own answers to it, and is told. */

/* What is typed into a secret field does not go into the messages. */
static void say_clash(const struct zc_form_screen *form, struct zc_app *app,
                      const struct zc_pair *mine)
{
    enum { COLS = 24 };
    const struct zc_fill *fill = form->entry->fill;
    const struct zc_node *node = zc_fill_node(fill, mine->name);
    struct zc_arena arena = { 0 };
    if (!node || !zc_fill_is_shown(fill, node) || zc_fill_is_readonly(fill, node))
        return;
    struct zc_str label = zc_fill_label(fill, node, &arena);
    if (node->q->use & ZC_USE_SECRET)
        zc_app_say(app, ZC_SAY_PROBLEM, ZC_T("“%.*s”两边填得不同，请定", "%.*s differs; decide"),
                   ZC_ARG(label));
    else
        zc_app_say(app, ZC_SAY_PROBLEM,
                   ZC_T("“%.*s”两边填得不同：那边“%.*s”，这里“%.*s”，请定",
                        "%.*s differs: '%.*s' there, '%.*s' here; decide"),
                   ZC_ARG(label), ZC_ARG(zc_text_head(node->value, COLS, NULL)),
                   ZC_ARG(zc_text_head(mine->value, COLS, NULL)));
    zc_arena_release(&arena);
}

static void say_met(const struct zc_form_screen *form, struct zc_app *app,
                    const struct zc_meeting *meeting)
{
    if (meeting->alone)
        zc_app_say(app, ZC_SAY_DOUBT, "%s",
                   ZC_T("另一个窗口已了结这份表，这里填的另存为未存的表",
                        "another window is done with this form; what was typed here is kept"));
    else if (meeting->saved)
        zc_app_say(app, ZC_SAY_DOUBT, "%s",
                   ZC_T("另一个窗口已保存这份表，这里填的接在后面",
                        "another window has saved this form; what was typed here comes on top"));
    else
        zc_app_say(app, ZC_SAY_DOUBT, "%s",
                   ZC_T("另一个窗口也在填这份表，那边填的已并进来",
                        "another window fills in this form too; its answers stand here as well"));
    for (size_t i = 0; i < meeting->clashes.n; i++)
        say_clash(form, app, &meeting->clashes.pairs[i]);
}

/* The cursor stays on its question. What was typed or answered here stays in the field, to be
 * taken by Enter, where the other window answered it differently. */
static void go_on_with(struct zc_form_screen *form, struct zc_str path, struct zc_str typed,
                       const struct zc_meeting *meeting)
{
    const struct zc_pair *clash = zc_pairs_find(meeting->clashes.pairs, meeting->clashes.n, path);
    bool dirty = form->dirty;
    form->view.entry = form->entry;
    zc_form_view_reset(&form->view);
    struct zc_node *node = path.len > 0 ? zc_fill_node(form->entry->fill, path) : NULL;
    bool there = node && zc_form_view_to(&form->view, node);
    zc_form_begin_field(form);
    form->clashed = there && clash;
    if (there && (dirty || clash)) {
        zc_edit_set(&form->edit, clash ? clash->value : typed);
        form->edit.fresh = false;
        form->dirty = !zc_str_eq(zc_edit_text(&form->edit), node->value);
    }
}

bool zc_form_meet(struct zc_form_screen *form, struct zc_app *app)
{
    struct zc_meeting meeting;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    const struct zc_node *node = zc_form_node(form);
    struct zc_str path = node ? zc_fill_path(node, &arena) : (struct zc_str){ 0 };
    struct zc_str typed = zc_arena_copy(&arena, zc_edit_text(&form->edit));
    if (form->waiting != ZC_FORM_WAITS_NOT && !app->gone)
        return false; /* the popup above borrows from the entry: when it is gone */
    bool met = zc_entry_meet(&form->entry, &arena, &meeting, &err);
    if (met && !meeting.alone) {
        const struct zc_form *sheet = zc_fill_form(form->entry->fill);
        zc_fill_set_lang(form->entry->fill, zc_form_lang(sheet));
        zc_undo_take_in(&form->undo, meeting.base, meeting.theirs);
        go_on_with(form, path, typed, &meeting);
    }
    if (met)
        say_met(form, app, &meeting);
    else
        form->unkept = err;
    zc_arena_release(&arena);
    return met;
}

void zc_form_claim(struct zc_form_screen *form, struct zc_app *app)
{
    bool elsewhere;
    zc_claim_release(form->claim);
    form->claim = zc_claim_take(form->survey->store, form->entry->rid, &elsewhere);
    if (elsewhere)
        zc_app_say(app, ZC_SAY_DOUBT, "%s",
                   ZC_T("这份表也开在另一个窗口里；两边填的都会留下",
                        "this form is open in another window too; what both type is kept"));
}

#include "tests/check.h"
#include "tests/stage.h"
#include "tui/dup_job.h"
#include "tui/dup_view.h"
#include <string.h>

/* The model of the screen of pairs on the stores of the golden screens: test_dup_view PACK STORES.
 * In `thrice` one unit stands three times in two streets; the first and the third record have no
 * sign in common, the second one joins them. */

static struct zc_stage stage;

/* A fresh store, compared. */
static void open_view(struct zc_dup_view *view, const char *store)
{
    struct zc_err err = { 0 };
    struct zc_dup_scan *scan;
    bool done = false;
    zc_stage_close(&stage);
    zc_stage_open(&stage, zc_str_of(store), 24, 80);
    zc_dup_view_init(view, stage.survey);
    scan = zc_dup_scan_new(stage.survey->store, ZC_DUP_OFFERED);
    while (!done && zc_dup_scan_step(scan, &done, &err))
        ;
    if (!done || !zc_dup_view_take(view, zc_dup_scan_pairs(scan), &err) || !view->open)
        zc_stage_bail("%s: %s", store, err.msg);
    zc_dup_scan_free(scan);
}

static struct zc_state state_of(struct zc_rid rid, struct zc_arena *arena)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    if (!zc_survey_state(stage.survey, rid, arena, &state, &err))
        zc_stage_bail("%s", err.msg);
    return state;
}

static bool says(const struct zc_state *state, const char *field, const char *value)
{
    return zc_str_is(zc_state_value(state, zc_str_of(field)), value);
}

static struct zc_dup_choice *choice_of(struct zc_dup_merge *merge, const char *field)
{
    for (uint32_t i = 0; i < merge->n; i++) {
        if (zc_str_is(merge->choices[i].field, field)) {
            merge->focus = i;
            return &merge->choices[i];
        }
    }
    zc_stage_bail("'%s' is not offered", field);
}

/* One unit: the values chosen and the link, together, and back. */
static void check_choices(void)
{
    struct zc_dup_view view;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    open_view(&view, "twice");
    struct zc_rid kept = view.sides[0].state.rid, other = view.sides[1].state.rid;
    size_t pairs = view.pairs.n;
    uint32_t n;
    struct zc_state before = state_of(kept, &arena);
    zc_check("one street: nothing to choose", !view.merge.places_differ);
    zc_check("A stays", zc_dup_view_begin(&view, 0, &err) && view.merge.n == 3);
    zc_check("all choices are those of A at first", choice_of(&view.merge, "staff")->take == 0 &&
                                                        choice_of(&view.merge, "name")->take == 0);
    choice_of(&view.merge, "staff");
    zc_dup_merge_take(&view.merge, 1);
    zc_check("a choice changes one field", choice_of(&view.merge, "staff")->take == 1 &&
                                               choice_of(&view.merge, "name")->take == 0);
    zc_check("F2 links", zc_dup_view_link(&view, &n, &err) && view.pairs.n == pairs - 1);
    struct zc_state after = state_of(kept, &arena), linked = state_of(other, &arena);
    zc_check("one revision on the record that stays", after.nrevs == before.nrevs + 1);
    zc_check("with what was chosen and what it lacked",
             says(&after, "staff", "12") && says(&after, "name", "青海昆仑商贸有限公司") &&
                 says(&after, "contact", "马经理") && n == 2);
    zc_check("the other is linked, with its own values",
             zc_rid_eq(linked.dup_of, kept) && says(&linked, "staff", "12"));
    zc_check("^Z takes both back", zc_dup_view_undo(&view, &err) && view.pairs.n == pairs);
    after = state_of(kept, &arena), linked = state_of(other, &arena);
    zc_check("nothing is left of it", says(&after, "staff", "8") && says(&after, "contact", "") &&
                                          !zc_rid_is_set(linked.dup_of));
    zc_check("once", !zc_dup_view_undo(&view, &err) && err.code == ZC_E_INPUT);
    zc_dup_view_release(&view);
    zc_arena_release(&arena);
}

/* Stands on the pair whose two lie in different streets. */
static void open_places(struct zc_dup_view *view)
{
    struct zc_err err = { 0 };
    open_view(view, "thrice");
    if (!view->merge.places_differ)
        zc_dup_view_turn(view, 1, &err);
    if (!view->merge.places_differ)
        zc_stage_bail("no pair in two streets");
}

static void check_place(void)
{
    struct zc_dup_view view;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    open_places(&view);
    unsigned elder = zc_dup_view_elder(&view);
    struct zc_rid kept = view.sides[elder].state.rid;
    uint32_t n;
    zc_check("at first that of the older record", view.merge.place == elder);
    zc_check("or of the one that stays",
             zc_dup_view_begin(&view, 1 - elder, &err) && view.merge.place == 1 - elder);
    zc_dup_merge_take_place(&view.merge, 1 - elder);
    zc_check("what was chosen stays chosen",
             zc_dup_view_begin(&view, elder, &err) && view.merge.place == 1 - elder);
    for (uint32_t i = 0; i < view.merge.n; i++)
        zc_check("a place is no field of the table",
                 !zc_str_is(view.merge.choices[i].field, "street") &&
                     !zc_str_is(view.merge.choices[i].field, "community"));
    uint32_t revs = view.sides[elder].state.nrevs;
    zc_check("it links", zc_dup_view_link(&view, &n, &err));
    struct zc_state after = state_of(kept, &arena);
    zc_check("the record that stays moved, in the same edit",
             after.nrevs == revs + 1 && says(&after, "street", "630103002") &&
                 says(&after, "community", "630103002001"));
    zc_check("^Z moves it back",
             zc_dup_view_undo(&view, &err) &&
                 (after = state_of(kept, &arena), says(&after, "street", "630103001")) &&
                 says(&after, "community", "630103001004"));
    zc_dup_view_release(&view);
    zc_arena_release(&arena);
}

/* A with B and B with C: after B is linked to A, C is asked about against A. */
static void check_group(void)
{
    struct zc_dup_view view;
    struct zc_dup_cluster group;
    struct zc_err err = { 0 };
    uint32_t n;
    open_places(&view);
    zc_dup_view_cluster(&view, &group);
    zc_check("three records are one group of two pairs",
             group.at == 1 && group.total == 1 && group.records == 3 && group.pairs == 2);
    unsigned elder = zc_dup_view_elder(&view);
    struct zc_rid first = view.sides[elder].state.rid, second = view.sides[1 - elder].state.rid;
    zc_check("two are linked",
             zc_dup_view_begin(&view, elder, &err) && zc_dup_view_link(&view, &n, &err));
    const struct zc_dup_pair *pair = zc_dup_view_pair(&view);
    zc_check("the third stands against the record that stays",
             view.pairs.n == 1 && pair &&
                 (zc_rid_eq(pair->a, first) || zc_rid_eq(pair->b, first)) &&
                 !zc_rid_eq(pair->a, second) && !zc_rid_eq(pair->b, second));
    zc_check("it can be told apart", zc_dup_view_distinct(&view, &err) && view.pairs.n == 0);
    zc_check("^Z brings that pair back", zc_dup_view_undo(&view, &err) && view.pairs.n == 1);
    zc_dup_view_release(&view);
    open_places(&view);
    zc_check("after an undo the list is as it was",
             zc_dup_view_begin(&view, zc_dup_view_elder(&view), &err) &&
                 zc_dup_view_link(&view, &n, &err) && zc_dup_view_undo(&view, &err) &&
                 view.pairs.n == 2);
    zc_dup_view_cluster(&view, &group);
    zc_check("with all three in the group", group.records == 3 && group.pairs == 2);
    zc_dup_view_release(&view);
}

static void check_question(void)
{
    struct zc_dup_view view;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    open_view(&view, "twice");
    struct zc_rid rids[2] = { view.sides[0].state.rid, view.sides[1].state.rid };
    size_t pairs = view.pairs.n;
    zc_check("a question needs words", !zc_dup_view_ask(&view, ZC_STR(" "), &err));
    zc_check("it is asked", zc_dup_view_ask(&view, ZC_STR("有两个门吗"), &err));
    for (int i = 0; i < 2; i++) {
        char number[6];
        struct zc_state state = state_of(rids[i], &arena);
        struct zc_str note = zc_state_value(&state, ZC_STR("_note"));
        zc_rid_number(rids[1 - i], number);
        zc_check("each record has it, with the number of the other",
                 zc_str_find(note, ZC_STR("有两个门吗")) != SIZE_MAX &&
                     zc_str_find(note, zc_str_of(number)) != SIZE_MAX);
    }
    zc_check("the pair stays open", view.pairs.n == pairs && view.open);
    zc_check("^Z takes both notes back", zc_dup_view_undo(&view, &err) && view.pairs.n == pairs);
    for (int i = 0; i < 2; i++) {
        struct zc_state state = state_of(rids[i], &arena);
        zc_check("no note is left", says(&state, "_note", ""));
    }
    zc_dup_view_release(&view);
    zc_arena_release(&arena);
}

static void check_roles(void)
{
    struct zc_dup_view view;
    struct zc_err err = { 0 };
    open_view(&view, "twice-worker");
    zc_check("a worker decides nothing", !zc_dup_view_begin(&view, 0, &err) &&
                                             err.code == ZC_E_DENIED &&
                                             !zc_dup_view_distinct(&view, &err));
    zc_check("but may ask", zc_dup_view_ask(&view, ZC_STR("是你们登的吗"), &err));
    zc_dup_view_release(&view);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        zc_stage_bail("usage: %s PACK STORES", argv[0]);
    zc_lang_set(ZC_LANG_ZH);
    zc_stage_init(&stage, argv[1], argv[2]);
    zc_stage_open(&stage, ZC_STR("twice"), 24, 80);
    check_choices();
    check_place();
    check_group();
    check_question();
    check_roles();
    zc_stage_close(&stage);
    zc_stage_release(&stage);
    return zc_check_done();
}

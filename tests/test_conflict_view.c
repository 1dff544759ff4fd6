#include "tests/check.h"
#include "tests/stage.h"
#include "tui/conflict_view.h"
#include "tui/review.h"
#include <string.h>

/* The model of the conflict screen on the stores of the golden screens, and on a survey that has a
 * question with several choices: test_conflict_view PACK STORES PACK STORES. The first store has
 * two records in conflict: one with two sides and two fields, one with three sides. */

static struct zc_stage stage;

static void work_as(const char *name, enum zc_rank role)
{
    struct zc_err err = { 0 };
    if (!zc_survey_choose(stage.survey, zc_str_of(name), role, &err))
        zc_stage_bail("%s", err.msg);
}

/* A fresh store, on the record with so many fields in conflict. */
static struct zc_conflict_view open_view(uint32_t nconflicts)
{
    struct zc_conflict_view view;
    struct zc_err err = { 0 };
    zc_stage_close(&stage);
    zc_stage_open(&stage, ZC_STR("review"), 24, 80);
    bool ok = zc_conflict_view_open(&view, stage.survey, NULL, &err);
    if (ok && view.nconflicts != nconflicts)
        ok = zc_conflict_view_turn(&view, 1, &err);
    if (!ok || view.nconflicts != nconflicts)
        zc_stage_bail("no record with %u conflicts: %s", nconflicts, err.msg);
    return view;
}

static struct zc_state state_of(struct zc_rid rid, struct zc_arena *arena)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    if (!zc_survey_state(stage.survey, rid, arena, &state, &err))
        zc_stage_bail("%s", err.msg);
    return state;
}

static void check_rows(void)
{
    struct zc_conflict_view view = open_view(2);
    const struct zc_conflict_row *phone = &view.rows[0], *staff = &view.rows[1];
    zc_check("the queue has both records", view.nrids == 2);
    zc_check("conflicts first, then what one side changed", view.nrows == 4 &&
                                                                view.rows[2].take == ZC_TAKE_AUTO &&
                                                                view.rows[3].take == ZC_TAKE_AUTO);
    zc_check("the sides stand in the same order in every field",
             zc_str_is(phone->values[0].value, "13922223333") &&
                 zc_str_is(staff->values[0].value, "22") &&
                 zc_str_is(staff->values[1].value, "18"));
    zc_check("with what was before",
             staff->parting.nbefore == 1 && zc_str_is(staff->parting.before[0], "20"));
    zc_conflict_view_release(&view);
}

static void check_decision(void)
{
    struct zc_conflict_view view = open_view(2);
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_state before = state_of(view.rids[view.at], &arena);
    struct zc_rid undone;
    uint32_t n;
    zc_check("1 takes the value under 甲", zc_conflict_view_take(&view, 0, &err));
    zc_check("what is open keeps it from being written",
             zc_conflict_view_left(&view) == 1 &&
                 !zc_conflict_view_decide(&view, (struct zc_str){ 0 }, &n, &err));
    view.focus = 1;
    zc_check("4 takes what is typed", zc_conflict_view_type(&view, ZC_STR("２１"), &err) &&
                                          zc_str_is(view.rows[1].taken, "21"));
    zc_check("which must be an answer", !zc_conflict_view_type(&view, ZC_STR("许多"), &err) &&
                                            zc_str_is(view.rows[1].taken, "21"));
    zc_check("3 is for several choices only", !zc_conflict_view_take_all(&view, &err));
    view.focus = 2;
    zc_check("what one side changed is not decided", !zc_conflict_view_take(&view, 0, &err));
    zc_check("F2 writes", zc_conflict_view_decide(&view, ZC_STR("电话问过"), &n, &err) && n == 2);
    struct zc_state after = state_of(before.rid, &arena);
    zc_check("one revision settles it",
             after.nrevs == before.nrevs + 1 && after.nheads == 1 && after.nconflicts == 0);
    zc_check("with the values taken",
             zc_str_is(zc_state_value(&after, ZC_STR("phone")), "13922223333") &&
                 zc_str_is(zc_state_value(&after, ZC_STR("staff")), "21"));
    struct zc_dossier dossier;
    if (!zc_dossier_open(&dossier, stage.survey, before.rid, &err))
        zc_stage_bail("%s", err.msg);
    const struct zc_rev *rev = dossier.history.steps[dossier.history.n - 1].rev;
    zc_check("on the heads that were shown, nothing else in it, the reason with it",
             rev->nparents == before.nheads &&
                 memcmp(rev->parents, before.heads, before.nheads * sizeof *rev->parents) == 0 &&
                 rev->nwrites == 2 && zc_str_is(zc_rev_attr(rev, "note"), "电话问过"));
    zc_dossier_release(&dossier);
    zc_check("the next record comes",
             zc_conflict_view_refresh(&view, &err) && view.nrids == 1 && view.nconflicts == 1);
    zc_check("^Z takes the decision back: both fields are open again",
             zc_conflict_view_undo(&view, &undone, &err) && zc_rid_eq(undone, before.rid) &&
                 zc_rid_eq(view.dossier.state.rid, before.rid) && view.nrids == 2 &&
                 view.nconflicts == 2 && zc_conflict_view_left(&view) == 2);
    zc_check("once: nothing else was decided here",
             !zc_conflict_view_undo(&view, &undone, &err) && err.code == ZC_E_INPUT);
    zc_conflict_view_release(&view);
    zc_arena_release(&arena);
}

static void check_sides(void)
{
    struct zc_conflict_view view = open_view(2);
    struct zc_err err = { 0 };
    zc_check("6 takes the whole side", zc_conflict_view_take_side(&view, 1, &err) &&
                                           zc_conflict_view_left(&view) == 0 &&
                                           zc_str_is(view.rows[0].taken, "13833334444") &&
                                           zc_str_is(view.rows[1].taken, "18"));
    zc_check("0 takes what was", zc_conflict_view_take_before(&view, &err) &&
                                     zc_str_is(view.rows[0].taken, "13811112222"));
    zc_conflict_view_release(&view);
    view = open_view(1);
    zc_check("three values", view.rows[0].nvalues == 3 && view.rows[0].at == 0);
    zc_conflict_view_page(&view, 1);
    zc_conflict_view_page(&view, 1);
    zc_check("are turned through", view.rows[0].at == 1);
    struct zc_str last = view.rows[0].values[2].value;
    zc_check("2 takes the one under 乙",
             zc_conflict_view_take(&view, 1, &err) && zc_str_eq(view.rows[0].taken, last));
    zc_conflict_view_release(&view);
}

static void check_roles(void)
{
    struct zc_conflict_view view = open_view(2);
    struct zc_err err = { 0 };
    uint32_t n;
    work_as("李某", ZC_RANK_WORKER);
    zc_check("a worker takes nothing", !zc_conflict_view_take(&view, 0, &err) &&
                                           err.code == ZC_E_DENIED &&
                                           view.rows[0].take == ZC_TAKE_OPEN);
    zc_check("and decides nothing",
             !zc_conflict_view_decide(&view, (struct zc_str){ 0 }, &n, &err) &&
                 err.code == ZC_E_DENIED);
    zc_conflict_view_release(&view);
}

/* Somebody else edits while the sides are looked at. */
static void check_meanwhile(void)
{
    struct zc_conflict_view view = open_view(2);
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_state other = state_of(view.rids[1 - view.at], &arena);
    struct zc_pair decision = { ZC_STR("staff"), ZC_STR("4") };
    zc_conflict_view_take(&view, 0, &err);
    if (!zc_review_decide_all(stage.survey, &other, &decision, 1, (struct zc_str){ 0 }, &err))
        zc_stage_bail("%s", err.msg);
    zc_check("another record changes: what was taken stays",
             zc_conflict_view_refresh(&view, &err) && view.nrids == 1 &&
                 view.rows[0].take == ZC_TAKE_VALUE);
    struct zc_entry *entry = zc_entry_open(stage.survey, view.dossier.state.rid, NULL, 0, &err);
    if (!entry ||
        !zc_fill_set(entry->fill, zc_fill_node(entry->fill, ZC_STR("capital")), ZC_STR("60"),
                     &err) ||
        !zc_entry_save(entry, ZC_SAVE_DATA, (struct zc_str){ 0 }, NULL, &err))
        zc_stage_bail("%s", err.msg);
    zc_entry_free(entry);
    zc_check("this one does: it is looked at anew",
             zc_conflict_view_refresh(&view, &err) && view.nconflicts == 2 &&
                 view.rows[0].take == ZC_TAKE_OPEN && view.dossier.state.nheads == 1);
    zc_conflict_view_release(&view);
    zc_arena_release(&arena);
}

/* 3 keeps what every side ticked, where several may be ticked. */
static void check_several(void)
{
    struct zc_conflict_view view;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_rid rid;
    uint32_t n;
    zc_stage_open(&stage, ZC_STR("shop"), 24, 80);
    if (!zc_conflict_view_open(&view, stage.survey, NULL, &err) || view.nconflicts != 2)
        zc_stage_bail("no record with 2 conflicts: %s", err.msg);
    bool sells_first = zc_str_is(view.rows[0].field, "sells");
    view.focus = sells_first ? 1 : 0;
    zc_check("3 keeps no two numbers",
             !zc_conflict_view_take_all(&view, &err) && err.code == ZC_E_INPUT);
    zc_check("a number is taken from one side", zc_conflict_view_take(&view, 0, &err));
    view.focus = sells_first ? 0 : 1;
    struct zc_conflict_row *sells = zc_conflict_view_row(&view);
    zc_check("3 keeps all choices, each once", zc_conflict_view_take_all(&view, &err) &&
                                                   sells->take == ZC_TAKE_ALL &&
                                                   zc_str_has_word(sells->taken, ZC_STR("tea")) &&
                                                   zc_str_has_word(sells->taken, ZC_STR("rice")) &&
                                                   zc_str_has_word(sells->taken, ZC_STR("cloth")) &&
                                                   sells->taken.len == strlen("tea rice cloth"));
    zc_check("nothing is left", zc_conflict_view_left(&view) == 0);
    rid = view.dossier.state.rid;
    uint32_t revs = view.dossier.state.nrevs;
    zc_check("F2 writes both",
             zc_conflict_view_decide(&view, (struct zc_str){ 0 }, &n, &err) && n == 2);
    struct zc_state after = state_of(rid, &arena);
    struct zc_str stored = zc_state_value(&after, ZC_STR("sells"));
    zc_check("as one revision with the union in it", after.nrevs == revs + 1 &&
                                                         after.nconflicts == 0 &&
                                                         zc_str_has_word(stored, ZC_STR("rice")) &&
                                                         zc_str_has_word(stored, ZC_STR("cloth")));
    zc_check("^Z opens both again", zc_conflict_view_undo(&view, &rid, &err) &&
                                        view.nconflicts == 2 && zc_conflict_view_left(&view) == 2);
    zc_conflict_view_release(&view);
    zc_arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        zc_stage_bail("usage: %s PACK STORES PACK STORES", argv[0]);
    zc_lang_set(ZC_LANG_ZH);
    zc_stage_init(&stage, argv[1], argv[2]);
    zc_stage_open(&stage, ZC_STR("review"), 24, 80);
    check_rows();
    check_decision();
    check_sides();
    check_roles();
    check_meanwhile();
    zc_stage_close(&stage);
    zc_stage_release(&stage);
    zc_stage_init(&stage, argv[3], argv[4]);
    check_several();
    zc_stage_close(&stage);
    zc_stage_release(&stage);
    return zc_check_done();
}

#include "tests/check.h"
#include "tests/stage.h"
#include "tui/check_view.h"
#include <string.h>

/* The model of the check screen on the stores of the golden screens: test_check_view PACK STORES.
 * The leader of group 1 has five finished records before him: a doubtful one, one in conflict,
 * three sound ones. */

static struct zc_stage stage;

static void work_as(const char *name, enum zc_rank role)
{
    struct zc_err err = { 0 };
    if (!zc_survey_choose(stage.survey, zc_str_of(name), role, &err))
        zc_stage_bail("%s", err.msg);
}

static struct zc_check_view open_view(void)
{
    struct zc_check_view view;
    struct zc_err err = { 0 };
    if (!zc_check_view_open(&view, stage.survey, NULL, 0, &err))
        zc_stage_bail("%s", err.msg);
    return view;
}

static struct zc_check_view fresh_view(void)
{
    zc_stage_close(&stage);
    zc_stage_open(&stage, ZC_STR("checking"), 24, 80);
    return open_view();
}

static struct zc_state state_of(struct zc_rid rid, struct zc_arena *arena)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    if (!zc_survey_state(stage.survey, rid, arena, &state, &err))
        zc_stage_bail("%s", err.msg);
    return state;
}

/* To the record with this name. */
static void go_to(struct zc_check_view *view, const char *name)
{
    struct zc_err err = { 0 };
    for (size_t i = 0; i < view->nrids; i++) {
        if (zc_str_find(zc_state_value(&view->dossier.state, ZC_STR("name")), zc_str_of(name)) !=
            SIZE_MAX)
            return;
        if (!zc_check_view_turn(view, 1, &err))
            zc_stage_bail("%s", err.msg);
    }
    zc_stage_bail("no record '%s'", name);
}

static void focus(struct zc_check_view *view, const char *field)
{
    for (view->focus = 0; view->focus < view->nitems; view->focus++)
        if (zc_str_is(view->items[view->focus].field, field))
            return;
    zc_stage_bail("'%s' is not asked", field);
}

static bool say_all(struct zc_check_view *view, enum zc_check_verdict verdict, struct zc_err *err)
{
    bool ok = true;
    for (view->focus = 0; ok && view->focus < view->nitems; view->focus++)
        ok = zc_check_view_say(view, verdict, err);
    view->focus = 0;
    return ok;
}

static bool is_asked(const struct zc_check_view *view, const char *field)
{
    for (uint32_t i = 0; i < view->nitems; i++)
        if (zc_str_is(view->items[i].field, field))
            return true;
    return false;
}

static void check_queue(void)
{
    struct zc_check_view view = fresh_view();
    zc_check("the leader's queue: what was submitted", view.nrids == 5);
    zc_check("doubtful ones first", zc_state_value(&view.dossier.state, ZC_STR("_doubt")).len > 0);
    go_to(&view, "乙乙");
    zc_check("name, code, staff and what lists show are asked",
             is_asked(&view, "name") && is_asked(&view, "uscc") && is_asked(&view, "staff") &&
                 is_asked(&view, "op_status") && !is_asked(&view, "opened"));
    focus(&view, "uscc");
    zc_check("each in its usual way", zc_str_is(zc_check_view_item(&view)->way, "2"));
    focus(&view, "phone");
    zc_check("a telephone by calling it", zc_str_is(zc_check_view_item(&view)->way, "4"));
    zc_check_view_release(&view);
    work_as("赵某", ZC_RANK_OFFICE);
    view = open_view();
    zc_check("the office has none: nothing has passed the group", view.nrids == 0);
    zc_check_view_release(&view);
}

static void check_passing(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    go_to(&view, "乙乙");
    struct zc_rid rid = view.dossier.state.rid;
    zc_check("what is open keeps it from passing", !zc_check_view_pass(&view, &err));
    say_all(&view, ZC_CHECK_AGREES, &err);
    focus(&view, "staff");
    zc_check_view_say(&view, ZC_CHECK_UNKNOWN, &err);
    zc_check("so does what could not be found out", !zc_check_view_pass(&view, &err));
    zc_check_view_say(&view, ZC_CHECK_AGREES, &err);
    zc_check("everything agrees: it passes", zc_check_view_pass(&view, &err));
    zc_check("at the level of the group", state_of(rid, &arena).status == ZC_STATUS_GROUP_OK);
    zc_check("and leaves the queue",
             view.nrids == 4 && view.npassed == 1 && !zc_rid_eq(view.dossier.state.rid, rid));
    go_to(&view, "己己");
    say_all(&view, ZC_CHECK_AGREES, &err);
    zc_check("not with a conflict",
             !zc_check_view_pass(&view, &err) && err.code == ZC_E_CONFLICT && view.nrids == 4);
    zc_check_view_release(&view);
    zc_arena_release(&arena);
}

static void check_page(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_err err = { 0 };
    uint32_t differs;
    go_to(&view, "乙乙");
    focus(&view, "staff");
    differs = view.focus;
    zc_check_view_say(&view, ZC_CHECK_DIFFERS, &err);
    zc_check("what is on the screen agrees in one go",
             zc_check_view_all_agree(&view, 0, 4, &err) && view.nitems > 5 &&
                 view.items[0].verdict == ZC_CHECK_AGREES &&
                 view.items[3].verdict == ZC_CHECK_AGREES);
    zc_check("what nobody saw yet stays open", view.items[4].verdict == ZC_CHECK_OPEN);
    zc_check("what was found to differ stays so",
             zc_check_view_all_agree(&view, 0, view.nitems, &err) &&
                 zc_check_view_count(&view, ZC_CHECK_OPEN) == 0 &&
                 view.items[differs].verdict == ZC_CHECK_DIFFERS);
    zc_check_view_use(&view, ZC_CHECK_WAITING, true, false, &err);
    go_to(&view, "丙丙");
    zc_check("not in a blind check", !zc_check_view_all_agree(&view, 0, view.nitems, &err) &&
                                         zc_check_view_count(&view, ZC_CHECK_AGREES) == 0);
    zc_check_view_use(&view, ZC_CHECK_WAITING, false, false, &err);
    zc_check_view_release(&view);
}

static void check_undoing(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    const struct zc_rate *rates;
    struct zc_rid rid, undone;
    size_t n;
    zc_check("nothing to undo", !zc_check_view_undo(&view, &undone, &err));
    go_to(&view, "乙乙");
    rid = view.dossier.state.rid;
    say_all(&view, ZC_CHECK_AGREES, &err);
    zc_check_view_pass(&view, &err);
    zc_recheck_rates(stage.survey, ZC_STR("ent"), (struct zc_str){ 0 }, &arena, &rates, &n, &err);
    zc_check("a check counts", n > 0);
    zc_check("it is undone", zc_check_view_undo(&view, &undone, &err) && zc_rid_eq(undone, rid) &&
                                 state_of(rid, &arena).status == ZC_STATUS_SUBMITTED);
    zc_check("and the record is there again",
             view.nrids == 5 && zc_rid_eq(view.dossier.state.rid, rid) && view.npassed == 0);
    zc_recheck_rates(stage.survey, ZC_STR("ent"), (struct zc_str){ 0 }, &arena, &rates, &n, &err);
    zc_check("with its results gone from the rates", n == 0);
    zc_check_view_release(&view);
    zc_arena_release(&arena);
}

static void check_returning(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    go_to(&view, "乙乙");
    struct zc_rid rid = view.dossier.state.rid;
    zc_check("nothing goes back without a reason", !zc_check_view_return(&view, &err));
    zc_check_view_set_reason(&view, ZC_STR("电话停机"), &err);
    zc_check("but with one, also before all is asked", zc_check_view_return(&view, &err));
    struct zc_state state = state_of(rid, &arena);
    zc_check("it is returned with it",
             state.status == ZC_STATUS_RETURNED &&
                 zc_str_is(zc_state_value(&state, ZC_STR("_reason")), "电话停机"));
    work_as("李某", ZC_RANK_WORKER);
    zc_check_view_set_reason(&view, ZC_STR("人数不符"), &err);
    zc_check("a worker returns nothing",
             !zc_check_view_return(&view, &err) && err.code == ZC_E_DENIED && view.nrids == 4);
    zc_check_view_release(&view);
    zc_arena_release(&arena);
}

/* Results are there again, until the record changes. */
static void check_kept(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_err err = { 0 };
    go_to(&view, "乙乙");
    struct zc_rid rid = view.dossier.state.rid;
    focus(&view, "staff");
    zc_check("46 is registered, 48 was found", zc_check_view_found(&view, ZC_STR("４８"), &err));
    focus(&view, "phone");
    zc_check_view_set_way(&view, ZC_STR("5"), &err);
    zc_check_view_say(&view, ZC_CHECK_UNKNOWN, &err);
    zc_check_view_set_reason(&view, ZC_STR("人数不符，请再问"), &err);
    zc_check_view_release(&view);
    view = open_view();
    go_to(&view, "乙乙");
    focus(&view, "staff");
    struct zc_check_item *staff = zc_check_view_item(&view);
    zc_check("after a restart the results are there",
             staff->verdict == ZC_CHECK_DIFFERS && zc_str_is(staff->second, "48") &&
                 zc_check_view_count(&view, ZC_CHECK_UNKNOWN) == 1 &&
                 zc_str_is(view.reason, "人数不符，请再问"));
    focus(&view, "phone");
    zc_check("the way too", zc_str_is(zc_check_view_item(&view)->way, "5"));
    focus(&view, "op_status");
    focus(&view, "name");
    zc_check("an identity number is not kept",
             !zc_check_view_found(&view, ZC_STR("马某 630103198001011237"), &err) &&
                 zc_check_view_item(&view)->verdict == ZC_CHECK_OPEN &&
                 !zc_check_view_set_reason(&view, ZC_STR("630103198001011237"), &err) &&
                 zc_str_is(view.reason, "人数不符，请再问"));
    focus(&view, "op_status");
    zc_check("what is no answer is refused",
             !zc_check_view_found(&view, ZC_STR("很好"), &err) &&
                 zc_check_view_item(&view)->verdict == ZC_CHECK_OPEN);
    struct zc_entry *entry = zc_entry_open(stage.survey, rid, NULL, 0, &err);
    if (!entry ||
        !zc_fill_set(entry->fill, zc_fill_node(entry->fill, ZC_STR("staff")), ZC_STR("47"), &err) ||
        !zc_entry_save(entry, ZC_SAVE_DATA, (struct zc_str){ 0 }, NULL, &err))
        zc_stage_bail("%s", err.msg);
    zc_entry_free(entry);
    zc_check("somebody edits it: the results were about something else",
             zc_check_view_refresh(&view, &err) && zc_rid_eq(view.dossier.state.rid, rid) &&
                 zc_check_view_count(&view, ZC_CHECK_OPEN) == view.nitems);
    zc_check_view_release(&view);
}

static void check_blind(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_err err = { 0 };
    zc_check("a blind check is remembered",
             zc_check_view_use(&view, ZC_CHECK_WAITING, true, true, &err));
    zc_check_view_release(&view);
    view = open_view();
    go_to(&view, "乙乙");
    focus(&view, "opened");
    struct zc_check_item *item = zc_check_view_item(&view);
    zc_check("a whole second entry asks everything", view.whole && item);
    zc_check("what is registered is hidden", zc_check_view_hides(&view, item));
    zc_check("and nobody agrees with it", !zc_check_view_say(&view, ZC_CHECK_AGREES, &err));
    zc_check("the same, typed in another way",
             zc_check_view_found(&view, ZC_STR("2013年5月"), &err)
                 ? item->verdict == ZC_CHECK_AGREES
                 : zc_check_view_found(&view, ZC_STR("2013-05"), &err) &&
                       item->verdict == ZC_CHECK_AGREES);
    zc_check("then it shows", !zc_check_view_hides(&view, item));
    focus(&view, "staff");
    item = zc_check_view_item(&view);
    zc_check("another value differs",
             zc_check_view_found(&view, ZC_STR("64"), &err) && item->verdict == ZC_CHECK_DIFFERS);
    focus(&view, "op_status");
    zc_check("a choice by its label", zc_check_view_found(&view, ZC_STR("正常运营"), &err) &&
                                          zc_check_view_item(&view)->verdict == ZC_CHECK_AGREES);
    zc_check_view_release(&view);
}

static void check_correcting(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    go_to(&view, "乙乙");
    struct zc_rid rid = view.dossier.state.rid;
    zc_check("nothing to correct yet", !zc_check_view_correct(&view, &err));
    say_all(&view, ZC_CHECK_AGREES, &err);
    focus(&view, "staff");
    zc_check_view_found(&view, ZC_STR("48"), &err);
    zc_check("corrected on the spot", zc_check_view_correct(&view, &err));
    struct zc_state state = state_of(rid, &arena);
    zc_check("the record has it, as an edit of the checker",
             zc_str_is(zc_state_value(&state, ZC_STR("staff")), "48") &&
                 zc_str_is(state.last_by, "王某") && state.status == ZC_STATUS_SUBMITTED);
    struct zc_check_item *staff = zc_check_view_item(&view);
    zc_check("the results stay, with what was wrong",
             zc_str_is(staff->field, "staff") && staff->corrected &&
                 zc_str_is(staff->registered, "46") &&
                 zc_check_view_count(&view, ZC_CHECK_AGREES) == view.nitems - 1);
    zc_check("it is not corrected twice", !zc_check_view_correct(&view, &err));
    zc_check_view_release(&view);
    view = open_view();
    go_to(&view, "乙乙");
    focus(&view, "staff");
    zc_check("also after a restart", zc_check_view_item(&view)->corrected);
    zc_check("and now it passes", zc_check_view_pass(&view, &err));
    zc_check_view_release(&view);
    zc_arena_release(&arena);
}

/* An edit of a checked record is shown with what the checker had seen. */
static void check_changed(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_err err = { 0 };
    go_to(&view, "乙乙");
    struct zc_rid rid = view.dossier.state.rid;
    say_all(&view, ZC_CHECK_AGREES, &err);
    zc_check_view_pass(&view, &err);
    zc_check_view_release(&view);
    work_as("李某", ZC_RANK_WORKER);
    struct zc_entry *entry = zc_entry_open(stage.survey, rid, NULL, 0, &err);
    if (!entry ||
        !zc_fill_set(entry->fill, zc_fill_node(entry->fill, ZC_STR("opened")), ZC_STR("2014"),
                     &err) ||
        !zc_entry_save(entry, ZC_SAVE_DATA, (struct zc_str){ 0 }, NULL, &err))
        zc_stage_bail("%s", err.msg);
    zc_entry_free(entry);
    work_as("王某", ZC_RANK_LEADER);
    view = open_view();
    zc_check("a changed record waits again", view.nrids == 5);
    go_to(&view, "乙乙");
    focus(&view, "opened");
    const struct zc_check_item *opened = zc_check_view_item(&view);
    zc_check("what changed is asked, with what it was", opened->changed &&
                                                            zc_str_is(opened->before, "2013-05") &&
                                                            zc_str_is(opened->registered, "2014"));
    focus(&view, "staff");
    zc_check("what did not change is not marked", !zc_check_view_item(&view)->changed);
    zc_check_view_release(&view);
}

static const struct zc_rate *rate_of(const struct zc_rate *rates, size_t n, enum zc_rate_of of,
                                     const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (rates[i].of == of && zc_str_is(rates[i].name, name))
            return &rates[i];
    return NULL;
}

static void check_sample(void)
{
    struct zc_check_view view = fresh_view();
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_sampling sampling;
    struct zc_sample sample;
    struct zc_str name;
    const struct zc_rate *rates, *rate;
    size_t n;
    zc_sampling_begin(stage.survey, zc_survey_form(stage.survey, ZC_STR("ent"), &err), &arena,
                      &sampling);
    zc_check("the rule of the survey", sampling.share == 1000 && sampling.least == 20 &&
                                           zc_str_is(sampling.seed, "20261123"));
    sampling.always = ZC_STR("${staff} = 46 or ${staff} = 4");
    sampling.least = 0;
    sampling.share = 1;
    bool ok = zc_sampling_draw(stage.survey, &sampling, NULL, NULL, &arena, &sample, &err) &&
              zc_batch_keep(stage.survey, &sampling, &sample, &arena, &name, &err) &&
              zc_check_view_use(&view, ZC_CHECK_SAMPLE, false, false, &err);
    zc_check("a batch to walk", ok && sample.of == 5 && sample.n == 3 && view.nrids == 3 &&
                                    zc_str_eq(view.batch.name, name));
    go_to(&view, "己己"); /* in conflict */
    say_all(&view, ZC_CHECK_AGREES, &err);
    focus(&view, "name");
    zc_check_view_found(&view, ZC_STR("城中区己已副食店"), &err);
    zc_check("a name that is not the same is wrong in a way of its own",
             zc_check_view_item(&view)->verdict == ZC_CHECK_DIFFERS);
    zc_check_view_found(&view, ZC_STR("城中区已己副食品店"), &err);
    zc_check("results alone may be kept",
             zc_check_view_note(&view, true, &err) && view.ndone == 1 && view.nrids == 3);
    zc_check("the next one that is open comes", !view.done[view.at]);
    zc_check("not found: the rest need not be asked", zc_check_view_note(&view, false, &err));
    say_all(&view, ZC_CHECK_UNKNOWN, &err);
    zc_check("the last one ends the batch",
             zc_check_view_note(&view, true, &err) && view.ndone == 3 && !view.dossier.survey);
    zc_check_view_release(&view);
    view = open_view();
    zc_check("which is known after a restart",
             view.source == ZC_CHECK_SAMPLE && view.ndone == 3 && view.nitems == 0);
    zc_check_view_release(&view);
    ok = zc_recheck_rates(stage.survey, ZC_STR("ent"), name, &arena, &rates, &n, &err);
    rate = rate_of(rates, n, ZC_RATE_UNITS, "");
    zc_check("one of three was not found", ok && rate && rate->checked == 3 && rate->wrong == 1);
    rate = rate_of(rates, n, ZC_RATE_FIELD, "name");
    zc_check("one name of one is wrong, by a slip", rate && rate->checked == 1 &&
                                                        rate->wrong == 1 && rate->unknown == 1 &&
                                                        rate->kinds[ZC_DIFFERENCE_SLIP] == 1);
    rate = rate_of(rates, n, ZC_RATE_WORKER, "李某");
    zc_check("it was his", rate && rate->wrong == 1);
    rate = rate_of(rates, n, ZC_RATE_WORKER, "王某");
    zc_check("the staff that the leader wrote is the leader's",
             rate && rate->checked == 1 && rate->wrong == 0);
    ok = zc_recheck_rates(stage.survey, ZC_STR("ent"), ZC_STR("another"), &arena, &rates, &n, &err);
    zc_check("another batch has none", ok && n == 0);
    zc_arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        zc_stage_bail("usage: %s PACK STORES", argv[0]);
    zc_lang_set(ZC_LANG_ZH);
    zc_stage_init(&stage, argv[1], argv[2]);
    check_queue();
    check_passing();
    check_page();
    check_undoing();
    check_returning();
    check_kept();
    check_blind();
    check_correcting();
    check_changed();
    check_sample();
    zc_stage_close(&stage);
    zc_stage_release(&stage);
    return zc_check_done();
}

#include "tests/check.h"
#include "tests/stage.h"
#include "tui/record_view.h"
#include <string.h>
#include <unistd.h>

/* The model of the record screen on the stores of the golden screens: test_record_view PACK
 * STORES. */

static struct zc_stage stage;

/* The record whose name is `name`, hidden ones too. */
static struct zc_rid rid_of(const char *name)
{
    struct zc_rid rid = { 0 }, found = { 0 };
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(stage.survey->store, ZC_TXN_READ, &err);
    while (txn && zc_revs_next(txn, rid, &rid)) {
        struct zc_arena arena = { 0 };
        struct zc_state state;
        bool there;
        if (zc_record_get(txn, rid, &arena, &state, &there, &err) && there &&
            zc_str_is(zc_state_value(&state, ZC_STR("name")), name))
            found = rid;
        zc_arena_release(&arena);
    }
    zc_txn_abort(txn);
    if (!zc_rid_is_set(found))
        zc_stage_bail("no record '%s'", name);
    return found;
}

static struct zc_record_view load(const char *store, const char *name)
{
    struct zc_record_view view = { 0 };
    struct zc_err err = { 0 };
    zc_stage_close(&stage);
    zc_stage_open(&stage, zc_str_of(store), 24, 80);
    if (!zc_record_view_load(&view, stage.survey, rid_of(name), &err))
        zc_stage_bail("%s", err.msg);
    return view;
}

static void reload(struct zc_record_view *view)
{
    struct zc_err err = { 0 };
    if (!zc_record_view_load(view, stage.survey, view->dossier.state.rid, &err))
        zc_stage_bail("%s", err.msg);
}

static void work_as(const char *name, enum zc_rank role)
{
    struct zc_err err = { 0 };
    if (!zc_survey_choose(stage.survey, zc_str_of(name), role, &err))
        zc_stage_bail("%s", err.msg);
}

static bool has_event(const struct zc_record_view *view, const char *line)
{
    struct zc_buf text = { 0 };
    bool found = false;
    for (uint32_t i = 0; i < view->nevents && !found; i++) {
        const struct zc_record_event *event = &view->events[i];
        zc_buf_reset(&text);
        zc_buf_printf(&text, "%.*s %.*s %s%s %.*s %.*s", ZC_ARG(event->when), ZC_ARG(event->who),
                      event->source, view->dossier.history.steps[event->step].side ? " side" : "",
                      ZC_ARG(event->what), ZC_ARG(event->change));
        found = zc_str_is(zc_buf_str(&text), line);
    }
    zc_buf_release(&text);
    return found;
}

static bool has_link(const struct zc_record_view *view, const char *name)
{
    for (uint32_t i = 0; i < view->nlinks; i++)
        if (zc_str_is(view->links[i].name, name))
            return true;
    return false;
}

static uint32_t first_step(const struct zc_record_view *view)
{
    return view->events[view->nevents - 1].step;
}

static struct zc_str value(const struct zc_record_view *view, const char *field)
{
    return zc_state_value(&view->dossier.state, zc_str_of(field));
}

static void check_history(void)
{
    struct zc_record_view view = load("review", "城中区壬壬副食店");
    static const char *const lines[] = {
        "11-20 10:40 李某 录入 (新登记) 28 项",
        "11-21 09:14 李某 录入 side 联系电话 138****1111 → 139****2222",
        "11-21 09:14 李某 录入 side 从业人员期末人数 6 → 8",
        "11-21 16:02 王某 录入 经营地址 水井巷17号 → 水井巷17号2楼",
        "11-21 16:02 王某 核实退回 状态 退回",
        "11-21 16:02 王某 核实退回 原因 电话停机，请再上门",
        "11-22 18:29 李某 录入 状态 待核",
        "11-22 18:29 李某 录入 备注 (空) → 已再上门，电话已换",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        zc_check(lines[i], has_event(&view, lines[i]));
    zc_check("and nothing else", view.nevents == sizeof lines / sizeof lines[0]);
    zc_check("notes and reasons are listed", view.nnotes == 2);
    zc_check("what hides behind it is linked", has_link(&view, "壬壬副食店"));
    zc_check("and its organisation", has_link(&view, "水井巷联合支部"));
    zc_check("and nobody else", view.nlinks == 2);
    zc_record_view_release(&view);
}

static void check_versions(void)
{
    struct zc_record_view view = load("review", "城中区壬壬副食店");
    struct zc_arena arena = { 0 };
    const struct zc_record_difference *rows;
    const struct zc_pair *writes;
    struct zc_err err = { 0 };
    size_t n;
    uint32_t first = first_step(&view), nrevs = view.dossier.state.nrevs;
    struct zc_revid head = view.dossier.state.heads[0];
    zc_record_view_compare(&view, first, ZC_NO_STEP, &arena, &rows, &n);
    zc_check("the first version and now differ in four fields",
             n == 4 && zc_str_is(rows[0].a, "水井巷17号") &&
                 zc_str_is(rows[0].b, "水井巷17号2楼") && zc_str_is(rows[1].b, "139****2222"));
    zc_record_view_compare(&view, first, first, &arena, &rows, &n);
    zc_check("a version does not differ from itself", n == 0);
    zc_record_view_back(&view, first, &arena, &writes, &n);
    zc_check("going back writes just those", n == 4 && zc_str_is(writes[0].name, "addr") &&
                                                 zc_str_is(writes[2].name, "remark") &&
                                                 writes[2].value.len == 0);
    zc_arena_release(&arena);
    zc_check("it is written", zc_record_view_write_back(&view, first, &err));
    reload(&view);
    const struct zc_step *last = &view.dossier.history.steps[view.dossier.history.n - 1];
    zc_check("as one revision on the heads that were shown",
             view.dossier.state.nrevs == nrevs + 1 && last->rev->nparents == 1 &&
                 zc_revid_cmp(&last->rev->parents[0], &head) == 0);
    zc_check("with the old values, and the status as it was",
             zc_str_is(value(&view, "staff"), "6") &&
                 zc_str_is(value(&view, "addr"), "水井巷17号") && value(&view, "remark").len == 0 &&
                 zc_str_is(value(&view, "_status"), "submitted"));
    zc_check("a second time there is nothing to write",
             !zc_record_view_write_back(&view, first_step(&view), &err));
    zc_record_view_release(&view);
}

static void check_blocked(void)
{
    struct zc_record_view view = load("review", "城中区癸癸日用百货店");
    struct zc_err err = { 0 };
    work_as("李某", ZC_RANK_WORKER);
    zc_check("a worker does not decide a conflict by going back",
             !zc_record_view_write_back(&view, first_step(&view), &err) && err.code == ZC_E_DENIED);
    work_as("王某", ZC_RANK_LEADER);
    zc_check("a leader may", zc_record_view_write_back(&view, first_step(&view), &err));
    reload(&view);
    zc_check("which settles it",
             view.dossier.state.nconflicts == 0 && zc_str_is(value(&view, "staff"), "20"));
    zc_record_view_release(&view);
}

static bool logged(const char *act)
{
    struct zc_buf path = { 0 }, text = { 0 };
    zc_buf_printf(&path, "%s/audit.log", zc_store_dir(stage.survey->store));
    if (access(zc_buf_cstr(&path), F_OK) == 0)
        zc_stage_read(zc_buf_cstr(&path), &text);
    bool found = zc_str_find(zc_buf_str(&text), zc_str_of(act)) != SIZE_MAX;
    zc_buf_release(&path);
    zc_buf_release(&text);
    return found;
}

static struct zc_str item(const struct zc_record_view *view, const char *field)
{
    for (uint32_t i = 0; i < view->nitems; i++)
        if (zc_str_is(view->items[i].field, field))
            return view->items[i].value;
    return (struct zc_str){ 0 };
}

static void check_masking(void)
{
    struct zc_record_view view = load("review", "城中区壬壬副食店");
    struct zc_err err = { 0 };
    zc_check("a phone is masked", zc_str_is(item(&view, "phone"), "139****2222"));
    zc_check("nothing is in the log yet", !logged("reveal"));
    zc_check("it is shown",
             zc_record_view_reveal(&view, &err) && zc_str_is(item(&view, "phone"), "13900002222"));
    zc_check("which is in the log", logged("reveal"));
    zc_record_view_cover(&view);
    zc_check("and covered again", zc_str_is(item(&view, "phone"), "139****2222") &&
                                      has_event(&view, "11-21 09:14 李某 录入 side 联系电话 "
                                                       "138****1111 → 139****2222"));
    zc_record_view_release(&view);
}

static void check_notes(void)
{
    struct zc_record_view view = load("review", "城中区壬壬副食店");
    struct zc_err err = { 0 };
    zc_check("a note is written", zc_record_view_note(&view, ZC_STR("　门面换了 "), &err));
    reload(&view);
    zc_check("tidy, and first in the list", view.nnotes == 3 &&
                                                zc_str_is(view.notes[0].text, "门面换了") &&
                                                zc_str_is(view.notes[0].label, "备注"));
    zc_check("an identity number is not",
             !zc_record_view_note(&view, ZC_STR("身份证350101180001010079"), &err) &&
                 err.code == ZC_E_INPUT);
    zc_record_view_release(&view);
}

static bool may(const struct zc_record_view *view, enum zc_act act)
{
    for (uint32_t i = 0; i < view->nmay; i++)
        if (view->acts[i].act == act)
            return true;
    return false;
}

static void check_acts(void)
{
    struct zc_record_view view = load("review", "城中区壬壬副食店");
    zc_check("a leader may pass and return",
             may(&view, ZC_ACT_PASS) && may(&view, ZC_ACT_RETURN) && !may(&view, ZC_ACT_UNLOCK));
    work_as("李某", ZC_RANK_WORKER);
    reload(&view);
    zc_check("a worker may not, and is told why", !may(&view, ZC_ACT_PASS) &&
                                                      view.nacts > view.nmay &&
                                                      view.acts[view.nmay].why.len > 0);
    zc_record_view_release(&view);
}

/* A record of a form that the survey lacks, with an answer and a note. */
static void check_stranger(void)
{
    struct zc_record_view view = load("review", "城中区壬壬副食店");
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_rev rev;
    struct zc_rid rid = zc_rid_derive(ZC_STR("pond"), ZC_STR("no"), ZC_STR("1"));
    const struct zc_pair attrs[] = { { ZC_STR("form"), ZC_STR("pond@1") },
                                     { ZC_STR("by"), ZC_STR("赵某") } };
    const struct zc_pair writes[] = { { ZC_STR("_note"), ZC_STR("外区的表") },
                                      { ZC_STR("depth"), ZC_STR("3") } };
    struct zc_txn *txn = zc_txn_begin(stage.survey->store, ZC_TXN_WRITE, &err);
    bool ok =
        txn && zc_txn_end(txn,
                          zc_rev_make(rid, NULL, 0, attrs, 2, writes, 2, &arena, &rev, &err) &&
                              zc_record_add(txn, &rev, &err),
                          &err);
    zc_check("a record of another survey is looked at",
             ok && zc_record_view_load(&view, stage.survey, rid, &err) && view.nitems == 1 &&
                 zc_str_is(view.items[0].label, "depth") && view.nnotes == 1);
    zc_check("and not acted upon", view.nmay == 0);
    zc_check("nor noted on", !zc_record_view_note(&view, ZC_STR("看过"), &err));
    zc_record_view_release(&view);
    zc_arena_release(&arena);
}

/* A revision whose content is not what its id says: as a damaged disk would leave it. */
static void check_damage(void)
{
    struct zc_record_view view = load("review", "城中区壬壬副食店");
    struct zc_rid rid = view.dossier.state.rid;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_rev rev = *view.dossier.history.steps[0].rev;
    bool fresh;
    zc_check("an undamaged history says nothing", view.dossier.damaged == ZC_NO_STEP);
    rev.id.b[0] ^= 1;
    struct zc_txn *txn = zc_txn_begin(stage.survey->store, ZC_TXN_WRITE, &err);
    bool ok = txn && zc_txn_end(txn, zc_revs_put(txn, &rev, &fresh, &err), &err);
    ok = ok && zc_record_view_load(&view, stage.survey, rid, &err);
    zc_check("a revision that is not what its id says is found",
             ok && view.dossier.damaged != ZC_NO_STEP &&
                 zc_revid_cmp(&view.dossier.history.steps[view.dossier.damaged].rev->id, &rev.id) ==
                     0);
    zc_record_view_release(&view);
    zc_arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        zc_stage_bail("usage: %s PACK STORES", argv[0]);
    zc_lang_set(ZC_LANG_ZH);
    zc_stage_init(&stage, argv[1], argv[2]);
    zc_stage_open(&stage, ZC_STR("review"), 24, 80);
    check_history();
    check_versions();
    check_blocked();
    check_masking();
    check_notes();
    check_acts();
    check_stranger();
    check_damage();
    zc_stage_close(&stage);
    zc_stage_release(&stage);
    return zc_check_done();
}

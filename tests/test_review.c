#include "storage/fsck.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include "tui/review.h"
#include <string.h>

/* Review acts: who may do what in which state, and what is written. A script is a list of steps
 * parted by ';', each "ROLE ACT [REASON]" on one record; the last step is the one in question.
 *
 * Acts beside those of tui/review.h: new (registered as submitted), draft, list (a seed), edit
 * (another staff, submitted data), apart (an edit that had not seen the last step), old (the act
 * behind it on the state before the last step), undo (of the last act of that name), decide (the
 * first value of a conflict), and on another record of the same store: twin, twin-void, twin-link
 * (linked to the record). */

static struct zc_survey *survey;
static unsigned serial; /* of names and codes */

static const char answers[] =
    "street=630103001 community=630103001004 addr=人民街27号 place_kind=1 visit=1 id_kind=9 no_id=1 "
    "unit_type=1 opened=2013-05 op_status=1 reg_type=112 holding=3 business=百货零售 industry=5211 "
    "m_full=1 m_prob=0 build=2 party=e000000000000000000000001 union=0 league=0 women=0 premises=0 "
    "visited=2026-11-20";

enum { MAX_STEPS = 12 };

struct subject {
    struct zc_rid rid, twin;
    struct zc_arena arena;
    struct zc_state shown[MAX_STEPS]; /* before each step */
    size_t nshown;
    char written[400]; /* of the last step: "field=value field=value" */
};

static bool put_answers(struct zc_entry *entry, const char *text, struct zc_err *err)
{
    struct zc_str rest = zc_str_of(text), word, field;
    while (zc_str_word(&rest, &word)) {
        zc_str_cut(&word, '=', &field);
        struct zc_node *node = zc_fill_node(entry->fill, field);
        if (!node || !zc_fill_set(entry->fill, node, word, err))
            return false;
    }
    return true;
}

static bool save(struct zc_entry *entry, const char *text, enum zc_save how, struct zc_err *err)
{
    bool ok =
        entry && put_answers(entry, text, err) && zc_entry_save(entry, how, ZC_STR(""), NULL, err);
    zc_entry_free(entry);
    return ok;
}

static bool add_new(enum zc_save how, struct zc_rid *rid, struct zc_err *err)
{
    struct zc_form *form = zc_survey_form(survey, ZC_STR("ent"), err);
    struct zc_entry *entry = form ? zc_entry_new(survey, form, err) : NULL;
    char name[60];
    if (!entry)
        return false;
    *rid = entry->rid;
    snprintf(name, sizeof name, "name=西宁第%u商贸有限公司 staff=8", ++serial);
    return put_answers(entry, answers, err) && save(entry, name, how, err);
}

/* A row of a list: no person, no parents. */
static bool add_seed(struct zc_rid *rid, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_rev rev;
    char name[60];
    snprintf(name, sizeof name, "西宁第%u商贸有限公司", ++serial);
    *rid = zc_rid_derive(ZC_STR("ent"), ZC_STR("uscc"), zc_str_of(name));
    const struct zc_pair attrs[] = { { ZC_STR("form"), ZC_STR("ent@1") },
                                     { ZC_STR("src"), ZC_STR("list") } };
    const struct zc_pair writes[] = { { ZC_STR("name"), zc_str_of(name) } };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    bool ok =
        txn && zc_txn_end(txn,
                          zc_rev_make(*rid, NULL, 0, attrs, 2, writes, 1, &arena, &rev, err) &&
                              zc_record_add(txn, &rev, err),
                          err);
    zc_arena_release(&arena);
    return ok;
}

static bool edit(struct zc_rid rid, const struct zc_state *seen, struct zc_err *err)
{
    char staff[20];
    snprintf(staff, sizeof staff, "staff=%u", 10 + ++serial);
    return save(zc_entry_open(survey, rid, seen ? seen->heads : NULL, seen ? seen->nheads : 0, err),
                staff, ZC_SAVE_DATA, err);
}

static bool review(const struct subject *subject, const struct zc_state *shown, struct zc_str act,
                   struct zc_str reason, struct zc_err *err)
{
    struct zc_review what = { .reason = reason, .other = subject->twin };
    if (!zc_act_parse(act, &what.act))
        return zc_fail(err, ZC_E_SYSTEM, "no act '%.*s'", ZC_ARG(act));
    return zc_review_act(survey, shown, &what, err);
}

static bool twin(struct subject *subject, struct zc_str what, struct zc_err *err)
{
    struct zc_state state;
    struct zc_review act = { .reason = ZC_STR("误登"), .other = subject->rid };
    if (!add_new(ZC_SAVE_SUBMIT, &subject->twin, err) || zc_str_is(what, "twin"))
        return subject->twin.kind != 0;
    act.act = zc_str_is(what, "twin-void") ? ZC_ACT_VOID : ZC_ACT_LINK;
    return zc_survey_state(survey, subject->twin, &subject->arena, &state, err) &&
           zc_review_act(survey, &state, &act, err);
}

static bool undo(struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs;
    size_t n;
    bool ok = zc_review_last_act(survey, &arena, &revs, &n, err) &&
              zc_review_may_undo(survey, revs, n, err) && zc_review_undo(survey, revs, n, err);
    zc_arena_release(&arena);
    return ok;
}

static bool decide(const struct zc_state *shown, struct zc_err *err)
{
    const struct zc_field *field = zc_state_field(shown, ZC_STR("staff"));
    return field && zc_review_decide(survey, shown, field->name, field->values[0],
                                     (struct zc_str){ 0 }, err);
}

static bool step(struct subject *subject, struct zc_str text, struct zc_err *err)
{
    struct zc_str role, act, reason;
    struct zc_state *shown = &subject->shown[subject->nshown];
    zc_str_word(&text, &role);
    zc_str_word(&text, &act);
    if (!zc_survey_choose(survey, role, zc_rank_of(role), err))
        return false;
    if (zc_str_is(act, "new") || zc_str_is(act, "draft"))
        return add_new(zc_str_is(act, "new") ? ZC_SAVE_SUBMIT : ZC_SAVE_DRAFT, &subject->rid, err);
    if (zc_str_is(act, "list"))
        return add_seed(&subject->rid, err);
    if (!zc_survey_state(survey, subject->rid, &subject->arena, shown, err))
        return false;
    subject->nshown++;
    if (zc_str_is(act, "edit"))
        return edit(subject->rid, NULL, err);
    if (zc_str_is(act, "undo"))
        return undo(err);
    if (zc_str_is(act, "decide"))
        return decide(shown, err);
    if (zc_str_is(act, "apart"))
        return edit(subject->rid, shown - 1, err);
    if (zc_str_starts(act, ZC_STR("twin")))
        return twin(subject, act, err);
    if (zc_str_is(act, "old")) {
        shown--;
        zc_str_word(&text, &act);
    }
    reason = zc_str_trim(text);
    return review(subject, shown, act, reason, err);
}

static size_t load(struct zc_rid rid, struct zc_arena *arena, struct zc_rev **revs)
{
    struct zc_err err = { 0 };
    size_t n = 0;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    if (txn && !zc_revs_load(txn, rid, arena, revs, &n, &err))
        n = 0;
    zc_txn_abort(txn);
    return n;
}

static bool has_rev(const struct zc_rev *revs, size_t n, const struct zc_revid *id)
{
    for (size_t i = 0; i < n; i++) {
        if (zc_revid_cmp(&revs[i].id, id) == 0)
            return true;
    }
    return false;
}

/* What the last step added: its system writes, RID for an id. */
static void say_written(struct subject *subject, const struct zc_rev *before, size_t nbefore)
{
    struct zc_rev *after;
    struct zc_buf out = { 0 };
    size_t n = load(subject->rid, &subject->arena, &after);
    for (size_t i = 0; i < n; i++) {
        if (has_rev(before, nbefore, &after[i].id))
            continue;
        for (uint32_t w = 0; w < after[i].nwrites; w++) {
            const struct zc_pair *write = &after[i].writes[w];
            struct zc_rid rid;
            zc_buf_printf(&out, "%s%.*s=%.*s", out.len ? " " : "", ZC_ARG(write->name),
                          ZC_ARG(zc_rid_parse(write->value, &rid) ? ZC_STR("RID") : write->value));
        }
    }
    snprintf(subject->written, sizeof subject->written, "%s", zc_buf_cstr(&out));
    zc_buf_release(&out);
}

/* Runs a script: 0 or the code of the last step; an earlier step must not fail. */
static enum zc_code run(struct subject *subject, const char *script, const char *name,
                        struct zc_state *state)
{
    struct zc_str rest = zc_str_of(script), text;
    struct zc_err err = { 0 };
    struct zc_rev *before = NULL;
    size_t nbefore = 0;
    bool ok = true;
    while (zc_str_cut(&rest, ';', &text)) {
        if (!ok)
            zc_checkf(false, "%s: step before '%.*s': %s", name, ZC_ARG(text), err.msg);
        nbefore = zc_rid_is_set(subject->rid) ? load(subject->rid, &subject->arena, &before) : 0;
        ok = step(subject, text, &err);
    }
    say_written(subject, before, nbefore);
    if (!zc_survey_state(survey, subject->rid, &subject->arena, state, &err))
        return err.code;
    return ok ? ZC_OK : err.code;
}

static const struct {
    const char *name, *script;
    enum zc_code code;
    const char *status, *written; /* the status shown afterwards; "" = nothing written */
} cases[] = {
    /* submit */
    { "a draft is submitted", "worker draft;worker submit", ZC_OK, "submitted",
      "_status=submitted" },
    { "a seed without answers is not", "worker list;worker submit", ZC_E_INPUT, "seed", "" },
    { "submitted twice is one submission", "worker new;worker submit", ZC_OK, "submitted", "" },
    { "a returned record is submitted again", "worker new;leader return 缺电话;worker submit",
      ZC_OK, "submitted", "_status=submitted" },
    { "a checked one goes back into the queue", "worker new;leader pass;worker submit", ZC_OK,
      "submitted", "_status=submitted" },
    /* pass */
    { "a worker passes nothing", "worker new;worker pass", ZC_E_DENIED, "submitted", "" },
    { "a leader passes to group_ok", "worker new;leader pass", ZC_OK, "group_ok",
      "_status=group_ok" },
    { "an office to town_ok, levels skipped", "worker new;office pass", ZC_OK, "town_ok",
      "_status=town_ok" },
    { "the district locks", "worker new;leader pass;district pass", ZC_OK, "locked",
      "_status=locked" },
    { "a draft is not passed", "worker draft;leader pass", ZC_E_DENIED, "draft", "" },
    { "nor a seed", "worker list;leader pass", ZC_E_DENIED, "seed", "" },
    { "nor a returned record", "worker new;leader return 缺电话;leader pass", ZC_E_DENIED,
      "returned", "" },
    { "nor a locked one", "worker new;district pass;district pass", ZC_E_DENIED, "locked", "" },
    { "a leader does not lower the check of an office", "worker new;office pass;leader pass",
      ZC_E_DENIED, "town_ok", "" },
    { "a check a second time", "worker new;leader pass;leader pass", ZC_OK, "group_ok",
      "_status=group_ok" },
    { "an edit after the check shows", "worker new;leader pass;worker edit", ZC_OK, "changed",
      NULL },
    { "and is checked again", "worker new;leader pass;worker edit;leader pass", ZC_OK, "group_ok",
      "_status=group_ok" },
    { "by the rank of the level", "worker new;office pass;worker edit;leader pass", ZC_E_DENIED,
      "changed", "" },
    { "a conflict is decided first", "worker new;worker edit;worker apart;leader pass",
      ZC_E_CONFLICT, "submitted", "" },
    { "a check covers what its author saw", "worker new;worker edit;leader old pass", ZC_OK,
      "changed", "_status=group_ok" },
    { "a check and a return that knew nothing of each other: returned shows",
      "worker new;leader pass;leader old return 缺电话", ZC_OK, "returned",
      "_reason=缺电话 _status=returned" },
    { "and a check settles it", "worker new;leader pass;leader old return 缺电话;leader pass",
      ZC_OK, "group_ok", "_status=group_ok" },
    { "by the rank of the check beside it",
      "worker new;office pass;leader old return 缺电话;leader pass", ZC_E_DENIED, "returned", "" },
    /* return */
    { "a leader returns", "worker new;leader return 缺电话", ZC_OK, "returned",
      "_reason=缺电话 _status=returned" },
    { "not without a reason", "worker new;leader return", ZC_E_INPUT, "submitted", "" },
    { "a worker does not", "worker new;worker return 缺电话", ZC_E_DENIED, "submitted", "" },
    { "a draft is not returned", "worker draft;leader return 缺电话", ZC_E_DENIED, "draft", "" },
    { "a leader does not return what an office checked",
      "worker new;office pass;leader return 缺电话", ZC_E_DENIED, "town_ok", "" },
    { "an office does", "worker new;office pass;office return 缺电话", ZC_OK, "returned",
      "_reason=缺电话 _status=returned" },
    { "the level of a changed record counts", "worker new;office pass;worker edit;leader return 错",
      ZC_E_DENIED, "changed", "" },
    { "the district returns what it had locked", "worker new;district pass;district return 错",
      ZC_OK, "returned", "_reason=错 _status=returned" },
    /* unlock, and what a lock keeps out */
    { "the district unlocks", "worker new;district pass;district unlock 数字有误", ZC_OK, "town_ok",
      "_reason=数字有误 _status=town_ok" },
    { "with a reason", "worker new;district pass;district unlock", ZC_E_INPUT, "locked", "" },
    { "an office does not", "worker new;district pass;office unlock 数字有误", ZC_E_DENIED,
      "locked", "" },
    { "what is not locked is not unlocked", "worker new;office pass;district unlock 数字有误",
      ZC_E_DENIED, "town_ok", "" },
    { "a locked record is not edited", "worker new;district pass;worker edit", ZC_E_DENIED,
      "locked", "" },
    { "not when a file brought a change either",
      "worker new;district pass;worker apart;worker edit", ZC_E_DENIED, "changed", "" },
    { "but unlocked", "worker new;district pass;worker apart;district unlock 数字有误", ZC_OK,
      "town_ok", "_reason=数字有误 _status=town_ok" },
    { "it is not made void", "worker new;district pass;district void 误登", ZC_E_DENIED, "locked",
      "" },
    { "nor submitted", "worker new;district pass;worker submit", ZC_E_DENIED, "locked", "" },
    /* void, take back */
    { "a leader makes void", "worker new;leader void 误登", ZC_OK, "void",
      "_deleted=1 _reason=误登" },
    { "with a reason", "worker new;leader void", ZC_E_INPUT, "submitted", "" },
    { "a worker only his own draft", "worker draft;worker void 误登", ZC_OK, "void",
      "_deleted=1 _reason=误登" },
    { "not that of another", "office draft;worker void 误登", ZC_E_DENIED, "draft", "" },
    { "not what is submitted", "worker new;worker void 误登", ZC_E_DENIED, "submitted", "" },
    { "not a seed", "worker list;worker void 误登", ZC_E_DENIED, "seed", "" },
    { "void is void", "worker new;leader void 误登;leader void 误登", ZC_E_DENIED, "void", "" },
    { "and takes no other act", "worker new;leader void 误登;leader pass", ZC_E_DENIED, "void",
      "" },
    { "but is taken back", "worker new;leader void 误登;leader take-back", ZC_OK, "submitted",
      "_deleted=" },
    { "by who could make it void", "worker draft;worker void 误登;worker take-back", ZC_OK, "draft",
      "_deleted=" },
    { "not by another", "worker new;leader void 误登;worker take-back", ZC_E_DENIED, "void", "" },
    { "what is not void is not taken back", "worker new;leader take-back", ZC_E_DENIED, "submitted",
      "" },
    { "an edit that the deleter had not seen keeps the record",
      "worker new;worker edit;leader old void 误登", ZC_OK, "submitted",
      "_deleted=1 _reason=误登" },
    { "and the wish is taken back", "worker new;worker edit;leader old void 误登;leader take-back",
      ZC_OK, "submitted", "_deleted=" },
    { "void as a duplicate asks for the other record", "worker new;leader void 重复", ZC_E_INPUT,
      "submitted", "" },
    { "and links to it", "worker new;leader twin;leader void 重复", ZC_OK, "submitted",
      "_dup_of=RID _reason=重复" },
    /* link, unlink, distinct */
    { "a link", "worker new;leader twin;leader link", ZC_OK, "submitted",
      "_dup_of=RID _reason=重复" },
    { "with a reason of its own", "worker new;leader twin;leader link 同址同名", ZC_OK, "submitted",
      "_dup_of=RID _reason=同址同名" },
    { "is not for a worker", "worker new;leader twin;worker link", ZC_E_DENIED, "submitted", "" },
    { "not to nothing", "worker new;leader link", ZC_E_INPUT, "submitted", "" },
    { "not to a void record", "worker new;leader twin-void;leader link", ZC_E_DENIED, "submitted",
      "" },
    { "not in a circle", "worker new;leader twin-link;leader link", ZC_E_DENIED, "submitted", "" },
    { "unlinked", "worker new;leader twin;leader link;leader unlink", ZC_OK, "submitted",
      "_dup_of=" },
    { "what is not linked is not unlinked", "worker new;leader unlink", ZC_E_DENIED, "submitted",
      "" },
    { "looked at and distinct: written on the smaller id", "worker new;leader twin;leader distinct",
      ZC_OK, "submitted", "_distinct:TWIN=1" },
    { "not for a worker", "worker new;leader twin;worker distinct", ZC_E_DENIED, "submitted", "" },
    /* undo */
    { "a new record that is taken back is void", "worker new;worker undo", ZC_OK, "void",
      "_deleted=1" },
    { "and the undoing is no act", "worker new;worker edit;worker undo;worker undo", ZC_E_CONFLICT,
      "submitted", "" },
    { "an edit: the value of before", "worker new;worker edit;worker undo", ZC_OK, "submitted",
      "staff=8" },
    { "a submission of a draft", "worker draft;worker submit;worker undo", ZC_OK, "draft",
      "_status=draft" },
    { "a pass", "worker new;leader pass;leader undo", ZC_OK, "submitted", "_status=submitted" },
    { "a pass over a pass", "worker new;leader pass;office pass;office undo", ZC_OK, "group_ok",
      "_status=group_ok" },
    { "a pass of what was changed: it waits again",
      "worker new;leader pass;worker edit;leader pass;leader undo", ZC_OK, "submitted",
      "_status=submitted" },
    { "a return", "worker new;leader return 缺电话;leader undo", ZC_OK, "submitted",
      "_reason= _status=submitted" },
    { "a return with the reason of before",
      "worker new;leader void 误登;leader take-back;leader return 缺电话;leader undo", ZC_OK,
      "submitted", "_reason=误登 _status=submitted" },
    { "an unlocking", "worker new;district pass;district unlock 数字有误;district undo", ZC_OK,
      "locked", "_reason= _status=locked" },
    { "a void", "worker new;leader void 误登;leader undo", ZC_OK, "submitted",
      "_deleted= _reason=" },
    { "a link", "worker new;leader twin;leader link;leader undo", ZC_OK, "submitted",
      "_dup_of= _reason=" },
    { "not when somebody went on", "worker new;worker edit;leader pass;worker undo", ZC_E_CONFLICT,
      "group_ok", "" },
    { "nor beside what somebody did apart", "worker new;leader pass;worker apart;leader undo",
      ZC_E_CONFLICT, "changed", "" },
    { "a submission over a check of a leader is not for the worker",
      "worker new;leader pass;worker submit;worker undo", ZC_E_DENIED, "submitted", "" },
    { "an edit of a checked record shows", "worker new;leader pass;worker edit;worker undo", ZC_OK,
      "changed", "staff=8" },
};

/* The pair's ids are random: the write stands on whichever is the smaller. */
static void check_distinct(struct subject *subject, const char *name)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    bool first = zc_rid_cmp(subject->rid, subject->twin) < 0;
    char text[ZC_RID_TEXT + 1], field[60];
    zc_rid_print(first ? subject->twin : subject->rid, text);
    snprintf(field, sizeof field, "_distinct:%s", text);
    bool ok = zc_survey_state(survey, first ? subject->rid : subject->twin, &subject->arena, &state,
                              &err);
    zc_check(name, ok && zc_str_is(zc_state_value(&state, zc_str_of(field)), "1"));
}

static void check_case(size_t i)
{
    struct subject subject = { 0 };
    struct zc_state state = { 0 };
    enum zc_code code = run(&subject, cases[i].script, cases[i].name, &state);
    zc_checkf(code == cases[i].code && !strcmp(zc_status_name(state.status), cases[i].status),
              "%s: code %d, %s", cases[i].name, (int)code, zc_status_name(state.status));
    if (cases[i].written && strstr(cases[i].written, "TWIN"))
        check_distinct(&subject, cases[i].name);
    else if (cases[i].written)
        zc_checkf(!strcmp(subject.written, cases[i].written), "%s: '%s'", cases[i].name,
                  subject.written);
    zc_arena_release(&subject.arena);
}

static bool same_values(const struct zc_state *a, const struct zc_state *b)
{
    const struct zc_field *x = zc_state_field(a, ZC_STR("staff"));
    const struct zc_field *y = zc_state_field(b, ZC_STR("staff"));
    if (!x || !y || x->nvalues != y->nvalues)
        return false;
    for (uint32_t i = 0; i < x->nvalues; i++) {
        bool found = false;
        for (uint32_t k = 0; k < y->nvalues; k++)
            found |= zc_str_eq(x->values[i], y->values[k]);
        if (!found)
            return false;
    }
    return true;
}

/* A conflict that was decided is one again. */
static void check_undo_decision(const char *script, uint32_t nvalues)
{
    struct subject subject = { 0 };
    struct zc_state state;
    enum zc_code code = run(&subject, script, script, &state);
    /* before the decision: the state that the last step but one was given */
    const struct zc_state *before = &subject.shown[subject.nshown - 2];
    const struct zc_field *field = zc_state_field(&state, ZC_STR("staff"));
    zc_checkf(code == ZC_OK && field && field->nvalues == nvalues && same_values(before, &state),
              "undone decision of %u values: code %d, %u values", nvalues, (int)code,
              field ? field->nvalues : 0);
    zc_arena_release(&subject.arena);
}

/* Two records in one act, by the leader. */
static bool pass_two(const struct subject *one, const struct subject *two)
{
    const struct zc_rid rids[] = { one->rid, two->rid };
    struct zc_arena arena = { 0 };
    struct zc_review pass = { .act = ZC_ACT_PASS };
    struct zc_err err = { 0 };
    bool ok = zc_survey_choose(survey, ZC_STR("leader"), ZC_RANK_LEADER, &err);
    zc_survey_one_act(survey);
    for (int i = 0; ok && i < 2; i++) {
        struct zc_state state;
        ok = zc_survey_state(survey, rids[i], &arena, &state, &err) &&
             zc_review_act(survey, &state, &pass, &err);
    }
    zc_survey_each_act(survey);
    zc_arena_release(&arena);
    return ok;
}

static bool has_status(struct subject *subject, enum zc_status status)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    return zc_survey_state(survey, subject->rid, &subject->arena, &state, &err) &&
           state.status == status;
}

static void check_undo_batch(void)
{
    struct subject one = { 0 }, two = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    run(&one, "worker new", "one", &state);
    run(&two, "worker new", "two", &state);
    zc_check("a batch is one act", pass_two(&one, &two) && undo(&err) &&
                                       has_status(&one, ZC_STATUS_SUBMITTED) &&
                                       has_status(&two, ZC_STATUS_SUBMITTED));
    bool ok = pass_two(&one, &two) &&
              zc_survey_choose(survey, ZC_STR("worker"), ZC_RANK_WORKER, &err) &&
              edit(two.rid, NULL, &err) &&
              zc_survey_choose(survey, ZC_STR("leader"), ZC_RANK_LEADER, &err);
    zc_check("undone whole or not at all",
             ok && !undo(&err) && has_status(&one, ZC_STATUS_GROUP_OK));
    zc_arena_release(&one.arena);
    zc_arena_release(&two.arena);
}

static void check_hidden(void)
{
    struct subject subject = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    run(&subject, "worker new;leader twin;leader link", "linked", &state);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    zc_check("a linked record is hidden behind the other",
             txn && !zc_record_is_visible(txn, &state) &&
                 zc_rid_eq(zc_record_root(txn, subject.rid), subject.twin));
    zc_txn_abort(txn);
    zc_arena_release(&subject.arena);
}

int main(int argc, char **argv)
{
    const char *dir = zc_temp_dir_new();
    struct zc_findings findings = { 0 };
    struct zc_clock clock;
    struct zc_fsck fsck = { 0 };
    struct zc_err err = { 0 };
    struct zc_person person = { .name = ZC_STR("worker"), .role = ZC_RANK_WORKER };
    bool ok = argc > 1 && zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err) &&
              zc_survey_create(dir, argv[1], 1, &person, &clock, &findings, &err) &&
              (survey = zc_survey_open(dir, false, &clock, &err));
    zc_checkf(ok, "a store is made %s", err.msg);
    for (size_t i = 0; ok && i < sizeof cases / sizeof cases[0]; i++)
        check_case(i);
    if (ok) {
        check_hidden();
        check_undo_decision("worker new;worker edit;worker apart;leader decide;leader undo", 2);
        check_undo_decision("worker new;worker edit;worker apart;leader edit;leader undo", 2);
        check_undo_batch();
        ok = zc_fsck_run(survey->store, NULL, NULL, NULL, &fsck, &err);
        zc_check("the store is clean",
                 ok && fsck.bad_states + fsck.bad_views + fsck.bad_counts + fsck.bad_ids == 0);
    }
    zc_survey_close(survey);
    zc_findings_release(&findings);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}

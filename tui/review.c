#include "tui/review.h"
#include "storage/revs.h"
#include "tui/challenge.h"
#include <assert.h>
#include <string.h>

#define ON(status) (1u << ZC_STATUS_##status)
#define FINISHED                                                                                   \
    (ON(SUBMITTED) | ON(RETURNED) | ON(GROUP_OK) | ON(TOWN_OK) | ON(LOCKED) | ON(CHANGED))
#define LIVE (ON(SEED) | ON(DRAFT) | FINISHED)

enum {
    OWN = 1,    /* a worker may do it to a record of his own that is at most a draft */
    REASON = 2, /* needs one */
    LOCK = 4,   /* is no edit: a lock does not keep it out */
};

/* What the table of the header says of each act. */
static const struct {
    const char *name;
    struct zc_text label;
    enum zc_rank rank;
    unsigned on, how; /* statuses shown, a bit each; the words above */
} acts[] = {
    [ZC_ACT_SUBMIT] = { "submit", { "交核", "submit" }, ZC_RANK_WORKER, LIVE, 0 },
    [ZC_ACT_PASS] = { "pass", { "通过", "pass" }, ZC_RANK_LEADER, FINISHED & ~ON(LOCKED), LOCK },
    [ZC_ACT_RETURN] = { "return", { "退回", "return" }, ZC_RANK_LEADER, FINISHED, REASON | LOCK },
    [ZC_ACT_UNLOCK] = { "unlock", { "解锁", "unlock" }, ZC_RANK_DISTRICT, FINISHED, REASON | LOCK },
    [ZC_ACT_VOID] = { "void", { "作废", "void" }, ZC_RANK_LEADER, LIVE, OWN | REASON },
    [ZC_ACT_TAKE_BACK] = { "take-back",
                           { "恢复", "take back" },
                           ZC_RANK_LEADER,
                           LIVE | ON(VOID),
                           OWN | LOCK },
    [ZC_ACT_LINK] = { "link", { "并入", "link" }, ZC_RANK_LEADER, LIVE, 0 },
    [ZC_ACT_UNLINK] = { "unlink", { "拆开", "unlink" }, ZC_RANK_LEADER, LIVE, 0 },
    [ZC_ACT_DISTINCT] = { "distinct",
                          { "不是同一家", "not the same" },
                          ZC_RANK_LEADER,
                          LIVE,
                          LOCK },
};
static_assert(sizeof acts / sizeof acts[0] == ZC_ACT_COUNT, "a line for each act");

const char *zc_act_name(enum zc_act act)
{
    return acts[act].name;
}

struct zc_text zc_act_label(enum zc_act act)
{
    return acts[act].label;
}

bool zc_act_parse(struct zc_str name, enum zc_act *out)
{
    for (int i = 0; i < ZC_ACT_COUNT; i++) {
        if (zc_str_is(name, acts[i].name)) {
            *out = (enum zc_act)i;
            return true;
        }
    }
    return false;
}

bool zc_act_needs_reason(enum zc_act act)
{
    return acts[act].how & REASON;
}

const char *const *zc_review_waiting(enum zc_rank rank)
{
    static const char *const waiting[][3] = {
        [ZC_RANK_NONE] = { "returned", NULL },
        [ZC_RANK_WORKER] = { "returned", NULL },
        [ZC_RANK_LEADER] = { "submitted", "changed", NULL },
        [ZC_RANK_OFFICE] = { "group_ok", "changed", NULL },
        [ZC_RANK_DISTRICT] = { "town_ok", "changed", NULL },
    };
    return waiting[rank];
}

/* Who, and in which state */

static bool is_own_draft(const struct zc_survey *survey, const struct zc_state *shown)
{
    return shown->by.len > 0 && zc_str_eq(shown->by, survey->person.name) &&
           zc_state_level(shown) <= ZC_STATUS_DRAFT;
}

/* The highest of the live levels: a check may stand beside a return. */
static enum zc_rank rank_of_checks(const struct zc_state *shown)
{
    const struct zc_field *field = zc_state_field(shown, ZC_STR("_status"));
    enum zc_rank highest = ZC_RANK_NONE;
    enum zc_status status;
    for (uint32_t i = 0; field && i < field->nvalues; i++) {
        if (zc_status_parse(field->values[i], &status) && zc_status_rank(status) > highest)
            highest = zc_status_rank(status);
    }
    return highest;
}

static enum zc_rank rank_needed(const struct zc_survey *survey, const struct zc_state *shown,
                                enum zc_act act)
{
    enum zc_rank needed = acts[act].rank, level = ZC_RANK_NONE;
    if ((acts[act].how & OWN) && is_own_draft(survey, shown))
        return ZC_RANK_WORKER;
    if (act == ZC_ACT_RETURN)
        level = zc_status_rank(zc_state_level(shown));
    if (act == ZC_ACT_PASS) /* a lower rank would put the check of a higher one away */
        level = rank_of_checks(shown);
    return level > needed ? level : needed;
}

static bool has_link(const struct zc_state *shown)
{
    const struct zc_field *field = zc_state_field(shown, ZC_STR("_dup_of"));
    for (uint32_t i = 0; field && i < field->nvalues; i++) {
        if (field->values[i].len > 0)
            return true;
    }
    return false;
}

/* What the status alone does not tell. */
static bool fits(const struct zc_state *shown, enum zc_act act)
{
    switch (act) {
    case ZC_ACT_PASS:
        return shown->status != ZC_STATUS_RETURNED || (shown->flags & ZC_FLAG_STATUS);
    case ZC_ACT_UNLOCK:
        return zc_state_level(shown) == ZC_STATUS_LOCKED;
    case ZC_ACT_TAKE_BACK:
        return shown->deleted || (shown->flags & ZC_FLAG_DEL);
    case ZC_ACT_UNLINK:
        return has_link(shown);
    default:
        return true;
    }
}

bool zc_review_may(const struct zc_survey *survey, const struct zc_state *shown, enum zc_act act,
                   struct zc_err *err)
{
    const char *label = zc_text_get(acts[act].label);
    enum zc_rank needed = rank_needed(survey, shown, act);
    if (survey->person.name.len == 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("还没有选定登记人", "nobody has been chosen to work here"));
    if (zc_state_level(shown) == ZC_STATUS_LOCKED && !shown->deleted && !(acts[act].how & LOCK))
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("记录已锁定，须由区级解锁后再%s",
                            "the record is locked; the district must unlock it before '%s'"),
                       label);
    if (!(acts[act].on & 1u << shown->status) || !fits(shown, act))
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("“%s”的记录不能%s", "a record in state '%s': no '%s'"),
                       zc_text_get(zc_status_label(shown->status)), label);
    if (survey->person.role < needed)
        return zc_fail(err, ZC_E_DENIED, ZC_T("%s须由%s办理", "'%s' is for the %s"), label,
                       zc_text_get(zc_rank_label(needed)));
    if (act == ZC_ACT_PASS && shown->nconflicts > 0)
        return zc_fail(err, ZC_E_CONFLICT,
                       ZC_T("有%u项冲突未定，裁定后才能通过",
                            "%u fields are in conflict; decide them before it can pass"),
                       shown->nconflicts);
    return true;
}

/* What is written */

static enum zc_status status_by(enum zc_rank rank)
{
    return rank == ZC_RANK_LEADER   ? ZC_STATUS_GROUP_OK
           : rank == ZC_RANK_OFFICE ? ZC_STATUS_TOWN_OK
                                    : ZC_STATUS_LOCKED;
}

static struct zc_pair status_write(enum zc_status status)
{
    return (struct zc_pair){ ZC_STR("_status"), zc_str_of(zc_status_name(status)) };
}

static size_t put_writes(const struct zc_survey *survey, const struct zc_review *what,
                         struct zc_arena *arena, struct zc_pair writes[2])
{
    char other[ZC_RID_TEXT + 1];
    zc_rid_print(what->other, other);
    struct zc_str named = zc_arena_copy(arena, zc_str_of(other));
    writes[1] = (struct zc_pair){ ZC_STR("_reason"), what->reason };
    switch (what->act) {
    case ZC_ACT_PASS:
        writes[0] = status_write(status_by(survey->person.role));
        return 1;
    case ZC_ACT_RETURN:
        writes[0] = status_write(ZC_STATUS_RETURNED);
        return 2;
    case ZC_ACT_UNLOCK:
        writes[0] = status_write(ZC_STATUS_TOWN_OK);
        return 2;
    case ZC_ACT_VOID:
        writes[0] = (struct zc_pair){ ZC_STR("_deleted"), ZC_STR("1") };
        return 2;
    case ZC_ACT_TAKE_BACK:
        writes[0] = (struct zc_pair){ ZC_STR("_deleted"), { 0 } };
        return 1;
    case ZC_ACT_LINK:
        writes[0] = (struct zc_pair){ ZC_STR("_dup_of"), named };
        return 2;
    case ZC_ACT_UNLINK:
        writes[0] = (struct zc_pair){ ZC_STR("_dup_of"), { 0 } };
        return 1;
    case ZC_ACT_DISTINCT:
        writes[0] = (struct zc_pair){ zc_arena_printf(arena, "_distinct:%s", other), ZC_STR("1") };
        return 1;
    default:
        return 0;
    }
}

/* The reason of a void that names another record instead. It is data, so it has one spelling. */
static const struct zc_str duplicate = ZC_LIT("重复");

static bool get_other(struct zc_txn *txn, const struct zc_state *shown, struct zc_rid other,
                      struct zc_arena *arena, struct zc_state *out, struct zc_err *err)
{
    bool found = false;
    if (!zc_rid_is_set(other))
        return zc_fail(err, ZC_E_INPUT, ZC_T("请指明是哪一条记录", "say which other record it is"));
    if (!zc_record_get(txn, other, arena, out, &found, err))
        return false;
    if (!found || zc_rid_eq(other, shown->rid) || !zc_str_eq(out->form, shown->form))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("另一条须是本库同一张表里的别的记录",
                            "the other record must be a different one of the same form in this "
                            "store"));
    return true;
}

static bool may_survive(struct zc_txn *txn, const struct zc_state *shown,
                        const struct zc_state *other, struct zc_err *err)
{
    if (other->deleted)
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("要保留的记录已作废", "the record that should survive is void"));
    if (zc_rid_eq(zc_record_root(txn, other->rid), shown->rid))
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("要保留的记录已并入本条，先拆开",
                            "the record that should survive is linked to this one; unlink it "
                            "first"));
    return true;
}

/* Doing it */

static bool submit(struct zc_survey *survey, const struct zc_state *shown, struct zc_err *err)
{
    struct zc_entry *entry = zc_entry_open(survey, shown->rid, shown->heads, shown->nheads, err);
    bool ok = entry && zc_entry_save(entry, ZC_SAVE_SUBMIT, (struct zc_str){ 0 }, NULL, err);
    zc_entry_free(entry);
    return ok;
}

static bool write_act(struct zc_survey *survey, struct zc_txn *txn, const struct zc_state *shown,
                      struct zc_review what, const struct zc_form *form, struct zc_arena *arena,
                      struct zc_err *err)
{
    struct zc_pair *settled = NULL;
    size_t nsettled = 0;
    struct zc_state other;
    bool pair = what.act == ZC_ACT_LINK || what.act == ZC_ACT_DISTINCT;
    if (pair && !get_other(txn, shown, what.other, arena, &other, err))
        return false;
    if (what.act == ZC_ACT_LINK && !may_survive(txn, shown, &other, err))
        return false;
    if (what.act == ZC_ACT_LINK && what.reason.len == 0)
        what.reason = duplicate;
    if (what.act == ZC_ACT_DISTINCT && zc_rid_cmp(other.rid, shown->rid) < 0) {
        what.other = shown->rid;
        shown = &other;
    }
    if (what.act == ZC_ACT_PASS &&
        !zc_challenges_settle(txn, shown, survey->person.role, arena, &settled, &nsettled, err))
        return false;
    struct zc_pair *writes = ZC_NEW(arena, struct zc_pair, 2 + nsettled);
    size_t n = put_writes(survey, &what, arena, writes);
    if (nsettled > 0)
        memcpy(writes + n, settled, nsettled * sizeof *settled);
    struct zc_rev rev = { .rid = shown->rid,
                          .nparents = shown->nheads,
                          .parents = shown->heads,
                          .nwrites = (uint32_t)(n + nsettled),
                          .writes = writes };
    return zc_survey_put(survey, txn, form, arena, &rev, err);
}

/* "PATH: MESSAGE" of the first point; hard ones come first. */
static struct zc_str first_point(const struct zc_fill_check *check, struct zc_arena *arena)
{
    const struct zc_point *point = &check->points[0];
    struct zc_str path = zc_fill_path(point->node, arena);
    return zc_arena_printf(arena, "%.*s: %.*s", ZC_ARG(path), ZC_ARG(point->message));
}

/* What has open points cannot pass, but what was finished as doubtful can: somebody wrote why. */
static bool is_sound(struct zc_survey *survey, const struct zc_state *shown, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check = { 0 };
    struct zc_fill *fill = zc_survey_fill(survey, shown);
    if (fill)
        zc_fill_check(fill, &arena, &check);
    bool sound = check.nhard == 0 || zc_state_value(shown, ZC_STR("_doubt")).len > 0;
    if (!sound)
        zc_fail(err, ZC_E_INPUT,
                ZC_T("还有%u项必须改，改好或退回，不能通过：%.*s",
                     "%u points must be mended; mend them or return it, it cannot pass: %.*s"),
                check.nhard, ZC_ARG(first_point(&check, &arena)));
    zc_fill_free(fill);
    zc_arena_release(&arena);
    return sound;
}

bool zc_review_act(struct zc_survey *survey, const struct zc_state *shown,
                   const struct zc_review *what, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_review act = *what;
    act.reason = zc_str_trim(act.reason);
    if (act.act == ZC_ACT_VOID && zc_str_eq(act.reason, duplicate))
        act.act = ZC_ACT_LINK;
    if (!zc_review_may(survey, shown, act.act, err))
        return false;
    if ((acts[act.act].how & REASON) && act.reason.len == 0)
        return zc_fail(err, ZC_E_INPUT, ZC_T("%s须写明原因", "'%s' needs a reason"),
                       zc_text_get(acts[act.act].label));
    if (act.act == ZC_ACT_SUBMIT)
        return submit(survey, shown, err);
    if (act.act == ZC_ACT_PASS && !is_sound(survey, shown, err))
        return false;
    const struct zc_form *form = zc_survey_form_of(survey, shown, err);
    struct zc_txn *txn = form ? zc_txn_begin(survey->store, ZC_TXN_WRITE, err) : NULL;
    bool ok = txn && zc_txn_end(txn, write_act(survey, txn, shown, act, form, &arena, err), err);
    zc_arena_release(&arena);
    return ok;
}

/* Deciding conflicts */

/* A value that stands is taken as it is; a new one is read as if typed into the form. */
bool zc_review_read(struct zc_survey *survey, const struct zc_state *shown, struct zc_str name,
                    struct zc_str value, struct zc_arena *arena, struct zc_str *out,
                    struct zc_err *err)
{
    const struct zc_field *field = zc_state_field(shown, name);
    if (!field || !zc_field_in_conflict(field))
        return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”没有冲突", "'%.*s' is not in conflict"),
                       ZC_ARG(name));
    *out = value;
    for (uint32_t v = 0; v < field->nvalues; v++) {
        if (zc_str_eq(field->values[v], value))
            return true;
    }
    struct zc_fill *fill = zc_survey_fill(survey, shown);
    struct zc_node *node = fill ? zc_fill_node(fill, name) : NULL;
    bool ok = !node || zc_fill_set(fill, node, value, err);
    if (ok && node && value.len == 0 && zc_fill_is_required(fill, node))
        ok = zc_fail(
            err, ZC_E_INPUT,
            ZC_T("“%.*s”是必填项，不能定为空", "'%.*s' must be answered, it cannot be emptied"),
            ZC_ARG(name));
    if (ok && node)
        *out = zc_arena_copy(arena, node->value);
    zc_fill_free(fill);
    return ok;
}

bool zc_review_may_decide(const struct zc_survey *survey, const struct zc_state *shown,
                          struct zc_err *err)
{
    if (survey->person.role < ZC_RANK_LEADER)
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("冲突由组长以上裁定", "conflicts are for the leader"));
    if (shown->deleted || zc_state_level(shown) == ZC_STATUS_LOCKED)
        return zc_fail(err, ZC_E_DENIED,
                       ZC_T("记录已作废或锁定，不能裁定", "the record is void or locked"));
    return true;
}

bool zc_review_decide_all(struct zc_survey *survey, const struct zc_state *shown,
                          const struct zc_pair *decisions, size_t n, struct zc_str reason,
                          struct zc_err *err)
{
    const struct zc_form *form = zc_survey_form_of(survey, shown, err);
    struct zc_arena arena = { 0 };
    struct zc_pair *writes = ZC_NEW(&arena, struct zc_pair, n + 1);
    struct zc_pair note = { ZC_STR("note"), zc_str_trim(reason) };
    struct zc_rev rev = { .rid = shown->rid,
                          .nparents = shown->nheads,
                          .parents = shown->heads,
                          .nattrs = note.value.len > 0,
                          .attrs = &note,
                          .nwrites = (uint32_t)n,
                          .writes = writes };
    struct zc_txn *txn = NULL;
    bool ok = form && zc_review_may_decide(survey, shown, err);
    for (size_t i = 0; ok && i < n; i++) {
        writes[i].name = decisions[i].name;
        ok = zc_review_read(survey, shown, decisions[i].name, decisions[i].value, &arena,
                            &writes[i].value, err);
    }
    ok = ok && (txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err)) &&
         zc_txn_end(txn, zc_survey_put(survey, txn, form, &arena, &rev, err), err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_review_decide(struct zc_survey *survey, const struct zc_state *shown, struct zc_str field,
                      struct zc_str value, struct zc_str reason, struct zc_err *err)
{
    struct zc_pair decision = { field, value };
    return zc_review_decide_all(survey, shown, &decision, 1, reason, err);
}

/* The newest of the revisions that returned it, in the order of their times: several are shown as
 * one. */
static const struct zc_rev *last_return(const struct zc_rev *revs, size_t n)
{
    const struct zc_rev *last = NULL;
    for (size_t i = 0; i < n; i++) {
        const struct zc_pair *status =
            zc_pairs_find(revs[i].writes, revs[i].nwrites, ZC_STR("_status"));
        if (status && zc_str_is(status->value, zc_status_name(ZC_STATUS_RETURNED)) &&
            (!last || zc_str_cmp(zc_rev_attr(&revs[i], "at"), zc_rev_attr(last, "at")) > 0))
            last = &revs[i];
    }
    return last;
}

struct zc_str zc_returned_text(struct zc_survey *survey, const struct zc_state *shown,
                               struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_rev *revs = NULL;
    size_t n = 0;
    struct zc_txn *txn =
        shown->status == ZC_STATUS_RETURNED ? zc_txn_begin(survey->store, ZC_TXN_READ, &err) : NULL;
    bool ok = txn && zc_revs_load(txn, shown->rid, arena, &revs, &n, &err);
    zc_txn_abort(txn);
    const struct zc_rev *last = ok ? last_return(revs, n) : NULL;
    if (!last)
        return (struct zc_str){ 0 };
    struct zc_str reason = zc_state_value(shown, ZC_STR("_reason"));
    return zc_arena_printf(arena, ZC_T("退回：%.*s（%.*s %.*s）", "returned: %.*s (%.*s %.*s)"),
                           ZC_ARG(reason), ZC_ARG(zc_rev_attr(last, "by")),
                           ZC_ARG(zc_day_of(zc_rev_attr(last, "at"))));
}

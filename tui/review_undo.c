#include "core/fold.h"
#include "storage/act_log.h"
#include "tui/review.h"
#include <stdlib.h>
#include <string.h>

/* Undo of acts. The revisions of an act in one record are taken out of its set; the fold of the
 * rest is what each field had before. */

struct undo {
    struct zc_survey *survey;
    struct zc_txn *txn;
    const struct zc_act_rev *revs; /* of one record */
    size_t n;
    struct zc_rev *all; /* of the record, those of the act at the end */
    size_t nall, nbefore;
    struct zc_state now, before; /* `before` only if nbefore > 0 */
    const struct zc_form *form;
    struct zc_arena arena;
};

/* A revision to be made: on the act, or on what stood before it. */
struct lane {
    bool aside;
    struct zc_pair *writes;
    uint32_t nwrites;
};

static bool is_in(const struct undo *undo, const struct zc_revid *id)
{
    for (size_t i = 0; i < undo->n; i++) {
        if (zc_revid_cmp(&undo->revs[i].id, id) == 0)
            return true;
    }
    return false;
}

static bool load(struct undo *undo, struct zc_err *err)
{
    struct zc_rev *revs;
    bool found;
    size_t last = 0;
    if (!zc_record_get(undo->txn, undo->revs[0].rid, &undo->arena, &undo->now, &found, err) ||
        !zc_revs_load(undo->txn, undo->revs[0].rid, &undo->arena, &revs, &undo->nall, err))
        return false;
    undo->all = ZC_NEW(&undo->arena, struct zc_rev, undo->nall + 1);
    for (size_t i = 0; i < undo->nall; i++) {
        if (!is_in(undo, &revs[i].id))
            undo->all[undo->nbefore++] = revs[i];
    }
    for (size_t i = 0; i < undo->nall; i++) {
        if (is_in(undo, &revs[i].id))
            undo->all[undo->nbefore + last++] = revs[i];
    }
    if (undo->nbefore > 0)
        zc_fold(undo->all, undo->nbefore, &undo->arena, &undo->before);
    return last == undo->n ||
           zc_fail(err, ZC_E_INPUT,
                   ZC_T("这次操作不在本库里（恢复过备份？）",
                        "that act is not in this store (was a backup restored?)"));
}

/* May it be undone? */

static bool is_untouched(const struct undo *undo)
{
    if (undo->now.nheads != 1 || !is_in(undo, &undo->now.heads[0]))
        return false;
    for (size_t i = 0; i < undo->nbefore; i++) {
        for (uint32_t p = 0; p < undo->all[i].nparents; p++) {
            if (is_in(undo, &undo->all[i].parents[p]))
                return false;
        }
    }
    return true;
}

static bool fail_changed(const struct undo *undo, struct zc_err *err)
{
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(undo->now.rid, rid);
    return zc_fail(err, ZC_E_CONFLICT,
                   ZC_T("记录“%s”后来又改过，不能撤销", "record '%s' was changed since, so the act "
                                                        "is not undone"),
                   rid);
}

/* The same person, with at least the rank of then. */
static bool is_own(const struct undo *undo, struct zc_err *err)
{
    const struct zc_person *person = &undo->survey->person;
    for (size_t i = undo->nbefore; i < undo->nall; i++) {
        if (person->name.len == 0 || !zc_str_eq(zc_rev_attr(&undo->all[i], "by"), person->name) ||
            zc_rank_of(zc_rev_attr(&undo->all[i], "role")) > person->role)
            return zc_fail(err, ZC_E_DENIED,
                           ZC_T("只能撤销本人的操作", "people undo their own acts only"));
    }
    return true;
}

/* What a field had before; a lone empty text for nothing. */
static const struct zc_str *values_before(const struct undo *undo, struct zc_str name, uint32_t *n)
{
    static const struct zc_str nothing[1], waiting[] = { ZC_LIT("submitted") };
    const struct zc_field *field = undo->nbefore ? zc_state_field(&undo->before, name) : NULL;
    *n = 1;
    /* Writing the older check again would cover what was changed since. */
    if (zc_str_is(name, "_status") && undo->nbefore && undo->before.status == ZC_STATUS_CHANGED)
        return waiting;
    if (!field)
        return nothing;
    *n = field->nvalues;
    return field->values;
}

static bool has_write(const struct undo *undo, struct zc_str name, size_t before)
{
    for (size_t i = undo->nbefore; i < before; i++) {
        if (zc_rev_write(&undo->all[i], name))
            return true;
    }
    return false;
}

/* A status that this role may not write would not count. */
static bool may_write_status(const struct undo *undo, struct zc_err *err)
{
    uint32_t n;
    enum zc_status status;
    if (!has_write(undo, ZC_STR("_status"), undo->nall))
        return true;
    const struct zc_str *values = values_before(undo, ZC_STR("_status"), &n);
    for (uint32_t i = 0; i < n; i++) {
        if (zc_status_parse(values[i], &status) &&
            zc_status_rank(status) > undo->survey->person.role)
            return zc_fail(err, ZC_E_DENIED,
                           ZC_T("原来的核实由%s作出，不能由你恢复",
                                "the check that stood before is for the %s to give again"),
                           zc_text_get(zc_rank_label(zc_status_rank(status))));
    }
    return true;
}

static bool prepare(struct undo *undo, struct zc_err *err)
{
    return load(undo, err) && is_own(undo, err) &&
           (is_untouched(undo) || fail_changed(undo, err)) && may_write_status(undo, err) &&
           (undo->form = zc_survey_form_of(undo->survey, &undo->now, err));
}

/* What is written */

static uint32_t count_writes(const struct undo *undo)
{
    uint32_t n = 0;
    for (size_t i = undo->nbefore; i < undo->nall; i++)
        n += undo->all[i].nwrites;
    return n;
}

static void add(struct lane *lane, struct zc_str name, struct zc_str value)
{
    lane->writes[lane->nwrites++] = (struct zc_pair){ name, value };
}

/* lanes[0] stands aside: a value that the act itself chose out of a conflict would change nothing
 * on top of the act, so it stands again on what was before. The first of the others takes all
 * fields with one value. */
static void put_field(const struct undo *undo, struct zc_str name, struct lane *lanes)
{
    uint32_t n, lane = 1;
    const struct zc_str *values = values_before(undo, name, &n);
    const struct zc_field *now = zc_state_field(&undo->now, name);
    bool data = !zc_field_is_system(name);
    for (uint32_t i = 0; i < n; i++) {
        bool same = data && now && zc_str_eq(now->values[0], values[i]);
        if (same && n > 1)
            add(&lanes[0], name, values[i]);
        else if (!same)
            add(&lanes[lane++], name, values[i]);
    }
}

static struct lane *put_fields(struct undo *undo, uint32_t *nlanes)
{
    uint32_t most = 1, n, nwrites = count_writes(undo);
    for (uint32_t i = 0; undo->nbefore && i < undo->before.nfields; i++)
        most = undo->before.fields[i].nvalues > most ? undo->before.fields[i].nvalues : most;
    *nlanes = most + 1;
    struct lane *lanes = ZC_NEW(&undo->arena, struct lane, *nlanes);
    for (n = 0; n < *nlanes; n++)
        lanes[n].writes = ZC_NEW(&undo->arena, struct zc_pair, (size_t)nwrites + 1);
    lanes[0].aside = true;
    for (size_t i = undo->nbefore; undo->nbefore && i < undo->nall; i++) {
        for (uint32_t w = 0; w < undo->all[i].nwrites; w++) {
            struct zc_str name = undo->all[i].writes[w].name;
            if (!has_write(undo, name, i))
                put_field(undo, name, lanes);
        }
    }
    if (undo->nbefore == 0) /* the act made the record */
        add(&lanes[1], ZC_STR("_deleted"), ZC_STR("1"));
    return lanes;
}

static bool put_lane(struct undo *undo, const struct lane *lane, struct zc_err *err)
{
    const struct zc_state *on = lane->aside ? &undo->before : &undo->now;
    const struct zc_pair note = { ZC_STR("note"), ZC_STR("撤销") }; /* data: one spelling */
    struct zc_rev rev = { .rid = undo->now.rid,
                          .nparents = on->nheads,
                          .parents = on->heads,
                          .nattrs = 1,
                          .attrs = &note,
                          .nwrites = lane->nwrites,
                          .writes = lane->writes };
    return lane->nwrites == 0 ||
           zc_survey_put(undo->survey, undo->txn, undo->form, &undo->arena, &rev, err);
}

static bool undo_record(struct zc_survey *survey, struct zc_txn *txn, const struct zc_act_rev *revs,
                        size_t n, bool only_ask, struct zc_err *err)
{
    struct undo undo = { .survey = survey, .txn = txn, .revs = revs, .n = n };
    uint32_t nlanes = 0;
    bool ok = prepare(&undo, err);
    struct lane *lanes = ok && !only_ask ? put_fields(&undo, &nlanes) : NULL;
    for (uint32_t i = 0; ok && i < nlanes; i++)
        ok = put_lane(&undo, &lanes[i], err);
    zc_arena_release(&undo.arena);
    return ok;
}

static int by_record(const void *a, const void *b)
{
    return zc_rid_cmp(((const struct zc_act_rev *)a)->rid, ((const struct zc_act_rev *)b)->rid);
}

static bool each_record(struct zc_survey *survey, struct zc_txn *txn, const struct zc_act_rev *revs,
                        size_t n, bool only_ask, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_act_rev *sorted = ZC_NEW(&arena, struct zc_act_rev, n + 1);
    bool ok = n > 0 || zc_fail(err, ZC_E_INPUT, ZC_T("没有可以撤销的操作", "nothing to undo"));
    memcpy(sorted, revs, n * sizeof *revs);
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_record);
    for (size_t from = 0, end; ok && from < n; from = end) {
        for (end = from + 1; end < n && zc_rid_eq(sorted[end].rid, sorted[from].rid);)
            end++;
        ok = undo_record(survey, txn, sorted + from, end - from, only_ask, err);
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_review_may_undo(struct zc_survey *survey, const struct zc_act_rev *revs, size_t n,
                        struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && each_record(survey, txn, revs, n, true, err);
    zc_txn_abort(txn);
    return ok;
}

bool zc_review_undo(struct zc_survey *survey, const struct zc_act_rev *revs, size_t n,
                    struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    enum zc_survey_acts before = survey->acts;
    if (!txn)
        return false;
    survey->acts = ZC_ACTS_UNKNOWN;
    bool ok = each_record(survey, txn, revs, n, false, err) && zc_act_log_drop(txn, revs, n, err);
    survey->acts = before;
    return zc_txn_end(txn, ok, err);
}

bool zc_review_last_act(struct zc_survey *survey, struct zc_arena *arena, struct zc_act_rev **revs,
                        size_t *n, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    zc_act_log_last(txn, survey->person.name, arena, revs, n);
    zc_txn_abort(txn);
    return true;
}

bool zc_review_undo_last(struct zc_survey *survey, struct zc_rid *rid, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs;
    size_t n = 0;
    bool ok = zc_review_last_act(survey, &arena, &revs, &n, err) &&
              zc_review_may_undo(survey, revs, n, err) && zc_review_undo(survey, revs, n, err);
    if (ok)
        *rid = revs[0].rid;
    zc_arena_release(&arena);
    return ok;
}

#include "core/alloc.h"
#include "storage/attach.h"
#include "storage/dup_index.h"
#include "tui/entry_impl.h"
#include "tui/previous.h"
#include "tui/survey.h"
#include "tui/usage.h"
#include <string.h>

/* Names are the same that differ in place, brackets or legal form only; other fields by their
 * normal form. */
static bool find_known(struct zc_txn *txn, const struct zc_form *form, enum zc_role role,
                       struct zc_str value, struct zc_rid *out, size_t max, size_t *n,
                       struct zc_arena *arena, struct zc_err *err)
{
    const struct zc_question *q = form->by_role[role];
    *n = 0;
    if (!q)
        return true;
    if (role == ZC_ROLE_NAME)
        return zc_dup_named(txn, form->id, value, out, max, n, err);
    return zc_record_by_key(txn, form->id, q->field, zc_key_normal(value, arena), out, max, n, err);
}

/* known('ROLE', value): other visible records of the store with the same key in the field of
 * that role. The record being filled in does not count. */
static uint64_t count_known(const struct zc_entry *entry, struct zc_txn *txn, struct zc_str role,
                            struct zc_str value)
{
    const struct zc_form *form = zc_fill_form(entry->fill);
    enum { FEW = 16 };
    struct zc_rid found[FEW];
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    size_t n = 0, others = 0;
    enum zc_role which;
    if (zc_role_parse(role, &which) &&
        find_known(txn, form, which, value, found, FEW, &n, &arena, &err)) {
        for (size_t i = 0; i < n; i++)
            others += !zc_rid_eq(found[i], entry->rid);
    }
    zc_arena_release(&arena);
    return others;
}

struct zc_str zc_entry_twin(const struct zc_entry *entry, const struct zc_node *node,
                            struct zc_arena *arena)
{
    const struct zc_form *form = zc_fill_form(entry->fill);
    const struct zc_question *named = form->by_role[ZC_ROLE_NAME];
    enum { FEW = 2 }; /* one of them may be the record itself */
    struct zc_rid found[FEW];
    struct zc_err err = { 0 };
    struct zc_str twin = { 0 };
    size_t n = 0;
    struct zc_txn *txn = node->q->role == ZC_ROLE_CODE && node->value.len > 0 && !node->missing
                             ? zc_txn_begin(entry->survey->store, ZC_TXN_READ, &err)
                             : NULL;
    if (!txn || !zc_record_by_key(txn, form->id, node->q->field, zc_key_normal(node->value, arena),
                                  found, FEW, &n, &err))
        n = 0;
    for (size_t i = 0; i < n && twin.len == 0; i++) {
        struct zc_state state;
        char number[6];
        bool there = false;
        if (zc_rid_eq(found[i], entry->rid) ||
            !zc_record_get(txn, found[i], arena, &state, &there, &err) || !there)
            continue;
        zc_rid_number(found[i], number);
        twin = zc_arena_printf(
            arena, "%s %.*s", number,
            ZC_ARG(named ? zc_state_value(&state, named->field) : (struct zc_str){ 0 }));
    }
    zc_txn_abort(txn);
    return twin;
}

/* A rule is asked again with every look at its field, and the answer may take a walk through all
 * records: the last ones are remembered until some record changes. */
static uint64_t known_elsewhere(void *ctx, struct zc_str role, struct zc_str value)
{
    struct zc_entry *entry = ctx;
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(entry->survey->store, ZC_TXN_READ, &err);
    if (!txn)
        return 0;
    if (zc_txn_number(txn) != entry->known_at)
        entry->nknown = 0;
    entry->known_at = zc_txn_number(txn);
    uint32_t most = entry->nknown < ZC_ENTRY_KNOWN ? entry->nknown : ZC_ENTRY_KNOWN, at = 0;
    while (at < most &&
           !(zc_str_eq(entry->known[at].role, role) && zc_str_eq(entry->known[at].value, value)))
        at++;
    if (at == most) {
        at = entry->nknown++ % ZC_ENTRY_KNOWN;
        entry->known[at] = (struct zc_entry_known){ zc_arena_copy(&entry->arena, role),
                                                    zc_arena_copy(&entry->arena, value),
                                                    count_known(entry, txn, role, value) };
    }
    zc_txn_abort(txn);
    return entry->known[at].count;
}

static bool rule_of_pack(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct zc_entry *entry = ctx;
    return zc_pack_rule(entry->survey->pack, name, value);
}

static uint64_t finished_in_store(void *ctx, struct zc_str form, struct zc_str worker,
                                  struct zc_str area, struct zc_str from)
{
    const struct zc_entry *entry = ctx;
    return zc_survey_finished(entry->survey, form, worker, area, from);
}

static struct zc_str last_saved(void *ctx, struct zc_str field)
{
    struct zc_entry *entry = ctx;
    struct zc_previous previous = { 0 };
    struct zc_err err = { 0 };
    if (!entry->last_asked && zc_previous_load(entry->survey, entry->form, &previous, &err))
        entry->last = previous.fill;
    entry->last_asked = true;
    const struct zc_node *node = entry->last ? zc_fill_node(entry->last, field) : NULL;
    return node ? node->value : (struct zc_str){ 0 };
}

static uint64_t draw(const struct zc_survey *survey)
{
    uint64_t bits;
    if (survey->random)
        return survey->random(survey->random_ctx);
    randombytes_buf(&bits, sizeof bits);
    return bits;
}

static uint64_t draw_for(void *ctx)
{
    const struct zc_entry *entry = ctx;
    return draw(entry->survey);
}

static struct zc_entry *new_entry(struct zc_survey *survey)
{
    struct zc_entry *entry = zc_alloc_zeroed(1, sizeof *entry);
    entry->survey = survey;
    entry->env = survey->fill_env;
    entry->env.ctx = entry;
    entry->env.period = NULL; /* forms do not ask for it */
    entry->env.known = known_elsewhere;
    entry->env.rule = rule_of_pack;
    entry->env.finished = finished_in_store;
    entry->env.random = draw_for;
    entry->env.last_saved = last_saved;
    return entry;
}

static struct zc_entry *new_record(struct zc_survey *survey, const struct zc_form *form,
                                   struct zc_rid rid, struct zc_err *err)
{
    if (!zc_store_may_write(survey->store, err))
        return NULL;
    if (survey->person.name.len == 0) {
        zc_fail(err, ZC_E_INPUT, ZC_T("还没有选定登记人", "nobody has been chosen to work here"));
        return NULL;
    }
    if (!zc_survey_link(survey, err))
        return NULL;
    struct zc_entry *entry = new_entry(survey);
    char id[ZC_RID_TEXT + 1];
    entry->rid = rid;
    entry->is_new = true;
    entry->state.rid = rid;
    entry->form = form;
    zc_rid_print(rid, id);
    entry->env.id = zc_arena_copy(&entry->arena, zc_str_of(id));
    entry->fill = zc_fill_new(form, &entry->env);
    return entry;
}

struct zc_entry *zc_entry_new(struct zc_survey *survey, const struct zc_form *form,
                              struct zc_err *err)
{
    uint64_t bits = draw(survey);
    uint8_t random[8];
    memcpy(random, &bits, sizeof random);
    return new_record(
        survey, form,
        zc_rid_make(zc_survey_group(survey), (uint64_t)zc_clock_ms(&survey->clock), random), err);
}

/* The state on which something was based: the fold of the named revisions and everything above
 * them. None named: the whole record. */

static bool mark_above(const struct zc_rev *revs, size_t n, const struct zc_revid *ids, size_t nids,
                       bool *marked)
{
    for (size_t i = 0; i < nids; i++) {
        size_t at = 0;
        while (at < n && zc_revid_cmp(&revs[at].id, &ids[i]) != 0)
            at++;
        if (at == n)
            return false;
        if (marked[at])
            continue;
        marked[at] = true;
        mark_above(revs, n, revs[at].parents, revs[at].nparents, marked);
    }
    return true;
}

static bool fold_as_of(struct zc_entry *entry, const struct zc_revid *ids, size_t nids,
                       struct zc_err *err)
{
    struct zc_rev *revs;
    size_t n = 0, kept = 0;
    struct zc_txn *txn = zc_txn_begin(entry->survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    bool ok = zc_revs_load(txn, entry->rid, &entry->arena, &revs, &n, err);
    zc_txn_abort(txn);
    if (!ok)
        return false;
    bool *marked = ZC_NEW(&entry->arena, bool, n + 1);
    if (!mark_above(revs, n, ids, nids, marked))
        return zc_fail(err, ZC_E_CONFLICT,
                       ZC_T("所依据的版本不在本库，请先合并该组的交换文件",
                            "the version it is based on is not in this store; first import the "
                            "exchange file of that group"));
    for (size_t i = 0; i < n; i++) {
        if (marked[i])
            revs[kept++] = revs[i];
    }
    zc_fold(revs, kept, &entry->arena, &entry->state);
    return true;
}

static bool load_state(struct zc_entry *entry, const struct zc_revid *as_of, size_t nas_of,
                       struct zc_err *err)
{
    bool ok = nas_of
                  ? fold_as_of(entry, as_of, nas_of, err)
                  : zc_survey_state(entry->survey, entry->rid, &entry->arena, &entry->state, err);
    if (!ok)
        return false;
    entry->parents = entry->state.heads;
    entry->nparents = entry->state.nheads;
    const struct zc_form *form = zc_survey_form_of(entry->survey, &entry->state, err);
    if (!form)
        return false;
    zc_fill_free(entry->fill);
    entry->form = form;
    entry->fill = zc_fill_open(form, &entry->state, &entry->env);
    return true;
}

static bool may_edit(const struct zc_entry *entry, struct zc_err *err)
{
    if (zc_store_is_readonly(entry->survey->store))
        return true; /* to be looked at; nothing can be kept or saved */
    return zc_survey_may_edit(entry->survey, &entry->state, NULL, 0, err);
}

struct zc_entry *zc_entry_open(struct zc_survey *survey, struct zc_rid rid,
                               const struct zc_revid *as_of, size_t nas_of, struct zc_err *err)
{
    struct zc_entry *entry = new_entry(survey);
    entry->rid = rid;
    if (!zc_survey_link(survey, err) || !load_state(entry, as_of, nas_of, err) ||
        !may_edit(entry, err)) {
        zc_entry_free(entry);
        return NULL;
    }
    return entry;
}

struct zc_entry *zc_entry_restore(struct zc_survey *survey, const struct zc_draft *draft,
                                  struct zc_err *err)
{
    struct zc_entry *entry;
    if (draft->is_new) {
        const struct zc_form *form = zc_survey_form(survey, draft->form, err);
        entry = form ? new_record(survey, form, draft->rid, err) : NULL;
    } else {
        entry = zc_entry_open(survey, draft->rid, draft->parents, draft->nparents, err);
    }
    if (!entry)
        return NULL;
    zc_fill_restore(entry->fill, draft->answers, draft->nanswers);
    entry->draft_at = zc_arena_copy(&entry->arena, draft->at);
    entry->draft_seq = draft->seq;
    return entry;
}

void zc_entry_free(struct zc_entry *entry)
{
    if (!entry)
        return;
    zc_fill_free(entry->fill);
    zc_fill_free(entry->last);
    zc_arena_release(&entry->arena);
    zc_free(entry);
}

/* Who was asked stays asked: an empty question that must be answered goes on being a mistake. */
static void take_asked(struct zc_fill *to, const struct zc_fill *from)
{
    struct zc_arena arena = { 0 };
    for (struct zc_node *node = zc_fill_next(from, NULL); node; node = zc_fill_next(from, node)) {
        struct zc_node *there = node->asked ? zc_fill_node(to, zc_fill_path(node, &arena)) : NULL;
        if (there)
            there->asked = true;
    }
    zc_arena_release(&arena);
}

void zc_entry_rewind(struct zc_entry *entry, const struct zc_pair *answers, size_t n)
{
    const struct zc_form *form = zc_fill_form(entry->fill);
    struct zc_fill *before = entry->fill;
    entry->fill = entry->is_new ? zc_fill_new(form, &entry->env)
                                : zc_fill_open(form, &entry->state, &entry->env);
    zc_fill_restore(entry->fill, answers, n);
    take_asked(entry->fill, before);
    zc_fill_free(before);
}

bool zc_entry_set_role(struct zc_entry *entry, enum zc_role role, struct zc_str text,
                       struct zc_err *err)
{
    const struct zc_question *q = entry->form->by_role[role];
    struct zc_node *node = q ? zc_fill_node(entry->fill, q->field) : NULL;
    return !node || text.len == 0 || zc_fill_set(entry->fill, node, text, err);
}

const struct zc_field *zc_entry_conflict(const struct zc_entry *entry, const struct zc_node *node)
{
    struct zc_arena arena = { 0 };
    const struct zc_field *field =
        entry->state.nconflicts ? zc_state_field(&entry->state, zc_fill_path(node, &arena)) : NULL;
    zc_arena_release(&arena);
    return field && zc_field_in_conflict(field) ? field : NULL;
}

bool zc_entry_is_blocked(const struct zc_entry *entry, const struct zc_node *node)
{
    return zc_entry_conflict(entry, node) && entry->survey->person.role < ZC_RANK_LEADER;
}

/* Unsaved forms */

static bool put_draft(struct zc_entry *entry, const struct zc_draft *draft, bool typing,
                      struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(entry->survey->store, ZC_TXN_WRITE, err);
    bool ok = txn && zc_txn_end(txn,
                                typing ? zc_draft_put_typing(txn, draft, err)
                                       : zc_draft_put(txn, draft, err),
                                err);
    if (ok)
        entry->draft_seq = draft->seq + 1;
    return ok;
}

bool zc_entry_keep(struct zc_entry *entry, struct zc_str cursor, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    const struct zc_pair *answers;
    size_t nanswers;
    zc_fill_answers(entry->fill, &arena, &answers, &nanswers);
    struct zc_draft draft = {
        .rid = entry->rid,
        .is_new = entry->is_new,
        .form = zc_fill_form(entry->fill)->id,
        .person = entry->survey->person.name,
        .at = zc_survey_now(entry->survey, &arena),
        .nparents = entry->nparents,
        .parents = entry->parents,
        .nanswers = (uint32_t)nanswers,
        .answers = answers,
        .cursor = cursor,
        .seq = entry->draft_seq,
    };
    bool ok = put_draft(entry, &draft, false, err);
    if (ok)
        entry->draft_at = zc_arena_copy(&entry->arena, draft.at);
    zc_arena_release(&arena);
    return ok;
}

bool zc_entry_keep_typing(struct zc_entry *entry, struct zc_str cursor, struct zc_str typing,
                          struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    if (entry->draft_at.len == 0 && !zc_entry_keep(entry, cursor, err))
        return false;
    struct zc_draft draft = { .rid = entry->rid,
                              .at = zc_survey_now(entry->survey, &arena),
                              .cursor = cursor,
                              .typing = typing,
                              .seq = entry->draft_seq };
    bool ok = put_draft(entry, &draft, true, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_entry_drop(struct zc_entry *entry, struct zc_err *err)
{
    struct zc_survey *survey = entry->survey;
    struct zc_arena arena = { 0 };
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(entry->rid, rid);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    bool ok = txn &&
              zc_txn_end(txn,
                         zc_draft_is_as_read(txn, entry->rid, entry->draft_seq, NULL, err) &&
                             zc_draft_delete(txn, entry->rid, err),
                         err) &&
              zc_audit_add(survey->store, zc_survey_now(survey, &arena), survey->person.name,
                           ZC_STR("discard"), zc_str_of(rid), err);
    if (ok) {
        entry->draft_at = (struct zc_str){ 0 };
        entry->draft_seq = 0;
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_entry_find_draft(struct zc_survey *survey, struct zc_rid rid, struct zc_arena *arena,
                         struct zc_draft *out, bool *found, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_draft_get(txn, rid, arena, out, found, err);
    zc_txn_abort(txn);
    return ok;
}

bool zc_entry_is_changed(struct zc_entry *entry)
{
    struct zc_arena arena = { 0 };
    const struct zc_pair *writes;
    size_t n;
    zc_fill_writes(entry->fill, false, &arena, &writes, &n);
    zc_arena_release(&arena);
    return n > 0;
}

/* Saving */

static bool may_save(const struct zc_entry *entry, enum zc_save how, struct zc_str reason,
                     struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    zc_fill_check(entry->fill, &arena, &check);
    zc_arena_release(&arena);
    if (how == ZC_SAVE_SUBMIT && check.nhard + check.nsoft > 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("还有%u项必须改、%u项待说明，先改好，或存为草稿",
                            "%u points must be mended and %u need a reason; mend them or keep a "
                            "draft"),
                       check.nhard, check.nsoft);
    if (how == ZC_SAVE_DOUBT && reason.len == 0)
        return zc_fail(err, ZC_E_INPUT, ZC_T("存疑须写明原因", "a doubtful record needs a reason"));
    return true;
}

static bool shows(const struct zc_state *state, enum zc_status status)
{
    const struct zc_field *field = zc_state_field(state, ZC_STR("_status"));
    return field && field->nvalues == 1 && zc_str_is(field->values[0], zc_status_name(status)) &&
           state->status == status;
}

/* The data writes with the status and the doubt that go with this way of saving. */
static size_t all_writes(const struct zc_entry *entry, enum zc_save how, struct zc_str reason,
                         const struct zc_pair *data, size_t ndata, struct zc_arena *arena,
                         struct zc_pair **out)
{
    struct zc_pair *writes = ZC_NEW(arena, struct zc_pair, ndata + 2);
    size_t n = ndata;
    enum zc_status status = how == ZC_SAVE_DRAFT ? ZC_STATUS_DRAFT : ZC_STATUS_SUBMITTED;
    struct zc_str doubt = zc_state_value(&entry->state, ZC_STR("_doubt"));
    if (ndata)
        memcpy(writes, data, ndata * sizeof *writes);
    if (how != ZC_SAVE_DATA && (ndata > 0 || !shows(&entry->state, status)))
        writes[n++] = (struct zc_pair){ ZC_STR("_status"), zc_str_of(zc_status_name(status)) };
    if (how == ZC_SAVE_DOUBT ? !zc_str_eq(doubt, reason) : how == ZC_SAVE_SUBMIT && doubt.len > 0)
        writes[n++] = (struct zc_pair){ ZC_STR("_doubt"),
                                        how == ZC_SAVE_DOUBT ? reason : (struct zc_str){ 0 } };
    *out = writes;
    return n;
}

/* Records of a form with a key field get their id from the key, so that two laptops that
 * register the same thing make one record (MERGE.md 4). */
static bool derive_rid(struct zc_entry *entry, struct zc_arena *arena, struct zc_err *err)
{
    const struct zc_form *form = zc_fill_form(entry->fill);
    struct zc_node *node = form->key_field.len ? zc_fill_node(entry->fill, form->key_field) : NULL;
    if (!entry->is_new || !node || node->value.len == 0)
        return true;
    struct zc_rid rid = zc_rid_derive(form->id, form->key_field, zc_key_normal(node->value, arena));
    bool ok = zc_entry_files_follow(entry, rid, err);
    entry->rid = rid;
    return ok;
}

/* What helps with the next record: which one was the last, which choices were used. */
static bool note_locally(const struct zc_entry *entry, struct zc_txn *txn,
                         const struct zc_pair *writes, size_t n, struct zc_err *err)
{
    const struct zc_form *form = zc_fill_form(entry->fill);
    struct zc_str person = entry->survey->person.name;
    bool ok = zc_previous_note(txn, form->id, person, entry->rid, err);
    for (size_t i = 0; ok && i < n; i++) {
        const struct zc_question *q = zc_form_field(form, writes[i].name);
        if (q && writes[i].value.len > 0 && zc_usage_counts(q))
            ok = zc_usage_note(txn, q->list->name, person, writes[i].value, err);
    }
    return ok;
}

bool zc_entry_save(struct zc_entry *entry, enum zc_save how, struct zc_str reason, bool *made,
                   struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    const struct zc_pair *data;
    struct zc_pair *writes;
    struct zc_rev rev = { 0 };
    struct zc_entry_plan entities;
    size_t ndata, n;
    struct zc_rid drafted = entry->rid;
    struct zc_txn *txn = NULL;
    bool ok = false, kept = entry->draft_at.len > 0;

    zc_fill_writes(entry->fill, how == ZC_SAVE_SUBMIT || how == ZC_SAVE_DOUBT, &arena, &data,
                   &ndata);
    n = all_writes(entry, how, reason, data, ndata, &arena, &writes);
    if (made)
        *made = n > 0;
    if (!may_save(entry, how, reason, err) ||
        !zc_survey_may_edit(entry->survey, &entry->state, writes, n, err))
        goto out;
    if (!derive_rid(entry, &arena, err))
        goto out;
    zc_entry_plan(entry, how, &arena, &entities);
    if (!(txn = zc_txn_begin(entry->survey->store, ZC_TXN_WRITE, err)))
        goto out;
    rev = (struct zc_rev){ .rid = entry->rid,
                           .nparents = entry->nparents,
                           .parents = entry->parents,
                           .nwrites = (uint32_t)n,
                           .writes = writes };
    /* An unsaved form that this entry has no part in stays: somebody else is at it. */
    ok = (!kept || (zc_draft_is_as_read(txn, drafted, entry->draft_seq, NULL, err) &&
                    zc_draft_delete(txn, drafted, err))) &&
         (n == 0 ||
          (zc_survey_put(entry->survey, txn, zc_fill_form(entry->fill), &arena, &rev, err) &&
           zc_entry_put_entities(entry, txn, &entities, &arena, err) &&
           (!entry->remembers || note_locally(entry, txn, writes, n, err))));
    ok = zc_txn_end(txn, ok, err);
    if (ok) {
        entry->draft_at = (struct zc_str){ 0 };
        entry->draft_seq = 0;
        if (!zc_rid_eq(drafted, entry->rid))
            zc_attach_forget(zc_store_dir(entry->survey->store), drafted);
    }
    if (ok && n > 0) {
        entry->is_new = false;
        ok = load_state(entry, &rev.id, 1, err);
    }
out:
    if (!ok)
        entry->rid = drafted;
    zc_arena_release(&arena);
    return ok;
}

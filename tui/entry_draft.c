#include "forms/fill_merge.h"
#include "tui/entry_impl.h"

/* The unsaved form of an entry: kept, put back, thrown away, and met when another window filled in
 * the same one (storage/draft.h). */

static struct zc_answers answers_of(const struct zc_fill *fill, struct zc_arena *arena)
{
    struct zc_answers answers;
    zc_fill_answers(fill, arena, &answers.pairs, &answers.n);
    return answers;
}

/* What the store holds now: the next write tells from it what was changed here. */
static void note_kept(struct zc_entry *entry, struct zc_answers answers)
{
    zc_arena_reset(&entry->kept_arena);
    entry->kept = zc_answers_copy(answers, &entry->kept_arena);
}

/* Kept */

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
    struct zc_answers answers = answers_of(entry->fill, &arena);
    struct zc_draft draft = {
        .rid = entry->rid,
        .is_new = entry->is_new,
        .form = zc_fill_form(entry->fill)->id,
        .person = entry->survey->person.name,
        .at = zc_survey_now(entry->survey, &arena),
        .nparents = entry->nparents,
        .parents = entry->parents,
        .nanswers = (uint32_t)answers.n,
        .answers = answers.pairs,
        .cursor = cursor,
        .seq = entry->draft_seq,
    };
    bool ok = put_draft(entry, &draft, false, err);
    if (ok) {
        entry->draft_at = zc_arena_copy(&entry->arena, draft.at);
        note_kept(entry, answers);
    }
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

bool zc_entry_find_draft(struct zc_survey *survey, struct zc_rid rid, struct zc_arena *arena,
                         struct zc_draft *out, bool *found, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_draft_get(txn, rid, arena, out, found, err);
    zc_txn_abort(txn);
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
    if (ok)
        zc_entry_forget_draft(entry);
    zc_arena_release(&arena);
    return ok;
}

void zc_entry_forget_draft(struct zc_entry *entry)
{
    entry->draft_at = (struct zc_str){ 0 };
    entry->draft_seq = 0;
    entry->kept = (struct zc_answers){ 0 };
}

/* Put back */

struct zc_entry *zc_entry_restore(struct zc_survey *survey, const struct zc_draft *draft,
                                  struct zc_err *err)
{
    struct zc_entry *entry;
    if (draft->is_new) {
        const struct zc_form *form = zc_survey_form(survey, draft->form, err);
        entry = form ? zc_entry_new_as(survey, form, draft->rid, err) : NULL;
    } else {
        entry = zc_entry_open(survey, draft->rid, draft->parents, draft->nparents, err);
    }
    if (!entry)
        return NULL;
    zc_fill_restore(entry->fill, draft->answers, draft->nanswers);
    entry->draft_at = zc_arena_copy(&entry->arena, draft->at);
    entry->draft_seq = draft->seq;
    note_kept(entry, (struct zc_answers){ draft->answers, draft->nanswers });
    return entry;
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

static struct zc_fill *untouched(struct zc_entry *entry)
{
    return entry->is_new ? zc_fill_new(entry->form, &entry->env)
                         : zc_fill_open(entry->form, &entry->state, &entry->env);
}

void zc_entry_rewind(struct zc_entry *entry, const struct zc_pair *answers, size_t n)
{
    struct zc_fill *before = entry->fill;
    entry->fill = untouched(entry);
    zc_fill_restore(entry->fill, answers, n);
    take_asked(entry->fill, before);
    zc_fill_free(before);
}

/* Met */

bool zc_entry_is_overtaken(const struct zc_entry *entry, bool *typing)
{
    struct zc_arena arena = { 0 };
    struct zc_draft draft = { 0 };
    struct zc_err err = { 0 };
    bool found = false;
    *typing = false;
    bool overtaken = entry->draft_seq > 0 &&
                     zc_entry_find_draft(entry->survey, entry->rid, &arena, &draft, &found, &err) &&
                     (!found || draft.seq != entry->draft_seq);
    *typing = overtaken && found && draft.has_typing;
    zc_arena_release(&arena);
    return overtaken;
}

/* The answers on which both went on: the unsaved form as it was read or written here last, else
 * what the form began with. */
static struct zc_answers common_answers(struct zc_entry *entry, struct zc_arena *arena)
{
    if (entry->kept.pairs)
        return zc_answers_copy(entry->kept, arena);
    struct zc_fill *fill = untouched(entry);
    struct zc_answers answers = zc_answers_copy(answers_of(fill, arena), arena);
    zc_fill_free(fill);
    return answers;
}

/* What both changed, in the fill of `to`. */
static void take_in(struct zc_entry *to, struct zc_entry *mine, struct zc_arena *arena,
                    struct zc_meeting *meeting)
{
    struct zc_answers merged = zc_answers_merge(meeting->base, answers_of(mine->fill, arena),
                                                meeting->theirs, arena, &meeting->clashes);
    meeting->clashes = zc_answers_copy(meeting->clashes, arena);
    zc_entry_rewind(to, merged.pairs, merged.n);
    if (to != mine)
        take_asked(to->fill, mine->fill);
    note_kept(to, meeting->theirs);
}

bool zc_entry_meet(struct zc_entry **entry, struct zc_arena *arena, struct zc_meeting *out,
                   struct zc_err *err)
{
    struct zc_entry *mine = *entry, *other;
    struct zc_survey *survey = mine->survey;
    struct zc_draft draft;
    struct zc_err why = { 0 };
    bool found = false;
    *out = (struct zc_meeting){ 0 };
    if (!zc_entry_find_draft(survey, mine->rid, arena, &draft, &found, err))
        return false;
    other = found ? zc_entry_restore(survey, &draft, &why)
                  : zc_entry_open(survey, mine->rid, NULL, 0, &why);
    if (!other && (why.code == ZC_E_STORE || why.code == ZC_E_SYSTEM)) {
        *err = why;
        return false;
    }
    out->saved = other && !found;
    out->alone = !other && !found; /* kept as it stands here, on what it was opened on */
    if (out->alone) {
        zc_entry_forget_draft(mine);
        return true;
    }
    /* A record that was closed meanwhile cannot be opened anew: its answers can be put together. */
    struct zc_answers theirs = { draft.answers, draft.nanswers };
    out->base = common_answers(mine, arena);
    out->theirs = zc_answers_copy(other ? answers_of(other->fill, arena) : theirs, arena);
    take_in(other ? other : mine, mine, arena, out);
    if (!other) {
        mine->draft_seq = draft.seq;
        return true;
    }
    other->remembers = mine->remembers;
    zc_entry_free(mine);
    *entry = other;
    return true;
}

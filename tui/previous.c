#include "tui/previous.h"

enum { FORM_BYTES = 128 }; /* keys of the store are short */

static struct zc_str setting_name(struct zc_str form, struct zc_str person, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "last:%.*s:%.*s", ZC_ARG(zc_str_head(form, FORM_BYTES)),
                           ZC_ARG(person));
}

bool zc_previous_note(struct zc_txn *txn, struct zc_str form, struct zc_str person,
                      struct zc_rid rid, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid, text);
    bool ok = zc_setting_put(txn, setting_name(form, person, &arena), zc_str_of(text), err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_previous_load_record(struct zc_survey *survey, const struct zc_form *form,
                             struct zc_rid rid, struct zc_previous *out, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    bool found = false;
    *out = (struct zc_previous){ 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_record_get(txn, rid, &arena, &state, &found, err);
    zc_txn_abort(txn);
    if (ok && found && !state.deleted && zc_str_eq(state.form, form->id)) {
        out->fill = zc_fill_open(form, &state, &survey->fill_env);
        zc_rid_number(rid, out->number);
        out->found = true;
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_previous_load(struct zc_survey *survey, const struct zc_form *form, struct zc_previous *out,
                      struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_rid rid = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    struct zc_str name = setting_name(form->id, survey->person.name, &arena);
    bool found = zc_rid_parse(zc_setting_get(txn, name, &arena), &rid);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    *out = (struct zc_previous){ 0 };
    return !found || zc_previous_load_record(survey, form, rid, out, err);
}

void zc_previous_release(struct zc_previous *previous)
{
    zc_fill_free(previous->fill);
    *previous = (struct zc_previous){ 0 };
}

const struct zc_node *zc_previous_node(const struct zc_previous *previous,
                                       const struct zc_node *node)
{
    const struct zc_question *q = node->q;
    if (!previous->found || q->repeat || (q->use & ZC_USE_OWN) || !zc_type_is_shown(q->type))
        return NULL;
    const struct zc_node *there = zc_fill_node(previous->fill, q->field);
    return there && there->value.len > 0 && there->relevant ? there : NULL;
}

unsigned zc_previous_carry(const struct zc_previous *previous, struct zc_fill *fill, bool all)
{
    const struct zc_form *form = zc_fill_form(fill);
    unsigned n = 0;
    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        struct zc_node *node =
            q->repeat || !(all || (q->use & ZC_USE_CARRY)) ? NULL : zc_fill_node(fill, q->field);
        const struct zc_node *there = node ? zc_previous_node(previous, node) : NULL;
        n += there && zc_fill_carry(fill, node, there->value);
    }
    return n;
}

bool zc_previous_may_fill(const struct zc_previous *previous, const struct zc_fill *fill)
{
    for (struct zc_node *node = zc_fill_next(fill, NULL); node; node = zc_fill_next(fill, node)) {
        const struct zc_node *there = zc_previous_node(previous, node);
        if (node->asked && node->value.len > 0 && !node->carried && !node->q->calculation &&
            !(there && zc_str_eq(there->value, node->value)))
            return false;
    }
    return true;
}

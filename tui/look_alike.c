#include "tui/look_alike.h"
#include "storage/dup_index.h"

static bool tells_apart(enum zc_role role)
{
    return role == ZC_ROLE_NAME || role == ZC_ROLE_SIGN || role == ZC_ROLE_CODE ||
           role == ZC_ROLE_ALTCODE || role == ZC_ROLE_PHONE || role == ZC_ROLE_ADDR;
}

/* The answer as it would be saved. */
static struct zc_str answer(const struct zc_entry *entry, enum zc_role role)
{
    const struct zc_question *q = entry->form->by_role[role];
    const struct zc_node *node = q && !q->repeat ? zc_fill_node(entry->fill, q->field) : NULL;
    return node && node->relevant ? node->value : (struct zc_str){ 0 };
}

static void make_unit(const struct zc_entry *entry, struct zc_txn *txn, struct zc_unit *out)
{
    struct zc_unit_text text = {
        .name = answer(entry, ZC_ROLE_NAME),
        .sign = answer(entry, ZC_ROLE_SIGN),
        .code = answer(entry, ZC_ROLE_CODE),
        .altcode = answer(entry, ZC_ROLE_ALTCODE),
        .phone = answer(entry, ZC_ROLE_PHONE),
        .addr = answer(entry, ZC_ROLE_ADDR),
        .trade = answer(entry, ZC_ROLE_INDUSTRY),
    };
    zc_dup_unit_of(txn, &text, out);
}

static struct zc_str describe(const struct zc_entry *entry, struct zc_txn *txn,
                              const struct zc_dup_pair *pair, struct zc_arena *arena)
{
    const struct zc_question *name = entry->form->by_role[ZC_ROLE_NAME];
    struct zc_state state;
    struct zc_buf words = { 0 };
    struct zc_err err = { 0 };
    bool found = false;
    char number[6];
    if (!zc_record_get(txn, pair->b, arena, &state, &found, &err) || !found)
        return (struct zc_str){ 0 };
    struct zc_str title = name ? zc_state_value(&state, name->field) : (struct zc_str){ 0 };
    zc_rid_number(pair->b, number);
    zc_dup_words(&pair->dup, &words);
    struct zc_str text = zc_arena_printf(arena, ZC_T("%s %.*s（%.*s）", "%s %.*s (%.*s)"), number,
                                         ZC_ARG(title), ZC_ARG(zc_buf_str(&words)));
    zc_buf_release(&words);
    return text;
}

struct zc_str zc_look_alike(const struct zc_entry *entry, const struct zc_node *node,
                            struct zc_arena *arena)
{
    struct zc_dup_list list = { 0 };
    struct zc_unit unit;
    struct zc_err err = { 0 };
    struct zc_str text = { 0 };
    if (!tells_apart(node->q->role) || node->value.len == 0 ||
        zc_issue_is_hard(zc_fill_issue(entry->fill, node, NULL, arena)))
        return text;
    struct zc_txn *txn = zc_txn_begin(entry->survey->store, ZC_TXN_READ, &err);
    if (!txn)
        return text;
    make_unit(entry, txn, &unit);
    if (zc_dup_near(txn, entry->form->id, &unit, entry->rid, ZC_DUP_OFFERED, &list, &err) &&
        list.n > 0) {
        zc_dup_list_sort(&list);
        text = describe(entry, txn, &list.all[0], arena);
    }
    zc_txn_abort(txn);
    zc_dup_list_release(&list);
    return text;
}

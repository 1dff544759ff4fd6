#include "tui/ledger_find.h"
#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/text.h"
#include "tui/job.h"
#include "tui/record_search.h"
#include <ctype.h>

void zc_ledger_find_release(struct zc_ledger_find *find)
{
    zc_edit_release(&find->edit);
    zc_buf_release(&find->folded);
    zc_buf_release(&find->code);
    zc_buf_release(&find->complete);
    zc_rid_list_release(&find->list);
    zc_rid_list_release(&find->hits);
    *find = (struct zc_ledger_find){ 0 };
}

bool zc_ledger_find_begin(struct zc_ledger_find *find, struct zc_ledger_view *view,
                          struct zc_str typed, struct zc_err *err)
{
    const struct zc_ledger_row *row = zc_ledger_view_row(view);
    zc_ledger_find_release(find);
    find->view = view;
    find->on = true;
    find->row = view->cursor;
    find->before = row ? row->rid : (struct zc_rid){ 0 };
    zc_edit_set(&find->edit, typed);
    find->edit.fresh = false;
    return zc_ledger_find_typed(find, err);
}

/* Codes and numbers: half width, capitals. */
static void fold_code(struct zc_str typed, struct zc_buf *out)
{
    zc_buf_reset(out);
    zc_text_half_width(typed, out);
    for (size_t i = 0; i < out->len; i++)
        out->ptr[i] = (char)toupper((unsigned char)out->ptr[i]);
}

bool zc_ledger_find_typed(struct zc_ledger_find *find, struct zc_err *err)
{
    struct zc_str typed = zc_edit_text(&find->edit);
    zc_buf_reset(&find->folded);
    zc_fold_text(typed, &find->folded);
    fold_code(typed, &find->code);
    struct zc_str folded = zc_buf_str(&find->folded), complete = zc_buf_str(&find->complete);
    bool narrower = complete.len > 0 && zc_str_starts(folded, complete);
    find->at = find->current = 0;
    if (narrower) { /* a fitting text fits without its last character as well */
        struct zc_rid_list old = find->list;
        find->list = find->hits;
        find->hits = old;
        find->origin = find->passed;
    } else {
        find->list.n = 0;
        find->origin = find->row;
        if (folded.len > 0 && !zc_ledger_view_rids(find->view, &find->list, err))
            return false;
    }
    find->hits.n = find->passed = 0;
    zc_buf_reset(&find->complete);
    return true;
}

static struct zc_str value_of(const struct zc_ledger_find *find, const struct zc_state *state,
                              enum zc_role role)
{
    const struct zc_question *q = find->view->form->by_role[role];
    return q ? zc_state_value(state, q->field) : (struct zc_str){ 0 };
}

static bool has_code(struct zc_str value, struct zc_str typed)
{
    return zc_str_find(value, typed) != SIZE_MAX;
}

static bool fits(const struct zc_ledger_find *find, const struct zc_state *state)
{
    enum { TAIL = 4 };
    struct zc_str typed = zc_buf_str(&find->folded), code = zc_buf_str(&find->code);
    char number[6];
    zc_rid_number(state->rid, number);
    return zc_pinyin_match(value_of(find, state, ZC_ROLE_NAME), typed) ||
           zc_pinyin_match(value_of(find, state, ZC_ROLE_SIGN), typed) ||
           has_code(value_of(find, state, ZC_ROLE_CODE), code) ||
           has_code(value_of(find, state, ZC_ROLE_ALTCODE), code) ||
           (code.len >= TAIL && zc_str_ends(value_of(find, state, ZC_ROLE_PHONE), code)) ||
           zc_str_ends(zc_str_of(number), code) ||
           zc_record_search_field(find->view->form, state, typed);
}

/* The first hit at or behind the origin takes the cursor at once; when there is none, the first
 * of all when everything is read. */
static bool go_to(struct zc_ledger_find *find, size_t hit, struct zc_err *err)
{
    find->current = hit + 1;
    return zc_ledger_view_find(find->view, find->hits.rids[hit], err) || err->code == ZC_OK;
}

static bool read_one(struct zc_ledger_find *find, struct zc_txn *txn, size_t at,
                     struct zc_arena *arena)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    zc_arena_reset(arena);
    if (!zc_record_get(txn, find->list.rids[at], arena, &state, &found, &err) || !found ||
        !fits(find, &state))
        return false;
    zc_rid_list_add(&find->hits, state.rid);
    find->passed += at < find->origin;
    return find->current == 0 && at >= find->origin;
}

bool zc_ledger_find_step(struct zc_ledger_find *find, int ms, struct zc_err *err)
{
    enum { LOOKS = 16 };
    struct zc_arena arena = { 0 };
    int64_t end = zc_job_now() + ms;
    bool jump = false;
    if (!find->on || find->at >= find->list.n)
        return false;
    struct zc_txn *txn = zc_txn_begin(find->view->survey->store, ZC_TXN_READ, err);
    if (!txn) {
        find->at = find->list.n;
        return true;
    }
    do {
        for (int i = 0; i < LOOKS && !jump && find->at < find->list.n; i++)
            jump = read_one(find, txn, find->at++, &arena);
    } while (!jump && find->at < find->list.n && zc_job_now() < end);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    if (jump)
        go_to(find, find->hits.n - 1, err);
    if (find->at < find->list.n)
        return true;
    zc_buf_add(&find->complete, zc_buf_str(&find->folded));
    if (find->current == 0 && find->hits.n > 0)
        go_to(find, 0, err);
    return true;
}

bool zc_ledger_find_walk(struct zc_ledger_find *find, int direction, struct zc_err *err)
{
    size_t n = find->hits.n, at = find->current;
    if (n == 0)
        return true;
    if (direction > 0)
        return go_to(find, at == 0 || at == n ? 0 : at, err);
    return go_to(find, at <= 1 ? n - 1 : at - 2, err);
}

void zc_ledger_find_end(struct zc_ledger_find *find, bool back)
{
    struct zc_err err = { 0 };
    find->on = false;
    if (back && zc_rid_is_set(find->before))
        zc_ledger_view_find(find->view, find->before, &err);
}

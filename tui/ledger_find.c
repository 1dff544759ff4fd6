#include "tui/ledger_find.h"
#include "core/alloc.h"
#include "tui/job.h"
#include "tui/record_search.h"

enum { MOST_BYTES = 256 * 1024 * 1024 };

void zc_ledger_find_release(struct zc_ledger_find *find)
{
    zc_edit_release(&find->edit);
    zc_find_needle_release(&find->needle);
    zc_buf_release(&find->complete);
    zc_rid_list_release(&find->list);
    zc_find_text_release(&find->texts);
    zc_free(find->fits);
    zc_free(find->hits.rows);
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
    zc_ledger_find_typed(find);
    return zc_ledger_view_rids(view, &find->list, err);
}

/* A name that has the longer text has the shorter one as well. */
void zc_ledger_find_typed(struct zc_ledger_find *find)
{
    zc_find_needle_set(&find->needle, zc_edit_text(&find->edit));
    struct zc_str complete = zc_buf_str(&find->complete);
    find->narrower = complete.len > 0 && zc_str_starts(zc_buf_str(&find->needle.text), complete);
    find->at = find->current = find->hits.n = 0;
    find->origin = find->row;
    zc_buf_reset(&find->complete);
}

static bool is_empty(const struct zc_ledger_find *find)
{
    return zc_find_needle_is_empty(&find->needle);
}

bool zc_ledger_find_is_at_work(const struct zc_ledger_find *find)
{
    return find->on && !is_empty(find) && find->at < find->list.n;
}

/* Reading */

static struct zc_str value_of(const struct zc_ledger_find *find, const struct zc_state *state,
                              enum zc_role role)
{
    const struct zc_question *q = find->view->form->by_role[role];
    return q ? zc_state_value(state, q->field) : (struct zc_str){ 0 };
}

/* A record that cannot be read has nothing to be found by. */
static void read_row(const struct zc_ledger_find *find, struct zc_txn *txn, size_t row,
                     struct zc_arena *arena, struct zc_find_text *texts)
{
    struct zc_state state;
    struct zc_find_row texts_of = { 0 };
    struct zc_err err = { 0 };
    bool found = false;
    zc_arena_reset(arena);
    if (zc_record_get(txn, find->list.rids[row], arena, &state, &found, &err) && found)
        texts_of = (struct zc_find_row){ .name = value_of(find, &state, ZC_ROLE_NAME),
                                         .sign = value_of(find, &state, ZC_ROLE_SIGN),
                                         .code = value_of(find, &state, ZC_ROLE_CODE),
                                         .altcode = value_of(find, &state, ZC_ROLE_ALTCODE),
                                         .phone = value_of(find, &state, ZC_ROLE_PHONE),
                                         .others = zc_record_search_texts(find->view->form, &state,
                                                                          arena) };
    zc_find_text_add(texts, &texts_of);
}

static size_t block_end(const struct zc_ledger_find *find, size_t row)
{
    size_t end = row / ZC_FIND_BLOCK * ZC_FIND_BLOCK + ZC_FIND_BLOCK;
    return end < find->list.n ? end : find->list.n;
}

static bool may_keep_more(struct zc_ledger_find *find)
{
    find->full = find->full || zc_find_text_bytes(&find->texts) >= MOST_BYTES;
    return !find->full && find->texts.n < find->list.n;
}

/* The next block of texts, whole. */
static void keep_block(struct zc_ledger_find *find, struct zc_txn *txn, struct zc_arena *arena)
{
    size_t end = block_end(find, find->texts.n);
    find->fits = zc_grow(find->fits, find->nfits, &find->fits_cap, sizeof *find->fits);
    find->fits[find->nfits++] = 0;
    while (find->texts.n < end)
        read_row(find, txn, find->texts.n, arena, &find->texts);
}

/* Looking */

static bool ends_number(struct zc_rid rid, struct zc_str code)
{
    char number[6];
    zc_rid_number(rid, number);
    return zc_str_ends(zc_str_of(number), code);
}

static uint64_t numbers_of(const struct zc_ledger_find *find, size_t from, size_t to)
{
    enum { NUMBER = 5 };
    struct zc_str code = zc_buf_str(&find->needle.code);
    uint64_t found = 0;
    for (size_t row = from; code.len > 0 && code.len <= NUMBER && row < to; row++)
        found |= (uint64_t)ends_number(find->list.rids[row], code) << (row - from);
    return found;
}

/* A block beyond those that are kept. */
static uint64_t look_in_store(const struct zc_ledger_find *find, struct zc_txn *txn, size_t from,
                              size_t to, struct zc_arena *arena)
{
    struct zc_find_text texts = { 0 };
    for (size_t row = from; row < to; row++)
        read_row(find, txn, row, arena, &texts);
    uint64_t found = zc_find_block(&texts, 0, &find->needle, UINT64_MAX);
    zc_find_text_release(&texts);
    return found;
}

static uint64_t look_in_texts(struct zc_ledger_find *find, size_t block)
{
    uint64_t among = find->narrower ? find->fits[block] : UINT64_MAX;
    uint64_t found = zc_find_block(&find->texts, block, &find->needle, among);
    find->fits[block] = found;
    return found;
}

/* One block; true when it has the hit that takes the cursor: the first at or behind the origin. */
static bool look_at_block(struct zc_ledger_find *find, struct zc_txn *txn, struct zc_arena *arena)
{
    size_t from = find->at, to = block_end(find, from);
    if (from >= find->texts.n && may_keep_more(find))
        keep_block(find, txn, arena);
    uint64_t found = from < find->texts.n ? look_in_texts(find, from / ZC_FIND_BLOCK)
                                          : look_in_store(find, txn, from, to, arena);
    found |= numbers_of(find, from, to);
    find->at = to;
    bool jump = false;
    for (size_t row = from; row < to; row++) {
        if (!(found >> (row - from) & 1))
            continue;
        struct zc_ledger_hits *hits = &find->hits;
        hits->rows = zc_grow(hits->rows, hits->n, &hits->cap, sizeof *hits->rows);
        hits->rows[hits->n++] = (uint32_t)row;
        if (find->current == 0 && row >= find->origin) {
            find->current = hits->n;
            jump = true;
        }
    }
    return jump;
}

/* The cursor goes to a hit. */
static bool go_to(struct zc_ledger_find *find, size_t hit, struct zc_err *err)
{
    find->current = hit + 1;
    return zc_ledger_view_find(find->view, find->list.rids[find->hits.rows[hit]], err) ||
           err->code == ZC_OK;
}

static void end_search(struct zc_ledger_find *find, struct zc_err *err)
{
    zc_buf_reset(&find->complete);
    zc_buf_add(&find->complete, zc_buf_str(&find->needle.text));
    if (find->current == 0 && find->hits.n > 0)
        go_to(find, 0, err);
}

bool zc_ledger_find_step(struct zc_ledger_find *find, int ms, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    int64_t end = zc_job_now() + ms;
    bool looks = zc_ledger_find_is_at_work(find), jump = false;
    if (!looks && !(find->on && may_keep_more(find)))
        return false;
    struct zc_txn *txn = zc_txn_begin(find->view->survey->store, ZC_TXN_READ, err);
    if (!txn) {
        find->at = find->list.n;
        find->full = true;
        return true;
    }
    do {
        if (looks)
            jump = look_at_block(find, txn, &arena);
        else
            keep_block(find, txn, &arena);
    } while (!jump && (looks ? find->at < find->list.n : may_keep_more(find)) &&
             zc_job_now() < end);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    if (jump)
        go_to(find, find->current - 1, err);
    if (looks && find->at >= find->list.n)
        end_search(find, err);
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
    struct zc_rid before = find->before;
    struct zc_ledger_view *view = find->view;
    zc_ledger_find_release(find); /* the texts are many */
    if (back && zc_rid_is_set(before))
        zc_ledger_view_find(view, before, &err);
}

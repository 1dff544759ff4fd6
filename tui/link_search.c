#include "tui/link_search.h"
#include "core/pinyin.h"
#include "storage/link_index.h"
#include "tui/job.h"

void zc_link_search_release(struct zc_link_search *search)
{
    zc_record_search_release(&search->by);
    zc_buf_release(&search->typed);
    zc_buf_release(&search->from);
}

static bool is_full(const struct zc_link_search *search)
{
    return search->n == ZC_LINK_HITS;
}

static void add(struct zc_link_search *search, struct zc_rid rid)
{
    char id[ZC_RID_TEXT + 1];
    for (uint32_t i = 0; i < search->n; i++) {
        if (zc_rid_eq(search->hits[i], rid))
            return;
    }
    zc_rid_print(rid, id);
    if (!is_full(search) && (!search->offers || search->offers(search->ctx, zc_str_of(id))))
        search->hits[search->n++] = rid;
}

static void add_start(struct zc_link_search *search, struct zc_txn *txn, enum zc_role role)
{
    const struct zc_question *q = search->form->by_role[role];
    struct zc_link_list found = { 0 };
    struct zc_err err = { 0 };
    struct zc_str field = q && !q->repeat ? q->field : (struct zc_str){ 0 };
    if (role == ZC_ROLE_CODE)
        field = zc_form_key_field(search->form);
    if (field.len > 0)
        zc_link_find_start(txn, search->form->id, field, zc_buf_str(&search->typed), ZC_LINK_HITS,
                           &found, &err);
    for (size_t i = 0; i < found.n; i++)
        add(search, found.all[i]);
    zc_link_list_release(&found);
}

static void add_latest(struct zc_link_search *search, struct zc_txn *txn)
{
    enum { SHOWN = 50, LOOKED_AT = 1000 };
    const struct zc_view_spec latest = { .kind = ZC_VIEW_CHANGED,
                                         .form = search->form->id,
                                         .descending = true };
    struct zc_err err = { 0 };
    struct zc_rid rid;
    struct zc_view *view = zc_view_open(txn, &latest, &err);
    bool more = view && zc_view_first(view, &rid);
    for (int i = 0; more && i < LOOKED_AT && search->n < SHOWN; i++) {
        add(search, rid);
        more = zc_view_next(view, &rid);
    }
    zc_view_close(view);
}

void zc_link_search_begin(struct zc_link_search *search, struct zc_str typed)
{
    struct zc_err err = { 0 };
    struct zc_rid rid, root;
    search->n = 0;
    search->stage = zc_str_trim(typed).len > 0 ? ZC_LINK_NAMES : ZC_LINK_ALL_SEEN;
    zc_buf_reset(&search->from);
    zc_buf_reset(&search->typed);
    zc_buf_add(&search->typed, zc_str_trim(typed));
    zc_record_search_begin(&search->by, search->survey, typed);
    struct zc_txn *txn = zc_txn_begin(search->survey->store, ZC_TXN_READ, &err);
    if (!txn)
        return;
    if (search->stage == ZC_LINK_ALL_SEEN)
        add_latest(search, txn);
    else if (zc_rid_parse(zc_buf_str(&search->typed), &rid) &&
             zc_link_look(txn, search->form->id, rid, &root) == ZC_LINK_HERE)
        add(search, root);
    if (search->stage == ZC_LINK_NAMES) {
        add_start(search, txn, ZC_ROLE_CODE);
        add_start(search, txn, ZC_ROLE_NAME);
    }
    zc_txn_abort(txn);
}

/* Slices */

struct slice {
    struct zc_link_search *search;
    struct zc_txn *txn;
    int64_t end;
    unsigned seen;
};

static bool is_over(struct slice *slice)
{
    enum { LOOKS = 64 }; /* between two looks at the clock */
    return ++slice->seen % LOOKS == 0 && zc_job_now() >= slice->end;
}

static bool try_name(void *ctx, struct zc_str value, struct zc_rid rid)
{
    struct slice *slice = ctx;
    if (zc_pinyin_match(value, zc_buf_str(&slice->search->by.folded)))
        add(slice->search, rid);
    return !is_full(slice->search) && !is_over(slice);
}

static void step_names(struct slice *slice)
{
    struct zc_link_search *search = slice->search;
    const struct zc_question *q = search->form->by_role[ZC_ROLE_NAME];
    bool more =
        q && !q->repeat &&
        zc_link_walk(slice->txn, search->form->id, q->field, &search->from, try_name, slice);
    if (more)
        return;
    search->stage = ZC_LINK_RECORDS;
    zc_buf_reset(&search->from);
}

static bool try_record(void *ctx, struct zc_str value, struct zc_rid rid)
{
    struct slice *slice = ctx;
    struct zc_link_search *search = slice->search;
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    (void)value;
    if (zc_record_get(slice->txn, rid, &arena, &state, &found, &err) && found &&
        zc_record_search_rank(&search->by, search->form, &state) != ZC_SEARCH_NONE)
        add(search, rid);
    zc_arena_release(&arena);
    return !is_full(search) && !is_over(slice);
}

static void step_records(struct slice *slice)
{
    struct zc_link_search *search = slice->search;
    if (!zc_link_walk(slice->txn, search->form->id, (struct zc_str){ 0 }, &search->from, try_record,
                      slice))
        search->stage = ZC_LINK_ALL_SEEN;
}

bool zc_link_search_step(struct zc_link_search *search, int ms)
{
    struct slice slice = { .search = search, .end = zc_job_now() + ms };
    struct zc_err err = { 0 };
    if (search->stage == ZC_LINK_ALL_SEEN || is_full(search))
        return false;
    if (!(slice.txn = zc_txn_begin(search->survey->store, ZC_TXN_READ, &err))) {
        search->stage = ZC_LINK_ALL_SEEN;
        return false;
    }
    if (search->stage == ZC_LINK_NAMES)
        step_names(&slice);
    else
        step_records(&slice);
    zc_txn_abort(slice.txn);
    return search->stage != ZC_LINK_ALL_SEEN && !is_full(search);
}

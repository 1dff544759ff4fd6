#include "tui/survey_links.h"
#include "core/alloc.h"
#include "core/lang.h"
#include "forms/list_rows.h"
#include "storage/changes.h"
#include "storage/dup_index.h"
#include "storage/link_index.h"

struct linked { /* a form whose records are read by others */
    struct zc_links *links;
    const struct zc_form *form;
    struct zc_list *list;
    struct zc_list_source source;
    struct zc_fill *fill;
};

struct zc_links {
    struct zc_survey *survey;
    bool busy;
    enum zc_lang lang; /* of the labels that are known */
    uint64_t number;   /* zc_txn_number that what is known belongs to, and 1 */
    uint32_t n;
    struct linked *all;
    struct zc_arena arena;
};

void zc_link_path(const struct zc_question *q, struct zc_buf *out)
{
    if (q->repeat)
        zc_link_path(q->repeat, out);
    if (out->len > 0)
        zc_buf_char(out, '/');
    zc_buf_add(out, q->field);
}

static struct zc_txn *begin(const struct linked *linked)
{
    struct zc_err err = { 0 };
    return zc_txn_begin(linked->links->survey->store, ZC_TXN_READ, &err);
}

static void hand_over(struct zc_link_list *found, struct zc_rids *out)
{
    for (size_t i = 0; i < found->n; i++)
        zc_rids_add(out, found->all[i]);
    zc_link_list_release(found);
}

static enum zc_rows_answer find_all(void *ctx, const struct zc_list *list, struct zc_rids *out)
{
    const struct linked *linked = ctx;
    struct zc_link_list found = { 0 };
    struct zc_err err = { 0 };
    bool few = false;
    struct zc_txn *txn = begin(linked);
    (void)list;
    if (!txn || !zc_link_find_all(txn, linked->form->id, ZC_ROWS_FEW, &found, &few, &err))
        few = false;
    zc_txn_abort(txn);
    if (!few)
        found.n = 0;
    hand_over(&found, out);
    return few ? ZC_ROWS_EXACT : ZC_ROWS_TOO_MANY;
}

static enum zc_rows_answer find_links(const struct linked *linked, int col, struct zc_str value,
                                      struct zc_rids *out)
{
    struct zc_str form = linked->form->id;
    struct zc_link_list found = { 0 };
    struct zc_err err = { 0 };
    struct zc_rid rid;
    struct zc_txn *txn = zc_rid_parse(value, &rid) ? begin(linked) : NULL;
    if (!txn)
        return ZC_ROWS_TOO_MANY;
    rid = zc_record_root(txn, rid);
    bool ok = zc_link_find(txn, form, linked->list->cols[col], rid, &found, &err);
    zc_txn_abort(txn);
    hand_over(&found, out);
    return !ok                                            ? ZC_ROWS_TOO_MANY
           : linked->list->ways[col] == ZC_WAY_LINK_EXACT ? ZC_ROWS_EXACT
                                                          : ZC_ROWS_MAYBE;
}

static enum zc_rows_answer find_values(const struct linked *linked, int col, struct zc_str value,
                                       struct zc_rids *out)
{
    struct zc_link_list found = { 0 };
    struct zc_err err = { 0 };
    struct zc_txn *txn = begin(linked);
    bool ok = txn && zc_link_find_value(txn, linked->form->id, linked->list->cols[col], value,
                                        &found, &err);
    zc_txn_abort(txn);
    hand_over(&found, out);
    return ok ? ZC_ROWS_MAYBE : ZC_ROWS_TOO_MANY;
}

static enum zc_rows_answer find_rows(void *ctx, const struct zc_list *list, int col,
                                     struct zc_str value, bool word, struct zc_rids *out)
{
    const struct linked *linked = ctx;
    unsigned way = list->ways[col];
    struct zc_rid rid;
    if ((way == ZC_WAY_LINK || way == ZC_WAY_LINK_EXACT) && zc_rid_parse(value, &rid))
        return find_links(linked, col, value, out);
    if (way == ZC_WAY_VALUE && !word)
        return find_values(linked, col, value, out);
    return find_all(ctx, list, out) == ZC_ROWS_EXACT ? ZC_ROWS_MAYBE : ZC_ROWS_TOO_MANY;
}

static enum zc_record_kind look(void *ctx, const struct zc_list *list, struct zc_rid rid,
                                struct zc_rid *root)
{
    static const enum zc_record_kind kinds[] = {
        [ZC_LINK_HERE] = ZC_RECORD_HERE,
        [ZC_LINK_VOID] = ZC_RECORD_VOID,
        [ZC_LINK_AWAY] = ZC_RECORD_AWAY,
        [ZC_LINK_OTHER] = ZC_RECORD_OTHER,
    };
    const struct linked *linked = ctx;
    enum zc_record_kind kind = ZC_RECORD_AWAY;
    struct zc_txn *txn = begin(linked);
    (void)list;
    *root = rid;
    if (txn)
        kind = kinds[zc_link_look(txn, linked->form->id, rid, root)];
    zc_txn_abort(txn);
    return kind;
}

static void load(void *ctx, const struct zc_list *list, struct zc_rid rid, struct zc_str *cells,
                 struct zc_arena *arena)
{
    struct linked *linked = ctx;
    struct zc_arena scratch = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    struct zc_txn *txn = begin(linked);
    if (txn && zc_record_get(txn, rid, &scratch, &state, &found, &err) && found) {
        linked->links->busy = true;
        if (linked->fill)
            zc_fill_reopen(linked->fill, &state);
        else
            linked->fill = zc_fill_open(linked->form, &state, &linked->links->survey->fill_env);
        zc_fill_record_cells(linked->fill, list, cells, arena);
        linked->links->busy = false;
    }
    zc_txn_abort(txn);
    zc_arena_release(&scratch);
}

/* By the code, else by the name but for place, brackets and legal form. */
static size_t named(void *ctx, const struct zc_list *list, struct zc_str text, struct zc_rid *out,
                    size_t max)
{
    const struct linked *linked = ctx;
    const struct zc_form *form = linked->form;
    struct zc_str key = zc_form_key_field(form);
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    size_t n = 0;
    struct zc_txn *txn = begin(linked);
    (void)list;
    bool ok =
        txn && (key.len == 0 || zc_record_by_key(txn, form->id, key, zc_key_normal(text, &arena),
                                                 out, max, &n, &err));
    if (ok && n == 0 && form->by_role[ZC_ROLE_NAME])
        ok = zc_dup_named(txn, form->id, text, out, max, &n, &err);
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    return ok ? n : 0;
}

/* The lists */

static void attach(struct zc_links *links, const struct zc_form *form)
{
    struct linked *linked = &links->all[links->n++];
    struct zc_list *list = zc_pack_records(links->survey->pack, form->dir);
    *linked = (struct linked){
        .links = links,
        .form = form,
        .list = list,
        .source = { linked, &links->busy, find_rows, find_all, look, load, named },
    };
    zc_list_attach(list, &linked->source);
}

struct zc_links *zc_links_new(struct zc_survey *survey)
{
    const struct zc_pack *pack = survey->pack;
    struct zc_links *links = zc_alloc_zeroed(1, sizeof *links);
    links->survey = survey;
    links->all = ZC_NEW(&links->arena, struct linked, pack->nforms + 1);
    for (uint32_t i = 0; i < pack->nforms; i++) {
        if (zc_pack_is_read(pack, pack->forms[i]->dir))
            attach(links, pack->forms[i]);
    }
    return links;
}

void zc_links_free(struct zc_links *links)
{
    if (!links)
        return;
    for (uint32_t i = 0; i < links->n; i++) {
        zc_fill_free(links->all[i].fill);
        zc_list_release(links->all[i].list);
    }
    zc_arena_release(&links->arena);
    zc_free(links);
}

void zc_links_forget(struct zc_links *links)
{
    for (uint32_t i = 0; i < links->n; i++)
        zc_list_forget(links->all[i].list, NULL);
    links->number = 0;
}

static void forget_record(void *ctx, struct zc_rid rid)
{
    const struct zc_links *links = ctx;
    for (uint32_t i = 0; i < links->n; i++)
        zc_list_forget(links->all[i].list, &rid);
}

bool zc_survey_link(struct zc_survey *survey, struct zc_err *err)
{
    struct zc_links *links = survey->links;
    if (!links || links->n == 0 || links->busy)
        return true;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    uint64_t number = zc_txn_number(txn) + 1;
    bool known = links->number && links->lang == zc_lang_get();
    if (known && number != links->number)
        known = zc_changes_since(txn, links->number - 1, forget_record, links);
    if (!known)
        zc_links_forget(links);
    links->number = number;
    links->lang = zc_lang_get();
    zc_txn_abort(txn);
    for (uint32_t i = 0; i < links->n; i++)
        zc_list_trim(links->all[i].list);
    return true;
}

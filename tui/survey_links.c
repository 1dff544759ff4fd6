#include "tui/survey.h"

/* Links (关联): the visible records of a form as a list that other forms choose from and read
 * (XLSFORM.md 6.13). */

static bool read_form(struct zc_survey *survey, struct zc_txn *txn, const struct zc_form *form,
                      struct zc_list *list, struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL, .form = form->id };
    struct zc_view *view = zc_view_open(txn, &spec, err);
    struct zc_arena arena = { 0 };
    struct zc_fill *fill = NULL;
    struct zc_state state;
    struct zc_rid rid;
    bool ok = view != NULL, found = false;

    for (bool more = ok && zc_view_first(view, &rid); ok && more; more = zc_view_next(view, &rid)) {
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, rid, &arena, &state, &found, err);
        fill = ok && found ? zc_survey_refill(survey, fill, &state) : fill;
        if (ok && found && fill)
            zc_fill_record_row(fill, list, &survey->links);
    }
    zc_fill_free(fill);
    zc_view_close(view);
    zc_arena_release(&arena);
    return ok;
}

static bool read_all(struct zc_survey *survey, struct zc_txn *txn, struct zc_err *err)
{
    struct zc_pack *pack = survey->pack;
    bool ok = true;

    /* Nothing points into the rows of before while they are made anew. */
    for (uint32_t i = 0; i < pack->nforms; i++) {
        struct zc_list *none = zc_pack_new_records(pack, pack->forms[i]->dir, &survey->links);
        zc_pack_put_records(pack, pack->forms[i]->dir, none);
    }
    zc_arena_reset(&survey->links);
    for (uint32_t i = 0; ok && i < pack->nforms; i++) {
        const struct zc_form *form = pack->forms[i];
        if (!zc_pack_is_read(pack, form->dir))
            continue;
        struct zc_list *rows = zc_pack_new_records(pack, form->dir, &survey->links);
        ok = read_form(survey, txn, form, rows, err);
        if (ok)
            zc_pack_put_records(pack, form->dir, rows);
    }
    return ok;
}

bool zc_survey_link(struct zc_survey *survey, struct zc_err *err)
{
    bool linked = false, ok = true;

    for (uint32_t i = 0; i < survey->pack->nforms; i++)
        linked |= zc_pack_is_read(survey->pack, survey->pack->forms[i]->dir);
    if (!linked)
        return true;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    uint64_t number = zc_txn_number(txn) + 1; /* 0: never read */
    if (number != survey->links_number)
        ok = read_all(survey, txn, err);
    survey->links_number = ok ? number : 0;
    zc_txn_abort(txn);
    return ok;
}

#include "tui/saved_view.h"

/* The setting `view.FORM.PLACE`: the name, the keys of the order (a '-' before one that descends)
 * parted by blanks, then a line a condition. */

static struct zc_str setting_name(const struct zc_form *form, unsigned place,
                                  struct zc_arena *arena)
{
    return zc_arena_printf(arena, "view.%.*s.%u", ZC_ARG(form->id), place + 1);
}

static void read_keys(struct zc_str text, struct zc_saved_view *out)
{
    struct zc_str word;
    while (out->nkeys < ZC_LEDGER_KEYS && zc_str_word(&text, &word)) {
        bool descending = zc_str_starts(word, ZC_STR("-"));
        out->keys[out->nkeys++] =
            (struct zc_ledger_key){ descending ? zc_str_from(word, 1) : word, descending };
    }
}

static bool read_view(struct zc_str text, struct zc_saved_view *out)
{
    struct zc_str keys;
    *out = (struct zc_saved_view){ 0 };
    if (!zc_str_cut(&text, '\n', &out->name) || !zc_str_cut(&text, '\n', &keys))
        return false;
    out->conditions = text;
    read_keys(keys, out);
    return out->name.len > 0;
}

/* A view of the pack is one condition: its expression. */
static void take_pack_view(const struct zc_pack_view *view, struct zc_arena *arena,
                           struct zc_saved_view *out)
{
    *out = (struct zc_saved_view){ .name = zc_pack_view_name(view), .of_pack = true };
    out->conditions =
        zc_arena_printf(arena, "where\t%.*s\t%.*s\n", ZC_ARG(out->name), ZC_ARG(view->where));
    read_keys(view->order, out);
}

void zc_saved_views_load(struct zc_survey *survey, const struct zc_form *form,
                         struct zc_arena *arena, struct zc_saved_view out[static ZC_SAVED_VIEWS])
{
    struct zc_err err = { 0 };
    unsigned place = 0;
    for (unsigned i = 0; i < ZC_SAVED_VIEWS; i++)
        out[i] = (struct zc_saved_view){ 0 };
    for (uint32_t i = 0; i < survey->pack->reports.nviews && place < ZC_SAVED_VIEWS; i++) {
        if (zc_str_eq(survey->pack->reports.views[i].form, form->id))
            take_pack_view(&survey->pack->reports.views[i], arena, &out[place++]);
    }
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    for (unsigned i = 0; txn && i < ZC_SAVED_VIEWS; i++) {
        struct zc_saved_view own;
        if (read_view(zc_setting_get(txn, setting_name(form, i, arena), arena), &own))
            out[i] = own;
    }
    zc_txn_abort(txn);
}

unsigned zc_saved_views_free(const struct zc_saved_view views[static ZC_SAVED_VIEWS])
{
    unsigned place = 0;
    while (place < ZC_SAVED_VIEWS && views[place].name.len > 0)
        place++;
    return place;
}

static bool put_setting(struct zc_survey *survey, struct zc_str name, struct zc_str value,
                        struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    return zc_txn_end(txn, txn && zc_setting_put(txn, name, value, err), err);
}

bool zc_saved_view_put(struct zc_survey *survey, const struct zc_form *form, unsigned place,
                       const struct zc_saved_view *view, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    zc_buf_printf(&text, "%.*s\n", ZC_ARG(view->name));
    for (unsigned i = 0; i < view->nkeys; i++)
        zc_buf_printf(&text, "%s%s%.*s", i ? " " : "", view->keys[i].descending ? "-" : "",
                      ZC_ARG(view->keys[i].id));
    zc_buf_printf(&text, "\n%.*s", ZC_ARG(view->conditions));
    bool ok = put_setting(survey, setting_name(form, place, &arena), zc_buf_str(&text), err);
    zc_buf_release(&text);
    zc_arena_release(&arena);
    return ok;
}

static struct zc_str last_name(const struct zc_form *form, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "filter.%.*s", ZC_ARG(form->id));
}

struct zc_str zc_last_conditions(struct zc_survey *survey, const struct zc_form *form,
                                 struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_str text = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    if (txn)
        text = zc_setting_get(txn, last_name(form, arena), arena);
    zc_txn_abort(txn);
    return text;
}

bool zc_last_conditions_put(struct zc_survey *survey, const struct zc_form *form,
                            struct zc_str conditions, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    bool ok = put_setting(survey, last_name(form, &arena), conditions, err);
    zc_arena_release(&arena);
    return ok;
}

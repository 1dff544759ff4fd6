#include "tui/record_view.h"
#include "core/difference.h"
#include "core/uscc.h"
#include "core/utf8.h"
#include "tui/challenge.h"
#include "tui/record_links.h"
#include <stdlib.h>
#include <string.h>

/* 内容 */

static bool is_shown_item(const struct zc_fill *fill, const struct zc_node *node)
{
    return zc_type_has_answer(node->q->type) && zc_type_is_shown(node->q->type) &&
           zc_fill_is_shown(fill, node);
}

static void add_item(struct zc_record_view *view, struct zc_record_item *items, struct zc_str field,
                     struct zc_str value)
{
    const struct zc_dossier *dossier = &view->dossier;
    const struct zc_field *now = zc_state_field(&dossier->state, field);
    bool conflict = now && zc_field_in_conflict(now);
    items[view->nitems++] = (struct zc_record_item){
        .field = field,
        .label = zc_dossier_label(dossier, field, &view->arena),
        .value = conflict
                     ? zc_dossier_values(dossier, field, now->values, now->nvalues, &view->arena)
                     : zc_dossier_value(dossier, field, value, &view->arena),
        .conflict = conflict,
        .empty = !conflict && value.len == 0,
    };
}

static bool is_known(const struct zc_dossier *dossier, struct zc_str field)
{
    return dossier->form && zc_form_field(dossier->form, field);
}

static void make_items(struct zc_record_view *view)
{
    const struct zc_dossier *dossier = &view->dossier;
    const struct zc_fill *fill = dossier->fill;
    size_t most = dossier->state.nfields;
    for (struct zc_node *node = fill ? zc_fill_root(fill) : NULL; node;
         node = zc_fill_next(fill, node))
        most++;
    struct zc_record_item *items = ZC_NEW(&view->arena, struct zc_record_item, most + 1);
    view->items = items;
    view->nitems = 0;
    for (struct zc_node *node = fill ? zc_fill_root(fill) : NULL; node;
         node = zc_fill_next(fill, node))
        if (is_shown_item(fill, node))
            add_item(view, items, zc_fill_path(node, &view->arena), node->value);
    for (uint32_t i = 0; i < dossier->state.nfields; i++) {
        const struct zc_field *field = &dossier->state.fields[i];
        if (!zc_field_is_system(field->name) && !field->gone && field->values[0].len > 0 &&
            !is_known(dossier, field->name))
            add_item(view, items, field->name, field->values[0]);
    }
}

/* 历史 */

static struct zc_str change_text(const struct zc_record_view *view, const struct zc_change *change,
                                 struct zc_arena *arena)
{
    struct zc_str after = zc_dossier_value(&view->dossier, change->field, change->after, arena);
    if (zc_field_is_system(change->field)) /* an act, not a value that turns into another */
        return after;
    struct zc_str before =
        zc_dossier_values(&view->dossier, change->field, change->before, change->nbefore, arena);
    return zc_arena_printf(arena, "%.*s %s %.*s", ZC_ARG(before), zc_glyph(ZC_GLYPH_ARROW),
                           ZC_ARG(after));
}

/* A step that nothing stood before: its fields are the record, not changes of it. */
static bool begins(const struct zc_step *step)
{
    return step->rev->nparents == 0 && step->nchanges > 1;
}

static void add_step(struct zc_record_view *view, struct zc_record_event *events, uint32_t at)
{
    const struct zc_step *step = &view->dossier.history.steps[at];
    struct zc_arena *arena = &view->arena;
    struct zc_record_event event = { .step = at,
                                     .first = true,
                                     .when = zc_step_when(step, arena),
                                     .who = zc_dossier_who(&view->dossier, step, arena),
                                     .source = zc_step_source(step) };
    if (begins(step) || step->nchanges == 0) {
        event.what =
            zc_str_of(begins(step) ? ZC_T("(新登记)", "(new)") : ZC_T("(无变化)", "(same)"));
        if (step->nchanges > 0)
            event.change = zc_arena_printf(arena, ZC_T("%u 项", "%u fields"), step->nchanges);
        events[view->nevents++] = event;
        return;
    }
    for (uint32_t i = 0; i < step->nchanges; i++) {
        const struct zc_change *change = &step->changes[i];
        event.field = zc_field_is_system(change->field) ? zc_challenge_field(change->field, arena)
                                                        : change->field;
        event.what = zc_dossier_label(&view->dossier, change->field, arena);
        event.change = change_text(view, change, arena);
        events[view->nevents++] = event;
        event.first = false;
    }
}

static void make_events(struct zc_record_view *view)
{
    const struct zc_history *history = &view->dossier.history;
    size_t most = 0;
    for (uint32_t i = 0; i < history->n; i++)
        most += history->steps[i].nchanges + 1;
    struct zc_record_event *events = ZC_NEW(&view->arena, struct zc_record_event, most + 1);
    view->events = events;
    view->nevents = 0;
    for (uint32_t i = history->n; i-- > 0;)
        add_step(view, events, i);
}

/* 备注 and the acts of 核实, from the history */

static bool begins_with_word(struct zc_str field, const char *const *words)
{
    struct zc_str last = zc_field_last(field), word;
    zc_str_cut(&last, ':', &word);
    for (; *words; words++)
        if (zc_str_is(word, *words))
            return true;
    return false;
}

static uint32_t collect(struct zc_record_view *view, const char *const *words, bool empty_too,
                        const struct zc_record_note **out)
{
    const struct zc_history *history = &view->dossier.history;
    struct zc_arena *arena = &view->arena;
    size_t most = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < history->n; i++)
        most += history->steps[i].nchanges;
    struct zc_record_note *notes = ZC_NEW(arena, struct zc_record_note, most + 1);
    for (uint32_t i = history->n; i-- > 0;) {
        const struct zc_step *step = &history->steps[i];
        for (uint32_t c = 0; c < step->nchanges; c++) {
            const struct zc_change *change = &step->changes[c];
            if (!begins_with_word(change->field, words) || (!empty_too && change->after.len == 0))
                continue;
            notes[n++] = (struct zc_record_note){
                .when = zc_step_when(step, arena),
                .who = zc_dossier_who(&view->dossier, step, arena),
                .label = zc_dossier_label(&view->dossier, change->field, arena),
                .field = zc_challenge_field(change->field, arena),
                .text = zc_dossier_value(&view->dossier, change->field, change->after, arena),
            };
        }
    }
    *out = notes;
    return n;
}

static void make_notes(struct zc_record_view *view)
{
    static const char *const said[] = { "_note",   "_why",    "_doubt", "_ask",
                                        "_answer", "_reason", NULL };
    static const char *const acts[] = { "_status", "_deleted", "_dup_of", "_reason", NULL };
    view->nnotes = collect(view, said, false, &view->notes);
    view->nchecks = collect(view, acts, true, &view->checks);
}

/* 核实 */

/* distinct needs a pair of records in view. */
static const enum zc_act offered[] = {
    ZC_ACT_PASS, ZC_ACT_RETURN,    ZC_ACT_SUBMIT, ZC_ACT_UNLOCK,
    ZC_ACT_VOID, ZC_ACT_TAKE_BACK, ZC_ACT_LINK,   ZC_ACT_UNLINK
};
enum { OFFERED = sizeof offered / sizeof offered[0] };

static bool may_act(const struct zc_record_view *view, enum zc_act act, struct zc_err *err)
{
    const struct zc_dossier *dossier = &view->dossier;
    return zc_survey_form_of(dossier->survey, &dossier->state, err) &&
           zc_store_may_write(dossier->survey->store, err) &&
           zc_review_may(dossier->survey, &dossier->state, act, err);
}

static void make_acts(struct zc_record_view *view)
{
    struct zc_record_act *acts = ZC_NEW(&view->arena, struct zc_record_act, OFFERED);
    view->acts = acts;
    view->nacts = view->nmay = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < OFFERED; i++) {
            struct zc_err err = { 0 };
            bool may = may_act(view, offered[i], &err);
            if (may != (pass == 0))
                continue;
            acts[view->nacts++] =
                (struct zc_record_act){ offered[i], may,
                                        zc_arena_copy(&view->arena, zc_str_of(err.msg)) };
            view->nmay += may;
        }
    }
}

/* 关联 */

static bool has_link(const struct zc_record_view *view, struct zc_rid rid)
{
    for (uint32_t i = 0; i < view->nlinks; i++)
        if (zc_rid_eq(view->links[i].rid, rid))
            return true;
    return zc_rid_eq(view->dossier.state.rid, rid);
}

static bool add_other(struct zc_record_view *view, struct zc_txn *txn, struct zc_record_link *links,
                      struct zc_rid rid, struct zc_str relation, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    char number[6];
    bool found = false;
    bool ok = zc_record_get(txn, rid, &arena, &state, &found, err);
    if (ok) {
        struct zc_fill *fill = found ? zc_survey_fill(view->dossier.survey, &state) : NULL;
        zc_rid_number(rid, number);
        links[view->nlinks++] = (struct zc_record_link){
            .rid = rid,
            .number = zc_arena_copy(&view->arena, zc_str_of(number)),
            .name = zc_arena_copy(&view->arena,
                                  fill ? zc_fill_title(fill, &arena) : (struct zc_str){ 0 }),
            .status = zc_str_of(found ? zc_text_get(zc_status_label(state.status))
                                      : ZC_T("不在本库", "not here")),
            .relation = relation,
        };
        zc_fill_free(fill);
    }
    zc_arena_release(&arena);
    return ok;
}

static bool add_link(struct zc_record_view *view, struct zc_txn *txn, struct zc_record_link *links,
                     struct zc_rid rid, const char *relation, struct zc_err *err)
{
    return has_link(view, rid) || add_other(view, txn, links, rid, zc_str_of(relation), err);
}

/* Records that the forms link: named by this one, or naming it. */
static bool add_ties(struct zc_record_view *view, struct zc_txn *txn, struct zc_record_link *links,
                     const struct zc_record_ties *ties, struct zc_err *err)
{
    bool ok = true;
    for (size_t i = 0; i < ties->n && ok; i++) {
        const struct zc_record_tie *tie = &ties->all[i];
        ok = add_other(view, txn, links, tie->other, zc_record_tie_label(tie, &view->arena), err);
        if (ok)
            links[view->nlinks - 1].more = tie->more;
    }
    return ok;
}

static bool make_links(struct zc_record_view *view, struct zc_err *err)
{
    const struct zc_state *state = &view->dossier.state;
    struct zc_rid *dups = NULL;
    size_t ndups = 0;
    struct zc_txn *txn = zc_txn_begin(view->dossier.survey->store, ZC_TXN_READ, err);
    struct zc_record_ties ties = { 0 };
    bool ok = txn && zc_record_dups(txn, state->rid, &view->arena, &dups, &ndups, err) &&
              zc_record_ties_find(&ties, view->dossier.survey, txn, state, err);
    struct zc_record_link *links =
        ZC_NEW(&view->arena, struct zc_record_link, ties.n + ndups + state->nfields + 3);
    view->links = links;
    view->nlinks = 0;
    if (ok && zc_rid_is_set(state->dup_of))
        ok = add_link(view, txn, links, state->dup_of, ZC_T("本条并入它", "linked to it"), err);
    if (ok)
        ok = add_link(view, txn, links, zc_record_root(txn, state->rid),
                      ZC_T("由它代表本条", "stands for this"), err);
    for (size_t i = 0; ok && i < ndups; i++)
        ok = add_link(view, txn, links, dups[i], ZC_T("并在本条后面", "hidden behind"), err);
    for (uint32_t i = 0; ok && i < state->nfields; i++) {
        static const struct zc_str prefix = ZC_LIT("_distinct:");
        struct zc_rid other;
        if (zc_str_starts(state->fields[i].name, prefix) &&
            zc_rid_parse(zc_str_from(state->fields[i].name, prefix.len), &other))
            ok = add_link(view, txn, links, other, ZC_T("看过，不是同一家", "not the same"), err);
    }
    ok = ok && add_ties(view, txn, links, &ties, err);
    zc_record_ties_release(&ties);
    zc_txn_abort(txn);
    return ok;
}

/* The whole */

static bool make_all(struct zc_record_view *view, struct zc_err *err)
{
    zc_arena_reset(&view->arena);
    make_items(view);
    make_events(view);
    make_notes(view);
    make_acts(view);
    view->returned = zc_returned_text(view->dossier.survey, &view->dossier.state, &view->arena);
    return make_links(view, err);
}

bool zc_record_view_load(struct zc_record_view *view, struct zc_survey *survey, struct zc_rid rid,
                         struct zc_err *err)
{
    bool revealed =
        view->dossier.revealed && zc_rid_eq(view->dossier.state.rid, rid); /* its 10 s go on */
    zc_record_view_release(view);
    if (!zc_dossier_open(&view->dossier, survey, rid, err))
        return false;
    view->dossier.revealed = revealed;
    if (make_all(view, err))
        return true;
    zc_record_view_release(view);
    return false;
}

void zc_record_view_release(struct zc_record_view *view)
{
    zc_dossier_release(&view->dossier);
    zc_arena_release(&view->arena);
    *view = (struct zc_record_view){ 0 };
}

bool zc_record_view_has_masked(const struct zc_record_view *view)
{
    for (uint32_t i = 0; i < view->nitems; i++)
        if (!view->items[i].empty && zc_dossier_is_masked(&view->dossier, view->items[i].field))
            return true;
    return false;
}

bool zc_record_view_reveal(struct zc_record_view *view, struct zc_err *err)
{
    return zc_dossier_reveal(&view->dossier, err) && make_all(view, err);
}

void zc_record_view_cover(struct zc_record_view *view)
{
    struct zc_err err = { 0 };
    view->dossier.revealed = false;
    make_all(view, &err); /* the texts without cover are gone even where links cannot be read */
}

/* Writing */

static bool put(struct zc_record_view *view, const struct zc_pair *writes, size_t n,
                struct zc_str note, struct zc_err *err)
{
    struct zc_dossier *dossier = &view->dossier;
    const struct zc_state *shown = &dossier->state;
    const struct zc_form *form = zc_survey_form_of(dossier->survey, shown, err);
    struct zc_pair attr = { ZC_STR("note"), note };
    struct zc_rev rev = { .rid = shown->rid,
                          .nparents = shown->nheads,
                          .parents = shown->heads,
                          .nattrs = note.len > 0,
                          .attrs = &attr,
                          .nwrites = (uint32_t)n,
                          .writes = writes };
    struct zc_arena arena = { 0 };
    struct zc_txn *txn = NULL;
    bool ok = form && zc_survey_may_edit(dossier->survey, shown, writes, n, err) &&
              (txn = zc_txn_begin(dossier->survey->store, ZC_TXN_WRITE, err)) &&
              zc_txn_end(txn, zc_survey_put(dossier->survey, txn, form, &arena, &rev, err), err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_record_view_note(struct zc_record_view *view, struct zc_str text, struct zc_err *err)
{
    struct zc_buf tidy = { 0 };
    zc_utf8_tidy(text, &tidy);
    struct zc_pair write = { ZC_STR("_note"), zc_buf_str(&tidy) };
    bool ok = put(view, &write, 1, (struct zc_str){ 0 }, err);
    zc_buf_release(&tidy);
    return ok;
}

/* Versions */

static void state_at(const struct zc_record_view *view, uint32_t step, struct zc_arena *arena,
                     struct zc_state *out)
{
    if (step == ZC_NO_STEP)
        *out = view->dossier.state;
    else
        zc_history_state(&view->dossier.history, step, arena, out);
}

static struct zc_str value_of(const struct zc_field *field)
{
    return field ? field->values[0] : (struct zc_str){ 0 };
}

static struct zc_str values_text(const struct zc_record_view *view, struct zc_str name,
                                 const struct zc_field *field, struct zc_arena *arena)
{
    return zc_dossier_values(&view->dossier, name, field ? field->values : NULL,
                             field ? field->nvalues : 0, arena);
}

void zc_record_view_compare(const struct zc_record_view *view, uint32_t a, uint32_t b,
                            struct zc_arena *arena, const struct zc_record_difference **out,
                            size_t *n)
{
    struct zc_state one, other;
    const struct zc_difference *pairs;
    state_at(view, a, arena, &one);
    state_at(view, b, arena, &other);
    *n = zc_differences(&one, &other, arena, &pairs);
    struct zc_record_difference *rows = ZC_NEW(arena, struct zc_record_difference, *n + 1);
    for (size_t i = 0; i < *n; i++)
        rows[i] = (struct zc_record_difference){
            .field = pairs[i].name,
            .label = zc_dossier_label(&view->dossier, pairs[i].name, arena),
            .a = values_text(view, pairs[i].name, pairs[i].a, arena),
            .b = values_text(view, pairs[i].name, pairs[i].b, arena),
        };
    *out = rows;
}

void zc_record_view_back(const struct zc_record_view *view, uint32_t step, struct zc_arena *arena,
                         const struct zc_pair **writes, size_t *n)
{
    struct zc_state then;
    const struct zc_difference *pairs;
    zc_history_state(&view->dossier.history, step, arena, &then);
    size_t npairs = zc_differences(&then, &view->dossier.state, arena, &pairs);
    struct zc_pair *out = ZC_NEW(arena, struct zc_pair, npairs + 1);
    *writes = out;
    *n = 0;
    for (size_t i = 0; i < npairs; i++) {
        bool split = pairs[i].b && pairs[i].b->nvalues > 1;
        if (split || !zc_str_eq(value_of(pairs[i].a), value_of(pairs[i].b)))
            out[(*n)++] = (struct zc_pair){ pairs[i].name, value_of(pairs[i].a) };
    }
}

bool zc_record_view_write_back(struct zc_record_view *view, uint32_t step, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    const struct zc_pair *writes;
    char id[ZC_REVID_TEXT + 1];
    size_t n;
    zc_revid_print(&view->dossier.history.steps[step].rev->id, id);
    zc_record_view_back(view, step, &arena, &writes, &n);
    struct zc_str note = zc_arena_printf(&arena, ZC_T("回到 %.13s", "back to %.13s"), id);
    bool ok = n == 0 ? zc_fail(err, ZC_E_INPUT, "%s",
                               ZC_T("这一版与现在相同，没有可写回的",
                                    "this version is what stands now, there is nothing to write"))
                     : put(view, writes, n, note, err);
    zc_arena_release(&arena);
    return ok;
}

#include "tui/ledger_row.h"
#include "tui/dossier.h"

struct source {
    struct zc_survey *survey;
    const struct zc_form *form;
    const struct zc_state *state;
    struct zc_fill *fill; /* opened for the first calculated column */
    struct zc_arena *arena;
};

static struct zc_str number_text(struct zc_rid rid, struct zc_arena *arena)
{
    char number[6];
    zc_rid_number(rid, number);
    return zc_arena_copy(arena, zc_str_of(number));
}

static struct zc_str field_text(struct source *row, const struct zc_question *q)
{
    if (!q->kept) {
        if (!row->fill)
            row->fill = zc_survey_fill(row->survey, row->state);
        struct zc_node *node = row->fill ? zc_fill_node(row->fill, q->field) : NULL;
        return node ? zc_fill_shown(row->fill, node, row->arena) : (struct zc_str){ 0 };
    }
    struct zc_str value = zc_state_value(row->state, q->field);
    if (q->list && value.len > 0)
        return zc_question_shown(q, value, zc_form_lang(row->form), row->arena);
    return value;
}

static struct zc_str cell_text(struct source *row, const struct zc_ledger_column *column)
{
    const struct zc_state *state = row->state;
    struct zc_str at = state->submitted.len > 0 ? state->submitted : state->changed;
    switch (column->kind) {
    case ZC_LEDGER_NUMBER:
        return number_text(state->rid, row->arena);
    case ZC_LEDGER_STATUS:
        return zc_str_of(zc_text_get(zc_status_label(state->status)));
    case ZC_LEDGER_DATE: /* month, day and time of 2026-11-23T18:42:00+08:00 */
        return at.len < 16 ? (struct zc_str){ 0 }
                           : zc_arena_printf(row->arena, "%.5s %.5s", at.ptr + 5, at.ptr + 11);
    case ZC_LEDGER_FIELD:
        return zc_answer_covered(column->q, field_text(row, column->q), row->arena);
    }
    return (struct zc_str){ 0 };
}

void zc_ledger_row_make(struct zc_survey *survey, const struct zc_form *form,
                        const struct zc_ledger_column *columns, uint32_t ncolumns,
                        const struct zc_state *state, struct zc_arena *arena,
                        struct zc_ledger_row *out)
{
    struct source row = { survey, form, state, NULL, arena };
    struct zc_str *cells = ZC_NEW(arena, struct zc_str, ncolumns);
    const struct zc_question *code = form->by_role[ZC_ROLE_CODE];
    for (uint32_t i = 0; i < ncolumns; i++) {
        if (columns[i].shown) /* the fill, whose texts they may be, goes */
            cells[i] = zc_arena_copy(arena, cell_text(&row, &columns[i]));
    }
    zc_fill_free(row.fill);
    *out = (struct zc_ledger_row){ .rid = state->rid,
                                   .status = state->status,
                                   .flags = state->flags,
                                   .conflict = state->nconflicts > 0,
                                   .cells = cells,
                                   .changed = state->changed };
    if (code)
        out->code = zc_state_value(state, code->field);
}

void zc_ledger_row_broken(const struct zc_ledger_column *columns, uint32_t ncolumns,
                          struct zc_rid rid, struct zc_arena *arena, struct zc_ledger_row *out)
{
    struct zc_str *cells = ZC_NEW(arena, struct zc_str, ncolumns);
    for (uint32_t i = 0; i < ncolumns; i++) {
        if (columns[i].kind == ZC_LEDGER_NUMBER)
            cells[i] = number_text(rid, arena);
    }
    *out = (struct zc_ledger_row){ .rid = rid, .broken = true, .cells = cells };
}

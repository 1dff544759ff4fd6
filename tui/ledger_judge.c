#include "tui/ledger_judge.h"
#include "core/utf8.h"
#include "storage/import_ledger.h"
#include "storage/spoil.h"

/* A row being judged. */
struct judging {
    struct zc_ledger_checker *checker;
    const struct zc_ledger_row *row;
    const struct zc_state *base;
    struct zc_str field; /* of the cell */
    struct zc_cell_judge cell;
    struct zc_cell_note notes[2]; /* of the cell: a repair, and what its type makes of it */
    size_t nnotes;
};

/* Whether a note is told shows at the end: a cell that means what is stored is no edit. */
static void keep_note(void *ctx, const struct zc_cell_note *note)
{
    struct judging *judging = ctx;
    if (judging->nnotes < sizeof judging->notes / sizeof judging->notes[0])
        judging->notes[judging->nnotes++] = *note;
}

/* The header as it stands in the file; of a row that waited, record and field. */
static struct zc_str column_of(const struct judging *judging)
{
    const struct zc_table_file *table = &judging->checker->reader->table;
    char rid[ZC_RID_TEXT + 1];
    for (uint32_t i = 0; i < table->ncolumns && judging->row->line > 0; i++)
        if (zc_str_eq(zc_ledger_header_field(table->header[i]), judging->field))
            return table->header[i];
    zc_rid_print(judging->row->rid, rid);
    return zc_arena_printf(judging->cell.arena, "%s %.*s", rid, ZC_ARG(judging->field));
}

static void tell(struct judging *judging)
{
    for (size_t i = 0; i < judging->nnotes; i++) {
        const struct zc_cell_note *note = &judging->notes[i];
        struct zc_list_notice notice = { .line = judging->row->line,
                                         .column = column_of(judging),
                                         .value = note->value,
                                         .reason = zc_str_of(note->reason),
                                         .proposal = note->proposal };
        zc_list_reader_notice(judging->checker->reader, &notice);
    }
    judging->checker->ntold += judging->nnotes > 0;
}

static struct zc_str tidy(struct zc_str text, struct zc_arena *arena)
{
    struct zc_buf out = { 0 };
    zc_utf8_tidy(text, &out);
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return copy;
}

/* True: it is taken, as *value. `q` NULL: the form does not know the field. */
static bool judge_cell(struct judging *judging, const struct zc_question *q, struct zc_str field,
                       struct zc_str *value)
{
    struct zc_str text = tidy(*value, judging->cell.arena);
    judging->field = field;
    judging->nnotes = 0;
    bool taken = zc_cell_judge_text(&judging->cell, q, false, text, &text) == ZC_CELL_TAKEN &&
                 zc_cell_judge_answer(&judging->cell, q, text, value) == ZC_CELL_TAKEN;
    if (taken && q && value->len == 0)
        zc_intake_assume(judging->cell.intake, q, *value);
    if (!taken || !zc_spoil_untouched(zc_state_value(judging->base, field), *value))
        tell(judging);
    return taken;
}

static bool use_form(struct zc_ledger_checker *checker, const struct zc_state *base)
{
    const struct zc_form *form = zc_pack_form(checker->survey->pack, base->form);
    if (form && form != checker->form) {
        zc_intake_free(checker->intake);
        checker->intake = zc_intake_new(form, &checker->survey->fill_env);
        checker->form = form;
    }
    return form != NULL;
}

static struct zc_pair *edit_of(struct zc_pair *edits, size_t n, struct zc_str field)
{
    for (size_t i = 0; i < n; i++)
        if (zc_str_eq(edits[i].name, field))
            return &edits[i];
    return NULL;
}

/* In form order, then what the form does not know. */
static size_t judge_row(void *ctx, const struct zc_ledger_row *row, const struct zc_state *base,
                        struct zc_pair *edits, size_t *n, struct zc_arena *arena)
{
    struct zc_ledger_checker *checker = ctx;
    struct judging judging = { .checker = checker, .row = row, .base = base };
    bool known = use_form(checker, base), *keep = ZC_NEW(arena, bool, *n + 1);
    bool *seen = ZC_NEW(arena, bool, *n + 1);
    size_t all = *n, kept = 0;
    judging.cell = (struct zc_cell_judge){
        .intake = checker->intake, .arena = arena, .ctx = &judging, .note = keep_note
    };
    if (known) /* a choice may hang on an answer that the row does not change */
        zc_intake_begin_on(checker->intake, base);
    for (uint32_t i = 0; known && i < checker->form->nquestions; i++) {
        const struct zc_question *q = checker->form->questions[i];
        struct zc_pair *edit = zc_list_can_fill(q) ? edit_of(edits, *n, q->field) : NULL;
        if (!edit || seen[edit - edits])
            continue;
        seen[edit - edits] = true;
        keep[edit - edits] = judge_cell(&judging, q, edit->name, &edit->value);
    }
    for (size_t i = 0; i < *n; i++) {
        if (!seen[i])
            keep[i] = judge_cell(&judging, NULL, edits[i].name, &edits[i].value);
        if (keep[i])
            edits[kept++] = edits[i];
    }
    *n = kept;
    return all - kept;
}

void zc_ledger_checker_init(struct zc_ledger_checker *checker, struct zc_survey *survey,
                            struct zc_list_reader *reader)
{
    *checker = (struct zc_ledger_checker){ .judge = { checker, judge_row },
                                           .survey = survey,
                                           .reader = reader };
}

void zc_ledger_checker_release(struct zc_ledger_checker *checker)
{
    zc_intake_free(checker->intake);
    *checker = (struct zc_ledger_checker){ 0 };
}

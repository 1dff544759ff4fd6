#include "tui/record_links.h"
#include "core/alloc.h"
#include "storage/link_index.h"
#include "tui/survey_links.h"

void zc_record_ties_release(struct zc_record_ties *ties)
{
    zc_free(ties->all);
    *ties = (struct zc_record_ties){ 0 };
}

static void add(struct zc_record_ties *ties, struct zc_record_tie tie)
{
    ties->all = zc_grow(ties->all, ties->n, &ties->cap, sizeof *ties->all);
    ties->all[ties->n++] = tie;
}

static bool is_link(const struct zc_question *q)
{
    return q && q->kept && zc_type_is_select(q->type) && q->list && q->list->records;
}

/* Stored under this question: its field, or in a repeat its field behind a row. */
static bool is_answer_to(struct zc_str name, const struct zc_question *q)
{
    bool in_row = zc_str_find(name, ZC_STR("/")) != SIZE_MAX;
    return in_row == (q->repeat != NULL) && zc_str_eq(zc_field_last(name), q->field);
}

static void add_named(struct zc_record_ties *ties, const struct zc_form *form,
                      const struct zc_question *q, const struct zc_state *state)
{
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        struct zc_str rest = field->gone ? (struct zc_str){ 0 } : field->values[0], word;
        struct zc_rid rid;
        while (is_answer_to(field->name, q) && zc_str_word(&rest, &word)) {
            if (zc_rid_parse(word, &rid))
                add(ties, (struct zc_record_tie){ .form = form, .q = q, .other = rid });
        }
    }
}

static bool add_naming(struct zc_record_ties *ties, struct zc_txn *txn, const struct zc_form *form,
                       const struct zc_question *q, struct zc_rid rid, struct zc_err *err)
{
    struct zc_link_list found = { 0 };
    struct zc_buf path = { 0 };
    zc_link_path(q, &path);
    bool ok = zc_link_find(txn, form->id, zc_buf_str(&path), rid, &found, err);
    size_t n = found.n < ZC_RECORD_LINKS_MOST ? found.n : ZC_RECORD_LINKS_MOST;
    for (size_t i = 0; i < n && ok; i++)
        add(ties,
            (struct zc_record_tie){ true, form, q, found.all[i], i + 1 == n ? found.n - n : 0 });
    zc_link_list_release(&found);
    zc_buf_release(&path);
    return ok;
}

bool zc_record_ties_find(struct zc_record_ties *ties, struct zc_survey *survey, struct zc_txn *txn,
                         const struct zc_state *state, struct zc_err *err)
{
    const struct zc_pack *pack = survey->pack;
    const struct zc_form *own = zc_pack_form(pack, state->form);
    bool ok = true;
    ties->n = 0;
    for (uint32_t i = 0; own && i < own->nquestions; i++) {
        if (is_link(own->questions[i]))
            add_named(ties, own, own->questions[i], state);
    }
    for (uint32_t f = 0; own && f < pack->nforms; f++) {
        const struct zc_form *form = pack->forms[f];
        for (uint32_t i = 0; i < form->nquestions && ok; i++) {
            const struct zc_question *q = form->questions[i];
            if (is_link(q) && zc_str_eq(q->list->name, own->dir))
                ok = add_naming(ties, txn, form, q, state->rid, err);
        }
    }
    return ok;
}

struct zc_str zc_record_tie_label(const struct zc_record_tie *tie, struct zc_arena *arena)
{
    unsigned lang = zc_form_lang(tie->form);
    struct zc_str label = zc_question_label(tie->form, tie->q, lang, arena);
    if (!tie->from)
        return label;
    return zc_arena_printf(arena, "%s %.*s %.*s", ZC_T("来自", "from"),
                           ZC_ARG(zc_form_title(tie->form, lang, arena)), ZC_ARG(label));
}

#include "forms/load_impl.h"

/* What only selects have: a filter, answers of other questions as choices, labels with ${}, another
 * order. Sources: XLSFORM.md 2, 4, 6.9. */

/* Cuts the next part off that stands between ` and `, outside quotes and brackets. *or_found tells
 * that an ` or ` stands there too. */
static bool next_conjunct(struct zc_str *rest, struct zc_str *part, bool *or_found)
{
    unsigned depth = 0;
    char quote = 0;

    if (!rest->len)
        return false;
    for (size_t i = 0; i < rest->len; i++) {
        char c = rest->ptr[i];
        struct zc_str here = zc_str_from(*rest, i);
        if (quote || c == '\'' || c == '"')
            quote = quote ? (char)(c == quote ? 0 : quote) : c;
        else if (c == '(' || c == '[' || c == '{')
            depth++;
        else if ((c == ')' || c == ']' || c == '}') && depth)
            depth--;
        else if (!depth && zc_str_starts(here, ZC_STR(" or ")))
            *or_found = true;
        else if (!depth && zc_str_starts(here, ZC_STR(" and "))) {
            *part = zc_str_trim(zc_str_head(*rest, i));
            *rest = zc_str_from(here, strlen(" and "));
            return true;
        }
    }
    *part = zc_str_trim(*rest);
    *rest = (struct zc_str){ 0 };
    return true;
}

/* `${name}` of a question that has one node wherever `q` stands, or a quoted text. */
static bool is_single_text(const struct zc_form *form, const struct zc_question *q,
                           struct zc_str text)
{
    if (text.len > 1 && (text.ptr[0] == '\'' || text.ptr[0] == '"'))
        return memchr(text.ptr + 1, text.ptr[0], text.len - 1) == text.ptr + text.len - 1;
    if (!zc_str_starts(text, ZC_STR("${")) || zc_str_find(text, ZC_STR("}")) != text.len - 1)
        return false;
    const struct zc_question *read =
        zc_form_question(form, zc_str_trim(zc_str_head(zc_str_from(text, 2), text.len - 3)), NULL);
    return read && zc_type_has_answer(read->type) && (!read->repeat || read->repeat == q->repeat);
}

/* `parent = ${street}` as a part of a filter: the rows can be found by the hash of a column. */
static void find_filter_key(struct zc_reader *reader, struct zc_question *q, struct zc_str filter)
{
    struct zc_str rest = filter, part, sides[2], key = { 0 };
    bool or_found = false;
    int found = -1;

    while (q->list && next_conjunct(&rest, &part, &or_found)) {
        size_t at = zc_str_find(part, ZC_STR("="));
        if (at == SIZE_MAX || !at || strchr("!<>", part.ptr[at - 1]))
            continue;
        sides[0] = zc_str_trim(zc_str_head(part, at));
        sides[1] = zc_str_trim(zc_str_from(part, at + 1));
        for (int i = 0; i < 2; i++) {
            int col = zc_list_col(q->list, sides[i]);
            bool better = found < 0 || !zc_str_starts(key, ZC_STR("${"));
            if (col < 0 || !better || !is_single_text(reader->loader->form, q, sides[1 - i]))
                continue;
            found = col;
            key = sides[1 - i];
        }
    }
    if (found < 0 || or_found)
        return;
    q->filter_col = found;
    q->filter_key = zc_load_expr(reader, key);
}

/* The question whose answers are the choices of `select_one ${q}`; NULL: it is another select. */
static const struct zc_question *answers_of(const struct zc_loader *loader,
                                            const struct zc_question *q)
{
    const struct zc_origin *origin = &loader->origins[q->index];

    return origin->from_answers ? zc_form_question(loader->form, origin->list, NULL) : NULL;
}

/* A filter is asked of each row of the list, or of each row of the repeat whose answers are the
 * choices: there `${age}` and `age` are those of the row that is tried. */
const struct zc_expr *zc_load_filter(struct zc_reader *reader, struct zc_question *q,
                                     struct zc_str cell)
{
    const struct zc_question *from = answers_of(reader->loader, q);
    struct zc_reader in_row = *reader;

    if (from && from->repeat) {
        in_row.asker = q;
        in_row.here = from;
        in_row.focus = from->repeat;
    }
    in_row.pseudo = true;
    const struct zc_expr *filter = zc_load_expr(&in_row, cell);
    if (filter && !from)
        find_filter_key(&in_row, q, cell);
    return filter;
}

static void read_choices_of(struct zc_reader *reader, struct zc_question *q)
{
    struct zc_loader *loader = reader->loader;
    const struct zc_origin *origin = &loader->origins[q->index];
    const struct zc_question *from = answers_of(loader, q);

    if (!origin->from_answers)
        return;
    reader->column = "type";
    reader->quiet = true; /* many rows are what is wanted here */
    /* All rows, also for somebody who stands in one of them. */
    for (const struct zc_question *up = q; from && from->repeat && up; up = up->parent)
        if (up == from->repeat)
            reader->here = up;
    q->choices_of =
        zc_load_expr(reader, zc_str_of(zc_load_printf(loader, "${%.*s}", ZC_ARG(origin->list))));
    reader->quiet = false;
    reader->here = q;
    if (from && (!from->repeat || !zc_type_has_answer(from->type) || from == q))
        zc_survey_error(loader, q->line, "type", "“%.*s”不是循环里的题目，它的回答不能作选项",
                        "'%.*s' is no question inside a repeat, its answers cannot be choices",
                        ZC_ARG(origin->list));
}

/* The shuffled list is what randomize() makes of the rows that pass the filter (XLSFORM.md 4).
 * Without a seed any order will do, and the filter is asked later. */
static void read_order(struct zc_reader *reader, struct zc_question *q, struct zc_str filter)
{
    struct zc_loader *loader = reader->loader;
    const struct zc_origin *origin = &loader->origins[q->index];
    const char *text;

    if (!origin->randomize || !q->list)
        return;
    reader->column = "parameters";
    q->seeded = origin->seed.len != 0;
    text = zc_load_printf(loader, "randomize(instance('%.*s')/root/item", ZC_ARG(q->list->name));
    if (q->seeded && filter.len)
        text = zc_load_printf(loader, "%s[%.*s]", text, ZC_ARG(filter));
    if (q->seeded)
        text = zc_load_printf(loader, "%s, %.*s", text, ZC_ARG(origin->seed));
    q->order = zc_load_expr(reader, zc_str_of(zc_load_printf(loader, "%s)", text)));
}

/* Labels of choices with ${}: what they read depends on who asks, so each select has its own. */
static void read_choice_texts(const struct zc_reader *of_question, struct zc_question *q)
{
    struct zc_loader *loader = of_question->loader;
    const struct zc_sheet *sheet = &loader->choices;
    struct zc_reader reader = *of_question;
    uint32_t nlangs = loader->form->nlangs, at = 0;

    if (!q->list || !q->list->templates)
        return;
    struct zc_template *texts =
        ZC_NEW(&loader->form->arena, struct zc_template, (size_t)q->list->nrows * nlangs);
    q->choice_texts = texts;
    reader.file = sheet->file;
    for (uint32_t r = 0; r < sheet->nrows && at < q->list->nrows; r++) {
        const struct zc_sheet_row *row = &sheet->rows[r];
        if (!zc_str_eq(zc_sheet_cell(sheet, row, CHOICES_LIST), q->list->name) ||
            !zc_sheet_cell(sheet, row, CHOICES_NAME).len)
            continue;
        reader.row = row->row;
        for (uint32_t i = 0; i < sheet->ncols; i++) {
            int lang =
                sheet->cols[i].spec == CHOICES_LABEL ? zc_load_lang(loader, &sheet->cols[i]) : -1;
            if (lang < 0 || !row->cells[i].len)
                continue;
            reader.column = zc_arena_cstr(&loader->scratch, sheet->cols[i].header);
            zc_load_template(&reader, row->cells[i], &texts[at * nlangs + (uint32_t)lang]);
        }
        at++;
    }
}

void zc_load_choices(struct zc_reader *reader, struct zc_question *q, struct zc_str filter)
{
    read_choices_of(reader, q);
    read_choice_texts(reader, q);
    read_order(reader, q, filter);
}

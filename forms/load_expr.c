#include "forms/load_impl.h"
#include "forms/names.h"
#include <stddef.h>

/* The columns that hold expressions, defaults, triggers and texts with ${}. Sources:
 * XLSFORM.md 2 (${name}), 3, 6.6, 6.7, 6.12. */

struct reader {
    struct zc_loader *loader;
    const struct zc_question *here;
    bool pseudo; /* `_id` and its like may be read */
    struct zc_str file;
    uint32_t row;
    const char *column;
};

static const struct zc_question *find_question(void *ctx, struct zc_str name, bool *ambiguous)
{
    const struct reader *reader = ctx;
    const struct zc_question *q = zc_form_question(reader->loader->form, name, ambiguous);

    if (!q && reader->pseudo)
        q = zc_names_pseudo(reader->loader->form, name);
    return q;
}

static const struct zc_question *find_path(void *ctx, struct zc_str path)
{
    const struct reader *reader = ctx;

    return zc_names_path(reader->loader->form, path);
}

static struct zc_list *find_list(void *ctx, struct zc_str id)
{
    const struct reader *reader = ctx;

    return zc_load_list(reader->loader, id);
}

static bool find_rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct reader *reader = ctx;
    const struct zc_form_context *context = reader->loader->context;

    return !context || !context->rule || context->rule(context->ctx, name, value);
}

/* The message in the other language takes a second reading: errors know only the current one. */
static void report(struct reader *reader, struct zc_str text, const struct zc_expr_scope *scope,
                   const struct zc_err *err)
{
    enum zc_lang lang = zc_lang_get();
    struct zc_err other = { 0 };
    struct zc_text what;

    zc_lang_set(lang == ZC_LANG_ZH ? ZC_LANG_EN : ZC_LANG_ZH);
    zc_expr_parse(text, scope, &reader->loader->scratch, NULL, &other);
    zc_lang_set(lang);
    what = lang == ZC_LANG_ZH ? (struct zc_text){ err->msg, other.msg }
                              : (struct zc_text){ other.msg, err->msg };
    zc_finding_put(reader->loader->findings, false, reader->file, reader->row,
                   zc_str_of(reader->column), what);
}

static const struct zc_expr *read_expr(struct reader *reader, struct zc_str text)
{
    struct zc_expr_scope scope = { .ctx = reader,
                                   .question = find_question,
                                   .question_at = find_path,
                                   .list = find_list,
                                   .rule = find_rule,
                                   .here = reader->here };
    struct zc_err err = { 0 };
    const struct zc_expr *expr =
        zc_expr_parse(text, &scope, &reader->loader->form->arena, NULL, &err);

    if (!expr) {
        report(reader, text, &scope, &err);
        return NULL;
    }
    for (const struct zc_text *warning = zc_expr_warnings(expr); warning && warning->zh; warning++)
        zc_finding_put(reader->loader->findings, true, reader->file, reader->row,
                       zc_str_of(reader->column), *warning);
    return expr;
}

/* A text cell: literal parts and ${…}. */
static void read_template(struct reader *reader, struct zc_str text, struct zc_template *out)
{
    struct zc_arena *arena = &reader->loader->form->arena;
    struct zc_str rest = text;
    uint32_t n = 1;

    for (size_t i = 0; i + 1 < text.len; i++)
        n += 2 * (text.ptr[i] == '$' && text.ptr[i + 1] == '{');
    out->parts = ZC_NEW(arena, struct zc_template_part, n);
    while (rest.len) {
        size_t open = zc_str_find(rest, ZC_STR("${"));
        struct zc_str literal = zc_str_head(rest, open == SIZE_MAX ? rest.len : open);
        if (literal.len)
            out->parts[out->nparts++].text = zc_arena_copy(arena, literal);
        rest = zc_str_from(rest, literal.len);
        if (!rest.len)
            break;
        size_t close = zc_str_find(rest, ZC_STR("}"));
        struct zc_str inner = close == SIZE_MAX ? rest : zc_str_head(rest, close + 1);
        struct zc_template_part *part = &out->parts[out->nparts++];
        part->text = zc_arena_copy(arena, inner);
        part->expr = read_expr(reader, inner); /* an unclosed ${ is told by the parser */
        rest = zc_str_from(rest, inner.len);
    }
}

/* Texts of a translated column, one per language. */
static const struct zc_template *read_texts(struct reader *reader, const struct zc_sheet *sheet,
                                            const struct zc_sheet_row *row, int spec)
{
    struct zc_loader *loader = reader->loader;
    struct zc_template *texts = NULL;

    for (uint32_t i = 0; row && i < sheet->ncols; i++) {
        const struct zc_sheet_col *col = &sheet->cols[i];
        int lang = col->spec == spec ? zc_load_lang(loader, col) : -1;
        if (lang < 0 || !row->cells[i].len)
            continue;
        if (!texts)
            texts = ZC_NEW(&loader->form->arena, struct zc_template, loader->form->nlangs);
        reader->column = zc_arena_cstr(&loader->scratch, col->header);
        read_template(reader, row->cells[i], &texts[lang]);
    }
    return texts ? texts : loader->no_texts;
}

/* Columns with an expression of their own. `yes_no`: the cell may say yes or no instead. */
static const struct {
    enum zc_survey_col col;
    const char *name;
    size_t offset;
    bool yes_no;
} expr_cols[] = {
    { SURVEY_RELEVANT, "relevant", offsetof(struct zc_question, relevant), false },
    { SURVEY_REQUIRED, "required", offsetof(struct zc_question, required), true },
    { SURVEY_READONLY, "readonly", offsetof(struct zc_question, readonly), true },
    { SURVEY_CONSTRAINT, "constraint", offsetof(struct zc_question, constraint), false },
    { SURVEY_WARNING, "warning", offsetof(struct zc_question, warning), false },
    { SURVEY_CALCULATION, "calculation", offsetof(struct zc_question, calculation), false },
    { SURVEY_CHOICE_FILTER, "choice_filter", offsetof(struct zc_question, choice_filter), false },
    { SURVEY_REPEAT_COUNT, "repeat_count", offsetof(struct zc_question, repeat_count), false },
};

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
static void find_filter_key(struct reader *reader, struct zc_question *q, struct zc_str filter)
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
    q->filter_key = read_expr(reader, key);
}

static void read_exprs(struct reader *reader, struct zc_question *q, const struct zc_sheet_row *row)
{
    const struct zc_sheet *sheet = &reader->loader->survey;

    for (size_t i = 0; i < sizeof expr_cols / sizeof expr_cols[0]; i++) {
        struct zc_str cell = zc_sheet_cell(sheet, row, expr_cols[i].col);
        const struct zc_expr **out = (const struct zc_expr **)((char *)q + expr_cols[i].offset);
        bool truth = true;
        if (!cell.len)
            continue;
        if (expr_cols[i].yes_no && zc_sheet_truth(cell, &truth)) {
            if (!truth)
                continue;
            cell = ZC_STR("true()");
        }
        reader->column = expr_cols[i].name;
        reader->pseudo = (q->use & ZC_USE_LIVE) || expr_cols[i].col == SURVEY_CHOICE_FILTER;
        *out = read_expr(reader, cell);
        if (*out && expr_cols[i].col == SURVEY_CHOICE_FILTER)
            find_filter_key(reader, q, cell);
        reader->pseudo = false;
    }
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || (unsigned char)c > 127;
}

static bool hyphen_means_static(enum zc_type type)
{
    return type == ZC_TYPE_DATE || type == ZC_TYPE_DATETIME || type == ZC_TYPE_GEOPOINT ||
           type == ZC_TYPE_GEOTRACE || type == ZC_TYPE_GEOSHAPE;
}

enum default_kind { DEFAULT_STATIC, DEFAULT_DYNAMIC, DEFAULT_BY_OPERATOR };

static bool word_is_operator(struct zc_str text, size_t from, size_t to)
{
    struct zc_str word = zc_str_head(zc_str_from(text, from), to - from);

    return (zc_str_is(word, "div") || zc_str_is(word, "mod") || zc_str_is(word, "-")) && from > 0 &&
           text.ptr[from - 1] == ' ' && to < text.len && text.ptr[to] == ' ';
}

/* What pyxform tells apart by its lexer (XLSFORM.md 6.6): the first telling token decides. */
static enum default_kind default_kind(struct zc_str text, enum zc_type type)
{
    for (size_t i = 0; i < text.len;) {
        char c = text.ptr[i];
        const char *quote =
            c == '\'' || c == '"' ? memchr(text.ptr + i + 1, c, text.len - i - 1) : NULL;
        if (quote) {
            i = (size_t)(quote - text.ptr) + 1;
            continue;
        }
        if (c == '$' && i + 1 < text.len && text.ptr[i + 1] == '{')
            return DEFAULT_DYNAMIC;
        if (c == '|' || c == '*' || c == '+')
            return DEFAULT_BY_OPERATOR;
        if (!is_name_char(c)) {
            i++;
            continue;
        }
        size_t end = i;
        while (end < text.len && is_name_char(text.ptr[end]))
            end++;
        if (hyphen_means_static(type) && memchr(text.ptr + i, '-', end - i) &&
            !(end < text.len && text.ptr[end] == '('))
            return DEFAULT_STATIC;
        if (end < text.len && text.ptr[end] == '(' && (c < '0' || c > '9') && c != '-' && c != '.')
            return DEFAULT_DYNAMIC;
        if (word_is_operator(text, i, end))
            return DEFAULT_BY_OPERATOR;
        i = end;
    }
    return DEFAULT_STATIC;
}

static void read_default(struct reader *reader, struct zc_question *q,
                         const struct zc_sheet_row *row)
{
    struct zc_loader *loader = reader->loader;
    struct zc_str cell = zc_sheet_cell(&loader->survey, row, SURVEY_DEFAULT);
    enum default_kind kind = default_kind(cell, q->type);

    reader->column = "default";
    if (kind == DEFAULT_STATIC)
        q->default_text = zc_arena_copy(&loader->form->arena, cell);
    else
        q->default_expr = read_expr(reader, cell);
    if (kind == DEFAULT_BY_OPERATOR)
        zc_survey_warning(
            loader, q->line, "default", "“%.*s”会当作算式计算；若是文字，请写成 '%.*s'",
            "'%.*s' is computed; if it is text, write string('%.*s')", ZC_ARG(cell), ZC_ARG(cell));
}

static void add_trigger(struct zc_loader *loader, struct zc_question *q, struct zc_str word)
{
    struct zc_question *watched = NULL;
    bool ambiguous = false;

    if (zc_str_starts(word, ZC_STR("${")) && zc_str_ends(word, ZC_STR("}")))
        watched = (struct zc_question *)(uintptr_t)zc_form_question(
            loader->form, zc_str_trim(zc_str_head(zc_str_from(word, 2), word.len - 3)), &ambiguous);
    if (!watched || !zc_type_has_answer(watched->type) || !zc_type_is_shown(watched->type))
        zc_survey_error(loader, q->line, "trigger",
                        "“%.*s”不能触发：请写显示着的题目，如 ${name}，多个用逗号分开",
                        "'%.*s' cannot trigger: name shown questions as ${name}, parted by commas",
                        ZC_ARG(word));
    else
        q->triggers[q->ntriggers++] = watched;
}

static void read_triggers(struct zc_loader *loader, struct zc_question *q,
                          const struct zc_sheet_row *row)
{
    struct zc_str cell = zc_sheet_cell(&loader->survey, row, SURVEY_TRIGGER), part;
    size_t n = 1;

    if (!cell.len)
        return;
    for (size_t i = 0; i < cell.len; i++)
        n += cell.ptr[i] == ',';
    q->triggers = ZC_NEW(&loader->form->arena, struct zc_question *, n);
    while (zc_str_cut(&cell, ',', &part))
        add_trigger(loader, q, zc_str_trim(part));
}

/* Written into revisions: everything that cannot be computed again from the record alone. */
static bool is_kept(const struct zc_question *q)
{
    if (!zc_type_has_answer(q->type) || (q->use & ZC_USE_LIVE))
        return false;
    if (!q->calculation || q->ntriggers)
        return true;
    const struct zc_expr_reads *reads = zc_expr_reads(q->calculation);
    return reads->clock || reads->random || reads->once || reads->records;
}

static void read_question(struct zc_loader *loader, struct zc_question *q)
{
    const struct zc_origin *origin = &loader->origins[q->index];
    const struct zc_sheet *sheet = &loader->survey;
    struct reader reader = { loader, q, false, sheet->file, q->line, "" };

    q->label = read_texts(&reader, sheet, origin->row, SURVEY_LABEL);
    q->hint = read_texts(&reader, sheet, origin->row, SURVEY_HINT);
    q->guidance = read_texts(&reader, sheet, origin->row, SURVEY_GUIDANCE);
    q->constraint_message = read_texts(&reader, sheet, origin->row, SURVEY_CONSTRAINT_MESSAGE);
    q->required_message = read_texts(&reader, sheet, origin->row, SURVEY_REQUIRED_MESSAGE);
    q->warning_message = read_texts(&reader, sheet, origin->row, SURVEY_WARNING_MESSAGE);
    if (origin->row) {
        read_exprs(&reader, q, origin->row);
        q->max_chars = q->constraint ? zc_expr_max_chars(q->constraint) : 0;
        read_default(&reader, q, origin->row);
        read_triggers(loader, q, origin->row);
    } else if (origin->relevant.len) {
        reader.column = "relevant";
        q->relevant = read_expr(&reader, origin->relevant);
        q->label = loader->other_label;
    }
    q->kept = is_kept(q);
}

/* or_other makes a text question; its label is not in any sheet. */
static const struct zc_template *make_other_label(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    struct zc_template *label = ZC_NEW(&form->arena, struct zc_template, form->nlangs);

    for (uint32_t l = 0; l < form->nlangs; l++) {
        label[l].nparts = 1;
        label[l].parts = ZC_NEW(&form->arena, struct zc_template_part, 1);
        label[l].parts[0].text =
            zc_load_lang_is(loader, l, "zh") ? ZC_STR("请说明其他") : ZC_STR("Specify other.");
    }
    return label;
}

static void read_settings(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    const struct zc_sheet *sheet = &loader->settings;
    const struct zc_sheet_row *row = sheet->nrows ? &sheet->rows[0] : NULL;
    struct reader reader = { loader,      form->questions[0], false,
                             sheet->file, row ? row->row : 0, "instance_name" };
    struct zc_str name =
        row ? zc_sheet_cell(sheet, row, SETTINGS_INSTANCE_NAME) : (struct zc_str){ 0 };

    if (name.len)
        form->instance_name = read_expr(&reader, name);
    form->title = read_texts(&reader, sheet, row, SETTINGS_TITLE);
}

void zc_load_expressions(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    struct zc_question *root = form->questions[0];

    loader->no_texts = ZC_NEW(&form->arena, struct zc_template, form->nlangs);
    loader->other_label = make_other_label(loader);
    root->label = root->hint = root->guidance = loader->no_texts;
    root->constraint_message = root->required_message = root->warning_message = loader->no_texts;
    for (uint32_t i = 1; i < form->nquestions; i++)
        read_question(loader, form->questions[i]);
    read_settings(loader);
}

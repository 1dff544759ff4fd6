#include "forms/load_impl.h"
#include "forms/names.h"
#include <stddef.h>

/* The columns that hold expressions, defaults, triggers and texts with ${}. Sources:
 * XLSFORM.md 2 (${name}), 3, 6.6, 6.7, 6.12. */

static const struct zc_question *find_question(void *ctx, struct zc_str name, bool *ambiguous)
{
    const struct zc_reader *reader = ctx;
    const struct zc_question *q = zc_form_question(reader->loader->form, name, ambiguous);

    if (!q && reader->pseudo)
        q = zc_names_pseudo(reader->loader->form, name);
    return q;
}

static const struct zc_question *find_path(void *ctx, struct zc_str path)
{
    const struct zc_reader *reader = ctx;

    return zc_names_path(reader->loader->form, path);
}

static struct zc_list *find_list(void *ctx, struct zc_str id)
{
    const struct zc_reader *reader = ctx;

    return zc_load_list(reader->loader, id);
}

static bool find_rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct zc_reader *reader = ctx;
    const struct zc_form_context *context = reader->loader->context;

    return !context || !context->rule || context->rule(context->ctx, name, value);
}

/* The message in the other language takes a second reading: errors know only the current one. */
static void report(struct zc_reader *reader, struct zc_str text, const struct zc_expr_scope *scope,
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

const struct zc_expr *zc_load_expr(struct zc_reader *reader, struct zc_str text)
{
    struct zc_expr_scope scope = { .ctx = reader,
                                   .question = find_question,
                                   .question_at = find_path,
                                   .list = find_list,
                                   .rule = find_rule,
                                   .here = reader->here,
                                   .focus = reader->focus,
                                   .asker = reader->asker };
    struct zc_err err = { 0 };
    const struct zc_expr *expr =
        zc_expr_parse(text, &scope, &reader->loader->form->arena, NULL, &err);

    if (!expr) {
        report(reader, text, &scope, &err);
        return NULL;
    }
    for (const struct zc_text *warning = zc_expr_warnings(expr);
         warning && warning->zh && !reader->quiet; warning++)
        zc_finding_put(reader->loader->findings, true, reader->file, reader->row,
                       zc_str_of(reader->column), *warning);
    return expr;
}

bool zc_load_is_reference(struct zc_str cell)
{
    return zc_str_starts(cell, ZC_STR("${")) && zc_str_find(cell, ZC_STR("}")) == cell.len - 1;
}

/* Where the next part begins that is not literal: `${`, or `instance(` as the first of a path. */
static size_t find_inner(struct zc_str text)
{
    size_t field = zc_str_find(text, ZC_STR("${")), list = zc_str_find(text, ZC_STR("instance('"));

    return field < list ? field : list;
}

/* `${name}` ends at its bracket, a path from instance() at the next blank outside brackets and
 * quotes (XLSFORM.md 2). */
static size_t inner_len(struct zc_str text)
{
    size_t close = zc_str_find(text, ZC_STR("}")), i;
    unsigned depth = 0;
    char quote = 0;

    if (zc_str_starts(text, ZC_STR("${")))
        return close == SIZE_MAX ? text.len : close + 1;
    for (i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (quote || c == '\'' || c == '"')
            quote = quote ? (char)(c == quote ? 0 : quote) : c;
        else if (c == '(' || c == '[')
            depth++;
        else if ((c == ')' || c == ']') && depth)
            depth--;
        else if ((c == ' ' || c == '\n') && !depth)
            break;
    }
    return i;
}

static uint32_t count_inner(struct zc_str text)
{
    uint32_t n = 0;

    for (size_t at; (at = find_inner(text)) != SIZE_MAX; n++) {
        text = zc_str_from(text, at);
        text = zc_str_from(text, inner_len(text));
    }
    return n;
}

/* A text cell: literal parts and computed ones. */
void zc_load_template(struct zc_reader *reader, struct zc_str text, struct zc_template *out)
{
    struct zc_arena *arena = &reader->loader->form->arena;
    struct zc_str rest = text;

    out->nparts = 0; /* of two columns in one language, which is an error, the last one stays */
    out->parts = ZC_NEW(arena, struct zc_template_part, 2 * count_inner(text) + 1);
    while (rest.len) {
        size_t open = find_inner(rest);
        struct zc_str literal = zc_str_head(rest, open == SIZE_MAX ? rest.len : open);
        if (literal.len)
            out->parts[out->nparts++].text = zc_arena_copy(arena, literal);
        rest = zc_str_from(rest, literal.len);
        if (!rest.len)
            break;
        struct zc_str inner = zc_str_head(rest, inner_len(rest));
        struct zc_template_part *part = &out->parts[out->nparts++];
        part->text = zc_arena_copy(arena, inner);
        part->expr = zc_load_expr(reader, inner); /* an unclosed ${ is told by the parser */
        rest = zc_str_from(rest, inner.len);
    }
}

/* Texts of a translated column, one per language. */
static const struct zc_template *read_texts(struct zc_reader *reader, const struct zc_sheet *sheet,
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
        zc_load_template(reader, row->cells[i], &texts[lang]);
    }
    return texts ? texts : loader->no_texts;
}

/* A text that stands in no sheet, in the languages of the form. */
static const struct zc_template *own_texts(struct zc_loader *loader, struct zc_text text)
{
    struct zc_form *form = loader->form;
    struct zc_template *texts = ZC_NEW(&form->arena, struct zc_template, form->nlangs);

    for (uint32_t l = 0; l < form->nlangs; l++) {
        texts[l].nparts = 1;
        texts[l].parts = ZC_NEW(&form->arena, struct zc_template_part, 1);
        texts[l].parts[0].text = zc_str_of(zc_load_lang_is(loader, l, "zh") ? text.zh : text.en);
    }
    return texts;
}

/* What the type itself says, where the row says nothing. */
static void read_builtin(struct zc_loader *loader, struct zc_question *q)
{
    const struct zc_origin *origin = &loader->origins[q->index];
    struct zc_str own = zc_sheet_cell(&loader->survey, origin->row, SURVEY_CONSTRAINT);

    if (q->hint == loader->no_texts)
        q->hint = own_texts(loader, origin->builtin->hint);
    if (q->constraint_message == loader->no_texts && !own.len)
        q->constraint_message = own_texts(loader, origin->builtin->hint);
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

static void read_exprs(struct zc_reader *reader, struct zc_question *q,
                       const struct zc_sheet_row *row)
{
    const struct zc_sheet *sheet = &reader->loader->survey;
    const struct zc_builtin *builtin = reader->loader->origins[q->index].builtin;

    for (size_t i = 0; i < sizeof expr_cols / sizeof expr_cols[0]; i++) {
        struct zc_str cell = zc_sheet_cell(sheet, row, expr_cols[i].col);
        const struct zc_expr **out = (const struct zc_expr **)((char *)q + expr_cols[i].offset);
        bool truth = true;
        if (!cell.len && builtin && expr_cols[i].col == SURVEY_CONSTRAINT)
            cell = zc_str_of(builtin->constraint);
        if (!cell.len)
            continue;
        if (expr_cols[i].yes_no && zc_sheet_truth(cell, &truth)) {
            if (!truth)
                continue;
            cell = ZC_STR("true()");
        }
        reader->column = expr_cols[i].name;
        reader->pseudo = q->use & ZC_USE_LIVE;
        if (q->type == ZC_TYPE_REPEAT && expr_cols[i].col == SURVEY_REPEAT_COUNT &&
            !zc_load_is_reference(cell)) /* counted by the question made beside it */
            cell = zc_str_of(zc_load_printf(reader->loader, "../%.*s_count", ZC_ARG(q->name)));
        *out = expr_cols[i].col == SURVEY_CHOICE_FILTER ? zc_load_filter(reader, q, cell)
                                                        : zc_load_expr(reader, cell);
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

static void read_default(struct zc_reader *reader, struct zc_question *q,
                         const struct zc_sheet_row *row)
{
    struct zc_loader *loader = reader->loader;
    struct zc_str cell = zc_sheet_cell(&loader->survey, row, SURVEY_DEFAULT);
    enum default_kind kind = default_kind(cell, q->type);

    reader->column = "default";
    if (kind == DEFAULT_STATIC)
        q->default_text = zc_arena_copy(&loader->form->arena, cell);
    else
        q->default_expr = zc_load_expr(reader, cell);
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

/* Written into revisions: everything that cannot be computed again from the record alone, and the
 * key by which others find the record. */
static bool is_kept(const struct zc_form *form, const struct zc_question *q)
{
    if (!zc_type_has_answer(q->type) || (q->use & ZC_USE_LIVE))
        return false;
    if (form->key_field.len > 0 && zc_str_eq(q->name, form->key_field))
        return true;
    if (!q->calculation || q->ntriggers || q->editable)
        return true;
    const struct zc_expr_reads *reads = zc_expr_reads(q->calculation);
    return reads->clock || reads->random || reads->once || reads->records;
}

/* A shown question with a calculation that nobody locked may be typed over (XLSFORM.md 6.5). */
static bool is_editable(const struct zc_question *q)
{
    return q->calculation && !q->ntriggers && !q->readonly && q->type != ZC_TYPE_CALCULATE &&
           zc_type_is_shown(q->type);
}

static void read_made(struct zc_reader *reader, struct zc_question *q)
{
    const struct zc_origin *origin = &reader->loader->origins[q->index];

    if (origin->relevant.len) {
        reader->column = "relevant";
        q->relevant = zc_load_expr(reader, origin->relevant);
        q->label = reader->loader->other_label;
    }
    if (origin->count.len) {
        reader->column = "repeat_count";
        q->calculation = zc_load_expr(reader, origin->count);
        q->readonly = zc_load_expr(reader, ZC_STR("true()"));
    }
}

static void read_question(struct zc_loader *loader, struct zc_question *q)
{
    const struct zc_origin *origin = &loader->origins[q->index];
    const struct zc_sheet *sheet = &loader->survey;
    struct zc_reader reader = {
        .loader = loader, .here = q, .file = sheet->file, .row = q->line, .column = ""
    };

    q->label = read_texts(&reader, sheet, origin->row, SURVEY_LABEL);
    q->hint = read_texts(&reader, sheet, origin->row, SURVEY_HINT);
    q->guidance = read_texts(&reader, sheet, origin->row, SURVEY_GUIDANCE);
    q->constraint_message = read_texts(&reader, sheet, origin->row, SURVEY_CONSTRAINT_MESSAGE);
    q->required_message = read_texts(&reader, sheet, origin->row, SURVEY_REQUIRED_MESSAGE);
    q->warning_message = read_texts(&reader, sheet, origin->row, SURVEY_WARNING_MESSAGE);
    if (origin->builtin)
        read_builtin(loader, q);
    if (origin->row) {
        read_exprs(&reader, q, origin->row);
        q->max_chars = q->constraint ? zc_expr_max_chars(q->constraint) : 0;
        read_default(&reader, q, origin->row);
        read_triggers(loader, q, origin->row);
        zc_load_choices(&reader, q, zc_sheet_cell(sheet, origin->row, SURVEY_CHOICE_FILTER));
    } else {
        read_made(&reader, q);
    }
    q->editable = is_editable(q);
    q->kept = is_kept(loader->form, q);
}

static void read_settings(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    const struct zc_sheet *sheet = &loader->settings;
    const struct zc_sheet_row *row = sheet->nrows ? &sheet->rows[0] : NULL;
    struct zc_reader reader = { .loader = loader,
                                .here = form->questions[0],
                                .file = sheet->file,
                                .row = row ? row->row : 0,
                                .column = "instance_name" };
    struct zc_str name =
        row ? zc_sheet_cell(sheet, row, SETTINGS_INSTANCE_NAME) : (struct zc_str){ 0 };

    if (name.len)
        form->instance_name = zc_load_expr(&reader, name);
    form->title = read_texts(&reader, sheet, row, SETTINGS_TITLE);
}

void zc_load_expressions(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    struct zc_question *root = form->questions[0];

    loader->no_texts = ZC_NEW(&form->arena, struct zc_template, form->nlangs);
    loader->other_label = own_texts(loader, (struct zc_text){ "请说明其他", "Specify other." });
    root->label = root->hint = root->guidance = loader->no_texts;
    root->constraint_message = root->required_message = root->warning_message = loader->no_texts;
    for (uint32_t i = 1; i < form->nquestions; i++)
        read_question(loader, form->questions[i]);
    read_settings(loader);
}

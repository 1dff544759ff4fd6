#include "core/alloc.h"
#include "core/utf8.h"
#include "forms/load_impl.h"

/* Rows of survey.csv to the tree of questions: types, names, nesting, and the columns that hold
 * no expression. Sources: XLSFORM.md 2, 3. */

enum { MAX_DEPTH = 50, MAX_QUESTIONS = 5000 };

struct open_group {
    struct zc_question *q, *last;
};
struct tree {
    struct zc_loader *loader;
    struct open_group open[MAX_DEPTH];
    unsigned depth;
    unsigned too_deep; /* unclosed groups beyond the limit */
};

static struct zc_question *add_question(struct tree *tree, enum zc_type type, struct zc_str name,
                                        const struct zc_sheet_row *row)
{
    struct zc_loader *loader = tree->loader;
    struct zc_form *form = loader->form;
    struct open_group *group = tree->depth ? &tree->open[tree->depth - 1] : NULL;
    struct zc_question *q = ZC_NEW(&form->arena, struct zc_question, 1);

    q->type = type;
    q->name = zc_arena_copy(&form->arena, name);
    q->line = row ? row->row : 0;
    q->index = form->nquestions;
    if (group) {
        q->parent = group->q;
        q->repeat = group->q->type == ZC_TYPE_REPEAT ? group->q : group->q->repeat;
        *(group->last ? &group->last->next : &group->q->first) = q;
        group->last = q;
    }
    form->questions = zc_grow(form->questions, form->nquestions, &loader->question_cap,
                              sizeof(struct zc_question *));
    loader->origins =
        zc_grow(loader->origins, form->nquestions, &loader->origin_cap, sizeof *loader->origins);
    loader->origins[form->nquestions] = (struct zc_origin){ .row = row };
    form->questions[form->nquestions++] = q;
    return q;
}

bool zc_load_name_is_good(struct zc_str name)
{
    uint32_t cp;

    if (!zc_utf8_next(&name, &cp) || (cp != '_' && !zc_cp_is_letter(cp)))
        return false;
    while (zc_utf8_next(&name, &cp))
        if (!zc_cp_is_letter(cp) && !zc_cp_is_digit_or_mark(cp) &&
            (cp > 127 || !cp || !strchr("_-.", (int)cp)))
            return false;
    return true;
}

static bool is_ascii(struct zc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] > 127)
            return false;
    return true;
}

static void check_name(struct tree *tree, struct zc_str name, uint32_t row)
{
    const struct zc_question *group = tree->open[tree->depth - 1].q;

    if (!zc_load_name_is_good(name) || name.len > 64) {
        zc_survey_error(tree->loader, row, "name",
                        "“%.*s”不能作题目名：以字母或 _ 开头，后接字母、数字、_ - .，不超过64字节",
                        "'%.*s' is no name: a letter or _, then letters, digits, _ - . and at most "
                        "64 bytes",
                        ZC_ARG(name));
        return;
    }
    if (zc_str_is(name, "meta"))
        zc_survey_error(tree->loader, row, "name", "“meta”是保留名，请换一个",
                        "'meta' is reserved: take another name");
    if (!is_ascii(name))
        zc_survey_warning(
            tree->loader, row, "name", "“%.*s”：手机上的 ODK Collect 读不了非 ASCII 的题目名",
            "'%.*s': ODK Collect on phones cannot read names beyond ASCII", ZC_ARG(name));
    for (const struct zc_question *q = group->first; q; q = q->next) {
        if (zc_str_eq(q->name, name))
            zc_survey_error(tree->loader, row, "name", "“%.*s”与第%u行同名，请换一个",
                            "'%.*s' is the name of row %u too: take another", ZC_ARG(name),
                            q->line);
        else if (q->name.len == name.len && strncasecmp(q->name.ptr, name.ptr, name.len) == 0)
            zc_survey_warning(tree->loader, row, "name", "“%.*s”与第%u行只差大小写",
                              "'%.*s' differs from row %u in case only", ZC_ARG(name), q->line);
    }
}

static void check_repeat_name(struct tree *tree, const struct zc_question *repeat)
{
    const struct zc_form *form = tree->loader->form;

    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (q != repeat && (i == 0 || q->type == ZC_TYPE_REPEAT) &&
            zc_str_eq(q->name, repeat->name))
            zc_survey_error(tree->loader, repeat->line, "name", "循环“%.*s”的名称全表只能用一次",
                            "the name of repeat '%.*s' may stand only once in the form",
                            ZC_ARG(repeat->name));
    }
}

static struct zc_str survey_cell(const struct tree *tree, const struct zc_sheet_row *row,
                                 enum zc_survey_col col)
{
    return zc_sheet_cell(&tree->loader->survey, row, col);
}

static bool has_text(const struct zc_loader *loader, const struct zc_sheet_row *row,
                     enum zc_survey_col col)
{
    for (uint32_t i = 0; i < loader->survey.ncols; i++)
        if (loader->survey.cols[i].spec == (int)col && row->cells[i].len)
            return true;
    return false;
}

/* Words of `use`; `role` is a list of the same kind, but each word stands once a form. */
static const struct {
    const char *word;
    enum zc_use use;
} use_words[] = {
    { "carry", ZC_USE_CARRY },   { "own", ZC_USE_OWN },       { "list", ZC_USE_LIST },
    { "index", ZC_USE_INDEX },   { "search", ZC_USE_SEARCH }, { "live", ZC_USE_LIVE },
    { "secret", ZC_USE_SECRET },
};

static void read_use(struct tree *tree, struct zc_question *q, struct zc_str cell)
{
    struct zc_str word;

    while (zc_str_word(&cell, &word)) {
        unsigned use = 0;
        for (size_t i = 0; i < sizeof use_words / sizeof use_words[0]; i++)
            if (zc_str_is(word, use_words[i].word))
                use = use_words[i].use;
        if (!use)
            zc_survey_error(tree->loader, q->line, "use",
                            "没有“%.*s”这个用途：请写 carry own list index search live secret",
                            "there is no use '%.*s': write carry own list index search live secret",
                            ZC_ARG(word));
        q->use |= use;
    }
    if ((q->use & ZC_USE_LIVE) && q->type != ZC_TYPE_CALCULATE)
        zc_survey_error(tree->loader, q->line, "use", "live 只能用于 calculate",
                        "live is for calculate only");
}

static void read_role(struct tree *tree, struct zc_question *q, struct zc_str cell)
{
    struct zc_form *form = tree->loader->form;
    struct zc_str word;

    while (zc_str_word(&cell, &word)) {
        enum zc_role role = ZC_ROLE_NONE;
        if (!zc_role_parse(word, &role))
            zc_survey_error(tree->loader, q->line, "role", "没有“%.*s”这个角色",
                            "there is no role '%.*s'", ZC_ARG(word));
        else if (form->by_role[role])
            zc_survey_error(tree->loader, q->line, "role", "角色“%.*s”第%u行已用过",
                            "role '%.*s' is taken by row %u", ZC_ARG(word),
                            form->by_role[role]->line);
        else
            form->by_role[role] = q;
        /* A question with two roles is found by both; the first is its own. */
        if (q->role == ZC_ROLE_NONE)
            q->role = role;
        if (role == ZC_ROLE_CODE || role == ZC_ROLE_ALTCODE)
            q->look |= ZC_LOOK_CODE;
    }
}

/* What loads, but cannot do here what it does on a phone. */
static void check_unusable(struct tree *tree, const struct zc_question *q,
                           const struct zc_sheet_row *row)
{
    struct zc_loader *loader = tree->loader;

    if (zc_str_find(survey_cell(tree, row, SURVEY_APPEARANCE), ZC_STR("search(")) != SIZE_MAX)
        zc_survey_error(loader, q->line, "appearance",
                        "不支持 search()：请改用 select_one_from_file 和 choice_filter",
                        "search() is not supported: use select_one_from_file with choice_filter");
    if (q->type == ZC_TYPE_AUDIT)
        zc_survey_warning(loader, q->line, "type", "audit 在这里不起作用：本程序自己记操作日志",
                          "audit has no effect here: the program keeps a journal of its own");
    if (q->type == ZC_TYPE_EMAIL || q->type == ZC_TYPE_PHONENUMBER)
        zc_survey_warning(loader, q->line, "type", "“%.*s”在这里总是空的",
                          "'%.*s' is always empty here", ZC_ARG(q->name));
}

static void read_columns(struct tree *tree, struct zc_question *q, const struct zc_sheet_row *row)
{
    struct zc_loader *loader = tree->loader;
    struct zc_str required = survey_cell(tree, row, SURVEY_REQUIRED);
    bool truth;

    check_unusable(tree, q, row);
    zc_load_appearance(survey_cell(tree, row, SURVEY_APPEARANCE), q);
    /* The head of a grid: its labels are shown, nobody answers it. */
    if (zc_type_is_select(q->type) &&
        zc_str_has_word(survey_cell(tree, row, SURVEY_APPEARANCE), ZC_STR("label")))
        q->type = ZC_TYPE_NOTE;
    read_use(tree, q, survey_cell(tree, row, SURVEY_USE));
    if (q->type == ZC_TYPE_FILE) /* a file is one record's */
        q->use |= ZC_USE_OWN;
    read_role(tree, q, survey_cell(tree, row, SURVEY_ROLE));
    q->was = zc_arena_copy(&loader->form->arena, survey_cell(tree, row, SURVEY_WAS));
    q->required_cell = required.len && !(zc_sheet_truth(required, &truth) && !truth);
}

static void check_label(struct tree *tree, struct zc_question *q, const struct zc_sheet_row *row)
{
    struct zc_loader *loader = tree->loader;
    bool labelled = has_text(loader, row, SURVEY_LABEL) || has_text(loader, row, SURVEY_HINT);
    bool calculated = survey_cell(tree, row, SURVEY_CALCULATION).len != 0;

    if (labelled)
        return;
    if (q->type == ZC_TYPE_REPEAT)
        zc_survey_warning(loader, q->line, "label", "循环“%.*s”没有标题",
                          "repeat '%.*s' has no label", ZC_ARG(q->name));
    else if (calculated && zc_type_has_answer(q->type))
        q->type = ZC_TYPE_CALCULATE;
    else if (zc_type_is_shown(q->type) && q->type != ZC_TYPE_GROUP)
        zc_survey_error(loader, q->line, "label", "“%.*s”没有标题（label），也没有提示（hint）",
                        "'%.*s' has neither label nor hint", ZC_ARG(q->name));
}

static struct zc_str row_name(struct tree *tree, const struct zc_sheet_row *row,
                              struct zc_row_type type)
{
    struct zc_str name = survey_cell(tree, row, SURVEY_NAME);

    if (!name.len && type.kind == ROW_QUESTION && type.type == ZC_TYPE_NOTE)
        name = zc_str_of(zc_load_printf(tree->loader, "generated_note_name_%u", row->row));
    if (!name.len)
        zc_survey_error(tree->loader, row->row, "name", "缺少题目名", "a name is missing");
    return name;
}

static void add_other(struct tree *tree, struct zc_question *q, const struct zc_sheet_row *row)
{
    struct zc_loader *loader = tree->loader;
    struct zc_str name = zc_str_of(zc_load_printf(loader, "%.*s_other", ZC_ARG(q->name)));

    check_name(tree, name, row->row);
    struct zc_question *other = add_question(tree, ZC_TYPE_TEXT, name, NULL);
    other->line = row->row;
    loader->origins[other->index].relevant =
        zc_str_of(zc_load_printf(loader, "selected(../%.*s, 'other')", ZC_ARG(q->name)));
    q->or_other = true;
    if (survey_cell(tree, row, SURVEY_CHOICE_FILTER).len)
        zc_survey_error(loader, row->row, "choice_filter",
                        "or_other 不能与 choice_filter 同用：请在列表里自己加“其他”",
                        "or_other goes not with choice_filter: put 'other' into the list");
}

/* How many rows a repeat has is a question of its own where it takes an expression, as in other
 * tools: `<repeat>_count`, hidden and read-only (XLSFORM.md 6.8). */
static void add_count(struct tree *tree, struct zc_str name, const struct zc_sheet_row *row)
{
    struct zc_loader *loader = tree->loader;
    struct zc_str cell = survey_cell(tree, row, SURVEY_REPEAT_COUNT);

    if (!cell.len || zc_load_is_reference(cell))
        return;
    name = zc_str_of(zc_load_printf(loader, "%.*s_count", ZC_ARG(name)));
    check_name(tree, name, row->row);
    struct zc_question *count = add_question(tree, ZC_TYPE_CALCULATE, name, NULL);
    count->line = row->row;
    loader->origins[count->index].count = cell;
}

static void add_row_question(struct tree *tree, const struct zc_sheet_row *row,
                             struct zc_row_type type)
{
    struct zc_loader *loader = tree->loader;
    struct zc_str name = row_name(tree, row, type);

    if (name.len)
        check_name(tree, name, row->row);
    if (name.len && type.type == ZC_TYPE_REPEAT)
        add_count(tree, name, row);
    struct zc_question *q = add_question(tree, type.type, name, row);
    loader->origins[q->index].list = type.list;
    loader->origins[q->index].from_file = type.from_file;
    loader->origins[q->index].from_answers = type.from_answers;
    loader->origins[q->index].builtin = type.builtin;
    read_columns(tree, q, row);
    check_label(tree, q, row);
    zc_load_parameters(loader, q, survey_cell(tree, row, SURVEY_PARAMETERS));
    if (q->type == ZC_TYPE_REPEAT)
        check_repeat_name(tree, q);
    if (type.or_other)
        add_other(tree, q, row);
    if (type.kind != ROW_BEGIN)
        return;
    if (tree->depth < MAX_DEPTH)
        tree->open[tree->depth++] = (struct open_group){ q, NULL };
    else if (tree->too_deep++ == 0)
        zc_survey_error(loader, row->row, "type", "分组超过%d层", "groups nest deeper than %d",
                        MAX_DEPTH);
}

static void close_group(struct tree *tree, const struct zc_sheet_row *row, enum zc_type type)
{
    const struct open_group *group = &tree->open[tree->depth - 1];

    if (tree->too_deep) {
        tree->too_deep--;
        return;
    }
    if (tree->depth == 1) {
        zc_survey_error(tree->loader, row->row, "type", "多出一个结束行：没有开着的分组或循环",
                        "an end too many: no group or repeat is open");
        return;
    }
    if (group->q->type != type)
        zc_survey_error(
            tree->loader, row->row, "type",
            "结束行与第%u行的开始行不配：begin_group 配 end_group，begin_repeat 配 end_repeat",
            "this end does not fit the begin in row %u: group with group, repeat with "
            "repeat",
            group->q->line);
    tree->depth--;
}

static bool row_is_active(struct tree *tree, const struct zc_sheet_row *row)
{
    struct zc_loader *loader = tree->loader;
    bool disabled = false;

    zc_sheet_truth(survey_cell(tree, row, SURVEY_DISABLED), &disabled);
    if (disabled) {
        zc_survey_warning(loader, row->row, "disabled", "这一行已停用，未读取",
                          "this row is disabled and not read");
        return false;
    }
    if (survey_cell(tree, row, SURVEY_TYPE).len)
        return true;
    if (survey_cell(tree, row, SURVEY_NAME).len || has_text(loader, row, SURVEY_LABEL))
        zc_survey_error(loader, row->row, "type", "缺少类型", "a type is missing");
    else
        zc_survey_warning(loader, row->row, "type", "没有类型的行当作注释，未读取",
                          "a row without a type is a comment and not read");
    return false;
}

static void read_row(struct tree *tree, const struct zc_sheet_row *row)
{
    struct zc_row_type type;

    if (!row_is_active(tree, row))
        return;
    type = zc_load_type(tree->loader, survey_cell(tree, row, SURVEY_TYPE), row->row);
    switch (type.kind) {
    case ROW_QUESTION:
    case ROW_BEGIN:
        add_row_question(tree, row, type);
        break;
    case ROW_END:
        close_group(tree, row, type.type);
        break;
    case ROW_LIST_FILE: {
        struct zc_str id = survey_cell(tree, row, SURVEY_NAME);
        if (!id.len || !zc_load_list(tree->loader, id))
            zc_survey_error(tree->loader, row->row, "name",
                            "没有列表文件“%.*s.csv”或“.xml”“.geojson”",
                            "there is no list file '%.*s.csv' (or .xml, .geojson)", ZC_ARG(id));
        break;
    }
    case ROW_BAD: /* keeps its place, so that expressions that read it are not wrong as well */
        if (survey_cell(tree, row, SURVEY_NAME).len)
            add_question(tree, ZC_TYPE_HIDDEN, survey_cell(tree, row, SURVEY_NAME), row);
        break;
    }
}

/* Groups as a person would read them: g1.g2.name. */
static struct zc_str dotted_name(struct zc_loader *loader, const struct zc_question *q)
{
    struct zc_str name = q->name;

    for (const struct zc_question *g = q->parent; g && g->type == ZC_TYPE_GROUP; g = g->parent)
        name = zc_arena_printf(&loader->form->arena, "%.*s.%.*s", ZC_ARG(g->name), ZC_ARG(name));
    return name;
}

static bool stands_twice(const struct zc_form *form, const struct zc_question *q)
{
    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_question *other = form->questions[i];
        if (other != q && other->type != ZC_TYPE_GROUP && other->repeat == q->repeat &&
            zc_str_eq(other->name, q->name))
            return true;
    }
    return false;
}

/* Stored names (XLSFORM.md 2): the name, or with all groups where it stands twice. */
static void store_names(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;

    for (uint32_t i = 1; i < form->nquestions; i++) {
        struct zc_question *q = form->questions[i];
        q->field =
            q->type != ZC_TYPE_GROUP && stands_twice(form, q) ? dotted_name(loader, q) : q->name;
        if (zc_str_starts(q->field, ZC_STR("_")))
            q->field = zc_arena_printf(&form->arena, "x%.*s", ZC_ARG(q->field));
    }
}

void zc_load_tree(struct zc_loader *loader)
{
    struct tree tree = { .loader = loader };
    struct zc_str root = { 0 };

    if (loader->settings.nrows)
        root = zc_sheet_cell(&loader->settings, &loader->settings.rows[0], SETTINGS_NAME);
    struct zc_question *q =
        add_question(&tree, ZC_TYPE_ROOT, root.len ? root : ZC_STR("data"), NULL);
    tree.open[tree.depth++] = (struct open_group){ q, NULL };
    for (uint32_t i = 0; i < loader->survey.nrows; i++) {
        if (loader->form->nquestions >= MAX_QUESTIONS) {
            zc_survey_error(loader, loader->survey.rows[i].row, "", "题目超过%d个",
                            "more than %d questions", MAX_QUESTIONS);
            break;
        }
        read_row(&tree, &loader->survey.rows[i]);
    }
    for (unsigned d = 1; d < tree.depth; d++)
        zc_survey_error(loader, tree.open[d].q->line, "type", "这个分组或循环没有结束行",
                        "this group or repeat is never closed");
    store_names(loader);
}

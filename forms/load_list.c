#include "core/alloc.h"
#include "forms/list_file.h"
#include "forms/load_impl.h"

/* The lists of a form: choices.csv, files beside it, lists of the pack, records of other
 * forms. Sources: XLSFORM.md 2 (choices columns), 4 (from file, or_other), 6.13 (links). */

enum { MAX_LISTS = 2000, MAX_TEMPLATES = 500 };

static void add_list(struct zc_loader *loader, struct zc_list *list)
{
    struct zc_form *form = loader->form;

    form->lists = zc_grow(form->lists, form->nlists, &loader->list_cap, sizeof *form->lists);
    form->lists[form->nlists++] = list;
}

static struct zc_list *find_list(const struct zc_form *form, struct zc_str name)
{
    for (uint32_t i = 0; i < form->nlists; i++)
        if (zc_str_eq(form->lists[i]->name, name))
            return form->lists[i];
    return NULL;
}

/* Columns that a list of choices.csv has: `name`, `label` as the default language has it, and
 * all further columns of the sheet under their own headers. */
struct choices_shape {
    uint32_t ncols;
    struct zc_str *cols, *cells; /* cells: of the row at hand */
    int *from;                   /* column of the sheet */
    int *label_cols;             /* per language */
    int label_col, aliases_col;
};

static bool keeps_column(const struct zc_sheet_col *col)
{
    if (col->spec == CHOICES_LIST || col->spec >= CHOICES_IGNORED || !col->header.len)
        return false;
    return col->spec >= 0 || !memchr(col->header.ptr, ' ', col->header.len);
}

static void shape_choices(struct zc_loader *loader, struct choices_shape *shape)
{
    const struct zc_sheet *sheet = &loader->choices;
    uint32_t nlangs = loader->form->nlangs;

    shape->cols = ZC_NEW(&loader->scratch, struct zc_str, sheet->ncols + 1);
    shape->cells = ZC_NEW(&loader->scratch, struct zc_str, sheet->ncols + 1);
    shape->from = ZC_NEW(&loader->scratch, int, sheet->ncols + 1);
    shape->label_cols = ZC_NEW(&loader->form->arena, int, nlangs);
    shape->label_col = shape->aliases_col = -1;
    for (uint32_t l = 0; l < nlangs; l++)
        shape->label_cols[l] = -1;
    shape->cols[0] = ZC_STR("name");
    shape->from[0] = zc_sheet_col(sheet, CHOICES_NAME);
    shape->ncols = 1;
    for (uint32_t i = 0; i < sheet->ncols; i++) {
        const struct zc_sheet_col *col = &sheet->cols[i];
        int lang = col->spec == CHOICES_LABEL ? zc_load_lang(loader, col) : -1;
        if (!keeps_column(col) || col->spec == CHOICES_NAME)
            continue;
        int at = (int)shape->ncols++;
        shape->cols[at] = lang == 0 ? ZC_STR("label") : col->header;
        shape->from[at] = (int)i;
        if (lang >= 0)
            shape->label_cols[lang] = at;
        if (col->spec == CHOICES_ALIASES)
            shape->aliases_col = at;
    }
    for (uint32_t l = 0; l < nlangs && shape->label_col < 0; l++)
        shape->label_col = shape->label_cols[l];
}

static struct zc_list *new_choices(struct zc_loader *loader, const struct choices_shape *shape,
                                   struct zc_str name)
{
    struct zc_list *list = zc_list_new(name, shape->cols, shape->ncols, &loader->form->arena);

    list->value_col = 0;
    list->label_col = shape->label_col;
    list->label_cols = shape->label_cols;
    list->aliases_col = shape->aliases_col;
    add_list(loader, list);
    return list;
}

#define choices_error(loader, row, column, ...)                                                    \
    zc_finding_add((loader)->findings, false, (loader)->choices.file, (row), zc_str_of(column),    \
                   __VA_ARGS__)

/* Where a row of the sheet went: duplicates are looked for when the lists are whole, so that a
 * column is hashed once. */
struct placed {
    struct zc_list *list; /* NULL: the row is no choice */
    uint32_t row;
};

static struct zc_list *list_of_row(struct zc_loader *loader, const struct choices_shape *shape,
                                   const struct zc_sheet_row *row, const struct zc_list *last)
{
    struct zc_str name = zc_sheet_cell(&loader->choices, row, CHOICES_LIST);

    if (!name.len || !zc_sheet_cell(&loader->choices, row, CHOICES_NAME).len) {
        choices_error(loader, row->row, name.len ? "name" : "list_name", "选项缺少列表名或值",
                      "a choice lacks its list or its name");
        return NULL;
    }
    if (last && zc_str_eq(last->name, name))
        return (struct zc_list *)(uintptr_t)last;
    struct zc_list *list = find_list(loader->form, name);
    if (list || loader->form->nlists < MAX_LISTS)
        return list ? list : new_choices(loader, shape, name);
    choices_error(loader, row->row, "list_name", "列表超过%d个", "more than %d lists", MAX_LISTS);
    return NULL;
}

static void add_choice(struct zc_loader *loader, const struct choices_shape *shape,
                       const struct zc_sheet_row *row, struct zc_list *list)
{
    struct zc_str *cells = shape->cells;
    bool labelled = false;

    for (uint32_t i = 0; i < shape->ncols; i++)
        cells[i] = shape->from[i] < 0 ? (struct zc_str){ 0 } : row->cells[shape->from[i]];
    for (uint32_t l = 0; l < loader->form->nlangs; l++)
        if (shape->label_cols[l] >= 0) {
            struct zc_str label = cells[shape->label_cols[l]];
            labelled |= label.len != 0;
            list->templates |= zc_str_find(label, ZC_STR("${")) != SIZE_MAX;
        }
    if (!labelled)
        zc_finding_add(loader->findings, true, loader->choices.file, row->row, ZC_STR("label"),
                       "选项“%.*s”没有标题", "choice '%.*s' has no label", ZC_ARG(cells[0]));
    zc_list_add(list, cells, shape->ncols, &loader->form->arena);
}

static void check_duplicates(struct zc_loader *loader, const struct placed *placed)
{
    for (uint32_t i = 0; i < loader->choices.nrows && !loader->duplicates; i++) {
        const struct zc_list *list = placed[i].list;
        struct zc_str name = list ? zc_list_cell(list, placed[i].row, 0) : (struct zc_str){ 0 };
        if (list && zc_list_find(list, 0, name, 0) != placed[i].row)
            choices_error(loader, loader->choices.rows[i].row, "name", "列表“%.*s”里已有“%.*s”",
                          "list '%.*s' has '%.*s' already", ZC_ARG(list->name), ZC_ARG(name));
    }
}

/* Every select on such a list reads its labels for itself. */
static void check_templates(struct zc_loader *loader)
{
    for (uint32_t i = 0; i < loader->form->nlists; i++) {
        const struct zc_list *list = loader->form->lists[i];
        if (list->templates && list->nrows > MAX_TEMPLATES)
            choices_error(loader, 0, "label", "列表“%.*s”的标题里有 ${}，最多%d个选项",
                          "list '%.*s' has ${} in its labels: at most %d choices",
                          ZC_ARG(list->name), MAX_TEMPLATES);
    }
}

static void load_choices(struct zc_loader *loader)
{
    const struct zc_sheet *sheet = &loader->choices;
    struct placed *placed = ZC_NEW(&loader->scratch, struct placed, sheet->nrows);
    struct zc_list *last = NULL;
    struct choices_shape shape;

    shape_choices(loader, &shape);
    if (sheet->nrows && (shape.from[0] < 0 || zc_sheet_col(sheet, CHOICES_LIST) < 0)) {
        choices_error(loader, 1, "", "choices.csv 缺少 list_name 或 name 列",
                      "choices.csv lacks column list_name or name");
        return;
    }
    for (uint32_t i = 0; i < sheet->nrows; i++) {
        struct zc_list *list = list_of_row(loader, &shape, &sheet->rows[i], last);
        if (!list)
            continue;
        placed[i] = (struct placed){ list, list->nrows };
        add_choice(loader, &shape, &sheet->rows[i], list);
        last = list;
    }
    check_duplicates(loader, placed);
    check_templates(loader);
}

static int label_col_of(const struct zc_loader *loader, const struct zc_list *list, uint32_t lang)
{
    struct zc_str name = loader->form->langs[lang];
    struct zc_str header =
        zc_str_of(zc_load_printf((struct zc_loader *)loader, "label::%.*s", ZC_ARG(name)));
    int col = zc_list_col(list, header);

    return col >= 0 ? col : zc_list_col(list, zc_lang_code(name));
}

/* Says which columns of a list from outside are its values and its labels. */
static void choose_columns(struct zc_loader *loader, struct zc_list *list, struct zc_str value,
                           struct zc_str label)
{
    bool is_geo = zc_list_file_is_geo(list->file);
    uint32_t nlangs = loader->form->nlangs;
    int *label_cols = ZC_NEW(&loader->form->arena, int, nlangs);

    if (is_geo && !value.len)
        value = ZC_STR("id");
    if (is_geo && !label.len)
        label = ZC_STR("title");
    list->value_col = zc_list_col(list, value.len ? value : ZC_STR("name"));
    if (list->value_col < 0 && !value.len)
        list->value_col = zc_list_col(list, ZC_STR("code"));
    list->label_col = zc_list_col(list, label.len ? label : ZC_STR("label"));
    /* A label column asked for by name counts for all languages, unless it is itself the
     * column of one language. */
    bool by_lang = !label.len;
    for (uint32_t l = 0; l < nlangs; l++) {
        label_cols[l] = label_col_of(loader, list, l);
        by_lang |= label_cols[l] >= 0 && label_cols[l] == list->label_col;
        if (list->label_col < 0 && !label.len)
            list->label_col = label_cols[l];
    }
    for (uint32_t l = 0; l < nlangs && !by_lang; l++)
        label_cols[l] = -1;
    if (list->label_col < 0 && !label.len)
        list->label_col = list->value_col;
    list->label_cols = label_cols;
    list->aliases_col = zc_list_col(list, ZC_STR("aliases"));
}

static struct zc_list *read_file(struct zc_loader *loader, struct zc_str file)
{
    struct zc_str path = zc_load_path(loader, file);
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    struct zc_list *list = NULL;
    bool found = false;

    if (!zc_source_path_ok(file)) /* the row that names it is told */
        return NULL;
    if (zc_load_file(loader, file, &bytes, &found) && found)
        list = zc_list_file_read(file, zc_buf_str(&bytes), &loader->form->arena, &err);
    if (err.code)
        zc_finding_put(loader->findings, false, path, 0, (struct zc_str){ 0 },
                       (struct zc_text){ err.msg, err.msg });
    zc_buf_release(&bytes);
    return list;
}

/* A list of the pack is shared by all forms; each form has a view of its own, because labels
 * depend on the languages of the form. Records of another form come later: all see one list. */
static struct zc_list *borrow_list(struct zc_loader *loader, struct zc_str file)
{
    struct zc_err err = { 0 };
    bool records = false;
    struct zc_list *shared = loader->context && loader->context->list
                                 ? loader->context->list(loader->context->ctx, file, &records, &err)
                                 : NULL;

    if (err.code)
        zc_finding_put(loader->findings, false, file, 0, (struct zc_str){ 0 },
                       (struct zc_text){ err.msg, err.msg });
    return shared && !records ? zc_list_view(shared, &loader->form->arena) : shared;
}

static struct zc_list *file_list(struct zc_loader *loader, struct zc_str file, struct zc_str value,
                                 struct zc_str label)
{
    struct zc_list *list = read_file(loader, file);

    if (!list)
        list = borrow_list(loader, file);
    if (!list)
        return NULL;
    if (!list->records)
        choose_columns(loader, list, value, label);
    add_list(loader, list);
    return list;
}

struct zc_list *zc_load_list(struct zc_loader *loader, struct zc_str id)
{
    static const char *const extensions[] = { "csv", "xml", "geojson" };
    struct zc_list *list = find_list(loader->form, id);

    for (size_t i = 0; !list && id.len && i < sizeof extensions / sizeof extensions[0]; i++) {
        const char *file = zc_load_printf(loader, "%.*s.%s", ZC_ARG(id), extensions[i]);
        list = file_list(loader, zc_str_of(file), (struct zc_str){ 0 }, (struct zc_str){ 0 });
    }
    return list;
}

/* Expressions know a list by the name of its file without the extension. */
static void check_file_name(struct zc_loader *loader, const struct zc_question *q,
                            const struct zc_list *list, const struct zc_list *other)
{
    if (other && other->file.len && list && !zc_str_eq(other->file, list->file))
        zc_survey_error(loader, q->line, "type",
                        "列表文件“%.*s”与“%.*s”只差扩展名，表达式里分不清，请改一个文件名",
                        "the list files '%.*s' and '%.*s' differ in their extension only, "
                        "expressions cannot tell them apart: rename one",
                        ZC_ARG(list->file), ZC_ARG(other->file));
}

static struct zc_list *select_file(struct zc_loader *loader, const struct zc_question *q)
{
    const struct zc_origin *origin = &loader->origins[q->index];
    struct zc_str id = zc_list_file_id(origin->list);
    const struct zc_list *namesake = find_list(loader->form, id);
    uint32_t before = loader->findings->nerrors;
    struct zc_list *list = NULL;

    /* One list, one object: expressions that read the file and other selects share its hashes. */
    for (uint32_t i = 0; i < loader->form->nlists && !list; i++) {
        struct zc_list *other = loader->form->lists[i];
        if (zc_str_eq(other->name, id) &&
            (!other->file.len || zc_str_eq(other->file, origin->list)) &&
            (!origin->value_col.len || zc_list_col(other, origin->value_col) == other->value_col) &&
            (!origin->label_col.len || zc_list_col(other, origin->label_col) == other->label_col))
            list = other;
    }
    if (!list)
        list = file_list(loader, origin->list, origin->value_col, origin->label_col);
    if (!list && loader->findings->nerrors > before)
        return NULL; /* the file is there and told of */
    check_file_name(loader, q, list, namesake);
    if (!list && !zc_source_path_ok(origin->list))
        zc_survey_error(loader, q->line, "type", "列表文件“%.*s”要放在表的文件夹里，写文件名即可",
                        "the list file '%.*s' must lie in the form's folder: write its name alone",
                        ZC_ARG(origin->list));
    else if (!list)
        zc_survey_error(loader, q->line, "type", "没有列表文件“%.*s”，也没有这个名称的表",
                        "there is no list file '%.*s' and no form of that name",
                        ZC_ARG(origin->list));
    else if (list->value_col < 0 || list->label_col < 0)
        zc_survey_error(loader, q->line, "parameters",
                        "列表文件“%.*s”没有所要的列，请写 value=列名 label=列名",
                        "the list file '%.*s' lacks the columns: write value=COLUMN label=COLUMN",
                        ZC_ARG(origin->list));
    return list;
}

static void check_values(struct zc_loader *loader, const struct zc_question *q)
{
    if (q->type == ZC_TYPE_SELECT_ONE)
        return;
    for (uint32_t row = 0; row < q->list->nrows; row++) {
        struct zc_str value = zc_list_cell(q->list, row, q->list->value_col);
        if (value.len && memchr(value.ptr, ' ', value.len)) {
            zc_survey_error(loader, q->line, "type",
                            "多选和排序的选项值不能有空格：列表“%.*s”的“%.*s”",
                            "values of a multiple select or rank must have no blank: '%.*s' has "
                            "'%.*s'",
                            ZC_ARG(q->list->name), ZC_ARG(value));
            return;
        }
    }
}

static void add_other_choice(struct zc_loader *loader, struct zc_list *list)
{
    struct zc_str *cells = ZC_NEW(&loader->scratch, struct zc_str, list->ncols);

    if (zc_list_find(list, list->value_col, ZC_STR("other"), 0) < list->nrows)
        return;
    cells[list->value_col] = ZC_STR("other");
    for (uint32_t l = 0; l < loader->form->nlangs; l++)
        if (list->label_cols[l] >= 0)
            cells[list->label_cols[l]] =
                zc_load_lang_is(loader, l, "zh") ? ZC_STR("其他") : ZC_STR("Other");
    zc_list_add(list, cells, list->ncols, &loader->form->arena);
}

void zc_load_lists(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;

    load_choices(loader);
    for (uint32_t i = 1; i < form->nquestions; i++) {
        struct zc_question *q = form->questions[i];
        const struct zc_origin *origin = &loader->origins[i];
        if (!origin->list.len || origin->from_answers)
            continue;
        q->list = origin->from_file ? select_file(loader, q) : find_list(form, origin->list);
        if (!q->list && !origin->from_file)
            zc_survey_error(loader, q->line, "type", "choices.csv 里没有列表“%.*s”",
                            "choices.csv has no list '%.*s'", ZC_ARG(origin->list));
        if (q->list && q->list->value_col >= 0)
            check_values(loader, q);
        if (q->list && q->or_other)
            add_other_choice(loader, q->list);
    }
}

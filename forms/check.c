#include "core/number.h"
#include "forms/load_impl.h"

/* The lint (XLSFORM.md 10): what can only be said of the whole form. */

static struct zc_str cell_of(const struct zc_loader *loader, const struct zc_question *q,
                             enum zc_survey_col col)
{
    const struct zc_sheet_row *row = loader->origins[q->index].row;

    return row ? zc_sheet_cell(&loader->survey, row, col) : (struct zc_str){ 0 };
}

static void check_calculation(struct zc_loader *loader, const struct zc_question *q)
{
    struct zc_str cell = cell_of(loader, q, SURVEY_CALCULATION);
    bool dynamic = q->default_expr || q->ntriggers;

    if (q->type == ZC_TYPE_CALCULATE && !cell.len && !dynamic && loader->origins[q->index].row)
        zc_survey_error(loader, q->line, "calculation", "“%.*s”是 calculate，却没有算式",
                        "'%.*s' is a calculate without a calculation", ZC_ARG(q->name));
    if (cell.len && !zc_type_has_answer(q->type))
        zc_survey_error(loader, q->line, "calculation", "分组、循环和 note 不能有算式",
                        "a group, repeat or note takes no calculation");
    if (!q->calculation || (q->use & ZC_USE_LIVE) || q->ntriggers)
        return;
    const struct zc_expr_reads *reads = zc_expr_reads(q->calculation);
    if (q->type == ZC_TYPE_CALCULATE && (reads->clock || reads->records))
        zc_survey_warning(
            loader, q->line, "calculation",
            "“%.*s”用到今天的日期或其他表的记录，只在填写时算一次；要随时变化，请在 use 列写 live",
            "'%.*s' reads today's date or other records and is computed once; to let "
            "it move, write live in column use",
            ZC_ARG(q->name));
}

static void check_misplaced(struct zc_loader *loader, const struct zc_question *q)
{
    bool select = zc_type_is_select(q->type);

    if (cell_of(loader, q, SURVEY_CHOICE_FILTER).len && !select)
        zc_survey_error(loader, q->line, "choice_filter", "只有选择题能有 choice_filter",
                        "only selects take a choice_filter");
    if (cell_of(loader, q, SURVEY_REPEAT_COUNT).len && q->type != ZC_TYPE_REPEAT)
        zc_survey_error(loader, q->line, "repeat_count", "只有循环能有 repeat_count",
                        "only repeats take a repeat_count");
    if ((q->constraint || q->warning) && !zc_type_has_answer(q->type))
        zc_survey_error(loader, q->line, q->constraint ? "constraint" : "warning",
                        "“%.*s”没有回答，不能有规则", "'%.*s' has no answer to be checked",
                        ZC_ARG(q->name));
    if (zc_template_in(loader->form, q->warning_message, 0) && !q->warning)
        zc_survey_warning(loader, q->line, "warning_message", "有提醒的文字，却没有 warning 规则",
                          "a message without a warning");
    if (zc_template_in(loader->form, q->constraint_message, 0) && !q->constraint)
        zc_survey_warning(loader, q->line, "constraint_message", "有规则的文字，却没有 constraint",
                          "a message without a constraint");
}

static void check_default(struct zc_loader *loader, const struct zc_question *q)
{
    struct zc_str rest = q->default_text, word;

    if (!rest.len || !zc_type_is_select(q->type) || !q->list || q->list->records)
        return;
    while (zc_str_word(&rest, &word)) {
        if (q->type == ZC_TYPE_SELECT_ONE) {
            word = q->default_text;
            rest = (struct zc_str){ 0 };
        }
        if (zc_list_find(q->list, q->list->value_col, word, 0) == q->list->nrows)
            zc_survey_error(loader, q->line, "default", "默认值“%.*s”不在选项内",
                            "the default '%.*s' is none of the choices", ZC_ARG(word));
    }
}

static void check_table_list(struct zc_loader *loader, const struct zc_question *group)
{
    const struct zc_list *list = NULL;

    if (!zc_str_has_word(cell_of(loader, group, SURVEY_APPEARANCE), ZC_STR("table-list")))
        return;
    for (const struct zc_question *q = group->first; q; q = q->next) {
        if (!zc_type_is_select(q->type))
            continue;
        if ((list && q->list != list) || cell_of(loader, q, SURVEY_CHOICE_FILTER).len)
            zc_survey_error(loader, q->line, "type",
                            "table-list 里的选择题要用同一个列表，且不能有 choice_filter",
                            "selects of a table-list share one list and have no choice_filter");
        list = q->list;
    }
}

/* A translated column that is filled for some rows only: told once, with the first row. */
static void check_column(struct zc_loader *loader, const struct zc_sheet *sheet, uint32_t col)
{
    int spec = sheet->cols[col].spec;
    uint32_t missing = 0, first = 0;

    for (uint32_t r = 0; r < sheet->nrows; r++) {
        bool other = false;
        if (sheet->rows[r].cells[col].len)
            continue;
        for (uint32_t c = 0; c < sheet->ncols; c++)
            other |= sheet->cols[c].spec == spec && sheet->rows[r].cells[c].len;
        if (other && missing++ == 0)
            first = sheet->rows[r].row;
    }
    if (missing)
        zc_finding_add(loader->findings, true, sheet->file, first, sheet->cols[col].header,
                       "缺%u处译文，这是第一处", "%u translations missing, this is the first",
                       missing);
}

static void check_translations(struct zc_loader *loader, const struct zc_sheet *sheet)
{
    for (uint32_t c = 0; c < sheet->ncols; c++) {
        int spec = sheet->cols[c].spec;
        if (spec >= 0 && sheet->specs[spec].translated && !sheet->specs[spec].ignored)
            check_column(loader, sheet, c);
    }
}

/* More rows than a repeat can have are not asked for by mistake only. */
static void check_count(struct zc_loader *loader, const struct zc_question *q)
{
    double count;

    if (q->type == ZC_TYPE_REPEAT &&
        zc_number_parse(cell_of(loader, q, SURVEY_REPEAT_COUNT), &count) &&
        count > ZC_FORM_MAX_ROWS)
        zc_survey_error(loader, q->line, "repeat_count", "循环最多%d行",
                        "a repeat has at most %d rows", ZC_FORM_MAX_ROWS);
}

static void check_key_field(struct zc_loader *loader)
{
    const struct zc_form *form = loader->form;
    const struct zc_question *q = form->key_field.len ? zc_form_field(form, form->key_field) : NULL;

    if (form->key_field.len && (!q || q->repeat))
        zc_finding_add(loader->findings, false, loader->settings.file, loader->settings.rows[0].row,
                       ZC_STR("key_field"), "没有循环之外的题目“%.*s”",
                       "there is no question '%.*s' outside repeats", ZC_ARG(form->key_field));
}

/* The walk from door to door: column `walk` of an outcome's list, and forms that the program itself
 * reads, which have all of their roles or none. */
static void check_outcome(struct zc_loader *loader)
{
    const struct zc_question *q = loader->form->by_role[ZC_ROLE_OUTCOME];
    int col = q && q->list ? zc_list_col(q->list, ZC_STR("walk")) : -1;

    if (q && q->type != ZC_TYPE_SELECT_ONE)
        zc_survey_warning(loader, q->line, "role", "outcome 应是一道单选题",
                          "an outcome should be a select_one");
    for (uint32_t row = 0; col >= 0 && row < q->list->nrows; row++) {
        struct zc_str word = zc_list_cell(q->list, row, col);
        if (word.len && !zc_str_is(word, "open") && !zc_str_is(word, "again"))
            zc_survey_error(loader, q->line, "type",
                            "列表的 walk 列写的是“%.*s”：只有 open（没人去过）和 again（还要再去）",
                            "column walk of its list says '%.*s': there are open (nobody was "
                            "there) and again (somebody has to come again)",
                            ZC_ARG(word));
    }
}

static void check_sets(struct zc_loader *loader)
{
    static const enum zc_role sets[][4] = {
        { ZC_ROLE_WORKER, ZC_ROLE_OF_FORM, ZC_ROLE_COMMUNITY, ZC_ROLE_TARGET },
        { ZC_ROLE_EXPLANATION, ZC_ROLE_OF_AREA, ZC_ROLE_DAY, ZC_ROLE_NONE },
    };
    struct zc_question *const *role = loader->form->by_role;

    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        for (int k = 1; role[sets[i][0]] && k < 4 && sets[i][k]; k++)
            if (!role[sets[i][k]])
                zc_survey_warning(loader, role[sets[i][0]]->line, "role",
                                  "有角色 %s，却没有 %s，程序认不出这张表",
                                  "there is a role %s and no %s: the program does not know the "
                                  "form for what it is",
                                  zc_role_name(sets[i][0]), zc_role_name(sets[i][k]));
}

void zc_load_check(struct zc_loader *loader)
{
    const struct zc_form *form = loader->form;

    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        check_calculation(loader, q);
        check_misplaced(loader, q);
        check_count(loader, q);
        check_default(loader, q);
        if (q->type == ZC_TYPE_GROUP)
            check_table_list(loader, q);
    }
    check_translations(loader, &loader->survey);
    check_translations(loader, &loader->choices);
    check_key_field(loader);
    check_outcome(loader);
    check_sets(loader);
    if (form->nquestions <= 1 && !loader->findings->nerrors)
        zc_survey_error(loader, 0, "", "表里没有题目", "the form has no question");
}

#include "forms/pack_reports.h"
#include "forms/finding.h"
#include "forms/pack.h"
#include <string.h>

/* reports.csv, line by line: sets before what uses them, measures before tables. */

struct reading {
    struct zc_pack *pack;
    const struct zc_list *lines;
    struct zc_findings *findings;
    uint32_t row; /* the line at hand */
    struct zc_pack_measure *measures;
    struct zc_pack_table *tables;
    struct zc_pack_listing *listings;
    struct zc_pack_view *views;
    struct zc_pack_reports *out;
};

static struct zc_str cell_at(const struct reading *r, uint32_t row, const char *col)
{
    return zc_list_cell(r->lines, row, zc_list_col(r->lines, zc_str_of(col)));
}

static struct zc_str cell(const struct reading *r, const char *col)
{
    return cell_at(r, r->row, col);
}

static struct zc_report_line line_of(const struct reading *r)
{
    return (struct zc_report_line){ cell(r, "report"), cell(r, "line"), cell(r, "zh"),
                                    cell(r, "en") };
}

static bool is_ours(struct zc_str report, struct zc_str of)
{
    return zc_str_is(report, "*") || zc_str_eq(report, of);
}

static void find_fault(const struct reading *r, const char *col, const struct zc_err *err)
{
    zc_finding_put(r->findings, false, ZC_STR("reports.csv"), r->row + 2, zc_str_of(col),
                   (struct zc_text){ err->msg, err->msg });
}

static void find_unknown(const struct reading *r, const char *col, const char *zh, const char *en,
                         struct zc_str what)
{
    zc_finding_add(r->findings, false, ZC_STR("reports.csv"), r->row + 2, zc_str_of(col), zh, en,
                   ZC_ARG(what));
}

static void find_missing(const struct reading *r, const char *col, struct zc_text what)
{
    zc_finding_put(r->findings, false, ZC_STR("reports.csv"), r->row + 2, zc_str_of(col), what);
}

/* Forms and expressions over them */

static const struct zc_form *form_of(const struct reading *r, struct zc_str id)
{
    const struct zc_form *form = zc_pack_form(r->pack, id);
    if (!form)
        find_unknown(r, "form", "没有表“%.*s”", "there is no form '%.*s'", id);
    return form;
}

/* NULL: the cell is empty, or wrong, which is told. */
static const struct zc_expr *expr_of(const struct reading *r, const struct zc_form *form,
                                     const char *col)
{
    struct zc_str text = cell(r, col);
    struct zc_err err = { 0 };
    if (!form || text.len == 0)
        return NULL;
    const struct zc_expr *expr = zc_form_where(form, text, &r->pack->arena, &err);
    if (!expr)
        find_fault(r, col, &err);
    return expr;
}

static uint32_t count_words(struct zc_str text)
{
    struct zc_str word;
    uint32_t n = 0;
    while (zc_str_word(&text, &word))
        n++;
    return n;
}

static const struct zc_pack_counted *counted_of(const struct reading *r, uint32_t *n)
{
    struct zc_str rest = cell(r, "form"), word;
    struct zc_pack_counted *all =
        ZC_NEW(&r->pack->arena, struct zc_pack_counted, count_words(rest));
    *n = 0;
    if (rest.len == 0)
        find_missing(r, "form", (struct zc_text){ "这一行要写表", "this line needs a form" });
    while (zc_str_word(&rest, &word)) {
        const struct zc_form *form = form_of(r, word);
        if (form)
            all[(*n)++] = (struct zc_pack_counted){ form, expr_of(r, form, "where"),
                                                    expr_of(r, form, "value") };
    }
    return all;
}

/* Sets */

static void add_set(const struct reading *r, const struct zc_form *found,
                    const struct zc_form_set *set)
{
    struct zc_form *form = zc_pack_form(r->pack, found->id);
    for (uint32_t i = 0; i < form->nsets; i++)
        if (zc_str_eq(form->sets[i].name, set->name))
            find_unknown(r, "line", "这张表已有集合“%.*s”", "the form has a set '%.*s' already",
                         set->name);
    struct zc_form_set *sets = ZC_NEW(&r->pack->arena, struct zc_form_set, form->nsets + 1);
    if (form->nsets)
        memcpy(sets, form->sets, form->nsets * sizeof *sets);
    sets[form->nsets] = *set;
    form->sets = sets;
    form->nsets++;
}

static void read_set(const struct reading *r)
{
    uint32_t n;
    const struct zc_pack_counted *all = counted_of(r, &n);
    if (cell(r, "where").len == 0)
        find_missing(r, "where", (struct zc_text){ "集合要有条件", "a set needs a condition" });
    for (uint32_t i = 0; i < n; i++) {
        struct zc_form_set set = { cell(r, "line"), all[i].where };
        if (set.expr)
            add_set(r, all[i].form, &set);
    }
}

/* Measures */

static const struct zc_pack_measure *measure_of(const struct reading *r, struct zc_str name)
{
    for (uint32_t i = r->out->nmeasures; i-- > 0;) {
        const struct zc_pack_measure *measure = &r->measures[i];
        if (zc_str_eq(measure->line.name, name) && is_ours(measure->line.report, cell(r, "report")))
            return measure;
    }
    return NULL;
}

static bool read_unit(struct zc_str word, enum zc_measure_unit *unit)
{
    static const char *const units[] = { "n", "%", "x", "wan" };
    for (int i = 0; i < (int)(sizeof units / sizeof units[0]); i++) {
        if (zc_str_is(word, units[i])) {
            *unit = (enum zc_measure_unit)i;
            return true;
        }
    }
    return word.len == 0;
}

static void check_measure(const struct reading *r, const struct zc_pack_measure *measure)
{
    bool parts = measure->unit == ZC_UNIT_SHARE || measure->unit == ZC_UNIT_QUOTIENT;
    if (cell(r, "of").len && !measure->of)
        find_unknown(r, "of", "前面没有指标“%.*s”", "no measure '%.*s' stands before this line",
                     cell(r, "of"));
    else if (measure->of && measure->of->of)
        find_unknown(r, "of", "“%.*s”自己就是商，不能再作分母", "'%.*s' is a quotient itself",
                     cell(r, "of"));
    else if (parts != (measure->of != NULL))
        find_unknown(r, "unit", "单位“%.*s”：%% 和 x 要有 of，别的没有",
                     "unit '%.*s': %% and x go with a measure in `of`, others do not",
                     cell(r, "unit"));
}

static void read_measure(const struct reading *r)
{
    struct zc_pack_measure *measure = &r->measures[r->out->nmeasures];
    *measure = (struct zc_pack_measure){ .line = line_of(r),
                                         .where = cell(r, "where"),
                                         .sums = cell(r, "value").len > 0,
                                         .of = measure_of(r, cell(r, "of")) };
    measure->counted = counted_of(r, &measure->ncounted);
    if (!read_unit(cell(r, "unit"), &measure->unit))
        find_unknown(r, "unit", "没有单位“%.*s”，有 n %% x wan",
                     "there is no unit '%.*s'; there are n %% x wan", cell(r, "unit"));
    else
        check_measure(r, measure);
    r->out->nmeasures++;
}

/* Keys of rows and columns */

static uint32_t find_level(const struct zc_list *levels, struct zc_str name)
{
    return levels ? zc_list_find(levels, zc_list_col(levels, ZC_STR("level")), name, 0) : 0;
}

static struct zc_str level_cell(const struct zc_list *levels, uint32_t row, const char *col)
{
    return zc_list_cell(levels, row, zc_list_col(levels, zc_str_of(col)));
}

static const struct zc_list *list_named(const struct reading *r, struct zc_str name)
{
    for (uint32_t i = 0; i < r->pack->nlists; i++)
        if (zc_str_eq(r->pack->lists[i]->name, name))
            return r->pack->lists[i];
    return NULL;
}

static bool name_key(const struct reading *r, struct zc_str name, struct zc_pack_key *key)
{
    const struct zc_list *levels = r->pack->levels;
    uint32_t row = find_level(levels, name);
    *key = (struct zc_pack_key){ .name = name, .by = name };
    if (!levels || row >= levels->nrows)
        return false;
    struct zc_str list = level_cell(levels, row, "list");
    key->by = level_cell(levels, row, "by");
    key->groups = zc_str_is(list, "groups");
    key->labels = list_named(r, list);
    return true;
}

/* `${q}` of a question with choices: their list tells order and words. */
static const struct zc_list *list_of_answer(const struct zc_form *form, struct zc_str by)
{
    bool ambiguous;
    if (!zc_str_starts(by, ZC_STR("${")) || zc_str_find(by, ZC_STR("}")) + 1 != by.len)
        return NULL;
    const struct zc_question *q =
        zc_form_question(form, zc_str_head(zc_str_from(by, 2), by.len - 3), &ambiguous);
    bool choices = q && q->list && zc_type_is_select(q->type);
    return choices && !q->list->records && q->list->file.len == 0 ? q->list : NULL;
}

/* The key of every form that the measures count. */
static void bind_key(const struct reading *r, const char *col, const struct zc_pack_table *table,
                     struct zc_pack_key *key)
{
    struct zc_pack_keyed *forms =
        ZC_NEW(&r->pack->arena, struct zc_pack_keyed, r->pack->nforms + 1);
    struct zc_err err = { 0 };
    uint32_t nkeyed = 0;
    for (uint32_t f = 0; f < r->pack->nforms; f++) {
        const struct zc_form *form = r->pack->forms[f];
        bool counted = false;
        for (uint32_t m = 0; m < table->nmeasures; m++)
            for (uint32_t c = 0; c < table->measures[m]->ncounted; c++)
                counted |= table->measures[m]->counted[c].form == form;
        if (!counted)
            continue;
        forms[key->nforms] =
            (struct zc_pack_keyed){ form, zc_form_where(form, key->by, &r->pack->arena, &err) };
        if (!key->labels)
            key->labels = list_of_answer(form, key->by);
        nkeyed += forms[key->nforms++].by != NULL;
    }
    key->forms = forms;
    if (key->nforms > 0 && nkeyed == 0 && !key->groups)
        find_fault(r, col, &err);
}

/* Tables */

static void read_measures(const struct reading *r, const char *col, struct zc_pack_table *table)
{
    struct zc_str rest = cell(r, col), word;
    table->measures =
        ZC_NEW(&r->pack->arena, const struct zc_pack_measure *, count_words(rest) + 1);
    if (rest.len == 0)
        find_missing(r, col, (struct zc_text){ "这里要写指标", "measures are needed here" });
    while (zc_str_word(&rest, &word)) {
        const struct zc_pack_measure *measure = measure_of(r, word);
        if (measure)
            table->measures[table->nmeasures++] = measure;
        else
            find_unknown(r, col, "前面没有指标“%.*s”", "no measure '%.*s' stands before this line",
                         word);
    }
}

static void read_order(const struct reading *r, struct zc_pack_table *table)
{
    struct zc_str order = cell(r, "order");
    table->order = -1;
    table->descending = zc_str_starts(order, ZC_STR("-"));
    order = zc_str_from(order, table->descending);
    for (uint32_t i = 0; i < table->nmeasures; i++)
        if (zc_str_eq(table->measures[i]->line.name, order))
            table->order = (int)i;
    if (order.len > 0 && table->order < 0)
        find_unknown(r, "order", "“%.*s”不是这张表的指标", "'%.*s' is no measure of this table",
                     order);
}

static void read_table(const struct reading *r)
{
    struct zc_pack_table *table = &r->tables[r->out->ntables++];
    struct zc_str rows = cell(r, "rows"), compare = cell(r, "compare");
    bool crossed;
    *table = (struct zc_pack_table){ .line = line_of(r), .compares = zc_str_is(compare, "period") };
    crossed = name_key(r, cell(r, "cols"), &table->cols);
    if (!crossed)
        table->cols = (struct zc_pack_key){ 0 };
    read_measures(r, crossed ? "value" : "cols", table);
    if (crossed)
        bind_key(r, "cols", table, &table->cols);
    if (rows.len == 0)
        find_missing(r, "rows",
                     (struct zc_text){ "这里要写 measures、层级或算式",
                                       "measures, a level or an expression is needed here" });
    else if (!zc_str_is(rows, "measures")) {
        name_key(r, rows, &table->rows);
        bind_key(r, "rows", table, &table->rows);
    }
    if (crossed && table->rows.name.len > 0 && table->nmeasures > 1)
        find_missing(
            r, "value",
            (struct zc_text){ "行和列都是层级时只能有一个指标",
                              "with levels in rows and columns there can be one measure only" });
    if (compare.len > 0 && (!table->compares || crossed))
        find_unknown(r, "compare", "“%.*s”应为 period，列是层级的表没有",
                     "'%.*s' should be period; tables with a level in columns have none", compare);
    read_order(r, table);
}

/* Lists and views */

static void check_order(const struct reading *r, const struct zc_form *form)
{
    struct zc_str rest = cell(r, "order"), word;
    while (form && zc_str_word(&rest, &word)) {
        if (!zc_form_field(form, zc_str_from(word, zc_str_starts(word, ZC_STR("-")))))
            find_unknown(r, "order", "表里没有“%.*s”", "the form has no '%.*s'", word);
    }
}

static void read_listing(const struct reading *r)
{
    struct zc_pack_listing *list = &r->listings[r->out->nlistings++];
    struct zc_str rest = cell(r, "cols"), word;
    struct zc_str *fields = ZC_NEW(&r->pack->arena, struct zc_str, count_words(rest) + 1);
    *list = (struct zc_pack_listing){ .line = line_of(r),
                                      .form = form_of(r, cell(r, "form")),
                                      .where = cell(r, "where"),
                                      .order = cell(r, "order"),
                                      .fields = fields };
    list->condition = expr_of(r, list->form, "where");
    check_order(r, list->form);
    if (rest.len == 0)
        find_missing(r, "cols", (struct zc_text){ "这里要写字段", "fields are needed here" });
    while (list->form && zc_str_word(&rest, &word)) {
        if (zc_form_field(list->form, word))
            fields[list->nfields++] = word;
        else
            find_unknown(r, "cols", "表里没有“%.*s”", "the form has no '%.*s'", word);
    }
}

static void read_view(const struct reading *r)
{
    struct zc_pack_view *view = &r->views[r->out->nviews++];
    const struct zc_form *form = form_of(r, cell(r, "form"));
    *view = (struct zc_pack_view){ cell(r, "form"), cell(r, "zh"), cell(r, "en"), cell(r, "where"),
                                   cell(r, "order") };
    expr_of(r, form, "where");
    check_order(r, form);
}

static void check_name(const struct reading *r)
{
    struct zc_str name = cell(r, "line"), report = cell(r, "report");
    if (report.len == 0 || name.len == 0)
        find_missing(r, "line",
                     (struct zc_text){ "report 和 line 两列都要填",
                                       "columns report and line are both needed" });
    for (uint32_t before = 0; before < r->row; before++)
        if (zc_str_eq(cell_at(r, before, "report"), report) &&
            zc_str_eq(cell_at(r, before, "line"), name)) {
            find_unknown(r, "line", "“%.*s”在这个报表里出现两次",
                         "'%.*s' stands twice in its report", name);
            return;
        }
}

static void read_line(const struct reading *r)
{
    static const struct {
        const char *kind;
        void (*read)(const struct reading *r);
    } kinds[] = { { "set", read_set },
                  { "measure", read_measure },
                  { "table", read_table },
                  { "list", read_listing },
                  { "view", read_view } };
    struct zc_str kind = cell(r, "kind");
    check_name(r);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (zc_str_is(kind, kinds[i].kind)) {
            kinds[i].read(r);
            return;
        }
    }
    find_unknown(r, "kind", "没有种类“%.*s”，有 set measure table list view",
                 "there is no kind '%.*s'; there are set measure table list view", kind);
}

void zc_pack_reports_read(struct zc_pack *pack, const struct zc_list *lines,
                          struct zc_findings *findings)
{
    struct zc_arena *arena = &pack->arena;
    uint32_t n = lines->nrows;
    struct reading r = { .pack = pack,
                         .lines = lines,
                         .findings = findings,
                         .measures = ZC_NEW(arena, struct zc_pack_measure, n),
                         .tables = ZC_NEW(arena, struct zc_pack_table, n),
                         .listings = ZC_NEW(arena, struct zc_pack_listing, n),
                         .views = ZC_NEW(arena, struct zc_pack_view, n),
                         .out = &pack->reports };
    pack->reports = (struct zc_pack_reports){
        .measures = r.measures, .tables = r.tables, .listings = r.listings, .views = r.views
    };
    for (; r.row < n; r.row++)
        read_line(&r);
}

struct zc_str zc_report_line_title(const struct zc_report_line *line)
{
    return zc_lang_get() == ZC_LANG_ZH || line->en.len == 0 ? line->zh : line->en;
}

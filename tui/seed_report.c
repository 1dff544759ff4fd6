#include "tui/seed_report.h"
#include "tui/report_impl.h"

/* What a column counts of the tallies of a form. */
enum of { OF_SHOWN, OF_END, OF_ANSWER, OF_LINKED, OF_VOID, OF_ONLY, OF_CONFLICT, OF_LACKS };
struct column {
    enum of of;
    enum zc_seed_end end;            /* END */
    struct zc_str text;              /* ANSWER: the value; LACKS: name of the list */
    uint32_t list;                   /* LACKS: its number in `form` */
    const struct zc_seed_form *form; /* NULL: the column is about every form */
};

/* What a row is about. */
enum who { WHO_LIST, WHO_UNNAMED, WHO_NEW, WHO_ALL };
struct line {
    enum who who;
    uint32_t list;
    struct zc_str name;
};

struct making {
    const struct zc_seed_count *count;
    struct zc_report *out;
    struct column *what;
    struct zc_report_column *columns;
    uint32_t ncolumns, nrows;
    struct zc_report_row *rows;
    bool several; /* forms with records */
};

static const struct zc_report_measure shown = { "units",
                                                { "在册", "units" },
                                                { "这份名单里的单位，台账里看得到的",
                                                  "units of the list that the ledger shows" },
                                                "",
                                                NULL };
static const struct zc_report_measure ends[ZC_SEED_ENDS] = {
    [ZC_SEED_MATCHED] = { "matched",
                          { "核到", "found" },
                          { "走访时找到的单位，拒绝登记的也在内",
                            "units found by the visit, also those that refused" },
                          "",
                          NULL },
    [ZC_SEED_GONE] = { "gone",
                       { "已失", "gone" },
                       { "查无此单位、已搬离、已注销或吊销",
                         "no such unit, moved away, or deregistered" },
                       "",
                       NULL },
    [ZC_SEED_DOUBLE] = { "double",
                         { "重复", "double" },
                         { "走访时认定重复登记的", "found to be registered twice" },
                         "",
                         NULL },
    [ZC_SEED_OUT] = { "out",
                      { "不属", "out" },
                      { "不属调查对象", "out of scope of the survey" },
                      "",
                      NULL },
    [ZC_SEED_OPEN] = { "open",
                       { "未完", "open" },
                       { "还没有走访，或门锁无人要复访", "not visited yet, or nobody was there" },
                       "",
                       NULL },
    [ZC_SEED_OTHER] = { "other",
                        { "其他", "other" },
                        { "方案没有归类的走访结果", "an answer that the survey does not sort" },
                        "",
                        NULL },
};
static const struct zc_report_measure linked = {
    "linked", { "并入", "linked" }, { "已并入另一条的", "linked to another record" }, "linked", NULL
};
static const struct zc_report_measure voided = {
    "void", { "作废", "void" }, { "已作废的", "void" }, "void", NULL
};
static const struct zc_report_measure only = { "only",
                                               { "仅此", "only" },
                                               { "只有这份名单有、别的名单都没有的单位",
                                                 "units that no other list has" },
                                               "",
                                               NULL };
static const struct zc_report_measure conflict = {
    "conflict",
    { "矛盾", "conflict" },
    { "名单之间或名单与登记说法不同、还没有裁定的单位",
      "units of which the lists, or a list and the ledger, say different things" },
    "conflict",
    NULL
};

/* Which records, as an expression of the form */

static struct zc_str values_of(const struct making *m, enum zc_seed_end end)
{
    struct zc_str values = { 0 };
    if (zc_seed_end_rule(end))
        zc_pack_rule(m->count->survey->pack, zc_str_of(zc_seed_end_rule(end)), &values);
    return values;
}

static struct zc_str where_of_end(const struct making *m, struct zc_str field, enum zc_seed_end end)
{
    struct zc_str values = values_of(m, end);
    struct zc_arena *arena = &m->out->arena;
    if (field.len == 0)
        return end == ZC_SEED_OPEN ? ZC_STR("true()") : ZC_STR("false()");
    if (end == ZC_SEED_OPEN)
        return zc_arena_printf(arena, "(${%.*s} = '' or selected('%.*s', ${%.*s}))", ZC_ARG(field),
                               ZC_ARG(values), ZC_ARG(field));
    if (end != ZC_SEED_OTHER)
        return zc_arena_printf(arena, "(${%.*s} != '' and selected('%.*s', ${%.*s}))",
                               ZC_ARG(field), ZC_ARG(values), ZC_ARG(field));
    struct zc_buf known = { 0 };
    for (int i = 0; i < ZC_SEED_OTHER; i++) {
        values = values_of(m, (enum zc_seed_end)i);
        zc_buf_printf(&known, "%.*s ", ZC_ARG(values));
    }
    struct zc_str where = zc_arena_printf(arena, "(${%.*s} != '' and not(selected('%s', ${%.*s})))",
                                          ZC_ARG(field), zc_buf_cstr(&known), ZC_ARG(field));
    zc_buf_release(&known);
    return where;
}

static struct zc_str where_of_column(const struct making *m, const struct zc_seed_form *form,
                                     const struct column *column)
{
    struct zc_arena *arena = &m->out->arena;
    struct zc_str field = form->outcome ? form->outcome->name : (struct zc_str){ 0 };
    switch (column->of) {
    case OF_END:
        return where_of_end(m, field, column->end);
    case OF_ANSWER:
        return field.len
                   ? zc_arena_printf(arena, "${%.*s} = '%.*s'", ZC_ARG(field), ZC_ARG(column->text))
                   : ZC_STR("true()");
    case OF_ONLY:
        return ZC_STR("${_lists} != '' and not(contains(${_lists}, ' '))");
    case OF_LACKS:
        return zc_arena_printf(arena, "not(selected(${_lists}, '%.*s'))", ZC_ARG(column->text));
    default:
        return ZC_STR("true()");
    }
}

static struct zc_str where_of_line(const struct making *m, const struct line *line)
{
    switch (line->who) {
    case WHO_LIST:
        return zc_arena_printf(&m->out->arena, "selected(${_lists}, '%.*s')", ZC_ARG(line->name));
    case WHO_UNNAMED:
        return ZC_STR("${_seed} = 'yes' and ${_lists} = ''");
    case WHO_NEW:
        return ZC_STR("${_seed} = 'no'");
    default:
        return ZC_STR("true()");
    }
}

/* Columns */

static void put_column(struct making *m, struct column what,
                       const struct zc_report_measure *measure)
{
    m->what[m->ncolumns] = what;
    m->columns[m->ncolumns++] =
        (struct zc_report_column){ .name = zc_str_of(measure->name),
                                   .label = zc_str_of(zc_text_get(measure->label)),
                                   .measure = measure };
}

static bool has_end(const struct making *m, enum zc_seed_end end)
{
    for (uint32_t f = 0; f < m->count->nforms; f++) {
        for (size_t i = 0; i < m->count->forms[f].ntallies; i++) {
            if (m->count->forms[f].tallies[i].end == end)
                return true;
        }
    }
    return false;
}

/* What the survey sorts is a column even where it counts nothing. */
static void columns_of_ends(struct making *m)
{
    static const enum zc_seed_end order[] = { ZC_SEED_MATCHED, ZC_SEED_GONE, ZC_SEED_DOUBLE,
                                              ZC_SEED_OUT,     ZC_SEED_OPEN, ZC_SEED_OTHER };
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        enum zc_seed_end end = order[i];
        if (end == ZC_SEED_OPEN || values_of(m, end).len > 0 || has_end(m, end))
            put_column(m, (struct column){ .of = OF_END, .end = end }, &ends[end]);
    }
}

/* One column an answer of the visit, and one for none. */
static void columns_of_answers(struct making *m)
{
    static const struct zc_report_measure none = {
        "none", { "未填", "none" }, { "还没有走访结果的", "without an answer" }, "", NULL
    };
    const struct zc_seed_form *form = m->count->forms;
    const struct zc_list *list = form->outcome ? form->outcome->list : NULL;
    struct zc_arena *arena = &m->out->arena;
    for (uint32_t row = 0; list && row < list->nrows; row++) {
        struct zc_str value = zc_choice_value(list, row);
        const char *label =
            zc_arena_cstr(arena, zc_choice_label(list, row, zc_form_lang(form->form)));
        struct zc_report_measure *measure = ZC_NEW(arena, struct zc_report_measure, 1);
        *measure = (struct zc_report_measure){
            zc_arena_cstr(arena, value), { label, label }, { label, label }, "", NULL
        };
        put_column(m, (struct column){ .of = OF_ANSWER, .text = value }, measure);
    }
    put_column(m, (struct column){ .of = OF_ANSWER }, &none);
}

/* What the line has and this list lacks. */
static void columns_of_lists(struct making *m)
{
    struct zc_arena *arena = &m->out->arena;
    for (uint32_t f = 0; f < m->count->nforms; f++) {
        const struct zc_seed_form *form = &m->count->forms[f];
        for (uint32_t i = 0; i < form->nlists; i++) {
            struct zc_report_measure *measure = ZC_NEW(arena, struct zc_report_measure, 1);
            struct zc_str label =
                zc_arena_printf(arena, ZC_T("无 %.*s", "not %.*s"), ZC_ARG(form->lists[i]));
            struct zc_str name = zc_arena_printf(arena, "not %.*s", ZC_ARG(form->lists[i]));
            *measure =
                (struct zc_report_measure){ .name = name.ptr,
                                            .label = { label.ptr, label.ptr },
                                            .definition = { "这一行有、而这份名单没有的单位",
                                                            "units of the line that this list "
                                                            "lacks" },
                                            .queue = "" };
            put_column(
                m,
                (struct column){ .of = OF_LACKS, .list = i, .form = form, .text = form->lists[i] },
                measure);
        }
    }
}

static uint32_t most_columns(const struct zc_seed_count *count)
{
    uint32_t n = 8 + ZC_SEED_ENDS;
    for (uint32_t f = 0; f < count->nforms; f++) {
        const struct zc_question *q = count->forms[f].outcome;
        n += count->forms[f].nlists + (q && q->list ? q->list->nrows : 0);
    }
    return n;
}

static void make_columns(struct making *m)
{
    uint32_t most = most_columns(m->count);
    m->columns = ZC_NEW(&m->out->arena, struct zc_report_column, most);
    m->what = ZC_NEW(&m->out->arena, struct column, most);
    put_column(m, (struct column){ .of = OF_SHOWN }, &shown);
    if (m->out->ask.kind == ZC_REPORT_LISTS) {
        put_column(m, (struct column){ .of = OF_ONLY }, &only);
        columns_of_lists(m);
    } else if (m->out->ask.daily && m->count->nforms > 0) {
        columns_of_answers(m);
    } else {
        columns_of_ends(m);
    }
    put_column(m, (struct column){ .of = OF_CONFLICT }, &conflict);
    if (m->out->ask.kind == ZC_REPORT_SEEDS) {
        put_column(m, (struct column){ .of = OF_LINKED }, &linked);
        put_column(m, (struct column){ .of = OF_VOID }, &voided);
    }
    m->out->columns = m->columns;
    m->out->ncolumns = m->ncolumns;
}

/* Rows */

static bool is_of(const struct zc_seed_tally *tally, const struct line *line)
{
    switch (line->who) {
    case WHO_LIST:
        return tally->lists >> line->list & 1;
    case WHO_UNNAMED:
        return tally->seed && tally->lists == 0;
    case WHO_NEW:
        return !tally->seed;
    default:
        return true;
    }
}

static struct zc_str answer_of(const struct zc_seed_form *form, const struct zc_seed_tally *tally)
{
    return tally->answer == ZC_SEED_NO_ANSWER ? (struct zc_str){ 0 }
                                              : zc_choice_value(form->outcome->list, tally->answer);
}

static bool is_in(const struct zc_seed_form *form, const struct zc_seed_tally *tally,
                  const struct column *column)
{
    if (column->of == OF_LINKED || column->of == OF_VOID)
        return tally->place == (column->of == OF_LINKED ? ZC_SEED_LINKED : ZC_SEED_VOID);
    if (tally->place != ZC_SEED_SHOWN)
        return false;
    switch (column->of) {
    case OF_END:
        return tally->end == column->end;
    case OF_ANSWER:
        return zc_str_eq(answer_of(form, tally), column->text);
    case OF_ONLY: /* in one list, and no other */
        return tally->lists != 0 && (tally->lists & (tally->lists - 1)) == 0;
    case OF_CONFLICT:
        return tally->conflict;
    case OF_LACKS:
        return !(tally->lists >> column->list & 1);
    default:
        return true;
    }
}

static const struct zc_text counting = { "正在数，请稍等", "being counted" };
static const struct zc_text other_form = { "这份名单是另一张表的", "a list of another form" };

static struct zc_figure figure_of(const struct making *m, const struct zc_seed_form *form,
                                  const struct line *line, const struct column *column)
{
    uint64_t n = 0;
    if (!m->count->done)
        return zc_figure_unknown(counting);
    if (column->form && column->form != form)
        return zc_figure_unknown(other_form);
    for (size_t i = 0; i < form->ntallies; i++) {
        const struct zc_seed_tally *tally = &form->tallies[i];
        n += is_of(tally, line) && is_in(form, tally, column) ? tally->n : 0;
    }
    return zc_figure_count(n);
}

static void put_row(struct making *m, const struct zc_seed_form *form, const struct line *line,
                    struct zc_str name, struct zc_str label)
{
    struct zc_arena *arena = &m->out->arena;
    struct zc_figure *cells = ZC_NEW(arena, struct zc_figure, m->ncolumns);
    struct zc_str *wheres = ZC_NEW(arena, struct zc_str, m->ncolumns);
    struct zc_str mine = where_of_line(m, line);
    for (uint32_t c = 0; c < m->ncolumns; c++) {
        struct zc_str where = where_of_column(m, form, &m->what[c]);
        cells[c] = figure_of(m, form, line, &m->what[c]);
        wheres[c] = zc_arena_printf(arena, "%.*s and %.*s", ZC_ARG(mine), ZC_ARG(where));
    }
    m->rows[m->nrows++] =
        (struct zc_report_row){ .kind = line->who == WHO_ALL ? ZC_ROW_TOTAL : ZC_ROW_PLACE,
                                .name = name,
                                .label = label,
                                .form = form->form ? form->form->id : (struct zc_str){ 0 },
                                .wheres = wheres,
                                .cells = cells };
}

static bool has_any(const struct zc_seed_form *form, const struct line *line)
{
    for (size_t i = 0; i < form->ntallies; i++) {
        if (is_of(&form->tallies[i], line))
            return true;
    }
    return false;
}

/* With its form in front where records of several forms are told of. */
static struct zc_str labelled(const struct making *m, const struct zc_seed_form *form,
                              struct zc_str label)
{
    struct zc_arena *arena = &m->out->arena;
    struct zc_str title = zc_form_title(form->form, zc_form_lang(form->form), arena);
    return m->several ? zc_arena_printf(arena, "%.*s %.*s", ZC_ARG(title), ZC_ARG(label)) : label;
}

static void rows_of_form(struct making *m, const struct zc_seed_form *form)
{
    static const struct {
        struct line line;
        const char *name;
        struct zc_text label;
        bool always;
    } others[] = {
        { { .who = WHO_UNNAMED }, "unnamed", { "没有名字的名单", "unnamed lists" }, false },
        { { .who = WHO_NEW }, "new", { "新增（名单没有）", "new (in no list)" }, false },
        { { .who = WHO_ALL }, "total", { "合计", "total" }, true },
    };
    for (uint32_t i = 0; i < form->nlists; i++) {
        struct zc_str name = zc_arena_copy(&m->out->arena, form->lists[i]);
        struct line line = { .who = WHO_LIST, .list = i, .name = name };
        put_row(m, form, &line, name, labelled(m, form, name));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i].always || has_any(form, &others[i].line))
            put_row(m, form, &others[i].line, zc_str_of(others[i].name),
                    labelled(m, form, zc_str_of(zc_text_get(others[i].label))));
    }
}

static void make_rows(struct making *m)
{
    static const struct zc_seed_form none; /* of a survey without a ledger */
    static const struct line all = { .who = WHO_ALL };
    uint32_t most = 0, told = 0;
    for (uint32_t f = 0; f < m->count->nforms; f++) {
        most += m->count->forms[f].nlists + 3;
        told += m->count->forms[f].ntallies > 0;
    }
    m->several = told > 1;
    m->rows = ZC_NEW(&m->out->arena, struct zc_report_row, most + 1);
    for (uint32_t f = 0; f < m->count->nforms; f++) {
        if (m->count->forms[f].ntallies > 0 || (told == 0 && f == 0))
            rows_of_form(m, &m->count->forms[f]);
    }
    if (m->nrows == 0)
        put_row(m, &none, &all, ZC_STR("total"), zc_str_of(ZC_T("合计", "total")));
    m->out->rows = m->rows;
    m->out->nrows = m->nrows;
}

/* Words */

static void add_note(struct making *m, struct zc_str note)
{
    m->out->notes[m->out->nnotes++] = note;
}

static bool has_lists(const struct zc_seed_count *count)
{
    for (uint32_t f = 0; f < count->nforms; f++) {
        if (count->forms[f].nlists > 0)
            return true;
    }
    return false;
}

static void set_words(struct making *m, const struct zc_report_facts *facts)
{
    struct zc_report *out = m->out;
    char at[ZC_DATETIME_TEXT];
    zc_moment_print(facts->as_of, false, at);
    out->as_of = zc_arena_printf(&out->arena, "%.5s %.5s", at + 5, at + 11);
    out->title = zc_str_of(ZC_T("底册核对", "base lists"));
    out->when = zc_arena_printf(&out->arena, ZC_T("截至 %.*s", "as of %.*s"), ZC_ARG(out->as_of));
    if (!m->count->done)
        add_note(m, zc_arena_printf(
                        &out->arena, ZC_T("正在数：%llu/%llu 条", "counting: %llu of %llu records"),
                        (unsigned long long)m->count->read, (unsigned long long)m->count->all));
    else if (!has_lists(m->count))
        add_note(m,
                 zc_str_of(ZC_T("还没有导入过有名字的名单；导入名单时，文件名就是名单的名字",
                                "no named list was taken in yet; a list is called as its file")));
    if (out->ask.kind == ZC_REPORT_SEEDS)
        add_note(m, zc_str_of(ZC_T("一行里：在册＋并入＋作废＝名单收下的条数；在册＝核到＋已失＋"
                                   "重复＋不属＋未完",
                                   "of a line: units + linked + void = what the list brought; "
                                   "units = all ends together")));
    else
        add_note(m, zc_str_of(ZC_T("“无 某名单”：这一行有、那份名单没有的单位",
                                   "'not LIST': units of the line that LIST lacks")));
    add_note(m,
             zc_arena_printf(&out->arena, ZC_T("数据截至 %.*s", "as of %.*s"), ZC_ARG(out->as_of)));
}

bool zc_seed_report_is(int kind)
{
    return kind == ZC_REPORT_SEEDS || kind == ZC_REPORT_LISTS;
}

void zc_seed_report_make(const struct zc_seed_count *count, const struct zc_report_facts *facts,
                         const struct zc_report_ask *ask, struct zc_report *out)
{
    struct making m = { .count = count, .out = out };
    *out = (struct zc_report){ .kind = &zc_report_kinds[ask->kind],
                               .ask = *ask,
                               .running = true,
                               .today = facts->today,
                               .first_day = facts->today };
    make_columns(&m);
    make_rows(&m);
    zc_report_measure_columns(out, m.columns);
    set_words(&m, facts);
}

#include "tui/table_report.h"
#include "core/alloc.h"
#include "core/text.h"
#include "tui/report_impl.h"
#include <string.h>

struct zc_table_count {
    struct zc_survey *survey;
    const struct zc_pack_table **tables;
    uint32_t ntables;
    struct zc_table_when when;
    struct zc_period period;
    bool running;
    int64_t today;
    struct zc_tally *now, *before; /* before: NULL when nothing is compared, or nothing was */
    bool counted;                  /* `now` is done */
};

static struct zc_days_asked days_of(struct zc_period period, int64_t as_of)
{
    return (struct zc_days_asked){ period.number ? period.first : as_of,
                                   period.number ? period.last : as_of, as_of };
}

static bool any_compares(const struct zc_table_count *count)
{
    for (uint32_t t = 0; t < count->ntables; t++)
        if (count->tables[t]->compares)
            return true;
    return false;
}

static void begin_before(struct zc_table_count *count)
{
    const struct zc_pack *pack = count->survey->pack;
    struct zc_period last = zc_period_of(pack, count->period.number - 1);
    struct zc_tally_ask ask = { .days = days_of(last, last.last), .dated = true };
    if (count->period.number > 1 && any_compares(count))
        count->before = zc_tally_new(count->survey, count->tables, count->ntables, &ask);
}

struct zc_table_count *zc_table_count_new(struct zc_survey *survey,
                                          const struct zc_pack_table *const *tables,
                                          uint32_t ntables, const struct zc_table_when *when)
{
    struct zc_table_count *count = zc_alloc_zeroed(1, sizeof *count);
    int64_t today = zc_clock_today(&survey->clock), as_of = when->day ? when->day : today;
    struct zc_period now = zc_period_at(survey->pack, as_of);
    count->survey = survey;
    count->ntables = ntables;
    count->tables = zc_alloc_zeroed(ntables + 1, sizeof *count->tables);
    memcpy(count->tables, tables, ntables * sizeof *tables);
    count->when = *when;
    count->today = today;
    count->period = now;
    count->running = when->day == 0;
    if (when->period > 0 && when->period < now.number) {
        count->period = zc_period_of(survey->pack, when->period);
        count->running = false;
        as_of = count->period.last;
    }
    count->when.day = as_of;
    struct zc_tally_ask ask = { .days = days_of(count->period, as_of), .dated = !count->running };
    count->now = zc_tally_new(survey, count->tables, ntables, &ask);
    begin_before(count);
    return count;
}

void zc_table_count_free(struct zc_table_count *count)
{
    if (!count)
        return;
    zc_tally_free(count->now);
    zc_tally_free(count->before);
    zc_free(count->tables);
    zc_free(count);
}

bool zc_table_count_step(struct zc_table_count *count, int ms, bool *done, struct zc_err *err)
{
    bool over = false, ok;
    ok = zc_tally_step(count->counted ? count->before : count->now, ms, &over, err);
    *done = ok && over && (count->counted || !count->before);
    count->counted |= ok && over;
    return ok;
}

void zc_table_count_progress(const struct zc_table_count *count, uint64_t *read, uint64_t *all)
{
    uint64_t more_read = 0, more = 0;
    zc_tally_progress(count->now, read, all);
    if (count->before)
        zc_tally_progress(count->before, &more_read, &more);
    *read += more_read;
    *all += count->before && more == 0 ? *all : more; /* the second half is not known before */
}

/* Making the report */

struct making {
    const struct zc_table_count *count;
    uint32_t at;
    const struct zc_pack_table *table;
    struct zc_report *out;
    struct zc_report_measure *measures;
    struct zc_report_column *columns;
    struct zc_report_row *rows;
    struct zc_tally_keys row_keys, col_keys, before_keys;
};

static struct zc_arena *arena_of(const struct making *m)
{
    return &m->out->arena;
}

static struct zc_text text_of(const struct making *m, struct zc_str zh, struct zc_str en)
{
    const char *first = zc_arena_cstr(arena_of(m), zh);
    return (struct zc_text){ first, en.len > 0 ? zc_arena_cstr(arena_of(m), en) : first };
}

/* A line of conditions; '%' stands for days there. */
static void put_where(struct zc_str label, struct zc_str expr, struct zc_buf *out)
{
    zc_buf_printf(out, "%swhere\t%.*s\t", out->len > 0 ? "\n" : "", ZC_ARG(label));
    for (size_t i = 0; i < expr.len; i++)
        zc_buf_printf(out, expr.ptr[i] == '%' ? "%%%%" : "%c", expr.ptr[i]);
}

static void describe(const struct zc_pack_measure *measure, struct zc_buf *out)
{
    if (measure->where.len > 0)
        zc_buf_printf(out, ZC_T("条件 %.*s", "condition %.*s"), ZC_ARG(measure->where));
    else
        zc_buf_text(out, ZC_T("全部记录", "all records"));
    if (measure->of)
        zc_buf_printf(out, ZC_T("；分母是“%.*s”", "; divided by '%.*s'"),
                      ZC_ARG(zc_report_line_title(&measure->of->line)));
}

static void make_measures(struct making *m)
{
    struct zc_buf text = { 0 };
    m->measures = ZC_NEW(arena_of(m), struct zc_report_measure, m->table->nmeasures);
    for (uint32_t i = 0; i < m->table->nmeasures; i++) {
        const struct zc_pack_measure *from = m->table->measures[i];
        struct zc_report_measure *measure = &m->measures[i];
        struct zc_str label = zc_report_line_title(&from->line);
        measure->name = zc_arena_cstr(arena_of(m), from->line.name);
        measure->label = text_of(m, from->line.zh, from->line.en);
        zc_buf_reset(&text);
        describe(from, &text);
        measure->definition = text_of(m, zc_buf_str(&text), zc_buf_str(&text));
        zc_buf_reset(&text);
        if (from->of && from->of->where.len > 0 &&
            from->of->counted[0].form == from->counted[0].form)
            put_where(zc_report_line_title(&from->of->line), from->of->where, &text);
        if (from->where.len > 0)
            put_where(label, from->where, &text);
        measure->conditions = zc_arena_cstr(arena_of(m), zc_buf_str(&text));
        measure->form = from->counted[0].form->id;
    }
    zc_buf_release(&text);
}

/* Keys as places where the ledger can take them, else as a condition. */
static struct zc_str condition_of(const struct making *m, const struct zc_pack_key *key,
                                  const struct zc_tally_key *one)
{
    struct zc_buf text = { 0 }, expr = { 0 };
    bool quoted = one->key.len > 0 && memchr(one->key.ptr, '\'', one->key.len);
    if (!key->groups) {
        zc_buf_printf(&expr, quoted ? "(%.*s) = \"%.*s\"" : "(%.*s) = '%.*s'", ZC_ARG(key->by),
                      ZC_ARG(one->key));
        put_where(one->label, zc_buf_str(&expr), &text);
    }
    struct zc_str copy = zc_arena_copy(arena_of(m), zc_buf_str(&text));
    zc_buf_release(&text);
    zc_buf_release(&expr);
    return copy;
}

static struct zc_figure figure(const struct making *m, bool before, const struct zc_tally_key *row,
                               const struct zc_tally_key *col, uint32_t measure)
{
    static const struct zc_text first = { "这是第一轮，前面没有", "this is the first period" };
    const struct zc_tally *tally = before ? m->count->before : m->count->now;
    struct zc_tally_key own = { 0 };
    if (!tally)
        return zc_figure_unknown(first);
    if (before && row) { /* the same key has a slot of its own there */
        own.slot = UINT32_MAX;
        for (uint32_t i = 0; i < m->before_keys.n; i++)
            if (zc_str_eq(m->before_keys.keys[i].key, row->key))
                own = m->before_keys.keys[i];
        row = &own;
    }
    return zc_tally_figure(tally, m->at, row, col, measure);
}

static const struct zc_text then = { "这是那时的数，台账只能列出现在的记录",
                                     "a figure of the past; the ledger lists records of now" };
static const struct zc_text differs = { "这是两个数的差，背后没有记录",
                                        "the difference of two figures has no records" };

static struct zc_report_column word_column(const char *name, const char *label)
{
    return (struct zc_report_column){ .name = zc_str_of(name), .label = zc_str_of(label) };
}

/* Measures as rows: now, or before, now and change, or a column a key. */
static void rows_of_measures(struct making *m)
{
    bool compares = m->table->compares, crossed = m->table->cols.name.len > 0;
    uint32_t n = crossed ? m->col_keys.n + 1 : compares ? 3 : 1;
    m->columns = ZC_NEW(arena_of(m), struct zc_report_column, n);
    m->out->ncolumns = n;
    if (compares) {
        m->columns[0] = word_column("before", ZC_T("上轮末", "before"));
        m->columns[0].closed = then;
        m->columns[2] = word_column("change", ZC_T("增减", "change"));
        m->columns[2].closed = differs;
    }
    if (!crossed)
        m->columns[compares] =
            word_column("now", m->count->running ? ZC_T("现在", "now") : ZC_T("到那天", "then"));
    for (uint32_t i = 0; crossed && i < n; i++) {
        const struct zc_tally_key *key = i + 1 < n ? &m->col_keys.keys[i] : NULL;
        m->columns[i] = key ? (struct zc_report_column){ .name = key->key, .label = key->label }
                            : word_column("total", ZC_T("合计", "total"));
        if (key)
            m->columns[i].conditions = condition_of(m, &m->table->cols, key);
    }
    m->rows = ZC_NEW(arena_of(m), struct zc_report_row, m->table->nmeasures);
    m->out->nrows = m->table->nmeasures;
    for (uint32_t i = 0; i < m->table->nmeasures; i++) {
        struct zc_figure *cells = ZC_NEW(arena_of(m), struct zc_figure, n);
        for (uint32_t c = 0; crossed && c < n; c++)
            cells[c] = figure(m, false, NULL, c + 1 < n ? &m->col_keys.keys[c] : NULL, i);
        if (!crossed)
            cells[compares] = figure(m, false, NULL, NULL, i);
        if (compares) {
            cells[0] = figure(m, true, NULL, NULL, i);
            cells[2] = zc_figure_difference(&cells[1], &cells[0]);
        }
        m->rows[i] =
            (struct zc_report_row){ .kind = ZC_ROW_MEASURE,
                                    .name = m->table->measures[i]->line.name,
                                    .label = zc_report_line_title(&m->table->measures[i]->line),
                                    .measure = &m->measures[i],
                                    .cells = cells };
    }
}

/* Keys as rows, the total last. */

static uint32_t columns_of_keys(struct making *m)
{
    bool crossed = m->table->cols.name.len > 0;
    uint32_t each = m->table->compares ? 2 : 1;
    uint32_t n = crossed ? m->col_keys.n + 1 : m->table->nmeasures * each;
    m->columns = ZC_NEW(arena_of(m), struct zc_report_column, n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = crossed ? 0 : i / each;
        const struct zc_report_measure *measure = &m->measures[at];
        const struct zc_tally_key *key = crossed && i + 1 < n ? &m->col_keys.keys[i] : NULL;
        struct zc_str name = zc_str_of(measure->name);
        if (crossed)
            m->columns[i] = (struct zc_report_column){
                .name = key ? key->key : ZC_STR("total"),
                .label = key ? key->label : zc_str_of(ZC_T("合计", "total")),
                .measure = measure,
                .conditions = key ? condition_of(m, &m->table->cols, key) : (struct zc_str){ 0 }
            };
        else if (i % each == 1)
            m->columns[i] =
                (struct zc_report_column){ .name = zc_arena_printf(arena_of(m), "%.*s_change",
                                                                   ZC_ARG(name)),
                                           .label = zc_str_of(ZC_T("增减", "change")),
                                           .measure = measure,
                                           .closed = differs };
        else
            m->columns[i] = (struct zc_report_column){
                .name = name, .label = zc_str_of(zc_text_get(measure->label)), .measure = measure
            };
    }
    m->out->ncolumns = n;
    return each;
}

static void fill_row(struct making *m, const struct zc_tally_key *key, uint32_t each,
                     struct zc_report_row *row)
{
    bool crossed = m->table->cols.name.len > 0;
    uint32_t n = m->out->ncolumns;
    struct zc_figure *cells = ZC_NEW(arena_of(m), struct zc_figure, n), was;
    for (uint32_t c = 0; c < n; c++) {
        if (crossed)
            cells[c] = figure(m, false, key, c + 1 < n ? &m->col_keys.keys[c] : NULL, 0);
        else
            cells[c] = figure(m, false, key, NULL, c / each);
        if (!crossed && c % each == 1) {
            was = figure(m, true, key, NULL, c / each);
            cells[c] = zc_figure_difference(&cells[c - 1], &was);
        }
    }
    *row = (struct zc_report_row){ .kind = ZC_ROW_TOTAL,
                                   .name = ZC_STR("total"),
                                   .label = zc_str_of(ZC_T("合计", "total")) };
    if (key) {
        row->kind = key->key.len > 0 ? ZC_ROW_PLACE : ZC_ROW_NONE;
        row->name = key->key.len > 0 ? key->key : ZC_STR("none");
        row->label = key->label;
        row->group = key->group;
        row->conditions = condition_of(m, &m->table->rows, key);
    }
    row->cells = cells;
}

struct ordering {
    const struct zc_pack_table *table;
    uint32_t column;
};

/* What is not known comes last either way. */
static double size_of(const struct zc_figure *figure)
{
    switch (figure->kind) {
    case ZC_FIGURE_COUNT:
        return (double)figure->n;
    case ZC_FIGURE_SHARE:
        return (double)figure->n / (double)figure->of;
    case ZC_FIGURE_UNKNOWN:
        return 0;
    default:
        return (double)figure->by;
    }
}

static bool comes_before(const struct ordering *by, const struct zc_report_row *a,
                         const struct zc_report_row *b)
{
    const struct zc_figure *x = &a->cells[by->column], *y = &b->cells[by->column];
    if (x->kind == ZC_FIGURE_UNKNOWN || y->kind == ZC_FIGURE_UNKNOWN)
        return x->kind != ZC_FIGURE_UNKNOWN && y->kind == ZC_FIGURE_UNKNOWN;
    return by->table->descending ? size_of(x) > size_of(y) : size_of(x) < size_of(y);
}

/* Few rows; equal ones keep the order of the list. The total is not among them. */
static void order_rows(struct making *m, uint32_t each)
{
    struct ordering by = { m->table, (uint32_t)m->table->order * each };
    for (uint32_t i = 1; m->table->order >= 0 && i + 1 < m->out->nrows; i++) {
        struct zc_report_row moved = m->rows[i];
        uint32_t to = i;
        for (; to > 0 && comes_before(&by, &moved, &m->rows[to - 1]); to--)
            m->rows[to] = m->rows[to - 1];
        m->rows[to] = moved;
    }
}

static void rows_of_keys(struct making *m)
{
    uint32_t each = columns_of_keys(m);
    m->rows = ZC_NEW(arena_of(m), struct zc_report_row, m->row_keys.n + 1);
    for (uint32_t i = 0; i <= m->row_keys.n; i++)
        fill_row(m, i < m->row_keys.n ? &m->row_keys.keys[i] : NULL, each, &m->rows[i]);
    m->out->nrows = m->row_keys.n + 1;
    if (m->table->cols.name.len == 0)
        order_rows(m, each);
}

static void set_kind(struct making *m)
{
    const struct zc_report_line *line = &m->table->line;
    struct zc_report_kind *kind = ZC_NEW(arena_of(m), struct zc_report_kind, 1);
    struct zc_text about = { "方案自己定义的报表", "a report that the survey defines" };
    kind->name =
        zc_arena_cstr(arena_of(m), zc_arena_printf(arena_of(m), "%.*s.%.*s", ZC_ARG(line->report),
                                                   ZC_ARG(line->name)));
    kind->title = text_of(m, line->zh, line->en);
    kind->about = about;
    m->out->kind = kind;
}

static void set_time(struct making *m)
{
    const struct zc_table_count *count = m->count;
    struct zc_report_facts facts = { .pack = count->survey->pack,
                                     .today = count->today,
                                     .as_of = zc_clock_moment(&count->survey->clock) };
    struct zc_report *out = m->out;
    char day[ZC_DATE_TEXT];
    out->ask.period = count->period.number;
    zc_report_set_time(&facts, out);
    if (count->running)
        return;
    zc_date_print(zc_date_of_days(count->when.day), day);
    out->as_of = zc_arena_copy(arena_of(m), zc_str_of(day));
    out->closed = then;
}

void zc_table_report(const struct zc_table_count *count, uint32_t table, struct zc_report *out)
{
    *out = (struct zc_report){ 0 };
    struct making m = { .count = count, .at = table, .table = count->tables[table], .out = out };
    set_kind(&m);
    set_time(&m);
    zc_tally_rows(count->now, table, &out->arena, &m.row_keys);
    zc_tally_cols(count->now, table, &out->arena, &m.col_keys);
    if (count->before)
        zc_tally_rows(count->before, table, &out->arena, &m.before_keys);
    make_measures(&m);
    if (m.table->rows.name.len > 0)
        rows_of_keys(&m);
    else
        rows_of_measures(&m);
    out->columns = m.columns;
    out->rows = m.rows;
    zc_report_measure_columns(out, m.columns);
    out->notes[out->nnotes++] =
        zc_arena_printf(&out->arena, ZC_T("数据截至 %.*s", "as of %.*s"), ZC_ARG(out->as_of));
}

const struct zc_pack_table *zc_table_find(const struct zc_pack *pack, struct zc_str name)
{
    for (uint32_t t = 0; t < pack->reports.ntables; t++) {
        const struct zc_report_line *line = &pack->reports.tables[t].line;
        struct zc_str report =
            zc_str_head(name, name.len < line->report.len ? name.len : line->report.len);
        struct zc_str rest = zc_str_from(name, report.len);
        if (zc_str_eq(report, line->report) && zc_str_starts(rest, ZC_STR(".")) &&
            zc_str_eq(zc_str_from(rest, 1), line->name))
            return &pack->reports.tables[t];
    }
    return NULL;
}

#include "tui/report_impl.h"

/* Which records stand behind a figure. */

static void print_day(int64_t day, char out[ZC_DATE_TEXT])
{
    zc_date_print(zc_date_of_days(day), out);
}

static int64_t best_day(const struct zc_report *report, const uint64_t *days)
{
    uint32_t best = 0;
    for (uint32_t i = 1; days && i < report->ndays; i++)
        best = days[i] > days[best] ? i : best;
    return report->first_day + best;
}

static void add_conditions(const struct zc_report *report, const uint64_t *days, int64_t last,
                           const char *lines, struct zc_buf *out)
{
    char day[ZC_DATE_TEXT];
    for (; *lines; lines++) {
        if (*lines != '%') {
            zc_buf_char(out, *lines);
            continue;
        }
        lines++;
        if (*lines == '%') {
            zc_buf_char(out, '%');
            continue;
        }
        print_day(*lines == 'F'   ? report->first_day
                  : *lines == 'T' ? report->today
                  : *lines == 'M' ? best_day(report, days)
                                  : last,
                  day);
        zc_buf_text(out, day);
    }
}

/* "walked" and the like as an expression of the form: by the answer to its outcome. */
static void add_walk(const struct zc_form *form, const struct zc_report_measure *measure,
                     struct zc_buf *out)
{
    struct zc_arena arena = { 0 };
    const struct zc_question *q = form->by_role[ZC_ROLE_OUTCOME];
    bool open = measure->walk & 1 << ZC_WALK_OPEN, again = measure->walk & 1 << ZC_WALK_AGAIN;
    struct zc_str words = zc_survey_outcomes(q, "open", &arena);
    if (open == again) /* open and again, or neither */
        words = zc_arena_printf(&arena, "%.*s %.*s", ZC_ARG(words),
                                ZC_ARG(zc_survey_outcomes(q, "again", &arena)));
    zc_buf_printf(out, "%swhere\t%s\t", out->len > 0 ? "\n" : "", zc_text_get(measure->label));
    zc_buf_printf(out,
                  open ? "${%.*s} = '' or selected('%.*s', ${%.*s})"
                       : "${%.*s} != '' and not(selected('%.*s', ${%.*s}))",
                  ZC_ARG(q->field), ZC_ARG(words), ZC_ARG(q->field));
    zc_arena_release(&arena);
}

/* Records of this form that are so far; false: it is none of the walk. */
static bool add_walk_condition(const struct zc_report *report,
                               const struct zc_report_measure *measure, struct zc_str *form_id,
                               struct zc_buf *conditions)
{
    const struct zc_form *form = measure->doors ? report->doors : NULL;
    for (uint32_t i = 0; !form && !measure->doors && i < report->pack->nforms; i++)
        if (report->pack->forms[i]->in_ledger)
            form = report->pack->forms[i];
    if (!form || !form->by_role[ZC_ROLE_OUTCOME])
        return false;
    if (measure->doors)
        *form_id = form->id;
    if (measure->walk)
        add_walk(form, measure, conditions);
    return true;
}

static void add_line(struct zc_str line, struct zc_buf *out)
{
    if (line.len > 0)
        zc_buf_printf(out, "%s%.*s", out->len > 0 ? "\n" : "", ZC_ARG(line));
}

bool zc_report_records(const struct zc_report *report, uint32_t row, uint32_t column,
                       struct zc_str *form, struct zc_str *queue, struct zc_buf *conditions)
{
    const struct zc_report_row *at = &report->rows[row];
    const struct zc_report_measure *measure = zc_report_measure(report, row, column);
    int64_t last = report->first_day + report->ndays - 1;
    *queue = *form = (struct zc_str){ 0 };
    if ((at->kind == ZC_ROW_NONE && at->conditions.len == 0) || zc_text_get(report->closed) ||
        zc_text_get(report->columns[column].closed) ||
        at->cells[column].kind == ZC_FIGURE_UNKNOWN ||
        (measure == &zc_report_measures[ZC_M_TARGET] && at->has_fixed_target))
        return false;
    *form = at->form;
    if (at->wheres) {
        *queue = zc_str_of(measure->queue);
        zc_buf_printf(conditions, "where\t%s\t%.*s", zc_text_get(measure->label),
                      ZC_ARG(at->wheres[column]));
        return true;
    }
    if (!measure) { /* a day */
        zc_buf_printf(conditions, "is\t_submitted\t%.*s", ZC_ARG(report->columns[column].name));
        return true;
    }
    if (measure->form.len > 0)
        *form = measure->form;
    if (measure->queue)
        *queue = zc_str_of(measure->queue);
    if (at->kind == ZC_ROW_MEASURE && column == ZC_SUMMARY_CHANGE)
        measure = &zc_report_measures[ZC_M_PERIOD];
    if (at->kind == ZC_ROW_MEASURE && column == ZC_SUMMARY_BEFORE)
        last = report->first_day - 1;
    if (measure->conditions)
        add_conditions(report, at->days, last, measure->conditions, conditions);
    add_line(at->conditions, conditions);
    add_line(report->columns[column].conditions, conditions);
    if (measure->doors || measure->walk)
        return add_walk_condition(report, measure, form, conditions);
    return true;
}

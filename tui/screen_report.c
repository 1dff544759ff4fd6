#include "core/text.h"
#include "tui/frame.h"
#include "tui/gap.h"
#include "tui/glyph.h"
#include "tui/ledger_view.h"
#include "tui/popup.h"
#include "tui/report_draw.h"
#include "tui/report_save.h"
#include "tui/screens.h"
#include "tui/seed_report.h"
#include "tui/table_report.h"
#include <stdio.h>

struct reports {
    struct zc_survey *survey;
    struct zc_report_facts facts;
    struct zc_report report;
    struct zc_report_ask ask;
    struct zc_report_frame frame; /* row and column are those in focus */
    struct zc_buf explained;      /* code of the place that is being explained */
    bool failed;                  /* the counters could not be read again */
    struct zc_seed_count seeds;   /* for reports about base lists, once one was asked for */
    int64_t shown_ms;             /* when a count in progress was shown last */
    /* A table of the survey: it is counted between keys; until then the report of before stays. */
    bool of_survey;
    uint32_t table;
    struct zc_table_count *count; /* in progress; NULL: none is */
};

enum {
    REPORT_UP = 1,
    REPORT_DOWN,
    REPORT_PGUP,
    REPORT_PGDN,
    REPORT_FIRST,
    REPORT_LAST,
    REPORT_NEXT,
    REPORT_BEFORE,
    REPORT_OLDER,
    REPORT_NEWER,
    REPORT_STREET,
    REPORT_COMMUNITY,
    REPORT_DAILY,
    REPORT_OPEN,
    REPORT_CSV,
    REPORT_PAGE,
    REPORT_EXPLAIN,
    REPORT_BACK,
    REPORT_SURVEY,
    REPORT_TAB /* and those behind it */
};

static void clip_focus(struct reports *reports)
{
    const struct zc_report *report = &reports->report;
    struct zc_report_frame *frame = &reports->frame;
    if (frame->row >= report->nrows)
        frame->row = report->nrows - 1;
    if (frame->column >= report->ncolumns)
        frame->column = report->ncolumns - 1;
}

/* A count of the base lists begins when it is asked for, and again when records changed. */
static void begin_seeds(struct reports *reports)
{
    struct zc_err err = { 0 };
    if (reports->seeds.survey && reports->seeds.number == reports->facts.number)
        return;
    zc_seed_count_release(&reports->seeds);
    if (!zc_seed_count_begin(&reports->seeds, reports->survey, &err))
        reports->seeds.done = reports->failed = true;
}

static bool shows_seeds(const struct reports *reports)
{
    return !reports->of_survey && zc_seed_report_is(reports->ask.kind);
}

static void stop_counting(struct reports *reports)
{
    zc_table_count_free(reports->count);
    reports->count = NULL;
}

static void make(struct reports *reports)
{
    const struct zc_pack *pack = reports->survey->pack;
    stop_counting(reports);
    if (reports->of_survey) {
        const struct zc_pack_table *table = &pack->reports.tables[reports->table];
        struct zc_table_when when = { .period = reports->ask.period };
        reports->count = zc_table_count_new(reports->survey, &table, 1, &when);
        return;
    }
    zc_report_release(&reports->report);
    if (zc_seed_report_is(reports->ask.kind)) {
        begin_seeds(reports);
        zc_seed_report_make(&reports->seeds, &reports->facts, &reports->ask, &reports->report);
    } else {
        zc_report_make(&reports->facts, &reports->ask, &reports->report);
    }
    clip_focus(reports);
}

/* One slice of the count of the base lists; its state shows now and then. */
static bool count_seeds(struct reports *reports, struct zc_app *app)
{
    enum { SHOW_MS = 200 };
    struct zc_err err = { 0 };
    if (!reports->seeds.survey || reports->seeds.done)
        return false;
    if (!zc_seed_count_step(&reports->seeds, ZC_SLICE_MS, &err)) {
        zc_app_fail(app, &err);
        reports->seeds.done = true;
    }
    int64_t now = zc_job_now();
    if (shows_seeds(reports) && (reports->seeds.done || now - reports->shown_ms >= SHOW_MS)) {
        reports->shown_ms = now;
        make(reports);
    }
    return true;
}

static bool reports_idle(void *state, struct zc_app *app)
{
    struct reports *reports = state;
    struct zc_err err = { 0 };
    bool done = false;
    if (!reports->count)
        return count_seeds(reports, app);
    if (!zc_table_count_step(reports->count, ZC_SLICE_MS, &done, &err)) {
        zc_app_fail(app, &err);
        stop_counting(reports);
    } else if (done) {
        zc_report_release(&reports->report);
        zc_table_report(reports->count, 0, &reports->report);
        reports->report.ask.kind = reports->ask.kind;
        clip_focus(reports);
        stop_counting(reports);
    }
    return true;
}

static bool reports_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct reports *reports = state;
    (void)args;
    reports->survey = app->survey;
    reports->frame.focused = true;
    if (!zc_report_facts_load(&reports->facts, reports->survey, err))
        return false;
    reports->ask.level = zc_report_usual_level(&reports->facts);
    make(reports);
    return true;
}

static void load_again(struct reports *reports, struct zc_app *app)
{
    struct zc_report_facts fresh;
    struct zc_err err = { 0 };
    bool ok = zc_report_facts_load(&fresh, reports->survey, &err);
    if (!ok) { /* those of before stay, with their time */
        zc_report_facts_release(&fresh);
        if (!reports->failed)
            zc_app_fail(app, &err);
        reports->failed = true;
        return;
    }
    reports->failed = false;
    zc_report_facts_release(&reports->facts);
    reports->facts = fresh;
    make(reports);
}

/* Rows between the rule under the tabs and the notes above the message area. */
enum { TOP = 3, HEAD_ROWS = 2, FRAME_ROWS = 5 };

static int body_rows(const struct zc_report *report, int rows)
{
    return rows - TOP - FRAME_ROWS - (int)report->nnotes;
}

/* Scrolls so that the focus shows. */
static void scroll(struct reports *reports, int rows, int cols)
{
    struct zc_report_frame *frame = &reports->frame;
    uint32_t shown = (uint32_t)(body_rows(&reports->report, rows) - HEAD_ROWS);
    frame->top = TOP;
    frame->height = body_rows(&reports->report, rows);
    if (frame->row < frame->first_row)
        frame->first_row = frame->row;
    if (frame->row >= frame->first_row + shown)
        frame->first_row = frame->row - shown + 1;
    if (frame->column < frame->first_column)
        frame->first_column = frame->column;
    while (frame->column >=
           frame->first_column + zc_report_fit(&reports->report, cols, frame->first_column))
        frame->first_column++;
    /* All the way back when everything fits, as after a resize. */
    if (frame->column < zc_report_fit(&reports->report, cols, 0))
        frame->first_column = 0;
    if (reports->report.nrows <= shown)
        frame->first_row = 0;
}

static void reports_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct reports *reports = state;
    if (zc_report_facts_are_old(&reports->facts, reports->survey))
        load_again(reports, app);
    scroll(reports, rows, cols);
}

/* Drawing */

/* Gives where the next one begins; one that does not fit is left out. */
static int draw_tab(struct zc_canvas *canvas, int col, int number, const char *title, bool on)
{
    char text[60];
    int gap = canvas->cols >= 80 ? 2 : 1;
    snprintf(text, sizeof text, on ? "[%d %s]" : "%d %s", number, title);
    if (col + (int)zc_text_cols(zc_str_of(text)) > canvas->cols)
        return col;
    return zc_canvas_text(canvas, 1, col, on ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL, text) + gap;
}

static void draw_tabs(const struct reports *reports, struct zc_canvas *canvas)
{
    static const struct zc_text levels[ZC_AREA_LEVELS] = {
        [ZC_AREA_GROUP] = { "按小组", "by group" },
        [ZC_AREA_STREET] = { "按街镇", "by street" },
        [ZC_AREA_COMMUNITY] = { "按社区", "by community" },
    };
    const struct zc_report *report = &reports->report;
    int col = 1;
    uint32_t ntables = reports->survey->pack->reports.ntables;
    for (int i = 0; i < ZC_REPORTS; i++) {
        bool on = !reports->of_survey && i == reports->ask.kind;
        col = draw_tab(canvas, col, i + 1, zc_text_get(zc_report_kinds[i].title), on);
    }
    if (ntables > 0)
        col = draw_tab(canvas, col, ZC_REPORTS + 1, ZC_T("方案", "survey"), reports->of_survey);
    char right[60];
    bool daily = report->ask.daily && zc_text_get(report->kind->daily);
    if (reports->of_survey)
        snprintf(right, sizeof right, "%s%u/%u", reports->count ? ZC_T("统计中 ", "counting ") : "",
                 reports->table + 1, ntables);
    else
        snprintf(right, sizeof right, "%s%s%s", daily ? zc_text_get(report->kind->daily) : "",
                 daily ? "  " : "",
                 reports->ask.kind == ZC_REPORT_SUMMARY || shows_seeds(reports)
                     ? ""
                     : zc_text_get(levels[report->ask.level]));
    if (col + (int)zc_text_cols(zc_str_of(right)) < canvas->cols)
        zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_INFO, zc_str_of(right));
}

static void draw_notes(const struct zc_report *report, struct zc_canvas *canvas)
{
    int row = canvas->rows - FRAME_ROWS - (int)report->nnotes;
    for (uint32_t i = 0; i < report->nnotes; i++) {
        bool last = i + 1 == report->nnotes; /* as of when */
        zc_canvas_text(canvas, row, 1, last ? ZC_STYLE_NORMAL : ZC_STYLE_WARN,
                       zc_glyph(last ? ZC_GLYPH_OPEN : ZC_GLYPH_DOUBT));
        zc_canvas_fit(canvas, row++, 3, canvas->cols - 4, ZC_STYLE_NORMAL, report->notes[i], false);
    }
}

/* Of the coverage: what is known of the place, or that it has to be explained. */
static bool draw_place(const struct zc_report_row *row, struct zc_canvas *canvas)
{
    struct zc_buf text = { 0 };
    if (!row->alarm && row->note.len == 0)
        return false;
    zc_buf_printf(&text, "%s%s %.*s  ", row->alarm ? zc_glyph(ZC_GLYPH_ERROR) : "",
                  row->alarm ? ZC_T(" 没有走访", " nobody was there") : "", ZC_ARG(row->label));
    if (row->note.len > 0)
        zc_buf_add(&text, row->note);
    else
        zc_buf_text(&text, row->area.len > 0
                               ? ZC_T("请按 F8 写明原因和打算", "F8 explains why, and until when")
                               : ZC_T("请按街镇或社区（g、t）写明原因",
                                      "explain it by street or community (g, t)"));
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2,
                  row->alarm ? ZC_STYLE_ERROR : ZC_STYLE_DIM, zc_buf_str(&text), false);
    zc_buf_release(&text);
    return true;
}

/* One line about the figure in focus: the reason why it is not known, else what it is. */
static void draw_hint(const struct reports *reports, struct zc_canvas *canvas)
{
    const struct zc_report *report = &reports->report;
    uint32_t r = reports->frame.row, c = reports->frame.column;
    const struct zc_report_measure *measure = zc_report_measure(report, r, c);
    const struct zc_figure *figure = &report->rows[r].cells[c];
    struct zc_buf text = { 0 };
    if (draw_place(&report->rows[r], canvas))
        return;
    zc_buf_printf(&text, "%.*s %.*s  ", ZC_ARG(report->rows[r].label),
                  ZC_ARG(measure ? report->columns[c].label : report->columns[c].name));
    if (figure->kind == ZC_FIGURE_UNKNOWN)
        zc_buf_printf(&text, "%s %s", zc_glyph(ZC_GLYPH_UNKNOWN), zc_text_get(figure->why));
    else
        zc_buf_text(&text, zc_report_definition(report, r, c));
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

static void reports_draw(const void *state, struct zc_canvas *canvas)
{
    const struct reports *reports = state;
    const struct zc_report *report = &reports->report;
    char place[80];
    snprintf(place, sizeof place, "%s  %.*s", ZC_T("报表", "reports"), ZC_ARG(report->title));
    if (reports->of_survey && zc_text_get(report->kind->title))
        snprintf(place, sizeof place, "%s  %s", ZC_T("报表", "reports"),
                 zc_text_get(report->kind->title));
    zc_screens_title(canvas, reports->survey, place, report->when);
    draw_tabs(reports, canvas);
    zc_canvas_rule(canvas, 2);
    zc_report_draw(report, canvas, &reports->frame);
    draw_notes(report, canvas);
    zc_canvas_rule(canvas, canvas->rows - FRAME_ROWS);
    draw_hint(reports, canvas);
}

/* Acts */

static void show(struct reports *reports, int kind)
{
    if (kind != reports->ask.kind || reports->of_survey)
        reports->frame.row = reports->frame.column = 0;
    reports->ask.kind = kind;
    reports->of_survey = false;
    make(reports);
}

/* The first table of the survey, or the next one. */
static void show_table(struct reports *reports, struct zc_app *app)
{
    uint32_t n = reports->survey->pack->reports.ntables;
    if (n == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("这个方案没有定义报表", "this survey defines no reports"));
        return;
    }
    reports->table = reports->of_survey ? (reports->table + 1) % n : 0;
    reports->of_survey = true;
    reports->frame.row = reports->frame.column = 0;
    make(reports);
}

/* By this level, or again by the usual one. The summary has no places: its table by place is the
 * progress table. */
static void set_level(struct reports *reports, enum zc_area_level level)
{
    bool again = !reports->of_survey && reports->ask.level == level &&
                 reports->ask.kind != ZC_REPORT_SUMMARY;
    reports->ask.level = again ? zc_report_usual_level(&reports->facts) : level;
    show(reports, reports->ask.kind == ZC_REPORT_SUMMARY ? ZC_REPORT_PROGRESS : reports->ask.kind);
}

static void set_daily(struct reports *reports, struct zc_app *app)
{
    if (reports->of_survey || !zc_text_get(reports->report.kind->daily)) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("进度图、热力表可以看逐日，底册可以看逐项",
                        "chart and heat table have a view by day, seeds one by answer"));
        return;
    }
    reports->ask.daily = !reports->ask.daily;
    make(reports);
}

static void move_period(struct reports *reports, struct zc_app *app, int by)
{
    int now = zc_period_at(reports->facts.pack, reports->facts.today).number;
    int to = reports->report.ask.period + by;
    if (to < 1 || to > now) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   by < 0 ? ZC_T("这是第一轮，前面没有了", "this is the first period")
                          : ZC_T("后一轮还没有开始", "the next period has not begun"));
        return;
    }
    reports->ask.period = to;
    make(reports);
}

/* The records behind the figure in focus. */
static void open_figure(const struct reports *reports, struct zc_app *app)
{
    const struct zc_report *report = &reports->report;
    uint32_t r = reports->frame.row, c = reports->frame.column;
    const struct zc_report_row *row = &report->rows[r];
    struct zc_ledger_filter filter = { .group = row->group, .area = row->area };
    struct zc_buf conditions = { 0 }, label = { 0 };
    if (zc_report_records(report, r, c, &filter.form, &filter.queue, &conditions)) {
        const struct zc_report_measure *measure = zc_report_measure(report, r, c);
        if (row->kind == ZC_ROW_PLACE && row->conditions.len == 0)
            zc_buf_add(&label, row->label);
        if (filter.queue.len > 0)
            zc_buf_printf(&label, "%s%s", label.len > 0 ? " " : "", zc_text_get(measure->label));
        filter.label = zc_buf_str(&label);
        filter.conditions = zc_buf_str(&conditions);
        zc_app_push(app, &zc_screen_ledger, &filter);
    } else {
        zc_app_say(app, ZC_SAY_INFO, "%s", zc_report_closed(report, r, c));
    }
    zc_buf_release(&conditions);
    zc_buf_release(&label);
}

static void save(const struct reports *reports, struct zc_app *app, bool page)
{
    struct zc_buf shown = { 0 };
    struct zc_err err = { 0 };
    bool ok = !page || zc_report_save(&reports->report, ZC_REPORT_TXT, reports->survey, app->world,
                                      &shown, &err);
    if (ok && page)
        zc_buf_text(&shown, ZC_T("，同名 .csv", " and the same as .csv"));
    struct zc_buf table = { 0 };
    ok = ok &&
         zc_report_save(&reports->report, ZC_REPORT_CSV, reports->survey, app->world, &table, &err);
    if (ok)
        zc_app_say(app, ZC_SAY_DONE, "%s%s", ZC_T("已写 ", "written: "),
                   zc_buf_cstr(page ? &shown : &table));
    else
        zc_app_fail(app, &err);
    zc_buf_release(&shown);
    zc_buf_release(&table);
}

/* Why nobody was in the place in focus. */
static void ask_explanation(struct reports *reports, struct zc_app *app)
{
    const struct zc_report_row *row = &reports->report.rows[reports->frame.row];
    struct zc_arena arena = { 0 };
    if (reports->ask.kind != ZC_REPORT_COVERAGE || !row->alarm || row->area.len == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("说明写给“覆盖”里一处都没有走访的街镇或社区",
                        "explanations are for streets and communities of the coverage where nobody "
                        "was"));
        return;
    }
    struct zc_prompt prompt = {
        .title = zc_arena_printf(&arena, ZC_T("说明：%.*s", "explain: %.*s"), ZC_ARG(row->label)),
        .text = zc_str_of(ZC_T("为什么还没有走访，打算什么时候走？写下的会随数据一起上报。",
                               "Why was nobody there yet, and when will somebody be? What is "
                               "written travels with the data.")),
        .needed = true
    };
    zc_buf_reset(&reports->explained);
    zc_buf_add(&reports->explained, row->area);
    zc_app_push(app, &zc_popup_prompt, &prompt);
    zc_arena_release(&arena);
}

static enum zc_next reports_resume(void *state, struct zc_app *app)
{
    struct reports *reports = state;
    struct zc_err err = { 0 };
    bool written = reports->explained.len > 0 && app->result == 1;
    if (written && !zc_gap_put(reports->survey, zc_buf_str(&reports->explained),
                               zc_buf_str(&app->result_text), &err))
        zc_app_fail(app, &err);
    else if (written)
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("说明已记下", "the explanation is noted"));
    zc_buf_reset(&reports->explained);
    app->result = 0;
    return ZC_NEXT_STAY;
}

static void move_rows(struct reports *reports, int64_t by)
{
    int64_t to = (int64_t)reports->frame.row + by, last = (int64_t)reports->report.nrows - 1;
    reports->frame.row = (uint32_t)(to < 0 ? 0 : to > last ? last : to);
}

static void move_columns(struct reports *reports, int by)
{
    uint32_t n = reports->report.ncolumns;
    reports->frame.column = (reports->frame.column + n + (uint32_t)by) % n;
}

static enum zc_next reports_act(void *state, struct zc_app *app, int action)
{
    struct reports *reports = state;
    int page = reports->frame.height > HEAD_ROWS + 1 ? reports->frame.height - HEAD_ROWS - 1 : 1;
    switch (action) {
    case REPORT_UP:
    case REPORT_DOWN:
        move_rows(reports, action == REPORT_UP ? -1 : 1);
        break;
    case REPORT_PGUP:
    case REPORT_PGDN:
        move_rows(reports, action == REPORT_PGUP ? -page : page);
        break;
    case REPORT_FIRST:
    case REPORT_LAST:
        reports->frame.column = action == REPORT_FIRST ? 0 : reports->report.ncolumns - 1;
        break;
    case REPORT_NEXT:
    case REPORT_BEFORE:
        move_columns(reports, action == REPORT_NEXT ? 1 : -1);
        break;
    case REPORT_OLDER:
    case REPORT_NEWER:
        move_period(reports, app, action == REPORT_OLDER ? -1 : 1);
        break;
    case REPORT_STREET:
        set_level(reports, ZC_AREA_STREET);
        break;
    case REPORT_COMMUNITY:
        set_level(reports, ZC_AREA_COMMUNITY);
        break;
    case REPORT_DAILY:
        set_daily(reports, app);
        break;
    case REPORT_OPEN:
        open_figure(reports, app);
        break;
    case REPORT_CSV:
    case REPORT_PAGE:
        save(reports, app, action == REPORT_PAGE);
        break;
    case REPORT_EXPLAIN:
        ask_explanation(reports, app);
        break;
    case REPORT_SURVEY:
        show_table(reports, app);
        break;
    case REPORT_BACK:
        return ZC_NEXT_BACK;
    default:
        show(reports, action - REPORT_TAB);
    }
    return ZC_NEXT_STAY;
}

static void reports_help(const void *state, struct zc_buf *out)
{
    const struct reports *reports = state;
    zc_report_explain(&reports->report, reports->frame.row, reports->frame.column, out);
    zc_buf_text(out, reports->of_survey
                         ? ZC_T("\n方案自己定义的表：逐条问过看得到的记录数出来的，9 换下一张。\n",
                                "\nA table of the survey: every visible record was asked; 9 shows\n"
                                "the next one.\n")
                         : ZC_T("\n数都来自本库的计数，随时是最新的。\n",
                                "\nThe figures come from the counters of this store and are\n"
                                "always up to date.\n"));
    zc_buf_text(out, ZC_T("看得到的记录才算，作废的和并入别处的不算。不知道的写成一横，不写 0。\n"
                          "不到 100% 的不会写成 100.0%。\n",
                          "Only visible records count: nothing void, nothing linked to another\n"
                          "record. What is not known is a dash, never 0; a share below 100 % is\n"
                          "never printed as 100.0%.\n"));
}

static void reports_leave(void *state)
{
    struct reports *reports = state;
    stop_counting(reports);
    zc_report_release(&reports->report);
    zc_report_facts_release(&reports->facts);
    zc_buf_release(&reports->explained);
    zc_seed_count_release(&reports->seeds);
}

static const struct zc_binding reports_bindings[] = {
    { ZC_KEY_ENTER, REPORT_OPEN, { "看明细", "records" } },
    { ZC_KEY_TAB, REPORT_NEXT, { "下一列", "column" } },
    { ZC_KEY_LEFT, REPORT_OLDER, { "上一轮", "earlier" } },
    { ZC_KEY_RIGHT, REPORT_NEWER, { "下一轮", "later" } },
    { 'g', REPORT_STREET, { "按街镇", "streets" } },
    { 't', REPORT_COMMUNITY, { "按社区", "places" } },
    { 'd', REPORT_DAILY, { "逐日", "by day" } },
    { 'x', REPORT_CSV, { "导出", "export" } },
    { 'p', REPORT_PAGE, { "打印版", "print" } },
    { '1', REPORT_TAB + ZC_REPORT_SUMMARY, { "小结", "summary" } },
    { '2', REPORT_TAB + ZC_REPORT_PROGRESS, { "进度表", "progress" } },
    { '3', REPORT_TAB + ZC_REPORT_CHART, { "进度图", "chart" } },
    { '4', REPORT_TAB + ZC_REPORT_HEAT, { "热力表", "heat" } },
    { '5', REPORT_TAB + ZC_REPORT_REVIEW, { "核实", "review" } },
    { '6', REPORT_TAB + ZC_REPORT_COVERAGE, { "覆盖", "coverage" } },
    { '7', REPORT_TAB + ZC_REPORT_SEEDS, { "底册", "seeds" } },
    { '8', REPORT_TAB + ZC_REPORT_LISTS, { "比对", "lists" } },
    { '9', REPORT_SURVEY, { "方案表", "survey" } },
    { ZC_KEY_F8, REPORT_EXPLAIN, { "写说明", "explain" } },
    { ZC_KEY_ESC, REPORT_BACK, { "返回", "back" } },
    { ZC_KEY_BACKTAB, REPORT_BEFORE, { 0 } },
    { ZC_KEY_UP, REPORT_UP, { 0 } },
    { ZC_KEY_DOWN, REPORT_DOWN, { 0 } },
    { ZC_KEY_PGUP, REPORT_PGUP, { 0 } },
    { ZC_KEY_PGDN, REPORT_PGDN, { 0 } },
    { ZC_KEY_HOME, REPORT_FIRST, { 0 } },
    { ZC_KEY_END, REPORT_LAST, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_screen_report = {
    .name = "report",
    .title = { "报表", "reports" },
    .state_size = sizeof(struct reports),
    .bindings = reports_bindings,
    .enter = reports_enter,
    .update = reports_update,
    .draw = reports_draw,
    .act = reports_act,
    .resume = reports_resume,
    .idle = reports_idle,
    .help = reports_help,
    .leave = reports_leave,
};

#include "core/csv.h"
#include "core/sample.h"
#include "core/text.h"
#include "tui/check_view.h"
#include "tui/edit.h"
#include "tui/frame.h"
#include "tui/screens.h"
#include <stdio.h>
#include <string.h>

/* How checking is done (抽样设置): what waits or a sample, the rule of the sample, blind or not,
 * which questions. F2 draws where a new sample is wanted. */

enum {
    LINE_SOURCE,
    LINE_SHARE,
    LINE_LEAST,
    LINE_ALWAYS,
    LINE_BY,
    LINE_SEED,
    LINE_BLIND,
    LINE_WHOLE,
    LINES
};
enum { SOURCE_WAITING, SOURCE_BATCH, SOURCE_NEW, SOURCES };
enum { BY_NOTHING, BY_COMMUNITY, BY_WORKER, BY_INDUSTRY, BYS };

struct sampling {
    struct zc_check_view *view;
    const struct zc_form *form;
    struct zc_edit edits[LINES]; /* of the lines that are typed */
    bool has_batch, blind, whole;
    unsigned source, by;
    int focus;
    struct zc_arena arena;
};

enum { ACT_UP = 1, ACT_DOWN, ACT_LEFT, ACT_RIGHT, ACT_DRAW, ACT_CLOSE };

static bool is_typed(int line)
{
    return line == LINE_SHARE || line == LINE_LEAST || line == LINE_ALWAYS || line == LINE_SEED;
}

/* Lines of the rule count for a new sample only. */
static bool is_off(const struct sampling *sampling, int line)
{
    return line >= LINE_SHARE && line <= LINE_SEED && sampling->source != SOURCE_NEW;
}

/* What was typed last in this store: share, least, always, stratum. */

static const struct zc_str setting = ZC_LIT("sampling");

static struct zc_str field_by(const struct sampling *sampling)
{
    enum zc_role role = sampling->by == BY_COMMUNITY ? ZC_ROLE_COMMUNITY : ZC_ROLE_INDUSTRY;
    const struct zc_question *q = sampling->form->by_role[role];
    if (sampling->by == BY_WORKER)
        return ZC_STR("_by");
    return sampling->by == BY_NOTHING || !q ? (struct zc_str){ 0 } : q->field;
}

static bool has_stratum(const struct sampling *sampling)
{
    return sampling->by == BY_NOTHING || field_by(sampling).len > 0;
}

static void begin(struct sampling *sampling)
{
    struct zc_sampling rule;
    zc_sampling_begin(sampling->view->survey, sampling->form, &sampling->arena, &rule);
    struct zc_buf share = { 0 };
    zc_sample_share_put(rule.share, &share);
    zc_edit_set(&sampling->edits[LINE_SHARE], zc_buf_str(&share));
    zc_buf_release(&share);
    zc_edit_set(&sampling->edits[LINE_LEAST], zc_arena_printf(&sampling->arena, "%zu", rule.least));
    zc_edit_set(&sampling->edits[LINE_SEED], rule.seed);
    zc_edit_set(&sampling->edits[LINE_ALWAYS], (struct zc_str){ 0 });
}

static bool load_last(struct sampling *sampling, struct zc_err *err)
{
    struct zc_str cells[4], text;
    size_t n = 0;
    uint64_t by = 0;
    struct zc_txn *txn = zc_txn_begin(sampling->view->survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    text = zc_setting_get(txn, setting, &sampling->arena);
    zc_txn_abort(txn);
    if (text.len == 0 || !zc_csv_line(text, ',', &sampling->arena, 4, cells, &n, err) || n != 4)
        return true;
    zc_edit_set(&sampling->edits[LINE_SHARE], cells[0]);
    zc_edit_set(&sampling->edits[LINE_LEAST], cells[1]);
    zc_edit_set(&sampling->edits[LINE_ALWAYS], cells[2]);
    if (zc_str_to_u64(cells[3], &by) && by < BYS)
        sampling->by = (unsigned)by;
    return true;
}

static bool keep_last(const struct sampling *sampling, struct zc_err *err)
{
    static const int lines[] = { LINE_SHARE, LINE_LEAST, LINE_ALWAYS };
    struct zc_survey *survey = sampling->view->survey;
    struct zc_buf text = { 0 };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        zc_csv_put(&text, zc_edit_text(&sampling->edits[lines[i]]));
        zc_buf_char(&text, ',');
    }
    zc_buf_printf(&text, "%u", sampling->by);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    bool ok = txn && zc_txn_end(txn, zc_setting_put(txn, setting, zc_buf_str(&text), err), err);
    zc_buf_release(&text);
    return ok;
}

static bool sampling_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct sampling *sampling = state;
    struct zc_check_view *view = (struct zc_check_view *)(uintptr_t)args;
    struct zc_batch batch;
    (void)app;
    sampling->view = view;
    sampling->blind = view->blind;
    sampling->whole = view->whole;
    sampling->form = zc_survey_form(view->survey, (struct zc_str){ 0 }, err);
    if (!sampling->form || !zc_batch_load(view->survey, &sampling->arena, &batch, err))
        return false;
    sampling->has_batch = batch.n > 0;
    sampling->source = view->source == ZC_CHECK_WAITING ? SOURCE_WAITING
                       : batch.n > 0                    ? SOURCE_BATCH
                                                        : SOURCE_NEW;
    begin(sampling);
    return load_last(sampling, err);
}

/* Drawing */

static const char *line_label(int line)
{
    static const struct zc_text labels[LINES] = {
        [LINE_SOURCE] = { "核哪些", "which" },     [LINE_SHARE] = { "比例", "share" },
        [LINE_LEAST] = { "至少几条", "at least" }, [LINE_ALWAYS] = { "必抽条件", "always" },
        [LINE_BY] = { "分层", "strata" },          [LINE_SEED] = { "种子", "seed" },
        [LINE_BLIND] = { "盲核", "blind" },        [LINE_WHOLE] = { "核对项目", "questions" },
    };
    return zc_text_get(labels[line]);
}

static const char *line_value(const struct sampling *sampling, int line)
{
    static const struct zc_text sources[SOURCES] = {
        [SOURCE_WAITING] = { "等我核实的", "what waits for me" },
        [SOURCE_BATCH] = { "已抽的一批", "the batch that was drawn" },
        [SOURCE_NEW] = { "另抽一批", "a new sample" },
    };
    static const struct zc_text bys[BYS] = {
        [BY_NOTHING] = { "不分", "none" },
        [BY_COMMUNITY] = { "按社区", "by community" },
        [BY_WORKER] = { "按登记人", "by worker" },
        [BY_INDUSTRY] = { "按行业", "by industry" },
    };
    switch (line) {
    case LINE_SOURCE:
        return zc_text_get(sources[sampling->source]);
    case LINE_BY:
        return zc_text_get(bys[sampling->by]);
    case LINE_BLIND:
        return sampling->blind ? ZC_T("先填后看登记值", "type first, see then")
                               : ZC_T("不盲核", "no");
    default:
        return sampling->whole ? ZC_T("全部（复录）", "all (second entry)")
                               : ZC_T("主要项目", "the main ones");
    }
}

static void draw_line(const struct sampling *sampling, struct zc_canvas *canvas, int row, int col,
                      int cols, int line)
{
    bool focused = line == sampling->focus;
    enum zc_style style = is_off(sampling, line) ? ZC_STYLE_DIM : ZC_STYLE_NORMAL;
    enum { VALUE = 14 };
    if (focused)
        zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_text(canvas, row, col + 2, style, line_label(line));
    if (is_typed(line))
        zc_edit_draw(&sampling->edits[line], canvas, row, col + VALUE, cols - VALUE - 1, focused,
                     false);
    else
        zc_canvas_fit(canvas, row, col + VALUE, cols - VALUE - 1, style,
                      zc_str_of(line_value(sampling, line)), false);
    if (is_typed(line) && is_off(sampling, line))
        zc_canvas_style(canvas, row, col + VALUE, cols - VALUE - 1,
                        focused ? ZC_STYLE_EDIT : style);
    if (focused && !is_typed(line))
        zc_canvas_cursor(canvas, row, col);
}

static void sampling_draw(const void *state, struct zc_canvas *canvas)
{
    enum { ROWS = LINES + 5, COLS = 66 };
    const struct sampling *sampling = state;
    int cols = canvas->cols < 80 ? canvas->cols : COLS;
    int row = (canvas->rows - 1 - ROWS) / 2, col = (canvas->cols - cols) / 2;
    struct zc_buf keys = { 0 };
    zc_frame_popup_keys(zc_popup_sampling.bindings, &keys);
    zc_canvas_box(canvas, row, col, ROWS, cols, zc_str_of(ZC_T("抽样设置", "sampling")),
                  zc_buf_str(&keys));
    zc_buf_release(&keys);
    for (int line = 0; line < LINES; line++)
        draw_line(sampling, canvas, row + 1 + line, col + 2, cols - 4, line);
    zc_frame_lines(canvas, row + LINES + 2, col + 2, 2, cols - 4,
                   zc_str_of(ZC_T("同一种子、同一批记录，抽出的总是同一批。必抽条件如 "
                                  "${staff} > 100",
                                  "The same seed and records always give the same sample. A "
                                  "condition: ${staff} > 100")));
}

/* Keys */

static void step(struct sampling *sampling, int by)
{
    unsigned up = by > 0;
    switch (sampling->focus) {
    case LINE_SOURCE:
        do
            sampling->source = (sampling->source + (up ? 1 : SOURCES - 1)) % SOURCES;
        while (sampling->source == SOURCE_BATCH && !sampling->has_batch);
        break;
    case LINE_BY:
        do
            sampling->by = (sampling->by + (up ? 1 : BYS - 1)) % BYS;
        while (!has_stratum(sampling));
        break;
    case LINE_BLIND:
        sampling->blind = !sampling->blind;
        break;
    case LINE_WHOLE:
        sampling->whole = !sampling->whole;
        break;
    default:
        zc_edit_key(&sampling->edits[sampling->focus], by > 0 ? ZC_KEY_RIGHT : ZC_KEY_LEFT);
    }
}

static bool read_rule(struct sampling *sampling, struct zc_sampling *out, struct zc_err *err)
{
    struct zc_str least = zc_str_trim(zc_edit_text(&sampling->edits[LINE_LEAST]));
    struct zc_buf share = { 0 };
    uint64_t n = 0;
    *out = (struct zc_sampling){ .form = sampling->form,
                                 .seed = zc_str_trim(zc_edit_text(&sampling->edits[LINE_SEED])),
                                 .always = zc_str_trim(zc_edit_text(&sampling->edits[LINE_ALWAYS])),
                                 .by = field_by(sampling) };
    zc_text_half_width(zc_edit_text(&sampling->edits[LINE_SHARE]), &share);
    bool ok = zc_sample_share(zc_buf_str(&share), &out->share, err);
    zc_buf_release(&share);
    if (ok && least.len > 0 && !zc_str_to_u64(least, &n))
        ok = zc_fail(err, ZC_E_INPUT, "%s",
                     ZC_T("“至少几条”应为数字", "'at least' should be a number"));
    if (ok && out->seed.len == 0)
        ok = zc_fail(err, ZC_E_INPUT, "%s", ZC_T("种子不能空着", "the seed must not be empty"));
    out->least = (size_t)n;
    return ok;
}

static bool going(void *ctx, uint64_t done, uint64_t of)
{
    return zc_app_working(ctx, ZC_T("抽样", "sampling"), done, of);
}

static bool draw_sample(struct sampling *sampling, struct zc_app *app, struct zc_err *err)
{
    struct zc_sampling rule;
    struct zc_sample sample;
    struct zc_str name;
    if (!read_rule(sampling, &rule, err) ||
        !zc_sampling_draw(sampling->view->survey, &rule, going, app, &sampling->arena, &sample,
                          err) ||
        !zc_batch_keep(sampling->view->survey, &rule, &sample, &sampling->arena, &name, err))
        return false;
    zc_app_say(app, ZC_SAY_DONE,
               ZC_T("批次 %.*s：%llu 条里抽了 %zu 条", "batch %.*s: %llu records, %zu drawn"),
               ZC_ARG(name), (unsigned long long)sample.of, sample.n);
    return true;
}

static bool apply(struct sampling *sampling, struct zc_app *app, struct zc_err *err)
{
    bool sampled = sampling->source != SOURCE_WAITING;
    return zc_store_may_write(sampling->view->survey->store, err) && keep_last(sampling, err) &&
           (sampling->source != SOURCE_NEW || draw_sample(sampling, app, err)) &&
           zc_check_view_use(sampling->view, sampled ? ZC_CHECK_SAMPLE : ZC_CHECK_WAITING,
                             sampling->blind, sampling->whole, err);
}

static enum zc_next sampling_act(void *state, struct zc_app *app, int action)
{
    struct sampling *sampling = state;
    struct zc_err err = { 0 };
    switch (action) {
    case ACT_UP:
        sampling->focus = (sampling->focus + LINES - 1) % LINES;
        break;
    case ACT_DOWN:
        sampling->focus = (sampling->focus + 1) % LINES;
        break;
    case ACT_LEFT:
    case ACT_RIGHT:
        step(sampling, action == ACT_RIGHT ? 1 : -1);
        break;
    case ACT_DRAW:
        if (apply(sampling, app, &err)) {
            zc_app_result(app, 1, (struct zc_str){ 0 });
            return ZC_NEXT_BACK;
        }
        zc_app_fail(app, &err);
        break;
    default:
        zc_app_result(app, 0, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static bool always(const void *state)
{
    (void)state;
    return true;
}

static enum zc_next sampling_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct sampling *sampling = state;
    (void)app;
    if (!is_typed(sampling->focus)) {
        if (key == ' ')
            step(sampling, 1);
    } else if (key == ZC_KEY_PASTE) {
        zc_edit_insert(&sampling->edits[sampling->focus], text);
    } else {
        zc_edit_key(&sampling->edits[sampling->focus], key);
    }
    return ZC_NEXT_STAY;
}

static void sampling_leave(void *state)
{
    struct sampling *sampling = state;
    for (int line = 0; line < LINES; line++)
        zc_edit_release(&sampling->edits[line]);
    zc_arena_release(&sampling->arena);
}

static const struct zc_binding sampling_bindings[] = {
    { ZC_KEY_F2, ACT_DRAW, { "照此核实", "use it" } },
    { ZC_KEY_DOWN, ACT_DOWN, { "选项", "choose" } },
    { ZC_KEY_UP, ACT_UP, { 0 } },
    { ZC_KEY_ENTER, ACT_DOWN, { 0 } },
    { ZC_KEY_TAB, ACT_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, ACT_UP, { 0 } },
    { ZC_KEY_RIGHT, ACT_RIGHT, { "换", "change" } },
    { ZC_KEY_LEFT, ACT_LEFT, { 0 } },
    { ZC_KEY_ESC, ACT_CLOSE, { "返回", "back" } },
    { ZC_KEY_F3, ACT_CLOSE, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_sampling = {
    .name = "sampling",
    .title = { "抽样设置", "sampling" },
    .state_size = sizeof(struct sampling),
    .bindings = sampling_bindings,
    .popup = true,
    .enter = sampling_enter,
    .draw = sampling_draw,
    .act = sampling_act,
    .key = sampling_key,
    .typing = always,
    .leave = sampling_leave,
};

#include "core/text.h"
#include "tui/export_plan.h"
#include "tui/frame.h"
#include "tui/files_left.h"
#include "tui/glyph.h"
#include "tui/popup.h"
#include "tui/screens.h"
#include <assert.h>
#include <stdio.h>

/* 导出: which records, what of them, where to, done. Everything is chosen as last time, so F2 from
 * anywhere does the last export again. */

enum { STEP_RANGE = 1, STEP_CONTENT, STEP_PLACE, STEP_DONE, STEPS = STEP_DONE };
/* Lines that can be in focus; those of a step stand together. PLACE and more: a place. */
enum line {
    LINE_ALL,
    LINE_CHANGES,
    LINE_QUEUE,
    LINE_GIVEN,
    LINE_EXCHANGE,
    LINE_TABLE,
    LINE_FORM,
    LINE_DRAFTS,
    LINE_GB,
    LINE_MASK,
    LINE_OTHER,
    LINE_PLACE
};
static_assert(LINE_GIVEN - LINE_ALL == (int)ZC_PLAN_GIVEN, "the first lines are the ranges");
enum { LINES = 64 };
enum asking { ASKS_NOTHING, ASKS_EMPTY, ASKS_FOLDER, ASKS_QUEUE, ASKS_FORM };

struct exporting {
    struct zc_app *app;
    struct zc_export_plan plan;
    int step;
    uint32_t focus; /* in the lines of the step */
    enum line lines[LINES];
    uint32_t nlines;
    enum asking asking;
    struct zc_arena arena; /* lists to choose from */
};

/* Lines of a step */

static void add_line(struct exporting *export, enum line line)
{
    export->lines[export->nlines++] = line;
}

static bool is_chosen(const struct exporting *export, enum line line)
{
    switch (line) {
    case LINE_ALL:
    case LINE_CHANGES:
    case LINE_QUEUE:
    case LINE_GIVEN:
        return export->plan.range == (enum zc_plan_range)(line - LINE_ALL);
    case LINE_EXCHANGE:
        return export->plan.kind == ZC_GIVE_EXCHANGE;
    case LINE_TABLE:
        return export->plan.kind == ZC_GIVE_TABLE;
    case LINE_DRAFTS:
        return !export->plan.no_drafts;
    case LINE_GB:
        return export->plan.gb18030;
    case LINE_MASK:
        return export->plan.mask;
    default:
        return line >= LINE_PLACE &&
               zc_export_plan_site(&export->plan) == &export->plan.sites[line - LINE_PLACE];
    }
}

static void set_lines(struct exporting *export)
{
    export->nlines = 0;
    if (export->step == STEP_RANGE) {
        add_line(export, LINE_ALL);
        add_line(export, LINE_CHANGES);
        add_line(export, LINE_QUEUE);
        if (export->plan.given_label.len > 0)
            add_line(export, LINE_GIVEN);
    } else if (export->step == STEP_CONTENT) {
        add_line(export, LINE_EXCHANGE);
        add_line(export, LINE_TABLE);
        add_line(export, LINE_FORM);
        add_line(export, LINE_DRAFTS);
        if (export->plan.kind == ZC_GIVE_TABLE) {
            add_line(export, LINE_GB);
            add_line(export, LINE_MASK);
        }
    } else if (export->step == STEP_PLACE) {
        for (uint32_t i = 0; i < export->plan.nsites && i < LINES - 1; i++)
            add_line(export, (enum line)(LINE_PLACE + i));
        add_line(export, LINE_OTHER);
    }
    if (export->focus >= export->nlines)
        export->focus = export->nlines ? export->nlines - 1 : 0;
}

/* The focus begins on what is chosen. */
static void go_to_step(struct exporting *export, int step)
{
    export->step = step;
    export->focus = 0;
    set_lines(export);
    for (uint32_t i = 0; i < export->nlines; i++) {
        if (is_chosen(export, export->lines[i])) {
            export->focus = i;
            break;
        }
    }
}

static bool export_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct exporting *export = state;
    const struct zc_export_args *given = args;
    export->app = app;
    if (!zc_export_plan_init(&export->plan, app->survey, app->world, err))
        return false;
    if (given && given->rids)
        zc_export_plan_give(&export->plan, given->label, given->rids, given->n);
    else if (given && !zc_export_plan_set_queue(&export->plan, given->queue, err))
        return false;
    go_to_step(export, STEP_RANGE);
    return true;
}

static void export_leave(void *state)
{
    struct exporting *export = state;
    zc_export_plan_release(&export->plan);
    zc_arena_release(&export->arena);
}

/* Words */

static void put_range(const struct exporting *export, enum zc_plan_range range, struct zc_buf *out)
{
    if (range == ZC_PLAN_ALL)
        zc_buf_printf(out, ZC_T("全部 %llu 条", "all %llu records"),
                      (unsigned long long)export->plan.records);
    else if (range == ZC_PLAN_CHANGES && export->plan.last_at.len > 0)
        zc_buf_printf(out, ZC_T("自 %.*s 以来本机的改动 %llu 处", "%.*s: changes here since, %llu"),
                      ZC_ARG(export->plan.last_at), (unsigned long long)export->plan.changes);
    else if (range == ZC_PLAN_CHANGES)
        zc_buf_printf(out,
                      ZC_T("本机还没有导出过的改动 %llu 处", "changes here not yet exported, %llu"),
                      (unsigned long long)export->plan.changes);
    else if (range == ZC_PLAN_QUEUE)
        zc_buf_printf(out, ZC_T("按状态：%s %llu 条", "by state: %s, %llu"),
                      zc_text_get(zc_plan_queues[export->plan.queue].label),
                      (unsigned long long)export->plan.queued);
    else
        zc_buf_printf(out, ZC_T("台账里选的：%.*s %llu 条", "chosen in the ledger: %.*s, %llu"),
                      ZC_ARG(export->plan.given_label), (unsigned long long)export->plan.ngiven);
}

static void put_content(const struct exporting *export, struct zc_buf *out)
{
    struct zc_str form = zc_export_plan_form_name(&export->plan, export->plan.form);
    zc_buf_printf(out, "%s  %.*s%s",
                  export->plan.kind == ZC_GIVE_TABLE ? ZC_T("台账表格", "table")
                                                     : ZC_T("交换包", "exchange file"),
                  ZC_ARG(form),
                  export->plan.no_drafts ? ZC_T("  不含草稿", "  without drafts") : "");
    if (export->plan.kind == ZC_GIVE_TABLE && export->plan.gb18030)
        zc_buf_text(out, "  GB18030");
    if (export->plan.kind == ZC_GIVE_TABLE && export->plan.mask)
        zc_buf_text(out, ZC_T("  隐去电话", "  phones covered"));
}

static void put_place(const struct zc_site *place, struct zc_buf *out)
{
    zc_buf_printf(out, "%s%.*s",
                  place->kind == ZC_SITE_STICK  ? ZC_T("U 盘 ", "stick ")
                  : place->kind == ZC_SITE_HOME ? ZC_T("本机 ", "this machine ")
                                                : "",
                  ZC_ARG(place->name));
}

static const char *hint_of(enum line line)
{
    switch (line) {
    case LINE_CHANGES:
        return ZC_T("本机上次全部导出之后改过的记录，各带全部历史",
                    "records changed here since all was exported, each with its history");
    case LINE_QUEUE:
        return ZC_T("F4 或空格换状态", "F4 or Space: another state");
    case LINE_EXCHANGE:
        return ZC_T("给组长合并，含历史与草稿，不打码", "for the leader to merge, with history");
    case LINE_TABLE:
        return ZC_T("给人看的 CSV，表格软件可直接打开", "CSV for people, opens in spreadsheets");
    case LINE_FORM:
        return ZC_T("F4 或空格换", "F4 or Space: another");
    case LINE_GB:
        return ZC_T("给旧软件用；一般不勾", "for old software only");
    case LINE_MASK:
        return ZC_T("隐去的列改了也收不回来", "covered columns cannot be read back");
    default:
        return "";
    }
}

static void put_line(const struct exporting *export, enum line line, struct zc_buf *out)
{
    switch (line) {
    case LINE_EXCHANGE:
        zc_buf_text(out, ZC_T("合并用交换包", "exchange file"));
        break;
    case LINE_TABLE:
        zc_buf_text(out, ZC_T("台账表格", "table"));
        break;
    case LINE_FORM: {
        struct zc_str name = zc_export_plan_form_name(&export->plan, export->plan.form);
        zc_buf_printf(out, ZC_T("表：%.*s", "form: %.*s"), ZC_ARG(name));
        break;
    }
    case LINE_DRAFTS:
        zc_buf_text(out, ZC_T("草稿也给", "drafts too"));
        break;
    case LINE_GB:
        zc_buf_text(out, ZC_T("GB18030 编码", "in GB18030"));
        break;
    case LINE_MASK:
        zc_buf_text(out, ZC_T("隐去电话", "cover phones"));
        break;
    case LINE_OTHER:
        zc_buf_text(out, ZC_T("其他位置…", "another folder…"));
        break;
    default:
        if (line >= LINE_PLACE)
            put_place(&export->plan.sites[line - LINE_PLACE], out);
        else
            put_range(export, (enum zc_plan_range)(line - LINE_ALL), out);
    }
}

/* Drawing */

static void draw_tabs(const struct exporting *export, struct zc_canvas *canvas)
{
    static const struct zc_text names[STEPS] = {
        { "范围", "range" }, { "内容", "content" }, { "去处", "place" }, { "完成", "done" }
    };
    zc_frame_steps(canvas, names, STEPS, export->step);
    if (export->step < STEP_DONE)
        zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_DIM,
                            zc_str_of(ZC_T("F2 立即导出", "F2 exports now")));
}

static void draw_line(const struct exporting *export, struct zc_canvas *canvas, int row, uint32_t i)
{
    enum line line = export->lines[i];
    bool check = line >= LINE_DRAFTS && line <= LINE_MASK, chosen = is_chosen(export, line);
    struct zc_buf text = { 0 };
    const char *box = line == LINE_FORM || line == LINE_OTHER ? "   "
                      : check                                 ? (chosen ? "[x]" : "[ ]")
                                                              : (chosen ? "(*)" : "( )");
    put_line(export, line, &text);
    zc_canvas_text(canvas, row, 3, ZC_STYLE_NORMAL, box);
    int end = zc_canvas_put(canvas, row, 7, ZC_STYLE_NORMAL, zc_buf_str(&text));
    zc_buf_reset(&text);
    if (line >= LINE_PLACE) {
        const struct zc_site *place = &export->plan.sites[line - LINE_PLACE];
        zc_buf_text(&text, place->writable ? ZC_T("剩 ", "free ") : ZC_T("只读", "read-only"));
        if (place->writable)
            zc_bytes_print(place->free_bytes, &text);
    } else {
        zc_buf_text(&text, hint_of(line));
    }
    int at = end + 3 < 32 ? 32 : end + 3;
    if (at + (int)zc_text_cols(zc_buf_str(&text)) < canvas->cols)
        zc_canvas_put(canvas, row, at, ZC_STYLE_DIM, zc_buf_str(&text));
    if (i == export->focus) {
        zc_canvas_text(canvas, row, 1, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, 1);
    }
    zc_buf_release(&text);
}

static void draw_pair(struct zc_canvas *canvas, int row, const char *label, struct zc_buf *text)
{
    zc_canvas_text(canvas, row, 1, ZC_STYLE_DIM, label);
    zc_canvas_fit(canvas, row, 11, canvas->cols - 12, ZC_STYLE_NORMAL, zc_buf_str(text), false);
    zc_buf_reset(text);
}

/* All that is chosen, on every step. */
static void draw_summary(const struct exporting *export, struct zc_canvas *canvas, int row)
{
    struct zc_buf text = { 0 };
    put_range(export, export->plan.range, &text);
    draw_pair(canvas, row, ZC_T("范围", "range"), &text);
    put_content(export, &text);
    draw_pair(canvas, row + 1, ZC_T("内容", "content"), &text);
    const struct zc_site *site = zc_export_plan_site(&export->plan);
    if (site)
        put_place(site, &text);
    else if (export->plan.site_name.len > 0)
        zc_buf_printf(&text, ZC_T("%.*s 已经不在", "%.*s is gone"), ZC_ARG(export->plan.site_name));
    else
        zc_buf_text(&text, ZC_T("没有可写的位置", "no place to write to"));
    draw_pair(canvas, row + 2, ZC_T("存到", "to"), &text);
    zc_give_out_name(export->plan.survey, export->plan.kind, export->plan.numbers.export + 1,
                     &text);
    draw_pair(canvas, row + 3, ZC_T("名称", "name"), &text);
    zc_buf_text(&text, ZC_T("写完后重新读回核对，并显示核对码",
                            "read back after writing, with a check code"));
    draw_pair(canvas, row + 4, ZC_T("校验", "check"), &text);
    zc_buf_release(&text);
}

static void draw_result(const struct exporting *export, struct zc_canvas *canvas)
{
    const struct zc_site *place = zc_export_plan_site(&export->plan);
    struct zc_buf text = { 0 };
    int row = 4;
    zc_canvas_text(canvas, row, 1, ZC_STYLE_GOOD, zc_glyph(ZC_GLYPH_DONE));
    zc_canvas_text(canvas, row, 3, ZC_STYLE_STRONG,
                   place && place->kind == ZC_SITE_STICK
                       ? ZC_T("U 盘已写完并读回核对，可以拔下",
                              "written and read back; the stick can be removed")
                       : ZC_T("已写完并读回核对", "written and read back"));
    if (place)
        put_place(place, &text);
    draw_pair(canvas, row + 1, ZC_T("去处", "place"), &text);
    zc_buf_add(&text, export->plan.name);
    draw_pair(canvas, row + 2, ZC_T("文件", "file"), &text);
    zc_bytes_print(export->plan.bytes, &text);
    draw_pair(canvas, row + 3, ZC_T("大小", "size"), &text);
    zc_buf_printf(&text, ZC_T("%llu 条记录，%llu 个版本", "%llu records in %llu revisions"),
                  (unsigned long long)export->plan.report.records,
                  (unsigned long long)export->plan.report.revisions);
    draw_pair(canvas, row + 4, ZC_T("内容", "content"), &text);
    if (export->plan.kind == ZC_GIVE_EXCHANGE) {
        zc_buf_printf(&text, "%.4s-%.4s", export->plan.report.digest,
                      export->plan.report.digest + 4);
        draw_pair(canvas, row + 5, ZC_T("核对码", "code"), &text);
        zc_canvas_text(canvas, row + 6, 11, ZC_STYLE_DIM,
                       ZC_T("电话里念给对方，两边一样就是同一个文件",
                            "read it out: the same code, the same file"));
    }
    zc_canvas_cursor(canvas, row, 1);
    zc_buf_release(&text);
}

static void export_draw(const void *state, struct zc_canvas *canvas)
{
    enum { SUMMARY = 5 };
    const struct exporting *export = state;
    char right[64];
    int bottom = canvas->rows - 5, fit = bottom - SUMMARY - 1 - 3;
    uint32_t first = 0;
    snprintf(right, sizeof right, ZC_T("第 %d 步 / 共 %d 步", "step %d of %d"), export->step,
             STEPS);
    zc_screens_title(canvas, export->plan.survey, ZC_T("导出", "export"), zc_str_of(right));
    draw_tabs(export, canvas);
    zc_canvas_rule(canvas, 2);
    zc_canvas_rule(canvas, bottom);
    if (export->step == STEP_DONE) {
        draw_result(export, canvas);
        return;
    }
    if (export->focus >= (uint32_t)fit)
        first = export->focus - (uint32_t)fit + 1;
    for (uint32_t i = first; i < export->nlines && i < first + (uint32_t)fit; i++)
        draw_line(export, canvas, 3 + (int)(i - first), i);
    zc_canvas_rule(canvas, bottom - SUMMARY - 1);
    draw_summary(export, canvas, bottom - SUMMARY);
    if (export->plan.kind == ZC_GIVE_EXCHANGE)
        zc_canvas_text(canvas, bottom + 1, 3, ZC_STYLE_DIM,
                       ZC_T("交换包含个人信息，请只交给本区组长；U 盘用完收回",
                            "personal data: for the leader only, take the stick back"));
}

/* Doing it */

static bool go_on(void *ctx, uint64_t done, uint64_t total)
{
    return zc_app_working(ctx, ZC_T("正在导出，Esc 停止", "exporting, Esc stops"), done, total);
}

static void finish(struct exporting *export)
{
    const struct zc_export_watch watch = { export->app, go_on };
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    if (zc_export_plan_run(&export->plan, &watch, &err)) {
        go_to_step(export, STEP_DONE);
        bool left = zc_files_left(zc_store_dir(export->app->survey->store), &text);
        zc_app_say(export->app, left ? ZC_SAY_DOUBT : ZC_SAY_DONE, "%s%s%s",
                   ZC_T("导出完成", "exported"), left ? ZC_T("；", "; ") : "", zc_buf_cstr(&text));
    } else {
        zc_app_fail(export->app, &err);
        set_lines(export);
    }
    zc_buf_release(&text);
}

static void start(struct exporting *export)
{
    struct zc_buf text = { 0 };
    if (export->plan.range != ZC_PLAN_CHANGES || export->plan.changes > 0) {
        finish(export);
        return;
    }
    zc_buf_printf(&text,
                  export->plan.last_at.len > 0
                      ? ZC_T("没有新的改动（自 %.*s 以来）", "no changes since %.*s")
                      : ZC_T("没有新的改动%.*s", "no changes%.*s"),
                  ZC_ARG(export->plan.last_at));
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("没有新的改动", "nothing new")),
                                .text = zc_buf_str(&text),
                                .answers = { ZC_T("仍导出全部", "export all"),
                                             ZC_T("返回", "go back") },
                                .safe = 2 };
    export->asking = ASKS_EMPTY;
    zc_app_ask(export->app, &dialog);
    zc_buf_release(&text);
}

/* Acts */

enum {
    EXPORT_UP = 1,
    EXPORT_DOWN,
    EXPORT_NEXT,
    EXPORT_PREV,
    EXPORT_TOGGLE,
    EXPORT_CHOOSE,
    EXPORT_RUN,
    EXPORT_BACK
};

static void ask_folder(struct exporting *export)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("其他位置", "another folder")),
                                .text = zc_str_of(ZC_T("文件夹的完整路径，从 / 或 ~/ 写起",
                                                       "the whole path of a folder, from / or ~/")),
                                .needed = true };
    export->asking = ASKS_FOLDER;
    zc_app_push(export->app, &zc_popup_prompt, &prompt);
}

/* States and forms in a list, from 1 on. */
static void ask_list(struct exporting *export, enum asking asking)
{
    const struct zc_str cols[] = { ZC_STR("name"), ZC_STR("label") };
    struct zc_list *list = zc_list_new(ZC_STR("export"), cols, 2, &export->arena);
    const struct zc_pack *pack = export->plan.survey->pack;
    uint32_t n = asking == ASKS_QUEUE ? ZC_PLAN_QUEUES : pack->nforms + 1;
    uint32_t *rows = ZC_NEW(&export->arena, uint32_t, (size_t)n + 1);
    list->value_col = 0;
    list->label_col = 1;
    for (uint32_t i = 0; i < n; i++) {
        struct zc_str cells[2] = { ZC_STR("all"), zc_export_plan_form_name(&export->plan, -1) };
        if (asking == ASKS_QUEUE) {
            cells[0] = zc_str_of(zc_plan_queues[i].name);
            cells[1] = zc_str_of(zc_text_get(zc_plan_queues[i].label));
        } else if (i > 0) {
            cells[0] = pack->forms[i - 1]->id;
            cells[1] = zc_export_plan_form_name(&export->plan, (int)i - 1);
        }
        zc_list_add(list, cells, 2, &export->arena);
        rows[i] = i;
    }
    int form = export->plan.form;
    struct zc_pick_args args = {
        .title = zc_str_of(asking == ASKS_QUEUE ? ZC_T("状态", "state") : ZC_T("表", "form")),
        .value = asking == ASKS_QUEUE ? zc_str_of(zc_plan_queues[export->plan.queue].name)
                 : form >= 0          ? pack->forms[form]->id
                                      : ZC_STR("all"),
        .list = list,
        .rows = rows,
        .n = n
    };
    export->asking = asking;
    zc_app_push(export->app, &zc_popup_pick, &args);
}

static void toggle(struct exporting *export, enum line line)
{
    switch (line) {
    case LINE_ALL:
    case LINE_CHANGES:
    case LINE_GIVEN:
        export->plan.range = (enum zc_plan_range)(line - LINE_ALL);
        break;
    case LINE_QUEUE:
        if (export->plan.range == ZC_PLAN_QUEUE)
            ask_list(export, ASKS_QUEUE);
        export->plan.range = ZC_PLAN_QUEUE;
        break;
    case LINE_EXCHANGE:
    case LINE_TABLE:
        zc_export_plan_set_kind(&export->plan,
                                line == LINE_TABLE ? ZC_GIVE_TABLE : ZC_GIVE_EXCHANGE);
        break;
    case LINE_FORM:
        ask_list(export, ASKS_FORM);
        break;
    case LINE_DRAFTS:
        export->plan.no_drafts = !export->plan.no_drafts;
        break;
    case LINE_GB:
        export->plan.gb18030 = !export->plan.gb18030;
        break;
    case LINE_MASK:
        export->plan.mask = !export->plan.mask;
        break;
    case LINE_OTHER:
        ask_folder(export);
        break;
    default:
        zc_export_plan_set_site(&export->plan, line - LINE_PLACE);
    }
    set_lines(export);
}

/* Enter takes the choice in focus along; it turns nothing off. */
static void next_step(struct exporting *export)
{
    enum line line = export->lines[export->focus];
    if (line == LINE_OTHER) {
        ask_folder(export);
        return;
    }
    if (!is_chosen(export, line) && (line <= LINE_TABLE || line >= LINE_PLACE))
        toggle(export, line);
    if (export->step < STEP_PLACE)
        go_to_step(export, export->step + 1);
    else
        start(export);
}

static void choose(struct exporting *export)
{
    enum line line = export->lines[export->focus];
    if (line == LINE_QUEUE)
        ask_list(export, ASKS_QUEUE);
    else
        toggle(export, line);
}

/* What popups left behind is none of the screen below. */
static enum zc_next leave_for(struct zc_app *app)
{
    zc_app_result(app, 0, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next export_act(void *state, struct zc_app *app, int action)
{
    struct exporting *export = state;
    if (export->step == STEP_DONE)
        return action == EXPORT_NEXT || action == EXPORT_BACK ? leave_for(app) : ZC_NEXT_STAY;
    switch (action) {
    case EXPORT_UP:
        export->focus -= export->focus > 0;
        break;
    case EXPORT_DOWN:
        export->focus += export->focus + 1 < export->nlines;
        break;
    case EXPORT_NEXT:
        next_step(export);
        break;
    case EXPORT_PREV:
        if (export->step > STEP_RANGE)
            go_to_step(export, export->step - 1);
        break;
    case EXPORT_TOGGLE:
        toggle(export, export->lines[export->focus]);
        break;
    case EXPORT_CHOOSE:
        choose(export);
        break;
    case EXPORT_RUN:
        start(export);
        break;
    default:
        return leave_for(app);
    }
    return ZC_NEXT_STAY;
}

static enum zc_next export_resume(void *state, struct zc_app *app)
{
    struct exporting *export = state;
    enum asking asked = export->asking;
    struct zc_str text = zc_buf_str(&app->result_text);
    export->asking = ASKS_NOTHING;
    struct zc_err err = { 0 };
    bool ok = true;
    if (app->result != 1)
        return ZC_NEXT_STAY;
    if (asked == ASKS_EMPTY) {
        export->plan.range = ZC_PLAN_ALL;
        finish(export);
        return ZC_NEXT_STAY;
    }
    if (asked == ASKS_FOLDER)
        ok = zc_export_plan_set_folder(&export->plan, text, &err);
    else if (asked == ASKS_QUEUE)
        ok = zc_export_plan_set_queue(&export->plan, text, &err);
    else if (asked == ASKS_FORM)
        ok = zc_export_plan_set_form(&export->plan, text, &err);
    if (!ok)
        zc_app_fail(app, &err);
    else if (asked == ASKS_FOLDER)
        go_to_step(export, STEP_PLACE);
    set_lines(export);
    return ZC_NEXT_STAY;
}

static const struct zc_binding export_bindings[] = {
    { ZC_KEY_ENTER, EXPORT_NEXT, { "下一步", "next" } },
    { ZC_KEY_BACKTAB, EXPORT_PREV, { "上一步", "before" } },
    { ' ', EXPORT_TOGGLE, { "选", "choose" } },
    { ZC_KEY_F2, EXPORT_RUN, { "立即导出", "export" } },
    { ZC_KEY_F4, EXPORT_CHOOSE, { "选项", "options" } },
    { ZC_KEY_UP, EXPORT_UP, { 0 } },
    { ZC_KEY_DOWN, EXPORT_DOWN, { 0 } },
    { ZC_KEY_TAB, EXPORT_NEXT, { 0 } },
    { ZC_KEY_ESC, EXPORT_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_export = {
    .name = "export",
    .title = { "导出", "export" },
    .state_size = sizeof(struct exporting),
    .bindings = export_bindings,
    .enter = export_enter,
    .draw = export_draw,
    .act = export_act,
    .resume = export_resume,
    .leave = export_leave,
};

#include "core/alloc.h"
#include "core/text.h"
#include "storage/count.h"
#include "storage/folder.h"
#include "tui/frame.h"
#include "tui/give_out.h"
#include "tui/glyph.h"
#include "tui/popup.h"
#include "tui/screens.h"
#include "tui/sites.h"
#include "tui/store_card.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
enum { LINES = 64 };
enum asking { ASKS_NOTHING, ASKS_EMPTY, ASKS_FOLDER, ASKS_QUEUE, ASKS_FORM };

static const struct {
    const char *name;
    struct zc_text label;
} queues[] = {
    { "submitted", { "待核", "to check" } },
    { "returned", { "退回", "returned" } },
    { "draft", { "草稿", "drafts" } },
    { "group_ok", { "组核", "group checked" } },
    { "town_ok", { "街镇核", "street checked" } },
    { "locked", { "锁定", "locked" } },
    { "changed", { "改核", "changed since" } },
    { "conflict", { "冲突", "in conflict" } },
    { "doubt", { "存疑", "in doubt" } },
};
enum { QUEUES = sizeof queues / sizeof queues[0] };

struct export
{
    struct zc_app *app;
    struct zc_survey *survey;
    int step;
    uint32_t focus; /* in the lines of the step */
    enum line lines[LINES];
    uint32_t nlines;
    enum asking asking;
    /* What is chosen. */
    enum line range;
    enum zc_give_kind kind;
    int queue, form; /* form -1: all */
    bool no_drafts, gb18030, mask;
    const struct zc_str *titles; /* of the forms */
    struct zc_str place_name;    /* of last time, of what is typed */
    uint32_t place;
    /* What there is. */
    uint64_t records, changes, queued;
    struct zc_local_numbers numbers;
    struct zc_str last_at; /* time of the last export of all changes, as shown */
    struct zc_rid *given;  /* records that the screen below chose */
    size_t ngiven;
    struct zc_str given_label; /* empty: none */
    struct zc_site *places;
    uint32_t nplaces;
    /* What became of it. */
    struct zc_str name;
    uint64_t bytes;
    struct zc_export_report report;
    struct zc_arena found, arena; /* places; everything else */
};

/* What there is */

static const struct zc_form *form_of(const struct export *export)
{
    const struct zc_pack *pack = export->survey->pack;
    return export->form >= 0 && (uint32_t) export->form < pack->nforms ? pack->forms[export->form]
                                                                       : NULL;
}

static struct zc_str form_name(const struct export *export, int form)
{
    return form >= 0 ? export->titles[form] : zc_str_of(ZC_T("全部", "all"));
}

/* Records in the chosen state, ascending. */
static bool collect_queue(const struct export *export, struct zc_rid **out, size_t *n,
                          struct zc_err *err)
{
    const struct zc_pack *pack = export->survey->pack;
    const char *name = queues[export->queue].name;
    enum zc_status status;
    size_t cap = 0;
    struct zc_txn *txn = zc_txn_begin(export->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    *out = NULL;
    *n = 0;
    for (uint32_t i = 0; ok && i < pack->nforms; i++) {
        struct zc_rid rid;
        struct zc_view_spec spec = { .form = pack->forms[i]->id, .arg = zc_str_of(name) };
        spec.kind = zc_status_parse(spec.arg, &status) ? ZC_VIEW_STATUS : ZC_VIEW_QUEUE;
        if (form_of(export) && form_of(export) != pack->forms[i])
            continue;
        struct zc_view *view = zc_view_open(txn, &spec, err);
        ok = view != NULL;
        for (bool more = ok && zc_view_first(view, &rid); more; more = zc_view_next(view, &rid)) {
            *out = zc_grow(*out, *n, &cap, sizeof **out);
            (*out)[(*n)++] = rid;
        }
        zc_view_close(view);
    }
    zc_txn_abort(txn);
    return ok;
}

static void count_queue(struct export *export)
{
    struct zc_err err = { 0 };
    struct zc_rid *rids;
    size_t n;
    if (!collect_queue(export, &rids, &n, &err))
        zc_app_fail(export->app, &err);
    export->queued = n;
    zc_free(rids);
}

static bool load_counts(struct export *export, struct zc_err *err)
{
    struct zc_store_stat stat = { 0 };
    struct zc_txn *txn = zc_txn_begin(export->survey->store, ZC_TXN_READ, err);
    bool ok = txn && zc_store_stat(txn, &stat, err);
    if (ok) {
        struct zc_str at = zc_setting_get(txn, ZC_STR("exported_at"), &export->arena);
        export->records = stat.records;
        export->changes = zc_count_unexported(txn);
        export->numbers = zc_local_numbers(txn);
        if (at.len > 0)
            export->last_at = zc_card_time(at, &export->survey->clock, &export->arena);
    }
    zc_txn_abort(txn);
    return ok;
}

/* With the one of last time in choice, also when it was typed. */
static void find_places(struct export *export)
{
    struct zc_site typed;
    struct zc_err err;
    size_t n;
    zc_arena_reset(&export->found);
    const struct zc_site *found = zc_sites_find(export->app->world, &export->found, &n);
    if (n > LINES - 4)
        n = LINES - 4;
    export->places = ZC_NEW(&export->found, struct zc_site, n + 1);
    export->nplaces = (uint32_t)n;
    export->place = 0;
    for (uint32_t i = 0; i < n; i++)
        export->places[i] = found[i];
    for (uint32_t i = 0; i < n; i++) {
        if (zc_str_eq(found[i].name, export->place_name)) {
            export->place = i;
            return;
        }
    }
    if (export->place_name.len > 0 &&
        zc_site_typed(export->app->world, export->place_name, &export->found, &typed, &err)) {
        export->place = export->nplaces;
        export->places[export->nplaces++] = typed;
    }
}

/* Last time's choices: "changes exchange submitted ent - - - ~/zaoce/out". */

static void recall(struct export *export)
{
    struct zc_err err = { 0 };
    struct zc_str rest = { 0 }, word;
    struct zc_txn *txn = zc_txn_begin(export->survey->store, ZC_TXN_READ, &err);
    if (txn)
        rest = zc_setting_get(txn, ZC_STR("export"), &export->arena);
    zc_txn_abort(txn);
    export->range = export->numbers.given > 0 ? LINE_CHANGES : LINE_ALL;
    export->form = -1;
    if (rest.len == 0)
        return;
    if (zc_str_cut(&rest, ' ', &word) && !zc_str_is(word, "changes"))
        export->range = zc_str_is(word, "queue") ? LINE_QUEUE : LINE_ALL;
    if (zc_str_cut(&rest, ' ', &word))
        export->kind = zc_str_is(word, "table") ? ZC_GIVE_TABLE : ZC_GIVE_EXCHANGE;
    if (zc_str_cut(&rest, ' ', &word))
        for (int i = 0; i < (int)QUEUES; i++)
            export->queue = zc_str_is(word, queues[i].name) ? i : export->queue;
    if (zc_str_cut(&rest, ' ', &word))
        for (uint32_t i = 0; i < export->survey->pack->nforms; i++)
            if (zc_str_eq(word, export->survey->pack->forms[i]->id))
                export->form = (int)i;
    export->no_drafts = zc_str_cut(&rest, ' ', &word) && zc_str_is(word, "nodrafts");
    export->gb18030 = zc_str_cut(&rest, ' ', &word) && zc_str_is(word, "gb18030");
    export->mask = zc_str_cut(&rest, ' ', &word) && zc_str_is(word, "mask");
    export->place_name = rest;
}

static bool remember(struct export *export, struct zc_err *err)
{
    const struct zc_form *form = form_of(export);
    struct zc_arena arena = { 0 };
    if (zc_store_is_readonly(export->survey->store))
        return true;
    struct zc_str text = zc_arena_printf(
        &arena, "%s %s %s %.*s %s %s %s %.*s",
        export->range == LINE_CHANGES ? "changes"
        : export->range == LINE_QUEUE ? "queue"
                                      : "all",
        export->kind == ZC_GIVE_TABLE ? "table" : "exchange", queues[export->queue].name,
        form ? (int)form->id.len : 1, form ? form->id.ptr : "-",
        export->no_drafts ? "nodrafts" : "-", export->gb18030 ? "gb18030" : "-",
        export->mask ? "mask" : "-", ZC_ARG(export->places[export->place].name));
    struct zc_txn *txn = zc_txn_begin(export->survey->store, ZC_TXN_WRITE, err);
    bool ok =
        txn && zc_setting_put(txn, ZC_STR("export"), text, err) &&
        (zc_local_numbers(txn).given == export->numbers.given ||
         zc_setting_put(txn, ZC_STR("exported_at"), zc_survey_now(export->survey, &arena), err));
    ok = txn && zc_txn_end(txn, ok, err);
    zc_arena_release(&arena);
    return ok;
}

/* Lines of a step */

static void add_line(struct export *export, enum line line)
{
    export->lines[export->nlines++] = line;
}

static bool is_chosen(const struct export *export, enum line line)
{
    switch (line) {
    case LINE_ALL:
    case LINE_CHANGES:
    case LINE_QUEUE:
    case LINE_GIVEN:
        return export->range == line;
    case LINE_EXCHANGE:
        return export->kind == ZC_GIVE_EXCHANGE;
    case LINE_TABLE:
        return export->kind == ZC_GIVE_TABLE;
    case LINE_DRAFTS:
        return !export->no_drafts;
    case LINE_GB:
        return export->gb18030;
    case LINE_MASK:
        return export->mask;
    default:
        return line >= LINE_PLACE && (uint32_t)(line - LINE_PLACE) == export->place;
    }
}

/* A table is of one form: the ledger's, where none is chosen. */
static void choose_form(struct export *export)
{
    const struct zc_pack *pack = export->survey->pack;
    struct zc_err err;
    const struct zc_form *first = zc_survey_form(export->survey, (struct zc_str){ 0 }, &err);
    for (uint32_t i = 0; export->kind == ZC_GIVE_TABLE && export->form < 0 && i < pack->nforms; i++)
        if (pack->forms[i] == first)
            export->form = (int)i;
}

static void set_lines(struct export *export)
{
    export->nlines = 0;
    choose_form(export);
    if (export->step == STEP_RANGE) {
        add_line(export, LINE_ALL);
        add_line(export, LINE_CHANGES);
        add_line(export, LINE_QUEUE);
        if (export->given_label.len > 0)
            add_line(export, LINE_GIVEN);
    } else if (export->step == STEP_CONTENT) {
        add_line(export, LINE_EXCHANGE);
        add_line(export, LINE_TABLE);
        add_line(export, LINE_FORM);
        add_line(export, LINE_DRAFTS);
        if (export->kind == ZC_GIVE_TABLE) {
            add_line(export, LINE_GB);
            add_line(export, LINE_MASK);
        }
    } else if (export->step == STEP_PLACE) {
        for (uint32_t i = 0; i < export->nplaces; i++)
            add_line(export, (enum line)(LINE_PLACE + i));
        add_line(export, LINE_OTHER);
    }
    if (export->focus >= export->nlines)
        export->focus = export->nlines ? export->nlines - 1 : 0;
}

/* The focus begins on what is chosen. */
static void go_to_step(struct export *export, int step)
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

static void load_titles(struct export *export)
{
    const struct zc_pack *pack = export->survey->pack;
    struct zc_str *titles = ZC_NEW(&export->arena, struct zc_str, (size_t)pack->nforms + 1);
    for (uint32_t i = 0; i < pack->nforms; i++)
        titles[i] = zc_form_title(pack->forms[i], zc_form_lang(pack->forms[i]), &export->arena);
    export->titles = titles;
}

static bool export_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct export *export = state;
    const struct zc_export_args *given = args;
    export->app = app;
    export->survey = app->survey;
    if (!load_counts(export, err))
        return false;
    load_titles(export);
    recall(export);
    if (given) {
        export->given_label = zc_arena_copy(&export->arena, given->label);
        export->given = ZC_NEW(&export->arena, struct zc_rid, given->n + 1);
        if (given->n)
            memcpy(export->given, given->rids, given->n * sizeof *given->rids);
        export->ngiven = given->n;
        export->range = LINE_GIVEN;
    }
    count_queue(export);
    find_places(export);
    go_to_step(export, STEP_RANGE);
    return true;
}

static void export_leave(void *state)
{
    struct export *export = state;
    zc_arena_release(&export->found);
    zc_arena_release(&export->arena);
}

/* Words */

static void put_range(const struct export *export, enum line line, struct zc_buf *out)
{
    if (line == LINE_ALL)
        zc_buf_printf(out, ZC_T("全部 %llu 条", "all %llu records"),
                      (unsigned long long)export->records);
    else if (line == LINE_CHANGES && export->last_at.len > 0)
        zc_buf_printf(out, ZC_T("自 %.*s 以来本机的改动 %llu 处", "%.*s: changes here since, %llu"),
                      ZC_ARG(export->last_at), (unsigned long long)export->changes);
    else if (line == LINE_CHANGES)
        zc_buf_printf(out,
                      ZC_T("本机还没有导出过的改动 %llu 处", "changes here not yet exported, %llu"),
                      (unsigned long long)export->changes);
    else if (line == LINE_QUEUE)
        zc_buf_printf(out, ZC_T("按状态：%s %llu 条", "by state: %s, %llu"),
                      zc_text_get(queues[export->queue].label), (unsigned long long)export->queued);
    else
        zc_buf_printf(out, ZC_T("台账里选的：%.*s %llu 条", "chosen in the ledger: %.*s, %llu"),
                      ZC_ARG(export->given_label), (unsigned long long)export->ngiven);
}

static void put_content(const struct export *export, struct zc_buf *out)
{
    struct zc_str form = form_name(export, export->form);
    zc_buf_printf(out, "%s  %.*s%s",
                  export->kind == ZC_GIVE_TABLE ? ZC_T("台账表格", "table")
                                                : ZC_T("交换包", "exchange file"),
                  ZC_ARG(form), export->no_drafts ? ZC_T("  不含草稿", "  without drafts") : "");
    if (export->kind == ZC_GIVE_TABLE && export->gb18030)
        zc_buf_text(out, "  GB18030");
    if (export->kind == ZC_GIVE_TABLE && export->mask)
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

static void put_line(const struct export *export, enum line line, struct zc_buf *out)
{
    switch (line) {
    case LINE_EXCHANGE:
        zc_buf_text(out, ZC_T("合并用交换包", "exchange file"));
        break;
    case LINE_TABLE:
        zc_buf_text(out, ZC_T("台账表格", "table"));
        break;
    case LINE_FORM: {
        struct zc_str name = form_name(export, export->form);
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
            put_place(&export->places[line - LINE_PLACE], out);
        else
            put_range(export, line, out);
    }
}

/* Drawing */

static void draw_tabs(const struct export *export, struct zc_canvas *canvas)
{
    static const struct zc_text names[STEPS] = {
        { "范围", "range" }, { "内容", "content" }, { "去处", "place" }, { "完成", "done" }
    };
    int col = 1;
    for (int i = 1; i <= STEPS; i++) {
        bool here = i == export->step;
        col = zc_canvas_printf(canvas, 1, col, here ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL,
                               here ? "[%d %s]" : " %d %s", i, zc_text_get(names[i - 1]));
        if (i < export->step)
            col = zc_canvas_text(canvas, 1, col, ZC_STYLE_GOOD, zc_glyph(ZC_GLYPH_DONE));
        col += 2;
    }
    if (export->step < STEP_DONE)
        zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_DIM,
                            zc_str_of(ZC_T("F2 立即导出", "F2 exports now")));
}

static void draw_line(const struct export *export, struct zc_canvas *canvas, int row, uint32_t i)
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
        const struct zc_site *place = &export->places[line - LINE_PLACE];
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
static void draw_summary(const struct export *export, struct zc_canvas *canvas, int row)
{
    struct zc_buf text = { 0 };
    put_range(export, export->range, &text);
    draw_pair(canvas, row, ZC_T("范围", "range"), &text);
    put_content(export, &text);
    draw_pair(canvas, row + 1, ZC_T("内容", "content"), &text);
    if (export->nplaces > 0)
        put_place(&export->places[export->place], &text);
    else
        zc_buf_text(&text, ZC_T("没有可写的位置", "no place to write to"));
    draw_pair(canvas, row + 2, ZC_T("存到", "to"), &text);
    zc_give_out_name(export->survey, export->kind, export->numbers.export + 1, &text);
    draw_pair(canvas, row + 3, ZC_T("名称", "name"), &text);
    zc_buf_text(&text, ZC_T("写完后重新读回核对，并显示核对码",
                            "read back after writing, with a check code"));
    draw_pair(canvas, row + 4, ZC_T("校验", "check"), &text);
    zc_buf_release(&text);
}

static void draw_result(const struct export *export, struct zc_canvas *canvas)
{
    const struct zc_site *place = &export->places[export->place];
    struct zc_buf text = { 0 };
    int row = 4;
    zc_canvas_text(canvas, row, 1, ZC_STYLE_GOOD, zc_glyph(ZC_GLYPH_DONE));
    zc_canvas_text(canvas, row, 3, ZC_STYLE_STRONG,
                   place->kind == ZC_SITE_STICK
                       ? ZC_T("U 盘已写完并读回核对，可以拔下",
                              "written and read back; the stick can be removed")
                       : ZC_T("已写完并读回核对", "written and read back"));
    put_place(place, &text);
    draw_pair(canvas, row + 1, ZC_T("去处", "place"), &text);
    zc_buf_add(&text, export->name);
    draw_pair(canvas, row + 2, ZC_T("文件", "file"), &text);
    zc_bytes_print(export->bytes, &text);
    draw_pair(canvas, row + 3, ZC_T("大小", "size"), &text);
    zc_buf_printf(&text, ZC_T("%llu 条记录，%llu 个版本", "%llu records in %llu revisions"),
                  (unsigned long long)export->report.records,
                  (unsigned long long)export->report.revisions);
    draw_pair(canvas, row + 4, ZC_T("内容", "content"), &text);
    if (export->kind == ZC_GIVE_EXCHANGE) {
        zc_buf_printf(&text, "%.4s-%.4s", export->report.digest, export->report.digest + 4);
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
    const struct export *export = state;
    char right[64];
    int bottom = canvas->rows - 5, fit = bottom - SUMMARY - 1 - 3;
    uint32_t first = 0;
    snprintf(right, sizeof right, ZC_T("第 %d 步 / 共 %d 步", "step %d of %d"), export->step,
             STEPS);
    zc_screens_title(canvas, export->survey, ZC_T("导出", "export"), zc_str_of(right));
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
    if (export->kind == ZC_GIVE_EXCHANGE)
        zc_canvas_text(canvas, bottom + 1, 3, ZC_STYLE_DIM,
                       ZC_T("交换包含个人信息，请只交给本区组长；U 盘用完收回",
                            "it holds personal data: for the leader only, keep the stick"));
}

/* Doing it */

static bool go_on(void *ctx, uint64_t done, uint64_t total)
{
    return zc_app_working(ctx, ZC_T("正在导出，Esc 停止", "exporting, Esc stops"), done, total);
}

/* The stick may have been pulled since it was chosen: nothing is made in its empty place. */
static bool check_place(struct export *export, struct zc_err *err)
{
    enum { LEAST = 200 }; /* bytes of a revision */
    struct zc_txn *txn;
    struct zc_store_stat stat = { 0 };
    if (export->nplaces == 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("没有可写的位置，请插上 U 盘或写一个文件夹",
                            "there is no place to write to; plug in a stick or name a folder"));
    struct zc_site place = export->places[export->place];
    export->place_name = zc_arena_copy(&export->arena, place.name);
    find_places(export);
    place = export->places[export->place];
    if (!zc_str_eq(place.name, export->place_name))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”已经不在，没有写；请插上再试，或换一个位置",
                            "'%.*s' is gone, nothing was written; plug it in or choose another"),
                       ZC_ARG(export->place_name));
    if (!place.writable)
        return zc_fail(
            err, ZC_E_INPUT,
            ZC_T("“%.*s”写不了，请换一个位置", "'%.*s' cannot be written; choose another"),
            ZC_ARG(place.name));
    if (!(txn = zc_txn_begin(export->survey->store, ZC_TXN_READ, err)))
        return false;
    bool ok = zc_store_stat(txn, &stat, err);
    zc_txn_abort(txn);
    if (ok && export->range == LINE_ALL && export->kind == ZC_GIVE_EXCHANGE &&
        place.free_bytes < stat.revisions * LEAST)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”空间不够，没有写；请腾出空间或换一个位置",
                            "'%.*s' has not room enough, nothing was written; free some or choose "
                            "another"),
                       ZC_ARG(place.name));
    return ok;
}

static bool number_it(struct export *export, uint64_t *number, struct zc_err *err)
{
    *number = export->numbers.export + 1;
    return zc_store_is_readonly(export->survey->store) ||
           zc_give_out_number(export->survey, number, err);
}

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

static bool write_file(struct export *export, const char *path, struct zc_err *err)
{
    struct zc_give give = { .kind = export->kind,
                            .range = export->range == LINE_ALL       ? ZC_GIVE_ALL
                                     : export->range == LINE_CHANGES ? ZC_GIVE_CHANGES
                                                                     : ZC_GIVE_SOME,
                            .form = form_of(export),
                            .no_drafts = export->no_drafts,
                            .gb18030 = export->gb18030,
                            .mask_phone = export->mask,
                            .some = export->given,
                            .nsome = export->ngiven,
                            .watch = { export->app, go_on } };
    struct zc_rid *queued = NULL;
    bool ok = true;
    if (export->range == LINE_QUEUE) {
        ok = collect_queue(export, &queued, &give.nsome, err);
        give.some = queued;
        if (give.nsome > 1)
            qsort(queued, give.nsome, sizeof *queued, cmp_rid);
    }
    ok = ok && zc_give_out(export->survey, &give, path, &export->report, err);
    zc_free(queued);
    return ok;
}

static bool run(struct export *export, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    uint64_t number;
    if (!check_place(export, err))
        return false;
    const struct zc_site *place = &export->places[export->place];
    bool ok = zc_folder_make(place->dir, err) && number_it(export, &number, err);
    if (ok) {
        zc_buf_printf(&path, "%s/", place->dir);
        zc_give_out_name(export->survey, export->kind, number, &path);
        if (access(zc_buf_cstr(&path), F_OK) == 0)
            ok = zc_fail(err, ZC_E_INPUT,
                         ZC_T("“%s”已经有了，没有覆盖；再按一次 F2 用下一个编号",
                              "'%s' is there already and was kept; F2 again takes the next number"),
                         zc_buf_cstr(&path));
    }
    ok = ok && write_file(export, zc_buf_cstr(&path), err) && remember(export, err);
    if (ok) {
        struct stat st;
        export->bytes = stat(zc_buf_cstr(&path), &st) == 0 ? (uint64_t)st.st_size : 0;
        export->name =
            zc_arena_copy(&export->arena, zc_str_of(strrchr(zc_buf_cstr(&path), '/') + 1));
    }
    zc_buf_release(&path);
    return ok;
}

static void finish(struct export *export)
{
    struct zc_err err = { 0 }, why = { 0 };
    bool ok = run(export, &err);
    if (ok) {
        go_to_step(export, STEP_DONE);
        zc_app_say(export->app, ZC_SAY_DONE, "%s", ZC_T("导出完成", "exported"));
    } else {
        zc_app_fail(export->app, &err);
    }
    if (!load_counts(export, &why) && ok)
        zc_app_fail(export->app, &why);
    set_lines(export);
}

static void start(struct export *export)
{
    struct zc_buf text = { 0 };
    if (export->range != LINE_CHANGES || export->changes > 0) {
        finish(export);
        return;
    }
    zc_buf_printf(&text,
                  export->last_at.len > 0
                      ? ZC_T("没有新的改动（自 %.*s 以来）", "no changes since %.*s")
                      : ZC_T("没有新的改动%.*s", "no changes%.*s"),
                  ZC_ARG(export->last_at));
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

static void ask_folder(struct export *export)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("其他位置", "another folder")),
                                .text = zc_str_of(ZC_T("文件夹的完整路径，从 / 或 ~/ 写起",
                                                       "the whole path of a folder, from / or ~/")),
                                .needed = true };
    export->asking = ASKS_FOLDER;
    zc_app_push(export->app, &zc_popup_prompt, &prompt);
}

/* States and forms in a list, from 1 on. */
static void ask_list(struct export *export, enum asking asking)
{
    const struct zc_str cols[] = { ZC_STR("name"), ZC_STR("label") };
    struct zc_list *list = zc_list_new(ZC_STR("export"), cols, 2, &export->arena);
    const struct zc_pack *pack = export->survey->pack;
    uint32_t n = asking == ASKS_QUEUE ? QUEUES : pack->nforms + 1;
    uint32_t *rows = ZC_NEW(&export->arena, uint32_t, (size_t)n + 1);
    list->value_col = 0;
    list->label_col = 1;
    for (uint32_t i = 0; i < n; i++) {
        struct zc_str cells[2] = { ZC_STR("all"), form_name(export, -1) };
        if (asking == ASKS_QUEUE) {
            cells[0] = zc_str_of(queues[i].name);
            cells[1] = zc_str_of(zc_text_get(queues[i].label));
        } else if (i > 0) {
            cells[0] = pack->forms[i - 1]->id;
            cells[1] = form_name(export, (int)i - 1);
        }
        zc_list_add(list, cells, 2, &export->arena);
        rows[i] = i;
    }
    const struct zc_form *form = form_of(export);
    struct zc_pick_args args = {
        .title = zc_str_of(asking == ASKS_QUEUE ? ZC_T("状态", "state") : ZC_T("表", "form")),
        .value = asking == ASKS_QUEUE ? zc_str_of(queues[export->queue].name)
                 : form               ? form->id
                                      : ZC_STR("all"),
        .list = list,
        .rows = rows,
        .n = n
    };
    export->asking = asking;
    zc_app_push(export->app, &zc_popup_pick, &args);
}

static void take_queue(struct export *export, struct zc_str name)
{
    for (int i = 0; i < (int)QUEUES; i++)
        export->queue = zc_str_is(name, queues[i].name) ? i : export->queue;
    export->range = LINE_QUEUE;
    count_queue(export);
}

static void take_form(struct export *export, struct zc_str id)
{
    export->form = -1;
    for (uint32_t i = 0; i < export->survey->pack->nforms; i++)
        if (zc_str_eq(id, export->survey->pack->forms[i]->id))
            export->form = (int)i;
    count_queue(export);
}

static void take_folder(struct export *export, struct zc_str text)
{
    struct zc_err err = { 0 };
    struct zc_site place;
    if (!zc_site_typed(export->app->world, text, &export->arena, &place, &err)) {
        zc_app_fail(export->app, &err);
        return;
    }
    export->place_name = place.name;
    find_places(export);
    go_to_step(export, STEP_PLACE);
}

static void toggle(struct export *export, enum line line)
{
    switch (line) {
    case LINE_ALL:
    case LINE_CHANGES:
    case LINE_GIVEN:
        export->range = line;
        break;
    case LINE_QUEUE:
        if (export->range == LINE_QUEUE)
            ask_list(export, ASKS_QUEUE);
        export->range = LINE_QUEUE;
        break;
    case LINE_EXCHANGE:
    case LINE_TABLE:
        export->kind = line == LINE_TABLE ? ZC_GIVE_TABLE : ZC_GIVE_EXCHANGE;
        break;
    case LINE_FORM:
        ask_list(export, ASKS_FORM);
        break;
    case LINE_DRAFTS:
        export->no_drafts = !export->no_drafts;
        break;
    case LINE_GB:
        export->gb18030 = !export->gb18030;
        break;
    case LINE_MASK:
        export->mask = !export->mask;
        break;
    case LINE_OTHER:
        ask_folder(export);
        break;
    default:
        export->place = line - LINE_PLACE;
    }
    set_lines(export);
}

/* Enter takes the choice in focus along; it turns nothing off. */
static void next_step(struct export *export)
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

static void choose(struct export *export)
{
    enum line line = export->lines[export->focus];
    if (line == LINE_QUEUE)
        ask_list(export, ASKS_QUEUE);
    else
        toggle(export, line);
}

static enum zc_next export_act(void *state, struct zc_app *app, int action)
{
    struct export *export = state;
    (void)app;
    if (export->step == STEP_DONE)
        return action == EXPORT_NEXT || action == EXPORT_BACK ? ZC_NEXT_BACK : ZC_NEXT_STAY;
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
        return ZC_NEXT_BACK;
    }
    return ZC_NEXT_STAY;
}

static enum zc_next export_resume(void *state, struct zc_app *app)
{
    struct export *export = state;
    enum asking asked = export->asking;
    struct zc_str text = zc_buf_str(&app->result_text);
    export->asking = ASKS_NOTHING;
    if (app->result != 1)
        return ZC_NEXT_STAY;
    if (asked == ASKS_EMPTY) {
        export->range = LINE_ALL;
        finish(export);
    } else if (asked == ASKS_FOLDER) {
        take_folder(export, text);
    } else if (asked == ASKS_QUEUE) {
        take_queue(export, text);
    } else if (asked == ASKS_FORM) {
        take_form(export, text);
    }
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
    .state_size = sizeof(struct export),
    .bindings = export_bindings,
    .enter = export_enter,
    .draw = export_draw,
    .act = export_act,
    .resume = export_resume,
    .leave = export_leave,
};

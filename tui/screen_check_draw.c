#include "core/text.h"
#include "tui/frame.h"
#include "tui/screen_check_impl.h"
#include <stdio.h>

enum { FIRST_ROW = 5, PANE = 5, LABEL = 4, LABEL_COLS = 14 };

const char *check_phrase(unsigned number)
{
    static const struct zc_text phrases[CHECK_PHRASES] = {
        { "电话不通", "telephone dead" }, { "地址找不到", "address not found" },
        { "人数不符", "numbers differ" }, { "缺证明材料", "papers missing" },
        { "已搬离", "moved away" },
    };
    return zc_text_get(phrases[number]);
}

int check_list_rows(int rows)
{
    int height = rows - 5 - PANE - FIRST_ROW;
    return height > 1 ? height : 1;
}

/* Columns: question, what is registered, how one finds out (not in narrow windows), result. */
struct layout {
    int label_cols, value, value_cols, way, way_cols, result, result_cols;
};

static struct layout layout_of(int cols)
{
    struct layout at = { .label_cols = cols >= 120 ? 26 : cols >= 80 ? 18 : LABEL_COLS };
    at.result_cols = cols >= 120 ? 36 : cols >= 80 ? 20 : 16;
    at.way_cols = cols >= 80 ? 11 : 0;
    at.result = cols - at.result_cols;
    at.way = at.result - at.way_cols;
    at.value = LABEL + at.label_cols + 1;
    at.value_cols = at.way - at.value - 1;
    return at;
}

static struct zc_str shown(const struct check_screen *check, const struct zc_check_item *item,
                           struct zc_str value, struct zc_arena *arena)
{
    return zc_dossier_value(&check->view.dossier, item->field, value, arena);
}

static struct zc_str way_label(const struct check_screen *check, const struct zc_check_item *item)
{
    const struct zc_form *form = zc_recheck_form(check->view.survey->pack);
    const struct zc_question *q = form ? form->by_role[ZC_ROLE_WAY] : NULL;
    const struct zc_list *list = q ? q->list : NULL;
    uint32_t row = list ? zc_list_find(list, list->value_col, item->way, 0) : 0;
    return list && item->way.len > 0 && row < list->nrows
               ? zc_choice_label(list, row, zc_form_lang(form))
               : (struct zc_str){ 0 };
}

static struct zc_str result_text(const struct check_screen *check, const struct zc_check_item *item,
                                 enum zc_glyph *sign, enum zc_style *style, struct zc_arena *arena)
{
    static const struct {
        enum zc_glyph sign;
        enum zc_style style;
        struct zc_text text;
    } looks[] = {
        [ZC_CHECK_OPEN] = { ZC_GLYPH_OPEN, ZC_STYLE_DIM, { "未核", "open" } },
        [ZC_CHECK_AGREES] = { ZC_GLYPH_DONE, ZC_STYLE_GOOD, { "一致", "agrees" } },
        [ZC_CHECK_DIFFERS] = { ZC_GLYPH_HARD, ZC_STYLE_ERROR, { "不一致", "differs" } },
        [ZC_CHECK_UNKNOWN] = { ZC_GLYPH_DOUBT, ZC_STYLE_WARN, { "问不到", "not known" } },
    };
    *sign = item->corrected ? ZC_GLYPH_DONE : looks[item->verdict].sign;
    *style = item->corrected ? ZC_STYLE_GOOD : looks[item->verdict].style;
    if (item->verdict == ZC_CHECK_DIFFERS && item->second.len > 0)
        return zc_arena_printf(arena, "%.*s %s", ZC_ARG(shown(check, item, item->second, arena)),
                               item->corrected ? ZC_T("已改", "corrected") : "");
    return zc_str_of(zc_text_get(looks[item->verdict].text));
}

static void draw_item(const struct check_screen *check, const struct layout *at,
                      struct zc_canvas *canvas, int row, const struct zc_check_item *item)
{
    struct zc_arena arena = { 0 };
    bool hidden = zc_check_view_hides(&check->view, item);
    enum zc_glyph sign;
    enum zc_style style;
    if (item->changed)
        zc_canvas_text(canvas, row, 2, ZC_STYLE_WARN, zc_glyph(ZC_GLYPH_CHANGED));
    if (item->challenge.len > 0)
        zc_canvas_text(canvas, row, 2, item->challenged ? ZC_STYLE_WARN : ZC_STYLE_INFO,
                       zc_glyph(item->challenged ? ZC_GLYPH_DOUBT : ZC_GLYPH_NOTE));
    struct zc_str result = result_text(check, item, &sign, &style, &arena);
    zc_canvas_fit(canvas, row, LABEL, at->label_cols, ZC_STYLE_NORMAL, item->label, false);
    zc_canvas_fit(canvas, row, at->value, at->value_cols, hidden ? ZC_STYLE_DIM : ZC_STYLE_NORMAL,
                  hidden ? zc_str_of(ZC_T("先填后看", "after you typed"))
                         : shown(check, item, item->registered, &arena),
                  false);
    if (at->way_cols > 0)
        zc_canvas_fit(canvas, row, at->way, at->way_cols - 1, ZC_STYLE_NORMAL,
                      way_label(check, item), false);
    zc_canvas_text(canvas, row, at->result, style, zc_glyph(sign));
    zc_canvas_fit(canvas, row, at->result + 2, at->result_cols - 2, style, result, false);
    zc_arena_release(&arena);
}

static void draw_heads(const struct layout *at, struct zc_canvas *canvas)
{
    zc_canvas_text(canvas, 3, LABEL, ZC_STYLE_STRONG, ZC_T("项目", "field"));
    zc_canvas_text(canvas, 3, at->value, ZC_STYLE_STRONG, ZC_T("登记值", "registered"));
    if (at->way_cols > 0)
        zc_canvas_text(canvas, 3, at->way, ZC_STYLE_STRONG, ZC_T("核实方式", "how"));
    zc_canvas_text(canvas, 3, at->result, ZC_STYLE_STRONG, ZC_T("结果", "result"));
    zc_canvas_rule(canvas, 4);
}

static void draw_list(const struct check_screen *check, struct zc_canvas *canvas)
{
    const struct zc_check_view *view = &check->view;
    struct layout at = layout_of(canvas->cols);
    int height = check_list_rows(canvas->rows);
    draw_heads(&at, canvas);
    for (int i = 0; i < height && check->top + (uint32_t)i < view->nitems; i++) {
        uint32_t line = check->top + (uint32_t)i;
        draw_item(check, &at, canvas, FIRST_ROW + i, &view->items[line]);
        if (line != view->focus)
            continue;
        zc_canvas_text(canvas, FIRST_ROW + i, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, FIRST_ROW + i, 0, canvas->cols, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, FIRST_ROW + i, 0);
    }
    zc_canvas_rule(canvas, FIRST_ROW + height);
}

/* "登记 8，核实 6：不同", or what it was when it was checked last. */
static void draw_difference(const struct check_screen *check, struct zc_canvas *canvas, int row)
{
    const struct zc_check_item *item = zc_check_view_item(&check->view);
    struct zc_arena arena = { 0 };
    if (item && item->challenge.len > 0 && item->verdict != ZC_CHECK_DIFFERS) {
        zc_canvas_fit(canvas, row, 2, canvas->cols - 3,
                      item->challenged ? ZC_STYLE_WARN : ZC_STYLE_INFO, item->challenge, false);
    } else if (item && item->changed && item->verdict == ZC_CHECK_OPEN && !check->view.blind) {
        struct zc_str text = zc_arena_printf(
            &arena, ZC_T("核过以后改的：%.*s → %.*s", "changed since the check: %.*s → %.*s"),
            ZC_ARG(shown(check, item, item->before, &arena)),
            ZC_ARG(shown(check, item, item->registered, &arena)));
        zc_canvas_fit(canvas, row, 2, canvas->cols - 3, ZC_STYLE_WARN, text, false);
    } else if (item && item->verdict == ZC_CHECK_DIFFERS &&
               item->second.len + check->view.blind > 0) {
        enum zc_difference_kind kind =
            zc_answer_difference(item->q, item->registered, item->second);
        struct zc_str text = zc_arena_printf(
            &arena, ZC_T("登记 %.*s，核实 %.*s：%s", "registered %.*s, found %.*s: %s"),
            ZC_ARG(shown(check, item, item->registered, &arena)),
            ZC_ARG(shown(check, item, item->second, &arena)),
            zc_text_get(zc_difference_label(kind)));
        zc_canvas_fit(canvas, row, 2, canvas->cols - 3, ZC_STYLE_DIM, text, false);
    }
    zc_arena_release(&arena);
}

static void draw_field(const struct zc_edit *edit, struct zc_canvas *canvas, int row,
                       const char *label, bool focused)
{
    int col = zc_canvas_text(canvas, row, 2, focused ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL, label);
    zc_edit_draw(edit, canvas, row, col + 1, canvas->cols - col - 2, focused, false);
}

/* Where what was found and the reason are typed. */
static void draw_pane(const struct check_screen *check, struct zc_canvas *canvas)
{
    int row = canvas->rows - 5 - PANE + 1;
    struct zc_buf phrases = { 0 };
    draw_field(&check->value, canvas, row, ZC_T("改为", "found"), check->region == CHECK_IN_VALUE);
    draw_difference(check, canvas, row + 1);
    draw_field(&check->reason, canvas, row + 2, ZC_T("退回意见", "why back"),
               check->region == CHECK_IN_REASON);
    zc_buf_text(&phrases, ZC_T("常用：", "often: "));
    for (unsigned i = 0; i < CHECK_PHRASES; i++)
        zc_buf_printf(&phrases, "%s%u %s", i ? "  " : "", i + 1, check_phrase(i));
    zc_canvas_fit(canvas, row + 3, 2, canvas->cols - 3,
                  check->region == CHECK_IN_REASON ? ZC_STYLE_NORMAL : ZC_STYLE_DIM,
                  zc_buf_str(&phrases), false);
    zc_buf_release(&phrases);
}

/* "── 3/20  7K2QD 老马手抓羊肉馆  ·待核  李某 11-23 18:29 ──" */
static void draw_heading(const struct check_screen *check, struct zc_canvas *canvas)
{
    const struct zc_check_view *view = &check->view;
    const struct zc_state *state = &view->dossier.state;
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    enum zc_style style;
    const char *word;
    zc_canvas_rule(canvas, 2);
    if (!view->dossier.survey)
        return;
    const char *sign = zc_glyph(zc_state_sign(state, &style, &word));
    zc_buf_printf(&text, ZC_T(" 第 %zu/%zu 条  %.*s  %s%s  %.*s ", " %zu/%zu  %.*s  %s%s  %.*s "),
                  view->at + 1, view->nrids, ZC_ARG(zc_dossier_heading(&view->dossier, &arena)),
                  sign, word, ZC_ARG(state->by));
    zc_canvas_fit(canvas, 2, 2,
                  (int)zc_text_cols(zc_buf_str(&text)) < canvas->cols - 4
                      ? (int)zc_text_cols(zc_buf_str(&text))
                      : canvas->cols - 4,
                  ZC_STYLE_STRONG, zc_buf_str(&text), false);
    zc_buf_release(&text);
    zc_arena_release(&arena);
}

static void draw_title(const struct check_screen *check, struct zc_canvas *canvas)
{
    const struct zc_check_view *view = &check->view;
    struct zc_buf place = { 0 }, right = { 0 };
    zc_buf_text(&place, ZC_T("核实", "check"));
    if (view->source == ZC_CHECK_WAITING)
        zc_buf_printf(&right, ZC_T("通过%zu 退回%zu 剩%zu", "passed %zu back %zu left %zu"),
                      view->npassed, view->nreturned, view->nrids);
    else
        zc_buf_printf(&right, ZC_T("已核%zu/%zu 退回%zu 剩%zu", "done %zu/%zu back %zu left %zu"),
                      view->ndone, view->nrids, view->nreturned, view->nrids - view->ndone);
    zc_screens_title(canvas, view->survey, zc_buf_cstr(&place), zc_buf_str(&right));
    zc_buf_release(&place);
    zc_buf_release(&right);
}

static void draw_context(const struct check_screen *check, struct zc_canvas *canvas)
{
    const struct zc_check_view *view = &check->view;
    struct zc_buf text = { 0 };
    struct zc_str doubt = view->nitems > 0 ? zc_state_value(&view->dossier.state, ZC_STR("_doubt"))
                                           : (struct zc_str){ 0 };
    if (doubt.len > 0)
        zc_buf_printf(&text, "%s%.*s", ZC_T("存疑：", "doubtful: "), ZC_ARG(doubt));
    else if (view->source == ZC_CHECK_SAMPLE && view->nrids > 0)
        zc_buf_printf(&text, ZC_T("批次 %.*s：抽 %.*s", "batch %.*s: %.*s"),
                      ZC_ARG(view->batch.name), ZC_ARG(view->batch.words));
    else
        zc_buf_text(&text, view->source == ZC_CHECK_CHOSEN
                               ? ZC_T("选出来的记录", "records that were chosen")
                               : ZC_T("等我核实的，存疑的在前", "what waits for me, doubts first"));
    struct zc_str seed = view->source == ZC_CHECK_SAMPLE ? view->batch.seed : (struct zc_str){ 0 };
    int room = canvas->cols - 2;
    if (seed.len > 0 && canvas->cols >= 80) {
        struct zc_buf end = { 0 };
        zc_buf_printf(&end, "%s %.*s", ZC_T("种子", "seed"), ZC_ARG(seed));
        zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_DIM, zc_buf_str(&end));
        room -= (int)zc_text_cols(zc_buf_str(&end)) + 2;
        zc_buf_release(&end);
    }
    zc_buf_text(&text, view->blind ? ZC_T("  盲核", "  blind") : "");
    zc_canvas_fit(canvas, 1, 1, room, ZC_STYLE_NORMAL, zc_buf_str(&text), false);
    zc_buf_release(&text);
}

static void draw_hint(const struct check_screen *check, struct zc_canvas *canvas)
{
    const struct zc_check_view *view = &check->view;
    uint32_t open = zc_check_view_count(view, ZC_CHECK_OPEN), wrong = 0;
    struct zc_buf text = { 0 };
    for (uint32_t i = 0; i < view->nitems; i++)
        wrong += view->items[i].verdict > ZC_CHECK_AGREES && !view->items[i].corrected;
    if (check->region == CHECK_IN_VALUE)
        zc_buf_text(&text, ZC_T("Enter 记下（不改登记值；要改按 4 当场代改），F4 选项",
                                "Enter keeps it, the record stays as it is (4 corrects it); F4 "
                                "offers choices"));
    else if (check->region == CHECK_IN_REASON)
        zc_buf_text(&text, ZC_T("F8 退回；空着时按 1-5 填常用意见",
                                "F8 returns it; 1-5 put a phrase in while it is empty"));
    else if (view->nitems == 0)
        zc_buf_text(&text, "");
    else if (open > 0)
        zc_buf_printf(&text,
                      ZC_T("未核 %u 项，不一致或问不到 %u 项", "%u open, %u differ or not known"),
                      open, wrong);
    else if (wrong > 0)
        zc_buf_printf(
            &text,
            ZC_T("%u 项不一致或问不到：F8 退回并写意见", "%u differ or not known: F8 returns it"),
            wrong);
    else
        zc_buf_text(&text, ZC_T("全部一致：F2 通过", "everything agrees: F2 passes it"));
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

static void draw_nothing(const struct check_screen *check, struct zc_canvas *canvas)
{
    const struct zc_check_view *view = &check->view;
    zc_canvas_cursor(canvas, FIRST_ROW, LABEL);
    if (check->unread.code != ZC_OK)
        zc_canvas_printf(canvas, FIRST_ROW, LABEL, ZC_STYLE_ERROR, "%s %s",
                         zc_glyph(ZC_GLYPH_ERROR), check->unread.msg);
    else if (view->nrids == 0)
        zc_canvas_text(canvas, FIRST_ROW, LABEL, ZC_STYLE_NORMAL,
                       view->source == ZC_CHECK_SAMPLE
                           ? ZC_T("还没有抽样。按 g 抽一批。", "no sample yet; g draws one")
                           : ZC_T("没有等你核实的。按 g 抽样复核。",
                                  "nothing waits for you; g draws a sample"));
    else
        zc_canvas_printf(canvas, FIRST_ROW, LABEL, ZC_STYLE_GOOD,
                         ZC_T("这一批已核完 %zu/%zu。1 抽下一批  2 看结果",
                              "this batch is done, %zu/%zu; 1 draws the next, 2 shows the results"),
                         view->ndone, view->nrids);
}

void check_draw(const struct check_screen *check, struct zc_canvas *canvas)
{
    draw_title(check, canvas);
    draw_context(check, canvas);
    draw_heading(check, canvas);
    if (!check->view.dossier.survey || check->unread.code != ZC_OK) {
        draw_nothing(check, canvas);
        return;
    }
    zc_canvas_cursor(canvas, FIRST_ROW, LABEL);
    draw_list(check, canvas);
    draw_pane(check, canvas);
    draw_hint(check, canvas);
}

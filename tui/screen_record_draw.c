#include "core/text.h"
#include "tui/frame.h"
#include "tui/screen_record_impl.h"
#include <stdio.h>

/* The picture of the record screen. The content stands in one, two or three columns, the other
 * tabs are lists with a line each. */

enum { FIRST_ROW = 3, REVIEW_HEAD = 2 };

int zc_record_body(int rows)
{
    return rows - FIRST_ROW - 5;
}

/* 内容 */

static int label_cols(int cols)
{
    return cols < 80 ? 14 : 18;
}

static int count_lines(struct zc_str text, int cols)
{
    struct zc_str line;
    int n = 0;
    while (zc_text_wrap(&text, (unsigned)cols, &line))
        n++;
    return n ? n : 1;
}

/* Short answers stand beside each other; one that does not fit there has the whole width. */
static void lay_content(struct zc_record_screen *record, int cols)
{
    const struct zc_record_view *view = &record->view;
    struct zc_record_place *places =
        ZC_NEW(&record->layout, struct zc_record_place, view->nitems + 1);
    int across = cols >= 160 ? 3 : cols >= 80 ? 2 : 1, label = label_cols(cols);
    int width = (cols - 2) / across, row = 0, slot = 0, high = 0;
    for (uint32_t i = 0; i < view->nitems; i++) {
        const struct zc_record_item *item = &view->items[i];
        int labels = count_lines(item->label, label);
        bool wide = (int)zc_text_cols(item->value) > width - label - 2;
        if ((wide && slot > 0) || slot == across) {
            row += high;
            slot = high = 0;
        }
        int room = wide ? cols - 2 : width;
        int rows = count_lines(item->value, room - label - 2);
        rows = labels > rows ? labels : rows;
        places[i] = (struct zc_record_place){ row, rows, 2 + slot * width, room };
        high = rows > high ? rows : high;
        slot = wide ? across : slot + 1;
    }
    record->places = places;
    record->nlines = (uint32_t)(row + high);
}

uint32_t zc_record_lines(const struct zc_record_screen *record)
{
    const struct zc_record_view *view = &record->view;
    switch (record->tab) {
    case ZC_TAB_HISTORY:
        return view->nevents;
    case ZC_TAB_NOTES:
        return view->nnotes;
    case ZC_TAB_REVIEW:
        return view->nacts + view->nchecks;
    case ZC_TAB_LINKS:
        return view->nlinks;
    default:
        return record->nlines;
    }
}

void zc_record_lay(struct zc_record_screen *record, int rows, int cols)
{
    uint32_t height = (uint32_t)zc_record_body(rows), *top = &record->top[record->tab];
    uint32_t *focus = &record->focus[record->tab];
    zc_arena_reset(&record->layout);
    lay_content(record, cols);
    uint32_t n = zc_record_lines(record);
    if (record->tab == ZC_TAB_REVIEW)
        height -= REVIEW_HEAD;
    if (*focus >= n)
        *focus = n ? n - 1 : 0;
    if (record->tab == ZC_TAB_CONTENT) {
        *focus = n > height && *focus > n - height ? n - height : n > height ? *focus : 0;
        *top = *focus;
        return;
    }
    if (*top > *focus)
        *top = *focus;
    if (*focus >= *top + height)
        *top = *focus - height + 1;
}

/* Lines of text from the row `from` on, as far as they lie in the window. */
static void draw_lines(struct zc_canvas *canvas, int from, int end, int col, int cols,
                       enum zc_style style, struct zc_str text)
{
    struct zc_str line;
    for (int row = from; row < end && zc_text_wrap(&text, (unsigned)cols, &line); row++)
        if (row >= FIRST_ROW)
            zc_canvas_put(canvas, row, col, style, line);
}

static void draw_content(const struct zc_record_screen *record, struct zc_canvas *canvas)
{
    int label = label_cols(canvas->cols), end = FIRST_ROW + zc_record_body(canvas->rows);
    for (uint32_t i = 0; i < record->view.nitems; i++) {
        const struct zc_record_item *item = &record->view.items[i];
        const struct zc_record_place *place = &record->places[i];
        int row = FIRST_ROW + place->row - (int)record->top[ZC_TAB_CONTENT];
        enum zc_style style = item->conflict ? ZC_STYLE_CONFLICT
                              : item->empty  ? ZC_STYLE_DIM
                                             : ZC_STYLE_NORMAL;
        draw_lines(canvas, row, end, place->col, label, ZC_STYLE_DIM, item->label);
        draw_lines(canvas, row, end, place->col + label + 1, place->cols - label - 2, style,
                   item->empty ? zc_str_of(zc_glyph(ZC_GLYPH_OPEN)) : item->value);
        if (item->conflict && row >= FIRST_ROW && row < end)
            zc_canvas_text(canvas, row, place->col - 1, style, zc_glyph(ZC_GLYPH_CONFLICT));
    }
}

/* Lists */

static void draw_focus(struct zc_canvas *canvas, int row)
{
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
    zc_canvas_cursor(canvas, row, 0);
}

/* Columns of the history: time, who, field, change, source. A narrow window does without the
 * source, which the line below has. */
static void draw_event(const struct zc_record_screen *record, struct zc_canvas *canvas, int row,
                       uint32_t at)
{
    const struct zc_record_event *event = &record->view.events[at];
    const struct zc_step *step = &record->view.dossier.history.steps[event->step];
    bool wide = canvas->cols >= 80, marked = event->step == record->marked;
    int who = wide ? 11 : 8, what = canvas->cols >= 120 ? 24 : wide ? 16 : 12;
    int source = wide ? 9 : 0, change = 15 + who + 1 + what + 1;
    if (event->first) {
        zc_canvas_text(canvas, row, 1, marked ? ZC_STYLE_STRONG : ZC_STYLE_WARN,
                       marked       ? zc_glyph(ZC_GLYPH_MARKED)
                       : step->side ? zc_glyph(ZC_GLYPH_LT)
                                    : "");
        zc_canvas_fit(canvas, row, 3, 11, ZC_STYLE_NORMAL, event->when, false);
        zc_canvas_fit(canvas, row, 15, who, ZC_STYLE_NORMAL, event->who, false);
        if (wide)
            zc_canvas_fit(canvas, row, canvas->cols - source, source - 1, ZC_STYLE_DIM,
                          zc_str_of(event->source), false);
    }
    zc_canvas_fit(canvas, row, 15 + who + 1, what, ZC_STYLE_NORMAL, event->what, false);
    zc_canvas_fit(canvas, row, change, canvas->cols - source - change - 1, ZC_STYLE_NORMAL,
                  event->change, false);
}

static void draw_note(const struct zc_record_note *note, struct zc_canvas *canvas, int row)
{
    int who = canvas->cols >= 80 ? 11 : 8, label = canvas->cols >= 80 ? 16 : 12;
    int text = 15 + who + 1 + label + 1;
    zc_canvas_fit(canvas, row, 3, 11, ZC_STYLE_NORMAL, note->when, false);
    zc_canvas_fit(canvas, row, 15, who, ZC_STYLE_NORMAL, note->who, false);
    zc_canvas_fit(canvas, row, 15 + who + 1, label, ZC_STYLE_NORMAL, note->label, false);
    zc_canvas_fit(canvas, row, text, canvas->cols - text - 1, ZC_STYLE_NORMAL, note->text, false);
}

static void draw_act(const struct zc_record_act *act, struct zc_canvas *canvas, int row,
                     uint32_t number)
{
    const char *label = zc_text_get(zc_act_label(act->act));
    if (act->may) {
        zc_canvas_printf(canvas, row, 3, ZC_STYLE_NORMAL, "%u %s", number, label);
        return;
    }
    zc_canvas_text(canvas, row, 3, ZC_STYLE_DIM, zc_glyph(ZC_GLYPH_OFF));
    zc_canvas_text(canvas, row, 5, ZC_STYLE_DIM, label);
    zc_canvas_fit(canvas, row, 18, canvas->cols - 19, ZC_STYLE_DIM, act->why, false);
}

static void draw_link(const struct zc_record_link *link, struct zc_canvas *canvas, int row)
{
    int relation = canvas->cols >= 120 ? 34 : canvas->cols >= 80 ? 22 : 17, status = 9;
    int name = 3 + 6 + relation + 1;
    zc_canvas_fit(canvas, row, 3, 5, ZC_STYLE_NORMAL, link->number, false);
    zc_canvas_fit(canvas, row, 9, relation, ZC_STYLE_NORMAL, link->relation, false);
    zc_canvas_fit(canvas, row, name, canvas->cols - name - status - 2, ZC_STYLE_NORMAL, link->name,
                  false);
    zc_canvas_fit(canvas, row, canvas->cols - status - 1, status, ZC_STYLE_NORMAL, link->status,
                  false);
}

static void draw_line(const struct zc_record_screen *record, struct zc_canvas *canvas, int row,
                      uint32_t at)
{
    const struct zc_record_view *view = &record->view;
    if (record->tab == ZC_TAB_HISTORY)
        draw_event(record, canvas, row, at);
    else if (record->tab == ZC_TAB_NOTES)
        draw_note(&view->notes[at], canvas, row);
    else if (record->tab == ZC_TAB_LINKS)
        draw_link(&view->links[at], canvas, row);
    else if (at < view->nacts)
        draw_act(&view->acts[at], canvas, row, at + 1);
    else
        draw_note(&view->checks[at - view->nacts], canvas, row);
}

static const char *empty_sentence(enum zc_record_tab tab)
{
    switch (tab) {
    case ZC_TAB_NOTES:
        return ZC_T("还没有备注。F8 写一条。", "no notes yet; F8 adds one");
    case ZC_TAB_LINKS:
        return ZC_T("没有关联的记录。", "no other record belongs to it");
    case ZC_TAB_CONTENT:
        return ZC_T("这条记录还没有内容。", "this record holds nothing yet");
    default:
        return "";
    }
}

/* What the flags mean, in words. */
static const struct zc_text flag_words[ZC_FLAG_COUNT] = {
    { "缺少较早的改动", "earlier changes are missing" },
    { "既有退回又有核实", "returned and checked at once" },
    { "作废时有人在改", "voided while somebody edited" },
    { "并入了两条不同的记录", "linked to two records" },
    { "历史太长", "history too long" },
    { "有质疑未答复", "a question is not answered" },
    { "存疑", "doubtful" },
    { "并入的记录不在本库", "the record it is linked to is not here" },
    { "并入的记录已作废", "the record it is linked to is void" },
    { "并在后面的记录还有人改", "a record behind it is still edited" },
};

/* Status, who gave it and when, and what is not as it should be. */
static void draw_review_head(const struct zc_record_screen *record, struct zc_canvas *canvas)
{
    const struct zc_record_view *view = &record->view;
    const struct zc_state *state = &view->dossier.state;
    struct zc_buf text = { 0 };
    enum zc_style style;
    const char *word;
    enum zc_glyph sign = zc_state_sign(state, &style, &word);
    zc_buf_printf(&text, "%s %s", zc_glyph(sign), zc_text_get(zc_status_label(state->status)));
    if (view->nchecks > 0)
        zc_buf_printf(&text, "  %s %.*s %.*s", ZC_T("最近", "last"), ZC_ARG(view->checks[0].when),
                      ZC_ARG(view->checks[0].who));
    if (state->nconflicts > 0)
        zc_buf_printf(&text, ZC_T("  %u 项冲突未定", "  %u fields in conflict"), state->nconflicts);
    for (unsigned i = 0; i < ZC_FLAG_COUNT; i++)
        if (state->flags & 1u << i)
            zc_buf_printf(&text, "  %s", zc_text_get(flag_words[i]));
    zc_canvas_fit(canvas, FIRST_ROW, 1, canvas->cols - 2, style, zc_buf_str(&text), false);
    zc_canvas_text(canvas, FIRST_ROW + 1, 1, ZC_STYLE_STRONG,
                   view->nmay > 0 ? ZC_T("现在能办的（Enter 后按数字）",
                                         "what you may do (Enter, then a digit)")
                                  : ZC_T("现在没有您能办的", "there is nothing for you to do now"));
    zc_buf_release(&text);
}

static void draw_list(const struct zc_record_screen *record, struct zc_canvas *canvas)
{
    bool review = record->tab == ZC_TAB_REVIEW;
    int first = FIRST_ROW + (review ? REVIEW_HEAD : 0);
    int end = FIRST_ROW + zc_record_body(canvas->rows);
    uint32_t n = zc_record_lines(record), top = record->top[record->tab];
    if (review)
        draw_review_head(record, canvas);
    for (int row = first; row < end && top + (uint32_t)(row - first) < n; row++) {
        uint32_t at = top + (uint32_t)(row - first);
        draw_line(record, canvas, row, at);
        if (at == record->focus[record->tab])
            draw_focus(canvas, row);
    }
}

/* Around it */

static void draw_title(const struct zc_record_screen *record, struct zc_canvas *canvas)
{
    const struct zc_dossier *dossier = &record->view.dossier;
    struct zc_arena arena = { 0 };
    enum zc_style style;
    const char *word;
    struct zc_str right = { 0 }, place = zc_str_of(ZC_T("查看", "record"));
    if (record->loaded) {
        const char *sign = zc_glyph(zc_state_sign(&dossier->state, &style, &word));
        right = zc_arena_printf(&arena, ZC_T("%s%s  改过 %u 次", "%s%s  %u changes"), sign, word,
                                dossier->history.n - 1);
        int room = canvas->cols - (int)zc_text_cols(right) - 18;
        struct zc_buf name = { 0 };
        struct zc_str heading = zc_dossier_heading(dossier, &arena);
        if ((int)zc_text_cols(heading) > room)
            zc_text_fit(heading, (unsigned)room, false, &name);
        else
            zc_buf_add(&name, heading);
        place = zc_arena_printf(&arena, "%.*s  %.*s", ZC_ARG(place), ZC_ARG(zc_buf_str(&name)));
        zc_buf_release(&name);
    }
    zc_screens_title(canvas, record->survey, zc_arena_cstr(&arena, place), right);
    zc_arena_release(&arena);
}

static void draw_tabs(const struct zc_record_screen *record, struct zc_canvas *canvas)
{
    static const struct zc_text words[ZC_TAB_COUNT] = { { "内容", "content" },
                                                        { "历史", "history" },
                                                        { "备注", "notes" },
                                                        { "核实", "review" },
                                                        { "关联", "links" } };
    const struct zc_record_view *view = &record->view;
    const uint32_t counts[ZC_TAB_COUNT] = { 0, view->dossier.history.n, view->nnotes, 0,
                                            view->nlinks };
    char text[48], number[16];
    int col = 1;
    for (unsigned i = 0; i < ZC_TAB_COUNT; i++) {
        bool on = i == record->tab;
        number[0] = '\0';
        if (counts[i] > 0)
            snprintf(number, sizeof number, "(%u)", counts[i]);
        snprintf(text, sizeof text, "%s%u %s%s%s", on ? "[" : " ", i + 1, zc_text_get(words[i]),
                 number, on ? "]" : " ");
        col = zc_canvas_text(canvas, 1, col, on ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL, text);
    }
    if (record->list && record->list->count > 0) {
        snprintf(text, sizeof text, "%llu/%llu", (unsigned long long)record->list->cursor + 1,
                 (unsigned long long)record->list->count);
        if (col + (int)strlen(text) + 1 < canvas->cols)
            zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_NORMAL, zc_str_of(text));
    }
}

/* Which version this is; in the history that of the focused line. */
static void put_version(const struct zc_record_screen *record, struct zc_buf *out)
{
    const struct zc_history *history = &record->view.dossier.history;
    bool past = record->tab == ZC_TAB_HISTORY && record->view.nevents > 0;
    uint32_t at = past ? record->view.events[record->focus[ZC_TAB_HISTORY]].step : history->n - 1;
    const struct zc_step *step = &history->steps[at];
    struct zc_arena arena = { 0 };
    char id[ZC_REVID_TEXT + 1];
    zc_revid_print(&step->rev->id, id);
    zc_buf_printf(out, ZC_T("第 %u/%u 版 %.13s  %.*s %.*s %s", "version %u/%u %.13s  %.*s %.*s %s"),
                  at + 1, history->n, id, ZC_ARG(zc_step_when(step, &arena)),
                  ZC_ARG(zc_dossier_who(&record->view.dossier, step, &arena)),
                  zc_step_source(step));
    if (step->side)
        zc_buf_printf(out, "  %s%s", zc_glyph(ZC_GLYPH_LT), ZC_T("旁支", "side line"));
    if (zc_rev_attr(step->rev, "dev").len > 0)
        zc_buf_printf(out, "  %s %.*s", ZC_T("录入机", "device"),
                      ZC_ARG(zc_str_head(zc_rev_attr(step->rev, "dev"), 5)));
    zc_arena_release(&arena);
}

/* The relation may be longer than its column. */
static void put_link_hint(const struct zc_record_link *link, struct zc_buf *out)
{
    zc_buf_printf(out,
                  ZC_T("%.*s。Enter 打开那一条，Esc 回来", "%.*s; Enter opens that record, Esc "
                                                           "comes back"),
                  ZC_ARG(link->relation));
    if (link->more > 0)
        zc_buf_printf(out, ZC_T("；还有 %llu 条没有列出", "; %llu more are not listed"),
                      (unsigned long long)link->more);
}

static void draw_hint(const struct zc_record_screen *record, struct zc_canvas *canvas)
{
    const struct zc_record_view *view = &record->view;
    struct zc_buf text = { 0 };
    if (record->seconds > 0)
        zc_buf_printf(&text, ZC_T("号码再显示 %d 秒", "numbers show for %d s more"),
                      record->seconds);
    else if (record->tab == ZC_TAB_CONTENT && view->returned.len > 0)
        zc_buf_add(&text, view->returned);
    else if (record->tab == ZC_TAB_CONTENT && view->dossier.state.nconflicts > 0)
        zc_buf_printf(&text,
                      ZC_T("%u 项有冲突，按 c 看各方的值", "%u fields in conflict; c shows "
                                                           "the values of each side"),
                      view->dossier.state.nconflicts);
    else if (record->tab == ZC_TAB_NOTES && view->nnotes > 0)
        zc_buf_add(&text, view->notes[record->focus[ZC_TAB_NOTES]].text);
    else if (record->tab == ZC_TAB_LINKS && view->nlinks > 0)
        put_link_hint(&view->links[record->focus[ZC_TAB_LINKS]], &text);
    else
        put_version(record, &text);
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM, zc_buf_str(&text),
                  false);
    zc_buf_release(&text);
}

void zc_record_draw(const void *state, struct zc_canvas *canvas)
{
    const struct zc_record_screen *record = state;
    draw_title(record, canvas);
    zc_canvas_rule(canvas, 2);
    zc_canvas_rule(canvas, canvas->rows - 5);
    zc_canvas_cursor(canvas, FIRST_ROW, 2);
    if (!record->loaded) {
        zc_canvas_text(canvas, FIRST_ROW + 1, 1, ZC_STYLE_ERROR, zc_glyph(ZC_GLYPH_ERROR));
        zc_frame_lines(canvas, FIRST_ROW + 1, 3, 3, canvas->cols - 4,
                       zc_str_of(record->unread.msg));
        return;
    }
    draw_tabs(record, canvas);
    if (zc_record_lines(record) == 0)
        zc_canvas_text(canvas, FIRST_ROW + 1, 2, ZC_STYLE_NORMAL, empty_sentence(record->tab));
    if (record->tab == ZC_TAB_CONTENT)
        draw_content(record, canvas);
    else
        draw_list(record, canvas);
    draw_hint(record, canvas);
}

#include "core/text.h"
#include "tui/edit.h"
#include "tui/glyph.h"
#include "tui/lookup.h"
#include "tui/screens.h"

/* Looking up before registering (先查后登): what stands behind the door, then hits of what is
 * typed. A new form is opened only from here, after a search that found nobody or whose hits are
 * others. The result is 1 with the id of a record, 2 for a new one. */

struct row {
    struct zc_str name, code, place, outcome;
    enum zc_status status;
};
struct look {
    struct zc_lookup lookup;
    struct zc_str where;
    struct zc_edit edit;
    uint32_t focus, top, nrows;
    struct row *rows;
    struct zc_arena arena, window;
};

enum { LOOK_UP = 1, LOOK_DOWN, LOOK_PGUP, LOOK_PGDN, LOOK_TAKE, LOOK_NEW, LOOK_CLEAR, LOOK_BACK };

static bool look_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct look *look = state;
    const struct zc_lookup_args *what = args;
    look->where = zc_arena_copy(&look->arena, what->where);
    look->edit.max_chars = 60;
    return zc_lookup_init(&look->lookup, app->survey, what->community, what->door, err);
}

static void look_leave(void *state)
{
    struct look *look = state;
    zc_lookup_release(&look->lookup);
    zc_edit_release(&look->edit);
    zc_arena_release(&look->arena);
    zc_arena_release(&look->window);
}

/* Something was looked for, here at least: now whoever is not there may be registered. */
static bool may_add(const struct look *look)
{
    return look->lookup.typed.len > 0 && zc_lookup_has_near(&look->lookup);
}

static uint32_t nlines(const struct look *look)
{
    return look->lookup.nhits + may_add(look);
}

static struct zc_str cell(const struct zc_form *form, const struct zc_state *state,
                          enum zc_role role, struct zc_arena *arena)
{
    const struct zc_question *q = form->by_role[role];
    struct zc_str value = zc_survey_value(form, state, role);
    return value.len > 0 ? zc_question_shown(q, value, zc_form_lang(form), arena) : value;
}

static void make_row(struct look *look, struct zc_txn *txn, struct zc_rid rid, struct row *out)
{
    struct zc_arena *arena = &look->window;
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found;
    *out = (struct row){ 0 };
    if (!zc_record_get(txn, rid, arena, &state, &found, &err) || !found)
        return;
    const struct zc_form *form = zc_pack_form(look->lookup.survey->pack, state.form);
    if (!form)
        return;
    struct zc_str name = cell(form, &state, ZC_ROLE_NAME, arena);
    *out = (struct row){ .name = name.len > 0 ? name : cell(form, &state, ZC_ROLE_SIGN, arena),
                         .code = cell(form, &state, ZC_ROLE_CODE, arena),
                         .place = cell(form, &state, ZC_ROLE_ADDR, arena),
                         .outcome = cell(form, &state, ZC_ROLE_OUTCOME, arena),
                         .status = state.status };
}

static void look_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct look *look = state;
    uint32_t height = (uint32_t)(rows - 10), n = nlines(look);
    struct zc_err err = { 0 };
    (void)cols;
    if (look->focus >= n)
        look->focus = n ? n - 1 : 0;
    if (look->focus < look->top)
        look->top = look->focus;
    if (look->focus >= look->top + height)
        look->top = look->focus - height + 1;
    uint32_t left = look->lookup.nhits > look->top ? look->lookup.nhits - look->top : 0;
    look->nrows = left < height ? left : height;
    zc_arena_reset(&look->window);
    look->rows = ZC_NEW(&look->window, struct row, look->nrows + 1);
    struct zc_txn *txn = zc_txn_begin(app->survey->store, ZC_TXN_READ, &err);
    for (uint32_t i = 0; txn && i < look->nrows; i++)
        make_row(look, txn, look->lookup.hits[look->top + i].rid, &look->rows[i]);
    zc_txn_abort(txn);
    if (!txn)
        zc_app_fail(app, &err);
}

/* Drawing */

static const char *near_text(enum zc_near near)
{
    static const struct zc_text texts[] = { { "本门", "here" },
                                            { "本社区", "nearby" },
                                            { "别处", "elsewhere" } };
    return zc_text_get(texts[near]);
}

static void draw_hit(const struct look *look, struct zc_canvas *canvas, int row, uint32_t i)
{
    const struct zc_lookup_hit *hit = &look->lookup.hits[look->top + i];
    const struct row *data = &look->rows[i];
    bool wide = canvas->cols >= 80;
    int right = canvas->cols - 1, code = wide ? 19 : 0, place = wide ? 16 : 12;
    int name = right - 2 - 11 - 9 - code - place - 1;
    int col = 2;
    zc_canvas_fit(canvas, row, col, name, ZC_STYLE_NORMAL, data->name, false);
    col += name + 1;
    if (wide)
        zc_canvas_fit(canvas, row, col, code - 1, ZC_STYLE_DIM, data->code, false);
    col += code;
    zc_canvas_fit(canvas, row, col, place - 1, ZC_STYLE_NORMAL, data->place, false);
    col += place;
    zc_canvas_fit(canvas, row, col, 9, ZC_STYLE_INFO, zc_str_of(near_text(hit->near)), false);
    col += 10;
    zc_canvas_fit(canvas, row, col, right - col, ZC_STYLE_NORMAL,
                  zc_str_of(zc_text_get(zc_status_label(data->status))), false);
}

static void draw_focus(struct zc_canvas *canvas, int row)
{
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
}

static void draw_lines(const struct look *look, struct zc_canvas *canvas)
{
    int row = 5;
    for (uint32_t i = 0; i < look->nrows; i++, row++) {
        draw_hit(look, canvas, row, i);
        if (look->top + i == look->focus)
            draw_focus(canvas, row);
    }
    if (!may_add(look) || look->top + look->nrows < look->lookup.nhits)
        return;
    zc_canvas_printf(
        canvas, row, 2, ZC_STYLE_STRONG, "%s %s", zc_glyph(ZC_GLYPH_ADD),
        look->lookup.nhits > 0
            ? ZC_T("都不是，新登记一家（F2）", "none of these: register a new one (F2)")
            : ZC_T("没有找到，新登记一家（F2）", "not found: register a new one (F2)"));
    if (look->focus == look->lookup.nhits)
        draw_focus(canvas, row);
}

static void draw_counts(const struct look *look, struct zc_canvas *canvas)
{
    const struct zc_lookup *lookup = &look->lookup;
    struct zc_buf right = { 0 };
    if (!zc_lookup_is_complete(lookup))
        zc_buf_text(&right,
                    lookup->at < lookup->near.n
                        ? ZC_T("正在查本社区…", "reading the community…")
                        : ZC_T("本社区已查完，还在查别处…", "community done, reading the rest…"));
    else
        zc_buf_printf(&right, ZC_T("命中 %u", "%u hits"), lookup->nhits + lookup->nmore);
    zc_canvas_put_right(canvas, 1, canvas->cols - 1, ZC_STYLE_DIM, zc_buf_str(&right));
    zc_buf_release(&right);
}

static void look_draw(const void *state, struct zc_canvas *canvas)
{
    const struct look *look = state;
    zc_screens_title(canvas, look->lookup.survey, ZC_T("先查后登", "look up first"),
                     (struct zc_str){ 0 });
    zc_canvas_fit(canvas, 1, 1, canvas->cols - 30, ZC_STYLE_NORMAL, look->where, false);
    draw_counts(look, canvas);
    zc_canvas_rule(canvas, 2);
    int col = zc_canvas_text(canvas, 3, 1, ZC_STYLE_STRONG, ZC_T("查找 ", "find "));
    zc_edit_draw(&look->edit, canvas, 3, col, canvas->cols - col - 2, true, false);
    if (look->edit.text.len == 0)
        zc_canvas_text(
            canvas, 3, col + 2, ZC_STYLE_DIM,
            ZC_T("代码、名称、首字母或电话尾号", "code, name, initials or end of phone"));
    zc_canvas_rule(canvas, 4);
    draw_lines(look, canvas);
    if (nlines(look) == 0)
        zc_canvas_text(canvas, 5, 2, ZC_STYLE_DIM,
                       look->lookup.typed.len > 0 || !zc_lookup_has_near(&look->lookup)
                           ? ZC_T("正在找…", "searching…")
                           : ZC_T("这个门后面还没有登记过。打字查找，没有的再新登记。",
                                  "nobody is registered here; type to search, then register"));
    zc_canvas_rule(canvas, canvas->rows - 5);
}

/* Keys */

static void typed(struct look *look, struct zc_app *app)
{
    struct zc_err err = { 0 };
    look->focus = look->top = 0;
    if (!zc_lookup_typed(&look->lookup, zc_edit_text(&look->edit), &err))
        zc_app_fail(app, &err);
}

static enum zc_next give_new(struct look *look, struct zc_app *app)
{
    if (!may_add(look)) {
        zc_app_say(app, ZC_SAY_DOUBT, "%s",
                   look->lookup.typed.len == 0
                       ? ZC_T("先打几个字查一查：代码、名称或首字母；查不到再新登记",
                              "first type what to look for: a code, a name or initials")
                       : ZC_T("本社区还没有查完，马上就好", "the community is being read"));
        return ZC_NEXT_STAY;
    }
    zc_app_result(app, 2, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next take(struct look *look, struct zc_app *app)
{
    char rid[ZC_RID_TEXT + 1];
    if (look->focus >= look->lookup.nhits)
        return give_new(look, app);
    zc_rid_print(look->lookup.hits[look->focus].rid, rid);
    zc_app_result(app, 1, zc_str_of(rid));
    return ZC_NEXT_BACK;
}

static void move(struct look *look, int64_t by)
{
    int64_t to = (int64_t)look->focus + by, last = (int64_t)nlines(look) - 1;
    look->focus = to < 0 || last < 0 ? 0 : to > last ? (uint32_t)last : (uint32_t)to;
}

static enum zc_next look_act(void *state, struct zc_app *app, int action)
{
    struct look *look = state;
    int page = look->nrows > 1 ? (int)look->nrows : 1;
    switch (action) {
    case LOOK_UP:
    case LOOK_DOWN:
        move(look, action == LOOK_UP ? -1 : 1);
        break;
    case LOOK_PGUP:
    case LOOK_PGDN:
        move(look, action == LOOK_PGUP ? -page : page);
        break;
    case LOOK_TAKE:
        return take(look, app);
    case LOOK_NEW:
        return give_new(look, app);
    case LOOK_CLEAR:
        zc_edit_set(&look->edit, (struct zc_str){ 0 });
        typed(look, app);
        break;
    case LOOK_BACK:
        zc_app_result(app, 0, (struct zc_str){ 0 });
        return ZC_NEXT_BACK;
    default:
        break;
    }
    return ZC_NEXT_STAY;
}

static enum zc_next look_key(void *state, struct zc_app *app, int key, struct zc_str text)
{
    struct look *look = state;
    if (key == ZC_KEY_PASTE)
        zc_edit_insert(&look->edit, text);
    else if (!zc_edit_key(&look->edit, key))
        return ZC_NEXT_STAY;
    typed(look, app);
    return ZC_NEXT_STAY;
}

static bool look_typing(const void *state)
{
    (void)state;
    return true;
}

static bool look_idle(void *state, struct zc_app *app)
{
    struct look *look = state;
    struct zc_err err = { 0 };
    if (zc_lookup_step(&look->lookup, ZC_SLICE_MS, &err))
        return true;
    if (err.code != ZC_OK)
        zc_app_fail(app, &err);
    return false;
}

static void look_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(out,
                ZC_T("登记以前先查一查，免得一家登两次。先列出这个门后面的单位；打代码、名称、"
                     "拼音首字母或电话尾号，近处的排在前面。Enter 打开选中的：底册接着核实，"
                     "已登记的只是查看。查过没有的，按 F2 或选最后一行新登记，地址已经填好。\n",
                     "Nobody is to be registered twice: what stands behind this door comes "
                     "first, then what fits the code, name, initials or end of the phone that "
                     "is typed, the nearest first. Enter opens a hit: a seed to be verified, a "
                     "record to be looked at. Who is not there is registered with F2 or the "
                     "last line, with the address filled in.\n"));
}

static const struct zc_binding look_bindings[] = {
    { ZC_KEY_ENTER, LOOK_TAKE, { "打开", "open" } },
    { ZC_KEY_F2, LOOK_NEW, { "新增", "new" } },
    { ZC_KEY_DOWN, LOOK_DOWN, { "下一家", "next" } },
    { ZC_KEY_UP, LOOK_UP, { 0 } },
    { ZC_KEY_PGDN, LOOK_PGDN, { "下一页", "page" } },
    { ZC_KEY_PGUP, LOOK_PGUP, { 0 } },
    { ZC_KEY_CTRL('U'), LOOK_CLEAR, { "清空", "clear" } },
    { ZC_KEY_ESC, LOOK_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_lookup = {
    .name = "lookup",
    .title = { "先查后登", "look up first" },
    .state_size = sizeof(struct look),
    .bindings = look_bindings,
    .enter = look_enter,
    .update = look_update,
    .draw = look_draw,
    .act = look_act,
    .key = look_key,
    .typing = look_typing,
    .idle = look_idle,
    .help = look_help,
    .leave = look_leave,
};

#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screens.h"

/* The forms of the survey (换表): one to fill in a new record of, or one whose records are to be
 * listed; a digit takes it at once. Forms that the program fills in are not offered for the first.
 */

enum { FORMS_MAX = 64, DIGITS = 9, COLS = 46 };
struct forms {
    bool fill_in;
    unsigned n, focus, top;
    int height;
    const struct zc_form *all[FORMS_MAX];
    uint64_t counts[FORMS_MAX]; /* visible records */
};

enum { FORMS_UP = 1, FORMS_DOWN, FORMS_TAKE, FORMS_CLOSE, FORMS_DIGIT /* and eight more */ };

static bool count_records(struct zc_txn *txn, const struct zc_form *form, uint64_t *out,
                          struct zc_err *err)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL, .form = form->id };
    struct zc_view *view = zc_view_open(txn, &spec, err);
    if (!view)
        return false;
    struct zc_view_map *map = zc_view_map_new(view);
    *out = zc_view_map_count(map);
    zc_view_map_free(map);
    zc_view_close(view);
    return true;
}

static bool forms_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct forms *forms = state;
    const struct zc_forms_args *asked = args;
    const struct zc_pack *pack = app->survey->pack;
    struct zc_txn *txn = zc_txn_begin(app->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    forms->fill_in = asked->fill_in;
    for (uint32_t i = 0; ok && i < pack->nforms && forms->n < FORMS_MAX; i++) {
        if (asked->fill_in && !pack->forms[i]->by_hand)
            continue;
        if (pack->forms[i] == asked->now)
            forms->focus = forms->n;
        forms->all[forms->n] = pack->forms[i];
        ok = count_records(txn, pack->forms[i], &forms->counts[forms->n++], err);
    }
    zc_txn_abort(txn);
    return ok;
}

static void forms_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct forms *forms = state;
    (void)app, (void)cols;
    forms->height = rows - 6 < (int)forms->n ? rows - 6 : (int)forms->n;
    if (forms->focus < forms->top)
        forms->top = forms->focus;
    if (forms->focus >= forms->top + (unsigned)forms->height)
        forms->top = forms->focus - (unsigned)forms->height + 1;
}

static void draw_form(const struct forms *forms, unsigned i, struct zc_canvas *canvas, int row,
                      int col)
{
    const struct zc_form *form = forms->all[i];
    struct zc_arena arena = { 0 };
    if (i < DIGITS)
        zc_canvas_printf(canvas, row, col + 4, ZC_STYLE_NORMAL, "%u", i + 1);
    zc_canvas_fit(canvas, row, col + 6, COLS - 18, ZC_STYLE_NORMAL,
                  zc_form_title(form, zc_form_lang(form), &arena), false);
    zc_canvas_number(canvas, row, col + COLS - 4, ZC_STYLE_DIM, forms->counts[i]);
    if (i == forms->focus) {
        zc_canvas_text(canvas, row, col + 2, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
        zc_canvas_style(canvas, row, col + 1, COLS - 2, ZC_STYLE_TITLE);
        zc_canvas_cursor(canvas, row, col + 2);
    }
    zc_arena_release(&arena);
}

static void forms_draw(const void *state, struct zc_canvas *canvas)
{
    const struct forms *forms = state;
    int rows = forms->height + 4, row = (canvas->rows - 1 - rows) / 2;
    int col = (canvas->cols - COLS) / 2;
    struct zc_buf keys = { 0 };
    zc_frame_popup_keys(zc_popup_forms.bindings, &keys);
    zc_canvas_box(canvas, row, col, rows, COLS,
                  zc_str_of(forms->fill_in ? ZC_T("新登记哪张表", "a new record of")
                                           : ZC_T("看哪张表", "records of")),
                  zc_buf_str(&keys));
    for (unsigned i = 0; i < (unsigned)forms->height; i++)
        draw_form(forms, forms->top + i, canvas, row + 2 + (int)i, col);
    zc_buf_release(&keys);
}

/* The new record lies on top; this one goes with it. */
static enum zc_next take(struct forms *forms, struct zc_app *app, unsigned which)
{
    const struct zc_form *form = forms->all[which];
    if (!forms->fill_in) {
        zc_app_result(app, 1, form->id);
        return ZC_NEXT_BACK;
    }
    struct zc_form_args args = { .form = form };
    zc_app_push(app, &zc_screen_form, &args);
    return ZC_NEXT_STAY;
}

static enum zc_next forms_act(void *state, struct zc_app *app, int action)
{
    struct forms *forms = state;
    if (action == FORMS_UP && forms->focus > 0)
        forms->focus--;
    if (action == FORMS_DOWN && forms->focus + 1 < forms->n)
        forms->focus++;
    if (action == FORMS_TAKE)
        return take(forms, app, forms->focus);
    if (action >= FORMS_DIGIT && (unsigned)(action - FORMS_DIGIT) < forms->n)
        return take(forms, app, (unsigned)(action - FORMS_DIGIT));
    if (action != FORMS_CLOSE)
        return ZC_NEXT_STAY;
    zc_app_result(app, 0, (struct zc_str){ 0 });
    return ZC_NEXT_BACK;
}

static enum zc_next forms_resume(void *state, struct zc_app *app)
{
    (void)state, (void)app;
    return ZC_NEXT_BACK;
}

static const struct zc_binding forms_bindings[] = {
    { ZC_KEY_ENTER, FORMS_TAKE, { "确定", "ok" } },
    { '1', FORMS_DIGIT, { "直接选", "choose" } },
    { '2', FORMS_DIGIT + 1, { 0 } },
    { '3', FORMS_DIGIT + 2, { 0 } },
    { '4', FORMS_DIGIT + 3, { 0 } },
    { '5', FORMS_DIGIT + 4, { 0 } },
    { '6', FORMS_DIGIT + 5, { 0 } },
    { '7', FORMS_DIGIT + 6, { 0 } },
    { '8', FORMS_DIGIT + 7, { 0 } },
    { '9', FORMS_DIGIT + 8, { 0 } },
    { ZC_KEY_ESC, FORMS_CLOSE, { "取消", "back" } },
    { ZC_KEY_UP, FORMS_UP, { 0 } },
    { ZC_KEY_DOWN, FORMS_DOWN, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_popup_forms = {
    .name = "forms",
    .title = { "调查表", "forms" },
    .state_size = sizeof(struct forms),
    .bindings = forms_bindings,
    .popup = true,
    .enter = forms_enter,
    .update = forms_update,
    .draw = forms_draw,
    .act = forms_act,
    .resume = forms_resume,
};

#include "tests/frame_rules.h"
#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/keys.h"
#include <ctype.h>
#include <string.h>

static const struct zc_app_screen *top_of(const struct zc_app *app)
{
    return &app->stack[app->depth - 1];
}

static bool binds(const struct zc_screen_ops *ops, int key)
{
    for (const struct zc_binding *b = ops->bindings; b->key; b++) {
        if (zc_key_alias(b->key) == key)
            return true;
    }
    return false;
}

static bool works(const struct zc_screen_ops *ops, int key)
{
    return key == ZC_KEY_F1 || key == ZC_KEY_F9 || key == ZC_KEY_F10 || binds(ops, key) ||
           (key == ZC_KEY_F3 && binds(ops, ZC_KEY_ESC));
}

static struct zc_str row_text(const struct zc_canvas *canvas, int row, struct zc_buf *buf)
{
    zc_buf_reset(buf);
    zc_canvas_row(canvas, row, buf);
    return zc_buf_str(buf);
}

static void add_cells(const struct zc_canvas *canvas, int row, int from, int to, struct zc_buf *out)
{
    for (int col = from; col < to && col < canvas->cols; col++) {
        const struct zc_cell *cell = &canvas->cells[row * canvas->cols + col];
        zc_buf_bytes(out, cell->text, cell->len);
    }
}

/* A short label of the screen's own stands in place of the common one. */
static const char *bar_word(const struct zc_screen_ops *ops, int key)
{
    for (const struct zc_binding *b = ops->bindings; b->key; b++) {
        const char *own = b->key == key ? zc_text_get(b->label) : NULL;
        if (own && zc_text_cols(zc_str_of(own)) <= 4)
            return own;
    }
    return zc_text_get(zc_key_bar_label(key));
}

static void check_bar(const struct zc_app *app, struct zc_buf *out)
{
    const struct zc_canvas *canvas = &app->canvas;
    int row = canvas->rows - 1, width = canvas->cols >= 80 ? 8 : 6;
    struct zc_buf cell = { 0 }, want = { 0 };
    for (int i = 0; i < 10; i++) {
        int key = ZC_KEY_F1 + i;
        zc_buf_reset(&cell);
        zc_buf_reset(&want);
        add_cells(canvas, row, i * width, (i + 1) * width, &cell);
        if (works(top_of(app)->ops, key))
            zc_buf_printf(&want, width == 8 ? "F%d%s" : "%d%s", width == 8 ? i + 1 : (i + 1) % 10,
                          bar_word(top_of(app)->ops, key));
        struct zc_str shown = zc_str_trim(zc_buf_str(&cell));
        if (!zc_str_eq(shown, zc_buf_str(&want)))
            zc_buf_printf(out, "F-key bar: cell %d is '%.*s', not '%s'\n", i + 1, ZC_ARG(shown),
                          zc_buf_cstr(&want));
    }
    zc_buf_release(&cell);
    zc_buf_release(&want);
}

/* A key line is nothing but keys of the table with their labels. */
static void check_key_line(const struct zc_app *app, struct zc_buf *out)
{
    struct zc_buf buf = { 0 };
    char name[8];
    struct zc_str rest = zc_str_trim(row_text(&app->canvas, app->canvas.rows - 2, &buf));
    for (bool took = true; took && rest.len > 0;) {
        took = false;
        for (const struct zc_binding *b = top_of(app)->ops->bindings; b->key && !took; b++) {
            struct zc_str label = zc_str_of(zc_text_get(b->label)), after = rest;
            struct zc_str key = zc_str_of(zc_key_name(b->key, name));
            if (label.len == 0 || !zc_str_starts(after, key))
                continue;
            after = zc_str_trim(zc_str_from(after, key.len));
            if (!zc_str_starts(after, label))
                continue;
            rest = zc_str_trim(zc_str_from(after, label.len));
            took = true;
        }
    }
    if (rest.len > 0)
        zc_buf_printf(out, "key line: '%.*s' is no key of this screen\n", ZC_ARG(rest));
    zc_buf_release(&buf);
}

/* The keys of a popup stand whole in its border. */
static void check_popup_keys(const struct zc_app *app, struct zc_buf *out)
{
    struct zc_buf keys = { 0 }, buf = { 0 };
    bool found = false;
    zc_frame_popup_keys(top_of(app)->ops->bindings, &keys);
    for (int row = 0; row < app->canvas.rows && !found; row++)
        found = zc_str_find(row_text(&app->canvas, row, &buf), zc_buf_str(&keys)) != SIZE_MAX;
    if (!found)
        zc_buf_printf(out, "the keys of the popup are cut: %s\n", zc_buf_cstr(&keys));
    zc_buf_release(&keys);
    zc_buf_release(&buf);
}

static bool has_style(const struct zc_canvas *canvas, int row, int from, int to,
                      enum zc_style style)
{
    for (int col = from; col < to; col++) {
        if (canvas->cells[row * canvas->cols + col].style == style)
            return true;
    }
    return false;
}

static bool has_focus(const struct zc_canvas *canvas, int row)
{
    for (int col = 0; col < canvas->cols; col++) {
        const struct zc_cell *cell = &canvas->cells[row * canvas->cols + col];
        if (zc_str_is((struct zc_str){ cell->text, cell->len }, zc_glyph(ZC_GLYPH_FOCUS)))
            return true;
    }
    return false;
}

/* The top screen is drawn alone, so that fields of a screen below do not count. */
static void check_cursor(const struct zc_app *app, struct zc_buf *out)
{
    struct zc_canvas alone = { 0 };
    int row = app->canvas.cursor_row, col = app->canvas.cursor_col;
    bool field = false, focus = false;
    zc_canvas_resize(&alone, app->canvas.rows, app->canvas.cols);
    top_of(app)->ops->draw(top_of(app)->state, &alone);
    for (int r = 1; r < alone.rows; r++) {
        field |= has_style(&alone, r, 0, alone.cols, ZC_STYLE_EDIT);
        focus |= has_focus(&alone, r);
    }
    if (row < 1 || row >= alone.rows - 2 || col < 0 || col >= alone.cols)
        zc_buf_printf(out, "cursor at %d,%d stands on the frame\n", row, col);
    else if (field && !has_style(&alone, row, col, col + 1, ZC_STYLE_EDIT))
        zc_buf_printf(out, "cursor at %d,%d is not in the field\n", row, col);
    else if (!field && focus && !has_focus(&alone, row))
        zc_buf_printf(out, "cursor at %d,%d is not on the focused row\n", row, col);
    zc_canvas_release(&alone);
}

static void check_rows(const struct zc_canvas *canvas, struct zc_buf *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        if (!zc_canvas_row_is_whole(canvas, row))
            zc_buf_printf(out, "row %d has half characters or another width than the grid\n", row);
    }
}

static void check_text(const struct zc_canvas *canvas, struct zc_buf *out)
{
    struct zc_buf buf = { 0 };
    for (int row = 0; row < canvas->rows; row++) {
        if (!zc_text_is_plain(row_text(canvas, row, &buf)))
            zc_buf_printf(out, "row %d holds what must not reach a terminal\n", row);
        for (int col = 0; zc_glyph_is_ascii() && col < canvas->cols; col++) {
            const struct zc_cell *cell = &canvas->cells[row * canvas->cols + col];
            struct zc_str text = { cell->text, cell->len };
            if (zc_glyph_narrow(text))
                zc_buf_printf(out, "row %d has the sign '%.*s', which is not ASCII\n", row,
                              ZC_ARG(text));
        }
    }
    zc_buf_release(&buf);
}

void zc_frame_faults(const struct zc_app *app, struct zc_buf *out)
{
    const struct zc_canvas *canvas = &app->canvas;
    struct zc_buf faults = { 0 };
    if (app->depth == 0 || app->quit)
        return;
    check_rows(canvas, &faults);
    check_text(canvas, &faults);
    if (canvas->rows >= ZC_FRAME_MIN_ROWS && canvas->cols >= ZC_FRAME_MIN_COLS) {
        check_bar(app, &faults);
        if (top_of(app)->ops->popup)
            check_popup_keys(app, &faults);
        else
            check_key_line(app, &faults);
        check_cursor(app, &faults);
    }
    struct zc_str rest = zc_buf_str(&faults), line;
    while (zc_str_cut(&rest, '\n', &line) && line.len > 0)
        zc_buf_printf(out, "%s %dx%d: %.*s\n", top_of(app)->ops->name, canvas->cols, canvas->rows,
                      ZC_ARG(line));
    zc_buf_release(&faults);
}

/* Tables */

/* Keys that are another key, switch the input method, belong to a terminal multiplexer, or paste
 * (UX.md 4.2). */
static bool is_taken(int key)
{
    static const char letters[] = "@ABHJV";
    return key > 0 && key < 32 && key != ZC_KEY_ENTER && key != ZC_KEY_TAB && key != ZC_KEY_ESC &&
           strchr(letters, key + 64);
}

static int folded(int key)
{
    key = zc_key_alias(key);
    return key < 128 ? tolower(key) : key;
}

static void check_label(const struct zc_screen_ops *ops, const struct zc_binding *b,
                        struct zc_buf *out)
{
    enum { MOST = 8 };
    char name[8];
    const char *labels[] = { b->label.zh, b->label.en };
    for (int i = 0; i < 2; i++) {
        const char *label = labels[i];
        if (!label != !labels[1 - i] || (label && !*label))
            zc_buf_printf(out, "%s: %s has a label in one language only\n", ops->name,
                          zc_key_name(b->key, name));
        else if (label && zc_text_cols(zc_str_of(label)) > MOST)
            zc_buf_printf(out, "%s: label '%s' is longer than %d columns\n", ops->name, label,
                          MOST);
    }
}

void zc_table_faults(const struct zc_screen_ops *ops, struct zc_buf *out)
{
    char name[8];
    if (!ops->title.zh || !ops->title.en || !*ops->title.zh || !*ops->title.en)
        zc_buf_printf(out, "%s: no title in both languages\n", ops->name);
    for (const struct zc_binding *b = ops->bindings; b->key; b++) {
        const char *key = zc_key_name(b->key, name);
        if (b->action <= 0)
            zc_buf_printf(out, "%s: %s does nothing\n", ops->name, key);
        if (is_taken(b->key))
            zc_buf_printf(out, "%s: %s belongs to terminals\n", ops->name, key);
        for (const struct zc_binding *o = ops->bindings; o < b; o++) {
            if (folded(o->key) == folded(b->key))
                zc_buf_printf(out, "%s: %s is bound twice\n", ops->name, key);
        }
        check_label(ops, b, out);
    }
}

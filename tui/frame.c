#include "tui/frame.h"
#include "core/text.h"
#include "tui/glyph.h"
#include <stdio.h>

void zc_frame_title(struct zc_canvas *canvas, struct zc_str left, struct zc_str right)
{
    int cols = canvas->cols;
    unsigned tail = zc_text_cols(right);
    zc_canvas_blank(canvas, 0, 0, 1, cols, ZC_STYLE_TITLE);
    canvas->right = cols - (int)tail - 2 > 0 ? cols - (int)tail - 2 : 0;
    zc_canvas_put(canvas, 0, 1, ZC_STYLE_TITLE, left);
    canvas->right = cols;
    zc_canvas_put_right(canvas, 0, cols - 1, ZC_STYLE_TITLE, right);
}

static bool is_function_key(int key)
{
    return key >= ZC_KEY_F1 && key <= ZC_KEY_F10;
}

/* "Enter打开", or "Enter open" in a language with blanks between words. */
static void put_key(const struct zc_binding *binding, struct zc_buf *out)
{
    char buf[8];
    const char *label = zc_text_get(binding->label);
    const char *key = zc_key_name(binding->key, buf);
    zc_buf_printf(out, "%s%s%s", key, zc_lang_get() == ZC_LANG_ZH ? "" : " ", label);
}

static bool is_listed(const struct zc_binding *binding)
{
    return zc_text_get(binding->label) != NULL;
}

/* The keys of the screen, most used first; what does not fit is in F9. */
static void draw_key_line(struct zc_canvas *canvas, const struct zc_binding *bindings)
{
    struct zc_buf one = { 0 };
    int col = 1, row = canvas->rows - 2;
    for (const struct zc_binding *b = bindings; b && b->key; b++) {
        if (!is_listed(b) || is_function_key(b->key) || b->key == ZC_KEY_ONLY_MENU)
            continue;
        zc_buf_reset(&one);
        put_key(b, &one);
        int cols = (int)zc_text_cols(zc_buf_str(&one));
        if (col + cols > canvas->cols - 1)
            break;
        col = zc_canvas_put(canvas, row, col, ZC_STYLE_NORMAL, zc_buf_str(&one)) +
              (zc_lang_get() == ZC_LANG_ZH ? 1 : 2);
    }
    zc_buf_release(&one);
}

static bool binds(const struct zc_binding *bindings, int key)
{
    for (const struct zc_binding *b = bindings; b && b->key; b++) {
        if (zc_key_alias(b->key) == key)
            return true;
    }
    return false;
}

/* Help, menu and leaving work everywhere; the other cells show when the screen binds the key. */
static bool bar_shows(const struct zc_binding *bindings, int key)
{
    return key == ZC_KEY_F1 || key == ZC_KEY_F9 || key == ZC_KEY_F10 || binds(bindings, key) ||
           (key == ZC_KEY_F3 && binds(bindings, ZC_KEY_ESC));
}

/* What the key is called on this screen where that has room, else what it is called everywhere. */
static const char *bar_label(const struct zc_binding *bindings, int key, unsigned room)
{
    for (const struct zc_binding *b = bindings; b && b->key; b++) {
        const char *own = b->key == key ? zc_text_get(b->label) : NULL;
        if (own && zc_text_cols(zc_str_of(own)) <= room)
            return own;
    }
    return zc_text_get(zc_key_bar_label(key));
}

static void draw_bar(struct zc_canvas *canvas, const struct zc_binding *bindings)
{
    int row = canvas->rows - 1, width = canvas->cols >= 80 ? 8 : 6;
    zc_canvas_blank(canvas, row, 0, 1, canvas->cols, ZC_STYLE_NORMAL);
    for (int i = 0; i < 10; i++) {
        char text[40];
        int key = ZC_KEY_F1 + i;
        if (!bar_shows(bindings, key))
            continue;
        const char *label = bar_label(bindings, key, 4);
        if (width == 8)
            snprintf(text, sizeof text, "F%d%s", i + 1, label);
        else
            snprintf(text, sizeof text, "%d%s", (i + 1) % 10, label);
        int right = canvas->right;
        canvas->right = (i + 1) * width < right ? (i + 1) * width : right;
        zc_canvas_text(canvas, row, i * width, ZC_STYLE_STRONG, text);
        canvas->right = right;
    }
}

void zc_frame_steps(struct zc_canvas *canvas, const struct zc_text *names, int n, int here)
{
    int col = 1;
    for (int i = 1; i <= n; i++) {
        col = zc_canvas_printf(canvas, 1, col, i == here ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL,
                               i == here ? "[%d %s]" : " %d %s", i, zc_text_get(names[i - 1]));
        if (i < here)
            col = zc_canvas_text(canvas, 1, col, ZC_STYLE_GOOD, zc_glyph(ZC_GLYPH_DONE));
        col += 2;
    }
}

void zc_frame_keys(struct zc_canvas *canvas, const struct zc_binding *bindings, bool popup)
{
    if (!popup)
        draw_key_line(canvas, bindings);
    draw_bar(canvas, bindings);
}

void zc_frame_popup_keys(const struct zc_binding *bindings, struct zc_buf *out)
{
    size_t start = out->len;
    for (const struct zc_binding *b = bindings; b && b->key; b++) {
        if (!is_listed(b))
            continue;
        if (out->len > start)
            zc_buf_char(out, ' ');
        put_key(b, out);
    }
}

void zc_frame_too_small(struct zc_canvas *canvas)
{
    char text[120];
    int row = canvas->rows / 2, col = 0;
    snprintf(text, sizeof text,
             ZC_T("窗口太小：现在 %d×%d，至少 %d×%d", "window too small: %d×%d, at least %d×%d"),
             canvas->cols, canvas->rows, ZC_FRAME_MIN_COLS, ZC_FRAME_MIN_ROWS);
    struct zc_str rest = zc_str_of(text), line;
    while (row < canvas->rows && zc_text_wrap(&rest, (unsigned)canvas->cols, &line)) {
        int cols = (int)zc_text_cols(line);
        col = canvas->cols > cols ? (canvas->cols - cols) / 2 : 0;
        zc_canvas_put(canvas, row++, col, ZC_STYLE_NORMAL, line);
    }
    zc_canvas_cursor(canvas, row - 1, col);
}

int zc_frame_lines(struct zc_canvas *canvas, int row, int col, int rows, int cols,
                   struct zc_str text)
{
    struct zc_str rest = text, line;
    int used = 0;
    while (used < rows && zc_text_wrap(&rest, (unsigned)cols, &line))
        zc_canvas_put(canvas, row + used++, col, ZC_STYLE_NORMAL, line);
    return used;
}

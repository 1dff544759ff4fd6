#include "tui/edit.h"
#include "core/rev.h"
#include "core/text.h"
#include "core/utf8.h"
#include "tui/keys.h"
#include <string.h>

void zc_edit_set(struct zc_edit *edit, struct zc_str text)
{
    zc_buf_reset(&edit->text);
    zc_buf_add(&edit->text, text);
    edit->at = edit->text.len;
    edit->fresh = true;
    edit->full = false;
}

void zc_edit_release(struct zc_edit *edit)
{
    zc_buf_release(&edit->text);
}

struct zc_str zc_edit_text(const struct zc_edit *edit)
{
    return zc_buf_str(&edit->text);
}

static void replace(struct zc_edit *edit, size_t from, size_t to, struct zc_str with)
{
    struct zc_buf *text = &edit->text;
    size_t tail = text->len - to;
    zc_buf_room(text, with.len + 1);
    memmove(text->ptr + from + with.len, text->ptr + to, tail);
    if (with.len)
        memcpy(text->ptr + from, with.ptr, with.len);
    text->len = from + with.len + tail;
    edit->at = from + with.len;
}

/* As a field takes it: no control characters, no line ends where it has one line. */
static void clean(const struct zc_edit *edit, struct zc_str text, struct zc_buf *out)
{
    uint32_t cp, before = 0;
    text = zc_str_head(text, zc_utf8_valid_len(text));
    for (; zc_utf8_next(&text, &cp); before = cp) {
        if (cp == '\r' || cp == '\n') {
            if (cp == '\r' || before != '\r')
                zc_buf_char(out, edit->multiline ? '\n' : ' ');
        } else if (cp == '\t') {
            zc_buf_char(out, ' ');
        } else if (cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0)) {
            zc_buf_cp(out, cp);
        }
    }
}

void zc_edit_insert(struct zc_edit *edit, struct zc_str text)
{
    struct zc_buf good = { 0 };
    size_t keep = edit->fresh ? 0 : edit->text.len;
    clean(edit, text, &good);
    size_t chars =
        zc_utf8_chars(zc_buf_str(&good)) + (edit->fresh ? 0 : zc_utf8_chars(zc_edit_text(edit)));
    edit->full = (edit->max_chars && chars > edit->max_chars) || keep + good.len > ZC_VALUE_MAX;
    if (!edit->full && good.len > 0) {
        if (edit->fresh)
            replace(edit, 0, edit->text.len, (struct zc_str){ 0 });
        replace(edit, edit->at, edit->at, zc_buf_str(&good));
        edit->fresh = false;
    }
    zc_buf_release(&good);
}

static size_t before_cursor(const struct zc_edit *edit)
{
    struct zc_str head = zc_str_head(zc_edit_text(edit), edit->at);
    struct zc_cluster cluster;
    return zc_text_prev(&head, &cluster) ? head.len : edit->at;
}

static size_t after_cursor(const struct zc_edit *edit)
{
    struct zc_str tail = zc_str_from(zc_edit_text(edit), edit->at);
    struct zc_cluster cluster;
    return zc_text_next(&tail, &cluster) ? edit->at + cluster.text.len : edit->at;
}

/* 0 blank, 1 letters and digits, 2 Han and other wide ones, 3 signs: a word is a run of one. */
static int kind_of(struct zc_str cluster)
{
    uint32_t cp = ' ';
    zc_utf8_next(&cluster, &cp);
    if (cp == ' ' || cp == '\n' || cp == 0x3000)
        return 0;
    if ((cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
        cp == '_')
        return 1;
    return zc_text_cp_cols(cp) == 2 && !(cp >= 0x3001 && cp <= 0x301F) && cp < 0xFF00 ? 2 : 3;
}

static size_t word_left(const struct zc_edit *edit)
{
    struct zc_str head = zc_str_head(zc_edit_text(edit), edit->at), shorter;
    struct zc_cluster cluster;
    int kind = 0;
    for (shorter = head; zc_text_prev(&shorter, &cluster); head = shorter) {
        int now = kind_of(cluster.text);
        if (kind != 0 && now != kind)
            break;
        kind = now ? now : kind;
    }
    return head.len;
}

static size_t word_right(const struct zc_edit *edit)
{
    struct zc_str tail = zc_str_from(zc_edit_text(edit), edit->at);
    struct zc_cluster cluster;
    size_t at = edit->at;
    int kind = -1;
    while (zc_text_next(&tail, &cluster)) {
        int now = kind_of(cluster.text);
        if (kind >= 0 && now != kind && now != 0)
            break;
        kind = now;
        at += cluster.text.len;
    }
    return at;
}

static bool move_key(struct zc_edit *edit, int key)
{
    switch (key) {
    case ZC_KEY_LEFT:
        edit->at = before_cursor(edit);
        break;
    case ZC_KEY_RIGHT:
        edit->at = after_cursor(edit);
        break;
    case ZC_KEY_CTRL_LEFT:
        edit->at = word_left(edit);
        break;
    case ZC_KEY_CTRL_RIGHT:
        edit->at = word_right(edit);
        break;
    case ZC_KEY_HOME:
        edit->at = 0;
        break;
    case ZC_KEY_END:
        edit->at = edit->text.len;
        break;
    default:
        return false;
    }
    return true;
}

static bool delete_key(struct zc_edit *edit, int key)
{
    const struct zc_str nothing = { 0 };
    switch (key) {
    case ZC_KEY_BACKSPACE:
        replace(edit, before_cursor(edit), edit->at, nothing);
        break;
    case ZC_KEY_DELETE: {
        size_t at = edit->at;
        replace(edit, at, after_cursor(edit), nothing);
        break;
    }
    case ZC_KEY_CTRL('U'):
        replace(edit, 0, edit->text.len, nothing);
        break;
    case ZC_KEY_CTRL('K'):
        replace(edit, edit->at, edit->text.len, nothing);
        break;
    case ZC_KEY_CTRL('W'):
        replace(edit, word_left(edit), edit->at, nothing);
        break;
    default:
        return false;
    }
    return true;
}

bool zc_edit_key(struct zc_edit *edit, int key)
{
    char bytes[4];
    edit->full = false;
    if (zc_key_is_text(key)) {
        zc_edit_insert(edit, (struct zc_str){ bytes, zc_utf8_put((uint32_t)key, bytes) });
        return true;
    }
    if (!move_key(edit, key) && !delete_key(edit, key))
        return false;
    edit->fresh = false;
    return true;
}

/* First byte to show, so that the cursor and the character under it are whole in the field. */
static size_t scroll_of(const struct zc_edit *edit, int cols)
{
    struct zc_str text = zc_edit_text(edit);
    struct zc_str head = zc_str_head(text, edit->at);
    struct zc_str under = zc_str_head(zc_str_from(text, edit->at), after_cursor(edit) - edit->at);
    unsigned room = under.len > 0 ? zc_text_cols(under) : 1;
    if (zc_text_cols(head) + room <= (unsigned)cols)
        return 0;
    struct zc_str tail = zc_text_tail(head, (unsigned)cols > room ? (unsigned)cols - room : 0);
    return edit->at - tail.len;
}

void zc_edit_draw(const struct zc_edit *edit, struct zc_canvas *canvas, int row, int col, int cols,
                  bool focused, bool masked)
{
    struct zc_str text = zc_edit_text(edit);
    struct zc_buf stars = { 0 };
    enum zc_style style = focused ? ZC_STYLE_EDIT : ZC_STYLE_NORMAL;
    size_t from = masked ? 0 : scroll_of(edit, cols);
    int cursor = (int)zc_text_cols(zc_str_head(zc_str_from(text, from), edit->at - from));
    if (masked) {
        size_t chars = zc_utf8_chars(text);
        while (stars.len < chars)
            zc_buf_char(&stars, '*');
        text = zc_buf_str(&stars);
        cursor = (int)zc_utf8_chars(zc_str_head(zc_edit_text(edit), edit->at));
    }
    int right = canvas->right;
    zc_canvas_blank(canvas, row, col, 1, cols, style);
    canvas->right = col + cols < right ? col + cols : right;
    zc_canvas_put(canvas, row, col, style, zc_str_from(text, from));
    canvas->right = right;
    if (focused)
        zc_canvas_cursor(canvas, row, col + (cursor < cols ? cursor : cols - 1));
    zc_buf_release(&stars);
}

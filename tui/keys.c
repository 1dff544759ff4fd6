#include "tui/keys.h"
#include "core/utf8.h"
#include "tui/glyph.h"
#include <stdio.h>

static const struct {
    int key;
    const char *script; /* name in scripts */
    struct zc_text shown, bar;
    int alias; /* control key that does the same */
} keys[] = {
    { ZC_KEY_F1, "F1", { "F1", "F1" }, { "帮助", "help" }, 0 },
    { ZC_KEY_F2, "F2", { "F2", "F2" }, { "保存", "save" }, ZC_KEY_CTRL('S') },
    { ZC_KEY_F3, "F3", { "F3", "F3" }, { "返回", "back" }, 0 },
    { ZC_KEY_F4, "F4", { "F4", "F4" }, { "选项", "list" }, ZC_KEY_CTRL('O') },
    { ZC_KEY_F5, "F5", { "F5", "F5" }, { "同上", "ditto" }, ZC_KEY_CTRL('D') },
    { ZC_KEY_F6, "F6", { "F6", "F6" }, { "下区", "next" }, ZC_KEY_CTRL('X') },
    { ZC_KEY_F7, "F7", { "F7", "F7" }, { "查找", "find" }, ZC_KEY_CTRL('F') },
    { ZC_KEY_F8, "F8", { "F8", "F8" }, { "备注", "note" }, ZC_KEY_CTRL('T') },
    { ZC_KEY_F9, "F9", { "F9", "F9" }, { "菜单", "menu" }, ZC_KEY_CTRL('P') },
    { ZC_KEY_F10, "F10", { "F10", "F10" }, { "退出", "quit" }, ZC_KEY_CTRL('Q') },
    { ZC_KEY_ESC, "Esc", { "Esc", "Esc" }, { 0 }, ZC_KEY_CTRL('C') },
    { ZC_KEY_ENTER, "Enter", { "Enter", "Enter" }, { 0 }, 0 },
    { ZC_KEY_TAB, "Tab", { "Tab", "Tab" }, { 0 }, 0 },
    { ZC_KEY_BACKTAB, "S-Tab", { "Shift+Tab", "Shift+Tab" }, { 0 }, 0 },
    { ZC_KEY_BACKSPACE, "BS", { "退格", "Backspace" }, { 0 }, 0 },
    { ZC_KEY_UP, "Up", { "↑", "Up" }, { 0 }, 0 },
    { ZC_KEY_DOWN, "Down", { "↓", "Down" }, { 0 }, 0 },
    { ZC_KEY_LEFT, "Left", { "←", "Left" }, { 0 }, 0 },
    { ZC_KEY_RIGHT, "Right", { "→", "Right" }, { 0 }, 0 },
    { ZC_KEY_HOME, "Home", { "Home", "Home" }, { 0 }, 0 },
    { ZC_KEY_END, "End", { "End", "End" }, { 0 }, 0 },
    { ZC_KEY_PGUP, "PgUp", { "PgUp", "PgUp" }, { 0 }, 0 },
    { ZC_KEY_PGDN, "PgDn", { "PgDn", "PgDn" }, { 0 }, 0 },
    { ZC_KEY_INSERT, "Ins", { "Ins", "Ins" }, { 0 }, 0 },
    { ZC_KEY_DELETE, "Del", { "Del", "Del" }, { 0 }, 0 },
    { ZC_KEY_CTRL_LEFT, "C-Left", { "^←", "^Left" }, { 0 }, 0 },
    { ZC_KEY_CTRL_RIGHT, "C-Right", { "^→", "^Right" }, { 0 }, 0 },
    { ZC_KEY_CTRL_UP, "C-Up", { "^↑", "^Up" }, { 0 }, 0 },
    { ZC_KEY_CTRL_DOWN, "C-Down", { "^↓", "^Down" }, { 0 }, 0 },
    { ZC_KEY_CTRL_HOME, "C-Home", { "^Home", "^Home" }, { 0 }, 0 },
    { ZC_KEY_CTRL_END, "C-End", { "^End", "^End" }, { 0 }, 0 },
    { ' ', "Space", { "空格", "Space" }, { 0 }, 0 },
    { '<', "lt", { "<", "<" }, { 0 }, 0 },
    { ZC_KEY_ONLY_MENU, "Menu", { "F9", "F9" }, { 0 }, 0 },
    { ZC_KEY_RESIZE, "Resize", { "", "" }, { 0 }, 0 },
    { ZC_KEY_TICK, "Tick", { "", "" }, { 0 }, 0 },
    { ZC_KEY_GONE, "Gone", { "", "" }, { 0 }, 0 },
};
enum { KEYS = sizeof keys / sizeof keys[0] };

int zc_key_alias(int key)
{
    if (key == 10)
        return ZC_KEY_ENTER;
    if (key == 8)
        return ZC_KEY_BACKSPACE;
    for (int i = 0; i < KEYS; i++) {
        if (keys[i].alias && keys[i].alias == key)
            return keys[i].key;
    }
    return key;
}

static bool is_arrow(int key)
{
    return (key >= ZC_KEY_UP && key <= ZC_KEY_RIGHT) ||
           (key >= ZC_KEY_CTRL_LEFT && key <= ZC_KEY_CTRL_DOWN);
}

const char *zc_key_name(int key, char buf[8])
{
    for (int i = 0; i < KEYS; i++) {
        if (keys[i].key == key) /* an arrow in ASCII would be '^' or 'v', which are other keys */
            return is_arrow(key) && zc_glyph_is_ascii() ? keys[i].shown.en
                                                        : zc_text_get(keys[i].shown);
    }
    size_t len = key >= 32 && key < ZC_KEY_FIRST ? zc_utf8_put((uint32_t)key, buf) : 0;
    buf[len] = '\0';
    if (key < 32)
        snprintf(buf, 8, "^%c", key + 64);
    return buf;
}

struct zc_text zc_key_bar_label(int key)
{
    for (int i = 0; i < KEYS; i++) {
        if (keys[i].key == key)
            return keys[i].bar;
    }
    return (struct zc_text){ 0 };
}

bool zc_key_parse(struct zc_str *rest, int *key)
{
    uint32_t cp;
    if (!zc_utf8_next(rest, &cp))
        return false;
    *key = (int)cp;
    size_t end = cp == '<' ? zc_str_find(*rest, ZC_STR(">")) : SIZE_MAX;
    if (end == SIZE_MAX)
        return true;
    struct zc_str name = zc_str_head(*rest, end);
    *rest = zc_str_from(*rest, end + 1);
    *key = ZC_KEY_NONE;
    if (name.len == 3 && name.ptr[0] == 'C' && name.ptr[1] == '-')
        *key = ZC_KEY_CTRL(name.ptr[2] >= 'a' ? name.ptr[2] - 32 : name.ptr[2]);
    for (int i = 0; i < KEYS; i++) {
        if (zc_str_is(name, keys[i].script))
            *key = keys[i].key;
    }
    return true;
}

void zc_key_print(int key, struct zc_buf *out)
{
    char bytes[4];
    for (int i = 0; i < KEYS; i++) {
        if (keys[i].key == key) {
            zc_buf_printf(out, "<%s>", keys[i].script);
            return;
        }
    }
    if (key < 32)
        zc_buf_printf(out, "<C-%c>", key >= 0 && key <= 26 ? key + 96 : key + 64);
    else
        zc_buf_bytes(out, bytes, zc_utf8_put((uint32_t)key, bytes));
}

bool zc_key_is_text(int key)
{
    return key >= 32 && key != ZC_KEY_BACKSPACE && key < ZC_KEY_FIRST;
}

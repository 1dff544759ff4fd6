#include "tui/key_map.h"
#include "core/text.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

int zc_key_map_to(const struct zc_key_map *map, int key)
{
    for (unsigned i = 0; i < map->n; i++) {
        if (map->pairs[i].key == key)
            return map->pairs[i].stands_for;
    }
    return key;
}

int zc_key_map_of(const struct zc_key_map *map, int stands_for)
{
    for (unsigned i = 0; i < map->n; i++) {
        if (map->pairs[i].stands_for == stands_for)
            return map->pairs[i].key;
    }
    return ZC_KEY_NONE;
}

void zc_key_map_drop(struct zc_key_map *map, int stands_for)
{
    for (unsigned i = 0; i < map->n; i++) {
        if (map->pairs[i].stands_for == stands_for)
            map->pairs[i--] = map->pairs[--map->n];
    }
}

/* What may be chosen */

/* Keys that are another key, switch the input method, belong to a terminal multiplexer, or paste.
 */
static bool is_taken_by_terminals(int key)
{
    static const char letters[] = "@ABHIJMV[";
    return key == ZC_KEY_NONE || (key > 0 && key < 32 && strchr(letters, key + 64)) ||
           key == ZC_KEY_BACKSPACE || key == ZC_KEY_ESC || key == ZC_KEY_PASTE ||
           key >= ZC_KEY_RESIZE;
}

/* Keys that edit a text wherever one is typed. */
static bool edits(int key)
{
    static const int keys[] = { ZC_KEY_CTRL('U'), ZC_KEY_CTRL('K'),  ZC_KEY_CTRL('W'),
                                ZC_KEY_CTRL('L'), ZC_KEY_LEFT,       ZC_KEY_RIGHT,
                                ZC_KEY_HOME,      ZC_KEY_END,        ZC_KEY_DELETE,
                                ZC_KEY_CTRL_LEFT, ZC_KEY_CTRL_RIGHT, ' ' };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i] == key)
            return true;
    }
    return false;
}

/* The label of an act, which another binding of it may carry. */
static const char *label_of(const struct zc_screen_ops *ops, int action)
{
    for (const struct zc_binding *b = ops->bindings; b->key; b++) {
        if (b->action == action && zc_text_get(b->label))
            return zc_text_get(b->label);
    }
    return NULL;
}

static int folded(int key)
{
    key = zc_key_alias(key);
    return key < 128 ? tolower(key) : key;
}

static const struct zc_binding *used_by(const struct zc_screen_ops *ops, int key)
{
    for (const struct zc_binding *b = ops->bindings; b->key; b++) {
        if (folded(b->key) == folded(key))
            return b;
    }
    return NULL;
}

static bool check_free(int key, const struct zc_screen_ops *const *screens, struct zc_err *err)
{
    char name[8];
    const char *shown = zc_key_name(key, name);
    int alias = zc_key_alias(key);
    if (is_taken_by_terminals(key))
        return zc_fail(
            err, ZC_E_INPUT,
            ZC_T("%s 是终端或输入法要用的键，不能改", "%s belongs to terminals and input methods"),
            shown);
    if (edits(key))
        return zc_fail(err, ZC_E_INPUT, ZC_T("%s 已经用来打字和改字", "%s is used to type"), shown);
    if (alias >= ZC_KEY_F1 && alias <= ZC_KEY_F10)
        return zc_fail(err, ZC_E_INPUT, ZC_T("%s 已经是：%s", "%s is already: %s"), shown,
                       zc_text_get(zc_key_bar_label(alias)));
    if (key == ZC_KEY_CTRL('N'))
        return zc_fail(err, ZC_E_INPUT, ZC_T("%s 已经是：新登记", "%s is already: new record"),
                       shown);
    for (; *screens; screens++) {
        const struct zc_binding *b = used_by(*screens, key);
        const char *label = b ? label_of(*screens, b->action) : NULL;
        if (b)
            return zc_fail(err, ZC_E_INPUT, ZC_T("%s 已经是：%s › %s", "%s is already: %s › %s"),
                           shown, zc_text_get((*screens)->title), label ? label : shown);
    }
    return true;
}

bool zc_key_map_set(struct zc_key_map *map, int key, int stands_for,
                    const struct zc_screen_ops *const *screens, struct zc_err *err)
{
    char name[8], other[8];
    int before = zc_key_map_to(map, key);
    if (!check_free(key, screens, err))
        return false;
    if (before != key && before != stands_for)
        return zc_fail(err, ZC_E_INPUT, ZC_T("%s 已经代替 %s", "%s already stands for %s"),
                       zc_key_name(key, name), zc_key_name(before, other));
    zc_key_map_drop(map, stands_for);
    if (map->n == ZC_KEY_MAP_MAX)
        return zc_fail(err, ZC_E_LIMIT, ZC_T("最多 %d 个", "at most %d"), ZC_KEY_MAP_MAX);
    map->pairs[map->n].key = key;
    map->pairs[map->n++].stands_for = stands_for;
    return true;
}

/* As text */

void zc_key_map_print(const struct zc_key_map *map, struct zc_buf *out)
{
    for (unsigned i = 0; i < map->n; i++) {
        if (i > 0)
            zc_buf_char(out, ' ');
        zc_key_print(map->pairs[i].stands_for, out);
        zc_buf_char(out, '=');
        zc_key_print(map->pairs[i].key, out);
    }
}

void zc_key_map_parse(struct zc_str text, struct zc_key_map *out)
{
    struct zc_str word;
    *out = (struct zc_key_map){ 0 };
    while (out->n < ZC_KEY_MAP_MAX && zc_str_word(&text, &word)) {
        int key, stands_for, sign;
        bool ok = zc_key_parse(&word, &stands_for) && zc_key_parse(&word, &sign) && sign == '=' &&
                  zc_key_parse(&word, &key) && word.len == 0;
        if (!ok || !stands_for || is_taken_by_terminals(key) || edits(key))
            continue;
        out->pairs[out->n].key = key;
        out->pairs[out->n++].stands_for = stands_for;
    }
}

/* The lists of keys */

static bool add_use(struct zc_key_use *uses, uint32_t *n, int key, const char *act,
                    struct zc_arena *arena)
{
    enum { COLS = 40 };
    struct zc_str label = zc_str_of(act);
    for (uint32_t i = 0; i < *n; i++) {
        struct zc_key_use *use = &uses[i];
        if (use->key != key)
            continue;
        if (zc_str_find(use->acts, label) == SIZE_MAX && zc_text_cols(use->acts) < COLS)
            use->acts =
                zc_arena_printf(arena, "%.*s%s%s", ZC_ARG(use->acts), ZC_T("、", ", "), act);
        return false;
    }
    uses[(*n)++] = (struct zc_key_use){ key, label };
    return true;
}

const struct zc_key_use *zc_key_uses(const struct zc_screen_ops *const *screens,
                                     struct zc_arena *arena, uint32_t *n)
{
    size_t most = 12;
    for (size_t s = 0; screens[s]; s++)
        for (const struct zc_binding *b = screens[s]->bindings; b->key; b++)
            most++;
    struct zc_key_use *uses = ZC_NEW(arena, struct zc_key_use, most);
    *n = 0;
    for (int key = ZC_KEY_F1; key <= ZC_KEY_F10; key++)
        add_use(uses, n, key, zc_text_get(zc_key_bar_label(key)), arena);
    add_use(uses, n, ZC_KEY_CTRL('N'), ZC_T("新登记", "new record"), arena);
    add_use(uses, n, ZC_KEY_CTRL('L'), ZC_T("重画", "repaint"), arena);
    for (size_t s = 0; screens[s]; s++) {
        for (const struct zc_binding *b = screens[s]->bindings; b->key; b++) {
            const char *label = label_of(screens[s], b->action);
            bool own = b->key >= ZC_KEY_F1 && b->key <= ZC_KEY_F10; /* the bar says it */
            if (label && !own && !zc_key_is_text(b->key) && !screens[s]->popup)
                add_use(uses, n, b->key, label, arena);
        }
    }
    return uses;
}

void zc_key_ways(int key, struct zc_buf *out)
{
    char name[8];
    zc_buf_text(out, zc_key_name(key, name));
    if (key >= ZC_KEY_F1 && key <= ZC_KEY_F10)
        zc_buf_printf(out, "  Alt+%d", (key - ZC_KEY_F1 + 1) % 10);
    for (int other = 1; other < ' '; other++) {
        if (other != key && zc_key_alias(other) == key && !is_taken_by_terminals(other))
            zc_buf_printf(out, "  ^%c", other + 64);
    }
}

void zc_key_page(const struct zc_screen_ops *const *screens, struct zc_buf *out)
{
    enum { KEY_COLS = 16, CELL_COLS = 32 };
    struct zc_buf cell = { 0 };
    for (size_t s = 0; screens[s]; s++) {
        unsigned cells = 0;
        zc_buf_printf(out, "%s%s\n", s ? "\n" : "", zc_text_get(screens[s]->title));
        for (const struct zc_binding *b = screens[s]->bindings; b->key; b++) {
            const char *label = zc_text_get(b->label);
            if (!label)
                continue;
            zc_buf_reset(&cell);
            zc_buf_text(&cell, "  ");
            zc_key_ways(b->key, &cell);
            unsigned cols = zc_text_cols(zc_buf_str(&cell));
            zc_buf_printf(&cell, "%*s%s", cols < KEY_COLS ? (int)(KEY_COLS - cols) : 1, "", label);
            zc_text_fit(zc_buf_str(&cell), CELL_COLS, false, out);
            if (++cells % 2 == 0)
                zc_buf_char(out, '\n');
        }
        if (cells % 2)
            zc_buf_char(out, '\n');
    }
    zc_buf_release(&cell);
}

#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "tui/screen.h"

/* Second keys (自定义按键): a key that no screen uses stands in for one that has an act. What an
 * act is bound to by itself can never be taken away from it, and what terminals and input methods
 * need (UX.md 4.2) can never be chosen. Letters and signs work where no text is typed. */

enum { ZC_KEY_MAP_MAX = 24 };
struct zc_key_map {
    unsigned n;
    struct {
        int key, stands_for;
    } pairs[ZC_KEY_MAP_MAX];
};
/* The key that it stands for, or the key itself. */
int zc_key_map_to(const struct zc_key_map *map, int key);
/* The second key of a key, ZC_KEY_NONE: it has none. */
int zc_key_map_of(const struct zc_key_map *map, int stands_for);
/* Replaces the second key of `stands_for`. Refuses keys in use with the act and its screen.
 * `screens` ends with NULL. */
bool zc_key_map_set(struct zc_key_map *map, int key, int stands_for,
                    const struct zc_screen_ops *const *screens, struct zc_err *err);
void zc_key_map_drop(struct zc_key_map *map, int stands_for);

/* As text: "<F2>=<Ins>", parted by blanks; what cannot be read is left out. */
void zc_key_map_print(const struct zc_key_map *map, struct zc_buf *out);
void zc_key_map_parse(struct zc_str text, struct zc_key_map *out);

/* A key with an act on some screen, for the list of all keys: printable ones are left to the help
 * of their screens. */
struct zc_key_use {
    int key;
    struct zc_str acts; /* 打开、看该行 …; in the arena */
};
/* Made from the bindings of the screens, F-keys first. */
const struct zc_key_use *zc_key_uses(const struct zc_screen_ops *const *screens,
                                     struct zc_arena *arena, uint32_t *n);
/* "F2 / Alt+2 / ^S": every key that is the same one by itself. */
void zc_key_ways(int key, struct zc_buf *out);
/* Screen by screen, every key with its act: the page of all keys. */
void zc_key_page(const struct zc_screen_ops *const *screens, struct zc_buf *out);

#include "storage/view.h"
#include "core/alloc.h"
#include "storage/contrib.h"
#include "storage/store_impl.h"
#include <string.h>

struct zc_view {
    struct zc_txn *txn;
    struct zc_cursor *cursor;
    struct zc_buf prefix;
    bool descending;
};

struct zc_view *zc_view_open(struct zc_txn *txn, const struct zc_view_spec *spec,
                             struct zc_err *err)
{
    const struct zc_index_form *plan = zc_plan_form(zc_store_plan(txn), spec->form);
    bool known = spec->kind == ZC_VIEW_QUEUE || plan;
    if (known && spec->kind == ZC_VIEW_FIELD) {
        known = false;
        for (uint32_t i = 0; i < plan->nsorted; i++)
            known |= zc_str_eq(plan->sorted[i], spec->arg);
    }
    if (!known) {
        zc_fail(
            err, ZC_E_INPUT,
            ZC_T("没有按“%.*s”排好的清单（表“%.*s”）", "no list sorted by '%.*s' (form '%.*s')"),
            ZC_ARG(spec->arg), ZC_ARG(spec->form));
        return NULL;
    }
    struct zc_view *view = zc_alloc_zeroed(1, sizeof *view);
    view->txn = txn;
    view->descending = spec->descending;
    view->cursor = zc_cursor_open(txn, ZC_DB_VIEW);
    zc_view_prefix(spec->kind, spec->form, spec->arg, &view->prefix);
    if (spec->kind == ZC_VIEW_AREA) /* a street's code begins those of its communities */
        zc_buf_add(&view->prefix, spec->arg);
    return view;
}

void zc_view_close(struct zc_view *view)
{
    if (!view)
        return;
    zc_cursor_close(view->cursor);
    zc_buf_release(&view->prefix);
    zc_free(view);
}

static bool take(struct zc_view *view, bool found, struct zc_str key, struct zc_rid *rid)
{
    if (!found || !zc_str_starts(key, zc_buf_str(&view->prefix)) ||
        key.len < view->prefix.len + ZC_RID_KEY)
        return false;
    *rid = zc_rid_of_key(key.ptr + key.len - ZC_RID_KEY);
    return true;
}

static bool low_end(struct zc_view *view, struct zc_rid *rid)
{
    struct zc_str key, value;
    return take(view, zc_cursor_seek(view->cursor, zc_buf_str(&view->prefix), &key, &value), key,
                rid);
}

static bool high_end(struct zc_view *view, struct zc_rid *rid)
{
    struct zc_str key, value;
    struct zc_buf after = { 0 };
    /* Behind the prefix: no key has 0xFF after it, since names and texts are UTF-8. */
    zc_buf_add(&after, zc_buf_str(&view->prefix));
    zc_buf_char(&after, (char)0xFF);
    bool found = zc_cursor_seek(view->cursor, zc_buf_str(&after), &key, &value)
                     ? zc_cursor_prev(view->cursor, &key, &value)
                     : zc_cursor_last(view->cursor, &key, &value);
    zc_buf_release(&after);
    return take(view, found, key, rid);
}

static bool up(struct zc_view *view, struct zc_rid *rid)
{
    struct zc_str key, value;
    return take(view, zc_cursor_next(view->cursor, &key, &value), key, rid);
}

static bool down(struct zc_view *view, struct zc_rid *rid)
{
    struct zc_str key, value;
    return take(view, zc_cursor_prev(view->cursor, &key, &value), key, rid);
}

bool zc_view_first(struct zc_view *view, struct zc_rid *rid)
{
    return view->descending ? high_end(view, rid) : low_end(view, rid);
}

bool zc_view_last(struct zc_view *view, struct zc_rid *rid)
{
    return view->descending ? low_end(view, rid) : high_end(view, rid);
}

bool zc_view_next(struct zc_view *view, struct zc_rid *rid)
{
    return view->descending ? down(view, rid) : up(view, rid);
}

bool zc_view_prev(struct zc_view *view, struct zc_rid *rid)
{
    return view->descending ? up(view, rid) : down(view, rid);
}

bool zc_view_seek(struct zc_view *view, struct zc_str key, struct zc_rid *rid)
{
    struct zc_buf start = { 0 };
    struct zc_str found, value;
    zc_buf_add(&start, zc_buf_str(&view->prefix));
    zc_buf_add(&start, zc_sort_key(key));
    bool ok = zc_cursor_seek(view->cursor, zc_buf_str(&start), &found, &value);
    zc_buf_release(&start);
    return take(view, ok, found, rid);
}

bool zc_view_find(struct zc_view *view, struct zc_rid rid)
{
    struct zc_rid at;
    bool more = zc_view_first(view, &at);
    while (more && !zc_rid_eq(at, rid))
        more = zc_view_next(view, &at);
    return more;
}

/* Ranks */

enum { EACH = 256 };
struct zc_view_map {
    struct zc_str *keys; /* every 256th key */
    size_t nkeys, cap;
    uint64_t count, number;
    struct zc_arena arena;
};

struct zc_view_map *zc_view_map_new(struct zc_view *view)
{
    struct zc_view_map *map = zc_alloc_zeroed(1, sizeof *map);
    struct zc_str key, value;
    struct zc_rid rid;
    map->number = zc_txn_number(view->txn);
    for (bool more = zc_view_first(view, &rid); more; more = zc_view_next(view, &rid)) {
        if (map->count++ % EACH == 0 && zc_cursor_here(view->cursor, &key, &value)) {
            map->keys = zc_grow(map->keys, map->nkeys, &map->cap, sizeof *map->keys);
            map->keys[map->nkeys++] = zc_arena_copy(&map->arena, key);
        }
    }
    return map;
}

void zc_view_map_free(struct zc_view_map *map)
{
    if (!map)
        return;
    zc_free(map->keys);
    zc_arena_release(&map->arena);
    zc_free(map);
}

uint64_t zc_view_map_count(const struct zc_view_map *map)
{
    return map->count;
}

uint64_t zc_view_map_number(const struct zc_view_map *map)
{
    return map->number;
}

bool zc_view_at(struct zc_view *view, const struct zc_view_map *map, uint64_t rank,
                struct zc_rid *rid)
{
    struct zc_str key, value;
    if (rank >= map->count)
        return false;
    bool ok = zc_cursor_seek(view->cursor, map->keys[rank / EACH], &key, &value);
    ok = take(view, ok, key, rid);
    for (uint64_t i = 0; ok && i < rank % EACH; i++)
        ok = zc_view_next(view, rid);
    return ok;
}

uint64_t zc_view_rank(struct zc_view *view, const struct zc_view_map *map)
{
    struct zc_str here, value, key;
    struct zc_rid rid;
    size_t low = 0, high = map->nkeys;
    if (!zc_cursor_here(view->cursor, &here, &value))
        return 0;
    here = zc_arena_copy((struct zc_arena *)(uintptr_t)&map->arena, here);
    while (low + 1 < high) { /* last checkpoint that is not behind */
        size_t mid = (low + high) / 2;
        int order = zc_str_cmp(map->keys[mid], here);
        if (view->descending ? order >= 0 : order <= 0)
            low = mid;
        else
            high = mid;
    }
    uint64_t rank = (uint64_t)low * EACH;
    bool ok = map->nkeys && zc_cursor_seek(view->cursor, map->keys[low], &key, &value);
    while (ok && !zc_str_eq(key, here)) {
        ok = zc_view_next(view, &rid) && zc_cursor_here(view->cursor, &key, &value);
        rank++;
    }
    return rank;
}

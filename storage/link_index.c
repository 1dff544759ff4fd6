#include "storage/link_index.h"
#include "core/alloc.h"
#include "storage/contrib.h"
#include <stdlib.h>
#include <string.h>

void zc_link_list_release(struct zc_link_list *list)
{
    zc_free(list->all);
    *list = (struct zc_link_list){ 0 };
}

static void add(struct zc_link_list *list, struct zc_rid rid)
{
    list->all = zc_grow(list->all, list->n, &list->cap, sizeof *list->all);
    list->all[list->n++] = rid;
}

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

static void sort(struct zc_link_list *list)
{
    size_t kept = 0;
    if (list->n > 1)
        qsort(list->all, list->n, sizeof *list->all, cmp_rid);
    for (size_t i = 0; i < list->n; i++) {
        if (kept == 0 || !zc_rid_eq(list->all[kept - 1], list->all[i]))
            list->all[kept++] = list->all[i];
    }
    list->n = kept;
}

/* The records under one sort key of a view; true when there are no more than `most`. */
static bool take(struct zc_txn *txn, const struct zc_buf *start, size_t most,
                 struct zc_link_list *out)
{
    struct zc_str key, value;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_VIEW);
    bool few = true;
    for (bool more = zc_cursor_seek(cursor, zc_buf_str(start), &key, &value);
         more && few && zc_str_starts(key, zc_buf_str(start));
         more = zc_cursor_next(cursor, &key, &value)) {
        few = out->n < most;
        if (few && key.len == start->len + ZC_RID_KEY)
            add(out, zc_rid_of_key(key.ptr + start->len));
    }
    zc_cursor_close(cursor);
    return few;
}

static void begin_key(int kind, struct zc_str form, struct zc_str arg, struct zc_str sort_key,
                      struct zc_buf *out)
{
    zc_buf_reset(out);
    zc_view_prefix(kind, form, arg, out);
    zc_buf_add(out, zc_sort_key(sort_key));
    zc_buf_char(out, '\0');
}

static void take_target(struct zc_txn *txn, struct zc_str form, struct zc_str field,
                        struct zc_rid target, struct zc_buf *key, struct zc_link_list *out)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(target, text);
    begin_key(ZC_VIEW_LINK, form, field, zc_str_of(text), key);
    take(txn, key, SIZE_MAX, out);
}

bool zc_link_find(struct zc_txn *txn, struct zc_str form, struct zc_str field, struct zc_rid target,
                  struct zc_link_list *out, struct zc_err *err)
{
    struct zc_buf key = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_rid *behind;
    size_t nbehind = 0;
    bool ok = zc_record_dups(txn, target, &arena, &behind, &nbehind, err);
    out->n = 0;
    take_target(txn, form, field, target, &key, out);
    for (size_t i = 0; i < nbehind && ok; i++)
        take_target(txn, form, field, behind[i], &key, out);
    if (nbehind > 0)
        sort(out);
    zc_buf_release(&key);
    zc_arena_release(&arena);
    return ok;
}

bool zc_link_find_value(struct zc_txn *txn, struct zc_str form, struct zc_str field,
                        struct zc_str value, struct zc_link_list *out, struct zc_err *err)
{
    struct zc_buf key = { 0 };
    struct zc_arena arena = { 0 };
    (void)err;
    out->n = 0;
    begin_key(ZC_VIEW_FIELD, form, field, zc_key_normal(value, &arena), &key);
    take(txn, &key, SIZE_MAX, out);
    zc_buf_release(&key);
    zc_arena_release(&arena);
    return true;
}

bool zc_link_find_all(struct zc_txn *txn, struct zc_str form, size_t most, struct zc_link_list *out,
                      bool *few, struct zc_err *err)
{
    struct zc_buf key = { 0 };
    (void)err;
    out->n = 0;
    begin_key(ZC_VIEW_ALL, form, (struct zc_str){ 0 }, (struct zc_str){ 0 }, &key);
    *few = take(txn, &key, most, out);
    zc_buf_release(&key);
    return true;
}

static bool is_sorted(struct zc_txn *txn, struct zc_str form, struct zc_str field)
{
    const struct zc_index_form *plan = zc_plan_form(zc_store_plan(txn), form);
    for (uint32_t i = 0; plan && i < plan->nsorted; i++) {
        if (zc_str_eq(plan->sorted[i], field))
            return true;
    }
    return false;
}

static bool is_key(struct zc_txn *txn, struct zc_str form, struct zc_str field)
{
    const struct zc_index_form *plan = zc_plan_form(zc_store_plan(txn), form);
    return plan && field.len > 0 && zc_str_eq(plan->key, field);
}

bool zc_link_find_start(struct zc_txn *txn, struct zc_str form, struct zc_str field,
                        struct zc_str start, size_t most, struct zc_link_list *out,
                        struct zc_err *err)
{
    struct zc_buf prefix = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_str key, value;
    bool by_key = is_key(txn, form, field);
    (void)err;
    out->n = 0;
    if (!by_key && !is_sorted(txn, form, field))
        return true;
    zc_view_prefix(by_key ? ZC_VIEW_KEY : ZC_VIEW_FIELD, form, field, &prefix);
    zc_buf_add(&prefix, zc_sort_key(zc_key_normal(start, &arena)));
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_VIEW);
    for (bool more = zc_cursor_seek(cursor, zc_buf_str(&prefix), &key, &value);
         more && out->n < most && zc_str_starts(key, zc_buf_str(&prefix));
         more = zc_cursor_next(cursor, &key, &value))
        add(out, zc_rid_of_key(key.ptr + key.len - ZC_RID_KEY));
    zc_cursor_close(cursor);
    zc_buf_release(&prefix);
    zc_arena_release(&arena);
    return true;
}

bool zc_link_walk(struct zc_txn *txn, struct zc_str form, struct zc_str field, struct zc_buf *from,
                  bool (*each)(void *ctx, struct zc_str value, struct zc_rid rid), void *ctx)
{
    struct zc_buf prefix = { 0 };
    struct zc_str key, value;
    bool more = field.len == 0 || is_sorted(txn, form, field), on = more;
    zc_view_prefix(field.len > 0 ? ZC_VIEW_FIELD : ZC_VIEW_ALL, form, field, &prefix);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_VIEW);
    if (more)
        more = zc_cursor_seek(cursor, zc_buf_str(from->len > 0 ? from : &prefix), &key, &value);
    while ((more = more && zc_str_starts(key, zc_buf_str(&prefix))) && on) {
        size_t text = key.len - ZC_RID_KEY - 1 - prefix.len;
        on = each(ctx, zc_str_head(zc_str_from(key, prefix.len), text),
                  zc_rid_of_key(key.ptr + key.len - ZC_RID_KEY));
        more = zc_cursor_next(cursor, &key, &value);
    }
    if (more) {
        zc_buf_reset(from);
        zc_buf_add(from, key);
    }
    zc_cursor_close(cursor);
    zc_buf_release(&prefix);
    return more;
}

static bool is_visible(struct zc_txn *txn, struct zc_str form, struct zc_rid rid)
{
    struct zc_buf key = { 0 };
    struct zc_str value;
    uint8_t bytes[ZC_RID_KEY];
    begin_key(ZC_VIEW_ALL, form, (struct zc_str){ 0 }, (struct zc_str){ 0 }, &key);
    zc_rid_key(rid, bytes);
    zc_buf_bytes(&key, bytes, sizeof bytes);
    bool is = zc_kv_get(txn, ZC_DB_VIEW, zc_buf_str(&key), &value);
    zc_buf_release(&key);
    return is;
}

static enum zc_link_state look_at_state(struct zc_txn *txn, struct zc_str form, struct zc_rid rid)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    bool found = false;
    enum zc_link_state is = ZC_LINK_AWAY;
    if (zc_record_get(txn, rid, &arena, &state, &found, &err) && found)
        is = !zc_str_eq(state.form, form) ? ZC_LINK_OTHER
             : state.deleted              ? ZC_LINK_VOID
                                          : ZC_LINK_HERE;
    zc_arena_release(&arena);
    return is;
}

enum zc_link_state zc_link_look(struct zc_txn *txn, struct zc_str form, struct zc_rid rid,
                                struct zc_rid *root)
{
    *root = rid;
    if (is_visible(txn, form, rid))
        return ZC_LINK_HERE;
    struct zc_rid end = zc_record_root(txn, rid);
    if (!zc_rid_eq(end, rid) && is_visible(txn, form, end)) {
        *root = end;
        return ZC_LINK_HERE;
    }
    return look_at_state(txn, form, rid);
}

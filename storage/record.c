#include "storage/record.h"
#include "core/alloc.h"
#include "storage/building.h"
#include "storage/bytes.h"
#include "storage/contrib.h"
#include "storage/record_impl.h"
#include <stdlib.h>
#include <string.h>

static struct zc_str rid_str(struct zc_rid rid, uint8_t key[ZC_RID_KEY])
{
    zc_rid_key(rid, key);
    return (struct zc_str){ (const char *)key, ZC_RID_KEY };
}

static bool load(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                 struct zc_state *out, bool *hidden, bool *found, struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY];
    char text[ZC_RID_TEXT + 1];
    struct zc_str bytes;
    *out = (struct zc_state){ .rid = rid };
    *found = zc_kv_get(txn, ZC_DB_STATE, rid_str(rid, key), &bytes);
    if (!*found || zc_unpack_state(txn, bytes, arena, out, hidden))
        return true;
    zc_rid_print(rid, text);
    return zc_fail(err, ZC_E_STORE,
                   ZC_T("记录“%s”的状态读不出，请运行 zaoce check --repair",
                        "the state of record '%s' cannot be read; run zaoce check --repair"),
                   text);
}

bool zc_record_get(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                   struct zc_state *out, bool *found, struct zc_err *err)
{
    bool hidden;
    return load(txn, rid, arena, out, &hidden, found, err);
}

/* Links */

struct link {
    struct zc_rid target;
    bool found, deleted, unseen;
};

static struct link link_of(struct zc_txn *txn, struct zc_rid rid)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    struct link link = { 0 };
    bool hidden;
    if (load(txn, rid, &arena, &state, &hidden, &link.found, &err) && link.found) {
        link.target = state.dup_of;
        link.deleted = state.deleted;
        link.unseen = state.link_unseen;
    }
    zc_arena_release(&arena);
    return link;
}

enum { WALK_MAX = 256 };

/* Follows the links from `rid`; a cycle ends at its smallest id (MERGE.md 6.4). *dangling: the
 * next record is not in the store. */
static struct zc_rid walk(struct zc_txn *txn, struct zc_rid rid, bool *dangling, bool *deleted)
{
    struct zc_rid way[WALK_MAX];
    size_t n = 0;
    *dangling = *deleted = false;
    for (struct link link = link_of(txn, rid);; rid = link.target) {
        link = link_of(txn, rid);
        *deleted = link.deleted;
        if (!zc_rid_is_set(link.target) || n == WALK_MAX)
            return rid;
        for (size_t i = 0; i < n; i++) {
            if (!zc_rid_eq(way[i], rid))
                continue;
            struct zc_rid least = rid; /* the cycle is way[i] … way[n - 1] */
            for (size_t k = i; k < n; k++) {
                if (zc_rid_cmp(way[k], least) < 0)
                    least = way[k];
            }
            *deleted = link_of(txn, least).deleted;
            return least;
        }
        if (!link_of(txn, link.target).found) {
            *dangling = true;
            return rid;
        }
        way[n++] = rid;
    }
}

struct zc_rid zc_record_root(struct zc_txn *txn, struct zc_rid rid)
{
    bool dangling, deleted;
    return walk(txn, rid, &dangling, &deleted);
}

/* A growing list of ids without repeats; links are few. */
struct rids {
    struct zc_rid *all;
    size_t n, cap;
};

static void add_rid(struct rids *rids, struct zc_rid rid)
{
    for (size_t i = 0; i < rids->n; i++) {
        if (zc_rid_eq(rids->all[i], rid))
            return;
    }
    rids->all = zc_grow(rids->all, rids->n, &rids->cap, sizeof *rids->all);
    rids->all[rids->n++] = rid;
}

/* Records that are linked to `rid` directly. */
static void add_linked(struct zc_txn *txn, struct zc_rid rid, struct rids *rids)
{
    uint8_t prefix[ZC_RID_KEY];
    struct zc_str start = rid_str(rid, prefix), key, value;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_LINK);
    for (bool more = zc_cursor_seek(cursor, start, &key, &value);
         more && zc_str_starts(key, start) && key.len == 2 * ZC_RID_KEY;
         more = zc_cursor_next(cursor, &key, &value))
        add_rid(rids, zc_rid_of_key(key.ptr + ZC_RID_KEY));
    zc_cursor_close(cursor);
}

static void add_all_linked(struct zc_txn *txn, struct rids *rids, size_t from)
{
    for (size_t i = from; i < rids->n; i++)
        add_linked(txn, rids->all[i], rids);
}

static bool put_link(struct zc_txn *txn, struct zc_rid from, struct zc_rid target, bool add,
                     struct zc_err *err)
{
    uint8_t key[2 * ZC_RID_KEY];
    struct zc_str k = { (const char *)key, sizeof key };
    if (!zc_rid_is_set(target))
        return true;
    zc_rid_key(target, key);
    zc_rid_key(from, key + ZC_RID_KEY);
    return add ? zc_kv_put(txn, ZC_DB_LINK, k, (struct zc_str){ "", 0 }, err)
               : zc_kv_del(txn, ZC_DB_LINK, k, err);
}

/* Is somebody still editing a duplicate behind this record? */
static bool has_edited_dup(struct zc_txn *txn, struct zc_rid root)
{
    struct rids behind = { 0 };
    bool edited = false, dangling, deleted;
    add_linked(txn, root, &behind);
    add_all_linked(txn, &behind, 0);
    for (size_t i = 0; i < behind.n && !edited; i++) {
        struct link link = link_of(txn, behind.all[i]);
        edited = link.unseen && !link.deleted && !zc_rid_eq(behind.all[i], root) &&
                 zc_rid_eq(walk(txn, behind.all[i], &dangling, &deleted), root);
    }
    zc_free(behind.all);
    return edited;
}

enum { CROSS_FLAGS = ZC_FLAG_DANGLING | ZC_FLAG_DUP_OF_DELETED | ZC_FLAG_DUP_EDITED };

/* Sets the flags that depend on other records; tells whether the record is hidden. The states of
 * all records involved must be on disk. */
static bool set_cross_flags(struct zc_txn *txn, struct zc_state *state)
{
    bool dangling = false, deleted = false;
    struct zc_rid root = state->rid;
    state->flags &= ~(unsigned)CROSS_FLAGS;
    if (zc_rid_is_set(state->dup_of))
        root = walk(txn, state->rid, &dangling, &deleted);
    bool linked = !zc_rid_eq(root, state->rid);
    if (dangling)
        state->flags |= ZC_FLAG_DANGLING;
    if (linked && deleted)
        state->flags |= ZC_FLAG_DUP_OF_DELETED;
    if (has_edited_dup(txn, state->rid))
        state->flags |= ZC_FLAG_DUP_EDITED;
    return linked && !deleted;
}

/* Appended: new records mostly lie behind those there are, and a look at the end costs little. */
static bool put_state(struct zc_txn *txn, const struct zc_state *state, bool hidden,
                      struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY];
    struct zc_buf bytes = { 0 };
    bool ok = zc_bytes_state(txn, state, hidden, &bytes, err) &&
              zc_kv_append(txn, ZC_DB_STATE, rid_str(state->rid, key), zc_buf_str(&bytes), err);
    zc_buf_release(&bytes);
    return ok;
}

/* A record whose own revisions did not change, but perhaps one it is linked with. */
static bool refresh_cross(struct zc_txn *txn, struct zc_rid rid, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    bool hidden = false, found;
    bool ok = load(txn, rid, &arena, &state, &hidden, &found, err);
    if (ok && found) {
        struct zc_state before = state;
        bool now = set_cross_flags(txn, &state);
        if (now != hidden || before.flags != state.flags)
            ok = put_state(txn, &state, now, err) &&
                 zc_contrib_replace(txn, &before, hidden, &state, now, err);
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_record_fold(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                    struct zc_state *out, struct zc_err *err)
{
    struct zc_rev *revs;
    size_t n;
    if (!zc_revs_load(txn, rid, arena, &revs, &n, err))
        return false;
    if (n == 0)
        return zc_fail(err, ZC_E_STORE, ZC_T("记录没有修订", "the record has no revisions"));
    zc_fold(revs, n, arena, out);
    return true;
}

/* Everybody whose flags may change with this record: those linked to it, over any number of
 * links, and the records at the ends of the old and the new link. */
static void collect_involved(struct zc_txn *txn, const struct zc_state *before,
                             const struct zc_state *after, struct rids *rids)
{
    add_rid(rids, after->rid);
    if (zc_rid_is_set(before->dup_of))
        add_rid(rids, zc_record_root(txn, before->dup_of));
    if (zc_rid_is_set(after->dup_of))
        add_rid(rids, zc_record_root(txn, after->dup_of));
    add_all_linked(txn, rids, 0);
}

/* Is the record linked with another, or another with it? Nearly none is. */
static bool is_linked(struct zc_txn *txn, const struct zc_state *before,
                      const struct zc_state *after)
{
    if (zc_rid_is_set(before->dup_of) || zc_rid_is_set(after->dup_of))
        return true;
    struct rids behind = { 0 };
    if (zc_kv_entries(txn, ZC_DB_LINK) > 0)
        add_linked(txn, after->rid, &behind);
    zc_free(behind.all);
    return behind.n > 0;
}

/* Links, flags that depend on others, and those others. */
static bool refresh_linked(struct zc_txn *txn, const struct zc_state *before,
                           struct zc_state *after, bool *hidden, struct zc_err *err)
{
    bool ok = true;
    if (!zc_rid_eq(before->dup_of, after->dup_of))
        ok = put_link(txn, after->rid, before->dup_of, false, err) &&
             put_link(txn, after->rid, after->dup_of, true, err);
    /* First as it is for itself: the walk along the links reads states from the disk. */
    ok = ok && put_state(txn, after, false, err);
    if (ok)
        *hidden = set_cross_flags(txn, after);
    return ok;
}

static bool refresh_others(struct zc_txn *txn, const struct zc_state *before,
                           const struct zc_state *after, struct zc_err *err)
{
    struct rids involved = { 0 };
    bool ok = true;
    collect_involved(txn, before, after, &involved);
    for (size_t i = 0; i < involved.n && ok; i++) {
        if (!zc_rid_eq(involved.all[i], after->rid))
            ok = refresh_cross(txn, involved.all[i], err);
    }
    zc_free(involved.all);
    return ok;
}

bool zc_record_refresh_count(struct zc_txn *txn, struct zc_rid rid, uint32_t *nconflicts,
                             struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state before, after;
    bool was_hidden = false, hidden = false, found = false, linked = false;
    bool ok = load(txn, rid, &arena, &before, &was_hidden, &found, err) &&
              zc_record_fold(txn, rid, &arena, &after, err);
    if (ok && (linked = is_linked(txn, &before, &after)))
        ok = refresh_linked(txn, &before, &after, &hidden, err);
    ok = ok && put_state(txn, &after, hidden, err) &&
         zc_contrib_replace(txn, found ? &before : NULL, was_hidden, &after, hidden, err) &&
         (!linked || refresh_others(txn, &before, &after, err));
    *nconflicts = ok ? after.nconflicts : 0;
    if (linked)
        zc_txn_touch(txn);
    else
        zc_txn_touch_record(txn, rid);
    zc_arena_release(&arena);
    return ok;
}

bool zc_record_refresh(struct zc_txn *txn, struct zc_rid rid, struct zc_err *err)
{
    uint32_t nconflicts;
    return zc_record_refresh_count(txn, rid, &nconflicts, err);
}

bool zc_record_put_bare(struct zc_txn *txn, const struct zc_state *state, struct zc_err *err)
{
    struct link before = link_of(txn, state->rid);
    return put_link(txn, state->rid, before.target, false, err) &&
           put_link(txn, state->rid, state->dup_of, true, err) && put_state(txn, state, false, err);
}

bool zc_record_settle(struct zc_txn *txn, struct zc_rid rid, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    bool hidden = false, found;
    bool ok = load(txn, rid, &arena, &state, &hidden, &found, err);
    if (ok && found) {
        unsigned flags = state.flags;
        bool now = set_cross_flags(txn, &state);
        if (now != hidden || flags != state.flags)
            ok = put_state(txn, &state, now, err);
    }
    zc_arena_release(&arena);
    return ok;
}

bool zc_record_add(struct zc_txn *txn, const struct zc_rev *rev, struct zc_err *err)
{
    bool fresh;
    if (!zc_revs_put(txn, rev, &fresh, err))
        return false;
    return !fresh ||
           (zc_record_refresh(txn, rev->rid, err) && zc_count_add(txn, ZC_STR("u"), 1, err));
}

bool zc_record_is_visible(struct zc_txn *txn, const struct zc_state *state)
{
    bool dangling, deleted;
    if (state->deleted)
        return false;
    if (!zc_rid_is_set(state->dup_of))
        return true;
    struct zc_rid root = walk(txn, state->rid, &dangling, &deleted);
    return zc_rid_eq(root, state->rid) || deleted;
}

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

bool zc_record_dups(struct zc_txn *txn, struct zc_rid rid, struct zc_arena *arena,
                    struct zc_rid **out, size_t *n, struct zc_err *err)
{
    struct rids behind = { 0 };
    (void)err;
    add_linked(txn, rid, &behind);
    add_all_linked(txn, &behind, 0);
    *n = 0;
    *out = ZC_NEW(arena, struct zc_rid, behind.n + 1);
    for (size_t i = 0; i < behind.n; i++) {
        if (!zc_rid_eq(behind.all[i], rid) && zc_rid_eq(zc_record_root(txn, behind.all[i]), rid))
            (*out)[(*n)++] = behind.all[i];
    }
    qsort(*out, *n, sizeof **out, cmp_rid);
    zc_free(behind.all);
    return true;
}

/* Looking up */

struct zc_str zc_key_normal(struct zc_str key, struct zc_arena *arena)
{
    char *out = ZC_NEW(arena, char, key.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.ptr[i];
        if (c == 0xEF && i + 2 < key.len) { /* U+FF01 to U+FF5E are EF BC 81 to EF BD 9E */
            unsigned cp = 0xF000u | ((unsigned char)key.ptr[i + 1] & 0x3Fu) << 6 |
                          ((unsigned char)key.ptr[i + 2] & 0x3Fu);
            if (cp >= 0xFF01 && cp <= 0xFF5E) {
                c = (unsigned char)(cp - 0xFEE0);
                i += 2;
            }
        } else if (c == 0xE3 && !strncmp(key.ptr + i, "\xE3\x80\x80", 3)) {
            i += 2;
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            continue;
        out[n++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
    }
    return (struct zc_str){ out, n };
}

/* The entries of a view with this sort key. */
static void by_key_view(struct zc_txn *txn, int kind, struct zc_str form, struct zc_str field,
                        struct zc_str key, struct rids *out, size_t max)
{
    struct zc_buf start = { 0 };
    struct zc_str k, value;
    zc_view_prefix(kind, form, field, &start);
    zc_buf_add(&start, zc_sort_key(key));
    zc_buf_char(&start, '\0');
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_VIEW);
    for (bool more = zc_cursor_seek(cursor, zc_buf_str(&start), &k, &value);
         more && out->n < max && zc_str_starts(k, zc_buf_str(&start)) &&
         k.len == start.len + ZC_RID_KEY;
         more = zc_cursor_next(cursor, &k, &value))
        add_rid(out, zc_rid_of_key(k.ptr + start.len));
    zc_cursor_close(cursor);
    zc_buf_release(&start);
}

bool zc_record_has_key(const struct zc_state *state, struct zc_str field, struct zc_str key,
                       struct zc_arena *arena)
{
    const struct zc_field *found = zc_state_field(state, field);
    for (uint32_t v = 0; found && !found->gone && v < found->nvalues; v++) {
        if (zc_str_eq(zc_key_normal(found->values[v], arena), key))
            return true;
    }
    return false;
}

/* Records of a view whose states have the key. */
static bool by_key_scan(struct zc_txn *txn, const struct zc_view_spec *spec, struct zc_str field,
                        struct zc_str key, struct rids *out, size_t max, struct zc_err *err)
{
    struct zc_view *view = zc_view_open(txn, spec, err);
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_rid rid;
    bool found, ok = view != NULL;
    for (bool more = ok && zc_view_first(view, &rid); more && ok && out->n < max;
         more = zc_view_next(view, &rid)) {
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, rid, &arena, &state, &found, err);
        if (ok && found && zc_record_is_visible(txn, &state) &&
            zc_record_has_key(&state, field, key, &arena))
            add_rid(out, rid);
    }
    zc_view_close(view);
    zc_arena_release(&arena);
    return ok;
}

static bool is_sorted(const struct zc_index_form *plan, struct zc_str field)
{
    for (uint32_t i = 0; plan && i < plan->nsorted; i++) {
        if (zc_str_eq(plan->sorted[i], field))
            return true;
    }
    return false;
}

bool zc_record_by_key(struct zc_txn *txn, struct zc_str form, struct zc_str field,
                      struct zc_str key, struct zc_rid *out, size_t max, size_t *n,
                      struct zc_err *err)
{
    const struct zc_index_form *plan = zc_plan_form(zc_store_plan(txn), form);
    const struct zc_view_spec all = { .kind = ZC_VIEW_ALL, .form = form };
    const struct zc_view_spec conflicts = { ZC_VIEW_QUEUE, form, ZC_STR("conflict"), false };
    struct rids found = { 0 };
    bool ok = true;
    if (plan && zc_str_eq(plan->key, field)) {
        by_key_view(txn, ZC_VIEW_KEY, form, field, key, &found, max);
    } else if (is_sorted(plan, field) &&
               key.len + 4 < ZC_SORT_MAX) { /* longer ones are cut there */
        by_key_view(txn, ZC_VIEW_FIELD, form, field, key, &found, max);
        /* That view knows provisional values only. */
        ok = by_key_scan(txn, &conflicts, field, key, &found, max, err);
    } else {
        ok = by_key_scan(txn, &all, field, key, &found, max, err);
    }
    for (*n = 0; *n < found.n; ++*n)
        out[*n] = found.all[*n];
    zc_free(found.all);
    return ok;
}

bool zc_record_find(struct zc_txn *txn, struct zc_str text, struct zc_rid *out, struct zc_err *err)
{
    uint8_t key[ZC_RID_KEY];
    struct zc_str value, k;
    char printed[ZC_RID_TEXT + 1], want[ZC_RID_TEXT + 1] = "";
    size_t found = 0;
    if (zc_rid_parse(text, out) && zc_kv_get(txn, ZC_DB_STATE, rid_str(*out, key), &value))
        return true;
    for (size_t i = 0; i < text.len && i < ZC_RID_TEXT; i++)
        want[i] = (char)(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? text.ptr[i] + 32 : text.ptr[i]);
    struct zc_cursor *cursor = text.len >= 5 ? zc_cursor_open(txn, ZC_DB_STATE) : NULL;
    for (bool more = cursor && zc_cursor_seek(cursor, (struct zc_str){ 0 }, &k, &value); more;
         more = zc_cursor_next(cursor, &k, &value)) {
        struct zc_rid rid = zc_rid_of_key(k.ptr);
        zc_rid_print(rid, printed);
        if (zc_str_ends(zc_str_of(printed), zc_str_of(want))) {
            *out = rid;
            found++;
        }
    }
    zc_cursor_close(cursor);
    if (found == 1)
        return true;
    return zc_fail(err, ZC_E_INPUT,
                   found ? ZC_T("编号“%.*s”有%zu条记录都符合，请多写几位",
                                "number '%.*s' fits %zu records; write more of it")
                         : ZC_T("本库没有记录“%.*s”（符合的%zu条）",
                                "no record '%.*s' in this store (%zu fit)"),
                   ZC_ARG(text), found);
}

/* Rebuilding */

static bool begin_rebuild(struct zc_store *store, struct zc_building *building, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, err);
    if (!txn)
        return false;
    zc_txn_touch(txn);
    if (zc_building_begin(building, txn, err) && zc_kv_clear(txn, ZC_DB_VIEW, err) &&
        zc_store_clear_counts(txn, err) && zc_kv_clear(txn, ZC_DB_LINK, err) &&
        zc_kv_clear(txn, ZC_DB_STATE, err))
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

/* States of the next records behind *rid. */
static bool rebuild_batch(struct zc_store *store, struct zc_building *building, struct zc_rid *rid,
                          uint64_t *done, uint64_t *total, bool *more, struct zc_err *err)
{
    enum { BATCH = 10000 };
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, err);
    if (!txn)
        return false;
    bool ok = zc_building_holds(building, txn) ||
              zc_fail(err, ZC_E_STORE,
                      ZC_T("另一个程序正在重建调查库“%s”，请稍后再打开",
                           "another program is rebuilding store '%s'; open it again later"),
                      zc_store_dir(store));
    *total = zc_kv_entries(txn, ZC_DB_REV);
    for (int i = 0; ok && *more && i < BATCH; i++) {
        *more = zc_revs_next(txn, *rid, rid);
        ok = !*more || zc_building_put(building, txn, *rid, NULL, 0, NULL, err);
        *done += *more;
    }
    if (ok)
        return zc_txn_commit(txn, err);
    zc_txn_abort(txn);
    return false;
}

bool zc_store_rebuild(struct zc_store *store,
                      bool (*stop)(void *ctx, uint64_t done, uint64_t total), void *ctx,
                      struct zc_err *err)
{
    struct zc_building building;
    struct zc_rid rid = { 0 };
    uint64_t done = 0, total;
    bool more = true;
    if (!begin_rebuild(store, &building, err))
        return false;
    while (more) {
        bool ok = rebuild_batch(store, &building, &rid, &done, &total, &more, err);
        if (ok && stop && stop(ctx, done, total))
            ok = zc_fail(err, ZC_E_STORE, ZC_T("重建已停止", "rebuilding was stopped"));
        if (!ok) {
            zc_building_drop(&building);
            return false;
        }
    }
    return zc_building_finish(&building, store, err);
}

#include "storage/dup_index.h"
#include "core/alloc.h"
#include "core/dup_set.h"
#include "storage/contrib.h"
#include <stdlib.h>
#include <string.h>

void zc_dup_list_release(struct zc_dup_list *list)
{
    zc_free(list->all);
    *list = (struct zc_dup_list){ 0 };
}

void zc_dup_list_add(struct zc_dup_list *list, const struct zc_dup_pair *pair)
{
    list->all = zc_grow(list->all, list->n, &list->cap, sizeof *list->all);
    list->all[list->n++] = *pair;
}

static int cmp_pair(const void *a, const void *b)
{
    const struct zc_dup_pair *left = a, *right = b;
    if (left->dup.tier != right->dup.tier)
        return left->dup.tier - right->dup.tier;
    if (left->dup.score != right->dup.score)
        return left->dup.score > right->dup.score ? -1 : 1;
    int order = zc_rid_cmp(left->a, right->a);
    return order ? order : zc_rid_cmp(left->b, right->b);
}

void zc_dup_list_sort(struct zc_dup_list *list)
{
    if (list->n > 1)
        qsort(list->all, list->n, sizeof *list->all, cmp_pair);
}

/* One end of a pair in the search for what hangs together. */
struct end {
    struct zc_rid rid;
    uint32_t pair;
};

static int cmp_end(const void *a, const void *b)
{
    const struct end *left = a, *right = b;
    int order = zc_rid_cmp(left->rid, right->rid);
    return order ? order : left->pair < right->pair ? -1 : left->pair > right->pair;
}

static uint32_t head_of(uint32_t *heads, uint32_t pair)
{
    while (heads[pair] != pair)
        pair = heads[pair] = heads[heads[pair]];
    return pair;
}

static int cmp_cluster(const void *a, const void *b)
{
    const struct zc_dup_pair *left = a, *right = b;
    if (left->cluster != right->cluster)
        return left->cluster < right->cluster ? -1 : 1;
    return cmp_pair(a, b);
}

void zc_dup_list_cluster(struct zc_dup_list *list)
{
    uint32_t n = (uint32_t)list->n, clusters = 0;
    struct end *ends = zc_alloc(2 * list->n + 1, sizeof *ends);
    uint32_t *heads = zc_alloc(list->n + 1, sizeof *heads);
    zc_dup_list_sort(list);
    for (uint32_t i = 0; i < n; i++) {
        ends[2 * i] = (struct end){ list->all[i].a, i };
        ends[2 * i + 1] = (struct end){ list->all[i].b, i };
        heads[i] = i;
    }
    if (n > 0)
        qsort(ends, 2 * list->n, sizeof *ends, cmp_end);
    /* The head of a cluster is its best pair: the one with the smallest place. */
    for (uint32_t i = 1; i < 2 * n; i++) {
        if (!zc_rid_eq(ends[i].rid, ends[i - 1].rid))
            continue;
        uint32_t a = head_of(heads, ends[i].pair), b = head_of(heads, ends[i - 1].pair);
        heads[a > b ? a : b] = a > b ? b : a;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t head = head_of(heads, i);
        list->all[i].cluster = head == i ? ++clusters : list->all[head].cluster;
    }
    if (n > 0)
        qsort(list->all, list->n, sizeof *list->all, cmp_cluster);
    zc_free(ends);
    zc_free(heads);
}

/* Units */

bool zc_dup_unit(struct zc_txn *txn, const struct zc_state *state, struct zc_unit *out)
{
    const struct zc_index_form *form = zc_plan_form(zc_store_plan(txn), state->form);
    if (!form || (form->unit.name.len == 0 && form->unit.code.len == 0))
        return false;
    struct zc_unit_text text = {
        .name = zc_state_value(state, form->unit.name),
        .sign = zc_state_value(state, form->unit.sign),
        .code = zc_state_value(state, form->unit.code),
        .altcode = zc_state_value(state, form->unit.altcode),
        .phone = zc_state_value(state, form->unit.phone),
        .addr = zc_state_value(state, form->unit.addr),
        .trade = zc_state_value(state, form->unit.trade),
    };
    zc_dup_unit_of(txn, &text, out);
    return true;
}

void zc_dup_unit_of(struct zc_txn *txn, const struct zc_unit_text *text, struct zc_unit *out)
{
    zc_unit_make(zc_store_unit_maker(txn), text, out);
}

/* The index */

void zc_dup_key(struct zc_str form, enum zc_unit_key kind, uint64_t key, struct zc_buf *out)
{
    zc_view_prefix(ZC_VIEW_UNIT, form, (struct zc_str){ 0 }, out);
    if (kind == ZC_UNIT_NAME_WHOLE) /* whole names meet the others */
        kind = ZC_UNIT_NAME;
    zc_buf_char(out, (char)kind);
    for (int shift = ZC_UNIT_KEY_BITS - 8; shift >= 0; shift -= 8)
        zc_buf_char(out, (char)(key >> shift));
}

/* Records under one key, each once in `met`. */
struct met {
    struct zc_rid *all;
    size_t n, cap;
};

static bool has_met(const struct met *met, struct zc_rid rid)
{
    for (size_t i = 0; i < met->n; i++) {
        if (zc_rid_eq(met->all[i], rid))
            return true;
    }
    return false;
}

static void meet(struct zc_txn *txn, struct zc_str form, enum zc_unit_key kind, uint64_t key,
                 struct zc_rid self, struct met *met)
{
    struct zc_buf start = { 0 };
    struct zc_str k, value;
    size_t before = met->n, n = 0;
    zc_dup_key(form, kind, key, &start);
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_VIEW);
    for (bool more = zc_cursor_seek(cursor, zc_buf_str(&start), &k, &value);
         more && n <= ZC_DUP_BLOCK_MAX && zc_str_starts(k, zc_buf_str(&start));
         more = zc_cursor_next(cursor, &k, &value), n++) {
        struct zc_rid rid = zc_rid_of_key(k.ptr + start.len);
        if (zc_rid_eq(rid, self) || has_met(met, rid))
            continue;
        met->all = zc_grow(met->all, met->n, &met->cap, sizeof *met->all);
        met->all[met->n++] = rid;
    }
    if (n > ZC_DUP_BLOCK_MAX)
        met->n = before;
    zc_cursor_close(cursor);
    zc_buf_release(&start);
}

bool zc_dup_is_distinct(struct zc_txn *txn, struct zc_rid a, struct zc_rid b)
{
    struct zc_rid smaller = zc_rid_cmp(a, b) < 0 ? a : b, larger = zc_rid_cmp(a, b) < 0 ? b : a;
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    char text[ZC_RID_TEXT + 1];
    bool found = false;
    zc_rid_print(larger, text);
    bool distinct =
        zc_record_get(txn, smaller, &arena, &state, &found, &err) && found &&
        zc_str_is(zc_state_value(&state, zc_arena_printf(&arena, "_distinct:%s", text)), "1");
    zc_arena_release(&arena);
    return distinct;
}

static bool compare(struct zc_txn *txn, const struct zc_unit *unit, struct zc_rid self,
                    struct zc_rid rid, int worst, struct zc_dup_list *out, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_unit other;
    struct zc_dup_pair pair = { .a = self, .b = rid };
    bool found, ok = zc_record_get(txn, rid, &arena, &state, &found, err);
    if (ok && found && zc_dup_unit(txn, &state, &other) &&
        zc_dup_compare(zc_store_unit_maker(txn)->places, unit, &other, worst, &pair.dup) &&
        !zc_dup_is_distinct(txn, self, rid))
        zc_dup_list_add(out, &pair);
    zc_arena_release(&arena);
    return ok;
}

/* `unit` must not borrow from the store's maker. */
static bool compare_all(struct zc_txn *txn, const struct zc_unit *unit, struct zc_rid self,
                        const struct met *met, int worst, struct zc_dup_list *out,
                        struct zc_err *err)
{
    bool ok = true;
    for (size_t i = 0; i < met->n && ok; i++)
        ok = compare(txn, unit, self, met->all[i], worst, out, err);
    return ok;
}

static bool is_needed(enum zc_unit_key kind, int worst)
{
    return worst > ZC_DUP_PROBABLE || kind == ZC_UNIT_CODE || kind == ZC_UNIT_NAME ||
           kind == ZC_UNIT_NAME_WHOLE;
}

bool zc_dup_near(struct zc_txn *txn, struct zc_str form, const struct zc_unit *unit,
                 struct zc_rid self, int worst, struct zc_dup_list *out, struct zc_err *err)
{
    struct met met = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_unit own = *unit;
    for (enum zc_unit_key kind = 0; kind < ZC_UNIT_KEYS; kind++) {
        if (unit->keys[kind] && is_needed(kind, worst))
            meet(txn, form, kind, unit->keys[kind], self, &met);
    }
    if (met.n > 0)
        own.name = zc_arena_copy(&arena, unit->name);
    bool ok = compare_all(txn, &own, self, &met, worst, out, err);
    zc_free(met.all);
    zc_arena_release(&arena);
    return ok;
}

bool zc_dup_of_record(struct zc_txn *txn, struct zc_rid rid, int worst, struct zc_dup_list *out,
                      struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_unit unit;
    bool found, ok = zc_record_get(txn, rid, &arena, &state, &found, err);
    if (ok && found && zc_record_is_visible(txn, &state) && zc_dup_unit(txn, &state, &unit))
        ok = zc_dup_near(txn, state.form, &unit, rid, worst, out, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_dup_named(struct zc_txn *txn, struct zc_str form, struct zc_str name, struct zc_rid *out,
                  size_t max, size_t *n, struct zc_err *err)
{
    struct met met = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_unit unit, other;
    struct zc_state state;
    bool found, ok = true;
    zc_dup_unit_of(txn, &(struct zc_unit_text){ .name = name }, &unit);
    *n = 0;
    for (enum zc_unit_key kind = 0; kind < ZC_UNIT_KEYS; kind++) {
        if (unit.keys[kind])
            meet(txn, form, kind, unit.keys[kind], (struct zc_rid){ 0 }, &met);
    }
    for (size_t i = 0; i < met.n && ok && *n < max; i++) {
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, met.all[i], &arena, &state, &found, err);
        if (ok && found && zc_dup_unit(txn, &state, &other) &&
            (other.bare == unit.bare || other.strict == unit.strict))
            out[(*n)++] = met.all[i];
    }
    zc_free(met.all);
    zc_arena_release(&arena);
    return ok;
}

/* Entries of one form and one kind of key, block by block. */
static void each_sharing_of(struct zc_txn *txn, const struct zc_buf *start,
                            void (*each)(void *ctx, struct zc_rid rid), void *ctx)
{
    enum { KEY = ZC_UNIT_KEY_BITS / 8 };
    struct zc_rid block[ZC_DUP_BLOCK_MAX];
    struct zc_buf last = { 0 };
    struct zc_str key, value;
    size_t n = 0;
    struct zc_cursor *cursor = zc_cursor_open(txn, ZC_DB_VIEW);
    bool more = zc_cursor_seek(cursor, zc_buf_str(start), &key, &value);
    while (more || n > 0) {
        bool here = more && zc_str_starts(key, zc_buf_str(start));
        if (n > 0 && !(here && zc_str_starts(key, zc_buf_str(&last)))) {
            for (size_t i = 0; i < n && n > 1 && n <= ZC_DUP_BLOCK_MAX; i++)
                each(ctx, block[i]);
            n = 0;
        }
        if (!here)
            break;
        if (n < ZC_DUP_BLOCK_MAX)
            block[n] = zc_rid_of_key(key.ptr + start->len + KEY);
        zc_buf_reset(&last);
        zc_buf_add(&last, zc_str_head(key, start->len + KEY));
        n++;
        more = zc_cursor_next(cursor, &key, &value);
    }
    zc_cursor_close(cursor);
    zc_buf_release(&last);
}

void zc_dup_each_sharing(struct zc_txn *txn, void (*each)(void *ctx, struct zc_rid rid), void *ctx)
{
    static const enum zc_unit_key kinds[] = { ZC_UNIT_CODE, ZC_UNIT_NAME };
    const struct zc_index_plan *plan = zc_store_plan(txn);
    struct zc_buf start = { 0 };
    for (uint32_t form = 0; form < plan->nforms; form++) {
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            zc_buf_reset(&start);
            zc_dup_key(plan->forms[form].form, kinds[k], 0, &start);
            start.len -= ZC_UNIT_KEY_BITS / 8;
            each_sharing_of(txn, &start, each, ctx);
        }
    }
    zc_buf_release(&start);
}

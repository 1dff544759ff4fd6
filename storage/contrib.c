#include "storage/contrib.h"
#include "core/alloc.h"
#include "core/date.h"
#include "core/utf8.h"
#include "storage/count.h"
#include "storage/dup_index.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void zc_view_prefix(int kind, struct zc_str form, struct zc_str arg, struct zc_buf *out)
{
    zc_buf_char(out, (char)kind);
    zc_buf_add(out, form);
    zc_buf_char(out, '\0');
    if (zc_view_kind_has_arg(kind)) {
        zc_buf_add(out, arg);
        zc_buf_char(out, '\0');
    }
}

bool zc_view_kind_has_arg(int kind)
{
    return kind == ZC_VIEW_FIELD || kind == ZC_VIEW_STATUS || kind == ZC_VIEW_QUEUE ||
           kind == ZC_VIEW_KEY || kind == ZC_VIEW_LINK;
}

struct zc_str zc_sort_key(struct zc_str text)
{
    struct zc_str cut = zc_str_head(text, ZC_SORT_MAX);
    cut = zc_str_head(cut, zc_utf8_valid_len(cut));
    const char *nul = cut.len ? memchr(cut.ptr, '\0', cut.len) : NULL;
    return nul ? zc_str_head(cut, (size_t)(nul - cut.ptr)) : cut;
}

bool zc_count_add(struct zc_txn *txn, struct zc_str key, int64_t by, struct zc_err *err)
{
    uint64_t value;
    zc_kv_get_u64(txn, ZC_DB_COUNT, key, &value);
    value += (uint64_t)by;
    return value == 0 ? zc_kv_del(txn, ZC_DB_COUNT, key, err)
                      : zc_kv_put_u64(txn, ZC_DB_COUNT, key, value, err);
}

/* Queues */

static const struct {
    const char *name;
    unsigned flag;
} queues[] = {
    { "status?", ZC_FLAG_STATUS },
    { "del?", ZC_FLAG_DEL },
    { "dup?", ZC_FLAG_DUP },
    { "dup-edited", ZC_FLAG_DUP_EDITED },
    { "dangling", ZC_FLAG_DANGLING },
    { "dup-of-deleted", ZC_FLAG_DUP_OF_DELETED },
    { "partial", ZC_FLAG_PARTIAL },
    { "asked", ZC_FLAG_ASKED },
    { "doubt", ZC_FLAG_DOUBT },
    { "long", ZC_FLAG_LONG },
    { "conflict", 0 },
    { "answered", 0 },
    { "changed", 0 },
    { "returned", 0 },
    { "draft", 0 },
    { "void", 0 },
    { "linked", 0 },
    { "other", 0 },
};
enum { QUEUES = sizeof queues / sizeof queues[0], FIRST_OF_STATE = 10 };

const char *zc_queue_name(unsigned queue)
{
    return queue < QUEUES ? queues[queue].name : NULL;
}

bool zc_queue_has(unsigned queue, const struct zc_state *state, bool hidden, bool known_form)
{
    const char *name = queues[queue].name;
    bool visible = !state->deleted && !hidden;
    if (!strcmp(name, "void"))
        return state->deleted;
    if (!strcmp(name, "linked"))
        return hidden && !state->deleted;
    if (!strcmp(name, "other"))
        return !known_form;
    if (queues[queue].flag)
        return (visible || queues[queue].flag == ZC_FLAG_PARTIAL) &&
               (state->flags & queues[queue].flag);
    if (!strcmp(name, "conflict"))
        return visible && state->nconflicts > 0;
    if (!strcmp(name, "answered"))
        return visible && zc_state_is_answered(state);
    return visible && !strcmp(name, zc_status_name(state->status));
}

/* What one state gives: everything below goes through these two. */

struct contrib {
    struct zc_txn *txn;
    const struct zc_state *state;
    zc_contrib_fn fn;
    void *ctx;
    uint8_t rid[ZC_RID_KEY];
    struct zc_buf key;
    struct zc_err *err;
    bool ok;
};

static void put_view(struct contrib *c, int kind, struct zc_str arg, struct zc_str sort)
{
    zc_buf_reset(&c->key);
    zc_view_prefix(kind, c->state->form, arg, &c->key);
    zc_buf_add(&c->key, zc_sort_key(sort));
    zc_buf_char(&c->key, '\0');
    zc_buf_bytes(&c->key, c->rid, sizeof c->rid);
    if (!c->ok || c->key.len > 511) /* longer names than any form has */
        return;
    c->ok = c->fn(c->ctx, ZC_DB_VIEW, zc_buf_str(&c->key), 1, c->err);
}

static void put_count(struct contrib *c, uint32_t by)
{
    c->ok = c->ok && c->fn(c->ctx, ZC_DB_COUNT, zc_buf_str(&c->key), by, c->err);
}

static void begin_count(struct contrib *c, char kind, struct zc_str form, struct zc_str text)
{
    zc_buf_reset(&c->key);
    zc_buf_char(&c->key, kind);
    zc_buf_add(&c->key, form);
    zc_buf_char(&c->key, '\0');
    zc_buf_add(&c->key, zc_sort_key(text));
}

static struct zc_str area_of(const struct zc_index_form *plan, const struct zc_state *state)
{
    struct zc_str area = zc_state_value(state, plan->area);
    return area.len > 0 ? area : zc_state_value(state, plan->parent_area);
}

static unsigned group_of(const struct zc_state *state)
{
    uint64_t group;
    return zc_str_to_u64(state->group, &group) && group <= 9 ? (unsigned)group : 0;
}

static void put_tally(struct contrib *c, const struct zc_index_form *plan, struct zc_str area)
{
    const struct zc_state *state = c->state;
    begin_count(c, 't', state->form, area);
    zc_buf_char(&c->key, '\0');
    zc_buf_char(&c->key, (char)group_of(state));
    zc_buf_char(&c->key, (char)state->status);
    enum zc_walk walk = zc_walk_of(&plan->walk, state);
    zc_buf_char(&c->key, (char)(state->seed + 2 * (state->nconflicts > 0) + 4 * (int)walk));
    put_count(c, 1);
}

static void add_day(struct contrib *c, int64_t day)
{
    uint32_t bits = (uint32_t)(day + INT32_MAX);
    for (int i = 0; i < 4; i++)
        zc_buf_char(&c->key, (char)(bits >> (24 - 8 * i)));
}

static void put_day(struct contrib *c, struct zc_str area)
{
    struct zc_moment moment;
    if (!zc_moment_parse(c->state->submitted, 480, &moment))
        return;
    begin_count(c, 'd', c->state->form, area);
    zc_buf_char(&c->key, '\0');
    zc_buf_char(&c->key, (char)group_of(c->state));
    add_day(c, zc_moment_day(moment));
    put_count(c, 1);
}

static void put_visit(struct contrib *c, const struct zc_index_form *plan, struct zc_str area)
{
    struct zc_date day;
    struct zc_str text = zc_state_value(c->state, plan->walk.visited);
    if (text.len == 0 || !zc_date_parse(text, &day))
        return;
    begin_count(c, 'v', c->state->form, area);
    zc_buf_char(&c->key, '\0');
    zc_buf_char(&c->key, (char)group_of(c->state));
    add_day(c, zc_date_days(day));
    put_count(c, 1);
}

/* Is the work on a record done, as far as whoever was sent there is concerned? */
static bool is_finished(const struct zc_state *state, enum zc_walk walk)
{
    switch (state->status) {
    case ZC_STATUS_SEED:
        return walk == ZC_WALK_DONE;
    case ZC_STATUS_DRAFT:
    case ZC_STATUS_RETURNED:
    case ZC_STATUS_VOID:
        return false;
    default:
        return walk == ZC_WALK_NONE || walk == ZC_WALK_DONE;
    }
}

static void put_finished(struct contrib *c, const struct zc_index_form *plan, struct zc_str area)
{
    const struct zc_state *state = c->state;
    struct zc_str at = state->submitted.len > 0 ? state->submitted : state->changed;
    struct zc_moment moment;
    if (state->by.len == 0 || !is_finished(state, zc_walk_of(&plan->walk, state)) ||
        !zc_moment_parse(at, 480, &moment))
        return;
    begin_count(c, 'w', state->form, area);
    zc_buf_char(&c->key, '\0');
    zc_buf_add(&c->key, zc_sort_key(state->by));
    zc_buf_char(&c->key, '\0');
    add_day(c, zc_moment_day(moment));
    put_count(c, 1);
}

/* The time of the last change as text that sorts: milliseconds in UTC, 16 hexadecimal digits. */
static struct zc_str change_key(const struct zc_state *state, char out[20])
{
    struct zc_moment moment = { 0 };
    if (!zc_moment_parse(state->changed, 480, &moment))
        moment.ms = 0;
    snprintf(out, 20, "%016llx", (unsigned long long)moment.ms);
    return zc_str_of(out);
}

static void put_keys(struct contrib *c, const struct zc_index_form *plan, struct zc_arena *arena)
{
    const struct zc_field *field = zc_state_field(c->state, plan->key);
    for (uint32_t v = 0; field && !field->gone && v < field->nvalues; v++) {
        struct zc_str key = zc_key_normal(field->values[v], arena);
        if (key.len > 0)
            put_view(c, ZC_VIEW_KEY, plan->key, key);
    }
}

/* Where records of the same unit meet (dup.h). */
static void put_unit(struct contrib *c)
{
    struct zc_unit unit;
    if (!zc_dup_unit(c->txn, c->state, &unit))
        return;
    for (enum zc_unit_key key = 0; key < ZC_UNIT_KEYS && c->ok; key++) {
        if (unit.keys[key] == 0)
            continue;
        zc_buf_reset(&c->key);
        zc_dup_key(c->state->form, key, unit.keys[key], &c->key);
        zc_buf_bytes(&c->key, c->rid, sizeof c->rid);
        c->ok = c->fn(c->ctx, ZC_DB_VIEW, zc_buf_str(&c->key), 1, c->err);
    }
}

/* "calls/i…/unit" is the link field "calls/unit". */
static bool is_link(struct zc_str name, struct zc_str link)
{
    struct zc_str part, wanted;
    while (zc_str_cut(&name, '/', &part)) {
        if (zc_item_is(part))
            continue;
        if (!zc_str_cut(&link, '/', &wanted) || !zc_str_eq(part, wanted))
            return false;
    }
    return link.len == 0;
}

struct targets {
    struct zc_rid *all;
    size_t n, cap;
};

/* Several choices stand in one field. */
static void add_targets(const struct zc_field *field, struct targets *targets)
{
    struct zc_str rest = field->gone ? (struct zc_str){ 0 } : field->values[0], word;
    struct zc_rid rid;
    while (zc_str_word(&rest, &word)) {
        if (!zc_rid_parse(word, &rid))
            continue;
        targets->all = zc_grow(targets->all, targets->n, &targets->cap, sizeof *targets->all);
        targets->all[targets->n++] = rid;
    }
}

static int cmp_rid(const void *a, const void *b)
{
    return zc_rid_cmp(*(const struct zc_rid *)a, *(const struct zc_rid *)b);
}

/* Whom the record names in one link field, each once however often it is named. */
static void put_link(struct contrib *c, struct zc_str link, struct targets *targets)
{
    char text[ZC_RID_TEXT + 1];
    const struct zc_field *field = zc_state_field(c->state, link);
    targets->n = 0;
    if (memchr(link.ptr, '/', link.len)) {
        for (uint32_t i = 0; i < c->state->nfields; i++) {
            if (is_link(c->state->fields[i].name, link))
                add_targets(&c->state->fields[i], targets);
        }
    } else if (field) {
        add_targets(field, targets);
    }
    if (targets->n > 1)
        qsort(targets->all, targets->n, sizeof *targets->all, cmp_rid);
    for (size_t i = 0; i < targets->n; i++) {
        if (i > 0 && zc_rid_eq(targets->all[i], targets->all[i - 1]))
            continue;
        zc_rid_print(targets->all[i], text);
        put_view(c, ZC_VIEW_LINK, link, zc_str_of(text));
    }
}

static void put_links(struct contrib *c, const struct zc_index_form *plan)
{
    struct targets targets = { 0 };
    for (uint32_t i = 0; i < plan->nlinks; i++)
        put_link(c, plan->links[i], &targets);
    zc_free(targets.all);
}

static void put_visible(struct contrib *c, const struct zc_index_form *plan)
{
    char changed[20];
    struct zc_arena arena = { 0 };
    struct zc_str area = area_of(plan, c->state);
    put_view(c, ZC_VIEW_ALL, (struct zc_str){ 0 }, (struct zc_str){ 0 });
    put_view(c, ZC_VIEW_CHANGED, (struct zc_str){ 0 }, change_key(c->state, changed));
    put_view(c, ZC_VIEW_STATUS, zc_str_of(zc_status_name(c->state->status)), (struct zc_str){ 0 });
    put_view(c, ZC_VIEW_AREA, (struct zc_str){ 0 }, area);
    for (uint32_t i = 0; i < plan->nsorted; i++)
        put_view(c, ZC_VIEW_FIELD, plan->sorted[i],
                 zc_key_normal(zc_state_value(c->state, plan->sorted[i]), &arena));
    put_keys(c, plan, &arena);
    put_unit(c);
    put_links(c, plan);
    zc_arena_release(&arena);
    put_tally(c, plan, area);
    put_day(c, area);
    put_visit(c, plan, area);
    put_finished(c, plan, area);
}

static void put_queues(struct contrib *c, bool hidden, bool known)
{
    for (unsigned i = 0; i < QUEUES; i++) {
        struct zc_str name = zc_str_of(queues[i].name);
        if (!zc_queue_has(i, c->state, hidden, known))
            continue;
        put_view(c, ZC_VIEW_QUEUE, name, (struct zc_str){ 0 });
        begin_count(c, 'q', c->state->form, name);
        put_count(c, 1);
        if (c->state->form.len > 0) {
            begin_count(c, 'q', (struct zc_str){ 0 }, name);
            put_count(c, 1);
        }
    }
}

bool zc_contrib_each(struct zc_txn *txn, const struct zc_state *state, bool hidden,
                     zc_contrib_fn fn, void *ctx, struct zc_err *err)
{
    struct contrib c = { txn, state, .fn = fn, .ctx = ctx, .err = err, .ok = true };
    const struct zc_index_form *form = zc_plan_form(zc_store_plan(txn), state->form);
    zc_rid_key(state->rid, c.rid);
    if (form && !state->deleted && !hidden)
        put_visible(&c, form);
    put_queues(&c, hidden, form != NULL);
    if (state->nconflicts > 0) {
        zc_buf_reset(&c.key);
        zc_buf_char(&c.key, 'c');
        put_count(&c, state->nconflicts);
    }
    zc_buf_release(&c.key);
    return c.ok;
}

/* The gifts of one state, kept to be compared with those of another. */

struct gift {
    enum zc_db db;
    uint32_t by;
    size_t at, len;
    bool kept; /* the other state gives it too */
};
struct gifts {
    struct zc_buf keys;
    struct gift *all;
    size_t n, cap;
};

static bool take_gift(void *ctx, enum zc_db db, struct zc_str key, uint32_t by, struct zc_err *err)
{
    struct gifts *gifts = ctx;
    (void)err;
    gifts->all = zc_grow(gifts->all, gifts->n, &gifts->cap, sizeof *gifts->all);
    gifts->all[gifts->n++] = (struct gift){ db, by, gifts->keys.len, key.len, false };
    zc_buf_add(&gifts->keys, key);
    return true;
}

static struct zc_str key_of(const struct gifts *gifts, size_t i)
{
    return (struct zc_str){ gifts->keys.ptr + gifts->all[i].at, gifts->all[i].len };
}

/* Both lists have the same order, and most stands in both: the search begins where the last one
 * was found. */
static void mark_kept(struct gifts *before, struct gifts *after)
{
    size_t from = 0;
    for (size_t a = 0; a < after->n; a++) {
        for (size_t b = from; b < before->n; b++) {
            if (before->all[b].db != after->all[a].db || before->all[b].by != after->all[a].by ||
                !zc_str_eq(key_of(before, b), key_of(after, a)))
                continue;
            before->all[b].kept = after->all[a].kept = true;
            from = b + 1;
            break;
        }
    }
}

static bool apply(struct zc_txn *txn, const struct gifts *gifts, int sign, struct zc_err *err)
{
    bool ok = true;
    for (size_t i = 0; i < gifts->n && ok; i++) {
        struct zc_str key = key_of(gifts, i);
        if (gifts->all[i].kept)
            continue;
        if (gifts->all[i].db == ZC_DB_COUNT)
            ok = zc_count_add(txn, key, (int64_t)gifts->all[i].by * sign, err);
        else if (sign > 0)
            ok = zc_kv_put(txn, ZC_DB_VIEW, key, (struct zc_str){ "", 0 }, err);
        else
            ok = zc_kv_del(txn, ZC_DB_VIEW, key, err);
    }
    return ok;
}

bool zc_contrib_replace(struct zc_txn *txn, const struct zc_state *before, bool before_hidden,
                        const struct zc_state *after, bool after_hidden, struct zc_err *err)
{
    struct gifts old = { 0 }, new = { 0 };
    bool ok = (!before || zc_contrib_each(txn, before, before_hidden, take_gift, &old, err)) &&
              (!after || zc_contrib_each(txn, after, after_hidden, take_gift, &new, err));
    mark_kept(&old, &new);
    ok = ok && apply(txn, &old, -1, err) && apply(txn, &new, 1, err);
    zc_buf_release(&old.keys);
    zc_buf_release(&new.keys);
    zc_free(old.all);
    zc_free(new.all);
    return ok;
}

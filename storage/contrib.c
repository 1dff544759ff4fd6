#include "storage/contrib.h"
#include "core/date.h"
#include "core/utf8.h"
#include "storage/store_impl.h"
#include <stdio.h>
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
           kind == ZC_VIEW_KEY;
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
    { "changed", 0 },
    { "returned", 0 },
    { "draft", 0 },
    { "void", 0 },
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
    if (!strcmp(name, "other"))
        return !known_form;
    if (queues[queue].flag)
        return (visible || queues[queue].flag == ZC_FLAG_PARTIAL) &&
               (state->flags & queues[queue].flag);
    if (!strcmp(name, "conflict"))
        return visible && state->nconflicts > 0;
    return visible && !strcmp(name, zc_status_name(state->status));
}

/* One application: everything below goes through these two. */

struct contrib {
    struct zc_txn *txn;
    const struct zc_state *state;
    int sign;
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
    c->ok = c->sign > 0 ? zc_kv_put(c->txn, ZC_DB_VIEW, zc_buf_str(&c->key),
                                    (struct zc_str){ "", 0 }, c->err)
                        : zc_kv_del(c->txn, ZC_DB_VIEW, zc_buf_str(&c->key), c->err);
}

static void put_count(struct contrib *c, int64_t by)
{
    c->ok = c->ok && zc_count_add(c->txn, zc_buf_str(&c->key), by * c->sign, c->err);
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

static void put_tally(struct contrib *c, struct zc_str area)
{
    const struct zc_state *state = c->state;
    begin_count(c, 't', state->form, area);
    zc_buf_char(&c->key, '\0');
    zc_buf_char(&c->key, (char)group_of(state));
    zc_buf_char(&c->key, (char)state->status);
    zc_buf_char(&c->key, (char)(state->seed + 2 * (state->nconflicts > 0)));
    put_count(c, 1);
}

static void put_day(struct contrib *c, struct zc_str area)
{
    struct zc_moment moment;
    if (!zc_moment_parse(c->state->submitted, 480, &moment))
        return;
    uint32_t day = (uint32_t)(zc_moment_day(moment) + INT32_MAX);
    begin_count(c, 'd', c->state->form, area);
    zc_buf_char(&c->key, '\0');
    zc_buf_char(&c->key, (char)group_of(c->state));
    for (int i = 0; i < 4; i++)
        zc_buf_char(&c->key, (char)(day >> (24 - 8 * i)));
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

static void put_keys(struct contrib *c, const struct zc_index_form *plan)
{
    struct zc_arena arena = { 0 };
    const struct zc_field *field = zc_state_field(c->state, plan->key);
    for (uint32_t v = 0; field && !field->gone && v < field->nvalues; v++) {
        struct zc_str key = zc_key_normal(field->values[v], &arena);
        if (key.len > 0)
            put_view(c, ZC_VIEW_KEY, plan->key, key);
    }
    zc_arena_release(&arena);
}

static void put_visible(struct contrib *c, const struct zc_index_form *plan)
{
    char changed[20];
    struct zc_str area = area_of(plan, c->state);
    put_view(c, ZC_VIEW_ALL, (struct zc_str){ 0 }, (struct zc_str){ 0 });
    put_view(c, ZC_VIEW_CHANGED, (struct zc_str){ 0 }, change_key(c->state, changed));
    put_view(c, ZC_VIEW_STATUS, zc_str_of(zc_status_name(c->state->status)), (struct zc_str){ 0 });
    put_view(c, ZC_VIEW_AREA, (struct zc_str){ 0 }, area);
    for (uint32_t i = 0; i < plan->nsorted; i++)
        put_view(c, ZC_VIEW_FIELD, plan->sorted[i], zc_state_value(c->state, plan->sorted[i]));
    put_keys(c, plan);
    put_tally(c, area);
    put_day(c, area);
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

bool zc_contrib_apply(struct zc_txn *txn, const struct zc_state *state, bool hidden, int sign,
                      struct zc_err *err)
{
    struct contrib c = { .txn = txn, .state = state, .sign = sign, .err = err, .ok = true };
    const struct zc_index_form *plan = zc_plan_form(zc_store_plan(txn), state->form);
    zc_rid_key(state->rid, c.rid);
    if (plan && !state->deleted && !hidden)
        put_visible(&c, plan);
    put_queues(&c, hidden, plan != NULL);
    if (state->nconflicts > 0) {
        zc_buf_reset(&c.key);
        zc_buf_char(&c.key, 'c');
        put_count(&c, state->nconflicts);
    }
    zc_buf_release(&c.key);
    return c.ok;
}

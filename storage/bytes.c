#include "storage/bytes.h"
#include <string.h>

void zc_bytes_number(struct zc_buf *out, uint64_t value)
{
    while (value >= 0x80) {
        zc_buf_char(out, (char)(value | 0x80));
        value >>= 7;
    }
    zc_buf_char(out, (char)value);
}

void zc_bytes_text(struct zc_buf *out, struct zc_str text)
{
    zc_bytes_number(out, text.len);
    zc_buf_add(out, text);
}

const void *zc_unpack_bytes(struct zc_unpack *in, size_t len)
{
    static const char zeros[64];
    if (!in->ok || in->rest.len < len) {
        in->ok = false;
        return zeros; /* ids and headers only: never longer */
    }
    const char *at = in->rest.ptr;
    in->rest = zc_str_from(in->rest, len);
    return at;
}

uint64_t zc_unpack_number(struct zc_unpack *in)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = *(const uint8_t *)zc_unpack_bytes(in, 1);
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80))
            return in->ok ? value : 0;
    }
    in->ok = false;
    return 0;
}

struct zc_str zc_unpack_text(struct zc_unpack *in)
{
    uint64_t len = zc_unpack_number(in);
    if (!in->ok || len > in->rest.len) {
        in->ok = false;
        return (struct zc_str){ 0 };
    }
    struct zc_str text = zc_str_head(in->rest, len);
    in->rest = zc_str_from(in->rest, len);
    return in->borrow ? text : zc_arena_copy(in->arena, text);
}

/* A count of things that take at least one byte each: more cannot be there. */
static uint32_t unpack_count(struct zc_unpack *in, size_t bytes_each)
{
    uint64_t n = zc_unpack_number(in);
    if (n > in->rest.len / bytes_each) {
        in->ok = false;
        return 0;
    }
    return (uint32_t)n;
}

static bool put_name(struct zc_txn *txn, struct zc_str name, struct zc_buf *out, struct zc_err *err)
{
    uint32_t number = 0;
    if (memchr(name.ptr, '/', name.len)) {
        zc_bytes_number(out, 0);
        zc_bytes_text(out, name);
        return true;
    }
    if (!(number = zc_name_number(txn, name, err)))
        return false;
    zc_bytes_number(out, number);
    return true;
}

static struct zc_str take_name(struct zc_unpack *in)
{
    uint64_t number = zc_unpack_number(in);
    if (number == 0)
        return zc_unpack_text(in);
    struct zc_str name = { 0 };
    if (!in->names)
        name = zc_name_text(in->txn, (uint32_t)number);
    else if (number < in->names->n)
        name = in->names->texts[number];
    in->ok &= name.len > 0;
    return name;
}

bool zc_bytes_pairs(struct zc_txn *txn, const struct zc_pair *pairs, uint32_t n, struct zc_buf *out,
                    struct zc_err *err)
{
    zc_bytes_number(out, n);
    for (uint32_t i = 0; i < n; i++) {
        if (!put_name(txn, pairs[i].name, out, err))
            return false;
        zc_bytes_text(out, pairs[i].value);
    }
    return true;
}

struct zc_pair *zc_unpack_pairs(struct zc_unpack *in, uint32_t *n)
{
    *n = unpack_count(in, 2);
    struct zc_pair *pairs = ZC_NEW(in->arena, struct zc_pair, (size_t)*n + 1);
    for (uint32_t i = 0; i < *n; i++) {
        pairs[i].name = take_name(in);
        pairs[i].value = zc_unpack_text(in);
    }
    return pairs;
}

/* Ids of revisions */

static void put_ids(struct zc_buf *out, const struct zc_revid *ids, uint32_t n)
{
    zc_bytes_number(out, n);
    for (uint32_t i = 0; i < n; i++)
        zc_buf_bytes(out, ids[i].b, ZC_REVID_BYTES);
}

static struct zc_revid *take_ids(struct zc_unpack *in, uint32_t *n)
{
    *n = unpack_count(in, ZC_REVID_BYTES);
    struct zc_revid *ids = ZC_NEW(in->arena, struct zc_revid, (size_t)*n + 1);
    for (uint32_t i = 0; i < *n; i++)
        memcpy(ids[i].b, zc_unpack_bytes(in, ZC_REVID_BYTES), ZC_REVID_BYTES);
    return ids;
}

bool zc_bytes_rev(struct zc_txn *txn, const struct zc_rev *rev, struct zc_buf *out,
                  struct zc_err *err)
{
    put_ids(out, rev->parents, rev->nparents);
    return zc_bytes_pairs(txn, rev->attrs, rev->nattrs, out, err) &&
           zc_bytes_pairs(txn, rev->writes, rev->nwrites, out, err);
}

static bool take_rev(struct zc_unpack *in, struct zc_rev *out)
{
    out->parents = take_ids(in, &out->nparents);
    out->attrs = zc_unpack_pairs(in, &out->nattrs);
    out->writes = zc_unpack_pairs(in, &out->nwrites);
    return in->ok && in->rest.len == 0;
}

bool zc_unpack_rev(struct zc_txn *txn, struct zc_str bytes, bool borrow, struct zc_arena *arena,
                   struct zc_rev *out)
{
    struct zc_unpack in = { txn, bytes, arena, true, borrow, NULL };
    return take_rev(&in, out);
}

bool zc_unpack_rev_by(const struct zc_name_table *names, struct zc_str bytes,
                      struct zc_arena *arena, struct zc_rev *out)
{
    struct zc_unpack in = { .rest = bytes, .arena = arena, .ok = true, .names = names };
    return take_rev(&in, out);
}

/* States */

enum { BIT_DELETED = 1, BIT_SEED = 2, BIT_UNSEEN = 4, BIT_HIDDEN = 8 };

static bool put_fields(struct zc_txn *txn, const struct zc_state *state, struct zc_buf *out,
                       struct zc_err *err)
{
    zc_bytes_number(out, state->nfields);
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        if (!put_name(txn, field->name, out, err))
            return false;
        zc_bytes_number(out, (uint64_t)field->nvalues * 2 + field->gone);
        for (uint32_t v = 0; v < field->nvalues; v++)
            zc_bytes_text(out, field->values[v]);
    }
    return true;
}

static void take_fields(struct zc_unpack *in, struct zc_state *out)
{
    out->nfields = unpack_count(in, 3);
    struct zc_field *fields = ZC_NEW(in->arena, struct zc_field, (size_t)out->nfields + 1);
    for (uint32_t i = 0; i < out->nfields && in->ok; i++) {
        fields[i].name = take_name(in);
        uint64_t head = zc_unpack_number(in);
        if (head / 2 > in->rest.len || head < 2) {
            in->ok = false;
            break;
        }
        fields[i].gone = head & 1;
        fields[i].nvalues = (uint32_t)(head / 2);
        struct zc_str *values = ZC_NEW(in->arena, struct zc_str, fields[i].nvalues);
        for (uint32_t v = 0; v < fields[i].nvalues; v++)
            values[v] = zc_unpack_text(in);
        fields[i].values = values;
    }
    out->fields = fields;
}

/* Pointers to the texts of a state, in the order they are stored. */
enum { STATE_TEXTS = 9 };
static void texts_of(struct zc_state *state, struct zc_str *texts[STATE_TEXTS])
{
    struct zc_str *all[STATE_TEXTS] = { &state->form,    &state->version, &state->group,
                                        &state->by,      &state->dev,     &state->created,
                                        &state->last_by, &state->changed, &state->submitted };
    memcpy(texts, all, sizeof all);
}

bool zc_bytes_state(struct zc_txn *txn, const struct zc_state *state, bool hidden,
                    struct zc_buf *out, struct zc_err *err)
{
    struct zc_state copy = *state;
    struct zc_str *texts[STATE_TEXTS];
    uint8_t target[ZC_RID_KEY];
    zc_bytes_number(out, state->status);
    zc_bytes_number(out, state->flags);
    zc_bytes_number(out, (state->deleted ? BIT_DELETED : 0) | (state->seed ? BIT_SEED : 0) |
                             (state->link_unseen ? BIT_UNSEEN : 0) | (hidden ? BIT_HIDDEN : 0));
    zc_rid_key(state->dup_of, target);
    zc_buf_bytes(out, target, sizeof target);
    zc_bytes_number(out, state->nrevs);
    zc_bytes_number(out, state->nconflicts);
    put_ids(out, state->heads, state->nheads);
    texts_of(&copy, texts);
    for (int i = 0; i < STATE_TEXTS; i++)
        zc_bytes_text(out, *texts[i]);
    return put_fields(txn, state, out, err);
}

bool zc_unpack_state(struct zc_txn *txn, struct zc_str bytes, struct zc_arena *arena,
                     struct zc_state *out, bool *hidden)
{
    struct zc_unpack in = { txn, bytes, arena, true, false };
    struct zc_str *texts[STATE_TEXTS];
    struct zc_rid rid = out->rid;
    *out = (struct zc_state){ .rid = rid };
    out->status = (enum zc_status)zc_unpack_number(&in);
    out->flags = (unsigned)zc_unpack_number(&in);
    uint64_t bits = zc_unpack_number(&in);
    out->deleted = bits & BIT_DELETED;
    out->seed = bits & BIT_SEED;
    out->link_unseen = bits & BIT_UNSEEN;
    *hidden = bits & BIT_HIDDEN;
    out->dup_of = zc_rid_of_key(zc_unpack_bytes(&in, ZC_RID_KEY));
    out->nrevs = (uint32_t)zc_unpack_number(&in);
    out->nconflicts = (uint32_t)zc_unpack_number(&in);
    out->heads = take_ids(&in, &out->nheads);
    texts_of(out, texts);
    for (int i = 0; i < STATE_TEXTS; i++)
        *texts[i] = zc_unpack_text(&in);
    take_fields(&in, out);
    return in.ok && in.rest.len == 0 && out->status < ZC_STATUS_COUNT;
}

#include "storage/salvage.h"
#include "core/alloc.h"
#include "core/fold.h"
#include "storage/bytes.h"
#include "storage/exchange_file.h"
#include "storage/file.h"
#include "storage/store_pages.h"
#include <stdlib.h>
#include <string.h>

/* First all pages: places of what looks like a revision, and the names of fields. Then record by
 * record: read, prove, write. */

enum { KEY_LEN = ZC_RID_KEY + ZC_REVID_BYTES, NAMES_MAX = 65536, TABLES = 2 };

struct place {
    uint8_t key[KEY_LEN];
    uint32_t len;
    uint64_t at;
};

/* Each name stands in the store twice, number to name and name to number, and in old pages again.
 * The text that stands most often for a number is taken; where that proves nothing, the next. */
struct said {
    uint32_t number, times;
    struct zc_str text;
};

struct salvage {
    struct zc_pages *pages;
    struct place *places;
    size_t nplaces, places_cap;
    struct said *said;
    size_t nsaid, said_cap;
    struct zc_name_table tables[TABLES];
    struct zc_arena names;  /* texts of names */
    struct zc_arena record; /* one record */
    struct zc_buf value, lines;
    struct zc_exchange_digest digest;
    struct zc_outfile *file;
    struct zc_salvage *out;
};

/* The first pass */

static void hear_name(struct salvage *s, uint64_t number, struct zc_str text)
{
    if (number == 0 || number >= NAMES_MAX || !(zc_field_name_ok(text) || zc_attr_name_ok(text)))
        return;
    for (size_t i = 0; i < s->nsaid; i++) {
        if (s->said[i].number == number && zc_str_eq(s->said[i].text, text)) {
            s->said[i].times++;
            return;
        }
    }
    s->said = zc_grow(s->said, s->nsaid, &s->said_cap, sizeof *s->said);
    s->said[s->nsaid++] = (struct said){ (uint32_t)number, 1, zc_arena_copy(&s->names, text) };
}

static void take_name(struct salvage *s, const struct zc_page_node *node)
{
    uint64_t number = 0;
    zc_buf_reset(&s->value);
    if (node->len > 4 * ZC_FIELD_MAX || !zc_pages_value(s->pages, node->at, node->len, &s->value))
        return;
    if (node->key.ptr[0] == '#' && node->key.len == 5) {
        for (int i = 1; i < 5; i++)
            number = number << 8 | (uint8_t)node->key.ptr[i];
        hear_name(s, number, zc_buf_str(&s->value));
    } else if (node->key.ptr[0] == 'n' && s->value.len == sizeof number) {
        memcpy(&number, s->value.ptr, sizeof number);
        hear_name(s, number, zc_str_from(node->key, 1));
    }
}

static void take_node(struct salvage *s, const struct zc_page_node *node)
{
    char kind = node->key.ptr[0];
    if (kind == '#' || kind == 'n')
        take_name(s, node);
    if (node->key.len != KEY_LEN || (kind != 'e' && kind != 'k') || node->len == 0)
        return;
    s->places = zc_grow(s->places, s->nplaces, &s->places_cap, sizeof *s->places);
    struct place *place = &s->places[s->nplaces++];
    *place = (struct place){ .len = node->len, .at = node->at };
    memcpy(place->key, node->key.ptr, KEY_LEN);
}

static int by_number(const void *a, const void *b)
{
    const struct said *x = a, *y = b;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->times > y->times ? -1 : x->times < y->times;
}

static void make_tables(struct salvage *s)
{
    if (s->nsaid > 0)
        qsort(s->said, s->nsaid, sizeof *s->said, by_number);
    uint32_t n = s->nsaid ? s->said[s->nsaid - 1].number + 1 : 0;
    for (int t = 0; t < TABLES; t++) {
        struct zc_str *texts = ZC_NEW(&s->names, struct zc_str, (size_t)n + 1);
        for (size_t i = 0; i < s->nsaid; i++) {
            bool first = i == 0 || s->said[i].number != s->said[i - 1].number;
            bool second = !first && (i < 2 || s->said[i].number != s->said[i - 2].number);
            if (first || (second && t == 1))
                texts[s->said[i].number] = s->said[i].text;
        }
        s->tables[t] = (struct zc_name_table){ texts, n };
    }
}

static int by_key(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int order = memcmp(x->key, y->key, KEY_LEN);
    return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

/* The second pass */

static bool prove(struct salvage *s, const struct place *place, struct zc_rev *rev)
{
    struct zc_err err;
    struct zc_revid id;
    zc_buf_reset(&s->value);
    if (!zc_pages_value(s->pages, place->at, place->len, &s->value))
        return false;
    for (int t = 0; t < TABLES; t++) {
        *rev = (struct zc_rev){ .rid = zc_rid_of_key((const char *)place->key) };
        memcpy(rev->id.b, place->key + ZC_RID_KEY, ZC_REVID_BYTES);
        if (!zc_unpack_rev_by(&s->tables[t], zc_buf_str(&s->value), &s->record, rev))
            continue;
        zc_rev_hash(rev, &id);
        if (zc_revid_cmp(&id, &rev->id) == 0 && zc_rev_verify(rev, &err))
            return true;
    }
    return false;
}

static size_t same_bytes(const struct salvage *s, size_t from, size_t len)
{
    size_t end = from + 1;
    while (end < s->nplaces && memcmp(s->places[end].key, s->places[from].key, len) == 0)
        end++;
    return end;
}

static bool write_record(struct salvage *s, const struct zc_rev *revs, size_t n, struct zc_err *err)
{
    uint32_t *order = ZC_NEW(&s->record, uint32_t, n + 1);
    zc_fold_order(revs, n, &s->record, order);
    for (size_t i = 0; i < n; i++)
        zc_exchange_add(&s->digest, &revs[order[i]], &s->lines);
    s->out->records++;
    s->out->revisions += n;
    bool ok = zc_outfile_write(s->file, zc_buf_str(&s->lines), err);
    zc_buf_reset(&s->lines);
    return ok;
}

/* All places of one record; a revision may lie in several. */
static bool take_record(struct salvage *s, size_t from, size_t end, struct zc_err *err)
{
    size_t n = 0;
    zc_arena_reset(&s->record);
    struct zc_rev *revs = ZC_NEW(&s->record, struct zc_rev, end - from);
    while (from < end) {
        size_t next = same_bytes(s, from, KEY_LEN);
        bool proved = false;
        for (; from < next && !proved; from++)
            proved = prove(s, &s->places[from], &revs[n]);
        n += proved;
        s->out->unprovable += !proved;
        from = next;
    }
    return n == 0 || write_record(s, revs, n, err);
}

static bool write_all(struct salvage *s, struct zc_err *err)
{
    char digest[ZC_BASE32_LEN(ZC_HASH_LEN) + 1];
    bool ok = true;
    zc_exchange_begin(&s->digest, &s->lines);
    for (size_t from = 0, end; ok && from < s->nplaces; from = end) {
        end = same_bytes(s, from, ZC_RID_KEY);
        ok = take_record(s, from, end, err);
    }
    zc_exchange_end(&s->digest, &s->lines, digest);
    return ok && zc_outfile_write(s->file, zc_buf_str(&s->lines), err);
}

bool zc_salvage_run(const char *dir, const char *path, struct zc_salvage *out, struct zc_err *err)
{
    struct salvage s = { .out = out };
    struct zc_page_node node;
    *out = (struct zc_salvage){ 0 };
    bool ok = (s.pages = zc_pages_open(dir, err)) && (s.file = zc_outfile_open(path, err));
    while (ok && zc_pages_next(s.pages, &node))
        take_node(&s, &node);
    if (ok) {
        make_tables(&s);
        if (s.nplaces > 0)
            qsort(s.places, s.nplaces, sizeof *s.places, by_key);
        ok = write_all(&s, err);
    }
    if (ok)
        ok = zc_outfile_commit(s.file, err);
    else
        zc_outfile_abort(s.file);
    zc_pages_close(s.pages);
    zc_free(s.places);
    zc_free(s.said);
    zc_buf_release(&s.value);
    zc_buf_release(&s.lines);
    zc_arena_release(&s.names);
    zc_arena_release(&s.record);
    return ok;
}

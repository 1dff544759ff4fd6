#include "core/rev.h"
#include "core/alloc.h"
#include "core/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_name_start(uint32_t cp)
{
    return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') || cp == '_' || cp >= 0xA0;
}

static bool is_name_rest(uint32_t cp)
{
    return is_name_start(cp) || (cp >= '0' && cp <= '9') || cp == '.' || cp == ':' || cp == '/' ||
           cp == '-';
}

bool zc_attr_name_ok(struct zc_str name)
{
    if (name.len == 0 || name.len > ZC_ATTR_MAX || name.ptr[0] < 'a' || name.ptr[0] > 'z')
        return false;
    for (size_t i = 1; i < name.len; i++) {
        char c = name.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            return false;
    }
    return true;
}

bool zc_field_name_ok(struct zc_str name)
{
    uint32_t cp;
    if (!zc_utf8_valid(name) || !zc_utf8_next(&name, &cp) || !is_name_start(cp))
        return false;
    size_t chars = 1;
    while (zc_utf8_next(&name, &cp)) {
        if (!is_name_rest(cp) || ++chars > ZC_FIELD_MAX)
            return false;
    }
    return true;
}

struct zc_str zc_field_last(struct zc_str name)
{
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] == '/')
            return zc_str_from(name, i);
    }
    return name;
}

bool zc_field_is_system(struct zc_str name)
{
    struct zc_str last = zc_field_last(name);
    return last.len > 0 && last.ptr[0] == '_';
}

bool zc_value_ok(struct zc_str value)
{
    if (value.len > ZC_VALUE_MAX || !zc_utf8_valid(value))
        return false;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7F)
            return false;
        if (c == 0xC2 && (unsigned char)value.ptr[i + 1] < 0xA0) /* U+0080 to U+009F */
            return false;
    }
    return true;
}

const struct zc_pair *zc_pairs_find(const struct zc_pair *pairs, size_t n, struct zc_str name)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = zc_str_cmp(pairs[mid].name, name);
        if (order == 0)
            return &pairs[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

struct zc_str zc_rev_attr(const struct zc_rev *rev, const char *name)
{
    const struct zc_pair *pair = zc_pairs_find(rev->attrs, rev->nattrs, zc_str_of(name));
    return pair ? pair->value : (struct zc_str){ 0 };
}

struct zc_str zc_day_of(struct zc_str at)
{
    enum { DAY = 5, MONTH_AT = 5 }; /* of 2026-11-21T18:42:00+08:00 */
    return zc_str_head(zc_str_from(at, at.len > MONTH_AT ? MONTH_AT : 0), DAY);
}

const struct zc_pair *zc_rev_write(const struct zc_rev *rev, struct zc_str field)
{
    return zc_pairs_find(rev->writes, rev->nwrites, field);
}

struct zc_str zc_rev_form(const struct zc_rev *rev)
{
    struct zc_str form = zc_rev_attr(rev, "form"), id = { 0 };
    zc_str_cut(&form, '@', &id);
    return id;
}

struct zc_str zc_rev_form_version(const struct zc_rev *rev)
{
    struct zc_str form = zc_rev_attr(rev, "form"), id = { 0 };
    zc_str_cut(&form, '@', &id);
    return form;
}

static const struct {
    const char *role;
    struct zc_text label;
} ranks[] = {
    [ZC_RANK_NONE] = { "", { "", "" } },
    [ZC_RANK_WORKER] = { "worker", { "调查员", "worker" } },
    [ZC_RANK_LEADER] = { "leader", { "组长", "leader" } },
    [ZC_RANK_OFFICE] = { "office", { "街镇核实员", "office" } },
    [ZC_RANK_DISTRICT] = { "district", { "区级", "district" } },
};

enum zc_rank zc_rank_of(struct zc_str role)
{
    for (int rank = ZC_RANK_DISTRICT; rank > ZC_RANK_NONE; rank--) {
        if (zc_str_is(role, ranks[rank].role))
            return (enum zc_rank)rank;
    }
    return ZC_RANK_NONE;
}

const char *zc_rank_role(enum zc_rank rank)
{
    return ranks[rank].role;
}

struct zc_text zc_rank_label(enum zc_rank rank)
{
    return ranks[rank].label;
}

/* Identity */

/* A value enters through its own hash: its text may be dropped one day. */
static void hash_value(struct zc_str value, uint8_t out[ZC_HASH_LEN])
{
    static const struct zc_str kind = ZC_LIT("zaoce-val-1\n");
    char text[512]; /* nearly all values are short: hashed in one go */
    if (value.len > 0 && value.len <= sizeof text - kind.len) {
        memcpy(text, kind.ptr, kind.len);
        memcpy(text + kind.len, value.ptr, value.len);
        zc_hash20((struct zc_str){ text, kind.len + value.len }, out);
        return;
    }
    struct zc_hash hash;
    zc_hash_init(&hash);
    zc_hash_add(&hash, kind);
    zc_hash_add(&hash, value);
    zc_hash_end(&hash, out);
}

enum { MEMO_SLOTS = 2048, MEMO_TEXT = 27 };
struct zc_rev_memo {
    struct {
        uint8_t len; /* 0: free; an empty value is hashed each time */
        char text[MEMO_TEXT];
        uint8_t digest[ZC_HASH_LEN];
    } slots[MEMO_SLOTS];
};

struct zc_rev_memo *zc_rev_memo_new(void)
{
    return zc_alloc_zeroed(1, sizeof(struct zc_rev_memo));
}

void zc_rev_memo_free(struct zc_rev_memo *memo)
{
    zc_free(memo);
}

/* Each text has one slot; the last one that came keeps it. */
static const uint8_t *remembered(struct zc_rev_memo *memo, struct zc_str value)
{
    uint32_t slot = 2166136261u;
    for (size_t i = 0; i < value.len; i++)
        slot = (slot ^ (uint8_t)value.ptr[i]) * 16777619u;
    slot = (slot ^ slot >> 15) % MEMO_SLOTS;
    if (memo->slots[slot].len != value.len ||
        memcmp(memo->slots[slot].text, value.ptr, value.len) != 0) {
        memo->slots[slot].len = (uint8_t)value.len;
        memcpy(memo->slots[slot].text, value.ptr, value.len);
        hash_value(value, memo->slots[slot].digest);
    }
    return memo->slots[slot].digest;
}

static void put_value(struct zc_buf *out, struct zc_str value, struct zc_rev_memo *memo)
{
    uint8_t digest[ZC_HASH_LEN];
    if (memo && value.len > 0 && value.len <= MEMO_TEXT) {
        zc_buf_bytes(out, remembered(memo, value), ZC_HASH_LEN);
        return;
    }
    hash_value(value, digest);
    zc_buf_bytes(out, digest, sizeof digest);
}

static void put_count(struct zc_buf *out, size_t n)
{
    char count[24];
    int len = snprintf(count, sizeof count, "%zu", n);
    zc_hash_put_ns(out, (struct zc_str){ count, (size_t)len });
}

void zc_rev_hash(const struct zc_rev *rev, struct zc_revid *out)
{
    zc_rev_hash_memo(rev, NULL, out);
}

void zc_rev_hash_memo(const struct zc_rev *rev, struct zc_rev_memo *memo, struct zc_revid *out)
{
    enum { USUAL = 2048 };
    char rid[ZC_RID_TEXT + 1];
    struct zc_buf text = { 0 };
    zc_buf_room(&text, USUAL);
    zc_buf_text(&text, "zaoce-rev-1\n");
    zc_rid_print(rev->rid, rid);
    zc_hash_put_ns(&text, (struct zc_str){ rid, ZC_RID_TEXT });
    put_count(&text, rev->nparents);
    for (uint32_t i = 0; i < rev->nparents; i++)
        zc_buf_bytes(&text, rev->parents[i].b, ZC_REVID_BYTES);
    put_count(&text, rev->nattrs);
    for (uint32_t i = 0; i < rev->nattrs; i++) {
        zc_hash_put_ns(&text, rev->attrs[i].name);
        zc_hash_put_ns(&text, rev->attrs[i].value);
    }
    put_count(&text, rev->nwrites);
    for (uint32_t i = 0; i < rev->nwrites; i++) {
        zc_hash_put_ns(&text, rev->writes[i].name);
        put_value(&text, rev->writes[i].value, memo);
    }
    zc_hash20(zc_buf_str(&text), out->b);
    zc_buf_release(&text);
}

/* Grammar and limits */

static bool check_size(const struct zc_rev *rev, struct zc_err *err)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < rev->nattrs; i++)
        bytes += rev->attrs[i].name.len + rev->attrs[i].value.len + 2;
    for (uint32_t i = 0; i < rev->nwrites; i++)
        bytes += rev->writes[i].name.len + rev->writes[i].value.len + 1;
    if (rev->nparents > ZC_REV_MAX_PARENTS)
        return zc_fail(err, ZC_E_LIMIT,
                       ZC_T("修订有%u个上一版，最多%d个", "revision has %u parents, at most %d"),
                       rev->nparents, ZC_REV_MAX_PARENTS);
    if ((size_t)rev->nattrs + rev->nwrites > ZC_REV_MAX_CELLS)
        return zc_fail(err, ZC_E_LIMIT,
                       ZC_T("修订有%zu个单元，最多%d个", "revision has %zu cells, at most %d"),
                       (size_t)rev->nattrs + rev->nwrites, ZC_REV_MAX_CELLS);
    if (bytes > ZC_REV_MAX_BYTES)
        return zc_fail(err, ZC_E_LIMIT,
                       ZC_T("修订有%zu字节，最多%d", "revision has %zu bytes, at most %d"), bytes,
                       ZC_REV_MAX_BYTES);
    return true;
}

static bool check_pairs(const struct zc_pair *pairs, size_t n, bool writes, struct zc_err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct zc_str name = pairs[i].name;
        if (writes ? !zc_field_name_ok(name) : !zc_attr_name_ok(name))
            return zc_fail(
                err, ZC_E_INPUT,
                writes ? ZC_T("字段名“%.*s”不合规则", "field name '%.*s' is not allowed")
                       : ZC_T("属性名“%.*s”不合规则", "attribute name '%.*s' is not allowed"),
                ZC_ARG(zc_utf8_head(name, 60)));
        if (!zc_value_ok(pairs[i].value) || (!writes && pairs[i].value.len == 0))
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("“%.*s”的值含有不允许的字符，或为空、过长",
                                "value of '%.*s' has a forbidden character, or is empty or too "
                                "long"),
                           ZC_ARG(name));
        if (i > 0 && zc_str_cmp(pairs[i - 1].name, name) >= 0)
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("“%.*s”次序不对或重复", "'%.*s' is out of order or stands twice"),
                           ZC_ARG(name));
    }
    return true;
}

bool zc_rev_verify(const struct zc_rev *rev, struct zc_err *err)
{
    if (!zc_rid_is_set(rev->rid))
        return zc_fail(err, ZC_E_INPUT, ZC_T("修订没有记录号", "revision without a record id"));
    if (!check_size(rev, err))
        return false;
    for (uint32_t i = 1; i < rev->nparents; i++) {
        if (zc_revid_cmp(&rev->parents[i - 1], &rev->parents[i]) >= 0)
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("上一版次序不对或重复", "parents out of order or doubled"));
    }
    return check_pairs(rev->attrs, rev->nattrs, false, err) &&
           check_pairs(rev->writes, rev->nwrites, true, err);
}

/* Making */

struct numbered {
    struct zc_pair pair;
    size_t at;
};

static int cmp_numbered(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;
    int order = zc_str_cmp(x->pair.name, y->pair.name);
    return order ? order : x->at < y->at ? -1 : 1;
}

/* Copies, sorts by name, keeps the last of a name; pairs without text only if `empty_ok`. */
static struct zc_pair *sorted_copy(const struct zc_pair *pairs, size_t n, bool empty_ok,
                                   struct zc_arena *arena, uint32_t *count)
{
    struct numbered *all = ZC_NEW(arena, struct numbered, n + 1);
    struct zc_pair *out = ZC_NEW(arena, struct zc_pair, n + 1);
    uint32_t kept = 0;
    for (size_t i = 0; i < n; i++)
        all[i] = (struct numbered){ pairs[i], i };
    qsort(all, n, sizeof *all, cmp_numbered);
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && zc_str_eq(all[i].pair.name, all[i + 1].pair.name))
            continue;
        if (!empty_ok && all[i].pair.value.len == 0)
            continue;
        out[kept++] = (struct zc_pair){ zc_arena_copy(arena, all[i].pair.name),
                                        zc_arena_copy(arena, all[i].pair.value) };
    }
    *count = kept;
    return out;
}

static int cmp_revid(const void *a, const void *b)
{
    return zc_revid_cmp(a, b);
}

bool zc_rev_make(struct zc_rid rid, const struct zc_revid *parents, size_t nparents,
                 const struct zc_pair *attrs, size_t nattrs, const struct zc_pair *writes,
                 size_t nwrites, struct zc_arena *arena, struct zc_rev *out, struct zc_err *err)
{
    *out = (struct zc_rev){ .rid = rid };
    struct zc_revid *own = ZC_NEW(arena, struct zc_revid, nparents + 1);
    if (nparents > 0)
        memcpy(own, parents, nparents * sizeof *own);
    qsort(own, nparents, sizeof *own, cmp_revid);
    for (size_t i = 0; i < nparents; i++) {
        if (i == 0 || zc_revid_cmp(&own[i - 1], &own[i]) != 0)
            own[out->nparents++] = own[i];
    }
    out->parents = own;
    out->attrs = sorted_copy(attrs, nattrs, false, arena, &out->nattrs);
    out->writes = sorted_copy(writes, nwrites, true, arena, &out->nwrites);
    if (!zc_rev_verify(out, err))
        return false;
    zc_rev_hash(out, &out->id);
    return true;
}

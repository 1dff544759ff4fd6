#include "core/sample.h"
#include "core/hash.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static_assert(sizeof((struct zc_sample_unit *)0)->order == ZC_HASH_LEN, "one hash");

static void hash_unit(const struct zc_sample_rule *rule, struct zc_sample_unit *unit)
{
    struct zc_hash hash;
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(unit->rid, rid);
    zc_hash_init(&hash);
    zc_hash_add_ns(&hash, rule->seed);
    zc_hash_add_ns(&hash, zc_str_of(rid));
    zc_hash_end(&hash, unit->order);
}

static int by_rid(const void *a, const void *b)
{
    return zc_rid_cmp(((const struct zc_sample_unit *)a)->rid,
                      ((const struct zc_sample_unit *)b)->rid);
}

static int by_order(const void *a, const void *b)
{
    const struct zc_sample_unit *x = a, *y = b;
    int order = memcmp(x->order, y->order, sizeof x->order);
    return order ? order : by_rid(a, b);
}

static int by_stratum(const void *a, const void *b)
{
    int order = zc_str_cmp(((const struct zc_sample_unit *)a)->stratum,
                           ((const struct zc_sample_unit *)b)->stratum);
    return order ? order : by_order(a, b);
}

/* The first `want` of those that are not in yet. */
static size_t take(struct zc_sample_unit *units, size_t n, size_t want)
{
    size_t taken = 0;
    for (size_t i = 0; i < n && taken < want; i++) {
        if (units[i].drawn)
            continue;
        units[i].drawn = true;
        taken++;
    }
    return taken;
}

/* Rounded up, so that one of a small stratum is in. */
static size_t share_of(const struct zc_sample_rule *rule, size_t n)
{
    return (n * rule->share + ZC_SAMPLE_WHOLE - 1) / ZC_SAMPLE_WHOLE;
}

static size_t draw_stratum(const struct zc_sample_rule *rule, struct zc_sample_unit *units,
                           size_t n)
{
    size_t others = 0;
    for (size_t i = 0; i < n; i++)
        others += !units[i].drawn;
    return take(units, n, share_of(rule, others));
}

size_t zc_sample_draw(const struct zc_sample_rule *rule, struct zc_sample_unit *units, size_t n)
{
    size_t drawn = 0;
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++) {
        hash_unit(rule, &units[i]);
        units[i].drawn = units[i].always;
        drawn += units[i].always;
    }
    qsort(units, n, sizeof *units, by_stratum);
    for (size_t from = 0, to; from < n; from = to) {
        to = from + 1;
        while (to < n && zc_str_eq(units[to].stratum, units[from].stratum))
            to++;
        drawn += draw_stratum(rule, units + from, to - from);
    }
    qsort(units, n, sizeof *units, by_order);
    if (drawn < rule->least)
        drawn += take(units, n, rule->least - drawn);
    qsort(units, n, sizeof *units, by_rid);
    return drawn;
}

bool zc_sample_share(struct zc_str text, unsigned *share, struct zc_err *err)
{
    struct zc_str rest = zc_str_trim(text), whole, decimals = { 0 };
    uint64_t percent = 0, parts = 0;
    bool ok = zc_str_ends(rest, ZC_STR("%"));
    if (ok) {
        rest = zc_str_head(rest, rest.len - 1);
        zc_str_cut(&rest, '.', &whole);
        decimals = rest;
        ok = zc_str_to_u64(whole, &percent) && percent <= 100 && decimals.len <= 2 &&
             (decimals.len == 0 || zc_str_to_u64(decimals, &parts));
    }
    if (ok) {
        *share = (unsigned)(percent * 100 + (decimals.len == 1 ? parts * 10 : parts));
        ok = *share > 0 && *share <= ZC_SAMPLE_WHOLE;
    }
    return ok || zc_fail(err, ZC_E_INPUT,
                         ZC_T("比例“%.*s”应写成 5%% 或 2.5%%，大于0，不超过100%%",
                              "share '%.*s': write 5%% or 2.5%%, above 0 and at most 100%%"),
                         ZC_ARG(text));
}

void zc_sample_share_put(unsigned share, struct zc_buf *out)
{
    zc_buf_printf(out, "%u", share / 100);
    if (share % 100)
        zc_buf_printf(out, share % 10 ? ".%02u" : ".%u",
                      share % 10 ? share % 100 : share % 100 / 10);
    zc_buf_char(out, '%');
}

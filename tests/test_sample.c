#include "core/sample.h"
#include "tests/check.h"

enum { MANY = 1000 };
static struct zc_sample_unit units[MANY], again[MANY];

static struct zc_rid rid_of(unsigned number)
{
    const uint8_t random[8] = { 0, 0, 0, 0, 0, 0, (uint8_t)(number >> 8), (uint8_t)number };
    return zc_rid_make(1, 1000 + number % 7, random);
}

static void fill(struct zc_sample_unit *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        all[i] = (struct zc_sample_unit){ .rid = rid_of((unsigned)i) };
}

static bool has(const struct zc_sample_unit *all, size_t n, struct zc_rid rid)
{
    for (size_t i = 0; i < n; i++)
        if (zc_rid_eq(all[i].rid, rid))
            return all[i].drawn;
    return false;
}

static bool is_same(size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!zc_rid_eq(units[i].rid, again[i].rid) || units[i].drawn != again[i].drawn)
            return false;
    return true;
}

static void check_repeats(void)
{
    struct zc_sample_rule rule = { ZC_STR("20261123"), 500, 0 };
    fill(units, MANY);
    size_t n = zc_sample_draw(&rule, units, MANY);
    zc_check("5 % of a thousand", n == 50);
    for (size_t i = 0; i < MANY; i++)
        again[i] = (struct zc_sample_unit){ .rid = rid_of((unsigned)(MANY - 1 - i)) };
    zc_check("the order in which the ids come does not matter",
             zc_sample_draw(&rule, again, MANY) == n && is_same(MANY));
    rule.seed = ZC_STR("20261124");
    fill(again, MANY);
    zc_sample_draw(&rule, again, MANY);
    zc_check("another seed draws others", !is_same(MANY));
}

/* The very ids, so that no later version of the program draws others for a seed. */
static void check_fixed(void)
{
    static const unsigned want[2] = { 0, 6 };
    struct zc_sample_rule rule = { ZC_STR("S"), 1000, 0 };
    unsigned got[2] = { 0, 0 }, found = 0;
    fill(units, 20);
    size_t n = zc_sample_draw(&rule, units, 20);
    for (unsigned i = 0; i < 20; i++)
        if (has(units, 20, rid_of(i)) && found < 2)
            got[found++] = i;
    zc_checkf(n == 2 && got[0] == want[0] && got[1] == want[1], "seed S draws two of twenty: %u %u",
              got[0], got[1]);
}

static void check_grows(void)
{
    enum { MORE = 40 };
    struct zc_sample_rule rule = { ZC_STR("20261123"), 1000, 0 };
    size_t kept = 0;
    fill(units, MANY - MORE);
    size_t n = zc_sample_draw(&rule, units, MANY - MORE);
    fill(again, MANY);
    zc_sample_draw(&rule, again, MANY);
    for (size_t i = 0; i < MANY - MORE; i++)
        kept += units[i].drawn && has(again, MANY, units[i].rid);
    zc_checkf(kept >= n - MORE / 5, "records that come later change little: %zu of %zu stay", kept,
              n);
}

static void check_strata(void)
{
    struct zc_sample_rule rule = { ZC_STR("7"), 1000, 0 };
    size_t small = 0;
    fill(units, 105);
    for (size_t i = 0; i < 105; i++)
        units[i].stratum = i < 100 ? ZC_STR("large") : ZC_STR("small");
    size_t n = zc_sample_draw(&rule, units, 105);
    for (size_t i = 0; i < 105; i++)
        small += units[i].drawn && zc_str_is(units[i].stratum, "small");
    zc_check("each stratum has its share, rounded up", n == 11 && small == 1);
    rule.least = 30;
    fill(units, 105);
    zc_check("the least size is filled up", zc_sample_draw(&rule, units, 105) == 30);
    rule.least = 500;
    fill(units, 105);
    zc_check("and is all where there are fewer", zc_sample_draw(&rule, units, 105) == 105);
}

static void check_always(void)
{
    struct zc_sample_rule rule = { ZC_STR("7"), 1000, 0 };
    fill(units, 60);
    for (size_t i = 0; i < 10; i++)
        units[i].always = true;
    size_t n = zc_sample_draw(&rule, units, 60), in = 0;
    for (size_t i = 0; i < 60; i++)
        in += units[i].always && units[i].drawn;
    zc_check("what must be in is in, the share is of the others", in == 10 && n == 15);
    rule.least = 12;
    zc_check("and it counts towards the least size", zc_sample_draw(&rule, units, 60) == 15);
    zc_check("nothing to draw from", zc_sample_draw(&rule, units, 0) == 0);
}

static const struct {
    const char *text;
    unsigned share; /* 0: refused */
} shares[] = {
    { "5%", 500 },   { "2.5%", 250 }, { "0.05%", 5 }, { "100%", 10000 }, { "12.34%", 1234 },
    { " 5% ", 500 }, { "0%", 0 },     { "101%", 0 },  { "100.01%", 0 },  { "5", 0 },
    { "-5%", 0 },    { "1.234%", 0 }, { "%", 0 },     { ".5%", 0 },      { "5 %", 0 },
};

int main(void)
{
    check_repeats();
    check_fixed();
    check_grows();
    check_strata();
    check_always();
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        struct zc_err err = { 0 };
        unsigned share = 0;
        bool ok = zc_sample_share(zc_str_of(shares[i].text), &share, &err);
        struct zc_buf put = { 0 };
        zc_sample_share_put(share, &put);
        zc_checkf(ok == (shares[i].share > 0) && (!ok || share == shares[i].share), "share '%s'",
                  shares[i].text);
        zc_checkf(!ok || zc_str_eq(zc_buf_str(&put), zc_str_trim(zc_str_of(shares[i].text))),
                  "and back: %s", zc_buf_cstr(&put));
        zc_buf_release(&put);
    }
    return zc_check_done();
}

#include "core/figure.h"
#include "tests/check.h"

static const struct {
    uint64_t n, of, tenths;
} shares[] = {
    { 0, 1, 0 },
    { 1, 1, 1000 },
    { 1, 2, 500 },
    { 1, 3, 333 },
    { 2, 3, 667 },
    { 1702, 1840, 925 },
    { 1, 16, 63 }, /* 6.25: half up */
    { 3, 16, 188 },
    { 9994, 10000, 999 },
    { 9995, 10000, 999 }, /* would round to all */
    { 999999, 1000000, 999 },
    { 10000, 10000, 1000 },
    { 10001, 10000, 1001 }, /* would round to all */
    { 10010, 10000, 1001 },
    { 3, 2, 1500 },
    { UINT64_MAX / 2, UINT64_MAX, 500 },
    { UINT64_MAX - 1, UINT64_MAX, 999 },
    { UINT64_MAX, UINT64_MAX, 1000 },
};

static void test_shares(void)
{
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        uint64_t got = zc_share_tenths(shares[i].n, shares[i].of);
        zc_checkf(got == shares[i].tenths, "%llu of %llu: %llu tenths",
                  (unsigned long long)shares[i].n, (unsigned long long)shares[i].of,
                  (unsigned long long)got);
    }
}

/* Every share of every whole up to 1,100: all is told from nearly all, and no step is skipped. */
static void test_all_is_all(void)
{
    bool only = true, half_up = true;
    for (uint64_t of = 1; of <= 1100; of++) {
        for (uint64_t n = 0; n <= of; n++) {
            uint64_t tenths = zc_share_tenths(n, of), exact = (n * 1000 + of / 2) / of;
            only &= (tenths == 1000) == (n == of);
            half_up &= tenths == exact || (n < of && exact == 1000 && tenths == 999);
        }
    }
    zc_check("100.0 is printed for all and nothing else", only);
    zc_check("tenths are rounded half up", half_up);
}

static const struct {
    const char *name;
    struct zc_figure figure;
    const char *shown, *plain;
} prints[] = {
    { "nothing known", { 0 }, "-", "" },
    { "zero", { .kind = ZC_FIGURE_COUNT }, "0", "0" },
    { "thousands", { .kind = ZC_FIGURE_COUNT, .n = 1234567 }, "1,234,567", "1234567" },
    { "a share", { .kind = ZC_FIGURE_SHARE, .n = 1702, .of = 1840 }, "92.5%", "92.5" },
    { "no share", { .kind = ZC_FIGURE_SHARE, .n = 0, .of = 3 }, "0.0%", "0.0" },
    { "more", { .kind = ZC_FIGURE_CHANGE, .by = 1436 }, "+1,436", "1436" },
    { "less", { .kind = ZC_FIGURE_CHANGE, .by = -3 }, "-3", "-3" },
    { "as before", { .kind = ZC_FIGURE_CHANGE }, "0", "0" },
    { "points", { .kind = ZC_FIGURE_CHANGE, .by = -3, .places = 1 }, "-0.3", "-0.3" },
    { "money", { .kind = ZC_FIGURE_FIXED, .by = 1234567, .places = 2 }, "12,345.67", "12345.67" },
    { "less than nothing", { .kind = ZC_FIGURE_FIXED, .by = -5, .places = 2 }, "-0.05", "-0.05" },
    { "the least",
      { .kind = ZC_FIGURE_CHANGE, .by = INT64_MIN },
      "-9,223,372,036,854,775,808",
      "-9223372036854775808" },
};

static const struct {
    int64_t micro;
    uint64_t of;
    unsigned places;
    int64_t by;
} quotients[] = {
    { 0, 3, 1, 0 },
    { 10000000, 3, 1, 33 },         /* 10 / 3 */
    { 10500000, 10, 1, 11 },        /* 1.05: half up */
    { -10500000, 10, 1, -11 },      /* and away from zero below it */
    { 123450000, 10000, 2, 1 },     /* 123.45 yuan are 0.01 of 10,000 */
    { 1500000, 1, 6, 1500000 },     /* nothing to be rounded */
    { INT64_MAX, 1, 6, INT64_MAX }, /* the largest sum */
    { INT64_MIN + 1, 1, 6, INT64_MIN + 1 },
};

static void test_quotients(void)
{
    for (size_t i = 0; i < sizeof quotients / sizeof quotients[0]; i++) {
        struct zc_figure got =
            zc_figure_quotient(quotients[i].micro, quotients[i].of, quotients[i].places);
        zc_checkf(got.kind == ZC_FIGURE_FIXED && got.by == quotients[i].by &&
                      got.places == quotients[i].places,
                  "%lld millionths by %llu: %lld", (long long)quotients[i].micro,
                  (unsigned long long)quotients[i].of, (long long)got.by);
    }
}

static void test_differences(void)
{
    struct zc_figure three = zc_figure_count(3), five = zc_figure_count(5);
    struct zc_figure half = zc_figure_share(1, 2), third = zc_figure_share(1, 3);
    struct zc_figure none = zc_figure_share(0, 0), by;
    by = zc_figure_difference(&three, &five);
    zc_check("counts", by.kind == ZC_FIGURE_CHANGE && by.by == -2 && by.places == 0);
    by = zc_figure_difference(&half, &third);
    zc_check("shares in points", by.by == 167 && by.places == 1);
    by = zc_figure_difference(&half, &none);
    zc_check("of what is not known there is none", by.kind == ZC_FIGURE_UNKNOWN && by.why.zh);
}

int main(void)
{
    struct zc_buf shown = { 0 }, plain = { 0 };
    test_shares();
    test_all_is_all();
    test_quotients();
    test_differences();
    for (size_t i = 0; i < sizeof prints / sizeof prints[0]; i++) {
        zc_buf_reset(&shown);
        zc_buf_reset(&plain);
        zc_figure_print(&prints[i].figure, "-", &shown);
        zc_figure_plain(&prints[i].figure, &plain);
        zc_checkf(zc_str_is(zc_buf_str(&shown), prints[i].shown) &&
                      zc_str_is(zc_buf_str(&plain), prints[i].plain),
                  "%s: '%s' and '%s'", prints[i].name, zc_buf_cstr(&shown), zc_buf_cstr(&plain));
    }
    struct zc_figure none = zc_figure_share(0, 0);
    zc_check("of nothing there is no share", none.kind == ZC_FIGURE_UNKNOWN && none.why.zh);
    zc_buf_release(&shown);
    zc_buf_release(&plain);
    return zc_check_done();
}

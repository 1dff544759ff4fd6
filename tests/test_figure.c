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
    { "the least",
      { .kind = ZC_FIGURE_CHANGE, .by = INT64_MIN },
      "-9,223,372,036,854,775,808",
      "-9223372036854775808" },
};

int main(void)
{
    struct zc_buf shown = { 0 }, plain = { 0 };
    test_shares();
    test_all_is_all();
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

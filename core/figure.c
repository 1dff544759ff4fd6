#include "core/figure.h"
#include "core/number.h"

struct zc_figure zc_figure_count(uint64_t n)
{
    return (struct zc_figure){ .kind = ZC_FIGURE_COUNT, .n = n };
}

struct zc_figure zc_figure_share(uint64_t n, uint64_t of)
{
    if (of == 0)
        return zc_figure_unknown((struct zc_text){ "分母是 0", "there is nothing to divide by" });
    return (struct zc_figure){ .kind = ZC_FIGURE_SHARE, .n = n, .of = of };
}

struct zc_figure zc_figure_change(int64_t by)
{
    return (struct zc_figure){ .kind = ZC_FIGURE_CHANGE, .by = by };
}

struct zc_figure zc_figure_fixed(int64_t by, unsigned places)
{
    return (struct zc_figure){ .kind = ZC_FIGURE_FIXED, .by = by, .places = places };
}

struct zc_figure zc_figure_quotient(int64_t n, uint64_t of, unsigned places)
{
    enum { MICRO_PLACES = 6 };
    __extension__ typedef __int128 wide;
    wide unit = of, size = n < 0 ? -(wide)n : n;
    for (unsigned i = places; i < MICRO_PLACES; i++)
        unit *= 10;
    int64_t by = (int64_t)((2 * size + unit) / (2 * unit));
    return zc_figure_fixed(n < 0 ? -by : by, places);
}

/* What is subtracted, in its last decimal place. */
static int64_t amount(const struct zc_figure *figure)
{
    return figure->kind == ZC_FIGURE_COUNT   ? (int64_t)figure->n
           : figure->kind == ZC_FIGURE_SHARE ? (int64_t)zc_share_tenths(figure->n, figure->of)
                                             : figure->by;
}

struct zc_figure zc_figure_difference(const struct zc_figure *now, const struct zc_figure *before)
{
    if (now->kind == ZC_FIGURE_UNKNOWN || before->kind == ZC_FIGURE_UNKNOWN)
        return zc_figure_unknown(now->kind == ZC_FIGURE_UNKNOWN ? now->why : before->why);
    return (struct zc_figure){ .kind = ZC_FIGURE_CHANGE,
                               .by = amount(now) - amount(before),
                               .places = now->kind == ZC_FIGURE_SHARE ? 1 : now->places };
}

struct zc_figure zc_figure_unknown(struct zc_text why)
{
    return (struct zc_figure){ .kind = ZC_FIGURE_UNKNOWN, .why = why };
}

uint64_t zc_share_tenths(uint64_t n, uint64_t of)
{
    enum { ALL = 1000 };
    /* Whole parts first, and of wholes too large to be multiplied the rest is not rounded. */
    uint64_t rest = n % of, tenths = n / of * ALL;
    if (of > UINT64_MAX / (4 * ALL))
        tenths += rest / (of / ALL);
    else
        tenths += (2 * rest * ALL + of) / (2 * of);
    if (n < of && tenths >= ALL)
        return ALL - 1;
    if (n > of && tenths <= ALL)
        return ALL + 1;
    return tenths;
}

static void put_share(const struct zc_figure *figure, struct zc_buf *out)
{
    uint64_t tenths = zc_share_tenths(figure->n, figure->of);
    zc_buf_printf(out, "%llu.%llu", (unsigned long long)(tenths / 10),
                  (unsigned long long)(tenths % 10));
}

static uint64_t size_of(int64_t by)
{
    return by < 0 ? 0 - (uint64_t)by : (uint64_t)by;
}

/* The part behind the point. */
static void put_places(const struct zc_figure *figure, uint64_t rest, struct zc_buf *out)
{
    if (figure->places > 0)
        zc_buf_printf(out, ".%0*llu", (int)figure->places, (unsigned long long)rest);
}

static uint64_t power_of_ten(unsigned places)
{
    uint64_t power = 1;
    while (places-- > 0)
        power *= 10;
    return power;
}

void zc_figure_print(const struct zc_figure *figure, const char *unknown, struct zc_buf *out)
{
    uint64_t size = size_of(figure->by), unit = power_of_ten(figure->places);
    switch (figure->kind) {
    case ZC_FIGURE_UNKNOWN:
        zc_buf_text(out, unknown);
        break;
    case ZC_FIGURE_COUNT:
        zc_number_group(figure->n, out);
        break;
    case ZC_FIGURE_SHARE:
        put_share(figure, out);
        zc_buf_char(out, '%');
        break;
    case ZC_FIGURE_CHANGE:
    case ZC_FIGURE_FIXED:
        if (figure->by < 0 || (figure->by > 0 && figure->kind == ZC_FIGURE_CHANGE))
            zc_buf_char(out, figure->by > 0 ? '+' : '-');
        zc_number_group(size / unit, out);
        put_places(figure, size % unit, out);
        break;
    }
}

void zc_figure_plain(const struct zc_figure *figure, struct zc_buf *out)
{
    uint64_t size = size_of(figure->by), unit = power_of_ten(figure->places);
    if (figure->kind == ZC_FIGURE_COUNT) {
        zc_buf_printf(out, "%llu", (unsigned long long)figure->n);
    } else if (figure->kind == ZC_FIGURE_SHARE) {
        put_share(figure, out);
    } else if (figure->kind != ZC_FIGURE_UNKNOWN) {
        zc_buf_printf(out, "%s%llu", figure->by < 0 ? "-" : "", (unsigned long long)(size / unit));
        put_places(figure, size % unit, out);
    }
}

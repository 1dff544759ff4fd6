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

void zc_figure_print(const struct zc_figure *figure, const char *unknown, struct zc_buf *out)
{
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
        if (figure->by != 0)
            zc_buf_char(out, figure->by > 0 ? '+' : '-');
        zc_number_group(size_of(figure->by), out);
        break;
    }
}

void zc_figure_plain(const struct zc_figure *figure, struct zc_buf *out)
{
    if (figure->kind == ZC_FIGURE_COUNT)
        zc_buf_printf(out, "%llu", (unsigned long long)figure->n);
    else if (figure->kind == ZC_FIGURE_SHARE)
        put_share(figure, out);
    else if (figure->kind == ZC_FIGURE_CHANGE)
        zc_buf_printf(out, "%lld", (long long)figure->by);
}

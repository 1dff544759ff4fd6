#include "core/difference.h"
#include "core/utf8.h"

/* Answers, and whether a row of a repeat was there. */
static bool is_content(struct zc_str field)
{
    struct zc_str last = zc_field_last(field);
    return !zc_field_is_system(field) || (last.len < field.len && zc_str_is(last, "_deleted"));
}

static struct zc_str value_at(const struct zc_field *field, uint32_t i)
{
    return field ? field->values[i] : (struct zc_str){ 0 };
}

static bool is_same(const struct zc_field *a, const struct zc_field *b)
{
    uint32_t na = a ? a->nvalues : 1, nb = b ? b->nvalues : 1;
    if (na != nb)
        return false;
    for (uint32_t i = 0; i < na; i++)
        if (!zc_str_eq(value_at(a, i), value_at(b, i)))
            return false;
    return true;
}

size_t zc_differences(const struct zc_state *a, const struct zc_state *b, struct zc_arena *arena,
                      const struct zc_difference **out)
{
    struct zc_difference *found =
        ZC_NEW(arena, struct zc_difference, (size_t)a->nfields + b->nfields + 1);
    uint32_t i = 0, k = 0;
    size_t n = 0;
    while (i < a->nfields || k < b->nfields) {
        int order = i == a->nfields   ? 1
                    : k == b->nfields ? -1
                                      : zc_str_cmp(a->fields[i].name, b->fields[k].name);
        const struct zc_field *fa = order <= 0 ? &a->fields[i++] : NULL;
        const struct zc_field *fb = order >= 0 ? &b->fields[k++] : NULL;
        struct zc_str name = fa ? fa->name : fb->name;
        if (is_content(name) && !is_same(fa, fb))
            found[n++] = (struct zc_difference){ name, fa, fb };
    }
    *out = found;
    return n;
}

/* Kinds */

/* Takes off what both have in common at the front. */
static void skip_front(struct zc_str *a, struct zc_str *b)
{
    struct zc_str x = *a, y = *b;
    uint32_t cx, cy;
    while (zc_utf8_next(&x, &cx) && zc_utf8_next(&y, &cy) && cx == cy) {
        *a = x;
        *b = y;
    }
}

static void skip_back(struct zc_str *a, struct zc_str *b)
{
    struct zc_str x = *a, y = *b;
    uint32_t cx, cy;
    while (zc_utf8_prev(&x, &cx) && zc_utf8_prev(&y, &cy) && cx == cy) {
        *a = x;
        *b = y;
    }
}

static bool is_swapped(struct zc_str a, struct zc_str b)
{
    uint32_t a0 = 0, a1 = 0, b0 = 0, b1 = 0;
    return zc_utf8_next(&a, &a0) && zc_utf8_next(&a, &a1) && zc_utf8_next(&b, &b0) &&
           zc_utf8_next(&b, &b1) && a.len == 0 && b.len == 0 && a0 == b1 && a1 == b0;
}

/* What is left between the common ends tells: one character on either side at most, or two that
 * changed places. */
static bool is_slip(struct zc_str a, struct zc_str b)
{
    enum { LEAST = 4 };
    if (zc_utf8_chars(a) < LEAST || zc_utf8_chars(b) < LEAST)
        return false;
    skip_front(&a, &b);
    skip_back(&a, &b);
    return (zc_utf8_chars(a) <= 1 && zc_utf8_chars(b) <= 1) || is_swapped(a, b);
}

enum zc_difference_kind zc_difference_kind(struct zc_str registered, struct zc_str second)
{
    if (zc_str_eq(registered, second))
        return ZC_DIFFERENCE_SAME;
    if (registered.len == 0)
        return ZC_DIFFERENCE_MISSING;
    if (second.len == 0)
        return ZC_DIFFERENCE_EXTRA;
    return is_slip(registered, second) ? ZC_DIFFERENCE_SLIP : ZC_DIFFERENCE_OTHER;
}

static const struct {
    const char *name;
    struct zc_text label;
} kinds[ZC_DIFFERENCE_COUNT] = {
    [ZC_DIFFERENCE_SAME] = { "same", { "一致", "same" } },
    [ZC_DIFFERENCE_SLIP] = { "slip", { "笔误", "slip" } },
    [ZC_DIFFERENCE_OTHER] = { "other", { "不同", "other" } },
    [ZC_DIFFERENCE_MISSING] = { "missing", { "漏填", "missing" } },
    [ZC_DIFFERENCE_EXTRA] = { "extra", { "多填", "extra" } },
};

const char *zc_difference_name(enum zc_difference_kind kind)
{
    return kinds[kind].name;
}

struct zc_text zc_difference_label(enum zc_difference_kind kind)
{
    return kinds[kind].label;
}

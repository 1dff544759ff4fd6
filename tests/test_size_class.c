#include "core/number.h"
#include "core/size_class.h"
#include "tests/check.h"
#include "tests/vectors.h"
#include <math.h>

static double number(const struct zc_vectors *vectors, size_t row, const char *column)
{
    double value;
    return zc_number_parse(zc_vectors_cell(vectors, row, column), &value) ? value : NAN;
}

static void check_vectors(const char *path)
{
    struct zc_vectors vectors;
    zc_vectors_read(&vectors, path);
    for (size_t row = 1; row < vectors.nrows; row++) {
        struct zc_str want = zc_vectors_cell(&vectors, row, "size");
        struct zc_size_facts facts = { number(&vectors, row, "employees"),
                                       number(&vectors, row, "revenue_wan"),
                                       number(&vectors, row, "assets_wan") };
        char got = zc_size_class(zc_vectors_cell(&vectors, row, "industry"), &facts);
        zc_checkf(got == (want.len ? want.ptr[0] : 0), "row %zu: %.*s: %.*s, got %c", row,
                  ZC_ARG(zc_vectors_cell(&vectors, row, "industry")),
                  ZC_ARG(zc_vectors_cell(&vectors, row, "why")), got ? got : '-');
    }
    zc_vectors_release(&vectors);
}

static const struct {
    const char *name;
    struct zc_str industry;
    char size;
} short_codes[] = {
    { "a group is enough for most", ZC_LIT("521"), '1' },
    { "loading is excepted from storage, so 59 is too short", ZC_LIT("59"), '?' },
    { "70 has rules for some of its groups", ZC_LIT("70"), '?' },
    { "a section that is a rule", ZC_LIT("C"), '1' },
    { "a section that holds several rules", ZC_LIT("F"), '?' },
    { "a class that the table lacks, by its division", ZC_LIT("5298"), '1' },
    { "no such division", ZC_LIT("9999"), 0 },
    { "no code", ZC_LIT(""), 0 },
};

static const struct {
    const char *name;
    struct zc_str industry;
    double revenue;
    enum zc_above above;
} scales[] = {
    { "industry at the bound", ZC_LIT("1411"), 2000, ZC_ABOVE_YES },
    { "just below", ZC_LIT("1411"), 1999.99, ZC_ABOVE_NO },
    { "retail", ZC_LIT("5211"), 500, ZC_ABOVE_YES },
    { "wholesale", ZC_LIT("5111"), 500, ZC_ABOVE_NO },
    { "revenue missing", ZC_LIT("5211"), NAN, ZC_ABOVE_ASK },
    { "construction: by qualification", ZC_LIT("4710"), 9999, ZC_ABOVE_ASK },
    { "property developers: all", ZC_LIT("7010"), NAN, ZC_ABOVE_YES },
    { "property management", ZC_LIT("7020"), 1000, ZC_ABOVE_YES },
    { "social work", ZC_LIT("8512"), 500, ZC_ABOVE_YES },
    { "farming has none", ZC_LIT("0111"), 9999, ZC_ABOVE_NONE },
    { "no code", ZC_LIT(""), 9999, ZC_ABOVE_NONE },
};

int main(int argc, char **argv)
{
    const struct zc_size_facts large = { 1e6, 1e6, 1e6 };

    check_vectors(argc > 1 ? argv[1] : "the vectors");
    for (size_t i = 0; i < sizeof short_codes / sizeof short_codes[0]; i++)
        zc_check(short_codes[i].name,
                 zc_size_class(short_codes[i].industry, &large) == short_codes[i].size);
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++)
        zc_check(scales[i].name,
                 zc_above_scale(scales[i].industry, scales[i].revenue) == scales[i].above);
    return zc_check_done();
}

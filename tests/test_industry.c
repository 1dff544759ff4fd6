#include "core/division.h"
#include "core/industry.h"
#include "tests/check.h"

static const struct {
    const char *name;
    struct zc_str code;
    const char *path; /* empty: not in the table */
    char section;
} industries[] = {
    { "a class", ZC_LIT("5211"), "F 批发和零售业 › 52 零售业 › 521 综合零售 › 5211 百货零售", 'F' },
    { "a section", ZC_LIT("F"), "F 批发和零售业", 'F' },
    { "the first", ZC_LIT("01"), "A 农、林、牧、渔业 › 01 农业", 'A' },
    { "unknown class of a known division", ZC_LIT("5298"), "", 'F' },
    { "unknown division", ZC_LIT("00"), "", 0 },
    { "five digits", ZC_LIT("52111"), "", 0 },
    { "letters", ZC_LIT("52x"), "", 0 },
    { "one digit", ZC_LIT("5"), "", 0 },
    { "empty", ZC_LIT(""), "", 0 },
};

static const struct {
    const char *name;
    struct zc_str code;
    const char *path;
} divisions[] = {
    { "a district", ZC_LIT("630103"), "青海省西宁市城中区" },
    { "the province's own authority", ZC_LIT("630000"), "青海省" },
    { "a city whose names we lack", ZC_LIT("440300"), "广东省" },
    { "abolished, but alive in old numbers", ZC_LIT("630122"), "青海省西宁市湟中县" },
    { "a longer code", ZC_LIT("630103001004"), "青海省西宁市城中区" },
    { "no such province", ZC_LIT("990000"), "" },
    { "one digit", ZC_LIT("6"), "" },
};

int main(void)
{
    struct zc_buf out = { 0 };
    size_t n, levels[5] = { 0 };
    for (size_t i = 0; i < sizeof industries / sizeof industries[0]; i++) {
        const struct zc_industry *found = zc_industry_find(industries[i].code);
        zc_buf_reset(&out);
        if (found)
            zc_industry_path(found, &out);
        zc_checkf(zc_str_is(zc_buf_str(&out), industries[i].path) &&
                      zc_industry_section(industries[i].code) == industries[i].section,
                  "%s: %s", industries[i].name, zc_buf_cstr(&out));
    }
    const struct zc_industry *all = zc_industry_all(&n);
    for (size_t i = 0; i < n; i++)
        levels[zc_str_of(all[i].code).len]++;
    zc_check("as many of each level as the standard has",
             levels[1] == 20 && levels[2] == 97 && levels[3] == 473 && levels[4] == 1381);
    for (size_t i = 0; i < sizeof divisions / sizeof divisions[0]; i++) {
        zc_buf_reset(&out);
        zc_division_path(divisions[i].code, &out);
        zc_checkf(zc_str_is(zc_buf_str(&out), divisions[i].path), "%s: %s", divisions[i].name,
                  zc_buf_cstr(&out));
    }
    zc_buf_release(&out);
    return zc_check_done();
}

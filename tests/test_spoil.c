#include "storage/spoil.h"
#include "storage/table_text.h"
#include "tests/check.h"
#include <string.h>

/* The rules of MERGE.md 9.5, in its order. */
static const struct {
    const char *value, *cell;
    bool untouched;
} cases[] = {
    { "abc", "abc", true },
    { "abc", "abd", false },
    { "", "", true },
    { "abc", "", false },
    { " abc ", "abc", true },
    { "a\nb", "a\r\nb", true },
    /* characters that GBK lacks */
    { "\xF0\xA0\x80\x80店", "?店", true },
    { "\xF0\xA0\x80\x80店", "??店", true },
    { "\xF0\xA0\x80\x80店", "???店", false },
    { "\xF0\xA0\x80\x80店", "店", false },
    { "店", "?", false }, /* GBK has it */
    { "谁?", "谁?", true },
    { "\xE2\x81\x82?", "??", true },
    { "\xE2\x81\x82?", "?", false },
    /* digits */
    { "007", "7", true },
    { "000", "0", true },
    { "007", "8", false },
    { "916301030000010114", "9.16301E+17", true },
    { "916301030000010114", "9.16302E+17", false },
    { "916301030000010114", "916301030000010000", true },
    { "916301030000010114", "916301030000010111", false },
    { "916301030000010114", "9.1630103000001E+17", true },
    { "916301030000010114", "9.1630103000001E+017", true }, /* LibreOffice */
    { "916301030000010114", "9.1630103000002E+017", false },
    { "1234567890123456", "1234567890123460", true },
    { "1234567890123456", "1234567890123450", true },
    { "1234567890123454", "1234567890123460", false },
    { "9999999999999999", "1000000000000000", false },
    { "123456789012", "1.23457E+11", true },
    { "12345678901", "1.23457E+10", false },
    { "999999999999", "1E+12", true },
    { "100000000000", "1E+11", true },
    { "12E3", "1.20E+04", true },
    { "12e3", "1.20E+04", true },
    { "12E3", "12000", false },
    { "9999E2", "1.00E+06", true },
    /* days */
    { "1-2", "1月2日", true },
    { "1/2", "1/2", true },
    { "1-2", "1/2", true },
    { "1-2", "2-Jan", true },
    { "1-2", "1/2/26", true },
    { "1/2", "01/02/26", true },
    { "1-2", "1/3/26", false },
    { "1-2", "1/2/2", false },
    { "2-30", "2/30/26", false },
    { "2-30", "2月30日", false },
    { "13-2", "13月2日", false },
    { "1-2-3", "1月2日", false },
    /* decimals */
    { "1.50", "1.5", true },
    { "-2.00", "-2", true },
    { "1.05", "1.5", false },
    { "1.5", "1.50", false },
    /* dates */
    { "2016-03-05", "2016/3/5", true },
    { "2016-03-05", "2016-3-5", true },
    { "2016-03-05", "2016/03/05", true },
    { "2016-03-05", "2016年3月5日", true },
    { "2016-03-05", "2016/3/6", false },
    { "2016-03", "2016/3", false },
    /* truth values */
    { "true", "TRUE", true },
    { "False", "FALSE", true },
    { "true", "FALSE", false },
    { "truth", "TRUE", false },
};

static const struct {
    const char *cell;
    enum zc_damage damage;
} signs[] = {
    { "", ZC_DAMAGE_NONE },
    { "916301030000010114", ZC_DAMAGE_NONE },
    { "9.16301E+17", ZC_DAMAGE_ROUNDED },
    { "9.16301030000011E+017", ZC_DAMAGE_ROUNDED },
    { "9E+17", ZC_DAMAGE_ROUNDED },
    { "12E3", ZC_DAMAGE_NONE },
    { "E+17", ZC_DAMAGE_NONE },
    { "9.E+1x", ZC_DAMAGE_NONE },
    { "#N/A", ZC_DAMAGE_FORMULA },
    { "#######", ZC_DAMAGE_FORMULA },
    { "#1", ZC_DAMAGE_NONE },
    { "西\xEF\xBF\xBD店", ZC_DAMAGE_LOST },
};

static const struct {
    const char *value, *cell;
} guards[] = {
    { "abc", "abc" },      { "=1+1", "'=1+1" }, { "+86", "'+86" }, { "-3", "-3" },
    { "-3.5", "-3.5" },    { "-3号", "'-3号" }, { "-", "'-" },     { "-.5", "'-.5" },
    { "@示例", "'@示例" }, { "'x", "''x" },     { "'=x", "''=x" }, { "'", "''" },
    { "\tx", "'\tx" },     { "\nx", "'\nx" },   { "''", "'''" },   { "", "" },
    { "-3.", "'-3." },
};

static void test_guard(void)
{
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
        struct zc_buf cell = { 0 };
        zc_table_guard(zc_str_of(guards[i].value), &cell);
        struct zc_str back = zc_table_unguard(zc_buf_str(&cell));
        zc_checkf(zc_str_is(zc_buf_str(&cell), guards[i].cell) && zc_str_is(back, guards[i].value),
                  "guarded and back: %s", guards[i].value);
        zc_buf_release(&cell);
    }
}

static void test_row_check(void)
{
    static const struct zc_pair cells[] = { { ZC_LIT("a"), ZC_LIT("1") },
                                            { ZC_LIT("b"), ZC_LIT("") } };
    char text[ZC_TABLE_CHECK_LEN + 1];
    zc_table_row_check(cells, 2, text);
    zc_checkf(strcmp(text, "cbkckj6pk") == 0, "row check of MERGE.md 16: %s", text);
}

static void test_long_text(void)
{
    struct zc_buf value = { 0 };
    for (int i = 0; i < 40000; i++)
        zc_buf_text(&value, "字");
    struct zc_str cut = zc_str_head(zc_buf_str(&value), (size_t)32767 * 3);
    zc_check("a cell holds 32,767 characters", zc_spoil_untouched(zc_buf_str(&value), cut));
    cut.len -= 3;
    zc_check("and not one less", !zc_spoil_untouched(zc_buf_str(&value), cut));
    zc_buf_release(&value);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        zc_checkf(zc_spoil_untouched(zc_str_of(cases[i].value), zc_str_of(cases[i].cell)) ==
                      cases[i].untouched,
                  "'%s' %s '%s'", cases[i].value, cases[i].untouched ? "spoiled is" : "is not",
                  cases[i].cell);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        zc_checkf(zc_spoil_damage(zc_str_of(signs[i].cell)) == signs[i].damage, "damage of '%s'",
                  signs[i].cell);
    test_guard();
    test_row_check();
    test_long_text();
    return zc_check_done();
}

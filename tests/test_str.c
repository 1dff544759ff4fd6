#include "core/arena.h"
#include "core/err.h"
#include "core/utf8.h"
#include "tests/check.h"
#include <stdlib.h>
#include <utf8proc.h>
#include <string.h>

static const struct {
    const char *name;
    struct zc_str bytes;
    size_t valid_len;
} utf8_cases[] = {
    { "ascii", ZC_LIT("abc"), 3 },
    { "eight ascii bytes and a Han character", ZC_LIT("abcdefgh\xE4\xB8\xAD"), 11 },
    { "plane 2", ZC_LIT("\xF0\xA0\xAE\xB7"), 4 },
    { "overlong two bytes", ZC_LIT("a\xC0\xAF"), 1 },
    { "overlong three bytes", ZC_LIT("\xE0\x80\xAF"), 0 },
    { "surrogate", ZC_LIT("\xED\xA0\x80"), 0 },
    { "above U+10FFFF", ZC_LIT("\xF4\x90\x80\x80"), 0 },
    { "cut short", ZC_LIT("ab\xE4\xB8"), 2 },
    { "GB18030 bytes", ZC_LIT("\xCE\xF7\xC4\xFE"), 0 },
};

static const struct {
    const char *name;
    struct zc_str in, out;
} tidy_cases[] = {
    { "outer blanks and U+3000 go", ZC_LIT(" \xE3\x80\x80 a b \xE3\x80\x80"), ZC_LIT("a b") },
    { "line ends become LF", ZC_LIT("a\r\nb\rc\nd"), ZC_LIT("a\nb\nc\nd") },
    { "control characters go", ZC_LIT("a\x1B[31mb\x07"), ZC_LIT("a[31mb") },
    { "bidi controls go",
      ZC_LIT("a\xE2\x80\xAE"
             "b"),
      ZC_LIT("ab") },
    { "zero width goes",
      ZC_LIT("\xEF\xBB\xBF"
             "a\xE2\x80\x8B"
             "b"),
      ZC_LIT("ab") },
    { "composed to NFC", ZC_LIT("e\xCC\x81"), ZC_LIT("\xC3\xA9") },
    { "full-width letters stay", ZC_LIT("\xEF\xBC\xA1"), ZC_LIT("\xEF\xBC\xA1") },
    { "only blanks", ZC_LIT(" \t\n "), ZC_LIT("") },
};

static void cutting(void)
{
    struct zc_str rest = ZC_STR("a,,b,"), part;
    const char *want[] = { "a", "", "b", "" };
    size_t n = 0;
    while (zc_str_cut(&rest, ',', &part))
        zc_checkf(n < 4 && zc_str_is(part, want[n]), "cut part %zu", n), n++;
    zc_check("cut gives four parts", n == 4);
    rest = ZC_STR("  one\ttwo ");
    zc_check("first word", zc_str_word(&rest, &part) && zc_str_is(part, "one"));
    zc_check("second word", zc_str_word(&rest, &part) && zc_str_is(part, "two"));
    zc_check("no third word", !zc_str_word(&rest, &part));
}

static void errors(void)
{
    struct zc_err err = { 0 };
    char longer[700];
    memset(longer, 'x', sizeof longer);
    memcpy(longer + 508, "\xE4\xB8\xAD\xE4\xB8\xAD", 6);
    longer[sizeof longer - 1] = '\0';
    zc_fail(&err, ZC_E_INPUT, "%s", longer);
    zc_check("a long message is cut between characters",
             zc_utf8_valid(zc_str_of(err.msg)) && strlen(err.msg) == 511);
    zc_fail(&err, ZC_E_INPUT, "%s", longer + 1);
    zc_check("and not inside one", zc_utf8_valid(zc_str_of(err.msg)) && strlen(err.msg) == 510);
    zc_fail(&err, ZC_E_INPUT, "row");
    zc_fail_in(&err, "file %d", 3);
    zc_check("a caller puts its part in front", strcmp(err.msg, "file 3: row") == 0);
}

/* What tidying leaves as it is, is in NFC: every pair of a character with an accent behind it, and
 * alone. */
static void check_nfc(void)
{
    static const char *const behind[] = { "", "\xCC\x81", "\xE3\x82\x99" };
    size_t wrong = 0;
    for (uint32_t cp = 0x20; cp < 0x30000; cp++) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++) {
            struct zc_buf text = { 0 }, tidy = { 0 };
            zc_buf_cp(&text, cp);
            zc_buf_text(&text, behind[i]);
            zc_utf8_tidy(zc_buf_str(&text), &tidy);
            utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)zc_buf_cstr(&tidy));
            wrong += nfc && !zc_str_is(zc_buf_str(&tidy), (const char *)nfc);
            free(nfc);
            zc_buf_release(&text);
            zc_buf_release(&tidy);
        }
    }
    zc_checkf(wrong == 0, "tidy text is in NFC (%zu are not)", wrong);
}

int main(void)
{
    const struct zc_str name = ZC_STR("a西𠮷");
    zc_check("a start of whole characters",
             zc_utf8_head(name, 3).len == 1 && zc_utf8_head(name, 4).len == 4 &&
                 zc_utf8_head(name, 7).len == 4 && zc_utf8_head(name, 8).len == 8 &&
                 zc_utf8_head(name, 0).len == 0);
    for (size_t i = 0; i < sizeof utf8_cases / sizeof utf8_cases[0]; i++)
        zc_check(utf8_cases[i].name,
                 zc_utf8_valid_len(utf8_cases[i].bytes) == utf8_cases[i].valid_len);
    for (size_t i = 0; i < sizeof tidy_cases / sizeof tidy_cases[0]; i++) {
        struct zc_buf out = { 0 };
        zc_utf8_tidy(tidy_cases[i].in, &out);
        zc_check(tidy_cases[i].name, zc_str_eq(zc_buf_str(&out), tidy_cases[i].out));
        zc_buf_release(&out);
    }
    cutting();
    errors();
    struct zc_arena arena = { 0 };
    for (int i = 0; i < 1000; i++)
        zc_arena_printf(&arena, "%d", i);
    struct zc_str big = { zc_arena_alloc(&arena, 100000, 1), 100000 };
    zc_check("an arena gives zeroed memory", big.ptr[0] == 0 && big.ptr[99999] == 0);
    zc_arena_reset(&arena);
    zc_arena_release(&arena);
    check_nfc();
    return zc_check_done();
}

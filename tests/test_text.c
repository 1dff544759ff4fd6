#include "core/text.h"
#include "tests/check.h"

static const struct {
    const char *name;
    struct zc_str text;
    unsigned cols;
} widths[] = {
    { "ASCII", ZC_LIT("abc"), 3 },
    { "Han", ZC_LIT("企业"), 4 },
    { "Han beyond the basic plane", ZC_LIT("𠮷"), 2 },
    { "full width letter", ZC_LIT("Ａ"), 2 },
    { "a mark adds nothing", ZC_LIT("e\xCC\x81"), 1 },
    { "box drawing", ZC_LIT("─┃"), 2 },
    { "middle dot and quotes", ZC_LIT("·“”"), 3 },
    { "hexagram counts as the square shown for it", ZC_LIT("\xE4\xB7\x80"), 1 },
    { "empty", ZC_LIT(""), 0 },
};

static const struct {
    const char *name;
    struct zc_str text;
    unsigned cols;
    bool right;
    const char *fit;
} fits[] = {
    { "pads", ZC_LIT("甲"), 5, false, "甲   " },
    { "pads in front", ZC_LIT("12"), 5, true, "   12" },
    { "cuts with an ellipsis", ZC_LIT("甲乙丙丁"), 5, false, "甲乙…" },
    { "never half a character", ZC_LIT("甲乙丙丁"), 6, false, "甲乙… " },
    { "fits exactly", ZC_LIT("甲乙"), 4, false, "甲乙" },
    { "one column", ZC_LIT("甲乙"), 1, false, "…" },
    { "no column", ZC_LIT("甲"), 0, false, "" },
};

static const struct {
    const char *name;
    struct zc_str text;
    unsigned cols;
    const char *lines; /* parted by | */
} wraps[] = {
    { "between Han", ZC_LIT("甲乙丙丁"), 4, "甲乙|丙丁" },
    { "no comma at the start of a line", ZC_LIT("甲乙丙，丁"), 6, "甲乙|丙，丁" },
    { "no bracket at the end of a line", ZC_LIT("甲乙（丙）"), 6, "甲乙|（丙）" },
    { "words stay whole", ZC_LIT("one two three"), 8, "one two|three" },
    { "a word too long is cut", ZC_LIT("abcdefgh"), 3, "abc|def|gh" },
    { "line ends", ZC_LIT("a\nb"), 9, "a|b" },
};

static const struct {
    struct zc_str text;
    const char *covered;
} covers[] = {
    { ZC_LIT("13800001111"), "138****1111" },
    { ZC_LIT("630103199001011234"), "630***********1234" },
    { ZC_LIT("8211234"), "*****34" },
    { ZC_LIT("12345678"), "******78" },
    { ZC_LIT("一二三四五六七八九"), "一二三**六七八九" },
    { ZC_LIT("1"), "1" },
    { ZC_LIT(""), "" },
};

static const struct {
    const char *name;
    struct zc_str text;
    const char *shown;
} shows[] = {
    { "plain text stays", ZC_LIT("西宁 A"), "西宁 A" },
    { "an escape sequence", ZC_LIT("a\x1b[2Jb"), "a^[[2Jb" },
    { "tab and line end", ZC_LIT("a\tb\nc"), "a⇥b↵c" },
    { "DEL and a C1 control", ZC_LIT("\x7f\xC2\x9B"), "^?^[[" },
    { "right-to-left override",
      ZC_LIT("a\xE2\x80\xAE"
             "b"),
      "a‹U+202E›b" },
    { "zero width space", ZC_LIT("\xE2\x80\x8B"), "‹U+200B›" },
    { "private use", ZC_LIT("\xEE\x80\x80"), "□" },
    { "five marks become four", ZC_LIT("e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81"),
      "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81" },
    { "broken bytes",
      ZC_LIT("a\xff"
             "b\xe4\xb8"),
      "a\xEF\xBF\xBD"
      "b\xEF\xBF\xBD\xEF\xBF\xBD" },
};

static void check_wraps(void)
{
    struct zc_buf all = { 0 };
    for (size_t i = 0; i < sizeof wraps / sizeof wraps[0]; i++) {
        struct zc_str rest = wraps[i].text, line;
        zc_buf_reset(&all);
        while (zc_text_wrap(&rest, wraps[i].cols, &line)) {
            if (all.len > 0)
                zc_buf_char(&all, '|');
            zc_buf_add(&all, line);
        }
        zc_checkf(zc_str_is(zc_buf_str(&all), wraps[i].lines), "%s: %s", wraps[i].name,
                  zc_buf_cstr(&all));
    }
    zc_buf_release(&all);
}

int main(void)
{
    struct zc_arena arena = { 0 };
    struct zc_buf out = { 0 };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
        zc_checkf(zc_text_cols(widths[i].text) == widths[i].cols, "%s: %u", widths[i].name,
                  zc_text_cols(widths[i].text));
    for (size_t i = 0; i < sizeof fits / sizeof fits[0]; i++) {
        zc_buf_reset(&out);
        zc_text_fit(fits[i].text, fits[i].cols, fits[i].right, &out);
        zc_checkf(zc_str_is(zc_buf_str(&out), fits[i].fit), "%s: '%s'", fits[i].name,
                  zc_buf_cstr(&out));
    }
    check_wraps();
    for (size_t i = 0; i < sizeof shows / sizeof shows[0]; i++) {
        zc_buf_reset(&out);
        zc_text_show(shows[i].text, &out);
        zc_checkf(zc_str_is(zc_buf_str(&out), shows[i].shown) &&
                      zc_text_is_plain(shows[i].text) == zc_str_eq(shows[i].text, zc_buf_str(&out)),
                  "%s: %s", shows[i].name, zc_buf_cstr(&out));
    }
    struct zc_str text = ZC_STR("a甲e\xCC\x81");
    struct zc_cluster cluster;
    zc_check("the last cluster with its mark",
             zc_text_prev(&text, &cluster) && cluster.text.len == 3 && text.len == 4);
    zc_check("the one before", zc_text_prev(&text, &cluster) && cluster.cols == 2);
    zc_check("the end that fits", zc_str_is(zc_text_tail(ZC_STR("甲乙丙"), 5), "乙丙"));
    for (size_t i = 0; i < sizeof covers / sizeof covers[0]; i++) {
        struct zc_str covered = zc_text_covered(covers[i].text, &arena);
        zc_checkf(zc_str_is(covered, covers[i].covered), "covered %s: %.*s", covers[i].covered,
                  ZC_ARG(covered));
    }
    zc_arena_release(&arena);
    zc_buf_reset(&out);
    zc_text_half_width(ZC_STR("９１６３。Ａ　／"), &out);
    zc_check("full width folds", zc_str_is(zc_buf_str(&out), "9163.A /"));
    zc_buf_release(&out);
    return zc_check_done();
}

#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/utf8.h"
#include "tests/check.h"

static const struct {
    const char *name, *text, *typed;
    bool fits;
} cases[] = {
    { "initials in the middle of a name", "城中区老马手抓羊肉馆", "lmsz", true },
    { "from the start", "城中区老马手抓羊肉馆", "czq", true },
    { "in another order they do not fit", "城中区老马手抓羊肉馆", "mlsz", false },
    { "with a character left out they do not fit", "城中区老马手抓羊肉馆", "lsz", false },
    { "whole syllables", "老马手抓", "laomashouzhua", true },
    { "a syllable that is not finished", "老马手抓", "laomash", true },
    { "unfinished only at the end", "老马手抓", "lamash", false },
    { "syllables and initials mixed", "老马手抓", "laomsz", true },
    { "characters and letters mixed", "老马手抓", "老m手z", true },
    { "zh as an initial", "中专", "zhzh", true },
    { "zh is an initial, zn is none", "中专", "znzn", false },
    { "a polyphone: 厦 is xia", "大厦", "dx", true },
    { "and sha", "大厦", "ds", true },
    { "重 is zhong", "重庆小面", "zhongqing", true },
    { "and chong", "重庆小面", "cqxm", true },
    { "行 is hang in a bank", "农业银行", "yinhang", true },
    { "and xing in a shop for bicycles", "自行车", "zixingche", true },
    { "单 is a family name too", "单记面馆", "sjmg", true },
    { "曾", "曾家", "zj", true },
    { "曾 as ceng", "曾家", "cengj", true },
    { "乐 of 乐都 is le", "乐都", "ledu", true },
    { "and of music yue", "音乐", "yy", true },
    { "堡 has three readings", "堡子", "puzi", true },
    { "女 is written nv", "妇女", "funv", true },
    { "no reading begins so", "老马", "x", false },
    { "letters of the text, in any case", "KTV量贩", "ktvlf", true },
    { "full-width letters of the text", "ＫＴＶ量贩", "ktv", true },
    { "digits", "第3门市部", "d3ms", true },
    { "signs may be left out", "社区（村）", "sqc", true },
    { "or typed", "社区（村）", "社区（村", true },
    { "traditional characters are read as simplified ones", "貿易", "my", true },
    { "and match them", "貿易", "贸易", true },
    { "a character without a reading is passed by typing it", "𠮷野家", "𠮷yj", true },
    { "nothing typed fits everywhere", "老马", "", true },
    { "nothing fits in nothing", "", "a", false },
    { "more than 63 bytes fit nowhere", "老马",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false },
    { "many ways to part the letters", "师师师师师师师师师师师师师师师师",
      "shshshshshshshshshshshshshshshx", false },
};

static void check_initials(const char *character, const char *letters)
{
    struct zc_str rest = zc_str_of(character);
    uint32_t cp = 0, want = 0;
    zc_utf8_next(&rest, &cp);
    for (; *letters; letters++)
        want |= 1u << (*letters - 'a');
    zc_checkf(zc_pinyin_initials(cp) == want, "initials of %s", character);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zc_buf typed = { 0 };
        zc_fold_text(zc_str_of(cases[i].typed), &typed);
        zc_check(cases[i].name,
                 zc_pinyin_match(zc_str_of(cases[i].text), zc_buf_str(&typed)) == cases[i].fits);
        zc_buf_release(&typed);
    }
    zc_check("from the start", zc_pinyin_starts(ZC_STR("（老）马"), ZC_STR("lm")));
    zc_check("and not inside", !zc_pinyin_starts(ZC_STR("老马"), ZC_STR("m")));
    zc_check("nothing typed starts everything", zc_pinyin_starts(ZC_STR("老马"), ZC_STR("")));
    check_initials("行", "xh");
    check_initials("老", "l");
    check_initials("貿", "m");
    check_initials("a", "");
    zc_check("the usual reading stands first",
             zc_str_starts(zc_pinyin_readings(0x884C), ZC_STR("xing ")));
    zc_check("beyond the table", zc_pinyin_readings(0x10FFFF).len == 0);
    return zc_check_done();
}

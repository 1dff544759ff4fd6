#include "core/pinyin.h"
#include "tests/check.h"
#include "tui/find_text.h"
#include <stdio.h>

/* What find as you type looks through: cases, and a property: a packed block says of each row what
 * reading the row itself says (core/pinyin.h), for names and searches made of the same signs. */

static const struct {
    const char *name, *text; /* name|sign|code|altcode|phone|others */
    const char *typed;
    bool fits;
} cases[] = {
    { "a part of the name", "青海鑫源商贸|||| ", "鑫源", true },
    { "not across name and sign", "青海鑫|源记|||", "鑫源", false },
    { "the sign", "甲|老马手抓|||", "手抓", true },
    { "initials", "城中区老马手抓羊肉馆||||", "lmsz", true },
    { "initials not across name and sign", "老马|手抓|||", "lmsz", false },
    { "one letter", "重庆火锅||||", "c", true },
    { "and every reading of it", "重庆火锅||||", "z", true },
    { "a letter that nothing begins with", "重庆火锅||||", "y", false },
    { "characters, then letters", "城中区老马手抓羊肉馆||||", "老马sz", true },
    { "letters, then characters", "城中区老马手抓羊肉馆||||", "lao马", true },
    { "signs of the name are left out", "河湟（集团）公司||||", "湟集", true },
    { "and of what is typed", "河湟集团||||", "河湟(集", true },
    { "traditional characters", "鑫源商貿||||", "商贸", true },
    { "capitals, full width", "ABC商贸||||", "ａｂｃ", true },
    { "plane 2", "𠮷野家||||", "𠮷", true },
    { "a part of a code", "甲||91630103000001038Q||", "1038q", true },
    { "of the other code", "甲|||12345|", "234", true },
    { "the end of the telephone", "甲||||13897103456", "3456", true },
    { "three digits of it are too few", "甲||||13897103456", "456", false },
    { "its middle is no hit", "甲||||13897103456", "9710", false },
    { "not across code and telephone", "甲||12||34", "1234", false },
    { "another field", "甲|||||水井巷商圈", "sjxsq", true },
    { "nothing typed", "甲||||", "", false },
    { "only signs", "甲||||", "()", false },
};

static void add(struct zc_find_text *texts, struct zc_str text)
{
    struct zc_str parts[6] = { { 0 } };
    for (int i = 0; i < 6; i++)
        zc_str_cut(&text, '|', &parts[i]);
    zc_find_text_add(
        texts, &(struct zc_find_row){ parts[0], parts[1], parts[2], parts[3], parts[4], parts[5] });
}

static void check_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zc_find_text texts = { 0 };
        struct zc_find_needle needle = { 0 };
        add(&texts, ZC_STR("丁丁||||"));
        add(&texts, zc_str_of(cases[i].text));
        add(&texts, ZC_STR("己己||||"));
        zc_find_needle_set(&needle, zc_str_of(cases[i].typed));
        zc_check(cases[i].name, zc_find_block(&texts, 0, &needle, UINT64_MAX) ==
                                    (cases[i].fits ? UINT64_C(2) : 0));
        zc_find_needle_release(&needle);
        zc_find_text_release(&texts);
    }
}

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Few signs, so that searches hit. */
static void make_text(uint64_t *seed, size_t most, struct zc_buf *out)
{
    static const char *const signs[] = { "行", "长", "重", "乐", "马", "a",  "l",  "x", "Z", "1",
                                         "9",  "（", " ",  "-",  "崑", "貿", "𠮷", "c", "h", "z" };
    zc_buf_reset(out);
    for (size_t n = next(seed) % most; n > 0; n--)
        zc_buf_text(out, signs[next(seed) % (sizeof signs / sizeof signs[0])]);
}

static bool reads_as(struct zc_str name, struct zc_str typed)
{
    struct zc_find_needle needle = { 0 };
    zc_find_needle_set(&needle, typed);
    bool fits = needle.text.len > 0 && zc_pinyin_match(name, zc_buf_str(&needle.text));
    zc_find_needle_release(&needle);
    return fits;
}

static void check_same(void)
{
    enum { ROUNDS = 400, ROWS = 2 * ZC_FIND_BLOCK + 7 };
    uint64_t seed = 20261123;
    size_t unlike = 0, hits = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct zc_buf names[ROWS] = { { 0 } }, typed = { 0 };
        struct zc_find_text texts = { 0 };
        struct zc_find_needle needle = { 0 };
        make_text(&seed, 5, &typed);
        zc_find_needle_set(&needle, zc_buf_str(&typed));
        for (size_t i = 0; i < ROWS; i++) {
            make_text(&seed, 9, &names[i]);
            zc_find_text_add(&texts, &(struct zc_find_row){ .name = zc_buf_str(&names[i]) });
        }
        for (size_t i = 0; i < ROWS; i++) {
            bool fits =
                zc_find_block(&texts, i / ZC_FIND_BLOCK, &needle, UINT64_MAX) >> i % ZC_FIND_BLOCK &
                1;
            hits += fits;
            if (fits != reads_as(zc_buf_str(&names[i]), zc_buf_str(&typed)) && unlike++ < 5)
                printf("# '%s' in '%s'\n", zc_buf_cstr(&typed), zc_buf_cstr(&names[i]));
            zc_buf_release(&names[i]);
        }
        zc_find_needle_release(&needle);
        zc_find_text_release(&texts);
        zc_buf_release(&typed);
    }
    zc_checkf(unlike == 0 && hits > 1000, "packed rows fit as they read: %zu hits", hits);
}

int main(void)
{
    check_cases();
    check_same();
    return zc_check_done();
}

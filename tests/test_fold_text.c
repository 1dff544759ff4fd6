#include "core/fold_text.h"
#include "tests/check.h"

static const struct {
    const char *name;
    struct zc_str text;
    const char *folded;
} cases[] = {
    { "plain Chinese stays", ZC_LIT("西宁饭店"), "西宁饭店" },
    { "lower case", ZC_LIT("TCL Abc9"), "tcl abc9" },
    { "full width", ZC_LIT("ＴＣＬ　９号"), "tcl 9号" },
    { "traditional characters", ZC_LIT("青海昆侖商貿"), "青海昆仑商贸" },
    { "variant character", ZC_LIT("翰栢"), "翰柏" },
    { "Kangxi radicals", ZC_LIT("⽼⻢牛肉面"), "老马牛肉面" },
    { "compatibility ideograph", ZC_LIT("\xEF\xA4\x80"), "岂" },
    { "circled digit and square unit", ZC_LIT("①㎡"), "1m2" },
    { "a mark composes with its base", ZC_LIT("e\xCC\x81"), "\xC3\xA9" },
    { "zero width goes",
      ZC_LIT("甲\xE2\x80\x8B"
             "乙"),
      "甲乙" },
    { "punctuation stays", ZC_LIT("（集团）、“乐”"), "(集团)、“乐”" },
    { "empty", ZC_LIT(""), "" },
};

int main(void)
{
    struct zc_buf out = { 0 }, again = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zc_buf_reset(&out);
        zc_buf_reset(&again);
        zc_fold_text(cases[i].text, &out);
        zc_fold_text(zc_buf_str(&out), &again);
        zc_checkf(zc_str_is(zc_buf_str(&out), cases[i].folded), "%s: %s", cases[i].name,
                  zc_buf_cstr(&out));
        zc_checkf(zc_str_eq(zc_buf_str(&out), zc_buf_str(&again)), "%s: folding twice",
                  cases[i].name);
    }
    bool settled = true;
    for (uint32_t cp = 0; cp < 0x110000; cp++)
        settled &= zc_fold_han(zc_fold_han(cp)) == zc_fold_han(cp);
    zc_check("no character folds twice", settled);
    zc_buf_release(&out);
    zc_buf_release(&again);
    return zc_check_done();
}

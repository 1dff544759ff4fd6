#include "core/difference.h"
#include "tests/check.h"

static const struct {
    const char *name, *registered, *second;
    enum zc_difference_kind kind;
} cases[] = {
    { "the same", "人民街27号", "人民街27号", ZC_DIFFERENCE_SAME },
    { "both empty", "", "", ZC_DIFFERENCE_SAME },
    { "one digit is another", "13800001111", "13800001171", ZC_DIFFERENCE_SLIP },
    { "one digit less", "13800001111", "1380000111", ZC_DIFFERENCE_SLIP },
    { "one character more at the front", "民街27号", "人民街27号", ZC_DIFFERENCE_SLIP },
    { "one Han character", "城中区老马手抓羊肉馆", "城中区老马手拉羊肉馆", ZC_DIFFERENCE_SLIP },
    { "two neighbours changed places", "91630100", "91603100", ZC_DIFFERENCE_SLIP },
    { "two that are no neighbours", "91630100", "91036100", ZC_DIFFERENCE_OTHER },
    { "two digits", "13800001111", "13800002211", ZC_DIFFERENCE_OTHER },
    { "short values are never slips", "8", "6", ZC_DIFFERENCE_OTHER },
    { "neither are three characters", "120", "102", ZC_DIFFERENCE_OTHER },
    { "a whole other value", "水井巷11号", "南关街3号", ZC_DIFFERENCE_OTHER },
    { "not registered", "", "5", ZC_DIFFERENCE_MISSING },
    { "registered, but not there", "5", "", ZC_DIFFERENCE_EXTRA },
};

static const struct zc_str one[] = { ZC_LIT("1") }, two[] = { ZC_LIT("1"), ZC_LIT("2") },
                           none[] = { ZC_LIT("") }, other[] = { ZC_LIT("3") };

static void check_states(void)
{
    const struct zc_field left[] = {
        { .name = ZC_LIT("_note"), .nvalues = 1, .values = one },
        { .name = ZC_LIT("a"), .nvalues = 1, .values = one },
        { .name = ZC_LIT("b"), .nvalues = 1, .values = one },
        { .name = ZC_LIT("c"), .nvalues = 2, .values = two },
        { .name = ZC_LIT("d"), .nvalues = 1, .values = none },
        { .name = ZC_LIT("v/i00000000000a/_deleted"), .nvalues = 1, .values = one },
    };
    const struct zc_field right[] = {
        { .name = ZC_LIT("a"), .nvalues = 1, .values = one },
        { .name = ZC_LIT("b"), .nvalues = 1, .values = other },
        { .name = ZC_LIT("c"), .nvalues = 1, .values = one },
        { .name = ZC_LIT("e"), .nvalues = 1, .values = one },
    };
    struct zc_state a = { .nfields = 6, .fields = left }, b = { .nfields = 4, .fields = right };
    struct zc_arena arena = { 0 };
    const struct zc_difference *found;
    size_t n = zc_differences(&a, &b, &arena, &found);
    zc_check("values, a conflict, a field of one side, a row that went; not a note, not an "
             "emptied field",
             n == 4 && zc_str_is(found[0].name, "b") && zc_str_is(found[1].name, "c") &&
                 zc_str_is(found[2].name, "e") && !found[2].a &&
                 zc_str_ends(found[3].name, ZC_STR("_deleted")) && !found[3].b);
    zc_check("a state does not differ from itself", zc_differences(&a, &a, &arena, &found) == 0);
    zc_arena_release(&arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum zc_difference_kind kind =
            zc_difference_kind(zc_str_of(cases[i].registered), zc_str_of(cases[i].second));
        zc_checkf(kind == cases[i].kind, "%s: %s", cases[i].name, zc_difference_name(kind));
    }
    check_states();
    return zc_check_done();
}

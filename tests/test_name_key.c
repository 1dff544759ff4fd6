#include "core/addr_key.h"
#include "core/name_key.h"
#include "tests/check.h"
#include "tests/vectors.h"
#include <math.h>

/* Some areas of a district: streets, a town, communities, a village. */
static struct zc_gazetteer *some_places(void)
{
    static const char *const areas[][3] = {
        { "630103", "城中区", "" },
        { "630103001", "人民街街道", "人民街街道办事处|人民街" },
        { "630103001004", "水井巷社区", "水井巷社区居委会" },
        { "630103100", "总寨镇", "总寨镇人民政府|总寨" },
        { "630103100211", "逯家寨村", "逯家寨村委会" },
    };
    struct zc_gazetteer *places = zc_gazetteer_new();
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++)
        zc_gazetteer_add(places, zc_str_of(areas[i][0]), zc_str_of(areas[i][1]),
                         zc_str_of(areas[i][2]));
    return places;
}

static void check_names(const struct zc_gazetteer *places, const char *path)
{
    struct zc_vectors vectors;
    struct zc_name_key key = { 0 };
    zc_vectors_read(&vectors, path);
    for (size_t row = 1; row < vectors.nrows; row++) {
        struct zc_str input = zc_vectors_cell(&vectors, row, "input");
        zc_name_key_set(&key, places, input);
        zc_checkf(zc_str_eq(zc_buf_str(&key.strict), zc_vectors_cell(&vectors, row, "key_strict")),
                  "%.*s: strict %.*s", ZC_ARG(input), ZC_ARG(zc_buf_str(&key.strict)));
        zc_checkf(zc_str_eq(zc_buf_str(&key.loose), zc_vectors_cell(&vectors, row, "key_loose")),
                  "%.*s: loose %.*s", ZC_ARG(input), ZC_ARG(zc_buf_str(&key.loose)));
    }
    zc_name_key_release(&key);
    zc_vectors_release(&vectors);
}

static void check_addresses(const struct zc_gazetteer *places, const char *path)
{
    struct zc_vectors vectors;
    struct zc_addr_key key = { 0 };
    struct zc_buf printed = { 0 };
    zc_vectors_read(&vectors, path);
    for (size_t row = 1; row < vectors.nrows; row++) {
        struct zc_str input = zc_vectors_cell(&vectors, row, "input");
        zc_addr_key_set(&key, places, input);
        zc_buf_reset(&printed);
        zc_addr_key_print(&key, &printed);
        zc_checkf(zc_str_eq(zc_buf_str(&printed), zc_vectors_cell(&vectors, row, "key")),
                  "%.*s: %.*s", ZC_ARG(input), ZC_ARG(zc_buf_str(&printed)));
    }
    zc_buf_release(&printed);
    zc_addr_key_release(&key);
    zc_vectors_release(&vectors);
}

/* Spellings of one door that the vectors do not have. */
static const struct {
    const char *name, *a, *b;
    bool same;
} doors[] = {
    { "dashes for building, unit and room", "长江路9号3号楼2单元501室", "长江路9号3-2-501", true },
    { "a dash for 附", "长江路9号附5号", "长江路9号-5", true },
    { "no 号 at the end", "长江路9号", "城中区长江路9", true },
    { "an estate between", "长江路9号万达广场12-5", "西宁市长江路９号万达广场１２－５", true },
    { "tens in Chinese", "长江路二十三号", "长江路23号", true },
    { "another room", "长江路9号501室", "长江路9号502室", false },
    { "another lane of one road", "南川西路沈新巷9号", "南川西路福路巷9号", false },
    { "a street that bears the name of its office", "人民街2号", "人民街街道人民街2号", true },
    { "Latin letters of an estate are no number", "长江路wanda广场9号", "长江路9号", true },
};

static void check_doors(const struct zc_gazetteer *places)
{
    struct zc_addr_key a = { 0 }, b = { 0 };
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        struct zc_buf left = { 0 }, right = { 0 };
        zc_addr_key_set(&a, places, zc_str_of(doors[i].a));
        zc_addr_key_set(&b, places, zc_str_of(doors[i].b));
        zc_addr_key_print(&a, &left);
        zc_addr_key_print(&b, &right);
        zc_checkf(zc_str_eq(zc_buf_str(&left), zc_buf_str(&right)) == doors[i].same, "%s: %s, %s",
                  doors[i].name, zc_buf_cstr(&left), zc_buf_cstr(&right));
        zc_buf_release(&left);
        zc_buf_release(&right);
    }
    zc_addr_key_release(&a);
    zc_addr_key_release(&b);
}

static const struct {
    const char *name, *a, *b;
    bool sibling;
} pairs[] = {
    { "ordinals", "南川供销合作社第三综合门市部", "南川供销合作社第一综合门市部", true },
    { "a branch and its unit", "昆仑商贸有限公司第二分公司", "昆仑商贸有限公司", true },
    { "compass words", "河湟银行城南营业部", "河湟银行城东营业部", true },
    { "a road more or less", "河湟通信西川路营业厅", "河湟通信西川南路营业厅", true },
    { "shops of one base", "老马牛肉面馆(人民一店)", "老马牛肉面馆(南大二店)", true },
    { "shops without a number", "老马牛肉面馆人民店", "老马牛肉面馆文化店", true },
    { "a shop and its base", "尹氏烤肉店", "尹氏烤肉店(南关二店)", true },
    { "with 店 or without", "老马牛肉面", "老马牛肉面店", false },
    { "digits anywhere", "河湟32号加油站", "河湟33号加油站", true },
    { "a place of the table", "昆仑商贸总寨镇分公司", "昆仑商贸人民街分公司", true },
    { "the legal form alone tells no branch", "昆仑商贸有限公司", "昆仑商贸", false },
    { "another character", "青海恒信家具有限公司", "青海恒信家俱有限公司", false },
    { "a branch, the legal form left out", "昆仑商贸第二分公司", "昆仑商贸有限公司", true },
    { "the same ordinal", "昆仑商贸有限公司第二分公司", "昆仑商贸有限责任公司第2分公司", false },
};

static void check_siblings(const struct zc_gazetteer *places)
{
    struct zc_name_key a = { 0 }, b = { 0 };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        zc_name_key_set(&a, places, zc_str_of(pairs[i].a));
        zc_name_key_set(&b, places, zc_str_of(pairs[i].b));
        struct zc_str left = zc_buf_str(&a.loose), right = zc_buf_str(&b.loose);
        zc_checkf(zc_name_is_sibling(places, left, right) == pairs[i].sibling &&
                      zc_name_is_sibling(places, right, left) == pairs[i].sibling,
                  "siblings: %s: %.*s, %.*s", pairs[i].name, ZC_ARG(left), ZC_ARG(right));
    }
    zc_name_key_release(&a);
    zc_name_key_release(&b);
}

static struct zc_str sound_of(const struct zc_gazetteer *places, struct zc_name_key *key,
                              const char *name)
{
    zc_name_key_set(key, places, zc_str_of(name));
    return zc_buf_str(&key->sound);
}

int main(int argc, char **argv)
{
    struct zc_gazetteer *places = some_places();
    struct zc_name_key a = { 0 }, b = { 0 };
    bool trade_name;
    if (argc != 3)
        return 2;
    check_names(places, argv[1]);
    check_addresses(places, argv[2]);
    check_doors(places);
    check_siblings(places);
    zc_check("俱 and 具 sound alike", zc_str_eq(sound_of(places, &a, "青海恒信家具有限公司"),
                                                sound_of(places, &b, "青海恒信傢俱有限公司")));
    zc_check("the legal form is not heard",
             zc_str_eq(sound_of(places, &a, "昆仑商贸"),
                       sound_of(places, &b, "西宁昆仑商贸有限责任公司")));
    zc_check("nor what is left of one", zc_str_eq(sound_of(places, &a, "昆仑商贸股份"),
                                                  sound_of(places, &b, "昆仑商贸股份有限公司")));
    zc_check("another trade sounds otherwise", !zc_str_eq(sound_of(places, &a, "昆仑商贸公司"),
                                                          sound_of(places, &b, "昆仑物流公司")));
    zc_check("Dice", fabs(zc_name_dice(ZC_STR("昆仑商贸"), ZC_STR("昆仑商务")) - 2.0 / 3) < 1e-9);
    zc_check("Dice of nothing", zc_name_dice(ZC_STR(""), ZC_STR("")) == 0);
    zc_check("overlap of one other character in seven",
             fabs(zc_name_overlap(ZC_STR("老马家牛肉面馆"), ZC_STR("老马家羊肉面馆"), &trade_name) -
                  6.0 / 7) < 1e-9 &&
                 !trade_name);
    zc_name_overlap(ZC_STR("马氏牛肉面馆"), ZC_STR("丁氏牛肉面馆"), &trade_name);
    zc_check("the trade name is another", trade_name);
    zc_name_overlap(ZC_STR("马氏牛肉面馆"), ZC_STR("老马氏牛肉面馆"), &trade_name);
    zc_check("something before the trade name is none", !trade_name);
    zc_check("without areas of the survey names still have keys",
             sound_of(NULL, &a, "青海昆仑商贸").len > 0);
    zc_name_key_release(&a);
    zc_name_key_release(&b);
    zc_gazetteer_free(places);
    return zc_check_done();
}

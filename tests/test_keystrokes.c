#include "storage/view.h"
#include "tests/check.h"
#include "tests/stage.h"
#include "tui/glyph.h"
#include <stdio.h>

/* Keys that a clerk presses: test_keystrokes PACK STORES. Two shops in one market hall, of the same
 * trade, are registered through the real loop; the second one may take at most 60 % of the keys of
 * the first (UX.md 11). A character counts as one key; an input method takes more for each, which
 * makes names dearer in both. Every step names the field that must have the focus, so that no key
 * is counted that went elsewhere. */

enum { SHARE = 60 };

static struct zc_stage stage;

struct step {
    const char *label, *keys; /* label NULL: wherever */
};

static const struct step first[] = {
    { NULL, "<C-n>" },
    { "所属街镇", "rmj<Enter>" },
    { "社区", "sjx<Enter>" },
    { "经营地址", "水井巷97号水井巷市场D区48号<Enter>" },
    { "场所类型", "3" },
    { "楼宇", "水井巷市场<Enter>" },
    { "核查情况", "1" },
    { "证照", "<Enter>" },
    { "统一社会", "926301030000010111" },
    { "已查验证", "1" },
    { "单位类型", "<Enter>" },
    { "单位名称", "西宁市城中区屿禾服装批发部<Enter>" },
    { "门头名称", "屿禾服装<Enter>" },
    { "注册地址", "<Enter>" },
    { "开业", "201912<Enter>" },
    { "运营状态", "1" },
    { "登记注册", "<Enter>" },
    { "主要业务", "服装批发<Enter>" },
    { "行业代码", "5132<Enter>" },
    { "注册资本", "5<Enter>" },
    { "从业人员", "3<Enter>" },
    { "其中女性", "2<Enter>" },
    { "上年营业", "<Enter>" },
    { "是否规上", "<Enter>" },
    { "正式党员", "0<Enter>" },
    { "预备党员", "0<Enter>" },
    { "组织关系", "<Enter>" },
    { "流动党员", "<Enter>" },
    { "入党申请", "<Enter>" },
    { "党组织组", "7" },
    { "覆盖的党", "sjxzh<Enter>" },
    { "工会", "0" },
    { "共青团", "0" },
    { "妇联", "0" },
    { "活动阵地", "0" },
    { "联系人", "李某<Enter>" },
    { "联系电话", "13900000001<Enter>" },
    { "走访日期", "今<Enter>" },
    { "单位确认", "1" },
    { "备注", "<F2>" },
};

static const char second_code[] = "926301030000013024";

static const struct step second[] = {
    { NULL, "<C-r>" },
    { "经营地址", "<End><Left><BS><BS>53<C-e>" },
    { "统一社会", second_code },
    { "已查验证", "1" },
    { "单位类型", "<Enter>" },
    { "单位名称", "西宁市城中区芮翔服装批发部<Enter>" },
    { "门头名称", "芮翔服装<Enter>" },
    { "注册地址", "<Enter>" },
    { "开业", "201805<PgDn>" },
    { "运营状态", "<Enter>" },
    { "登记注册", "<Enter>" },
    { "主要业务", "<Enter>" },
    { "行业代码", "<Enter>" },
    { "注册资本", "3<Enter>" },
    { "从业人员", "2<Enter>" },
    { "其中女性", "1<PgDn>" },
    { "正式党员", "<PgDn>" },
    { "工会", "<PgDn>" },
    { "活动阵地", "<PgDn>" },
    { "联系人", "王某<Enter>" },
    { "联系电话", "13900000575<F2>" },
};

static const struct {
    const char *field, *value;
} expected[] = {
    /* of the second: typed, corrected, and copied */
    { "name", "西宁市城中区芮翔服装批发部" },
    { "uscc", second_code },
    { "addr", "水井巷97号水井巷市场D区53号" },
    { "opened", "2018-05" },
    { "staff", "2" },
    { "contact", "王某" },
    { "community", "630103001004" },
    { "place_name", "水井巷市场" },
    { "industry", "5132" },
    { "party", NULL }, /* the same organisation, whatever its id */
    { "visited", "2026-11-23" },
    { "_status", "submitted" },
};

static void print_screen(void)
{
    struct zc_buf row = { 0 };
    for (int i = 0; i < stage.app.canvas.rows; i++) {
        zc_buf_reset(&row);
        zc_canvas_row(&stage.app.canvas, i, &row);
        printf("# %s\n", zc_buf_cstr(&row));
    }
    zc_buf_release(&row);
}

static bool has_focus(const char *label)
{
    struct zc_buf row = { 0 };
    bool found = false;
    for (int i = 0; i < stage.app.canvas.rows && !found; i++) {
        zc_buf_reset(&row);
        zc_canvas_row(&stage.app.canvas, i, &row);
        found = zc_str_starts(zc_buf_str(&row), zc_str_of(zc_glyph(ZC_GLYPH_FOCUS))) &&
                zc_str_find(zc_buf_str(&row), zc_str_of(label)) != SIZE_MAX;
    }
    zc_buf_release(&row);
    return found;
}

static unsigned press(const struct step *step)
{
    struct zc_str keys = zc_str_of(step->keys);
    unsigned n = 0;
    int key;
    if (step->label && !has_focus(step->label)) {
        print_screen();
        zc_stage_bail("the focus is not on '%s'", step->label);
    }
    while (zc_key_parse(&keys, &key)) {
        zc_stage_key(&stage, key, (struct zc_str){ 0 });
        n++;
    }
    return n;
}

/* Keys pressed until the shop is registered. */
static unsigned play(const char *shop, const struct step *steps, size_t n)
{
    unsigned keys = 0;
    for (size_t i = 0; i < n; i++)
        keys += press(&steps[i]);
    zc_checkf(zc_str_find(zc_buf_str(&stage.app.message), ZC_STR("已登记")) != SIZE_MAX,
              "the %s shop is registered: %s", shop, zc_buf_cstr(&stage.app.message));
    return keys;
}

/* The record with that code. */
static struct zc_state record_of(const char *code, struct zc_arena *arena)
{
    struct zc_view_spec spec = { .kind = ZC_VIEW_ALL, .form = ZC_STR("ent") };
    struct zc_err err = { 0 };
    struct zc_state state;
    struct zc_rid rid;
    bool read, found = false;
    struct zc_txn *txn = zc_txn_begin(stage.survey->store, ZC_TXN_READ, &err);
    struct zc_view *view = txn ? zc_view_open(txn, &spec, &err) : NULL;
    for (bool more = view && zc_view_first(view, &rid); more && !found;
         more = zc_view_next(view, &rid))
        found = zc_record_get(txn, rid, arena, &state, &read, &err) && read &&
                zc_str_is(zc_state_value(&state, ZC_STR("uscc")), code);
    zc_view_close(view);
    zc_txn_abort(txn);
    if (!found)
        zc_stage_bail("no record with the code %s %s", code, err.msg);
    return state;
}

static void check_second(void)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = record_of(second_code, &arena);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct zc_str value = zc_state_value(&state, zc_str_of(expected[i].field));
        bool right = expected[i].value ? zc_str_is(value, expected[i].value) : value.len > 0;
        zc_checkf(right, "%s: %.*s", expected[i].field, ZC_ARG(value));
    }
    zc_arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        zc_stage_bail("usage: test_keystrokes PACK STORES");
    zc_lang_set(ZC_LANG_ZH);
    zc_stage_init(&stage, argv[1], argv[2]);
    zc_stage_open(&stage, ZC_STR("market"), 24, 80);
    unsigned one = play("first", first, sizeof first / sizeof first[0]);
    unsigned two = play("second", second, sizeof second / sizeof second[0]);
    check_second();
    zc_checkf(two * 100 <= one * SHARE,
              "the second one takes %u keys, the first one took %u: %u %%", two, one,
              two * 100 / one);
    zc_checkf(stage.faults.len == 0, "every frame is whole: %s", zc_buf_cstr(&stage.faults));
    zc_stage_release(&stage);
    return zc_check_done();
}

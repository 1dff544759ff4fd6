#include "tui/settings.h"
#include "storage/local.h"

const struct zc_setting_info zc_setting_infos[ZC_SETTINGS] = {
    [ZC_SET_LANGUAGE] = { "language",
                          ZC_PAGE_DISPLAY,
                          { "语言", "language" },
                          { "自动：按系统的语言；调查表没有英文时显示中文",
                            "automatic: that of the system; a form without English shows Chinese" },
                          { { "auto", { "自动", "automatic" } },
                            { "zh", { "中文", "中文" } },
                            { "en", { "English", "English" } } } },
    [ZC_SET_COLOURS] = { "colours",
                         ZC_PAGE_DISPLAY,
                         { "配色", "colours" },
                         { "自动：按终端有多少种颜色；单色只用粗体、反白、下划线",
                           "automatic: what the terminal has; mono: bold, reverse, underline only" },
                         { { "auto", { "自动", "automatic" } },
                           { "8", { "8 色", "8 colours" } },
                           { "mono", { "单色", "mono" } } } },
    [ZC_SET_GLYPHS] = { "glyphs",
                        ZC_PAGE_DISPLAY,
                        { "框线与符号", "lines and signs" },
                        { "自动：启动时量过本终端的字宽；选 ASCII 时框线用 + - |，条形用 = .",
                          "automatic: measured at start; ASCII: lines are + - |, bars are = ." },
                        { { "auto", { "自动", "automatic" } },
                          { "unicode", { "Unicode", "Unicode" } },
                          { "ascii", { "ASCII", "ASCII" } } } },
    [ZC_SET_STATES] = { "states",
                        ZC_PAGE_DISPLAY,
                        { "状态用颜色", "coloured states" },
                        { "关闭后状态只用符号和文字，其余颜色不变",
                          "when off, states are told by sign and word alone" },
                        { { "on", { "开", "on" } }, { "off", { "关", "off" } } } },
    [ZC_SET_PALETTE] = { "palette",
                         ZC_PAGE_DISPLAY,
                         { "色弱友好配色", "for the colour-blind" },
                         { "开：蓝橙系，红绿色弱也分得清；关：绿、黄、红",
                           "on: blue and orange; off: green, yellow and red" },
                         { { "on", { "开", "on" } }, { "off", { "关", "off" } } } },
    [ZC_SET_MASK] = { "mask",
                      ZC_PAGE_DISPLAY,
                      { "信息打码", "covered" },
                      { "打码的号码在查看里按 p 显示 10 秒；不打码电话会记入日志，证件号总是打码",
                        "p shows what is covered for 10 s; uncovering phones goes into the log, "
                        "identity numbers are always covered" },
                      { { "phones", { "电话、证件", "phones, ids" } },
                        { "ids", { "证件", "ids" } } } },
    [ZC_SET_BELL] = { "bell",
                      ZC_PAGE_DISPLAY,
                      { "响铃", "bell" },
                      { "有错时，或每次做完一件事时响一声",
                        "a sound for problems, or also when something is done" },
                      { { "off", { "关", "off" } },
                        { "problems", { "仅错误", "problems" } },
                        { "saves", { "每次保存", "saves too" } } } },
    [ZC_SET_ESC] = { "esc",
                     ZC_PAGE_DISPLAY,
                     { "Esc 等待", "wait after Esc" },
                     { "远程慢线路上按功能键变成 Esc 时，把它调大",
                       "longer for slow remote lines, where F-keys arrive as Esc" },
                     { { "30", { "30 毫秒", "30 ms" } },
                       { "100", { "100 毫秒", "100 ms" } },
                       { "300", { "300 毫秒", "300 ms" } },
                       { "1000", { "1000 毫秒", "1000 ms" } } } },
    [ZC_SET_CARRY] = { "carry",
                       ZC_PAGE_ENTRY,
                       { "沿用上一份", "carry over" },
                       { "新表先填上一份的街道、社区等项，标 = 号，回车确认；关闭后从空表开始",
                         "a new form begins with street, community … of the last one, marked =; "
                         "off: it begins empty" },
                       { { "on", { "开", "on" } }, { "off", { "关", "off" } } } },
    [ZC_SET_USAGE] = { "usage",
                       ZC_PAGE_ENTRY,
                       { "常用的选项在前", "used ones first" },
                       { "长选项表里最近用过和常用的排在前面；关闭后总按代码排",
                         "in long lists what was used lately and often comes first; off: by code" },
                       { { "on", { "开", "on" } }, { "off", { "关", "off" } } } },
};

unsigned zc_setting_choices(enum zc_setting setting)
{
    unsigned n = 0;
    while (n < ZC_CHOICES_MAX && zc_setting_infos[setting].choices[n].value)
        n++;
    return n;
}

static struct zc_str key_of(const char *name, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "screen:%s", name);
}

void zc_settings_load(struct zc_txn *txn, struct zc_settings *out)
{
    struct zc_arena arena = { 0 };
    *out = (struct zc_settings){ 0 };
    for (int i = 0; i < ZC_SETTINGS; i++) {
        const struct zc_setting_info *info = &zc_setting_infos[i];
        struct zc_str word = zc_setting_get(txn, key_of(info->name, &arena), &arena);
        for (unsigned c = 0; c < zc_setting_choices((enum zc_setting)i); c++) {
            if (zc_str_is(word, info->choices[c].value))
                out->chosen[i] = (unsigned char)c;
        }
    }
    zc_key_map_parse(zc_setting_get(txn, key_of("keys", &arena), &arena), &out->keys);
    zc_arena_release(&arena);
}

bool zc_settings_put(struct zc_txn *txn, const struct zc_settings *settings,
                     enum zc_setting setting, struct zc_err *err)
{
    const struct zc_setting_info *info = &zc_setting_infos[setting];
    struct zc_arena arena = { 0 };
    bool ok = zc_setting_put(txn, key_of(info->name, &arena),
                             zc_str_of(info->choices[settings->chosen[setting]].value), err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_settings_put_keys(struct zc_txn *txn, const struct zc_settings *settings,
                          struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    zc_key_map_print(&settings->keys, &text);
    bool ok = zc_setting_put(txn, key_of("keys", &arena), zc_buf_str(&text), err);
    zc_buf_release(&text);
    zc_arena_release(&arena);
    return ok;
}

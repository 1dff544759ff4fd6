#include "core/alloc.h"
#include "tests/check.h"
#include "tests/stage.h"
#include "tui/glyph.h"
#include "tui/screens.h"
#include <string.h>

/* Settings that do what they say, and second keys: test_settings PACK STORES. */

/* Both in one row. */
static bool shows_both(const struct zc_stage *stage, const char *text, const char *other)
{
    const struct zc_canvas *canvas = &stage->app.canvas;
    struct zc_buf row = { 0 };
    bool found = false;
    for (int r = 0; r < canvas->rows && !found; r++) {
        zc_buf_reset(&row);
        zc_canvas_row(canvas, r, &row);
        found = zc_str_find(zc_buf_str(&row), zc_str_of(text)) != SIZE_MAX &&
                zc_str_find(zc_buf_str(&row), zc_str_of(other)) != SIZE_MAX;
    }
    zc_buf_release(&row);
    return found;
}

static bool shows(const struct zc_stage *stage, const char *text)
{
    return shows_both(stage, text, "");
}

static void open_store(struct zc_stage *stage, const char *store)
{
    zc_lang_set(ZC_LANG_ZH);
    zc_glyph_set_ascii(false);
    zc_stage_open(stage, zc_str_of(store), 24, 80);
}

static void keys(struct zc_stage *stage, const char *text)
{
    zc_stage_keys(stage, zc_str_of(text));
}

static void test_table(void)
{
    struct zc_arena arena = { 0 };
    bool whole = true, apart = true;
    for (int i = 0; i < ZC_SETTINGS; i++) {
        const struct zc_setting_info *info = &zc_setting_infos[i];
        unsigned n = zc_setting_choices((enum zc_setting)i);
        whole &= info->name && info->label.zh && info->label.en && info->hint.zh && info->hint.en;
        whole &= n >= 2;
        for (unsigned c = 0; c < n; c++)
            whole &= info->choices[c].label.zh && info->choices[c].label.en;
        for (int other = 0; other < i; other++)
            apart &= strcmp(zc_setting_infos[other].name, info->name) != 0;
    }
    zc_check("every setting has words in both languages and at least two choices", whole);
    zc_check("no two have one name", apart);
    zc_arena_release(&arena);
}

static void test_effects(struct zc_stage *stage)
{
    open_store(stage, "group");
    keys(stage, "s<Space><Space>");
    zc_check("the language changes at once",
             zc_lang_get() == ZC_LANG_EN && shows(stage, "settings"));
    zc_lang_set(ZC_LANG_ZH);
    zc_stage_again(stage);
    zc_check("and is that of the next start", zc_lang_get() == ZC_LANG_EN && shows(stage, "home"));
    zc_lang_set(ZC_LANG_EN); /* what the system says */
    zc_stage_again(stage);
    keys(stage, "sd");
    zc_check("d gives the default back",
             shows(stage, "automatic") && stage->app.settings.chosen[ZC_SET_LANGUAGE] == 0);

    open_store(stage, "group");
    keys(stage, "s<Down><Down><Left>");
    zc_check("signs become ASCII", zc_glyph_is_ascii() && !shows(stage, "►"));
    keys(stage, "<Right>");
    zc_check("automatic is what was measured", !zc_glyph_is_ascii());

    open_store(stage, "group");
    keys(stage, "<C-n>630103001<Enter>630103001004<Enter><F2><F2><C-n>");
    zc_check("a new form carries answers over", shows_both(stage, "所属街镇", "人民街街道"));
    keys(stage, "<F10>s2<Space><F10><C-n>");
    zc_check("unless they are not wanted",
             shows(stage, "所属街镇") && !shows_both(stage, "所属街镇", "人民街街道"));
    keys(stage, "<F10>s2<Down><Space>");
    zc_check("lists in their own order", stage->survey->habits.no_usage);
}

static void test_phones(struct zc_stage *stage)
{
    static const char open[] = "l<Down><Enter><End><PgDn><PgDn>";
    open_store(stage, "review");
    keys(stage, open);
    zc_check("phones are covered", shows(stage, "****") && !shows(stage, "13922223333"));
    keys(stage, "<F10>s<Down><Down><Down><Down><Down><Space><F10>");
    keys(stage, open);
    zc_check("unless somebody wants them open", shows(stage, "13922223333"));

    struct zc_arena arena = { 0 };
    struct zc_buf log = { 0 };
    zc_stage_read(zc_arena_cstr(&arena, zc_arena_printf(&arena, "%s/audit.log",
                                                        zc_store_dir(stage->survey->store))),
                  &log);
    zc_check("which is in the log",
             zc_str_find(zc_buf_str(&log), ZC_STR("\tmask\tids\t")) != SIZE_MAX);
    zc_buf_release(&log);
    zc_arena_release(&arena);
}

static void test_bell(struct zc_stage *stage)
{
    open_store(stage, "group");
    zc_app_say(&stage->app, ZC_SAY_PROBLEM, "%s", "no");
    zc_check("silent", !stage->app.ring);
    keys(stage, "s<Down><Down><Down><Down><Down><Down><Space>");
    zc_app_say(&stage->app, ZC_SAY_DONE, "%s", "yes");
    zc_check("silent about what is done", !stage->app.ring);
    zc_app_say(&stage->app, ZC_SAY_PROBLEM, "%s", "no");
    zc_check("a sound for a problem", stage->app.ring);
    stage->app.ring = false;
    keys(stage, "<Space>");
    zc_app_say(&stage->app, ZC_SAY_DONE, "%s", "yes");
    zc_check("and for what is done", stage->app.ring);
}

static void test_second_keys(struct zc_stage *stage)
{
    open_store(stage, "group");
    keys(stage, "s3<Enter>;");
    keys(stage, "<Esc>l;");
    zc_check("a key of one's own does what it stands for", shows(stage, "现在能按的键"));
    keys(stage, "<Esc>/;");
    zc_check("where text is typed it is text", !shows(stage, "现在能按的键") && shows(stage, ";"));
    zc_stage_again(stage);
    keys(stage, ";");
    zc_check("it is kept", shows(stage, "现在能按的键"));
    keys(stage, "<Esc>s3d<Esc>;");
    zc_check("and goes with d", !shows(stage, "现在能按的键"));
}

static const struct {
    const char *name;
    int key;
    const char *why; /* NULL: it may be chosen */
} chosen[] = {
    { "a free sign", ';', NULL },
    { "a free key", ZC_KEY_INSERT, NULL },
    { "a letter of some screen", 'l', "首页 › 台账" },
    { "the same in upper case", 'L', "首页 › 台账" },
    { "an F-key", ZC_KEY_F5, "同上" },
    { "another way of one", ZC_KEY_CTRL('D'), "同上" },
    { "the key of a new record", ZC_KEY_CTRL('N'), "新登记" },
    { "Enter by another name", ZC_KEY_CTRL('M'), "终端" },
    { "a key of terminal multiplexers", ZC_KEY_CTRL('B'), "终端" },
    { "Esc", ZC_KEY_ESC, "终端" },
    { "a key that deletes", ZC_KEY_CTRL('U'), "打字" },
    { "the blank", ' ', "打字" },
    { "a digit of many screens", '1', "已经是" },
};

static void test_choosing(void)
{
    for (size_t i = 0; i < sizeof chosen / sizeof chosen[0]; i++) {
        struct zc_key_map map = { 0 };
        struct zc_err err = { 0 };
        bool ok = zc_key_map_set(&map, chosen[i].key, ZC_KEY_F4, zc_screens_all, &err);
        bool right = chosen[i].why ? !ok && strstr(err.msg, chosen[i].why) != NULL && map.n == 0
                                   : ok && zc_key_map_to(&map, chosen[i].key) == ZC_KEY_F4;
        if (!zc_check(chosen[i].name, right))
            printf("# %s\n", err.msg);
    }
}

static void test_map(void)
{
    struct zc_key_map map = { 0 }, again;
    struct zc_err err = { 0 };
    struct zc_buf text = { 0 };
    zc_key_map_set(&map, '=', ZC_KEY_F4, zc_screens_all, &err);
    zc_key_map_set(&map, ZC_KEY_INSERT, ZC_KEY_CTRL('Z'), zc_screens_all, &err);
    zc_check("a key stands for one thing",
             !zc_key_map_set(&map, '=', ZC_KEY_F5, zc_screens_all, &err) && map.n == 2);
    zc_check("another key takes its place",
             zc_key_map_set(&map, ';', ZC_KEY_F4, zc_screens_all, &err) && map.n == 2 &&
                 zc_key_map_to(&map, '=') == '=');
    zc_key_map_set(&map, '=', ZC_KEY_F6, zc_screens_all, &err);
    zc_key_map_print(&map, &text);
    zc_key_map_parse(zc_buf_str(&text), &again);
    bool same = again.n == 3;
    for (unsigned i = 0; same && i < 3; i++)
        same = zc_key_map_to(&again, map.pairs[i].key) == map.pairs[i].stands_for;
    if (!zc_check("as text and back", same))
        printf("# %s\n", zc_buf_cstr(&text));
    zc_key_map_parse(ZC_STR("<F4>=<F99> nonsense <F4>=<C-b> <F4> =x <F5>=;"), &again);
    zc_check("what cannot be read is left out",
             again.n == 1 && zc_key_map_of(&again, ZC_KEY_F5) == ';');
    zc_key_map_drop(&map, ZC_KEY_F4);
    zc_check("taken away", zc_key_map_of(&map, ZC_KEY_F4) == ZC_KEY_NONE && map.n == 2);
    zc_buf_release(&text);
}

/* Every act that a screen has a label for stands on the page of all keys. */
static void test_all_keys(void)
{
    struct zc_buf page = { 0 };
    bool all = true;
    zc_key_page(zc_screens_all, &page);
    for (size_t s = 0; zc_screens_all[s]; s++) {
        for (const struct zc_binding *b = zc_screens_all[s]->bindings; b->key; b++) {
            const char *label = zc_text_get(b->label);
            bool there = !label || zc_str_find(zc_buf_str(&page), zc_str_of(label)) != SIZE_MAX;
            if (!there)
                printf("# %s: %s is not there\n", zc_screens_all[s]->name, label);
            all &= there;
        }
    }
    zc_check("the page of all keys has every act", all);
    zc_buf_release(&page);
}

int main(int argc, char **argv)
{
    struct zc_stage stage;
    if (argc < 3)
        zc_stage_bail("usage: %s PACK STORES", argv[0]);
    zc_stage_init(&stage, argv[1], argv[2]);
    test_table();
    test_choosing();
    test_map();
    test_all_keys();
    test_effects(&stage);
    test_phones(&stage);
    test_bell(&stage);
    test_second_keys(&stage);
    zc_check("every frame keeps the rules", stage.faults.len == 0);
    printf("# %s\n", zc_buf_cstr(&stage.faults));
    zc_stage_release(&stage);
    return zc_check_done();
}

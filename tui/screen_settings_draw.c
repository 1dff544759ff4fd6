#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/screen_settings_impl.h"
#include "tui/screens.h"
#include "tui/store_card.h"

static const struct zc_text zc_settings_page_titles[SETTINGS_PAGES] = {
    [SETTINGS_DISPLAY] = { "显示", "display" }, [SETTINGS_ENTRY] = { "录入", "entry" },
    [SETTINGS_KEYS] = { "键位", "keys" },       [SETTINGS_PEOPLE] = { "人员", "people" },
    [SETTINGS_ABOUT] = { "关于", "about" },
};

static void draw_tabs(const struct zc_settings_screen *s, struct zc_canvas *canvas)
{
    int col = 1;
    for (int i = 0; i < SETTINGS_PAGES; i++) {
        bool on = i == (int)s->page;
        col = zc_canvas_printf(canvas, 1, col, on ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL,
                               on ? "[%d %s]" : "%d %s", i + 1,
                               zc_text_get(zc_settings_page_titles[i])) +
              2;
    }
}

enum { LABEL_COL = 2, LABEL_COLS = 22, VALUE_COL = 25, VALUE_COLS = 16, CHOICES_COL = 42 };

static void draw_setting(const struct zc_settings_screen *s, struct zc_canvas *canvas, int row,
                         enum zc_setting setting)
{
    const struct zc_setting_info *info = &zc_setting_infos[setting];
    unsigned chosen = s->now.chosen[setting];
    int col = CHOICES_COL;
    zc_canvas_fit(canvas, row, LABEL_COL, LABEL_COLS, ZC_STYLE_NORMAL,
                  zc_str_of(zc_text_get(info->label)), false);
    zc_canvas_fit(canvas, row, VALUE_COL, VALUE_COLS, chosen ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL,
                  zc_str_of(zc_text_get(info->choices[chosen].label)), false);
    for (unsigned c = 0; canvas->cols >= 80 && c < zc_setting_choices(setting); c++)
        col = zc_canvas_printf(canvas, row, col, ZC_STYLE_DIM, "%s%s",
                               zc_text_get(info->choices[c].label), ZC_T(" ", "  "));
}

static void draw_key(const struct zc_settings_screen *s, struct zc_canvas *canvas, int row,
                     uint32_t at)
{
    const struct zc_key_use *use = &s->uses[at];
    struct zc_buf ways = { 0 };
    char name[8];
    int own = zc_key_map_of(&s->now.keys, use->key);
    zc_key_ways(use->key, &ways);
    zc_canvas_fit(canvas, row, LABEL_COL, LABEL_COLS, ZC_STYLE_NORMAL, zc_buf_str(&ways), false);
    zc_canvas_fit(canvas, row, VALUE_COL, canvas->cols - VALUE_COL - 14, ZC_STYLE_NORMAL, use->acts,
                  false);
    if (own != ZC_KEY_NONE)
        zc_canvas_put_right(canvas, row, canvas->cols - 2, ZC_STYLE_STRONG,
                            zc_str_of(zc_key_name(own, name)));
    zc_buf_release(&ways);
}

static void draw_person(const struct zc_settings_screen *s, struct zc_canvas *canvas, int row,
                        uint32_t at)
{
    const struct zc_person *person = &s->people[at];
    struct zc_arena arena = { 0 };
    bool current = zc_str_eq(person->name, s->survey->person.name);
    zc_canvas_fit(canvas, row, LABEL_COL, LABEL_COLS, ZC_STYLE_NORMAL, person->name, false);
    zc_canvas_text(canvas, row, VALUE_COL, ZC_STYLE_NORMAL,
                   zc_text_get(zc_rank_label(person->role)));
    if (current)
        zc_canvas_text(canvas, row, CHOICES_COL, ZC_STYLE_STRONG,
                       ZC_T("现在是这个人", "at work now"));
    else if (person->last_used.len > 0)
        zc_canvas_put(canvas, row, CHOICES_COL, ZC_STYLE_DIM,
                      zc_card_time(person->last_used, &s->survey->clock, &arena));
    zc_arena_release(&arena);
}

static void draw_pin(const struct zc_settings_screen *s, struct zc_canvas *canvas, int row,
                     enum zc_rank role)
{
    zc_canvas_text(canvas, row, LABEL_COL, ZC_STYLE_NORMAL, "PIN");
    zc_canvas_text(canvas, row, VALUE_COL, ZC_STYLE_NORMAL, zc_text_get(zc_rank_label(role)));
    zc_canvas_text(canvas, row, CHOICES_COL, s->pins[role] ? ZC_STYLE_STRONG : ZC_STYLE_DIM,
                   s->pins[role] ? ZC_T("已设", "set") : ZC_T("未设", "none"));
}

static void draw_about(const struct zc_settings_screen *s, struct zc_canvas *canvas, int row,
                       uint32_t at)
{
    zc_canvas_fit(canvas, row, LABEL_COL, LABEL_COLS, ZC_STYLE_DIM, s->about[at][0], false);
    zc_canvas_fit(canvas, row, VALUE_COL, canvas->cols - VALUE_COL - 1, ZC_STYLE_NORMAL,
                  s->about[at][1], false);
}

static void draw_row(const struct zc_settings_screen *s, struct zc_canvas *canvas, int row,
                     uint32_t at)
{
    if (s->page == SETTINGS_KEYS)
        draw_key(s, canvas, row, at);
    else if (zc_settings_pin_at(s, at) != ZC_RANK_NONE)
        draw_pin(s, canvas, row, zc_settings_pin_at(s, at));
    else if (s->page == SETTINGS_PEOPLE)
        draw_person(s, canvas, row, at);
    else if (s->page == SETTINGS_ABOUT)
        draw_about(s, canvas, row, at);
    else
        draw_setting(s, canvas, row, zc_settings_at(s, at));
    if (at != s->row)
        return;
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
    zc_canvas_cursor(canvas, row, 0);
}

/* The terminal, and signs by which anybody sees whether they are drawn well. */
static void draw_notes(const struct zc_settings_screen *s, struct zc_canvas *canvas)
{
    static const enum zc_glyph signs[] = { ZC_GLYPH_V,    ZC_GLYPH_TL,   ZC_GLYPH_BR,
                                           ZC_GLYPH_BAR,  ZC_GLYPH_DONE, ZC_GLYPH_HARD,
                                           ZC_GLYPH_FOCUS };
    int row = canvas->rows - SETTINGS_FRAME_ROWS - SETTINGS_NOTES + 1;
    zc_canvas_printf(canvas, row, 1, ZC_STYLE_NORMAL, "%s  %.*s", ZC_T("终端", "terminal"),
                     ZC_ARG(zc_buf_str(&s->terminal)));
    int col = zc_canvas_text(canvas, row + 1, 1, ZC_STYLE_NORMAL, ZC_T("字形自检  ", "signs  "));
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        col = zc_canvas_text(canvas, row + 1, col, ZC_STYLE_NORMAL, zc_glyph(signs[i]));
    for (unsigned shade = 1; shade <= 4; shade++)
        col = zc_canvas_text(canvas, row + 1, col, ZC_STYLE_NORMAL, zc_glyph_heat(shade));
    zc_canvas_text(
        canvas, row + 1, col + 2, ZC_STYLE_NORMAL,
        ZC_T("不齐或缺字时，框线与符号改为 ASCII", "if they are not even, choose ASCII"));
}

const char *zc_settings_hint(const struct zc_settings_screen *s)
{
    switch (s->page) {
    case SETTINGS_KEYS:
        return ZC_T("Enter 给这个键加一个自己的键（右边一列），d 去掉；已经有用的键不能选",
                    "Enter gives this key a second one of your own (right), d takes it away; keys "
                    "in use are refused");
    case SETTINGS_PEOPLE:
        if (zc_settings_pin_at(s, s->row) != ZC_RANK_NONE)
            return ZC_T("选这个身份时要输入的 PIN，只管本机；忘了由更高身份的人在这里改或取消",
                        "asked for on this laptop before somebody takes this role; a higher role "
                        "changes a forgotten one here");
        return ZC_T("Enter 换成这个人登记；加人在打开调查库的界面（首页 F10）",
                    "Enter: this person works here now; people are added on the start screen (F10 "
                    "from home)");
    case SETTINGS_ABOUT:
        return "";
    default:
        return zc_text_get(zc_setting_infos[zc_settings_at(s, s->row)].hint);
    }
}

void zc_settings_draw(const void *state, struct zc_canvas *canvas)
{
    const struct zc_settings_screen *s = state;
    uint32_t n = zc_settings_rows(s);
    zc_screens_title(
        canvas, s->survey, ZC_T("设置", "settings"),
        zc_str_of(canvas->cols >= 80 ? ZC_T("改动立即生效并保存", "changes hold at once") : ""));
    draw_tabs(s, canvas);
    zc_canvas_rule(canvas, 2);
    for (uint32_t i = s->top; i < n && i < s->top + s->height; i++)
        draw_row(s, canvas, SETTINGS_TOP + (int)(i - s->top), i);
    if (n == 0)
        zc_canvas_cursor(canvas, SETTINGS_TOP, 0);
    if (s->page == SETTINGS_DISPLAY)
        draw_notes(s, canvas);
    zc_canvas_rule(canvas, canvas->rows - SETTINGS_FRAME_ROWS);
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM,
                  zc_str_of(zc_settings_hint(s)), false);
}

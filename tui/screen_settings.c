#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/text.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/popup.h"
#include "tui/review.h"
#include "tui/safety.h"
#include "tui/screens.h"
#include "tui/settings_apply.h"
#include "tui/sites.h"
#include "tui/store_card.h"
#include <stdlib.h>

/* Settings, keys and people of this store. A change holds at once and is in the store at once. */

enum page { PAGE_DISPLAY, PAGE_ENTRY, PAGE_KEYS, PAGE_PEOPLE, PAGE_ABOUT, PAGES };
static const struct zc_text page_titles[PAGES] = {
    [PAGE_DISPLAY] = { "显示", "display" }, [PAGE_ENTRY] = { "录入", "entry" },
    [PAGE_KEYS] = { "键位", "keys" },       [PAGE_PEOPLE] = { "人员", "people" },
    [PAGE_ABOUT] = { "关于", "about" },
};

/* What a popup above was opened for. */
enum waiting { WAIT_NOTHING, WAIT_CHOICE, WAIT_KEY, WAIT_FIND };

struct settings {
    struct zc_survey *survey;
    struct zc_settings now; /* as the app has them */
    enum page page;
    uint32_t row, top, height;
    enum waiting waiting;
    uint32_t nuses, npeople, nabout;
    const struct zc_key_use *uses;
    struct zc_person *people;
    struct zc_str about[16][2];
    struct zc_buf terminal;
    struct zc_arena arena; /* lists; made anew when the language changes */
};

enum {
    SETTINGS_UP = 1,
    SETTINGS_DOWN,
    SETTINGS_PGUP,
    SETTINGS_PGDN,
    SETTINGS_NEXT,
    SETTINGS_BEFORE,
    SETTINGS_EDIT,
    SETTINGS_DEFAULT,
    SETTINGS_FIND,
    SETTINGS_BACK,
    SETTINGS_TAB /* and those behind it */
};

/* What there is */

static void add_about(struct settings *s, const char *label, struct zc_str text)
{
    s->about[s->nabout][0] = zc_str_of(label);
    s->about[s->nabout++][1] = text;
}

static void load_about(struct settings *s, struct zc_txn *txn, const struct zc_app *app)
{
    struct zc_survey *survey = s->survey;
    const struct zc_pack *pack = survey->pack;
    struct zc_store_stat stat = { 0 };
    struct zc_err err = { 0 };
    struct zc_buf size = { 0 };
    struct zc_str path, at;
    s->nabout = 0;
    add_about(s, ZC_T("程序", "program"), ZC_STR("zaoce " ZAOCE_VERSION "  Apache-2.0"));
    add_about(s, ZC_T("调查", "survey"), zc_pack_title(pack));
    add_about(s, ZC_T("方案", "pack"),
              zc_arena_printf(&s->arena, "%.*s %.*s", ZC_ARG(pack->id), ZC_ARG(pack->version)));
    add_about(s, ZC_T("调查库", "store"),
              zc_site_shown(app->world, zc_store_dir(survey->store), &s->arena));
    add_about(s, ZC_T("小组", "group"), zc_arena_printf(&s->arena, "%u", zc_survey_group(survey)));
    add_about(s, ZC_T("录入机", "device"),
              zc_arena_copy(&s->arena, zc_str_of(zc_store_identity(survey->store)->dev)));
    if (txn && zc_store_stat(txn, &stat, &err)) {
        zc_bytes_print(stat.bytes, &size);
        add_about(s, ZC_T("记录", "records"),
                  zc_arena_printf(&s->arena,
                                  ZC_T("%llu 条，%llu 版，%s", "%llu, %llu revisions, %s"),
                                  (unsigned long long)stat.records,
                                  (unsigned long long)stat.revisions, zc_buf_cstr(&size)));
    }
    zc_buf_release(&size);
    if (zc_safety_newest(zc_str_of(zc_store_dir(survey->store)), &s->arena, &path, &at))
        add_about(s, ZC_T("最近备份", "last backup"), zc_card_time(at, &survey->clock, &s->arena));
}

static void load(struct settings *s, const struct zc_app *app)
{
    struct zc_err err = { 0 };
    size_t n = 0;
    zc_arena_reset(&s->arena);
    s->now = app->settings;
    s->npeople = 0;
    s->uses = zc_key_uses(zc_screens_all, &s->arena, &s->nuses);
    struct zc_txn *txn = zc_txn_begin(s->survey->store, ZC_TXN_READ, &err);
    if (txn && zc_person_list(txn, &s->arena, &s->people, &n, &err))
        s->npeople = (uint32_t)n;
    load_about(s, txn, app);
    zc_txn_abort(txn);
    zc_buf_reset(&s->terminal);
    if (app->term)
        zc_term_describe(app->term, &s->terminal);
    else
        zc_buf_text(&s->terminal, ZC_T("没有", "none"));
}

static bool settings_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct settings *s = state;
    (void)args, (void)err;
    s->survey = app->survey;
    load(s, app);
    return true;
}

static uint32_t count_rows(const struct settings *s)
{
    uint32_t n = 0;
    for (int i = 0; i < ZC_SETTINGS; i++)
        n += (int)zc_setting_infos[i].page == (int)s->page;
    return s->page == PAGE_KEYS     ? s->nuses
           : s->page == PAGE_PEOPLE ? s->npeople
           : s->page == PAGE_ABOUT  ? s->nabout
                                    : n;
}

/* The setting in a row of the first two pages. */
static enum zc_setting setting_at(const struct settings *s, uint32_t row)
{
    int i = 0;
    for (; i < ZC_SETTINGS - 1; i++) {
        if ((int)zc_setting_infos[i].page == (int)s->page && row-- == 0)
            break;
    }
    return (enum zc_setting)i;
}

static bool has_settings(const struct settings *s)
{
    return s->page <= PAGE_ENTRY;
}

/* Rows of the list; under it stand the terminal and the signs. */
enum { TOP = 3, FRAME_ROWS = 5, NOTES = 3 };

static void settings_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct settings *s = state;
    (void)app, (void)cols;
    s->height = (uint32_t)(rows - TOP - FRAME_ROWS - (s->page == PAGE_DISPLAY ? NOTES : 0));
    if (s->row < s->top)
        s->top = s->row;
    if (s->row >= s->top + s->height)
        s->top = s->row - s->height + 1;
    if (count_rows(s) <= s->height)
        s->top = 0;
}

/* Drawing */

static void draw_tabs(const struct settings *s, struct zc_canvas *canvas)
{
    int col = 1;
    for (int i = 0; i < PAGES; i++) {
        bool on = i == (int)s->page;
        col = zc_canvas_printf(canvas, 1, col, on ? ZC_STYLE_STRONG : ZC_STYLE_NORMAL,
                               on ? "[%d %s]" : "%d %s", i + 1, zc_text_get(page_titles[i])) +
              2;
    }
}

enum { LABEL_COL = 2, LABEL_COLS = 22, VALUE_COL = 25, VALUE_COLS = 16, CHOICES_COL = 42 };

static void draw_setting(const struct settings *s, struct zc_canvas *canvas, int row,
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

static void draw_key(const struct settings *s, struct zc_canvas *canvas, int row, uint32_t at)
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

static void draw_person(const struct settings *s, struct zc_canvas *canvas, int row, uint32_t at)
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

static void draw_about(const struct settings *s, struct zc_canvas *canvas, int row, uint32_t at)
{
    zc_canvas_fit(canvas, row, LABEL_COL, LABEL_COLS, ZC_STYLE_DIM, s->about[at][0], false);
    zc_canvas_fit(canvas, row, VALUE_COL, canvas->cols - VALUE_COL - 1, ZC_STYLE_NORMAL,
                  s->about[at][1], false);
}

static void draw_row(const struct settings *s, struct zc_canvas *canvas, int row, uint32_t at)
{
    if (s->page == PAGE_KEYS)
        draw_key(s, canvas, row, at);
    else if (s->page == PAGE_PEOPLE)
        draw_person(s, canvas, row, at);
    else if (s->page == PAGE_ABOUT)
        draw_about(s, canvas, row, at);
    else
        draw_setting(s, canvas, row, setting_at(s, at));
    if (at != s->row)
        return;
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
    zc_canvas_cursor(canvas, row, 0);
}

/* The terminal, and signs by which anybody sees whether they are drawn well. */
static void draw_notes(const struct settings *s, struct zc_canvas *canvas)
{
    static const enum zc_glyph signs[] = { ZC_GLYPH_V,    ZC_GLYPH_TL,   ZC_GLYPH_BR,
                                           ZC_GLYPH_BAR,  ZC_GLYPH_DONE, ZC_GLYPH_HARD,
                                           ZC_GLYPH_FOCUS };
    int row = canvas->rows - FRAME_ROWS - NOTES + 1;
    int col = zc_canvas_printf(canvas, row, 1, ZC_STYLE_NORMAL, "%s  %.*s",
                               ZC_T("终端", "terminal"), ZC_ARG(zc_buf_str(&s->terminal)));
    (void)col;
    col = zc_canvas_text(canvas, row + 1, 1, ZC_STYLE_NORMAL, ZC_T("字形自检  ", "signs  "));
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        col = zc_canvas_text(canvas, row + 1, col, ZC_STYLE_NORMAL, zc_glyph(signs[i]));
    for (unsigned shade = 1; shade <= 4; shade++)
        col = zc_canvas_text(canvas, row + 1, col, ZC_STYLE_NORMAL, zc_glyph_heat(shade));
    zc_canvas_text(
        canvas, row + 1, col + 2, ZC_STYLE_NORMAL,
        ZC_T("不齐或缺字时，框线与符号改为 ASCII", "if they are not even, choose ASCII"));
}

static const char *hint_of(const struct settings *s)
{
    switch (s->page) {
    case PAGE_KEYS:
        return ZC_T("Enter 给这个键加一个自己的键（右边一列），d 去掉；已经有用的键不能选",
                    "Enter gives this key a second one of your own (right), d takes it away; keys "
                    "in use are refused");
    case PAGE_PEOPLE:
        return ZC_T("Enter 换成这个人登记；加人在打开调查库的界面（首页 F10）",
                    "Enter: this person works here now; people are added on the start screen (F10 "
                    "from home)");
    case PAGE_ABOUT:
        return "";
    default:
        return zc_text_get(zc_setting_infos[setting_at(s, s->row)].hint);
    }
}

static void settings_draw(const void *state, struct zc_canvas *canvas)
{
    const struct settings *s = state;
    uint32_t n = count_rows(s);
    zc_screens_title(
        canvas, s->survey, ZC_T("设置", "settings"),
        zc_str_of(canvas->cols >= 80 ? ZC_T("改动立即生效并保存", "changes hold at once") : ""));
    draw_tabs(s, canvas);
    zc_canvas_rule(canvas, 2);
    for (uint32_t i = s->top; i < n && i < s->top + s->height; i++)
        draw_row(s, canvas, TOP + (int)(i - s->top), i);
    if (n == 0)
        zc_canvas_cursor(canvas, TOP, 0);
    if (s->page == PAGE_DISPLAY)
        draw_notes(s, canvas);
    zc_canvas_rule(canvas, canvas->rows - FRAME_ROWS);
    zc_canvas_fit(canvas, canvas->rows - 4, 1, canvas->cols - 2, ZC_STYLE_DIM,
                  zc_str_of(hint_of(s)), false);
}

/* Changes */

static bool keep(struct settings *s, struct zc_app *app,
                 bool (*put)(struct zc_txn *txn, const struct settings *s, struct zc_err *err),
                 struct zc_err *err)
{
    if (!zc_store_may_write(s->survey->store, err)) {
        zc_app_say(app, ZC_SAY_DOUBT, "%s",
                   ZC_T("调查库写不了，只在这次打开时有效",
                        "the store cannot be written; this holds "
                        "until the program ends"));
        return true;
    }
    struct zc_txn *txn = zc_txn_begin(s->survey->store, ZC_TXN_WRITE, err);
    return txn && zc_txn_end(txn, put(txn, s, err), err);
}

static bool put_row(struct zc_txn *txn, const struct settings *s, struct zc_err *err)
{
    return zc_settings_put(txn, &s->now, setting_at(s, s->row), err);
}

static bool put_keys(struct zc_txn *txn, const struct settings *s, struct zc_err *err)
{
    return zc_settings_put_keys(txn, &s->now, err);
}

/* Who uncovers phones for good says so in the log. */
static bool note_mask(struct settings *s, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    bool open = s->now.chosen[ZC_SET_MASK] != 0;
    bool ok =
        zc_store_may_write(s->survey->store, err) &&
        zc_audit_add(s->survey->store, zc_survey_now(s->survey, &arena), s->survey->person.name,
                     ZC_STR("mask"), open ? ZC_STR("ids") : ZC_STR("phones"), err);
    zc_arena_release(&arena);
    return ok;
}

/* What holds for this run only is stronger; the setting is kept for the next. */
static void say_if_overruled(struct zc_app *app, enum zc_setting setting)
{
    const char *glyphs = getenv("ZAOCE_GLYPHS"), *colours = getenv("NO_COLOR");
    const char *by = setting == ZC_SET_LANGUAGE && zc_lang_is_fixed()   ? "--lang"
                     : setting == ZC_SET_GLYPHS && glyphs && *glyphs    ? "ZAOCE_GLYPHS"
                     : setting == ZC_SET_COLOURS && colours && *colours ? "NO_COLOR"
                                                                        : NULL;
    if (by)
        zc_app_say(app, ZC_SAY_INFO,
                   ZC_T("这次打开时用 %s 指定了，下次才按设置", "%s says otherwise for this run"),
                   by);
}

static void choose(struct settings *s, struct zc_app *app, unsigned choice)
{
    struct zc_err err = { 0 };
    enum zc_setting setting = setting_at(s, s->row);
    s->now.chosen[setting] = (unsigned char)choice;
    if ((setting == ZC_SET_MASK && !note_mask(s, &err)) || !keep(s, app, put_row, &err)) {
        s->now = app->settings;
        zc_app_fail(app, &err);
        return;
    }
    app->settings = s->now;
    zc_settings_apply(app);
    load(s, app); /* words of another language */
    say_if_overruled(app, setting);
}

static void step(struct settings *s, struct zc_app *app, int by)
{
    if (!has_settings(s))
        return;
    enum zc_setting setting = setting_at(s, s->row);
    unsigned n = zc_setting_choices(setting);
    choose(s, app, (s->now.chosen[setting] + n + (unsigned)by) % n);
}

static void ask_choice(struct settings *s, struct zc_app *app)
{
    const struct zc_setting_info *info = &zc_setting_infos[setting_at(s, s->row)];
    struct zc_dialog dialog = { .title = zc_str_of(zc_text_get(info->label)),
                                .text = zc_str_of(zc_text_get(info->hint)),
                                .safe = s->now.chosen[setting_at(s, s->row)] + 1 };
    for (unsigned c = 0; c < zc_setting_choices(setting_at(s, s->row)); c++)
        dialog.answers[c] = zc_text_get(info->choices[c].label);
    s->waiting = WAIT_CHOICE;
    zc_app_ask(app, &dialog);
}

static void ask_key(struct settings *s, struct zc_app *app)
{
    struct zc_buf text = { 0 };
    char name[8];
    const struct zc_key_use *use = &s->uses[s->row];
    zc_buf_printf(&text,
                  ZC_T("请按要代替 %s（%.*s）的键。\n字母和符号只在不打字的地方有用。",
                       "Press the key that stands for %s (%.*s).\nLetters and signs work "
                       "where no text is typed."),
                  zc_key_name(use->key, name), ZC_ARG(use->acts));
    struct zc_page page = { .title = zc_str_of(ZC_T("自己的键", "A key of your own")),
                            .text = zc_buf_str(&text) };
    s->waiting = WAIT_KEY;
    zc_app_push(app, &zc_popup_key, &page);
    zc_buf_release(&text);
}

static void change_keys(struct settings *s, struct zc_app *app, bool ok, struct zc_err *err)
{
    if (!ok || !keep(s, app, put_keys, err)) {
        s->now = app->settings;
        zc_app_fail(app, err);
        return;
    }
    app->settings = s->now;
}

static void take_key(struct settings *s, struct zc_app *app, int key)
{
    struct zc_err err = { 0 };
    bool ok = zc_key_map_set(&s->now.keys, key, s->uses[s->row].key, zc_screens_all, &err);
    change_keys(s, app, ok, &err);
}

static void take_person(struct settings *s, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (s->npeople == 0)
        return;
    struct zc_str name = s->people[s->row].name;
    bool ok = zc_store_is_readonly(s->survey->store)
                  ? zc_survey_work_as(s->survey, name, &err)
                  : zc_survey_choose(s->survey, name, ZC_RANK_NONE, &err);
    if (!ok) {
        zc_app_fail(app, &err);
        return;
    }
    load(s, app);
    s->row = 0; /* last used first */
    zc_app_say(app, ZC_SAY_DONE, ZC_T("现在登记的人是%.*s（%s）", "%.*s (%s) works here now"),
               ZC_ARG(s->survey->person.name), zc_text_get(zc_rank_label(s->survey->person.role)));
}

static void edit(struct settings *s, struct zc_app *app)
{
    if (has_settings(s))
        ask_choice(s, app);
    else if (s->page == PAGE_KEYS)
        ask_key(s, app);
    else if (s->page == PAGE_PEOPLE)
        take_person(s, app);
}

static void reset(struct settings *s, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (has_settings(s)) {
        choose(s, app, 0);
    } else if (s->page == PAGE_KEYS) {
        zc_key_map_drop(&s->now.keys, s->uses[s->row].key);
        change_keys(s, app, true, &err);
    }
}

/* Finding */

static void show_page(struct settings *s, enum page page)
{
    s->page = page;
    s->row = s->top = 0;
}

static struct zc_str label_at(const struct settings *s, uint32_t row)
{
    if (s->page == PAGE_KEYS)
        return s->uses[row].acts;
    if (s->page == PAGE_PEOPLE)
        return s->people[row].name;
    return s->page == PAGE_ABOUT
               ? s->about[row][0]
               : zc_str_of(zc_text_get(zc_setting_infos[setting_at(s, row)].label));
}

/* The next row behind this one whose label fits, on this page and those behind it, round the end.
 */
static bool find(struct settings *s, struct zc_str typed)
{
    struct settings at = *s;
    struct zc_buf want = { 0 };
    bool found = false;
    zc_fold_text(typed, &want);
    for (int i = 0; i <= PAGES && !found; i++) {
        for (at.row = i == 0 ? s->row + 1 : 0; at.row < count_rows(&at) && !found; at.row++)
            found = zc_pinyin_match(label_at(&at, at.row), zc_buf_str(&want));
        if (!found)
            at.page = (enum page)((at.page + 1) % PAGES);
    }
    if (found) {
        s->page = at.page;
        s->row = at.row - 1;
    }
    zc_buf_release(&want);
    return found;
}

static void ask_find(struct settings *s, struct zc_app *app)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("查找设置", "find a setting")),
                                .text = zc_str_of(
                                    ZC_T("名称的一部分或拼音首字母", "part of its name")) };
    s->waiting = WAIT_FIND;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void move(struct settings *s, int64_t by)
{
    int64_t to = (int64_t)s->row + by, last = (int64_t)count_rows(s) - 1;
    s->row = (uint32_t)(to > last ? last : to < 0 ? 0 : to);
    if (last < 0)
        s->row = 0;
}

static enum zc_next settings_act(void *state, struct zc_app *app, int action)
{
    struct settings *s = state;
    switch (action) {
    case SETTINGS_UP:
    case SETTINGS_DOWN:
        move(s, action == SETTINGS_UP ? -1 : 1);
        break;
    case SETTINGS_PGUP:
    case SETTINGS_PGDN:
        move(s, action == SETTINGS_PGUP ? -(int64_t)s->height : (int64_t)s->height);
        break;
    case SETTINGS_NEXT:
    case SETTINGS_BEFORE:
        step(s, app, action == SETTINGS_NEXT ? 1 : -1);
        break;
    case SETTINGS_EDIT:
        edit(s, app);
        break;
    case SETTINGS_DEFAULT:
        reset(s, app);
        break;
    case SETTINGS_FIND:
        ask_find(s, app);
        break;
    case SETTINGS_BACK:
        return ZC_NEXT_BACK;
    default:
        show_page(s, (enum page)(action - SETTINGS_TAB));
    }
    return ZC_NEXT_STAY;
}

static enum zc_next settings_resume(void *state, struct zc_app *app)
{
    struct settings *s = state;
    enum waiting waiting = s->waiting;
    int result = app->result;
    s->waiting = WAIT_NOTHING;
    app->result = 0;
    if (result <= 0)
        return ZC_NEXT_STAY;
    if (waiting == WAIT_CHOICE)
        choose(s, app, (unsigned)result - 1);
    else if (waiting == WAIT_KEY)
        take_key(s, app, result);
    else if (waiting == WAIT_FIND && !find(s, zc_buf_str(&app->result_text)))
        zc_app_say(app, ZC_SAY_INFO, ZC_T("没有找到“%.*s”", "'%.*s' was not found"),
                   ZC_ARG(zc_buf_str(&app->result_text)));
    return ZC_NEXT_STAY;
}

static void settings_help(const void *state, struct zc_buf *out)
{
    const struct settings *s = state;
    zc_buf_printf(out, "%s\n", hint_of(s));
    zc_buf_text(out, ZC_T("设置存在本库里，只管这台机器，不随交换文件走。\n",
                          "Settings lie in this store, for this machine; no exchange file has "
                          "them.\n"));
}

static void settings_leave(void *state)
{
    struct settings *s = state;
    zc_buf_release(&s->terminal);
    zc_arena_release(&s->arena);
}

static const struct zc_binding settings_bindings[] = {
    { ' ', SETTINGS_NEXT, { "切换", "next" } },
    { ZC_KEY_RIGHT, SETTINGS_NEXT, { 0 } },
    { ZC_KEY_LEFT, SETTINGS_BEFORE, { "前一个", "previous" } },
    { ZC_KEY_ENTER, SETTINGS_EDIT, { "编辑", "edit" } },
    { ZC_KEY_F4, SETTINGS_EDIT, { 0 } },
    { 'd', SETTINGS_DEFAULT, { "恢复默认", "default" } },
    { '/', SETTINGS_FIND, { "查找", "find" } },
    { ZC_KEY_F7, SETTINGS_FIND, { 0 } },
    { '1', SETTINGS_TAB + PAGE_DISPLAY, { "显示", "display" } },
    { '2', SETTINGS_TAB + PAGE_ENTRY, { "录入", "entry" } },
    { '3', SETTINGS_TAB + PAGE_KEYS, { "键位", "keys" } },
    { '4', SETTINGS_TAB + PAGE_PEOPLE, { "人员", "people" } },
    { '5', SETTINGS_TAB + PAGE_ABOUT, { "关于", "about" } },
    { ZC_KEY_ESC, SETTINGS_BACK, { "返回", "back" } },
    { ZC_KEY_UP, SETTINGS_UP, { 0 } },
    { ZC_KEY_DOWN, SETTINGS_DOWN, { 0 } },
    { ZC_KEY_PGUP, SETTINGS_PGUP, { 0 } },
    { ZC_KEY_PGDN, SETTINGS_PGDN, { 0 } },
    { 0 },
};
const struct zc_screen_ops zc_screen_settings = {
    .name = "settings",
    .title = { "设置", "settings" },
    .state_size = sizeof(struct settings),
    .bindings = settings_bindings,
    .enter = settings_enter,
    .update = settings_update,
    .draw = settings_draw,
    .act = settings_act,
    .resume = settings_resume,
    .help = settings_help,
    .leave = settings_leave,
};

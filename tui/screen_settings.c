#include "core/fold_text.h"
#include "core/pinyin.h"
#include "core/text.h"
#include "storage/gate.h"
#include "tui/popup.h"
#include "tui/review.h"
#include "tui/safety.h"
#include "tui/screen_settings_impl.h"
#include "tui/screens.h"
#include "tui/settings_apply.h"
#include "tui/sites.h"
#include "tui/store_card.h"
#include "tui/unlock.h"
#include <stdlib.h>

/* Settings, keys and people of this store. A change holds at once and is in the store at once. */

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

static void add_about(struct zc_settings_screen *s, const char *label, struct zc_str text)
{
    s->about[s->nabout][0] = zc_str_of(label);
    s->about[s->nabout++][1] = text;
}

static void load_about(struct zc_settings_screen *s, struct zc_txn *txn, const struct zc_app *app)
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

static void load(struct zc_settings_screen *s, const struct zc_app *app)
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
    s->npins = s->survey->person.role > ZC_RANK_WORKER
                   ? (uint32_t)(s->survey->person.role - ZC_RANK_WORKER)
                   : 0;
    for (int role = ZC_RANK_LEADER; txn && role <= ZC_RANK_DISTRICT; role++)
        s->pins[role] = zc_gate_is_closed(txn, (enum zc_rank)role);
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
    struct zc_settings_screen *s = state;
    (void)args, (void)err;
    s->survey = app->survey;
    load(s, app);
    return true;
}

uint32_t zc_settings_rows(const struct zc_settings_screen *s)
{
    uint32_t n = 0;
    for (int i = 0; i < ZC_SETTINGS; i++)
        n += (int)zc_setting_infos[i].page == (int)s->page;
    return s->page == SETTINGS_KEYS     ? s->nuses
           : s->page == SETTINGS_PEOPLE ? s->npeople + s->npins
           : s->page == SETTINGS_ABOUT  ? s->nabout
                                        : n;
}

enum zc_rank zc_settings_pin_at(const struct zc_settings_screen *s, uint32_t row)
{
    bool is = s->page == SETTINGS_PEOPLE && row >= s->npeople && row < s->npeople + s->npins;
    return is ? (enum zc_rank)(ZC_RANK_LEADER + (row - s->npeople)) : ZC_RANK_NONE;
}

enum zc_setting zc_settings_at(const struct zc_settings_screen *s, uint32_t row)
{
    int i = 0;
    for (; i < ZC_SETTINGS - 1; i++) {
        if ((int)zc_setting_infos[i].page == (int)s->page && row-- == 0)
            break;
    }
    return (enum zc_setting)i;
}

bool zc_settings_has_choices(const struct zc_settings_screen *s)
{
    return s->page <= SETTINGS_ENTRY;
}

static void settings_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct zc_settings_screen *s = state;
    (void)app, (void)cols;
    s->height = (uint32_t)(rows - SETTINGS_TOP - SETTINGS_FRAME_ROWS -
                           (s->page == SETTINGS_DISPLAY ? SETTINGS_NOTES : 0));
    if (s->row < s->top)
        s->top = s->row;
    if (s->row >= s->top + s->height)
        s->top = s->row - s->height + 1;
    if (zc_settings_rows(s) <= s->height)
        s->top = 0;
}

/* Changes */

static bool keep(struct zc_settings_screen *s, struct zc_app *app,
                 bool (*put)(struct zc_txn *txn, const struct zc_settings_screen *s,
                             struct zc_err *err),
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

static bool put_row(struct zc_txn *txn, const struct zc_settings_screen *s, struct zc_err *err)
{
    return zc_settings_put(txn, &s->now, zc_settings_at(s, s->row), err);
}

static bool put_keys(struct zc_txn *txn, const struct zc_settings_screen *s, struct zc_err *err)
{
    return zc_settings_put_keys(txn, &s->now, err);
}

/* Who uncovers phones for good says so in the log. */
static bool note_mask(struct zc_settings_screen *s, struct zc_err *err)
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

static void choose(struct zc_settings_screen *s, struct zc_app *app, unsigned choice)
{
    struct zc_err err = { 0 };
    enum zc_setting setting = zc_settings_at(s, s->row);
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

static void step(struct zc_settings_screen *s, struct zc_app *app, int by)
{
    if (!zc_settings_has_choices(s))
        return;
    enum zc_setting setting = zc_settings_at(s, s->row);
    unsigned n = zc_setting_choices(setting);
    choose(s, app, (s->now.chosen[setting] + n + (unsigned)by) % n);
}

static void ask_choice(struct zc_settings_screen *s, struct zc_app *app)
{
    const struct zc_setting_info *info = &zc_setting_infos[zc_settings_at(s, s->row)];
    struct zc_dialog dialog = { .title = zc_str_of(zc_text_get(info->label)),
                                .text = zc_str_of(zc_text_get(info->hint)),
                                .safe = s->now.chosen[zc_settings_at(s, s->row)] + 1 };
    for (unsigned c = 0; c < zc_setting_choices(zc_settings_at(s, s->row)); c++)
        dialog.answers[c] = zc_text_get(info->choices[c].label);
    s->waiting = SETTINGS_WAIT_CHOICE;
    zc_app_ask(app, &dialog);
}

static void ask_key(struct zc_settings_screen *s, struct zc_app *app)
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
    s->waiting = SETTINGS_WAIT_KEY;
    zc_app_push(app, &zc_popup_key, &page);
    zc_buf_release(&text);
}

static void change_keys(struct zc_settings_screen *s, struct zc_app *app, bool ok,
                        struct zc_err *err)
{
    if (!ok || !keep(s, app, put_keys, err)) {
        s->now = app->settings;
        zc_app_fail(app, err);
        return;
    }
    app->settings = s->now;
}

static void take_key(struct zc_settings_screen *s, struct zc_app *app, int key)
{
    struct zc_err err = { 0 };
    bool ok = zc_key_map_set(&s->now.keys, key, s->uses[s->row].key, zc_screens_all, &err);
    change_keys(s, app, ok, &err);
}

static void ask_pin(struct zc_settings_screen *s, struct zc_app *app, const char *title,
                    const char *text, enum zc_settings_waiting waiting)
{
    struct zc_prompt prompt = { .title = zc_str_of(title),
                                .text = zc_str_of(text),
                                .needed = waiting == SETTINGS_WAIT_UNLOCK,
                                .covered = true };
    s->waiting = waiting;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void take_person(struct zc_settings_screen *s, struct zc_app *app, struct zc_str pin)
{
    struct zc_err err = { 0 };
    if (s->row >= s->npeople)
        return;
    struct zc_str name = s->people[s->row].name;
    if (pin.len == 0 && zc_unlock_needed(s->survey, name, ZC_RANK_NONE, false)) {
        ask_pin(s, app, "PIN",
                ZC_T("这个身份在本机设了 PIN，请输入", "this role has a PIN on this laptop"),
                SETTINGS_WAIT_UNLOCK);
        return;
    }
    bool ok = zc_unlock(s->survey, name, ZC_RANK_NONE, false, pin, &err) &&
              (zc_store_is_readonly(s->survey->store)
                   ? zc_survey_work_as(s->survey, name, &err)
                   : zc_survey_choose(s->survey, name, ZC_RANK_NONE, &err));
    if (!ok) {
        zc_app_fail(app, &err);
        return;
    }
    load(s, app);
    s->row = 0; /* last used first */
    zc_app_say(app, ZC_SAY_DONE, ZC_T("现在登记的人是%.*s（%s）", "%.*s (%s) works here now"),
               ZC_ARG(s->survey->person.name), zc_text_get(zc_rank_label(s->survey->person.role)));
}

/* PINs */

static void ask_new_pin(struct zc_settings_screen *s, struct zc_app *app)
{
    ask_pin(s, app, zc_text_get(zc_rank_label(zc_settings_pin_at(s, s->row))),
            ZC_T("新的 PIN，4 位以上；空着表示不要 PIN",
                 "the new PIN, 4 characters or more; nothing takes it away"),
            SETTINGS_WAIT_PIN);
}

static void set_pin(struct zc_settings_screen *s, struct zc_app *app)
{
    struct zc_err err = { 0 };
    enum zc_rank role = zc_settings_pin_at(s, s->row);
    if (!zc_unlock_set(s->survey, role, zc_buf_str(&s->pin), &err))
        zc_app_fail(app, &err);
    else
        zc_app_say(app, ZC_SAY_DONE,
                   s->pin.len ? ZC_T("%s的 PIN 已设，下次选这个身份时要输入",
                                     "the PIN of the %s is set and asked for from now on")
                              : ZC_T("%s不再要 PIN", "the %s needs no PIN any more"),
                   zc_text_get(zc_rank_label(role)));
    load(s, app);
}

static void take_pin(struct zc_settings_screen *s, struct zc_app *app,
                     enum zc_settings_waiting waiting, struct zc_str typed)
{
    bool again = waiting == SETTINGS_WAIT_AGAIN;
    if (again && !zc_str_eq(typed, zc_buf_str(&s->pin))) {
        zc_app_say(app, ZC_SAY_PROBLEM, "%s",
                   ZC_T("两次输入不同，PIN 没有改", "the two differ; the PIN is as it was"));
    } else if (again || typed.len == 0) {
        zc_buf_reset(&s->pin);
        zc_buf_add(&s->pin, typed);
        set_pin(s, app);
    } else {
        zc_buf_reset(&s->pin);
        zc_buf_add(&s->pin, typed);
        ask_pin(s, app, zc_text_get(zc_rank_label(zc_settings_pin_at(s, s->row))),
                ZC_T("再输入一次", "the same again"), SETTINGS_WAIT_AGAIN);
        return;
    }
    zc_buf_reset(&s->pin);
}

static void edit(struct zc_settings_screen *s, struct zc_app *app)
{
    if (zc_settings_has_choices(s))
        ask_choice(s, app);
    else if (s->page == SETTINGS_KEYS)
        ask_key(s, app);
    else if (zc_settings_pin_at(s, s->row) != ZC_RANK_NONE)
        ask_new_pin(s, app);
    else if (s->page == SETTINGS_PEOPLE)
        take_person(s, app, (struct zc_str){ 0 });
}

static void reset(struct zc_settings_screen *s, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (zc_settings_has_choices(s)) {
        choose(s, app, 0);
    } else if (s->page == SETTINGS_KEYS) {
        zc_key_map_drop(&s->now.keys, s->uses[s->row].key);
        change_keys(s, app, true, &err);
    }
}

/* Finding */

static void show_page(struct zc_settings_screen *s, enum zc_settings_page page)
{
    s->page = page;
    s->row = s->top = 0;
}

static struct zc_str label_at(const struct zc_settings_screen *s, uint32_t row)
{
    if (s->page == SETTINGS_KEYS)
        return s->uses[row].acts;
    if (zc_settings_pin_at(s, row) != ZC_RANK_NONE)
        return ZC_STR("PIN");
    if (s->page == SETTINGS_PEOPLE)
        return s->people[row].name;
    return s->page == SETTINGS_ABOUT
               ? s->about[row][0]
               : zc_str_of(zc_text_get(zc_setting_infos[zc_settings_at(s, row)].label));
}

/* The next row behind this one whose label fits, on this page and those behind it, round the end.
 */
static bool find(struct zc_settings_screen *s, struct zc_str typed)
{
    struct zc_settings_screen at = *s;
    struct zc_buf want = { 0 };
    bool found = false;
    zc_fold_text(typed, &want);
    for (int i = 0; i <= SETTINGS_PAGES && !found; i++) {
        for (at.row = i == 0 ? s->row + 1 : 0; at.row < zc_settings_rows(&at) && !found; at.row++)
            found = zc_pinyin_match(label_at(&at, at.row), zc_buf_str(&want));
        if (!found)
            at.page = (enum zc_settings_page)((at.page + 1) % SETTINGS_PAGES);
    }
    if (found) {
        s->page = at.page;
        s->row = at.row - 1;
    }
    zc_buf_release(&want);
    return found;
}

static void ask_find(struct zc_settings_screen *s, struct zc_app *app)
{
    struct zc_prompt prompt = { .title = zc_str_of(ZC_T("查找设置", "find a setting")),
                                .text = zc_str_of(
                                    ZC_T("名称的一部分或拼音首字母", "part of its name")) };
    s->waiting = SETTINGS_WAIT_FIND;
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void move(struct zc_settings_screen *s, int64_t by)
{
    int64_t to = (int64_t)s->row + by, last = (int64_t)zc_settings_rows(s) - 1;
    s->row = (uint32_t)(to > last ? last : to < 0 ? 0 : to);
    if (last < 0)
        s->row = 0;
}

static enum zc_next settings_act(void *state, struct zc_app *app, int action)
{
    struct zc_settings_screen *s = state;
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
        show_page(s, (enum zc_settings_page)(action - SETTINGS_TAB));
    }
    return ZC_NEXT_STAY;
}

static enum zc_next settings_resume(void *state, struct zc_app *app)
{
    struct zc_settings_screen *s = state;
    enum zc_settings_waiting waiting = s->waiting;
    int result = app->result;
    s->waiting = SETTINGS_WAIT_NOTHING;
    app->result = 0;
    if (result <= 0)
        return ZC_NEXT_STAY;
    if (waiting == SETTINGS_WAIT_CHOICE)
        choose(s, app, (unsigned)result - 1);
    else if (waiting == SETTINGS_WAIT_KEY)
        take_key(s, app, result);
    else if (waiting == SETTINGS_WAIT_UNLOCK)
        take_person(s, app, zc_buf_str(&app->result_text));
    else if (waiting == SETTINGS_WAIT_PIN || waiting == SETTINGS_WAIT_AGAIN)
        take_pin(s, app, waiting, zc_buf_str(&app->result_text));
    else if (waiting == SETTINGS_WAIT_FIND && !find(s, zc_buf_str(&app->result_text)))
        zc_app_say(app, ZC_SAY_INFO, ZC_T("没有找到“%.*s”", "'%.*s' was not found"),
                   ZC_ARG(zc_buf_str(&app->result_text)));
    return ZC_NEXT_STAY;
}

static void settings_help(const void *state, struct zc_buf *out)
{
    const struct zc_settings_screen *s = state;
    zc_buf_printf(out, "%s\n", zc_settings_hint(s));
    zc_buf_text(out, ZC_T("设置存在本库里，只管这台机器，不随交换文件走。\n",
                          "Settings lie in this store, for this machine; no exchange file has "
                          "them.\n"));
}

static void settings_leave(void *state)
{
    struct zc_settings_screen *s = state;
    zc_buf_release(&s->terminal);
    zc_buf_release(&s->pin);
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
    { '1', SETTINGS_TAB + SETTINGS_DISPLAY, { "显示", "display" } },
    { '2', SETTINGS_TAB + SETTINGS_ENTRY, { "录入", "entry" } },
    { '3', SETTINGS_TAB + SETTINGS_KEYS, { "键位", "keys" } },
    { '4', SETTINGS_TAB + SETTINGS_PEOPLE, { "人员", "people" } },
    { '5', SETTINGS_TAB + SETTINGS_ABOUT, { "关于", "about" } },
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
    .state_size = sizeof(struct zc_settings_screen),
    .bindings = settings_bindings,
    .enter = settings_enter,
    .update = settings_update,
    .draw = zc_settings_draw,
    .act = settings_act,
    .resume = settings_resume,
    .help = settings_help,
    .leave = settings_leave,
};

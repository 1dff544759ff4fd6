#include "storage/gate.h"
#include "storage/local.h"
#include "storage/store_impl.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include "tui/known_stores.h"
#include "tui/safety.h"
#include "tui/screens.h"
#include "tui/store_card.h"
#include "tui/term.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The start screen without a terminal: keys go in, rows of the canvas come out. */

static const char *pack_dir;
static struct zc_clock clock_now;

static void press(struct zc_app *app, const char *script)
{
    struct zc_str rest = zc_str_of(script);
    int key;
    while (zc_key_parse(&rest, &key)) {
        zc_app_key(app, key, (struct zc_str){ 0 });
        zc_app_paint(app);
    }
}

static void paste(struct zc_app *app, const char *text)
{
    zc_app_key(app, ZC_KEY_PASTE, zc_str_of(text));
    zc_app_paint(app);
}

/* True if the screen has `text` (`wanted`), or has it not; all its rows must be whole. */
static bool looks(struct zc_app *app, const char *text, bool wanted)
{
    struct zc_buf screen = { 0 };
    bool whole = true;
    zc_app_paint(app);
    for (int row = 0; row < app->canvas.rows; row++) {
        zc_canvas_row(&app->canvas, row, &screen);
        zc_buf_char(&screen, '\n');
        whole &= zc_canvas_row_is_whole(&app->canvas, row);
    }
    bool ok = whole && (zc_str_find(zc_buf_str(&screen), zc_str_of(text)) != SIZE_MAX) == wanted;
    if (!ok)
        for (struct zc_str rest = zc_buf_str(&screen), line; zc_str_cut(&rest, '\n', &line);)
            printf("# %.*s\n", ZC_ARG(line));
    zc_buf_release(&screen);
    return ok;
}

static bool shows(struct zc_app *app, const char *text)
{
    return looks(app, text, true);
}

/* A home folder of its own for each case, under `base`. */
static void new_home(const char *base, const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", base, name);
    mkdir(path, 0700);
    setenv("XDG_DATA_HOME", path, 1);
    setenv("HOME", path, 1);
    snprintf(path, sizeof path, "%s/%s/zaoce", base, name);
    mkdir(path, 0700);
}

static const char *place(const char *name)
{
    static char path[400];
    snprintf(path, sizeof path, "%s/zaoce/%s", getenv("XDG_DATA_HOME"), name);
    return path;
}

static void make_store(const char *name, unsigned group, const char *person, const char *at)
{
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    struct zc_person who = { .name = zc_str_of(person), .role = ZC_RANK_WORKER };
    struct zc_clock clock = clock_now;
    zc_clock_fixed(zc_str_of(at), &clock, &err);
    bool ok = zc_survey_create(place(name), pack_dir, group, &who, &clock, &findings, &err);
    if (!ok)
        zc_checkf(false, "make %s: %s", name, err.msg);
    zc_findings_release(&findings);
}

static bool open_start(struct zc_app *app, const char *dir, int rows, int cols)
{
    struct zc_start_args args = { dir, clock_now };
    bool ok = zc_screens_start(app, &args, rows, cols);
    zc_app_paint(app);
    return ok;
}

static void check_first_store(const char *base)
{
    struct zc_app app;
    new_home(base, "first");
    open_start(&app, NULL, 24, 80);
    zc_check("no store: a sentence", shows(&app, "还没有调查库"));
    press(&app, "<C-n>1<F6><Del><Esc>");
    zc_check("keys without a store do nothing", app.depth >= 1 && !app.survey && !app.quit);
    press(&app, "<F10>");
    zc_check("F10 leaves", app.quit);
    zc_app_release(&app);

    open_start(&app, NULL, 20, 60);
    press(&app, "<Enter>");
    paste(&app, pack_dir);
    press(&app, "<Enter>");
    zc_check("the pack is checked, a name is proposed", shows(&app, "liangxin"));
    press(&app, "<Enter><Esc>");
    zc_check("Esc goes one question back", shows(&app, "新建调查库：名字"));
    press(&app, "一组<Enter>3");
    zc_check("a digit chooses the group", shows(&app, "谁在这里登记"));
    press(&app, "<Enter>");
    zc_check("a name is needed", shows(&app, "不能空着"));
    press(&app, "李某<Enter>2");
    zc_check("and home opens on the new store",
             app.survey && shows(&app, "首页") && shows(&app, "仓门街 李某"));
    zc_check("it lies where it was said", access(place("一组/data.mdb"), F_OK) == 0);
    press(&app, "<F10>");
    zc_check("F10 comes back and lets go of it",
             !app.survey && app.depth == 1 && shows(&app, "打开调查库") && shows(&app, "李某"));
    press(&app, "<C-n>n<F10>");
    zc_check("F10 gives all questions up", app.depth == 1 && !app.quit && shows(&app, "李某"));
    zc_app_release(&app);
}

static void check_bad_pack(const char *base)
{
    struct zc_app app;
    char path[400];
    new_home(base, "bad");
    snprintf(path, sizeof path, "%s/bad/pack", base);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/bad/pack/settings.csv", base);
    FILE *file = fopen(path, "w");
    fputs("id,version,zh,en\nx,1,甲,A\n", file);
    fclose(file);
    open_start(&app, NULL, 24, 80);
    press(&app, "<Enter>");
    paste(&app, "~/pack");
    press(&app, "<Enter>");
    zc_check("a pack with errors: file, row and column of each",
             shows(&app, "settings.csv 第1行 zone 列"));
    press(&app, "<Enter>");
    zc_check("then the folder is asked again", shows(&app, "/bad/pack"));
    press(&app, "<Esc>");
    zc_check("and nothing was made", app.depth == 1 && rmdir(place("")) == 0);
    zc_app_release(&app);
}

static void check_skipped(const char *base)
{
    struct zc_app app;
    new_home(base, "one");
    make_store("A", 1, "李某", "2026-11-20T09:00:00+08:00");
    open_start(&app, NULL, 24, 80);
    zc_check("one store, one person: home",
             app.survey && shows(&app, "第1组 人民街  李某(调查员)"));
    press(&app, "<Esc>");
    zc_check("Esc says where F10 goes", shows(&app, "按 F10 换调查库或人员"));
    press(&app, "l<F1><F10>");
    zc_check("F10 goes home first", app.survey && app.depth == 2 && shows(&app, "首页"));
    press(&app, "<F10>");
    zc_check("then to the start screen, with the last use", shows(&app, "今天 18:42"));
    press(&app, "<Down><Enter>王某<Enter>1");
    zc_check("a person is added and works", app.survey && shows(&app, "王某(调查员)"));
    zc_app_release(&app);

    open_start(&app, NULL, 24, 80);
    zc_check("two people: who is it", !app.survey && shows(&app, "► 1 "));
    press(&app, "<Down><Down><Enter>李某<Enter>1");
    zc_check("a name that is there is not made again", !app.survey && shows(&app, "已有“李某”"));
    press(&app, "<F10>");
    zc_app_release(&app);

    open_start(&app, place("A"), 24, 80);
    zc_check("a store named: its people, by digit", !app.survey);
    press(&app, "2");
    zc_check("opens", app.survey != NULL);
    zc_app_key(&app, ZC_KEY_GONE, (struct zc_str){ 0 });
    zc_check("a lost terminal ends it", app.quit && app.gone);
    zc_app_release(&app);
}

static void spoil_stores(void)
{
    struct zc_err err = { 0 };
    char path[400];
    bool ok = true;
    struct zc_store *store = zc_store_open(place("newer"), false, &err);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    ok = zc_kv_put_u64(txn, ZC_DB_META, ZC_STR("schema"), 99, &err) && zc_txn_commit(txn, &err);
    zc_store_close(store);
    snprintf(path, sizeof path, "%s/data.mdb", place("cut"));
    ok = ok && truncate(path, 5 * 4096) == 0;
    zc_known_stores_add(place("../gone"));
    snprintf(path, sizeof path, "%s/data.mdb", place("../gone"));
    ok = ok && unlink(path) == 0;
    zc_check("stores are spoilt", ok);
}

/* Home is left: a backup; the store is spoilt; Enter on it: the backup goes back. */
static void check_mending(const char *base)
{
    struct zc_app app;
    struct zc_arena arena = { 0 };
    struct zc_str backup, at;
    char path[400];
    new_home(base, "mend");
    make_store("one", 2, "赵某", "2026-11-23T09:00:00+08:00");
    open_start(&app, NULL, 24, 80);
    zc_check("home opens", app.survey && shows(&app, "首页"));
    press(&app, "<F10>");
    zc_check("leaving it makes a backup",
             zc_safety_newest(zc_str_of(place("one")), &arena, &backup, &at));
    snprintf(path, sizeof path, "%s/data.mdb", place("one"));
    bool ok = truncate(path, 5 * 4096) == 0;
    zc_app_release(&app);
    open_start(&app, NULL, 24, 80);
    press(&app, "<Enter>");
    zc_check("a damaged store offers it", ok && !app.survey && shows(&app, "用最近的备份（今天"));
    press(&app, "3");
    zc_check("Back does nothing", !app.survey && app.depth == 1);
    press(&app, "<Enter>1");
    zc_check("it is restored", shows(&app, "已恢复") && shows(&app, "赵某"));
    press(&app, "<Enter><Enter>");
    zc_check("and opens", app.survey && shows(&app, "首页"));
    zc_app_release(&app);
    zc_arena_release(&arena);
}

static void check_list(const char *base)
{
    struct zc_app app;
    new_home(base, "many");
    make_store("old", 2, "赵某", "2025-12-03T09:00:00+08:00");
    make_store("new", 9, "李某", "2026-11-23T17:58:00+08:00");
    make_store("newer", 3, "李某", "2026-11-01T09:00:00+08:00");
    make_store("cut", 4, "李某", "2026-11-01T09:00:00+08:00");
    make_store("../gone", 5, "李某", "2026-11-01T09:00:00+08:00");
    make_store("half.new", 6, "李某", "2026-11-01T09:00:00+08:00");
    spoil_stores();
    open_start(&app, NULL, 24, 80);
    zc_check("several stores: the list, the last used first",
             !app.survey && shows(&app, "► 1 城中区两新组织摸底调查") &&
                 shows(&app, "zaoce/new ") && shows(&app, "今天 17:58") &&
                 shows(&app, "2025-12-03"));
    zc_check("its group", shows(&app, "我的小组   全区"));
    press(&app, "<Down>");
    zc_check("of each store", shows(&app, "我的小组   第2组 南滩") && shows(&app, "赵某"));
    zc_check("a store of a newer program says so", shows(&app, "! 调查库由更新版的造册建立"));
    struct zc_err err = { 0 };
    struct zc_store *free_store = zc_store_open(place("old"), false, &err);
    zc_check("none is held open", free_store != NULL);
    zc_store_close(free_store);
    press(&app, "4");
    zc_check("the reason in full", !app.survey && shows(&app, "请用备份恢复"));
    zc_check("a damaged store asks what to do", shows(&app, "没有备份") && shows(&app, "抢救"));
    press(&app, "2");
    char path[400];
    snprintf(path, sizeof path, "%s-salvage.zc1.csv", place("cut"));
    zc_check("salvage writes a file", shows(&app, "抢救出0条") && access(path, F_OK) == 0);
    press(&app, "<Del>");
    zc_check("what lies in the folder of stores stays", shows(&app, "总会列出"));
    press(&app, "3");
    zc_check("no store any more", shows(&app, "里面没有 data.mdb"));
    press(&app, "<Del>");
    zc_check("leaves the list",
             shows(&app, "已从列表去掉") && looks(&app, "里面没有 data.mdb", false));
    zc_check("what a power cut left is not listed", looks(&app, "第6组", false));
    press(&app, "１");
    press(&app, "１");
    zc_check("full-width digits choose too", app.survey && shows(&app, "李某(调查员)"));
    zc_app_release(&app);
    unsetenv("HOME");
    open_start(&app, NULL, 16, 60);
    zc_check("more rows than fit: a sign at the edge", shows(&app, "↓\n"));
    press(&app, "<C-End>");
    zc_check("above as well", shows(&app, "↑\n") && looks(&app, "↓\n", false));
    press(&app, "<C-Home><F1>");
    zc_check("help says what this is", shows(&app, "先选调查库，再选自己"));
    zc_app_release(&app);
    for (int lang = 0; lang < 2; lang++) {
        zc_lang_set((enum zc_lang)lang);
        for (int rows = 16; rows <= 50; rows += 17) {
            open_start(&app, place("new"), rows, 60);
            bool ok = shows(&app, ZC_T("我是谁", "who I am")) && shows(&app, "李某");
            zc_app_resize(&app, rows, 160);
            zc_checkf(ok && shows(&app, ZC_T("位置", "folder")), "%d rows, language %d", rows,
                      lang);
            zc_app_release(&app);
        }
    }
    zc_lang_set(ZC_LANG_ZH);
}

/* The figures of a card come from counters: what was registered and what is unsaved. */
static void check_card(const char *base)
{
    struct zc_err err = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_store_card card;
    new_home(base, "card");
    make_store("A", 1, "李某", "2026-11-20T09:00:00+08:00");
    struct zc_survey *survey = zc_survey_open(place("A"), false, &clock_now, &err);
    const struct zc_form *form = zc_survey_form(survey, (struct zc_str){ 0 }, &err);
    struct zc_entry *saved = zc_entry_new(survey, form, &err);
    struct zc_entry *unsaved = zc_entry_new(survey, form, &err);
    bool ok = zc_entry_save(saved, ZC_SAVE_DRAFT, (struct zc_str){ 0 }, NULL, &err) &&
              zc_entry_keep(unsaved, (struct zc_str){ 0 }, &err);
    zc_entry_free(saved);
    zc_entry_free(unsaved);
    zc_survey_close(survey);
    zc_store_card_load(zc_str_of(place("A")), &arena, &card);
    zc_checkf(ok && card.reason.len == 0 && card.records == 1 && card.group == 1 &&
                  card.npeople == 1 && card.people[0].unsaved == 1 && !card.readonly,
              "card: %s records %llu people %u", err.msg, (unsigned long long)card.records,
              card.npeople);
    zc_check("its title is the survey's", zc_str_is(card.title, "城中区两新组织摸底调查"));
    zc_arena_release(&arena);
}

/* Views of another plan are never read as they are: somebody who only looks rebuilds them too. */
static void check_stale(const char *base)
{
    struct zc_err err = { 0 };
    struct zc_str plan = { 0 };
    new_home(base, "stale");
    make_store("A", 1, "李某", "2026-11-20T09:00:00+08:00");
    struct zc_survey *survey = zc_survey_open(place("A"), false, &clock_now, &err);
    struct zc_entry *entry =
        zc_entry_new(survey, zc_survey_form(survey, (struct zc_str){ 0 }, &err), &err);
    bool ok = zc_entry_save(entry, ZC_SAVE_DRAFT, (struct zc_str){ 0 }, NULL, &err);
    zc_entry_free(entry);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, &err);
    ok = ok && zc_store_begin_plan(txn, ZC_STR("building 1"), &err) && zc_txn_commit(txn, &err);
    zc_survey_close(survey);
    survey = zc_survey_open(place("A"), true, &clock_now, &err);
    txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    ok = ok && zc_kv_get(txn, ZC_DB_META, ZC_STR("plan"), &plan) &&
         !zc_str_starts(plan, ZC_STR("building"));
    zc_check("views half built are built before they are read", ok && !survey->stale);
    zc_txn_abort(txn);
    zc_survey_close(survey);
}

/* A store in which nobody works yet: the name is asked for at once. */
static void check_nobody(const char *base)
{
    struct zc_app app;
    new_home(base, "nobody");
    make_store("A", 1, "", "2026-11-20T09:00:00+08:00");
    open_start(&app, place("A"), 24, 80);
    zc_check("nobody yet: a person is asked for", !app.survey && shows(&app, "► 1 ＋ 新增人员…"));
    press(&app, "<Enter>赵某<Enter>4");
    zc_check("and works", app.survey && shows(&app, "赵某(区级)"));
    zc_app_release(&app);
    open_start(&app, NULL, 24, 80);
    zc_check("from then on at once", app.survey != NULL);
    zc_app_release(&app);
}

static void check_console(void)
{
    static const struct {
        const char *type, *device;
        bool console;
    } cases[] = {
        { "linux", "/dev/tty1", true },   { "linux", "/dev/tty12", true },
        { "linux", "/dev/pts/3", false }, { "xterm", "/dev/tty1", false },
        { "linux", "/dev/tty", false },   { "linux", "/dev/ttyS0", false },
        { "linux", NULL, false },         { NULL, "/dev/tty1", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        zc_checkf(zc_term_names_console(cases[i].type, cases[i].device) == cases[i].console,
                  "TERM=%s on %s", cases[i].type ? cases[i].type : "(unset)",
                  cases[i].device ? cases[i].device : "(none)");
}

/* A store with a worker and a leader, the leader's role with a PIN. */
static void guard_store(void)
{
    struct zc_app app;
    make_store("A", 1, "李某", "2026-11-20T09:00:00+08:00");
    open_start(&app, NULL, 24, 80);
    press(&app, "<F10><Down><Enter>王某<Enter>2");
    zc_check("no PIN: a leader is added and works", app.survey && shows(&app, "王某(组长)"));
    press(&app, "s4<Down><Down><Enter>2580<Enter>2580<Enter>");
    zc_check("who sets a PIN", shows(&app, "组长的 PIN 已设"));
    press(&app, "<Up><Up><Enter><F10>");
    zc_check("a worker is taken without one", shows(&app, "李某(调查员)"));
    press(&app, "s4<Down><Enter>");
    zc_check("the leader asks for it", shows(&app, "王某") && shows(&app, "请输入"));
    press(&app, "1111<Enter>");
    zc_check("a wrong one changes nobody",
             shows(&app, "组长的 PIN 不对") && zc_str_is(app.survey->person.name, "李某"));
    press(&app, "<Enter>");
    press(&app, "２580<Enter>");
    zc_check("the right one does, full width or not", zc_str_is(app.survey->person.name, "王某"));
    zc_app_release(&app);
}

static void check_pin(const char *base)
{
    struct zc_app app;
    new_home(base, "pin");
    guard_store();
    open_start(&app, NULL, 24, 80);
    press(&app, "<Down><Enter>");
    zc_check("the start screen asks too, though nobody else worked since",
             !app.survey && shows(&app, "请输入"));
    press(&app, "<Esc>");
    zc_check("Esc opens nothing", !app.survey && app.depth == 1);
    press(&app, "<Enter>0000<Enter>");
    zc_check("nor does a wrong PIN", !app.survey && shows(&app, "PIN 不对"));
    press(&app, "<Down><Enter>赵某<Enter>2");
    zc_check("a new leader is no way around it", !app.survey && shows(&app, "请输入"));
    press(&app, "2580<Enter>");
    zc_check("with the PIN home opens", app.survey && shows(&app, "赵某(组长)"));
    zc_app_release(&app);
}

/* Wrong tries, as the clock goes. */
static void check_tries(const char *base)
{
    static const struct {
        const char *pin;
        int64_t at_s;
        const char *says; /* part of the message; NULL: it opens */
    } tries[] = {
        { "1", 0, "不对" },       { "2", 0, "不对" },       { "3", 0, "不对" },
        { "2580", 1, "请等4秒" }, { "2580", 4, "请等1秒" }, { "4", 5, "不对" },
        { "2580", 6, "请等9秒" }, { "5", 15, "不对" },      { "2580", 34, "请等1秒" },
        { "", 40, "要输入 PIN" }, { "2580", 40, NULL },     { "6", 40, "不对" },
        { "2580", 40, NULL },
    };
    struct zc_err err = { 0 };
    char path[400];
    new_home(base, "tries");
    make_store("A", 1, "李某", "2026-11-20T09:00:00+08:00");
    snprintf(path, sizeof path, "%s", place("A"));
    struct zc_store *store = zc_store_open(path, false, &err);
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_WRITE, &err);
    zc_check("a worker has no PIN", !zc_gate_set(txn, ZC_RANK_WORKER, ZC_STR("2580"), &err));
    zc_check("three characters are too few",
             !zc_gate_set(txn, ZC_RANK_LEADER, ZC_STR("258"), &err));
    zc_check("four will do", zc_gate_set(txn, ZC_RANK_LEADER, ZC_STR("2580"), &err) &&
                                 zc_gate_is_closed(txn, ZC_RANK_LEADER) &&
                                 !zc_gate_is_closed(txn, ZC_RANK_OFFICE));
    struct zc_arena arena = { 0 };
    zc_check(
        "it is not kept as it is",
        zc_str_starts(zc_setting_get(txn, ZC_STR("pin.leader"), &arena), ZC_STR("$argon2id$")));
    zc_txn_commit(txn, &err);
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        err = (struct zc_err){ 0 };
        bool open = zc_gate_open(store, ZC_RANK_LEADER, zc_str_of(tries[i].pin),
                                 (1000 + tries[i].at_s) * 1000, &err);
        zc_checkf(open == !tries[i].says &&
                      (open || (err.code == ZC_E_DENIED && strstr(err.msg, tries[i].says))),
                  "try %zu, '%s' after %d s: %s", i + 1, tries[i].pin, (int)tries[i].at_s,
                  open ? "opens" : err.msg);
    }
    zc_check("a role without a PIN is open",
             zc_gate_open(store, ZC_RANK_DISTRICT, (struct zc_str){ 0 }, 0, &err));
    zc_store_close(store);
    zc_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const char *base = zc_temp_dir_new();
    struct zc_err err = { 0 };
    pack_dir = argc > 1 ? argv[1] : "forms/liangxin";
    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock_now, &err);
    check_first_store(base);
    check_bad_pack(base);
    check_skipped(base);
    check_mending(base);
    check_list(base);
    check_card(base);
    check_stale(base);
    check_nobody(base);
    check_pin(base);
    check_tries(base);
    check_console();
    zc_temp_dir_remove(base);
    return zc_check_done();
}

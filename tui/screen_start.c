#include "core/text.h"
#include "storage/salvage.h"
#include "tui/demo.h"
#include "tui/frame.h"
#include "tui/glyph.h"
#include "tui/known_stores.h"
#include "tui/popup.h"
#include "tui/safety.h"
#include "tui/screens.h"
#include "tui/start.h"
#include "tui/unlock.h"
#include "tui/wizard.h"
#include <stdio.h>
#include <stdlib.h>

struct start {
    struct zc_start view;
    struct zc_wizard wizard;
    bool asking;    /* the wizard's popup is above */
    bool mending;   /* the question about a damaged store is */
    bool unlocking; /* the prompt for the PIN of this person is */
    struct zc_buf who;
    enum zc_rank role;
    struct zc_survey *survey; /* while home is above; ours to close */
    struct zc_buf dir;        /* of args, or of a store just made */
};

enum {
    START_NEXT = 1,
    START_UP,
    START_DOWN,
    START_FIRST,
    START_LAST,
    START_SECTION,
    START_BACK,
    START_MAKE,
    START_FORGET,
    START_ROW /* and the eight behind it: a row by its digit */
};

static void reload(struct start *start)
{
    zc_start_load(&start->view, start->dir.len > 0 ? zc_buf_cstr(&start->dir) : NULL);
}

static bool start_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct start *start = state;
    const struct zc_start_args *open = args;
    (void)app, (void)err;
    start->view.clock = open->clock;
    if (open->dir)
        zc_buf_text(&start->dir, open->dir);
    reload(start);
    const struct zc_store_card *store = zc_start_store(&start->view);
    if (store && store->reason.len == 0 && (open->dir || start->view.nstores == 1))
        start->view.section = ZC_START_PEOPLE;
    return true;
}

/* Drawing */

/* Columns end where the ones of the other section do; the name takes what is left. */
struct columns {
    int name, name_cols, path, path_cols; /* path_cols 0: no room */
    int role;
    int records, group, last; /* where they end */
};

static struct columns columns_of(const struct zc_canvas *canvas)
{
    int last = canvas->cols - 1, wide = canvas->cols >= 80;
    struct columns c = { .name = 4, .last = last, .group = last - 13, .records = last - 19 };
    int room = c.records - 9 - c.name;
    c.name_cols = !wide ? room : canvas->cols >= 120 ? 44 : 26;
    c.role = c.name + 14;
    if (wide) {
        c.role = c.path = c.name + c.name_cols + 1;
        c.path_cols = room - c.name_cols - 1;
    }
    return c;
}

struct layout {
    int stores, nstores, group, people, npeople; /* first row and rows of each list */
};

static struct layout layout_of(const struct start *start, const struct zc_canvas *canvas)
{
    enum { BETWEEN = 4, REASON = 3 }; /* rule, group, rule, heads; rows of a reason */
    int room = canvas->rows - 5 - 3 - BETWEEN;
    int stores = (int)zc_start_rows(&start->view, ZC_START_STORES);
    int people = (int)zc_start_rows(&start->view, ZC_START_PEOPLE);
    people = people < REASON ? REASON : people;
    struct layout l = { .stores = 3 };
    int least = room / 2;
    l.nstores = stores <= room - people ? stores : room - people > least ? room - people : least;
    l.nstores = l.nstores < stores ? l.nstores : stores;
    l.group = l.stores + l.nstores + 1;
    l.people = l.group + 3;
    l.npeople = room - l.nstores;
    return l;
}

static uint32_t first_of(uint32_t focus, int rows)
{
    return rows > 0 && focus >= (uint32_t)rows ? focus - (uint32_t)rows + 1 : 0;
}

/* Sign, digit and highlight of a row; digits stand in the section that has the focus. */
static void mark_row(struct zc_canvas *canvas, int row, uint32_t index, bool here, bool active)
{
    if (active && index < 9)
        zc_canvas_printf(canvas, row, 2, ZC_STYLE_NORMAL, "%u", index + 1);
    if (!here)
        return;
    zc_canvas_text(canvas, row, 0, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_FOCUS));
    if (!active)
        return;
    zc_canvas_style(canvas, row, 0, canvas->cols, ZC_STYLE_TITLE);
    zc_canvas_cursor(canvas, row, 0);
}

/* The end of a path says more than its start. */
static void put_path(struct zc_canvas *canvas, int row, int col, int cols, struct zc_str dir)
{
    const char *home = getenv("HOME");
    struct zc_buf path = { 0 };
    if (home && *home && zc_str_starts(dir, zc_str_of(home)) && dir.ptr[zc_str_of(home).len] == '/')
        zc_buf_printf(&path, "~%.*s", ZC_ARG(zc_str_from(dir, zc_str_of(home).len)));
    else
        zc_buf_add(&path, dir);
    if (zc_text_cols(zc_buf_str(&path)) > (unsigned)cols) {
        struct zc_str tail = zc_text_tail(zc_buf_str(&path), (unsigned)cols - 1);
        col = zc_canvas_text(canvas, row, col, ZC_STYLE_NORMAL, zc_glyph(ZC_GLYPH_ELLIPSIS));
        zc_canvas_put(canvas, row, col, ZC_STYLE_NORMAL, tail);
    } else {
        zc_canvas_put(canvas, row, col, ZC_STYLE_NORMAL, zc_buf_str(&path));
    }
    zc_buf_release(&path);
}

static void put_time(const struct start *start, struct zc_canvas *canvas, int row, int end,
                     struct zc_str at)
{
    struct zc_arena arena = { 0 };
    struct zc_str text = zc_card_time(at, &start->view.clock, &arena);
    zc_canvas_put_right(canvas, row, end, ZC_STYLE_NORMAL, text.len ? text : ZC_STR("-"));
    zc_arena_release(&arena);
}

static void draw_store(const struct start *start, struct zc_canvas *canvas, int row, uint32_t index)
{
    struct columns c = columns_of(canvas);
    if (index >= start->view.nstores) {
        const struct zc_start_line *line = &zc_start_lines[index - start->view.nstores];
        zc_canvas_printf(canvas, row, c.name, ZC_STYLE_NORMAL, "%s %s%s", zc_glyph(ZC_GLYPH_ADD),
                         zc_text_get(line->label), zc_glyph(ZC_GLYPH_ELLIPSIS));
        return;
    }
    const struct zc_store_card *store = &start->view.stores[index];
    const char *mark = store->readonly   ? ZC_T(" 只读", " read-only")
                       : store->practice ? ZC_T(" 练习", " practice")
                                         : "";
    int mark_cols = (int)zc_text_cols(zc_str_of(mark));
    zc_canvas_fit(canvas, row, c.name, c.name_cols - mark_cols, ZC_STYLE_NORMAL, store->title,
                  false);
    if (mark_cols)
        zc_canvas_text(canvas, row, c.name + c.name_cols - mark_cols, ZC_STYLE_WARN, mark);
    if (store->reason.len > 0) {
        int at = c.name + c.name_cols + 1;
        at = zc_canvas_text(canvas, row, at, ZC_STYLE_ERROR, zc_glyph(ZC_GLYPH_ERROR)) + 1;
        zc_canvas_fit(canvas, row, at, c.last - at, ZC_STYLE_NORMAL, store->brief, false);
        return;
    }
    if (c.path_cols > 0)
        put_path(canvas, row, c.path, c.path_cols, store->dir);
    zc_canvas_number(canvas, row, c.records, ZC_STYLE_NORMAL, store->records);
    zc_canvas_number(canvas, row, c.group, ZC_STYLE_NORMAL, store->group);
    put_time(start, canvas, row, c.last, store->last_used);
}

/* Signs at the edge: there are rows above or below the ones shown. */
static void mark_more(struct zc_canvas *canvas, int row, int shown, uint32_t first, uint32_t rows)
{
    int col = canvas->cols - 1;
    if (shown > 0 && first > 0)
        zc_canvas_text(canvas, row, col, ZC_STYLE_INFO, zc_glyph(ZC_GLYPH_UP));
    if (shown > 0 && first + (uint32_t)shown < rows)
        zc_canvas_text(canvas, row + shown - 1, col, ZC_STYLE_INFO, zc_glyph(ZC_GLYPH_DOWN));
}

static void draw_stores(const struct start *start, struct zc_canvas *canvas,
                        const struct layout *layout)
{
    struct columns c = columns_of(canvas);
    bool active = start->view.section == ZC_START_STORES;
    uint32_t first = first_of(start->view.store, layout->nstores);
    uint32_t rows = zc_start_rows(&start->view, ZC_START_STORES);
    zc_canvas_text(canvas, 2, 1, ZC_STYLE_STRONG, ZC_T("调查库", "store"));
    if (start->view.nstores > 0) {
        if (c.path_cols > 0)
            zc_canvas_text(canvas, 2, c.path, ZC_STYLE_STRONG, ZC_T("位置", "folder"));
        zc_canvas_put_right(canvas, 2, c.records, ZC_STYLE_STRONG,
                            zc_str_of(ZC_T("条数", "records")));
        zc_canvas_put_right(canvas, 2, c.group, ZC_STYLE_STRONG, zc_str_of(ZC_T("小组", "group")));
        zc_canvas_put_right(canvas, 2, c.last, ZC_STYLE_STRONG,
                            zc_str_of(ZC_T("上次打开", "last used")));
    }
    for (int i = 0; i < layout->nstores && first + (uint32_t)i < rows; i++) {
        uint32_t index = first + (uint32_t)i;
        draw_store(start, canvas, layout->stores + i, index);
        mark_row(canvas, layout->stores + i, index, index == start->view.store, active);
    }
    mark_more(canvas, layout->stores, layout->nstores, first, rows);
}

static void draw_person(const struct start *start, struct zc_canvas *canvas, int row,
                        uint32_t index)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    struct columns c = columns_of(canvas);
    if (index >= store->npeople) {
        zc_canvas_printf(canvas, row, c.name, ZC_STYLE_NORMAL, "%s %s%s", zc_glyph(ZC_GLYPH_ADD),
                         ZC_T("新增人员", "new person"), zc_glyph(ZC_GLYPH_ELLIPSIS));
        return;
    }
    const struct zc_card_person *person = &store->people[index];
    zc_canvas_fit(canvas, row, c.name, c.role - c.name - 1, ZC_STYLE_NORMAL, person->person.name,
                  false);
    zc_canvas_text(canvas, row, c.role, ZC_STYLE_NORMAL,
                   zc_text_get(zc_rank_label(person->person.role)));
    zc_canvas_number(canvas, row, c.group, ZC_STYLE_NORMAL, person->unsaved);
    put_time(start, canvas, row, c.last, person->person.last_used);
}

static void draw_people(const struct start *start, struct zc_canvas *canvas,
                        const struct layout *layout)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    struct columns c = columns_of(canvas);
    bool active = start->view.section == ZC_START_PEOPLE;
    uint32_t first = first_of(start->view.person, layout->npeople);
    uint32_t rows = zc_start_rows(&start->view, ZC_START_PEOPLE);
    int head = layout->people - 1;
    zc_canvas_text(canvas, head, 1, ZC_STYLE_STRONG, ZC_T("我是谁", "who I am"));
    zc_canvas_text(canvas, head, c.role, ZC_STYLE_STRONG, ZC_T("身份", "role"));
    zc_canvas_put_right(canvas, head, c.group, ZC_STYLE_STRONG, zc_str_of(ZC_T("未存", "unsaved")));
    zc_canvas_put_right(canvas, head, c.last, ZC_STYLE_STRONG,
                        zc_str_of(ZC_T("上次使用", "last used")));
    if (store->npeople == 0 && store->readonly)
        zc_canvas_text(canvas, layout->people, c.name, ZC_STYLE_DIM,
                       ZC_T("库里还没有人员；只能查看，按 Enter 打开。",
                            "nobody is in this store yet; it can be looked at, Enter opens it"));
    for (int i = 0; i < layout->npeople && first + (uint32_t)i < rows; i++) {
        uint32_t index = first + (uint32_t)i;
        draw_person(start, canvas, layout->people + i, index);
        mark_row(canvas, layout->people + i, index, active && index == start->view.person, active);
    }
    mark_more(canvas, layout->people, layout->npeople, first, rows);
}

/* Group and people of the store in focus, or why it cannot be opened. */
static void draw_below(const struct start *start, struct zc_canvas *canvas,
                       const struct layout *layout)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    int row = layout->group;
    zc_canvas_rule(canvas, row - 1);
    if (!store) {
        const struct zc_start_line *line = &zc_start_lines[start->view.store - start->view.nstores];
        if (start->view.nstores == 0)
            zc_canvas_text(canvas, row++, 4, ZC_STYLE_NORMAL,
                           ZC_T("这台电脑上还没有调查库。按 Enter 新建第一个。",
                                "There is no store on this computer yet. Enter makes the first."));
        zc_frame_lines(canvas, row, 4, 2, canvas->cols - 6, zc_str_of(zc_text_get(line->hint)));
    } else if (store->reason.len > 0) {
        zc_frame_lines(canvas, row, 4, canvas->rows - 5 - row, canvas->cols - 6, store->reason);
    } else {
        int col = zc_canvas_text(canvas, row, 1, ZC_STYLE_STRONG, ZC_T("我的小组", "my group"));
        zc_canvas_put(canvas, row, col + 3, ZC_STYLE_NORMAL,
                      store->group_name.len > 0 ? store->group_name
                                                : zc_str_of(ZC_T("全区", "district")));
        zc_canvas_rule(canvas, row + 1);
        draw_people(start, canvas, layout);
    }
}

static void draw_hint(const struct start *start, struct zc_canvas *canvas)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    const struct zc_card_person *person = zc_start_person(&start->view);
    int row = canvas->rows - 4;
    if (!store)
        return;
    if (start->view.section == ZC_START_STORES)
        put_path(canvas, row, 1, canvas->cols - 2, store->dir);
    else if (person && person->unsaved > 0)
        zc_canvas_printf(canvas, row, 1, ZC_STYLE_WARN,
                         ZC_T("有 %llu 份未存的表，没有丢失内容；打开后在首页按 1 继续",
                              "%llu unsaved forms, nothing is lost; 1 on home goes on"),
                         (unsigned long long)person->unsaved);
    else if (!person && !store->readonly)
        zc_canvas_text(canvas, row, 1, ZC_STYLE_DIM,
                       ZC_T("先写姓名，再选身份", "a name first, then a role"));
}

static void start_draw(const void *state, struct zc_canvas *canvas)
{
    const struct start *start = state;
    struct layout layout = layout_of(start, canvas);
    char now[ZC_DATETIME_TEXT];
    zc_moment_print(zc_clock_moment(&start->view.clock), false, now);
    now[10] = ' ';
    zc_frame_title(canvas, zc_str_of(ZC_T("造册  打开调查库", "zaoce  open a store")),
                   zc_str_head(zc_str_of(now), 16));
    zc_canvas_rule(canvas, 1);
    draw_stores(start, canvas, &layout);
    draw_below(start, canvas, &layout);
    zc_canvas_rule(canvas, canvas->rows - 5);
    draw_hint(start, canvas);
}

/* Acts */

static void ask_pin(struct start *start, struct zc_app *app, struct zc_str name, enum zc_rank role)
{
    struct zc_prompt prompt = { .title = ZC_STR("PIN"),
                                .text = zc_str_of(ZC_T("这个身份在本机设了 PIN，请输入",
                                                       "this role has a PIN on this laptop")),
                                .needed = true,
                                .covered = true };
    start->unlocking = true;
    start->role = role;
    zc_buf_reset(&start->who);
    zc_buf_add(&start->who, name);
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

/* Opens the store and home on it. Nobody named: to be looked at. Where the role has a PIN and none
 * is given it is asked for first. */
static bool open_store(struct start *start, struct zc_app *app, const char *dir, struct zc_str name,
                       enum zc_rank role, struct zc_str pin)
{
    struct zc_err err = { 0 }, unkept = { 0 };
    struct zc_survey *survey = zc_survey_open(dir, false, &start->view.clock, &err);
    bool ok = survey != NULL;
    if (ok && name.len > 0 && pin.len == 0 && zc_unlock_needed(survey, name, role, true)) {
        zc_survey_close(survey);
        ask_pin(start, app, name, role);
        return true;
    }
    ok = ok && (name.len == 0 || zc_unlock(survey, name, role, true, pin, &err));
    /* A full disk does not keep anybody from looking and exporting. */
    if (ok && name.len > 0 &&
        (zc_store_is_readonly(survey->store) || !zc_survey_choose(survey, name, role, &unkept)))
        ok = zc_survey_work_as(survey, name, unkept.code ? &unkept : &err);
    if (!ok) {
        zc_app_fail(app, err.code ? &err : &unkept);
        zc_survey_close(survey);
        return false;
    }
    zc_known_stores_add(dir);
    start->survey = survey;
    if (!zc_screens_begin(app, survey)) {
        start->survey = NULL;
        zc_survey_close(survey);
        return false;
    }
    if (unkept.code)
        zc_app_fail(app, &unkept);
    return true;
}

static void open_person(struct start *start, struct zc_app *app)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    const struct zc_card_person *person = zc_start_person(&start->view);
    struct zc_buf dir = { 0 };
    if (!store)
        return;
    if (!person && !store->readonly) {
        start->asking = true;
        zc_wizard_begin(&start->wizard, app, ZC_WIZARD_NAME);
        return;
    }
    zc_buf_add(&dir, store->dir);
    open_store(start, app, zc_buf_cstr(&dir), person ? person->person.name : (struct zc_str){ 0 },
               ZC_RANK_NONE, (struct zc_str){ 0 });
    zc_buf_release(&dir);
}

static void show_making(void *ctx, unsigned done, unsigned total)
{
    zc_app_working(ctx, ZC_T("正在做练习数据", "making practice data"), done, total);
}

/* The district's store of the practice survey, which is made when it is not there. */
static void open_practice(struct start *start, struct zc_app *app)
{
    struct zc_buf dir = { 0 }, pack = { 0 }, store = { 0 };
    struct zc_err err = { 0 };
    zc_demo_home(&dir);
    zc_survey_default_pack(&pack);
    bool ok = dir.len > 0 || zc_fail(&err, ZC_E_SYSTEM,
                                     ZC_T("没有主目录（HOME），请用 zaoce demo 文件夹",
                                          "there is no HOME; use zaoce demo DIR"));
    if (ok && !zc_demo_is_there(zc_buf_cstr(&dir)))
        ok = zc_demo_make(zc_buf_cstr(&dir), zc_buf_cstr(&pack), &start->view.clock, show_making,
                          app, &err);
    for (unsigned group = 1; ok && group <= 9; group++) { /* the district's is the last */
        zc_buf_reset(&store);
        zc_demo_store(zc_buf_cstr(&dir), group, &store);
        zc_known_stores_add(zc_buf_cstr(&store));
    }
    if (ok)
        open_store(start, app, zc_buf_cstr(&store), (struct zc_str){ 0 }, ZC_RANK_NONE,
                   (struct zc_str){ 0 });
    else
        zc_app_fail(app, &err);
    zc_buf_release(&dir);
    zc_buf_release(&pack);
    zc_buf_release(&store);
}

static void make_new(struct start *start, struct zc_app *app)
{
    start->asking = true;
    zc_wizard_begin(&start->wizard, app, ZC_WIZARD_PACK);
}

/* A damaged store: its newest backup, or what can be proved of it. */

enum { MEND_RESTORE = 1, MEND_SALVAGE, MEND_BACK };

static void ask_to_mend(struct start *start, struct zc_app *app, const struct zc_store_card *store)
{
    struct zc_arena arena = { 0 };
    bool any = store->backup.len > 0;
    struct zc_str at = zc_card_time(store->backup_at, &start->view.clock, &arena);
    struct zc_str restore = zc_arena_printf(
        &arena, ZC_T("用最近的备份（%.*s）恢复", "restore the latest backup (%.*s)"), ZC_ARG(at));
    struct zc_dialog dialog = {
        .title = zc_str_of(ZC_T("调查库已损坏", "the store is damaged")),
        .text = store->reason,
        .answers = { any ? zc_arena_cstr(&arena, restore) : ZC_T("没有备份", "there is no backup"),
                     ZC_T("抢救：能证实的改动写成交换文件",
                          "salvage: write what can be proved to an exchange file"),
                     ZC_T("返回", "back") },
        .safe = MEND_BACK,
    };
    start->mending = true;
    zc_app_ask(app, &dialog);
    zc_arena_release(&arena);
}

static void restore_backup(struct start *start, struct zc_app *app,
                           const struct zc_store_card *store)
{
    struct zc_arena arena = { 0 };
    struct zc_restored restored;
    struct zc_err err = { 0 };
    if (zc_restore(zc_arena_cstr(&arena, store->backup), zc_arena_cstr(&arena, store->dir),
                   zc_clock_now(&start->view.clock, &arena), &restored, &err))
        zc_app_say(app, ZC_SAY_DONE,
                   ZC_T("已恢复%llu条；原来的文件留在 backup/%s",
                        "%llu records are back; the file before is kept as backup/%s"),
                   (unsigned long long)restored.records, restored.aside);
    else
        zc_app_fail(app, &err);
    zc_arena_release(&arena);
    reload(start);
}

static void salvage_store(struct zc_app *app, const struct zc_store_card *store)
{
    struct zc_arena arena = { 0 };
    struct zc_salvage found;
    struct zc_err err = { 0 };
    struct zc_str path = zc_arena_printf(&arena, "%.*s-salvage.zc1.csv", ZC_ARG(store->dir));
    if (zc_salvage_run(zc_arena_cstr(&arena, store->dir), zc_arena_cstr(&arena, path), &found,
                       &err))
        zc_app_say(app, ZC_SAY_DONE,
                   ZC_T("抢救出%llu条记录、%llu版改动，在 %.*s；导入新库即可",
                        "%llu records with %llu changes are in %.*s; import it into a new store"),
                   (unsigned long long)found.records, (unsigned long long)found.revisions,
                   ZC_ARG(path));
    else
        zc_app_fail(app, &err);
    zc_arena_release(&arena);
}

static void mend(struct start *start, struct zc_app *app)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    start->mending = false;
    if (store && app->result == MEND_RESTORE && store->backup.len > 0)
        restore_backup(start, app, store);
    else if (store && app->result == MEND_SALVAGE)
        salvage_store(app, store);
}

/* Enter on a row of the stores. */
static void go_on(struct start *start, struct zc_app *app)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    if (store && store->damaged) {
        ask_to_mend(start, app, store);
    } else if (store && store->reason.len > 0) {
        zc_app_say(app, ZC_SAY_PROBLEM, "%.*s", ZC_ARG(store->reason));
    } else if (store && store->readonly && store->npeople == 0) {
        open_person(start, app);
    } else if (store) {
        start->view.section = ZC_START_PEOPLE;
    } else {
        switch ((enum zc_start_extra)(start->view.store - start->view.nstores)) {
        case ZC_START_NEW:
            make_new(start, app);
            break;
        case ZC_START_PRACTICE:
            open_practice(start, app);
            break;
        case ZC_START_EXTRAS:
            break;
        }
    }
}

static void next(struct start *start, struct zc_app *app)
{
    if (start->view.section == ZC_START_STORES)
        go_on(start, app);
    else
        open_person(start, app);
}

static void forget(struct start *start, struct zc_app *app)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    struct zc_buf dir = { 0 };
    struct zc_err err = { 0 };
    if (!store || store->reason.len == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("只有打不开的库才从列表去掉",
                        "only a store that cannot be opened leaves the list"));
        return;
    }
    zc_buf_add(&dir, store->dir);
    if (!zc_known_stores_forget(zc_buf_cstr(&dir), &err)) {
        zc_app_fail(app, &err);
    } else {
        zc_buf_reset(&start->dir);
        reload(start);
        zc_app_say(app, ZC_SAY_DONE,
                   ZC_T("已从列表去掉“%s”，文件没有动；用 -s 打开一次又会列出",
                        "'%s' is off the list, its files are untouched; opening it with -s lists "
                        "it again"),
                   zc_buf_cstr(&dir));
    }
    zc_buf_release(&dir);
}

static enum zc_next start_act(void *state, struct zc_app *app, int action)
{
    struct start *start = state;
    const struct zc_store_card *store = zc_start_store(&start->view);
    enum { FAR = 1 << 20 };
    switch (action) {
    case START_NEXT:
        next(start, app);
        break;
    case START_UP:
    case START_DOWN:
        zc_start_move(&start->view, action == START_UP ? -1 : 1);
        break;
    case START_FIRST:
    case START_LAST:
        zc_start_move(&start->view, action == START_FIRST ? -FAR : FAR);
        break;
    case START_SECTION:
        if (start->view.section == ZC_START_PEOPLE)
            start->view.section = ZC_START_STORES;
        else if (store && zc_start_rows(&start->view, ZC_START_PEOPLE) > 0)
            start->view.section = ZC_START_PEOPLE;
        break;
    case START_BACK:
        if (start->view.section == ZC_START_STORES)
            zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("再按 F10 退出", "press F10 to quit"));
        start->view.section = ZC_START_STORES;
        break;
    case START_MAKE:
        make_new(start, app);
        break;
    case START_FORGET:
        forget(start, app);
        break;
    default:
        if (zc_start_to(&start->view, (uint32_t)(action - START_ROW)))
            next(start, app);
    }
    return ZC_NEXT_STAY;
}

/* All questions are answered: the store is made, or the person added, and home opens. */
static void finish_new(struct start *start, struct zc_app *app)
{
    struct zc_wizard *wizard = &start->wizard;
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    struct zc_person person = { .name = zc_buf_str(&wizard->name), .role = wizard->role };
    const char *dir = zc_buf_cstr(&wizard->place);
    zc_known_stores_prepare(dir);
    bool made = zc_survey_create(dir, zc_buf_cstr(&wizard->pack), wizard->group, &person,
                                 &start->view.clock, &findings, &err);
    zc_findings_release(&findings);
    if (!made) {
        zc_wizard_again(wizard, app, ZC_WIZARD_PLACE);
        zc_app_fail(app, &err);
        return;
    }
    start->asking = false;
    zc_buf_reset(&start->dir);
    zc_buf_text(&start->dir, dir);
    if (open_store(start, app, dir, person.name, ZC_RANK_NONE, (struct zc_str){ 0 }))
        zc_app_say(app, ZC_SAY_DONE, ZC_T("已建好调查库“%s”", "store '%s' is made"), dir);
    else
        reload(start);
}

static void finish_person(struct start *start, struct zc_app *app)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    struct zc_str name = zc_buf_str(&start->wizard.name);
    struct zc_buf dir = { 0 };
    start->asking = false;
    for (uint32_t i = 0; store && i < store->npeople; i++) {
        if (zc_str_eq(store->people[i].person.name, name)) {
            zc_start_to(&start->view, i);
            zc_app_say(app, ZC_SAY_INFO,
                       ZC_T("已有“%.*s”，按 Enter 打开", "'%.*s' is there already; Enter opens"),
                       ZC_ARG(name));
            return;
        }
    }
    if (store) {
        zc_buf_add(&dir, store->dir);
        open_store(start, app, zc_buf_cstr(&dir), name, start->wizard.role, (struct zc_str){ 0 });
    }
    zc_buf_release(&dir);
}

/* The PIN was typed, or not. */
static void unlock(struct start *start, struct zc_app *app)
{
    const struct zc_store_card *store = zc_start_store(&start->view);
    struct zc_arena arena = { 0 };
    start->unlocking = false;
    if (store && app->result > 0) {
        struct zc_str name = zc_arena_copy(&arena, zc_buf_str(&start->who));
        struct zc_str pin = zc_arena_copy(&arena, zc_buf_str(&app->result_text));
        app->result = 0;
        open_store(start, app, zc_arena_cstr(&arena, store->dir), name, start->role, pin);
    }
    zc_arena_release(&arena);
}

static enum zc_next start_resume(void *state, struct zc_app *app)
{
    struct start *start = state;
    if (start->survey) { /* home was left */
        struct zc_err err = { 0 };
        zc_screens_end(app);
        if (!zc_safety_leave(start->survey, &err))
            zc_app_fail(app, &err);
        start->survey = NULL;
        reload(start);
        return ZC_NEXT_STAY;
    }
    if (start->mending)
        mend(start, app);
    if (start->unlocking)
        unlock(start, app);
    if (!start->asking)
        return ZC_NEXT_STAY;
    bool is_store = start->wizard.first == ZC_WIZARD_PACK;
    enum zc_wizard_next next_step = zc_wizard_answer(&start->wizard, app);
    start->asking = next_step == ZC_WIZARD_ASKING;
    if (next_step == ZC_WIZARD_DONE && is_store)
        start->asking = true, finish_new(start, app);
    else if (next_step == ZC_WIZARD_DONE)
        finish_person(start, app);
    return ZC_NEXT_STAY;
}

void zc_screen_start_settle(struct zc_app *app)
{
    struct start *start = app->stack[app->depth - 1].state;
    const struct zc_store_card *store = zc_start_store(&start->view);
    bool looking = start->dir.len > 0 && store && store->readonly && store->npeople == 0;
    if (zc_start_is_settled(&start->view) || looking)
        open_person(start, app);
}

static void start_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(
        out, ZC_T("先选调查库，再选自己，回车进入首页。小组在建库时定下，以后不变。\n"
                  "打不开的库留在列表里，旁边写明原因；按 Del 从列表去掉，文件不动。\n"
                  "损坏的库按回车：用最近的备份恢复，或抢救成交换文件。\n"
                  "组长以上的身份可以设 PIN（设置、人员），选这个身份时要输入。忘了由更高身份的人"
                  "取消；没有这样的人就导出交换文件、导入新库，记录一条不少。\n",
                  "Choose a store, then yourself; Enter opens home. The group of a store is "
                  "fixed when it is made.\n"
                  "A store that cannot be opened stays in the list with its reason; Del "
                  "takes it off, its files are untouched.\n"
                  "Enter on a damaged one: restore its latest backup, or salvage it as an "
                  "exchange file.\n"
                  "Roles above the worker may have a PIN (settings, people). One that is "
                  "forgotten is taken away by a higher role; where there is none, export the "
                  "records and import them into a new store: nothing is lost.\n"));
}

static void start_leave(void *state)
{
    struct start *start = state;
    struct zc_err err;
    zc_safety_leave(start->survey, &err); /* the program ends: nobody reads why not */
    zc_start_release(&start->view);
    zc_wizard_release(&start->wizard);
    zc_buf_release(&start->dir);
    zc_buf_release(&start->who);
}

static const struct zc_binding start_bindings[] = {
    { ZC_KEY_ENTER, START_NEXT, { "下一步", "next" } },
    { ZC_KEY_TAB, START_NEXT, { 0 } },
    { ZC_KEY_DOWN, START_DOWN, { "选择", "choose" } },
    { ZC_KEY_UP, START_UP, { 0 } },
    { ZC_KEY_CTRL_HOME, START_FIRST, { 0 } },
    { ZC_KEY_CTRL_END, START_LAST, { 0 } },
    { '1', START_ROW, { 0 } },
    { '2', START_ROW + 1, { 0 } },
    { '3', START_ROW + 2, { 0 } },
    { '4', START_ROW + 3, { 0 } },
    { '5', START_ROW + 4, { 0 } },
    { '6', START_ROW + 5, { 0 } },
    { '7', START_ROW + 6, { 0 } },
    { '8', START_ROW + 7, { 0 } },
    { '9', START_ROW + 8, { 0 } },
    { 'n', START_MAKE, { "新建库", "new" } },
    { ZC_KEY_F6, START_SECTION, { "下区", "region" } },
    { ZC_KEY_BACKTAB, START_BACK, { 0 } },
    { ZC_KEY_ESC, START_BACK, { "返回", "back" } },
    { ZC_KEY_DELETE, START_FORGET, { "去掉", "forget" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_start = {
    .name = "start",
    .title = { "打开调查库", "open a store" },
    .state_size = sizeof(struct start),
    .bindings = start_bindings,
    .enter = start_enter,
    .draw = start_draw,
    .act = start_act,
    .resume = start_resume,
    .help = start_help,
    .leave = start_leave,
};

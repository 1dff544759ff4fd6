#include "core/alloc.h"
#include "storage/gaps.h"
#include "tui/list_map.h"
#include "tui/popup.h"
#include "tui/popup_work.h"
#include "tui/safety.h"
#include "tui/screen_import_impl.h"
#include "tui/store_card.h"
#include <string.h>

/* 合并导入: choose files, see what would happen, merge, see what happened. Preview and merge are
 * jobs of the app; a merge goes on when the screen is left, and is found again when it is opened.
 */

enum {
    ACT_UP = 1,
    ACT_DOWN,
    ACT_OPEN,
    ACT_MARK,
    ACT_ALL,
    ACT_GO,
    ACT_SITE,
    ACT_MISSING,
    ACT_UNDO,
    ACT_BACK
};

/* Choosing files */

static void find_files(struct zc_import_screen *import)
{
    zc_arena_reset(&import->found);
    import->nfiles = import->focus = 0;
    if (import->site.from)
        import->files = zc_incoming_find(import->site.from, &import->found, &import->nfiles);
}

static void set_site(struct zc_import_screen *import, const struct zc_site *site)
{
    import->site = *site;
    find_files(import);
}

/* The first place that has something; else the first one. */
static void find_site(struct zc_import_screen *import)
{
    import->sites = zc_sites_find(import->app->world, &import->arena, &import->nsites);
    for (size_t i = 0; i < import->nsites; i++) {
        set_site(import, &import->sites[i]);
        if (import->nfiles > 0)
            return;
    }
    if (import->nsites > 0)
        set_site(import, &import->sites[0]);
}

static size_t count_marked(const struct zc_import_screen *import)
{
    size_t n = 0;
    for (size_t i = 0; i < import->nfiles; i++)
        n += import->files[i].marked;
    return n;
}

static void mark_all(struct zc_import_screen *import)
{
    bool all = count_marked(import) < import->nfiles;
    for (size_t i = 0; i < import->nfiles; i++)
        import->files[i].marked = all;
}

/* A merge that goes on, or one whose result nobody has seen. */
static void find_merge(struct zc_import_screen *import)
{
    struct zc_merge *merge = zc_merge_of(import->app->job);
    if (!merge || merge->dry_run)
        return;
    import->merge = merge;
    import->step = merge->job.state == ZC_JOB_RUNNING ? IMPORT_MERGE : IMPORT_RESULT;
}

static bool import_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct zc_import_screen *import = state;
    (void)args;
    import->app = app;
    import->survey = app->survey;
    import->step = IMPORT_PICK;
    if (!(import->form = zc_survey_form(app->survey, (struct zc_str){ 0 }, err)))
        return false;
    find_site(import);
    find_merge(import);
    if (import->step == IMPORT_PICK && app->survey->person.role == ZC_RANK_WORKER)
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("各组的交换包由组长合并；调查员导入的多是底册和改过的台账",
                        "leaders merge groups; workers take in lists and tables"));
    return true;
}

static void forget_job(struct zc_import_screen *import)
{
    if (import->merge && zc_merge_of(import->app->job) == import->merge)
        zc_app_drop(import->app);
    import->merge = NULL;
    zc_free(import->left_out);
    import->left_out = NULL;
    import->row = 0;
}

static void import_leave(void *state)
{
    struct zc_import_screen *import = state;
    if (import->step != IMPORT_MERGE)
        forget_job(import);
    zc_free(import->left_out);
    zc_arena_release(&import->found);
    zc_arena_release(&import->arena);
}

/* Jobs */

static void show_work(struct zc_import_screen *import)
{
    struct zc_str title =
        zc_str_of(import->merge->dry_run ? ZC_T("预览", "preview") : ZC_T("正在合并", "merging"));
    zc_app_push(import->app, &zc_popup_work, &title);
}

static bool begin(struct zc_import_screen *import, struct zc_merge *merge)
{
    if (!zc_app_begin(import->app, &merge->job)) {
        import->merge = NULL;
        return false;
    }
    import->merge = merge;
    import->row = 0;
    show_work(import);
    return true;
}

static void preview(struct zc_import_screen *import)
{
    struct zc_merge *merge = zc_merge_new(import->survey, import->form, true);
    for (size_t i = 0; i < import->nfiles; i++)
        if (import->files[i].marked)
            zc_merge_add(merge, import->files[i].path, import->files[i].bytes);
    forget_job(import);
    if (begin(import, merge))
        import->left_out = zc_alloc_zeroed(merge->n, sizeof *import->left_out);
}

/* Lists whose columns nobody has explained come first, one after the other. */
static void go_on(struct zc_import_screen *import)
{
    for (; import->mapping < import->nfiles; import->mapping++) {
        const struct zc_incoming *file = &import->files[import->mapping];
        struct zc_list_map map;
        struct zc_err err;
        if (!file->marked || file->kind != ZC_INTAKE_LIST ||
            !zc_list_map_open(&map, import->survey, import->form, file->path.ptr, &err))
            continue; /* the preview says what is wrong with it */
        bool needed = zc_list_map_is_needed(&map);
        zc_list_map_release(&map);
        struct zc_map_args args = { file->path.ptr, file->name, import->form };
        import->asking = IMPORT_ASKS_MAP;
        if (needed && zc_app_push(import->app, &zc_screen_map, &args))
            return;
        import->asking = IMPORT_ASKS_NOTHING;
    }
    preview(import);
}

static void start_preview(struct zc_import_screen *import)
{
    if (import->nfiles == 0)
        return;
    if (count_marked(import) == 0)
        import->files[import->focus].marked = true;
    import->mapping = 0;
    go_on(import);
}

static void start_merge(struct zc_import_screen *import)
{
    struct zc_err err = { 0 };
    struct zc_merge *merge = zc_merge_new(import->survey, import->form, false);
    for (size_t i = 0; i < import->merge->n; i++)
        if (!import->left_out[i] && import->merge->files[i].err.code == ZC_OK)
            zc_merge_add(merge, import->merge->files[i].path, import->merge->files[i].bytes);
    bool any = merge->n > 0;
    if (!any || !zc_store_may_write(import->survey->store, &err)) {
        zc_job_free(&merge->job);
        zc_app_say(import->app, ZC_SAY_PROBLEM, "%s",
                   any ? err.msg
                       : ZC_T("没有可以合并的文件", "there is no file that can be merged"));
        return;
    }
    forget_job(import);
    import->step = IMPORT_MERGE;
    if (!begin(import, merge))
        import->step = IMPORT_PICK;
}

/* The job is over, or was put into the background. */
static void look_at_job(struct zc_import_screen *import)
{
    if (!import->merge || import->merge->job.state == ZC_JOB_RUNNING)
        return;
    if (!import->merge->dry_run) {
        import->step = IMPORT_RESULT;
    } else if (import->merge->job.state == ZC_JOB_DONE) {
        import->step = IMPORT_PREVIEW;
    } else {
        forget_job(import);
        import->step = IMPORT_PICK;
    }
}

static enum zc_next import_job_ended(void *state, struct zc_app *app)
{
    (void)app;
    look_at_job(state);
    return ZC_NEXT_STAY;
}

/* Places */

static void ask_site(struct zc_import_screen *import)
{
    const struct zc_str cols[] = { ZC_STR("name"), ZC_STR("label") };
    struct zc_list *list = zc_list_new(ZC_STR("sites"), cols, 2, &import->arena);
    import->sites = zc_sites_find(import->app->world, &import->arena, &import->nsites);
    uint32_t n = (uint32_t)import->nsites + 1, *rows = ZC_NEW(&import->arena, uint32_t, n);
    list->value_col = 0;
    list->label_col = 1;
    for (uint32_t i = 0; i < n; i++) {
        const struct zc_site *site = i + 1 < n ? &import->sites[i] : NULL;
        struct zc_str cells[2] = { ZC_STR("+"), zc_str_of(ZC_T("其他文件夹或文件…",
                                                               "another folder or file…")) };
        if (site) {
            cells[0] = site->kind == ZC_SITE_HOME ? ZC_STR("~/zaoce") : site->name;
            cells[1] = zc_str_of(site->kind == ZC_SITE_HOME ? ZC_T("本机", "this machine")
                                                            : ZC_T("U 盘", "stick"));
        }
        zc_list_add(list, cells, 2, &import->arena);
        rows[i] = i;
    }
    struct zc_pick_args args = {
        .title = zc_str_of(ZC_T("从哪里", "from")), .list = list, .rows = rows, .n = n
    };
    import->asking = IMPORT_ASKS_SITE;
    zc_app_push(import->app, &zc_popup_pick, &args);
}

static void ask_path(struct zc_import_screen *import)
{
    struct zc_prompt prompt = {
        .title = zc_str_of(ZC_T("其他文件夹或文件", "another folder or file")),
        .text = zc_str_of(ZC_T("完整路径，从 / 或 ~/ 写起", "its whole path, from / or ~/")),
        .needed = true
    };
    import->asking = IMPORT_ASKS_PATH;
    zc_app_push(import->app, &zc_popup_prompt, &prompt);
}

static void take_site(struct zc_import_screen *import, struct zc_str name)
{
    if (zc_str_is(name, "+")) {
        ask_path(import);
        return;
    }
    for (size_t i = 0; i < import->nsites; i++)
        if (zc_str_eq(import->sites[i].name, name) ||
            (import->sites[i].kind == ZC_SITE_HOME && zc_str_is(name, "~/zaoce")))
            set_site(import, &import->sites[i]);
}

/* A folder, or a file of it, which is marked. */
static void take_path(struct zc_import_screen *import, struct zc_str path)
{
    struct zc_err err = { 0 }, of_folder = { 0 };
    struct zc_site site;
    const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;
    if (zc_site_typed(import->app->world, path, &import->arena, &site, &err)) {
        set_site(import, &site);
        return;
    }
    size_t head = slash ? (size_t)(slash - path.ptr) : 0;
    if (slash && zc_site_typed(import->app->world, zc_str_head(path, head ? head : 1),
                               &import->arena, &site, &of_folder)) {
        set_site(import, &site);
        for (size_t i = 0; i < import->nfiles; i++) {
            if (!zc_str_eq(import->files[i].name, zc_str_from(path, head + 1)))
                continue;
            import->files[i].marked = true;
            import->focus = i;
            return;
        }
        zc_fail(&err, ZC_E_INPUT,
                ZC_T("“%.*s”不是交换包、台账或名单", "'%.*s' is no exchange file, table or list"),
                ZC_ARG(path));
    }
    zc_app_fail(import->app, &err);
}

/* Pages */

static void show_page(struct zc_import_screen *import, const char *title, struct zc_buf *text)
{
    struct zc_page page = { .title = zc_str_of(title), .text = zc_buf_str(text) };
    zc_app_push(import->app, &zc_popup_page, &page);
    zc_buf_release(text);
}

static void show_details(struct zc_import_screen *import)
{
    struct zc_buf text = { 0 };
    zc_import_put_details(import->merge, &import->merge->files[import->row], &text);
    show_page(import, ZC_T("明细", "details"), &text);
}

static void put_device(const struct zc_device *device, struct zc_buf *out)
{
    zc_buf_printf(
        out, ZC_T("第 %u 组  电脑 %.*s  到第 %llu 号  ", "group %u  computer %.*s  up to %llu  "),
        device->group, ZC_ARG(device->dev), (unsigned long long)device->highest);
    if (device->missing > 0)
        zc_buf_printf(out, ZC_T("缺 %llu 个改动", "%llu changes missing"),
                      (unsigned long long)device->missing);
    else
        zc_buf_text(out, ZC_T("不缺", "nothing missing"));
    zc_buf_char(out, '\n');
}

/* Groups of the pack without any change here, then what lacks numbers. */
static void show_missing(struct zc_import_screen *import)
{
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    const struct zc_pack *pack = import->survey->pack;
    const struct zc_device *devices = NULL;
    size_t n = 0;
    struct zc_txn *txn = zc_txn_begin(import->survey->store, ZC_TXN_READ, &err);
    bool ok = txn && zc_gaps_find(txn, &arena, &devices, &n, &err);
    zc_txn_abort(txn);
    for (uint32_t g = 0; ok && g < pack->ngroups; g++) {
        struct zc_str name = zc_pack_group_name(&pack->groups[g]);
        bool here = false;
        for (size_t i = 0; i < n; i++)
            here |= devices[i].group == pack->groups[g].number;
        if (!here)
            zc_buf_printf(&text, ZC_T("%.*s：还没有任何记录\n", "%.*s: nothing has come yet\n"),
                          ZC_ARG(name));
    }
    for (size_t i = 0; ok && i < n; i++)
        put_device(&devices[i], &text);
    zc_arena_release(&arena);
    if (ok) {
        show_page(import, ZC_T("缺哪几组", "what is missing"), &text);
    } else {
        zc_app_fail(import->app, &err);
        zc_buf_release(&text);
    }
}

/* Undo of the last import, also of one from before this screen. */

static void ask_to_undo(struct zc_import_screen *import)
{
    struct zc_arena arena = { 0 };
    struct zc_undo_import undo;
    struct zc_err err = { 0 };
    if (zc_app_is_working(import->app)) {
        zc_app_say(
            import->app, ZC_SAY_PROBLEM, "%s",
            ZC_T("还有一项任务没有做完，请等它完成", "another task is running; wait for it"));
    } else if (zc_undo_import_may(import->survey->store, &arena, &undo, &err)) {
        struct zc_str at = zc_card_time(undo.at, &import->survey->clock, &arena);
        struct zc_dialog dialog = {
            .title = zc_str_of(ZC_T("撤销导入", "undo the import")),
            .text = zc_arena_printf(
                &arena,
                ZC_T("%.*s 的导入整批撤销，调查库回到导入之前。再导入那些文件，内容会全部回来。",
                     "The import of %.*s is taken back as a whole: the store is as before it. "
                     "Importing the files again brings everything back."),
                ZC_ARG(at)),
            .answers = { ZC_T("撤销", "undo it"), ZC_T("返回", "back") },
            .safe = 2,
        };
        import->asking = IMPORT_ASKS_UNDO;
        zc_app_ask(import->app, &dialog);
    } else {
        zc_app_fail(import->app, &err);
    }
    zc_arena_release(&arena);
}

static void undo_import(struct zc_import_screen *import)
{
    struct zc_restored restored;
    struct zc_err err = { 0 };
    if (!zc_safety_undo_import(import->survey, &restored, &err)) {
        zc_app_fail(import->app, &err);
        return;
    }
    forget_job(import);
    import->step = IMPORT_PICK;
    zc_app_say(
        import->app, ZC_SAY_DONE,
        ZC_T("已撤销上一次导入，还有%llu条记录", "the import is undone, %llu records are left"),
        (unsigned long long)restored.records);
}

/* Acts */

static void move(struct zc_import_screen *import, bool down)
{
    size_t *at = import->step == IMPORT_PICK ? &import->focus : &import->row;
    size_t n = import->step == IMPORT_PICK ? import->nfiles : import->merge ? import->merge->n : 0;
    if (down)
        *at += *at + 1 < n;
    else
        *at -= *at > 0;
}

static void mark(struct zc_import_screen *import)
{
    if (import->step == IMPORT_PICK && import->nfiles > 0) {
        import->files[import->focus].marked = !import->files[import->focus].marked;
        move(import, true);
    } else if (import->step == IMPORT_PREVIEW) {
        import->left_out[import->row] = !import->left_out[import->row];
        move(import, true);
    }
}

static void all(struct zc_import_screen *import)
{
    if (import->step == IMPORT_PICK)
        mark_all(import);
    else if (import->step == IMPORT_PREVIEW)
        memset(import->left_out, 0, import->merge->n * sizeof *import->left_out);
}

static void open_it(struct zc_import_screen *import)
{
    if (import->step == IMPORT_PICK)
        start_preview(import);
    else if (import->step == IMPORT_MERGE)
        show_work(import);
    else
        show_details(import);
}

static enum zc_next back(struct zc_import_screen *import)
{
    if (import->step != IMPORT_PREVIEW) {
        zc_app_result(import->app, 0, (struct zc_str){ 0 }); /* what popups left behind */
        return ZC_NEXT_BACK;
    }
    forget_job(import);
    import->step = IMPORT_PICK;
    return ZC_NEXT_STAY;
}

static enum zc_next import_act(void *state, struct zc_app *app, int action)
{
    struct zc_import_screen *import = state;
    (void)app;
    switch (action) {
    case ACT_UP:
    case ACT_DOWN:
        move(import, action == ACT_DOWN);
        break;
    case ACT_OPEN:
        open_it(import);
        break;
    case ACT_MARK:
        mark(import);
        break;
    case ACT_ALL:
        all(import);
        break;
    case ACT_GO:
        if (import->step == IMPORT_PICK)
            start_preview(import);
        else if (import->step == IMPORT_PREVIEW)
            start_merge(import);
        break;
    case ACT_SITE:
        if (import->step == IMPORT_PICK)
            ask_site(import);
        break;
    case ACT_MISSING:
        show_missing(import);
        break;
    case ACT_UNDO:
        if (import->step == IMPORT_PICK || import->step == IMPORT_RESULT)
            ask_to_undo(import);
        break;
    default:
        return back(import);
    }
    return ZC_NEXT_STAY;
}

static enum zc_next import_resume(void *state, struct zc_app *app)
{
    struct zc_import_screen *import = state;
    enum zc_import_asking asked = import->asking;
    struct zc_str text = zc_buf_str(&app->result_text);
    import->asking = IMPORT_ASKS_NOTHING;
    look_at_job(import);
    if (asked == IMPORT_ASKS_NOTHING || app->result != 1)
        return ZC_NEXT_STAY;
    if (asked == IMPORT_ASKS_SITE) {
        take_site(import, text);
    } else if (asked == IMPORT_ASKS_PATH) {
        take_path(import, text);
    } else if (asked == IMPORT_ASKS_UNDO) {
        undo_import(import);
    } else {
        import->mapping++;
        go_on(import);
    }
    return ZC_NEXT_STAY;
}

static const struct zc_binding import_bindings[] = {
    { ZC_KEY_ENTER, ACT_OPEN, { "打开", "open" } },
    { ' ', ACT_MARK, { "勾选", "mark" } },
    { 'a', ACT_ALL, { "全选", "all" } },
    { ZC_KEY_F2, ACT_GO, { "开始", "go on" } },
    { ZC_KEY_F4, ACT_SITE, { "换位置", "folder" } },
    { 'm', ACT_MISSING, { "缺哪几组", "missing" } },
    { ZC_KEY_CTRL('Z'), ACT_UNDO, { "撤销导入", "undo" } },
    { ZC_KEY_UP, ACT_UP, { 0 } },
    { ZC_KEY_DOWN, ACT_DOWN, { 0 } },
    { ZC_KEY_TAB, ACT_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, ACT_UP, { 0 } },
    { ZC_KEY_ESC, ACT_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_import = {
    .name = "import",
    .title = { "合并导入", "merge" },
    .state_size = sizeof(struct zc_import_screen),
    .bindings = import_bindings,
    .enter = import_enter,
    .draw = zc_import_screen_draw,
    .act = import_act,
    .job_ended = import_job_ended,
    .resume = import_resume,
    .leave = import_leave,
};

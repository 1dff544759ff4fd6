#include "tui/wizard.h"
#include "core/utf8.h"
#include "storage/folder.h"
#include "tui/known_stores.h"
#include "tui/popup.h"
#include "tui/survey.h"

static void set(struct zc_buf *buf, struct zc_str text)
{
    zc_buf_reset(buf);
    zc_buf_add(buf, text);
}

/* The questions */

static void ask_line(struct zc_app *app, const char *title, const char *text, struct zc_str value)
{
    struct zc_prompt prompt = {
        .title = zc_str_of(title), .text = zc_str_of(text), .value = value, .needed = true
    };
    zc_app_push(app, &zc_popup_prompt, &prompt);
}

static void ask_group(const struct zc_wizard *wizard, struct zc_app *app)
{
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("我的小组", "my group")),
                                .text = zc_str_of(ZC_T("小组定下后不能再改",
                                                       "the group of a store never changes")),
                                .safe = (int)wizard->group };
    for (int i = 0; i < ZC_DIALOG_MAX; i++)
        dialog.answers[i] = wizard->group_names[i];
    zc_app_ask(app, &dialog);
}

static void ask_role(const struct zc_wizard *wizard, struct zc_app *app)
{
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("身份", "role")),
                                .text = zc_buf_str(&wizard->name),
                                .safe = wizard->role ? (int)wizard->role : ZC_RANK_WORKER };
    for (int rank = ZC_RANK_WORKER; rank <= ZC_RANK_DISTRICT; rank++)
        dialog.answers[rank - 1] = zc_text_get(zc_rank_label((enum zc_rank)rank));
    zc_app_ask(app, &dialog);
}

static void ask(const struct zc_wizard *wizard, struct zc_app *app)
{
    switch (wizard->step) {
    case ZC_WIZARD_PACK:
        ask_line(app, ZC_T("新建调查库：调查方案", "new store: survey pack"),
                 ZC_T("调查方案的文件夹。回车检查，有错误会逐条列出，不会建库。",
                      "The folder of the survey pack. Enter checks it; errors are listed one by "
                      "one and nothing is made."),
                 zc_buf_str(&wizard->pack));
        break;
    case ZC_WIZARD_PLACE:
        ask_line(app, ZC_T("新建调查库：名字", "new store: name"),
                 ZC_T("调查库文件夹的名字；也可以写路径，如 ~/调查/一组。要在本机磁盘上。",
                      "Name of the store's folder, or a path such as ~/survey/g1, on a local "
                      "disk."),
                 zc_buf_str(&wizard->place));
        break;
    case ZC_WIZARD_GROUP:
        ask_group(wizard, app);
        break;
    case ZC_WIZARD_NAME:
        ask_line(
            app, ZC_T("姓名", "name"),
            ZC_T("谁在这里登记；写进每一次修改。", "Who works here; it goes into every change."),
            zc_buf_str(&wizard->name));
        break;
    case ZC_WIZARD_ROLE:
        ask_role(wizard, app);
        break;
    case ZC_WIZARD_FINDINGS: /* opened by the check */
        break;
    }
}

void zc_wizard_begin(struct zc_wizard *wizard, struct zc_app *app, enum zc_wizard_step first)
{
    zc_wizard_release(wizard);
    wizard->first = wizard->step = first;
    zc_survey_default_pack(&wizard->pack);
    ask(wizard, app);
}

/* The pack */

static void name_groups(struct zc_wizard *wizard, const struct zc_pack *pack)
{
    for (unsigned number = 1; number <= ZC_DIALOG_MAX; number++) {
        const struct zc_pack_group *group = zc_pack_group(pack, number);
        struct zc_str name =
            group ? zc_pack_group_name(group)
            : number == ZC_DIALOG_MAX
                ? zc_str_of(ZC_T("街镇、区级：汇总各组", "office or district: all groups"))
                : zc_arena_printf(&wizard->arena, ZC_T("第%u组", "group %u"), number);
        wizard->group_names[number - 1] = zc_arena_cstr(&wizard->arena, name);
    }
}

/* A folder of that name that is still free: liangxin, liangxin-2 … */
static void propose_place(struct zc_wizard *wizard, struct zc_str id)
{
    enum { TRIES = 99 };
    struct zc_buf path = { 0 };
    struct zc_err err = { 0 };
    for (int i = 1; i <= TRIES; i++) {
        zc_buf_reset(&path);
        set(&wizard->place, id);
        if (i > 1)
            zc_buf_printf(&wizard->place, "-%d", i);
        zc_known_stores_place(zc_buf_str(&wizard->place), &path);
        if (zc_folder_is_free(zc_buf_cstr(&path), &err))
            break;
    }
    zc_buf_release(&path);
}

static void show_findings(struct zc_app *app, const struct zc_findings *findings)
{
    struct zc_buf text = { 0 };
    zc_buf_printf(&text,
                  ZC_T("调查方案有 %u 处错误、%u 处提醒。%s\n\n",
                       "%u errors and %u warnings in the survey pack. %s\n\n"),
                  findings->nerrors, findings->n - findings->nerrors,
                  findings->nerrors ? ZC_T("没有建库；改好后再来，或换一个文件夹。",
                                           "Nothing was made; mend them, or choose another folder.")
                                    : ZC_T("可以建库。", "A store can be made."));
    for (uint32_t i = 0; i < findings->n; i++) {
        zc_finding_print(&findings->all[i], &text);
        zc_buf_char(&text, '\n');
    }
    struct zc_page page = { zc_str_of(ZC_T("检查调查方案", "check of the survey pack")),
                            zc_buf_str(&text) };
    zc_app_push(app, &zc_popup_page, &page);
    zc_buf_release(&text);
}

/* Checks the folder; the next step is its findings, or at once the place. */
static void check_pack(struct zc_wizard *wizard, struct zc_app *app)
{
    struct zc_findings findings = { 0 };
    struct zc_source source = zc_source_folder(zc_buf_cstr(&wizard->pack));
    struct zc_pack *pack = zc_pack_load(&source, &findings);
    wizard->has_errors = !pack;
    if (pack) {
        name_groups(wizard, pack);
        propose_place(wizard, pack->id);
    }
    wizard->step = findings.n > 0 ? ZC_WIZARD_FINDINGS : ZC_WIZARD_PLACE;
    if (findings.n > 0)
        show_findings(app, &findings);
    else
        ask(wizard, app);
    zc_pack_free(pack);
    zc_findings_release(&findings);
}

/* The place is said as the path that it means. */
static bool take_place(struct zc_wizard *wizard, struct zc_app *app, struct zc_str text)
{
    struct zc_buf path = { 0 };
    struct zc_err err = { 0 };
    zc_known_stores_place(text, &path);
    set(&wizard->place, zc_buf_str(&path));
    zc_buf_release(&path);
    if (zc_folder_is_free(zc_buf_cstr(&wizard->place), &err))
        return true;
    zc_app_fail(app, &err);
    return false;
}

/* Answers */

static enum zc_wizard_next go_back(struct zc_wizard *wizard, struct zc_app *app)
{
    if (wizard->step == wizard->first)
        return ZC_WIZARD_LEFT;
    /* The findings are seen once; behind them lies the question for the folder. */
    wizard->step = wizard->step <= ZC_WIZARD_PLACE ? ZC_WIZARD_PACK : wizard->step - 1;
    ask(wizard, app);
    return ZC_WIZARD_ASKING;
}

/* Takes the answer to the step. False: it is asked again. */
static bool take(struct zc_wizard *wizard, struct zc_app *app, struct zc_str text)
{
    switch (wizard->step) {
    case ZC_WIZARD_PLACE:
        return take_place(wizard, app, text);
    case ZC_WIZARD_GROUP:
        wizard->group = (unsigned)app->result;
        return true;
    case ZC_WIZARD_NAME:
        zc_buf_reset(&wizard->name);
        zc_utf8_tidy(text, &wizard->name);
        return wizard->name.len > 0;
    case ZC_WIZARD_ROLE:
        wizard->role = (enum zc_rank)app->result;
        return true;
    case ZC_WIZARD_FINDINGS:
        if (wizard->has_errors)
            wizard->step = ZC_WIZARD_PACK;
        return !wizard->has_errors;
    case ZC_WIZARD_PACK:
        break;
    }
    return true;
}

enum zc_wizard_next zc_wizard_answer(struct zc_wizard *wizard, struct zc_app *app)
{
    struct zc_str text = zc_buf_str(&app->result_text);
    if (app->result == ZC_RESULT_LEFT)
        return ZC_WIZARD_LEFT;
    if (app->result <= 0)
        return go_back(wizard, app);
    if (wizard->step == ZC_WIZARD_PACK) {
        struct zc_buf folder = { 0 };
        zc_known_stores_expand(text, &folder);
        set(&wizard->pack, zc_buf_str(&folder));
        zc_buf_release(&folder);
        check_pack(wizard, app);
        return ZC_WIZARD_ASKING;
    }
    if (take(wizard, app, text)) {
        if (wizard->step == ZC_WIZARD_ROLE)
            return ZC_WIZARD_DONE;
        wizard->step++;
    }
    ask(wizard, app);
    return ZC_WIZARD_ASKING;
}

void zc_wizard_again(struct zc_wizard *wizard, struct zc_app *app, enum zc_wizard_step step)
{
    wizard->step = step;
    ask(wizard, app);
}

void zc_wizard_release(struct zc_wizard *wizard)
{
    zc_buf_release(&wizard->pack);
    zc_buf_release(&wizard->place);
    zc_buf_release(&wizard->name);
    zc_arena_release(&wizard->arena);
    *wizard = (struct zc_wizard){ 0 };
}

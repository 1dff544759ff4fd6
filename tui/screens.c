#include "tui/screens.h"
#include "core/text.h"
#include "tui/cmd.h"
#include "tui/frame.h"
#include "tui/known_stores.h"
#include "tui/popup.h"
#include "tui/popup_work.h"
#include "tui/safety.h"
#include "tui/settings_apply.h"
#include "tui/unlock.h"
#include <stdio.h>
#include <string.h>

const struct zc_screen_ops *const zc_screens_all[] = {
    &zc_screen_start,
    &zc_screen_home,
    &zc_screen_ledger,
    &zc_screen_form,
    &zc_screen_record,
    &zc_screen_compare,
    &zc_screen_conflict,
    &zc_screen_dup,
    &zc_screen_join,
    &zc_screen_check,
    &zc_screen_route,
    &zc_screen_lookup,
    &zc_screen_assign,
    &zc_screen_today,
    &zc_screen_export,
    &zc_screen_import,
    &zc_screen_map,
    &zc_screen_report,
    &zc_screen_settings,
    &zc_popup_filter,
    &zc_popup_columns,
    &zc_popup_forms,
    &zc_popup_pick,
    &zc_popup_link,
    &zc_popup_points,
    &zc_popup_sampling,
    &zc_popup_help,
    &zc_popup_menu,
    &zc_popup_dialog,
    &zc_popup_prompt,
    &zc_popup_page,
    &zc_popup_key,
    &zc_popup_work,
    NULL,
};

/* A word that does not fit stays away: cut in half it says less than nothing. */
static bool add_if_room(struct zc_buf *left, struct zc_str word, const char *gap, int room)
{
    bool fits = (int)(zc_text_cols(zc_buf_str(left)) + strlen(gap) + zc_text_cols(word)) < room;
    if (fits && word.len > 0)
        zc_buf_printf(left, "%s%.*s", gap, ZC_ARG(word));
    return fits && word.len > 0;
}

/* A place that is too long (a record's name) gives way to the words that must be read. */
static void add_place(struct zc_buf *left, struct zc_str place, int room)
{
    if ((int)zc_text_cols(place) <= room)
        zc_buf_add(left, place);
    else if (room > 0)
        zc_text_fit(place, (unsigned)room, false, left);
}

void zc_screens_title(struct zc_canvas *canvas, const struct zc_survey *survey, const char *place,
                      struct zc_str right)
{
    struct zc_buf left = { 0 }, person = { 0 }, marks = { 0 };
    int room = canvas->cols - (int)zc_text_cols(right) - 3;
    const char *gap = canvas->cols >= 80 ? "  " : " ";
    const struct zc_pack_group *group = zc_pack_group(survey->pack, zc_survey_group(survey));
    struct zc_str where = group ? zc_pack_group_name(group) : zc_str_of(ZC_T("全区", "district"));
    if (survey->practice)
        zc_buf_printf(&marks, "%s%s", gap, ZC_T("【练习】", "[practice]"));
    if (zc_store_is_readonly(survey->store))
        zc_buf_printf(&marks, "%s%s", gap, ZC_T("只读", "read-only"));
    zc_buf_printf(&left, "%s%s", ZC_T("造册", "zaoce"), gap);
    add_place(&left, zc_str_of(place),
              room - (int)zc_text_cols(zc_buf_str(&left)) - (int)zc_text_cols(zc_buf_str(&marks)));
    zc_buf_add(&left, zc_buf_str(&marks));
    if (!add_if_room(&left, where, gap, room) && group)
        add_if_room(&left, group->abbr, gap, room);
    if (survey->person.name.len > 0)
        zc_buf_printf(&person, "%.*s(%s)", ZC_ARG(survey->person.name),
                      zc_text_get(zc_rank_label(survey->person.role)));
    if (!add_if_room(&left, zc_buf_str(&person), gap, room))
        add_if_room(&left, survey->person.name, gap, room);
    zc_frame_title(canvas, zc_buf_str(&left), right);
    zc_buf_release(&marks);
    zc_buf_release(&person);
    zc_buf_release(&left);
}

/* ^N from anywhere: a new record of the first form of the ledger. */
static void open_new(struct zc_app *app)
{
    struct zc_err err = { 0 };
    struct zc_form_args args = { .form = zc_survey_form(app->survey, (struct zc_str){ 0 }, &err) };
    if (!args.form)
        zc_app_fail(app, &err);
    else
        zc_app_push(app, &zc_screen_form, &args);
}

bool zc_screens_open_unsaved(struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_draft *drafts;
    struct zc_err err = { 0 };
    size_t n = 0;
    struct zc_txn *txn = zc_txn_begin(app->survey->store, ZC_TXN_READ, &err);
    bool ok = txn && zc_draft_list(txn, app->survey->person.name, &arena, &drafts, &n, &err);
    zc_txn_abort(txn);
    if (!ok) {
        zc_app_fail(app, &err);
    } else if (n > 0) {
        struct zc_form_args args = { .draft = &drafts[0] };
        zc_app_push(app, &zc_screen_form, &args);
    }
    zc_arena_release(&arena);
    return !ok || n > 0;
}

void zc_screens_new(struct zc_app *app)
{
    const struct zc_pack *pack = app->survey->pack;
    struct zc_forms_args args = { .fill_in = true };
    unsigned n = 0;
    for (uint32_t i = 0; i < pack->nforms; i++)
        n += pack->forms[i]->by_hand;
    if (n > 1)
        zc_app_push(app, &zc_popup_forms, &args);
    else
        open_new(app);
}

static void look_for_dead_readers(struct zc_app *app)
{
    zc_store_check_readers(app->survey->store);
}

/* What somebody should know before the work begins. */
static void warn(struct zc_app *app)
{
    enum { LOW_MIB = 100 };
    struct zc_store_stat stat;
    struct zc_err err = { 0 };
    if (!zc_store_may_write(app->survey->store, &err)) {
        zc_app_say(app, ZC_SAY_DOUBT, "%s%s", err.msg,
                   app->survey->stale
                       ? ZC_T("；列表可能不全，请复制到可写的磁盘再打开",
                              "; lists may lack rows, copy it to a disk that can be written")
                       : "");
        return;
    }
    struct zc_txn *txn = zc_txn_begin(app->survey->store, ZC_TXN_READ, &err);
    if (txn && zc_store_stat(txn, &stat, &err) && stat.free_bytes >> 20 < LOW_MIB)
        zc_app_say(app, ZC_SAY_PROBLEM,
                   ZC_T("磁盘快满了，只剩 %llu MiB；请先腾出空间",
                        "the disk is nearly full, %llu MiB left; free some space first"),
                   (unsigned long long)(stat.free_bytes >> 20));
    zc_txn_abort(txn);
}

static void open_settings(struct zc_app *app)
{
    zc_app_push(app, &zc_screen_settings, NULL);
}

static void load_settings(struct zc_app *app)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(app->survey->store, ZC_TXN_READ, &err);
    if (txn) /* else all defaults: what is wrong with the store is told by what comes next */
        zc_settings_load(txn, &app->settings);
    zc_txn_abort(txn);
    zc_settings_apply(app);
}

bool zc_screens_begin(struct zc_app *app, struct zc_survey *survey)
{
    app->survey = survey;
    load_settings(app);
    app->on_new = open_new;
    app->on_settings = open_settings;
    app->on_minute = look_for_dead_readers;
    app->home = app->depth;
    if (!zc_app_push(app, &zc_screen_home, NULL)) {
        zc_screens_end(app);
        return false;
    }
    warn(app);
    return true;
}

void zc_screens_end(struct zc_app *app)
{
    zc_app_drop(app); /* it works on the store */
    app->settings = (struct zc_settings){ 0 };
    zc_settings_apply(app);
    app->survey = NULL;
    app->on_new = NULL;
    app->on_settings = NULL;
    app->on_minute = NULL;
    app->home = 0;
}

bool zc_screens_open(struct zc_app *app, struct zc_survey *survey, int rows, int cols)
{
    zc_app_init(app, rows, cols);
    return zc_screens_begin(app, survey);
}

bool zc_screens_start(struct zc_app *app, const struct zc_start_args *args, int rows, int cols)
{
    zc_app_init(app, rows, cols);
    if (!zc_app_push(app, &zc_screen_start, args))
        return false;
    zc_screen_start_settle(app);
    return true;
}

/* The last use of the person at work, and the store among the known ones, for the next start. */
static void note_use(struct zc_app *app)
{
    struct zc_survey *survey = app->survey;
    struct zc_err err = { 0 };
    zc_known_stores_add(zc_store_dir(survey->store));
    if (!zc_store_is_readonly(survey->store) && survey->person.name.len > 0 &&
        !zc_survey_choose(survey, survey->person.name, ZC_RANK_NONE, &err))
        zc_app_fail(app, &err);
}

int zc_screens_run(const char *dir, const struct zc_clock *clock)
{
    struct zc_app app;
    struct zc_err err = { 0 };
    struct zc_start_args start = { dir, *clock };
    int rows, cols;
    struct zc_survey *survey = dir ? zc_survey_open(dir, false, clock, &err) : NULL;
    struct zc_term *term = !dir || survey ? zc_term_open(&err) : NULL;
    if (!term) {
        zc_survey_close(survey);
        return zc_cmd_fail(&err);
    }
    if (survey && (survey->person.name.len == 0 ||
                   zc_unlock_needed(survey, survey->person.name, ZC_RANK_NONE, true))) {
        /* somebody must be chosen first */
        zc_survey_close(survey);
        survey = NULL;
    }
    if (zc_term_is_console(term))
        zc_lang_fix(ZC_LANG_EN);
    zc_term_size(term, &rows, &cols);
    bool ok = survey ? zc_screens_open(&app, survey, rows, cols)
                     : zc_screens_start(&app, &start, rows, cols);
    if (ok && survey)
        note_use(&app);
    if (ok && zc_term_is_console(term))
        zc_app_say(&app, ZC_SAY_DOUBT, "%s",
                   ZC_T("本控制台显示不了汉字；要汉字请先启动 fbterm 或 kmscon",
                        "this console cannot show Chinese, each column of it is a '?'; for Chinese "
                        "start fbterm or kmscon first (apt-get install fbterm)"));
    if (ok)
        zc_app_run(&app, term);
    zc_term_close(term);
    int status = ok ? ZC_EXIT_DONE : zc_cmd_usage("%s", zc_buf_cstr(&app.message));
    zc_app_release(&app);
    err = (struct zc_err){ 0 };
    if (!zc_safety_leave(survey, &err))
        zc_cmd_usage(ZC_T("没有备份：%s", "no backup was made: %s"), err.msg);
    return status;
}

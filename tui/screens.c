#include "tui/screens.h"
#include "core/text.h"
#include "tui/cmd.h"
#include "tui/frame.h"
#include "tui/popup.h"
#include <stdio.h>

const struct zc_screen_ops *const zc_screens_all[] = {
    &zc_screen_home, &zc_screen_ledger, &zc_screen_form,  &zc_popup_pick,   &zc_popup_points,
    &zc_popup_help,  &zc_popup_menu,    &zc_popup_dialog, &zc_popup_prompt, NULL,
};

/* A word that does not fit stays away: cut in half it says less than nothing. */
static void add_if_room(struct zc_buf *left, struct zc_str word, int room)
{
    if ((int)(zc_text_cols(zc_buf_str(left)) + 2 + zc_text_cols(word)) < room)
        zc_buf_printf(left, "  %.*s", ZC_ARG(word));
}

void zc_screens_title(struct zc_canvas *canvas, const struct zc_survey *survey, const char *place,
                      struct zc_str right)
{
    struct zc_buf left = { 0 }, person = { 0 };
    int room = canvas->cols - (int)zc_text_cols(right) - 3;
    const struct zc_pack_group *group = zc_pack_group(survey->pack, zc_survey_group(survey));
    zc_buf_printf(&left, "%s  %s", ZC_T("造册", "zaoce"), place);
    add_if_room(&left, group ? zc_pack_group_name(group) : zc_str_of(ZC_T("全区", "district")),
                room);
    zc_buf_printf(&person, "%.*s(%s)", ZC_ARG(survey->person.name),
                  zc_text_get(zc_rank_label(survey->person.role)));
    add_if_room(&left, zc_buf_str(&person), room);
    zc_frame_title(canvas, zc_buf_str(&left), right);
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

bool zc_screens_open(struct zc_app *app, struct zc_survey *survey, int rows, int cols)
{
    zc_app_init(app, rows, cols);
    app->survey = survey;
    app->on_new = open_new;
    return zc_app_push(app, &zc_screen_home, NULL);
}

int zc_screens_run(const char *dir, const struct zc_clock *clock)
{
    struct zc_app app;
    struct zc_err err = { 0 };
    int rows, cols;
    struct zc_survey *survey = zc_survey_open(dir, false, clock, &err);
    struct zc_term *term = survey ? zc_term_open(&err) : NULL;
    if (!term) {
        zc_survey_close(survey);
        return zc_cmd_fail(&err);
    }
    zc_term_size(term, &rows, &cols);
    if (zc_screens_open(&app, survey, rows, cols))
        zc_app_run(&app, term);
    zc_app_release(&app);
    zc_term_close(term);
    zc_survey_close(survey);
    return ZC_EXIT_DONE;
}

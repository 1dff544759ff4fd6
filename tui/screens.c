#include "tui/screens.h"
#include "tui/cmd.h"
#include "tui/frame.h"
#include "tui/popup.h"
#include <stdio.h>

const struct zc_screen_ops *const zc_screens_all[] = {
    &zc_screen_home, &zc_screen_ledger, &zc_screen_form,   &zc_popup_pick, &zc_popup_points,
    &zc_popup_help,  &zc_popup_menu,    &zc_popup_dialog, &zc_popup_prompt, NULL,
};

void zc_screens_title(struct zc_canvas *canvas, const struct zc_survey *survey, const char *place,
                      struct zc_str right)
{
    struct zc_buf left = { 0 };
    const struct zc_pack_group *group = zc_pack_group(survey->pack, zc_survey_group(survey));
    zc_buf_printf(&left, "%s  %s  ", ZC_T("造册", "zaoce"), place);
    if (group)
        zc_buf_add(&left, zc_pack_group_name(group));
    else
        zc_buf_text(&left, ZC_T("全区", "district"));
    zc_buf_printf(&left, "  %.*s(%s)", ZC_ARG(survey->person.name),
                  zc_text_get(zc_rank_label(survey->person.role)));
    zc_frame_title(canvas, zc_buf_str(&left), right);
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

#include "core/text.h"
#include "forms/node.h"
#include "tui/area_rows.h"
#include "tui/glyph.h"
#include "tui/popup.h"
#include "tui/screen_check_impl.h"

/* What the check screen offers to choose from, and the error rates that it shows. */

static void offer_ways(struct check_screen *check, struct zc_app *app)
{
    const struct zc_check_item *item = zc_check_view_item(&check->view);
    const struct zc_form *form = zc_recheck_form(check->view.survey->pack);
    const struct zc_question *q = form ? form->by_role[ZC_ROLE_WAY] : NULL;
    if (!item || !q || !q->list)
        return;
    zc_arena_reset(&check->offered);
    uint32_t *rows = ZC_NEW(&check->offered, uint32_t, q->list->nrows + 1);
    for (uint32_t i = 0; i < q->list->nrows; i++)
        rows[i] = i;
    struct zc_pick_args pick = { .title = zc_str_of(ZC_T("核实方式", "how it is checked")),
                                 .value = item->way,
                                 .list = q->list,
                                 .rows = rows,
                                 .n = q->list->nrows,
                                 .lang = zc_form_lang(form) };
    check->asking = CHECK_ASKS_WAY;
    if (!zc_app_push(app, &zc_popup_pick, &pick))
        check->asking = CHECK_ASKS_NOTHING;
}

static void offer_choices(struct check_screen *check, struct zc_app *app)
{
    const struct zc_check_item *item = zc_check_view_item(&check->view);
    struct zc_choices choices = { 0 };
    zc_fill_free(check->choices);
    check->choices = zc_survey_fill(check->view.survey, &check->view.dossier.state);
    struct zc_node *node =
        item && zc_type_is_select(item->q->type) ? zc_fill_node(check->choices, item->field) : NULL;
    if (!node) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("这一项没有选项", "this field has no list"));
        return;
    }
    zc_arena_reset(&check->offered);
    zc_fill_choices(check->choices, node, &check->offered, &choices);
    struct zc_pick_args pick = { .title = item->label,
                                 .value = item->second,
                                 .list = choices.list,
                                 .rows = choices.rows,
                                 .n = choices.n,
                                 .lang = zc_form_lang(check->view.dossier.form) };
    check->asking = CHECK_ASKS_CHOICE;
    if (!zc_app_push(app, &zc_popup_pick, &pick))
        check->asking = CHECK_ASKS_NOTHING;
}

void check_offer(struct check_screen *check, struct zc_app *app)
{
    if (check->region == CHECK_IN_VALUE)
        offer_choices(check, app);
    else if (check->region == CHECK_IN_LIST)
        offer_ways(check, app);
}

/* Results of the batch, or of all checks, to read. */

static void put_rate(const struct check_screen *check, const struct zc_rate *rate,
                     struct zc_buf *out)
{
    const struct zc_form *form = check->view.dossier.form;
    const struct zc_question *q = form ? zc_form_field(form, rate->name) : NULL;
    struct zc_arena arena = { 0 };
    static const struct zc_text what[ZC_RATES] = {
        [ZC_RATE_UNITS] = { "虚报", "not found" },
        [ZC_RATE_MISSED] = { "漏登", "missed" },
        [ZC_RATE_ITEMS] = { "全部项目", "all questions" },
        [ZC_RATE_AREA_UNITS] = { "虚报", "not found" },
        [ZC_RATE_AREA_MISSED] = { "漏登", "missed" },
        [ZC_RATE_AREA] = { "项目", "questions" },
        [ZC_RATE_WORKER_UNITS] = { "虚报", "not found" },
        [ZC_RATE_WORKER] = { "项目", "questions" },
    };
    static const struct zc_text classes[] = { [ZC_RATE_ALL] = { "", "" },
                                              [ZC_RATE_LEGAL] = { "法人", "legal" },
                                              [ZC_RATE_INDIVIDUAL] = { "个体", "indiv." } };
    struct zc_str name = rate->name;
    if (rate->of == ZC_RATE_FIELD && q)
        name = zc_question_label(form, q, zc_form_lang(form), &arena);
    else if (rate->group.len > 0)
        name = zc_arena_printf(&arena, ZC_T("%.*s组 %.*s", "g%.*s %.*s"), ZC_ARG(rate->group),
                               ZC_ARG(rate->name));
    else if (name.len > 0)
        name = zc_area_label(check->view.survey->pack, name);
    name = zc_arena_printf(&arena, "%.*s%s%s %s", ZC_ARG(name), name.len ? " " : "",
                           zc_text_get(what[rate->of]), zc_text_get(classes[rate->kind]));
    zc_text_fit(name, 26, false, out);
    zc_buf_printf(out, " %5.1f%%  %llu/%llu",
                  rate->checked ? 100.0 * (double)rate->wrong / (double)rate->checked : 0.0,
                  (unsigned long long)rate->wrong, (unsigned long long)rate->checked);
    for (int kind = ZC_DIFFERENCE_SLIP; kind < ZC_DIFFERENCE_COUNT; kind++)
        if (rate->kinds[kind] > 0)
            zc_buf_printf(out, ZC_T("  %s%llu", "  %s %llu"),
                          zc_text_get(zc_difference_label((enum zc_difference_kind)kind)),
                          (unsigned long long)rate->kinds[kind]);
    if (rate->redo)
        zc_buf_printf(out, "  %s %s", zc_glyph(ZC_GLYPH_ERROR),
                      ZC_T("要整体重走", "to be walked again as a whole"));
    zc_buf_char(out, '\n');
    zc_arena_release(&arena);
}

void check_show_rates(struct check_screen *check, struct zc_app *app)
{
    struct zc_survey *survey = check->view.survey;
    const struct zc_rate *rates;
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    size_t n = 0;
    const struct zc_form *form = check->view.dossier.form
                                     ? check->view.dossier.form
                                     : zc_survey_form(survey, (struct zc_str){ 0 }, &err);
    if (!form ||
        !zc_recheck_rates(survey, form->id, check->view.batch.name, &arena, &rates, &n, &err)) {
        zc_app_fail(app, &err);
    } else if (n == 0) {
        zc_app_say(app, ZC_SAY_INFO, "%s", ZC_T("还没有核实结果", "nothing has been checked yet"));
    } else {
        for (size_t i = 0; i < n; i++) {
            if (i > 0 && rates[i].of != rates[i - 1].of)
                zc_buf_char(&text, '\n');
            put_rate(check, &rates[i], &text);
        }
        struct zc_page page = { .title = zc_str_of(ZC_T("差错率", "error rates")),
                                .text = zc_buf_str(&text) };
        zc_app_push(app, &zc_popup_page, &page);
    }
    zc_buf_release(&text);
    zc_arena_release(&arena);
}

#include "tests/check.h"
#include "tests/stage.h"
#include "tui/ledger_find.h"
#include "tui/ledger_view.h"
#include "tui/saved_view.h"
#include <string.h>

/* The model of the ledger on the stores of the golden screens: test_ledger_view PACK STORES. A
 * slice of no time reads eight records, so that the middle of a query can be looked at. */

static struct zc_stage stage;
enum { HEIGHT = 10 };

static struct zc_ledger_view open_view(const char *store)
{
    struct zc_ledger_view view;
    struct zc_err err = { 0 };
    zc_stage_close(&stage);
    zc_stage_open(&stage, zc_str_of(store), 24, 80);
    if (!zc_ledger_view_init(&view, stage.survey, NULL, NULL, &err) ||
        !zc_ledger_view_load(&view, HEIGHT, &err))
        zc_stage_bail("%s", err.msg);
    return view;
}

static void load(struct zc_ledger_view *view)
{
    struct zc_err err = { 0 };
    if (!zc_ledger_view_load(view, HEIGHT, &err))
        zc_stage_bail("%s", err.msg);
}

/* To the end of what is at work. */
static void finish(struct zc_ledger_view *view)
{
    struct zc_err err = { 0 };
    load(view);
    while (zc_ledger_view_step(view, 0, &err)) {
    }
    load(view);
}

static void step(struct zc_ledger_view *view)
{
    struct zc_err err = { 0 };
    zc_ledger_view_step(view, 0, &err);
    load(view);
}

static void sort(struct zc_ledger_view *view, const char *first, bool descending,
                 const char *second)
{
    struct zc_err err = { 0 };
    struct zc_ledger_key keys[] = { { zc_str_of(first), descending },
                                    { zc_str_of(second), false } };
    if (!zc_ledger_view_sort(view, keys, (first[0] != '\0') + (second[0] != '\0'), &err))
        zc_stage_bail("%s", err.msg);
}

static struct zc_str cell(const struct zc_ledger_view *view, uint32_t row, const char *column)
{
    for (uint32_t i = 0; i < view->ncolumns; i++) {
        if (zc_str_is(view->columns[i].id, column) && row < view->nrows)
            return view->rows[row].cells[i];
    }
    return ZC_STR("?");
}

/* The cells of a column from the first row of the window on, parted by blanks. */
static bool column_is(const struct zc_ledger_view *view, const char *column, const char *texts)
{
    struct zc_buf got = { 0 };
    for (uint32_t i = 0; i < view->nrows; i++)
        zc_buf_printf(&got, "%s%.*s", i ? " " : "", ZC_ARG(cell(view, i, column)));
    bool same = zc_str_is(zc_buf_str(&got), texts);
    if (!same)
        printf("# %s\n", zc_buf_cstr(&got));
    zc_buf_release(&got);
    return same;
}

static void check_sets(void)
{
    struct zc_rid_list list = { 0 };
    static const char order[] = { 5, 2, 9, 2, 5 };
    for (size_t i = 0; i < sizeof order; i++) {
        struct zc_rid rid = { 0 };
        rid.b[0] = (unsigned char)order[i];
        zc_rid_list_add(&list, rid);
    }
    struct zc_rid five = { 0, { 5 } }, seven = { 0, { 7 } };
    zc_rid_list_order(&list);
    zc_check("a set is in order and has everything once",
             list.n == 3 && list.rids[0].b[0] == 2 && list.rids[2].b[0] == 9);
    zc_check("what is in goes out",
             !zc_rid_list_toggle(&list, five) && list.n == 2 && !zc_rid_list_has(&list, five));
    zc_check("what is not goes in, at its place", zc_rid_list_toggle(&list, seven) &&
                                                      list.rids[1].b[0] == 7 &&
                                                      zc_rid_list_has(&list, seven));
    zc_rid_list_release(&list);
    zc_check("an empty one has nothing", !zc_rid_list_has(&list, five));
}

static void check_order(void)
{
    struct zc_ledger_view view = open_view("group");
    struct zc_rid first = zc_ledger_view_row(&view)->rid;
    zc_check("the last change stands first", column_is(&view, "staff", "4 14  46 1250 8"));
    sort(&view, "staff", false, "");
    zc_check("the old order stays until the new one is made",
             (load(&view), column_is(&view, "staff", "4 14  46 1250 8")));
    finish(&view);
    zc_check("numbers by their value, what is empty last",
             column_is(&view, "staff", "4 8 14 46 1250 "));
    sort(&view, "staff", true, "");
    finish(&view);
    zc_check("downwards, and still last", column_is(&view, "staff", "1250 46 14 8 4 "));
    zc_check("the cursor stays on its record",
             view.cursor == 4 && zc_rid_eq(zc_ledger_view_row(&view)->rid, first));
    sort(&view, "community", false, "staff");
    finish(&view);
    zc_check("a second key behind the first one", column_is(&view, "staff", "14 1250 4 8 46 "));
    sort(&view, "name", false, "");
    load(&view);
    zc_check("a field with a stored view is in order at once", !view.query && view.map);
    sort(&view, "", false, "");
    load(&view);
    zc_check("and back to the last change", column_is(&view, "staff", "4 14  46 1250 8"));
    zc_ledger_view_release(&view);
}

static void check_conditions(void)
{
    struct zc_ledger_view view = open_view("group");
    zc_ledger_view_move(&view, 3);
    load(&view);
    struct zc_rid before = zc_ledger_view_row(&view)->rid;
    zc_check("without conditions nothing is filtered", !zc_ledger_view_is_filtered(&view));
    zc_ledger_view_filter(&view, ZC_STR("ge\tstaff\t8\nle\tstaff\t46\n"));
    finish(&view);
    zc_check("all conditions hold, in the order of the list", column_is(&view, "staff", "14 46 8"));
    zc_check("so many were left after each of them",
             view.left[0] == 4 && view.left[1] == 3 && view.total == 6 && view.count == 3);
    zc_check("the cursor goes back to its record",
             zc_rid_eq(zc_ledger_view_row(&view)->rid, before));
    sort(&view, "staff", true, "");
    finish(&view);
    zc_check("hits have an order as well", column_is(&view, "staff", "46 14 8"));
    struct zc_buf words = { 0 };
    zc_ledger_view_describe(&view, &words);
    zc_check("conditions in words",
             zc_str_find(zc_buf_str(&words), ZC_STR("至少 8；")) != SIZE_MAX);
    zc_buf_release(&words);

    struct zc_err err = { 0 };
    zc_ledger_view_filter(&view, ZC_STR("is\tno_such_field\t1\n"));
    zc_check("a condition of another form is told",
             !zc_ledger_view_load(&view, HEIGHT, &err) && err.code == ZC_E_INPUT);
    finish(&view);
    zc_check("and the ledger shows without it", view.conditions.n == 0 && view.count == 6);
    zc_ledger_view_release(&view);
}

/* 40 drafts of one moment. */
static void check_slices(void)
{
    struct zc_ledger_view view = open_view("many");
    zc_ledger_view_filter(&view, ZC_STR("is\t_status\tdraft\n"));
    load(&view);
    zc_check("hits are awaited", view.query && view.count == 0);
    step(&view);
    zc_check("those of the first slice show at once", view.query && view.count == 8);
    zc_ledger_view_stop(&view);
    load(&view);
    zc_check("stopped: they stay", !view.query && view.count == 8);
    finish(&view);
    zc_check("and stay", view.count == 8);

    sort(&view, "staff", false, "");
    load(&view);
    step(&view);
    zc_check("an order in the making changes nothing", view.query && view.count == 8);
    zc_ledger_view_stop(&view);
    load(&view);
    zc_check("stopped: the old order is named again", view.nkeys == 0 && view.count == 8);
    zc_ledger_view_filter(&view, (struct zc_str){ 0 });
    finish(&view);
    zc_check("without conditions all are back", view.count == 40 && view.map);
    zc_ledger_view_to(&view, 39);
    load(&view);
    zc_check("the last page is full", view.nrows == HEIGHT && view.top == 40 - HEIGHT &&
                                          zc_ledger_view_row(&view) == &view.rows[HEIGHT - 1]);
    zc_ledger_view_release(&view);
}

static void type(struct zc_ledger_find *find, const char *text)
{
    struct zc_err err = { 0 };
    zc_edit_set(&find->edit, zc_str_of(text));
    if (!zc_ledger_find_typed(find, &err))
        zc_stage_bail("%s", err.msg);
    while (zc_ledger_find_step(find, 0, &err)) {
    }
    load(find->view);
}

static bool finds(struct zc_ledger_find *find, const char *text, size_t hits, const char *name)
{
    type(find, text);
    struct zc_str got = cell(find->view, (uint32_t)(find->view->cursor - find->view->top), "name");
    return find->hits.n == hits && (hits == 0 || zc_str_find(got, zc_str_of(name)) != SIZE_MAX);
}

static void check_find(void)
{
    struct zc_ledger_view view = open_view("group");
    struct zc_ledger_find find = { 0 };
    struct zc_err err = { 0 };
    zc_ledger_find_begin(&find, &view, (struct zc_str){ 0 }, &err);
    zc_check("initials", finds(&find, "yycy", 1, "乙乙餐饮"));
    zc_check("narrower: whole syllables", finds(&find, "yycyguanli", 1, "乙乙餐饮"));
    zc_check("narrower: nothing", finds(&find, "yycyguanlix", 0, ""));
    zc_check("wider again", finds(&find, "y", 4, ""));
    zc_check("a part of a name", finds(&find, "己己", 1, "己己"));
    zc_check("a part of the code, small letters", finds(&find, "102xu", 1, "乙乙餐饮"));
    zc_check("the end of the telephone number", finds(&find, "3456", 6, ""));
    zc_check("three digits of it are too few", finds(&find, "456", 0, ""));
    struct zc_rid on = zc_ledger_view_row(&view)->rid;
    zc_ledger_find_end(&find, true);
    load(&view);
    zc_check("back to where it was", view.cursor == 0 && !find.on && zc_rid_is_set(on));
    zc_ledger_find_release(&find);
    zc_ledger_view_release(&view);
}

static void check_columns(void)
{
    struct zc_ledger_view view = open_view("group");
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    uint32_t n;
    struct zc_ledger_column *columns = zc_ledger_columns_new(stage.survey, view.form, &arena, &n);
    uint32_t phone = 0;
    while (phone < n && !zc_str_is(columns[phone].id, "phone"))
        phone++;
    bool moved = true;
    zc_check("number and name do not move", !zc_ledger_columns_move(columns, n, 0, 1) &&
                                                !zc_ledger_columns_move(columns, n, 2, -1));
    columns[phone].shown = true;
    columns[phone].cols = 13;
    for (uint32_t at = phone; moved; at--)
        moved = zc_ledger_columns_move(columns, n, at, -1);
    bool saved = zc_ledger_columns_save(stage.survey, view.form, columns, n, &err);
    zc_ledger_view_reload_columns(&view);
    load(&view);
    zc_check("columns are kept: place, width, shown",
             saved && zc_str_is(view.columns[2].id, "phone") && view.columns[2].shown &&
                 view.columns[2].cols == 13);
    zc_check("a telephone number is covered in the list",
             zc_str_is(cell(&view, 0, "phone"), "097*****3456"));

    unsigned lost = 0, over = 0;
    for (uint32_t i = 0; i < n; i++)
        view.columns[i].shown = true;
    for (int cols = 60; cols <= 160; cols += 20) {
        for (uint32_t focus = 0; focus < n; focus++) {
            struct zc_ledger_layout layout;
            bool has = false;
            zc_ledger_columns_fit(view.columns, n, cols, focus, cols >= 120, &layout);
            for (uint32_t i = 0; i < layout.n; i++) {
                has |= layout.cells[i].column == focus;
                over += layout.cells[i].col + layout.cells[i].cols > cols;
            }
            lost += !has && !zc_ledger_column_is_fixed(&view.columns[focus]);
        }
    }
    zc_checkf(lost == 0 && over == 0, "the focused column always shows (%u do not), %u too wide",
              lost, over);
    zc_arena_release(&arena);
    zc_ledger_view_release(&view);
}

static void check_saved(void)
{
    struct zc_ledger_view view = open_view("group");
    struct zc_saved_view views[ZC_SAVED_VIEWS],
        own = { .name = ZC_STR("三人以上"),
                .conditions = ZC_STR("ge\tstaff\t3\n"),
                .nkeys = 2,
                .keys = { { ZC_STR("staff"), true }, { ZC_STR("name"), false } } };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    zc_saved_views_load(stage.survey, view.form, &arena, views);
    unsigned place = zc_saved_views_free(views);
    zc_check("those of the survey come first",
             place == stage.survey->pack->reports.nviews && views[0].of_pack && place < ZC_SAVED_VIEWS);
    bool put = zc_saved_view_put(stage.survey, view.form, place, &own, &err) &&
               zc_saved_view_put(stage.survey, view.form, 0, &own, &err);
    zc_saved_views_load(stage.survey, view.form, &arena, views);
    zc_check("an own one stands at its place, conditions and order with it",
             put && !views[place].of_pack && zc_str_eq(views[place].name, own.name) &&
                 zc_str_eq(views[place].conditions, own.conditions) && views[place].nkeys == 2 &&
                 zc_str_is(views[place].keys[0].id, "staff") && views[place].keys[0].descending &&
                 zc_str_is(views[place].keys[1].id, "name") && !views[place].keys[1].descending);
    zc_check("and in place of one of the survey", !views[0].of_pack && views[1].of_pack);
    zc_check("no filter was used yet",
             zc_last_conditions(stage.survey, view.form, &arena).len == 0);
    zc_last_conditions_put(stage.survey, view.form, own.conditions, &err);
    zc_check("the last one comes back",
             zc_str_eq(zc_last_conditions(stage.survey, view.form, &arena), own.conditions));
    zc_arena_release(&arena);
    zc_ledger_view_release(&view);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        zc_stage_bail("usage: %s PACK STORES", argv[0]);
    zc_lang_set(ZC_LANG_ZH);
    zc_stage_init(&stage, argv[1], argv[2]);
    check_sets();
    check_order();
    check_conditions();
    check_slices();
    check_find();
    check_columns();
    check_saved();
    zc_stage_close(&stage);
    zc_stage_release(&stage);
    return zc_check_done();
}

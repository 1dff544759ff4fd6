#include "forms/list.h"
#include "tests/check.h"

static const char areas[] = "\xef\xbb\xbf"
                            "code,level,parent,zh\n"
                            "11,4,1,甲街\n"
                            "1101,5,11,\"一,社区\"\n"
                            "1102,5,11,二社区\n"
                            "12,4,1,乙街\n"
                            "1201,5,12,三社区\n"
                            "1103,5,11,四社区\n";

static const struct {
    const char *name;
    struct zc_str bytes, message; /* message: a part of it */
} bad[] = {
    { "no header", ZC_LIT(""), ZC_LIT("没有列名") },
    { "a column twice", ZC_LIT("a,b,a\n1,2,3\n"), ZC_LIT("“a”出现两次") },
    { "a cell without header", ZC_LIT("a\n1\n2,3\n"), ZC_LIT("第3行第2格") },
    { "not UTF-8", ZC_LIT("a\n\xb9\xfa\n"), ZC_LIT("UTF-8") },
};

static void walks(const struct zc_list *list)
{
    int parent = zc_list_col(list, ZC_STR("parent")), code = zc_list_col(list, ZC_STR("code"));
    char seen[64] = "";
    uint32_t row = 0;

    while ((row = zc_list_find(list, parent, ZC_STR("11"), row)) < list->nrows) {
        struct zc_str cell = zc_list_cell(list, row++, code);
        size_t len = strlen(seen);
        snprintf(seen + len, sizeof seen - len, "%.*s ", ZC_ARG(cell));
    }
    zc_checkf(strcmp(seen, "1101 1102 1103 ") == 0, "all rows of a parent in order: %s", seen);
    zc_check("a row between two hits is a start too",
             zc_list_find(list, parent, ZC_STR("11"), 3) == 5);
    zc_check("nothing found is the number of rows",
             zc_list_find(list, code, ZC_STR("13"), 0) == list->nrows);
    zc_check("a column that is not there holds nothing",
             zc_list_find(list, -1, ZC_STR("11"), 0) == list->nrows &&
                 zc_list_cell(list, 0, -1).len == 0);
    zc_check("a quoted comma", zc_str_is(zc_list_cell(list, 1, 3), "一,社区"));
}

static void many(struct zc_arena *arena)
{
    struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label") }, cells[2];
    struct zc_list *list = zc_list_new(ZC_STR("many"), cols, 2, arena);
    bool all = true;

    for (int i = 0; i < 1000; i++) {
        cells[0] = cells[1] = zc_arena_printf(arena, "c%d", i);
        zc_list_add(list, cells, 2, arena);
        if (i % 100 == 0) /* a hash that is made between two rows must not miss the later ones */
            zc_list_find(list, 0, cells[0], 0);
    }
    for (int i = 0; i < 1000; i++)
        all &= zc_list_find(list, 0, zc_arena_printf(arena, "c%d", i), 0) == (uint32_t)i;
    zc_check("a thousand rows are found", all);
    struct zc_list *view = zc_list_view(list, arena);
    view->label_col = 0;
    zc_check("a view has the rows and columns of its own",
             zc_list_find(view, 1, ZC_STR("c999"), 0) == 999 && list->label_col == 1);
    zc_list_release(view);
    zc_check("releasing a view leaves the list", zc_list_find(list, 1, ZC_STR("c5"), 0) == 5);
    zc_list_release(list);
}

int main(void)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_list *list = zc_list_read(ZC_STR("areas"), zc_str_of(areas), &arena, &err);

    zc_check("a file is read", list && list->nrows == 6 && list->ncols == 4);
    if (list)
        walks(list);
    zc_list_release(list);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err = (struct zc_err){ 0 };
        list = zc_list_read(ZC_STR("x"), bad[i].bytes, &arena, &err);
        zc_checkf(!list && err.code == ZC_E_INPUT &&
                      zc_str_find(zc_str_of(err.msg), bad[i].message) != SIZE_MAX,
                  "%s: %s", bad[i].name, err.msg);
    }
    many(&arena);
    zc_arena_release(&arena);
    return zc_check_done();
}

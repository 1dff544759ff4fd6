#include "core/csv.h"
#include "tests/check.h"
#include "tui/choice_search.h"
#include <string.h>

/* Pick lists: what a search finds, and in which order. Cases: what is typed, the codes that come
 * first. */

static const char industries[] = "name,label,parent,aliases\n"
                                 "H,住宿和餐饮业,,\n"
                                 "61,住宿业,H,\n"
                                 "6110,旅游饭店,61,宾馆|酒店\n"
                                 "62,餐饮业,H,\n"
                                 "621,正餐服务,62,\n"
                                 "6210,正餐服务,621,\n"
                                 "6220,快餐服务,62,\n"
                                 "6231,茶馆服务,62,\n"
                                 "6291,小吃服务,62,\n"
                                 "63,电信,I,\n"
                                 "6311,固定电信服务,63,\n"
                                 "6312,移动电信服务,63,\n"
                                 "6319,其他电信服务,63,\n";

static const struct {
    const char *name, *typed, *hits; /* the first codes, parted by blanks */
    uint32_t n;
} cases[] = {
    { "nothing typed: what was used last, then often, then the list", "", "6291 6220 6210 H 61",
      13 },
    { "the exact code stands first", "62", "62 6291 6220 6210 621 6231", 6 },
    { "the start of a code", "631", "6311 6312 6319", 3 },
    { "a label that begins so, a part of one, a parent's", "餐饮", "6291 6220 6210 62 H 61 6110",
      9 },
    { "initials", "zcfw", "6210 621", 2 },
    { "full pinyin", "chaguan", "6231", 1 },
    { "another spelling", "宾馆", "6110", 1 },
    { "initials of a parent", "dx", "63 6311 6312 6319", 4 },
    { "a capital code in small letters", "h", "H 6291 6220 6210", 9 },
    { "nothing", "石油", "", 0 },
};

static struct zc_usage usage = {
    .nrecent = 2,
    .ncounted = 3,
    .recent = { ZC_LIT("6291"), ZC_LIT("gone") },
    .counted = { { ZC_LIT("6210"), 3 }, { ZC_LIT("6220"), 5 }, { ZC_LIT("6231"), 1 } },
};

static void check_hits(const char *name, const struct zc_choice_search *search, const char *hits,
                       uint32_t n)
{
    struct zc_str rest = zc_str_of(hits), code;
    struct zc_buf got = { 0 };
    bool ok = search->nhits == n;
    for (uint32_t i = 0; zc_str_word(&rest, &code); i++)
        ok = ok && i < search->nhits &&
             zc_str_eq(zc_choice_value(search->list, search->hits[i]), code);
    for (uint32_t i = 0; i < search->nhits && i < 9; i++)
        zc_buf_printf(&got, " %.*s", ZC_ARG(zc_choice_value(search->list, search->hits[i])));
    zc_checkf(ok, "%s (%u:%s)", name, search->nhits, zc_buf_cstr(&got));
    zc_buf_release(&got);
}

static void family(struct zc_choice_search *search)
{
    struct zc_buf path = { 0 };
    uint32_t focus = zc_choice_search_family(search, 5);
    check_hits("above a row, then beside it", search, "H 62 621 6210", 4);
    zc_check("with the focus on it", focus == 3);
    focus = zc_choice_search_family(search, 6);
    check_hits("rows beside it", search, "H 62 621 6220 6231 6291", 6);
    zc_check("with the focus among them", focus == 3);
    zc_choice_search_path(search, 5, 2, &path);
    zc_check("the way to a row leaves out what reads like it",
             zc_str_is(zc_buf_str(&path), "住宿和餐饮业 › 餐饮业"));
    zc_buf_reset(&path);
    zc_choice_search_path(search, 5, 1, &path);
    zc_check("the nearest is the last to go", zc_str_is(zc_buf_str(&path), "餐饮业"));
    zc_buf_release(&path);
}

static void words(struct zc_arena *arena)
{
    const struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label") };
    const struct zc_str rows[][2] = { { ZC_LIT("yes"), ZC_LIT("是") },
                                      { ZC_LIT("no"), ZC_LIT("否") } };
    struct zc_list *list = zc_list_new(ZC_STR("yes_no"), cols, 2, arena);
    struct zc_choice_search search;
    const uint32_t offered[] = { 0, 1 };
    for (size_t i = 0; i < 2; i++)
        zc_list_add(list, rows[i], 2, arena);
    zc_choice_search_init(&search, list, offered, 2, 0, NULL, arena);
    zc_check("codes without digits", !search.numeric);
    check_hits("a short list keeps its order", &search, "yes no", 2);
    zc_choice_search_find(&search, ZC_STR("f"));
    check_hits("and is searched", &search, "no", 1);
    zc_choice_search_release(&search);
    zc_choice_search_init(&search, list, offered, 0, 0, NULL, arena);
    zc_choice_search_find(&search, ZC_STR("f"));
    check_hits("an empty list", &search, "", 0);
    zc_choice_search_release(&search);
    zc_list_release(list);
}

/* Hits of a long list come in its order, whatever the ranks. */
static void many(struct zc_arena *arena)
{
    enum { ROWS = 100000 };
    const struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label") };
    struct zc_list *list = zc_list_new(ZC_STR("many"), cols, 2, arena);
    struct zc_choice_search search;
    uint32_t *offered = ZC_NEW(arena, uint32_t, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) {
        const struct zc_str row[] = { zc_arena_printf(arena, "%06u", i),
                                      zc_arena_printf(arena, "青海%u号商贸有限公司", i) };
        zc_list_add(list, row, 2, arena);
        offered[i] = i;
    }
    zc_choice_search_init(&search, list, offered, ROWS, 0, NULL, arena);
    zc_choice_search_find(&search, ZC_STR("99999"));
    check_hits("the last of 100,000 rows, by code and by label", &search, "099999", 1);
    zc_choice_search_find(&search, ZC_STR("qh99"));
    check_hits("pinyin and digits", &search, "000099 000990 000991", 1111);
    zc_choice_search_find(&search, ZC_STR("qh999"));
    check_hits("one key more", &search, "000999 009990 009991", 111);
    zc_choice_search_find(&search, ZC_STR("qh99"));
    check_hits("and one less", &search, "000099 000990 000991", 1111);
    zc_choice_search_release(&search);
    zc_list_release(list);
}

int main(void)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_choice_search search;
    struct zc_list *list = zc_list_read(ZC_STR("industries"), zc_str_of(industries), &arena, &err);
    uint32_t offered[20], n = 0;
    for (; n < list->nrows; n++)
        offered[n] = n;
    zc_choice_search_init(&search, list, offered, n, 0, &usage, &arena);
    zc_check("codes with digits", search.numeric);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        zc_choice_search_find(&search, zc_str_of(cases[i].typed));
        check_hits(cases[i].name, &search, cases[i].hits, cases[i].n);
    }
    zc_check("how often", zc_choice_search_count(&search, 6) == 5);
    family(&search);
    words(&arena);
    many(&arena);
    zc_choice_search_release(&search);
    zc_list_release(list);
    zc_arena_release(&arena);
    return zc_check_done();
}

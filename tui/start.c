#include "tui/start.h"
#include "tui/known_stores.h"
#include <stdlib.h>

const struct zc_start_line zc_start_lines[ZC_START_EXTRAS] = {
    [ZC_START_NEW] = { { "新建调查库", "new store" },
                       { "选调查方案的文件夹；先检查，没有错误才建库",
                         "choose the folder of a survey pack; it is checked before anything is made" } },
    [ZC_START_PRACTICE] = { { "练习调查", "practice survey" },
                            { "八个组和区级的练习库，单位都是编的，随便试",
                              "stores of eight groups and the district with invented units, to try "
                              "things out" } },
};

static struct zc_store_card *load_cards(struct zc_start *start, const char *also)
{
    struct zc_buf paths = { 0 };
    struct zc_str rest, line;
    uint32_t n = 0;
    bool known = also == NULL;
    zc_known_stores_all(&paths);
    for (rest = zc_buf_str(&paths); zc_str_cut(&rest, '\n', &line); n++)
        known |= line.len > 0 && zc_str_is(line, also);
    if (!known)
        zc_buf_printf(&paths, "%s\n", also);
    struct zc_store_card *cards = ZC_NEW(&start->arena, struct zc_store_card, (size_t)n + 2);
    start->nstores = 0;
    for (rest = zc_buf_str(&paths); zc_str_cut(&rest, '\n', &line);) {
        if (line.len > 0)
            zc_store_card_load(line, &start->arena, &cards[start->nstores++]);
    }
    zc_buf_release(&paths);
    return cards;
}

/* Those that can be opened first, the last used of them at the top. */
static int by_use(const void *a, const void *b)
{
    const struct zc_store_card *x = a, *y = b;
    if ((x->reason.len > 0) != (y->reason.len > 0))
        return x->reason.len > 0 ? 1 : -1;
    int order = zc_str_cmp(y->last_used, x->last_used);
    return order ? order : zc_str_cmp(x->dir, y->dir);
}

void zc_start_load(struct zc_start *start, const char *also)
{
    struct zc_buf focus = { 0 };
    const struct zc_store_card *before = zc_start_store(start);
    char *full = also ? realpath(also, NULL) : NULL; /* as the known ones are written */
    if (also)
        zc_buf_text(&focus, full ? full : also);
    else if (before)
        zc_buf_add(&focus, before->dir);
    zc_arena_reset(&start->arena);
    struct zc_store_card *cards = load_cards(start, also ? zc_buf_cstr(&focus) : NULL);
    free(full);
    qsort(cards, start->nstores, sizeof *cards, by_use);
    start->stores = cards;
    if (!zc_start_find(start, zc_buf_str(&focus)))
        start->store = 0;
    start->person = 0;
    if (!zc_start_store(start))
        start->section = ZC_START_STORES;
    zc_buf_release(&focus);
}

void zc_start_release(struct zc_start *start)
{
    zc_arena_release(&start->arena);
}

uint32_t zc_start_rows(const struct zc_start *start, enum zc_start_section section)
{
    const struct zc_store_card *store = zc_start_store(start);
    if (section == ZC_START_STORES)
        return start->nstores + ZC_START_EXTRAS;
    if (!store || store->reason.len > 0)
        return 0;
    return store->npeople + (store->readonly ? 0 : 1); /* nobody can be added there */
}

const struct zc_store_card *zc_start_store(const struct zc_start *start)
{
    return start->store < start->nstores ? &start->stores[start->store] : NULL;
}

const struct zc_card_person *zc_start_person(const struct zc_start *start)
{
    const struct zc_store_card *store = zc_start_store(start);
    return store && start->person < store->npeople ? &store->people[start->person] : NULL;
}

static uint32_t *focus_of(struct zc_start *start)
{
    return start->section == ZC_START_STORES ? &start->store : &start->person;
}

bool zc_start_to(struct zc_start *start, uint32_t row)
{
    if (row >= zc_start_rows(start, start->section))
        return false;
    if (start->section == ZC_START_STORES && row != start->store)
        start->person = 0;
    *focus_of(start) = row;
    return true;
}

void zc_start_move(struct zc_start *start, int by)
{
    int64_t row = (int64_t)*focus_of(start) + by, rows = zc_start_rows(start, start->section);
    row = row >= rows ? rows - 1 : row;
    zc_start_to(start, row < 0 ? 0 : (uint32_t)row);
}

bool zc_start_find(struct zc_start *start, struct zc_str dir)
{
    for (uint32_t i = 0; i < start->nstores; i++) {
        if (zc_str_eq(start->stores[i].dir, dir)) {
            start->store = i;
            return true;
        }
    }
    return false;
}

bool zc_start_is_settled(const struct zc_start *start)
{
    return start->nstores == 1 && start->stores[0].reason.len == 0 && start->stores[0].npeople == 1;
}

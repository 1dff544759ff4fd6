#include "tui/choice_search.h"
#include "core/fold_text.h"
#include "core/pinyin.h"
#include "tui/glyph.h"
#include <stdlib.h>
#include <string.h>

enum rank {
    RANK_EXACT,
    RANK_RECENT,
    RANK_OFTEN,
    RANK_CODE,
    RANK_START,
    RANK_INSIDE,
    RANK_PARENT,
    RANK_NONE
};
enum { FITS_UNKNOWN, FITS_NOT, FITS };

/* A weight holds the count, and above it the place among the recent ones from the end. */
enum { COUNT_BITS = 24, COUNT_MOST = (1 << COUNT_BITS) - 1 };

static struct zc_str label_of(const struct zc_choice_search *search, uint32_t row)
{
    return zc_choice_label(search->list, row, search->lang);
}

static void weigh(struct zc_choice_search *search, const struct zc_usage *usage)
{
    const struct zc_list *list = search->list;
    for (uint32_t i = 0; i < usage->ncounted; i++) {
        uint64_t count = usage->counted[i].count;
        uint32_t row = zc_list_find(list, list->value_col, usage->counted[i].value, 0);
        if (row < list->nrows)
            search->weight[row] = count < COUNT_MOST ? (uint32_t)count : COUNT_MOST;
    }
    for (uint32_t i = 0; i < usage->nrecent; i++) {
        uint32_t row = zc_list_find(list, list->value_col, usage->recent[i], 0);
        if (row < list->nrows)
            search->weight[row] |= (ZC_USAGE_RECENT - i) << COUNT_BITS;
    }
}

static void find_parents(struct zc_choice_search *search)
{
    const struct zc_list *list = search->list;
    int col = zc_list_col(list, ZC_STR("parent"));
    if (col < 0 || list->value_col < 0)
        return;
    search->above = ZC_NEW(search->arena, uint32_t, (size_t)list->nrows + 1);
    for (uint32_t row = 0; row < list->nrows; row++) {
        struct zc_str parent = zc_list_cell(list, row, col);
        uint32_t above = parent.len ? zc_list_find(list, list->value_col, parent, 0) : list->nrows;
        if (above < row) /* stands before its children, as in every list of codes: no cycles */
            search->above[row] = above + 1;
    }
}

void zc_choice_search_init(struct zc_choice_search *search, const struct zc_list *list,
                           const uint32_t *rows, uint32_t n, unsigned lang,
                           const struct zc_usage *usage, struct zc_arena *arena)
{
    size_t room = (size_t)list->nrows + 1;
    *search = (struct zc_choice_search){
        .list = list,
        .rows = rows,
        .n = n,
        .lang = lang,
        .hits = ZC_NEW(arena, uint32_t, room),
        .weight = ZC_NEW(arena, uint32_t, room),
        .fits = ZC_NEW(arena, uint8_t, room),
        .rank = ZC_NEW(arena, uint8_t, room),
        .arena = arena,
    };
    for (uint32_t i = 0; i < n && !search->numeric; i++) {
        struct zc_str value = zc_choice_value(list, rows[i]);
        search->numeric = value.len > 0 && value.ptr[0] >= '0' && value.ptr[0] <= '9';
    }
    if (usage)
        weigh(search, usage);
    find_parents(search);
    zc_choice_search_find(search, (struct zc_str){ 0 });
}

/* The code begins with what was typed, capitals or not. */
static bool code_starts(struct zc_str code, struct zc_str typed)
{
    if (code.len < typed.len)
        return false;
    for (size_t i = 0; i < typed.len; i++) {
        char c = code.ptr[i] >= 'A' && code.ptr[i] <= 'Z' ? (char)(code.ptr[i] + 32) : code.ptr[i];
        if (c != typed.ptr[i])
            return false;
    }
    return true;
}

static bool label_fits(struct zc_choice_search *search, uint32_t row, struct zc_str typed)
{
    uint8_t *fits = &search->fits[row];
    if (*fits == FITS_UNKNOWN)
        *fits = zc_pinyin_match(label_of(search, row), typed) ||
                        zc_pinyin_match(zc_list_cell(search->list, row, search->list->aliases_col),
                                        typed)
                    ? FITS
                    : FITS_NOT;
    return *fits == FITS;
}

static bool parent_fits(struct zc_choice_search *search, uint32_t row, struct zc_str typed)
{
    while (search->above && search->above[row]) {
        row = search->above[row] - 1;
        if (label_fits(search, row, typed))
            return true;
    }
    return false;
}

static enum rank rank_of(struct zc_choice_search *search, uint32_t row, struct zc_str typed)
{
    struct zc_str code = zc_choice_value(search->list, row);
    enum rank rank = code_starts(code, typed)          ? RANK_CODE
                     : label_fits(search, row, typed)  ? RANK_INSIDE
                     : parent_fits(search, row, typed) ? RANK_PARENT
                                                       : RANK_NONE;
    if (rank == RANK_NONE)
        return rank;
    if (rank == RANK_CODE && code.len == typed.len)
        return RANK_EXACT;
    if (rank == RANK_INSIDE && zc_pinyin_starts(label_of(search, row), typed))
        rank = RANK_START;
    uint32_t weight = search->weight[row];
    return weight > COUNT_MOST ? RANK_RECENT : weight > 1 ? RANK_OFTEN : rank;
}

/* By weight, the greatest first; few rows have one. */
static void sort_by_weight(const struct zc_choice_search *search, uint32_t *hits, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t j = i; j > 0 && search->weight[hits[j]] > search->weight[hits[j - 1]]; j--) {
            uint32_t swap = hits[j];
            hits[j] = hits[j - 1];
            hits[j - 1] = swap;
        }
}

static void take_all(struct zc_choice_search *search)
{
    memcpy(search->hits, search->rows, search->n * sizeof *search->hits);
    search->nhits = search->n;
}

void zc_choice_search_find(struct zc_choice_search *search, struct zc_str typed)
{
    enum { SCREEN = 10 };
    uint32_t start[RANK_NONE + 1] = { 0 }, end[RANK_NONE + 1] = { 0 };
    struct zc_buf folded = { 0 };
    search->nhits = 0;
    if (search->n == 0)
        return;
    if (typed.len == 0 && search->n <= SCREEN) {
        take_all(search);
        return;
    }
    zc_fold_text(typed, &folded);
    memset(search->fits, FITS_UNKNOWN, search->list->nrows);
    /* Who adds a letter finds fewer rows: those that did not fit need no second look. */
    bool narrower =
        search->typed.len > 0 && zc_str_starts(zc_buf_str(&folded), zc_buf_str(&search->typed));
    for (uint32_t i = 0; i < search->n; i++) {
        if (!narrower || search->rank[i] != RANK_NONE)
            search->rank[i] = (uint8_t)rank_of(search, search->rows[i], zc_buf_str(&folded));
        end[search->rank[i]]++;
    }
    zc_buf_reset(&search->typed);
    zc_buf_add(&search->typed, zc_buf_str(&folded));
    for (int rank = 1; rank <= RANK_NONE; rank++)
        end[rank] += end[rank - 1];
    for (int rank = RANK_NONE; rank > 0; rank--)
        start[rank] = end[rank - 1];
    search->nhits = end[RANK_PARENT];
    for (uint32_t i = 0; i < search->n; i++) {
        if (search->rank[i] != RANK_NONE)
            search->hits[start[search->rank[i]]++] = search->rows[i];
    }
    sort_by_weight(search, search->hits + end[RANK_EXACT], end[RANK_RECENT] - end[RANK_EXACT]);
    sort_by_weight(search, search->hits + end[RANK_RECENT], end[RANK_OFTEN] - end[RANK_RECENT]);
    zc_buf_release(&folded);
}

static bool is_offered(const struct zc_choice_search *search, uint32_t row)
{
    uint32_t low = 0, high = search->n; /* rows rise */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (search->rows[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < search->n && search->rows[low] == row;
}

static void add_above(struct zc_choice_search *search, uint32_t row)
{
    uint32_t above = search->above ? search->above[row] : 0;
    if (!above)
        return;
    add_above(search, above - 1);
    if (is_offered(search, above - 1))
        search->hits[search->nhits++] = above - 1;
}

uint32_t zc_choice_search_family(struct zc_choice_search *search, uint32_t row)
{
    uint32_t focus = 0, above = search->above ? search->above[row] : 0;
    search->nhits = 0;
    add_above(search, row);
    for (uint32_t i = 0; i < search->n; i++) {
        uint32_t other = search->rows[i];
        if (search->above && search->above[other] != above)
            continue;
        if (other == row)
            focus = search->nhits;
        search->hits[search->nhits++] = other;
    }
    return focus;
}

uint32_t zc_choice_search_below(struct zc_choice_search *search, uint32_t row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; search->above && i < search->n; i++) {
        if (search->above[search->rows[i]] == row + 1)
            search->hits[n++] = search->rows[i];
    }
    search->nhits = n > 0 ? n : search->nhits;
    return n;
}

void zc_choice_search_path(const struct zc_choice_search *search, uint32_t row, unsigned most,
                           struct zc_buf *out)
{
    uint32_t above = search->above ? search->above[row] : 0;
    struct zc_str own = label_of(search, row);
    if (!above || most == 0)
        return;
    struct zc_str label = label_of(search, above - 1);
    bool says_more = !zc_str_eq(label, own);
    zc_choice_search_path(search, above - 1, most - says_more, out);
    if (!says_more)
        return;
    if (out->len > 0)
        zc_buf_printf(out, " %s ", zc_glyph(ZC_GLYPH_CRUMB));
    zc_buf_add(out, label);
}

void zc_choice_search_release(struct zc_choice_search *search)
{
    zc_buf_release(&search->typed);
}

uint64_t zc_choice_search_count(const struct zc_choice_search *search, uint32_t row)
{
    return search->weight[row] & COUNT_MOST;
}

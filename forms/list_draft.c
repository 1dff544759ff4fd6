#include "forms/list_draft.h"
#include "core/alloc.h"

bool zc_list_draft_row(struct zc_list_draft *draft, struct zc_err *err)
{
    if (draft->nrows >= ZC_LIST_MAX_ROWS)
        return zc_fail(err, ZC_E_LIMIT, ZC_T("行数超过%d", "more than %d rows"), ZC_LIST_MAX_ROWS);
    draft->nrows++;
    draft->last_col = UINT32_MAX;
    return true;
}

/* Rows mostly have the same columns in the same order: the next one is tried first. */
static uint32_t find_col(const struct zc_list_draft *draft, struct zc_str col)
{
    uint32_t next = draft->last_col + 1, i = 0;

    if (next < draft->ncols && zc_str_eq(draft->cols[next], col))
        return next;
    while (i < draft->ncols && !zc_str_eq(draft->cols[i], col))
        i++;
    return i;
}

static bool row_has(const struct zc_list_draft *draft, uint32_t col)
{
    for (size_t i = draft->ncells; i-- > 0 && draft->cells[i].row + 1 == draft->nrows;)
        if (draft->cells[i].col == col)
            return true;
    return false;
}

bool zc_list_draft_has(const struct zc_list_draft *draft, struct zc_str col)
{
    return row_has(draft, find_col(draft, col));
}

bool zc_list_draft_put(struct zc_list_draft *draft, struct zc_str col, struct zc_str text,
                       struct zc_err *err)
{
    uint32_t at = find_col(draft, col);

    if (at == draft->ncols) {
        if (at >= ZC_LIST_MAX_COLS)
            return zc_fail(err, ZC_E_LIMIT, ZC_T("列数超过%d", "more than %d columns"),
                           ZC_LIST_MAX_COLS);
        draft->cols = zc_grow(draft->cols, at, &draft->cols_cap, sizeof *draft->cols);
        draft->cols[draft->ncols++] = zc_arena_copy(&draft->arena, col);
    } else if (row_has(draft, at)) {
        return zc_fail(err, ZC_E_INPUT, ZC_T("列“%.*s”出现两次", "column '%.*s' stands twice"),
                       ZC_ARG(col));
    }
    draft->last_col = at;
    draft->cells = zc_grow(draft->cells, draft->ncells, &draft->cells_cap, sizeof *draft->cells);
    draft->cells[draft->ncells++] =
        (struct draft_cell){ draft->nrows - 1, at, zc_arena_copy(&draft->arena, text) };
    return true;
}

struct zc_list *zc_list_draft_make(const struct zc_list_draft *draft, struct zc_str name,
                                   struct zc_arena *arena)
{
    struct zc_list *list = zc_list_new(name, draft->cols, draft->ncols, arena);
    struct zc_str *row = zc_alloc_zeroed(draft->ncols + 1, sizeof *row);

    for (size_t i = 0, r = 0; r < draft->nrows; r++) {
        memset(row, 0, draft->ncols * sizeof *row);
        for (; i < draft->ncells && draft->cells[i].row == r; i++)
            row[draft->cells[i].col] = draft->cells[i].text;
        zc_list_add(list, row, draft->ncols, arena);
    }
    zc_free(row);
    return list;
}

void zc_list_draft_release(struct zc_list_draft *draft)
{
    zc_free(draft->cols);
    zc_free(draft->cells);
    zc_arena_release(&draft->arena);
}

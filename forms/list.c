#include "forms/list.h"
#include "core/alloc.h"
#include "core/csv.h"
#include "core/utf8.h"
#include "forms/list_impl.h"
#include "forms/list_rows.h"

enum { FIRST_ROWS = 16, FEW_ROWS = 8 };

/* Rows by the hash of one column: bucket → first row → next row of the same bucket, rising. */
struct zc_list_index {
    uint32_t mask;
    uint32_t *heads, *next; /* row + 1; 0: none */
};

static void free_index(struct zc_list_index *index)
{
    if (!index)
        return;
    zc_free(index->heads);
    zc_free(index->next);
    zc_free(index);
}

struct zc_list *zc_list_new_small(struct zc_str name, const struct zc_str *cols, size_t ncols,
                                  struct zc_arena *arena)
{
    struct zc_list *list = ZC_NEW(arena, struct zc_list, 1);
    struct zc_str *copy = ZC_NEW(arena, struct zc_str, ncols);

    for (size_t i = 0; i < ncols; i++)
        copy[i] = zc_arena_copy(arena, cols[i]);
    list->name = zc_arena_copy(arena, name);
    list->ncols = (uint32_t)ncols;
    list->cols = copy;
    list->value_col = zc_list_col(list, ZC_STR("name"));
    list->label_col = zc_list_col(list, ZC_STR("label"));
    list->aliases_col = zc_list_col(list, ZC_STR("aliases"));
    return list;
}

struct zc_list *zc_list_new(struct zc_str name, const struct zc_str *cols, size_t ncols,
                            struct zc_arena *arena)
{
    struct zc_list *list = zc_list_new_small(name, cols, ncols, arena);

    list->index = ZC_NEW(arena, struct zc_list_index *, ncols);
    return list;
}

struct zc_list *zc_list_view(const struct zc_list *list, struct zc_arena *arena)
{
    struct zc_list *view = ZC_NEW(arena, struct zc_list, 1);

    *view = *list;
    view->is_view = true;
    return view;
}

/* Room doubles with the rows, so that the number of rows alone tells when it is full. */
static struct zc_str *room_for_row(struct zc_list *list, struct zc_arena *arena)
{
    uint32_t n = list->nrows;
    struct zc_str *cells = (struct zc_str *)(uintptr_t)list->cells;

    if (!n || (n >= FIRST_ROWS && (n & (n - 1)) == 0)) {
        size_t cap = n ? (size_t)n * 2 : FIRST_ROWS;
        struct zc_str *more = zc_arena_alloc(arena, cap * list->ncols, sizeof *more);
        if (n)
            memcpy(more, cells, (size_t)n * list->ncols * sizeof *more);
        list->cells = cells = more;
    }
    return cells + (size_t)n * list->ncols;
}

void zc_list_add(struct zc_list *list, const struct zc_str *cells, size_t ncells,
                 struct zc_arena *arena)
{
    struct zc_str *row = room_for_row(list, arena);
    size_t bytes = 0, n = ncells < list->ncols ? ncells : list->ncols;

    for (size_t i = 0; i < n; i++)
        bytes += cells[i].len;
    char *text = zc_arena_alloc(arena, bytes + 1, 1);
    for (size_t i = 0; i < n; i++) {
        if (cells[i].len)
            memcpy(text, cells[i].ptr, cells[i].len);
        row[i] = (struct zc_str){ text, cells[i].len };
        text += cells[i].len;
    }
    list->nrows++;
    zc_list_release(list); /* the hashes know nothing of this row */
}

void zc_list_release(struct zc_list *list)
{
    if (!list || list->is_view)
        return;
    if (list->rows) {
        zc_list_rows_free(list->rows);
        list->rows = NULL;
        list->nrows = 0;
    }
    if (!list->index)
        return;
    for (uint32_t i = 0; i < list->ncols; i++) {
        free_index(list->index[i]);
        list->index[i] = NULL;
    }
}

struct reading {
    struct zc_str name;
    struct zc_arena *arena;
    struct zc_list *list;
    struct zc_err *err;
};

static bool read_columns(struct reading *reading, const struct zc_csv_row *row)
{
    struct zc_str *cols = ZC_NEW(reading->arena, struct zc_str, row->ncells);

    if (row->ncells > ZC_LIST_MAX_COLS)
        return zc_fail(reading->err, ZC_E_LIMIT, ZC_T("列数超过%d", "more than %d columns"),
                       ZC_LIST_MAX_COLS);
    for (size_t i = 0; i < row->ncells; i++) {
        cols[i] = zc_str_trim(row->cells[i]);
        for (size_t j = 0; j < i; j++)
            if (cols[i].len && zc_str_eq(cols[i], cols[j]))
                return zc_fail(reading->err, ZC_E_INPUT,
                               ZC_T("第1行：列“%.*s”出现两次", "row 1: column '%.*s' stands twice"),
                               ZC_ARG(cols[i]));
    }
    reading->list = zc_list_new(reading->name, cols, row->ncells, reading->arena);
    return true;
}

static bool read_row(void *ctx, const struct zc_csv_row *row)
{
    struct reading *reading = ctx;

    if (!reading->list)
        return read_columns(reading, row);
    for (size_t i = reading->list->ncols; i < row->ncells; i++)
        if (row->cells[i].len)
            return zc_fail(reading->err, ZC_E_INPUT,
                           ZC_T("第%zu行第%zu格没有列名", "line %zu: cell %zu has no header"),
                           row->line, i + 1);
    if (reading->list->nrows >= ZC_LIST_MAX_ROWS)
        return zc_fail(reading->err, ZC_E_LIMIT, ZC_T("行数超过%d", "more than %d rows"),
                       ZC_LIST_MAX_ROWS);
    zc_list_add(reading->list, row->cells, row->ncells, reading->arena);
    return true;
}

struct zc_list *zc_list_read(struct zc_str name, struct zc_str bytes, struct zc_arena *arena,
                             struct zc_err *err)
{
    struct reading reading = { name, arena, NULL, err };
    bool stopped = false;

    if (zc_str_starts(bytes, ZC_STR("\xef\xbb\xbf")))
        bytes = zc_str_from(bytes, 3);
    if (!zc_utf8_valid(bytes) || (bytes.len && memchr(bytes.ptr, '\0', bytes.len))) {
        zc_fail(err, ZC_E_INPUT, ZC_T("%.*s.csv：不是 UTF-8", "%.*s.csv: not UTF-8"), ZC_ARG(name));
        return NULL;
    }
    if (!zc_csv_read(bytes, ',', read_row, &reading, &stopped, err) || stopped) {
        zc_fail_in(err, "%.*s.csv", ZC_ARG(name));
        return NULL;
    }
    if (!reading.list)
        zc_fail(err, ZC_E_INPUT, ZC_T("%.*s.csv：没有列名", "%.*s.csv: no header"), ZC_ARG(name));
    return reading.list;
}

int zc_list_col(const struct zc_list *list, struct zc_str name)
{
    for (uint32_t i = 0; name.len && i < list->ncols; i++)
        if (zc_str_eq(list->cols[i], name))
            return (int)i;
    return -1;
}

struct zc_str zc_list_cell(const struct zc_list *list, uint32_t row, int col)
{
    if (col < 0 || (uint32_t)col >= list->ncols || row >= list->nrows)
        return (struct zc_str){ 0 };
    if (list->rows)
        return zc_list_row_cell(list, row, col);
    return list->cells[(size_t)row * list->ncols + (size_t)col];
}

/* FNV-1a. */
static uint32_t hash_of(struct zc_str s)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static struct zc_list_index *make_index(const struct zc_list *list, int col)
{
    struct zc_list_index *index = zc_alloc_zeroed(1, sizeof *index);
    uint32_t size = 16;

    while (size < list->nrows * 2)
        size *= 2;
    index->mask = size - 1;
    index->heads = zc_alloc_zeroed(size, sizeof *index->heads);
    index->next = zc_alloc_zeroed((size_t)list->nrows + 1, sizeof *index->next);
    for (uint32_t row = list->nrows; row-- > 0;) {
        uint32_t *head = &index->heads[hash_of(zc_list_cell(list, row, col)) & index->mask];
        index->next[row] = *head;
        *head = row + 1;
    }
    return index;
}

/* A handful of rows is looked through faster than it is hashed. */
static uint32_t find_among_few(const struct zc_list *list, int col, struct zc_str value,
                               uint32_t from)
{
    while (from < list->nrows && !zc_str_eq(zc_list_cell(list, from, col), value))
        from++;
    return from;
}

uint32_t zc_list_find(const struct zc_list *list, int col, struct zc_str value, uint32_t from)
{
    uint32_t at;

    if (col < 0 || (uint32_t)col >= list->ncols || from >= list->nrows)
        return list->nrows;
    if (list->rows)
        return zc_list_rows_find(list, col, value, from);
    if (!list->index || list->nrows <= FEW_ROWS)
        return find_among_few(list, col, value, from);
    if (!list->index[col])
        list->index[col] = make_index(list, col);
    const struct zc_list_index *index = list->index[col];
    /* Whoever walks all rows with a value goes on behind the last one. */
    if (from > 0 && zc_str_eq(zc_list_cell(list, from - 1, col), value))
        at = index->next[from - 1];
    else
        at = index->heads[hash_of(value) & index->mask];
    for (; at; at = index->next[at - 1])
        if (at - 1 >= from && zc_str_eq(zc_list_cell(list, at - 1, col), value))
            return at - 1;
    return list->nrows;
}

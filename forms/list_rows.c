#include "forms/list_rows.h"
#include "core/alloc.h"
#include "core/err.h"
#include "forms/list_impl.h"
#include <string.h>

enum { QUERIES = 16, MOST_ROWS = 100000, MOST_BYTES = 16 << 20 };

struct row {
    struct zc_rid rid;
    struct zc_str text;   /* of the id */
    struct zc_str *cells; /* NULL: not read yet */
};

struct query {
    int col; /* -1: all */
    bool word, refused;
    struct zc_buf value;
    uint32_t n, *rows;
};

struct zc_list_rows {
    const struct zc_list_source *source;
    struct zc_arena arena; /* texts of cells */
    struct row *all;
    size_t n, cap;
    uint32_t *slots, mask; /* by id: row + 1 */
    struct query queries[QUERIES];
    uint32_t nqueries; /* made so far; the oldest goes first */
};

void zc_rids_add(struct zc_rids *rids, struct zc_rid rid)
{
    rids->all = zc_grow(rids->all, rids->n, &rids->cap, sizeof *rids->all);
    rids->all[rids->n++] = rid;
}

void zc_rids_release(struct zc_rids *rids)
{
    zc_free(rids->all);
    *rids = (struct zc_rids){ 0 };
}

bool zc_list_is_lazy(const struct zc_list *list)
{
    return list->rows != NULL;
}

void zc_list_attach(struct zc_list *list, const struct zc_list_source *source)
{
    zc_list_release(list);
    list->rows = zc_alloc_zeroed(1, sizeof *list->rows);
    list->rows->source = source;
    list->nrows = ZC_LIST_LAZY;
}

static void drop_queries(struct zc_list_rows *rows)
{
    for (uint32_t i = 0; i < QUERIES; i++) {
        zc_free(rows->queries[i].rows);
        zc_buf_release(&rows->queries[i].value);
    }
    memset(rows->queries, 0, sizeof rows->queries);
    rows->nqueries = 0;
}

static void clear(struct zc_list_rows *rows)
{
    drop_queries(rows);
    zc_free(rows->all);
    zc_free(rows->slots);
    rows->all = NULL;
    rows->slots = NULL;
    rows->n = rows->cap = 0;
    rows->mask = 0;
    zc_arena_release(&rows->arena);
}

void zc_list_rows_free(struct zc_list_rows *rows)
{
    if (!rows)
        return;
    clear(rows);
    zc_free(rows);
}

/* The last bytes of an id are random or a hash. */
static uint32_t hash_of(struct zc_rid rid)
{
    uint32_t hash;

    memcpy(&hash, rid.b + ZC_RID_BYTES - sizeof hash, sizeof hash);
    return hash * 2654435761u;
}

static uint32_t *slot_of(const struct zc_list_rows *rows, struct zc_rid rid)
{
    uint32_t at = hash_of(rid) & rows->mask;

    while (rows->slots[at] && !zc_rid_eq(rows->all[rows->slots[at] - 1].rid, rid))
        at = (at + 1) & rows->mask;
    return &rows->slots[at];
}

static void grow_slots(struct zc_list_rows *rows)
{
    uint32_t size = rows->slots ? (rows->mask + 1) * 2 : 64;

    zc_free(rows->slots);
    rows->slots = zc_alloc_zeroed(size, sizeof *rows->slots);
    rows->mask = size - 1;
    for (size_t i = 0; i < rows->n; i++)
        *slot_of(rows, rows->all[i].rid) = (uint32_t)i + 1;
}

static uint32_t row_of(struct zc_list_rows *rows, struct zc_rid rid)
{
    if (!rows->slots || rows->n * 2 >= rows->mask)
        grow_slots(rows);
    uint32_t *slot = slot_of(rows, rid);
    char text[ZC_RID_TEXT + 1];
    if (*slot)
        return *slot - 1;
    rows->all = zc_grow(rows->all, rows->n, &rows->cap, sizeof *rows->all);
    zc_rid_print(rid, text);
    rows->all[rows->n] = (struct row){ rid, zc_arena_copy(&rows->arena, zc_str_of(text)), NULL };
    *slot = (uint32_t)++rows->n;
    return *slot - 1;
}

void zc_list_forget(struct zc_list *list, const struct zc_rid *rid)
{
    struct zc_list_rows *rows = list->rows;

    if (!rid) {
        clear(rows);
        return;
    }
    drop_queries(rows);
    uint32_t slot = rows->slots ? *slot_of(rows, *rid) : 0;
    if (slot)
        rows->all[slot - 1].cells = NULL;
}

void zc_list_trim(struct zc_list *list)
{
    struct zc_list_rows *rows = list->rows;

    if (rows->n > MOST_ROWS || rows->arena.bytes > MOST_BYTES)
        clear(rows);
}

struct zc_rid zc_list_row_id(const struct zc_list *list, uint32_t row)
{
    return row < list->rows->n ? list->rows->all[row].rid : (struct zc_rid){ 0 };
}

struct zc_str zc_list_row_cell(const struct zc_list *list, uint32_t row, int col)
{
    struct zc_list_rows *rows = list->rows;

    if (row >= rows->n || col < 0 || (uint32_t)col >= list->ncols)
        return (struct zc_str){ 0 };
    if (col == 0)
        return rows->all[row].text;
    if (!rows->all[row].cells) {
        struct zc_str *cells = ZC_NEW(&rows->arena, struct zc_str, list->ncols);
        rows->source->load(rows->source->ctx, list, rows->all[row].rid, cells, &rows->arena);
        rows->all[row].cells = cells;
    }
    return rows->all[row].cells[col];
}

/* Queries */

static struct query *known_query(struct zc_list_rows *rows, int col, struct zc_str value, bool word)
{
    for (uint32_t i = 0; i < QUERIES && i < rows->nqueries; i++) {
        struct query *query = &rows->queries[i];
        if (query->col == col && query->word == word && zc_str_eq(zc_buf_str(&query->value), value))
            return query;
    }
    return NULL;
}

static struct query *new_query(struct zc_list_rows *rows, int col, struct zc_str value, bool word)
{
    struct query *query = &rows->queries[rows->nqueries++ % QUERIES];

    zc_free(query->rows);
    zc_buf_reset(&query->value);
    zc_buf_add(&query->value, value);
    query->col = col;
    query->word = word;
    query->refused = false;
    query->rows = NULL;
    query->n = 0;
    return query;
}

/* Takes the ids over as rows. */
static void answer(struct zc_list_rows *rows, struct query *query, const struct zc_rids *ids)
{
    query->rows = zc_alloc(ids->n + 1, sizeof *query->rows);
    query->n = (uint32_t)ids->n;
    for (size_t i = 0; i < ids->n; i++)
        query->rows[i] = row_of(rows, ids->all[i]);
}

/* Keeps the rows whose cell is the value, or the record that it stands for. */
static void compare_cells(const struct zc_list *list, struct query *query, int col,
                          struct zc_str value, struct zc_str meant)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < query->n; i++) {
        struct zc_str cell = zc_list_row_cell(list, query->rows[i], col);
        if (zc_str_eq(cell, value) || zc_str_eq(cell, meant))
            query->rows[kept++] = query->rows[i];
    }
    query->n = kept;
}

static struct query *ask(const struct zc_list *list, int col, struct zc_str value, bool word)
{
    struct zc_list_rows *rows = list->rows;
    const struct zc_list_source *source = rows->source;
    struct query *query = new_query(rows, col, value, word);
    struct zc_rids ids = { 0 };
    struct zc_rid root;
    char meant[ZC_RID_TEXT + 1];
    enum zc_rows_answer is = col >= 0 && value.len
                                 ? source->find(source->ctx, list, col, value, word, &ids)
                                 : source->all(source->ctx, list, &ids);

    query->refused = is == ZC_ROWS_TOO_MANY;
    if (!query->refused)
        answer(rows, query, &ids);
    zc_rids_release(&ids);
    if (col < 0 || word || (is != ZC_ROWS_MAYBE && value.len) || query->refused)
        return query;
    bool leads = zc_list_look(list, value, &root) == ZC_RECORD_HERE;
    if (leads)
        zc_rid_print(root, meant);
    compare_cells(list, query, col, value, leads ? zc_str_of(meant) : value);
    return query;
}

/* The row of an id needs no query that is kept. */
static bool match_id(const struct zc_list *list, struct zc_str value, const uint32_t **rows,
                     uint32_t *n)
{
    struct zc_rid root;
    struct zc_list_rows *own = list->rows;

    *n = 0;
    if (zc_list_look(list, value, &root) != ZC_RECORD_HERE)
        return true;
    struct query *query = known_query(own, 0, (struct zc_str){ 0 }, false);
    if (!query) {
        query = new_query(own, 0, (struct zc_str){ 0 }, false);
        query->rows = zc_alloc(1, sizeof *query->rows);
    }
    query->rows[0] = row_of(own, root);
    *rows = query->rows;
    *n = 1;
    return true;
}

bool zc_list_match(const struct zc_list *list, int col, struct zc_str value, bool word,
                   const uint32_t **rows, uint32_t *n)
{
    *n = 0;
    if (*list->rows->source->busy)
        return true;
    if (col == 0)
        return match_id(list, value, rows, n);
    struct query *query = known_query(list->rows, col, value, word);
    if (!query)
        query = ask(list, col, value, word);
    *rows = query->rows;
    *n = query->n;
    return !query->refused;
}

bool zc_list_all(const struct zc_list *list, const uint32_t **rows, uint32_t *n)
{
    *n = 0;
    if (*list->rows->source->busy)
        return true;
    struct query *query = known_query(list->rows, -1, (struct zc_str){ 0 }, false);
    if (!query)
        query = ask(list, -1, (struct zc_str){ 0 }, false);
    *rows = query->rows;
    *n = query->n;
    return !query->refused;
}

uint32_t zc_list_rows_find(const struct zc_list *list, int col, struct zc_str value, uint32_t from)
{
    const uint32_t *rows;
    uint32_t n, at = 0;

    if (!zc_list_match(list, col, value, false, &rows, &n))
        return list->nrows;
    while (from > 0 && at < n && rows[at] != from - 1)
        at++;
    at += from > 0;
    return at < n ? rows[at] : list->nrows;
}

/* Ids in answers */

enum zc_record_kind zc_list_look(const struct zc_list *list, struct zc_str value,
                                 struct zc_rid *root)
{
    const struct zc_list_rows *rows = list->rows;

    if (!zc_rid_parse(value, root))
        return ZC_RECORD_NONE;
    return rows ? rows->source->look(rows->source->ctx, list, *root, root) : ZC_RECORD_AWAY;
}

struct zc_str zc_list_record_label(const struct zc_list *list, struct zc_str value,
                                   struct zc_arena *arena)
{
    struct zc_rid root;
    char number[6];
    struct zc_str label = { 0 };
    enum zc_record_kind kind = zc_list_look(list, value, &root);

    if (kind == ZC_RECORD_NONE)
        return value;
    if ((kind == ZC_RECORD_HERE || kind == ZC_RECORD_VOID) && list->rows &&
        !*list->rows->source->busy)
        label = zc_list_row_cell(list, row_of(list->rows, root), list->label_col);
    zc_rid_number(root, number);
    if (!label.len)
        label = zc_str_of(number);
    if (kind == ZC_RECORD_HERE)
        return zc_arena_copy(arena, label);
    return zc_arena_printf(arena, "%.*s%s", ZC_ARG(label),
                           kind == ZC_RECORD_VOID    ? ZC_T("（作废）", " (void)")
                           : kind == ZC_RECORD_OTHER ? ZC_T("（另一张表）", " (another form)")
                                                     : ZC_T("（本库没有）", " (not here)"));
}

struct zc_rid zc_list_named(const struct zc_list *list, struct zc_str text, size_t *n)
{
    const struct zc_list_rows *rows = list->rows;
    struct zc_rid found[2] = { 0 };

    *n = rows && text.len ? rows->source->named(rows->source->ctx, list, text, found, 2) : 0;
    return found[0];
}

#include "storage/import_ledger.h"
#include "core/alloc.h"
#include "storage/backup.h"
#include "storage/local.h"
#include "storage/store_impl.h"
#include "storage/table_text.h"
#include <stdlib.h>
#include <string.h>

/* A named column: a field. */
struct column {
    struct zc_str field;
    uint32_t at;
};
struct place {
    struct zc_rid rid;
    uint32_t at; /* in table->rows */
};

struct zc_import_ledger {
    struct zc_store *store;
    const struct zc_table_file *table;
    struct zc_import_ledger_options options;
    uint32_t ncolumns, id_at, rev_at;
    struct column *columns; /* by field */
    struct place *places;   /* by record */
    size_t nplaces, cap, next;
    struct zc_import_ledger_report report;
    struct zc_arena row, arena;
};

/* Columns */

/* `label [name]` or a plain ASCII name as a whole; empty: the column names no field. */
static struct zc_str name_of(struct zc_str header)
{
    struct zc_str name = header;
    const char *open = header.len ? memrchr(header.ptr, '[', header.len) : NULL;
    if (open && header.ptr[header.len - 1] == ']')
        name = (struct zc_str){ open + 1, (size_t)(header.ptr + header.len - 1 - (open + 1)) };
    else
        for (size_t i = 0; i < header.len; i++)
            if (header.ptr[i] & 0x80)
                return (struct zc_str){ 0 };
    return zc_field_name_ok(name) ? name : (struct zc_str){ 0 };
}

bool zc_ledger_header_known(struct zc_str header)
{
    return header.len > 0 && (zc_str_ends(header, ZC_STR("]")) || header.ptr[0] == '_') &&
           name_of(header).len > 0;
}

struct zc_str zc_ledger_header_field(struct zc_str header)
{
    struct zc_str name = name_of(header);
    return name.len == 0 || zc_field_is_system(name) ? (struct zc_str){ 0 } : name;
}

static uint32_t column_named(const struct zc_table_file *table, const char *name)
{
    for (uint32_t i = 0; i < table->ncolumns; i++)
        if (zc_str_is(name_of(table->header[i]), name))
            return i;
    return UINT32_MAX;
}

bool zc_ledger_table_is(const struct zc_table_file *table)
{
    return column_named(table, "_id") != UINT32_MAX && column_named(table, "_rev") != UINT32_MAX;
}

struct zc_str zc_ledger_row_id(const struct zc_table_file *table, const struct zc_table_row *row,
                               struct zc_arena *arena)
{
    uint32_t at = column_named(table, "_id");
    const struct zc_str *cells;
    struct zc_err err = { 0 };
    if (at == UINT32_MAX || !zc_table_file_cells(table, row, arena, &cells, &err))
        return (struct zc_str){ 0 };
    return zc_table_bare(cells[at], arena);
}

static int cmp_column(const void *a, const void *b)
{
    const struct column *x = a, *y = b;
    int order = zc_str_cmp(x->field, y->field);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void find_columns(struct zc_import_ledger *import)
{
    const struct zc_table_file *table = import->table;
    uint32_t n = 0, kept = 0;
    uint32_t *ignored = ZC_NEW(&import->arena, uint32_t, (size_t)table->ncolumns + 1);
    import->report.ignored = ignored;
    import->columns = ZC_NEW(&import->arena, struct column, (size_t)table->ncolumns + 1);
    import->id_at = column_named(table, "_id");
    import->rev_at = column_named(table, "_rev");
    for (uint32_t i = 0; i < table->ncolumns; i++) {
        struct zc_str name = zc_ledger_header_field(table->header[i]);
        if (name.len > 0)
            import->columns[n++] = (struct column){ name, i };
        else if (name_of(table->header[i]).len == 0 && table->header[i].len > 0)
            ignored[import->report.nignored++] = i;
    }
    qsort(import->columns, n, sizeof *import->columns, cmp_column);
    for (uint32_t i = 0, run; i < n; i += run) {
        for (run = 1;
             i + run < n && zc_str_eq(import->columns[i + run].field, import->columns[i].field);)
            run++;
        if (run == 1)
            import->columns[kept++] = import->columns[i];
        for (uint32_t k = 0; k < run && run > 1; k++)
            ignored[import->report.nignored++] = import->columns[i + k].at;
    }
    import->ncolumns = kept;
}

/* Rows */

static void tell(struct zc_import_ledger *import, uint32_t line, struct zc_str value,
                 const char *reason)
{
    struct zc_list_notice notice = {
        .line = line, .value = value, .reason = zc_str_of(reason), .refused = true
    };
    import->report.refused++;
    import->options.notice(import->options.ctx, &notice);
}

/* The value of a cell: `="…"` as its inside, the guard taken off, line ends as LF. */
static struct zc_str cell_value(struct zc_str cell, struct zc_arena *arena)
{
    if (cell.len >= 3 && zc_str_starts(cell, ZC_STR("=\"")) && zc_str_ends(cell, ZC_STR("\"")))
        cell = zc_str_head(zc_str_from(cell, 2), cell.len - 3);
    cell = zc_table_unguard(cell);
    if (cell.len == 0 || !memchr(cell.ptr, '\r', cell.len))
        return cell;
    char *out = ZC_NEW(arena, char, cell.len);
    size_t n = 0;
    for (size_t i = 0; i < cell.len; i++) {
        bool crlf = cell.ptr[i] == '\r' && i + 1 < cell.len && cell.ptr[i + 1] == '\n';
        if (!crlf)
            out[n++] = (char)(cell.ptr[i] == '\r' ? '\n' : cell.ptr[i]);
    }
    return (struct zc_str){ out, n };
}

/* `r….r….c…`: heads and row check. False when it is none. */
static bool split_rev(struct zc_str text, struct zc_str *base, struct zc_str *check)
{
    const char *dot = text.len ? memrchr(text.ptr, '.', text.len) : NULL;
    if (!dot || text.ptr[0] != 'r')
        return false;
    *base = (struct zc_str){ text.ptr, (size_t)(dot - text.ptr) };
    *check = zc_str_from(text, base->len + 1);
    return check->len == ZC_TABLE_CHECK_LEN && check->ptr[0] == 'c';
}

static bool read_row(struct zc_import_ledger *import, uint32_t at, struct zc_ledger_row *out,
                     struct zc_str *check, struct zc_err *err)
{
    const struct zc_str *cells;
    if (!zc_table_file_cells(import->table, &import->table->rows[at], &import->row, &cells, err))
        return false;
    if (!zc_rid_parse(zc_table_bare(cells[import->id_at], &import->row), &out->rid))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("_id 写法不对，请从原表复制", "_id is no record id; copy it from the "
                                                          "table that was given out"));
    if (!split_rev(zc_table_bare(cells[import->rev_at], &import->row), &out->base, check))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("_rev 写法不对，请从原表复制", "_rev is damaged; copy it from the "
                                                           "table that was given out"));
    struct zc_pair *pairs = ZC_NEW(&import->row, struct zc_pair, (size_t)import->ncolumns + 1);
    for (uint32_t i = 0; i < import->ncolumns; i++)
        pairs[i] = (struct zc_pair){ import->columns[i].field,
                                     cell_value(cells[import->columns[i].at], &import->row) };
    out->line = import->table->rows[at].line;
    out->cells = pairs;
    out->ncells = import->ncolumns;
    return true;
}

static int cmp_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int order = zc_rid_cmp(x->rid, y->rid);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void find_places(struct zc_import_ledger *import)
{
    const struct zc_table_file *table = import->table;
    for (uint32_t at = 0; at < table->nrows; at++) {
        struct zc_ledger_row row;
        struct zc_str check;
        struct zc_err err = { 0 };
        zc_arena_reset(&import->row);
        if (zc_ledger_row_id(table, &table->rows[at], &import->row).len == 0)
            continue;
        if (!read_row(import, at, &row, &check, &err)) {
            tell(import, table->rows[at].line, (struct zc_str){ 0 }, err.msg);
            continue;
        }
        import->places =
            zc_grow(import->places, import->nplaces, &import->cap, sizeof *import->places);
        import->places[import->nplaces++] = (struct place){ row.rid, at };
    }
    if (import->nplaces > 1)
        qsort(import->places, import->nplaces, sizeof *import->places, cmp_place);
}

static bool same_rows(struct zc_import_ledger *import, uint32_t a, uint32_t b)
{
    struct zc_ledger_row x, y;
    struct zc_str cx, cy;
    struct zc_err err = { 0 };
    if (!read_row(import, a, &x, &cx, &err) || !read_row(import, b, &y, &cy, &err) ||
        !zc_str_eq(x.base, y.base))
        return false;
    for (uint32_t i = 0; i < x.ncells; i++)
        if (!zc_str_eq(x.cells[i].value, y.cells[i].value))
            return false;
    return true;
}

/* People copy a row as a template for a new unit: rows under one `_id` that differ are not
 * applied at all. Equal ones count once. */
static void take_out_copies(struct zc_import_ledger *import)
{
    size_t kept = 0;
    for (size_t i = 0, run; i < import->nplaces; i += run) {
        struct place *first = &import->places[i];
        char rid[ZC_RID_TEXT + 1];
        bool alike = true;
        for (run = 1; i + run < import->nplaces && zc_rid_eq(first[run].rid, first->rid); run++) {
            zc_arena_reset(&import->row);
            alike = alike && same_rows(import, first->at, first[run].at);
        }
        if (alike) {
            import->places[kept++] = *first;
            continue;
        }
        zc_rid_print(first->rid, rid);
        for (size_t k = 0; k < run; k++)
            tell(import, import->table->rows[first[k].at].line, zc_str_of(rid),
                 ZC_T("同一个 _id 有几行，内容不同，都未收；新单位请清空该行的 _id 和 _rev",
                      "several rows have this _id and differ, none was taken; empty _id and _rev "
                      "in the row of a new unit"));
    }
    import->nplaces = kept;
}

static bool count_record(struct zc_import_ledger *import, struct zc_txn *txn,
                         const struct zc_rev *rev, struct zc_err *err)
{
    struct zc_rev *revs, *all;
    struct zc_state state;
    size_t n;
    if (!zc_revs_load(txn, rev->rid, &import->row, &revs, &n, err))
        return false;
    all = ZC_NEW(&import->row, struct zc_rev, n + 1);
    memcpy(all, revs, n * sizeof *all);
    all[n] = *rev;
    zc_fold(all, n + 1, &import->row, &state);
    if (state.nconflicts > 0)
        import->report.conflict++;
    else
        import->report.changed++;
    return true;
}

static bool take_edit(struct zc_import_ledger *import, struct zc_txn *txn, const struct zc_rev *rev,
                      struct zc_err *err)
{
    bool fresh;
    if (zc_revs_has(txn, rev->rid, &rev->id)) {
        import->report.same++;
        return true;
    }
    if (!count_record(import, txn, rev, err))
        return false;
    if (import->options.dry_run)
        return true;
    import->report.revisions++;
    return zc_revs_put(txn, rev, &fresh, err) && zc_record_refresh(txn, rev->rid, err);
}

static bool take_row(struct zc_import_ledger *import, struct zc_txn *txn, uint32_t at,
                     struct zc_err *err)
{
    char check[ZC_TABLE_CHECK_LEN + 1], rid[ZC_RID_TEXT + 1];
    struct zc_ledger_row row;
    struct zc_str stated;
    struct zc_rev rev;
    struct zc_err refused = { 0 };
    enum zc_row_outcome outcome;
    uint32_t line = import->table->rows[at].line;
    zc_arena_reset(&import->row);
    if (!read_row(import, at, &row, &stated, err))
        return false; /* it could be read before */
    zc_rid_print(row.rid, rid);
    zc_table_row_check(row.cells, row.ncells, check);
    if (zc_str_is(stated, check)) {
        import->report.same++;
        return true;
    }
    if (!zc_ledger_row_derive(txn, &row, import->options.judge, &import->row, &outcome, &rev,
                              &refused)) {
        if (refused.code != ZC_E_INPUT && refused.code != ZC_E_LIMIT) {
            *err = refused;
            return false;
        }
        tell(import, line, zc_str_of(rid), refused.msg);
        return true;
    }
    switch (outcome) {
    case ZC_ROW_UNTOUCHED:
        import->report.same++;
        return true;
    case ZC_ROW_LEFT: /* the judge has told of its cells */
        import->report.refused++;
        return true;
    case ZC_ROW_EDITED:
        return take_edit(import, txn, &rev, err);
    default:
        import->report.waiting++;
        tell(import, line, zc_str_of(rid),
             ZC_T("所依据的版本不在本库，这一行先留着；请导入该组的交换文件，之后自动补上",
                  "the version it was made from is not here, the row waits; import the exchange "
                  "file of that group, then it is taken by itself"));
        return import->options.dry_run || zc_pending_put(txn, &row, err);
    }
}

/* The job */

struct zc_import_ledger *zc_import_ledger_open(struct zc_store *store,
                                               const struct zc_table_file *table,
                                               const struct zc_import_ledger_options *options,
                                               struct zc_err *err)
{
    struct zc_import_ledger *import = zc_alloc_zeroed(1, sizeof *import);
    import->store = store;
    import->table = table;
    import->options = *options;
    find_columns(import);
    if (import->id_at == UINT32_MAX || import->rev_at == UINT32_MAX) {
        zc_fail(err, ZC_E_INPUT, ZC_T("表头缺少 _id 或 _rev", "the header lacks _id or _rev"));
        zc_import_ledger_free(import);
        return NULL;
    }
    find_places(import);
    take_out_copies(import);
    return import;
}

static bool log_import(struct zc_import_ledger *import, struct zc_err *err)
{
    struct zc_str detail = zc_arena_printf(
        &import->arena, "%.*s table revisions=%llu refused=%llu waiting=%llu",
        ZC_ARG(import->options.path), (unsigned long long)import->report.revisions,
        (unsigned long long)import->report.refused, (unsigned long long)import->report.waiting);
    return zc_audit_add(import->store, import->options.at, import->options.person, ZC_STR("import"),
                        detail, err);
}

bool zc_import_ledger_step(struct zc_import_ledger *import, bool *done, struct zc_err *err)
{
    enum { BATCH = 5000 };
    size_t batch = import->options.batch ? import->options.batch : BATCH;
    *done = import->next == import->nplaces;
    if (*done)
        return import->report.revisions + import->report.waiting == 0 || import->options.dry_run ||
               log_import(import, err);
    enum zc_txn_mode mode = import->options.dry_run ? ZC_TXN_READ : ZC_TXN_WRITE;
    struct zc_txn *txn = zc_txn_begin(import->store, mode, err);
    if (!txn)
        return false;
    bool ok = true;
    uint64_t waiting = import->report.waiting;
    for (size_t i = 0; ok && i < batch && import->next < import->nplaces; i++)
        ok = take_row(import, txn, import->places[import->next++].at, err);
    if (import->options.dry_run) {
        zc_txn_abort(txn);
        return ok;
    }
    if (zc_txn_is_touched(txn) || import->report.waiting > waiting)
        ok = ok && zc_backup_point_set(import->options.backup, txn, import->options.at, err);
    return zc_txn_end(txn, ok, err);
}

void zc_import_ledger_progress(const struct zc_import_ledger *import, uint64_t *done,
                               uint64_t *total)
{
    *done = import->next;
    *total = import->nplaces;
}

const struct zc_import_ledger_report *zc_import_ledger_report(const struct zc_import_ledger *import)
{
    return &import->report;
}

void zc_import_ledger_free(struct zc_import_ledger *import)
{
    if (!import)
        return;
    zc_free(import->places);
    zc_arena_release(&import->row);
    zc_arena_release(&import->arena);
    zc_free(import);
}

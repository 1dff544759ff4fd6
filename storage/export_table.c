#include "core/alloc.h"
#include "core/csv.h"
#include "storage/export_impl.h"
#include "storage/table_file.h"
#include "storage/table_text.h"
#include <stdlib.h>
#include <string.h>

/* The table for people (declared in export.h): one row a visible record, by record id. Two passes:
 * which fields does the form not know, then the rows. */

enum { PIECE = 1024 * 1024 };

struct column {
    struct zc_str name, label;
    bool shown; /* calculated or masked: no [name], not in the row check */
    bool worded;
};

struct table {
    const struct zc_table_options *options;
    struct zc_txn *txn;
    struct zc_outfile *file;
    struct zc_buf out;
    struct zc_arena arena; /* names of columns */
    struct zc_arena row;   /* one record */
    struct column *columns;
    size_t ncolumns, cap;
    size_t *by_name; /* the columns that are not `shown` */
    size_t nfields;
    struct zc_export_report *report;
};

static void add_column(struct table *table, struct column column)
{
    table->columns = zc_grow(table->columns, table->ncolumns, &table->cap, sizeof *table->columns);
    table->columns[table->ncolumns++] = column;
}

static int cmp_column(const void *a, const void *b, void *ctx)
{
    const struct column *columns = ctx;
    return zc_str_cmp(columns[*(const size_t *)a].name, columns[*(const size_t *)b].name);
}

/* The order of the row check, also for looking names up. */
static void sort_columns(struct table *table)
{
    table->by_name = zc_realloc(table->by_name, table->ncolumns + 1, sizeof *table->by_name);
    table->nfields = 0;
    for (size_t i = 0; i < table->ncolumns; i++)
        if (!table->columns[i].shown)
            table->by_name[table->nfields++] = i;
    qsort_r(table->by_name, table->nfields, sizeof *table->by_name, cmp_column, table->columns);
}

static bool has_column(const struct table *table, struct zc_str name)
{
    size_t low = 0, high = table->nfields;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = zc_str_cmp(table->columns[table->by_name[mid]].name, name);
        if (order == 0)
            return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

/* Known, but shown only in another shape: its own value stays out of the table. */
static bool is_masked(const struct table *table, struct zc_str name)
{
    for (uint32_t i = 0; i < table->options->ncolumns; i++)
        if (table->options->columns[i].masked && zc_str_eq(table->options->columns[i].name, name))
            return true;
    return false;
}

typedef bool (*row_fn)(struct table *table, const struct zc_state *state, struct zc_err *err);

static bool each_row(struct table *table, row_fn fn, struct zc_err *err)
{
    const struct zc_table_options *options = table->options;
    struct zc_rid rid = { 0 };
    uint64_t done = 0;
    while (zc_revs_next(table->txn, rid, &rid)) {
        struct zc_state state;
        bool found;
        zc_arena_reset(&table->row);
        if (!zc_export_goes_on(table->txn, &options->watch, done++, err) ||
            !zc_record_get(table->txn, rid, &table->row, &state, &found, err))
            return false;
        if (!found || !zc_str_eq(state.form, options->form) ||
            !zc_record_is_visible(table->txn, &state) ||
            (options->keep && !options->keep(options->ctx, &state)))
            continue;
        if (!fn(table, &state, err))
            return false;
    }
    return true;
}

static bool find_others(struct table *table, const struct zc_state *state, struct zc_err *err)
{
    size_t before = table->ncolumns;
    (void)err;
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        if (field->gone || field->values[0].len == 0 || zc_field_is_system(field->name) ||
            memchr(field->name.ptr, '/', field->name.len) || has_column(table, field->name) ||
            is_masked(table, field->name))
            continue;
        struct zc_str name = zc_arena_copy(&table->arena, field->name);
        add_column(table, (struct column){ .name = name });
    }
    if (table->ncolumns > before)
        sort_columns(table);
    return true;
}

static int cmp_other(const void *a, const void *b)
{
    return zc_str_cmp(((const struct column *)a)->name, ((const struct column *)b)->name);
}

static bool is_ascii(struct zc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] & 0x80)
            return false;
    return true;
}

/* `label [name]`; a plain ASCII name stands for itself. A label without a name that looks like one
 * ("Size") would come back as a field. */
static void put_header(struct table *table, const struct column *column)
{
    struct zc_buf cell = { 0 };
    zc_buf_add(&cell, column->label.len > 0 ? column->label : column->name);
    if (!column->shown && (column->label.len > 0 || !is_ascii(column->name))) {
        zc_buf_text(&cell, " [");
        zc_buf_add(&cell, column->name);
        zc_buf_char(&cell, ']');
    }
    if (column->shown && is_ascii(zc_buf_str(&cell)) &&
        zc_field_name_ok(zc_table_bare(zc_buf_str(&cell), &table->arena)))
        zc_buf_text(&cell, ZC_T("（不读回）", " (not read back)"));
    zc_csv_put(&table->out, zc_buf_str(&cell));
    zc_buf_char(&table->out, ',');
    zc_buf_release(&cell);
}

static bool flush(struct table *table, struct zc_err *err)
{
    struct zc_buf gb = { 0 };
    bool ok = true;
    if (table->options->gb18030)
        ok = zc_encoding_to_gb18030(zc_buf_str(&table->out), &gb, err) &&
             zc_outfile_write(table->file, zc_buf_str(&gb), err);
    else
        ok = zc_outfile_write(table->file, zc_buf_str(&table->out), err);
    zc_buf_release(&gb);
    zc_buf_reset(&table->out);
    return ok;
}

/* `field: value | value; field: …` with line ends as blanks. */
static void put_conflicts(const struct zc_state *state, struct zc_buf *out)
{
    size_t before = out->len;
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        if (!zc_field_in_conflict(field))
            continue;
        zc_buf_text(out, out->len > before ? "; " : "");
        zc_buf_add(out, field->name);
        for (uint32_t v = 0; v < field->nvalues; v++) {
            zc_buf_text(out, v == 0 ? ": " : " | ");
            zc_buf_add(out, field->values[v]);
        }
    }
    for (size_t i = before; i < out->len; i++)
        if (out->ptr[i] == '\n')
            out->ptr[i] = ' ';
}

static bool put_dups(struct table *table, const struct zc_state *state, struct zc_buf *out,
                     struct zc_err *err)
{
    struct zc_rid *dups;
    size_t n;
    if (!zc_record_dups(table->txn, state->rid, &table->row, &dups, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        char text[ZC_RID_TEXT + 1];
        zc_rid_print(dups[i], text);
        zc_buf_text(out, i > 0 ? " " : "");
        zc_buf_text(out, text);
    }
    return true;
}

/* Heads and the row check: what the row was made from. `texts`: of all columns. */
static void put_base(struct table *table, const struct zc_state *state, const struct zc_str *texts,
                     struct zc_buf *out)
{
    char text[ZC_REVID_TEXT + 1], check[ZC_TABLE_CHECK_LEN + 1];
    struct zc_pair *cells = ZC_NEW(&table->row, struct zc_pair, table->nfields + 1);
    for (size_t i = 0; i < table->nfields; i++) {
        cells[i].name = table->columns[table->by_name[i]].name;
        cells[i].value = texts[table->by_name[i]];
    }
    for (uint32_t i = 0; i < state->nheads; i++) {
        zc_revid_print(&state->heads[i], text);
        zc_buf_bytes(out, text, ZC_TABLE_HEAD_LEN);
        zc_buf_char(out, '.');
    }
    zc_table_row_check(cells, table->nfields, check);
    zc_buf_text(out, check);
}

/* `_status,_flags,_conflicts,_dups,_id,_rev` */
static bool put_system(struct table *table, const struct zc_state *state,
                       const struct zc_str *texts, struct zc_err *err)
{
    char rid[ZC_RID_TEXT + 1];
    struct zc_buf cell = { 0 };
    bool seed = state->status == ZC_STATUS_SEED;
    zc_buf_text(&table->out, seed ? "" : zc_status_name(state->status));
    zc_buf_char(&table->out, ',');
    zc_flags_print(state->flags, &table->out);
    zc_buf_char(&table->out, ',');
    put_conflicts(state, &cell);
    zc_csv_put(&table->out, zc_buf_str(&cell));
    zc_buf_release(&cell);
    zc_buf_char(&table->out, ',');
    if (!put_dups(table, state, &table->out, err))
        return false;
    zc_rid_print(state->rid, rid);
    zc_buf_printf(&table->out, ",%s,", rid);
    put_base(table, state, texts, &table->out);
    zc_buf_text(&table->out, "\r\n");
    return true;
}

static bool put_row(struct table *table, const struct zc_state *state, struct zc_err *err)
{
    const struct zc_table_options *options = table->options;
    struct zc_str *texts = ZC_NEW(&table->row, struct zc_str, table->ncolumns + 1);
    struct zc_buf cell = { 0 };
    for (size_t i = 0; i < table->ncolumns; i++) {
        const struct column *column = &table->columns[i];
        texts[i] = zc_state_value(state, column->name);
        if (column->shown || column->worded)
            texts[i] = options->value
                           ? options->value(options->ctx, state, column->name, &table->row)
                           : (struct zc_str){ 0 };
        zc_buf_reset(&cell);
        zc_table_guard(texts[i], &cell);
        zc_csv_put(&table->out, zc_buf_str(&cell));
        zc_buf_char(&table->out, ',');
    }
    zc_buf_release(&cell);
    table->report->records++;
    table->report->revisions += state->nrevs;
    return put_system(table, state, texts, err) && (table->out.len < PIECE || flush(table, err));
}

static bool write_table(struct table *table, struct zc_err *err)
{
    const struct zc_table_options *options = table->options;
    for (uint32_t i = 0; i < options->ncolumns; i++) {
        const struct zc_table_column *column = &options->columns[i];
        add_column(table, (struct column){ column->name, column->label,
                                           column->calculated || column->masked, column->worded });
    }
    sort_columns(table);
    if (!each_row(table, find_others, err))
        return false;
    qsort(table->columns + options->ncolumns, table->ncolumns - options->ncolumns,
          sizeof *table->columns, cmp_other);
    sort_columns(table);
    if (!options->gb18030)
        zc_buf_text(&table->out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < table->ncolumns; i++)
        put_header(table, &table->columns[i]);
    zc_buf_text(&table->out, "_status,_flags,_conflicts,_dups,_id,_rev\r\n");
    return each_row(table, put_row, err) && flush(table, err);
}

bool zc_export_table(struct zc_store *store, const struct zc_table_options *options,
                     const char *path, struct zc_export_report *report, struct zc_err *err)
{
    struct table table = { .options = options, .report = report };
    *report = (struct zc_export_report){ 0 };
    table.file = zc_outfile_open(path, err);
    table.txn = table.file ? zc_txn_begin(store, ZC_TXN_READ, err) : NULL;
    bool ok = table.txn && write_table(&table, err);
    zc_txn_abort(table.txn);
    zc_buf_release(&table.out);
    zc_arena_release(&table.arena);
    zc_arena_release(&table.row);
    zc_free(table.columns);
    zc_free(table.by_name);
    if (ok)
        return zc_outfile_commit(table.file, err);
    zc_outfile_abort(table.file);
    return false;
}

#include "tui/list_reader.h"
#include "core/alloc.h"
#include "core/uscc.h"
#include "core/utf8.h"
#include "forms/node.h"
#include "storage/import_ledger.h"
#include "tui/cell_judge.h"
#include "tui/list_map.h"
#include <stdlib.h>
#include <string.h>

/* One row being read. */
struct reading {
    struct zc_list_reader *reader;
    struct zc_arena *arena;
    struct zc_list_row *row;
    struct zc_list_cell *cells;
    const struct zc_list_column *column; /* of the cell being read */
    struct zc_str raw;
    bool tell;
};

/* Notices */

void zc_list_reader_notice(void *ctx, const struct zc_list_notice *notice)
{
    struct zc_list_reader *reader = ctx;
    reader->notices =
        zc_grow(reader->notices, reader->nnotices, &reader->notices_cap, sizeof *reader->notices);
    reader->notices[reader->nnotices++] = (struct zc_list_notice){
        .line = notice->line,
        .column = zc_arena_copy(&reader->arena, notice->column),
        .value = zc_arena_copy(&reader->arena, notice->value),
        .reason = zc_arena_copy(&reader->arena, notice->reason),
        .proposal = zc_arena_copy(&reader->arena, notice->proposal),
        .refused = notice->refused,
    };
}

static void note_cell(void *ctx, const struct zc_cell_note *note)
{
    struct reading *reading = ctx;
    reading->row->refused |= note->row;
    struct zc_list_notice notice = { .line = reading->row->line,
                                     .column = reading->column ? reading->column->header
                                                               : (struct zc_str){ 0 },
                                     .value = note->value,
                                     .reason = zc_str_of(note->reason),
                                     .proposal = note->proposal,
                                     .refused = reading->row->refused };
    if (reading->tell)
        zc_list_reader_notice(reading->reader, &notice);
}

static int cmp_notice(const void *a, const void *b)
{
    const struct zc_list_notice *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (int)y->refused - (int)x->refused;
}

void zc_list_reader_sort(struct zc_list_reader *reader)
{
    if (reader->nnotices > 1)
        qsort(reader->notices, reader->nnotices, sizeof *reader->notices, cmp_notice);
}

/* Cells */

static void put_cell(struct reading *reading, struct zc_str field, struct zc_str value)
{
    if (value.len > 0)
        reading->cells[reading->row->ncells++] =
            (struct zc_list_cell){ field, value, reading->raw };
}

/* Blanks of every width out at both ends, `="…"` to its inside, and the values of the map. */
static struct zc_str clean_cell(const struct zc_list_column *column, struct zc_str cell,
                                struct zc_arena *arena)
{
    struct zc_buf tidy = { 0 };
    zc_utf8_tidy(cell, &tidy);
    struct zc_str text = zc_arena_copy(arena, zc_buf_str(&tidy));
    zc_buf_release(&tidy);
    if (text.len >= 4 && zc_str_starts(text, ZC_STR("=\"")) && zc_str_ends(text, ZC_STR("\"")))
        text = zc_str_head(zc_str_from(text, 2), text.len - 3);
    for (uint32_t i = 0; i < column->nmaps; i++)
        if (zc_str_eq(text, column->maps[i].from))
            return column->maps[i].to;
    return text;
}

static bool is_role(const struct zc_list_column *column, enum zc_role role)
{
    return column->q && column->q->role == role;
}

static void read_answer(struct reading *reading, const struct zc_cell_judge *judge,
                        struct zc_str text)
{
    const struct zc_list_column *column = reading->column;
    struct zc_str value;
    if (zc_cell_judge_answer(judge, column->q, text, &value) != ZC_CELL_TAKEN)
        return;
    put_cell(reading, column->field, value);
    if (column->why.len > 0 && value.len > 0)
        put_cell(reading, zc_arena_printf(reading->arena, "_why:%.*s", ZC_ARG(column->field)),
                 column->why);
}

static void read_cell(struct reading *reading, const struct zc_cell_judge *judge,
                      struct zc_str cell)
{
    const struct zc_list_column *column = reading->column;
    bool key = column->at == reading->reader->columns.key_at;
    struct zc_str text = clean_cell(column, cell, reading->arena);
    reading->raw = text;
    if (zc_cell_judge_text(judge, column->q, key, text, &text) != ZC_CELL_TAKEN || text.len == 0)
        return;
    if (is_role(column, ZC_ROLE_NAME))
        reading->row->title = text;
    if (key)
        reading->row->key = text;
    else
        read_answer(reading, judge, text);
}

/* The key that the form calculates from the other cells of the row. */
static struct zc_str calculate_key(struct reading *reading)
{
    const struct zc_list_reader *reader = reading->reader;
    struct zc_fill *fill = zc_fill_new(reader->form, &reader->survey->fill_env);
    for (uint32_t i = 0; i < reading->row->ncells; i++) {
        struct zc_node *node = zc_fill_node(fill, reading->cells[i].field);
        if (node)
            zc_fill_put(fill, node, reading->cells[i].value);
    }
    const struct zc_node *key = zc_fill_node(fill, reader->columns.key_field);
    struct zc_str value = key ? zc_arena_copy(reading->arena, key->value) : (struct zc_str){ 0 };
    zc_fill_free(fill);
    return value;
}

static bool read_row(void *ctx, size_t at, bool tell, struct zc_arena *arena,
                     struct zc_list_row *out, struct zc_err *err)
{
    struct zc_list_reader *reader = ctx;
    const struct zc_table_row *row = &reader->table.rows[reader->rows[at]];
    const struct zc_str *cells;
    struct reading reading = { .reader = reader, .arena = arena, .row = out, .tell = tell };
    struct zc_cell_judge judge = { .intake = reader->intake,
                                   .arena = arena,
                                   .zeroed = reader->zeroed,
                                   .takes_rows = true,
                                   .ctx = &reading,
                                   .note = note_cell };
    *out = (struct zc_list_row){ .line = row->line };
    if (!zc_table_file_cells(&reader->table, row, arena, &cells, err)) {
        struct zc_cell_note note = { .reason = err->msg, .row = true };
        note_cell(&reading, &note);
        return true;
    }
    /* A value and the reason that goes with it. */
    reading.cells = ZC_NEW(arena, struct zc_list_cell, 2 * (size_t)reader->columns.n + 1);
    out->cells = reading.cells;
    zc_intake_begin(reader->intake);
    for (uint32_t i = 0; i < reader->columns.n && !out->refused; i++) {
        reading.column = &reader->columns.all[i];
        read_cell(&reading, &judge, cells[reading.column->at]);
    }
    if (reader->columns.key_at == UINT32_MAX && out->ncells > 0)
        out->key = calculate_key(&reading);
    return true;
}

/* Rows with an id of ours were made from a record; the others are a list's. */
static void choose_rows(struct zc_list_reader *reader)
{
    struct zc_arena arena = { 0 };
    size_t n = 0;
    reader->rows = zc_alloc(reader->table.nrows + 1, sizeof *reader->rows);
    for (uint32_t i = 0; i < reader->table.nrows; i++) {
        zc_arena_reset(&arena);
        if (!reader->is_ledger ||
            zc_ledger_row_id(&reader->table, &reader->table.rows[i], &arena).len == 0)
            reader->rows[n++] = i;
    }
    zc_arena_release(&arena);
    reader->source = (struct zc_list_source){
        .ctx = reader, .nrows = n, .read = read_row, .notice = zc_list_reader_notice
    };
}

/* One code in a thousand ends in 000, and passes its checks in three cases of a thousand although
 * digits are gone. Where several do, the column was rounded and none of them is to be trusted. */
static void look_for_zeroed(struct zc_list_reader *reader)
{
    enum { SEVERAL = 3, SHARE = 100 };
    const struct zc_list_column *column = NULL;
    struct zc_arena arena = { 0 };
    size_t zeroed = 0, digits = 0;
    for (uint32_t i = 0; i < reader->columns.n && !column; i++)
        if (is_role(&reader->columns.all[i], ZC_ROLE_CODE))
            column = &reader->columns.all[i];
    for (size_t i = 0; column && i < reader->source.nrows; i++) {
        const struct zc_table_row *row = &reader->table.rows[reader->rows[i]];
        const struct zc_str *cells;
        struct zc_err err = { 0 };
        uint64_t value;
        zc_arena_reset(&arena);
        if (!zc_table_file_cells(&reader->table, row, &arena, &cells, &err))
            continue;
        struct zc_str code = zc_table_bare(cells[column->at], &arena);
        digits += code.len == ZC_USCC_LEN && zc_str_to_u64(code, &value);
        zeroed += zc_cell_is_zeroed(code);
    }
    reader->zeroed = zeroed >= SEVERAL && zeroed * SHARE > digits;
    zc_arena_release(&arena);
}

static bool read_map(struct zc_list_reader *reader, const struct zc_list_options *options,
                     struct zc_err *err)
{
    struct zc_buf map = { 0 };
    bool ok = (!options->map_path || zc_file_read(options->map_path, &map, err)) &&
              (zc_list_names_init(&reader->names, reader->survey->pack, options->form, options->key,
                                  zc_buf_str(&map), err) ||
               zc_fail_in(err, "%s", options->map_path ? options->map_path : ""));
    zc_buf_release(&map);
    return ok;
}

/* What somebody said about the columns of this header before. */
static bool remember_map(struct zc_list_reader *reader, const struct zc_list_options *options,
                         struct zc_err *err)
{
    struct zc_str map = zc_list_map_recall(reader->survey, &reader->table, &reader->arena);
    if (map.len == 0)
        return true;
    zc_list_names_release(&reader->names);
    return zc_list_names_init(&reader->names, reader->survey->pack, options->form, options->key,
                              map, err);
}

bool zc_list_reader_open(struct zc_list_reader *reader, struct zc_survey *survey, const char *path,
                         const struct zc_list_options *options, struct zc_err *err)
{
    *reader = (struct zc_list_reader){ .survey = survey, .form = options->form };
    struct zc_table_known known = { &reader->names, zc_list_names_known };
    bool ok = read_map(reader, options, err) &&
              zc_table_file_open(path, options->encoding, &known, &reader->table, err) &&
              (options->map_path || remember_map(reader, options, err));
    if (ok) {
        reader->is_ledger = zc_ledger_table_is(&reader->table);
        choose_rows(reader);
        ok = (reader->is_ledger && reader->source.nrows == 0) ||
             zc_list_columns_make(&reader->names, &reader->table, &reader->columns, err) ||
             zc_fail_in(err, "%s", path);
    }
    if (ok)
        look_for_zeroed(reader);
    if (ok)
        reader->intake = zc_intake_new(options->form, &survey->fill_env);
    else
        zc_list_reader_release(reader);
    return ok;
}

void zc_list_reader_release(struct zc_list_reader *reader)
{
    zc_intake_free(reader->intake);
    zc_table_file_release(&reader->table);
    zc_list_names_release(&reader->names);
    zc_free(reader->rows);
    zc_free(reader->notices);
    zc_arena_release(&reader->arena);
    *reader = (struct zc_list_reader){ 0 };
}

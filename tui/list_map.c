#include "tui/list_map.h"
#include "core/csv.h"
#include "core/hash.h"
#include "core/utf8.h"
#include "storage/import_ledger.h"

/* Remembering */

/* `map:` and 8 characters of the hash of the header. */
static struct zc_str setting_name(const struct zc_table_file *table, struct zc_arena *arena)
{
    enum { CHARS = 16 };
    char text[ZC_BASE32_LEN(ZC_HASH_LEN)];
    uint8_t bytes[ZC_HASH_LEN];
    struct zc_hash hash;
    zc_hash_init(&hash);
    for (uint32_t i = 0; i < table->ncolumns; i++)
        zc_hash_add_ns(&hash, table->header[i]);
    zc_hash_end(&hash, bytes);
    zc_base32_put(bytes, sizeof bytes, text);
    return zc_arena_printf(arena, "map:%.*s", CHARS, text);
}

struct zc_str zc_list_map_recall(struct zc_survey *survey, const struct zc_table_file *table,
                                 struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_str text = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    if (txn) /* without it the header has to do */
        text = zc_setting_get(txn, setting_name(table, arena), arena);
    zc_txn_abort(txn);
    return text;
}

bool zc_list_map_save(const struct zc_list_map *map, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    zc_buf_text(&text, "column,field\n");
    for (uint32_t i = 0; i < map->n; i++) {
        const struct zc_list_map_column *column = &map->columns[i];
        if (column->header.len == 0)
            continue;
        zc_csv_put(&text, column->header);
        zc_buf_char(&text, ',');
        zc_csv_put(&text, column->field.len > 0 ? column->field : column->header);
        zc_buf_char(&text, '\n');
    }
    struct zc_txn *txn = zc_txn_begin(map->survey->store, ZC_TXN_WRITE, err);
    bool ok = txn && zc_txn_end(txn,
                                zc_setting_put(txn, setting_name(&map->table, &arena),
                                               zc_buf_str(&text), err),
                                err);
    zc_buf_release(&text);
    zc_arena_release(&arena);
    return ok;
}

/* Columns */

static void find_samples(struct zc_list_map *map)
{
    struct zc_buf tidy = { 0 };
    struct zc_err err;
    for (size_t row = 0; row < map->table.nrows && row < ZC_LIST_MAP_SAMPLES; row++) {
        const struct zc_str *cells;
        if (!zc_table_file_cells(&map->table, &map->table.rows[row], &map->arena, &cells, &err))
            continue;
        for (uint32_t i = 0; i < map->n; i++) {
            zc_buf_reset(&tidy);
            zc_utf8_tidy(cells[i], &tidy);
            map->columns[i].samples[row] = zc_arena_copy(&map->arena, zc_buf_str(&tidy));
        }
    }
    zc_buf_release(&tidy);
}

static void find_columns(struct zc_list_map *map)
{
    struct zc_list_columns found;
    struct zc_err err;
    map->has_key = zc_list_columns_make(&map->names, &map->table, &found, &err);
    map->n = map->table.ncolumns;
    map->columns = ZC_NEW(&map->arena, struct zc_list_map_column, (size_t)map->n + 1);
    for (uint32_t i = 0; i < map->n; i++)
        map->columns[i] =
            (struct zc_list_map_column){ .header = map->table.header[i], .field = ZC_STR("-") };
    for (uint32_t i = 0; i < found.n; i++) {
        struct zc_list_map_column *column = &map->columns[found.all[i].at];
        column->q = found.all[i].q;
        column->field = column->q ? column->q->field : (struct zc_str){ 0 };
        column->asked = !column->q && found.all[i].at != found.key_at;
    }
}

bool zc_list_map_open(struct zc_list_map *map, struct zc_survey *survey, const struct zc_form *form,
                      const char *path, struct zc_err *err)
{
    *map = (struct zc_list_map){ .survey = survey, .form = form };
    struct zc_str none = { 0 };
    struct zc_table_known known = { &map->names, zc_list_names_known };
    bool ok = zc_list_names_init(&map->names, survey->pack, form, none, none, err) &&
              zc_table_file_open(path, ZC_ENC_AUTO, &known, &map->table, err);
    struct zc_str remembered =
        ok ? zc_list_map_recall(survey, &map->table, &map->arena) : (struct zc_str){ 0 };
    if (remembered.len > 0) {
        map->remembered = true;
        zc_list_names_release(&map->names);
        ok = zc_list_names_init(&map->names, survey->pack, form, none, remembered, err);
    }
    if (!ok) {
        zc_list_map_release(map);
        return false;
    }
    find_columns(map);
    find_samples(map);
    return true;
}

void zc_list_map_release(struct zc_list_map *map)
{
    zc_table_file_release(&map->table);
    zc_list_names_release(&map->names);
    zc_arena_release(&map->arena);
    *map = (struct zc_list_map){ 0 };
}

bool zc_list_map_is_needed(const struct zc_list_map *map)
{
    bool asked = !map->has_key;
    for (uint32_t i = 0; i < map->n; i++)
        asked |= map->columns[i].asked;
    return asked && !map->remembered && !zc_ledger_table_is(&map->table);
}

void zc_list_map_set(struct zc_list_map *map, uint32_t column, struct zc_str field)
{
    struct zc_list_map_column *at = &map->columns[column];
    const struct zc_question *q = zc_form_field(map->form, field);
    for (uint32_t i = 0; i < map->n && q; i++)
        if (i != column && map->columns[i].q == q)
            map->columns[i].q = NULL, map->columns[i].field = (struct zc_str){ 0 };
    at->asked = false;
    at->q = q;
    at->field = q ? q->field : zc_str_is(field, "-") ? ZC_STR("-") : (struct zc_str){ 0 };
    map->has_key = false;
    for (uint32_t i = 0; i < map->n; i++)
        map->has_key |= zc_str_eq(map->columns[i].field, zc_form_key_field(map->form));
}

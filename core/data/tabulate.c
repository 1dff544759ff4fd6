/* Turns a CSV table of a standard into C, while the program is built. What it writes is included
 * by the one module that owns the table.
 *
 *     tabulate OUT rows   FILE COLUMN...     rows in the order of the file, as initialisers
 *     tabulate OUT sorted FILE COLUMN...     the same, ascending by the first column, each once
 *     tabulate OUT fold   FILE KEY VALUE...  character to character; with several files (each
 *                                            with its two columns) one is applied after the other
 *     tabulate OUT texts  FILE KEY VALUE     character to one of few texts
 *
 * A column written NAME:n is a number and -1 where the cell is empty; others are texts. The last
 * two kinds write `map_page` and `map_block`: the value of cp is
 * map_block[map_page[cp / 64]][cp % 64], 0 for none. `texts` also writes `map_text`, from 1. */
#include "core/alloc.h"
#include "core/csv.h"
#include "core/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 16, CODE_POINTS = 0x30000, BLOCK = 64, PAGES = CODE_POINTS / BLOCK };

struct table {
    struct zc_str names[COLUMNS_MAX]; /* wanted columns */
    bool is_number[COLUMNS_MAX];
    size_t at[COLUMNS_MAX]; /* where the file has them */
    size_t ncolumns;
    struct zc_str (*rows)[COLUMNS_MAX];
    size_t nrows, cap;
    struct zc_arena *arena;
};

static _Noreturn void give_up(const char *what, struct zc_str which)
{
    fprintf(stderr, "tabulate: %s '%.*s'\n", what, ZC_ARG(which));
    exit(1);
}

static void find_columns(struct table *table, const struct zc_csv_row *header)
{
    for (size_t c = 0; c < table->ncolumns; c++) {
        size_t at = 0;
        while (at < header->ncells && !zc_str_eq(header->cells[at], table->names[c]))
            at++;
        if (at == header->ncells)
            give_up("no column", table->names[c]);
        table->at[c] = at;
    }
}

static bool take_row(void *ctx, const struct zc_csv_row *row)
{
    struct table *table = ctx;
    if (row->line == 1) {
        find_columns(table, row);
        return true;
    }
    table->rows = zc_grow(table->rows, table->nrows, &table->cap, sizeof *table->rows);
    for (size_t c = 0; c < table->ncolumns; c++) {
        struct zc_str cell =
            table->at[c] < row->ncells ? row->cells[table->at[c]] : (struct zc_str){ 0 };
        if (!zc_utf8_valid(cell))
            give_up("not UTF-8:", cell);
        table->rows[table->nrows][c] = zc_arena_copy(table->arena, cell);
    }
    table->nrows++;
    return true;
}

static struct zc_str read_file(const char *path, struct zc_buf *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t got = 1;
    if (!file)
        give_up("cannot open", zc_str_of(path));
    while (got > 0) {
        got = fread(zc_buf_room(bytes, 65536), 1, 65536, file);
        bytes->len += got;
    }
    fclose(file);
    return zc_buf_str(bytes);
}

static void read_table(struct table *table, const char *path, struct zc_arena *arena)
{
    struct zc_buf bytes = { 0 };
    struct zc_err err;
    table->arena = arena;
    if (!zc_csv_read(read_file(path, &bytes), ',', take_row, table, NULL, &err))
        give_up(err.msg, zc_str_of(path));
    if (table->nrows == 0)
        give_up("no rows in", zc_str_of(path));
    zc_buf_release(&bytes);
}

static void want(struct table *table, const char *column)
{
    struct zc_str name = zc_str_of(column);
    if (table->ncolumns == COLUMNS_MAX)
        give_up("too many columns at", name);
    bool number = zc_str_ends(name, ZC_STR(":n"));
    table->is_number[table->ncolumns] = number;
    table->names[table->ncolumns++] = number ? zc_str_head(name, name.len - 2) : name;
}

static void put_literal(FILE *out, struct zc_str text)
{
    fputc('"', out);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            fputc('\\', out);
        fputc(text.ptr[i], out);
    }
    fputc('"', out);
}

/* Rows */

static int by_first(const void *a, const void *b)
{
    return zc_str_cmp(*(const struct zc_str *)a, *(const struct zc_str *)b);
}

static void put_number(FILE *out, struct zc_str cell)
{
    uint64_t number;
    if (cell.len == 0)
        fputs("-1", out);
    else if (zc_str_to_u64(cell, &number))
        fprintf(out, "%.*s", ZC_ARG(cell));
    else
        give_up("not a number:", cell);
}

static void put_rows(FILE *out, struct table *table, bool sorted)
{
    if (sorted)
        qsort(table->rows, table->nrows, sizeof *table->rows, by_first);
    for (size_t r = 0; r < table->nrows; r++) {
        if (sorted && r > 0 && by_first(&table->rows[r - 1], &table->rows[r]) == 0)
            give_up("twice:", table->rows[r][0]);
        fputs("{ ", out);
        for (size_t c = 0; c < table->ncolumns; c++) {
            if (table->is_number[c])
                put_number(out, table->rows[r][c]);
            else
                put_literal(out, table->rows[r][c]);
            fputs(c + 1 < table->ncolumns ? ", " : " },\n", out);
        }
    }
}

/* Maps */

static uint32_t only_char(struct zc_str text)
{
    struct zc_str rest = text;
    uint32_t cp;
    if (!zc_utf8_next(&rest, &cp) || rest.len > 0 || cp >= CODE_POINTS)
        give_up("not one character:", text);
    return cp;
}

static void put_map(FILE *out, const uint32_t *map)
{
    size_t blocks = 1;
    fputs("static const uint16_t map_page[] = {", out);
    for (size_t page = 0; page < PAGES; page++) {
        bool used = false;
        for (size_t i = 0; i < BLOCK; i++)
            used |= map[page * BLOCK + i] != 0;
        fprintf(out, "%s%zu,", page % 16 ? " " : "\n", used ? blocks++ : 0);
    }
    fputs("\n};\nstatic const uint32_t map_block[][64] = {\n{ 0 },\n", out);
    for (size_t page = 0; page < PAGES; page++) {
        bool used = false;
        for (size_t i = 0; i < BLOCK; i++)
            used |= map[page * BLOCK + i] != 0;
        if (!used)
            continue;
        fputc('{', out);
        for (size_t i = 0; i < BLOCK; i++)
            fprintf(out, "%u,", (unsigned)map[page * BLOCK + i]);
        fputs("},\n", out);
    }
    fputs("};\n", out);
}

/* A character of the first file may become one that the second file changes again. */
static void add_fold(uint32_t *map, const struct table *table)
{
    uint32_t *step = zc_alloc_zeroed(CODE_POINTS, sizeof *step);
    for (size_t r = 0; r < table->nrows; r++)
        step[only_char(table->rows[r][0])] = only_char(table->rows[r][1]);
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
        uint32_t now = map[cp] ? map[cp] : cp;
        if (step[now])
            map[cp] = step[now];
    }
    zc_free(step);
}

static void put_texts(FILE *out, uint32_t *map, const struct table *table)
{
    struct zc_str *texts = NULL;
    size_t ntexts = 0, cap = 0;
    for (size_t r = 0; r < table->nrows; r++) {
        size_t at = 0;
        while (at < ntexts && !zc_str_eq(texts[at], table->rows[r][1]))
            at++;
        if (at == ntexts) {
            texts = zc_grow(texts, ntexts, &cap, sizeof *texts);
            texts[ntexts++] = table->rows[r][1];
        }
        map[only_char(table->rows[r][0])] = (uint32_t)at + 1;
    }
    fputs("static const char *const map_text[] = {\n\"\",\n", out);
    for (size_t i = 0; i < ntexts; i++) {
        put_literal(out, texts[i]);
        fputs(",\n", out);
    }
    fputs("};\n", out);
    zc_free(texts);
}

static void put_maps(FILE *out, bool texts, char **args, struct zc_arena *arena)
{
    uint32_t *map = zc_alloc_zeroed(CODE_POINTS, sizeof *map);
    for (; args[0] && args[1] && args[2]; args += 3) {
        struct table table = { 0 };
        want(&table, args[1]);
        want(&table, args[2]);
        read_table(&table, args[0], arena);
        if (texts)
            put_texts(out, map, &table);
        else
            add_fold(map, &table);
        zc_free(table.rows);
    }
    put_map(out, map);
    zc_free(map);
}

int main(int argc, char **argv)
{
    struct zc_arena arena = { 0 };
    if (argc < 5)
        give_up("see the comment in", ZC_STR("core/data/tabulate.c"));
    struct zc_str kind = zc_str_of(argv[2]);
    FILE *out = fopen(argv[1], "w");
    if (!out)
        give_up("cannot write", zc_str_of(argv[1]));
    if (zc_str_is(kind, "rows") || zc_str_is(kind, "sorted")) {
        struct table table = { 0 };
        for (int i = 4; i < argc; i++)
            want(&table, argv[i]);
        read_table(&table, argv[3], &arena);
        put_rows(out, &table, zc_str_is(kind, "sorted"));
        zc_free(table.rows);
    } else if (zc_str_is(kind, "fold") || zc_str_is(kind, "texts")) {
        put_maps(out, zc_str_is(kind, "texts"), argv + 3, &arena);
    } else {
        give_up("unknown kind", kind);
    }
    zc_arena_release(&arena);
    if (fclose(out) != 0)
        give_up("cannot write", zc_str_of(argv[1]));
    return 0;
}

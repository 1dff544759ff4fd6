/* The raw ceiling of benchmarks: what libcsv and LMDB alone need for a table of rows, with no rule
 * of the survey at all. Not part of the program.
 *
 *   raw import TABLE.csv DIR   parses, sorts by the first column (the last row of an id wins), puts
 *                              one entry a record in id order (MDB_APPEND), then three sorted
 *                              indexes of the columns uscc, name, community; one transaction,
 * synced raw export DIR             the rows as CSV on standard output
 */
#include <csv.h>
#include <lmdb.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PIECE = 1 << 16 };
static const char *const indexed[] = { "uscc", "name", "community" };
enum { INDEXES = sizeof indexed / sizeof indexed[0] };

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("raw: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

static void must(int rc)
{
    if (rc != 0)
        die("%s", mdb_strerror(rc));
}

/* A row: its cells one after another, each with a NUL. The first is the id. */
struct row {
    const char *bytes;
    uint32_t len, number;
};
struct table {
    char *text; /* all rows; pointers into it are made when it has stopped growing */
    size_t len, cap;
    size_t *starts;
    size_t nrows, rows_cap;
    char header[PIECE];
    size_t header_len;
    int columns[INDEXES]; /* where the indexed columns stand */
};

static void *grown(void *array, size_t want, size_t *cap, size_t size)
{
    if (want <= *cap)
        return array;
    *cap = want > 2 * *cap ? want : 2 * *cap;
    if (!(array = realloc(array, *cap * size)))
        die("out of memory");
    return array;
}

static void take_cell(void *cell, size_t len, void *ctx)
{
    struct table *table = ctx;
    table->text = grown(table->text, table->len + len + 1, &table->cap, 1);
    if (len > 0)
        memcpy(table->text + table->len, cell, len);
    table->len += len;
    table->text[table->len++] = '\0';
}

static void take_header(struct table *table)
{
    int column = 0;
    if (table->len > sizeof table->header)
        die("the header is too long");
    memcpy(table->header, table->text, table->len);
    table->header_len = table->len;
    for (size_t at = 0; at < table->len; at += strlen(table->header + at) + 1, column++) {
        for (int i = 0; i < INDEXES; i++) {
            if (!strcmp(table->header + at, indexed[i]))
                table->columns[i] = column;
        }
    }
    table->len = 0;
}

static void take_row(int end, void *ctx)
{
    struct table *table = ctx;
    (void)end;
    if (table->header_len == 0) {
        take_header(table);
        return;
    }
    /* starts[n] is where row n ends and the next begins. */
    table->starts = grown(table->starts, table->nrows + 2, &table->rows_cap, sizeof *table->starts);
    table->starts[0] = 0;
    table->starts[++table->nrows] = table->len;
}

static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static void parse(struct table *table, const char *path)
{
    struct csv_parser parser;
    static char piece[PIECE];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (!file || csv_init(&parser, 0) != 0)
        die("cannot read %s", path);
    csv_set_blk_size(&parser, 4096);
    csv_set_space_func(&parser, never_space);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        if (csv_parse(&parser, piece, got, take_cell, take_row, table) != got)
            die("%s: %s", path, csv_strerror(csv_error(&parser)));
    }
    csv_fini(&parser, take_cell, take_row, table);
    csv_free(&parser);
    fclose(file);
}

static int by_id(const void *a, const void *b)
{
    const struct row *one = a, *two = b;
    int order = strcmp(one->bytes, two->bytes);
    return order ? order : one->number < two->number ? -1 : 1;
}

static struct row *sorted_rows(const struct table *table, size_t *n)
{
    struct row *rows = malloc((table->nrows + 1) * sizeof *rows);
    size_t kept = 0;
    for (size_t i = 0; i < table->nrows; i++)
        rows[i] = (struct row){ table->text + table->starts[i],
                                (uint32_t)(table->starts[i + 1] - table->starts[i]), (uint32_t)i };
    qsort(rows, table->nrows, sizeof *rows, by_id);
    for (size_t i = 0; i < table->nrows; i++) {
        if (i + 1 == table->nrows || strcmp(rows[i].bytes, rows[i + 1].bytes) != 0)
            rows[kept++] = rows[i];
    }
    *n = kept;
    return rows;
}

static const char *cell_of(const char *row, int column)
{
    while (column-- > 0)
        row += strlen(row) + 1;
    return row;
}

static void append(MDB_txn *txn, MDB_dbi dbi, const char *key, size_t key_len, const char *value,
                   size_t len)
{
    MDB_val k = { key_len, (void *)(uintptr_t)key }, v = { len, (void *)(uintptr_t)value };
    must(mdb_put(txn, dbi, &k, &v, MDB_APPEND));
}

/* Cell, NUL, id: a composite key with an empty value. */
static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_index(MDB_txn *txn, const struct row *rows, size_t n, const char *name, int column)
{
    MDB_dbi dbi;
    char **keys = malloc((n + 1) * sizeof *keys), *text;
    size_t size = 0, at = 0;
    must(mdb_dbi_open(txn, name, MDB_CREATE, &dbi));
    for (size_t i = 0; i < n; i++)
        size += strlen(cell_of(rows[i].bytes, column)) + strlen(rows[i].bytes) + 2;
    text = malloc(size);
    for (size_t i = 0; i < n; i++) {
        keys[i] = text + at; /* 0x01 for the NUL between, so that strcmp sees the id too */
        at += (size_t)snprintf(text + at, size - at, "%s\x01%s", cell_of(rows[i].bytes, column),
                               rows[i].bytes) +
              1;
    }
    qsort(keys, n, sizeof *keys, by_text);
    for (size_t i = 0; i < n; i++)
        append(txn, dbi, keys[i], strlen(keys[i]), "", 0);
    free(keys);
    free(text);
}

static MDB_env *open_env(const char *dir, unsigned flags)
{
    MDB_env *env;
    must(mdb_env_create(&env));
    must(mdb_env_set_maxdbs(env, INDEXES + 2));
    must(mdb_env_set_mapsize(env, (size_t)16 << 30));
    must(mdb_env_open(env, dir, flags, 0600));
    return env;
}

static void import(const char *path, const char *dir)
{
    struct table table = { 0 };
    MDB_txn *txn;
    MDB_dbi dbi;
    size_t n;
    parse(&table, path);
    struct row *rows = sorted_rows(&table, &n);
    mkdir(dir, 0700);
    MDB_env *env = open_env(dir, 0);
    must(mdb_txn_begin(env, NULL, 0, &txn));
    must(mdb_dbi_open(txn, "rows", MDB_CREATE, &dbi));
    append(txn, dbi, "", 1, table.header, table.header_len);
    for (size_t i = 0; i < n; i++)
        append(txn, dbi, rows[i].bytes, strlen(rows[i].bytes), rows[i].bytes, rows[i].len);
    for (int i = 0; i < INDEXES; i++)
        add_index(txn, rows, n, indexed[i], table.columns[i]);
    must(mdb_txn_commit(txn));
    mdb_env_close(env);
    free(rows);
    free(table.text);
    free(table.starts);
}

static void put_row(const char *bytes, size_t len)
{
    static char quoted[2 * PIECE];
    for (size_t at = 0; at < len;) {
        size_t cell = strlen(bytes + at);
        if (at > 0)
            putchar_unlocked(',');
        if (bytes[at + strcspn(bytes + at, ",\"\r\n")] == '\0')
            fwrite_unlocked(bytes + at, 1, cell, stdout);
        else
            fwrite_unlocked(quoted, 1, csv_write(quoted, sizeof quoted, bytes + at, cell), stdout);
        at += cell + 1;
    }
    putchar_unlocked('\n');
}

static void each_row(const char *dir, void (*take)(const char *bytes, size_t len))
{
    MDB_env *env = open_env(dir, MDB_RDONLY);
    MDB_txn *txn;
    MDB_dbi dbi;
    MDB_cursor *cursor;
    MDB_val key, value;
    must(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn));
    must(mdb_dbi_open(txn, "rows", 0, &dbi));
    must(mdb_cursor_open(txn, dbi, &cursor));
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0)
        take(value.mv_data, value.mv_size);
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    mdb_env_close(env);
}

int main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "import"))
        import(argv[2], argv[3]);
    else if (argc == 3 && !strcmp(argv[1], "export"))
        each_row(argv[2], put_row);
    else
        die("usage: raw import TABLE.csv DIR | raw export DIR");
    return 0;
}

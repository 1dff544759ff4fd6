#include "tests/vectors.h"
#include "core/alloc.h"
#include "core/csv.h"
#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = sizeof *((struct zc_vectors *)0)->rows / sizeof(struct zc_str) };

static bool take_row(void *ctx, const struct zc_csv_row *row)
{
    struct zc_vectors *vectors = ctx;
    vectors->rows = zc_grow(vectors->rows, vectors->nrows, &vectors->cap, sizeof *vectors->rows);
    for (size_t c = 0; c < COLUMNS; c++) {
        struct zc_str cell = c < row->ncells ? row->cells[c] : (struct zc_str){ 0 };
        vectors->rows[vectors->nrows][c] = zc_arena_copy(&vectors->arena, cell);
    }
    vectors->nrows++;
    return true;
}

void zc_vectors_read(struct zc_vectors *vectors, const char *path)
{
    struct zc_buf bytes = { 0 };
    struct zc_err err = { .msg = "cannot be read" };
    *vectors = (struct zc_vectors){ 0 };
    FILE *file = fopen(path, "rb");
    for (size_t got = 1; file && got > 0; bytes.len += got)
        got = fread(zc_buf_room(&bytes, 65536), 1, 65536, file);
    if (!file || !zc_csv_read(zc_buf_str(&bytes), ',', take_row, vectors, NULL, &err) ||
        vectors->nrows < 2) {
        printf("Bail out! %s: %s\n", path, err.msg);
        exit(1);
    }
    fclose(file);
    zc_buf_release(&bytes);
}

void zc_vectors_release(struct zc_vectors *vectors)
{
    zc_arena_release(&vectors->arena);
    zc_free(vectors->rows);
}

struct zc_str zc_vectors_cell(const struct zc_vectors *vectors, size_t row, const char *column)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        if (zc_str_is(vectors->rows[0][c], column))
            return vectors->rows[row][c];
    }
    printf("Bail out! no column %s\n", column);
    exit(1);
}

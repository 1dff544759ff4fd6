#pragma once
#include "core/arena.h"

/* A CSV file of cases with a header, read whole. Tests call it with the path that meson hands
 * them; a file that cannot be read ends the test. */

struct zc_vectors {
    struct zc_arena arena;
    struct zc_str (*rows)[8]; /* the first is the header */
    size_t nrows, cap;
};

void zc_vectors_read(struct zc_vectors *vectors, const char *path);
void zc_vectors_release(struct zc_vectors *vectors);
/* The cell of a row (from 1) under a column name, empty where the row is short. */
struct zc_str zc_vectors_cell(const struct zc_vectors *vectors, size_t row, const char *column);

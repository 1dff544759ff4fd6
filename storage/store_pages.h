#pragma once
#include "core/err.h"
#include "core/str.h"

/* The pages of a store's file, read one by one without LMDB and without a map, for a store that is
 * damaged: every node of every page that looks like a leaf, also of pages that no tree holds any
 * more. Nothing that comes from here is true before it is proved; what cannot be one is passed
 * over. Layout: LMDB 0.9 on a 64 bit machine of little byte order. */

struct zc_pages;
struct zc_pages *zc_pages_open(const char *dir, struct zc_err *err);
void zc_pages_close(struct zc_pages *pages); /* NULL is fine */
struct zc_page_node {
    struct zc_str key; /* valid until the next node */
    uint64_t at;       /* the value: its place in the file */
    uint32_t len;
};
/* The next node; false at the end. */
bool zc_pages_next(struct zc_pages *pages, struct zc_page_node *out);
/* The value that lies there, into `out`; false when the file ends before. */
bool zc_pages_value(const struct zc_pages *pages, uint64_t at, uint32_t len, struct zc_buf *out);

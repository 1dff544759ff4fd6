#pragma once
#include "core/id.h"
#include "core/rev.h"

/* How values stand in the cells of a table for people (台账; MERGE.md 9.1). */

/* Appends the value, with an apostrophe in front when a spreadsheet would take it for a formula
 * or drop its first character: it begins with = + - @ TAB CR LF ' and is no plain number
 * (-?digits[.digits]). */
void zc_table_guard(struct zc_str value, struct zc_buf *out);
/* Takes that apostrophe off again. */
struct zc_str zc_table_unguard(struct zc_str cell);

/* The row check of `_rev`: `c` and 8 base32 characters over the field columns by name. Tells
 * whether a row came back untouched. `cells` sorted by name. */
enum {
    ZC_TABLE_CHECK_LEN = 9,
    ZC_TABLE_HEAD_LEN = 13 /* of each head in `_rev` */
};
void zc_table_row_check(const struct zc_pair *cells, size_t n, char out[ZC_TABLE_CHECK_LEN + 1]);

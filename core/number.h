#pragma once
#include "core/str.h"

/* Numbers as text (XLSFORM.md 8 and D5, D8, D9). Independent of the locale of the C library. */

enum { ZC_NUMBER_TEXT = 352 }; /* the longest double in plain digits, sign, point, NUL */

/* Optional '-', digits with at most one '.', ASCII blanks around; no '+', no exponent, no hex.
 * "5", ".5", "5." are numbers; "", "1e3", "+5", "1,5" are not. */
bool zc_number_parse(struct zc_str text, double *out);
/* Plain decimal digits that read back as the same double, as few as possible, never an
 * exponent: 2, 0.30000000000000004, 1000000000000. -0 prints as 0; NaN, Infinity, -Infinity.
 * Gives the length. */
size_t zc_number_print(double value, char out[ZC_NUMBER_TEXT]);
/* An integer of 64 bit: optional '-' and digits. */
bool zc_integer_parse(struct zc_str text, int64_t *out);
/* A count with commas between thousands: 12,846. Appends. */
void zc_number_group(uint64_t n, struct zc_buf *out);

#pragma once
#include "core/str.h"

/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. Bytes are
 * validated once, where they enter (CSV, forms, keyboard, store); inside, text is valid. */

bool zc_utf8_valid(struct zc_str s);
/* Length of the valid start of `s`. */
size_t zc_utf8_valid_len(struct zc_str s);

/* The longest start of whole characters of a valid text that has at most `max` bytes. */
struct zc_str zc_utf8_head(struct zc_str s, size_t max);

/* Takes one code point off the front of a valid text. False at its end. */
bool zc_utf8_next(struct zc_str *rest, uint32_t *cp);
/* Takes one code point off the end of a valid text. */
bool zc_utf8_prev(struct zc_str *rest, uint32_t *cp);
/* Writes 1 to 4 bytes, gives their number. */
size_t zc_utf8_put(uint32_t cp, char out[4]);
void zc_buf_cp(struct zc_buf *buf, uint32_t cp);
size_t zc_utf8_chars(struct zc_str s);

/* The form in which values are stored (MERGE.md 7.7): NFC, blanks (also U+3000) cut at both
 * ends, CRLF and CR as LF, no control characters but tab and LF, no bidi controls, no
 * zero-width characters. Appends to `out`. */
void zc_utf8_tidy(struct zc_str s, struct zc_buf *out);

/* Letters of any script; digits of any script and marks that belong to letters. What may
 * begin a question name, and what may follow besides (forms/). */
bool zc_cp_is_letter(uint32_t cp);
bool zc_cp_is_digit_or_mark(uint32_t cp);

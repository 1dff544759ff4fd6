#pragma once
#include "core/str.h"

/* Telephone numbers (电话) of the mainland. Mobile: 1, 3 to 9, nine digits. Fixed line: area code
 * (010, 02x, else 0 and three digits) and 7 or 8 digits. Source: the national numbering plan, as
 * DOMAIN.md 6.2 uses it. */

/* True for a number that is cleaned already: digits only, 10 to 12 of them. */
bool zc_phone_ok(struct zc_str digits);
/* Appends the number as it is stored: 13971123456, 0971-6123456. Blanks, hyphens, brackets, full
 * width and a leading +86 go. False, and nothing is appended, for what is no whole number (no area
 * code, an extension): that stays as it was typed. */
bool zc_phone_normal(struct zc_str text, struct zc_buf *out);

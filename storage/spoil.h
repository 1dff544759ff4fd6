#pragma once
#include "core/str.h"

/* What a spreadsheet makes of a cell that nobody touched (MERGE.md 9.5): digits rounded, days
 * made of house numbers, characters lost. Such a cell is no edit. */

/* True if `cell` (tidied: LF line ends) may be what a spreadsheet wrote for `value`. */
bool zc_spoil_untouched(struct zc_str value, struct zc_str cell);

/* Signs of damage in a cell whose true value is not known (DOMAIN.md 9.2). */
enum zc_damage {
    ZC_DAMAGE_NONE,
    ZC_DAMAGE_FORMULA, /* #REF! #N/A ####### : missing, with a warning */
    ZC_DAMAGE_LOST,    /* U+FFFD: read with a wrong encoding earlier */
    ZC_DAMAGE_ROUNDED, /* 9.16301E+17: digits are gone */
};
enum zc_damage zc_spoil_damage(struct zc_str cell);

#pragma once
#include "core/str.h"

/* Text folded for searching and comparing, never for showing: what looks or means the same gets
 * the same bytes. Unicode NFKC with case folding (full-width letters, circled digits, ligatures),
 * then Han characters by the tables cjk-compat-fold.csv and han-fold.csv: radical forms,
 * traditional and variant characters become the usual ones (⽼→老, 崑→昆, 貿→贸).
 * Zero-width characters and soft hyphens go; blanks and punctuation stay. */

/* One character by the Han tables; others come back as they are. */
uint32_t zc_fold_han(uint32_t cp);
/* Appends the folded text. Chinese and ASCII text does not allocate beyond `out`. */
void zc_fold_text(struct zc_str text, struct zc_buf *out);

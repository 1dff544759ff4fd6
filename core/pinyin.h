#pragma once
#include "core/str.h"

/* Pinyin of Han characters, for searching by the letters of a keyboard. Source: pinyin-8105.csv,
 * the readings of the 8,105 standard characters, without tones, ü written v; 40 % of the names of
 * units hold a character whose readings begin with different letters (行 xing, hang), so all
 * readings are accepted rather than the right one. Characters that are not in the table are read
 * as what core/fold_text.h makes of them (貿 as 贸). */

/* All readings, parted by blanks, the usual one first: "xing hang heng". Empty: none known. */
struct zc_str zc_pinyin_readings(uint32_t cp);
/* First letters of all readings: bit 0 is a … bit 25 is z. */
uint32_t zc_pinyin_initials(uint32_t cp);

/* Signs and blanks, which nobody types between characters: left out of the text by the two below.
 */
bool zc_pinyin_is_silent(uint32_t folded);

/* True if `typed` fits somewhere in `text`. A letter stands for a character with that initial, a
 * whole syllable for one with that reading, zh ch sh for theirs, the last syllable may be
 * unfinished; characters, letters and digits stand for themselves; signs and blanks of the text
 * may be left out. `lmsz`, `lao马sz` and `laomashouz` find 城中区老马手抓羊肉馆.
 *
 * `typed` is folded by zc_fold_text before (once for a whole list); the text need not be. More
 * than 63 bytes fit nowhere. The empty text fits everywhere. Does not allocate. */
bool zc_pinyin_match(struct zc_str text, struct zc_str typed);
/* The same, but only from the start of the text; signs before it do not count. */
bool zc_pinyin_starts(struct zc_str text, struct zc_str typed);

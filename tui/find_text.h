#pragma once
#include "core/str.h"

/* What find as you type looks through (tui/ledger_find.h), packed: the names and codes of a list of
 * records, folded once, so that a key costs one pass over a few tens of bytes a record and no look
 * into the store. Rows are added in the order of the list and stand in blocks of 64: a block is
 * what one step of a search looks at, and its answer is one word of bits.
 *
 * 1,000,000 records of the shipped survey need some 70 MB. */

enum { ZC_FIND_BLOCK = 64 };

/* Names as core/fold_text.h folds them, without signs; a line a row, its texts parted by a tab. */
struct zc_find_lines {
    struct zc_buf text;
    size_t *starts; /* of each block */
    size_t nblocks, cap;
};
struct zc_find_text {
    struct zc_find_lines names, codes;
    uint32_t *letters; /* of each row: letters that can begin a character of its names */
    size_t n, cap;     /* rows */
};

/* Any of these may be empty. */
struct zc_find_row {
    struct zc_str name, sign, code, altcode, phone;
    struct zc_str others; /* more texts that are looked for like names, parted by tabs */
};

/* What is typed, made ready once for all rows. */
struct zc_find_needle {
    struct zc_buf text, code; /* folded without signs, for names; in capitals, for codes */
    size_t plain;             /* bytes of `text` before its first letter */
    bool letters;             /* it has any: they may be pinyin */
};

void zc_find_text_release(struct zc_find_text *texts);
void zc_find_text_add(struct zc_find_text *texts, const struct zc_find_row *row);
size_t zc_find_text_bytes(const struct zc_find_text *texts);

/* `needle` zeroed or of a search before. */
void zc_find_needle_set(struct zc_find_needle *needle, struct zc_str typed);
void zc_find_needle_release(struct zc_find_needle *needle);
bool zc_find_needle_is_empty(const struct zc_find_needle *needle);
/* Rows of a block that fit, the first one bit 0: a part of a name or sign, also as pinyin
 * (core/pinyin.h), a part of a code, the end of the telephone number (four digits or more). Names
 * are looked at in pinyin only where `among` has a bit. */
uint64_t zc_find_block(const struct zc_find_text *texts, size_t block,
                       const struct zc_find_needle *needle, uint64_t among);

#pragma once
#include "core/err.h"
#include "core/str.h"

/* Codes of units: unified social credit code (统一社会信用代码), and how an entry in its field is
 * judged. Sources: GB 32100-2015 (outer check: weights 3^(i-1) mod 31), GB 11714 (inner check and
 * organisation code), ISO 7064 MOD 11,10 (registration numbers), GB 11643 (identity numbers, which
 * are recognised only to be refused).
 *
 * Shape: 18 characters of 0-9 A-Z without I O S V Z, e.g. 91350100M000100Y43. */

enum { ZC_USCC_LEN = 18 };

enum zc_verdict {
    ZC_VERDICT_VALID,
    ZC_VERDICT_WARN_INNER, /* known prefix, outer check right, inner wrong: kept with a mark */
    ZC_VERDICT_WARN_OUTER, /* known prefix, inner right, outer wrong: typed twice */
    ZC_VERDICT_BAD_CHECK,
    ZC_VERDICT_BAD_CHAR,
    ZC_VERDICT_BAD_LENGTH,
    ZC_VERDICT_DUMMY,          /* all the same, 123456789… */
    ZC_VERDICT_PERSON_ID,      /* an identity number: not to be stored */
    ZC_VERDICT_LOST_PRECISION, /* at import only: a spreadsheet made a number of it */
    ZC_VERDICT_OTHER_ID,       /* 9, 13 or 15 characters: another kind of code */
    ZC_VERDICT_MISSING         /* empty, 无, N/A … */
};
const char *zc_verdict_name(enum zc_verdict verdict); /* "valid", "warn-inner" … */

/* Appends the code as it is judged and stored: half width, no blanks, hyphens, zero-width
 * characters and byte order marks, no leading apostrophe, ="…" unwrapped, upper case. */
void zc_code_clean(struct zc_str text, struct zc_buf *out);

/* Judges a text as it was typed. `import`: spreadsheet damage is looked for. */
enum zc_verdict zc_uscc_judge(struct zc_str text, bool import);
/* The last character that the first 17 of a cleaned code ask for; 0 when one of them is none of
 * the alphabet or there are fewer. */
char zc_uscc_check_char(struct zc_str code);
/* A cleaned code of 18 characters with O I Z S V read as 0 1 2 5 U, appended when both checks are
 * then right. False, and nothing is appended, otherwise. */
bool zc_uscc_mend(struct zc_str code, struct zc_buf *out);
/* Codes that a spreadsheet may have made `damaged` of, by what the sign tells of the lost digits
 * (DOMAIN.md 3.5): 15 significant digits, in scientific notation (9.16301007105589E+17: ±500) or
 * with zeros behind (916301007105589000: up to +999), or a multiple of 128 (a binary double: ±64).
 * Only codes of 18 digits are ever damaged like this. Gives how many there are, at most `max` of
 * them in `out`, ascending; 0 when too many digits are gone. */
size_t zc_uscc_repair(struct zc_str damaged, char (*out)[ZC_USCC_LEN + 1], size_t max);
/* Kind of unit of a prefix by the table of GB 32100, empty when it is not in it. */
struct zc_str zc_uscc_prefix_kind(struct zc_str prefix);
bool zc_uscc_prefix_known(struct zc_str prefix);

/* Checks of cleaned codes. */
bool zc_uscc_outer_ok(struct zc_str code);
bool zc_orgcode_ok(struct zc_str code); /* 9 characters */
bool zc_regno_ok(struct zc_str code);   /* 15 digits with the right check, or 13 digits */
bool zc_person_id_ok(struct zc_str code);
/* Does a text contain an identity number that stands for itself: 18 characters with the right
 * check, or the 15 digits of the old form with a day of birth that can be (DOMAIN.md 12)? */
bool zc_has_person_id(struct zc_str text);

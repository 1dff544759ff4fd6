#pragma once
#include "core/err.h"
#include "core/str.h"
#include "storage/file.h"

/* What bytes a file of an office is made of, and its text as UTF-8 (DOMAIN.md 9.1): byte order
 * marks, strict UTF-8 first, then strict GB18030, UTF-16; workbooks and web pages are refused
 * with the advice to save as CSV. */

enum zc_encoding { ZC_ENC_AUTO, ZC_ENC_UTF8, ZC_ENC_GB18030, ZC_ENC_UTF16LE, ZC_ENC_UTF16BE };
const char *zc_encoding_name(enum zc_encoding encoding);
bool zc_encoding_parse(struct zc_str name, enum zc_encoding *out);
/* Text of the file as UTF-8 without byte order mark, appended to `out`. `want` AUTO guesses;
 * *got (may be NULL) tells. A character that the end of the file cut in two becomes U+FFFD.
 * Fails naming the first bad lines when nothing fits. */
bool zc_encoding_decode(struct zc_str bytes, enum zc_encoding want, struct zc_buf *out,
                        enum zc_encoding *got, struct zc_err *err);
/* UTF-8 to GB18030; every character has a form there. */
bool zc_encoding_to_gb18030(struct zc_str text, struct zc_buf *out, struct zc_err *err);
/* One line that is not UTF-8, read as GB18030; false when it is neither. */
bool zc_encoding_line(struct zc_str line, struct zc_buf *out);

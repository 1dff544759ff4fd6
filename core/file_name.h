#pragma once
#include "core/str.h"

/* Names of files that answers keep (附件名): what is left of a path that somebody typed. No parts
 * of a path, no control or bidi characters, nothing that a shell or another system takes for more
 * than a name (: * ? " < > | become _), no dot in front, at most ZC_FILE_NAME_MAX bytes with the
 * ending kept: `../照片/.门头?.jpg` is `门头_.jpg`. */

enum { ZC_FILE_NAME_MAX = 120 };

/* Appends the name; "file" when nothing is left. The name of a name is itself. */
void zc_file_name_put(struct zc_str path, struct zc_buf *out);
/* True for what zc_file_name_put gives. */
bool zc_file_name_is(struct zc_str text);
/* The ending with its dot: ".jpg"; empty where there is none of at most 8 letters and digits. */
struct zc_str zc_file_name_ending(struct zc_str name);

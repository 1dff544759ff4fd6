#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "core/str.h"

/* JSON, read only: contexts of `form eval`, scripts of `form play`. Never in the store. The one
 * door to cJSON (RFC 8259; a text may be followed by blanks only, nesting of at most 1,000).
 *
 * A value knows its next sibling, so that arrays and objects are walked alike:
 *     for (const struct zc_json *each = object->first; each; each = each->next) … */

enum zc_json_kind {
    ZC_JSON_NULL,
    ZC_JSON_BOOL,
    ZC_JSON_NUMBER,
    ZC_JSON_TEXT,
    ZC_JSON_ARRAY,
    ZC_JSON_OBJECT
};
struct zc_json {
    enum zc_json_kind kind;
    bool truth;           /* BOOL */
    double number;        /* NUMBER */
    struct zc_str text;   /* TEXT */
    struct zc_str name;   /* key, when it is a member of an object */
    struct zc_json *next; /* in the array or object that it belongs to */
    struct zc_json *first;
};

/* The value lies in `arena`. NULL with ZC_E_INPUT when `text` is no JSON, naming the byte. */
const struct zc_json *zc_json_read(struct zc_str text, struct zc_arena *arena, struct zc_err *err);
/* First member of an object with this key; NULL: none, or no object. */
const struct zc_json *zc_json_get(const struct zc_json *object, const char *name);
/* A plain value as text: NUMBER in shortest digits, BOOL as true or false, NULL as ''. False for
 * arrays and objects. */
bool zc_json_plain(const struct zc_json *value, struct zc_arena *arena, struct zc_str *out);

/* Writing: appends a string with its quotes. */
void zc_json_put(struct zc_buf *out, struct zc_str text);

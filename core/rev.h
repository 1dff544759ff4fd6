#pragma once
#include "core/arena.h"
#include "core/err.h"
#include "core/id.h"

/* A revision (修订): one saved change of one record. It never changes and is named by the hash
 * of its content, so that repeats are harmless and every accidental change is noticed.
 * Source: MERGE.md 3, here in our own words:
 *
 * rid       the record
 * parents   revisions of the same record that the author had on the screen; may be empty
 * attrs     who, when, how (.g .by .role .dev .n .at .form .src .note and unknown ones, which
 *           are kept and travel). Only role and form decide anything. No empty text.
 * writes    field = value; an empty value clears the field
 *
 * Lists are sorted by the bytes of the names, parents ascending; no name stands twice.
 * Field names: first an ASCII letter, '_' or a code point from U+00A0, then up to 127 more of
 * those, digits and ". : / -". A field inside a repeat is REPEAT/ITEM/FIELD, where ITEM is
 * `i` + 12 base32. The field is a system field when its last path part begins with '_'. */

struct zc_pair {
    struct zc_str name, value;
};

struct zc_rev {
    struct zc_revid id;
    struct zc_rid rid;
    uint32_t nparents, nattrs, nwrites;
    const struct zc_revid *parents;
    const struct zc_pair *attrs, *writes; /* attribute names without their dot */
};

enum {
    ZC_REV_MAX_PARENTS = 1024,
    ZC_REV_MAX_CELLS = 4096,        /* attributes and writes together */
    ZC_REV_MAX_BYTES = 1024 * 1024, /* names, '=', '.' and values together */
    ZC_VALUE_MAX = 65536,           /* bytes of one value */
    ZC_FIELD_MAX = 128,             /* characters of a field name */
    ZC_ATTR_MAX = 16
};

bool zc_attr_name_ok(struct zc_str name);
bool zc_field_name_ok(struct zc_str name);
/* True if the last path part begins with '_'. */
bool zc_field_is_system(struct zc_str name);
/* The part behind the last '/', or the whole name. */
struct zc_str zc_field_last(struct zc_str name);
/* Valid UTF-8, at most ZC_VALUE_MAX bytes, tab and LF the only control characters. */
bool zc_value_ok(struct zc_str value);

/* Makes a revision: copies everything into `arena`, sorts, drops attributes without text,
 * computes the id. Of writes to the same field the last one counts. Fails with ZC_E_INPUT or
 * ZC_E_LIMIT when a name, a value or a size is outside the grammar. */
bool zc_rev_make(struct zc_rid rid, const struct zc_revid *parents, size_t nparents,
                 const struct zc_pair *attrs, size_t nattrs, const struct zc_pair *writes,
                 size_t nwrites, struct zc_arena *arena, struct zc_rev *out, struct zc_err *err);

/* Checks grammar, order and limits of a revision that came from outside. */
bool zc_rev_verify(const struct zc_rev *rev, struct zc_err *err);
/* The id that the content has. A revision is true when it equals `rev->id`. */
void zc_rev_hash(const struct zc_rev *rev, struct zc_revid *out);
/* The same for many revisions one after another: short answers (1, yes, a street) come again and
 * again, so their hashes are remembered. A memo has a fixed size; NULL remembers nothing. */
struct zc_rev_memo;
struct zc_rev_memo *zc_rev_memo_new(void);
void zc_rev_memo_free(struct zc_rev_memo *memo);
void zc_rev_hash_memo(const struct zc_rev *rev, struct zc_rev_memo *memo, struct zc_revid *out);

/* The text of an attribute; empty when it has none. */
struct zc_str zc_rev_attr(const struct zc_rev *rev, const char *name);
/* "11-21" of a time as `.at` has it, the way messages name a day; shorter where that is. */
struct zc_str zc_day_of(struct zc_str at);
/* The write of a field, or NULL. */
const struct zc_pair *zc_rev_write(const struct zc_rev *rev, struct zc_str field);
/* Form id of attribute `form` (the part before '@'), and the version behind it. */
struct zc_str zc_rev_form(const struct zc_rev *rev);
struct zc_str zc_rev_form_version(const struct zc_rev *rev);

/* Ranks of the roles: worker 1, leader 2, office 3, district 4, anything else 0. */
enum zc_rank { ZC_RANK_NONE, ZC_RANK_WORKER, ZC_RANK_LEADER, ZC_RANK_OFFICE, ZC_RANK_DISTRICT };
enum zc_rank zc_rank_of(struct zc_str role);
const char *zc_rank_role(enum zc_rank rank);     /* "worker" …; "" for none */
struct zc_text zc_rank_label(enum zc_rank rank); /* 调查员 组长 街镇核实员 区级 */

/* Binary search in a list sorted by name; NULL when absent. */
const struct zc_pair *zc_pairs_find(const struct zc_pair *pairs, size_t n, struct zc_str name);

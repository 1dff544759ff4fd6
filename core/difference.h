#pragma once
#include "core/state.h"

/* Differences (差异): what is not the same between two versions of a record, and of what kind the
 * difference of two values is. Comparing versions, deciding conflicts and entering a record a
 * second time all stand on this. */

/* A field of either state whose live values are not the same in both. */
struct zc_difference {
    struct zc_str name;
    const struct zc_field *a, *b; /* NULL: not in that state */
};
/* Content only: answers, and whether a row of a repeat is there. By name, in `arena`; fields are
 * borrowed from the states. */
size_t zc_differences(const struct zc_state *a, const struct zc_state *b, struct zc_arena *arena,
                      const struct zc_difference **out);

/* How a second value differs from the one that was registered. A slip of the finger is one
 * character more, less or another one, or two neighbours that changed places, in a value of at
 * least four characters: 13800001111 and 13800001171, but not 6 and 8. */
enum zc_difference_kind {
    ZC_DIFFERENCE_SAME,
    ZC_DIFFERENCE_SLIP,    /* 笔误 */
    ZC_DIFFERENCE_OTHER,   /* 另一个值 */
    ZC_DIFFERENCE_MISSING, /* 漏填: only the second one is there */
    ZC_DIFFERENCE_EXTRA,   /* 多填: only the registered one is there */
    ZC_DIFFERENCE_COUNT
};
enum zc_difference_kind zc_difference_kind(struct zc_str registered, struct zc_str second);
const char *zc_difference_name(enum zc_difference_kind kind); /* "same", "slip" … */
struct zc_text zc_difference_label(enum zc_difference_kind kind);

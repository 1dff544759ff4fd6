#pragma once
#include "forms/form.h"

/* What a new version of a form does to the records that were made with the old one (改版影响).
 * Fields are matched by their stored names and by the names they had before (`was`), as records
 * are read. Source: MERGE.md 7.9. */

struct zc_change {
    bool affects; /* existing records read otherwise, or may fail its rules */
    uint32_t row; /* of survey.csv: of the old form for a dropped question, else the new */
    struct zc_str question; /* stored path, e.g. visits/date */
    struct zc_text what;
};
struct zc_changes {
    uint32_t n, naffecting;
    size_t cap;
    struct zc_change *all; /* dropped questions last, else in the order of the new form */
    bool other_content;    /* the version is the same, the content is not: no valid new version */
    struct zc_arena arena;
};

/* Appends what differs. */
void zc_form_compare(const struct zc_form *old, const struct zc_form *now, struct zc_changes *out);
void zc_changes_release(struct zc_changes *changes);
/* "! visits/date 第7行：…": `!` affects existing records, `+` does not. */
void zc_change_print(const struct zc_change *change, struct zc_buf *out);

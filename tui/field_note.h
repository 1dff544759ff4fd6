#pragma once
#include "forms/fill.h"
#include "tui/canvas.h"

/* What the form says about one field while it is looked at or typed (旁注): a few words beside it
 * (校验通过, 9/60 字, 同上一份) and half a sentence below it (which character a code should end in,
 * how a large number is read). Everything comes from the form: roles, appearances, the bound of
 * its constraint; the rules of codes are those of core/uscc.h. */

struct zc_field_note {
    struct zc_buf side;  /* at most about 12 columns */
    struct zc_buf below; /* may be empty */
    enum zc_style style; /* of `side` */
};

/* `typed`: what stands in the field with the cursor, NULL for any other field. The note is
 * emptied first. */
void zc_field_note_make(const struct zc_fill *fill, const struct zc_node *node,
                        const struct zc_str *typed, struct zc_field_note *note);
void zc_field_note_release(struct zc_field_note *note);
/* True when a code is complete and right: nothing more can follow (UX.md 5.2). */
bool zc_field_note_code_is_done(const struct zc_question *q, struct zc_str typed);
/* True for a code that stands and fails its check: it may be right all the same, but nobody can
 * say so. */
bool zc_field_note_is_doubtful(const struct zc_node *node);

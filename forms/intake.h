#pragma once
#include "forms/fill.h"

/* Taking in (收表): cells of a foreign table brought into the stored form of a question's type,
 * without filling in a form for every row. Source: DOMAIN.md 9.1 point 10 and 9.2.
 *
 * Cells of a row are read in form order, so that a choice that hangs on an earlier one (the
 * community on its street) is looked for among those offered first. What a text means among the
 * choices is remembered: a million rows ask a few hundred different things. */

enum zc_taken {
    ZC_TAKEN,           /* the value is in *out */
    ZC_TAKEN_CONVERTED, /* after a repair that a person should know of */
    ZC_TAKEN_AS_IS,     /* no answer of this type: stored as it came, to be put right */
    ZC_TAKEN_NOT        /* damaged: nothing is stored */
};

struct zc_intake;
/* `env` as for a new record; its callbacks are not asked. */
struct zc_intake *zc_intake_new(const struct zc_form *form, const struct zc_fill_env *env);
void zc_intake_free(struct zc_intake *intake); /* NULL is fine */
/* Forgets the answers of the row before. */
void zc_intake_begin(struct zc_intake *intake);
/* The same for a row that was made from a record of the form: what it has stands as if it had been
 * read. */
void zc_intake_begin_on(struct zc_intake *intake, const struct zc_state *state);
/* An answer of this row that is known. */
void zc_intake_assume(struct zc_intake *intake, const struct zc_question *q, struct zc_str value);
/* One cell of a question outside repeats. *out lies in `arena` or in the intake; *why (may be
 * NULL) tells in both languages what is to be said of any result but ZC_TAKEN. An empty text is
 * taken as empty. */
enum zc_taken zc_intake_read(struct zc_intake *intake, const struct zc_question *q,
                             struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                             struct zc_text *why);

#pragma once
#include "core/clock.h"
#include "core/rev.h"
#include "forms/form.h"

/* Answers (回答) as text: what people type, paste and import, brought into the form in which it
 * is stored. Sources: XLSFORM.md 4 (types), 6.11 (special missing values), DOMAIN.md 5.7. */

/* 拒答 or 不详: what a question with a `required` cell takes instead of an answer. */
bool zc_answer_is_missing(struct zc_str value);

/* Brings a text into the stored form of the question's type, except choices, which need the
 * record (forms/fill.h). `clock` gives the zone of times. Fails with ZC_E_INPUT when the text
 * cannot be such an answer; the message says what is expected. In `arena`. */
bool zc_answer_read(const struct zc_question *q, struct zc_str text, const struct zc_clock *clock,
                    struct zc_arena *arena, struct zc_str *out, struct zc_err *err);
/* Full-width digits, signs and letters to ASCII; everything else stays. */
struct zc_str zc_answer_half_width(struct zc_str text, struct zc_arena *arena);

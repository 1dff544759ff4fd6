#pragma once
#include "forms/intake.h"

/* One cell of a table from outside, judged and brought into the stored form of its field: the same
 * rules for lists and for edited ledgers. Source: DOMAIN.md 3.4, 9.1, 9.2, 12.
 *
 *   damaged code, lost digits, formula errors, days without a
 *   year, identity numbers (in a cell of whatever kind)            nothing of the cell is taken
 *   name of the unit in garbled characters                         nothing of the row should be
 *   no choice, no number, no date                                  kept as it came, to be put right
 *   day numbers, lost zeros                                        repaired
 *
 * Whatever is not simply taken is told. An identity number is never told in full. */

enum zc_cell_fate {
    ZC_CELL_TAKEN, /* also an empty one */
    ZC_CELL_LEFT,  /* nothing of it is taken */
    ZC_CELL_ROW    /* nothing of its row can be taken */
};
struct zc_cell_note {
    struct zc_str value; /* as it may be shown */
    const char *reason;
    struct zc_str proposal; /* empty: none */
    bool row;               /* of ZC_CELL_ROW */
};
struct zc_cell_judge {
    struct zc_intake *intake; /* its row has begun */
    struct zc_arena *arena;   /* for what is given back */
    bool zeroed;              /* a spreadsheet rounded the codes of the file, see list_reader.c */
    bool takes_rows;          /* the name or the key may make the row fail, not only the cell */
    void *ctx;
    void (*note)(void *ctx, const struct zc_cell_note *note);
};

/* The text of a cell: damage, codes, identity numbers, telephones. `q` NULL: the form does not
 * know the field. `key`: the row is matched by this cell. Blanks at both ends are off already. */
enum zc_cell_fate zc_cell_judge_text(const struct zc_cell_judge *judge, const struct zc_question *q,
                                     bool key, struct zc_str text, struct zc_str *out);
/* Such a text as an answer of the question's type (NULL: it stays as it is). */
enum zc_cell_fate zc_cell_judge_answer(const struct zc_cell_judge *judge,
                                       const struct zc_question *q, struct zc_str text,
                                       struct zc_str *out);
/* 18 digits that end in 000: what is left of a code that a spreadsheet rounded. */
bool zc_cell_is_zeroed(struct zc_str code);

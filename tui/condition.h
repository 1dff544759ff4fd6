#pragma once
#include "core/clock.h"
#include "forms/pack.h"

/* Conditions of a filter (筛选条件): a field, an operator, values; several values are "one of". All
 * conditions of a filter must hold (UX.md S3). They are turned into expressions of the form
 * language, so the engine alone decides what a record fulfils.
 *
 * Fields are the questions of a form outside repeats and what every record has (status, group,
 * first author, dates). As text a condition is one line: operator, field, values, parted by tabs:
 * `ge<TAB>staff<TAB>5`. A condition that a survey pack wrote as an expression stays one:
 * `where<TAB>LABEL<TAB>EXPRESSION`. */

enum zc_condition_op {
    ZC_COND_IS,     /* one of the values; of several choices: one of them is chosen */
    ZC_COND_NOT,    /* none of the values */
    ZC_COND_UNDER,  /* begins with one of the values; choices: one of them, or below it */
    ZC_COND_HAS,    /* contains one of the values */
    ZC_COND_GE,     /* numbers and days: value or more */
    ZC_COND_LE,     /* value or less */
    ZC_COND_EMPTY,  /* no values */
    ZC_COND_FILLED, /* no values */
    ZC_COND_WHERE,  /* an expression; the field is its label */
    ZC_COND_OPS
};

enum { ZC_CONDITIONS_MAX = 12, ZC_CONDITION_VALUES = 40 };
struct zc_condition {
    enum zc_condition_op op;
    struct zc_str field;
    uint32_t nvalues;
    const struct zc_str *values;
};
/* A zeroed one is an empty filter. Texts lie in the arena. */
struct zc_conditions {
    uint32_t n;
    struct zc_condition all[ZC_CONDITIONS_MAX];
    struct zc_arena arena;
};
void zc_conditions_release(struct zc_conditions *conditions);

/* What a condition may be about. */
enum zc_subject_kind { ZC_SUBJECT_TEXT, ZC_SUBJECT_NUMBER, ZC_SUBJECT_DAY, ZC_SUBJECT_CHOICE };
struct zc_subject {
    enum zc_subject_kind kind;
    struct zc_str field, label;
    const struct zc_list *list; /* CHOICE */
    bool several, tree;         /* CHOICE: several at once; the list has a column `parent` */
};
/* Every field of a form that a condition can be about, those of all records first. */
struct zc_subjects {
    const struct zc_subject *all;
    uint32_t n;
    struct zc_list *status, *group, *yes_no; /* choices that no form has */
    struct zc_arena arena;
};
/* Borrows form and pack. */
void zc_subjects_init(struct zc_subjects *subjects, const struct zc_form *form,
                      const struct zc_pack *pack);
void zc_subjects_release(struct zc_subjects *subjects);
/* NULL: there is no such field. */
const struct zc_subject *zc_subjects_find(const struct zc_subjects *subjects, struct zc_str field);
/* Operators that make sense for it, the usual one first. Gives how many. */
unsigned zc_subject_ops(const struct zc_subject *subject,
                        enum zc_condition_op out[static ZC_COND_OPS]);
/* What a person typed as values, parted by 、 or | : numbers and days in stored form (今 stays 今,
 * so that a saved view means the day it is used). Fails with ZC_E_INPUT. */
bool zc_subject_read(const struct zc_subject *subject, struct zc_str typed,
                     const struct zc_clock *clock, struct zc_arena *arena,
                     const struct zc_str **values, uint32_t *n, struct zc_err *err);

/* Appends; false when there is no more room. Texts are copied. */
bool zc_conditions_add(struct zc_conditions *conditions, const struct zc_condition *condition);
void zc_conditions_remove(struct zc_conditions *conditions, uint32_t at);
/* Replaces the values of one. */
void zc_conditions_put(struct zc_conditions *conditions, uint32_t at, const struct zc_str *values,
                       uint32_t n);
/* One line a condition. */
void zc_conditions_print(const struct zc_conditions *conditions, struct zc_buf *out);
/* Lines that are no conditions are left out: a setting of a newer program loses one condition,
 * not all. */
void zc_conditions_parse(struct zc_str text, struct zc_conditions *out);

/* The expression of a condition, for zc_form_where. `subject` NULL: of a WHERE only. */
void zc_condition_expr(const struct zc_condition *condition, const struct zc_subject *subject,
                       const struct zc_clock *clock, struct zc_buf *out);
/* Words for the popup: 属于 ≥ 是 … and the values as people read them, parted by blanks. */
const char *zc_condition_op_label(enum zc_condition_op op, const struct zc_subject *subject);
void zc_condition_values(const struct zc_condition *condition, const struct zc_subject *subject,
                         unsigned lang, struct zc_buf *out);
/* All of them in one line, parted by "；". */
void zc_conditions_describe(const struct zc_conditions *conditions,
                            const struct zc_subjects *subjects, unsigned lang, struct zc_buf *out);

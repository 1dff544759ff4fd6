#pragma once
#include "forms/fill.h"

/* Which rules of a form its cases play (规则覆盖). The rules are read off the loaded form, so a
 * rule that is added without cases is found out. A rule is played when one case makes it fire and
 * another does not:
 *
 *   relevant     hidden / shown; a group's rule is played by the questions in it
 *   required     empty and asked for / answered, or, where it depends on answers, empty and not
 *                asked for; a cell that is never true only lets 拒答 pass: refused / empty
 *   constraint   refused / taken
 *   warning      asked about / taken
 *   calculation  two different results
 *   default      left as it is / another answer
 *   choice_filter  a choice that is not offered / one that is
 *
 * Only what a case asserts counts, never what happens beside it. */

enum rule_kind {
    RULE_RELEVANT,
    RULE_REQUIRED,
    RULE_CONSTRAINT,
    RULE_WARNING,
    RULE_CALCULATION,
    RULE_DEFAULT,
    RULE_CHOICE_FILTER,
    RULE_KINDS
};

/* What a case says of its field. */
enum rule_expect {
    EXPECT_NONE, /* no such word */
    EXPECT_HIDDEN,
    EXPECT_OPEN,    /* required and empty */
    EXPECT_ERROR,   /* the constraint refuses it */
    EXPECT_WARN,    /* the soft rule asks */
    EXPECT_OK,      /* shown, nothing to say */
    EXPECT_REFUSED, /* the text is no answer of this question */
    EXPECT_VALUE    /* =VALUE; the empty one too */
};

struct rule_cover {
    const struct zc_form *form;
    struct rule_count {
        unsigned fires, holds;
        struct zc_str result; /* calculation: the first one, in `arena` */
    } * counts;               /* RULE_KINDS a question */
    struct zc_arena arena;
};

void rule_cover_init(const struct zc_form *form, struct rule_cover *out);
/* Counts a case whose assertion about `node` came true. */
void rule_cover_note(struct rule_cover *cover, const struct zc_fill *fill,
                     const struct zc_node *node, enum rule_expect expect);
/* Calls `each` with a line for every rule of the form; `both`: it was played both ways. */
void rule_cover_report(const struct rule_cover *cover, void (*each)(bool both, const char *line));
void rule_cover_release(struct rule_cover *cover);

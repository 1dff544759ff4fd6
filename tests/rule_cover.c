#include "tests/rule_cover.h"
#include "core/alloc.h"

static const char *const kind_names[] = {
    [RULE_RELEVANT] = "relevant",           [RULE_REQUIRED] = "required",
    [RULE_CONSTRAINT] = "constraint",       [RULE_WARNING] = "warning",
    [RULE_CALCULATION] = "calculation",     [RULE_DEFAULT] = "default",
    [RULE_CHOICE_FILTER] = "choice_filter",
};
_Static_assert(sizeof kind_names / sizeof kind_names[0] == RULE_KINDS, "a name for each kind");

static bool has_rule(const struct zc_question *q, enum rule_kind kind)
{
    switch (kind) {
    case RULE_RELEVANT:
        return q->relevant;
    case RULE_REQUIRED:
        return q->required;
    case RULE_CONSTRAINT:
        return q->constraint;
    case RULE_WARNING:
        return q->warning;
    case RULE_CALCULATION:
        return q->calculation;
    case RULE_DEFAULT:
        return q->default_text.len || q->default_expr;
    case RULE_CHOICE_FILTER:
        return q->choice_filter;
    case RULE_KINDS:
        break;
    }
    return false;
}

void rule_cover_init(const struct zc_form *form, struct rule_cover *out)
{
    *out = (struct rule_cover){ .form = form };
    out->counts = zc_alloc_zeroed((size_t)form->nquestions * RULE_KINDS, sizeof *out->counts);
}

void rule_cover_release(struct rule_cover *cover)
{
    zc_free(cover->counts);
    zc_arena_release(&cover->arena);
}

static struct rule_count *count_of(const struct rule_cover *cover, const struct zc_question *q,
                                   enum rule_kind kind)
{
    return &cover->counts[q->index * RULE_KINDS + kind];
}

static void played(const struct rule_cover *cover, const struct zc_node *node, enum rule_kind kind,
                   bool fires, bool holds)
{
    struct rule_count *count = count_of(cover, node->q, kind);

    count->fires += fires;
    count->holds += holds;
}

/* The rule that hides is the outermost one that does not hold. */
static void note_relevant(const struct rule_cover *cover, const struct zc_node *node)
{
    for (; node; node = node->parent)
        if (node->q->relevant && (!node->parent || node->parent->relevant))
            played(cover, node, RULE_RELEVANT, !node->own_relevant, node->own_relevant);
}

static void note_required(const struct rule_cover *cover, const struct zc_fill *fill,
                          const struct zc_node *node, enum rule_expect expect)
{
    bool taken = expect == EXPECT_OK || expect == EXPECT_WARN || expect == EXPECT_ERROR;
    bool asked = zc_fill_is_required(fill, node);

    if (zc_expr_reads(node->q->required)->nquestions)
        played(cover, node, RULE_REQUIRED, expect == EXPECT_OPEN,
               taken && !asked && !node->value.len);
    else if (asked)
        played(cover, node, RULE_REQUIRED, expect == EXPECT_OPEN, taken && node->value.len);
    else
        played(cover, node, RULE_REQUIRED, taken && node->missing, taken && !node->value.len);
}

static void note_result(struct rule_cover *cover, const struct zc_node *node)
{
    struct rule_count *count = count_of(cover, node->q, RULE_CALCULATION);

    if (!count->fires)
        count->result = zc_arena_copy(&cover->arena, node->value);
    bool again = zc_str_eq(count->result, node->value);
    played(cover, node, RULE_CALCULATION, again, !again);
}

void rule_cover_note(struct rule_cover *cover, const struct zc_fill *fill,
                     const struct zc_node *node, enum rule_expect expect)
{
    const struct zc_question *q = node->q;
    bool answered = node->relevant && node->value.len && !node->missing;
    bool taken = expect == EXPECT_OK || expect == EXPECT_WARN;

    if (expect != EXPECT_REFUSED)
        note_relevant(cover, node);
    if (q->required)
        note_required(cover, fill, node, expect);
    if (q->constraint)
        played(cover, node, RULE_CONSTRAINT, expect == EXPECT_ERROR, taken && answered);
    if (q->warning && !node->missing)
        played(cover, node, RULE_WARNING, expect == EXPECT_WARN, expect == EXPECT_OK);
    if (q->calculation && expect == EXPECT_VALUE)
        note_result(cover, node);
    if (has_rule(q, RULE_DEFAULT) && expect == EXPECT_VALUE)
        played(cover, node, RULE_DEFAULT, zc_str_eq(node->value, q->default_text),
               !zc_str_eq(node->value, q->default_text));
    if (q->choice_filter)
        played(cover, node, RULE_CHOICE_FILTER, expect == EXPECT_REFUSED,
               expect == EXPECT_OK && answered);
}

void rule_cover_report(const struct rule_cover *cover, void (*each)(bool both, const char *line))
{
    struct zc_buf line = { 0 };

    for (uint32_t i = 1; i < cover->form->nquestions; i++)
        for (unsigned kind = 0; kind < RULE_KINDS; kind++) {
            const struct zc_question *q = cover->form->questions[i];
            const struct rule_count *count = count_of(cover, q, (enum rule_kind)kind);
            if (!has_rule(q, (enum rule_kind)kind))
                continue;
            zc_buf_reset(&line);
            zc_buf_printf(&line, "row %u: %.*s %s: %u fire, %u do not", q->line, ZC_ARG(q->name),
                          kind_names[kind], count->fires, count->holds);
            each(count->fires && count->holds, zc_buf_cstr(&line));
        }
    zc_buf_release(&line);
}

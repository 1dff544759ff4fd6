#pragma once
#include "core/clock.h"
#include "core/rev.h"
#include "core/state.h"
#include "forms/form.h"

/* Filling in (填表): one record being entered, edited, or checked. Answers go in, everything
 * that depends on them is computed again (relevance, calculations, constraints, choices), the
 * writes come out. Lives only while somebody edits or checks. Source: XLSFORM.md 6.
 *
 * Recomputing is incremental: an answer touches only the questions that depend on it. */

struct zc_fill;

/* What the program tells the form about its world. Borrowed for the life of the fill. */
struct zc_fill_env {
    const struct zc_clock *clock;
    const struct zc_days_asked *asked; /* what a report is about; NULL: now */
    struct zc_str person, device;
    struct zc_str id; /* `_id` of a new record; empty: it has none yet */
    void *ctx;        /* for the callbacks, each may be NULL; see struct zc_expr_env */
    bool (*rule)(void *ctx, struct zc_str name, struct zc_str *value);
    uint64_t (*known)(void *ctx, struct zc_str role, struct zc_str value);
    uint64_t (*finished)(void *ctx, struct zc_str form, struct zc_str worker, struct zc_str area,
                         struct zc_str from);
    uint64_t (*random)(void *ctx);                            /* NULL: taken from the clock */
    void (*period)(void *ctx, int64_t *first, int64_t *last); /* the running one */
    /* ${last-saved#name}: that answer in the last record saved with this form; lives as long as
     * the fill. */
    struct zc_str (*last_saved)(void *ctx, struct zc_str field);
};

/* A new record: static defaults, metadata, dynamic defaults, then all expressions. */
struct zc_fill *zc_fill_new(const struct zc_form *form, const struct zc_fill_env *env);
/* An existing record. Values under earlier names (`was`) are read; values of fields that the
 * form does not know stay outside (zc_fill_other). The state is not needed afterwards. */
struct zc_fill *zc_fill_open(const struct zc_form *form, const struct zc_state *state,
                             const struct zc_fill_env *env);
/* The same with a fill that served another record of the same form: what does not differ from
 * record to record is kept, so that a whole ledger is checked in one pass. Nodes and texts of
 * before are gone. */
void zc_fill_reopen(struct zc_fill *fill, const struct zc_state *state);
void zc_fill_free(struct zc_fill *fill); /* NULL is fine */
const struct zc_form *zc_fill_form(const struct zc_fill *fill);
struct zc_node *zc_fill_root(const struct zc_fill *fill);
/* First node with this stored field path (`name`, `repeat/ITEM/name`), or NULL. */
struct zc_node *zc_fill_node(const struct zc_fill *fill, struct zc_str path);
/* Stored path of a node, copied into `arena`. */
struct zc_str zc_fill_path(const struct zc_node *node, struct zc_arena *arena);

/* Sets an answer as a person typed or pasted it. The text is brought into stored form first
 * (NFC, blanks, number and date spellings, full-width digits, choice by value, label or alias,
 * 拒答 and 不详). Fails with ZC_E_INPUT and keeps the old answer when the text cannot be an
 * answer of this type (letters in an integer) — never because a constraint is broken: that is
 * a message of the node. The empty text clears. */
bool zc_fill_set(struct zc_fill *fill, struct zc_node *node, struct zc_str text,
                 struct zc_err *err);
/* Sets a stored value as it is (loading a draft or an import): what is no answer of the type
 * stays and shows as ZC_ISSUE_TYPE. */
void zc_fill_put(struct zc_fill *fill, struct zc_node *node, struct zc_str value);
/* Gives a node the value that the last record had there: it counts as an answer and is marked as
 * carried until zc_fill_set answers the question. Nothing is triggered. False, and nothing is
 * changed, when the value cannot stand here: a constraint or choice filter refuses it, it is none
 * of the type, it says that there was no answer, the program computes this one. */
bool zc_fill_carry(struct zc_fill *fill, struct zc_node *node, struct zc_str value);
/* Rows of a repeat. `add` fails beyond 1,000 rows or where repeat_count rules. */
struct zc_node *zc_fill_add_row(struct zc_fill *fill, struct zc_node *parent,
                                const struct zc_question *repeat, struct zc_err *err);
/* False where repeat_count rules or the repeat does not apply now. */
bool zc_fill_takes_rows(const struct zc_fill *fill, const struct zc_node *parent,
                        const struct zc_question *repeat);
bool zc_fill_remove_row(struct zc_fill *fill, struct zc_node *row, struct zc_err *err);

/* What a node is at this moment. */
bool zc_fill_is_shown(const struct zc_fill *fill, const struct zc_node *node);
bool zc_fill_is_readonly(const struct zc_fill *fill, const struct zc_node *node);
bool zc_fill_is_required(const struct zc_fill *fill, const struct zc_node *node);

enum zc_issue {
    ZC_ISSUE_NONE,
    ZC_ISSUE_REQUIRED,   /* hard: must be answered */
    ZC_ISSUE_CONSTRAINT, /* hard: the rule refuses it */
    ZC_ISSUE_TYPE,       /* hard: no answer of this type; 不在选项内 for selects */
    ZC_ISSUE_WARNING     /* soft: fix it or give a reason */
};
/* The most serious issue of the node; *message (may be NULL) is its text in the form's active
 * language, in `arena`. A soft one with a reason is none any more. */
enum zc_issue zc_fill_issue(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_str *message, struct zc_arena *arena);
/* The issue that another answer would have there, before it is given. Rules that reach back to
 * the question by its name see the present answer. */
enum zc_issue zc_fill_issue_of(const struct zc_fill *fill, const struct zc_node *node,
                               struct zc_str value, struct zc_str *message, struct zc_arena *arena);
bool zc_issue_is_hard(enum zc_issue issue);

/* Reasons (`_why:FIELD`) and notes (`_note:FIELD`) that go with a node; empty: none. */
struct zc_str zc_fill_why(const struct zc_fill *fill, const struct zc_node *node);
void zc_fill_set_why(struct zc_fill *fill, struct zc_node *node, struct zc_str reason);
struct zc_str zc_fill_note(const struct zc_fill *fill, const struct zc_node *node);
void zc_fill_set_note(struct zc_fill *fill, struct zc_node *node, struct zc_str note);
/* What a checker asks about the answer (质疑, `_ask:FIELD`), and what is said to that
 * (`_answer:FIELD`); empty: none. Whoever mends the answer instead has replied by that: the writes
 * then say 已改. */
struct zc_str zc_fill_ask(const struct zc_fill *fill, const struct zc_node *node);
struct zc_str zc_fill_reply(const struct zc_fill *fill, const struct zc_node *node);
/* Does the question still wait for a reply, with the answer as it was? */
bool zc_fill_is_challenged(const struct zc_fill *fill, const struct zc_node *node);
void zc_fill_set_reply(struct zc_fill *fill, struct zc_node *node, struct zc_str reply);

/* Choices offered now: the rows of the list that pass the choice_filter, in the order in which
 * they are shown. The list is that of the question, or one made for the moment in `arena`, where
 * its labels hold ${}, the choices are the answers of another question or records of a form. Of
 * records too many to be listed there are none, and `many` is set: they are looked for. */
enum { ZC_CHOICES_MOST = 500 }; /* records */
struct zc_choices {
    const struct zc_list *list;
    uint32_t n;
    const uint32_t *rows; /* indexes of list rows */
    bool many;
};
void zc_fill_choices(const struct zc_fill *fill, const struct zc_node *node, struct zc_arena *arena,
                     struct zc_choices *out);
/* Is this value, a record that was looked for elsewhere, among them? */
bool zc_fill_offers(const struct zc_fill *fill, const struct zc_node *node, struct zc_str value);
/* Label of a list row in language `lang`; falls back to the default language, then the value. */
struct zc_str zc_choice_label(const struct zc_list *list, uint32_t row, unsigned lang);
struct zc_str zc_choice_value(const struct zc_list *list, uint32_t row);

/* Texts as they read now, ${} filled in. */
struct zc_str zc_fill_label(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_arena *arena);
struct zc_str zc_fill_hint(const struct zc_fill *fill, const struct zc_node *node,
                           struct zc_arena *arena);
struct zc_str zc_fill_guidance(const struct zc_fill *fill, const struct zc_node *node,
                               struct zc_arena *arena);
/* The answer as people read it: choice labels (several parted by 、), grouped thousands,
 * otherwise the value. */
struct zc_str zc_fill_shown(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_arena *arena);
/* The same of any value of a question, for instance an earlier one. */
struct zc_str zc_question_shown(const struct zc_question *q, struct zc_str value, unsigned lang,
                                struct zc_arena *arena);
/* instance_name, else the answer of role `name`, else empty. */
struct zc_str zc_fill_title(const struct zc_fill *fill, struct zc_arena *arena);
void zc_fill_set_lang(struct zc_fill *fill, unsigned lang);

/* Walking the shown questions in form order, depth first, groups and rows included. NULL at
 * the end. */
struct zc_node *zc_fill_next(const struct zc_fill *fill, const struct zc_node *node);

/* Open points: what keeps the record from being finished. */
struct zc_point {
    struct zc_node *node;
    enum zc_issue issue;
    struct zc_str message;
};
struct zc_fill_check {
    uint32_t nhard, nsoft, nshown, nanswered, npoints;
    const struct zc_point *points; /* hard ones first, then in form order */
};
void zc_fill_check(const struct zc_fill *fill, struct zc_arena *arena, struct zc_fill_check *out);

/* The data writes against the state the fill was opened on (everything for a new record):
 * changed answers, cleared ones as empty, `_deleted` of removed rows, reasons, notes, replies.
 * Calculations that depend only on the record are not among them; irrelevant answers are
 * cleared; when nothing but `end` differs, there are no writes. In `arena`, sorted by name. */
void zc_fill_writes(struct zc_fill *fill, bool finish, struct zc_arena *arena,
                    const struct zc_pair **writes, size_t *n);
/* All current answers, reasons, notes and replies (irrelevant ones too) as pairs: the unsaved form.
 * Rows that hold nothing and carried answers have marks of their own (`_row`, `_carried:FIELD`). */
void zc_fill_answers(const struct zc_fill *fill, struct zc_arena *arena,
                     const struct zc_pair **answers, size_t *n);
/* Puts such pairs back over what was loaded (a draft that is offered again). Pairs that name
 * nothing are skipped. */
void zc_fill_restore(struct zc_fill *fill, const struct zc_pair *answers, size_t n);
/* Fields of the state that the form does not know, by name. */
void zc_fill_other(const struct zc_fill *fill, const struct zc_pair **pairs, size_t *n);
/* Calculated results (not kept ones), by field: columns of a table, `get`, reports. */
void zc_fill_calculated(const struct zc_fill *fill, struct zc_arena *arena,
                        const struct zc_pair **pairs, size_t *n);
/* The record as a row of the list of its form's records (forms/pack.h): its title, its answers and
 * results outside repeats, the pseudo fields. `cells` has room for all columns. */
void zc_fill_record_cells(const struct zc_fill *fill, const struct zc_list *list,
                          struct zc_str *cells, struct zc_arena *arena);
/* Truth of an expression made by zc_form_where, with the pseudo fields of `state`. */
bool zc_fill_where(const struct zc_fill *fill, const struct zc_expr *where,
                   const struct zc_state *state, bool *truth, struct zc_err *err);
/* The surroundings in which expressions of this record are evaluated at `node` (NULL: the root),
 * for callers that add is(), the period of a report and the like. Borrows from `fill`. */
void zc_fill_expr_env(const struct zc_fill *fill, const struct zc_node *node,
                      struct zc_expr_env *out);
/* Monotonic, changes with every recomputation that changed something: for repaint decisions. */
uint64_t zc_fill_tick(const struct zc_fill *fill);

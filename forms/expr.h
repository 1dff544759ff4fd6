#pragma once
#include "core/arena.h"
#include "core/clock.h"
#include "core/err.h"
#include "forms/list.h"
#include "forms/node.h"

/* The expression language of XLSForm: XPath 1.0 with the functions of ODK and our decisions
 * D1–D23. Source: XLSFORM.md 1, 7, 8, 9. Three steps: text → tree (lexer and Pratt parser over
 * one operator table) → checked tree (arity, names, dependencies) → value.
 *
 * Limits (RELIABILITY.md 3.1): text 64 KiB, nesting 200, 10,000 nodes, 100,000 steps per
 * evaluation, strings of 64 KiB, regex patterns of 512 bytes. What is slow or long (a computed
 * pattern, much backtracking, long texts) takes several steps. Evaluation never prints and never
 * exits; what a form author got wrong is found while parsing and checking. */

enum { ZC_EXPR_MAX_DEPTH = 200, ZC_EXPR_MAX_NODES = 10000, ZC_EXPR_MAX_STEPS = 100000 };

struct zc_expr;     /* a checked expression; lies in the arena it was parsed into */
struct zc_question; /* forms/form.h */

/* What `${name}` and paths mean while an expression is read. `question` gives the question
 * with that name, NULL with *ambiguous telling why; `question_at` resolves an absolute path
 * such as /data/a/b, NULL when unknown. `list` gives NULL for an unknown instance id.
 * Pseudo fields (`_id`, `_status` …) are questions like others where they are allowed. `rule` tells
 * whether rules.csv has a line of that name; NULL: nobody knows. */
struct zc_expr_scope {
    void *ctx;
    const struct zc_question *(*question)(void *ctx, struct zc_str name, bool *ambiguous);
    const struct zc_question *(*question_at)(void *ctx, struct zc_str path);
    struct zc_list *(*list)(void *ctx, struct zc_str id);
    const struct zc_question *here;  /* the asking question, NULL: the root */
    const struct zc_question *focus; /* where bare names and '.' stand, NULL: `here` */
    const struct zc_question *asker; /* of current(), NULL: `here` */
    const struct zc_question *root;  /* may be NULL when `here` is given */
    bool (*rule)(void *ctx, struct zc_str name, struct zc_str *value);
    /* The condition that is('NAME') stands for; NULL: there is none of that name. */
    const struct zc_expr *(*set)(void *ctx, struct zc_str name);
    bool report; /* is(), period-start(), period-end(), as-of() are allowed */
    bool open;   /* there is no form: a path may lead to what is not there */
};

/* Reads and checks an expression. The text is copied into `arena`. On failure err->msg tells
 * what and at which byte (1-based, *at when not NULL); code ZC_E_INPUT, ZC_E_LIMIT beyond a
 * limit. */
struct zc_expr *zc_expr_parse(struct zc_str text, const struct zc_expr_scope *scope,
                              struct zc_arena *arena, size_t *at, struct zc_err *err);

/* What an expression reads, for the dependency graph. */
struct zc_expr_reads {
    uint32_t nquestions;
    const struct zc_question *const *questions; /* each once; a read group or repeat stands for
                                                   its rows coming and going as well */
    bool self;                                  /* reads '.' */
    bool clock;                                 /* today() or now() */
    bool random;                                /* random(), uuid(), randomize() without seed */
    bool once;                                  /* once() */
    bool records;                               /* instance() of a list made of records of a form */
    bool position;                              /* position(..): changes when rows come and go */
};
const struct zc_expr_reads *zc_expr_reads(const struct zc_expr *expr);
/* Warnings of the checker (unanchored regex, a node-set used as one value …): NULL-terminated
 * list of messages in both languages. */
const struct zc_text *zc_expr_warnings(const struct zc_expr *expr);
struct zc_str zc_expr_text(const struct zc_expr *expr);
/* The bound that a constraint sets to the length of its answer: 60 for
 * `string-length(.) >= 2 and string-length(.) <= 60`; 0 when it sets none that can be seen. */
uint32_t zc_expr_max_chars(const struct zc_expr *expr);

/* A place in a document: a node of the instance, or a part of a list. */
enum zc_place_kind {
    ZC_PLACE_NODE,
    ZC_PLACE_DOC,       /* document above the root of the instance */
    ZC_PLACE_LIST_DOC,  /* instance('x') */
    ZC_PLACE_LIST_ROOT, /* …/root */
    ZC_PLACE_LIST_ITEM, /* …/root/item */
    ZC_PLACE_LIST_CELL
};
struct zc_place {
    enum zc_place_kind kind;
    const struct zc_node *node; /* NODE; DOC: its root */
    const struct zc_list *list; /* LIST_… */
    uint32_t row, col;
};

enum zc_value_kind { ZC_VALUE_TEXT, ZC_VALUE_NUMBER, ZC_VALUE_BOOL, ZC_VALUE_NODES };
struct zc_value {
    enum zc_value_kind kind;
    bool date; /* a date-typed number or text (today(), now(), date()) */
    struct zc_str text;
    double number;
    bool truth;
    uint32_t nplaces;
    const struct zc_place *places; /* document order */
};

/* The days that a report is about, since 1970: period-start(), period-end(), as-of(). */
struct zc_days_asked {
    int64_t period_start, period_end, as_of;
};

/* Where an evaluation stands. Everything is borrowed. */
struct zc_expr_env {
    const struct zc_node *here;  /* the asking question's node */
    const struct zc_node *asker; /* of current(), where that is another one; NULL: `here` */
    const struct zc_node *root;
    const struct zc_place *item; /* choice_filter: the row that is tested, else NULL */
    struct zc_str self;          /* text of '.', when `has_self` (constraint on a new value) */
    bool has_self;
    const struct zc_clock *clock;
    unsigned lang; /* index of the active language of the form */
    void *ctx;     /* for the callbacks; each may be NULL */
    /* Numbers of rules.csv: rule('own_branch_min'). */
    bool (*rule)(void *ctx, struct zc_str name, struct zc_str *value);
    /* known('ROLE', x): number of other visible records of the store whose field of that role
     * has the same key. NULL: 0, no store is at hand. */
    uint64_t (*known)(void *ctx, struct zc_str role, struct zc_str value);
    /* finished('FORM', worker, area, from): records of that form in that area that this person
     * registered and finished, from that day on (empty: ever). NULL: 0. */
    uint64_t (*finished)(void *ctx, struct zc_str form, struct zc_str worker, struct zc_str area,
                         struct zc_str from);
    /* before(${q}): what the question held when the form was opened on a saved record. NULL: ''. */
    struct zc_str (*before)(void *ctx, const struct zc_node *node);
    /* Choices offered now for a select at `node`: jr:choice-name(). Label or empty. */
    struct zc_str (*choice_label)(void *ctx, const struct zc_node *node, struct zc_str value);
    const struct zc_days_asked *asked; /* reports; NULL: the period and the day of now */
    /* First and last day of the running period; NULL: today for both. */
    void (*period)(void *ctx, int64_t *first, int64_t *last);
    uint64_t (*random)(void *ctx);     /* 64 random bits */
    /* ${last-saved#name}: that answer in the last record saved with this form, or empty. */
    struct zc_str (*last_saved)(void *ctx, const struct zc_question *q);
    /* jr:itext('id'): a translation by its id in the active language, or empty. */
    struct zc_str (*itext)(void *ctx, struct zc_str id);
    bool english; /* names of months and days in format-date() */
};

/* Evaluates. Results lie in `arena`, which the caller may reset after copying. Fails only with
 * ZC_E_LIMIT (steps, string length, pattern limits) and ZC_E_INPUT (a pattern that is a
 * computed text and no pattern). */
bool zc_expr_eval(const struct zc_expr *expr, const struct zc_expr_env *env, struct zc_arena *arena,
                  struct zc_value *out, struct zc_err *err);

/* Coercions of XLSFORM.md 8. */
struct zc_str zc_value_text(const struct zc_value *value, struct zc_arena *arena);
double zc_value_number(const struct zc_value *value, const struct zc_clock *clock);
bool zc_value_truth(const struct zc_value *value);

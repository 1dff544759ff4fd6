#pragma once
#include "core/arena.h"
#include "core/clock.h"
#include "forms/expr.h"
#include "forms/form.h"

/* Private to forms/expr_*.c: tokens, the tree, the function table, the running evaluation.
 *
 *     text --expr_lex--> tokens --expr_parse--> tree --expr_check--> tree with resolved names
 *     tree + env --expr_eval, expr_path, expr_value, expr_fn_*--> value */

enum {
    ZC_EXPR_MAX_TEXT = 64 * 1024, /* of an expression, and of every string it makes */
    ZC_EXPR_MAX_PATTERN = 512,    /* bytes of a regular expression */
    ZC_EXPR_STEPS_PER_ROW = 64,   /* granted on top for every row of a list that is walked */
    ZC_EXPR_BYTES_PER_STEP = 256, /* of text that is looked at or made */
};

/* --- Tokens ------------------------------------------------------------------------------ */

enum zc_token_kind {
    ZC_TOKEN_END,
    ZC_TOKEN_NUMBER,
    ZC_TOKEN_STRING,   /* text without its quotes */
    ZC_TOKEN_NAME,     /* also prefix:name and `*` as a name */
    ZC_TOKEN_CALL,     /* a name before '(' */
    ZC_TOKEN_AXIS,     /* a name before '::', which is swallowed */
    ZC_TOKEN_FIELD,    /* ${name}, text without the marks */
    ZC_TOKEN_OPERATOR, /* or and = != < <= > >= + - * div mod | */
    ZC_TOKEN_MARK      /* ( ) [ ] , / // . .. */
};
struct zc_token {
    enum zc_token_kind kind;
    struct zc_str text;
    double number;
    size_t at; /* byte offset, from 0 */
};
struct zc_lexer {
    struct zc_str text;
    size_t at;
    bool operand; /* an operand stands before: `*`, `and`, `div` … are operators */
};
/* False with *at (of *token) and err on a character or literal that is none. */
bool zc_lex_next(struct zc_lexer *lexer, struct zc_token *token, struct zc_err *err);

/* --- Operators --------------------------------------------------------------------------- */

enum zc_op {
    ZC_OP_OR,
    ZC_OP_AND,
    ZC_OP_EQ,
    ZC_OP_NE,
    ZC_OP_LT,
    ZC_OP_LE,
    ZC_OP_GT,
    ZC_OP_GE,
    ZC_OP_ADD,
    ZC_OP_SUB,
    ZC_OP_MUL,
    ZC_OP_DIV,
    ZC_OP_MOD,
    ZC_OP_UNION,
    ZC_OP_COUNT
};

/* --- The tree ---------------------------------------------------------------------------- */

enum zc_ast_kind {
    ZC_AST_NUMBER,
    ZC_AST_STRING,
    ZC_AST_FIELD,  /* ${name} */
    ZC_AST_CHAIN,  /* operators of one precedence, folded from the left */
    ZC_AST_NEGATE, /* one operand; `negative` tells an odd number of signs */
    ZC_AST_CALL,
    ZC_AST_PATH
};

enum zc_axis {
    ZC_AXIS_CHILD,
    ZC_AXIS_PARENT,
    ZC_AXIS_SELF,
    ZC_AXIS_DESCENDANT,
    ZC_AXIS_DESCENDANT_OR_SELF,
    ZC_AXIS_ANCESTOR,
    ZC_AXIS_ANCESTOR_OR_SELF,
    ZC_AXIS_FOLLOWING_SIBLING,
    ZC_AXIS_PRECEDING_SIBLING,
    ZC_AXIS_COUNT
};

struct zc_ast;
struct zc_predicates {
    uint32_t n, cap;
    struct zc_ast **all;
};

struct zc_step {
    enum zc_axis axis;
    struct zc_str name; /* empty: node(); "*" any named */
    struct zc_predicates tests;
    /* First test compares a column with something that does not depend on the row: found by
     * the list's hash. `key_alone`: the test says nothing else. */
    struct zc_str key_col;
    const struct zc_ast *key;
    bool key_alone;
    bool key_word; /* selected(column, key) instead: for lists that have an index of words */
};

enum zc_path_start { ZC_START_FOCUS, ZC_START_DOCUMENT, ZC_START_BASE };
struct zc_path {
    enum zc_path_start start;
    struct zc_ast *base;          /* START_BASE: an expression that gives nodes */
    struct zc_predicates filters; /* predicates that stand at the base */
    uint32_t nsteps, cap;
    struct zc_step *steps;
};

/* The way from the root of a form, or the common repeat, down to a question. */
struct zc_route {
    const struct zc_question *from; /* innermost repeat around asker and target, else the root */
    const struct zc_question *target;
    uint32_t depth; /* number of questions below `from`, target included */
    const struct zc_question **way;
    bool open; /* passes through repeats: may give many nodes */
    bool last_saved;
};

struct zc_chain {
    uint32_t n, cap; /* operands; ops[i] stands before operand i, ops[0] is not used */
    unsigned power;
    uint8_t *ops;
    struct zc_ast **operands;
};

struct zc_call_node {
    const struct zc_fn *fn;
    uint32_t n, cap;
    struct zc_ast **args;
    struct zc_list *list;      /* instance(), pulldata() */
    void *pattern;             /* regex() with a literal: compiled once, lies in the arena */
    struct zc_ast *path;       /* jr:choice-name(): what the text in quotes means */
    const struct zc_expr *set; /* is(): the condition of that name */
};

struct zc_ast {
    enum zc_ast_kind kind;
    uint32_t at; /* byte offset in the text */
    union {
        double number;
        struct zc_str text; /* STRING; FIELD: the name */
        struct zc_chain chain;
        struct {
            struct zc_ast *operand;
            bool negative;
        } negate;
        struct zc_call_node call;
        struct zc_path path;
    };
    struct zc_route route; /* FIELD; arguments of indexed-repeat() that name a question */
};

struct zc_expr {
    struct zc_str text;
    struct zc_ast *root;
    struct zc_expr_reads reads;
    const struct zc_text *warnings;
};

/* The parser alone: a tree whose names mean nothing yet. */
struct zc_ast *zc_expr_parse_tree(struct zc_str text, struct zc_arena *arena, size_t *at,
                                  struct zc_err *err);
/* Resolves names, checks arity, collects what is read. */
bool zc_expr_check(struct zc_expr *expr, const struct zc_expr_scope *scope, struct zc_arena *arena,
                   size_t *at, struct zc_err *err);

/* --- Evaluation -------------------------------------------------------------------------- */

struct zc_eval {
    const struct zc_expr_env *env;
    struct zc_arena *arena; /* of the moment: predicates over many places have one of their own */
    struct zc_arena *whole; /* of the whole evaluation */
    struct zc_err *err;
    uint64_t steps_left, rows_granted;
    struct zc_str pattern; /* the last one that was computed, and what was compiled of it */
    void *compiled;
};

/* What `.`, position() and last() mean at the moment. */
struct zc_focus {
    struct zc_place place;
    uint32_t position, size;
};

bool zc_eval_ast(struct zc_eval *ev, const struct zc_ast *ast, const struct zc_focus *focus,
                 struct zc_value *out);
/* Costs `n` steps; fails with ZC_E_LIMIT when none are left. */
bool zc_eval_spend(struct zc_eval *ev, uint64_t n);
/* The same for what cannot fail itself: the next step does. */
void zc_eval_charge(struct zc_eval *ev, uint64_t n);

/* Places in growth, in the arena. */
struct zc_places {
    uint32_t n, cap;
    struct zc_place *all;
};
bool zc_places_add(struct zc_eval *ev, struct zc_places *places, struct zc_place place);
/* Brings them into document order, each once. */
void zc_places_sort(struct zc_places *places);
struct zc_place zc_place_of_node(const struct zc_node *node);

bool zc_eval_path(struct zc_eval *ev, const struct zc_path *path, const struct zc_focus *focus,
                  struct zc_value *out);
/* Keeps of `places` what the predicate keeps. */
bool zc_eval_filter(struct zc_eval *ev, const struct zc_ast *test, struct zc_places *places);
/* Walks a route. `rows[i]` (may be NULL): only this row (from 1) at way[i]; 0 takes all. */
bool zc_eval_route(struct zc_eval *ev, const struct zc_route *route, const struct zc_node *from,
                   const uint32_t *rows, struct zc_value *out);

/* Text and truth of one place (D1: a leaf is true when it has text). */
struct zc_str zc_place_text(struct zc_eval *ev, struct zc_place place);
bool zc_place_truth(const struct zc_eval *ev, struct zc_place place);
double zc_text_number(struct zc_str text, int offset_min); /* D9, D10 */
/* Coercions that know the running evaluation. */
struct zc_str zc_eval_text(struct zc_eval *ev, const struct zc_value *value);
double zc_eval_number(struct zc_eval *ev, const struct zc_value *value);
bool zc_eval_truth(struct zc_eval *ev, const struct zc_value *value);
bool zc_eval_compare(struct zc_eval *ev, enum zc_op op, const struct zc_value *a,
                     const struct zc_value *b, bool *out);
double zc_arithmetic(enum zc_op op, double a, double b);

/* Always true, so that a function ends with `return zc_give_…`. */
bool zc_give_text(struct zc_value *out, struct zc_str text);
bool zc_give_number(struct zc_value *out, double number);
bool zc_give_truth(struct zc_value *out, bool truth);
bool zc_give_nodes(struct zc_value *out, const struct zc_places *places);
/* Text that is a date, and the days since 1970 that it counts as. */
bool zc_give_date(struct zc_value *out, struct zc_str text, double days);

/* --- Functions --------------------------------------------------------------------------- */

enum { ZC_FN_MANY = 255 };

enum zc_fn_flag {
    ZC_FN_LAZY = 1 << 0,   /* gets no values, evaluates its arguments itself */
    ZC_FN_NODES = 1 << 1,  /* its first argument must be nodes */
    ZC_FN_SELF = 1 << 2,   /* without arguments it reads '.' */
    ZC_FN_CLOCK = 1 << 3,  /* moves with the clock */
    ZC_FN_RANDOM = 1 << 4, /* another value every time */
    ZC_FN_ONCE = 1 << 5,
    ZC_FN_REPORT = 1 << 6,   /* only in reports */
    ZC_FN_EVEN = 1 << 7,     /* further arguments come in pairs */
    ZC_FN_LIST = 1 << 8,     /* its first argument names a list */
    ZC_FN_PATTERN = 1 << 9,  /* its second argument is a regular expression */
    ZC_FN_CHOICE = 1 << 10,  /* its second argument is a path in quotes */
    ZC_FN_ROUTES = 1 << 11,  /* indexed-repeat */
    ZC_FN_OPEN = 1 << 12,    /* takes node-sets of any size in all arguments */
    ZC_FN_PLACE = 1 << 13,   /* position() and last() */
    ZC_FN_RECORDS = 1 << 14, /* asks for other records */
    ZC_FN_CURRENT = 1 << 15, /* gives the asking question's node */
    ZC_FN_RULE = 1 << 16,    /* its first argument names a line of rules.csv */
    ZC_FN_SET = 1 << 17      /* its argument names a set of reports.csv */
};

/* What a function gives, as far as the checker can know. */
enum zc_fn_result { ZC_GIVES_VALUE, ZC_GIVES_NODES, ZC_GIVES_ANY };

struct zc_call {
    struct zc_eval *ev;
    const struct zc_ast *ast;
    const struct zc_focus *focus;
    uint32_t n;
    const struct zc_value *args; /* NULL for lazy functions */
};
typedef bool (*zc_fn_run)(const struct zc_call *call, struct zc_value *out);

struct zc_fn {
    const char *name;
    uint8_t min, max; /* arguments; ZC_FN_MANY: no upper bound */
    unsigned flags;
    enum zc_fn_result gives;
    zc_fn_run run;
};
const struct zc_fn *zc_fn_find(struct zc_str name); /* NULL: no such function */
/* One table per file, ended by a row without a name. */
extern const struct zc_fn zc_fns_logic[], zc_fns_text[], zc_fns_number[], zc_fns_date[],
    zc_fns_nodes[], zc_fns_digest[], zc_fns_geo[], zc_fns_domain[];

/* Arguments by number, coerced. An argument that is not there is ''/NaN. */
struct zc_str zc_arg_text(const struct zc_call *call, uint32_t i);
double zc_arg_number(const struct zc_call *call, uint32_t i);
bool zc_arg_truth(const struct zc_call *call, uint32_t i);
bool zc_arg_lazy(const struct zc_call *call, uint32_t i, struct zc_value *out);
/* Text of the first argument, or of '.' when there is none. */
struct zc_str zc_arg_text_or_self(const struct zc_call *call);
/* Calls for each text an argument list stands for: node-sets give one for every node. */
bool zc_arg_each(const struct zc_call *call, uint32_t from,
                 bool (*each)(void *ctx, const struct zc_value *one), void *ctx);
uint64_t zc_eval_random(struct zc_eval *ev);
/* Date of a text or day number as functions take it. False: none. */
bool zc_value_moment(struct zc_eval *ev, const struct zc_value *value, struct zc_moment *out);

/* Regular expressions (the one door to PCRE2). The compiled pattern lies in `arena`. */
void *zc_regex_compile(struct zc_str pattern, struct zc_arena *arena, struct zc_err *err);
/* Whether the pattern fits anywhere; a costly one takes steps. Fails beyond its limits. */
bool zc_regex_search(struct zc_eval *ev, const void *pattern, struct zc_str text, bool *found);

#pragma once
#include "forms/expr_impl.h"

/* What the parts of the checker share. A path is walked over questions instead of nodes: a `spot`
 * is where it may stand (a question, the document above them, a place in a list), `spots` a set of
 * them in the order in which they were found. Everything lies in the checker's arena. */

struct zc_spot {
    enum zc_place_kind kind;
    const struct zc_question *q;
    const struct zc_list *list;
    int col;
};
struct zc_spots {
    uint32_t n, cap;
    struct zc_spot *all;
};

/* Comparisons of questions for one expression: `//x` a thousand times in a large form. */
enum { ZC_CHECKER_MAX_WORK = 50000000 };

struct zc_checker {
    const struct zc_expr_scope *scope;
    struct zc_arena *arena;
    struct zc_err *err;
    struct zc_expr *expr;
    const struct zc_question *here, *root;
    uint32_t nreads, reads_cap;
    const struct zc_question **reads; /* each once */
    uint32_t nwarnings, warnings_cap;
    struct zc_text *warnings;
    uint64_t work; /* beyond the limit nothing is added any more: the checker ends it */
    size_t at;     /* of the error */
};

/* Room for one more: the items where they were, or copied to a place twice as large. */
void *zc_checker_grow(struct zc_checker *c, void *items, uint32_t n, uint32_t *cap, size_t size);
/* The expression reads the question. */
void zc_checker_read(struct zc_checker *c, const struct zc_question *q);

struct zc_spot zc_spot_node(const struct zc_question *q); /* NULL: the document */
struct zc_spot zc_spot_list(enum zc_place_kind kind, const struct zc_list *list, int col);
void zc_spots_add(struct zc_checker *c, struct zc_spots *spots, struct zc_spot spot);
/* Adds to *out where one step leads from there; repeats on the way are read, for their rows. */
void zc_spots_step(struct zc_checker *c, struct zc_spot from, const struct zc_step *step,
                   struct zc_spots *out);

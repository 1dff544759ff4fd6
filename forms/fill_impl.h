#pragma once
#include "forms/fill.h"
#include "forms/names.h"
#include "forms/node.h"

/* What the parts of forms/fill*.c share. A node that expressions see is the first member of a
 * cell, which also holds what only filling in needs. */

/* A repeat under one parent node, also while it has no rows. */
struct zc_range {
    const struct zc_question *q;
    struct zc_range *next;
    uint32_t nrows, count; /* count: rows that repeat_count asks for */
    bool counted, open;    /* repeat_count rules; rows may be added (it is relevant) */
};

struct zc_cell {
    struct zc_node node;
    struct zc_cell *next_same, *prev_same; /* nodes of the same question */
    struct zc_range *ranges;               /* of the repeats that are its children */
    struct zc_str answer;                  /* whole answer; node.value lacks choices that the
                                              choice_filter does not offer now */
    struct zc_str base;                    /* value in the state the fill was opened on */
    struct zc_str start;                   /* answer when opening was done */
    struct zc_str calculated;              /* last result of a calculation that may be typed over */
    struct zc_str why, note, base_why, base_note;
    struct zc_str ask, reply, base_reply;
    bool stored; /* a row that the state has */
    bool fresh;  /* made just now: one-time calculations are due */
};

struct zc_same {
    struct zc_cell *first, *last;
};

/* Evaluation needs memory even where the fill is only looked at. */
struct zc_scratch {
    struct zc_arena arena;
    unsigned depth;    /* evaluations in progress: an evaluation may ask for a choice's label */
    struct zc_err err; /* of evaluations whose failure only means a missing result */
    struct zc_arena kept;
    const uint32_t **orders; /* by question index: rows in the order that chance gave them here */
};

struct zc_fill {
    const struct zc_form *form;
    struct zc_fill_env env;
    struct zc_arena frame; /* what every record of the form has: nodes outside repeats */
    struct zc_arena arena; /* rows and texts of this record */
    struct zc_scratch *scratch;
    struct zc_cell *root;
    struct zc_cell **fixed; /* cells of the frame in form order, pseudo fields last */
    uint32_t nfixed, nrows; /* nrows: of all repeats */
    struct zc_same *same;   /* by question index */
    struct zc_cell *pseudo[ZC_PSEUDO_COUNT];
    uint8_t *pending;                 /* by rank: to be computed again */
    uint8_t *changed;                 /* by question index: changed in this wave */
    uint8_t *fired;                   /* by question index: its trigger went off in this wave */
    uint32_t npending, first_pending; /* lowest rank that may be pending */
    uint32_t nchanged, *changes;      /* the questions that are `changed` */
    unsigned lang;
    bool english; /* the language is English: known once, asked for at every evaluation */
    uint64_t tick, last_item;
    bool is_new;     /* fill of a new record */
    bool make_fresh; /* cells that are made now are new, not read from a state */
    bool has_fresh;  /* some cell is */
    bool loading;    /* one-time results stand as they are stored */
    bool has_pseudo;
    struct zc_pair *other;
    size_t nother, other_cap;
    struct zc_str *removed; /* paths of removed rows that the state has */
    size_t nremoved, removed_cap;
};

static inline struct zc_cell *zc_cell_of(const struct zc_node *node)
{
    return (struct zc_cell *)(uintptr_t)node;
}

/* fill_tree.c: nodes. */
struct zc_cell *zc_fill_make_row(struct zc_fill *fill, struct zc_cell *parent,
                                 const struct zc_question *repeat, struct zc_str item,
                                 bool first_rows);
void zc_fill_make_root(struct zc_fill *fill, bool first_rows);
/* Takes all rows and values out again; the nodes are to be numbered. */
void zc_fill_clear(struct zc_fill *fill);
void zc_fill_drop_row(struct zc_fill *fill, struct zc_cell *row);
void zc_fill_number_nodes(struct zc_fill *fill); /* node.order, after rows came or went */
struct zc_range *zc_fill_range(const struct zc_cell *parent, const struct zc_question *repeat);
struct zc_cell *zc_fill_under(struct zc_cell *from, const struct zc_question *q);
/* Next node of the tree, depth first; pseudo fields are passed over. NULL at the end. */
struct zc_cell *zc_fill_walk(const struct zc_cell *cell);
/* The same, but not into the children of `cell`. */
struct zc_cell *zc_fill_walk_over(const struct zc_cell *cell);
/* Node of a stored path; rows that are missing are made when `make`. *system gets the system
 * field (`_why`, `_note`, `_deleted`) that the last part names, else empty; then the node is
 * that of the field behind the colon, or the row. NULL: the form does not know it. */
struct zc_cell *zc_fill_locate(struct zc_fill *fill, struct zc_str path, bool make,
                               struct zc_str *system);

/* "repeat/ITEM/" of the row that a node lies in or is; empty outside repeats. */
struct zc_str zc_fill_prefix(const struct zc_node *node, struct zc_arena *arena);

/* fill_new.c: a new row with its defaults. */
struct zc_cell *zc_fill_new_row(struct zc_fill *fill, struct zc_cell *parent,
                                const struct zc_question *repeat);

/* The clock's moment as a metadata question of that type stores it. */
struct zc_str zc_fill_now(const struct zc_fill *fill, enum zc_type type, struct zc_arena *arena);
/* fill.c: removes a row and remembers it when the state has it; nothing is computed. */
void zc_fill_take_row(struct zc_fill *fill, struct zc_cell *row);
/* Column `readonly` of the node or of a group above it says so. */
bool zc_fill_is_locked(const struct zc_fill *fill, const struct zc_node *node);

/* fill_compute.c: evaluation and recomputing. */
struct zc_str zc_fill_eval_text(const struct zc_fill *fill, const struct zc_expr *expr,
                                const struct zc_node *here, struct zc_arena *arena);
/* The same as an answer of the node's own question. */
struct zc_str zc_fill_eval_answer(const struct zc_fill *fill, const struct zc_expr *expr,
                                  const struct zc_node *node, struct zc_arena *arena);
/* `self`: text of '.', NULL: the node's own. `item`: the list row of a choice_filter. */
bool zc_fill_eval_truth(const struct zc_fill *fill, const struct zc_expr *expr,
                        const struct zc_node *here, const struct zc_str *self,
                        const struct zc_place *item, bool otherwise);
/* The same in surroundings that the caller made. */
bool zc_fill_eval_in(const struct zc_fill *fill, const struct zc_expr *expr,
                     const struct zc_expr_env *env, bool otherwise);
/* A result as a calculate stores it (D3, D4, D8). */
struct zc_str zc_fill_result(const struct zc_value *value, struct zc_arena *arena);
void zc_fill_mark(struct zc_fill *fill, const struct zc_question *q);
void zc_fill_mark_rows(struct zc_fill *fill, const struct zc_question *repeat);
void zc_fill_settle(struct zc_fill *fill);
void zc_fill_compute_all(struct zc_fill *fill);
/* The same where one-time results stand. */
void zc_fill_compute_again(struct zc_fill *fill);
void zc_fill_refresh_value(struct zc_fill *fill, struct zc_cell *cell);

/* Expressions of a repeat itself stand beside its rows: `..` is the parent, and there may be no
 * row to stand on. */
struct zc_node zc_fill_beside_rows(const struct zc_node *parent, const struct zc_question *repeat);

/* fill_choice.c */
/* Label of a row of the question's list with ${} filled in, as `node` reads it now. */
struct zc_str zc_fill_choice_text(const struct zc_fill *fill, const struct zc_node *node,
                                  uint32_t row, struct zc_arena *arena);
struct zc_str zc_fill_choice_label(void *ctx, const struct zc_node *node, struct zc_str value);
/* What of `answer` the choice_filter offers now. */
struct zc_str zc_fill_filtered(const struct zc_fill *fill, const struct zc_cell *cell,
                               struct zc_arena *arena);
/* The answer with duplicates that are hidden behind another record read as that one. */
struct zc_str zc_fill_rooted(const struct zc_cell *cell, struct zc_arena *arena);
/* Choices for a text that a person or a list wrote: value, label, short name, alias. */
bool zc_fill_read_choices(const struct zc_fill *fill, const struct zc_node *node,
                          struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                          struct zc_err *err);

/* fill_text.c */
struct zc_str zc_fill_template(const struct zc_fill *fill, const struct zc_template *texts,
                               const struct zc_node *node, struct zc_arena *arena);
/* fill_pseudo.c */
void zc_fill_set_pseudo(struct zc_fill *fill, const struct zc_state *state);
void zc_fill_set_id(const struct zc_fill *fill); /* of a new record, that of the env */
/* fill_write.c: true for a row in which nobody answered anything; it is no item. */
bool zc_row_is_empty(const struct zc_cell *row);

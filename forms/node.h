#pragma once
#include "core/str.h"

/* The instance (一份表的内容): the tree of answers of one record being filled in. Expressions
 * navigate it; forms/fill.c owns and changes it.
 *
 * Rows of a repeat are nodes of the same question side by side under one parent. The root's
 * question is the form's root group (index 0). */

struct zc_question;
struct zc_node {
    const struct zc_question *q;
    struct zc_node *parent, *first, *last, *prev, *next;
    struct zc_str item;  /* rows of a repeat: `i` + 12 base32, else empty */
    struct zc_str value; /* the answer as text; groups and repeats: empty */
    bool relevant;       /* own and all ancestors'; false reads as empty in expressions */
    bool own_relevant;
    bool missing;   /* the value is 拒答 or 不详: reads as empty in expressions */
    bool surplus;   /* row beyond repeat_count: kept, hidden, not counted */
    bool asked;     /* touched by the person in this session */
    bool carried;   /* taken over from the last record, not confirmed yet */
    uint32_t order; /* document order, renewed when rows come and go */
    void *own;      /* private to forms/fill.c */
};

/* Rows as the expressions see them: position() among shown rows of the same repeat, from 1. */
uint32_t zc_node_position(const struct zc_node *row);

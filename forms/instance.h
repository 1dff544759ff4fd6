#pragma once
#include "core/json.h"
#include "forms/form.h"
#include "forms/node.h"

/* An instance without a form: a document /data whose nodes and questions are made from JSON, so
 * that expressions can be tried where no sheet describes the answers (XLSFORM.md 11).
 *
 *     {"a": "x", "n": 4, "g": {"h": null}, "r": [{"v": 1}, {"v": 2}]}
 *
 * A text or number is an answer, null and "" are unanswered, an object is a group, an array of
 * objects are the rows of a repeat. Every question takes 拒答 and 不详 as special missing values.
 * Everything lies in the arena. */

struct zc_instance {
    struct zc_arena *arena;
    struct zc_question *form; /* the root's question */
    struct zc_node *root;
    uint32_t nquestions;
};

/* `data` NULL: no answers. Fails with ZC_E_INPUT when `data` is no object or the same path is
 * once an answer and once a group, ZC_E_LIMIT beyond 10,000 questions. */
bool zc_instance_make(const struct zc_json *data, struct zc_arena *arena, struct zc_instance *out,
                      struct zc_err *err);
/* The question at a path without indexes, e.g. /data/r/v. What the data lacks is made, unanswered,
 * in every group or row that the path leads through. NULL with ZC_E_INPUT when the path is none. */
struct zc_question *zc_instance_demand(struct zc_instance *instance, struct zc_str path,
                                       struct zc_err *err);
/* The only question with that name, as ${name} means it. */
const struct zc_question *zc_instance_question(const struct zc_instance *instance,
                                               struct zc_str name, bool *ambiguous);

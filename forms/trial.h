#pragma once
#include "core/clock.h"
#include "core/err.h"
#include "core/str.h"

/* Trying an expression (试算) without a form: one line of `zaoce form eval` and of the case files
 * of the tests. Source: XLSFORM.md 11.
 *
 *     EXPR
 *     EXPR <TAB> {"data": {"n": 4}, "at": "/data/n", "as": "number"}
 *
 * Keys of the context, all optional: `data` (forms/instance.h), `at` (context node, rows counted
 * from 1: /data/r[2]/v), `as` (string, number, boolean, or nodeset: texts joined by '|'), `lists`
 * ({"id": [{"name": …}]}), `selects` ({"/data/q": {"list": "id", "multiple": false, "filter":
 * "EXPR"}}), `types` ({"/data/q": "date"}), `itext` and `lang` ({"中文 (zh)": {"id": "text"}}), and
 * ours: `rules` ({"own_branch_min": 3}), what rule() reads. An unknown key is an error.
 *
 * Names of months and days are Chinese unless `lang` is English. */

/* Appends the result to `out`, with \\ \t \r \n for backslash, tab, CR and LF. False when the line
 * is refused: the context is wrong, the expression is none, a limit is passed. */
bool zc_trial_line(struct zc_str line, const struct zc_clock *clock, struct zc_buf *out,
                   struct zc_err *err);

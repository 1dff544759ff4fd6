#pragma once
#include "forms/fill.h"

/* Playing a form (试填): a new record, answers one after the other, and after each what changed.
 * Form authors see what their form does, tests compare it. Source: XLSFORM.md 11.
 *
 * One line a node, tab separated, trailing empty columns dropped:
 *
 *     PATH  VALUE  FLAGS  VIOLATION  LABEL  CHOICES
 *     /data/district	a	R*-		片区	a=甲|b=乙
 *
 * FLAGS are R relevant, * required, o read-only, '-' where not. VIOLATION is `required`,
 * `constraint`, `type` or `warning`, with ": message" where the form has one. Groups have
 * <group>, repeats <repeat-range:PATH>, rows <repeat-instance> as value. The record's own id and
 * name close the list as /data/meta. A step is headed by "== N VERB TARGET VALUE", refused ones
 * end in " !reason"; "-PATH" is a node that is gone. What differs from run to run prints as TODAY,
 * NOW and uuid:X. */

enum zc_play_verb { ZC_PLAY_SET, ZC_PLAY_ADD, ZC_PLAY_REMOVE, ZC_PLAY_LANG };
struct zc_play_step {
    enum zc_play_verb verb;
    struct zc_str target, value; /* path or name of a language; value of SET */
};

struct zc_play;
/* `form` and `env` are borrowed; `all`: every step prints the whole record. */
struct zc_play *zc_play_new(const struct zc_form *form, const struct zc_fill_env *env, bool all);
void zc_play_free(struct zc_play *play); /* NULL is fine */
/* Appends the state of the new record, "== 0 load" before it. */
void zc_play_load(struct zc_play *play, struct zc_buf *out);
/* Does one step and appends its heading and what changed. */
void zc_play_step(struct zc_play *play, const struct zc_play_step *step, struct zc_buf *out);
/* "set", "add", "remove", "lang". */
bool zc_play_verb_parse(struct zc_str word, enum zc_play_verb *out);

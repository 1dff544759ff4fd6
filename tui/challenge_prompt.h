#pragma once
#include "tui/app.h"
#include "tui/challenge.h"

/* The line in which a checker asks about a field (质疑), for every screen that has one under the
 * cursor. It begins with what was asked before; an empty line withdraws that. */

/* Opens the prompt (tui/popup.h), or says why this person cannot ask; true when it is open. */
bool zc_challenge_prompt(struct zc_app *app, const struct zc_state *shown, struct zc_str field,
                         struct zc_str label);
/* What became of the text that it gave. */
void zc_challenge_said(struct zc_app *app, bool ok, struct zc_str text, const struct zc_err *err);

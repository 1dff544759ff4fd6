#pragma once
#include "tui/survey.h"

/* Taking a role on this laptop (换身份): roles above the worker may have a PIN (storage/gate.h),
 * which the start screen, the settings and `zaoce who` ask for before somebody works in one. */

/* Does `name` in that role (NONE: the one it has; a worker for a new one) need a PIN? `anew`: also
 * where this person works already, as when the program starts. */
bool zc_unlock_needed(struct zc_survey *survey, struct zc_str name, enum zc_rank role, bool anew);
/* True where none is needed or this is it; the role that was asked for goes into the message. */
bool zc_unlock(struct zc_survey *survey, struct zc_str name, enum zc_rank role, bool anew,
               struct zc_str pin, struct zc_err *err);
/* Sets the PIN of a role, empty: takes it away; a line in the audit log says so. For those who work
 * in that role or a higher one. */
bool zc_unlock_set(struct zc_survey *survey, enum zc_rank role, struct zc_str pin,
                   struct zc_err *err);

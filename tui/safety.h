#pragma once
#include "storage/restore.h"
#include "tui/survey.h"

/* Backups as screens and commands use them (storage/backup.h, storage/restore.h). */

/* The end of work with an opened survey: a backup when records changed since the last one, then
 * zc_survey_close. A store that is only to be read is just closed. False when there is no backup,
 * with the reason; the survey is closed in any case. NULL is fine. */
bool zc_safety_leave(struct zc_survey *survey, struct zc_err *err);

/* Undoes the last import (zc_undo_import_may); the survey goes on with what the store held before.
 * States, entries and views that somebody still has are to be read anew. */
bool zc_safety_undo_import(struct zc_survey *survey, struct zc_restored *out, struct zc_err *err);

/* The newest backup of the store in `dir`, which need not be one that can be opened: its path, and
 * its time as RFC 3339 without offset. False: there is none. Texts in `arena`. */
bool zc_safety_newest(struct zc_str dir, struct zc_arena *arena, struct zc_str *path,
                      struct zc_str *at);

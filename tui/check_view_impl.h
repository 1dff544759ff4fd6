#pragma once
#include "tui/check_view.h"

/* Private to check_*.c: which records are walked (check_list.c), the questions of one of them and
 * what is kept of a check that is not finished (check_items.c). */

/* Settings of this store: `check` is the list walked last and the way of checking; `check:RID` are
 * the results of a record that is not finished. */
bool check_setting_put(struct zc_survey *survey, struct zc_str name, struct zc_str value,
                       struct zc_err *err);
bool check_setting_get(struct zc_survey *survey, struct zc_str name, struct zc_arena *arena,
                       struct zc_str *out, struct zc_err *err);

/* Reads the list anew. */
bool check_list_load(struct zc_check_view *view, struct zc_err *err);
/* After an act of one's own: what waits is read anew; a sample and chosen records stay, and which
 * of them are done is known. */
bool check_list_follow(struct zc_check_view *view, struct zc_err *err);
/* The place of a record in the list; nrids: it is not there. */
size_t check_list_place(const struct zc_check_view *view, struct zc_rid rid);

/* The questions of the dossier, without results. */
void check_items_make(struct zc_check_view *view);
struct zc_check_item *check_items_of(const struct zc_check_view *view, struct zc_str field);
/* Results on disk: kept, read back if they are about the record as it is, forgotten. */
bool check_items_keep(struct zc_check_view *view, struct zc_err *err);
bool check_items_restore(struct zc_check_view *view, struct zc_err *err);
bool check_items_forget(struct zc_check_view *view, struct zc_err *err);

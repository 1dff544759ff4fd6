#pragma once
#include "tui/survey.h"

/* Links (关联; XLSFORM.md 6.13): the visible records of a form as a list that other forms choose
 * from and read. Rows come from the store when they are asked for, each by the index that finds it
 * (forms/list_rows.h says which there are and what is left out); what was read once is kept until
 * the record changes, here or by another process (storage/changes.h). So neither opening a form nor
 * saving one depends on how many records there are. */

struct zc_links;
/* Lets every form of the pack that is read by another give rows. The survey keeps it. */
struct zc_links *zc_links_new(struct zc_survey *survey);
void zc_links_free(struct zc_links *links); /* NULL is fine; before the pack is freed */
/* Appends how the store knows a question that names records: its field, with the repeats that it
 * lies in before it, "calls/unit". */
void zc_link_path(const struct zc_question *q, struct zc_buf *out);
/* After another file took the place of the store's. */
void zc_links_forget(struct zc_links *links);

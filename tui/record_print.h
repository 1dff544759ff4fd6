#pragma once
#include "core/state.h"

/* Records as commands print them: cells parted by tabs, CSV, or one JSON object a line. */

enum zc_print { ZC_PRINT_TEXT, ZC_PRINT_CSV, ZC_PRINT_JSON };

/* Takes --csv or --json out of argv. */
enum zc_print zc_print_option(int *argc, char **argv);
/* Appends the record as one JSON object with its LF: _id, _form, _status, _flags, fields,
 * conflicts. */
void zc_state_json(const struct zc_state *state, struct zc_buf *out);
/* Appends a cell of a line in one of the first two forms; `first`: nothing stands before it. */
void zc_print_cell(struct zc_buf *line, enum zc_print how, struct zc_str cell, bool first);

#pragma once
#include "tui/incoming.h"
#include "tui/merge.h"
#include "tui/screens.h"
#include "tui/sites.h"

/* Inside of the import screen (合并导入): screen_import.c has steps and acts, screen_import_draw.c
 * what they look like. */

enum { IMPORT_PICK = 1, IMPORT_PREVIEW, IMPORT_MERGE, IMPORT_RESULT, IMPORT_STEPS = IMPORT_RESULT };
enum zc_import_asking {
    IMPORT_ASKS_NOTHING,
    IMPORT_ASKS_SITE,
    IMPORT_ASKS_PATH,
    IMPORT_ASKS_MAP,
    IMPORT_ASKS_UNDO
};

struct zc_import_screen {
    struct zc_app *app;
    struct zc_survey *survey;
    const struct zc_form *form; /* of lists */
    int step;
    enum zc_import_asking asking;
    /* Where the files are. */
    const struct zc_site *sites;
    size_t nsites;
    struct zc_site site; /* dir NULL: there is none */
    size_t nfiles, focus;
    struct zc_incoming *files; /* those marked are taken in */
    size_t mapping;            /* the list whose columns are being explained */
    /* The job: preview or merge; owned by the app. Its files in focus have their own place. */
    struct zc_merge *merge;
    size_t row;
    bool *left_out; /* by file of the preview */
    struct zc_arena found, arena;
};

void zc_import_screen_draw(const void *state, struct zc_canvas *canvas);
/* What is to be said of a file, empty: nothing. */
void zc_import_put_reason(const struct zc_merge *merge, const struct zc_merge_file *file,
                          struct zc_buf *out);
/* The same at length, with every row that was not simply taken. */
void zc_import_put_details(const struct zc_merge *merge, const struct zc_merge_file *file,
                           struct zc_buf *out);

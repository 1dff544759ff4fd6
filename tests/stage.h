#pragma once
#include "tui/app.h"
#include "tui/rid_list.h"
#include "tui/sites.h"
#include "tui/survey.h"

/* The real program on a stage (台): stores made from a script, opened without a terminal, keys
 * given by a script, every frame looked at. The clock stands still and ids are not drawn but
 * counted, so that the same script gives the same screens on every machine.
 *
 * A failure of the stage itself (a script with a fault, a store that cannot be made) ends the
 * test with "Bail out!". */

struct zc_stage {
    const char *dir;       /* temporary: one folder a store, `play` for the copy in use, `world` */
    struct zc_world world; /* with a home and one stick, both empty at each opening */
    bool starts;           /* with the start screen: the program opens the store itself */
    bool holds;            /* jobs stand still; else each runs to its end after the key */
    struct zc_str pack;    /* folder of the survey pack */
    struct zc_buf script;  /* of the stores, see tests/screens/README.md */
    struct zc_survey *survey; /* NULL with `starts` */
    bool runs;
    struct zc_app app;
    struct zc_buf faults; /* of all frames painted so far, one a line */
};

void zc_stage_init(struct zc_stage *stage, const char *pack, const char *stores);
void zc_stage_release(struct zc_stage *stage);

/* Starts the program on a fresh copy of a store of the script; the first call makes the store. */
void zc_stage_open(struct zc_stage *stage, struct zc_str store, int rows, int cols);
/* The same with the start screen, where the store is the only one that is known. */
void zc_stage_open_start(struct zc_stage *stage, struct zc_str store, int rows, int cols);
/* The window is closed and the program started again on the same copy. */
void zc_stage_again(struct zc_stage *stage);
void zc_stage_close(struct zc_stage *stage);

/* One key (with ZC_KEY_PASTE a text), all the work in the background that it began, and the frame
 * after it. */
void zc_stage_key(struct zc_stage *stage, int key, struct zc_str text);
/* Keys in the notation of tui/keys.h: "n<F4>人民<Enter>". */
void zc_stage_keys(struct zc_stage *stage, struct zc_str keys);
/* A file on the stick, as if it had been written on 2026-11-23 at 18:30. */
void zc_stage_stick_text(struct zc_stage *stage, struct zc_str name, struct zc_str text);
/* An exchange file of another store of the script on the stick. */
void zc_stage_stick(struct zc_stage *stage, struct zc_str name, struct zc_str store);
/* Paints in this size and adds what is wrong with the frame to `faults`. */
void zc_stage_paint(struct zc_stage *stage, int rows, int cols);

/* All records of the store, in an order of their own, added to `out`. */
void zc_stage_rids(struct zc_stage *stage, struct zc_rid_list *out);
/* A revision on the heads of `state` behind the back of the screens, as an import or another window
 * makes one; `writes` sorted by name. */
void zc_stage_put(struct zc_stage *stage, const struct zc_state *state,
                  const struct zc_pair *writes, size_t n);

/* Ends the test. */
__attribute__((format(printf, 1, 2), noreturn)) void zc_stage_bail(const char *fmt, ...);
/* A whole file, added to `out`. */
void zc_stage_read(const char *path, struct zc_buf *out);

/* Where the counting of ids goes on; gives where it was. */
uint64_t zc_stage_count_from(uint64_t number);
/* Makes the store `name` of the script in `dir`. */
void zc_stage_store(const struct zc_stage *stage, struct zc_str name, const char *dir);
/* The path of a store of the script, made if it is not there yet; in `arena`. */
const char *zc_stage_path(const struct zc_stage *stage, struct zc_str name, struct zc_arena *arena);
/* Opens a survey whose clock stands at `at`. */
struct zc_survey *zc_stage_survey(const char *dir, struct zc_str at);

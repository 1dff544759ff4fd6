#pragma once
#include "tui/check_view.h"
#include "tui/edit.h"
#include "tui/screens.h"

/* Private to screen_check*.c: the state of the check screen (核实). */

enum check_region { CHECK_IN_LIST, CHECK_IN_VALUE, CHECK_IN_REASON };
enum check_asking {
    CHECK_ASKS_NOTHING,
    CHECK_ASKS_WAY,
    CHECK_ASKS_CHOICE,
    CHECK_ASKS_NOTE,
    CHECK_ASKS_CHALLENGE,
    CHECK_ASKS_GONE,
    CHECK_ASKS_RULE
};
struct check_screen {
    struct zc_check_view view;
    struct zc_rid shown; /* the record that the fields below belong to */
    enum check_region region;
    struct zc_edit value, reason;
    uint32_t top, height; /* of the list of questions: the first one shown, how many */
    int seconds;          /* that numbers stay shown; 0: covered */
    enum check_asking asking;
    struct zc_fill *choices; /* over the record, while its choices are offered */
    struct zc_arena offered;
    struct zc_err unread; /* why there is nothing to show; code 0: there is */
};

enum { CHECK_PHRASES = 5 };
const char *check_phrase(unsigned number); /* from 0: 电话不通 … */
/* Rows of the list of questions in a window of this height. */
int check_list_rows(int rows);
/* F4: the ways of finding out, or the choices of the question where one is typed. */
void check_offer(struct check_screen *check, struct zc_app *app);
/* Error rates of the batch, or of all checks, to read. */
void check_show_rates(struct check_screen *check, struct zc_app *app);
void check_draw(const struct check_screen *check, struct zc_canvas *canvas);

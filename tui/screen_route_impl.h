#pragma once
#include "tui/route_view.h"
#include "tui/screens.h"

/* Private to tui/screen_route*.c: the screen of the walk. */

enum zc_route_asked {
    ZC_ROUTE_ASKED_NOTHING,
    ZC_ROUTE_ASKED_COMMUNITY,
    ZC_ROUTE_ASKED_ROAD,
    ZC_ROUTE_ASKED_UNIT, /* looked up */
    ZC_ROUTE_ASKED_FORM  /* which form for the new one */
};

struct zc_route_screen {
    struct zc_route_view view;
    enum zc_route_asked asked;
    struct zc_rid door;                         /* before which somebody looked up or registers */
    struct zc_rid settled;                      /* record of the last answer given here, for ^Z */
    struct zc_arena offered;                    /* list of the pick popup */
    const struct zc_form *forms[ZC_DIALOG_MAX]; /* that the dialog offered */
    unsigned height;
};

/* screen_route_draw.c */
void zc_route_screen_draw(const void *state, struct zc_canvas *canvas);

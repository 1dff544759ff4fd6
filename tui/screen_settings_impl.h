#pragma once
#include "tui/app.h"
#include "tui/survey.h"

/* Inside of the settings screen (设置): screen_settings.c has pages and changes,
 * screen_settings_draw.c what they look like. */

enum zc_settings_page {
    SETTINGS_DISPLAY,
    SETTINGS_ENTRY,
    SETTINGS_KEYS,
    SETTINGS_PEOPLE,
    SETTINGS_ABOUT,
    SETTINGS_PAGES
};

/* What a popup above was opened for. */
enum zc_settings_waiting {
    SETTINGS_WAIT_NOTHING,
    SETTINGS_WAIT_CHOICE,
    SETTINGS_WAIT_KEY,
    SETTINGS_WAIT_FIND,
    SETTINGS_WAIT_UNLOCK, /* the PIN of the person in focus */
    SETTINGS_WAIT_PIN,    /* a new PIN, */
    SETTINGS_WAIT_AGAIN   /* and the same again */
};

struct zc_settings_screen {
    struct zc_survey *survey;
    struct zc_settings now; /* as the app has them */
    enum zc_settings_page page;
    uint32_t row, top, height;
    enum zc_settings_waiting waiting;
    uint32_t nuses, npeople, nabout;
    const struct zc_key_use *uses;
    struct zc_person *people;
    uint32_t npins; /* rows below the people: PINs that this person may set */
    bool pins[ZC_RANK_DISTRICT + 1];
    struct zc_buf pin; /* the new one, until it was typed twice */
    struct zc_str about[16][2];
    struct zc_buf terminal;
    struct zc_arena arena; /* lists; made anew when the language changes */
};

/* Rows of the page that is shown. */
uint32_t zc_settings_rows(const struct zc_settings_screen *s);
/* The role whose PIN is set in a row of the people's page; NONE: the row is a person. */
enum zc_rank zc_settings_pin_at(const struct zc_settings_screen *s, uint32_t row);
/* The setting in a row of the first two pages. */
enum zc_setting zc_settings_at(const struct zc_settings_screen *s, uint32_t row);
bool zc_settings_has_choices(const struct zc_settings_screen *s);

/* Rows of the list; under it stand the terminal and the signs. */
enum { SETTINGS_TOP = 3, SETTINGS_FRAME_ROWS = 5, SETTINGS_NOTES = 3 };
void zc_settings_draw(const void *state, struct zc_canvas *canvas);
/* One sentence about what is in focus. */
const char *zc_settings_hint(const struct zc_settings_screen *s);

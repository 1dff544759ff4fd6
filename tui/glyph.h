#pragma once
#include "core/str.h"
#include <stdbool.h>

/* Signs (UX.md 3.1): each has a Unicode and an ASCII form. Which one is drawn is one setting of
 * the process: the width probe at start chooses, because terminals of East Asian width draw most
 * of the Unicode forms two columns wide. Screen code contains no literal sign. */

enum zc_glyph {
    ZC_GLYPH_FOCUS,
    ZC_GLYPH_MARKED,
    ZC_GLYPH_DONE,
    ZC_GLYPH_OPEN,
    ZC_GLYPH_ERROR,
    ZC_GLYPH_HARD,
    ZC_GLYPH_DOUBT,
    ZC_GLYPH_CARRIED,
    ZC_GLYPH_COMPUTED,
    ZC_GLYPH_OFF,
    ZC_GLYPH_DRAFT,
    ZC_GLYPH_CONFLICT,
    ZC_GLYPH_SIMILAR,
    ZC_GLYPH_NOTE,
    ZC_GLYPH_BAR,
    ZC_GLYPH_REST,
    ZC_GLYPH_SEED,
    ZC_GLYPH_LOCKED,
    ZC_GLYPH_CHANGED,
    ZC_GLYPH_VOID,
    ZC_GLYPH_ELLIPSIS,
    ZC_GLYPH_H,
    ZC_GLYPH_V,
    ZC_GLYPH_TL,
    ZC_GLYPH_TR,
    ZC_GLYPH_BL,
    ZC_GLYPH_BR,
    ZC_GLYPH_LT,
    ZC_GLYPH_RT,
    ZC_GLYPH_UP,
    ZC_GLYPH_DOWN,
    ZC_GLYPH_CRUMB,
    ZC_GLYPH_ARROW,
    ZC_GLYPH_PLUS,
    ZC_GLYPH_ADD,
    ZC_GLYPH_TARGET,
    ZC_GLYPH_UNKNOWN, /* a figure that is not known */
    ZC_GLYPH_COUNT
};

const char *zc_glyph(enum zc_glyph glyph);
/* The one-column ASCII form of a character that is one of the signs, wherever it came from: in
 * data and in sentences it breaks a row just as well. NULL for all others, and for wide ones. */
const char *zc_glyph_narrow(struct zc_str character);
/* One of eight steps of a sparkline, 0 to 7. */
const char *zc_glyph_spark(unsigned step);
/* A cell of a heat table, 1 (little) to 4 (much); 0 is a blank. */
const char *zc_glyph_heat(unsigned shade);
void zc_glyph_set_ascii(bool ascii);
bool zc_glyph_is_ascii(void);

#include "tui/settings_apply.h"
#include "tui/glyph.h"
#include "tui/survey.h"
#include <stdlib.h>

static void apply_language(const struct zc_app *app)
{
    switch (app->settings.chosen[ZC_SET_LANGUAGE]) {
    case ZC_LANGUAGE_ZH:
        zc_lang_set(ZC_LANG_ZH);
        break;
    case ZC_LANGUAGE_EN:
        zc_lang_set(ZC_LANG_EN);
        break;
    default:
        zc_lang_set(app->machine.lang);
    }
}

static void apply_glyphs(const struct zc_app *app)
{
    const char *wanted = getenv("ZAOCE_GLYPHS");
    unsigned chosen = app->settings.chosen[ZC_SET_GLYPHS];
    bool automatic = chosen == ZC_GLYPHS_AUTO || (wanted && *wanted);
    zc_glyph_set_ascii(automatic ? app->machine.ascii : chosen == ZC_GLYPHS_ASCII);
}

static void apply_look(const struct zc_app *app)
{
    static const int waits_ms[ZC_CHOICES_MAX] = { 30, 100, 300, 1000 };
    const unsigned char *chosen = app->settings.chosen;
    struct zc_term_look look = { .colours = (enum zc_term_colours)chosen[ZC_SET_COLOURS],
                                 .plain_states = chosen[ZC_SET_STATES] != 0,
                                 .red_green = chosen[ZC_SET_PALETTE] != 0,
                                 .esc_ms = waits_ms[chosen[ZC_SET_ESC]] };
    if (app->term)
        zc_term_set_look(app->term, &look);
}

void zc_settings_apply(struct zc_app *app)
{
    const unsigned char *chosen = app->settings.chosen;
    apply_language(app);
    apply_glyphs(app);
    apply_look(app);
    if (app->survey)
        app->survey->habits = (struct zc_habits){ .open_phones = chosen[ZC_SET_MASK] != 0,
                                                  .no_carry = chosen[ZC_SET_CARRY] != 0,
                                                  .no_usage = chosen[ZC_SET_USAGE] != 0 };
}

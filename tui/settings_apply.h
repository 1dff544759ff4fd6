#pragma once
#include "tui/app.h"

/* Hands the settings of the app on to what they are about: language, signs, terminal, survey.
 * Called when a store is opened or closed, and after each change. */
void zc_settings_apply(struct zc_app *app);

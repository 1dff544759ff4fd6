#pragma once
#include "tui/app.h"

/* What the job of the app is doing, over any screen. Esc stops the job at what is complete; Enter
 * puts the popup away and lets it go on; it goes by itself when the job is over. args: the title, a
 * struct zc_str. */
extern const struct zc_screen_ops zc_popup_work;

#pragma once
#include <stdbool.h>

/* The language that people read. Chinese is the first, English the second.
 *
 * What users read is written in both languages on the spot:
 *     ZC_T("未登记", "not registered")
 * so that the compiler checks both as formats and no catalogue can drift away.
 * Tables keep both in a `struct zc_text` and choose at the moment of showing.
 *
 * The language is one setting of the process, like the C library's locale: it is set at
 * start (tui/main.c) and by the settings screen, and read everywhere. */

enum zc_lang { ZC_LANG_ZH, ZC_LANG_EN };

struct zc_text {
    const char *zh, *en;
};

void zc_lang_set(enum zc_lang lang);
/* Sets it for good: what the command line says, or a console without Han characters. Sets that
 * follow do nothing; another fix does. */
void zc_lang_fix(enum zc_lang lang);
bool zc_lang_is_fixed(void);
enum zc_lang zc_lang_get(void);

/* The text in the current language. NULL where the table has none. */
const char *zc_text_get(struct zc_text text);

#define ZC_T(zh, en) (zc_lang_get() == ZC_LANG_ZH ? (zh) : (en))

#include "core/lang.h"

static enum zc_lang current = ZC_LANG_ZH;
static bool fixed;

void zc_lang_set(enum zc_lang lang)
{
    if (!fixed)
        current = lang;
}

void zc_lang_fix(enum zc_lang lang)
{
    current = lang;
    fixed = true;
}

bool zc_lang_is_fixed(void)
{
    return fixed;
}

enum zc_lang zc_lang_get(void)
{
    return current;
}

const char *zc_text_get(struct zc_text text)
{
    return current == ZC_LANG_ZH ? text.zh : text.en;
}

#pragma once
#include "storage/store.h"
#include "tui/key_map.h"

/* Settings (设置) of this store on this laptop, kept among its local texts (storage/local.h) and
 * never exported: a choice of a few words each, the first one the default. What each does is done
 * where it is read: zc_settings_apply (tui/settings_apply.c) hands them on.
 *
 * What the command line or the environment says for one run (--lang, ZAOCE_GLYPHS, NO_COLOR) is
 * stronger than a setting. */

enum zc_setting {
    ZC_SET_LANGUAGE,
    ZC_SET_COLOURS,
    ZC_SET_GLYPHS,
    ZC_SET_STATES,  /* colour of states beside their sign */
    ZC_SET_PALETTE, /* blue and orange, or red and green */
    ZC_SET_MASK,
    ZC_SET_BELL,
    ZC_SET_ESC,
    ZC_SET_CARRY,
    ZC_SET_USAGE,
    ZC_SETTINGS
};
/* The choices by their numbers, where code asks for them. */
enum { ZC_LANGUAGE_AUTO, ZC_LANGUAGE_ZH, ZC_LANGUAGE_EN };
enum { ZC_COLOURS_AUTO, ZC_COLOURS_8, ZC_COLOURS_MONO };
enum { ZC_GLYPHS_AUTO, ZC_GLYPHS_UNICODE, ZC_GLYPHS_ASCII };
enum { ZC_BELL_OFF, ZC_BELL_PROBLEMS, ZC_BELL_SAVES };

enum zc_setting_page { ZC_PAGE_DISPLAY, ZC_PAGE_ENTRY };
enum { ZC_CHOICES_MAX = 4 };
struct zc_setting_info {
    const char *name; /* in the store */
    enum zc_setting_page page;
    struct zc_text label, hint;
    struct {
        const char *value; /* in the store; NULL: no more choices */
        struct zc_text label;
    } choices[ZC_CHOICES_MAX];
};
extern const struct zc_setting_info zc_setting_infos[ZC_SETTINGS];
unsigned zc_setting_choices(enum zc_setting setting);

struct zc_settings {
    unsigned char chosen[ZC_SETTINGS]; /* a zeroed struct is all defaults */
    struct zc_key_map keys;            /* second keys of people's own */
};
/* A word that this program does not know is the default. */
void zc_settings_load(struct zc_txn *txn, struct zc_settings *out);
bool zc_settings_put(struct zc_txn *txn, const struct zc_settings *settings,
                     enum zc_setting setting, struct zc_err *err);
bool zc_settings_put_keys(struct zc_txn *txn, const struct zc_settings *settings,
                          struct zc_err *err);

#pragma once
#include "core/arena.h"
#include "core/err.h"

/* Sites (去处): folders outside of the store to which files go and from which they come: sticks
 * that are plugged in, ~/zaoce/out of this machine, a folder that somebody types.
 *
 * Sticks are the mounted folders in /media, /media/USER, /run/media/USER and /mnt. Files for others
 * lie in the folder `zaoce` of a stick. */

/* The machine, or what stands for it in a test. */
struct zc_world {
    const char *root;    /* folder that all paths are in; HOME is `home` in it */
    uint64_t free_bytes; /* what every place has free */
};

enum zc_site_kind { ZC_SITE_STICK, ZC_SITE_HOME, ZC_SITE_FOLDER };
struct zc_site {
    enum zc_site_kind kind;
    struct zc_str name; /* as people know it: ZAOCE-U1, ~/zaoce/out, /srv/survey */
    const char *dir;    /* where files are put; need not exist yet */
    const char *from;   /* folder that is looked through for files */
    uint64_t free_bytes;
    bool writable;
};

/* The sticks, then this machine. In `arena`. `world` NULL: the real one. */
const struct zc_site *zc_sites_find(const struct zc_world *world, struct zc_arena *arena,
                                    size_t *n);
/* A typed folder: a whole path, or one that begins with ~/. Fails when it is none, or not there. */
bool zc_site_typed(const struct zc_world *world, struct zc_str text, struct zc_arena *arena,
                   struct zc_site *out, struct zc_err *err);
/* A path as it is shown: ~ for the home folder, without the root of a test. In `arena`. */
struct zc_str zc_site_shown(const struct zc_world *world, const char *path, struct zc_arena *arena);
/* 13.8 GB, 214 KB. */
void zc_bytes_print(uint64_t bytes, struct zc_buf *out);

#pragma once
#include "core/str.h"

/* Memory that goes all at once: a parsed sheet, an expression, an import row, a frame.
 * A zeroed arena is ready for use. Pointers live until reset or release. */

struct zc_arena_block;
struct zc_arena {
    struct zc_arena_block *blocks; /* newest first */
    size_t bytes;                  /* handed out since the last reset */
};

void zc_arena_release(struct zc_arena *arena);
void zc_arena_reset(struct zc_arena *arena); /* keeps one block */

/* Zeroed and aligned for anything. */
void *zc_arena_alloc(struct zc_arena *arena, size_t count, size_t size);
#define ZC_NEW(arena, type, count) ((type *)zc_arena_alloc((arena), (count), sizeof(type)))

struct zc_str zc_arena_copy(struct zc_arena *arena, struct zc_str s);
const char *zc_arena_cstr(struct zc_arena *arena, struct zc_str s); /* with a NUL */
__attribute__((format(printf, 2, 3), nonnull(2))) struct zc_str
zc_arena_printf(struct zc_arena *arena, const char *fmt, ...);

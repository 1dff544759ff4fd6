#include "core/arena.h"
#include "core/alloc.h"
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_BYTES = 16 * 1024 };

struct zc_arena_block {
    struct zc_arena_block *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

static struct zc_arena_block *add_block(struct zc_arena *arena, size_t size)
{
    struct zc_arena_block *block = zc_alloc(1, sizeof *block + size);
    block->next = arena->blocks;
    block->used = 0;
    block->size = size;
    arena->blocks = block;
    return block;
}

void zc_arena_release(struct zc_arena *arena)
{
    if (!arena)
        return;
    while (arena->blocks) {
        struct zc_arena_block *next = arena->blocks->next;
        zc_free(arena->blocks);
        arena->blocks = next;
    }
    arena->bytes = 0;
}

void zc_arena_reset(struct zc_arena *arena)
{
    struct zc_arena_block *keep = arena->blocks;
    if (!keep)
        return;
    while (keep->next) {
        struct zc_arena_block *next = keep->next->next;
        zc_free(keep->next);
        keep->next = next;
    }
    keep->used = 0;
    arena->bytes = 0;
}

void *zc_arena_alloc(struct zc_arena *arena, size_t count, size_t size)
{
    size_t bytes, align = alignof(max_align_t);
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - align)
        bytes = SIZE_MAX - align; /* ends in zc_alloc */
    bytes = (bytes + align - 1) / align * align;
    struct zc_arena_block *block = arena->blocks;
    if (!block || block->size - block->used < bytes) {
        /* Blocks double, so that a large sheet does not become a long chain. */
        size_t want = block ? block->size * 2 : BLOCK_BYTES;
        if (want > 1024 * 1024)
            want = 1024 * 1024;
        block = add_block(arena, bytes > want ? bytes : want);
    }
    void *ptr = block->bytes + block->used;
    block->used += bytes;
    arena->bytes += bytes;
    return memset(ptr, 0, bytes);
}

struct zc_str zc_arena_copy(struct zc_arena *arena, struct zc_str s)
{
    return (struct zc_str){ zc_arena_cstr(arena, s), s.len };
}

const char *zc_arena_cstr(struct zc_arena *arena, struct zc_str s)
{
    char *copy = zc_arena_alloc(arena, s.len + 1, 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

struct zc_str zc_arena_printf(struct zc_arena *arena, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    size_t bytes = len > 0 ? (size_t)len : 0;
    char *text = zc_arena_alloc(arena, bytes + 1, 1);
    vsnprintf(text, bytes + 1, fmt, again);
    va_end(again);
    return (struct zc_str){ text, bytes };
}

#pragma once
#include <stddef.h>

/* Heap memory that is always there. Out of memory ends the program inside this module,
 * after the hook has restored the terminal; committed records are safe. So nobody tests a
 * result. Every size that comes from a file or a person meets a named limit first. */

void *zc_alloc(size_t count, size_t size);
void *zc_alloc_zeroed(size_t count, size_t size);
void *zc_realloc(void *old, size_t count, size_t size);
void zc_free(void *ptr); /* NULL is fine */

/* Called once before the program ends for want of memory: restores the terminal. */
void zc_alloc_on_end(void (*hook)(void));

/* Makes room for one more element in a growing array: `*items` holds `count` of `*cap`. */
void *zc_grow(void *items, size_t count, size_t *cap, size_t size);

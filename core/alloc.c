#include "core/alloc.h"
#include "core/lang.h"
#include <stdio.h>
#include <stdlib.h>

static void (*at_end)(void);

static _Noreturn void out_of_memory(void)
{
    if (at_end)
        at_end();
    fputs(ZC_T("zaoce：内存不足，程序结束；已保存的内容没有丢失\n",
               "zaoce: out of memory; what was saved is safe\n"),
          stderr);
    abort();
}

void zc_alloc_on_end(void (*hook)(void))
{
    at_end = hook;
}

void *zc_alloc(size_t count, size_t size)
{
    return zc_realloc(NULL, count, size);
}

void *zc_alloc_zeroed(size_t count, size_t size)
{
    void *ptr = calloc(count ? count : 1, size ? size : 1);
    if (!ptr)
        out_of_memory();
    return ptr;
}

void *zc_realloc(void *old, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory();
    void *ptr = realloc(old, bytes ? bytes : 1);
    if (!ptr)
        out_of_memory();
    return ptr;
}

void zc_free(void *ptr)
{
    free(ptr);
}

void *zc_grow(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 8;
    return zc_realloc(items, *cap, size);
}

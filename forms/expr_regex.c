#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/alloc.h"
#include "forms/expr_impl.h"
#include <pcre2.h>

/* regex() on PCRE2 with the limits of RELIABILITY.md 3.1, so that no pattern can hang the
 * program. \uXXXX reads as in the patterns of other tools; \d \w \s are ASCII. */

enum { MATCH_LIMIT = 100000, QUICK_LIMIT = 1000, DEPTH_LIMIT = 1000, HEAP_KIB = 4096 };
enum { SLOW_STEPS = 200 }; /* what a match beyond the quick limit costs */

static void *arena_malloc(size_t bytes, void *arena)
{
    return zc_arena_alloc(arena, bytes, 1);
}

static void arena_free(void *ptr, void *arena)
{
    (void)ptr;
    (void)arena; /* goes with the arena */
}

static void *heap_malloc(size_t bytes, void *ctx)
{
    (void)ctx;
    return zc_alloc(bytes, 1);
}

static void heap_free(void *ptr, void *ctx)
{
    (void)ctx;
    zc_free(ptr);
}

void *zc_regex_compile(struct zc_str pattern, struct zc_arena *arena, struct zc_err *err)
{
    pcre2_general_context *memory = pcre2_general_context_create(arena_malloc, arena_free, arena);
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_NEVER_BACKSLASH_C;
    PCRE2_SIZE at = 0;
    PCRE2_UCHAR why[120] = "";
    int rc = 0;

    if (pattern.len > ZC_EXPR_MAX_PATTERN) {
        zc_fail(err, ZC_E_LIMIT, ZC_T("正则式超过%d字节", "the pattern is longer than %d bytes"),
                ZC_EXPR_MAX_PATTERN);
        return NULL;
    }
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)(pattern.len ? pattern.ptr : ""), pattern.len,
                                     options, &rc, &at, context);
    if (!code) {
        pcre2_get_error_message(rc, why, sizeof why);
        zc_fail(
            err, ZC_E_INPUT,
            ZC_T("正则式“%.*s”第%zu字节有错：%s", "the pattern '%.*s' is wrong at byte %zu: %s"),
            ZC_ARG(pattern), at + 1, (const char *)why);
    }
    return code;
}

static int match(const void *pattern, struct zc_str text, uint32_t limit)
{
    pcre2_general_context *memory = pcre2_general_context_create(heap_malloc, heap_free, NULL);
    pcre2_match_context *context = pcre2_match_context_create(memory);
    pcre2_match_data *data = pcre2_match_data_create(1, memory);
    int rc;

    pcre2_set_match_limit(context, limit);
    pcre2_set_depth_limit(context, DEPTH_LIMIT);
    pcre2_set_heap_limit(context, HEAP_KIB);
    rc =
        pcre2_match(pattern, (PCRE2_SPTR)(text.len ? text.ptr : ""), text.len, 0, 0, data, context);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_general_context_free(memory);
    return rc;
}

bool zc_regex_search(struct zc_eval *ev, const void *pattern, struct zc_str text, bool *found)
{
    int rc = match(pattern, text, QUICK_LIMIT);

    /* A filter that tries a slow pattern on every row of a list ends, too. */
    if (rc == PCRE2_ERROR_MATCHLIMIT) {
        if (!zc_eval_spend(ev, SLOW_STEPS))
            return false;
        rc = match(pattern, text, MATCH_LIMIT);
    }
    *found = rc >= 0;
    if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT)
        return zc_fail(
            ev->err, ZC_E_LIMIT,
            ZC_T("正则式太费时，请写得简单些", "the pattern takes too long; simplify it"));
    return true;
}

#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* Unit checks that print TAP. One test program per module:
 *     zc_check("name of the case", ok);                 one line of TAP
 *     zc_checkf(ok, "row %zu: got '%s'", i, text);      the same with a formatted name
 *     return zc_check_done();                           plan and exit status
 * A failed check does not stop the program. */

static int zc_checks, zc_checks_failed;

static inline bool zc_check(const char *name, bool ok)
{
    zc_checks++;
    zc_checks_failed += !ok;
    printf("%s %d - ", ok ? "ok" : "not ok", zc_checks);
    for (; *name; name++) /* a '#' would begin a TAP directive */
        putchar(*name == '#' || *name == '\n' ? ' ' : *name);
    putchar('\n');
    return ok;
}

__attribute__((format(printf, 2, 3), unused)) static bool zc_checkf(bool ok, const char *fmt, ...)
{
    char name[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(name, sizeof name, fmt, args);
    va_end(args);
    return zc_check(name, ok);
}

__attribute__((unused)) static int zc_check_done(void)
{
    printf("1..%d\n", zc_checks);
    fflush(stdout);
    return zc_checks_failed ? 1 : 0;
}

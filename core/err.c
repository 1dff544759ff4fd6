#include "core/err.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Ends `text` between two characters when the last one was cut by the buffer's end. */
static void mend_end(char *text)
{
    size_t len = strlen(text), at = len;
    while (at > 0 && len - at < 4 && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
        at--;
    if (at == 0 || (unsigned char)text[at - 1] < 0xC0)
        return;
    unsigned char lead = (unsigned char)text[at - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (len - (at - 1) < want)
        text[at - 1] = '\0';
}

bool zc_fail(struct zc_err *err, enum zc_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->msg, sizeof err->msg, fmt, args);
    va_end(args);
    mend_end(err->msg);
    err->code = code;
    return false;
}

bool zc_fail_in(struct zc_err *err, const char *fmt, ...)
{
    char whole[sizeof err->msg];
    va_list args;
    va_start(args, fmt);
    int used = vsnprintf(whole, sizeof whole, fmt, args);
    va_end(args);
    if (used >= 0 && (size_t)used < sizeof whole)
        used += snprintf(whole + used, sizeof whole - (size_t)used, ": %s", err->msg);
    if (used < 0)
        return false; /* the prefix could not be printed: the message stays as it was */
    mend_end(whole);
    memcpy(err->msg, whole, sizeof whole);
    return false;
}

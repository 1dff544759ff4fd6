#pragma once
#include "core/lang.h"
#include <stdbool.h>

/* What can fail at run time returns bool (or a pointer that is NULL on failure) and takes
 * `struct zc_err *err` last, never NULL, written only on failure.
 *
 * The code is for the program (what to do next), the message for the person (what happened,
 * to which thing). A message begins with the fact, quotes the subject, names file, line,
 * column or record and field, says what to do, and has no full stop at its end. */

enum zc_code {
    ZC_OK,
    ZC_E_INPUT,    /* the data is wrong: show it, let the surveyor edit it */
    ZC_E_LIMIT,    /* well-formed, but larger than we accept */
    ZC_E_STORE,    /* the store on disk could not be read or written */
    ZC_E_CONFLICT, /* another copy changed the same thing */
    ZC_E_DENIED,   /* the person's role does not allow it */
    ZC_E_SYSTEM,   /* the operating system refused; msg has its reason */
};

struct zc_err {
    enum zc_code code;
    char msg[512]; /* UTF-8 and NUL; cut between characters when too long */
};

/* Fills *err. Always false, so that callers write `return zc_fail(...)`. */
__attribute__((format(printf, 3, 4))) bool zc_fail(struct zc_err *err, enum zc_code code,
                                                   const char *fmt, ...);

/* Puts "PREFIX: " in front of the message, for a caller that knows more. Always false. */
__attribute__((format(printf, 2, 3))) bool zc_fail_in(struct zc_err *err, const char *fmt, ...);

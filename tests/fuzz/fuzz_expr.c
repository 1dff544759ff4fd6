#include "core/clock.h"
#include "core/utf8.h"
#include "forms/trial.h"
#include "tests/fuzz/fuzz.h"
#include <stdlib.h>
#include <string.h>

/* Lines of form eval: lexer, parser, checker, evaluator, JSON. Wants: an end within the limits; a
 * result that is one line of valid text, or a reason. */

static void need(bool ok)
{
    if (!ok)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zc_str line = { (const char *)data, size };
    struct zc_buf out = { 0 };
    struct zc_clock clock;
    struct zc_err err = { 0 };

    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    if (zc_trial_line(line, &clock, &out, &err))
        need(zc_utf8_valid(zc_buf_str(&out)) &&
             (!out.len || (!memchr(out.ptr, '\n', out.len) && !memchr(out.ptr, '\t', out.len))));
    else
        need(err.code != ZC_OK && err.msg[0]);
    zc_buf_release(&out);
    return 0;
}

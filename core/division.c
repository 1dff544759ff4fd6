#include "core/division.h"
#include <stdlib.h>

static const struct zc_division divisions[] = {
#include "division.inc"
};
enum { NDIVISIONS = sizeof divisions / sizeof divisions[0] };

static int by_code(const void *code, const void *division)
{
    return zc_str_cmp(*(const struct zc_str *)code,
                      zc_str_of(((const struct zc_division *)division)->code));
}

const struct zc_division *zc_division_find(struct zc_str code)
{
    return bsearch(&code, divisions, NDIVISIONS, sizeof divisions[0], by_code);
}

void zc_division_path(struct zc_str code, struct zc_buf *out)
{
    for (size_t len = 2; len <= 6 && len <= code.len; len += 2) {
        const struct zc_division *division = zc_division_find(zc_str_head(code, len));
        if (!division)
            return;
        zc_buf_text(out, division->name);
    }
}

const struct zc_division *zc_division_all(size_t *n)
{
    *n = NDIVISIONS;
    return divisions;
}

#include "core/fold_text.h"
#include "core/utf8.h"
#include "fold_char.inc"
#include <stdlib.h>
#include <utf8proc.h>

uint32_t zc_fold_han(uint32_t cp)
{
    if (cp / 64 >= sizeof map_page / sizeof map_page[0])
        return cp;
    uint32_t folded = map_block[map_page[cp / 64]][cp % 64];
    return folded ? folded : cp;
}

/* Characters that NFKC and case folding treat one by one, and how; 0 for all others. This is
 * nearly all there is in a ledger: ASCII, Han of the plane 0 block, full-width ASCII. */
static uint32_t fold_alone(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    else if (cp == 0x3000)
        cp = ' ';
    if (cp >= 'A' && cp <= 'Z')
        return cp + ('a' - 'A');
    if (cp < 0x80)
        return cp;
    if ((cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
        (cp >= 0x20000 && cp <= 0x2A6DF) || cp == 0x3001 || cp == 0x3002)
        return zc_fold_han(cp);
    return 0;
}

static void fold_by_unicode(struct zc_str text, struct zc_buf *out)
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t len = utf8proc_map(
        (const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &folded,
        UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STABLE);
    struct zc_str rest = text;
    uint32_t cp;
    if (len >= 0) /* it fails on broken bytes only; then they stay as they are */
        rest = (struct zc_str){ (const char *)folded, (size_t)len };
    while (zc_utf8_next(&rest, &cp))
        zc_buf_cp(out, zc_fold_han(cp));
    free(folded);
}

void zc_fold_text(struct zc_str text, struct zc_buf *out)
{
    size_t from = out->len;
    struct zc_str rest = text;
    uint32_t cp;
    while (zc_utf8_next(&rest, &cp)) {
        uint32_t folded = cp ? fold_alone(cp) : 0;
        if (folded == 0) { /* may combine with its neighbours: once more, as a whole */
            out->len = from;
            fold_by_unicode(text, out);
            return;
        }
        zc_buf_cp(out, folded);
    }
}

#include "core/industry.h"
#include <stdlib.h>

static const struct zc_industry industries[] = {
#include "industry.inc"
};
enum { NINDUSTRIES = sizeof industries / sizeof industries[0] };

/* Byte by byte: codes are short, and a ledger is asked for its sections a million times. */
static int by_code(const void *key, const void *industry)
{
    const struct zc_str *wanted = key;
    const char *code = ((const struct zc_industry *)industry)->code;

    for (size_t i = 0; i < wanted->len; i++)
        if (wanted->ptr[i] != code[i] || !code[i])
            return (unsigned char)wanted->ptr[i] < (unsigned char)code[i] ? -1 : 1;
    return code[wanted->len] ? -1 : 0;
}

const struct zc_industry *zc_industry_find(struct zc_str code)
{
    return bsearch(&code, industries, NINDUSTRIES, sizeof industries[0], by_code);
}

char zc_industry_section(struct zc_str code)
{
    bool digits = code.len >= 2 && code.len <= 4;
    for (size_t i = 0; digits && i < code.len; i++)
        digits = code.ptr[i] >= '0' && code.ptr[i] <= '9';
    if (code.len != 1 && !digits)
        return 0;
    const struct zc_industry *industry = zc_industry_find(zc_str_head(code, 2));
    return industry ? industry->section[0] : 0;
}

void zc_industry_path(const struct zc_industry *industry, struct zc_buf *out)
{
    const struct zc_industry *parent = zc_industry_find(zc_str_of(industry->parent));
    if (parent) {
        zc_industry_path(parent, out);
        zc_buf_text(out, " › ");
    }
    zc_buf_printf(out, "%s %s", industry->code, industry->name);
}

const struct zc_industry *zc_industry_all(size_t *n)
{
    *n = NINDUSTRIES;
    return industries;
}

enum zc_industry_fit zc_industry_in(struct zc_str code, struct zc_str list)
{
    enum zc_industry_fit fit = ZC_INDUSTRY_OUT;
    struct zc_str word;
    char section = list.len ? zc_industry_section(code) : 0;
    while (section && zc_str_word(&list, &word)) {
        bool is_section = word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
        if (is_section ? word.ptr[0] == section : zc_str_starts(code, word))
            return ZC_INDUSTRY_IN;
        if (code.len == 1 ? zc_industry_section(word) == section : zc_str_starts(word, code))
            fit = ZC_INDUSTRY_PARTLY;
    }
    return fit;
}

#include "storage/table_text.h"
#include "core/hash.h"
#include <string.h>

static bool is_plain_number(struct zc_str s)
{
    size_t digits = 0, i = s.len > 0 && s.ptr[0] == '-';
    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        digits++;
    if (i == s.len)
        return digits > 0;
    if (digits == 0 || s.ptr[i++] != '.' || i == s.len)
        return false;
    for (; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return true;
}

static bool is_risky(char c)
{
    return c != '\0' && strchr("=+-@\t\r\n'", c) != NULL;
}

void zc_table_guard(struct zc_str value, struct zc_buf *out)
{
    if (value.len > 0 && is_risky(value.ptr[0]) && !is_plain_number(value))
        zc_buf_char(out, '\'');
    zc_buf_add(out, value);
}

struct zc_str zc_table_unguard(struct zc_str cell)
{
    bool guarded = cell.len > 1 && cell.ptr[0] == '\'' && is_risky(cell.ptr[1]);
    return guarded ? zc_str_from(cell, 1) : cell;
}

void zc_table_row_check(const struct zc_pair *cells, size_t n, char out[ZC_TABLE_CHECK_LEN + 1])
{
    struct zc_buf text = { 0 };
    uint8_t hash[ZC_HASH_LEN];
    zc_buf_text(&text, "zaoce-row-1\n");
    for (size_t i = 0; i < n; i++) {
        zc_hash_put_ns(&text, cells[i].name);
        zc_hash_put_ns(&text, cells[i].value);
    }
    zc_hash20(zc_buf_str(&text), hash);
    out[0] = 'c';
    zc_base32_put(hash, 5, out + 1);
    out[ZC_TABLE_CHECK_LEN] = '\0';
    zc_buf_release(&text);
}

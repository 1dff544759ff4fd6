#include "core/uscc.h"
#include "core/date.h"
#include "core/text.h"
#include "core/utf8.h"
#include <assert.h>
#include <string.h>

static const char symbols[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static_assert(sizeof symbols - 1 == 31, "the check is modulo 31");

static const struct uscc_prefix {
    const char *prefix, *survey_kind;
} prefixes[] = {
#include "uscc_prefix.inc"
};

const char *zc_verdict_name(enum zc_verdict verdict)
{
    static const char *const names[] = {
        [ZC_VERDICT_VALID] = "valid",
        [ZC_VERDICT_WARN_INNER] = "warn-inner",
        [ZC_VERDICT_WARN_OUTER] = "warn-outer",
        [ZC_VERDICT_BAD_CHECK] = "bad-check",
        [ZC_VERDICT_BAD_CHAR] = "bad-char",
        [ZC_VERDICT_BAD_LENGTH] = "bad-length",
        [ZC_VERDICT_DUMMY] = "dummy",
        [ZC_VERDICT_PERSON_ID] = "person-id",
        [ZC_VERDICT_LOST_PRECISION] = "lost-precision",
        [ZC_VERDICT_OTHER_ID] = "other-id",
        [ZC_VERDICT_MISSING] = "missing",
    };
    return names[verdict];
}

/* What a ledger holds is clean already, and it is judged with every look at a record. */
static bool is_clean(struct zc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!(text.ptr[i] >= '0' && text.ptr[i] <= '9') &&
            !(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z'))
            return false;
    return true;
}

void zc_code_clean(struct zc_str text, struct zc_buf *out)
{
    struct zc_buf half = { 0 };
    uint32_t cp;
    if (is_clean(text)) {
        zc_buf_add(out, text);
        return;
    }
    zc_text_half_width(text, &half);
    struct zc_str rest = zc_str_trim(zc_buf_str(&half));
    if (zc_str_starts(rest, ZC_STR("=\"")) && zc_str_ends(rest, ZC_STR("\"")) && rest.len > 2)
        rest = zc_str_from(zc_str_head(rest, rest.len - 1), 2);
    if (rest.len > 0 && rest.ptr[0] == '\'')
        rest = zc_str_from(rest, 1);
    while (zc_utf8_next(&rest, &cp)) {
        bool dropped = cp <= ' ' || cp == '-' || cp == 0xA0 || cp == 0xFEFF || cp == 0x2010 ||
                       cp == 0x2011 || cp == 0x2013 || cp == 0x2014 || cp == 0x2212 ||
                       (cp >= 0x200B && cp <= 0x200F) || cp == 0x2060;
        if (!dropped)
            zc_buf_cp(out, cp >= 'a' && cp <= 'z' ? cp - 32 : cp);
    }
    zc_buf_release(&half);
}

/* Checks */

char zc_uscc_check_char(struct zc_str code)
{
    int sum = 0, weight = 1;
    if (code.len < ZC_USCC_LEN - 1)
        return 0;
    for (size_t i = 0; i < ZC_USCC_LEN - 1; i++, weight = weight * 3 % 31) {
        const char *at = memchr(symbols, code.ptr[i], sizeof symbols - 1);
        if (!at)
            return 0;
        sum += (int)(at - symbols) * weight;
    }
    return symbols[(31 - sum % 31) % 31];
}

bool zc_uscc_outer_ok(struct zc_str code)
{
    char check = zc_uscc_check_char(code);
    return code.len == ZC_USCC_LEN && check && code.ptr[ZC_USCC_LEN - 1] == check;
}

static int value_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

bool zc_orgcode_ok(struct zc_str code)
{
    static const int weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;
    if (code.len != 9)
        return false;
    for (int i = 0; i < 8; i++) {
        int value = value_of(code.ptr[i]);
        if (value < 0)
            return false;
        sum += value * weights[i];
    }
    int check = 11 - sum % 11;
    return code.ptr[8] == (check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check));
}

static bool all_digits(struct zc_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    }
    return text.len > 0;
}

bool zc_regno_ok(struct zc_str code)
{
    int p = 10;
    if (!all_digits(code) || (code.len != 15 && code.len != 13))
        return false;
    if (code.len == 13) /* before 2007: without a check */
        return true;
    for (int i = 0; i < 14; i++) {
        int t = (p + code.ptr[i] - '0') % 10;
        p = (t ? t : 10) * 2 % 11;
    }
    return code.ptr[14] - '0' == (11 - p) % 10;
}

bool zc_person_id_ok(struct zc_str code)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;
    if (code.len != 18 || !all_digits(zc_str_head(code, 17)))
        return false;
    const char *d = code.ptr + 6;
    struct zc_date born = { (d[0] - '0') * 1000 + (d[1] - '0') * 100 + (d[2] - '0') * 10 + d[3] -
                                '0',
                            (d[4] - '0') * 10 + d[5] - '0', (d[6] - '0') * 10 + d[7] - '0' };
    if (born.year < 1800 || !zc_date_is_valid(born))
        return false;
    for (int i = 0; i < 17; i++)
        sum += (code.ptr[i] - '0') * weights[i];
    return code.ptr[17] == "10X98765432"[sum % 11];
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool zc_uscc_mend(struct zc_str code, struct zc_buf *out)
{
    static const char taken_for[] = "OIZSV", meant[] = "0125U";
    char mended[ZC_USCC_LEN];
    struct zc_str text = { mended, ZC_USCC_LEN };
    if (code.len != ZC_USCC_LEN)
        return false;
    for (size_t i = 0; i < ZC_USCC_LEN; i++) {
        const char *at = memchr(taken_for, code.ptr[i], sizeof taken_for - 1);
        mended[i] = at ? meant[at - taken_for] : code.ptr[i];
    }
    if (!zc_uscc_outer_ok(text) || !zc_orgcode_ok(zc_str_head(zc_str_from(text, 8), 9)))
        return false;
    zc_buf_add(out, text);
    return true;
}

/* The old form: division, day of birth without the century, sequence, no check. A registration
 * number is as long; its check tells it. */
static bool is_old_person_id(struct zc_str code)
{
    if (!all_digits(code) || code.ptr[0] < '1' || code.ptr[0] > '8' || zc_regno_ok(code))
        return false;
    const char *d = code.ptr + 6;
    struct zc_date born = { 1900 + (d[0] - '0') * 10 + d[1] - '0', (d[2] - '0') * 10 + d[3] - '0',
                            (d[4] - '0') * 10 + d[5] - '0' };
    return zc_date_is_valid(born);
}

/* A number that stands for itself, as long as an identity number. */
static bool is_person_id(struct zc_str run)
{
    enum { NEW = 18, OLD = 15 };
    if (run.len == OLD)
        return is_old_person_id(run);
    return run.len == NEW && zc_person_id_ok(run) &&
           !(zc_uscc_outer_ok(run) && zc_orgcode_ok(zc_str_head(zc_str_from(run, 8), 9)));
}

bool zc_has_person_id(struct zc_str text)
{
    enum { SHORTEST = 15 };
    struct zc_buf half = { 0 };
    bool found = false;
    if (text.len < SHORTEST)
        return false;
    zc_text_half_width(text, &half);
    for (size_t i = 0; i < half.len; i++) {
        if (half.ptr[i] == 'x')
            half.ptr[i] = 'X';
    }
    for (size_t i = 0, len; i < half.len && !found; i += len + 1) {
        for (len = 0; i + len < half.len && is_word(half.ptr[i + len]);)
            len++;
        /* Without a check the places behind a point may look like one. */
        bool decimals =
            len == SHORTEST && i > 1 && half.ptr[i - 1] == '.' && is_word(half.ptr[i - 2]);
        found = !decimals && is_person_id((struct zc_str){ half.ptr + i, len });
    }
    zc_buf_release(&half);
    return found;
}

/* Prefixes */

static const struct uscc_prefix *find_prefix(struct zc_str prefix)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (zc_str_is(prefix, prefixes[i].prefix))
            return &prefixes[i];
    }
    return NULL;
}

bool zc_uscc_prefix_known(struct zc_str prefix)
{
    return find_prefix(prefix) != NULL;
}

struct zc_str zc_uscc_prefix_kind(struct zc_str prefix)
{
    const struct uscc_prefix *found = find_prefix(prefix);
    return found ? zc_str_of(found->survey_kind) : (struct zc_str){ 0 };
}

/* Verdicts, in the order of DOMAIN.md 3.4: the first that fits */

static bool is_missing(struct zc_str raw, struct zc_str code)
{
    static const char *const words[] = { "无", "暂无", "/", "N/A", "不详", "没有" };
    struct zc_str trimmed = zc_str_trim(raw);
    if (code.len == 0)
        return true; /* "-" as well */
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (zc_str_is(trimmed, words[i]) || zc_str_is(code, words[i]))
            return true;
    }
    return false;
}

/* 9.16E+17, 9.16301007105589E+017 */
static bool is_scientific(struct zc_str code)
{
    size_t i = 0;
    while (i < code.len && ((code.ptr[i] >= '0' && code.ptr[i] <= '9') || code.ptr[i] == '.'))
        i++;
    return i > 0 && i + 1 < code.len && code.ptr[i] == 'E' && code.ptr[i + 1] == '+' &&
           all_digits(zc_str_from(code, i + 2));
}

static bool was_number(struct zc_str code)
{
    uint64_t value;
    if (code.len != ZC_USCC_LEN || !zc_str_to_u64(code, &value))
        return false;
    return zc_str_ends(code, ZC_STR("000")) || value % 128 == 0;
}

static bool is_dummy(struct zc_str code)
{
    bool same = true, run = true;
    for (size_t i = 1; i < code.len; i++) {
        same &= code.ptr[i] == code.ptr[0];
        run &= code.ptr[i] >= '0' && code.ptr[i] <= '9' &&
               code.ptr[i] == (code.ptr[i - 1] == '9' ? '0' : code.ptr[i - 1] + 1);
    }
    if (same)
        return true;
    bool again = run; /* 123456789012345678 counts on, 123456789123456789 begins again */
    if (!again && code.len == 18)
        again = !strncmp(code.ptr, "123456789", 9) && !strncmp(code.ptr + 9, "123456789", 9);
    return again;
}

static bool all_symbols(struct zc_str code)
{
    for (size_t i = 0; i < code.len; i++) {
        if (!memchr(symbols, code.ptr[i], sizeof symbols - 1))
            return false;
    }
    return true;
}

static enum zc_verdict judge_clean(struct zc_str code, bool import)
{
    bool outer = zc_uscc_outer_ok(code);
    bool inner = code.len == 18 && zc_orgcode_ok(zc_str_head(zc_str_from(code, 8), 9));
    if (zc_person_id_ok(code) && !(outer && inner))
        return ZC_VERDICT_PERSON_ID;
    if (import && (is_scientific(code) || (was_number(code) && !(outer && inner))))
        return ZC_VERDICT_LOST_PRECISION;
    size_t chars = zc_utf8_chars(code);
    if (chars == 9 || chars == 13 || chars == 15)
        return ZC_VERDICT_OTHER_ID;
    if (chars != ZC_USCC_LEN)
        return ZC_VERDICT_BAD_LENGTH;
    if (!all_symbols(code))
        return ZC_VERDICT_BAD_CHAR;
    if (is_dummy(code))
        return ZC_VERDICT_DUMMY;
    bool known = zc_uscc_prefix_known(zc_str_head(code, 2));
    if (outer && inner)
        return ZC_VERDICT_VALID;
    if (known && inner)
        return ZC_VERDICT_WARN_OUTER;
    if (known && outer)
        return ZC_VERDICT_WARN_INNER;
    return ZC_VERDICT_BAD_CHECK;
}

enum zc_verdict zc_uscc_judge(struct zc_str text, bool import)
{
    struct zc_buf clean = { 0 };
    zc_code_clean(text, &clean);
    enum zc_verdict verdict = is_missing(text, zc_buf_str(&clean))
                                  ? ZC_VERDICT_MISSING
                                  : judge_clean(zc_buf_str(&clean), import);
    zc_buf_release(&clean);
    return verdict;
}

/* Repairing */

/* 9.16301007105589E+17 with its 15 digits as a number of 18. */
static bool read_scientific(struct zc_str text, uint64_t *value)
{
    enum { EXACT = 15 };
    char digits[ZC_USCC_LEN + 1];
    size_t n = 0, i = 0;
    for (; i < text.len && text.ptr[i] != 'E' && text.ptr[i] != 'e'; i++) {
        if (text.ptr[i] == '.' && i == 1)
            continue;
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || n == EXACT)
            return false;
        digits[n++] = text.ptr[i];
    }
    struct zc_str exponent = zc_str_from(text, i);
    if (!zc_str_is(exponent, "E+17") && !zc_str_is(exponent, "E+017") &&
        !zc_str_is(exponent, "e+17") && !zc_str_is(exponent, "e+017"))
        return false;
    if (n + 1 < EXACT) /* a zero at the end may have gone, more digits not */
        return false;
    while (n < ZC_USCC_LEN)
        digits[n++] = '0';
    return zc_str_to_u64((struct zc_str){ digits, n }, value);
}

/* The interval in which the true number lies. */
static bool interval_of(struct zc_str text, uint64_t *from, uint64_t *to)
{
    uint64_t value;
    if (read_scientific(text, &value)) {
        *from = value - 500;
        *to = value + 500;
        return true;
    }
    if (text.len != ZC_USCC_LEN || !zc_str_to_u64(text, &value))
        return false;
    if (value % 1000 == 0) {
        *from = value;
        *to = value + 999;
        return true;
    }
    *from = value - 64;
    *to = value + 64;
    return value % 128 == 0;
}

size_t zc_uscc_repair(struct zc_str damaged, char (*out)[ZC_USCC_LEN + 1], size_t max)
{
    struct zc_buf clean = { 0 };
    uint64_t from = 0, to = 0;
    size_t n = 0;
    zc_code_clean(damaged, &clean);
    bool known = interval_of(zc_buf_str(&clean), &from, &to);
    for (uint64_t value = from; known && value <= to; value++) {
        char text[24];
        int len = snprintf(text, sizeof text, "%018llu", (unsigned long long)value);
        struct zc_str code = { text, (size_t)len };
        if (len != ZC_USCC_LEN || !zc_uscc_outer_ok(code) ||
            !zc_orgcode_ok(zc_str_head(zc_str_from(code, 8), 9)) ||
            !zc_uscc_prefix_known(zc_str_head(code, 2)))
            continue;
        if (n < max)
            memcpy(out[n], text, ZC_USCC_LEN + 1);
        n++;
    }
    zc_buf_release(&clean);
    return n;
}

#include "storage/encoding.h"
#include "core/utf8.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

enum { BAD_LINES_NAMED = 5 };

static const struct {
    const char *name, *iconv;
} encodings[] = {
    [ZC_ENC_AUTO] = { "auto", NULL },
    [ZC_ENC_UTF8] = { "utf-8", "UTF-8" },
    [ZC_ENC_GB18030] = { "gb18030", "GB18030" },
    [ZC_ENC_UTF16LE] = { "utf-16le", "UTF-16LE" },
    [ZC_ENC_UTF16BE] = { "utf-16be", "UTF-16BE" },
};
enum { ENCODINGS = sizeof encodings / sizeof encodings[0] };

const char *zc_encoding_name(enum zc_encoding encoding)
{
    return encodings[encoding].name;
}

bool zc_encoding_parse(struct zc_str name, enum zc_encoding *out)
{
    static const struct {
        const char *name;
        enum zc_encoding encoding;
    } others[] = {
        { "utf8", ZC_ENC_UTF8 },     { "gbk", ZC_ENC_GB18030 },    { "gb2312", ZC_ENC_GB18030 },
        { "cp936", ZC_ENC_GB18030 }, { "utf-16", ZC_ENC_UTF16LE },
    };
    for (int i = 0; i < ENCODINGS; i++) {
        if (name.len == strlen(encodings[i].name) &&
            strncasecmp(name.ptr, encodings[i].name, name.len) == 0) {
            *out = (enum zc_encoding)i;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (name.len == strlen(others[i].name) &&
            strncasecmp(name.ptr, others[i].name, name.len) == 0) {
            *out = others[i].encoding;
            return true;
        }
    }
    return false;
}

/* Conversion */

enum convert_result { CONVERTED, CONVERT_CUT, CONVERT_BAD, CONVERT_NONE };

/* Strictly: stops at the first bad byte, whose offset is *at. CONVERT_CUT: all but an unfinished
 * character at the very end is in `out`. */
static enum convert_result convert(const char *to, const char *from, struct zc_str in,
                                   struct zc_buf *out, size_t *at)
{
    iconv_t cd = iconv_open(to, from);
    *at = 0;
    if (cd == (iconv_t)-1)
        return CONVERT_NONE;
    char *in_ptr = (char *)in.ptr;
    size_t in_left = in.len;
    enum convert_result result = CONVERTED;
    while (in_left > 0 && result == CONVERTED) {
        /* GB18030 grows by half at most when it becomes UTF-8, and by a third the other way;
         * what does not fit comes with the next round. */
        size_t room = in_left + in_left / 2 + 16;
        char *to_ptr = zc_buf_room(out, room);
        size_t left = room;
        if (iconv(cd, &in_ptr, &in_left, &to_ptr, &left) == (size_t)-1 && errno != E2BIG)
            result = errno == EINVAL ? CONVERT_CUT : CONVERT_BAD;
        out->len += room - left;
    }
    *at = in.len - in_left;
    iconv_close(cd);
    return result;
}

static bool no_converter(const char *name, struct zc_err *err)
{
    return zc_fail(err, ZC_E_SYSTEM,
                   ZC_T("这台电脑的C库不会转换%s", "the C library here cannot convert %s"), name);
}

bool zc_encoding_to_gb18030(struct zc_str text, struct zc_buf *out, struct zc_err *err)
{
    size_t at;
    switch (convert("GB18030", "UTF-8", text, out, &at)) {
    case CONVERTED:
        return true;
    case CONVERT_NONE:
        return no_converter("GB18030", err);
    default:
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("第%zu字节不是有效的UTF-8", "byte %zu is not valid UTF-8"), at + 1);
    }
}

bool zc_encoding_line(struct zc_str line, struct zc_buf *out)
{
    size_t at;
    return convert("UTF-8", "GB18030", line, out, &at) == CONVERTED;
}

/* Reading a file of unknown making */

static bool begins(struct zc_str bytes, const char *with)
{
    size_t len = strlen(with);
    return bytes.len >= len && strncasecmp(bytes.ptr, with, len) == 0;
}

/* Office programs save workbooks and web pages under any name. */
static bool refuse_foreign(struct zc_str bytes, struct zc_err *err)
{
    struct zc_str text = zc_str_trim(zc_str_head(bytes, 512));
    if (bytes.len == 0)
        return zc_fail(err, ZC_E_INPUT, ZC_T("文件是空的", "the file is empty"));
    if (zc_str_starts(bytes, ZC_STR("PK\003\004")) ||
        zc_str_starts(bytes, ZC_STR("\xD0\xCF\x11\xE0")))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("这是工作簿，不是CSV；请在表格软件里“另存为CSV”",
                            "this is a workbook, not CSV; save it as CSV in the spreadsheet"));
    if (zc_str_starts(text, ZC_STR("\xEF\xBB\xBF")))
        text = zc_str_from(text, 3);
    if (begins(text, "<html") || begins(text, "<?xml") || begins(text, "<!doctype") ||
        begins(text, "<table"))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("这是网页或XML，不是CSV；请在表格软件里“另存为CSV”",
                            "this is a web page or XML, not CSV; save it as CSV in the "
                            "spreadsheet"));
    return true;
}

/* A byte order mark at the front, taken off. */
static enum zc_encoding take_mark(struct zc_str *bytes)
{
    static const struct {
        const char *mark;
        size_t len;
        enum zc_encoding encoding;
    } marks[] = {
        { "\xEF\xBB\xBF", 3, ZC_ENC_UTF8 },
        { "\xFF\xFE", 2, ZC_ENC_UTF16LE },
        { "\xFE\xFF", 2, ZC_ENC_UTF16BE },
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (zc_str_starts(*bytes, (struct zc_str){ marks[i].mark, marks[i].len })) {
            *bytes = zc_str_from(*bytes, marks[i].len);
            return marks[i].encoding;
        }
    }
    return ZC_ENC_AUTO;
}

struct lines {
    struct zc_str rest;
    size_t number; /* of the line just taken, from 1 */
};

static bool next_line(struct lines *lines, struct zc_str *line)
{
    if (lines->rest.len == 0)
        return false;
    const char *end = memchr(lines->rest.ptr, '\n', lines->rest.len);
    size_t len = end ? (size_t)(end - lines->rest.ptr) + 1 : lines->rest.len;
    *line = zc_str_head(lines->rest, len);
    lines->rest = zc_str_from(lines->rest, len);
    lines->number++;
    return true;
}

static bool is_ascii(struct zc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] & 0x80)
            return false;
    return true;
}

static bool line_fits(struct zc_str line, enum zc_encoding encoding, struct zc_buf *scratch)
{
    if (encoding == ZC_ENC_UTF8)
        return zc_utf8_valid(line);
    zc_buf_reset(scratch);
    return zc_encoding_line(line, scratch);
}

/* What most of the lines with other than ASCII characters are written in. */
static enum zc_encoding prevailing(struct zc_str bytes)
{
    struct lines lines = { .rest = bytes };
    struct zc_str line;
    size_t utf8 = 0, other = 0;
    while (next_line(&lines, &line)) {
        if (is_ascii(line))
            continue;
        if (zc_utf8_valid(line))
            utf8++;
        else
            other++;
    }
    return utf8 >= other ? ZC_ENC_UTF8 : ZC_ENC_GB18030;
}

/* The first lines that do not fit, by number: what a person needs to find them. */
static bool fail_lines(struct zc_str bytes, enum zc_encoding encoding, struct zc_err *err)
{
    struct lines lines = { .rest = bytes };
    struct zc_str line;
    struct zc_buf numbers = { 0 }, scratch = { 0 };
    size_t bad = 0;
    while (next_line(&lines, &line)) {
        if (is_ascii(line) || line_fits(line, encoding, &scratch))
            continue;
        if (++bad <= BAD_LINES_NAMED)
            zc_buf_printf(&numbers, "%s%zu", bad == 1 ? "" : ZC_T("、", ", "), lines.number);
    }
    zc_fail(err, ZC_E_INPUT,
            ZC_T("第%s行%s不是%s编码，什么也没有导入；请把文件统一存成UTF-8或GB18030",
                 "line %s%s: not %s, nothing was taken in; save the whole file as UTF-8 or "
                 "GB18030"),
            zc_buf_cstr(&numbers), bad > BAD_LINES_NAMED ? ZC_T("等", " and more") : "",
            encodings[encoding].name);
    zc_buf_release(&numbers);
    zc_buf_release(&scratch);
    return false;
}

/* Bytes of an unfinished character at the end of a file that was cut off. */
static size_t cut_tail(struct zc_str bytes, size_t valid)
{
    unsigned char lead = valid < bytes.len ? (unsigned char)bytes.ptr[valid] : 0;
    size_t left = bytes.len - valid, want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || left >= want)
        return 0;
    for (size_t i = 1; i < left; i++)
        if (((unsigned char)bytes.ptr[valid + i] & 0xC0) != 0x80)
            return 0;
    return left;
}

/* The text with U+FFFD for a character that the end of the file cut in two: the row says so
 * itself and is not taken. */
static bool decode_as(struct zc_str bytes, enum zc_encoding encoding, struct zc_buf *out)
{
    size_t at;
    if (encoding == ZC_ENC_UTF8) {
        at = zc_utf8_valid_len(bytes);
        size_t tail = cut_tail(bytes, at);
        if (at + tail < bytes.len)
            return false;
        zc_buf_add(out, zc_str_head(bytes, at));
        if (tail)
            zc_buf_cp(out, 0xFFFD);
        return true;
    }
    size_t before = out->len;
    enum convert_result result = convert("UTF-8", encodings[encoding].iconv, bytes, out, &at);
    if (result == CONVERT_CUT)
        zc_buf_cp(out, 0xFFFD);
    if (result == CONVERTED || result == CONVERT_CUT)
        return true;
    out->len = before;
    return false;
}

bool zc_encoding_decode(struct zc_str bytes, enum zc_encoding want, struct zc_buf *out,
                        enum zc_encoding *got, struct zc_err *err)
{
    if (!refuse_foreign(bytes, err))
        return false;
    enum zc_encoding marked = take_mark(&bytes);
    enum zc_encoding encoding = want != ZC_ENC_AUTO ? want : marked;
    bool ok;
    if (encoding != ZC_ENC_AUTO) {
        ok = decode_as(bytes, encoding, out);
    } else {
        /* UTF-8 first: Chinese names in GB bytes are never valid UTF-8, while nearly half of
         * them in UTF-8 are also valid GB18030 (DOMAIN.md 9.1). */
        encoding = ZC_ENC_UTF8;
        ok = decode_as(bytes, encoding, out);
        if (!ok) {
            encoding = ZC_ENC_GB18030;
            ok = decode_as(bytes, encoding, out);
        }
        if (!ok)
            encoding = prevailing(bytes);
    }
    if (!ok && encoding >= ZC_ENC_UTF16LE)
        return zc_fail(err, ZC_E_INPUT, ZC_T("文件不是有效的%s", "the file is not valid %s"),
                       encodings[encoding].name);
    if (!ok)
        return fail_lines(bytes, encoding, err);
    if (got)
        *got = encoding;
    return true;
}

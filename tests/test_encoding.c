#include "storage/encoding.h"
#include "tests/check.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 西宁 in the encodings that offices use. */
#define U8 "\xE8\xA5\xBF\xE5\xAE\x81"
#define GB "\xCE\xF7\xC4\xFE"

static const struct {
    const char *name;
    struct zc_str bytes;
    enum zc_encoding want, got;
    struct zc_str text; /* empty: refused */
    const char *says;   /* part of the message when refused */
} files[] = {
    { "plain ASCII is UTF-8", ZC_LIT("a,b\n"), 0, ZC_ENC_UTF8, ZC_LIT("a,b\n"), NULL },
    { "UTF-8", ZC_LIT(U8 "\n"), 0, ZC_ENC_UTF8, ZC_LIT(U8 "\n"), NULL },
    { "UTF-8 with a mark loses the mark", ZC_LIT("\xEF\xBB\xBF" U8), 0, ZC_ENC_UTF8, ZC_LIT(U8),
      NULL },
    { "GB18030 of two bytes", ZC_LIT(GB "\n"), 0, ZC_ENC_GB18030, ZC_LIT(U8 "\n"), NULL },
    { "GB18030 of four bytes", ZC_LIT(GB "\x95\x32\x82\x36"), 0, ZC_ENC_GB18030,
      ZC_LIT(U8 "\xF0\xA0\x80\x80"), NULL },
    { "UTF-16 little endian", ZC_LIT("\xFF\xFE\x7F\x89\x81\x5B\x0A\x00"), 0, ZC_ENC_UTF16LE,
      ZC_LIT(U8 "\n"), NULL },
    { "UTF-16 big endian", ZC_LIT("\xFE\xFF\x89\x7F\x5B\x81"), 0, ZC_ENC_UTF16BE, ZC_LIT(U8),
      NULL },
    { "a mark is taken off also when the encoding is named", ZC_LIT("\xEF\xBB\xBF" U8), ZC_ENC_UTF8,
      ZC_ENC_UTF8, ZC_LIT(U8), NULL },
    { "UTF-8 that ends inside a character", ZC_LIT(U8 "\xE5\xAE"), 0, ZC_ENC_UTF8,
      ZC_LIT(U8 "\xEF\xBF\xBD"), NULL },
    { "GB18030 that ends inside a character", ZC_LIT(GB "\xC4"), 0, ZC_ENC_GB18030,
      ZC_LIT(U8 "\xEF\xBF\xBD"), NULL },
    { "mixed lines are named",
      ZC_LIT(U8 "\n" U8 "\n" GB "\nx\n" GB "\xFF\n"),
      0,
      0,
      { 0 },
      "3, 5" },
    { "GB18030 with a bad byte", ZC_LIT(GB "\n" GB "\n\xFF\xFF\n"), 0, 0, { 0 }, "line 3" },
    { "named as UTF-8, but is not", ZC_LIT("a\n" GB "\n"), ZC_ENC_UTF8, 0, { 0 }, "line 2" },
    { "odd UTF-16", ZC_LIT("\xFF\xFE\x00\xDC\x00\x00"), 0, 0, { 0 }, "utf-16le" },
    { "empty", ZC_LIT(""), 0, 0, { 0 }, "empty" },
    { "workbook", ZC_LIT("PK\003\004rest"), 0, 0, { 0 }, "workbook" },
    { "old workbook", ZC_LIT("\xD0\xCF\x11\xE0rest"), 0, 0, { 0 }, "workbook" },
    { "web page under another name", ZC_LIT("\n<HTML><body>"), 0, 0, { 0 }, "web page" },
    { "XML with a mark", ZC_LIT("\xEF\xBB\xBF<?xml version"), 0, 0, { 0 }, "XML" },
};

static void test_decode(void)
{
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct zc_err err = { 0 };
        struct zc_buf text = { 0 };
        enum zc_encoding got = ZC_ENC_AUTO;
        bool ok = zc_encoding_decode(files[i].bytes, files[i].want, &text, &got, &err);
        bool want = files[i].says == NULL;
        bool same = want ? ok && got == files[i].got && zc_str_eq(zc_buf_str(&text), files[i].text)
                         : !ok && strstr(err.msg, files[i].says) && text.len == 0;
        zc_checkf(same, "%s%s%s", files[i].name, ok ? "" : ": ", err.msg);
        zc_buf_release(&text);
    }
}

static void test_gb18030_there_and_back(void)
{
    struct zc_buf gb = { 0 }, back = { 0 };
    struct zc_err err = { 0 };
    struct zc_str text = ZC_LIT(U8 "\xE2\x80\xA2\xF0\xA0\x80\x80,x\n\xEF\xA4\xA9"); /* •𠀀 , 郎 */
    zc_check("UTF-8 to GB18030", zc_encoding_to_gb18030(text, &gb, &err));
    zc_check("and back",
             zc_encoding_line(zc_buf_str(&gb), &back) && zc_str_eq(zc_buf_str(&back), text));
    zc_buf_reset(&back);
    zc_check("a line that is neither", !zc_encoding_line((struct zc_str)ZC_LIT("\xFF\xFF"), &back));
    zc_buf_release(&gb);
    zc_buf_release(&back);
}

static void test_names(void)
{
    enum zc_encoding encoding;
    zc_check("names are read in any case",
             zc_encoding_parse(ZC_STR("GBK"), &encoding) && encoding == ZC_ENC_GB18030);
    zc_check("unknown names are refused", !zc_encoding_parse(ZC_STR("latin1"), &encoding));
    for (int i = ZC_ENC_AUTO; i <= ZC_ENC_UTF16BE; i++)
        zc_checkf(zc_encoding_parse(zc_str_of(zc_encoding_name((enum zc_encoding)i)), &encoding) &&
                      (int)encoding == i,
                  "%s is read as itself", zc_encoding_name((enum zc_encoding)i));
}

static bool reads(const char *path, const char *text)
{
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    bool same = zc_file_read(path, &bytes, &err) && zc_str_is(zc_buf_str(&bytes), text);
    zc_buf_release(&bytes);
    return same;
}

static struct zc_outfile *begun(const char *path)
{
    struct zc_err err = { 0 };
    struct zc_outfile *file = zc_outfile_open(path, &err);
    if (file && !zc_outfile_write(file, ZC_STR("new\n"), &err)) {
        zc_outfile_abort(file);
        file = NULL;
    }
    return file;
}

static void test_outfile(void)
{
    char folder[] = "/tmp/zc-test-XXXXXX", path[64], missing[64];
    struct zc_err err = { 0 };
    if (!zc_check("a folder for the test", mkdtemp(folder) != NULL))
        return;
    snprintf(path, sizeof path, "%s/out.csv", folder);
    snprintf(missing, sizeof missing, "%s/no/out.csv", folder);

    zc_outfile_abort(begun(path));
    zc_check("given up: no file", access(path, F_OK) != 0);
    zc_check("written", zc_outfile_commit(begun(path), &err) && reads(path, "new\n"));
    zc_outfile_abort(begun(path));
    zc_check("given up: the older file stays", reads(path, "new\n"));
    zc_check("replaced", zc_outfile_commit(begun(path), &err) && reads(path, "new\n"));
    zc_check("no folder: a message", !zc_outfile_open(missing, &err) && strstr(err.msg, missing));
    zc_check("reading what is not there: a message",
             !reads(missing, "") && !reads(folder, "")); /* nor a folder */
    unlink(path);
    zc_check("nothing else was left behind", rmdir(folder) == 0);
}

static void test_outfile_full(void)
{
    struct zc_err err = { 0 };
    struct zc_outfile *file = begun("/dev/full");
    zc_check("a full disk is a message", file && !zc_outfile_commit(file, &err) && err.msg[0]);
}

int main(void)
{
    zc_lang_set(ZC_LANG_EN);
    test_decode();
    test_gb18030_there_and_back();
    test_names();
    test_outfile();
    test_outfile_full();
    return zc_check_done();
}

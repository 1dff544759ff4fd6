#include "core/utf8.h"
#include "storage/encoding.h"
#include "storage/exchange_file.h"
#include "tests/check.h"
#include "tests/exchange_lines.h"
#include <string.h>

/* Takes the revisions of a file, in canonical form, one after another. */
struct taken {
    struct zc_buf lines;
    uint64_t stop_after;
};

static bool take(void *ctx, const struct zc_rev *rev, uint64_t line, struct zc_err *err)
{
    struct taken *taken = ctx;
    zc_exchange_line(rev, &taken->lines);
    if (taken->stop_after && --taken->stop_after == 0)
        return zc_fail(err, ZC_E_STORE, "stopped at line %u", (unsigned)line);
    return true;
}

static bool read_all(struct zc_str bytes, struct taken *taken, struct zc_exchange_report *report)
{
    struct zc_err err = { 0 };
    zc_buf_reset(&taken->lines);
    return zc_exchange_read(bytes, take, taken, report, &err);
}

static const struct {
    const char *name;
    struct zc_str bytes;
    const char *lines; /* that come out */
    uint64_t damaged;
    bool complete;
    uint64_t first_damaged;
} files[] = {
    { "three revisions", ZC_LIT(FILE_3), LINE_A LINE_B LINE_C, 0, true, 0 },
    { "four revisions", ZC_LIT(FILE_4), LINE_A LINE_B LINE_C LINE_R, 0, true, 0 },
    { "no revision", ZC_LIT(HEADER), "", 0, false, 0 },
    { "byte order mark", ZC_LIT("\xEF\xBB\xBF" FILE_3), LINE_A LINE_B LINE_C, 0, true, 0 },
    { "no end line", ZC_LIT(HEADER LINE_A LINE_B), LINE_A LINE_B, 0, false, 0 },
    { "no header", ZC_LIT(LINE_A LINE_B LINE_C END_3), LINE_A LINE_B LINE_C, 0, true, 0 },
    { "a line is missing", ZC_LIT(HEADER LINE_A LINE_C END_3), LINE_A LINE_C, 0, false, 0 },
    { "lines in another order", ZC_LIT(HEADER LINE_C LINE_B LINE_A END_3), LINE_C LINE_B LINE_A, 0,
      false, 0 },
    { "two files joined", ZC_LIT(FILE_3 FILE_4), LINE_A LINE_B LINE_C LINE_A LINE_B LINE_C LINE_R,
      0, false, 0 },
    { "an empty line and CR", ZC_LIT(HEADER "\r\n\n" LINE_A), LINE_A, 0, false, 0 },
    { "padded by a spreadsheet",
      ZC_LIT("zc1,rid,parents,cells,,,,\r\n" ID_A "," RID
             ",,.at=2025-03-01T09:30:00+08:00,.by=张三,.dev=d7k2,.form=ent@1,.g=3,.role=worker,"
             "_status=draft,ent_name=西宁甲商贸有限公司,phone=0971-6123456,,,,,,\r\n"),
      LINE_A, 0, false, 0 },
    { "all cells quoted",
      ZC_LIT("\"zc1\",\"rid\",\"parents\",\"cells\"\n\"" ID_B "\",\"" RID "\",\"" ID_A
             "\",\".at=2025-03-01T10:00:00+08:00\",\".by=张三\",\".dev=d7k2\","
             "\".form=ent@1\",\".g=3\",\".role=worker\",\"phone=13900000001\"\n"
             "\"end\",\"1\",\"x\"\n"),
      LINE_B, 0, false, 0 },
    { "one character changed",
      ZC_LIT(HEADER LINE_A ID_B
             "," RID "," ID_A
             ",.at=2025-03-01T10:00:00+08:00,.by=张三,.dev=d7k2,.form=ent@1,.g=3,.role=worker,"
             "phone=13900000003\n" LINE_C END_3),
      LINE_A LINE_C, 1, false, 3 },
    { "junk between lines does no harm", ZC_LIT(HEADER LINE_A "junk\n" LINE_B LINE_C END_3),
      LINE_A LINE_B LINE_C, 1, true, 3 },
    { "a quote that is not closed spoils one line", ZC_LIT(HEADER "\"" LINE_A LINE_B), LINE_B, 1,
      false, 2 },
    { "unknown escape", ZC_LIT(HEADER ID_B "," RID ",,x=a\\t\n"), "", 1, false, 2 },
    { "cell without a name", ZC_LIT(HEADER ID_B "," RID ",,x\n"), "", 1, false, 2 },
    { "bytes of no encoding", ZC_LIT(HEADER "\xFF\xFE\xFF\n" LINE_A), LINE_A, 1, false, 2 },
    { "a NUL byte", ZC_LIT(HEADER "\0\n" LINE_A), LINE_A, 1, false, 2 },
};

static void test_files(void)
{
    struct taken taken = { 0 };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct zc_exchange_report report;
        bool ok = read_all(files[i].bytes, &taken, &report);
        zc_checkf(ok && zc_str_is(zc_buf_str(&taken.lines), files[i].lines) &&
                      report.damaged == files[i].damaged && report.complete == files[i].complete &&
                      report.first_damaged == files[i].first_damaged,
                  "%s: %u valid, %u damaged%s%s", files[i].name, (unsigned)report.valid,
                  (unsigned)report.damaged, report.damaged ? ": " : "", report.first_reason);
    }
    zc_buf_release(&taken.lines);
}

/* Writing again what was read gives the bytes of the vector, end digest included. */
static bool copy_out(void *ctx, const struct zc_rev *rev, uint64_t line, struct zc_err *err)
{
    struct {
        struct zc_exchange_digest digest;
        struct zc_buf out;
    } *copy = ctx;
    (void)line, (void)err;
    zc_exchange_add(&copy->digest, rev, &copy->out);
    return true;
}

static void test_writing(void)
{
    static const char *const whole[] = { FILE_3, FILE_4 };
    for (size_t i = 0; i < 2; i++) {
        struct {
            struct zc_exchange_digest digest;
            struct zc_buf out;
        } copy = { 0 };
        struct zc_exchange_report report;
        struct zc_err err = { 0 };
        char digest[33];
        zc_exchange_begin(&copy.digest, &copy.out);
        bool ok = zc_exchange_read(zc_str_of(whole[i]), copy_out, &copy, &report, &err);
        zc_exchange_end(&copy.digest, &copy.out, digest);
        zc_checkf(ok && zc_str_is(zc_buf_str(&copy.out), whole[i]), "written again: %s", digest);
        zc_buf_release(&copy.out);
    }
}

static void test_meaning(void)
{
    struct zc_arena arena = { 0 };
    struct zc_rev rev = { 0 };
    struct zc_err err = { 0 };
    bool ok = zc_exchange_parse(ZC_STR(LINE_C), &arena, &rev, &err);
    const struct zc_pair *memo = ok ? zc_rev_write(&rev, ZC_STR("memo")) : NULL;
    zc_check("quotes, line end and backslash come back",
             memo && zc_str_is(memo->value, "二楼, \"东\"侧\n路径 C:\\n"));
    ok = zc_exchange_parse(ZC_STR(LINE_R), &arena, &rev, &err);
    zc_check("two parents, seven attributes, two writes",
             ok && rev.nparents == 2 && rev.nattrs == 7 && rev.nwrites == 2);
    zc_arena_release(&arena);
}

/* Every value that a revision can hold comes back from its line. */
static void test_awkward_values(void)
{
    static const char *const values[] = { "",         " ",       "a ",        "\ta",       "a\t",
                                          "\n",       "\\",      "\\n",       "\\\n\\",    "\"",
                                          "\"\"",     "a,b",     "=1+1",      "x=y=z",     "end",
                                          "\xC2\xA0", "\"a,\nb", "、，；\n ", "\\\"\\,\\n" };
    struct zc_arena arena = { 0 };
    struct zc_buf line = { 0 };
    struct zc_rid rid;
    zc_rid_parse(ZC_STR(RID), &rid);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct zc_pair write = { ZC_LIT("f"), zc_str_of(values[i]) };
        struct zc_pair attr = { ZC_LIT("note"), zc_str_of(values[i]) };
        struct zc_rev made = { 0 }, back = { 0 };
        struct zc_err err = { 0 };
        zc_buf_reset(&line);
        bool ok = zc_rev_make(rid, NULL, 0, &attr, 1, &write, 1, &arena, &made, &err);
        if (ok)
            zc_exchange_line(&made, &line);
        struct zc_str text = zc_str_head(zc_buf_str(&line), line.len - 1);
        ok =
            ok && !memchr(text.ptr, '\n', text.len) && zc_exchange_parse(text, &arena, &back, &err);
        zc_checkf(ok && zc_str_eq(back.writes[0].value, write.value) &&
                      zc_str_eq(zc_rev_attr(&back, "note"), attr.value),
                  "value %zu comes back from its line", i);
    }
    zc_buf_release(&line);
    zc_arena_release(&arena);
}

/* A file cut anywhere gives the lines before the cut, and never one that nobody made. */
static void test_every_cut(void)
{
    struct zc_str whole = ZC_LIT(FILE_4);
    struct taken taken = { 0 };
    size_t bad = 0;
    for (size_t len = 0; len <= whole.len; len++) {
        struct zc_exchange_report report;
        bool ok = read_all(zc_str_head(whole, len), &taken, &report);
        struct zc_str lines = zc_buf_str(&taken.lines), all = ZC_LIT(LINE_A LINE_B LINE_C LINE_R);
        bad += !ok || !zc_str_starts(all, lines) || report.damaged > 1 ||
               report.complete != (len + 1 >= whole.len);
    }
    zc_checkf(bad == 0, "cut at every byte: %zu cuts go wrong", bad);
    zc_buf_release(&taken.lines);
}

/* One changed byte never makes a revision that nobody made. */
static void test_every_change(void)
{
    static char bytes[] = FILE_3;
    struct zc_str all = ZC_LIT(LINE_A LINE_B LINE_C);
    struct taken taken = { 0 };
    size_t bad = 0;
    for (size_t at = 0; at < sizeof bytes - 1; at++) {
        char old = bytes[at];
        for (unsigned bit = 0; bit < 8; bit++) {
            struct zc_exchange_report report;
            bytes[at] = (char)((unsigned char)old ^ (1u << bit));
            bool ok = read_all((struct zc_str){ bytes, sizeof bytes - 1 }, &taken, &report);
            struct zc_str rest = zc_buf_str(&taken.lines), line;
            while (ok && zc_str_cut(&rest, '\n', &line) && line.len > 0)
                bad += zc_str_find(all, line) == SIZE_MAX;
            bad += !ok;
        }
        bytes[at] = old;
    }
    zc_checkf(bad == 0, "every bit changed: %zu strange revisions", bad);
    zc_buf_release(&taken.lines);
}

static void test_gb18030(void)
{
    struct zc_buf gb = { 0 };
    struct zc_err err = { 0 };
    struct taken taken = { 0 };
    struct zc_exchange_report report = { 0 };
    bool ok = zc_encoding_to_gb18030(ZC_STR(FILE_4), &gb, &err) &&
              read_all(zc_buf_str(&gb), &taken, &report);
    zc_check("a file saved as GB18030 reads complete",
             ok && report.complete && report.valid == 4 && report.damaged == 0);
    zc_buf_release(&gb);
    zc_buf_release(&taken.lines);
}

static void test_stopping(void)
{
    struct taken taken = { .stop_after = 2 };
    struct zc_exchange_report report = { 0 };
    zc_check("the taker stops the reading",
             !read_all(ZC_STR(FILE_4), &taken, &report) && report.valid == 2);
    zc_buf_release(&taken.lines);
}

static const struct {
    struct zc_str bytes;
    bool is, newer;
} heads[] = {
    { ZC_LIT("zc1,rid"), true, false },
    { ZC_LIT("\xEF\xBB\xBFzc1,rid"), true, false },
    { ZC_LIT("\"zc1\",\"rid\"\r\n"), true, false },
    { ZC_LIT("zc2,rid"), true, true },
    { ZC_LIT("zc17,rid"), true, true },
    { ZC_LIT(END_3), true, false },
    { ZC_LIT(LINE_A), true, false },
    { ZC_LIT("zc0,rid"), false, false },
    { ZC_LIT("zc,rid"), false, false },
    { ZC_LIT("zc1"), false, false },
    { ZC_LIT(""), false, false },
    { ZC_LIT("uscc,name\n"), false, false },
};

static void test_heads(void)
{
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        bool newer, is = zc_exchange_is(heads[i].bytes, &newer);
        zc_checkf(is == heads[i].is && newer == heads[i].newer, "exchange file or not: %.12s",
                  heads[i].bytes.ptr);
    }
}

static void test_derived_id(void)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(zc_rid_derive(ZC_STR("ent"), ZC_STR("uscc"), ZC_STR("91630103MA7ABCDE12")), text);
    zc_checkf(strcmp(text, "kxe22scsf330hx1bcsyr4fyaz") == 0, "derived id %s", text);
}

int main(void)
{
    zc_lang_set(ZC_LANG_EN);
    test_files();
    test_writing();
    test_meaning();
    test_awkward_values();
    test_every_cut();
    test_every_change();
    test_gb18030();
    test_stopping();
    test_heads();
    test_derived_id();
    return zc_check_done();
}

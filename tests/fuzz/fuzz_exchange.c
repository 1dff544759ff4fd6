#include "core/utf8.h"
#include "storage/exchange_file.h"
#include "tests/fuzz/fuzz.h"
#include <stdlib.h>
#include <string.h>

/* Exchange files. Wants: what is valid has its id, reads the same from its canonical line, and all
 * of it, written again, is a whole file that gives the same bytes.
 *
 * A changed line does not pass the comparison of its id, and then nothing behind that would be
 * tried: such a line is given the id that its content has, and must pass then. */

static void need(bool ok)
{
    if (!ok)
        abort();
}

struct copy {
    struct zc_exchange_digest digest;
    struct zc_buf out;
    uint64_t lines;
};

static bool copy_line(void *ctx, const struct zc_rev *rev, uint64_t line, struct zc_err *err)
{
    struct copy *copy = ctx;
    struct zc_revid id;
    struct zc_err why = { 0 };
    (void)line, (void)err;
    zc_rev_hash(rev, &id);
    need(zc_rev_verify(rev, &why) && zc_revid_cmp(&id, &rev->id) == 0);
    zc_exchange_add(&copy->digest, rev, &copy->out);
    copy->lines++;
    return true;
}

static void read_file(struct zc_str bytes, struct copy *copy, struct zc_exchange_report *report)
{
    char digest[ZC_BASE32_LEN(ZC_HASH_LEN) + 1];
    struct zc_err err = { 0 };
    zc_exchange_begin(&copy->digest, &copy->out);
    need(zc_exchange_read(bytes, copy_line, copy, report, &err));
    zc_exchange_end(&copy->digest, &copy->out, digest);
    need(report->valid == copy->lines);
    need((report->damaged > 0) == (report->first_damaged > 0 && report->first_reason[0]));
}

/* The line with the id of its content, when it is a revision but for that. */
static void check_line(struct zc_str line)
{
    struct zc_arena arena = { 0 };
    struct zc_rev rev = { 0 }, again;
    struct zc_buf one = { 0 }, two = { 0 };
    struct zc_err err = { 0 };
    bool ok = zc_exchange_parse(line, &arena, &rev, &err);
    need(ok || (err.code != ZC_OK && err.msg[0] && zc_utf8_valid(zc_str_of(err.msg))));
    if (zc_rev_verify(&rev, &err)) {
        zc_rev_hash(&rev, &rev.id);
        zc_exchange_line(&rev, &one);
        need(zc_exchange_parse(zc_str_head(zc_buf_str(&one), one.len - 1), &arena, &again, &err));
        need(zc_revid_cmp(&rev.id, &again.id) == 0 && zc_rid_eq(rev.rid, again.rid));
        zc_exchange_line(&again, &two);
        need(zc_str_eq(zc_buf_str(&one), zc_buf_str(&two)));
    }
    zc_buf_release(&one);
    zc_buf_release(&two);
    zc_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zc_str bytes = { (const char *)data, size }, rest = bytes, line;
    struct zc_exchange_report report;
    struct copy first = { 0 }, again = { 0 };
    bool newer;
    zc_exchange_is(bytes, &newer);
    read_file(bytes, &first, &report);
    read_file(zc_buf_str(&first.out), &again, &report);
    need(report.complete && report.damaged == 0);
    need(zc_str_eq(zc_buf_str(&first.out), zc_buf_str(&again.out)));
    while (zc_str_cut(&rest, '\n', &line))
        check_line(line);
    zc_buf_release(&first.out);
    zc_buf_release(&again.out);
    return 0;
}

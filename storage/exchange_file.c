#include "storage/exchange_file.h"
#include "core/csv.h"
#include "core/utf8.h"
#include "storage/encoding.h"
#include <inttypes.h>
#include <string.h>

enum {
    FIXED_CELLS = 3 /* id, rid, parents */
};

/* Writing */

static bool is_plain(struct zc_str text)
{
    static const bool special[256] = {
        ['\\'] = true, ['\n'] = true, [','] = true, ['"'] = true, ['\r'] = true
    };
    for (size_t i = 0; i < text.len; i++) {
        if (special[(unsigned char)text.ptr[i]])
            return false;
    }
    return text.len == 0 || (text.ptr[text.len - 1] != ' ' && text.ptr[text.len - 1] != '\t');
}

static void put_escaped(struct zc_str text, struct zc_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            zc_buf_text(out, "\\n");
        else if (text.ptr[i] == '\\')
            zc_buf_text(out, "\\\\");
        else
            zc_buf_char(out, text.ptr[i]);
    }
}

static void put_cell(const struct zc_pair *pair, bool attribute, struct zc_buf *out)
{
    zc_buf_text(out, attribute ? ",." : ",");
    if (is_plain(pair->value)) { /* names never need quotes */
        zc_buf_add(out, pair->name);
        zc_buf_char(out, '=');
        zc_buf_add(out, pair->value);
        return;
    }
    struct zc_buf cell = { 0 };
    out->len -= attribute;
    zc_buf_text(&cell, attribute ? "." : "");
    zc_buf_add(&cell, pair->name);
    zc_buf_char(&cell, '=');
    put_escaped(pair->value, &cell);
    zc_csv_put(out, zc_buf_str(&cell));
    zc_buf_release(&cell);
}

void zc_exchange_line(const struct zc_rev *rev, struct zc_buf *out)
{
    char id[ZC_REVID_TEXT + 1], rid[ZC_RID_TEXT + 1];
    zc_revid_print(&rev->id, id);
    zc_rid_print(rev->rid, rid);
    zc_buf_bytes(out, id, ZC_REVID_TEXT);
    zc_buf_char(out, ',');
    zc_buf_bytes(out, rid, ZC_RID_TEXT);
    zc_buf_char(out, ',');
    for (uint32_t i = 0; i < rev->nparents; i++) {
        zc_revid_print(&rev->parents[i], id);
        zc_buf_text(out, i > 0 ? " " : "");
        zc_buf_bytes(out, id, ZC_REVID_TEXT);
    }
    for (uint32_t i = 0; i < rev->nattrs; i++)
        put_cell(&rev->attrs[i], true, out);
    for (uint32_t i = 0; i < rev->nwrites; i++)
        put_cell(&rev->writes[i], false, out);
    zc_buf_char(out, '\n');
}

static void digest_init(struct zc_exchange_digest *digest)
{
    zc_hash_init(&digest->hash);
    digest->lines = 0;
}

static void digest_print(const struct zc_exchange_digest *digest,
                         char text[ZC_BASE32_LEN(ZC_HASH_LEN) + 1])
{
    struct zc_hash hash = digest->hash; /* ending a hash spends it */
    uint8_t bytes[ZC_HASH_LEN];
    zc_hash_end(&hash, bytes);
    zc_base32_put(bytes, sizeof bytes, text);
    text[ZC_BASE32_LEN(ZC_HASH_LEN)] = '\0';
}

void zc_exchange_begin(struct zc_exchange_digest *digest, struct zc_buf *out)
{
    digest_init(digest);
    zc_buf_text(out, "zc1,rid,parents,cells\n");
}

void zc_exchange_add(struct zc_exchange_digest *digest, const struct zc_rev *rev,
                     struct zc_buf *out)
{
    size_t before = out->len;
    zc_exchange_line(rev, out);
    zc_hash_add(&digest->hash, zc_str_from(zc_buf_str(out), before));
    digest->lines++;
}

void zc_exchange_end(struct zc_exchange_digest *digest, struct zc_buf *out,
                     char text[ZC_BASE32_LEN(ZC_HASH_LEN) + 1])
{
    digest_print(digest, text);
    zc_buf_printf(out, "end,%" PRIu64 ",%s\n", digest->lines, text);
}

/* Reading */

static struct zc_str without_end(struct zc_str line)
{
    while (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* Cells of a line in UTF-8; spreadsheets pad lines with empty cells. */
static bool split(struct zc_str line, struct zc_arena *arena, struct zc_str **cells, size_t *n,
                  struct zc_err *err)
{
    size_t commas = 0;
    if (line.len > ZC_EXCHANGE_MAX_LINE)
        return zc_fail(err, ZC_E_LIMIT,
                       ZC_T("这一行太长，超过%d字节", "the line is longer than %d bytes"),
                       ZC_EXCHANGE_MAX_LINE);
    if (!zc_utf8_valid(line)) {
        struct zc_buf text = { 0 };
        bool known = zc_encoding_line(line, &text);
        line = zc_arena_copy(arena, zc_buf_str(&text));
        zc_buf_release(&text);
        if (!known)
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("既不是UTF-8也不是GB18030", "neither UTF-8 nor GB18030"));
    }
    for (size_t i = 0; i < line.len; i++)
        commas += line.ptr[i] == ',';
    *cells = ZC_NEW(arena, struct zc_str, commas + 1);
    if (!zc_csv_line(line, ',', arena, commas + 1, *cells, n, err))
        return false;
    while (*n > FIXED_CELLS && (*cells)[*n - 1].len == 0)
        --*n;
    return true;
}

static bool unescape(struct zc_str text, struct zc_arena *arena, struct zc_str *out)
{
    if (text.len == 0 || !memchr(text.ptr, '\\', text.len)) {
        *out = text;
        return true;
    }
    char *plain = zc_arena_alloc(arena, text.len, 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\\') {
            plain[len++] = text.ptr[i];
            continue;
        }
        char next = ++i < text.len ? text.ptr[i] : '\0';
        if (next != '\\' && next != 'n')
            return false;
        plain[len++] = next == 'n' ? '\n' : '\\';
    }
    *out = (struct zc_str){ plain, len };
    return true;
}

static bool parse_parents(struct zc_str text, struct zc_arena *arena, struct zc_rev *out,
                          struct zc_err *err)
{
    struct zc_str word;
    size_t max = (text.len + 1) / (ZC_REVID_TEXT + 1);
    struct zc_revid *parents = ZC_NEW(arena, struct zc_revid, max + 1);
    out->parents = parents;
    while (zc_str_word(&text, &word)) {
        if (out->nparents > max || !zc_revid_parse(word, &parents[out->nparents]))
            return zc_fail(err, ZC_E_INPUT, ZC_T("上一版不是修订号", "a parent is no revision id"));
        out->nparents++;
    }
    return true;
}

static bool parse_cells(const struct zc_str *cells, size_t n, struct zc_arena *arena,
                        struct zc_rev *out, struct zc_err *err)
{
    struct zc_pair *pairs = ZC_NEW(arena, struct zc_pair, n + 1);
    size_t nattrs = 0;
    while (nattrs < n && cells[nattrs].len > 0 && cells[nattrs].ptr[0] == '.')
        nattrs++;
    for (size_t i = 0; i < n; i++) {
        struct zc_str cell = i < nattrs ? zc_str_from(cells[i], 1) : cells[i];
        struct zc_str value = cell;
        if (!zc_str_cut(&value, '=', &pairs[i].name) || pairs[i].name.len == cell.len ||
            !unescape(value, arena, &pairs[i].value))
            return zc_fail(err, ZC_E_INPUT,
                           ZC_T("第%zu格“%.*s”不是“名称=值”", "cell %zu '%.*s' is no name=value"),
                           i + FIXED_CELLS + 1, ZC_ARG(zc_utf8_head(cell, 60)));
    }
    out->attrs = pairs;
    out->nattrs = (uint32_t)nattrs;
    out->writes = pairs + nattrs;
    out->nwrites = (uint32_t)(n - nattrs);
    return true;
}

static bool parse_rev(const struct zc_str *cells, size_t n, struct zc_rev_memo *memo,
                      struct zc_arena *arena, struct zc_rev *out, struct zc_err *err)
{
    struct zc_revid actual;
    *out = (struct zc_rev){ 0 };
    if (n < FIXED_CELLS || !zc_revid_parse(cells[0], &out->id) ||
        !zc_rid_parse(cells[1], &out->rid))
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("这一行不以修订号和记录号开头",
                            "the line does not begin with a revision id and a record id"));
    if (n - FIXED_CELLS > ZC_REV_MAX_CELLS)
        return zc_fail(err, ZC_E_LIMIT, ZC_T("一行超过%d格", "more than %d cells in one line"),
                       ZC_REV_MAX_CELLS);
    if (!parse_parents(cells[2], arena, out, err) ||
        !parse_cells(cells + FIXED_CELLS, n - FIXED_CELLS, arena, out, err) ||
        !zc_rev_verify(out, err))
        return false;
    zc_rev_hash_memo(out, memo, &actual);
    if (zc_revid_cmp(&actual, &out->id) != 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("内容与修订号不符，这一行被改动过",
                            "the content does not fit the revision id, the line was changed"));
    return true;
}

bool zc_exchange_parse(struct zc_str line, struct zc_arena *arena, struct zc_rev *out,
                       struct zc_err *err)
{
    struct zc_str *cells;
    size_t n;
    return split(without_end(line), arena, &cells, &n, err) &&
           parse_rev(cells, n, NULL, arena, out, err);
}

/* First cell of a line, without the quotes that a spreadsheet may have put around it. */
static struct zc_str first_cell(struct zc_str line)
{
    size_t quoted = line.len > 0 && line.ptr[0] == '"', len = 0;
    line = zc_str_from(line, quoted);
    while (len < line.len && line.ptr[len] != (quoted ? '"' : ',') && line.ptr[len] != '\r')
        len++;
    return zc_str_head(line, len);
}

static struct zc_str without_mark(struct zc_str bytes)
{
    return zc_str_starts(bytes, ZC_STR("\xEF\xBB\xBF")) ? zc_str_from(bytes, 3) : bytes;
}

bool zc_exchange_is(struct zc_str bytes, bool *newer)
{
    struct zc_revid id;
    uint64_t version;
    bytes = without_mark(zc_str_head(bytes, 256));
    struct zc_str line = { 0 };
    zc_str_cut(&bytes, '\n', &line);
    struct zc_str cell = first_cell(line);
    *newer = false;
    if (line.len <= cell.len) /* nothing follows: no comma */
        return false;
    if (zc_str_starts(cell, ZC_STR("zc")) && zc_str_to_u64(zc_str_from(cell, 2), &version)) {
        *newer = version > 1;
        return version >= 1;
    }
    return zc_str_is(cell, "end") || zc_revid_parse(cell, &id);
}

void zc_exchange_reader_init(struct zc_exchange_reader *reader)
{
    *reader = (struct zc_exchange_reader){ .memo = zc_rev_memo_new() };
    digest_init(&reader->digest);
}

void zc_exchange_reader_release(struct zc_exchange_reader *reader)
{
    if (!reader)
        return;
    zc_buf_release(&reader->canonical);
    zc_rev_memo_free(reader->memo);
    reader->memo = NULL;
}

/* An end line proves the file complete only when it fits all that was read. */
static bool end_fits(const struct zc_exchange_reader *reader, const struct zc_str *cells, size_t n)
{
    char digest[ZC_BASE32_LEN(ZC_HASH_LEN) + 1];
    uint64_t lines;
    if (n != 3 || !zc_str_to_u64(cells[1], &lines) || lines != reader->digest.lines)
        return false;
    digest_print(&reader->digest, digest);
    return zc_str_is(cells[2], digest);
}

static void count_damaged(struct zc_exchange_reader *reader, const struct zc_err *err)
{
    if (reader->report.damaged++ > 0)
        return;
    reader->report.first_damaged = reader->line;
    memcpy(reader->report.first_reason, err->msg, sizeof err->msg);
}

enum zc_exchange_kind zc_exchange_next(struct zc_exchange_reader *reader, struct zc_str line,
                                       struct zc_arena *arena, struct zc_rev *out,
                                       struct zc_err *err)
{
    struct zc_str *cells;
    size_t n;
    if (++reader->line == 1)
        line = without_mark(line);
    line = without_end(line);
    if (line.len == 0)
        return ZC_EXCHANGE_NOTHING;
    if (zc_str_is(first_cell(line), "zc1"))
        return ZC_EXCHANGE_NOTHING;
    if (!split(line, arena, &cells, &n, err)) {
        count_damaged(reader, err);
        return ZC_EXCHANGE_DAMAGED;
    }
    if (zc_str_is(cells[0], "end")) {
        if (end_fits(reader, cells, n))
            reader->report.complete = true;
        return ZC_EXCHANGE_NOTHING;
    }
    if (!parse_rev(cells, n, reader->memo, arena, out, err)) {
        count_damaged(reader, err);
        return ZC_EXCHANGE_DAMAGED;
    }
    zc_buf_reset(&reader->canonical);
    zc_exchange_add(&reader->digest, out, &reader->canonical);
    reader->report.valid++;
    reader->report.complete = false; /* an end line before this one does not speak for it */
    return ZC_EXCHANGE_REV;
}

bool zc_exchange_read(struct zc_str bytes,
                      bool (*take)(void *ctx, const struct zc_rev *rev, uint64_t line,
                                   struct zc_err *err),
                      void *ctx, struct zc_exchange_report *report, struct zc_err *err)
{
    struct zc_exchange_reader reader;
    struct zc_arena arena = { 0 };
    struct zc_str line;
    bool ok = true;
    zc_exchange_reader_init(&reader);
    while (ok && zc_str_cut(&bytes, '\n', &line)) {
        struct zc_rev rev;
        struct zc_err why;
        if (zc_exchange_next(&reader, line, &arena, &rev, &why) == ZC_EXCHANGE_REV)
            ok = take(ctx, &rev, reader.line, err);
        zc_arena_reset(&arena);
    }
    *report = reader.report;
    zc_arena_release(&arena);
    zc_exchange_reader_release(&reader);
    return ok;
}

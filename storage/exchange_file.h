#pragma once
#include "core/hash.h"
#include "core/rev.h"

/* The exchange file (交换文件, ….zc1.csv): one revision a line, every line proves itself.
 * Source: MERGE.md 8. This module knows lines and files as bytes, no store.
 *
 *     zc1,rid,parents,cells
 *     ID,RID,PARENT PARENT,.attribute=text,field=value
 *     end,NUMBER OF REVISIONS,DIGEST OF THEIR LINES
 *
 * Written in one canonical form; read with patience for what editors and spreadsheets do to
 * lines (quotes, CR, GB18030, padding, other order), and with none for a changed content. */

enum {
    ZC_EXCHANGE_MAX_LINE = 4 * 1024 * 1024 /* bytes; a longer line is damaged */
};

/* Appends the canonical line of a revision with its LF. */
void zc_exchange_line(const struct zc_rev *rev, struct zc_buf *out);
/* Reads one physical line (without LF) that is neither header nor end line; CR at its end,
 * GB18030 and trailing empty cells are tolerated. Checks grammar and id. The texts of `out`
 * are views of `line` or lie in `arena`. */
bool zc_exchange_parse(struct zc_str line, struct zc_arena *arena, struct zc_rev *out,
                       struct zc_err *err);

/* Writing: header, lines in the order given, end line. The digest is of the lines so far. */
struct zc_exchange_digest {
    struct zc_hash hash;
    uint64_t lines;
};
void zc_exchange_begin(struct zc_exchange_digest *digest, struct zc_buf *out); /* header */
void zc_exchange_add(struct zc_exchange_digest *digest, const struct zc_rev *rev,
                     struct zc_buf *out);
void zc_exchange_end(struct zc_exchange_digest *digest, struct zc_buf *out,
                     char text[ZC_BASE32_LEN(ZC_HASH_LEN) + 1]); /* end line and its digest */

/* True if the bytes begin an exchange file, also one whose lines were sorted, so that the header
 * is not in front. A higher version: true with *newer set. */
bool zc_exchange_is(struct zc_str bytes, bool *newer);

struct zc_exchange_report {
    uint64_t valid, damaged;
    bool complete;          /* an end line fits all valid lines */
    uint64_t first_damaged; /* line number, 0: none */
    char first_reason[512];
};

/* Reading line by line, for callers that take a file in batches. Zeroed by init. */
enum zc_exchange_kind {
    ZC_EXCHANGE_NOTHING, /* header, end line, empty line */
    ZC_EXCHANGE_REV,     /* `out` holds a valid revision */
    ZC_EXCHANGE_DAMAGED  /* counted, `err` says why */
};
struct zc_exchange_reader {
    struct zc_exchange_digest digest; /* of the valid lines in canonical form */
    struct zc_exchange_report report;
    uint64_t line; /* number of the line last read, from 1 */
    struct zc_buf canonical;
    struct zc_rev_memo *memo;
};
void zc_exchange_reader_init(struct zc_exchange_reader *reader);
void zc_exchange_reader_release(struct zc_exchange_reader *reader);
/* Takes the next physical line, without its LF; the first may have a byte order mark. */
enum zc_exchange_kind zc_exchange_next(struct zc_exchange_reader *reader, struct zc_str line,
                                       struct zc_arena *arena, struct zc_rev *out,
                                       struct zc_err *err);

/* Reading all lines of a file. `take` gets each valid revision, which lives until it returns;
 * false stops. Fails only when `take` does. */
bool zc_exchange_read(struct zc_str bytes,
                      bool (*take)(void *ctx, const struct zc_rev *rev, uint64_t line,
                                   struct zc_err *err),
                      void *ctx, struct zc_exchange_report *report, struct zc_err *err);

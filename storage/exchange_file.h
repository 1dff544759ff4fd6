#pragma once
#include "core/hash.h"
#include "core/rev.h"

/* The exchange file (交换文件, ….zc1.csv): one revision a line, every line proves itself.
 * Source: MERGE.md 8. This module knows lines and files as bytes, no store. */

/* Appends the canonical line of a revision with its LF. */
void zc_exchange_line(const struct zc_rev *rev, struct zc_buf *out);
/* Reads one physical line (without LF) that is neither header nor end line; CR at its end,
 * GB18030 and trailing empty cells are tolerated. Checks grammar and id. */
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

/* True if the bytes begin an exchange file. A higher version: true with *newer set. */
bool zc_exchange_is(struct zc_str bytes, bool *newer);

/* Reading all lines of a file. `take` gets each valid revision; false stops. */
struct zc_exchange_report {
    uint64_t valid, damaged;
    bool complete;          /* an end line fits */
    uint64_t first_damaged; /* line number, 0: none */
    char first_reason[256];
};
bool zc_exchange_read(struct zc_str bytes,
                      bool (*take)(void *ctx, const struct zc_rev *rev, uint64_t line,
                                   struct zc_err *err),
                      void *ctx, struct zc_exchange_report *report, struct zc_err *err);

#pragma once
#include "storage/encoding.h"
#include "storage/record.h"

/* Giving out (导出): exchange files and tables for people, and the digest of the ledger.
 * Files are written whole or not at all, read back and compared. */

/* Which records: `keep` (NULL: all) is asked for each. */
typedef bool (*zc_export_keep_fn)(void *ctx, const struct zc_state *state);

struct zc_export_report {
    uint64_t records, revisions;
    char digest[33]; /* base32 of the end line; exchange only */
};

/* Told now and then how many records are behind; false stops, with an error, and leaves no file.
 * A read transaction is open meanwhile. */
struct zc_export_watch {
    void *ctx;
    bool (*go_on)(void *ctx, uint64_t done, uint64_t total); /* NULL: nobody watches */
};

struct zc_export_options {
    struct zc_str form; /* empty: every record, also those of forms unknown here */
    void *ctx;
    zc_export_keep_fn keep;
    struct zc_export_watch watch;
};
/* Canonical exchange file of whole records: by rid, gen, id. `path` "-" = standard output.
 * `options` NULL: everything. */
bool zc_export_exchange(struct zc_store *store, const struct zc_export_options *options,
                        const char *path, struct zc_export_report *report, struct zc_err *err);
/* The same without a file: the digest of the whole store. */
bool zc_export_digest(struct zc_store *store, struct zc_export_report *report, struct zc_err *err);

/* Table for people (MERGE.md 9.1). Columns in form order; `value` (may be NULL) gives results of
 * calculated columns, which have no [name] in the header. */
struct zc_table_column {
    struct zc_str name, label;
    bool calculated, masked;
    bool worded; /* read back, but written in words: `value` gives the text, the row check is over
                    it */
};
struct zc_table_options {
    struct zc_str form;
    uint32_t ncolumns;
    const struct zc_table_column *columns; /* fields of the form; other fields follow by name */
    bool gb18030;
    struct zc_export_watch watch;
    void *ctx;
    zc_export_keep_fn keep;
    /* Text of a calculated, masked or worded column; in `arena`. */
    struct zc_str (*value)(void *ctx, const struct zc_state *state, struct zc_str name,
                           struct zc_arena *arena);
};
bool zc_export_table(struct zc_store *store, const struct zc_table_options *options,
                     const char *path, struct zc_export_report *report, struct zc_err *err);

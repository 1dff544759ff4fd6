#pragma once
#include "storage/encoding.h"
#include "storage/record.h"

/* Taking files in (导入): exchange files and lists; ledger tables that carry _id and _rev as well
 * when that comes. A job in slices: stoppable between batches, safe to repeat. A batch is one
 * transaction: revisions, states, views, counters (MERGE.md 8.2). */

enum zc_import_kind { ZC_IMPORT_EXCHANGE, ZC_IMPORT_TABLE, ZC_IMPORT_LIST };
const char *zc_import_kind_name(enum zc_import_kind kind); /* "exchange" "table" "list" */

/* What the program knows of a form that a list is read for. Column heads name a field by
 * `[name]`, by the plain field name, a label in any language, or a synonym. */
struct zc_import_field {
    struct zc_str name;
    uint32_t nheads;
    const struct zc_str *heads;
    bool is_area;
};
struct zc_import_form {
    struct zc_str id, version;
    uint32_t nfields;
    const struct zc_import_field *fields;
    void *ctx;
    /* Brings a cell of the file into stored form (choices by code, label, alias; dates; units).
     * *value is what is stored; *note (may stay empty) says what was done or what is wrong with
     * it, e.g. 不在选项内. NULL: values are stored tidied as they are. `row` gives the other
     * cells of the row by field (communities are matched within the row's street). */
    bool (*clean)(void *ctx, struct zc_str field, struct zc_str cell, struct zc_arena *arena,
                  struct zc_str *value, struct zc_str *note);
};

struct zc_import_options {
    struct zc_str key;                 /* lists: the key field */
    struct zc_str map;                 /* bytes of a map file `column,field,from,to`, or empty */
    const struct zc_import_form *form; /* lists and tables */
    enum zc_encoding encoding;
    bool accept, dry_run;
    struct zc_str person, role, at; /* for --accept and the audit log */
};

/* Counts as CLI.md 3 defines them. */
struct zc_import_report {
    enum zc_import_kind kind;
    uint64_t new_records, changed, same, conflict, dup, refused, damaged;
    uint64_t revisions;     /* new revisions stored */
    uint64_t skipped;       /* rows passed over: empty, totals, signatures */
    uint64_t left_out;      /* cells of person columns that were left out */
    bool has_end, complete; /* exchange files */
    enum zc_encoding encoding;
};
/* One row that was not simply taken: file line, column (may be empty), value, reason, proposal. */
typedef void (*zc_import_note_fn)(void *ctx, uint64_t line, struct zc_str column,
                                  struct zc_str value, struct zc_str reason,
                                  struct zc_str proposal);

struct zc_import;
/* Reads the file and finds out what it is. `path` is for messages. */
struct zc_import *zc_import_open(struct zc_store *store, const char *path,
                                 const struct zc_import_options *options, zc_import_note_fn note,
                                 void *note_ctx, struct zc_err *err);
/* One batch. *done when finished. On failure what is in stays in. */
bool zc_import_step(struct zc_import *import, bool *done, struct zc_err *err);
void zc_import_progress(const struct zc_import *import, uint64_t *done, uint64_t *total);
const struct zc_import_report *zc_import_report(const struct zc_import *import);
void zc_import_free(struct zc_import *import);

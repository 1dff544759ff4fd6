#pragma once
#include "storage/record.h"

/* Taking in lists (底册, registers from outside): rows without ids, matched by a key field.
 * Source: MERGE.md 10. Rows come from the caller, who knows the form; this module knows records.
 *
 *   key twice in the file, or of several records     told, nothing done
 *   key of no record                                 a new record: its id and its one revision
 *                                                    are derived from form, field and key, so
 *                                                    that eight laptops make the same ones
 *   key of one record                                each cell that no revision of the record
 *                                                    ever wrote becomes a proposal: a revision
 *                                                    without parents, a conflict or an answer to
 *                                                    an empty field; or, accepted, all cells that
 *                                                    differ are one edit of the person
 *   key of a void or linked record                   told with its state, nothing done
 *
 * A row without key names itself by all its cells. Rows go in ordered by record id, batch by
 * batch, each batch one transaction; doing it again adds nothing.
 *
 * A list that has a name (where it comes from: 市场监管局2026) is remembered on every record that
 * one of its rows led to: a revision of its own without parents, `.src=list`, that writes the
 * system field `_list:NAME` = the name of the unit as the list has it. So several lists lie side by
 * side on one record and travel with it, the revision of the row itself is the same under every
 * name, and the same list taken in again under its name adds nothing. */

enum { ZC_LIST_NAME_MAX = 90 }; /* bytes */
/* A name of a list as part of a field name: what may not stand in one becomes `-`; cut between
 * characters. In `arena`; empty when nothing is left of it. */
struct zc_str zc_list_name(struct zc_str text, struct zc_arena *arena);
/* The list that a field of a record speaks of; empty: it is another field. */
struct zc_str zc_list_of_field(struct zc_str field);

struct zc_list_cell {
    struct zc_str field, value; /* as it is to be stored; not empty */
    struct zc_str raw;          /* as it stood in the file */
};
struct zc_list_row {
    uint64_t line;
    struct zc_str key;   /* as it stood; compared in normal form. Empty: none */
    struct zc_str title; /* name of the unit, to tell whether two rows mean the same */
    uint32_t ncells;
    const struct zc_list_cell *cells; /* each field once, the key field not among them;
                                         system fields only go into new records */
    bool refused;                     /* the caller has told why */
};
/* What is to be told of a row or a cell that was not simply taken. */
struct zc_list_notice {
    uint64_t line;
    struct zc_str column, value, reason, proposal; /* column empty: the row */
    bool refused;                                  /* the row was not taken */
};
struct zc_list_source {
    void *ctx;
    size_t nrows;
    /* Row `at` of the file, in `arena`. Called twice for each row; what it has to tell of cells
     * it tells the first time (`tell` set). Fails only when nothing can go on. */
    bool (*read)(void *ctx, size_t at, bool tell, struct zc_arena *arena, struct zc_list_row *out,
                 struct zc_err *err);
    void (*notice)(void *ctx, const struct zc_list_notice *notice);
};
struct zc_backup_point; /* backup.h */

struct zc_import_list_options {
    struct zc_str form, version;    /* of the form that the records belong to */
    struct zc_str field;            /* the key field, also one that the form does not know */
    struct zc_str list;             /* zc_list_name of the list; empty: it is not remembered */
    bool dry_run;                   /* counts what would happen, changes nothing */
    size_t batch;                   /* rows a batch where somebody waits for a key; 0: as below */
    struct zc_str person, at, path; /* for the audit log */
    struct zc_backup_point *backup; /* set before something is written; NULL: no backup */
    /* Accepting: NULL makes proposals. Else what a row says differently from the live values of
     * its record is an ordinary edit on the heads, made by this; with txn NULL (a
     * dry run) it only tells whether it would be. ZC_E_DENIED refuses the row. */
    void *accept_ctx;
    bool (*accept)(void *ctx, struct zc_txn *txn, const struct zc_state *state,
                   const struct zc_pair *writes, uint32_t n, struct zc_arena *arena,
                   struct zc_err *err);
};

/* Records as CLI.md 3 counts them; each row is one record. */
struct zc_import_list_report {
    uint64_t new_records, changed, same, conflict, dup, refused;
    uint64_t revisions; /* stored */
};

struct zc_import_list;
/* Reads all rows once for their keys. The texts of `options` and `source` are borrowed. */
struct zc_import_list *zc_import_list_open(struct zc_store *store,
                                           const struct zc_list_source *source,
                                           const struct zc_import_list_options *options,
                                           struct zc_err *err);
/* One batch: 50,000 rows into a store without records, else 5,000. */
bool zc_import_list_step(struct zc_import_list *import, bool *done, struct zc_err *err);
void zc_import_list_progress(const struct zc_import_list *import, uint64_t *done, uint64_t *total);
const struct zc_import_list_report *zc_import_list_report(const struct zc_import_list *import);
void zc_import_list_free(struct zc_import_list *import); /* NULL is fine */
